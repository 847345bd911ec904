import TONBlocks
import TONCells
import TONCrypto

// The bounce phase.
extension TransactionRun {
    private static let oldBounceTag: UInt64 = 0xffff_ffff

    /// Sends the message back with what is left of its value.
    func bouncePhase() throws(ExecutionError) {
        guard let inbound, let info = inbound.info.internalInfo else { return }
        let body = try bounceBody(inbound, info)
        guard let destination = acceptable(info.source, allowsAnycast: true), destination.address != .none else {
            throw .impossible("no message can go back to \(info.source)")
        }
        let prices = configuration.forward(isMasterchain: destination.isMasterchain || account.isMasterchain)
        var counted = StorageStatistics()
        // Other currencies went along for nothing from the start, but were charged on the way back until version 13.
        if version < 13, let root = info.value.other.root { counted.add(root) }
        counted.add(referencesOf: try making { () throws(CellError) in try body.build().slice() })
        let size = StorageUsed(cells: counted.cells, bits: counted.bits)
        let fee = Int128(prices.fee(cells: counted.cells, bits: counted.bits))
        var value = messageBalance ?? .zero
        value.amount -= compute.gasFees ?? 0
        value.amount -= action?.fine ?? 0
        guard value.amount >= fee else {
            bounce = .noFunds(messageSize: size, requiredForwardFees: try coins(fee))
            return
        }
        guard let rest = Self.difference(balance, value) else {
            throw .impossible("the account hasn't got what the message brought")
        }
        balance = rest
        value.amount -= fee
        let collected = prices.firstPart(of: fee)
        totalFees += collected
        let message = InternalMessageInfo(
            bounce: false, bounced: true, source: info.destination, destination: destination.address,
            value: try value.collection(), ihrFee: Coins(nanoTON: UInt64(bounceFlags)),
            forwardFee: try coins(fee - collected), createdLT: startLT + 1 + UInt64(outMessages.count),
            createdAt: environment.now)
        endLT += 1
        outMessages.append(try Self.bounceMessage(message, body))
        bounce = .ok(messageSize: size, messageFees: try coins(collected), forwardFees: try coins(fee - collected))
    }

    /// The message, with the body in a cell of its own only where it doesn't fit.
    private static func bounceMessage(
        _ info: InternalMessageInfo, _ body: CellBuilder
    ) throws(ExecutionError) -> Cell {
        try making { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(CommonMessageInfo.internal(info))
            try builder.store(bit: false)
            let isInline =
                builder.remainingBits >= 1 + body.bitCount && builder.remainingReferences >= body.referenceCount
            try builder.store(bit: !isInline)
            if isInline { try builder.store(body) } else { try builder.store(reference: try body.build()) }
            return try builder.build()
        }
    }

    // MARK: - Body

    /// What is left of the body, in the format that the message asks for.
    private func bounceBody(
        _ inbound: InboundMessage, _ info: InternalMessageInfo
    ) throws(ExecutionError) -> CellBuilder {
        if bounceFlags & 1 != 0 { return try newBounceBody(inbound.body, info) }
        var body = CellBuilder()
        let bits = configuration.bounceBodyBits
        guard bits > 0 else { return body }
        return try making { () throws(CellError) in
            var slice = inbound.body
            try body.store(Self.oldBounceTag, bits: 32)
            try body.store(try slice.loadSlice(bits: min(slice.remainingBits, bits)))
            return body
        }
    }

    private func newBounceBody(_ body: CellSlice, _ info: InternalMessageInfo) throws(ExecutionError) -> CellBuilder {
        let (phase, exitCode) = bounceReason
        return try making { () throws(CellError) in
            var root = body
            if bounceFlags & 2 == 0 { root = try root.loadSlice(bits: root.remainingBits) }
            var builder = CellBuilder()
            try builder.store(
                NewBounceBody(
                    originalBody: try root.cell(),
                    originalInfo: NewBounceOriginalInfo(
                        value: info.value, createdLT: info.createdLT, createdAt: info.createdAt),
                    bouncedByPhase: phase, exitCode: exitCode,
                    computePhase: compute.skipReason == nil
                        ? NewBounceComputePhaseInfo(
                            gasUsed: UInt32(truncatingIfNeeded: compute.gasUsed), vmSteps: compute.steps) : nil))
            return builder
        }
    }

    /// Which phase failed, and how.
    private var bounceReason: (phase: UInt8, exitCode: Int32) {
        switch compute.skipReason {
        case .noState: (0, -1)
        case .badState: (0, -2)
        case .noGas: (0, -3)
        case .suspended: (0, -4)
        case nil: compute.isSuccessful ? (2, action?.resultCode ?? 0) : (1, compute.exitCode)
        }
    }
}
