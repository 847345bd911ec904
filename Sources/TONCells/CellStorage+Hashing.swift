internal import TONCrypto

/// Level masks, hashes and depths: "TVM" whitepaper 3.1.4 to 3.1.7, and the reference's rules for levels above.
extension CellStorage {
    /// The deepest that a cell may be.
    static let maximumDepth = 1024

    /// The mask of an exotic cell, after checking that its size fits its type.
    static func exoticMask(
        type: CellType, data: UnsafeBufferPointer<UInt8>, bitCount: Int, referenceCount: Int, joinedMask: UInt8
    ) throws(CellError) -> LevelMask {
        func require(bits: Int, references: Int) throws(CellError) {
            guard bitCount == bits, referenceCount == references else {
                throw .malformedExotic(
                    "a \(type) has \(bits) bits and \(references) references, not \(bitCount) and \(referenceCount)")
            }
        }
        switch type {
        case .ordinary:
            return LevelMask(bits: joinedMask)
        case .prunedBranch:
            guard bitCount >= 16 else {
                throw .malformedExotic("a pruned branch has at least 16 bits, not \(bitCount)")
            }
            guard (1...7).contains(data[1]) else {
                throw .malformedExotic("a pruned branch has a level mask from 1 to 7, not \(data[1])")
            }
            let mask = LevelMask(bits: data[1])
            try require(bits: 16 + (mask.hashCount - 1) * (256 + 16), references: 0)
            for number in 0..<mask.hashCount - 1 {
                let offset = 2 + (mask.hashCount - 1) * Hash256.byteCount + number * 2
                let depth = Int(data[offset]) << 8 | Int(data[offset + 1])
                guard depth <= maximumDepth else { throw .tooDeep(depth) }
            }
            return mask
        case .libraryReference:
            try require(bits: 8 + 256, references: 0)
            return .zero
        case .merkleProof:
            try require(bits: 8 + 256 + 16, references: 1)
            return LevelMask(bits: joinedMask >> 1)
        case .merkleUpdate:
            try require(bits: 8 + 2 * (256 + 16), references: 2)
            return LevelMask(bits: joinedMask >> 1)
        }
    }

    // MARK: - Checks

    /// Checks a parsed cell's stated level mask; `joinedMask` is that of all its references.
    func checkLevelMask(_ index: Int, joinedMask: UInt8) throws(CellError) {
        let record = records[index]
        let computed: LevelMask
        if record.isExotic {
            let data = UnsafeBufferPointer(start: bytes + Int(record.dataOffset), count: record.byteCount)
            computed = try Self.exoticMask(
                type: record.type, data: data, bitCount: Int(record.bitCount),
                referenceCount: Int(record.referenceCount), joinedMask: joinedMask)
        } else {
            computed = LevelMask(bits: joinedMask)
        }
        guard computed == record.levelMask else {
            throw .malformedExotic("cell \(index) states level mask \(record.levelMask.bits), it is \(computed.bits)")
        }
    }

    /// Checks the hashes and depths that a Merkle cell states of its children.
    func checkMerkle(_ index: Int) throws(CellError) {
        let record = records[index]
        let count = Int(record.referenceCount)
        let data = bytes + Int(record.dataOffset)
        for position in 0..<count {
            let child = child(of: index, at: position)
            let stated = Hash256(unsafeBytes: data + 1 + position * Hash256.byteCount)
            guard stated == child.hash(level: 0) else {
                throw .malformedExotic(
                    "a \(record.type) states the hash \(stated) of a child that has \(child.hash(level: 0))")
            }
            let offset = 1 + count * Hash256.byteCount + position * 2
            let depth = Int(data[offset]) << 8 | Int(data[offset + 1])
            guard depth == child.depth(level: 0) else {
                throw .malformedExotic(
                    "a \(record.type) states depth \(depth) of a child that is \(child.depth(level: 0)) deep")
            }
        }
    }

    /// Checks the hashes and depths that were serialised with a parsed cell: one of each for each significant level,
    /// all hashes first. A pruned branch repeats those in its data.
    func checkStoredHashes(_ index: Int, offset: Int) throws(CellError) {
        let mask = records[index].levelMask
        var number = 0
        for level in 0...mask.level where mask.isSignificant(level) {
            let stored = Hash256(unsafeBytes: bytes + offset + number * Hash256.byteCount)
            let computed = hash(of: index, level: level)
            guard stored == computed else {
                throw .malformedExotic("cell \(index) states the hash \(stored), it is \(computed)")
            }
            let depthOffset = offset + mask.hashCount * Hash256.byteCount + number * 2
            let depth = Int(bytes[depthOffset]) << 8 | Int(bytes[depthOffset + 1])
            guard depth == self.depth(of: index, level: level) else {
                throw .malformedExotic("cell \(index) states a depth of \(depth) that it doesn't have")
            }
            number += 1
        }
    }

    // MARK: - Representations

    /// The longest representation: 2 descriptor bytes, 128 of data, a depth and a hash of each of four children.
    private static let maximumRepresentation = 2 + 128 + 4 * (2 + Hash256.byteCount)

    /// Memory that one representation takes while it is put together, with its padding.
    static let scratchByteCount = 384

    /// Blocks of the longest representation.
    static let maximumBlockCount = SHA256.blockCount(maximumRepresentation)

