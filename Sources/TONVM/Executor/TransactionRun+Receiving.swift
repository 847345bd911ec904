import TONBlocks
import TONCells
import TONCrypto

// What comes before the phases: the message's value, and the fee of one from outside.
extension TransactionRun {
    /// Takes the message in. Throws where it is one from outside that the account doesn't pay for.
    func receive(_ message: InboundMessage) throws(ExecutionError) {
        inbound = message
        if let info = message.info.internalInfo {
            receive(info)
        } else {
            try pay(forExternal: message)
            messageBalance = .zero
        }
        if account.isMasterchain, let blackhole = configuration.blackholeAddress, blackhole == account.address.hash {
            burned = messageBalance?.amount ?? 0
            messageBalance?.amount = 0
        }
    }

    private func receive(_ info: InternalMessageInfo) {
        var value = Funds(info.value)
        isBounceEnabled = info.bounce
        if version >= 12 {
            bounceFlags = UInt8(truncatingIfNeeded: info.extraFlags & 3)
        } else {
            // It was the fee of hypercube routing, which nobody took.
            value.amount += Int128(info.ihrFee.nanoTON)
        }
        messageBalance = value
        if info.createdLT >= startLT {
            startLT = info.createdLT == .max ? .max : info.createdLT + 1
            endLT = startLT &+ 1
        }
    }

    private func pay(forExternal message: InboundMessage) throws(ExecutionError) {
        let limits = configuration.limits
        guard message.cell.depth <= limits.maximumExternalMessageDepth else {
            throw .externalRefused(.tooDeep(message.cell.depth, limit: limits.maximumExternalMessageDepth))
        }
        var size = StorageStatistics(cellLimit: limits.maximumMessageCells)
        size.add(referencesOf: message.rest)
        guard size.cells <= limits.maximumMessageCells, size.bits <= limits.maximumMessageBits else {
            throw .externalRefused(.tooLarge(cells: size.cells, bits: size.bits))
        }
        guard size.merkleDepth <= ExecutionLimits.maximumMerkleDepth else { throw .externalRefused(.merkleTooDeep) }
        guard !account.isSpecial else { return }
        let prices = configuration.forward(isMasterchain: account.isMasterchain)
        let fee = Int128(prices.fee(cells: size.cells, bits: size.bits))
        guard balance.amount >= fee else {
            throw .externalRefused(.cannotPay(fee: try coins(fee), balance: try coins(balance.amount)))
        }
        balance.amount -= fee
        totalFees += fee
    }
}
