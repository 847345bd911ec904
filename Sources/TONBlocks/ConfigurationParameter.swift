public import TONCells
public import TONCrypto

/// A parameter of the configuration, by the type that its number asks for.
public enum ConfigurationParameter: Hashable, Sendable {
    /// 0…4: accounts of the masterchain.
    case address(Hash256)
    /// 5: what is burned.
    case burning(BurningConfiguration)
    /// 6: what new currencies cost.
    case mintPrices(MintPrices)
    /// 7: other currencies that there are to be.
    case mintedCurrencies(TypedHashmapE<UInt32, ExtraCurrencyAmount>)
    /// 8: the version of the protocol.
    case globalVersion(GlobalVersion)
    /// 9, 10: which parameters must be there, and which need a longer vote to change.
    case parameterNumbers(TypedHashmapE<Int32, EmptyValue>)
    /// 11: how votes on the configuration run.
    case voting(VotingSetup)
    /// 12: workchains.
    case workchains(TypedHashmapE<Int32, WorkchainDescription>)
    /// 13: what complaints cost.
    case complaintPricing(ComplaintPricing)
    /// 14: rewards of blocks.
    case blockCreateFees(BlockCreateFees)
    /// 15: when validators are elected.
    case electionTimings(ElectionTimings)
    /// 16: how many validators there may be.
    case validatorCounts(ValidatorCounts)
    /// 17: stakes of validators.
    case stakeLimits(StakeLimits)
    /// 18: prices of storage, by the order of their times.
    case storagePrices(TypedHashmapE<UInt32, StoragePrices>)
    /// 19: the number of the network.
    case globalIdentifier(Int32)
    /// 20, 21: prices and limits of gas.
    case gasPrices(GasLimitsPrices)
    /// 22, 23: limits of blocks.
    case blockLimits(BlockLimits)
    /// 24, 25: prices of messages.
    case messageForwardPrices(MessageForwardPrices)
    /// 28: sessions of validators.
    case catchain(CatchainConfiguration)
    /// 29: how validators agreed before simplex consensus.
    case consensus(ConsensusConfiguration)
    /// 30: how they agree since.
    case newConsensus(NewConsensusConfigurations)
    /// 31: accounts of the masterchain that pay for no gas and storage.
    case fundamentalContracts(TypedHashmapE<Hash256, EmptyValue>)
    /// 32…37: validators before, now and next.
    case validatorSet(ValidatorSet)
    /// 39: temporary keys of validators.
    case temporaryKeys(TypedHashmapE<Hash256, SignedTemporaryKey>)
    /// 40: fines for validators.
    case misbehaviourPunishment(MisbehaviourPunishment)
    /// 43: limits of messages and accounts.
    case sizeLimits(SizeLimits)
    /// 44: accounts that can't be activated.
    case suspendedAddresses(SuspendedAddresses)
    /// 45: contracts whose run costs a fixed amount of gas.
    case precompiledContracts(PrecompiledContracts)
    /// 71…73: bridges of TON.
    case oracleBridge(OracleBridge)
    /// 79, 81, 82: bridges of tokens.
    case jettonBridge(JettonBridge)
    /// Any other number, with no reason; or a known one whose value doesn't have a known layout, with the reason. So a
    /// later constructor of one parameter leaves the others readable.
    case raw(Cell, reason: CellError?)
}

extension ConfigurationParameter {
    /// Reads the value of a number, as its cell stands in the configuration.
    public init(number: Int32, cell: Cell) {
        do throws(CellError) {
            self = try Self.typed(number: number, cell: cell) ?? .raw(cell, reason: nil)
        } catch {
            self = .raw(cell, reason: error)
        }
    }

