public import Cocoon
public import TONBlocks
public import TONCells
public import TONCrypto

/// An operation on one of COCOON's contracts: what is asked of whom, and who may ask it.
///
/// ```swift
/// let operation = ContractOperation.topUp(client, by: amount, queryID: identifiers.next(), excessesTo: wallet)
/// let prepared = try await operation.prepared(from: wallet, on: rehearsalStage)
/// guard prepared.rehearsal.isSuccess else { … }
/// ```
/// Made by the functions named after the operations.
public struct ContractOperation: Sendable {
    /// Who may send an operation.
    public enum Permission: Hashable, Sendable {
        /// The contract's owner alone.
        case owner
        /// Anyone; what matters is a signature in the body, or nothing.
        case anyone
        /// Whoever has it: a message from outside, which the wallet's key signed.
        case external
    }

    /// How much goes with an operation.
    public enum ValueRule: Hashable, Sendable {
        /// The amount that is asked for, and what a rehearsal finds to be needed beyond it.
        case computed(beyond: Coins)
        /// Exactly this.
        case fixed(Coins)
    }

    /// What the contract is.
    public let role: ContractRole
    /// The contract.
    public let receiver: AccountAddress
    /// The body.
    public let message: CocoonMessage
    /// Who may send it.
    public let permission: Permission
    /// What it is about: what is added to a balance or a stake; none for most.
    public let amount: Coins
    /// How much goes with it.
    public var value: ValueRule
    /// The code and data with which the contract is deployed if it isn't there; they must give its address.
    public var stateInit: StateInit?

    init(
        _ role: ContractRole, _ receiver: AccountAddress, _ message: CocoonMessage,
        permission: Permission = .owner, beyond amount: Coins = .zero, stateInit: StateInit? = nil
    ) {
        self.role = role
        self.receiver = receiver
        self.message = message
        self.permission = permission
        self.amount = amount
        self.value = .computed(beyond: amount)
        self.stateInit = stateInit
    }

    /// The same, with the code and data with which the contract is deployed if it isn't there.
    public func deploying(_ stateInit: StateInit) -> ContractOperation {
        var copy = self
        copy.stateInit = stateInit
        return copy
    }

    /// The same, with a value of one's own.
    public func carrying(_ value: Coins) -> ContractOperation {
        var copy = self
        copy.value = .fixed(value)
        return copy
    }
}

// MARK: - Deployment

extension ContractOperation {
    /// Anyone deploys a contract with coins, and nothing else: a message that every contract steps over.
    public static func deploy(
        _ role: ContractRole, _ stateInit: StateInit, coins: Coins, queryID: UInt64
    ) throws(OperationError) -> ContractOperation {
        let address: AccountAddress
        do throws(CellError) {
            address = try stateInit.address()
        } catch {
            throw .cell(error)
        }
        return ContractOperation(
            role, address, .doNotProcess(DoNotProcess(queryID: queryID, content: .other(nil))), permission: .anyone,
            stateInit: stateInit
        ).carrying(coins)
    }
}

// MARK: - Worker

extension ContractOperation {
    /// A worker's owner registers it.
    public static func registerWorker(
        _ worker: AccountAddress, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .worker, worker,
            .ownerWorkerRegister(PlainRequest(op: .ownerWorkerRegister, queryID: queryID, sendExcessesTo: excessesTo)))
    }

    /// Whatever a proxy's key signed: a payout or last payout of a worker, a charge or granted refund of a client, the
    /// close of a proxy. The envelope's own contract gets it.
    public static func signed(_ envelope: SignedEnvelope) throws(OperationError) -> ContractOperation {
        let message: CocoonMessage
        let role: ContractRole
        switch envelope.op {
        case .workerPayoutSigned: (role, message) = (.worker, .workerPayoutSigned(envelope))
        case .workerLastPayoutSigned: (role, message) = (.worker, .workerLastPayoutSigned(envelope))
        case .clientChargeSigned: (role, message) = (.client, .clientChargeSigned(envelope))
        case .clientGrantRefundSigned: (role, message) = (.client, .clientGrantRefundSigned(envelope))
        case .proxyCloseRequestSigned: (role, message) = (.proxy, .proxyCloseRequestSigned(envelope))
        case .proxyCloseCompleteSigned: (role, message) = (.proxy, .proxyCloseCompleteSigned(envelope))
        default: throw .notSigned(envelope.op)
        }
        return ContractOperation(role, envelope.payload.expectedAddress, message, permission: .anyone)
    }
}

// MARK: - Client

