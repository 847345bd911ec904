import Synchronization
import TONBlocks
import TONCells
import TONCrypto

/// A named part of a decoded message.
struct MessageField {
    let name: String
    let value: Value

    init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// What a field holds.
    enum Value {
        case text(String)
        case amount(Coins)
        case number(UInt64)
        case small(Int64)
        case moment(UInt32)
        case cell(Cell)
        case fields([MessageField])
        case list([Value])
        case flag(Bool)
        case block(BlockIdentifier)
        case none
    }

    /// An account of which nothing says what it is.
    static func wallet(_ name: String, _ address: MessageAddress) -> MessageField {
        switch address {
        case .none: MessageField(name, .none)
        case .standard(let account, anycast: nil): MessageField(name, .text(account.walletText))
        default: MessageField(name, .text("\(address)"))
        }
    }

    static func hash(_ name: String, _ hash: Hash256?) -> MessageField {
        MessageField(name, hash.map { .text($0.hex) } ?? .none)
    }
}

extension MessageField.Value: Encodable {
    func encode(to encoder: any Encoder) throws {
        switch self {
        case .fields(let fields): try MessageFields(fields: fields).encode(to: encoder)
        case .block(let block): try MessageFields(fields: block.fields).encode(to: encoder)
        case .moment(let unix): try TimeRow(unix).encode(to: encoder)
        case .cell(let cell):
            let allowance = CodingUserInfoKey.bagAllowance.flatMap { encoder.userInfo[$0] as? BagAllowance }
            let bag = allowance.map { $0.bag(of: cell) } ?? cell.boc()
            try MessageFields(fields: [
                .hash("hash", cell.hash), MessageField("boc", bag.map { .text(Base64.encode($0)) } ?? .none),
            ]).encode(to: encoder)
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .amount(let coins): try container.encode(coins.nanoText)
            case .number(let number): try container.encode("\(number)")
            case .small(let number): try container.encode(number)
            case .list(let values): try container.encode(values)
            case .flag(let flag): try container.encode(flag)
            case .fields, .block, .moment, .cell, .none: try container.encodeNil()
            }
        }
    }
}

/// Fields as one object.
struct MessageFields: Encodable {
    let fields: [MessageField]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for field in fields { try container.encode(field.value, forKey: Key(stringValue: field.name)) }
    }
}

extension Card {
    /// Adds a line for each field; those inside others carry the outer name first.
    mutating func add(_ fields: [MessageField], under prefix: String = "") {
        for field in fields { add(prefix + field.name, field.value) }
    }

    private mutating func add(_ name: String, _ value: MessageField.Value) {
        switch value {
        case .text(let text): add(name, text)
        case .amount(let coins): add(name, "\(coins) TON")
        case .number(let number): add(name, "\(number)")
        case .small(let number): add(name, "\(number)")
        case .moment(let unix): add(name, Moment(unix).text)
        case .cell(let cell): add(name, "cell \(cell.hash)")
        case .flag(let flag): add(name, flag ? "yes" : "no")
        case .block(let block): add(name, block.nameText)
        case .none: add(name, "none")
        case .fields(let fields): add(fields, under: name + ".")
        case .list(let values):
            if values.isEmpty { add(name, "none") }
            for (position, value) in values.enumerated() { add("\(name).\(position)", value) }
        }
    }
}

/// How many bytes of bags of cells one document may hold. Cells may be shared, so that a small input can refer to a
/// large cell from thousands of places; beyond the allowance a cell is named by its hash alone.
final class BagAllowance: Sendable {
    private let left = Mutex(4 << 20)

    /// The cell's bag; nil once the allowance is used up.
    func bag(of cell: Cell) -> [UInt8]? {
        left.withLock { left in
            guard left > 0 else { return nil }
            let bag = cell.boc()
            left -= bag.count
            return bag
        }
    }
}

extension MessageField {
    /// A block's full name; none where there is no block.
    static func block(_ name: String, _ block: BlockIdentifier?) -> MessageField {
        MessageField(name, block.map { .block($0) } ?? .none)
    }

    /// A moment, in both forms; none where it isn't known.
    static func moment(_ name: String, _ unix: UInt32?) -> MessageField {
        MessageField(name, unix.map { .moment($0) } ?? .none)
    }
}

extension CodingUserInfoKey {
    /// The document's ``BagAllowance``.
    static let bagAllowance: CodingUserInfoKey? = CodingUserInfoKey(rawValue: "silk.bag-allowance")
}
