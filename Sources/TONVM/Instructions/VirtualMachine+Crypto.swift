import TONBlocks
import TONCells
import TONCrypto

/// Hashes and signatures.
///
/// Reference: `crypto/vm/tonops.cpp` and `crypto/vm/Hasher.cpp`.
extension VirtualMachine {
    private enum CryptoPrice {
        static let hashedEntry: Int64 = 1
        static let freeSignatures = 10
        static let signature: Int64 = 4000
        static let p256Signature: Int64 = 3500
        static let recovery: Int64 = 1500
        static let tweak: Int64 = 1250
    }

    /// Carries out an instruction that hashes, verifies, or computes on a curve.
    mutating func execute(_ operation: CryptoOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .hashCell: stack.push(Int257(try stack.popCell().hash))
        case .hashSlice:
            let slice = try stack.popSlice()
            var builder = CellBuilder()
            try Self.cellOverflow { () throws(CellError) in try builder.store(slice) }
            stack.push(Int257(try build(builder).hash))
        case .hashBuilder:
            let builder = try stack.popBuilder().builder
            stack.push(Int257(try Self.cellOverflow { () throws(CellError) in try builder.build() }.hash))
        case .sha256: stack.push(Int257(SHA256.hash(try popWholeBytes())))
        case .hashMany: try hashMany(operand)
        case .hashManyReversed: try hashMany(operand, reversed: true)
        case .hashManyAppending: try hashMany(operand, appending: true)
        case .hashManyAppendingReversed: try hashMany(operand, reversed: true, appending: true)
        case .verify: try verify(fromSlice: false)
        case .verifySlice: try verify(fromSlice: true)
        case .verifyP256: try verifyP256(fromSlice: false)
        case .verifyP256Slice: try verifyP256(fromSlice: true)
        case .recoverSecp256k1: try recoverSecp256k1()
        case .tweakSecp256k1: try tweakSecp256k1()
        case .bls(let operation): try execute(operation)
        default: try executeRistretto255(operation)
        }
    }

    // MARK: - Operands

    /// The bytes of the slice on top.
    mutating func popWholeBytes() throws(VMException) -> [UInt8] { try Self.wholeBytes(of: try stack.popSlice()) }

    /// The bytes of a slice, whose references don't matter; throws `cellUnderflow` where its bits are no whole bytes.
    static func wholeBytes(of slice: CellSlice) throws(VMException) -> [UInt8] {
        guard slice.remainingBits % 8 == 0 else { throw .cellUnderflow }
        return slice.bitString().bytes
    }

    /// The first bytes of a slice; throws `cellUnderflow` where it has fewer.
    static func firstBytes(_ count: Int, of slice: CellSlice) throws(VMException) -> [UInt8] {
        var slice = slice
        return try Self.cellUnderflow { () throws(CellError) in try slice.loadBytes(count) }
    }

    /// An unsigned number of 256 bits; throws `rangeCheck` for any other, and for NaN.
    static func unsigned(_ integer: Int257) throws(VMException) -> Hash256 {
        guard let bytes = integer.unsignedBytes, let hash = Hash256(bytes) else { throw .rangeCheck }
        return hash
    }

    /// How many values an instruction takes that finds the number on the stack; throws `rangeCheck` for more than that.
    mutating func popCount(notAbove maximum: Int) throws(VMException) -> Int {
        // The bound can be negative, and no number is in range then.
        guard let count = try stack.popInteger().smallValue, count >= 0, count <= Int64(maximum) else {
            throw .rangeCheck
        }
        return Int(count)
    }

    // MARK: - Hashes

    private mutating func hashMany(
        _ operand: UInt32, reversed: Bool = false, appending: Bool = false
    ) throws(VMException) {
        var number = Int(operand)
        if number == 255 {
            if globalVersion >= 9 { try stack.require(2) }
            number = try stack.popInteger(in: 0...254)
        }
        let below = globalVersion >= 9 && appending ? 1 : 0
        let count = try popCount(notAbove: stack.depth - 1 - below)
        guard let algorithm = UInt8(exactly: number).flatMap(BitHasher.Algorithm.init(rawValue:)) else {
            throw .rangeCheck
        }
        let digest = try hash(stack.splitTop(count), algorithm, reversed: reversed)
        if appending {
            let builder = Self.writable(try stack.popBuilder())
            try Self.cellOverflow { () throws(CellError) in try builder.builder.store(bytes: digest) }
            stack.push(builder)
        } else {
            let numbers = stride(from: 0, to: digest.count, by: 32).compactMap {
                Int257(unsigned: digest[$0..<$0 + 32])
            }
            if numbers.count == 1 {
                stack.push(numbers[0])
            } else {
                // No gas for this tuple.
                stack.push(Tuple(numbers.map { .integer($0) }))
            }
        }
    }

    /// Hashes the bits of slices and builders, and pays for each before it is hashed.
    private mutating func hash(
        _ entries: [StackEntry], _ algorithm: BitHasher.Algorithm, reversed: Bool
    ) throws(VMException) -> [UInt8] {
        guard var hasher = try? BitHasher(algorithm) else { throw .fatal }
        var paid: Int64 = 0
        for number in entries.indices {
            let bits: BitString
            switch entries[reversed ? entries.count - 1 - number : number] {
            case .slice(let slice): bits = slice.bitString()
            case .builder(let builder): bits = builder.builder.bitString
            default: throw .typeCheck
            }
            let byteCount = Int64((hasher.bitCount + bits.count) / 8)
            let price = Int64(number + 1) * CryptoPrice.hashedEntry + byteCount / algorithm.bytesPerGas
            try consume(price - paid)
            paid = price
            guard (try? hasher.append(bits.bytes, bitCount: bits.count)) != nil else { throw .fatal }
        }
        guard hasher.bitCount % 8 == 0 else { throw .cellUnderflow }
        guard let digest = try? hasher.finish() else { throw .fatal }
        return digest
    }

    // MARK: - Signatures

    private mutating func verify(fromSlice: Bool) throws(VMException) {
        try stack.require(3)
        let keyNumber = try stack.popInteger()
        let signatureSlice = try stack.popSlice()
        let message = fromSlice ? try popWholeBytes() : try Self.unsigned(try stack.popInteger()).bytes
        let signature = try Self.firstBytes(Ed25519.signatureByteCount, of: signatureSlice)
        let key = try Self.unsigned(keyNumber)
        if globalVersion >= 4 {
            signatureCount += 1
            if signatureCount > CryptoPrice.freeSignatures {
                try consume(CryptoPrice.signature)
            } else {
                freeGas += CryptoPrice.signature
            }
        }
        // Keys that anybody can sign for, and that are easily set by accident: 0, and 1 in the first byte.
        let isRefused = globalVersion >= 14 && key.bytes[0] <= 1 && key.bytes.dropFirst().allSatisfy { $0 == 0 }
        let isValid =
            signatureChecks.presumes(message, by: key)
            || !isRefused && Ed25519.PublicKey(key).isValidSignature(signature, for: message)
        stack.push(isValid)
    }

    private mutating func verifyP256(fromSlice: Bool) throws(VMException) {
        try stack.require(3)
        let keySlice = try stack.popSlice()
        let signatureSlice = try stack.popSlice()
        let message = fromSlice ? try popWholeBytes() : try Self.unsigned(try stack.popInteger()).bytes
        let signature = try Self.firstBytes(P256.signatureByteCount, of: signatureSlice)
        let key = P256.PublicKey(try Self.firstBytes(P256.publicKeyByteCount, of: keySlice))
        try consume(CryptoPrice.p256Signature)
        let isValid = signatureChecks == .ignored || key?.isValidSignature(signature, for: message) == true
        stack.push(isValid)
    }

    // MARK: - secp256k1

    private mutating func recoverSecp256k1() throws(VMException) {
        try stack.require(4)
        let sNumber = try stack.popInteger()
        let rNumber = try stack.popInteger()
        var recoveryID = try stack.popInteger(in: 0...255)
        let hashNumber = try stack.popInteger()
        let r = try Self.unsigned(rNumber)
        let s = try Self.unsigned(sNumber)
        // Ethereum's legacy numbers for 0 and 1.
        if globalVersion >= 14, recoveryID == 27 || recoveryID == 28 { recoveryID -= 27 }
        let hash = try Self.unsigned(hashNumber)
        try consume(CryptoPrice.recovery)
        pushKey(Secp256k1.recover(hash: hash, r: r, s: s, recoveryID: UInt8(recoveryID)))
    }

    private mutating func tweakSecp256k1() throws(VMException) {
        try stack.require(2)
        let tweakNumber = try stack.popInteger()
        let keyNumber = try stack.popInteger()
        let key = try Self.unsigned(keyNumber)
        let tweak = try Self.unsigned(tweakNumber)
        try consume(CryptoPrice.tweak)
        pushKey(Secp256k1.addTweak(tweak, toXOnly: key))
    }

    private mutating func pushKey(_ key: Secp256k1.PublicKey?) {
        if let key {
            stack.push(Int(Secp256k1.PublicKey.prefix))
            stack.push(Int257(key.x))
            stack.push(Int257(key.y))
        }
        stack.push(key != nil)
    }
}

extension BitHasher.Algorithm {
    /// How many bytes a unit of gas pays for.
    fileprivate var bytesPerGas: Int64 {
        switch self {
        case .sha256: 33
        case .sha512: 16
        case .blake2b512: 19
        case .keccak256: 11
        case .keccak512: 6
        }
    }
}
