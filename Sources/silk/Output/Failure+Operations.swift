import Operations

extension Failure {
    /// What an error of operations means here; nil for any other.
    init?(operating error: any Error) {
        switch error {
        case let error as OperationError: self.init(error)
        case let error as OperationNetworkError: self.init(error)
        case let error as LedgerError: self.init(error)
        case let error as ReceiptError: self.init(error)
        case let error as SpendingError: self.init("\(error)", code: .refused)
        case let error as ManifestError: self.init("\(error)")
        case let error as PlanDocumentError: self.init("\(error)")
        case let error as PlanError: self.init(error)
        case let error as JournalError: self.init(error)
        case let error as ApplicationError: self.init(error)
        default: return nil
        }
    }

    private init(_ error: OperationError) {
        switch error {
        case .notTheOwner, .alreadyDeployed: self.init("\(error)", code: .refused)
        case .wallet(let error): self.init(error)
        case .rehearsal: self.init("\(error)", code: .internalError)
        case .unknownReceiver, .notDeployed, .wrongStateInit, .wrongData, .notHandled, .notSigned,
            .derivation, .cell:
            self.init("\(error)")
        }
    }

    private init(_ error: PlanError) {
        switch error {
        case .refused: self.init("\(error)", code: .refused)
        case .rehearsalFailed, .notReached: self.init("\(error)", code: .executionFailed)
        case .operation(let error): self.init(error)
        case .notARoot, .incomplete, .cell: self.init("\(error)")
        }
    }

    private init(_ error: JournalError) {
        if case .busy = error { self.init("\(error)", code: .refused) } else { self.init("\(error)") }
    }

    private init(_ error: ApplicationError) {
        switch error {
        case .refused: self.init("\(error)", code: .refused)
        case .stale: self.init("\(error)", code: .stale)
        case .plan(let error): self.init(error)
        case .rehearsalFailed, .rejected: self.init("\(error)", code: .executionFailed)
        case .outcomeUnknown: self.init("\(error)", code: .outcomeUnknown)
        case .failed, .notAsPlanned: self.init("\(error)", code: .verificationFailed)
        case .signer: self.init("\(error)", code: .signer)
        case .operation(let error): self.init(error)
        case .network(let error): self.init(error)
        case .journal(let error): self.init(error)
        }
    }

    private init(_ error: OperationNetworkError) {
        switch error {
        case .refused: self.init("\(error)", code: .executionFailed)
        case .ledger(let error): self.init(error)
        case .unavailable: self.init("\(error)", code: .network)
        case .cell: self.init("\(error)")
        }
    }

    private init(_ error: LedgerError) {
        switch error {
        case .changedElsewhere: self.init("\(error)", code: .stale)
        case .refused, .tooManyTransactions: self.init("\(error)", code: .executionFailed)
        case .exists: self.init("\(error)", code: .refused)
        case .file, .version, .damaged, .cell, .time, .hasHistory, .wrongAccount, .logicalTimesExhausted:
            self.init("\(error)")
        }
    }

    private init(_ error: ReceiptError) {
        switch error {
        case .otherContract, .worthLess: self.init("\(error)", code: .refused)
        case .noReceipt, .unreadable, .file: self.init("\(error)")
        }
    }
}
