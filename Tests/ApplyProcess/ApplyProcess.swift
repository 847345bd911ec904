import Foundation
import Operations
import TONBlocks
import TONCells
import TONCrypto
import TONWallets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `apply-process LEDGER PLAN JOURNAL SEED WHEN CALL` carries a plan out on a ledger's file, and kills itself `before` or
/// `after` a call to the network, counted from 1.
@main
enum ApplyProcess {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 6, let call = Int(arguments[5]),
            let seed = Hash256(hex: try String(contentsOfFile: arguments[3], encoding: .utf8))
        else { throw CocoaError(.formatting) }
        let pair = try Ed25519.KeyPair(Ed25519.PrivateKey(seed: seed))
        let plan = try RootPlan(path: arguments[1])
        let network = MortalNetwork(
            LedgerNetwork(try LocalLedger.open(path: arguments[0])), diesBefore: arguments[4] == "before", call: call)
        let journal = try PlanJournal(path: arguments[2], planHash: try plan.hash(), root: plan.root)
        let sender = try WalletSender(WalletV4R2(publicKey: pair.publicKey))
        _ = try await RootApplication(plan, on: network, from: sender, journal: journal)
            .run(.here { request throws(WalletError) in try request.sign(with: pair) })
    }
}

/// A network whose user dies at a call.
private actor MortalNetwork: OperationNetwork {
    private let network: LedgerNetwork
    private let diesBefore: Bool
    private var callsLeft: Int

    init(_ network: LedgerNetwork, diesBefore: Bool, call: Int) {
        self.network = network
        self.diesBefore = diesBefore
        callsLeft = call
    }

    private func dieIfDue(before: Bool) {
        if before { callsLeft -= 1 }
        if callsLeft == 0, before == diesBefore { kill(getpid(), SIGKILL) }
    }

    func identity() async throws(OperationNetworkError) -> NetworkIdentity {
        dieIfDue(before: true)
        defer { dieIfDue(before: false) }
        return try await network.identity()
    }

    func stage() async throws(OperationNetworkError) -> RehearsalStage {
        dieIfDue(before: true)
        defer { dieIfDue(before: false) }
        return await network.stage()
    }

    func send(_ external: Cell) async throws(OperationNetworkError) -> Reception {
        dieIfDue(before: true)
        defer { dieIfDue(before: false) }
        return try await network.send(external)
    }

    func transactions(
        of address: AccountAddress, after lt: UInt64
    ) async throws(OperationNetworkError) -> [Cell] {
        dieIfDue(before: true)
        defer { dieIfDue(before: false) }
        return try await network.transactions(of: address, after: lt)
    }
}
