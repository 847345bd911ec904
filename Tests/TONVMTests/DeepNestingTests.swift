import Foundation
import TONBlocks
import TONCells
import Testing

@testable import TONVM

/// What programs nest deeper than a thread's stack: made, and released on a thread with little of it.
@Suite("Deep nesting")
struct DeepNestingTests {
    private static let stackBytes = 512 * 1024
    private static let depth = 300_000

    private func onSmallStack(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                body()
                continuation.resume()
            }
            thread.stackSize = Self.stackBytes
            thread.start()
        }
    }

    @Test("tuples inside tuples")
    func tuples() async {
        await onSmallStack {
            var entry = StackEntry.null
            for _ in 0..<Self.depth { entry = .tuple(Tuple([entry])) }
            // A second name for the middle must not keep it from being released.
            let middle = entry.asTuple?.entries[0]
            entry = .null
            _ = consume middle
        }
    }

    @Test("continuations that lead to continuations")
    func continuations() async {
        await onSmallStack {
            var continuation = Continuation(.quit)
            for round in 0..<Self.depth {
                switch round % 4 {
                case 0: continuation = Continuation(.pushInteger, next: continuation)
                case 1:
                    let envelope = Continuation(.envelope, next: Continuation(.quit))
                    envelope.saved.c0 = continuation
                    continuation = envelope
                case 2:
                    let closure = Continuation(code: VirtualMachine.emptySlice, codePage: 0)
                    closure.stack = [.continuation(continuation)]
                    continuation = closure
                default:
                    let loop = Continuation(.again)
                    loop.body = continuation
                    continuation = loop
                }
            }
        }
    }

    /// What a program leaves when its gas runs out: it repeats for ever.
    private func run(_ program: [UInt8], stack: [StackEntry] = [.null]) throws -> RunResult {
        var code = CellBuilder()
        try code.store(bytes: program)
        return RunRequest(
            code: try code.build(), data: .empty, stack: stack, c7: [], gas: GasLimits(limit: 10_000_000),
            globalVersion: 15
        ).run()
    }

    @Test(
        "programs that nest as deep as their gas allows",
        arguments: [
            // AGAINEND 1 TUPLE
            [0xeb, 0x6f, 0x01],
            // 0 INT 0 INT 0 INT 0 INT AGAINEND PUSHCONT{} 2OVER PUSHCONT{} 1 13 SETCONTARGS twice: the stack grows, and a
            // part is taken off each time, which must not copy the rest. Found by the fuzzer.
            [0x70, 0x70, 0x70, 0x70, 0xeb, 0x90, 0x5d, 0x90, 0xec, 0x1d, 0xec, 0x1d],
            // AGAINEND 1 TUPLE PUSHCONT{} 1 -1 SETCONTARGS
            [0xeb, 0x6f, 0x01, 0x90, 0xec, 0x1f],
            // AGAINEND c0 PUSH c0 POPSAVE: c0 saves itself, again and again.
            [0xeb, 0xed, 0x40, 0xed, 0x90],
            // AGAINEND PUSHCONT{} SWAP BOOLAND
            [0xeb, 0x90, 0x01, 0xed, 0xf0],
            // AGAINEND PUSHCONT{} CALLCC
            [0xeb, 0x90, 0xdb, 0x34],
        ] as [[UInt8]])
    func programs(program: [UInt8]) async {
        await onSmallStack {
            let result = try? self.run(program, stack: [.continuation(Continuation(.quit))])
            #expect(result != nil)
        }
    }

    @Test("machines inside machines end when the gas does")
    func machines() throws {
        // Each runs its own code again: c3 PUSH … needs no data but the code on the stack.
        // s0 PUSH, 1 PUSHINT, SWAP, 0 RUNVM: of a slice, a machine that finds the slice on its stack.
        let program: [UInt8] = [0x20, 0x71, 0x01, 0xdb, 0x40, 0x00]
        var code = CellBuilder()
        try code.store(bytes: program)
        let slice = try code.build().slice()
        let result = try run(program, stack: [.slice(slice)])
        #expect(result.gasUsed > 0 && result.steps > 10)
    }
}
