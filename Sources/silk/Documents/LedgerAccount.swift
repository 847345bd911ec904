import Cocoon
import Operations
import Settlement
import TONBlocks
import TONCells
import TONWallets

/// An account of a local ledger, and what it is as far as code and data tell.
struct LedgerAccount {
    let address: AccountAddress
    let state: Account
    /// The data of a contract of COCOON.
    let data: ContractData?
    /// Whether the address follows from code and first data.
    let isDerived: Bool

    init(_ account: ShardAccount, at address: AccountAddress) throws {
        self.address = address
        state = try account.account()
        guard case .active(let content)? = state.existing?.storage.state, let code = content.code,
            let cell = content.data
        else {
            (data, isDerived) = (nil, false)
            return
        }
        data = ContractData(cell, code: code)
        isDerived = ContractOrigin(code: code, laterData: cell, of: address) != nil
    }

    /// The role, or the kind of wallet by its code; nil for anything else.
    var role: String? {
        if let data { return data.role.rawValue }
        guard case .active(let content)? = state.existing?.storage.state, let code = content.code else { return nil }
        let kinds: [(Cell, String)] = [
            (WalletCode.walletV3R2, WalletV3R2.kind), (WalletCode.walletV4R2, WalletV4R2.kind),
            (WalletCode.walletV5R1, WalletV5R1.kind), (WalletCode.highloadWalletV3, HighloadWalletV3.kind),
            (WalletCode.multisigV2, "multisig"),
        ]
        return kinds.first { $0.0.hash == code.hash }?.1
    }

    /// As a contract's address where there is a contract, and as a wallet's otherwise.
    var addressText: String { state.status == .active ? address.contractText : address.walletText }

    /// A row of a listing.
    var row: [MessageField] {
        [
            MessageField("account", .text(addressText)), MessageField("status", .text(state.status.name)),
            MessageField("role", role.map { .text($0) } ?? .none), .amount("coins", state.balance.coins),
        ]
    }

    /// All that is known.
    var fields: [MessageField] {
        let content: StateInit? = if case .active(let content)? = state.existing?.storage.state { content } else { nil }
        return row + [
            // A root's data and code change: nothing follows from its address.
            MessageField("is_address_derived", data == nil ? .none : .flag(isDerived)),
            .hash("code_hash", content?.code?.hash), .hash("data_hash", content?.data?.hash),
            MessageField("last_lt", state.existing.map { .number($0.storage.lastTransactionLT) } ?? .none),
            MessageField("data", data.map { .fields($0.fields) } ?? .none),
        ]
    }
}

extension LocalLedger.Books {
    /// In nanoTON; missing is 0 unless something is wrong.
    var fields: [MessageField] {
        func amount(_ name: String, _ nanoTON: UInt128) -> MessageField {
            MessageField(name, Coins(exactly: nanoTON).map { .amount($0) } ?? .text("\(nanoTON)"))
        }
        return [
            amount("issued", issued), amount("held", held), amount("fees", fees),
            missing < 0 ? MessageField("missing", .text("\(missing)")) : amount("missing", UInt128(missing)),
        ]
    }
}

extension LocalLedger {
    /// The ledger itself.
    var fields: [MessageField] {
        get throws {
            [
                MessageField("ledger", path.map { .text($0) } ?? .none),
                MessageField("network", .text("\(try NetworkIdentity(configuration))")),
                .small("global_version", try configuration.globalVersion()?.version), .moment("now", now),
                MessageField("lt", .number(lt)), .small("transaction_count", transactions.count),
                MessageField("books", .fields(try books().fields)),
            ]
        }
    }

    /// The whole ledger: its books, and all accounts by their addresses.
    func document() throws -> FieldsDocument {
        let rows = try accounts.sorted { $0.key.raw < $1.key.raw }.map { address, account in
            MessageField.Value.fields(try LedgerAccount(account, at: address).row)
        }
        return FieldsDocument(
            schema: "silk.ledger/1", fields: try fields + [MessageField("accounts", .list(rows))],
            tables: ["accounts"])
    }
}
