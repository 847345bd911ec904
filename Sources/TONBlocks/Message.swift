public import TONCells

/// A message: envelope, the code and data that its destination may start with, and a body.
///
/// ```
/// message$_ {X:Type} info:CommonMsgInfo
///   init:(Maybe (Either StateInit ^StateInit))
///   body:(Either X ^X) = Message X;
/// ```
/// `init` and `body` may each lie in the message's cell or in one of their own. A message that was read keeps the
/// choice that it came with, so that it is written back to the same cell; ``init(info:stateInit:body:)`` makes it for
/// a new one.
public struct Message: Hashable, Sendable {
    /// The envelope.
    public let info: CommonMessageInfo
    /// The code and data of the destination, for the case that it doesn't exist yet.
    public let stateInit: StateInit?
    /// Where `init` lies; `.inline` where there is none.
    public let stateInitPlacement: MessagePlacement
    /// The body, where it lies.
    public let body: MessageBody

    /// Makes a message of exactly this layout; it may turn out not to fit when it is stored.
    public init(
        info: CommonMessageInfo, stateInit: StateInit?, stateInitPlacement: MessagePlacement, body: MessageBody
    ) {
        self.info = info
        self.stateInit = stateInit
        self.stateInitPlacement = stateInit == nil ? .inline : stateInitPlacement
        self.body = body
    }

    /// Makes a message whose parts lie in its own cell as far as they fit.
    ///
    /// Where they don't, `init` moves to a cell of its own first, the body next. Throws where even that is too much.
    public init(info: CommonMessageInfo, stateInit: StateInit? = nil, body: Cell = .empty) throws(CellError) {
        // The bits of an exotic cell mean something else in an ordinary one.
        let body = body.isExotic ? MessageBody.reference(body) : .inline(try body.slice())
        try self.init(fitting: info, stateInit: stateInit, stateInitPlacement: .inline, body: body)
    }

    /// Makes a message that keeps a wanted layout as far as it fits, as the executor does with one that a contract
    /// sends: on overflow of bits or references `init` moves to a cell of its own, then the body.
    ///
    /// Throws where even that is too much.
    public init(
        fitting info: CommonMessageInfo, stateInit: StateInit?, stateInitPlacement: MessagePlacement,
        body: MessageBody
    ) throws(CellError) {
        var header = CellBuilder()
        try header.store(info)
        let state = try stateInit.map { value throws(CellError) in try value.builder() }
        var message = Message(
            info: info, stateInit: stateInit, stateInitPlacement: stateInitPlacement, body: body)
        if !message.fits(header: header, state: state), stateInit != nil {
            message = Message(info: info, stateInit: stateInit, stateInitPlacement: .reference, body: body)
        }
        if !message.fits(header: header, state: state) {
            message = Message(
                info: info, stateInit: stateInit, stateInitPlacement: message.stateInitPlacement,
                body: .reference(try body.cell()))
        }
        let size = message.size(header: header, state: state)
        guard message.fits(header: header, state: state) else {
            throw .cellFull(bits: size.bits, references: size.references)
        }
        self = message
    }

    private func fits(header: CellBuilder, state: CellBuilder?) -> Bool {
        let size = size(header: header, state: state)
        return size.bits <= Cell.maximumBitCount && size.references <= Cell.maximumReferenceCount
    }

    /// Bits and references of the message's own cell.
    private func size(header: CellBuilder, state: CellBuilder?) -> (bits: Int, references: Int) {
        // One bit says whether there is an init, one where the body lies.
        var bits = header.bitCount + 2
        var references = header.referenceCount
        if let state {
            bits += 1
            switch stateInitPlacement {
            case .inline:
                bits += state.bitCount
                references += state.referenceCount
            case .reference:
                references += 1
            }
        }
        switch body {
        case .inline(let slice):
            bits += slice.remainingBits
            references += slice.remainingReferences
        case .reference:
            references += 1
        }
        return (bits, references)
    }

    /// Where the body lies.
    public var bodyPlacement: MessagePlacement {
        switch body {
        case .inline: .inline
        case .reference: .reference
        }
    }

    /// The body, to be read. Throws for an exotic cell, whose bits are no plain data.
    ///
    /// - Complexity: O(1), no cell is made.
    public var bodySlice: CellSlice {
        get throws(CellError) { try body.slice }
    }

    /// The body as a cell of its own: the one that the message refers to, or one made of the bits in it.
    public func bodyCell() throws(CellError) -> Cell { try body.cell() }
}

/// Where a part of a message lies.
public enum MessagePlacement: Hashable, Sendable {
    /// In the message's own cell.
    case inline
    /// In a cell that the message refers to.
    case reference
}

/// The body of a message, where it lies: `Either X ^X`.
public enum MessageBody: Sendable {
    /// Everything behind the other fields in the message's own cell.
    case inline(CellSlice)
    /// A cell of its own, of any kind.
    case reference(Cell)

    /// The content, to be read. Throws for an exotic cell.
    public var slice: CellSlice {
        get throws(CellError) {
            switch self {
            case .inline(let slice): slice
            case .reference(let cell): try cell.slice()
            }
        }
    }

    /// The content as a cell of its own.
    public func cell() throws(CellError) -> Cell {
        switch self {
        case .inline(let slice): try slice.cell()
        case .reference(let cell): cell
        }
    }
}

extension MessageBody: Hashable {
    /// Whether both lie in the same place and hold the same.
    public static func == (left: MessageBody, right: MessageBody) -> Bool {
        switch (left, right) {
        case (.inline(let left), .inline(let right)): left == right
        case (.reference(let left), .reference(let right)): left == right
        case (.inline, .reference), (.reference, .inline): false
        }
    }

    /// Feeds the content: a cell's hash, or the bits and the hashes of references.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .reference(let cell):
            hasher.combine(cell)
        case .inline(var slice):
            hasher.combine(slice.bitString())
            while let child = try? slice.loadReference() { hasher.combine(child) }
        }
    }
}

extension Message: TLBCodable {
    /// Reads the layout. An inline body takes everything that is left of the slice.
    public init(from slice: inout CellSlice) throws(CellError) {
        let info = try slice.load(CommonMessageInfo.self, field: "info")
        var stateInit: StateInit?
        var placement = MessagePlacement.inline
        if try slice.loadBit() {
            placement = try slice.loadBit() ? .reference : .inline
            switch placement {
            case .inline: stateInit = try slice.load(field: "init")
            case .reference: stateInit = try slice.loadReferenced(field: "init")
            }
        }
        let body: MessageBody
        if try slice.loadBit() {
            body = .reference(try slice.loadReference())
        } else {
            body = .inline(try slice.loadSlice(bits: slice.remainingBits, references: slice.remainingReferences))
        }
        self.init(info: info, stateInit: stateInit, stateInitPlacement: placement, body: body)
    }

    /// Appends the layout that the message has. Throws where it doesn't fit.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(info)
        try builder.store(bit: stateInit != nil)
        if let stateInit {
            try builder.store(bit: stateInitPlacement == .reference)
            switch stateInitPlacement {
            case .inline: try builder.store(stateInit)
            case .reference: try builder.store(referenced: stateInit)
            }
        }
        try builder.store(bit: bodyPlacement == .reference)
        switch body {
        case .inline(let slice): try builder.store(slice)
        case .reference(let cell): try builder.store(reference: cell)
        }
    }
}

extension StateInit {
    /// Its bits and references, not yet a cell.
    fileprivate func builder() throws(CellError) -> CellBuilder {
        var builder = CellBuilder()
        try builder.store(self)
        return builder
    }
}
