import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

extension ContractModel {
    /// Compares a transaction of a worker, client or proxy with the model. Returns whether the model had a say.
    ///
    /// - Parameters:
    ///   - data: The contract's data before; that of the message for one that is deployed by it.
    ///   - coinsBefore: What the account had before.
    @discardableResult
    func check(
        _ role: ContractRole, _ data: Cell, coinsBefore: UInt128, message: Message, result: ExecutionResult,
        now: UInt32
    ) throws -> Bool {
        guard case .executed(let execution)? = result.description.computePhase else { return false }
        let storage = result.description.storagePhase?.feesCollected.nanoTON ?? 0
        let incoming = Incoming(
            address: result.address, message: message, now: now,
            coins: coinsBefore + (message.info.internalInfo?.value.coins.nanoTON ?? 0) - storage)
        let after = try activeData(result)
        switch role {
        case .worker:
            return try compare(worker(try WorkerData(cell: data), incoming), after, execution, result)
        case .client:
            return try compare(client(try ClientData(cell: data), incoming), after, execution, result)
        case .proxy:
            return try compare(proxy(try ProxyData(cell: data), incoming), after, execution, result)
        case .root, .wallet:
            return false
        }
    }

    private func activeData(_ result: ExecutionResult) throws -> Cell {
        guard case .active(let state)? = try result.account.account().existing?.storage.state else {
            throw CellError.outOfRange("\(result.address) isn't active")
        }
        return try #require(state.data)
    }

    private func compare<Data: TLBCodable & Equatable>(
        _ outcome: Outcome<Data>?, _ after: Cell, _ execution: ComputeExecution, _ result: ExecutionResult
    ) throws -> Bool {
        // Nor does it know when gas runs out.
        guard let outcome, execution.exitCode != -14 else { return false }
        let place: Comment = "\(result.address) at \(result.lt)"
        #expect(execution.exitCode == outcome.exitCode, place)
        guard execution.exitCode != 0 || result.description.actionPhase?.isSuccessful == true else {
            // Actions that can't be done undo everything: the model has no word on when that is.
            return false
        }
        let found = try Data(cell: after)
        #expect(found == outcome.data, place)
        // Nothing but what the model pays goes to anyone as a payout.
        var payments: [Payment] = []
        for cell in result.outMessages {
            let sent = try Message(cell: cell)
            var body = try sent.bodySlice
            guard body.remainingBits >= 32, try body.loadUInt(bits: 32) == UInt64(Opcode.payout.rawValue),
                let info = sent.info.internalInfo, let to = info.destination.account
            else { continue }
            payments.append(Payment(to: to, amount: info.value.coins.nanoTON))
        }
        #expect(payments == (outcome.payout.map { [$0] } ?? []), place)
        return true
    }
}
