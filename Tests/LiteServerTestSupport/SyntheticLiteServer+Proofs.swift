import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// Steps between masterchain blocks, the configuration, and libraries.
extension SyntheticLiteServer {
    static let maximumSteps = 16
    /// What a forward step shows of a configuration: the version, sessions, consensus and validators.
    static let trustedParameters: [Int32] = [8, 28, 29, 30, 34]

    func blockProof(_ query: LiteAPI.GetBlockProof) throws -> LiteAPI.PartialBlockProof {
        let known = try findMasterchain(query.knownBlock)
        let target = try query.targetBlock.map { try findMasterchain($0) } ?? last
        var (steps, current): ([LiteAPI.BlockLink], SyntheticBlock) = ([], known)
        if target.seqno < known.seqno {
            steps.append(.back(try back(from: known, to: target)))
            current = target
        } else if target.seqno > known.seqno, !known.isKeyBlock {
            current = chain.keyBlock(before: known.seqno)
            steps.append(.back(try back(from: known, to: current)))
        }
        while current.seqno < target.seqno, steps.count < Self.maximumSteps {
            let next = chain.keyBlock(after: current.seqno, upTo: target.seqno) ?? target
            steps.append(.forward(try forward(from: current, to: next)))
            current = next
        }
        return LiteAPI.PartialBlockProof(
            isComplete: current.seqno == target.seqno, source: known.identifier, destination: current.identifier,
            steps: steps)
    }

    private func back(from source: SyntheticBlock, to destination: SyntheticBlock) throws -> LiteAPI.BlockLinkBack {
        LiteAPI.BlockLinkBack(
            isToKeyBlock: destination.isKeyBlock, source: source.identifier, destination: destination.identifier,
            destinationProof: destination.info == nil ? [] : try BlockProofs.header(of: destination.root).cell.boc(),
            proof: try BlockProofs.header(of: source.root, .stateUpdate).cell.boc(),
            stateProof: try BlockProofs.state(try state(after: source), [.oldBlock(destination.seqno)]).cell.boc())
    }

    private func forward(
        from source: SyntheticBlock, to destination: SyntheticBlock
    ) throws -> LiteAPI.BlockLinkForward {
        guard let session = destination.session else {
            throw LiteAPI.ErrorAnswer(code: 651, message: "no signatures in db")
        }
        return LiteAPI.BlockLinkForward(
            isToKeyBlock: destination.isKeyBlock, source: source.identifier, destination: destination.identifier,
            destinationProof: try BlockProofs.header(of: destination.root).cell.boc(),
            configurationProof: try BlockProofs.configuration(of: source, parameters: Self.trustedParameters).cell
                .boc(),
            signatures: try session.signatures(of: destination.identifier))
    }

    // MARK: - Configuration

    func configuration(
        _ identifier: BlockIdentifier, _ parameters: [Int32]?, mode: UInt32
    ) throws -> LiteAPI.ConfigurationInfo {
        let block = try findMasterchain(identifier)
        let state = try BlockProofs.state(try state(after: block), [.configuration(parameters)])
        return LiteAPI.ConfigurationInfo(
            block: block.identifier,
            stateProof: block.info == nil ? [] : try BlockProofs.header(of: block.root, .stateUpdate).cell.boc(),
            configurationProof: state.cell.boc(), mode: mode)
    }

    // MARK: - Libraries

    static let maximumLibraries = 16

    private func libraryEntries(_ hashes: [Hash256]) -> [LiteAPI.LibraryEntry] {
        Set(hashes.prefix(Self.maximumLibraries)).sorted().compactMap { hash in
            chain.plan.libraries.first { $0.hash == hash }.map { LiteAPI.LibraryEntry(hash: hash, data: $0.boc()) }
        }
    }

    func libraries(_ query: LiteAPI.GetLibraries) -> LiteAPI.LibraryResult {
        LiteAPI.LibraryResult(libraries: libraryEntries(query.hashes))
    }

    func libraries(_ query: LiteAPI.GetLibrariesWithProof) throws -> LiteAPI.LibraryResultWithProof {
        let block = try findMasterchain(query.block)
        let hashes = Array(query.hashes.prefix(Self.maximumLibraries))
        let state = try BlockProofs.state(try state(after: block), [.libraries(hashes)])
        return LiteAPI.LibraryResultWithProof(
            block: block.identifier, libraries: libraryEntries(hashes),
            stateProof: block.info == nil ? [] : try BlockProofs.header(of: block.root, .stateUpdate).cell.boc(),
            dataProof: state.cell.boc(), mode: query.mode)
    }
}
