import TONBlocks
import TONCells

/// What `SENDMSG` needs to know of a message to be sent.
///
/// ```
/// int_msg_info$0 ihr_disabled:Bool bounce:Bool bounced:Bool src:MsgAddress dest:MsgAddressInt
///   value:CurrencyCollection extra_flags:(VarUInteger 16) fwd_fee:Grams created_lt:uint64 created_at:uint32
///   = CommonMsgInfoRelaxed;
/// ext_out_msg_info$11 src:MsgAddress dest:MsgAddressExt created_lt:uint64 created_at:uint32 = CommonMsgInfoRelaxed;
/// message$_ {X:Type} info:CommonMsgInfoRelaxed init:(Maybe (Either StateInit ^StateInit)) body:(Either X ^X)
///   = MessageRelaxed X;
/// ```
///
/// It is read as leniently as the reference does: dictionaries and references aren't looked into, and amounts but the
/// value may start with a zero byte.
struct OutboundMessage {
    /// A part that lies in the root cell, or in a reference.
    struct Part {
        var isReferenced: Bool
        /// Its own bits and references in the root cell; none where it is referenced.
        let bits: Int
        let references: Int

        /// How many bits and references it takes of the root cell, besides the bit that says which it is.
        var bitsInRoot: Int { isReferenced ? 0 : bits }
        var referencesInRoot: Int { isReferenced ? 1 : references }
    }

    /// What only internal messages have.
    struct Internal {
        let isIHRDisabled: Bool
        let value: Int257
        let hasExtraCurrencies: Bool
        /// How many bits the flags take; they were the fee for the hypercube's short cut before version 12.
        let flagBits: Int
        let ihrFee: Int257
        let forwardFee: Int257
    }

    let destination: CellSlice
    /// Nil for an external message.
    let `internal`: Internal?
    var initialState: Part?
    var body: Part

    /// Reads a message that fills the slice.
    init(_ message: CellSlice) throws(CellError) {
        var slice = message
        if try slice.loadBit() {
            guard try slice.loadBit() else { throw .unknownTag(type: "CommonMsgInfoRelaxed", found: 0b10, bits: 2) }
            _ = try Self.loadAddress(&slice)
            destination = try Self.loadAddress(&slice, internal: false)
            `internal` = nil
        } else {
            let isIHRDisabled = try slice.loadBit()
            // Whether it bounces, or has bounced.
            try slice.skip(bits: 2)
            _ = try Self.loadAddress(&slice)
            destination = try Self.loadAddress(&slice, internal: true)
            guard let value = try Self.loadAmount(&slice).value else {
                throw .outOfRange("an amount that starts with a zero byte")
            }
            let hasExtraCurrencies = try slice.loadMaybeReference() != nil
            let flags = try Self.loadAmount(&slice)
            let forwardFee = try Self.loadAmount(&slice)
            `internal` = Internal(
                isIHRDisabled: isIHRDisabled, value: value, hasExtraCurrencies: hasExtraCurrencies,
                flagBits: flags.bits, ihrFee: flags.value ?? .zero, forwardFee: forwardFee.value ?? .zero)
        }
        // created_lt and created_at.
        try slice.skip(bits: 64 + 32)
        initialState = try slice.loadBit() ? try Self.loadInitialState(&slice) : nil
        if try slice.loadBit() {
            _ = try slice.loadReference()
            try slice.end()
            body = Part(isReferenced: true, bits: 0, references: 0)
        } else {
            body = Part(isReferenced: false, bits: slice.remainingBits, references: slice.remainingReferences)
        }
    }

    /// How many bits and references of a root cell the initial state and the body take.
    var contentBits: Int {
        2 + (initialState.map { 1 + $0.bitsInRoot } ?? 0) + body.bitsInRoot
    }
    var contentReferences: Int { (initialState?.referencesInRoot ?? 0) + body.referencesInRoot }

    private static func loadInitialState(_ slice: inout CellSlice) throws(CellError) -> Part {
        guard try !slice.loadBit() else {
            _ = try slice.loadReference()
            return Part(isReferenced: true, bits: 0, references: 0)
        }
        let (bits, references) = (slice.remainingBits, slice.remainingReferences)
        // The fixed prefix's length, and tick and tock.
        if try slice.loadBit() { try slice.skip(bits: 5) }
        if try slice.loadBit() { try slice.skip(bits: 2) }
        // Code, data and library.
        for _ in 0..<3 { _ = try slice.loadMaybeReference() }
        return Part(
            isReferenced: false, bits: bits - slice.remainingBits, references: references - slice.remainingReferences)
    }

    /// An amount and its bits; no amount where it starts with a zero byte.
    private static func loadAmount(_ slice: inout CellSlice) throws(CellError) -> (value: Int257?, bits: Int) {
        let byteCount = Int(try slice.loadUInt(bits: 4))
        let isPadded = byteCount > 0 && slice.prefetchUInt(bits: 8) == 0
        let value = try slice.loadUInt256(bits: byteCount * 8)
        return (isPadded ? nil : value, 4 + byteCount * 8)
    }

    /// Takes an address, which may have to be internal or external.
    private static func loadAddress(
        _ slice: inout CellSlice, internal isWanted: Bool? = nil
    ) throws(CellError) -> CellSlice {
        var whole = slice
        let isInternal = try slice.loadBit()
        if isWanted == true, !isInternal { throw .outOfRange("an external address") }
        switch (isInternal, try slice.loadBit()) {
        case (false, false): break
        // Where only external addresses can be, whatever isn't `addr_none` passes for `addr_extern`.
        case (true, _) where isWanted == false, (false, true):
            try slice.skip(bits: Int(try slice.loadUInt(bits: 9)))
        case (true, false):
            try skipAnycast(&slice)
            try slice.skip(bits: 8 + 256)
        case (true, true):
            try skipAnycast(&slice)
            let count = Int(try slice.loadUInt(bits: 9))
            try slice.skip(bits: 32 + count)
        }
        return try whole.loadSlice(bits: whole.remainingBits - slice.remainingBits)
    }

    private static func skipAnycast(_ slice: inout CellSlice) throws(CellError) {
        guard try slice.loadBit() else { return }
        let depth = Int(try slice.loadUInt(bits: 5))
        guard (1...30).contains(depth) else { throw .outOfRange("an anycast depth of \(depth)") }
        try slice.skip(bits: depth)
    }
}
