import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Cells from the command line.
@Suite struct CellTests {
    /// The hash of the cell without bits and references, known from everywhere.
    private static let emptyHash = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    /// That cell's bag, by hand.
    private static let emptyBag = "b5ee9c72010101010002000000"

    private func run(_ arguments: [String], _ cell: Cell) async throws -> SilkProcess.Result {
        try await SilkProcess.run(["cell"] + arguments, input: cell.boc())
    }

    @Test("the tree, in text and as a document, is the approved one")
    func show() async throws {
        let tree = try SampleCells.tree()
        for (name, arguments, cell) in [
            ("show", [], tree), ("show-depth", ["--depth", "1"], tree), ("show-limit", ["--limit", "2"], tree),
            ("show-proof", [], try SampleCells.proof()),
        ] as [(String, [String], Cell)] {
            let text = try await run(["show", "-"] + arguments, cell)
            let document = try await run(["show", "-", "--json"] + arguments, cell)
            #expect(text.exitCode == 0 && document.exitCode == 0, "\(text.error)\(document.error)")
            try ExpectedOutput.compare(text.output, with: "Cell/\(name).txt")
            try ExpectedOutput.compare(document.output, with: "Cell/\(name).json")
        }
    }

    @Test("every form of input is read, files with and without the @")
    func forms() async throws {
        let bytes = try SampleCells.tree().boc()
        let folder = try TemporaryFolder()
        try folder.write("tree.boc", bytes)
        try folder.write("tree.txt", Array((Base64.encode(bytes) + "\n").utf8))
        for (argument, input) in [
            (Hex.encode(bytes), []), (Base64.encode(bytes), []), (Base64.encodeURLSafe(bytes), []),
            ("@" + folder.path("tree.boc"), []), (folder.path("tree.boc"), []), (folder.path("tree.txt"), []),
            ("-", bytes), ("-", Array(Hex.encode(bytes).uppercased().utf8)),
        ] as [(String, [UInt8])] {
            let result = try await SilkProcess.run(["cell", "hash", argument, "--json"], input: input)
            #expect(result.exitCode == 0, "\(argument): \(result.error)")
            let root = try #require((result.json?["roots"] as? [[String: Any]])?.first)
            #expect(root["hash"] as? String == (try SampleCells.tree().hash.hex))
            #expect(result.json?["file_hash"] as? String == SHA256.hash(bytes).hex)
        }
    }

    @Test("flaws of other software are refused, and stepped over where that is asked for")
    func lenient() async throws {
        let tree = try SampleCells.tree()
        // Bytes behind the checksum, and a root that states level 1.
        let trailing = tree.boc() + [1, 2, 3]
        var masked = tree.boc([])
        let root = try #require(masked.indices.dropFirst(11).first { masked[$0] == 3 && masked[$0 + 1] == 4 })
        masked[root] |= 1 << 5
        for bytes in [trailing, masked] {
            for command in [["cell", "hash"], ["cell", "show"], ["cell", "convert", "--to", "hex"]] {
                let strict = try await SilkProcess.run(command + ["-"], input: bytes)
                #expect(strict.exitCode == 65 && strict.output == "")
                let lenient = try await SilkProcess.run(command + ["-", "--lenient"], input: bytes)
                #expect(lenient.exitCode == 0, "\(lenient.error)")
                let expected = command.contains("convert") ? Hex.encode(tree.boc([])) : tree.hash.hex
                #expect(lenient.output.contains(expected))
            }
            let difference = try await SilkProcess.run(
                ["cell", "diff", "-", Hex.encode(tree.boc()), "--lenient"], input: bytes)
            #expect(difference.output == "equal\n")
        }
        // A checksum that is wrong is so in any case.
        var damaged = tree.boc()
        damaged[damaged.count - 1] ^= 1
        #expect(try await SilkProcess.run(["cell", "hash", "-", "--lenient"], input: damaged).exitCode == 65)
    }

    @Test("a file larger than what is read into memory is read in place")
    func largeFile() async throws {
        let folder = try TemporaryFolder()
        let tree = try SampleCells.tree()
        let size = 65 << 20
        let url = try folder.write("large.boc", tree.boc([]))
        let file = try FileHandle(forWritingTo: url)
        // Nothing but zeros follows, and takes no room on the disk.
        try file.truncate(atOffset: UInt64(size))
        try file.close()
        let strict = try await SilkProcess.run(["cell", "hash", url.path])
        #expect(strict.exitCode == 65)
        #expect(strict.error == "silk: \(size - tree.boc([]).count) bytes follow the end of the bag of cells\n")
        let lenient = try await SilkProcess.run(["cell", "hash", "@" + url.path, "--lenient", "--json"])
        #expect(lenient.exitCode == 0, "\(lenient.error)")
        let root = try #require((lenient.json?["roots"] as? [[String: Any]])?.first)
        #expect(root["hash"] as? String == tree.hash.hex)
        let whole = tree.boc([]) + [UInt8](repeating: 0, count: size - tree.boc([]).count)
        #expect(lenient.json?["file_hash"] as? String == SHA256.hash(whole).hex)
        // From stdin it would have to be kept.
        let streamed = try await SilkProcess.run(["cell", "hash", "-", "--lenient"], input: whole)
        #expect(streamed.exitCode == 65)
        #expect(streamed.error == "silk: stdin has more than 67108864 bytes\n")
    }

