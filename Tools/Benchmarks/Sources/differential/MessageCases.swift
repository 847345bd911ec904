import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// A message to an account, or its turn, as `Tools/differential_messages.py` writes it.
struct MessageCase: Decodable {
    /// Which of the configurations that were told before applies.
    let configuration: Int
    let account: String
    /// None where the message's destination is meant.
    let address: String?
    /// None for a turn.
    let message: String?
    let isTock: Bool?
    let now: UInt32
    let lt: UInt64
    let seed: String
    /// The reference's transaction, to say how it differs.
    let expected: String?
}

/// What the executor made of it: a transaction or a refusal.
struct MessageAnswer: Encodable {
    var transaction: String?
    var account: String?
    var refusal: String?
    var bag: String?
    var accountBag: String?
    var difference: String?
    /// What happened, to count by.
    var outcome: String?
}

/// The executors of all configurations, and the libraries.
final class MessageSession {
    private var executors: [TransactionExecutor] = []
    private var libraries: [Cell] = []

    /// What is asked: one of these.
    struct Question: Decodable {
        struct Surroundings: Decodable {
            let configurations: [String]
            let libraries: [String]
        }

        let run: MessageCase?
        let surroundings: Surroundings?
    }

    /// The answer to a line of JSON.
    func answer(to question: Question) throws -> MessageAnswer {
        if let surroundings = question.surroundings {
            executors = try surroundings.configurations.map {
                TransactionExecutor(
                    configuration: try ExecutionConfiguration(NetworkConfiguration(root: try Case.bag($0))))
            }
            libraries = try surroundings.libraries.map { try Case.bag($0) }
        }
        guard let run = question.run else { return MessageAnswer() }
        do throws(ExecutionError) {
            return try answer(run, try prepared(run))
        } catch {
            return MessageAnswer(refusal: "\(error)")
        }
    }

    private struct Prepared {
        let account: ShardAccount
        let message: Cell?
        let address: AccountAddress?
        let environment: ExecutionEnvironment
    }

    private func prepared(_ run: MessageCase) throws(ExecutionError) -> Prepared {
        do {
            return Prepared(
                account: try ShardAccount(cell: try Case.bag(run.account)),
                message: try run.message.map { try Case.bag($0) },
                address: try run.address.map { try AccountAddress($0) },
                environment: ExecutionEnvironment(
                    now: run.now, lt: run.lt, randomSeed: Hash256(hex: run.seed) ?? .zero, libraries: libraries))
        } catch {
            throw .impossible("\(error)")
        }
    }

    private func answer(_ run: MessageCase, _ prepared: Prepared) throws(ExecutionError) -> MessageAnswer {
        let executor = executors[run.configuration]
        let result: ExecutionResult
        if let message = prepared.message {
            result = try executor.execute(
                message, on: prepared.account, address: prepared.address, in: prepared.environment)
        } else {
            result = try executor.execute(tock: run.isTock ?? false, on: prepared.account, in: prepared.environment)
        }
        var answer = MessageAnswer(
            transaction: result.transaction.hash.hex, account: try? result.account.cell().hash.hex,
            outcome: Self.outcome(result))
        if let expected = run.expected {
            answer.bag = Base64.encode(result.transaction.boc())
            answer.accountBag = Base64.encode(result.account.accountCell.boc())
            do { answer.difference = try Self.difference(result, try Case.bag(expected)) } catch {
                answer.difference = "\(error)"
            }
        }
        return answer
    }

    private static func outcome(_ result: ExecutionResult) -> String {
        let description = result.description
        var parts = ["\(result.originalStatus) to \(result.endStatus)"]
        if let execution = description.computePhase?.execution {
            parts.append(execution.exitCode == 0 ? "done" : "exit code")
        } else {
            parts.append("skipped")
        }
        if let action = description.actionPhase {
            parts.append("action \(action.resultCode)")
        }
        if let bounce = description.bouncePhase {
            parts.append("\(bounce)".split(separator: "(").first.map(String.init) ?? "")
        }
        return parts.joined(separator: ", ")
    }

    /// How two transactions differ, phase by phase.
    private static func difference(_ found: ExecutionResult, _ cell: Cell) throws -> String {
        let expected = try Transaction(cell: cell)
        var lines: [String] = []
        func compare<T: Equatable>(_ name: String, _ found: T, _ expected: T) {
            if found != expected { lines.append("\(name): \(found), the reference \(expected)") }
        }
        compare("storage", found.description.storagePhase, expected.description.storagePhase)
        compare("credit", found.description.creditPhase, expected.description.creditPhase)
        compare("compute", found.description.computePhase, expected.description.computePhase)
        compare("action", found.description.actionPhase, expected.description.actionPhase)
        compare("bounce", found.description.bouncePhase, expected.description.bouncePhase)
        if lines.isEmpty { compare("description", found.description, expected.description) }
        compare("messages", found.outMessages.map(\.hash.hex), expected.outMessages.map { $0.cell.hash.hex })
        compare("fees", found.totalFees, expected.totalFees)
        compare("status", found.endStatus, expected.endStatus)
        compare("account", found.account.accountCell.hash.hex, expected.stateUpdate.newHash.hex)
        return lines.isEmpty ? "the layout" : lines.joined(separator: "\n    ")
    }
}
