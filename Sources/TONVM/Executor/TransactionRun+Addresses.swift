import TONBlocks
import TONCells
import TONCrypto

// Whom messages may be from and for.
extension TransactionRun {
    /// The sender's address, which a contract may leave out; nil where it is another's.
    func ownAddress(for source: MessageAddress) -> MessageAddress? {
        switch source {
        case .none: myAddress
        case .standard where source == myAddress || source == account.exactAddress: source
        case .standard, .external, .variable: nil
        }
    }

    /// A destination as it goes into the message; nil where no message may go there.
    ///
    /// An address of variable length that could be a standard one becomes one. Anycast gets the sender's prefix.
    func acceptable(
        _ destination: MessageAddress, allowsAnycast: Bool
    ) -> (address: MessageAddress, isMasterchain: Bool)? {
        let workchain: Int32
        let bits: BitString
        let anycast: Anycast?
        let isVariable: Bool
        switch destination {
        case .none, .external: return (destination, false)
        case .standard(let address, let prefix):
            (workchain, bits, anycast, isVariable) =
                (Int32(address.workchain), BitString(address.hash), prefix, false)
        case .variable(let number, let address, let prefix):
            (workchain, bits, anycast, isVariable) = (number, address, prefix, true)
        }
        guard accepts(addressBits: bits.count, in: workchain) else { return nil }
        var rewritten = anycast
        if let anycast {
            guard allowsAnycast else { return nil }
            rewritten = Anycast(
                rewritePrefix: BitString(bytes: account.address.hash.bytes, count: anycast.rewritePrefix.count))
        }
        let isMasterchain = workchain == -1
        if !isVariable, rewritten == anycast { return (destination, isMasterchain) }
        if let number = Int8(exactly: workchain), let hash = bits.hashValue256 {
            let address = AccountAddress(workchain: number, hash: hash)
            return (.standard(address, anycast: rewritten), isMasterchain)
        }
        return (.variable(workchain: workchain, address: bits, anycast: rewritten), isMasterchain)
    }

    private func accepts(addressBits count: Int, in workchain: Int32) -> Bool {
        guard workchain != -1 else { return count == 256 }
        guard let description = configuration.workchains[workchain], description.acceptsMessages else { return false }
        switch description.format {
        case .basic: return count == 256
        case .extended(let minimum, let maximum, let step, _):
            let (minimum, maximum, step) = (Int(minimum), Int(maximum), Int(step))
            guard minimum <= count, count <= maximum else { return false }
            return count == minimum || count == maximum || (step > 0 && (count - minimum) % step == 0)
        }
    }
}
