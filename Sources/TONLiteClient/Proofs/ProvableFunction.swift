/// A question whose answer comes with proofs.
///
/// What they prove holds if the block that the question names is one of the network. So a client asks about blocks that
/// it has proven before, and takes nothing else from an answer than what ``proven(by:)`` returns:
///
/// ```swift
/// let question = LiteAPI.GetAccountState(block: trusted, account: LiteAPI.AccountIdentifier(address))
/// let state = try question.proven(by: answer)
/// ```
public protocol ProvableFunction: LiteServerFunction {
    /// What is certain after the proofs were verified.
    associatedtype Proven: Hashable, Sendable

    /// The question as it has to be asked: with proofs. Throws where no answer to it could be proven.
    func askingForProof() throws(ProofError) -> Self

    /// Verifies an answer. Throws where it is one to another question, or proves something else.
    func proven(by answer: Answer) throws(ProofError) -> Proven
}

extension ProvableFunction {
    /// The question as it is.
    public func askingForProof() throws(ProofError) -> Self { self }
}
