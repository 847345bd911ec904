extension LiteAPI {
    /// The answer of a server that has none.
    ///
    /// `liteServer.error code:int message:string = liteServer.Error`
    public struct ErrorAnswer: Hashable, Sendable {
        /// The code; see ``LiteServerError``.
        public var code: Int32
        /// The text.
        public var message: String

        /// Makes one.
        public init(code: Int32, message: String) {
            self.code = code
            self.message = message
        }
    }
}

extension LiteAPI.ErrorAnswer: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.error", 0xbba9_e148)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        code = try reader.read()
        message = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(code)
        writer.write(message)
    }
}

extension LiteAPI {
    /// How much a server logs.
    ///
    /// `liteServer.debug.verbosity value:int = liteServer.debug.Verbosity`
    public struct DebugVerbosity: Hashable, Sendable {
        /// The level.
        public var value: Int32

        /// Makes one.
        public init(value: Int32) {
            self.value = value
        }
    }
}

extension LiteAPI.DebugVerbosity: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.debug.verbosity", 0x5d40_4733)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        value = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(value)
    }
}

extension LiteAPI {
    /// Marks what stands before a query.
    ///
    /// `liteServer.queryPrefix = Object`
    public struct QueryPrefix: Hashable, Sendable {

        /// Makes one.
        public init() {}
    }
}

extension LiteAPI.QueryPrefix: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.queryPrefix", 0x72d3_e686)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {}

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {}
}

extension LiteAPI {
    /// A query to a lite-server: what an ADNL query carries.
    ///
    /// `liteServer.query data:bytes = Object`
    public struct Query: Hashable, Sendable {
        /// The query, boxed, with what stands before it.
        public var data: [UInt8]

        /// Makes one.
        public init(data: [UInt8]) {
            self.data = data
        }
    }
}

extension LiteAPI.Query: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.query", 0x798c_06df)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        data = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(data)
    }
}

extension LiteAPI {
    /// Stands before a query that waits until the server has a masterchain block.
    ///
    /// `liteServer.waitMasterchainSeqno seqno:int timeout_ms:int = Object`
    public struct WaitMasterchainSeqno: Hashable, Sendable {
        /// The number of the masterchain block.
        public var seqno: UInt32
        /// How long to wait, in milliseconds; servers wait 10 seconds at most.
        public var timeoutMilliseconds: UInt32

        /// Makes one.
        public init(seqno: UInt32, timeoutMilliseconds: UInt32) {
            self.seqno = seqno
            self.timeoutMilliseconds = timeoutMilliseconds
        }
    }
}

extension LiteAPI.WaitMasterchainSeqno: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.waitMasterchainSeqno", 0xbaea_b892)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        seqno = try reader.read()
        timeoutMilliseconds = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(seqno)
        writer.write(timeoutMilliseconds)
    }
}
