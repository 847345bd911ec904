import TONBlocks
import TONCells

/// Amounts and addresses.
///
/// From version 10 on addresses have no anycast, and none is of variable length.
///
/// Reference: `crypto/vm/tonops.cpp`.
extension VirtualMachine {
    /// Carries out an instruction on amounts and addresses.
    mutating func executeAddress(_ operation: ApplicationOperation) throws(VMException) {
        switch operation {
        case .loadCoins: try loadAmount(lengthBits: 4, signed: false)
        case .loadSigned16: try loadAmount(lengthBits: 4, signed: true)
        case .loadUnsigned32: try loadAmount(lengthBits: 5, signed: false)
        case .loadSigned32: try loadAmount(lengthBits: 5, signed: true)
        case .storeCoins: try storeAmount(lengthBits: 4, signed: false)
        case .storeSigned16: try storeAmount(lengthBits: 4, signed: true)
        case .storeUnsigned32: try storeAmount(lengthBits: 5, signed: false)
        case .storeSigned32: try storeAmount(lengthBits: 5, signed: true)
        case .loadAddress: try loadAddress(quiet: false)
        case .loadAddressQuiet: try loadAddress(quiet: true)
        case .loadStandard: try loadAddress(quiet: false, onlyStandard: true)
        case .loadStandardQuiet: try loadAddress(quiet: true, onlyStandard: true)
        case .loadOptional: try loadOptionalAddress(quiet: false)
        case .loadOptionalQuiet: try loadOptionalAddress(quiet: true)
        case .parseAddress: try parseAddress(quiet: false)
        case .parseAddressQuiet: try parseAddress(quiet: true)
        case .rewriteStandard: try rewriteAddress(quiet: false, onlyStandard: true)
        case .rewriteStandardQuiet: try rewriteAddress(quiet: true, onlyStandard: true)
        case .rewriteVariable: try rewriteAddress(quiet: false, onlyStandard: false)
        case .rewriteVariableQuiet: try rewriteAddress(quiet: true, onlyStandard: false)
        case .storeStandard: try storeAddress(quiet: false, optional: false)
        case .storeStandardQuiet: try storeAddress(quiet: true, optional: false)
        case .storeOptional: try storeAddress(quiet: false, optional: true)
        case .storeOptionalQuiet: try storeAddress(quiet: true, optional: true)
        default: throw .fatal
        }
    }

    // MARK: - Amounts

    private mutating func loadAmount(lengthBits: Int, signed: Bool) throws(VMException) {
        var slice = try stack.popSlice()
        let amount = try Self.cellUnderflow { () throws(CellError) in
            let bits = Int(try slice.loadUInt(bits: lengthBits)) * 8
            return signed ? try slice.loadInt257(bits: bits) : try slice.loadUInt256(bits: bits)
        }
        stack.push(amount)
        stack.push(slice)
    }

    private mutating func storeAmount(lengthBits: Int, signed: Bool) throws(VMException) {
        try stack.require(2)
        let amount = try stack.popInteger()
        let builder = Self.writable(try stack.popBuilder())
        guard let size = amount.bitSize(signed: signed), (size + 7) / 8 < 1 << lengthBits else { throw .rangeCheck }
        let byteCount = (size + 7) / 8
        guard builder.builder.remainingBits >= lengthBits + byteCount * 8 else { throw .cellOverflow }
        try Self.cellOverflow { () throws(CellError) in
            try builder.builder.store(UInt64(byteCount), bits: lengthBits)
            if signed {
                try builder.builder.store(amount, signedBits: byteCount * 8)
            } else {
                try builder.builder.store(amount, unsignedBits: byteCount * 8)
            }
        }
        stack.push(builder)
    }

    // MARK: - Parsing

    /// The parts of an address.
    private enum Address {
        case none
        case external(CellSlice)
        /// The kind is 2 or 3, standard or variable.
        case `internal`(kind: Int, anycast: CellSlice?, workchain: Int64, address: CellSlice)
    }

    /// Reads an address; nil where there is none that is allowed.
    private func address(from slice: inout CellSlice) -> Address? {
        try? readAddress(from: &slice)
    }

    private func readAddress(from slice: inout CellSlice) throws(CellError) -> Address {
        switch try slice.loadUInt(bits: 2) {
        case 0: return .none
        case 1:
            let count = Int(try slice.loadUInt(bits: 9))
            return .external(try slice.loadSlice(bits: count))
        case 2:
            let anycast = try readAnycast(from: &slice)
            let workchain = try slice.loadInt(bits: 8)
            return .internal(
                kind: 2, anycast: anycast, workchain: workchain, address: try slice.loadSlice(bits: 256))
        default:
            guard globalVersion < 10 else { throw .outOfRange("an address of variable length") }
            let anycast = try readAnycast(from: &slice)
            let count = Int(try slice.loadUInt(bits: 9))
            let workchain = try slice.loadInt(bits: 32)
            return .internal(
                kind: 3, anycast: anycast, workchain: workchain, address: try slice.loadSlice(bits: count))
        }
    }

    private func readAnycast(from slice: inout CellSlice) throws(CellError) -> CellSlice? {
        guard try slice.loadBit() else { return nil }
        guard globalVersion < 10 else { throw .outOfRange("an anycast address") }
        let depth = Int(try slice.loadUInt(bits: 5))
        guard (1...30).contains(depth) else { throw .outOfRange("an anycast depth of \(depth)") }
        return try slice.loadSlice(bits: depth)
    }

    // MARK: - Loading

