import TONBlocks
import TONCells

/// `SENDMSG`: what sending a message costs, and the action that sends it.
///
/// Reference: `crypto/vm/tonops.cpp`, and `doc/GlobalVersions.md` for versions 6, 10, 11, 12 and 14.
extension VirtualMachine {
    /// Set in the mode where only the fee is asked for.
    private static let onlyFeeFlag = 1024
    private static let carryBalanceFlag = 128
    private static let carryIncomingValueFlag = 64
    /// Most cells of a message, where the configuration doesn't say.
    private static let defaultMaximumMessageCells: Int64 = 8192
    /// More bits than any cell has: what an amount takes that can't be stored at all.
    private static let endlessBits = Int(Int32.max)

    mutating func sendMessage() throws(VMException) {
        try stack.require(2)
        let flags = try stack.popInteger(in: 0...2047)
        let mode = flags & ~Self.onlyFeeFlag
        guard mode <= 255 else { throw .rangeCheck }
        let cell = try stack.popCell()
        let content = try load(cell)
        guard let message = try? OutboundMessage(content) else { throw .unknown }
        guard case .slice(let source) = try parameter(8) else { throw .typeCheck }

        var isMasterchain = try Self.workchain(of: source) == -1
        if !isMasterchain, message.internal != nil { isMasterchain = try Self.workchain(of: message.destination) == -1 }
        let prices = try messagePrices(isMasterchain)
        var size = CellTreeSize(limit: try maximumMessageCells())
        let tree = try contentToPay(of: cell, message)
        // What goes beyond the limit isn't counted.
        _ = try add(tree, to: &size)

        var estimate = MessageFeeEstimate(
            message, sourceBits: source.remainingBits, prices: prices, cells: UInt64(size.cells),
            bits: UInt64(size.bits), version: globalVersion)
        if let details = message.internal { try addValue(of: details, mode: mode, to: &estimate) }
        estimate.moveOutWhatDoesNotFit()
        try stack.push(estimate.forwardFee.adding(estimate.ihrFee), quiet: false)
        if flags & Self.onlyFeeFlag == 0 { try appendSending(cell, mode: mode) }
    }

    /// The references of the message's root cell that are paid for. That cell is loaded once more.
    private mutating func contentToPay(of cell: Cell, _ message: OutboundMessage) throws(VMException) -> CellSlice {
        var slice = try load(cell)
        slice.advance(bits: slice.remainingBits)
        if globalVersion >= 10, message.internal?.hasExtraCurrencies == true {
            _ = try Self.cellUnderflow { () throws(CellError) in try slice.loadReference() }
        }
        return slice
    }

    /// Works out how many bits the value will take, and whether there will be extra currencies.
    private func addValue(
        of message: OutboundMessage.Internal, mode: Int, to estimate: inout MessageFeeEstimate
    ) throws(VMException) {
        estimate.hasExtraCurrencies = message.hasExtraCurrencies
        let carried: StackEntry
        if mode & Self.carryBalanceFlag != 0 {
            carried = try parameter(7)
        } else if mode & Self.carryIncomingValueFlag != 0 {
            carried = try parameter(11)
        } else {
            estimate.valueBits = message.value.bitSize(signed: false) ?? Self.endlessBits
            return
        }
        guard let tuple = carried.asTuple, case .integer(let amount) = try Self.element(0, of: tuple) else {
            throw .typeCheck
        }
        if mode & Self.carryBalanceFlag != 0 {
            estimate.valueBits = amount.bitSize(signed: false) ?? Self.endlessBits
        } else {
            let sum = message.value.adding(amount)
            // The reference has room for a sum of one bit more.
            let isTooLarge = sum.isNotANumber && !amount.isNotANumber
            estimate.valueBits = isTooLarge ? 257 : sum.bitSize(signed: false) ?? Self.endlessBits
        }
        if globalVersion < 10, case .cell = try Self.element(1, of: tuple) { estimate.hasExtraCurrencies = true }
    }

    /// The prices of messages; throws `unknown` where there are none, and `cellUnderflow` where they can't be read.
    private mutating func messagePrices(_ isMasterchain: Bool) throws(VMException) -> MessageForwardPrices {
        var slice: CellSlice
        if globalVersion >= 6 {
            guard case .slice(let found) = try forwardPricesEntry(isMasterchain) else { throw .unknown }
            slice = found
        } else {
            guard case .cell(let root) = try parameter(9),
                let cell = try configurationParameter(isMasterchain ? 24 : 25, in: root)
            else { throw .unknown }
            slice = try load(cell)
        }
        return try Self.cellUnderflow { () throws(CellError) in try slice.load(MessageForwardPrices.self) }
    }

