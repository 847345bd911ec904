public import TONCrypto

/// Why a file of secrets can't be written, read or opened. No case holds a secret.
public enum KeystoreError: Error, Hashable, Sendable {
    /// A call of the system failed.
    case system(path: String, call: String, reason: String)
    /// Nothing is there.
    case missing(path: String)
    /// Something is there already, and stays as it is.
    case exists(path: String)
    /// No regular file.
    case notAFile(path: String)
    /// Others than the owner can read or write it: the file's mode.
    case exposed(path: String, mode: UInt16)
    /// It belongs to another user.
    case foreignOwner(path: String, owner: UInt32)
    /// Longer than any such file is.
    case tooLarge(path: String, limit: Int)
    /// No document of this kind at all.
    case notAKeystore(String)
    /// A document of a version that isn't known.
    case unknownVersion(String)
    /// A field with a value that isn't taken.
    case field(String, String)
    /// The document isn't as it was written.
    case damaged(String)
    /// The document is as it was written, and the password doesn't open it.
    case wrongPassword
    /// A password without a byte.
    case emptyPassword
    /// The library failed, or there isn't as much memory as the document wants.
    case crypto(CryptoError)
    /// The secret inside can't be used.
    case mnemonic(MnemonicError)
}

extension KeystoreError: CustomStringConvertible {
    /// What was expected and what came; where a command mends it, the command.
    public var description: String {
        switch self {
        case .system(let path, let call, let reason): "can't \(call) \(path): \(reason)"
        case .missing(let path): "\(path): there is no such file"
        case .exists(let path): "\(path) exists already, and is not overwritten"
        case .notAFile(let path): "\(path) is no regular file"
        case .exposed(let path, let mode):
            "\(path) can be used by others (mode \(Self.octal(mode))), and its key is taken for known to them; "
                + "if it isn't, run: chmod 600 \(Self.quoted(path))"
        case .foreignOwner(let path, let owner): "\(path) belongs to another user (\(owner))"
        case .tooLarge(let path, let limit): "\(path) has more than \(limit) bytes, which no file of secrets has"
        case .notAKeystore(let reason): "expected a keystore: \(reason)"
        case .unknownVersion(let schema): "expected a keystore \(Keystore.schema), found \(schema)"
        case .field(let name, let reason): "the keystore's \(name): \(reason)"
        case .damaged(let reason): "the keystore is damaged: \(reason)"
        case .wrongPassword: "the password doesn't open the keystore"
        case .emptyPassword: "expected a password of one character at least"
        case .crypto(let error): error.description
        case .mnemonic(let error): "the mnemonic in the keystore: \(error)"
        }
    }

    private static func octal(_ mode: UInt16) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The path as a shell takes it.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        if isPlain, !path.isEmpty, !path.hasPrefix("-") { return path }
        let prefix = path.hasPrefix("-") ? "./" : ""
        return "'" + prefix + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
            + "'"
    }
}
