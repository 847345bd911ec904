public import TONCells
public import TONCrypto

/// One thing that a contract asks for at the end of its run.
///
/// ```
/// action_send_msg#0ec3c86d mode:(## 8) out_msg:^(MessageRelaxed Any) = OutAction;
/// action_set_code#ad4de08e new_code:^Cell = OutAction;
/// action_reserve_currency#36e6b809 mode:(## 8) currency:CurrencyCollection = OutAction;
/// action_change_library#26fa1dd4 mode:(## 7) libref:LibRef = OutAction;
/// ```
public enum OutAction: Hashable, Sendable {
    /// Send a message.
    case sendMessage(mode: UInt8, Lazy<Message>)
    /// Replace the code.
    case setCode(Cell)
    /// Keep coins from being spent by actions that follow.
    case reserveCurrency(mode: UInt8, CurrencyCollection)
    /// Add, change or remove a library; the mode has 7 bits.
    case changeLibrary(mode: UInt8, LibraryReference)
}

/// A library, by itself or by its hash.
///
/// ```
/// libref_hash$0 lib_hash:bits256 = LibRef;
/// libref_ref$1 library:^Cell = LibRef;
/// ```
public enum LibraryReference: Hashable, Sendable {
    /// By its hash.
    case hash(Hash256)
    /// The library.
    case cell(Cell)
}

extension LibraryReference: TLBCodable {
    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        self = try slice.loadBit() ? .cell(try slice.loadReference()) : .hash(try slice.loadHash())
    }

    /// Appends the constructor's tag and field.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .hash(let hash):
            try builder.store(bit: false)
            try builder.store(hash)
        case .cell(let cell):
            try builder.store(bit: true)
            try builder.store(reference: cell)
        }
    }
}

extension OutAction: TLBCodable {
    private static let sendMessageTag: UInt64 = 0x0ec3c86d
    private static let setCodeTag: UInt64 = 0xad4de08e
    private static let reserveCurrencyTag: UInt64 = 0x36e6b809
    private static let changeLibraryTag: UInt64 = 0x26fa1dd4

    /// Reads any of the four constructors; a message is read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 32) {
        case Self.sendMessageTag: self = .sendMessage(mode: try slice.load(), try slice.load(field: "out_msg"))
        case Self.setCodeTag: self = .setCode(try slice.loadReference())
        case Self.reserveCurrencyTag:
            self = .reserveCurrency(mode: try slice.load(), try slice.load(field: "currency"))
        case Self.changeLibraryTag:
            self = .changeLibrary(
                mode: UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 7)), try slice.load(field: "libref"))
        case let tag: throw .unknownTag(type: "OutAction", found: tag, bits: 32)
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .sendMessage(let mode, let message):
            try builder.store(Self.sendMessageTag, bits: 32)
            try builder.store(mode)
            try builder.store(message)
        case .setCode(let code):
            try builder.store(Self.setCodeTag, bits: 32)
            try builder.store(reference: code)
        case .reserveCurrency(let mode, let currency):
            try builder.store(Self.reserveCurrencyTag, bits: 32)
            try builder.store(mode)
            try builder.store(currency)
        case .changeLibrary(let mode, let library):
            try builder.store(Self.changeLibraryTag, bits: 32)
            try builder.store(UInt64(mode), bits: 7)
            try builder.store(library)
        }
    }
}

/// What a contract asks for, in order: a chain of cells, the last action outermost.
///
/// ```
/// out_list_empty$_ = OutList 0;
/// out_list$_ {n:#} prev:^(OutList n) action:OutAction = OutList (n + 1);
/// ```
public struct OutActions: Hashable, Sendable {
    /// The actions, first one first.
    public var actions: [OutAction]

    /// Most actions that a contract may ask for: 255.
    public static let maximumCount = 255

    /// Makes a list; more than 255 can't be stored.
    public init(_ actions: [OutAction] = []) {
        self.actions = actions
    }

    /// Reads the chain. Throws where it is malformed or longer than 255.
    public init(cell: Cell) throws(CellError) {
        actions = []
        var next = cell
        while next.bitCount > 0 || next.referenceCount > 0 {
            guard actions.count < Self.maximumCount else {
                throw .outOfRange("a contract asks for at most \(Self.maximumCount) actions")
            }
            var slice = try next.slice()
            next = try slice.loadReference()
            actions.append(try slice.load(field: "action"))
            try slice.end()
        }
        _ = try next.slice()
        actions.reverse()
    }

    /// The outermost cell of the chain.
    public func cell() throws(CellError) -> Cell {
        guard actions.count <= Self.maximumCount else {
            throw .outOfRange("a contract asks for at most \(Self.maximumCount) actions, not \(actions.count)")
        }
        var cell = Cell.empty
        for action in actions {
            var builder = CellBuilder()
            try builder.store(reference: cell)
            try builder.store(action)
            cell = try builder.build()
        }
        return cell
    }
}