    /// Throws `cellUnderflow` where the limits can't be read.
    private func maximumMessageCells() throws(VMException) -> Int64 {
        guard globalVersion >= 6, case .slice(var slice) = try sizeLimitsEntry() else {
            return Self.defaultMaximumMessageCells
        }
        let limits = try Self.cellUnderflow { () throws(CellError) in
            let limits = try slice.load(SizeLimits.self)
            try slice.end()
            return limits
        }
        return Int64(limits.maximumMessageCells)
    }

    /// The workchain of an internal address. Of one that is cut off it is 0, as in the reference.
    private static func workchain(of address: CellSlice) throws(VMException) -> Int64 {
        var slice = address
        guard (try? slice.loadBit()) == true else { throw .rangeCheck }
        let isVariable = (try? slice.loadBit()) ?? true
        if (try? slice.loadBit()) == true, slice.remainingBits >= 5, slice.prefetchUInt(bits: 5) <= 30 {
            let depth = (try? slice.loadUInt(bits: 5)) ?? 0
            try? slice.skip(bits: Int(depth))
        }
        if isVariable { try? slice.skip(bits: 9) }
        return (try? slice.loadInt(bits: isVariable ? 32 : 8)) ?? 0
    }
}

/// The fees of a message, and the room that its root cell has.
struct MessageFeeEstimate {
    private var message: OutboundMessage
    private let sourceBits: Int
    private let prices: MessageForwardPrices
    private let version: Int
    private var cells: UInt64
    private var bits: UInt64

    var valueBits = 0
    var hasExtraCurrencies = false
    private(set) var forwardFee = Int257.zero
    private(set) var ihrFee = Int257.zero

    /// - Parameters:
    ///   - cells: how many cells lie below the root cell.
    ///   - bits: how many bits these have.
    init(
        _ message: OutboundMessage, sourceBits: Int, prices: MessageForwardPrices, cells: UInt64, bits: UInt64,
        version: Int
    ) {
        self.message = message
        self.sourceBits = sourceBits
        self.prices = prices
        self.cells = cells
        self.bits = bits
        self.version = version
        computeFees()
    }

    /// Puts the initial state, and then the body, into a cell of its own where the root cell has no room for it.
    mutating func moveOutWhatDoesNotFit() {
        if let state = message.initialState, !state.isReferenced, !fits {
            message.initialState?.isReferenced = true
            moveOut(state)
        }
        if !message.body.isReferenced, !fits {
            let body = message.body
            message.body.isReferenced = true
            moveOut(body)
        }
    }

    private mutating func moveOut(_ part: OutboundMessage.Part) {
        cells += 1
        bits += UInt64(part.bits)
        computeFees()
    }

    private mutating func computeFees() {
        // The reference cuts off what goes beyond 128 bits, and then beyond 64.
        let size = UInt128(prices.bitPrice) &* UInt128(bits) &+ UInt128(prices.cellPrice) &* UInt128(cells)
        let short = prices.lumpPrice &+ UInt64(truncatingIfNeeded: (size &+ 0xffff) >> 16)
        forwardFee = Int257(short)
        ihrFee = .zero
        guard let details = message.internal else { return }
        // From version 11 on nothing goes by the hypercube's short cut.
        let isIHRDisabled = details.isIHRDisabled || version >= 11
        if !isIHRDisabled {
            let factor = UInt128(prices.ihrPriceFactor)
            ihrFee = Int257(UInt64(truncatingIfNeeded: (UInt128(short) &* factor) >> 16))
        }
        // Before version 14 the fees that the message names were the least ones.
        guard version < 14 else { return }
        forwardFee = max(forwardFee, details.forwardFee)
        if !isIHRDisabled { ihrFee = max(ihrFee, details.ihrFee) }
    }

    private var fits: Bool {
        rootBits <= Cell.maximumBitCount && rootReferences <= Cell.maximumReferenceCount
    }

    private var rootBits: Int {
        let times = 64 + 32
        let addresses = sourceBits + message.destination.remainingBits
        guard let details = message.internal else { return 2 + addresses + times + message.contentBits }
        let first = forwardFee.multiplied(by: Int257(Int(prices.firstFraction))).shiftRight(bits: 16)
        let rest = Self.storedBits(forwardFee.subtracting(first))
        let flags = version >= 12 ? details.flagBits : Self.storedBits(ihrFee)
        return 4 + addresses + Self.storedBits(ofBits: valueBits) + 1 + rest + flags + times + message.contentBits
    }

    private var rootReferences: Int { (hasExtraCurrencies ? 1 : 0) + message.contentReferences }

    /// How many bits an amount takes with its length.
    private static func storedBits(_ amount: Int257) -> Int { storedBits(ofBits: amount.bitSize(signed: false) ?? 0) }

    private static func storedBits(ofBits bits: Int) -> Int { 4 + (bits + 7) / 8 * 8 }
}
