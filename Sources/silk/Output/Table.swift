/// An aligned table of text, for people.
struct Table {
    /// On which side the cells of a column start.
    enum Alignment {
        case left
        case right
    }

    /// A column: its heading and its side.
    struct Column {
        let title: String
        let alignment: Alignment

        /// A column of words.
        static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        /// A column of numbers.
        static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; cells that are missing stay empty. What would steer a terminal is shown as its number.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(\.withoutControls))
    }

    /// The heading and all rows, two spaces between columns, without spaces at the ends of lines.
    var text: String {
        let lines = columns.contains { !$0.title.isEmpty } ? [columns.map(\.title)] + rows : rows
        let widths = columns.indices.map { column in
            lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return lines.map { line in
            var text = ""
            for (column, cell) in line.enumerated() where column < columns.count {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                if column > 0 { text += "  " }
                text += columns[column].alignment == .left ? cell + padding : padding + cell
            }
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }.joined()
    }
}

/// Names and values, one to a line, for one thing.
struct Card {
    private var table = Table([.left(""), .left("")])

    /// Adds a line; nil says that the value isn't known.
    mutating func add(_ name: String, _ value: String?) {
        table.add([name, value ?? "unknown"])
    }

    /// All lines, with the values aligned.
    var text: String { table.text }
}

extension String {
    /// The text with control characters, which texts from the chain may hold, shown as `\\u{1b}`.
    var withoutControls: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control
                ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }.joined()
    }
}
