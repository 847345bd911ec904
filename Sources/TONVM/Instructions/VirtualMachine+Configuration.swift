import TONBlocks
import TONCells
import TONCrypto

/// The network's configuration, fees after it, and extra balances.
///
/// Reference: `crypto/vm/tonops.cpp`.
extension VirtualMachine {
    /// Where the unpacked configuration has what is used here.
    private enum UnpackedIndex {
        static let storagePrices = 0
        static let globalID = 1
        static let masterchainGasPrices = 2
        static let gasPrices = 3
        static let masterchainForwardPrices = 4
        static let forwardPrices = 5
        static let sizeLimits = 6
    }

    private static let freeExtraBalanceReads = 5
    private static let cheapExtraBalancePrice: Int64 = 200

    /// Carries out an instruction that reads the configuration, or an extra balance.
    mutating func executeConfiguration(_ operation: ApplicationOperation) throws(VMException) {
        switch operation {
        case .configuration:
            stack.push(try parameter(9))
            stack.push(32)
        case .configurationParameter, .configurationParameterOrNull:
            let number = try stack.popInteger()
            let root = try Self.maybeCell(try parameter(9))
            var value: Cell?
            if let root, number.fits(signedBits: 32) || number.isZero, let small = number.smallValue {
                value = try configurationParameter(UInt32(truncatingIfNeeded: small), in: root)
            }
            if operation == .configurationParameterOrNull {
                stack.push(maybe: value)
            } else {
                if let value { stack.push(value) }
                stack.push(value != nil)
            }
        case .globalID: try pushGlobalID()
        case .gasFee, .gasFeeSimple:
            if globalVersion >= 9 { try stack.require(2) }
            let isMasterchain = try stack.popFlag()
            let gas = UInt64(try stack.popInteger(in: 0...Int.max))
            let prices: GasLimitsPrices = try prices(
                isMasterchain ? UnpackedIndex.masterchainGasPrices : UnpackedIndex.gasPrices)
            if operation == .gasFeeSimple {
                stack.push(Self.scaled(Int257(prices.gasPrice).multiplied(by: Int257(gas))))
            } else {
                let (limit, price) = (prices.flat?.limit ?? 0, prices.flat?.price ?? 0)
                let excess = gas > limit ? Int257(prices.gasPrice).multiplied(by: Int257(gas - limit)) : .zero
                stack.push(Self.scaled(excess).adding(Int257(price)))
            }
        case .storageFee:
            if globalVersion >= 9 { try stack.require(4) }
            let isMasterchain = try stack.popFlag()
            let seconds = Int257(try stack.popInteger(in: 0...Int.max))
            let bits = Int257(try stack.popInteger(in: 0...Int.max))
            let cells = Int257(try stack.popInteger(in: 0...Int.max))
            guard case .slice = try Self.element(UnpackedIndex.storagePrices, of: try unpackedConfiguration()) else {
                // No prices are in force.
                stack.push(.zero as Int257)
                return
            }
            let prices: StoragePrices = try prices(UnpackedIndex.storagePrices)
            let cellPrice = Int257(isMasterchain ? prices.masterchainCellPrice : prices.cellPrice)
            let bitPrice = Int257(isMasterchain ? prices.masterchainBitPrice : prices.bitPrice)
            let second = cells.multiplied(by: cellPrice).adding(bits.multiplied(by: bitPrice))
            stack.push(Self.scaled(second.multiplied(by: seconds)))
        case .forwardFee, .forwardFeeSimple:
            if globalVersion >= 9 { try stack.require(3) }
            let isMasterchain = try stack.popFlag()
            let bits = Int257(try stack.popInteger(in: 0...Int.max))
            let cells = Int257(try stack.popInteger(in: 0...Int.max))
            let prices = try forwardPrices(isMasterchain)
            let size = bits.multiplied(by: Int257(prices.bitPrice))
                .adding(cells.multiplied(by: Int257(prices.cellPrice)))
            let lump = operation == .forwardFee ? Int257(prices.lumpPrice) : .zero
            stack.push(Self.scaled(size).adding(lump))
        case .originalForwardFee:
            if globalVersion >= 9 { try stack.require(2) }
            let isMasterchain = try stack.popFlag()
            let fee = try stack.popFiniteInteger()
            guard !fee.isNegative else { throw .rangeCheck }
            let prices = try forwardPrices(isMasterchain)
            let rest = Int257(0x1_0000 - Int(prices.firstFraction))
            let original = Int257.multiplyDivide(fee, Int257(0x1_0000), by: rest, rounding: .floor)
            try stack.push(original.quotient, quiet: false)
        default: try pushExtraBalance()
        }
    }

    /// A price times 2^16, as nanoTON, rounded up.
    private static func scaled(_ price: Int257) -> Int257 { price.shiftRight(bits: 16, rounding: .ceiling) }

