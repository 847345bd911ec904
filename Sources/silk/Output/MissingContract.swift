import Cocoon
import Mirror
import Settlement
import TONCells

extension Mirror {
    /// What to say where an address is known, but is no contract of a role and owns none.
    func failure(at address: AccountAddress, lacking role: ContractRole) throws -> Failure {
        guard let contract = try contract(at: address) else {
            return Failure("\(address.walletText) is in the mirror, but is no \(role) and owns none")
        }
        return Failure("\(address.contractText) is a \(contract.role), no \(role), and owns none")
    }
}
