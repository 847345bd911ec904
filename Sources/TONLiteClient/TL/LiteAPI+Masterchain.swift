public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// The newest masterchain block that the server knows.
    ///
    /// ```
    /// liteServer.masterchainInfo last:tonNode.blockIdExt state_root_hash:int256 init:tonNode.zeroStateIdExt =
    ///   liteServer.MasterchainInfo
    /// ```
    public struct MasterchainInfo: Hashable, Sendable {
        /// The newest masterchain block.
        public var last: BlockIdentifier
        /// The hash of the root of the state after it.
        public var stateRootHash: Hash256
        /// The first state of the network.
        public var zeroState: ZeroStateIdentifier

        /// Makes one.
        public init(last: BlockIdentifier, stateRootHash: Hash256, zeroState: ZeroStateIdentifier) {
            self.last = last
            self.stateRootHash = stateRootHash
            self.zeroState = zeroState
        }
    }
}

extension LiteAPI.MasterchainInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.masterchainInfo", 0x8583_2881)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        last = try reader.read()
        stateRootHash = try reader.read()
        zeroState = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(last)
        writer.write(stateRootHash)
        writer.write(zeroState)
    }
}

extension LiteAPI {
    /// The newest masterchain block that the server can serve from, and what the server is.
    ///
    /// ```
    /// liteServer.masterchainInfoExt mode:# version:int capabilities:long last:tonNode.blockIdExt
    ///   last_utime:int now:int state_root_hash:int256 init:tonNode.zeroStateIdExt =
    ///   liteServer.MasterchainInfoExt
    /// ```
    public struct MasterchainInfoExt: Hashable, Sendable {
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The version of the software, the major one times 256.
        public var version: Int32
        /// What it can do, as bits.
        public var capabilities: UInt64
        /// The newest masterchain block.
        public var last: BlockIdentifier
        /// When that block was made, in unix seconds.
        public var lastTime: UInt32
        /// The server's time, in unix seconds.
        public var now: UInt32
        /// The hash of the root of the state after it.
        public var stateRootHash: Hash256
        /// The first state of the network.
        public var zeroState: ZeroStateIdentifier

        /// Makes one.
        public init(
            version: Int32, capabilities: UInt64, last: BlockIdentifier, lastTime: UInt32, now: UInt32,
            stateRootHash: Hash256, zeroState: ZeroStateIdentifier, mode: UInt32
        ) {
            self.mode = mode
            self.version = version
            self.capabilities = capabilities
            self.last = last
            self.lastTime = lastTime
            self.now = now
            self.stateRootHash = stateRootHash
            self.zeroState = zeroState
        }
    }
}

extension LiteAPI.MasterchainInfoExt: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.masterchainInfoExt", 0xa8cc_e0f5)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        version = try reader.read()
        capabilities = try reader.read()
        last = try reader.read()
        lastTime = try reader.read()
        now = try reader.read()
        stateRootHash = try reader.read()
        zeroState = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(version)
        writer.write(capabilities)
        writer.write(last)
        writer.write(lastTime)
        writer.write(now)
        writer.write(stateRootHash)
        writer.write(zeroState)
    }
}

extension LiteAPI {
    /// The server's clock.
    ///
    /// `liteServer.currentTime now:int = liteServer.CurrentTime`
    public struct CurrentTime: Hashable, Sendable {
        /// The server's time, in unix seconds.
        public var now: UInt32

        /// Makes one.
        public init(now: UInt32) {
            self.now = now
        }
    }
}

extension LiteAPI.CurrentTime: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.currentTime", 0xe953_000d)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        now = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(now)
    }
}

extension LiteAPI {
    /// What the server's software can do.
    ///
    /// `liteServer.version mode:# version:int capabilities:long now:int = liteServer.Version`
    public struct Version: Hashable, Sendable {
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The version of the software, the major one times 256.
        public var version: Int32
        /// What it can do, as bits.
        public var capabilities: UInt64
        /// The server's time, in unix seconds.
        public var now: UInt32

        /// Makes one.
        public init(version: Int32, capabilities: UInt64, now: UInt32, mode: UInt32) {
            self.mode = mode
            self.version = version
            self.capabilities = capabilities
            self.now = now
        }
    }
}

extension LiteAPI.Version: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.version", 0x5a04_91e5)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        version = try reader.read()
        capabilities = try reader.read()
        now = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(version)
        writer.write(capabilities)
        writer.write(now)
    }
}

extension LiteAPI {
    /// Asks for the newest masterchain block.
    ///
    /// `liteServer.getMasterchainInfo = liteServer.MasterchainInfo`
    public struct GetMasterchainInfo: Hashable, Sendable {

        /// Makes one.
        public init() {}
    }
}

extension LiteAPI.GetMasterchainInfo: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.MasterchainInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getMasterchainInfo", 0x89b5_e62e)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {}

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {}
}

extension LiteAPI {
    /// Asks for the newest masterchain block and the version of the server.
    ///
    /// `liteServer.getMasterchainInfoExt mode:# = liteServer.MasterchainInfoExt`
    public struct GetMasterchainInfoExt: Hashable, Sendable {
        /// Which parts were asked for, as bits.
        public var mode: UInt32

        /// Makes one.
        public init(mode: UInt32 = 0) {
            self.mode = mode
        }
    }
}

extension LiteAPI.GetMasterchainInfoExt: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.MasterchainInfoExt

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getMasterchainInfoExt", 0x70a6_71df)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
    }
}

extension LiteAPI {
    /// Asks for the time.
    ///
    /// `liteServer.getTime = liteServer.CurrentTime`
    public struct GetTime: Hashable, Sendable {

        /// Makes one.
        public init() {}
    }
}

extension LiteAPI.GetTime: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.CurrentTime

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getTime", 0x16ad_5a34)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {}

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {}
}

extension LiteAPI {
    /// Asks what the server can do.
    ///
    /// `liteServer.getVersion = liteServer.Version`
    public struct GetVersion: Hashable, Sendable {

        /// Makes one.
        public init() {}
    }
}

extension LiteAPI.GetVersion: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.Version

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getVersion", 0x232b_940b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {}

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {}
}
