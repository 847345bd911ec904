import Foundation
public import TONBlocks
public import TONCells
import TONCenter
import TONCrypto

/// An account's state as a file holds it.
public struct StateFile: Hashable, Sendable {
    /// The whole account with its last transaction; nil where the file has balance, code and data alone.
    public let account: ShardAccount?
    /// Whose it is; nil where the file doesn't say, as of an account that doesn't exist.
    public let address: AccountAddress?
    /// Its balance.
    public let balance: Coins
    /// Its code, where it is active.
    public let code: Cell?
    /// Its data, where it is active.
    public let data: Cell?

    /// Larger files are no states.
    private static let maximumByteCount = 64 << 20

    /// Reads a file: a `ShardAccount` as a bag of cells (bytes, hexadecimal or base64), or TON Center's answer to
    /// `getAddressInformation`.
    ///
    /// An account that doesn't exist doesn't name its address: the file's name may, as `HASH.boc` or `-1_HASH.boc`.
    public init(path: String) throws(StateFileError) {
        let url = URL(fileURLWithPath: path)
        let bytes: Data
        do {
            let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size <= Self.maximumByteCount else {
                throw StateFileError(path: path, reason: "it has more than \(Self.maximumByteCount) bytes")
            }
            bytes = try Data(contentsOf: url)
        } catch let error as StateFileError {
            throw error
        } catch {
            throw StateFileError(path: path, reason: "it can't be read")
        }
        do {
            try self.init(bytes, named: Self.address(inName: url.lastPathComponent))
        } catch {
            throw StateFileError(path: path, reason: "\(error)")
        }
    }

    private init(_ bytes: Data, named: AccountAddress?) throws {
        if bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
            guard case .addressInformation(let information) = try TONCenterAnswer(json: bytes) else {
                throw StateFileError(path: "", reason: "expected an answer to getAddressInformation")
            }
            guard let bag = information.shardAccount else {
                self.init(
                    named, balance: information.balance, code: try information.code.map { try Cell(boc: $0) },
                    data: try information.data.map { try Cell(boc: $0) })
                return
            }
            try self.init(try Cell(boc: bag), named: named)
            return
        }
        var bag = Array(bytes)
        if let text = String(validating: bag, as: UTF8.self) {
            let characters = text.filter { !$0.isWhitespace }
            guard let decoded = Hex.decode(characters) ?? Base64.decodeAnyAlphabet(characters) else {
                throw StateFileError(
                    path: "", reason: "expected a bag of cells, hexadecimal, base64 or JSON, found other text")
            }
            bag = decoded
        }
        try self.init(try Cell(boc: bag), named: named)
    }

    private init(_ address: AccountAddress?, balance: Coins, code: Cell?, data: Cell?) {
        account = nil
        self.address = address
        self.balance = balance
        self.code = code
        self.data = data
    }

    private init(_ cell: Cell, named: AccountAddress?) throws(CellError) {
        let entry = try ShardAccount(cell: cell)
        let content = try entry.account()
        account = entry
        address = content.existing?.address.account ?? named
        balance = content.balance.coins
        if case .active(let state)? = content.existing?.storage.state {
            (code, data) = (state.code, state.data)
        } else {
            (code, data) = (nil, nil)
        }
    }

    /// The name of an account's file.
    static func name(of address: AccountAddress) -> String {
        (address.workchain == 0 ? "" : "\(address.workchain)_") + address.hash.hex + ".boc"
    }

    private static func address(inName name: String) -> AccountAddress? {
        guard let stem = name.split(separator: ".").first else { return nil }
        let parts = stem.split(separator: "_")
        guard let last = parts.last, let hash = Hash256(hex: last), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return AccountAddress(workchain: 0, hash: hash) }
        return Int8(parts[0]).map { AccountAddress(workchain: $0, hash: hash) }
    }
}

/// Why a file holds no state, or can't be written.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What was expected and what came.
    public let reason: String

    /// Names the file.
    public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}
