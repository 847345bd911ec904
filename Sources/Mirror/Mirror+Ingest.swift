import GRDB

extension Mirror {
    /// Takes deliveries, and derives what they change, in one SQL transaction.
    ///
    /// A delivery that doesn't agree with what is mirrored is refused alone: see its receipt. Throws ``MirrorError``
    /// where the mirror can't be written; it is then as it was before.
    ///
    /// - Returns: What became of each delivery, in order.
    public func ingest(_ deliveries: [Delivery]) throws -> [DeliveryReceipt] {
        try write { database in
            let ingestion = try Ingestion(database)
            let receipts = try deliveries.map { try ingestion.take($0) }
            try ingestion.finish()
            return receipts
        }
    }
}
