public import TONCrypto

/// What a keystore keeps: that from which a key pair is made.
public enum WalletSecret: Sendable {
    /// The seed of an Ed25519 key: 32 bytes.
    case seed(Ed25519.PrivateKey)
    /// TON's 24 words, and the password that they were made with.
    case mnemonic(Mnemonic, password: SecretBytes?)

    /// Says which it is, and nothing else.
    fileprivate var name: String {
        switch self {
        case .seed: "seed"
        case .mnemonic: "mnemonic"
        }
    }

    /// The key pair.
    public func keyPair() throws(MnemonicError) -> Ed25519.KeyPair {
        switch self {
        case .seed(let key):
            do throws(Ed25519.SigningError) {
                return try Ed25519.KeyPair(key)
            } catch {
                throw .signing(error)
            }
        case .mnemonic(let mnemonic, let password): return try mnemonic.keyPair(password: password)
        }
    }

    private static let seedTag: UInt8 = 1
    private static let mnemonicTag: UInt8 = 2

    /// A tag, and the seed or the words; behind them a zero byte and the password, where there is one.
    var encoded: SecretBytes {
        switch self {
        case .seed(let key):
            key.seed.withUnsafeBytes { seed in
                SecretBytes(count: 1 + seed.count) { buffer in Self.fill(buffer, Self.seedTag, seed) }
            }
        case .mnemonic(let mnemonic, let password):
            mnemonic.text.withUnsafeBytes { words in
                (password ?? SecretBytes(copying: [UInt8]())).withUnsafeBytes { password in
                    let tail = password.isEmpty ? 0 : password.count + 1
                    return SecretBytes(count: 1 + words.count + tail) { buffer in
                        Self.fill(buffer, Self.mnemonicTag, words)
                        guard tail > 0 else { return }
                        UnsafeMutableRawBufferPointer(rebasing: buffer[(buffer.count - password.count)...])
                            .copyMemory(from: password)
                    }
                }
            }
        }
    }

    private static func fill(_ buffer: UnsafeMutableRawBufferPointer, _ tag: UInt8, _ content: UnsafeRawBufferPointer) {
        buffer[0] = tag
        UnsafeMutableRawBufferPointer(rebasing: buffer[1..<1 + content.count]).copyMemory(from: content)
    }

    /// Reads what ``encoded`` wrote.
    init(encoded: SecretBytes) throws(KeystoreError) {
        let rest = encoded.part(1..<max(1, encoded.count))
        switch encoded.withUnsafeBytes(\.first) {
        case Self.seedTag:
            guard let key = Ed25519.PrivateKey(seed: rest) else {
                throw .damaged("expected a seed of 32 bytes, found \(rest.count)")
            }
            self = .seed(key)
        case Self.mnemonicTag:
            let end = rest.withUnsafeBytes { $0.firstIndex(of: 0) }
            do throws(MnemonicError) {
                self = .mnemonic(
                    try Mnemonic(rest.part(0..<(end ?? rest.count))),
                    password: end.map { rest.part($0 + 1..<rest.count) })
            } catch {
                throw .mnemonic(error)
            }
        default: throw .damaged("it holds no kind of secret that is known")
        }
    }
}

extension WalletSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Which kind it is, and nothing else.
    public var description: String { "<secret \(name)>" }

    /// Which kind it is, and nothing else.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
