public import Cocoon
import Settlement
import TONBlocks
public import TONCells

extension Mirror {
    /// The code and data of a worker or client as its last mirrored request to its proxy leaves them; nil where it is no
    /// contract of the role, or only messages of it are known.
    public func childState(
        at address: AccountAddress, role: ContractRole
    ) throws -> (code: Cell, data: Cell)? {
        guard let origin = try contract(at: address)?.origin, origin.data.role == role,
            let code = origin.stateInit.code
        else { return nil }
        switch origin.data {
        case .worker(var data):
            guard let books = try workerBooks(of: address).first(where: { $0.contract.address == address }) else {
                return nil
            }
            data.tokens = books.tokens
            data.state = books.state ?? data.state
            return (code, try data.cell())
        case .client(var data):
            guard let books = try clientBooks(of: address).first(where: { $0.contract.address == address }) else {
                return nil
            }
            data.state = books.state ?? data.state
            data.balance = books.balance
            data.stake = books.stake
            data.tokensUsed = books.tokensUsed
            data.secretHash = books.secretHash ?? data.secretHash
            return (code, try data.cell())
        case .root, .proxy, .wallet: return nil
        }
    }
}