extension ContractOperation {
    /// A client's owner registers it at the proxy.
    public static func registerClient(
        _ client: AccountAddress, nonce: UInt64, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .ownerClientRegister(OwnerClientRegister(queryID: queryID, nonce: nonce, sendExcessesTo: excessesTo)))
    }

    /// Anyone adds to a client's balance.
    public static func topUp(
        _ client: AccountAddress, by amount: Coins, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .clientTopUp(Deposit(op: .clientTopUp, queryID: queryID, amount: amount, sendExcessesTo: excessesTo)),
            permission: .anyone, beyond: amount)
    }

    /// A client's owner changes the hash of its secret.
    public static func changeSecret(
        of client: AccountAddress, to hash: Hash256, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .ownerClientChangeSecretHash(
                OwnerClientChangeSecretHash(queryID: queryID, secretHash: hash, sendExcessesTo: excessesTo)))
    }

    /// A client's owner changes the hash of its secret and adds to its balance.
    public static func changeSecretAndTopUp(
        _ client: AccountAddress, to hash: Hash256, by amount: Coins, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .ownerClientChangeSecretHashAndTopUp(
                OwnerClientChangeSecretHashAndTopUp(
                    queryID: queryID, amount: amount, secretHash: hash, sendExcessesTo: excessesTo)),
            beyond: amount)
    }

    /// A client's owner raises the stake to an amount: the part of the balance that stays in place.
    public static func increaseStake(
        of client: AccountAddress, to stake: Coins, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .ownerClientIncreaseStake(
                OwnerClientIncreaseStake(queryID: queryID, newStake: stake, sendExcessesTo: excessesTo)))
    }

    /// A client's owner takes out what lies above the stake.
    public static func withdraw(
        from client: AccountAddress, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .ownerClientWithdraw(PlainRequest(op: .ownerClientWithdraw, queryID: queryID, sendExcessesTo: excessesTo)))
    }

    /// A client's owner starts closing it, or forces the refund once the delay is over.
    public static func requestRefund(
        of client: AccountAddress, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .client, client,
            .ownerClientRequestRefund(
                PlainRequest(op: .ownerClientRequestRefund, queryID: queryID, sendExcessesTo: excessesTo)))
    }
}

// MARK: - Proxy

extension ContractOperation {
    /// Anyone adds to a proxy's stake.
    public static func increaseProxyStake(
        of proxy: AccountAddress, by amount: Coins, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .proxy, proxy,
            .proxyIncreaseStake(
                Deposit(op: .proxyIncreaseStake, queryID: queryID, amount: amount, sendExcessesTo: excessesTo)),
            permission: .anyone, beyond: amount)
    }

    /// Anyone has a proxy pay its revenue to its owner.
    public static func payOutRevenue(
        of proxy: AccountAddress, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .proxy, proxy,
            .proxyPayoutRequest(PlainRequest(op: .proxyPayoutRequest, queryID: queryID, sendExcessesTo: excessesTo)),
            permission: .anyone)
    }

    /// A proxy's owner starts closing it.
    public static func closeProxy(
        _ proxy: AccountAddress, queryID: UInt64, excessesTo: AccountAddress?
    ) -> ContractOperation {
        ContractOperation(
            .proxy, proxy,
            .ownerProxyClose(PlainRequest(op: .ownerProxyClose, queryID: queryID, sendExcessesTo: excessesTo)))
    }

    /// An owner's command in one letter to a proxy. Version 4 always fails at `w`, which the rehearsal shows.
    public static func proxyText(_ command: TextCommand, to proxy: AccountAddress) -> ContractOperation {
        ContractOperation(.proxy, proxy, .textCommand(command))
    }
}

// MARK: - Root

extension ContractOperation {
    /// Any operation of the root's owner, and the addition of a key that the key manager signed, which anyone sends.
    ///
    /// The message's type says which: ``CocoonMessage/rootAddWorkerType(_:)`` and the like. Throws for any that the
    /// root doesn't handle.
    public static func root(_ root: AccountAddress, _ message: CocoonMessage) throws(OperationError)
        -> ContractOperation
    {
        var permission = Permission.owner
        if case .rootAddPublicKeySigned = message { permission = .anyone }
        let operation = ContractOperation(.root, root, message, permission: permission)
        _ = try operation.body()
        return operation
    }
}

// MARK: - Wallet

extension ContractOperation {
    /// A wallet's owner has it send a message.
    public static func relay(
        _ message: OutgoingMessage, through wallet: AccountAddress, queryID: UInt64
    ) -> ContractOperation {
        ContractOperation(
            .wallet, wallet, .ownerWalletSendMessage(OwnerWalletSendMessage(queryID: queryID, message: message)))
    }

    /// An owner's command in one letter to a wallet.
    public static func walletText(_ command: TextCommand, to wallet: AccountAddress) -> ContractOperation {
        ContractOperation(.wallet, wallet, .textCommand(command))
    }

    /// A message from outside that a wallet's key signed.
    public static func external(_ message: WalletExternal, to wallet: AccountAddress) -> ContractOperation {
        ContractOperation(.wallet, wallet, .walletExternal(message), permission: .external)
    }
}

// MARK: - Body

extension ContractOperation {
    /// The body's cell. Throws unless it reads back as the same operation of the receiver's role.
    public func body() throws(OperationError) -> Cell {
        let body: Cell
        let slice: CellSlice
        do throws(CellError) {
            body = try message.cell()
            slice = try body.slice()
        } catch {
            throw .cell(error)
        }
        do throws(MessageDecodingError) {
            let decoded =
                permission == .external
                ? try CocoonMessage.decodeExternal(slice, receiver: role)
                : try CocoonMessage.decode(slice, receiver: role)
            guard decoded == message else { throw .noMessage(decoded.opcode ?? .text) }
        } catch {
            throw .notHandled(error)
        }
        return body
    }
}