    /// Writes what a representation begins with: descriptor bytes, and data, or the lower hash in its place; where the
    /// children's depths go, and their hashes behind these.
    ///
    /// - Parameter bytes: Where the record's data offset counts from.
    @inline(__always)
    static func writeHead(
        _ record: Record, first: UInt8, _ bytes: UnsafeRawPointer, previous: UnsafeMutablePointer<Hash256>? = nil,
        to message: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let byteCount = record.byteCount
        message.storeBytes(of: first, as: UInt8.self)
        message.storeBytes(
            of: UInt8(truncatingIfNeeded: Int(record.bitCount) / 8 &+ byteCount), toByteOffset: 1, as: UInt8.self)
        if let previous {
            message.storeBytes(of: previous.pointee, toByteOffset: 2, as: Hash256.self)
            return message + (2 + Hash256.byteCount)
        }
        // Whole vectors: both sides have room behind.
        let data = bytes + Int(record.dataOffset)
        var offset = 0
        while offset < byteCount {
            let vector = data.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
            message.storeBytes(of: vector, toByteOffset: 2 &+ offset, as: SIMD2<UInt64>.self)
            offset &+= 16
        }
        return message + (2 &+ byteCount)
    }

    /// Writes the representation of a built ordinary cell of level 0, whose children are of level 0 too.
    @inline(__always)
    func writeLevelZero(_ record: Record, to message: UnsafeMutableRawPointer) {
        var depthPlace = Self.writeHead(record, first: record.referenceCount, bytes, to: message)
        let count = Int(record.referenceCount)
        var hashPlace = depthPlace + 2 &* count
        for position in 0..<count {
            let child = CellHandle(children[position])
            child.withStorage { storage in
                let index = Int(child.index)
                depthPlace.storeBytes(of: storage.depths[index].depth.bigEndian, as: UInt16.self)
                hashPlace.storeBytes(of: storage.hashes[index], as: Hash256.self)
            }
            depthPlace += 2
            hashPlace += Hash256.byteCount
        }
    }

    /// Computes the hash of the only cell, an ordinary one without references.
    func hashLeaf() {
        let record = records[0]
        withUnsafeTemporaryAllocation(byteCount: Self.scratchByteCount, alignment: 16) { buffer in
            // Not empty, so it has an address.
            guard let message = buffer.baseAddress else { return }
            _ = Self.writeHead(record, first: 0, bytes, to: message)
            SHA256.hash(
                SHA256.Message(padding: message, count: record.representationByteCount(number: 0), into: hashes))
        }
    }

    /// Computes the hashes and depths of a built cell, and checks those that a Merkle cell states of its children.
    func computeBuiltHashes() throws(CellError) {
        let record = records[0]
        if record.isMerkle { try checkMerkle(0) }
        let failure = withUnsafeTemporaryAllocation(byteCount: Self.scratchByteCount, alignment: 16) {
            buffer -> CellError? in
            // Not empty, so it has an address.
            guard let message = buffer.baseAddress else { return nil }
            if record.kind == 0 {
                writeLevelZero(record, to: message)
                SHA256.hash(
                    SHA256.Message(
                        padding: message, count: record.representationByteCount(number: 0), into: hashes))
                return nil
            }
            do throws(CellError) {
                for number in 0...record.lowerHashCount { try computeBuiltHash(record, number: number, message) }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func computeBuiltHash(
        _ record: Record, number: Int, _ message: UnsafeMutableRawPointer
    ) throws(CellError) {
        let level = record.childLevel(number)
        var depthPlace = Self.writeHead(
            record, first: record.descriptor(number), bytes, previous: number > 0 ? lowerHashes + (number - 1) : nil,
            to: message)
        let count = Int(record.referenceCount)
        var hashPlace = depthPlace + 2 * count
        var depth: UInt16 = 0
        for position in 0..<count {
            let cell = children[position]
            let child = cell.storage.summary(of: Int(cell.index), level: level)
            depth = max(depth, child.depth + 1)
            depthPlace.storeBytes(of: child.depth.bigEndian, as: UInt16.self)
            hashPlace.storeBytes(of: child.hash.loadUnaligned(as: Hash256.self), as: Hash256.self)
            depthPlace += 2
            hashPlace += Hash256.byteCount
        }
        guard depth <= Self.maximumDepth else { throw .tooDeep(Int(depth)) }
        let isLower = number < record.lowerHashCount
        if isLower { lowerDepths[number] = depth } else { depths[0].depth = depth }
        SHA256.hash(
            SHA256.Message(
                padding: message, count: record.representationByteCount(number: number),
                into: isLower ? lowerHashes + number : hashes))
    }
}

extension CellStorage.Record {
    // A cell's hashes of its own are numbered from the lowest level up, from 0 to `lowerHashCount`.

    /// Bytes of what a hash is made of.
    @inline(__always)
    func representationByteCount(number: Int) -> Int {
        2 &+ (number > 0 ? Hash256.byteCount : byteCount) &+ Int(referenceCount) &* (2 + Hash256.byteCount)
    }

    /// The first descriptor byte in a representation.
    @inline(__always)
    func descriptor(_ number: Int) -> UInt8 {
        referenceCount | (isExotic ? 8 : 0) | (kind & 7 & ((1 << UInt8(truncatingIfNeeded: ownLevel(number))) &- 1))
            << 5
    }

    /// The level of the children's hashes in a representation: one more below a Merkle cell.
    @inline(__always)
    func childLevel(_ number: Int) -> Int {
        isMerkle ? ownLevel(number) + 1 : ownLevel(number)
    }

    /// The level of a hash: a pruned branch has one, that of its highest level.
    @inline(__always)
    private func ownLevel(_ number: Int) -> Int {
        let mask = kind & 7
        if number == 0, !isPrunedBranch { return 0 }
        if isPrunedBranch || number == mask.nonzeroBitCount { return 8 - mask.leadingZeroBitCount }
        // Neither the lowest nor the highest: without its lowest bits the mask starts with this level's.
        let rest = number == 1 ? mask : mask & (mask - 1)
        return rest.trailingZeroBitCount + 1
    }
}
