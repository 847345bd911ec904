import AllocationCount
import Foundation
import TONBlocks
import TONCells
import TONCrypto
import TONVM

// Answers one line of JSON with another: Tools/bench-vm.py asks, and asks the reference in turn.

struct Question: Decodable {
    /// `method`: a get-method from bags to bags, so often. `program`: code that is parsed already, run once.
    let run: String
    let code: String
    let data: String
    let method: Int
    let gas: Int64
    let count: Int
}

struct Answer: Encodable {
    var seconds: Double
    var exitCode: Int32
    var gasUsed: Int64
    var steps: Int
    var allocations: UInt64
    var stack: String
}

func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func bytes(_ base64: String) throws -> [UInt8] {
    guard let data = Data(base64Encoded: base64) else { throw CocoaError(.fileReadCorruptFile) }
    return Array(data)
}

func getMethod(code: Cell, data: Cell, gas: Int64) -> GetMethod {
    var method = GetMethod(
        code: code, data: data, address: AccountAddress(workchain: 0, hash: Hash256()), now: 1_700_000_000)
    method.gasLimit = gas
    return method
}

func answer(_ question: Question) throws -> Answer {
    let (code, data) = (try bytes(question.code), try bytes(question.data))
    var stack: [UInt8] = []
    var result: RunResult?
    let parsed = try getMethod(code: Cell(boc: code), data: Cell(boc: data), gas: question.gas)
    let before = allocation_count()
    let start = processorTime()
    if question.run == "method" {
        for _ in 0..<question.count {
            let method = getMethod(code: try Cell(boc: code), data: try Cell(boc: data), gas: question.gas)
            let ended = try method.request(method: question.method, arguments: []).run()
            var builder = CellBuilder()
            try StackValues(try ended.stack.map { try StackValue($0) }).store(in: &builder)
            stack = try builder.build().boc()
            result = ended
        }
    } else {
        for _ in 0..<question.count { result = try parsed.request(method: question.method, arguments: []).run() }
    }
    let seconds = processorTime() - start
    let allocations = allocation_count() - before
    guard let result else { throw CocoaError(.featureUnsupported) }
    return Answer(
        seconds: seconds / Double(question.count), exitCode: result.exitCode, gasUsed: result.gasUsed,
        steps: result.steps, allocations: allocations / UInt64(question.count),
        stack: Data(stack).base64EncodedString())
}

while let line = readLine() {
    let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
    let encoded = try JSONEncoder().encode(answer(question))
    FileHandle.standardOutput.write(encoded + Data("\n".utf8))
}
