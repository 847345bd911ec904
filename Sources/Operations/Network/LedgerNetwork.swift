import TONBlocks
public import TONCells

/// A local ledger as the network on which operations happen.
public actor LedgerNetwork: OperationNetwork {
    /// The ledger as it stands.
    public private(set) var ledger: LocalLedger

    /// Takes a ledger; its file changes with each message.
    public init(_ ledger: LocalLedger) {
        self.ledger = ledger
    }

    /// What the ledger's configuration says.
    public func identity() throws(OperationNetworkError) -> NetworkIdentity {
        do throws(CellError) {
            return try NetworkIdentity(ledger.configuration)
        } catch {
            throw .cell(error)
        }
    }

    /// The ledger as it stands.
    public func stage() -> RehearsalStage { ledger.stage }

    /// The message that was taken last: the next one waits for it.
    private var last: Task<Result<Void, OperationNetworkError>, Never>?

    /// Executes a message and all that it causes, after all that were taken before.
    public func send(_ external: Cell) async throws(OperationNetworkError) -> Reception {
        let previous = last
        let task = Task { () -> Result<Void, OperationNetworkError> in
            _ = await previous?.value
            return await execute(external)
        }
        last = task
        switch await task.value {
        case .success: return .accepted
        case .failure(let error): throw error
        }
    }

    private func execute(_ external: Cell) async -> Result<Void, OperationNetworkError> {
        var changed = ledger
        do throws(LedgerError) {
            try await changed.send(external)
        } catch {
            if case .refused(let reason) = error { return .failure(.refused("\(reason)")) }
            return .failure(.ledger(error))
        }
        ledger = changed
        return .success(())
    }

    /// The account's transactions, from the ledger's history.
    public func transactions(
        of address: AccountAddress, after lt: UInt64
    ) throws(OperationNetworkError) -> [Cell] {
        do throws(CellError) {
            var found: [Cell] = []
            for entry in ledger.transactions where entry.address == address {
                if try TransactionHeader(cell: entry.transaction).lt > lt { found.append(entry.transaction) }
            }
            return found
        } catch {
            throw .cell(error)
        }
    }
}
