import NIOCore
import TONCrypto

@testable import TONLiteClient

/// The first byte tells how the others are read: as a TL value, as bytes of a stream of frames, or as the messages of a
/// session, as the client or the server takes them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let kind = bytes.first else { return 0 }
    let content = Array(bytes.dropFirst())
    switch kind % 4 {
    case 0: checkValues(content)
    case 1: checkFrames(content)
    case 2: checkSession(content) { ADNLMessages.client($0) }
    default: checkSession(content) { ADNLMessages.server($0) }
    }
    return 0
}

// MARK: - Values

/// Only what would be written may be read: each value that the bytes are must have these bytes.
private func checkValues(_ bytes: [UInt8]) {
    if let request = try? LiteAPI.Request(bytes) { precondition(request.bytes == bytes, "a request changed") }
    check(ADNLMessage.self, bytes)
    check(ADNLPublicKey.self, bytes)
    check(LiteAPI.Query.self, bytes)
    check(LiteAPI.ErrorAnswer.self, bytes)
    check(LiteAPI.SignatureSet.self, bytes)
    check(LiteAPI.BlockLink.self, bytes)
    for function in LiteAPI.functions { checkAnswer(to: function, bytes) }
}

private func checkAnswer<F: LiteServerFunction>(to function: F.Type, _ bytes: [UInt8]) {
    check(F.self, bytes)
    check(F.Answer.self, bytes)
}

private func check<T: TLBoxed>(_ type: T.Type, _ bytes: [UInt8]) {
    guard let value = try? T(tl: bytes) else { return }
    precondition(value.tlBytes == bytes, "read, but written differently")
}

// MARK: - Frames

private let counter = [UInt8](repeating: 0, count: 16)

private func stream() -> AES256CTR {
    guard let stream = try? AES256CTR(key: .zero, counter: counter) else { fatalError("no stream") }
    return stream
}

/// The bytes as what a stream decrypts to, whole and byte by byte: both must give the same payloads.
private func checkFrames(_ bytes: [UInt8]) {
    var encrypted = bytes
    guard (try? stream().apply(to: &encrypted)) != nil else { fatalError("not encrypted") }
    precondition(payloads(encrypted, atOnce: encrypted.count) == payloads(encrypted, atOnce: 1), "cut differently")
}

private func payloads(_ bytes: [UInt8], atOnce count: Int) -> [[UInt8]] {
    var decoder = ADNLFrameDecoder(stream: stream(), maximumLength: 1 << 16)
    var payloads: [[UInt8]] = []
    for start in stride(from: 0, to: bytes.count, by: max(count, 1)) {
        let part = bytes[start..<min(start + max(count, 1), bytes.count)]
        guard (try? decoder.append(ByteBuffer(bytes: part))) != nil else { return payloads }
        do {
            while let payload = try decoder.next() { payloads.append(Array(buffer: payload)) }
        } catch {
            return payloads
        }
    }
    return payloads
}

// MARK: - Sessions

/// The bytes as payloads in whole frames, each behind its length in two bytes, so that what the frames carry is reached.
private func checkSession(_ bytes: [UInt8], _ take: ([[UInt8]]) -> Void) {
    var payloads: [[UInt8]] = []
    var rest = bytes[...]
    while rest.count > 2, payloads.count < 8 {
        let length = Int(rest.removeFirst()) | Int(rest.removeFirst()) << 8
        payloads.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
    }
    take(payloads)
}

/// Both sides of a connection, on keys that don't change.
private enum ADNLMessages {
    private static let randomness = ADNLRandomness { [UInt8](repeating: 7, count: $0) }
    private static let key = Ed25519.PrivateKey(seed: SHA256.hash([1]))
    private static let parameters = ADNLSessionParameters(randomness.bytes(ADNLSessionParameters.byteCount))
    private static let handshake = session()?.handshake

    private static func session() -> ADNLClientSession? {
        (try? key.publicKey()).flatMap { try? ADNLClientSession(server: $0, randomness: randomness) }
    }

    static func client(_ payloads: [[UInt8]]) {
        guard var session = session(), let stream = try? parameters?.serverStream() else { fatalError("no session") }
        let encoder = ADNLFrameEncoder(stream: stream, maximumLength: ADNLFrame.maximumLength)
        for payload in payloads {
            guard let frame = try? encoder.frame(payload, nonce: .zero) else { fatalError("no frame") }
            guard (try? session.receive(frame)) != nil else { return }
            do {
                while let event = try session.nextEvent() { _ = event }
            } catch {
                return
            }
        }
    }

    static func server(_ payloads: [[UInt8]]) {
        guard let handshake, let identifier = (try? key.publicKey()).map({ ADNLPublicKey.ed25519($0).shortIdentifier }),
            let stream = try? parameters?.clientStream()
        else { fatalError("no session") }
        var session = ADNLServerSession(key: key, identifier: identifier, randomness: randomness)
        guard (try? session.receive(ByteBuffer(bytes: handshake))) != nil,
            (try? session.nextEvent()) == .some(.accepted)
        else { fatalError("the handshake isn't accepted") }
        let encoder = ADNLFrameEncoder(stream: stream, maximumLength: ADNLFrame.maximumLength)
        for payload in payloads {
            guard let frame = try? encoder.frame(payload, nonce: .zero) else { fatalError("no frame") }
            guard (try? session.receive(frame)) != nil else { return }
            do {
                while let event = try session.nextEvent() {
                    if case .reply(let message) = event, (try? session.frame(message)) == nil { fatalError("no reply") }
                }
            } catch {
                return
            }
        }
    }
}
