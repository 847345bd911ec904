import TONCrypto

/// Words of the list, as a secret.
struct WordPhrase: Sendable {
    /// The words in lower case with a space between each two, as they are hashed.
    let bytes: SecretBytes
    /// The places of the words in the list, two big-endian bytes each.
    private let places: SecretBytes

    /// Reads words with any white space around them. Throws for another number of words, and for one not in the list.
    init(_ text: SecretBytes, counts: [Int]) throws(MnemonicError) {
        let words = text.withUnsafeBytes { bytes in
            bytes.split { $0 <= UInt8(ascii: " ") }.map { String(decoding: $0, as: UTF8.self).lowercased() }
        }
        guard counts.contains(words.count) else { throw .wordCount(words.count, expected: counts) }
        var places: [Int] = []
        for (index, word) in words.enumerated() {
            guard let place = WordList.place(of: word) else { throw .unknownWord(place: index + 1) }
            places.append(place)
        }
        self.init(places: places)
    }

    /// Takes words by their places, each 0…2047.
    init(places: [Int]) {
        let words = places.map { WordList.words[$0 & 0x7ff] }
        bytes = SecretBytes(utf8: words.joined(separator: " "))
        self.places = SecretBytes(copying: places.flatMap { [UInt8($0 >> 8 & 0x07), UInt8($0 & 0xff)] })
    }

    /// As many words from the system's secure randomness, all equally likely.
    static func random(count: Int) -> WordPhrase {
        // 2048 words take eleven bits exactly, so masking favours none.
        let drawn = SecretBytes.random(count: 2 * count).withUnsafeBytes { bytes in
            (0..<count).map { Int(bytes[2 * $0] & 0x07) << 8 | Int(bytes[2 * $0 + 1]) }
        }
        return WordPhrase(places: drawn)
    }

    /// The places of the words.
    var indices: [Int] {
        places.withUnsafeBytes { bytes in
            (0..<bytes.count / 2).map { Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1]) }
        }
    }

    /// The words. They are copies that can't be wiped.
    var words: [String] { indices.map { WordList.words[$0 & 0x7ff] } }
}
