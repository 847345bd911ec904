import Foundation
import TONCells

// Reads cases as lines of JSON, and answers each with one. Tools/differential.py asks and judges.
let decoder = JSONDecoder()
let encoder = JSONEncoder()
while let line = readLine() {
    let answer: Answer
    do {
        answer = try decoder.decode(Case.self, from: Data(line.utf8)).answer()
    } catch let error as BagOfCellsError {
        answer = Answer(error: "\(error)")
    } catch let error as CellError {
        answer = Answer(error: "\(error)")
    }
    FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
}
