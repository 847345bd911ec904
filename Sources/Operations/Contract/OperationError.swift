public import Cocoon
public import TONBlocks
public import TONCells
public import TONWallets

/// Why an operation can't be prepared. Nothing was sent.
public enum OperationError: Error, Hashable, Sendable {
    /// Nothing is known of the receiver.
    case unknownReceiver(AccountAddress)
    /// The receiver isn't there, and the operation brings no code and data.
    case notDeployed(AccountAddress, AccountStatus)
    /// The contract that is to be deployed is there already.
    case alreadyDeployed(AccountAddress, AccountStatus)
    /// The contract's code and data can't be worked out.
    case derivation(DerivationError)
    /// The operation brings code and data of another address.
    case wrongStateInit(expected: AccountAddress, found: AccountAddress)
    /// The receiver's data isn't that of the role.
    case wrongData(AccountAddress, role: ContractRole, CellError)
    /// The sender may not send it.
    case notTheOwner(sender: AccountAddress, owner: AccountAddress)
    /// The role doesn't handle the operation.
    case notHandled(MessageDecodingError)
    /// An operation that is not one of a receipt.
    case notSigned(Opcode)
    /// The wallet can't send it.
    case wallet(WalletError)
    /// Cells can't be made or read.
    case cell(CellError)
    /// The states can't be executed on.
    case rehearsal(String)
}

extension OperationError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .unknownReceiver(let address): "nothing is known of \(address)"
        case .notDeployed(let address, let status): "expected a contract at \(address), which is \(status)"
        case .alreadyDeployed(let address, let status):
            "expected nothing at \(address) yet, found a contract: it is \(status)"
        case .derivation(let error): "\(error)"
        case .wrongStateInit(let expected, let found):
            "expected the code and data of \(expected), found those of \(found)"
        case .wrongData(let address, let role, let error): "the data of \(address) is not a \(role)'s: \(error)"
        case .notTheOwner(let sender, let owner): "expected the owner \(owner) as sender, found \(sender)"
        case .notHandled(let error): "\(error)"
        case .notSigned(let opcode): "\(opcode) is no operation of a signed envelope"
        case .wallet(let error): "\(error)"
        case .cell(let error): "\(error)"
        case .rehearsal(let reason): "the rehearsal can't be run: \(reason)"
        }
    }
}
