public import TONCells
public import TONCrypto

/// A message together with the cell that it was read from, or was written to: ``hash`` costs nothing then.
public struct MessageCell: Sendable {
    /// The cell.
    public let cell: Cell
    /// What it holds.
    public let message: Message

    /// Reads a cell that must hold a message and nothing else.
    public init(cell: Cell) throws(CellError) {
        self.cell = cell
        message = try Message(cell: cell)
    }

    /// Writes a message to its cell. Throws where its layout doesn't fit.
    public init(_ message: Message) throws(CellError) {
        self.message = message
        cell = try message.cell()
    }

    /// The message's hash: that of its cell.
    public var hash: Hash256 { cell.hash }
}

extension MessageCell: Hashable {
    /// Whether the cells are the same, and the messages with them.
    public static func == (left: MessageCell, right: MessageCell) -> Bool { left.cell == right.cell }

    /// Feeds the cell's hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(cell) }
}

extension Message {
    /// A hash that stays the same however the message from outside was packed; nil for other messages.
    ///
    /// Whoever forwards such a message can change its source, import fee, `init` and layout without changing what it
    /// does, and so its hash. This is the hash with `addr_none` as the source, no import fee, no `init`, and the body
    /// in a reference. Source: TEP-467.
    public func normalizedHash() throws(CellError) -> Hash256? {
        guard case .externalIn(let info) = info else { return nil }
        let normalized = Message(
            info: .externalIn(ExternalInMessageInfo(destination: info.destination)), stateInit: nil,
            stateInitPlacement: .inline, body: .reference(try bodyCell()))
        return try normalized.cell().hash
    }
}
