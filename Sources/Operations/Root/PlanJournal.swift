import Foundation
public import TONCells
public import TONCrypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What was done about a plan so far: a file to which a line is added before each step, and nothing is ever changed.
///
/// Each line is on the disk before the step that it announces, so that whoever goes on after a crash knows everything
/// that may have happened. A last line that isn't whole was never followed by its step, and is cut off. Only one process
/// at a time may have a journal open. No secret is in it: a signed message is public once it is sent.
public final class PlanJournal {
    /// The document's name and version.
    public static let schema = "silk.plan-journal/1"

    /// A line.
    public enum Record: Hashable, Sendable {
        /// The first: which plan it is about.
        case plan(hash: Hash256, root: AccountAddress)
        /// A wave's message from outside is about to be sent.
        case attempt(Attempt)
        /// What the network said to it.
        case received(wave: Int, Reception)
        /// What became of it.
        case result(Result)
        /// All is as planned.
        case done
    }

    /// A message from outside, as it was sent.
    public struct Attempt: Hashable, Sendable {
        /// Which wave, from 0 on.
        public let wave: Int
        /// The wallet's sequence number; nil for a wallet that has none.
        public let seqno: UInt32?
        /// From when on the wallet refuses it, in seconds since 1970.
        public let validUntil: UInt32
        /// The message's hash, however it is packed (TEP-467).
        public let normalizedHash: Hash256
        /// The wallet's last transaction before it.
        public let walletLT: UInt64
        /// The message's cell.
        public let external: Cell
    }

    /// What became of a wave.
    public struct Result: Hashable, Sendable {
        /// Which wave, from 0 on.
        public let wave: Int
        /// The wallet's transaction.
        public let transaction: Hash256
        /// The root's last transaction afterwards: the next wave starts there.
        public let rootTransaction: Hash256
        /// What went wrong; nil where nothing did.
        public let failure: String?
    }

    /// The lines so far.
    public private(set) var records: [Record]
    /// The file.
    public let path: String

    private let descriptor: Int32
    /// The bytes of all whole lines.
    private var length: Int

    /// Most bytes that a journal may have: 64 MiB.
    public static let maximumByteCount = 64 << 20

    /// Starts a journal for a plan in a new file, or goes on with the one that is there.
    ///
    /// Throws where it is about another plan, damaged, or open elsewhere.
    public init(path: String, planHash: Hash256, root: AccountAddress) throws(JournalError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        do throws(JournalError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                if errno == EWOULDBLOCK { throw .busy(path: path) }
                throw Self.failure("lock", path)
            }
            let bytes = try Self.read(path)
            let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if whole < bytes.count, ftruncate(descriptor, off_t(whole)) != 0 { throw Self.failure("truncate", path) }
            var records: [Record] = []
            for (number, line) in bytes[..<whole].split(separator: UInt8(ascii: "\n")).enumerated() {
                do {
                    records.append(try JSONDecoder().decode(JournalLine.self, from: Data(line)).record())
                } catch {
                    throw .damaged(path: path, line: number + 1, reason: "\(error)")
                }
            }
            if let first = records.first {
                guard case .plan(planHash, root) = first else { throw .otherPlan(path: path) }
            }
            self.records = records
            length = whole
        } catch {
            Self.release(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        guard records.isEmpty else { return }
        try append(.plan(hash: planHash, root: root))
        try Self.settleName(of: path)
    }

    /// The name of a new file is on the disk only once its folder is.
    private static func settleName(of path: String) throws(JournalError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder of", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write the folder of", path) }
    }

    deinit { Self.release(descriptor) }

    /// Unlocks the file, and closes it. A process that is being started elsewhere has the file open for a moment too, and
    /// closing alone would leave it locked for so long.
    private static func release(_ descriptor: Int32) {
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Adds a line, and returns once it is on the disk. Where it throws, the lines are those from before.
    public func append(_ record: Record) throws(JournalError) {
        let line: Data
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            line = try encoder.encode(JournalLine(record)) + Data([UInt8(ascii: "\n")])
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
        do throws(JournalError) {
            try write(line)
        } catch {
            // A part of the line would spoil the next one.
            _ = ftruncate(descriptor, off_t(length))
            throw error
        }
        length += line.count
        records.append(record)
    }

    private func write(_ line: Data) throws(JournalError) {
        var done = 0
        while done < line.count {
            let count = line.withUnsafeBytes { buffer in
                systemWrite(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write", path) }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw Self.failure("write", path) }
    }

    /// Whether anything was sent, or was about to be.
    public var hasStarted: Bool { records.count > 1 }

    /// Whether all is as planned.
    public var isDone: Bool { records.contains(.done) }

    /// The last attempt at a wave.
    func attempt(at wave: Int) -> Attempt? {
        records.reversed().lazy.compactMap { record in
            if case .attempt(let attempt) = record, attempt.wave == wave { attempt } else { nil }
        }.first
    }

    /// What became of a wave.
    func result(of wave: Int) -> Result? {
        records.lazy.compactMap { record in
            if case .result(let result) = record, result.wave == wave { result } else { nil }
        }.first
    }

    private static func read(_ path: String) throws(JournalError) -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            let bytes = Array(try file.read(upToCount: maximumByteCount + 1) ?? Data())
            guard bytes.count <= maximumByteCount else {
                throw JournalError.file(path: path, reason: "it has more than \(maximumByteCount) bytes")
            }
            return bytes
        } catch let error as JournalError {
            throw error
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
    }

    private static func failure(_ call: String, _ path: String) -> JournalError {
        .file(path: path, reason: "can't \(call) it: \(String(cString: strerror(errno)))")
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// Why a journal can't be used.
public enum JournalError: Error, Hashable, Sendable {
    /// The file can't be read or written.
    case file(path: String, reason: String)
    /// Another process has it open.
    case busy(path: String)
    /// It is about another plan.
    case otherPlan(path: String)
    /// A line can't be read.
    case damaged(path: String, line: Int, reason: String)
}

extension JournalError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .busy(let path): "\(path): another process has this journal open"
        case .otherPlan(let path): "\(path): expected the journal of this plan, found one of another"
        case .damaged(let path, let line, let reason): "\(path): line \(line) is damaged: \(reason)"
        }
    }
}
