import BLS12381
import TONBlocks
import TONCells

/// BLS12-381: each price is paid before the points are read.
///
/// Points, field elements and signatures are the first bytes of slices; a slice with fewer throws `cellUnderflow`, and
/// bytes that are no point throw `unknown`.
///
/// Reference: `crypto/vm/tonops.cpp`, and `crypto/vm/vm.h` for the prices.
extension VirtualMachine {
    private enum BLSPrice {
        static let verify: Int64 = 61_000
        static let aggregate: Int64 = -2_650
        static let aggregateElement: Int64 = 4_350
        static let fastAggregateVerify: Int64 = 58_000
        static let fastAggregateVerifyElement: Int64 = 3_000
        static let aggregateVerify: Int64 = 38_500
        static let aggregateVerifyElement: Int64 = 22_500
        static let pairing: Int64 = 20_000
        static let pairingElement: Int64 = 11_800
    }

    /// Carries out an instruction on BLS12-381.
    mutating func execute(_ operation: BLSOperation) throws(VMException) {
        switch operation {
        case .verify:
            try stack.require(3)
            try consume(BLSPrice.verify)
            let signature = try popBytes(BLS.G2.byteCount)
            let message = try popWholeBytes()
            let key = try popBytes(BLS.G1.byteCount)
            stack.push(BLS.verify(publicKey: key, message: message, signature: signature))
        case .aggregate:
            let count = try popCount(notAbove: stack.depth - 1)
            guard count > 0 else { throw .rangeCheck }
            try consume(BLSPrice.aggregate + Int64(count) * BLSPrice.aggregateElement)
            let signatures = try popList(count) { machine throws(VMException) in
                try machine.popBytes(BLS.G2.byteCount)
            }
            try pushPoint { () throws(BLSError) in try BLS.aggregate(signatures) }
        case .fastAggregateVerify:
            try stack.require(3)
            let signature = try stack.popSlice()
            let message = try stack.popSlice()
            let count = try popCount(notAbove: stack.depth - 1)
            try consume(BLSPrice.fastAggregateVerify + Int64(count) * BLSPrice.fastAggregateVerifyElement)
            let keys = try popList(count) { machine throws(VMException) in
                try machine.popBytes(BLS.G1.byteCount)
            }
            stack.push(
                BLS.fastAggregateVerify(
                    publicKeys: keys, message: try Self.wholeBytes(of: message),
                    signature: try Self.firstBytes(BLS.G2.byteCount, of: signature)))
        case .aggregateVerify:
            try stack.require(2)
            let signature = try stack.popSlice()
            let count = try popCount(notAbove: (stack.depth - 1) / 2)
            try consume(BLSPrice.aggregateVerify + Int64(count) * BLSPrice.aggregateVerifyElement)
            let signed = try popList(count) { machine throws(VMException) in
                let message = try machine.popWholeBytes()
                return (publicKey: try machine.popBytes(BLS.G1.byteCount), message: message)
            }
            stack.push(BLS.aggregateVerify(signed, signature: try Self.firstBytes(BLS.G2.byteCount, of: signature)))
        case .pairing:
            let count = try popCount(notAbove: (stack.depth - 1) / 2)
            try consume(BLSPrice.pairing + Int64(count) * BLSPrice.pairingElement)
            let pairs = try popList(count) { machine throws(VMException) in
                let g2 = try machine.popBytes(BLS.G2.byteCount)
                return (g1: try machine.popBytes(BLS.G1.byteCount), g2: g2)
            }
            guard let isOne = try? BLS.isPairingProductOne(pairs) else { throw .unknown }
            stack.push(isOne)
        case .pushOrder: stack.push(Int257(unsigned: BLS.order) ?? .notANumber)
        case .add(.g1), .subtract(.g1), .negate(.g1), .multiply(.g1), .multiExponentiate(.g1), .zero(.g1),
            .mapToGroup(.g1), .isInGroup(.g1), .isZero(.g1):
            try execute(operation, BLS.G1.self)
        case .add(.g2), .subtract(.g2), .negate(.g2), .multiply(.g2), .multiExponentiate(.g2), .zero(.g2),
            .mapToGroup(.g2), .isInGroup(.g2), .isZero(.g2):
            try execute(operation, BLS.G2.self)
        }
    }

