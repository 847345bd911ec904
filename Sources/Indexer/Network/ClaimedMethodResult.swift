public import TONBlocks
import TONCells
public import TONLiteClient

/// What a server says that a get-method came to, on a state that is proven.
public struct ClaimedMethodResult: Hashable, Sendable {
    /// The state that it ran on.
    public let account: ProvenAccountState
    /// The exit code: the server's word.
    public let exitCode: Int32
    /// What the method left on the stack: the server's word. Empty where the server gave nothing.
    public let stack: StackValues
    /// Whose word it is.
    public let server: LiteServerEndpoint

    /// Proofs, the proof of the state, and the result are asked for.
    static let mode: UInt32 = 0b111

    init(
        _ question: LiteAPI.RunSmartContractMethod, _ answer: LiteAPI.RunMethodResult, _ server: LiteServerEndpoint
    ) throws(MalformedResult) {
        do throws(ProofError) {
            account = try question.proven(by: answer)
        } catch {
            throw MalformedResult(description: "\(error)")
        }
        exitCode = answer.exitCode
        self.server = server
        guard let result = answer.result, !result.isEmpty else {
            stack = StackValues([])
            return
        }
        let cell: Cell
        do throws(BagOfCellsError) {
            cell = try Cell(boc: result)
        } catch {
            throw MalformedResult(description: "the result: \(error)")
        }
        do throws(CellError) {
            stack = try StackValues(cell: cell)
        } catch {
            throw MalformedResult(description: "the result: \(error)")
        }
    }
}

/// An answer that proves another state, or holds no stack.
struct MalformedResult: Error, CustomStringConvertible {
    let description: String
}
