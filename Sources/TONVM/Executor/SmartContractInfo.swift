import TONBlocks
import TONCells
import TONCrypto

// What contracts learn of themselves and of the world: the first entry of register c7.
extension TransactionRun {
    private static let magic = 0x076e_f1ea

    /// Ten fields at first, 14 from global version 4 on, 17 from 6 on, 18 from 11 on.
    func smartContractInfo() throws(ExecutionError) -> StackEntry {
        var fields: [StackEntry] = [
            .integer(Int257(Self.magic)),
            .integer(Int257(0)),
            .integer(Int257(0)),
            .integer(Int257(UInt64(environment.now))),
            .integer(Int257(environment.blockLT)),
            .integer(Int257(startLT)),
            .integer(unsigned: accountSeed),
            .funds(balance),
            .slice(try addressSlice()),
            .optional(configuration.root),
        ]
        if version >= 4 {
            fields.append(.optional(code))
            fields.append(.funds(messageBalance ?? .zero))
            fields.append(.amount(storageOutcome?.collected ?? 0))
            fields.append(environment.previousBlocks)
        }
        if version >= 6 {
            fields.append(unpackedConfiguration())
            fields.append(.amount(duePayment))
            fields.append(compute.precompiledGas.map { .integer(Int257($0)) } ?? .null)
        }
        if version >= 11 { fields.append(inboundParameters()) }
        return .tuple(Tuple(fields))
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

    /// Parameters of the configuration that contracts ask for most.
    private func unpackedConfiguration() -> StackEntry {
        let prices = configuration.storagePriceSlice(at: environment.now)
        let slices = [prices] + configuration.unpackedParameters
        return .tuple(Tuple(slices.map { slice in slice.map { .slice($0) } ?? .null }))
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
                .slice(inbound?.source ?? Self.noAddress),
                .amount(Int128(info?.forwardFee.nanoTON ?? 0)),
                .integer(Int257(info?.createdLT ?? 0)),
                .integer(Int257(UInt64(info?.createdAt ?? 0))),
                .amount(Int128(info?.value.coins.nanoTON ?? 0)),
                .amount(value?.amount ?? 0),
                .optional(value?.other.root),
                .optional(inbound?.stateInitCell),
            ]))
    }

    /// `addr_none`.
    private static let noAddress: CellSlice = {
        // Two bits always fit a cell, and it is an ordinary one.
        guard let slice = try? MessageAddress.none.cell().slice() else { return Cell.empty.exoticSlice() }
        return slice
    }()
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
