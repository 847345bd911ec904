import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

/// Values to build transactions and messages from; the same for the same seed.
struct Samples {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func hash() -> Hash256 {
        Hash256((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }) ?? .zero
    }

    mutating func coins() -> Coins {
        Coins(nanoTON: UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...63, using: &random))
    }

    mutating func address() -> MessageAddress {
        MessageAddress(AccountAddress(workchain: Bool.random(using: &random) ? 0 : -1, hash: hash()))
    }

    /// A cell of `bits` random bits and `references` random leaves.
    mutating func cell(bits: Int, references: Int = 0) throws -> Cell {
        var builder = CellBuilder()
        let bytes = (0..<128).map { _ in UInt8.random(in: 0...255, using: &random) }
        try builder.store(BitString(bytes: bytes, count: bits))
        for _ in 0..<references { try builder.store(reference: try cell(bits: 64)) }
        return try builder.build()
    }

    mutating func currencies() throws -> CurrencyCollection {
        guard Bool.random(using: &random) else { return CurrencyCollection(coins: coins()) }
        return try CurrencyCollection(
            coins: coins(), extraCurrencies: [100: ExtraCurrencyAmount(7), 239: ExtraCurrencyAmount(666_666_666_666)])
    }

    mutating func internalInfo() throws -> InternalMessageInfo {
        InternalMessageInfo(
            bounce: Bool.random(using: &random), bounced: Bool.random(using: &random), source: address(),
            destination: address(), value: try currencies(), ihrFee: coins(), forwardFee: coins(),
            createdLT: random.next(), createdAt: UInt32.random(in: 0...UInt32.max, using: &random))
    }

    mutating func storagePhase() -> StoragePhase {
        StoragePhase(
            feesCollected: coins(), feesDue: Bool.random(using: &random) ? coins() : nil,
            statusChange: AccountStatusChange.allCases.randomElement(using: &random) ?? .unchanged)
    }

    mutating func creditPhase() throws -> CreditPhase {
        CreditPhase(dueFeesCollected: Bool.random(using: &random) ? coins() : nil, credit: try currencies())
    }

    mutating func computePhase() -> ComputePhase {
        guard UInt8.random(in: 0...3, using: &random) > 0 else {
            return .skipped(ComputeSkipReason.allCases.randomElement(using: &random) ?? .noGas)
        }
        return .executed(
            ComputeExecution(
                isSuccessful: Bool.random(using: &random), isMessageStateUsed: Bool.random(using: &random),
                isAccountActivated: Bool.random(using: &random), gasFees: coins(),
                gasUsed: UInt64.random(in: 0..<1 << 48, using: &random), gasLimit: 1_000_000,
                gasCredit: Bool.random(using: &random) ? 10000 : nil,
                exitCode: Int32.random(in: Int32.min...Int32.max, using: &random),
                exitArgument: Bool.random(using: &random) ? -5 : nil, vmSteps: 12, vmInitialStateHash: hash(),
                vmFinalStateHash: hash()))
    }

    mutating func actionPhase() -> ActionPhase? {
        guard Bool.random(using: &random) else { return nil }
        return ActionPhase(
            isSuccessful: Bool.random(using: &random), isValid: Bool.random(using: &random),
            isOutOfFunds: Bool.random(using: &random), statusChange: .deleted, totalForwardFees: coins(),
            totalActionFees: Bool.random(using: &random) ? coins() : nil, resultCode: 37, resultArgument: -2,
            totalActions: 3, specialActions: 1, skippedActions: 1, messagesCreated: 1, actionListHash: hash(),
            totalMessageSize: StorageUsed(cells: 1 << 40, bits: 713))
    }

    mutating func bouncePhase() -> BouncePhase? {
        let size = StorageUsed(cells: 2, bits: 300)
        return switch UInt8.random(in: 0...3, using: &random) {
        case 0: nil
        case 1: .negativeFunds
        case 2: .noFunds(messageSize: size, requiredForwardFees: coins())
        default: .ok(messageSize: size, messageFees: coins(), forwardFees: coins())
        }
    }

    mutating func splitInfo() -> SplitMergeInfo {
        SplitMergeInfo(
            shardPrefixLength: 4, accountSplitDepth: 63, thisAddress: hash(), siblingAddress: hash())
    }

    /// A description of the kind with a number from 0 to 7: the seven constructors, tick and tock apart.
    mutating func description(kind: Int) throws -> TransactionDescription {
        switch kind {
        case 0:
            .ordinary(
                OrdinaryDescription(
                    isCreditFirst: Bool.random(using: &random), storagePhase: storagePhase(),
                    creditPhase: Bool.random(using: &random) ? try creditPhase() : nil, computePhase: computePhase(),
                    actionPhase: actionPhase(), isAborted: Bool.random(using: &random), bouncePhase: bouncePhase(),
                    isDestroyed: Bool.random(using: &random)))
        case 1: .storage(storagePhase())
        case 2, 3:
            .tickTock(
                TickTockDescription(
                    isTock: kind == 3, storagePhase: storagePhase(), computePhase: computePhase(),
                    actionPhase: actionPhase(), isAborted: Bool.random(using: &random)))
        case 4:
            .splitPrepare(
                SplitPrepareDescription(
                    splitInfo: splitInfo(), storagePhase: storagePhase(), computePhase: computePhase(),
                    actionPhase: actionPhase(), isAborted: Bool.random(using: &random), isDestroyed: true))
        case 5:
            .splitInstall(
                SplitInstallDescription(
                    splitInfo: splitInfo(), prepareTransaction: try transaction(kind: 4).cell(),
                    isInstalled: Bool.random(using: &random)))
        case 6:
            .mergePrepare(
                MergePrepareDescription(
                    splitInfo: splitInfo(), storagePhase: storagePhase(), isAborted: Bool.random(using: &random)))
        default:
            .mergeInstall(
                MergeInstallDescription(
                    splitInfo: splitInfo(), prepareTransaction: try transaction(kind: 6).cell(),
                    storagePhase: nil, creditPhase: try creditPhase(), computePhase: computePhase(),
                    actionPhase: actionPhase(), isAborted: Bool.random(using: &random)))
        }
    }

    mutating func transaction(
        kind: Int = 0, header: TransactionHeader? = nil, outMessageCount: Int = 2
    ) throws -> Transaction {
        let header =
            header
            ?? TransactionHeader(
                accountHash: hash(), lt: 2000, previousHash: hash(), previousLT: 1000, now: 1_700_000_000)
        var messages: [MessageCell] = []
        for _ in 0..<outMessageCount {
            messages.append(
                try MessageCell(Message(info: .internal(try internalInfo()), body: try cell(bits: 96))))
        }
        return try Transaction(
            header: header, originalStatus: .active, endStatus: .frozen,
            inMessage: kind == 0 ? try MessageCell(Message(info: .internal(try internalInfo()))) : nil,
            outMessages: messages, totalFees: try currencies(),
            stateUpdate: HashUpdate(oldHash: hash(), newHash: hash()), description: try description(kind: kind))
    }

    /// Transactions of one account, newest first, each naming the next one.
    mutating func chain(count: Int) throws -> [Cell] {
        let account = hash()
        var cells: [Cell] = []
        var previous = TransactionIdentifier.none
        for number in 0..<count {
            let header = TransactionHeader(
                accountHash: account, lt: UInt64(number + 1) * 1000, previousHash: previous.hash,
                previousLT: previous.lt, now: 1_700_000_000)
            let cell = try transaction(header: header, outMessageCount: 1).cell()
            previous = TransactionIdentifier(lt: header.lt, hash: cell.hash)
            cells.append(cell)
        }
        return cells.reversed()
    }
}
