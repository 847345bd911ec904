import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Bags of cells")
struct BagOfCellsTests {
    @Test(
        "a cell that a builder made survives a bag",
        arguments: [[], [.index], [.checksum], [.index, .checksum]] as [BagOfCells.Options])
    func roundTrip(options: BagOfCells.Options) throws {
        var leaf = CellBuilder()
        try leaf.store(0x1234_5678 as UInt32)
        var builder = CellBuilder()
        try builder.store(5, bits: 3)
        try builder.store(reference: try leaf.build())
        let cell = try builder.build()
        #expect(try Cell(boc: cell.boc(options)) == cell)
    }
}
