import TONBlocks
import TONCrypto

/// Random seeds of blocks, for executing transactions again.
///
/// A line each: the logical time at which the block starts, or the hash of a transaction in it, and the seed, both of the
/// latter in hexadecimal. What follows a `#` is left out.
public struct BlockSeeds: Hashable, Sendable {
    private var byTime: [UInt64: Hash256] = [:]
    private var byTransaction: [Hash256: Hash256] = [:]

    /// No seeds.
    public init() {}

    /// Reads lines. Throws at the first that isn't as it should be.
    public init(text: some StringProtocol) throws(BlockSeedsError) {
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = line.prefix { $0 != "#" }
            let words = content.split { $0.isWhitespace }
            if words.isEmpty { continue }
            guard words.count == 2, let seed = Hash256(hex: words[1]) else {
                throw BlockSeedsError(line: number + 1)
            }
            if let hash = Hash256(hex: words[0]) {
                byTransaction[hash] = seed
            } else if let lt = UInt64(words[0]) {
                byTime[lt] = seed
            } else {
                throw BlockSeedsError(line: number + 1)
            }
        }
    }

    /// Whether there are none.
    public var isEmpty: Bool { byTime.isEmpty && byTransaction.isEmpty }

    /// The seed of a transaction's block; nil where it isn't there.
    func seed(of transaction: TransactionIdentifier) -> Hash256? {
        byTransaction[transaction.hash] ?? byTime[transaction.lt - transaction.lt % Self.blockLTAlignment]
    }

    private static let blockLTAlignment: UInt64 = 1_000_000
}

/// Why lines are no seeds.
public struct BlockSeedsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1 on.
    public let line: Int

    /// What was expected, and where.
    public var description: String {
        "seeds, line \(line): expected a block's logical time or a transaction's hash, and a seed of 64 hexadecimal digits"
    }
}
