import TONCrypto

/// The keys of both streams of a connection: 160 random bytes that the client makes.
///
/// | bytes | what |
/// |---|---|
/// | 0…31, 64…79 | key and counter of what the server sends |
/// | 32…63, 80…95 | key and counter of what the client sends |
/// | 96…159 | nothing |
struct ADNLSessionParameters {
    static let byteCount = 160

    let bytes: [UInt8]

    /// Takes 160 bytes; nil for any other length.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The stream from the server to the client, from its start.
    func serverStream() throws(ADNLError) -> AES256CTR {
        try stream(key: 0..<32, counter: 64..<80)
    }

    /// The stream from the client to the server, from its start.
    func clientStream() throws(ADNLError) -> AES256CTR {
        try stream(key: 32..<64, counter: 80..<96)
    }

    private func stream(key: Range<Int>, counter: Range<Int>) throws(ADNLError) -> AES256CTR {
        try streaming { () throws(AES256CTR.StreamError) in
            try AES256CTR(key: Hash256(bytes[key]) ?? .zero, counter: bytes[counter])
        }
    }
}
