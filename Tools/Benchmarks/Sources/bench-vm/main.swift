import AllocationCount
import Foundation
import TONBlocks
import TONCells
import TONCrypto
import TONVM

// Answers one line of JSON with another: Tools/bench-vm.py asks, and asks the reference in turn.

struct Question: Decodable {
    /// `method`: a get-method from bags to bags, so often. `program`: code that is parsed already. `replay`: the
    /// transactions of the block in a file. `inputs`: what these are made of.
    let run: String
    let count: Int
    var code = ""
    var data = ""
    var method = 0
    var gas: Int64 = 0
    var path = ""

    private enum CodingKeys: String, CodingKey { case run, count, code, data, method, gas, path }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        run = try container.decode(String.self, forKey: .run)
        count = try container.decode(Int.self, forKey: .count)
        code = try container.decodeIfPresent(String.self, forKey: .code) ?? ""
        data = try container.decodeIfPresent(String.self, forKey: .data) ?? ""
        method = try container.decodeIfPresent(Int.self, forKey: .method) ?? 0
        gas = try container.decodeIfPresent(Int64.self, forKey: .gas) ?? 0
        path = try container.decodeIfPresent(String.self, forKey: .path) ?? ""
    }
}

struct Answer: Encodable {
    var seconds = 0.0
    var exitCode: Int32 = 0
    var gasUsed: Int64 = 0
    var steps = 0
    var allocations: UInt64 = 0
    var inputs: [BlockReplay.Input] = []
}

/// The block that was read last, and from where.
nonisolated(unsafe) var replay: (path: String, block: BlockReplay)?

func block(_ path: String) throws -> BlockReplay {
    if let replay, replay.path == path { return replay.block }
    let block = try BlockReplay(path)
    replay = (path, block)
    return block
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
    switch question.run {
    case "inputs": return Answer(inputs: try block(question.path).inputs)
    case "replay":
        let block = try block(question.path)
        let start = processorTime()
        for _ in 0..<question.count { try block.run() }
        return Answer(seconds: (processorTime() - start) / Double(question.count))
    default: break
    }
    let (code, data) = (try bytes(question.code), try bytes(question.data))
    var result: RunResult?
    let parsed = try getMethod(code: Cell(boc: code), data: Cell(boc: data), gas: question.gas)
    func once() throws {
        guard question.run == "method" else {
            result = try parsed.request(method: question.method, arguments: []).run()
            return
        }
        let method = getMethod(code: try Cell(boc: code), data: try Cell(boc: data), gas: question.gas)
        let ended = try method.request(method: question.method, arguments: []).run()
        var builder = CellBuilder()
        try StackValues(try ended.stack.map { try StackValue($0) }).store(in: &builder)
        _ = try builder.build().boc()
        result = ended
    }
    let start = processorTime()
    for _ in 0..<question.count { try once() }
    let seconds = (processorTime() - start) / Double(question.count)
    allocation_counting(1)
    let before = allocation_count()
    try once()
    let allocations = allocation_count() - before
    allocation_counting(0)
    guard let result else { throw CocoaError(.featureUnsupported) }
    return Answer(
        seconds: seconds, exitCode: result.exitCode, gasUsed: result.gasUsed, steps: result.steps,
        allocations: allocations)
}

while let line = readLine() {
    let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
    let encoded = try JSONEncoder().encode(answer(question))
    FileHandle.standardOutput.write(encoded + Data("\n".utf8))
}
