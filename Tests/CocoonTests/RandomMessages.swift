import SilkTestSupport
import TONCells
import TONCrypto

@testable import Cocoon

extension SeededGenerator {
    mutating func proxyPayload() throws -> ClientProxyPayload? {
        let amount = try coins()
        let address = try optionalAddress()
        return [
            nil, .topUp(ClientProxyAmount(amount: amount, sendExcessesTo: address)),
            .refundGranted(ClientProxyAmount(amount: amount, sendExcessesTo: address)),
            .refundForce(ClientProxyAmount(amount: amount, sendExcessesTo: address)),
            .register(ClientProxyRegister(nonce: integer())), .register(ClientProxyRegister(nonce: nil)),
        ].randomElement(using: &self) ?? nil
    }

    /// One random message of every case that an internal body can hold.
    mutating func messages() throws -> [CocoonMessage] {
        try commonMessages() + workerMessages() + clientMessages() + proxyAndWalletMessages() + rootMessages()
    }

    private mutating func commonMessages() throws -> [CocoonMessage] {
        [
            .excesses(Excesses(queryID: integer())),
            .payout(Payout(queryID: integer())),
            .doNotProcess(
                DoNotProcess(
                    queryID: integer(),
                    content: .saveState(ProxySaveState(seqno: Int32(bitPattern: integer()), hash: try hash())))),
            .doNotProcess(DoNotProcess(queryID: integer(), content: .other(try cell()))),
            .doNotProcess(DoNotProcess(queryID: integer(), content: .other(nil))),
        ]
    }

    private mutating func workerMessages() throws -> [CocoonMessage] {
        let payout = WorkerProxyPayout(
            workerPart: try coins(), proxyPart: try coins(), sendExcessesTo: try optionalAddress())
        return [
            .ownerWorkerRegister(
                PlainRequest(op: .ownerWorkerRegister, queryID: integer(), sendExcessesTo: try optionalAddress())),
            .workerPayoutSigned(try envelope(.workerPayoutSigned)),
            .workerLastPayoutSigned(try envelope(.workerLastPayoutSigned)),
            .workerProxyRequest(
                WorkerProxyRequest(
                    queryID: integer(), owner: try address(), state: try state(), tokens: integer(),
                    payload: Bool.random(using: &self) ? payout : nil)),
        ]
    }

    private mutating func clientMessages() throws -> [CocoonMessage] {
        let books = ClientProxyState(
            state: try state(), balance: try coins(), stake: try coins(), tokensUsed: integer(),
            secretHash: try hash())
        return [
            .ownerClientRegister(
                OwnerClientRegister(queryID: integer(), nonce: integer(), sendExcessesTo: try optionalAddress())),
            .ownerClientChangeSecretHash(
                OwnerClientChangeSecretHash(
                    queryID: integer(), secretHash: try hash(), sendExcessesTo: try optionalAddress())),
            .ownerClientChangeSecretHashAndTopUp(
                OwnerClientChangeSecretHashAndTopUp(
                    queryID: integer(), amount: try coins(), secretHash: try hash(),
                    sendExcessesTo: try optionalAddress())),
            .clientTopUp(
                Deposit(
                    op: .clientTopUp, queryID: integer(), amount: try coins(), sendExcessesTo: try optionalAddress())),
            .ownerClientIncreaseStake(
                OwnerClientIncreaseStake(
                    queryID: integer(), newStake: try coins(), sendExcessesTo: try optionalAddress())),
            .ownerClientWithdraw(
                PlainRequest(op: .ownerClientWithdraw, queryID: integer(), sendExcessesTo: try optionalAddress())),
            .ownerClientRequestRefund(
                PlainRequest(op: .ownerClientRequestRefund, queryID: integer(), sendExcessesTo: try optionalAddress())),
            .clientChargeSigned(try envelope(.clientChargeSigned)),
            .clientGrantRefundSigned(try envelope(.clientGrantRefundSigned)),
            .clientProxyRequest(
                ClientProxyRequest(
                    queryID: integer(), owner: try address(), client: books, payload: try proxyPayload())),
        ]
    }