    private mutating func loadAddress(quiet: Bool, onlyStandard: Bool = false) throws(VMException) {
        let whole = try stack.popSlice()
        try pushAddress(of: whole, quiet: quiet, onlyStandard: onlyStandard)
    }

    private mutating func pushAddress(of whole: CellSlice, quiet: Bool, onlyStandard: Bool) throws(VMException) {
        var rest = whole
        var isLoaded = false
        if !onlyStandard || whole.remainingBits >= 2 && whole.prefetchUInt(bits: 2) == 2 {
            isLoaded = address(from: &rest) != nil
        }
        guard isLoaded else {
            guard quiet else { throw .cellUnderflow }
            stack.push(whole)
            stack.push(false)
            return
        }
        var part = whole
        let count = whole.remainingBits - rest.remainingBits
        stack.push(try Self.cellUnderflow { () throws(CellError) in try part.loadSlice(bits: count) })
        stack.push(rest)
        if quiet { stack.push(true) }
    }

    private mutating func loadOptionalAddress(quiet: Bool) throws(VMException) {
        var slice = try stack.popSlice()
        guard slice.remainingBits >= 2, slice.prefetchUInt(bits: 2) == 0 else {
            return try pushAddress(of: slice, quiet: quiet, onlyStandard: true)
        }
        slice.advance(bits: 2)
        stack.pushNull()
        stack.push(slice)
        if quiet { stack.push(true) }
    }

    private mutating func parseAddress(quiet: Bool) throws(VMException) {
        var slice = try stack.popSlice()
        guard let address = address(from: &slice), slice.isEmpty else {
            guard quiet else { throw .cellUnderflow }
            stack.push(false)
            return
        }
        let values: [StackEntry]
        switch address {
        case .none: values = [.integer(.zero)]
        case .external(let bits): values = [.integer(.one), .slice(bits)]
        case .internal(let kind, let anycast, let workchain, let bits):
            values = [
                .integer(Int257(kind)), anycast.map { .slice($0) } ?? .null, .integer(Int257(workchain)), .slice(bits),
            ]
        }
        stack.push(Tuple(values))
        if quiet { stack.push(true) }
    }

    private mutating func rewriteAddress(quiet: Bool, onlyStandard: Bool) throws(VMException) {
        var slice = try stack.popSlice()
        guard case .internal(_, let anycast, let workchain, let bits)? = address(from: &slice), slice.isEmpty,
            !onlyStandard || bits.remainingBits == 256, (anycast?.remainingBits ?? 0) <= bits.remainingBits
        else {
            guard quiet else { throw .cellUnderflow }
            stack.push(false)
            return
        }
        stack.push(Int257(workchain))
        if onlyStandard {
            var number = bits
            var prefix = anycast
            let (value, high) = try Self.cellUnderflow { () throws(CellError) in
                let count = prefix?.remainingBits ?? 0
                let high = try prefix?.loadUInt(bits: count) ?? 0
                try number.skip(bits: count)
                return (try number.loadUInt256(bits: 256 - count), Int257(high).shiftLeft(bits: 256 - count))
            }
            stack.push(value.adding(high))
        } else {
            stack.push(try rewrite(bits, anycast))
        }
        if quiet { stack.push(true) }
    }

    /// An address with its first bits replaced: a new cell, where some are and some stay.
    private mutating func rewrite(_ address: CellSlice, _ prefix: CellSlice?) throws(VMException) -> CellSlice {
        guard let prefix, prefix.remainingBits > 0 else { return address }
        guard prefix.remainingBits < address.remainingBits else { return prefix }
        var rest = address
        rest.advance(bits: prefix.remainingBits)
        let builder = try Self.cellOverflow { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(prefix)
            try builder.store(rest)
            return builder
        }
        return try load(try build(builder))
    }

    // MARK: - Storing

    /// Stores a standard address, or two zero bits for null where that is allowed. Quietly, a flag says whether it failed.
    private mutating func storeAddress(quiet: Bool, optional: Bool) throws(VMException) {
        try stack.require(2)
        let builder = try stack.popBuilder()
        let entry = try stack.pop()
        switch entry {
        case .null where optional:
            guard builder.builder.remainingBits >= 2 else {
                return try refuse(entry, builder, quiet: quiet, .cellOverflow)
            }
            let changed = Self.writable(builder)
            try Self.cellOverflow { () throws(CellError) in try changed.builder.store(0, bits: 2) }
            stack.push(changed)
            if quiet { stack.push(false) }
        case .slice(let slice):
            // addr_std$10 without anycast.
            let isStandard =
                slice.remainingBits == 267 && slice.remainingReferences == 0 && slice.prefetchUInt(bits: 3) == 0b100
            guard isStandard, builder.builder.remainingBits >= 267 else {
                return try refuse(entry, builder, quiet: quiet, .cellOverflow)
            }
            let changed = Self.writable(builder)
            try Self.cellOverflow { () throws(CellError) in try changed.builder.store(slice) }
            stack.push(changed)
            if quiet { stack.push(false) }
        default:
            guard optional else { throw .typeCheck }
            // Before version 14 the value was lost.
            try refuse(globalVersion >= 14 ? entry : .null, builder, quiet: quiet, .typeCheck)
        }
    }

    private mutating func refuse(
        _ entry: StackEntry, _ builder: BuilderReference, quiet: Bool, _ exception: VMException
    ) throws(VMException) {
        guard quiet else { throw exception }
        stack.push(entry)
        stack.push(builder)
        stack.push(true)
    }
}
