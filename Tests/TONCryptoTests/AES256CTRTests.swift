import TONCrypto
import Testing

/// NIST SP 800-38A, F.5.5 and F.5.6.
@Suite("AES-256-CTR")
struct AES256CTRTests {
    private static let key = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"
    private static let counter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
    private static let plain =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
    private static let encrypted =
        "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
        + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"

    private func stream() throws -> AES256CTR {
        try AES256CTR(
            key: try #require(Hash256(hex: Self.key)), counter: try #require(Hex.decode(Self.counter)))
    }

    @Test("the published vector, at once and in parts of any size", arguments: [64, 1, 3, 16, 17, 63])
    func vector(part: Int) throws {
        let stream = try stream()
        let plain = try #require(Hex.decode(Self.plain))
        var encrypted: [UInt8] = []
        for start in stride(from: 0, to: plain.count, by: part) {
            var bytes = Array(plain[start..<min(start + part, plain.count)])
            try stream.apply(to: &bytes)
            encrypted += bytes
        }
        #expect(Hex.encode(encrypted) == Self.encrypted)
        try self.stream().apply(to: &encrypted)
        #expect(encrypted == plain)
    }

    @Test("nothing is no step")
    func empty() throws {
        let stream = try stream()
        var nothing: [UInt8] = []
        try stream.apply(to: &nothing)
        var bytes = try #require(Hex.decode(Self.plain))
        try stream.apply(to: &bytes)
        #expect(Hex.encode(bytes) == Self.encrypted)
    }

    @Test("a counter has 16 bytes", arguments: [0, 15, 17])
    func counterLength(count: Int) {
        #expect(throws: AES256CTR.StreamError.counterLength(count)) {
            try AES256CTR(key: .zero, counter: [UInt8](repeating: 0, count: count))
        }
    }
}