    @Test("hashes of a whole cell, of a proof's pruned branch, and of several roots")
    func hashes() async throws {
        let empty = try await SilkProcess.run(["cell", "hash", Self.emptyBag])
        #expect(empty.output.contains(Self.emptyHash))
        #expect(!empty.output.contains("level"))

        let pruned = try #require(try SampleCells.proof().reference(at: 0)?.reference(at: 0))
        let result = try await run(["hash", "-", "--json"], pruned)
        let root = try #require((result.json?["roots"] as? [[String: Any]])?.first)
        let whole = try SampleCells.tree()
        #expect(root["level"] as? Int == 1)
        #expect(root["hash"] as? String == pruned.hash.hex)
        let zero = try #require(root["level_0"] as? [String: Any])
        #expect(zero["hash"] as? String == whole.hash.hex)
        #expect(zero["depth"] as? Int == 2)

        let two = BagOfCells(roots: [whole, .empty]).serialized()
        let text = try await SilkProcess.run(["cell", "hash", "-"], input: two)
        try ExpectedOutput.compare(text.output, with: "Cell/hash-two.txt")
        let shown = try await SilkProcess.run(["cell", "show", "-"], input: two)
        #expect(shown.output.hasSuffix("shown above: \(Self.emptyHash)\n"))
    }

    @Test("deep and wide trees are shown to the stated limit, and fast")
    func bounded() async throws {
        let deep = try await run(["show", "-", "--json", "--limit", "2000"], try SampleCells.chain(1000))
        #expect((deep.json?["cells"] as? [Any])?.count == 1001)
        #expect(deep.json?["is_complete"] as? Bool == true)
        let limited = try await run(["show", "-"], try SampleCells.chain(1010))
        #expect(limited.output.split(separator: "\n").count == 1002)
        #expect(limited.output.contains("only the first 1000 cells are shown"))
        // As a tree this has 4^60 leaves.
        let wide = try (0..<60).reduce(Cell.empty) { cell, number in
            try SampleCells.cell(UInt64(number), bits: 8, Array(repeating: cell, count: 4))
        }
        let shown = try await run(["show", "-"], wide)
        #expect(shown.output.split(separator: "\n").count == 1 + 60 * 4)
        let other = try SampleCells.cell(0, bits: 8, [wide])
        #expect(try await run(["diff", "-", Hex.encode(other.boc())], wide).exitCode == 2)
    }

    @Test("conversion writes what is asked for, and the same cells")
    func convert() async throws {
        let tree = try SampleCells.tree()
        let plain = try await SilkProcess.run(["cell", "convert", "te6ccgEBAQEAAgAAAA==", "--to", "hex"])
        #expect(plain.output == Self.emptyBag + "\n")
        let folder = try TemporaryFolder()
        let choices: [([String], BagOfCells.Options)] = [
            ([], []), (["--checksum"], .checksum), (["--index"], .index), (["--hashes"], .hashes),
            (["--index", "--cache-bits"], [.index, .cacheBits]), (["--block"], .block),
            (["--index", "--checksum", "--cache-bits", "--hashes"], .block),
        ]
        for (arguments, options) in choices {
            let expected = tree.boc(options)
            #expect(try Cell(boc: expected) == tree)
            let hex = try await run(["convert", "-", "--to", "hex"] + arguments, tree)
            #expect(hex.output == Hex.encode(expected) + "\n")
            let base64 = try await run(["convert", "-", "--to", "base64"] + arguments, tree)
            #expect(base64.output == Base64.encode(expected) + "\n")
            let file = try await run(
                ["convert", "-", "--to", "boc", "-o", folder.path("out.boc")] + arguments, tree)
            #expect(file.exitCode == 0 && file.output == "", "\(file.error)")
            #expect(try Data(contentsOf: folder.url.appendingPathComponent("out.boc")) == Data(expected))
            let back = try await SilkProcess.run(["cell", "diff", folder.path("out.boc"), Hex.encode(tree.boc())])
            #expect(back.exitCode == 0)
            #expect(back.output == "equal\n")
        }
    }

    @Test("what can't be asked for exits with 64, what can't be written with 1")
    func refusals() async throws {
        for arguments in [
            ["convert", Self.emptyBag, "--to", "hex", "--cache-bits"],
            ["convert", Self.emptyBag, "--to", "hex", "--block", "--index"], ["convert", Self.emptyBag],
            ["convert", Self.emptyBag, "--to", "xml"], ["show", Self.emptyBag, "--limit", "0"],
            ["show", Self.emptyBag, "--depth=-1"], ["diff", "-", "-"],
        ] {
            #expect(try await SilkProcess.run(["cell"] + arguments).exitCode == 64, "\(arguments)")
        }
        let result = try await SilkProcess.run(
            ["cell", "convert", Self.emptyBag, "--to", "boc", "-o", "/nowhere/out.boc"])
        #expect(result.exitCode == 1)
        #expect(result.error.contains("/nowhere/out.boc"))
    }

    @Test("differences are found by their paths, and exit with 2")
    func diff() async throws {
        let (one, other) = (try SampleCells.tree(), try SampleCells.tree(leaf: 0xcd))
        let text = try await run(["diff", "-", Hex.encode(other.boc())], one)
        #expect(text.exitCode == 2)
        #expect(text.error == "")
        try ExpectedOutput.compare(text.output, with: "Cell/diff.txt")
        let document = try await run(["diff", "-", Hex.encode(other.boc()), "--json"], one)
        #expect(document.exitCode == 2)
        try ExpectedOutput.compare(document.output, with: "Cell/diff.json")

        let roots = BagOfCells(roots: [one, .empty]).serialized()
        let missing = try await SilkProcess.run(["cell", "diff", "-", Hex.encode(one.boc())], input: roots)
        #expect(missing.exitCode == 2)
        #expect(missing.output.hasPrefix("at 1\n- x{} 0 bits, 0 refs, \(Self.emptyHash)\n+ no root\n"))

        let same = try await run(["diff", "-", Hex.encode(one.boc(.block)), "--json"], one)
        #expect(same.exitCode == 0)
        #expect(same.json?["is_equal"] as? Bool == true)
    }
}
