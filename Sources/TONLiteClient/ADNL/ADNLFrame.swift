import NIOCore
import TONCrypto

/// A frame, before encryption: the number of bytes that follow in four little-endian bytes, a nonce of 32 bytes, what the
/// frame carries, and the SHA-256 of both.
///
/// An empty frame is a sign of life; it is also the first that a server sends.
enum ADNLFrame {
    /// Bytes that the length counts, of a frame that carries nothing.
    static let minimumLength = 64
    /// The longest that the reference takes: 16 MiB.
    static let maximumLength = 1 << 24
    static let lengthByteCount = 4
}

/// Turns payloads into encrypted frames of one stream.
struct ADNLFrameEncoder {
    private let stream: AES256CTR
    private let maximumLength: Int

    init(stream: AES256CTR, maximumLength: Int) {
        self.stream = stream
        self.maximumLength = maximumLength
    }

    /// The bytes of a frame. The stream has moved on unless this throws for the payload's size.
    func frame(_ payload: [UInt8], nonce: Hash256) throws(ADNLError) -> ByteBuffer {
        let length = ADNLFrame.minimumLength + payload.count
        guard length <= maximumLength else { throw .payloadTooLarge(count: payload.count, maximum: maximumLength) }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(ADNLFrame.lengthByteCount + length)
        buffer.writeInteger(UInt32(length), endianness: .little)
        nonce.withUnsafeBytes { _ = buffer.writeBytes($0) }
        buffer.writeBytes(payload)
        let hash = buffer.withUnsafeReadableBytes { bytes in
            SHA256.hash(UnsafeRawBufferPointer(rebasing: bytes[ADNLFrame.lengthByteCount...]))
        }
        hash.withUnsafeBytes { _ = buffer.writeBytes($0) }
        try buffer.apply(stream)
        return buffer
    }
}

/// Turns encrypted bytes of one stream, however they are cut, into payloads.
///
/// After an error the stream can't go on.
struct ADNLFrameDecoder {
    private let stream: AES256CTR
    private let maximumLength: Int
    /// What came and is decrypted, from the next frame on.
    private var buffer = ByteBuffer()

    init(stream: AES256CTR, maximumLength: Int) {
        self.stream = stream
        self.maximumLength = maximumLength
    }

    /// Takes bytes that came.
    mutating func append(_ bytes: ByteBuffer) throws(ADNLError) {
        var bytes = bytes
        try bytes.apply(stream)
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            buffer.discardReadBytes()
            buffer.writeBuffer(&bytes)
        }
    }

    /// The next payload that is there whole; nil where more bytes are needed. Throws as soon as the length is wrong.
    mutating func next() throws(ADNLError) -> ByteBuffer? {
        guard let number = buffer.getInteger(at: buffer.readerIndex, endianness: .little, as: UInt32.self) else {
            return nil
        }
        let length = Int(number)
        guard (ADNLFrame.minimumLength...maximumLength).contains(length) else {
            throw .frameLength(found: length, maximum: maximumLength)
        }
        guard buffer.readableBytes >= ADNLFrame.lengthByteCount + length else { return nil }
        buffer.moveReaderIndex(forwardBy: ADNLFrame.lengthByteCount)
        guard var frame = buffer.readSlice(length: length) else { return nil }
        let isWhole = frame.withUnsafeReadableBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(Hash256.byteCount))
            return SHA256.hash(content) == Hash256(bytes.suffix(Hash256.byteCount))
        }
        guard isWhole else { throw .frameHash }
        frame.moveReaderIndex(forwardBy: Hash256.byteCount)
        return frame.readSlice(length: length - ADNLFrame.minimumLength)
    }
}

extension ByteBuffer {
    /// Encrypts or decrypts the readable bytes.
    fileprivate mutating func apply(_ stream: AES256CTR) throws(ADNLError) {
        let result = withUnsafeMutableReadableBytes { bytes -> Result<Void, AES256CTR.StreamError> in
            do throws(AES256CTR.StreamError) {
                return .success(try stream.apply(to: bytes))
            } catch {
                return .failure(error)
            }
        }
        try streaming { () throws(AES256CTR.StreamError) in try result.get() }
    }
}
