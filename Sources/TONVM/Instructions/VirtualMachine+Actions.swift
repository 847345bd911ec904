import TONBlocks
import TONCells

/// Actions: each is a cell that refers to the one before, and c5 holds the last.
///
/// Reference: `crypto/vm/tonops.cpp`.
extension VirtualMachine {
    private enum ActionTag {
        static let sendMessage: UInt64 = 0x0ec3_c86d
        static let reserve: UInt64 = 0x36e6_b809
        static let setCode: UInt64 = 0xad4d_e08e
        static let changeLibrary: UInt64 = 0x26fa_1dd4
    }

    /// Carries out an instruction that leaves an action to do.
    mutating func executeAction(_ operation: ApplicationOperation) throws(VMException) {
        switch operation {
        case .sendRaw:
            try stack.require(2)
            let mode = try stack.popInteger(in: 0...255)
            let message = try stack.popCell()
            try appendSending(message, mode: mode)
        case .send: try sendMessage()
        case .reserve, .reserveExtra:
            try stack.require(operation == .reserve ? 2 : 3)
            let mode = try stack.popInteger(in: 0...(globalVersion >= 4 ? 31 : 15))
            let extra = operation == .reserve ? nil : try stack.popMaybeCell()
            let amount = try stack.popFiniteInteger()
            guard !amount.isNegative else { throw .rangeCheck }
            let byteCount = ((amount.bitSize(signed: false) ?? 0) + 7) / 8
            guard byteCount <= 15 else { throw .cellOverflow }
            try append(ActionTag.reserve) { builder throws(CellError) in
                try builder.store(UInt64(mode), bits: 8)
                try builder.store(UInt64(byteCount), bits: 4)
                try builder.store(amount, unsignedBits: byteCount * 8)
                try builder.store(maybeReference: extra)
            }
        case .setCode:
            let code = try stack.popCell()
            try append(ActionTag.setCode) { builder throws(CellError) in try builder.store(reference: code) }
        case .setLibrary:
            let mode = try popLibraryMode()
            let library = try stack.popCell()
            try append(ActionTag.changeLibrary) { builder throws(CellError) in
                try builder.store(UInt64(mode * 2 + 1), bits: 8)
                try builder.store(reference: library)
            }
        case .changeLibrary:
            let mode = try popLibraryMode()
            let hash = try Self.unsigned(try stack.popFiniteInteger())
            try append(ActionTag.changeLibrary) { builder throws(CellError) in
                try builder.store(UInt64(mode * 2), bits: 8)
                try builder.store(hash)
            }
        default: throw .fatal
        }
    }

    /// Puts the action behind the others that sends a message.
    mutating func appendSending(_ message: Cell, mode: Int) throws(VMException) {
        try append(ActionTag.sendMessage) { builder throws(CellError) in
            try builder.store(UInt64(mode), bits: 8)
            try builder.store(reference: message)
        }
    }

    private mutating func popLibraryMode() throws(VMException) -> Int {
        try stack.require(2)
        guard globalVersion >= 4 else { return try stack.popInteger(in: 0...2) }
        let mode = try stack.popInteger(in: 0...31)
        // The fifth bit is a flag of its own.
        guard mode & ~16 <= 2 else { throw .rangeCheck }
        return mode
    }

    /// Puts an action behind those that are there.
    mutating func append(
        _ tag: UInt64, _ content: (inout CellBuilder) throws(CellError) -> Void
    ) throws(VMException) {
        guard let actions = registers.c5 else { throw .fatal }
        let builder = try Self.cellOverflow { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(reference: actions)
            try builder.store(tag, bits: 32)
            try content(&builder)
            return builder
        }
        registers.c5 = try build(builder)
    }
}
