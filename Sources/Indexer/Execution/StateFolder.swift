import Foundation
public import TONBlocks
public import TONCells

/// Accounts' states in files, by their addresses.
public struct StateFolder: Sendable {
    /// The accounts.
    public var accounts: [AccountAddress: ShardAccount] = [:]

    /// No states.
    public init() {}

    /// Reads files, and the `.boc` and `.json` files of folders. Throws where one is no whole state, names no account,
    /// or where two have the same one.
    public init(paths: [String]) throws(StateFileError) {
        for path in paths {
            for file in try Self.files(path) {
                let state = try StateFile(path: file)
                guard let account = state.account else {
                    throw StateFileError(
                        path: file,
                        reason: "it has no shard_account_boc: balance, code and data alone aren't all of an account")
                }
                guard let address = state.address else {
                    throw StateFileError(
                        path: file, reason: "the account doesn't exist, and the file's name isn't its address")
                }
                guard accounts.updateValue(account, forKey: address) == nil else {
                    throw StateFileError(path: file, reason: "\(address) has a state in another file, too")
                }
            }
        }
    }

    private static func files(_ path: String) throws(StateFileError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw StateFileError(path: path, reason: "there is no file or folder")
        }
        guard isFolder.boolValue else { return [path] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                .filter { $0.hasSuffix(".boc") || $0.hasSuffix(".json") }
                .map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
        } catch {
            throw StateFileError(path: path, reason: "the folder can't be read")
        }
    }

    /// Writes states to a folder, which is made where there is none, a file for each account.
    ///
    /// Throws where one can't be written; others may have been.
    public static func write(
        _ accounts: [AccountAddress: ShardAccount], to folder: String
    ) throws(StateFileError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (address, account) in accounts {
                let url = URL(fileURLWithPath: folder).appendingPathComponent(StateFile.name(of: address))
                try Data(try account.cell().boc([.checksum])).write(to: url, options: .atomic)
            }
        } catch {
            throw StateFileError(path: folder, reason: "states can't be written: \(error.localizedDescription)")
        }
    }
}
