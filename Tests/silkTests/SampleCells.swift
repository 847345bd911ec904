import TONCells
import TONCrypto

/// Cells made for tests of commands.
enum SampleCells {
    /// A cell of so many bits of a number, over others.
    static func cell(_ value: UInt64, bits: Int, _ references: [Cell] = []) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(value, bits: bits)
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }

    /// Five cells: one is met twice, one has bits that fill no byte, one is a library reference.
    static func tree(leaf: UInt64 = 0xab) throws -> Cell {
        let shared = try cell(leaf, bits: 8)
        var library = CellBuilder()
        try library.store(UInt64(2), bits: 8)
        try library.store(SHA256.hash(Array("a library".utf8)))
        let middle = try cell(0b101, bits: 3, [shared, .empty])
        return try cell(0xcafe, bits: 16, [middle, shared, try library.buildExotic()])
    }

    /// A chain of cells, each over the next, the number of each in it.
    static func chain(_ count: Int) throws -> Cell {
        try (0..<count).reduce(.empty) { try cell(UInt64($1), bits: 32, [$0]) }
    }

    /// A Merkle proof over a cell of which the only branch is pruned.
    static func proof() throws -> Cell {
        try proof(of: try cell(7, bits: 8, [try pruned(try tree())]))
    }

    /// A proof of a block's header, all else pruned.
    static func headerProof() throws -> Cell {
        var previous = CellBuilder()
        try previous.store(UInt64(1_999_999))
        try previous.store(UInt32(41))
        try previous.store(SHA256.hash(Array("the root before".utf8)))
        try previous.store(SHA256.hash(Array("the file before".utf8)))
        var info = CellBuilder()
        try info.store(UInt64(0x9bc7_a987), bits: 32)
        try info.store(UInt32(0))
        // Of the masterchain, and wants a merge.
        try info.store(0b0000_0100, bits: 8)
        try info.store(0, bits: 8)
        for seqno in [42, 1] as [UInt32] { try info.store(seqno) }
        try info.store(0, bits: 8)
        try info.store(signed: -1, bits: 32)
        try info.store(UInt64(0))
        try info.store(UInt32(1_785_222_025))
        for lt in [2_000_000, 2_000_004] as [UInt64] { try info.store(lt) }
        for number in [7, 8, 40, 30] as [UInt32] { try info.store(number) }
        try info.store(reference: try previous.build())
        var block = CellBuilder()
        try block.store(UInt64(0x11ef_55aa), bits: 32)
        try block.store(signed: -239, bits: 32)
        try block.store(reference: try info.build())
        for leaf in 1...3 as ClosedRange<UInt64> { try block.store(reference: try pruned(try tree(leaf: leaf))) }
        return try proof(of: try block.build())
    }

    private static func pruned(_ hidden: Cell) throws -> Cell {
        var pruned = CellBuilder()
        try pruned.store(0x0101, bits: 16)
        try pruned.store(hidden.hash)
        try pruned.store(UInt64(hidden.depth), bits: 16)
        return try pruned.buildExotic()
    }

    /// The Merkle proof of a tree.
    static func proof(of body: Cell) throws -> Cell {
        var proof = CellBuilder()
        try proof.store(UInt64(3), bits: 8)
        try proof.store(body.hash(level: 0))
        try proof.store(UInt64(body.depth(level: 0)), bits: 16)
        try proof.store(reference: body)
        return try proof.buildExotic()
    }

    /// A configuration: an account, a version, a network, a stake, a long list, an unknown number, a broken value.
    static func configuration() throws -> Cell {
        var address = CellBuilder()
        try address.store(SHA256.hash(Array("the elector".utf8)))
        var version = CellBuilder()
        try version.store(0xc4, bits: 8)
        try version.store(UInt64(13), bits: 32)
        try version.store(UInt64(1006), bits: 64)
        var fees = CellBuilder()
        try fees.store(0x6b, bits: 8)
        try fees.store(Coins(nanoTON: 1_700_000_000))
        try fees.store(Coins(nanoTON: 1_000_000_000))
        var numbers = HashmapE(keyBits: 32)
        for number in 0..<20 { try numbers.set(CellBuilder(), for: BitString(UInt64(number), bits: 32)) }
        let values: [(Int32, Cell?)] = [
            (1, try address.build()), (8, try version.build()), (9, numbers.root), (14, try fees.build()),
            (17, .empty), (19, try cell(UInt64(UInt32(bitPattern: -239)), bits: 32)), (-71, try tree()),
        ]
        var dictionary = HashmapE(keyBits: 32)
        for case (let number, let value?) in values {
            var leaf = CellBuilder()
            try leaf.store(reference: value)
            try dictionary.set(leaf, for: BitString(UInt64(UInt32(bitPattern: number)), bits: 32))
        }
        return dictionary.root ?? .empty
    }
}
