public import TONCells

/// A cell of which a newer contract version may have changed the layout.
public enum PartlyKnown<Value: TLBCodable & Hashable>: Hashable, Sendable {
    /// The layout was found; `rest` has the bits and references behind it, if there are any.
    case known(Value, rest: Cell? = nil)
    /// The layout was not found; the cell is kept as it is.
    case unknown(Cell)

    /// What was understood.
    public var value: Value? {
        if case .known(let value, _) = self { value } else { nil }
    }

    /// Reads a cell. A lenient read never throws: it keeps what it doesn't know.
    init(cell: Cell, isLenient: Bool) throws(CellError) {
        guard isLenient else {
            self = .known(try Value(cell: cell))
            return
        }
        do throws(CellError) {
            var slice = try cell.slice()
            let value = try Value(from: &slice)
            self = .known(value, rest: slice.isEmpty ? nil : try slice.cell())
        } catch {
            self = .unknown(cell)
        }
    }

    /// The cell again.
    func cell() throws(CellError) -> Cell {
        switch self {
        case .unknown(let cell): return cell
        case .known(let value, let rest):
            var builder = CellBuilder()
            try builder.store(value)
            if let rest { try builder.store(try rest.slice()) }
            return try builder.build()
        }
    }
}

/// The data of the root contract.
///
/// ```
/// root = owner:addr version:uint32 ^data ^params  [struct_version>=4: ^key_manager]  [>=5: ^verified_keys]
/// ```
/// `struct_version` is the one of the params. Versions up to 4 are read strictly. Of version 5, what is understood is
/// read and the rest kept as raw cells, so that encoding still gives the same cell.
public struct RootData: Hashable, Sendable {
    /// Who may change the root.
    public var owner: AccountAddress
    /// Counts the changes. Code may be replaced without a change of this.
    public var version: UInt32
    /// The registry; always known up to version 4.
    public var data: PartlyKnown<RootRegistry>
    /// The present params, with all codes.
    public var params: Params
    /// The accepted keys, from version 4 on; always known in version 4.
    public var keyManager: PartlyKnown<KeyManager>?
    /// Version 5: a cell of unknown layout.
    public var verifiedKeys: Cell?
    /// Version 5: bits and references behind all that.
    public var rest: Cell?

    /// Makes the data of a root of a version up to 4.
    public init(
        owner: AccountAddress, version: UInt32, registry: RootRegistry, params: Params, keyManager: KeyManager? = nil
    ) {
        self.owner = owner
        self.version = version
        data = .known(registry)
        self.params = params
        self.keyManager = keyManager.map { .known($0) }
    }

    /// The registry, unless a version 5 hides it.
    public var registry: RootRegistry? { data.value }
}

extension RootData: TLBCodable {
    private static let keyManagerVersion: UInt8 = 4
    private static let verifiedKeysVersion: UInt8 = 5

    /// Reads the layout that the params' `struct_version` selects.
    public init(from slice: inout CellSlice) throws(CellError) {
        owner = try slice.field("owner")
        version = try slice.field("version")
        let dataCell = try slice.referenceField("data")
        params = try slice.referencedField("params")
        let isLenient = params.structVersion >= Self.verifiedKeysVersion
        data = try within("data") { () throws(CellError) in try PartlyKnown(cell: dataCell, isLenient: isLenient) }
        guard params.structVersion >= Self.keyManagerVersion else { return }
        if isLenient {
            // Nothing is known for sure about this version: each part may be missing.
            keyManager =
                slice.remainingReferences > 0
                ? try PartlyKnown(cell: try slice.loadReference(), isLenient: true) : nil
            verifiedKeys = slice.remainingReferences > 0 ? try slice.loadReference() : nil
            if !slice.isEmpty {
                rest = try slice.cell()
                slice = try slice.loadSlice(bits: 0)
            }
        } else {
            let cell = try slice.referenceField("key_manager")
            keyManager = try within("key_manager") { () throws(CellError) in
                try PartlyKnown(cell: cell, isLenient: false)
            }
        }
    }

    /// Appends the layout. Throws where the parts don't fit the params' `struct_version`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        let structVersion = params.structVersion
        let isLenient = structVersion >= Self.verifiedKeysVersion
        guard isLenient || (keyManager != nil) == (structVersion >= Self.keyManagerVersion),
            isLenient || (verifiedKeys == nil && rest == nil), verifiedKeys == nil || keyManager != nil
        else {
            throw .outOfRange("the parts of the root don't fit its struct_version \(structVersion)")
        }
        try builder.store(owner)
        try builder.store(version)
        try builder.store(reference: try data.cell())
        try builder.store(referenced: params)
        if let keyManager { try builder.store(reference: try keyManager.cell()) }
        if let verifiedKeys { try builder.store(reference: verifiedKeys) }
        if let rest { try builder.store(try rest.slice()) }
    }
}
