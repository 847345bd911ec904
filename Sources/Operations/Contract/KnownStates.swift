public import Cocoon
public import TONBlocks
public import TONCells
public import TONCrypto
public import TONVM

/// States that an operation is rehearsed on.
public struct KnownStates: EmulationSource, Sendable {
    /// The accounts.
    public var accounts: [AccountAddress: ShardAccount]
    /// Public libraries by their hashes.
    public var libraries: [Hash256: Cell]
    /// Whether accounts that aren't given don't exist; otherwise nothing is known of them.
    public var isComplete: Bool

    /// Takes states.
    public init(
        accounts: [AccountAddress: ShardAccount], libraries: [Hash256: Cell] = [:], isComplete: Bool = true
    ) {
        self.accounts = accounts
        self.libraries = libraries
        self.isComplete = isComplete
    }

    /// The account; nil where nothing is known of it.
    public func account(_ address: AccountAddress) throws(CellError) -> ShardAccount? {
        if let account = accounts[address] { return account }
        return isComplete ? try .nonexistent() : nil
    }

    /// The library; nil where it isn't given.
    public func library(_ hash: Hash256) throws(CellError) -> Cell? { libraries[hash] }
}

extension KnownStates {
    /// The code and data of a contract. Throws where nothing is known of it, or it isn't deployed.
    public func contractState(of address: AccountAddress) throws(OperationError) -> (code: Cell, data: Cell) {
        let found: Account?
        do throws(CellError) {
            found = try account(address)?.account()
        } catch {
            throw .cell(error)
        }
        guard let found else { throw .unknownReceiver(address) }
        guard case .active(let state)? = found.existing?.storage.state, let code = state.code, let data = state.data
        else { throw .notDeployed(address, found.status) }
        return (code, data)
    }

    /// The data of a contract, by the layout of its role. Throws where it is another's.
    public func contractData<T: TLBDecodable>(
        of address: AccountAddress, role: ContractRole, as type: T.Type = T.self
    ) throws(OperationError) -> T {
        let data = try contractState(of: address).data
        do throws(CellError) {
            return try T(cell: data)
        } catch {
            throw .wrongData(address, role: role, error)
        }
    }

    /// The owner of a contract. Throws where the data is that of another role.
    public func owner(of address: AccountAddress, role: ContractRole) throws(OperationError) -> AccountAddress {
        let data = try contractState(of: address).data
        do throws(CellError) {
            return try role.owner(in: data)
        } catch {
            throw .wrongData(address, role: role, error)
        }
    }
}
