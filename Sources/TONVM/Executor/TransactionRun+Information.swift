import TONBlocks
import TONCells
import TONCrypto

extension TransactionRun {
    /// What the contract learns of itself and of the world.
    func smartContractInfo() throws(ExecutionError) -> StackEntry {
        var information = SmartContractInfo(
            now: environment.now, blockLT: environment.blockLT, lt: startLT, seed: Int257(accountSeed),
            balance: .funds(balance), address: try addressSlice(), configuration: configuration.root, code: code,
            previousBlocks: environment.previousBlocks,
            unpackedConfiguration: configuration.contract.unpacked(at: environment.now),
            precompiledGas: compute.precompiledGas.map { .integer(Int257($0)) } ?? .null)
        information.incomingValue = .funds(messageBalance ?? .zero)
        information.storageFees = .amount(storageOutcome?.collected ?? 0)
        information.duePayment = .amount(duePayment)
        information.inbound = inboundParameters()
        return information.entry(version: version)
    }

    /// The account's own seed: the hash of the block's and its address.
    private var accountSeed: Hash256 {
        var bytes = environment.randomSeed.bytes
        let address = account.address.hash.bytes
        // The first four bytes stood twice, and the last four nowhere, until global version 8.
        bytes += version >= 8 ? address : Array(address[..<4] + address[..<28])
        return SHA256.hash(bytes)
    }

    private func addressSlice() throws(ExecutionError) -> CellSlice {
        try making { () throws(CellError) in try myAddress.cell().slice() }
    }

    /// The message's envelope; zeros where there is none, as in tick and tock.
    private func inboundParameters() -> StackEntry {
        let info = inbound?.info.internalInfo
        let value = inbound == nil ? nil : messageBalance
        func flag(_ isSet: Bool?) -> StackEntry { .integer(Int257(isSet == true ? -1 : 0)) }
        return .tuple(
            Tuple([
                flag(info?.bounce),
                flag(info?.bounced),
                .slice(inbound?.source ?? SmartContractInfo.noAddress),
                .amount(Int128(info?.forwardFee.nanoTON ?? 0)),
                .integer(Int257(info?.createdLT ?? 0)),
                .integer(Int257(UInt64(info?.createdAt ?? 0))),
                .amount(Int128(info?.value.coins.nanoTON ?? 0)),
                .amount(value?.amount ?? 0),
                .optional(value?.other.root),
                .optional(inbound?.stateInitCell),
            ]))
    }
}

extension StackEntry {
    /// An amount of nanoTON.
    static func amount(_ amount: Int128) -> StackEntry {
        if let small = UInt64(exactly: amount) { return .integer(Int257(small)) }
        return Int257(exactly: amount).map { .integer($0) } ?? .null
    }

    /// 256 bits as a number.
    static func integer(unsigned hash: Hash256) -> StackEntry {
        Int257(unsigned: hash.bytes).map { .integer($0) } ?? .null
    }

    /// A cell, or nothing.
    static func optional(_ cell: Cell?) -> StackEntry { cell.map { .cell($0) } ?? .null }

    /// TON, and the dictionary of other currencies.
    static func funds(_ funds: Funds) -> StackEntry {
        .tuple(Tuple([.amount(funds.amount), .optional(funds.other.root)]))
    }
}
