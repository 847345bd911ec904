import SilkTestSupport
import Testing

@testable import TONCrypto

/// The ways of hashing that the processor decides on give what libcrypto gives.
@Suite("Many messages at once")
struct ManyHashesTests {
    /// Hashes messages side by side, and checks that nothing behind their padding was written.
    private func digests(_ messages: [[UInt8]]) -> [Hash256] {
        let stride = messages.reduce(0) { max($0, $1.count) } + SHA256.paddingByteCount + 8
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(stride * messages.count, 1), alignment: 16)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 0xa5)
        var digests = [Hash256](repeating: .zero, count: messages.count)
        digests.withUnsafeMutableBufferPointer { digests in
            guard let place = digests.baseAddress, let bytes = buffer.baseAddress else { return }
            let all = messages.enumerated().map { number, message in
                let start = bytes + number * stride
                UnsafeMutableRawBufferPointer(start: start, count: message.count).copyBytes(from: message)
                return SHA256.Message(padding: start, count: message.count, into: place + number)
            }
            all.withUnsafeBufferPointer { SHA256.hashAll($0) }
        }
        for (number, message) in messages.enumerated() {
            let behind = number * stride + message.count + SHA256.paddingByteCount
            #expect(buffer[behind..<(number + 1) * stride].allSatisfy { $0 == 0xa5 })
        }
        return digests
    }

    @Test(
        "any number of messages of the same number of blocks",
        arguments: [0, 1, 2, 3, 9, 10, 11, 15, 16, 17, 26, 33, 64])
    func numbers(count: Int) {
        var random = SeededGenerator(seed: UInt64(700 + count))
        for blocks in 1...5 {
            let messages = (0..<count).map { _ in
                random.bytes(Int.random(in: max(0, blocks * 64 - 72)...blocks * 64 - 9, using: &random))
            }
            #expect(digests(messages) == messages.map { SHA256.hash($0) })
        }
    }

    @Test("every length that a representation can have")
    func lengths() {
        var random = SeededGenerator(seed: 790)
        for count in 0...280 {
            let messages = (0..<16).map { _ in random.bytes(count) }
            let expected = messages.map { SHA256.hash($0) }
            #expect(digests(messages) == expected)
            #expect(digests(Array(messages.prefix(1))) == Array(expected.prefix(1)))
            #expect(digests(Array(messages.prefix(2))) == Array(expected.prefix(2)))
        }
    }

    @Test("without instructions for SHA, block by block")
    func blocks() {
        var random = SeededGenerator(seed: 791)
        for count in 0...280 {
            let message = random.bytes(count)
            var buffer = message + [UInt8](repeating: 0xa5, count: SHA256.paddingByteCount)
            let unused = UnsafeMutablePointer<Hash256>.allocate(capacity: 1)
            defer { unused.deallocate() }
            let digest = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { SHA256.transformed(SHA256.Message(padding: $0, count: count, into: unused)) }
            }
            #expect(digest == SHA256.hash(message))
        }
    }

    @Test("the standard's own example")
    func standard() {
        let expected = Hash256(hex: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(digests([Array("abc".utf8)]).first == expected)
        #expect(digests([[UInt8]](repeating: Array("abc".utf8), count: 16)).allSatisfy { $0 == expected })
    }

    @Test("CRC-32C by the instruction and by tables", arguments: [0, 1, 7, 8, 9, 63, 3071, 3072, 3073, 6144, 10_000])
    func checksums(count: Int) {
        var random = SeededGenerator(seed: UInt64(800 + count))
        let bytes = random.bytes(count)
        #expect(CRC32C.checksum(bytes) == bytes.withUnsafeBytes { CRC32C.tabulatedChecksum($0) })
    }
}
