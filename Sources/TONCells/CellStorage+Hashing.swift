internal import TONCrypto

/// Level masks, hashes and depths: "TVM" whitepaper 3.1.4 to 3.1.7, and the reference's rules for levels above.
extension CellStorage {
    /// The deepest that a cell may be.
    static let maximumDepth = 1024

    /// The mask of a cell to be built.
    static func levelMask(
        type: CellType, data: [UInt8], bitCount: Int, children: [Cell]
    ) throws(CellError) -> LevelMask {
        var joined: UInt8 = 0
        for child in children { joined |= child.levelMask.bits }
        guard type != .ordinary else { return LevelMask(bits: joined) }
        let result: Result<LevelMask, CellError> = data.withUnsafeBufferPointer { buffer in
            do throws(CellError) {
                return .success(
                    try exoticMask(
                        type: type, data: buffer, bitCount: bitCount, referenceCount: children.count,
                        joinedMask: joined))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

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

    /// Memory in which a representation is put together: 2 descriptor bytes, at most 128 of data, 2 + 32 for each of
    /// four children, and padding.
    static func makeScratch() -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer.allocate(byteCount: 2 + 128 + 4 * 34 + SHA256.paddingByteCount, alignment: 16)
    }

    /// Computes the one hash of an ordinary cell of a parsed bag, if all its children are of level 0, as nearly all
    /// are; false, with nothing done, for any other.
    func computePlainHash(_ index: Int, _ scratch: UnsafeMutableRawPointer) throws(CellError) -> Bool {
        let record = records[index]
        guard record.kind == 0 else { return false }
        let references = Int(record.referenceCount)
        scratch.storeBytes(of: record.referenceCount, as: UInt8.self)
        scratch.storeBytes(of: UInt8(Int(record.bitCount) / 8 + record.byteCount), toByteOffset: 1, as: UInt8.self)
        (scratch + 2).copyMemory(from: bytes + Int(record.dataOffset), byteCount: record.byteCount)
        var end = 2 + record.byteCount
        var hashEnd = end + 2 * references
        var deepest = -1
        for link in Int(record.linkOffset)..<Int(record.linkOffset) + references {
            let child = records[Int(links[link])]
            guard child.kind & 7 == 0 else { return false }
            let depth = depths[Int(child.hashOffset)]
            deepest = max(deepest, Int(depth))
            scratch.storeBytes(of: depth.bigEndian, toByteOffset: end, as: UInt16.self)
            scratch.storeBytes(of: hashes[Int(child.hashOffset)], toByteOffset: hashEnd, as: Hash256.self)
            end += 2
            hashEnd += Hash256.byteCount
        }
        guard deepest < Self.maximumDepth else { throw .tooDeep(deepest + 1) }
        depths[Int(record.hashOffset)] = UInt16(deepest + 1)
        hashes[Int(record.hashOffset)] = SHA256.hash(padding: scratch, count: hashEnd)
        return true
    }

    /// Computes all hashes and depths of a cell whose children have theirs, and checks those that a Merkle cell
    /// states of its children.
    func computeHashes(_ index: Int, _ scratch: UnsafeMutableRawPointer) throws(CellError) {
        let record = records[index]
        let type = record.type
        let isMerkle = type == .merkleProof || type == .merkleUpdate
        if isMerkle { try checkMerkle(index, record) }
        let mask = record.levelMask
        // A pruned branch has one hash of its own, that of its highest level: the lower ones are its data.
        let levels = type == .prunedBranch ? mask.level...mask.level : 0...mask.level
        var number = 0
        for level in levels where type == .prunedBranch || mask.isSignificant(level) {
            let childLevel = isMerkle ? level + 1 : level
            let slot = Int(record.hashOffset) + number
            depths[slot] = try depthOverChildren(index, record, level: childLevel)
            hashes[slot] = hashRepresentation(
                index, record, mask: mask.capped(at: level), childLevel: childLevel,
                previous: number > 0 ? hashes[slot - 1] : nil, scratch)
            number += 1
        }
    }

    private func depthOverChildren(_ index: Int, _ record: Record, level: Int) throws(CellError) -> UInt16 {
        var deepest = -1
        for position in 0..<Int(record.referenceCount) {
            deepest = max(
                deepest,
                isParsed
                    ? depth(of: Int(links[Int(record.linkOffset) + position]), level: level)
                    : children[position].depth(level: level))
        }
        guard deepest < Self.maximumDepth else { throw .tooDeep(deepest + 1) }
        return UInt16(deepest + 1)
    }

    /// Hashes descriptor bytes, data (above the lowest hash: that lower hash instead), the children's depths, then
    /// their hashes.
    private func hashRepresentation(
        _ index: Int, _ record: Record, mask: LevelMask, childLevel: Int, previous: Hash256?,
        _ scratch: UnsafeMutableRawPointer
    ) -> Hash256 {
        let references = Int(record.referenceCount)
        let exoticBit: UInt8 = record.isExotic ? 8 : 0
        scratch.storeBytes(of: UInt8(references) | exoticBit | mask.bits << 5, as: UInt8.self)
        scratch.storeBytes(of: UInt8(Int(record.bitCount) / 8 + record.byteCount), toByteOffset: 1, as: UInt8.self)
        var end = 2
        if let previous {
            scratch.storeBytes(of: previous, toByteOffset: end, as: Hash256.self)
            end += Hash256.byteCount
        } else {
            (scratch + end).copyMemory(from: bytes + Int(record.dataOffset), byteCount: record.byteCount)
            end += record.byteCount
        }
        var hashEnd = end + 2 * references
        for position in 0..<references {
            let childDepth: Int
            let childHash: Hash256
            if isParsed {
                let child = Int(links[Int(record.linkOffset) + position])
                childDepth = depth(of: child, level: childLevel)
                childHash = hash(of: child, level: childLevel)
            } else {
                childDepth = children[position].depth(level: childLevel)
                childHash = children[position].hash(level: childLevel)
            }
            scratch.storeBytes(of: UInt16(truncatingIfNeeded: childDepth).bigEndian, toByteOffset: end, as: UInt16.self)
            scratch.storeBytes(of: childHash, toByteOffset: hashEnd, as: Hash256.self)
            end += 2
            hashEnd += Hash256.byteCount
        }
        return SHA256.hash(padding: scratch, count: hashEnd)
    }

    private func checkMerkle(_ index: Int, _ record: Record) throws(CellError) {
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
}
