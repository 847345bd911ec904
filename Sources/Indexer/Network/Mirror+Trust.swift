import Foundation
public import Mirror
public import TONBlocks
public import TONLiteClient

/// The trusted block that a mirror keeps, in the hands of a person.
extension Mirror {
    /// Trusts a block from now on, in place of what was proven: the user says that it is one of the network.
    ///
    /// Throws where the block isn't newer than what the mirror trusts, or the mirror is another network's; then nothing is
    /// changed. A block that is trusted already stays as it is.
    @discardableResult
    public func pin(_ block: BlockIdentifier, network: String) throws(TrustError) -> TrustedBlock {
        try requireNetwork(network)
        let kept = try TrustedBlock.kept(in: self, network: network)
        if let kept {
            guard !kept.contains(block) else { return kept }
            guard block.seqno > kept.newest.seqno else { throw .notForward(kept: kept.newest, named: block) }
        }
        let pinned: TrustedBlock
        do throws(ProofError) {
            pinned = try TrustedBlock(block, origin: .pinned)
        } catch {
            throw .notTrustable(error)
        }
        try keep(pinned, network: network)
        return pinned
    }

    /// Trusts what was trusted first, and nothing proven since. Nil where nothing is trusted.
    public func resetTrust(network: String) throws(TrustError) -> TrustedBlock? {
        try requireNetwork(network)
        guard var kept = try TrustedBlock.kept(in: self, network: network) else { return nil }
        kept.reset()
        try keep(kept, network: network)
        return kept
    }

    /// Trusts nothing any more: the next run starts with what the global config names.
    public func forgetTrust(network: String) throws(TrustError) {
        try requireNetwork(network)
        try writing { try setDocuments([.trustedBlock: nil]) }
    }

    /// The network that the mirror follows; nil where it follows none yet. Throws ``MirrorError``.
    public func networkName() throws -> String? {
        try document(.network).map { String(decoding: $0, as: UTF8.self) }
    }

    private func requireNetwork(_ network: String) throws(TrustError) {
        let found = try writing { try networkName() }
        if let found, found != network { throw .otherNetwork(expected: found, found: network) }
    }

    private func keep(_ trusted: TrustedBlock, network: String) throws(TrustError) {
        try writing {
            try setDocuments([.network: Data(network.utf8), .trustedBlock: try trusted.document()])
        }
    }

    private func writing<T>(_ body: () throws -> T) throws(TrustError) -> T {
        do {
            return try body()
        } catch let error as MirrorError {
            throw .mirror(error)
        } catch {
            throw .mirror(.notWritable(path: path, reason: "\(error)"))
        }
    }
}
