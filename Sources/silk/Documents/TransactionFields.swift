import Cocoon
import TONBlocks
import TONCells
import TONCrypto

extension FieldsDocument {
    /// A transaction whose cell has this hash.
    init(_ transaction: Transaction, hash: Hash256) {
        self.init(schema: "silk.transaction/1", fields: transaction.fields(hash: hash))
    }
}

extension Transaction {
    /// The account with its workchain, which only a message tells.
    private var account: AccountAddress? {
        let named = [inMessage?.message.info.destination.account] + outMessages.map(\.message.info.source.account)
        return named.compactMap { $0 }.first { $0.hash == accountHash }
    }

    /// All that a transaction says, whose cell has this hash.
    func fields(hash: Hash256) -> [MessageField] {
        let hasPrevious = header.previous != .none
        return [
            MessageField("account", account.map { .text($0.contractText) } ?? .none),
            .hash("account_hash", accountHash), MessageField("lt", .number(lt)), .hash("hash", hash),
            MessageField(
                "previous",
                hasPrevious
                    ? .fields([MessageField("lt", .number(previousLT)), .hash("hash", previousHash)]) : .none),
            MessageField("time", .text(Moment(now).text)), .small("unix", now),
            MessageField("status_before", .text(originalStatus.name)),
            MessageField("status_after", .text(endStatus.name)),
            .hash("state_hash_before", stateUpdate.oldHash), .hash("state_hash_after", stateUpdate.newHash),
            MessageField("total_fees", .currencies(totalFees)),
            MessageField("description", .fields(description.fields)),
            MessageField("in_message", inMessage.map { .fields($0.fields) } ?? .none),
            MessageField("out_messages", .list(outMessages.map { .fields($0.fields) })),
        ]
    }
}

extension AccountStatus {
    /// As the layout calls it.
    var name: String {
        switch self {
        case .uninitialized: "uninit"
        case .frozen: "frozen"
        case .active: "active"
        case .nonexistent: "nonexist"
        }
    }
}

extension MessageField.Value {
    /// TON alone, or with other currencies where there are any.
    static func currencies(_ amounts: CurrencyCollection) -> MessageField.Value {
        guard !amounts.other.isEmpty else { return .amount(amounts.coins) }
        let other: MessageField.Value
        do throws(CellError) {
            other = .fields(
                try amounts.extraCurrencies().sorted { $0.key < $1.key }.map { identifier, amount in
                    MessageField(
                        "\(identifier)", .text(amount.value.map { "\($0)" } ?? "0x" + Hex.encode(amount.bytes)))
                })
        } catch {
            other = .text("unreadable: \(error)")
        }
        return .fields([.amount("coins", amounts.coins), MessageField("extra_currencies", other)])
    }

    fileprivate static func size(_ size: StorageUsed) -> MessageField.Value {
        .fields([MessageField("cells", .number(size.cells)), MessageField("bits", .number(size.bits))])
    }
}

extension TransactionDescription {
    private var kind: String {
        switch self {
        case .ordinary: "ordinary"
        case .storage: "storage"
        case .tickTock(let description): description.isTock ? "tock" : "tick"
        case .splitPrepare: "split_prepare"
        case .splitInstall: "split_install"
        case .mergePrepare: "merge_prepare"
        case .mergeInstall: "merge_install"
        }
    }

    /// The kind and the phases.
    var fields: [MessageField] {
        var fields = [
            MessageField("kind", .text(kind)), MessageField("is_aborted", .flag(isAborted)),
            MessageField("is_destroyed", .flag(isDestroyed)),
        ]
        if case .ordinary(let description) = self {
            fields.append(MessageField("is_credit_first", .flag(description.isCreditFirst)))
        }
        fields += [
            MessageField("storage_phase", storagePhase.map { .fields($0.fields) } ?? .none),
            MessageField("credit_phase", creditPhase.map { .fields($0.fields) } ?? .none),
            MessageField("compute_phase", computePhase.map { .fields($0.fields) } ?? .none),
            MessageField("action_phase", actionPhase.map { .fields($0.fields) } ?? .none),
            MessageField("bounce_phase", bouncePhase.map { .fields($0.fields) } ?? .none),
        ]
        return fields
    }
}

extension AccountStatusChange {
    fileprivate var name: String {
        switch self {
        case .unchanged: "unchanged"
        case .frozen: "frozen"
        case .deleted: "deleted"
        }
    }
}

extension StoragePhase {
    fileprivate var fields: [MessageField] {
        [
            .amount("fees_collected", feesCollected), .amount("fees_due", feesDue),
            MessageField("status_change", .text(statusChange.name)),
        ]
    }
}

extension CreditPhase {
    fileprivate var fields: [MessageField] {
        [.amount("due_fees_collected", dueFeesCollected), MessageField("credit", .currencies(credit))]
    }
}

extension ComputePhase {
    fileprivate var fields: [MessageField] {
        switch self {
        case .skipped(let reason): [MessageField("skip_reason", .text(reason.name))]
        case .executed(let run):
            [
                MessageField("is_successful", .flag(run.isSuccessful)), .small("exit_code", run.exitCode),
                .small("exit_argument", run.exitArgument), .amount("gas_fees", run.gasFees),
                MessageField("gas_used", .number(run.gasUsed)), MessageField("gas_limit", .number(run.gasLimit)),
                MessageField("gas_credit", run.gasCredit.map { .number($0) } ?? .none),
                .small("vm_steps", run.vmSteps),
                MessageField("is_message_state_used", .flag(run.isMessageStateUsed)),
                MessageField("is_account_activated", .flag(run.isAccountActivated)),
            ]
        }
    }
}

extension ComputeSkipReason {
    /// As the layout calls it, without `cskip_`.
    var name: String {
        switch self {
        case .noState: "no_state"
        case .badState: "bad_state"
        case .noGas: "no_gas"
        case .suspended: "suspended"
        }
    }
}

extension ActionPhase {
    fileprivate var fields: [MessageField] {
        [
            MessageField("is_successful", .flag(isSuccessful)), MessageField("is_valid", .flag(isValid)),
            MessageField("is_out_of_funds", .flag(isOutOfFunds)), .small("result_code", resultCode),
            .small("result_argument", resultArgument), MessageField("status_change", .text(statusChange.name)),
            .amount("total_forward_fees", totalForwardFees), .amount("total_action_fees", totalActionFees),
            .small("total_actions", totalActions), .small("special_actions", specialActions),
            .small("skipped_actions", skippedActions), .small("messages_created", messagesCreated),
            .hash("action_list_hash", actionListHash), MessageField("total_message_size", .size(totalMessageSize)),
        ]
    }
}

extension BouncePhase {
    fileprivate var fields: [MessageField] {
        switch self {
        case .negativeFunds: [MessageField("result", .text("negative_funds"))]
        case .noFunds(let size, let fees):
            [
                MessageField("result", .text("no_funds")), MessageField("message_size", .size(size)),
                .amount("required_forward_fees", fees),
            ]
        case .ok(let size, let messageFees, let forwardFees):
            [
                MessageField("result", .text("ok")), MessageField("message_size", .size(size)),
                .amount("message_fees", messageFees), .amount("forward_fees", forwardFees),
            ]
        }
    }
}
