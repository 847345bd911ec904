public import TONBlocks

extension ShardKey: TLValue {
    /// Reads `workchain:int shard:long`.
    public init(from reader: inout TLReader) throws(TLError) {
        self.init(workchain: try reader.read(), shard: try reader.read())
    }

    /// Appends `workchain:int shard:long`.
    public func write(to writer: inout TLWriter) {
        writer.write(workchain)
        writer.write(shard)
    }
}