    // MARK: - Configuration

    /// The parts of the configuration that come unpacked.
    func unpackedConfiguration() throws(VMException) -> Tuple { try tuple(try parameter(14)) }

    /// Prices in the unpacked configuration; throws `cellUnderflow` where they can't be read.
    private func prices<Prices: TLBCodable>(_ index: Int) throws(VMException) -> Prices {
        guard case .slice(var slice) = try Self.element(index, of: try unpackedConfiguration()) else {
            throw .typeCheck
        }
        return try Self.cellUnderflow { () throws(CellError) in try slice.load(Prices.self) }
    }

    private func forwardPrices(_ isMasterchain: Bool) throws(VMException) -> MessageForwardPrices {
        try prices(isMasterchain ? UnpackedIndex.masterchainForwardPrices : UnpackedIndex.forwardPrices)
    }

    /// What the unpacked configuration has for prices of messages: null, where there are none.
    func forwardPricesEntry(_ isMasterchain: Bool) throws(VMException) -> StackEntry {
        try Self.element(
            isMasterchain ? UnpackedIndex.masterchainForwardPrices : UnpackedIndex.forwardPrices,
            of: try unpackedConfiguration())
    }

    /// What the unpacked configuration has for limits of sizes: null, where there are none.
    func sizeLimitsEntry() throws(VMException) -> StackEntry {
        try Self.element(UnpackedIndex.sizeLimits, of: try unpackedConfiguration())
    }

    private static func maybeCell(_ entry: StackEntry) throws(VMException) -> Cell? {
        switch entry {
        case .cell(let cell): return cell
        case .null: return nil
        default: throw .typeCheck
        }
    }

    /// The cell of a configuration parameter; nil where there is none.
    mutating func configurationParameter(_ number: UInt32, in root: Cell) throws(VMException) -> Cell? {
        guard var value = try lookUp(number, in: root, budget: nil) else { return nil }
        guard value.remainingBits == 0, value.remainingReferences == 1 else { throw .dictionaryError }
        return try Self.cellUnderflow { () throws(CellError) in try value.loadReference() }
    }

    private mutating func pushGlobalID() throws(VMException) {
        if globalVersion >= 6 {
            guard case .slice(let slice) = try Self.element(UnpackedIndex.globalID, of: try unpackedConfiguration())
            else {
                throw .typeCheck
            }
            guard slice.remainingBits >= 32 else { throw .cellUnderflow }
            stack.push(Int(Int32(truncatingIfNeeded: slice.prefetchUInt(bits: 32))))
        } else {
            // The parameter's number was taken for the configuration's: so it nearly always failed.
            guard case .cell(let root) = try parameter(19) else { throw .typeCheck }
            guard let cell = try configurationParameter(19, in: root) else { throw .unknown }
            let slice = try load(cell)
            guard slice.remainingBits >= 32 else { throw .unknown }
            stack.push(Int(Int32(truncatingIfNeeded: slice.prefetchUInt(bits: 32))))
        }
    }

    // MARK: - Extra balances

    private mutating func pushExtraBalance() throws(VMException) {
        let currency = UInt32(truncatingIfNeeded: try stack.popInteger(in: 0...0xffff_ffff))
        let root = try Self.maybeCell(try Self.element(1, of: try tuple(try parameter(7))))
        extraBalanceReads += 1
        let isCheap = extraBalanceReads <= Self.freeExtraBalanceReads
        guard let root,
            var value = try lookUp(currency, in: root, budget: isCheap ? Self.cheapExtraBalancePrice : nil)
        else {
            stack.push(.zero as Int257)
            return
        }
        let amount = try Self.cellUnderflow { () throws(CellError) in
            try value.loadUInt256(bits: Int(try value.loadUInt(bits: 5)) * 8)
        }
        stack.push(amount)
    }

    // MARK: - Dictionaries

    /// The value of a key of 32 bits. Every node is loaded, and paid for: with a budget, what goes beyond it is free.
    private mutating func lookUp(_ number: UInt32, in root: Cell, budget: Int64?) throws(VMException) -> CellSlice? {
        try withKey { (machine, key) throws(VMException) in
            key.storeBytes(of: number.bigEndian, as: UInt32.self)
            guard var left = budget else { return try machine.lookUp(key, bits: 32, in: root) }
            return try machine.lookUp(key, bits: 32, in: root) { (machine, hash) throws(VMException) in
                try machine.payForLoad(of: hash, within: &left)
            }
        }
    }

    private mutating func payForLoad(of hash: Hash256, within budget: inout Int64) throws(VMException) {
        let price = loadedCells.insert(hash) ? GasPrice.cellLoad : GasPrice.cellReload
        let paid = min(price, budget)
        try consume(paid)
        budget -= paid
        if budget == 0 { freeGas += price - paid }
    }
}