    private mutating func proxyAndWalletMessages() throws -> [CocoonMessage] {
        [
            .proxyIncreaseStake(
                Deposit(
                    op: .proxyIncreaseStake, queryID: integer(), amount: try coins(),
                    sendExcessesTo: try optionalAddress())),
            .proxyPayoutRequest(
                PlainRequest(op: .proxyPayoutRequest, queryID: integer(), sendExcessesTo: try optionalAddress())),
            .ownerProxyClose(
                PlainRequest(op: .ownerProxyClose, queryID: integer(), sendExcessesTo: try optionalAddress())),
            .proxyCloseRequestSigned(try envelope(.proxyCloseRequestSigned)),
            .proxyCloseCompleteSigned(try envelope(.proxyCloseCompleteSigned)),
            .ownerWalletSendMessage(
                OwnerWalletSendMessage(
                    queryID: integer(), message: OutgoingMessage(mode: integer(), message: try cell()))),
            .textCommand(try required(TextCommand.allCases.randomElement(using: &self))),
        ]
    }

    private mutating func rootMessages() throws -> [CocoonMessage] {
        [
            .rootAddWorkerType(RootHashChange(op: .rootAddWorkerType, queryID: integer(), hash: try hash())),
            .rootDeleteWorkerType(RootHashChange(op: .rootDeleteWorkerType, queryID: integer(), hash: try hash())),
            .rootAddModelType(RootHashChange(op: .rootAddModelType, queryID: integer(), hash: try hash())),
            .rootDeleteModelType(RootHashChange(op: .rootDeleteModelType, queryID: integer(), hash: try hash())),
            .rootAddProxyType(RootHashChange(op: .rootAddProxyType, queryID: integer(), hash: try hash())),
            .rootDeleteProxyType(RootHashChange(op: .rootDeleteProxyType, queryID: integer(), hash: try hash())),
            .rootRegisterProxy(RootRegisterProxy(queryID: integer(), address: try required(NetworkAddress("a:1 b:2")))),
            .rootRegisterProxy(
                RootRegisterProxy(
                    queryID: integer(), address: try required(NetworkAddress("a:1")), prelaunchHash: try hash())),
            .rootUnregisterProxy(RootUnregisterProxy(queryID: integer(), seqno: integer())),
            .rootUpdateProxy(
                RootUpdateProxy(queryID: integer(), seqno: integer(), address: try networkAddress())),
            .rootChangeFees(
                RootChangeFees(queryID: integer(), pricePerToken: try coins(), workerFeePerToken: try coins())),
            .rootChangeParams(
                RootChangeParams(
                    queryID: integer(), pricePerToken: try coins(), workerFeePerToken: try coins(),
                    proxyDelay: integer(), clientDelay: integer(), minimumProxyStake: try coins(),
                    minimumClientStake: try coins())),
            .rootUpgradeContracts(
                RootUpgradeContracts(
                    queryID: integer(), proxyCode: try cell(), workerCode: try cell(), clientCode: try cell())),
            .rootUpgradeCode(RootUpgradeCode(queryID: integer(), code: try cell())),
            .rootUpgradeFull(RootUpgradeFull(queryID: integer(), data: try cell(), code: try cell())),
            .rootReset(RootReset(queryID: integer())),
            .rootChangeOwner(RootChangeOwner(queryID: integer(), newOwner: try optionalAddress())),
            .rootAddPublicKey(
                RootAddPublicKey(queryID: integer(), publicKey: try hash(), type: integer(), expireAt: integer())),
            .rootChangeKeyManager(
                RootChangeKeyManager(
                    queryID: integer(), publicKey: try hash(), imageHash: try hash(),
                    address: try required(NetworkAddress("key:1")))),
            .rootAddPublicKeySigned(
                RootAddPublicKeySigned(
                    queryID: integer(), sendExcessesTo: try optionalAddress(), signature: signature(),
                    payload: RootAddPublicKeySigned.Payload(
                        queryID: integer(), publicKey: try hash(), type: integer(), expireAt: integer()))),
        ]
    }
}
