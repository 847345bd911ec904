import CellHashing
import Foundation
import TONBlocks
import TONCells
import TONCrypto

// Usage: bench-cells BLOCK RUNS [REFERENCE]
// BLOCK is a block's bag; REFERENCE holds what tonpy takes for it, as Tools/bench-cells.py prints it.
let arguments = CommandLine.arguments
guard arguments.count >= 3, let runs = Int(arguments[2]), runs > 0 else {
    FileHandle.standardError.write(Data("usage: bench-cells BLOCK RUNS [REFERENCE]\n".utf8))
    exit(64)
}
let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1])))

// Memory first, while none has been used and given back.
let copies = 32
let before = peakMemory()
var kept: [Cell] = []
for _ in 0..<copies { kept.append(try Cell(boc: bytes)) }
let after = peakMemory()
kept = []

let root = try Cell(boc: bytes)
let representations = Representations(of: [root])
guard representations.check() else { fatalError("the representations are wrong") }
let cells = representations.cellCount
var transactions: [Cell] = []
for account in try Block(cell: root).extra.load().accountBlocks.load().entries() {
    transactions += try account.value.transactions.entries().map(\.value.cell)
}
print(
    "\(bytes.count) bytes, \(cells) cells, \(representations.count) hashes, \(transactions.count) transactions;",
    "median of \(runs) runs, processor time")

var reference: [String: Double] = [:]
if arguments.count > 3 {
    reference = try JSONDecoder().decode([String: Double].self, from: Data(arguments[3].utf8))
}
@MainActor func referenceTiming(_ name: String) -> Timing? {
    reference[name].map { Timing("tonpy", seconds: $0, count: cells, of: "cell") }
}
var sink: UInt64 = 0
func show(_ timing: Timing, against others: Timing?...) {
    let lines = others.compactMap { $0 }.map { timing.line(against: $0) }
    for line in lines.isEmpty ? [timing.line(against: nil)] : lines { print(line) }
}

let hashing = Timing("SHA-256 of the same", count: cells, of: "cell", runs: runs) { sink ^= representations.hash() }
show(hashing)
show(
    Timing("SHA-256 one by one", count: cells, of: "cell", runs: runs) { sink ^= representations.hash(atOnce: 1) },
    against: hashing)
show(
    Timing("SHA-256 one by one, libcrypto", count: cells, of: "cell", runs: runs) {
        sink ^= representations.hashAsStreams()
    }, against: hashing)
let parse = try Timing("parse and hash", count: cells, of: "cell", runs: runs) {
    sink ^= try Cell(boc: bytes).hash.leadingWord
}
show(parse, against: hashing, referenceTiming("parse"))
let block = Timing("serialise as a block", count: cells, of: "cell", runs: runs) {
    sink ^= UInt64(root.boc(.block).count)
}
show(block, against: hashing, referenceTiming("serialise"))
show(
    Timing("serialise with a checksum", count: cells, of: "cell", runs: runs) {
        sink ^= UInt64(root.boc([.checksum]).count)
    }, against: block)
show(
    try Timing("parse the transactions", count: transactions.count, of: "transaction", runs: runs) {
        for cell in transactions { sink ^= try Transaction(cell: cell).header.lt }
    }, against: parse)

// Dictionaries: keys that are hashes, values of 64 bits.
let size = 10_000
var entries: [(key: BitString, value: CellBuilder)] = []
for number in 0..<UInt64(size) {
    var value = CellBuilder()
    try value.store(number)
    entries.append((BitString(SHA256.hash(withUnsafeBytes(of: number.bigEndian) { Array($0) })), value))
}
let shuffled = entries
entries.sort { $0.key < $1.key }
let bulk = try Timing("dictionary: build at once", count: size, of: "entry", runs: runs) {
    sink ^= try HashmapE(keyBits: 256, ascending: entries).root?.hash.leadingWord ?? 0
}
let unsorted = try Timing("dictionary: sort and build", count: size, of: "entry", runs: runs) {
    sink ^= try HashmapE(keyBits: 256, entries: shuffled).root?.hash.leadingWord ?? 0
}
let single = try Timing("dictionary: insert one by one", count: size, of: "entry", runs: max(runs / 4, 3)) {
    var dictionary = HashmapE(keyBits: 256)
    for entry in shuffled { try dictionary.set(entry.value, for: entry.key) }
    sink ^= dictionary.root?.hash.leadingWord ?? 0
}
let dictionary = try HashmapE(keyBits: 256, ascending: entries)
let lookup = try Timing("dictionary: look up in \(size)", count: size, of: "key", runs: runs) {
    for entry in shuffled { sink ^= try dictionary.value(for: entry.key).map { UInt64($0.remainingBits) } ?? 0 }
}
guard let parsedRoot = try dictionary.root.map({ try Cell(boc: $0.boc()) }) else { exit(1) }
let parsed = HashmapE(keyBits: 256, root: parsedRoot)
let parsedLookup = try Timing("dictionary: look up in a parsed one", count: size, of: "key", runs: runs) {
    for entry in shuffled { sink ^= try parsed.value(for: entry.key).map { UInt64($0.remainingBits) } ?? 0 }
}
var thousandChanged = dictionary
for entry in shuffled.prefix(1000) { try thousandChanged.set(shuffled[0].value, for: entry.key) }
let change = try Timing("dictionary: change 1 of \(size)", count: 1000, of: "entry", runs: runs) {
    var changed = dictionary
    for entry in shuffled.prefix(1000) { try changed.set(shuffled[0].value, for: entry.key) }
    sink ^= changed.root?.hash.leadingWord ?? 0
}
// What a lookup is measured against: one message of one block after the other.
let blockCount = 10_000
let message = UnsafeMutableRawPointer.allocate(byteCount: 64 + SHA256.paddingByteCount, alignment: 16)
message.initializeMemory(as: UInt8.self, repeating: 7, count: 64 + SHA256.paddingByteCount)
var digest = Hash256()
let oneBlock = Timing("SHA-256 of one block", count: blockCount, of: "block", runs: runs) {
    withUnsafeMutablePointer(to: &digest) { digest in
        for _ in 0..<blockCount {
            SHA256.hash(SHA256.Message(padding: message, count: 55, into: digest))
            message.storeBytes(of: digest.pointee.leadingWord, as: UInt64.self)
        }
    }
    sink ^= digest.leadingWord
}
let difference = try Timing("dictionary: find 1000 changes", count: 1000, of: "change", runs: runs) {
    sink ^= UInt64(try dictionary.changes(to: thousandChanged).count)
}
let merge = try Timing("dictionary: merge 1000 changes", count: 1000, of: "change", runs: runs) {
    sink ^= try dictionary.merged(with: thousandChanged).root?.hash.leadingWord ?? 0
}
let listing = try Timing("dictionary: list all", count: size, of: "entry", runs: runs) {
    sink ^= UInt64(try dictionary.entries().count)
}
show(oneBlock)
show(bulk, against: oneBlock)
show(unsorted, against: bulk)
show(single, against: bulk)
show(change, against: bulk)
show(lookup, against: oneBlock)
show(parsedLookup, against: oneBlock)
show(listing)
show(difference, against: change)
show(merge, against: change)

if let before, let after {
    let perCell = Double(after - before) / Double(copies * cells)
    print(String(format: "peak memory of %d parsed copies: %.0f bytes a cell", copies, perCell))
}
// Read, so that nothing above is done in vain.
if sink == 1 { print("") }
