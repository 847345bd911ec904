import TONBlocks
public import TONLiteClient

/// What each server of a network says and does, asked one by one.
public struct ServerSurvey: Hashable, Sendable {
    /// One server.
    public struct Entry: Hashable, Sendable {
        /// The server.
        public var server: LiteServerEndpoint
        /// How long it took to answer once it was connected; nil where it didn't.
        public var latency: Duration?
        /// The newest masterchain block that it names: its word.
        public var newest: UInt32?
        /// Its version: its word.
        public var version: Int32?
        /// Why it gave no answer; nil where it did.
        public var failure: String?
        /// What it lied about; nil where it wasn't caught.
        public var lie: String?
    }

    /// The servers, in the order of the global config.
    public var entries: [Entry]
}

extension Network {
    /// Asks every server for its newest block, all at once, and says which were caught lying so far.
    public func survey() async -> ServerSurvey {
        let configuration = ADNLConnection.Configuration(connectTimeout: .seconds(8), queryTimeout: .seconds(10))
        let zeroState = self.configuration.zeroState
        let statuses = await pool.statuses
        var entries = statuses.map { ServerSurvey.Entry(server: $0.server, lie: $0.lie) }
        await withTaskGroup(of: (Int, ServerSurvey.Entry).self) { group in
            for (number, entry) in entries.enumerated() {
                group.addTask {
                    let server = LiteServer(entry.server, configuration: configuration)
                    let answered = await Self.ask(server, entry) { answer throws(ProofError) in
                        // A server of another network names another first state.
                        _ = try answer.claimedBlock(in: zeroState)
                    }
                    await server.close()
                    return (number, answered)
                }
            }
            for await (number, entry) in group { entries[number] = entry }
        }
        return ServerSurvey(entries: entries)
    }

    private static func ask(
        _ server: LiteServer, _ known: ServerSurvey.Entry,
        _ check: (LiteAPI.MasterchainInfoExt) throws(ProofError) -> Void
    ) async -> ServerSurvey.Entry {
        var entry = known
        do throws(LiteServerError) {
            // The first answer waits for the connection too.
            _ = try await server.time()
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try await server.masterchainInfoExt()
            entry.latency = clock.now - start
            entry.newest = answer.last.seqno
            entry.version = answer.version
            do throws(ProofError) {
                try check(answer)
            } catch {
                entry.lie = entry.lie ?? "\(error)"
            }
        } catch {
            entry.failure = "\(error)"
        }
        return entry
    }
}