    /// Carries out an instruction that exists for each group.
    private mutating func execute<Group: PricedGroup>(
        _ operation: BLSOperation, _ group: Group.Type
    ) throws(VMException) {
        let prices = Group.prices
        switch operation {
        case .add, .subtract:
            try stack.require(2)
            try consume(prices.sum)
            let right = try popBytes(Group.byteCount)
            let left = try popBytes(Group.byteCount)
            try pushPoint { () throws(BLSError) in
                if case .add = operation { try Group.add(left, right) } else { try Group.subtract(left, right) }
            }
        case .negate:
            try consume(prices.negation)
            let point = try popBytes(Group.byteCount)
            try pushPoint { () throws(BLSError) in try Group.negate(point) }
        case .multiply:
            try stack.require(2)
            try consume(prices.product)
            let scalar = try popScalar()
            let point = try popBytes(Group.byteCount)
            try pushPoint { () throws(BLSError) in try Group.multiply(point, by: scalar) }
        case .multiExponentiate:
            let count = try popCount(notAbove: (stack.depth - 1) / 2)
            try consume(prices.multiExponentiation(of: count))
            let terms = try popList(count) { machine throws(VMException) in
                let scalar = try machine.popScalar()
                return (point: try machine.popBytes(Group.byteCount), scalar: scalar)
            }
            try pushPoint { () throws(BLSError) in try Group.multiExponentiate(terms) }
        case .zero: try pushPoint { () throws(BLSError) in Group.zero }
        case .mapToGroup:
            try consume(prices.mapping)
            // An element of the field below the group has as many bytes as a point.
            let element = try popBytes(Group.byteCount)
            try pushPoint { () throws(BLSError) in try Group.mapToGroup(element) }
        case .isInGroup:
            try consume(prices.groupTest)
            stack.push(Group.isInGroup(try popBytes(Group.byteCount)))
        case .isZero: stack.push(Group.isZero(try popBytes(Group.byteCount)))
        default: throw .fatal
        }
    }

    // MARK: - Operands

    private mutating func popBytes(_ count: Int) throws(VMException) -> [UInt8] {
        try Self.firstBytes(count, of: try stack.popSlice())
    }

    private mutating func popScalar() throws(VMException) -> BLS.Scalar {
        let integer = try stack.popFiniteInteger()
        // -2^256 alone has no opposite.
        let magnitude = integer.absolute.unsignedBytes ?? [1] + [UInt8](repeating: 0, count: 32)
        return BLS.Scalar(magnitude: magnitude, isNegative: integer.isNegative)
    }

    /// Pops so many items, the last first.
    private mutating func popList<Item>(
        _ count: Int, _ pop: (inout VirtualMachine) throws(VMException) -> Item
    ) throws(VMException) -> [Item] {
        var items: [Item] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try pop(&self)) }
        items.reverse()
        return items
    }

    /// Pushes a point's bytes, for which no cell is paid; throws `unknown` where there is no such point.
    private mutating func pushPoint(_ compute: () throws(BLSError) -> [UInt8]) throws(VMException) {
        let bytes: [UInt8]
        do { bytes = try compute() } catch { throw .unknown }
        let cell = try Self.cellOverflow { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(bytes: bytes)
            return try builder.build()
        }
        stack.push(cell.exoticSlice())
    }
}

/// What the instructions on points of a group cost.
private struct GroupPrices {
    let sum: Int64
    let negation: Int64
    let product: Int64
    let mapping: Int64
    let groupTest: Int64
    let multiExponentiation: Int64
    let term: Int64
    /// Divided by the logarithm of the number of terms, which is at least 4.
    let sharedTerm: Int64

    func multiExponentiation(of count: Int) -> Int64 {
        let logarithm = max(4, Int.bitWidth - 1 - count.leadingZeroBitCount)
        return multiExponentiation + Int64(count) * term + Int64(count) * sharedTerm / Int64(logarithm)
    }
}

/// G1 or G2.
private protocol PricedGroup {
    static var prices: GroupPrices { get }
    static var byteCount: Int { get }
    static var zero: [UInt8] { get }
    static func add(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8]
    static func subtract(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8]
    static func negate(_ point: [UInt8]) throws(BLSError) -> [UInt8]
    static func multiply(_ point: [UInt8], by scalar: BLS.Scalar) throws(BLSError) -> [UInt8]
    static func multiExponentiate(_ terms: [(point: [UInt8], scalar: BLS.Scalar)]) throws(BLSError) -> [UInt8]
    static func mapToGroup(_ element: [UInt8]) throws(BLSError) -> [UInt8]
    static func isInGroup(_ point: [UInt8]) -> Bool
    static func isZero(_ point: [UInt8]) -> Bool
}

extension BLS.G1: PricedGroup {
    fileprivate static var prices: GroupPrices {
        GroupPrices(
            sum: 3_900, negation: 750, product: 5_200, mapping: 2_350, groupTest: 2_950, multiExponentiation: 11_375,
            term: 630, sharedTerm: 8_820)
    }
}

extension BLS.G2: PricedGroup {
    fileprivate static var prices: GroupPrices {
        GroupPrices(
            sum: 6_100, negation: 1_550, product: 10_550, mapping: 7_950, groupTest: 4_250,
            multiExponentiation: 30_388, term: 1_280, sharedTerm: 22_840)
    }
}
