public import Cocoon
public import TONBlocks
public import TONCells
public import TONCrypto

/// A root's code and data.
public struct RootState: Hashable, Sendable {
    /// The code.
    public var code: Cell
    /// The data.
    public var data: RootData

    /// Makes one.
    public init(code: Cell, data: RootData) {
        self.code = code
        self.data = data
    }

    /// Reads a root's account. Throws where it isn't active, or its data isn't a root's of a version up to 4.
    public init(_ account: ShardAccount, at address: AccountAddress) throws(PlanError) {
        do throws(CellError) {
            let present = try account.account()
            guard case .active(let state)? = present.existing?.storage.state, let code = state.code,
                let data = state.data
            else {
                throw CellError.outOfRange("expected an active contract, found one that is \(present.status)")
            }
            self.code = code
            self.data = try RootData(cell: data)
            guard self.data.registry != nil, self.data.params.structVersion <= 4 else {
                throw CellError.outOfRange(
                    "expected a struct_version up to 4, found \(self.data.params.structVersion)")
            }
        } catch {
            throw .notARoot(address, error)
        }
    }

    /// The code and data that a new account gets.
    public func stateInit() throws(CellError) -> StateInit { StateInit(code: code, data: try data.cell()) }

    /// The hashes of code and data: equal where all is equal.
    public var fingerprint: Fingerprint {
        get throws(CellError) { Fingerprint(codeHash: code.hash, dataHash: try data.cell().hash) }
    }

    /// The hashes of code and data.
    public struct Fingerprint: Hashable, Sendable {
        /// The code's hash.
        public let codeHash: Hash256
        /// The data's hash.
        public let dataHash: Hash256

        /// Makes one.
        public init(codeHash: Hash256, dataHash: Hash256) {
            self.codeHash = codeHash
            self.dataHash = dataHash
        }
    }
}
