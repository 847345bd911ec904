import TONBlocks
import TONCrypto
import Testing

@testable import TONLiteClient

/// The codec against bytes written by hand.
@Suite("TL codec")
struct TLCodecTests {
    private func bytes(_ value: some TLValue) -> [UInt8] {
        var writer = TLWriter()
        writer.write(value)
        return writer.bytes
    }

    private func value<T: TLValue>(_ type: T.Type = T.self, _ bytes: [UInt8]) throws(TLError) -> T {
        var reader = TLReader(bytes)
        let value: T = try reader.read()
        try reader.end()
        return value
    }

    @Test("integers are little-endian")
    func integers() throws {
        #expect(bytes(UInt32(0x0102_0304)) == [4, 3, 2, 1])
        #expect(bytes(Int32(-400)) == [0x70, 0xfe, 0xff, 0xff])
        #expect(bytes(UInt64(0x0102_0304_0506_0708)) == [8, 7, 6, 5, 4, 3, 2, 1])
        #expect(try value(Int64.self, [0xfe] + [UInt8](repeating: 0xff, count: 7)) == -2)
        #expect(bytes(true) == [0xb5, 0x75, 0x72, 0x99] && bytes(false) == [0x37, 0x97, 0x79, 0xbc])
        #expect(throws: TLError.unknownConstructor(offset: 0, type: "Bool", found: 1)) {
            try value(Bool.self, [1, 0, 0, 0])
        }
    }

    @Test(
        "a byte string has its length in 1, 4 or 8 bytes, and zeros up to a multiple of four",
        arguments: [
            (0, [0], 3), (1, [1], 2), (3, [3], 0), (4, [4], 3), (253, [253], 2),
            (254, [254, 254, 0, 0], 2), (256, [254, 0, 1, 0], 0), (0xff_ffff, [254, 255, 255, 255], 1),
            (0x100_0000, [255, 0, 0, 0, 1, 0, 0, 0], 0), (0x100_0001, [255, 1, 0, 0, 1, 0, 0, 0], 3),
        ] as [(Int, [UInt8], Int)])
    func strings(count: Int, head: [UInt8], padding: Int) throws {
        let content = [UInt8](repeating: 0xab, count: count)
        let expected = head + content + [UInt8](repeating: 0, count: padding)
        #expect(bytes(content) == expected)
        #expect(try value([UInt8].self, expected) == content)
        #expect(throws: TLError.self) { try value([UInt8].self, Array(expected.dropLast())) }
    }

    @Test("only the shortest length and zeros behind the bytes are read")
    func canonicalStrings() {
        #expect(throws: TLError.overlongLength(offset: 0, length: 3)) {
            try value([UInt8].self, [254, 3, 0, 0, 1, 2, 3, 0])
        }
        #expect(throws: TLError.overlongLength(offset: 0, length: 4)) {
            try value([UInt8].self, [255, 4, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])
        }
        #expect(throws: TLError.padding(offset: 3)) { try value([UInt8].self, [1, 7, 0, 1]) }
        #expect(throws: TLError.truncated(offset: 8, wanted: 0xff_ffff_ffff_ffff, left: 0)) {
            try value([UInt8].self, [UInt8](repeating: 255, count: 8))
        }
        #expect(throws: TLError.text(offset: 0)) { try value(String.self, [1, 0xff, 0, 0]) }
    }

    @Test(
        "a vector can't claim more elements than its bytes can hold",
        arguments: [2, 0x7fff_ffff, 0xffff_ffff] as [UInt32])
    func vectors(count: UInt32) throws {
        var reader = TLReader(bytes(count) + [9, 0, 0, 0])
        #expect(throws: TLError.vectorCount(offset: 0, count: Int(count), left: 4)) {
            try reader.readVector(of: Int32.self)
        }
        // So many as bytes would allow are refused one by one, without room for all of them.
        let many = [UInt8](repeating: 0, count: 1 << 20)
        reader = TLReader(bytes(UInt32(many.count / 4)) + many)
        #expect(throws: TLError.self) { try reader.readVector(of: LiteAPI.LibraryEntry.self) }
    }

    @Test("a slice is read from its own start")
    func slices() throws {
        let whole: [UInt8] = [9, 9, 9, 9, 2, 0, 0, 0, 5]
        var reader = TLReader(whole[4...])
        #expect(try reader.read(UInt32.self) == 2)
        #expect(reader.left == 1 && reader.offset == 4)
        #expect(throws: TLError.trailingBytes(offset: 4, count: 1)) { try reader.end() }
        #expect(throws: TLError.truncated(offset: 4, wanted: 4, left: 1)) { try reader.read(UInt32.self) }
        #expect(Array(reader.readRest()) == [5])
    }

    @Test("a block's name needs a shard, an answer about an absent shard has none")
    func absentShard() throws {
        let name = LiteAPI.AnyBlockIdentifier(
            workchain: .min, shard: 0, seqno: 0, rootHash: .zero, fileHash: .zero)
        #expect(try LiteAPI.AnyBlockIdentifier(tl: name.tlBytes) == name)
        #expect(name.identifier == nil)
        #expect(throws: TLError.shard(offset: 4, workchain: .min, shard: 0)) {
            try BlockIdentifier(tl: name.tlBytes)
        }
    }
}
