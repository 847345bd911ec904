import Cocoon

/// What comes close to a text that means nothing.
enum NearMatches {
    private static let maximumCount = 5
    /// Nothing that is longer is like any name.
    private static let maximumLength = 64

    /// The nearest names and numbers, best first.
    static func of(_ text: String, _ numbers: NumberText) -> [String] {
        guard text.count <= maximumLength else { return [] }
        let word = text.hasPrefix("0x") ? String(text.dropFirst(2)) : text
        var candidates: [(text: String, distance: Int)] = []
        if let number = numbers.exitCodes.first, numbers.opcodes.isEmpty {
            for code in ExitCode.known {
                let gap = abs(Int(code.rawValue) - Int(number))
                if gap <= 10 { candidates.append((code.description, gap)) }
            }
        } else if !numbers.opcodes.isEmpty {
            for description in OperationDescription.all {
                let distance = distance(word, description.opcode.digits)
                if distance <= 2 { candidates.append(("\(description.opcode.digits) \(description.name)", distance)) }
            }
        } else {
            let names =
                OperationDescription.all.map(\.name) + ExitCode.known.compactMap(\.name)
                + ActionResultCode.known.compactMap(\.name)
            for name in names {
                let distance = word.count >= 4 && name.contains(word) ? 0 : distance(word, name)
                if distance <= max(1, word.count / 3) { candidates.append((name, distance)) }
            }
        }
        var seen: Set<String> = []
        let sorted = candidates.sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }.map(\.text)
        return Array(sorted.filter { seen.insert($0).inserted }.prefix(maximumCount))
    }

    /// How many characters must be put in, taken out or exchanged.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                current.append(
                    min(previous[column] + (byte == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
