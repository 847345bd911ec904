public import CHashing

/// Asks the processor for memory that will be read soon. Nothing else happens, whatever the address.
@inlinable
@inline(__always)
public func prefetch(_ address: UnsafeRawPointer) { chashing_prefetch(address) }
