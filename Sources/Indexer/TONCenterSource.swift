import Cocoon
import Foundation
import Mirror
public import Settlement
public import TONBlocks
public import TONCells
public import TONCenter
public import TONCrypto

/// The chain as TON Center tells it: heads are the server's word, and what hangs below them is checked hash by hash.
public struct TONCenterSource: ChainSource {
    /// How the source is called in messages.
    public var name: String { "TON Center at \(client.endpoint)" }
    private let client: TONCenterClient

    /// How long there is no newer block, about.
    private static let patience = Duration.seconds(3)

    /// Makes a source that asks through a client.
    public init(client: TONCenterClient) {
        self.client = client
    }

    /// The newest masterchain block that the server names.
    public func tip() async throws(SyncError) -> ChainTip {
        let last = try await ask(TONCenterV2.masterchainInformation()).hint.last
        let header = try await ask(TONCenterV2.blockHeader(of: last.shardIdentifier, seqno: last.seqno)).hint
        return ChainTip(block: last, time: header.identifier == last ? header.time : nil, proof: .linked)
    }

    /// An account as the server has it now: the server tells of no block that `tip` could be compared with.
    public func account(_ address: AccountAddress, at tip: ChainTip) async throws(SyncError) -> AccountHead {
        let information = try await ask(TONCenterV2.addressInformation(of: address)).hint
        let last = TransactionIdentifier(lt: information.lastLT, hash: information.lastHash)
        guard last.lt > 0 else { return AccountHead(last: nil, proof: .linked) }
        var state: AccountSnapshot
        do {
            state = try AccountSnapshot(information)
        } catch {
            throw .network("\(client.endpoint): the state of \(address): \(error)")
        }
        state.account = address
        return AccountHead(last: last, state: state, proof: .linked)
    }

    /// Transactions from a known one down, verified as they come.
    public func page(
        of account: AccountAddress, from head: TransactionIdentifier, proof: Proof
    ) async throws(SyncError) -> TransactionPage {
        // Servers that keep little say that there is nothing; those that keep all are slower, and asked second.
        for isArchival in [false, true] {
            let request = TONCenterV2.transactions(of: account, from: head, isArchival: isArchival)
            let transactions: [HashedTransaction]
            do throws(TONCenterClientError) {
                transactions = try await client.answer(to: request)
            } catch {
                guard case .status = error.reason, !isArchival else { throw Self.error(error, account, head) }
                continue
            }
            guard !transactions.isEmpty else { continue }
            do throws(TransactionPageError) {
                return try TransactionPage(
                    verifying: transactions.map(\.cell), head: head, account: account, proof: proof)
            } catch {
                throw .liars("\(client.endpoint): \(error)")
            }
        }
        throw .historyMissing(account, from: head, reason: "\(client.endpoint) gives none")
    }

    /// Accounts that the server finds by their code, or where it refuses that, as most do, by the newest messages that
    /// workers and clients sent to their proxies.
    public func accounts(codeHash: Hash256) async throws(SyncError) -> [AccountAddress]? {
        do throws(TONCenterClientError) {
            return try await client.answer(to: TONCenterV3.accountStates(codeHash: codeHash)).hint.map(\.account)
        } catch {
            guard case .status = error.reason else { throw Self.error(error) }
        }
        var receivers: Set<AccountAddress> = []
        for opcode in [Opcode.workerProxyRequest, .clientProxyRequest] {
            let list = TONCenterV3.messages(opcode: opcode.rawValue, order: .descending)
            let messages = try await ask(list.page(limit: TONCenterV3.maximumRowCount)).hint
            receivers.formUnion(messages.compactMap(\.destination))
        }
        guard !receivers.isEmpty else { return [] }
        let states = try await ask(TONCenterV3.accountStates(of: receivers.sorted { $0.hash < $1.hash })).hint
        return states.filter { $0.codeHash == codeHash }.map(\.account)
    }

    /// Waits as long as a few blocks take.
    public func waitForBlock(after tip: ChainTip) async throws(SyncError) {
        guard (try? await Task.sleep(for: Self.patience)) != nil else { throw .cancelled }
    }

    /// Nothing is proven, so nothing is kept.
    public func trustedDocument() async -> [UInt8]? { nil }

    private func ask<Answer>(_ request: TONCenterRequest<Answer>) async throws(SyncError) -> Answer {
        do throws(TONCenterClientError) {
            return try await client.answer(to: request)
        } catch {
            throw Self.error(error)
        }
    }

    private static func error(
        _ error: TONCenterClientError, _ account: AccountAddress? = nil, _ head: TransactionIdentifier? = nil
    ) -> SyncError {
        if case .cancelled = error.reason { return .cancelled }
        if case .status = error.reason, let account, let head {
            return .historyMissing(account, from: head, reason: "\(error)")
        }
        return .network("\(error)")
    }
}
