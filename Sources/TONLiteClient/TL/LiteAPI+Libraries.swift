public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// A library.
    ///
    /// `liteServer.libraryEntry hash:int256 data:bytes = liteServer.LibraryEntry`
    public struct LibraryEntry: Hashable, Sendable {
        /// The hash of the library's cell.
        public var hash: Hash256
        /// The bag of cells.
        public var data: [UInt8]

        /// Makes one.
        public init(hash: Hash256, data: [UInt8]) {
            self.hash = hash
            self.data = data
        }
    }
}

extension LiteAPI.LibraryEntry: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.libraryEntry", 0x8aff_2446)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        hash = try reader.read()
        data = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(hash)
        writer.write(data)
    }
}

extension LiteAPI {
    /// Libraries, each proven by its own hash.
    ///
    /// `liteServer.libraryResult result:(vector liteServer.libraryEntry) = liteServer.LibraryResult`
    public struct LibraryResult: Hashable, Sendable {
        /// The libraries that there are.
        public var libraries: [LibraryEntry]

        /// Makes one.
        public init(libraries: [LibraryEntry]) {
            self.libraries = libraries
        }
    }
}

extension LiteAPI.LibraryResult: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.libraryResult", 0x117a_b96b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        libraries = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.writeVector(libraries)
    }
}

extension LiteAPI {
    /// Libraries, with a proof of which there are.
    ///
    /// ```
    /// liteServer.libraryResultWithProof id:tonNode.blockIdExt mode:# result:(vector liteServer.libraryEntry)
    ///   state_proof:bytes data_proof:bytes = liteServer.LibraryResultWithProof
    /// ```
    public struct LibraryResultWithProof: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The libraries that there are.
        public var libraries: [LibraryEntry]
        /// A Merkle proof of the state.
        public var stateProof: [UInt8]
        /// A Merkle proof of the entries.
        public var dataProof: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, libraries: [LibraryEntry], stateProof: [UInt8], dataProof: [UInt8], mode: UInt32
        ) {
            self.block = block
            self.mode = mode
            self.libraries = libraries
            self.stateProof = stateProof
            self.dataProof = dataProof
        }
    }
}

extension LiteAPI.LibraryResultWithProof: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.libraryResultWithProof", 0x10a9_27bf)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        mode = try reader.read()
        libraries = try reader.readVector()
        stateProof = try reader.read()
        dataProof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
        writer.writeVector(libraries)
        writer.write(stateProof)
        writer.write(dataProof)
    }
}

extension LiteAPI {
    /// Asks for libraries; servers give 16 at most.
    ///
    /// `liteServer.getLibraries library_list:(vector int256) = liteServer.LibraryResult`
    public struct GetLibraries: Hashable, Sendable {
        /// The hashes of the libraries.
        public var hashes: [Hash256]

        /// Makes one.
        public init(hashes: [Hash256]) {
            self.hashes = hashes
        }
    }
}

extension LiteAPI.GetLibraries: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.LibraryResult

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getLibraries", 0xd122_b662)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        hashes = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.writeVector(hashes)
    }
}

extension LiteAPI {
    /// Asks for libraries as they are at a masterchain block.
    ///
    /// ```
    /// liteServer.getLibrariesWithProof id:tonNode.blockIdExt mode:# library_list:(vector int256) =
    ///   liteServer.LibraryResultWithProof
    /// ```
    public struct GetLibrariesWithProof: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The hashes of the libraries.
        public var hashes: [Hash256]

        /// Makes one.
        public init(block: BlockIdentifier, hashes: [Hash256], mode: UInt32 = 0) {
            self.block = block
            self.mode = mode
            self.hashes = hashes
        }
    }
}

extension LiteAPI.GetLibrariesWithProof: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.LibraryResultWithProof

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getLibrariesWithProof", 0xd976_93bd)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        mode = try reader.read()
        hashes = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
        writer.writeVector(hashes)
    }
}
