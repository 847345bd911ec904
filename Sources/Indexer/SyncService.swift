public import Logging
import Metrics
import Mirror
public import ServiceLifecycle
import TONBlocks

/// Follows the chain until it is told to stop: pass after pass, each as soon as there is a new block.
///
/// Where servers can't be reached it waits, longer each time, and goes on. It ends with an error where going on would not
/// help: the mirror can't be written, or is another network's, or blocks that validators signed contradict one another.
public struct SyncService: Service {
    /// How long it waits after failures, and when it looks at all accounts again.
    public struct Configuration: Hashable, Sendable {
        /// The wait after a first failure; doubled after each further one.
        public var firstPause: Duration
        /// The longest wait.
        public var longestPause: Duration

        /// Makes one.
        public init(firstPause: Duration = .seconds(1), longestPause: Duration = .seconds(60)) {
            self.firstPause = firstPause
            self.longestPause = longestPause
        }
    }

    private let sync: ChainSync
    private let scan: BlockScan?
    private let source: any ChainSource
    private let configuration: Configuration
    private let logger: Logger
    private let report: @Sendable (ChainSync.Report) -> Void

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - sync: What a pass does.
    ///   - scan: Reads all blocks too, before each pass; nil not to.
    ///   - source: Where to wait for blocks.
    ///   - configuration: Waits.
    ///   - logger: Is told of passes with something new (info), of failures (warning) and of what a person should look at
    ///     (error).
    ///   - report: Called after each pass.
    public init(
        sync: ChainSync, scan: BlockScan? = nil, source: any ChainSource, configuration: Configuration = .init(),
        logger: Logger, report: @escaping @Sendable (ChainSync.Report) -> Void = { _ in }
    ) {
        self.sync = sync
        self.scan = scan
        self.source = source
        self.configuration = configuration
        self.logger = logger
        self.report = report
    }

    /// Runs until a graceful stop, or until going on makes no sense. A pass that a stop interrupts leaves a whole mirror.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await follow() }
    }

    private func follow() async throws {
        var pause = configuration.firstPause
        while !Task.isCancelled {
            do throws(SyncError) {
                let report = try await pass()
                pause = configuration.firstPause
                try await source.waitForBlock(after: report.tip)
            } catch {
                switch error {
                case .cancelled:
                    return
                case .network, .liars, .historyMissing:
                    failures.increment()
                    logger.warning(
                        "a pass failed; the next one follows", metadata: ["error": "\(error)", "pause": "\(pause)"])
                    guard (try? await Task.sleep(for: pause)) != nil else { return }
                    pause = min(pause * 2, configuration.longestPause)
                case .refused(let refusal):
                    // Another process writes: its turn ends.
                    guard case .busy = refusal else { throw ended(error) }
                    guard (try? await Task.sleep(for: pause)) != nil else { return }
                case .trust, .otherNetwork:
                    throw ended(error)
                }
            }
        }
    }

    private func ended(_ error: SyncError) -> SyncError {
        logger.error("following ends", metadata: ["error": "\(error)"])
        return error
    }

    private func pass() async throws(SyncError) -> ChainSync.Report {
        let clock = ContinuousClock()
        let start = clock.now
        if let scan {
            let progress = try await scan.run(upTo: try await source.tip())
            blocks.increment(by: progress.blocks)
            for address in progress.found { logger.info("contract found", metadata: ["address": "\(address)"]) }
        }
        let report = try await sync.run()
        passes.recordNanoseconds((clock.now - start).nanoseconds)
        transactions.increment(by: report.transactions)
        seqno.record(Int64(report.tip.block.seqno))
        problems.record(report.problems.count)
        if report.discarded > 0 {
            logger.error(
                "a history that the chain disproves was thrown out",
                metadata: ["transactions": "\(report.discarded)"])
        }
        for problem in report.problems {
            logger.error(
                "an account is incomplete", metadata: ["account": "\(problem.account)", "error": "\(problem.error)"])
        }
        if report.transactions > 0 {
            logger.info(
                "new transactions",
                metadata: [
                    "transactions": "\(report.transactions)", "accounts": "\(report.accounts)",
                    "seqno": "\(report.tip.block.seqno)",
                ])
        }
        self.report(report)
        return report
    }

    // MARK: - Metrics

    private var transactions: Counter { Counter(label: "silk_sync_transactions") }
    private var blocks: Counter { Counter(label: "silk_sync_blocks") }
    private var failures: Counter { Counter(label: "silk_sync_failures") }
    private var seqno: Gauge { Gauge(label: "silk_sync_masterchain_seqno") }
    private var problems: Gauge { Gauge(label: "silk_sync_incomplete_accounts") }
    private var passes: Timer { Timer(label: "silk_sync_pass") }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product + attoseconds / 1_000_000_000
    }
}
