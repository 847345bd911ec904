import Foundation
import SilkTestSupport
import TONCells
import Testing

/// Bags read in place.
@Suite("Mapped files")
struct MappedFileTests {
    private func withFile<R>(_ bytes: [UInt8], _ body: (String) throws -> R) throws -> R {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("bag.boc")
        try Data(bytes).write(to: file)
        return try body(file.path)
    }

    @Test("cells outlive the handle of the file, and have the same hashes", arguments: BagOfCellsTests.allOptions)
    func cells(options: BagOfCells.Options) throws {
        var random = SeededGenerator(seed: 40)
        let root = try #require(try random.cells(200).last)
        let read = try withFile(root.boc(options)) { try Cell(boc: try MappedFile(path: $0)) }
        #expect(read == root)
        #expect(read.boc(.block) == root.boc(.block))
        #expect(read.exoticSlice() == root.exoticSlice())
    }

    @Test("a file that ends with its page is read to its last byte", arguments: [4096, 8192, 16384])
    func pages(size: Int) throws {
        // One leaf at the end, and so many roots in front that it fills the page: a root takes two bytes.
        func bag(_ leafBytes: Int) throws -> [UInt8] {
            var builder = CellBuilder()
            try builder.store(bytes: (0..<leafBytes).map { UInt8($0) })
            let roots = [Cell](repeating: try builder.build(), count: (size - 100) / 2)
            return BagOfCells(roots: roots).serialized([])
        }
        let leafBytes = size - (try bag(0).count)
        let bytes = try bag(leafBytes)
        try #require(bytes.count == size && leafBytes > 16)
        let roots = try withFile(bytes) { try BagOfCells(try MappedFile(path: $0)).roots }
        var slice = try #require(roots.last).exoticSlice()
        #expect(try slice.loadBytes(leafBytes) == (0..<leafBytes).map { UInt8($0) })
    }

    @Test("damaged files are refused as their bytes are")
    func damaged() throws {
        var random = SeededGenerator(seed: 41)
        let bytes = try #require(try random.cells(6).last).boc(.block)
        for length in stride(from: 0, to: bytes.count, by: 5) {
            try withFile(Array(bytes[..<length])) { path in
                let file = try MappedFile(path: path)
                #expect(throws: BagOfCellsError.self) { try BagOfCells(file) }
                #expect(throws: BagOfCellsError.self) { try BagOfCells(file, reading: .lenient) }
            }
        }
    }

    @Test("what isn't a file can't be mapped")
    func missing() throws {
        let folder = try TemporaryFolder()
        let absent = folder.url.appendingPathComponent("absent").path
        let error = #expect(throws: MappedFileError.self) { try MappedFile(path: absent) }
        #expect("\(try #require(error))" == "can't open \(absent): No such file or directory")
        let other = #expect(throws: MappedFileError.self) { try MappedFile(path: folder.url.path) }
        #expect(try #require(other).reason == "not a regular file")
    }
}
