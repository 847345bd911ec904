import ArgumentParser
import Indexer
import Mirror
import TONBlocks
import TONLiteClient

/// Whom to ask about the chain, and how the answer is printed.
struct ChainOptions: ParsableArguments {
    @OptionGroup var network: NetworkOptions
    @OptionGroup var mirror: MirrorOptions

    /// Asks the network, from what the mirror has proven of it if there is one, and closes all connections in the end.
    /// The mirror isn't changed.
    func asking<R>(_ body: (Network) async throws -> R) async throws -> R {
        let network = try await network.network(mirror: try mirror.openIfPresent())
        let answer: Result<R, any Error>
        do {
            answer = .success(try await body(network))
        } catch {
            answer = .failure(error)
        }
        await network.pool.close()
        return try answer.get()
    }

    /// Prints fields, as one document or as text.
    func write(_ document: FieldsDocument) throws {
        if mirror.output.json {
            try StandardOutput.write(json: document)
        } else {
            try StandardOutput.write(document.text)
        }
    }
}

/// Which block a question is about.
struct AtOption: ParsableArguments {
    @Option(help: ArgumentHelp("As of this masterchain block; otherwise as of the newest.", valueName: "seqno"))
    var at: UInt32?
}

extension Network {
    /// Proves the newest masterchain block, and shows on a terminal how far that is.
    func shownTip() async throws(SyncError) -> ChainTip {
        let progress = Progress("proving blocks")
        guard progress.isShown else { return try await tip() }
        let watching = Task {
            while !Task.isCancelled {
                progress.show("\(await source.trusted.newest.seqno)")
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
        let result: Result<ChainTip, SyncError>
        do throws(SyncError) {
            result = .success(try await tip())
        } catch {
            result = .failure(error)
        }
        watching.cancel()
        await watching.value
        progress.finish()
        return try result.get()
    }
}
