public import TONBlocks
public import TONCells

/// A message from outside, checked as far as servers check it before they run it.
public struct ExternalMessage: Hashable, Sendable {
    /// What became of a message that was sent.
    public enum Reception: String, Hashable, Sendable, CaseIterable {
        /// The server took it, and passes it on.
        case taken
        /// The server has it already.
        case known
    }

    /// The message and its cell.
    public let message: MessageCell
    /// Who is to take it.
    public let destination: AccountAddress
    /// Its bag of cells.
    public let bytes: [UInt8]

    /// Longest bag that servers take.
    public static let maximumByteCount = 65_535
    /// Deeper messages aren't taken.
    public static let maximumDepth = 511

    /// Takes the cell of a message. Throws where it is none from outside, or too large.
    public init(_ cell: Cell) throws(ExternalMessageError) {
        do throws(CellError) {
            message = try MessageCell(cell: cell)
        } catch {
            throw .noMessage(error)
        }
        guard case .externalIn(let info) = message.message.info else { throw .notFromOutside }
        guard let destination = info.destination.account else { throw .noDestination }
        self.destination = destination
        guard cell.depth <= Self.maximumDepth else { throw .tooDeep(Int(cell.depth)) }
        bytes = cell.boc()
        guard bytes.count <= Self.maximumByteCount else { throw .tooLarge(bytes.count) }
    }
}

/// Why a cell can't be sent as an external message.
public enum ExternalMessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It isn't one.
    case noMessage(CellError)
    /// It comes from a contract, or goes out.
    case notFromOutside
    /// It goes to no account with an address.
    case noDestination
    /// So deep a cell isn't taken.
    case tooDeep(Int)
    /// So many bytes aren't taken.
    case tooLarge(Int)

    /// What is wrong.
    public var description: String {
        switch self {
        case .noMessage(let error): "the cell is no message: \(error)"
        case .notFromOutside: "the message isn't an external one to a contract"
        case .noDestination: "the message goes to no account"
        case .tooDeep(let depth):
            "the message is \(depth) cells deep, and at most \(ExternalMessage.maximumDepth) are taken"
        case .tooLarge(let count):
            "the message has \(count) bytes, and at most \(ExternalMessage.maximumByteCount) are taken"
        }
    }
}