    private static func typed(number: Int32, cell: Cell) throws(CellError) -> ConfigurationParameter? {
        switch number {
        case 0...4: .address(try Hash256(cell: cell))
        case 5: .burning(try BurningConfiguration(cell: cell))
        case 6: .mintPrices(try MintPrices(cell: cell))
        case 7: .mintedCurrencies(try TypedHashmapE(cell: cell))
        case 8: .globalVersion(try GlobalVersion(cell: cell))
        case 9, 10: .parameterNumbers(try plain(cell))
        case 11: .voting(try VotingSetup(cell: cell))
        case 12: .workchains(try TypedHashmapE(cell: cell))
        case 13: .complaintPricing(try ComplaintPricing(cell: cell))
        case 14: .blockCreateFees(try BlockCreateFees(cell: cell))
        case 15: .electionTimings(try ElectionTimings(cell: cell))
        case 16: .validatorCounts(try ValidatorCounts(cell: cell))
        case 17: .stakeLimits(try StakeLimits(cell: cell))
        case 18: .storagePrices(try plain(cell))
        case 19: .globalIdentifier(try integer(cell))
        case 20, 21: .gasPrices(try GasLimitsPrices(cell: cell))
        case 22, 23: .blockLimits(try BlockLimits(cell: cell))
        case 24, 25: .messageForwardPrices(try MessageForwardPrices(cell: cell))
        case 28: .catchain(try CatchainConfiguration(cell: cell))
        case 29: .consensus(try ConsensusConfiguration(cell: cell))
        case 30: .newConsensus(try NewConsensusConfigurations(cell: cell))
        case 31: .fundamentalContracts(try TypedHashmapE(cell: cell))
        case 32...37: .validatorSet(try ValidatorSet(cell: cell))
        case 39: .temporaryKeys(try TypedHashmapE(cell: cell))
        case 40: .misbehaviourPunishment(try MisbehaviourPunishment(cell: cell))
        case 43: .sizeLimits(try SizeLimits(cell: cell))
        case 44: .suspendedAddresses(try SuspendedAddresses(cell: cell))
        case 45: .precompiledContracts(try PrecompiledContracts(cell: cell))
        case 71...73: .oracleBridge(try OracleBridge(cell: cell))
        case 79, 81, 82: .jettonBridge(try JettonBridge(cell: cell))
        default: nil
        }
    }

    /// Takes a cell that must be the root of a plain `Hashmap`.
    private static func plain<Key, Value>(_ cell: Cell) throws(CellError) -> TypedHashmapE<Key, Value> {
        _ = try cell.slice()
        return TypedHashmapE(root: cell)
    }

    private static func integer(_ cell: Cell) throws(CellError) -> Int32 {
        var slice = try cell.slice()
        let value = try slice.loadInt32()
        try slice.end()
        return value
    }

    /// The cell as it stands in the configuration.
    public func cell() throws(CellError) -> Cell {
        switch self {
        case .address(let value): try value.cell()
        case .burning(let value): try value.cell()
        case .mintPrices(let value): try value.cell()
        case .mintedCurrencies(let value): try value.cell()
        case .globalVersion(let value): try value.cell()
        case .parameterNumbers(let value): try Self.plainCell(value)
        case .voting(let value): try value.cell()
        case .workchains(let value): try value.cell()
        case .complaintPricing(let value): try value.cell()
        case .blockCreateFees(let value): try value.cell()
        case .electionTimings(let value): try value.cell()
        case .validatorCounts(let value): try value.cell()
        case .stakeLimits(let value): try value.cell()
        case .storagePrices(let value): try Self.plainCell(value)
        case .globalIdentifier(let value): try Self.integerCell(value)
        case .gasPrices(let value): try value.cell()
        case .blockLimits(let value): try value.cell()
        case .messageForwardPrices(let value): try value.cell()
        case .catchain(let value): try value.cell()
        case .consensus(let value): try value.cell()
        case .newConsensus(let value): try value.cell()
        case .fundamentalContracts(let value): try value.cell()
        case .validatorSet(let value): try value.cell()
        case .temporaryKeys(let value): try value.cell()
        case .misbehaviourPunishment(let value): try value.cell()
        case .sizeLimits(let value): try value.cell()
        case .suspendedAddresses(let value): try value.cell()
        case .precompiledContracts(let value): try value.cell()
        case .oracleBridge(let value): try value.cell()
        case .jettonBridge(let value): try value.cell()
        case .raw(let cell, _): cell
        }
    }

    private static func plainCell<Key, Value>(_ dictionary: TypedHashmapE<Key, Value>) throws(CellError) -> Cell {
        guard let root = dictionary.root else { throw .malformedDictionary("a Hashmap has one entry at least") }
        return root
    }

    private static func integerCell(_ value: Int32) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.store(int32: value)
        return try builder.build()
    }
}
