import Cocoon
import TONBlocks
import TONCells

/// What a transaction was asked to do: its message's body, read for the role of the account.
struct Intent {
    let operation: Operation
    let opcode: UInt32?
    let queryID: UInt64?
    /// The body, where it has the layout of a message that the role handles.
    let message: CocoonMessage?

    init(_ incoming: LedgerMessage?, role: ContractRole) {
        guard let incoming, let body = incoming.body, !body.isEmpty else {
            self.init(incoming?.stateInit == nil || role == .root ? .transfer : .deployOnly)
            return
        }
        let opcode = (try? body.peekUInt(bits: 32)).map { UInt32(truncatingIfNeeded: $0) }
        let queryID = opcode == 0 ? nil : Self.queryID(body)
        let isExternal = incoming.source == nil
        do throws(MessageDecodingError) {
            let message =
                isExternal
                ? try CocoonMessage.decodeExternal(body, receiver: role)
                : try CocoonMessage.decode(body, receiver: role)
            self.init(Operation(message), opcode: opcode, queryID: message.queryID ?? queryID, message: message)
        } catch .wrongLayout(let opcode, _) {
            self.init(Operation(opcode), opcode: opcode.rawValue, queryID: queryID)
        } catch .textComment, .empty, .tooShort {
            self.init(.transfer, opcode: opcode)
        } catch {
            self.init(.unknownOperation, opcode: opcode, queryID: queryID)
        }
    }

    private init(_ operation: Operation, opcode: UInt32? = nil, queryID: UInt64? = nil, message: CocoonMessage? = nil) {
        self.operation = operation
        self.opcode = opcode
        self.queryID = queryID
        self.message = message
    }

    private static func queryID(_ body: CellSlice) -> UInt64? {
        var slice = body
        guard (try? slice.skip(bits: 32)) != nil else { return nil }
        return try? slice.load(UInt64.self)
    }
}

extension Operation {
    /// What a message asks for.
    init(_ message: CocoonMessage) {
        switch message {
        case .doNotProcess(let message): self = message.saveState == nil ? .transfer : .heartbeat
        case .textCommand(.close): self = .textClose
        case .textCommand: self = .textWithdraw
        default: self = message.opcode.map { Operation($0) } ?? .unknownOperation
        }
    }

    /// What an operation code stands for.
    init(_ opcode: Opcode) {
        self = Self.byOpcode[opcode] ?? .unknownOperation
    }

    private static let byOpcode: [Opcode: Operation] = [
        .excesses: .excesses, .payout: .excesses, .doNotProcess: .transfer,
        .ownerWorkerRegister: .workerRegister, .workerPayoutSigned: .payout, .workerLastPayoutSigned: .lastPayout,
        .workerProxyRequest: .payout, .clientProxyRequest: .clientRequest,
        .ownerClientRegister: .clientRegister, .ownerClientChangeSecretHash: .clientSecret,
        .ownerClientChangeSecretHashAndTopUp: .secretTopUp, .clientTopUp: .clientTopUp,
        .ownerClientIncreaseStake: .clientStake, .ownerClientWithdraw: .withdraw,
        .ownerClientRequestRefund: .refundRequest, .clientChargeSigned: .charge, .clientGrantRefundSigned: .grant,
        .proxyIncreaseStake: .proxyStake, .proxyPayoutRequest: .proxyPayout, .ownerProxyClose: .proxyClose,
        .proxyCloseRequestSigned: .proxyClose, .proxyCloseCompleteSigned: .proxyCloseComplete,
        .rootAddWorkerType: .rootAddWorker, .rootDeleteWorkerType: .rootDeleteWorker,
        .rootAddModelType: .rootAddModel, .rootDeleteModelType: .rootDeleteModel,
        .rootAddProxyType: .rootAddProxy, .rootDeleteProxyType: .rootDeleteProxy,
        .rootRegisterProxy: .rootRegisterProxy, .rootUnregisterProxy: .rootUnregisterProxy,
        .rootUpdateProxy: .rootUpdateProxy, .rootChangeFees: .rootChangeFees, .rootChangeParams: .rootChangeParams,
        .rootUpgradeContracts: .rootChildCodes, .rootUpgradeCode: .rootCode, .rootUpgradeFull: .rootUpgradeFull,
        .rootReset: .rootReset, .rootChangeOwner: .rootOwner, .rootAddPublicKey: .rootAddPublicKey,
        .rootAddPublicKeySigned: .rootAddPublicKey, .rootChangeKeyManager: .rootKeyManager,
    ]
}
