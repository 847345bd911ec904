import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

extension RecordedFixtures {
    /// A recorded JSON file whose `snake_case` fields are decoded into properties in camel case.
    static func snakeCaseJSON<T: Decodable>(_ type: T.Type = T.self, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(try bytes(path)))
    }
}

/// Any JSON, flattened to one line of text for each leaf, so that whole documents compare and differ by path.
indirect enum JSONValue: Decodable {
    case null
    case leaf(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .leaf("\(value)")
        } else if let value = try? container.decode(Int64.self) {
            self = .leaf("\(value)")
        } else if let value = try? container.decode(UInt64.self) {
            self = .leaf("\(value)")
        } else if let value = try? container.decode(String.self) {
            self = .leaf(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func flattened(_ path: String = "", into leaves: inout [String: String]) {
        switch self {
        case .null: leaves[path] = "null"
        case .leaf(let value): leaves[path] = value
        case .array(let values):
            for (index, value) in values.enumerated() { value.flattened("\(path)[\(index)]", into: &leaves) }
        case .object(let values):
            for (key, value) in values { value.flattened("\(path).\(key)", into: &leaves) }
        }
    }
}

/// A transaction in the shape in which an independent decoder wrote it down.
struct DecodedTransaction {
    private(set) var leaves: [String: String] = [:]

    init(_ cell: Cell) throws {
        let transaction = try Transaction(cell: cell)
        put("hash", cell.hash)
        put("account_addr", transaction.accountHash)
        put("lt", transaction.lt)
        put("prev_trans_hash", transaction.previousHash)
        put("prev_trans_lt", transaction.previousLT)
        put("now", transaction.now)
        put("outmsg_cnt", transaction.outMessages.count)
        put("orig_status.type_", Self.name(transaction.originalStatus))
        put("end_status.type_", Self.name(transaction.endStatus))
        put("total_fees.grams", transaction.totalFees.coins.nanoTON)
        put("state_update.old_hash", transaction.stateUpdate.oldHash)
        put("state_update.new_hash", transaction.stateUpdate.newHash)
        put("in_msg_hash", transaction.inMessage?.hash)
        if let message = transaction.inMessage {
            try putMessage("in_msg", message)
        } else {
            putNull("in_msg")
        }
        for (index, message) in transaction.outMessages.enumerated() {
            put("out_msg_hashes[\(index)]", message.hash)
            try putMessage("out_msgs[\(index)]", message)
        }
        try putDescription(transaction.description)
    }

    private mutating func put(_ path: String, _ value: (any CustomStringConvertible)?) {
        leaves["." + path] = value.map { "\($0)" } ?? "null"
    }

    private mutating func putNull(_ path: String) { leaves["." + path] = "null" }

    private static func name(_ status: AccountStatus) -> String {
        switch status {
        case .uninitialized: "uninitialized"
        case .frozen: "frozen"
        case .active: "active"
        case .nonexistent: "nonexist"
        }
    }

    private mutating func putMessage(_ path: String, _ cell: MessageCell) throws {
        let message = cell.message
        put(path + ".hash", cell.hash)
        put(path + ".body_hash", try message.bodyCell().hash)
        put(path + ".has_init", message.stateInit != nil)
        if let stateInit = message.stateInit {
            put(path + ".init_code_hash", stateInit.code?.hash)
            put(path + ".init_data_hash", stateInit.data?.hash)
        }
        putAddress(path + ".src", message.info.source)
        putAddress(path + ".dest", message.info.destination)
        switch message.info {
        case .internal(let info):
            put(path + ".kind", "int")
            put(path + ".ihr_disabled", info.ihrDisabled)
            put(path + ".bounce", info.bounce)
            put(path + ".bounced", info.bounced)
            put(path + ".value.grams", info.value.coins.nanoTON)
            put(path + ".ihr_fee", info.ihrFee.nanoTON)
            put(path + ".fwd_fee", info.forwardFee.nanoTON)
            put(path + ".created_lt", info.createdLT)
            put(path + ".created_at", info.createdAt)
        case .externalIn(let info):
            put(path + ".kind", "ext_in")
            put(path + ".import_fee", info.importFee.nanoTON)
        case .externalOut(let info):
            put(path + ".kind", "ext_out")
            put(path + ".created_lt", info.createdLT)
            put(path + ".created_at", info.createdAt)
        }
    }

    private mutating func putAddress(_ path: String, _ address: MessageAddress) {
        switch address {
        case .none: putNull(path)
        case .external(let bits): put(path, "ExternalAddress<0x\(String(bits.unsignedValue ?? 0, radix: 16))>")
        case .standard(let account, _): put(path, account.raw)
        case .variable: put(path, "\(address)")
        }
    }

    private mutating func putDescription(_ description: TransactionDescription) throws {
        switch description {
        case .ordinary(let ordinary):
            put("description.type_", "ordinary")
            put("description.credit_first", ordinary.isCreditFirst)
            putCredit(ordinary.creditPhase)
            putBounce(ordinary.bouncePhase)
        case .tickTock(let tickTock):
            put("description.type_", "tick_tock")
            put("description.is_tock", tickTock.isTock)
        case .storage, .splitPrepare, .splitInstall, .mergePrepare, .mergeInstall:
            put("description.type_", "\(description)")
        }
        put("description.aborted", description.isAborted)
        put("description.destroyed", description.isDestroyed)
        let storage = "description.storage_ph"
        if let phase = description.storagePhase {
            put(storage + ".storage_fees_collected", phase.feesCollected.nanoTON)
            put(storage + ".storage_fees_due", phase.feesDue?.nanoTON)
            put(storage + ".status_change.type_", "\(phase.statusChange)")
        } else {
            putNull(storage)
        }
        putCompute(description.computePhase)
        putAction(description.actionPhase)
    }

    private mutating func putCredit(_ phase: CreditPhase?) {
        let path = "description.credit_ph"
        guard let phase else { return putNull(path) }
        put(path + ".due_fees_collected", phase.dueFeesCollected?.nanoTON)
        put(path + ".credit.grams", phase.credit.coins.nanoTON)
        put(path + ".credit.other.dict", phase.credit.other.root?.hash)
    }

    private mutating func putBounce(_ phase: BouncePhase?) {
        let path = "description.bounce"
        switch phase {
        case nil: putNull(path)
        case .negativeFunds: put(path + ".type_", "negfunds")
        case .noFunds(let size, let fees):
            put(path + ".type_", "nofunds")
            putSize(path + ".msg_size", size)
            put(path + ".req_fwd_fees", fees.nanoTON)
        case .ok(let size, let messageFees, let forwardFees):
            put(path + ".type_", "ok")
            putSize(path + ".msg_size", size)
            put(path + ".msg_fees", messageFees.nanoTON)
            put(path + ".fwd_fees", forwardFees.nanoTON)
        }
    }

    private mutating func putSize(_ path: String, _ size: StorageUsed) {
        put(path + ".cells", size.cells)
        put(path + ".bits", size.bits)
    }

    private mutating func putCompute(_ phase: ComputePhase?) {
        let path = "description.compute_ph"
        switch phase {
        case nil: putNull(path)
        case .skipped(let reason):
            put(path + ".type_", "skipped")
            let name =
                switch reason {
                case .noState: "no_state"
                case .badState: "bad_state"
                case .noGas: "no_gas"
                case .suspended: "suspended"
                }
            put(path + ".reason.type_", name)
        case .executed(let execution):
            put(path + ".type_", "vm")
            put(path + ".success", execution.isSuccessful)
            put(path + ".msg_state_used", execution.isMessageStateUsed)
            put(path + ".account_activated", execution.isAccountActivated)
            put(path + ".gas_fees", execution.gasFees.nanoTON)
            put(path + ".gas_used", execution.gasUsed)
            put(path + ".gas_limit", execution.gasLimit)
            put(path + ".gas_credit", execution.gasCredit)
            put(path + ".mode", execution.mode)
            put(path + ".exit_code", execution.exitCode)
            put(path + ".exit_arg", execution.exitArgument)
            put(path + ".vm_steps", execution.vmSteps)
            put(path + ".vm_init_state_hash", execution.vmInitialStateHash)
            put(path + ".vm_final_state_hash", execution.vmFinalStateHash)
        }
    }

    private mutating func putAction(_ phase: ActionPhase?) {
        let path = "description.action"
        guard let phase else { return putNull(path) }
        put(path + ".success", phase.isSuccessful)
        put(path + ".valid", phase.isValid)
        put(path + ".no_funds", phase.isOutOfFunds)
        put(path + ".status_change.type_", "\(phase.statusChange)")
        put(path + ".total_fwd_fees", phase.totalForwardFees?.nanoTON)
        put(path + ".total_action_fees", phase.totalActionFees?.nanoTON)
        put(path + ".result_code", phase.resultCode)
        put(path + ".result_arg", phase.resultArgument)
        put(path + ".tot_actions", phase.totalActions)
        put(path + ".spec_actions", phase.specialActions)
        put(path + ".skipped_actions", phase.skippedActions)
        put(path + ".msgs_created", phase.messagesCreated)
        put(path + ".action_list_hash", phase.actionListHash)
        putSize(path + ".tot_msg_size", phase.totalMessageSize)
    }
}
