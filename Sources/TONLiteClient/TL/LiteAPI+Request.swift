extension LiteAPI {
    /// A question as it is sent: what `liteServer.query` holds. A prefix may stand before the function.
    public struct Request: Sendable {
        /// The masterchain block that the server waits for first; nil not to wait.
        public var wait: WaitMasterchainSeqno?
        /// The question.
        public var function: any LiteServerFunction

        /// Makes one.
        public init(_ function: any LiteServerFunction, after wait: WaitMasterchainSeqno? = nil) {
            self.function = function
            self.wait = wait
        }

        /// Reads a question of any of ``functions`` with its prefix, if any, and nothing behind it.
        public init(_ bytes: some Collection<UInt8>) throws(TLError) {
            var reader = TLReader(bytes)
            var found: UInt32 = try reader.read()
            wait = nil
            if found == WaitMasterchainSeqno.constructor.identifier {
                wait = try reader.read()
                found = try reader.read()
            }
            guard let type = functionsByConstructor[found] else {
                throw .unknownConstructor(offset: reader.offset - 4, type: "a function of lite-servers", found: found)
            }
            function = try type.init(from: &reader)
            try reader.end()
        }

        /// The bytes of the prefix and of the boxed function.
        public var bytes: [UInt8] {
            var writer = TLWriter()
            if let wait { writer.writeBoxed(wait) }
            function.writeBoxed(to: &writer)
            return writer.bytes
        }
    }
}
