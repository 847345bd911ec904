import TONCells

/// Reads any bytes as a bag of cells. What can be read must be written and read again with the same hashes, in every
/// mode.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBag(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    _ = try? Cell(boc: bytes)
    _ = try? BagOfCells(bytes, reading: .reference)
    guard let bag = try? BagOfCells(bytes) else { return 0 }
    for options: BagOfCells.Options in [[], [.checksum], .block] {
        guard let again = try? BagOfCells(bag.serialized(options)) else { fatalError("written, but can't be read") }
        precondition(again.roots == bag.roots, "the roots changed")
        for (root, other) in zip(bag.roots, again.roots) {
            for level in 0...3 {
                precondition(root.hash(level: level) == other.hash(level: level), "a lower hash changed")
                precondition(root.depth(level: level) == other.depth(level: level), "a depth changed")
            }
        }
    }
    return 0
}
