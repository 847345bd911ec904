import SilkTestSupport
import TONCrypto
import Testing

/// Programs of cryptographic instructions whose results the reference computed. Those that only push operands and use them
/// are worked out here, without a TVM.
@Suite(
    "Recorded programs of cryptographic instructions",
    .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedInstructionTests {
    struct Programs: Decodable {
        let programs: [Program]
    }

    struct Program: Decodable, Sendable, CustomTestStringConvertible {
        let category: String
        let name: String
        let asm: String
        let exitCode: Int
        let stack: String

        enum CodingKeys: String, CodingKey {
            case category, name, asm
            case exitCode = "exit_code"
            case stack = "stack_out"
        }

        var testDescription: String { name }
    }

    /// What a program pushes: bytes of a slice, or those of a 256-bit integer; a truth has no bytes.
    enum Value: Equatable {
        case bytes([UInt8])
        case truth(Bool)
    }

    /// Instructions that this suite knows. The others need cells (HASHSU) or another module (BLS_…).
    static let known: Set<String> = [
        "PUSHSLICE", "INT", "NEWC", "ENDC", "CTOS", "DUP", "2DUP", "CHKSIGNS", "CHKSIGNU", "P256_CHKSIGNS", "SHA256U",
        "HASHEXT_SHA256",
        "HASHEXT_SHA512", "HASHEXT_BLAKE2B", "HASHEXT_KECCAK256", "HASHEXT_KECCAK512", "RIST255_FROMHASH",
        "RIST255_MUL", "RIST255_ADD", "RIST255_MULBASE", "RIST255_SUB", "RIST255_VALIDATE", "RIST255_PUSHL",
        "RIST255_QVALIDATE", "ECRECOVER",
    ]

    static let programs: [Program] = {
        let all = (try? RecordedFixtures.json(Programs.self, "tvm/exec/programs.json"))?.programs ?? []
        return all.filter { program in
            program.category == "crypto"
                && program.asm.split(separator: " ").allSatisfy { known.contains(String($0)) || literal($0) != nil }
        }
    }()

    // 7 of Ed25519, 4 of P-256, 28 of hashes, 9 of ristretto255, 1 of secp256k1.
    @Test("none is missing")
    func count() {
        #expect(Self.programs.count == 49)
    }

    @Test("the same results", arguments: programs)
    func result(_ program: Program) throws {
        #expect(program.exitCode == 0)
        var stack: [Value] = []
        for token in program.asm.split(separator: " ") {
            if let literal = Self.literal(token) {
                stack.append(.bytes(literal))
            } else {
                try execute(String(token), &stack)
            }
        }
        // Each value lies in a cell of its own, and each cell's data in whole bytes.
        let recorded = try #require(Base64.decode(program.stack))
        try #require(!stack.isEmpty)
        for value in stack {
            switch value {
            case .bytes(let bytes):
                try #require(bytes.count % 32 == 0)
                for start in stride(from: 0, to: bytes.count, by: 32) {
                    #expect(contains(recorded, [2, 0] + bytes[start..<start + 32]))
                }
            case .truth(let truth):
                #expect(contains(recorded, [1] + [UInt8](repeating: truth ? 0xff : 0, count: 8)))
            }
        }
    }

    private func execute(_ name: String, _ stack: inout [Value]) throws {
        func pop() throws -> [UInt8] {
            guard case .bytes(let bytes)? = stack.popLast() else { throw Unexpected(instruction: name) }
            return bytes
        }
        func popHash() throws -> Hash256 { try #require(Hash256(wide(try pop()))) }
        func popScalar() throws -> Ristretto255.Scalar {
            try #require(Ristretto255.Scalar(twosComplement: [0] + wide(try pop())))
        }
        func push(_ element: Ristretto255.Element?) throws {
            stack.append(.bytes(try #require(element).bytes.bytes))
        }
        switch name {
        case "PUSHSLICE", "INT": break
        // Always together: an empty slice.
        case "NEWC": stack.append(.bytes([]))
        case "ENDC", "CTOS": break
        case "DUP": stack.append(try #require(stack.last))
        case "2DUP": stack += stack.suffix(2)
        case "CHKSIGNS", "CHKSIGNU":
            let (key, signature, message) = (try popHash(), try pop(), try pop())
            let data = name == "CHKSIGNU" ? wide(message) : message
            stack.append(.truth(Ed25519.PublicKey(key).isValidSignature(signature, for: data)))
        case "P256_CHKSIGNS":
            let (key, signature, message) = (try pop(), try pop(), try pop())
            stack.append(.truth(try #require(P256.PublicKey(key)).isValidSignature(signature, for: message)))
        case "SHA256U": stack.append(.bytes(SHA256.hash(try pop()).bytes))
        case "HASHEXT_SHA256": try hash(with: .sha256)
        case "HASHEXT_SHA512": try hash(with: .sha512)
        case "HASHEXT_BLAKE2B": try hash(with: .blake2b512)
        case "HASHEXT_KECCAK256": try hash(with: .keccak256)
        case "HASHEXT_KECCAK512": try hash(with: .keccak512)
        case "RIST255_FROMHASH":
            let (second, first) = (try popHash(), try popHash())
            try push(Ristretto255.Element(hash: first.bytes + second.bytes))
        case "RIST255_MUL":
            let scalar = try popScalar()
            try push(Ristretto255.Element(try popHash()).multiplied(by: scalar))
        case "RIST255_MULBASE": try push(Ristretto255.Element(generatorTimes: try popScalar()))
        case "RIST255_ADD", "RIST255_SUB":
            let (right, left) = (Ristretto255.Element(try popHash()), Ristretto255.Element(try popHash()))
            try push(name == "RIST255_ADD" ? left.adding(right) : left.subtracting(right))
        case "RIST255_VALIDATE": #expect(Ristretto255.Element(try popHash()).isValid)
        case "RIST255_QVALIDATE": stack.append(.truth(Ristretto255.Element(try popHash()).isValid))
        case "RIST255_PUSHL": stack.append(.bytes(Ristretto255.order.bytes))
        case "ECRECOVER":
            let (s, r) = (try popHash(), try popHash())
            let recoveryID = try #require(try pop().last)
            let key = Secp256k1.recover(hash: try popHash(), r: r, s: s, recoveryID: recoveryID)
            if let key { stack += [.bytes(key.x.bytes), .bytes(key.y.bytes)] }
            stack.append(.truth(key != nil))
        default: throw Unexpected(instruction: name)
        }

        func hash(with algorithm: BitHasher.Algorithm) throws {
            let count = Int(try #require(try pop().last))
            var hasher = try BitHasher(algorithm)
            let pieces = try (0..<count).map { _ in try pop() }
            for piece in pieces.reversed() { try hasher.append(piece) }
            stack.append(.bytes(try hasher.finish()))
        }
    }

    struct Unexpected: Error {
        let instruction: String
    }

    /// The bytes of `x{…}`, of `0x…` and of a small decimal number.
    private static func literal(_ token: Substring) -> [UInt8]? {
        if token.hasPrefix("x{"), token.hasSuffix("}") { return Hex.decode(token.dropFirst(2).dropLast()) }
        if token.hasPrefix("0x") {
            let digits = token.dropFirst(2)
            return Hex.decode(digits.count % 2 == 0 ? digits : "0" + digits)
        }
        return UInt8(token).map { [$0] }
    }

    private func wide(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0, count: max(0, 32 - bytes.count)) + bytes
    }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...bytes.count - part.count).contains { bytes[$0...].starts(with: part) }
    }
}
