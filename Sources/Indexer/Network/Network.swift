import Foundation
public import Logging
public import Mirror
public import TONBlocks
public import TONLiteClient

/// A network that can be asked: its servers, and the block that its proofs start from.
public struct Network: Sendable {
    /// The network's profile.
    public let profile: NetworkProfile
    /// Its global config.
    public let configuration: GlobalConfiguration
    /// What is trusted.
    public let trusted: TrustedBlock
    /// The lite-servers.
    public let pool: LiteServerPool
    /// The lite-servers as a source of whole histories.
    public let source: LiteServerSource

    /// Makes one; nothing is connected to yet.
    ///
    /// - Parameters:
    ///   - kept: What a mirror trusts, see ``TrustedBlock/kept(in:network:)``.
    ///   - named: A block that the user trusts.
    ///   - pool: Limits of the pool.
    ///   - logger: Is told of dropped servers, at the level warning, and of failures, at the level debug.
    public init(
        _ profile: NetworkProfile, configuration: GlobalConfiguration, kept: TrustedBlock? = nil,
        named: BlockIdentifier? = nil, pool limits: LiteServerPool.Configuration = .init(), logger: Logger? = nil
    ) throws(TrustError) {
        self.profile = profile
        self.configuration = configuration
        trusted = try TrustedBlock(kept: kept, named: named, configuration: configuration)
        pool = LiteServerPool(configuration.liteServers, configuration: limits, logger: logger)
        source = LiteServerSource(pool: pool, trusted: trusted)
    }
}

extension TrustedBlock {
    /// What a mirror that follows this network trusts; nil where it follows another one, or trusts nothing yet.
    public static func kept(in mirror: Mirror, network: String) throws(TrustError) -> TrustedBlock? {
        do {
            guard try mirror.document(.network) == Data(network.utf8), let document = try mirror.document(.trustedBlock)
            else { return nil }
            return try TrustedBlock(document: document)
        } catch let error as MirrorError {
            throw .mirror(error)
        } catch {
            throw .damaged(path: mirror.path, reason: "\(error)")
        }
    }

    /// What to trust: what was kept, else the block that the user names, else what the global config names.
    ///
    /// Throws where the user names another block than those that were kept.
    init(
        kept: TrustedBlock?, named: BlockIdentifier?, configuration: GlobalConfiguration
    ) throws(TrustError) {
        if let kept {
            if let named, !kept.contains(named) { throw .otherBlock(kept: kept.newest, named: named) }
            self = kept
            return
        }
        do throws(ProofError) {
            if let named {
                let isZeroState = named == configuration.zeroState
                try self.init(named, origin: isZeroState ? .zeroState : .pinned)
            } else {
                try self.init(configuration)
            }
        } catch {
            throw .notTrustable(error)
        }
    }
}

/// Why there is no block to start proofs from.
public enum TrustError: Error, Hashable, Sendable {
    /// The mirror can't be read.
    case mirror(MirrorError)
    /// What was kept can't be read.
    case damaged(path: String, reason: String)
    /// The user names another block than was kept.
    case otherBlock(kept: BlockIdentifier, named: BlockIdentifier)
    /// The block is none of the masterchain.
    case notTrustable(ProofError)
    /// The block isn't newer than what was kept.
    case notForward(kept: BlockIdentifier, named: BlockIdentifier)
    /// The mirror follows another network.
    case otherNetwork(expected: String, found: String)
}

extension TrustError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .mirror(let error): "\(error)"
        case .damaged(let path, let reason):
            "\(path): the trusted block can't be read (\(reason)): `silk trust reset --forget` removes it"
        case .otherBlock(let kept, let named):
            "the mirror trusts the block \(kept), not \(named): `silk trust pin` moves it forward"
        case .notTrustable(let error): "\(error)"
        case .notForward(let kept, let named):
            "trust moves forward only: the mirror trusts the block \(kept), and \(named) isn't newer"
        case .otherNetwork(let expected, let found):
            "the mirror follows the network \(expected), not \(found): use another mirror"
        }
    }
}
