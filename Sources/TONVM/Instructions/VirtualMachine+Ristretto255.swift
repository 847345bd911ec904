import TONBlocks
import TONCrypto

/// The group ristretto255. An element is the unsigned number that its encoding is, first byte highest.
///
/// Reference: `crypto/vm/tonops.cpp`.
extension VirtualMachine {
    private enum RistrettoPrice {
        static let elementOfHash: Int64 = 600
        static let validation: Int64 = 200
        static let addition: Int64 = 600
        static let multiplication: Int64 = 2000
        static let generatorMultiplication: Int64 = 750
    }

    /// Carries out an instruction on ristretto255.
    mutating func executeRistretto255(_ operation: CryptoOperation) throws(VMException) {
        switch operation {
        case .elementOfHash:
            try stack.require(2)
            let second = try stack.popInteger()
            let first = try stack.popInteger()
            try consume(RistrettoPrice.elementOfHash)
            let bytes = try Self.unsigned(first).bytes + Self.unsigned(second).bytes
            guard let element = Ristretto255.Element(hash: bytes) else { throw .fatal }
            stack.push(Int257(element.bytes))
        case .validate, .validateQuiet:
            let number = try stack.popInteger()
            try consume(RistrettoPrice.validation)
            let isValid = Self.element(number)?.isValid == true
            if operation == .validateQuiet {
                stack.push(isValid)
            } else if !isValid {
                throw .rangeCheck
            }
        case .add, .addQuiet, .subtract, .subtractQuiet:
            try stack.require(2)
            let right = try stack.popInteger()
            let left = try stack.popInteger()
            try consume(RistrettoPrice.addition)
            var result: Ristretto255.Element?
            if let left = Self.element(left), let right = Self.element(right) {
                let isSum = operation == .add || operation == .addQuiet
                result = isSum ? left.adding(right) : left.subtracting(right)
            }
            try push(result, quiet: operation == .addQuiet || operation == .subtractQuiet)
        case .multiply, .multiplyQuiet:
            try stack.require(2)
            let factor = try stack.popInteger()
            let number = try stack.popInteger()
            try consume(RistrettoPrice.multiplication)
            try push(product(of: number, factor), quiet: operation == .multiplyQuiet)
        case .multiplyGenerator, .multiplyGeneratorQuiet:
            let factor = try stack.popInteger()
            try consume(RistrettoPrice.generatorMultiplication)
            let result = Self.scalar(factor).flatMap(Ristretto255.Element.init(generatorTimes:))
            try push(result, quiet: operation == .multiplyGeneratorQuiet)
        case .pushOrder: stack.push(Int257(Ristretto255.order))
        default: throw .fatal
        }
    }

    private static func element(_ number: Int257) -> Ristretto255.Element? {
        number.unsignedBytes.flatMap { Hash256($0) }.map(Ristretto255.Element.init)
    }

    /// The remainder modulo the order; nil for NaN.
    private static func scalar(_ number: Int257) -> Ristretto255.Scalar? {
        number.dividedBy(Int257(Ristretto255.order), rounding: .floor).remainder.unsignedBytes
            .flatMap { Ristretto255.Scalar(twosComplement: $0) }
    }

    private func product(of number: Int257, _ factor: Int257) -> Ristretto255.Element? {
        let factor = Self.scalar(factor)
        if globalVersion < 14 {
            // A factor of zero made zero of anything, and zero times anything else failed.
            if factor?.bytes == .zero { return .identity }
            if number.isZero { return nil }
        }
        guard let factor else { return nil }
        let product = Self.element(number)?.multiplied(by: factor)
        // To the library a neutral product is a failure, which the reference looks for in zeros alone. (The neutral
        // element has another encoding in some versions of the library: 2^7.)
        if product == .identity, !number.isZero, factor.bytes != .zero { return nil }
        return product
    }

    private mutating func push(_ result: Ristretto255.Element?, quiet: Bool) throws(VMException) {
        guard let result else {
            guard quiet else { throw .rangeCheck }
            stack.push(false)
            return
        }
        stack.push(Int257(result.bytes))
        if quiet { stack.push(true) }
    }
}
