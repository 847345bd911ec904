import TONBlocks
public import TONCells
import TONCrypto
public import TONVM

extension LocalLedger {
    /// Where coins come from that nobody sent: the address from which a network mints.
    public static let outside = AccountAddress(workchain: -1, hash: .zero)

    /// Has coins arrive at an account from elsewhere. They stay there whether or not it has a contract, as the message
    /// doesn't bounce. Throws where the network would make no transaction of it; the ledger is as before then.
    @discardableResult
    public mutating func fund(
        _ address: AccountAddress, with amount: Coins, from source: AccountAddress = outside
    ) async throws(LedgerError) -> EmulatedTree {
        let message: Cell
        do throws(CellError) {
            message = try Message(
                info: .internal(
                    InternalMessageInfo(
                        bounce: false, source: MessageAddress(source), destination: MessageAddress(address),
                        value: CurrencyCollection(coins: amount)))
            ).cell()
        } catch {
            throw .cell(error)
        }
        return try await send(message)
    }
}
