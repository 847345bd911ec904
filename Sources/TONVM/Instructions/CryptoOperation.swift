/// Instructions that hash, verify signatures, and compute on curves.
enum CryptoOperation: Hashable, Sendable {
    case hashCell, hashSlice, hashBuilder, sha256
    /// Hashes many slices and builders with a function: the operand is its number, or 255 where that is on the stack.
    case hashMany, hashManyReversed, hashManyAppending, hashManyAppendingReversed
    case verify, verifySlice, verifyP256, verifyP256Slice
    case recoverSecp256k1, tweakSecp256k1
    case elementOfHash, validate, validateQuiet, add, addQuiet, subtract, subtractQuiet
    case multiply, multiplyQuiet, multiplyGenerator, multiplyGeneratorQuiet, pushOrder
    case bls(BLSOperation)

    static let instructions: [Instruction] = hashes + signatures + ristretto255 + BLSOperation.instructions

    private static let hashes: [Instruction] = [
        Instruction("HASHCU", 0xf900, 16, .crypto(.hashCell)),
        Instruction("HASHSU", 0xf901, 16, .crypto(.hashSlice)),
        Instruction("SHA256U", 0xf902, 16, .crypto(.sha256)),
        Instruction("HASHEXT", 0xf904, 16, .crypto(.hashMany), operand: 8, form: .number(adding: 0), since: 4),
        Instruction("HASHEXTR", 0xf905, 16, .crypto(.hashManyReversed), operand: 8, form: .number(adding: 0), since: 4),
        Instruction(
            "HASHEXTA", 0xf906, 16, .crypto(.hashManyAppending), operand: 8, form: .number(adding: 0), since: 4),
        Instruction(
            "HASHEXTAR", 0xf907, 16, .crypto(.hashManyAppendingReversed), operand: 8, form: .number(adding: 0),
            since: 4),
        Instruction("HASHBU", 0xf916, 16, .crypto(.hashBuilder), since: 12),
    ]

    private static let signatures: [Instruction] = [
        Instruction("CHKSIGNU", 0xf910, 16, .crypto(.verify)),
        Instruction("CHKSIGNS", 0xf911, 16, .crypto(.verifySlice)),
        Instruction("ECRECOVER", 0xf912, 16, .crypto(.recoverSecp256k1), since: 4),
        Instruction("SECP256K1_XONLY_PUBKEY_TWEAK_ADD", 0xf913, 16, .crypto(.tweakSecp256k1), since: 9),
        Instruction("P256_CHKSIGNU", 0xf914, 16, .crypto(.verifyP256), since: 4),
        Instruction("P256_CHKSIGNS", 0xf915, 16, .crypto(.verifyP256Slice), since: 4),
    ]

    private static let ristretto255: [Instruction] = [
        Instruction("RIST255_FROMHASH", 0xf920, 16, .crypto(.elementOfHash), since: 4),
        Instruction("RIST255_VALIDATE", 0xf921, 16, .crypto(.validate), since: 4),
        Instruction("RIST255_ADD", 0xf922, 16, .crypto(.add), since: 4),
        Instruction("RIST255_SUB", 0xf923, 16, .crypto(.subtract), since: 4),
        Instruction("RIST255_MUL", 0xf924, 16, .crypto(.multiply), since: 4),
        Instruction("RIST255_MULBASE", 0xf925, 16, .crypto(.multiplyGenerator), since: 4),
        Instruction("RIST255_PUSHL", 0xf926, 16, .crypto(.pushOrder), since: 4),
        Instruction("RIST255_QVALIDATE", 0xb7f921, 24, .crypto(.validateQuiet), since: 4),
        Instruction("RIST255_QADD", 0xb7f922, 24, .crypto(.addQuiet), since: 4),
        Instruction("RIST255_QSUB", 0xb7f923, 24, .crypto(.subtractQuiet), since: 4),
        Instruction("RIST255_QMUL", 0xb7f924, 24, .crypto(.multiplyQuiet), since: 4),
        Instruction("RIST255_QMULBASE", 0xb7f925, 24, .crypto(.multiplyGeneratorQuiet), since: 4),
    ]
}
