import ArgumentParser
import Foundation
import Indexer
import Mirror
import TONCrypto

/// What fills a mirror and checks it.
struct MirrorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirror",
        abstract: "Fill the mirror, rebuild it, compare it.",
        discussion: """
            EXAMPLES:
              silk mirror import answers/ states/
              silk mirror digest
            """,
        subcommands: [MirrorImportCommand.self, MirrorRebuildCommand.self, MirrorDigestCommand.self]
    )
}

/// Takes files into the mirror.
struct MirrorImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take answers of TON Center into the mirror.",
        discussion: """
            Reads getTransactions and getAddressInformation of version 2, and traces of version 3. A page of \
            transactions must hang together, hash by hash, from the head that it names. What doesn't is refused with \
            the reason, and the rest is taken. What was taken before is recognised; the order doesn't matter.

            EXAMPLES:
              silk mirror import answers/
              silk mirror import proxy-1.json proxy-2.json --mirror mainnet.sqlite
            """
    )

    @Argument(help: ArgumentHelp("Files, and folders with .json files.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Exit with 0 even if something was refused.")
    var allowRefused = false

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        try await options.importFiles(paths, allowsRefusals: allowRefused)
    }
}

extension MirrorOptions {
    /// Takes files into the mirror, and prints what came of it. Throws at the end where something was refused.
    func importFiles(_ paths: [String], allowsRefusals: Bool = false) async throws {
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw FileImportError.notFound(path)
        }
        let progress = Progress("importing")
        let mirror = try openToWrite()
        let summary = try await FileImport(into: mirror).run(paths) { progress.show($0, of: $1) }
        progress.finish()
        if output.json {
            try StandardOutput.write(json: ImportDocument(summary))
        } else {
            try StandardOutput.write(summary.text)
        }
        if summary.files == 0 { throw Failure("there are no .json files at \(paths.joined(separator: ", "))") }
        if !summary.refusals.isEmpty, !allowsRefusals {
            let count = summary.refusals.count
            throw Failure("\(count) \(count == 1 ? "part was" : "parts were") refused; all others were taken")
        }
    }
}

extension FileImport.Summary {
    fileprivate var text: String {
        var table = Table([.left(""), .right("NEW"), .right("KNOWN")])
        for (name, count) in [("transactions", transactions), ("claims", claims), ("states", states)] {
            table.add([name, "\(count.accepted)", "\(count.known)"])
        }
        var text = table.text + "\nfiles read: \(files)\nrefused: \(refusals.count)\n"
        for refusal in refusals { text += "  \(refusal.file): \(refusal.reason)\n" }
        return text
    }
}

/// Derives everything again.
struct MirrorRebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Derive everything again from the raw transactions.",
        discussion: """
            Events, books and roles are worked out anew from what was accepted, in one step: an interrupted rebuild \
            leaves the mirror as it was.

            EXAMPLES:
              silk mirror rebuild
              silk mirror rebuild --mirror mainnet.sqlite
            """
    )

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        guard FileManager.default.fileExists(atPath: options.path) else {
            throw MirrorError.notFound(path: options.path)
        }
        let mirror = try options.openToWrite()
        let progress = Progress("rebuilding")
        try mirror.rebuild { progress.show($0, of: $1) }
        progress.finish()
        let status = try mirror.status()
        if options.output.json {
            try StandardOutput.write(json: RebuildDocument(status))
        } else {
            try StandardOutput.write(
                "rebuilt \(status.events) events from \(status.transactions) transactions "
                    + "and \(status.claimedTransactions) claims\n")
        }
    }
}

/// Hashes the content.
struct MirrorDigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Print a hash over all content.",
        discussion: """
            Two mirrors of the same content have the same digest, whatever order it came in.

            EXAMPLES:
              silk mirror digest
              silk mirror digest --mirror mainnet.sqlite --json
            """
    )

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let digest = try options.open().contentDigest()
        if options.output.json {
            try StandardOutput.write(json: DigestDocument(digest: digest.hex))
        } else {
            try StandardOutput.write(digest.hex + "\n")
        }
    }
}
