import TONBlocks
import TONCells
import TONCrypto

/// One action as a contract asks for it, checked as the reference checks it before any is done.
enum RequestedAction {
    case sendMessage(mode: UInt8, RequestedMessage)
    case setCode(Cell)
    case reserve(mode: UInt8, RequestedValue)
    case changeLibrary(mode: UInt8, LibraryReference)

    private static let sendMessageTag: UInt64 = 0x0ec3_c86d
    private static let setCodeTag: UInt64 = 0xad4d_e08e
    private static let reserveTag: UInt64 = 0x36e6_b809
    private static let changeLibraryTag: UInt64 = 0x26fa_1dd4

    /// Reads a cell of the list, whose first reference leads to the actions before.
    init(_ cell: Cell) throws(CellError) {
        var slice = try cell.slice()
        _ = try slice.loadReference()
        switch try slice.loadUInt(bits: 32) {
        case Self.sendMessageTag:
            let mode: UInt8 = try slice.load()
            self = .sendMessage(mode: mode, try RequestedMessage(try slice.loadReference()))
        case Self.setCodeTag:
            self = .setCode(try slice.loadReference())
        case Self.reserveTag:
            self = .reserve(mode: try slice.load(), try RequestedValue(from: &slice))
        case Self.changeLibraryTag:
            let mode = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 7))
            self = .changeLibrary(mode: mode, try slice.load())
        case let tag: throw .unknownTag(type: "OutAction", found: tag, bits: 32)
        }
        try slice.end()
    }

    /// The mode of a message in an action that can't be read otherwise.
    static func modeOfMessage(in cell: Cell) -> UInt8? {
        var slice = cell.exoticSlice()
        guard !cell.isExotic, (try? slice.loadUInt(bits: 32)) == sendMessageTag else { return nil }
        return try? slice.load(UInt8.self)
    }
}

/// Bits of the modes of actions.
enum MessageMode {
    static let paysFees: UInt8 = 1
    static let ignoresErrors: UInt8 = 2
    static let bouncesOnFailure: UInt8 = 16
    static let deletesIfEmpty: UInt8 = 32
    static let carriesMessageValue: UInt8 = 64
    static let carriesBalance: UInt8 = 128
}

/// An amount that a contract names: padded numbers are read, too, and refused only when it is their turn.
struct RequestedValue {
    /// Nil where the number is padded, or a currency is there of which there is nothing.
    let funds: Funds?

    /// Throws where there is no amount at all.
    init(from slice: inout CellSlice) throws(CellError) {
        let amount = try PaddedAmount(from: &slice)
        let other = HashmapE(keyBits: 32, root: try slice.loadMaybeReference())
        guard ExtraCurrencies.isValid(other, allowingZero: true) else {
            throw .malformedDictionary("these aren't amounts of currencies")
        }
        funds = amount.value.flatMap { value in
            ExtraCurrencies.isValid(other) ? Funds(amount: value, other: other) : nil
        }
        self.other = other
        self.amount = amount
    }

    /// As they were read.
    let amount: PaddedAmount
    let other: HashmapE
}

/// `VarUInteger 16`, which may have zero bytes in front where the reference only skips it.
struct PaddedAmount {
    /// Nil where it has.
    let value: Int128?
    let bytes: [UInt8]

    init(from slice: inout CellSlice) throws(CellError) {
        bytes = try slice.loadBytes(Int(truncatingIfNeeded: try slice.loadUInt(bits: 4)))
        value = bytes.first == 0 ? nil : bytes.reduce(0) { $0 << 8 | Int128($1) }
    }

    init(_ value: Int128) {
        self.value = value
        let count = (Int128.bitWidth - value.leadingZeroBitCount + 7) / 8
        bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> Int128(8 * (count - 1 - $0))) }
    }

    func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(UInt64(bytes.count), bits: 4)
        try builder.store(bytes: bytes)
    }
}
