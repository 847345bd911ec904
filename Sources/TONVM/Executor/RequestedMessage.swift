import TONBlocks
import TONCells

/// A message as a contract asks for it to be sent: `MessageRelaxed Any`, in parts that go into the message that is sent.
struct RequestedMessage {
    /// Whether it is for the outside.
    let isExternal: Bool
    let ihrDisabled: Bool
    let bounce: Bool
    let source: MessageAddress
    let destination: MessageAddress
    /// Nil where it is for the outside; so are the two below.
    let value: RequestedValue?
    /// The extra flags, or before global version 12 the fee of hypercube routing.
    let extraFlags: PaddedAmount?
    let forwardFee: PaddedAmount?
    /// `init:(Maybe (Either StateInit ^StateInit))`.
    var stateInit: CellSlice
    /// `body:(Either X ^X)`.
    var body: CellSlice
    /// Whether the libraries in the code and data that it brings are a dictionary.
    let hasValidLibraries: Bool

    /// Reads it. Throws where the layout isn't that of such a message.
    init(_ cell: Cell) throws(CellError) {
        var slice = try cell.slice()
        isExternal = try slice.loadBit()
        if isExternal {
            guard try slice.loadBit() else { throw .unknownTag(type: "CommonMsgInfoRelaxed", found: 0b10, bits: 2) }
            (ihrDisabled, bounce) = (true, false)
            source = try slice.load()
            destination = try slice.load()
            (value, extraFlags, forwardFee) = (nil, nil, nil)
        } else {
            ihrDisabled = try slice.loadBit()
            bounce = try slice.loadBit()
            try slice.skip(bits: 1)
            source = try slice.load()
            destination = try slice.load()
            value = try RequestedValue(from: &slice)
            extraFlags = try PaddedAmount(from: &slice)
            forwardFee = try PaddedAmount(from: &slice)
        }
        try slice.skip(bits: 64 + 32)
        switch destination {
        case .none, .external: guard isExternal else { throw .outOfRange("\(destination) is no account") }
        case .standard, .variable: guard !isExternal else { throw .outOfRange("\(destination) isn't outside") }
        }
        var ahead = slice
        let state = try Self.skipStateInit(&ahead)
        hasValidLibraries = AccountLibraries.isValid(state?.library)
        stateInit = try slice.loadSlice(
            bits: slice.remainingBits - ahead.remainingBits,
            references: slice.remainingReferences - ahead.remainingReferences)
        body = slice
        if try slice.loadBit() {
            // What lies in a cell of its own must be readable, too.
            _ = try slice.loadReference().slice()
            try slice.end()
        }
    }

    private static func skipStateInit(_ slice: inout CellSlice) throws(CellError) -> StateInit? {
        guard try slice.loadBit() else { return nil }
        return try slice.loadBit() ? try StateInit(cell: try slice.loadReference()) : try slice.load(StateInit.self)
    }

    // MARK: - Making room

    /// Whether the code and data take more than one reference of the message's own.
    var hasWideStateInit: Bool { stateInit.remainingReferences >= 2 }

    /// Moves the code and data to a cell of their own, where they lie in the message's.
    mutating func moveStateInit() throws(CellError) {
        stateInit = try Self.moved(stateInit, tagBits: 2, tag: 0b11)
    }

    /// Moves the body to a cell of its own, where it lies in the message's and isn't empty.
    mutating func moveBody() throws(CellError) {
        guard body.remainingBits > 1 || body.remainingReferences > 0, try body.peekUInt(bits: 1) == 0 else { return }
        body = try Self.moved(body, tagBits: 1, tag: 0b1)
    }

    private static func moved(_ part: CellSlice, tagBits: Int, tag: UInt64) throws(CellError) -> CellSlice {
        var content = part
        try content.skip(bits: tagBits)
        var builder = CellBuilder()
        try builder.store(tag, bits: tagBits)
        try builder.store(reference: try content.cell())
        return try builder.build().slice()
    }
}
