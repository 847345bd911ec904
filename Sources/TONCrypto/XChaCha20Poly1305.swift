import CSodium

/// Authenticated encryption with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), computed by libsodium.
///
/// Its nonces are long enough to be picked at random for each message.
public enum XChaCha20Poly1305 {
    /// Bytes in a key: 32.
    public static let keyByteCount = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    /// Bytes in a nonce: 24.
    public static let nonceByteCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    /// Bytes that a sealed message is longer by: 16.
    public static let tagByteCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// Encrypts a message and appends its tag, which covers `associated` too.
    public static func seal(
        _ message: SecretBytes, key: SecretBytes, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let failure = CryptoError(algorithm: "XChaCha20-Poly1305", call: "encrypt")
        guard Sodium.isReady, key.count == keyByteCount, nonce.count == nonceByteCount else { throw failure }
        var sealed = [UInt8](repeating: 0, count: message.count + tagByteCount)
        let status = message.withUnsafeBytes { message in
            key.withUnsafeBytes { key -> Int32 in
                guard let key = start(key) else { return -1 }
                return crypto_aead_xchacha20poly1305_ietf_encrypt(
                    &sealed, nil, start(message), UInt64(message.count), associated, UInt64(associated.count), nil,
                    nonce, key)
            }
        }
        guard status == 0 else { throw failure }
        return sealed
    }

    /// Decrypts what ``seal(_:key:nonce:associated:)`` made; nil where key, nonce, `associated` or the bytes aren't those.
    public static func open(
        _ sealed: [UInt8], key: SecretBytes, nonce: [UInt8], associated: [UInt8]
    ) -> SecretBytes? {
        guard Sodium.isReady, key.count == keyByteCount, nonce.count == nonceByteCount, sealed.count >= tagByteCount
        else { return nil }
        var isOpened = false
        let message = SecretBytes(count: sealed.count - tagByteCount) { message in
            isOpened = key.withUnsafeBytes { key in
                guard let key = start(key) else { return false }
                return crypto_aead_xchacha20poly1305_ietf_decrypt(
                    message.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil, sealed, UInt64(sealed.count),
                    associated, UInt64(associated.count), nonce, key) == 0
            }
        }
        return isOpened ? message : nil
    }

    private static func start(_ buffer: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
        buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }
}
