public import TONCells

/// The phase that returns a message which could not be processed.
public enum BouncePhase: Hashable, Sendable {
    /// `tr_phase_bounce_negfunds$00`: the balance was negative.
    case negativeFunds
    /// `tr_phase_bounce_nofunds$01 msg_size:StorageUsed req_fwd_fees:Grams`: too little was left to send it back.
    case noFunds(messageSize: StorageUsed, requiredForwardFees: Coins)
    /// `tr_phase_bounce_ok$1 msg_size:StorageUsed msg_fees:Grams fwd_fees:Grams`: it was sent back.
    case ok(messageSize: StorageUsed, messageFees: Coins, forwardFees: Coins)
}

extension BouncePhase: TLBCodable {
    /// Reads any of the three constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try slice.loadBit() {
            self = .ok(
                messageSize: try slice.load(), messageFees: try slice.load(), forwardFees: try slice.load())
        } else if try slice.loadBit() {
            self = .noFunds(messageSize: try slice.load(), requiredForwardFees: try slice.load())
        } else {
            self = .negativeFunds
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .negativeFunds:
            try builder.store(0b00, bits: 2)
        case .noFunds(let messageSize, let requiredForwardFees):
            try builder.store(0b01, bits: 2)
            try builder.store(messageSize)
            try builder.store(requiredForwardFees)
        case .ok(let messageSize, let messageFees, let forwardFees):
            try builder.store(0b1, bits: 1)
            try builder.store(messageSize)
            try builder.store(messageFees)
            try builder.store(forwardFees)
        }
    }
}
