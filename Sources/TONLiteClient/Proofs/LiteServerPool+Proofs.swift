public import TONBlocks

extension LiteServerPool {
    /// Asks until a server proves its answer, and returns what is certain. A server whose answer proves something else is
    /// dropped as a liar.
    ///
    /// - Parameters:
    ///   - function: The question, about a block that is certain. Where it doesn't ask for proofs, it is made to.
    ///   - wait: The masterchain block that the server waits for first; nil not to wait.
    ///   - policy: How often to ask; nil for what suits the function.
    public nonisolated func proven<F: ProvableFunction>(
        _ function: F, after wait: LiteAPI.WaitMasterchainSeqno? = nil, policy: LiteServerCallPolicy? = nil
    ) async throws(LiteServerPoolError) -> F.Proven {
        let question: F
        do throws(ProofError) {
            question = try function.askingForProof()
        } catch {
            // No server is to blame.
            throw .unprovable(function: F.constructor.name, reason: "\(error)")
        }
        return try await query(question, after: wait, policy: policy) { answer throws(ProofError) in
            try question.proven(by: answer)
        }
    }

    /// Proves the way from what is trusted to another masterchain block, newer or older.
    ///
    /// - Parameters:
    ///   - target: The block; nil for the newest one that servers name.
    ///   - trusted: What is trusted. It moves forward along with the proofs, if they lead further; what was proven before a
    ///     failure stays.
    /// - Returns: The block that was reached: the target, if there is one.
    @discardableResult
    public nonisolated func prove(
        _ target: BlockIdentifier? = nil, from trusted: inout TrustedBlock
    ) async throws(LiteServerPoolError) -> BlockIdentifier {
        // Older blocks are named by the state after the newest one.
        let isOlder = target.map { $0.seqno < trusted.newest.seqno } ?? false
        var reached = isOlder ? trusted.newest : trusted.start
        while reached != target {
            let question = LiteAPI.GetBlockProof(knownBlock: reached, targetBlock: target)
            let known = trusted
            let (moved, chain) = try await query(question) { answer throws(ProofError) in
                let chain = try question.proven(by: answer)
                var moved = known
                try moved.advance(along: chain)
                return (moved, chain)
            }
            trusted = moved
            let isAhead = chain.destination.seqno > reached.seqno
            reached = chain.destination
            // Without a target, an answer with fewer steps than there can be ends at the newest block that the server has.
            if target == nil, !isAhead || chain.blocks.count < ProvenBlockChain.maximumStepCount { break }
        }
        return reached
    }
}
