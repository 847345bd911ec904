/// A node of a dictionary's tree with its label read in place, for a machine that pays for every node itself.
///
/// Nothing here allocates or retains: the caller keeps the dictionary's root. Keys of up to 1023 bits lie in memory of
/// 160 bytes, so that words may be read and written past their end.
package struct HashmapEdge {
    private let node: HashmapNode

    /// Reads the label of a node, at most `limit` bits; nil where it is malformed, or the cell exotic.
    package init?(_ cell: CellHandle, limit: Int) {
        guard let node = try? HashmapNode(cell, limit: limit, prefix: .empty) else { return nil }
        self.node = node
    }

    /// Bits of the label.
    package var labelCount: Int { node.labelCount }

    /// Whether two references and nothing else follow the label.
    package var isPlainFork: Bool { node.referenceCount == 2 && node.contentStart == node.bitCount }

    /// What follows the label.
    package var content: CellSlice { node.content }

    /// The child of a fork, which must have two references.
    package func child(isRight: Bool) -> CellHandle { node.child(isRight: isRight) }

    /// How many bits of the label are those of a key from a position on.
    package func commonPrefix(with key: UnsafeRawPointer, at position: Int) -> Int {
        node.commonPrefix(with: key, at: position)
    }

    /// Writes the label into a key.
    package func copyLabel(to key: UnsafeMutableRawPointer, at position: Int) {
        node.copyLabel(to: key, at: position)
    }

    /// Appends the label's bits from a position on as a label, and what follows it.
    package func store(from position: Int, limit: Int, to builder: inout CellBuilder) throws(CellError) {
        let count = node.labelCount - position
        if let same = node.same {
            try builder.storeLabel(repeating: same != 0, count: count, limit: limit)
        } else {
            try builder.storeLabel(node.bytes, at: node.labelStart + position, count: count, limit: limit)
        }
        try builder.store(content)
    }
}

extension CellBuilder {
    /// Appends a label that repeats one bit in the form that the reference chooses.
    fileprivate mutating func storeLabel(repeating bit: Bool, count: Int, limit: Int) throws(CellError) {
        var word: UInt64 = bit ? ~0 : 0
        let lengthBits = HashmapLabel.lengthBits(limit)
        guard count > 1, lengthBits < 2 * count - 1 else {
            // So short that a word holds it, with nothing behind that may be read.
            return try withUnsafeBytes(of: (word, word)) { (bytes) throws(CellError) in
                guard let base = bytes.baseAddress else { return }
                try storeLabel(base, at: 0, count: count, limit: limit)
            }
        }
        word &= 1
        try store((0b110 | word) << UInt64(lengthBits) | UInt64(count), bits: 3 + lengthBits)
    }

    /// Appends bits of a key, or of other memory that may be read nine bytes beyond.
    package mutating func store(bits: UnsafeRawPointer, count: Int) throws(CellError) {
        try requireRoom(bits: count)
        append(bits, at: 0, count: count)
    }
}

extension CellHandle {
    /// The cell that a slice reads, which the caller keeps.
    package init(wholeOf slice: CellSlice) { self.init(slice.source) }
}

/// Single bits of a key in memory.
package enum KeyBits {
    /// The bit at a position.
    package static func bit(_ key: UnsafeRawPointer, at position: Int) -> Bool { PackedBits.bit(key, at: position) }

    /// Sets the bit at a position.
    package static func write(_ bit: Bool, to key: UnsafeMutableRawPointer, at position: Int) {
        PackedBits.write(bit: bit, to: key, at: position)
    }
}
