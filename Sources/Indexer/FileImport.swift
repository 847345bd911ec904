import Foundation
public import Mirror
import Settlement
import TONBlocks
import TONCells
import TONCenter
import TONCrypto

/// Takes files of TON Center's answers into a mirror.
///
/// Reads version 2 `getTransactions` and `getAddressInformation`, and version 3 `traces`. Every page of transactions
/// must hang together, hash by hash, from the head that it names; what doesn't is refused as a whole, with the
/// reason, and the rest goes on. What was imported before is recognised. The order of files doesn't matter.
public struct FileImport: Sendable {
    /// What came of an import.
    public struct Summary: Hashable, Sendable {
        /// Raw transactions that are new, and that the mirror had.
        public var transactions = Count()
        /// Claimed transactions that are new, and that the mirror had as claimed or raw.
        public var claims = Count()
        /// Accounts' states that are new, and that the mirror had or had newer.
        public var states = Count()
        /// Files read.
        public var files = 0
        /// What was refused, with its file.
        public var refusals: [Refusal] = []

        /// How many are new, and how many were there.
        public struct Count: Hashable, Sendable {
            /// New ones.
            public var accepted = 0
            /// Those that were there.
            public var known = 0

            /// Makes a count.
            public init(accepted: Int = 0, known: Int = 0) {
                self.accepted = accepted
                self.known = known
            }
        }
    }

    /// A file, or a part of one, that was refused.
    public struct Refusal: Hashable, Sendable {
        /// The file.
        public var file: String
        /// What was expected and what came.
        public var reason: String
    }

    private let mirror: Mirror
    /// About how many transactions go into one SQL transaction.
    private let batchSize: Int
    /// How many files are read ahead of the writer.
    private static let readAhead = 8

    /// Makes an import into a mirror.
    ///
    /// - Parameter batchSize: About how many transactions go into one SQL transaction.
    public init(into mirror: Mirror, batchSize: Int = 8000) {
        self.mirror = mirror
        self.batchSize = batchSize
    }

    /// Imports files, and all `.json` files in folders.
    ///
    /// Throws ``FileImportError`` where a path doesn't exist, and `MirrorError` where the mirror can't be written;
    /// what was taken before stays then, whole files at a time.
    ///
    /// - Parameter progress: Called with the number of files done and of all.
    public func run(
        _ paths: [String], progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Summary {
        let files = try Self.files(paths)
        var summary = Summary()
        summary.files = files.count
        // States are compared with the transactions that left them, and may not even name their account: they go last.
        var states: [Batch.Item] = []
        var batch = Batch()
        var done = 0
        try await withThrowingTaskGroup(of: (Int, Contents).self) { group in
            var next = 0
            var read: [Int: Contents] = [:]
            func start() {
                guard next < files.count else { return }
                let (number, file) = (next, files[next])
                group.addTask { (number, Contents(file)) }
                next += 1
            }
            for _ in 0..<Self.readAhead { start() }
            while done < files.count {
                guard let contents = read.removeValue(forKey: done) else {
                    guard let (number, contents) = try await group.next() else { break }
                    read[number] = contents
                    continue
                }
                start()
                summary.refusals += contents.refusals
                for delivery in contents.deliveries {
                    let item = Batch.Item(file: contents.file, delivery: delivery)
                    if case .state = delivery { states.append(item) } else { batch.append(item) }
                }
                done += 1
                if batch.size >= batchSize { try batch.write(to: mirror, &summary) }
                progress(done, files.count)
            }
        }
        for item in states { batch.append(item) }
        try batch.write(to: mirror, &summary)
        return summary
    }

    private static func files(_ paths: [String]) throws -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw FileImportError.notFound(path)
            }
            guard isFolder.boolValue else {
                files.append(path)
                continue
            }
            guard let enumerator = FileManager.default.enumerator(atPath: path) else {
                throw FileImportError.notReadable(path)
            }
            let names = enumerator.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
            files += names.map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
        }
        return files
    }

    /// What waits for one SQL transaction.
    private struct Batch {
        struct Item {
            var file: String
            var delivery: Delivery
        }

        private var items: [Item] = []
        private(set) var size = 0

        mutating func append(_ item: Item) {
            items.append(item)
            if case .page(let page) = item.delivery { size += page.entries.count } else { size += 1 }
        }

        mutating func write(to mirror: Mirror, _ summary: inout Summary) throws {
            guard !items.isEmpty else { return }
            let receipts = try mirror.ingest(items.map(\.delivery))
            for (item, receipt) in zip(items, receipts) {
                if let refusal = receipt.refusal {
                    summary.refusals.append(Refusal(file: item.file, reason: "\(refusal)"))
                }
                switch item.delivery {
                case .page: summary.transactions.add(receipt)
                case .claim: summary.claims.add(receipt)
                case .state: summary.states.add(receipt)
                }
            }
            items.removeAll(keepingCapacity: true)
            size = 0
        }
    }
}

extension FileImport.Summary.Count {
    fileprivate mutating func add(_ receipt: DeliveryReceipt) {
        accepted += receipt.accepted
        known += receipt.known
    }
}

/// Why an import can't start.
public enum FileImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is nothing at a path.
    case notFound(String)
    /// A folder can't be listed.
    case notReadable(String)

    /// Names the path.
    public var description: String {
        switch self {
        case .notFound(let path): "there is no file or folder at \(path)"
        case .notReadable(let path): "the folder \(path) can't be read"
        }
    }
}

/// What one file holds, read and verified.
private struct Contents: Sendable {
    let file: String
    private(set) var deliveries: [Delivery] = []
    private(set) var refusals: [FileImport.Refusal] = []

    init(_ file: String) {
        self.file = file
        do {
            let answer: TONCenterAnswer
            do {
                answer = try TONCenterAnswer(json: try Data(contentsOf: URL(fileURLWithPath: file)))
            } catch let error as TONCenterError {
                throw error
            } catch {
                throw UnreadableFile()
            }
            switch answer {
            case .transactions(let records):
                if !records.isEmpty { deliveries.append(.page(try TransactionPage(records))) }
            case .addressInformation(let information):
                deliveries.append(.state(try AccountSnapshot(information)))
            case .traces(let traces):
                for trace in traces {
                    for record in trace.transactions { take(record) }
                }
            }
        } catch {
            refuse(error)
        }
    }

    private mutating func take(_ record: ClaimedTransactionRecord) {
        do {
            deliveries.append(.claim(try LedgerTransaction(claimed: record)))
        } catch {
            refuse(error)
        }
    }

    private mutating func refuse(_ error: any Error) {
        refusals.append(FileImport.Refusal(file: file, reason: "\(error)"))
    }

    private struct UnreadableFile: Error, CustomStringConvertible {
        var description: String { "the file can't be read" }
    }
}
