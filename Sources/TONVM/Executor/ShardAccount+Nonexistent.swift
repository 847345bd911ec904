public import TONBlocks
public import TONCells
import TONCrypto

extension ShardAccount {
    /// The account that isn't there, and never had a transaction. Throws never, but where a cell can't be made.
    public static func nonexistent() throws(CellError) -> ShardAccount {
        ShardAccount(accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: 0)
    }
}
