import TONBlocks
import TONCells
import TONCrypto

/// What a contract learns of itself and of the world: the first entry of register c7.
///
/// Reference: `SmartContractInfo` of the C++ implementation: ten fields at first, 14 from global version 4 on, 17 from 6
/// on, 18 from 11 on.
struct SmartContractInfo {
    /// Unix time in seconds.
    let now: UInt32
    var blockLT: UInt64 = 0
    var lt: UInt64 = 0
    let seed: Int257
    /// TON, and the dictionary of other currencies.
    let balance: StackEntry
    let address: CellSlice
    /// The configuration's dictionary.
    let configuration: Cell?
    let code: Cell?
    var incomingValue = SmartContractInfo.noFunds
    /// What the storage phase collected, in nanoTON.
    var storageFees = StackEntry.falseValue
    let previousBlocks: StackEntry
    /// Parameters that contracts ask for most.
    let unpackedConfiguration: StackEntry
    var duePayment = StackEntry.falseValue
    let precompiledGas: StackEntry
    /// The message's envelope.
    var inbound = SmartContractInfo.noMessage

    private static let magic = StackEntry.integer(Int257(0x076e_f1ea))
    /// No coins, and no other currencies.
    static let noFunds = StackEntry.tuple(Tuple([.falseValue, .null]))

    /// What stands for a message where there is none, as in get-methods.
    static let noMessage: StackEntry = {
        let zero = StackEntry.falseValue
        return .tuple(Tuple([zero, zero, .slice(noAddress), zero, zero, zero, zero, zero, .null, .null]))
    }()

    /// `addr_none`.
    static let noAddress: CellSlice = {
        // Two bits always fit a cell, and it is an ordinary one.
        guard let slice = try? MessageAddress.none.cell().slice() else { return Cell.empty.exoticSlice() }
        return slice
    }()

    /// The tuple, with the fields that a global version knows.
    func entry(version: Int) -> StackEntry {
        var fields: [StackEntry] = []
        fields.reserveCapacity(18)
        fields.append(Self.magic)
        // The numbers of actions and messages sent, which nobody counts.
        fields.append(.falseValue)
        fields.append(.falseValue)
        fields.append(.integer(Int257(UInt64(now))))
        fields.append(.integer(Int257(blockLT)))
        fields.append(.integer(Int257(lt)))
        fields.append(.integer(seed))
        fields.append(balance)
        fields.append(.slice(address))
        fields.append(.optional(configuration))
        if version >= 4 {
            fields.append(.optional(code))
            fields.append(incomingValue)
            fields.append(storageFees)
            fields.append(previousBlocks)
        }
        if version >= 6 {
            fields.append(unpackedConfiguration)
            fields.append(duePayment)
            fields.append(precompiledGas)
        }
        if version >= 11 { fields.append(inbound) }
        return .tuple(Tuple(fields))
    }
}
