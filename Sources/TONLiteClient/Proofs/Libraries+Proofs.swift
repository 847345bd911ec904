public import TONBlocks
public import TONCells
public import TONCrypto

extension LiteAPI.GetLibraries: ProvableFunction {
    /// Verifies that each library has its hash. One that isn't among them may be missing or withheld.
    public func proven(by answer: LiteAPI.LibraryResult) throws(ProofError) -> [Hash256: Cell] {
        let place = ProofPlace(.libraries, of: nil)
        var found: [Hash256: Cell] = [:]
        for entry in answer.libraries {
            guard hashes.contains(entry.hash), found[entry.hash] == nil else {
                throw place.error(.unasked("the library \(entry.hash)"))
            }
            let cell = try place.root(of: entry.data)
            try place.require(cell.hash, is: entry.hash)
            found[entry.hash] = cell
        }
        return found
    }
}

/// Public libraries after a masterchain block.
public struct ProvenLibraries: Hashable, Sendable {
    /// The block.
    public let block: BlockIdentifier
    /// Those of the asked ones that there are; there provably are no others of them.
    public let libraries: [Hash256: LibraryDescription]
}

extension LiteAPI.GetLibrariesWithProof: ProvableFunction {
    private static let maximumCount = 16
    /// A bit of the mode: not to send the libraries, only proofs of which there are.
    private static let withoutDataFlag: UInt32 = 2

    /// The question as it is. Throws where there are more than 16 libraries: of others, servers say nothing.
    public func askingForProof() throws(ProofError) -> Self {
        guard hashes.count <= Self.maximumCount else {
            throw ProofPlace(.libraries, of: block).error(
                .number(what: "libraries at most", expected: UInt64(Self.maximumCount), found: UInt64(hashes.count)))
        }
        return self
    }

    /// Verifies which of the libraries there are, and their cells, unless bit 1 of the mode leaves those out.
    public func proven(by answer: LiteAPI.LibraryResultWithProof) throws(ProofError) -> ProvenLibraries {
        let place = ProofPlace(.libraries, of: block)
        _ = try askingForProof()
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        var cells: [Hash256: Cell] = [:]
        for entry in answer.libraries where !entry.data.isEmpty {
            cells[entry.hash] = try place.root(of: entry.data)
        }
        if let entry = answer.libraries.first(where: { !hashes.contains($0.hash) }) {
            throw place.error(.unasked("the library \(entry.hash)"))
        }
        let state = try ProofPlace(.state, of: block).proof { () throws(BlockProofError) in
            try ProvenState(headerProof: answer.stateProof, stateProof: answer.dataProof, of: block)
        }
        var libraries: [Hash256: LibraryDescription] = [:]
        for hash in Set(hashes) {
            let cell = cells[hash]
            let library = try place.proof { () throws(BlockProofError) in try state.library(hash, cell: cell) }
            guard library == nil || cell != nil || mode & Self.withoutDataFlag != 0 else {
                throw place.error(.missing("the library \(hash)"))
            }
            libraries[hash] = library
        }
        return ProvenLibraries(block: block, libraries: libraries)
    }
}
