import Foundation
import TONCells

// Reads cases as lines of JSON, and answers each with one. Tools/differential.py asks and judges; with the argument
// `vm` or `messages` the programs beside it do.
let decoder = JSONDecoder()
let encoder = JSONEncoder()
let machine = MachineSession()
let messages = MessageSession()

@MainActor func respond(to line: Data) throws -> any Encodable {
    switch CommandLine.arguments.dropFirst().first {
    case "vm": return try machine.answer(to: decoder.decode(MachineSession.Question.self, from: line))
    case "messages": return try messages.answer(to: decoder.decode(MessageSession.Question.self, from: line))
    default: return try decoder.decode(Case.self, from: line).answer()
    }
}

while let line = readLine() {
    let answer: any Encodable
    do {
        answer = try respond(to: Data(line.utf8))
    } catch let error as BagOfCellsError {
        answer = Answer(error: "\(error)")
    } catch let error as CellError {
        answer = Answer(error: "\(error)")
    }
    FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
}
