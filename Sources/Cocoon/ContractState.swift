public import TONCells

/// Where a proxy, client or worker is in its life: two bits of its data.
public enum ContractState: UInt8, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// Works.
    case normal = 0
    /// Waits for the end of its delay. Workers skip this state.
    case closing = 1
    /// Closed for good.
    case closed = 2

    /// The state in one word.
    public var description: String {
        switch self {
        case .normal: "normal"
        case .closing: "closing"
        case .closed: "closed"
        }
    }
}

extension ContractState: TLBCodable {
    /// Reads `state:uint2`. Throws for 3, which no contract writes.
    public init(from slice: inout CellSlice) throws(CellError) {
        let value = try slice.loadUInt(bits: 2)
        guard let state = ContractState(rawValue: UInt8(truncatingIfNeeded: value)) else {
            throw .unknownTag(type: "ContractState", found: value, bits: 2)
        }
        self = state
    }

    /// Appends `state:uint2`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(UInt64(rawValue), bits: 2)
    }
}
