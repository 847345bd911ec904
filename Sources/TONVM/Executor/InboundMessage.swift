import TONBlocks
import TONCells
import TONCrypto

/// The message that a transaction processes, taken apart.
struct InboundMessage {
    let cell: Cell
    let info: CommonMessageInfo
    /// Code and data that came with it, and the cell of them, whose hash counts.
    let stateInit: StateInit?
    let stateInitCell: Cell?
    let body: CellSlice
    /// The source's bits.
    let source: CellSlice
    /// All behind the envelope.
    let rest: CellSlice
    /// The account that it is for, the prefix rewritten where anycast asks for that.
    let destination: AccountAddress

    var isExternal: Bool { info.internalInfo == nil }

    init(_ cell: Cell, configuration: ExecutionConfiguration) throws(ExecutionError) {
        do throws(CellError) {
            var slice = try cell.slice()
            let info = try slice.load(CommonMessageInfo.self)
            rest = slice
            (stateInitCell, stateInit) = try Self.loadStateInit(&slice)
            if try slice.loadBit() {
                body = try slice.loadReference().slice()
                try slice.end()
            } else {
                body = slice
            }
            self.cell = cell
            self.info = info
            source = try Self.source(of: cell, isInternal: info.internalInfo != nil)
        } catch {
            throw .malformedMessage(error)
        }
        if case .externalOut = info {
            throw .malformedMessage(.outOfRange("a message to the outside has no account to process it"))
        }
        if info.internalInfo == nil, configuration.globalVersion >= 10 {
            guard case .standard(_, anycast: nil) = info.destination else {
                throw .externalRefused(.unsupportedDestination)
            }
        }
        for address in [info.internalInfo?.source, info.destination].compactMap(\.self) where !Self.isInternal(address)
        {
            throw .malformedMessage(.outOfRange("a message between accounts has the address \(address)"))
        }
        guard let destination = Self.account(info.destination) else {
            throw .malformedMessage(.outOfRange("\(info.destination) is no account"))
        }
        self.destination = destination
    }

    private static func loadStateInit(_ slice: inout CellSlice) throws(CellError) -> (Cell?, StateInit?) {
        guard try slice.loadBit() else { return (nil, nil) }
        let cell: Cell
        let state: StateInit
        if try slice.loadBit() {
            cell = try slice.loadReference()
            state = try StateInit(cell: cell)
        } else {
            var ahead = slice
            state = try ahead.load(StateInit.self)
            cell = try slice.loadSlice(
                bits: slice.remainingBits - ahead.remainingBits,
                references: slice.remainingReferences - ahead.remainingReferences
            ).cell()
        }
        guard AccountLibraries.isValid(state.library) else {
            throw .within("init", .malformedDictionary("these aren't libraries"))
        }
        return (cell, state)
    }

    private static func source(of cell: Cell, isInternal: Bool) throws(CellError) -> CellSlice {
        var slice = try cell.slice()
        try slice.skip(bits: isInternal ? 4 : 2)
        var ahead = slice
        _ = try ahead.load(MessageAddress.self)
        return try slice.loadSlice(bits: slice.remainingBits - ahead.remainingBits)
    }

    /// Whether it is an account's address, and one that isn't written at length without need.
    ///
    /// The reference looks at that only when the transaction is written, and then drops it.
    private static func isInternal(_ address: MessageAddress) -> Bool {
        switch address {
        case .none, .external: false
        case .standard: true
        case .variable(let workchain, let bits, _):
            workchain != 0 && workchain != -1 && (Int8(exactly: workchain) == nil || bits.count != 256)
        }
    }

    /// The account of an address, the prefix rewritten; nil where it has none of 256 bits.
    private static func account(_ address: MessageAddress) -> AccountAddress? {
        switch address {
        case .none, .external: return nil
        case .standard(let address, let anycast):
            guard let prefix = anycast?.rewritePrefix else { return address }
            return AccountAddress(
                workchain: address.workchain, hash: address.hash.replacingPrefix(prefix.count, by: prefix.bytes))
        case .variable(let workchain, let bits, let anycast):
            guard let workchain = Int8(exactly: workchain), let hash = bits.hashValue256 else { return nil }
            let prefix = anycast?.rewritePrefix ?? .empty
            return AccountAddress(
                workchain: workchain, hash: hash.replacingPrefix(prefix.count, by: prefix.bytes))
        }
    }
}
