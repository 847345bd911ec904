/// Instructions on the curve BLS12-381 and its signatures.
enum BLSOperation: Hashable, Sendable {
    /// Which points: those on the curve itself, or on its twist.
    enum Group: Hashable, Sendable { case g1, g2 }

    case verify, aggregate, fastAggregateVerify, aggregateVerify
    case add(Group), subtract(Group), negate(Group), multiply(Group), multiExponentiate(Group), zero(Group)
    case mapToGroup(Group), isInGroup(Group), isZero(Group)
    case pairing, pushOrder

    static let instructions: [Instruction] = [
        row("VERIFY", 0xf93000, .verify),
        row("AGGREGATE", 0xf93001, .aggregate),
        row("FASTAGGREGATEVERIFY", 0xf93002, .fastAggregateVerify),
        row("AGGREGATEVERIFY", 0xf93003, .aggregateVerify),
        row("G1_ADD", 0xf93010, .add(.g1)),
        row("G1_SUB", 0xf93011, .subtract(.g1)),
        row("G1_NEG", 0xf93012, .negate(.g1)),
        row("G1_MUL", 0xf93013, .multiply(.g1)),
        row("G1_MULTIEXP", 0xf93014, .multiExponentiate(.g1)),
        row("G1_ZERO", 0xf93015, .zero(.g1)),
        row("MAP_TO_G1", 0xf93016, .mapToGroup(.g1)),
        row("G1_INGROUP", 0xf93017, .isInGroup(.g1)),
        row("G1_ISZERO", 0xf93018, .isZero(.g1)),
        row("G2_ADD", 0xf93020, .add(.g2)),
        row("G2_SUB", 0xf93021, .subtract(.g2)),
        row("G2_NEG", 0xf93022, .negate(.g2)),
        row("G2_MUL", 0xf93023, .multiply(.g2)),
        row("G2_MULTIEXP", 0xf93024, .multiExponentiate(.g2)),
        row("G2_ZERO", 0xf93025, .zero(.g2)),
        row("MAP_TO_G2", 0xf93026, .mapToGroup(.g2)),
        row("G2_INGROUP", 0xf93027, .isInGroup(.g2)),
        row("G2_ISZERO", 0xf93028, .isZero(.g2)),
        row("PAIRING", 0xf93030, .pairing),
        row("PUSHR", 0xf93031, .pushOrder),
    ]

    private static func row(_ name: String, _ opcode: UInt32, _ operation: BLSOperation) -> Instruction {
        Instruction("BLS_" + name, opcode, 24, .crypto(.bls(operation)), since: 4)
    }
}
