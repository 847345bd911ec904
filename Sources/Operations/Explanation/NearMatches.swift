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
        var scored: [(text: String, distance: Int)] = []
        let allowed = max(1, word.count / 3)
        for description in OperationDescription.all {
            scored.append((description.name, distance(word, description.name)))
            let digits = description.opcode.digits
            if word.count >= 6 { scored.append(("\(digits) \(description.name)", distance(word, digits))) }
        }
        for name in ExitCode.known.compactMap(\.name) + ActionResultCode.known.compactMap(\.name) {
            scored.append((name, distance(word, name)))
        }
        if let number = numbers.exitCodes.first, word.count < 6 {
            for code in ExitCode.known {
                let gap = abs(Int(code.rawValue) - Int(number))
                if gap <= 10 { scored.append((code.description, gap)) }
            }
        }
        var seen: Set<String> = []
        let near = scored.map { candidate -> (text: String, distance: Int) in
            let holds = word.count >= 4 && candidate.text.contains(word)
            return (candidate.text, holds ? 0 : candidate.distance)
        }.filter { $0.distance <= max(allowed, $0.text.first?.isNumber == true ? 10 : 0) }
        return near.sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }.map(\.text)
            .filter { seen.insert($0).inserted }.prefix(maximumCount).map { $0 }
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
