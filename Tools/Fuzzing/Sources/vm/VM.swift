import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// Runs any bytes as a program, and writes them as assembler that must make the same cell again.
///
/// The first byte's low half is the global version. Its bits 4…6 say: a bag follows, with the code as its first root and a
/// stack as its second, else bytes of code, 127 a cell; a million gas, else a tenth; values lie on the stack before.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMachine(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let first = bytes.first else { return 0 }
    var code: Cell?
    var stack: [StackEntry] = []
    if first & 0x10 != 0 {
        guard let roots = try? BagOfCells(bytes[1...]).roots else { return 0 }
        code = roots.first
        if roots.count > 1 {
            guard let values = try? StackValues(cell: roots[1]).values.map({ try StackEntry($0) }) else { return 0 }
            stack = values
        }
    } else {
        code = try? chain(bytes[1...])
    }
    guard let code else { return 0 }
    if first & 0x40 != 0 { stack += samples(code) }
    run(code, stack, gas: first & 0x20 != 0 ? 1_000_000 : 100_000, version: Int(first & 0x0f))
    roundTrip(code)
    return 0
}

/// Bytes of code in cells, each in the reference of the one before.
func chain(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws -> Cell {
    var rest = bytes
    var pieces: [Slice<UnsafeBufferPointer<UInt8>>] = []
    while rest.count > 127 {
        pieces.append(rest.prefix(127))
        rest = rest.dropFirst(127)
    }
    var builder = CellBuilder()
    try builder.store(bytes: Array(rest))
    var cell = try builder.build()
    for piece in pieces.reversed() {
        guard cell.depth < 1000 else { break }
        var builder = CellBuilder()
        try builder.store(bytes: Array(piece))
        try builder.store(reference: cell)
        cell = try builder.build()
    }
    return cell
}

/// Something of each type.
func samples(_ code: Cell) -> [StackEntry] {
    let numbers = [0, 1, -1, 5, 256].map { StackEntry.integer(Int257($0)) }
    let tuple = StackEntry.tuple(Tuple(numbers + [.null]))
    guard let slice = try? code.slice() else { return numbers + [tuple, .cell(code)] }
    return numbers + [tuple, .null, .cell(code), .slice(slice)]
}

/// Runs a program: it must end within its gas, and what is left must be found again when it runs once more.
func run(_ code: Cell, _ stack: [StackEntry], gas: Int64, version: Int) {
    var libraries: [Cell] = []
    if var slice = try? code.slice() {
        var dictionary = HashmapE(keyBits: 256)
        while let cell = try? slice.loadReference() {
            var value = CellBuilder()
            guard (try? value.store(bit: false)) != nil, (try? value.store(reference: cell)) != nil else { break }
            try? dictionary.set(value, for: BitString(cell.hash))
        }
        if let root = dictionary.root { libraries.append(root) }
    }
    var results: [RunResult] = []
    for _ in 0..<2 {
        let request = RunRequest(
            code: code, data: .empty, stack: stack, c7: [.tuple(Tuple([]))], gas: GasLimits(limit: gas),
            libraries: LibraryCollection(libraries), globalVersion: version)
        let result = request.run()
        // No instruction takes less than five, but a child's start.
        precondition(result.steps <= gas / 5 + 10, "\(result.steps) steps for \(gas) gas")
        if result.exitCode != -14 { precondition(result.gasUsed <= gas, "more gas than there was") }
        results.append(result)
    }
    precondition(results[0].exitCode == results[1].exitCode, "another exit code")
    precondition(results[0].gasUsed == results[1].gasUsed, "other gas")
    precondition(results[0].data == results[1].data && results[0].actions == results[1].actions, "other data")
    precondition(hash(results[0].stack) == hash(results[1].stack), "another stack")
    // Running in a machine that is observed is the same.
    var request = RunRequest(
        code: code, data: .empty, stack: stack, c7: [.tuple(Tuple([]))], gas: GasLimits(limit: min(gas, 10_000)),
        libraries: LibraryCollection(libraries), globalVersion: version)
    var steps = 0
    request.observer = { step in
        steps += 1
        _ = Disassembler.instruction(at: step.code)
    }
    _ = request.run()
}

/// The hash of a stack as it is written down; nil where it nests too deeply for that.
func hash(_ stack: [StackEntry]) -> Hash256? {
    guard let values = try? stack.map({ try StackValue($0) }) else { return nil }
    var builder = CellBuilder()
    guard (try? StackValues(values).store(in: &builder)) != nil else { return nil }
    return try? builder.build().hash
}

/// Code as text, and the text as code.
func roundTrip(_ code: Cell) {
    guard let text = try? Disassembler(maximumLength: 1 << 22).text(of: code) else { return }
    do throws(AssemblerError) {
        let again = try Assembler().cell(of: text)
        precondition(again == code, "another cell from \(text)")
    } catch {
        fatalError("written, but can't be read: \(error) in \(text)")
    }
}
