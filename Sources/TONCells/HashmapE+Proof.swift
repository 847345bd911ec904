public import TONCrypto

/// Proofs that a key has a value, or that it is absent.
extension HashmapE {
    /// Proves what the dictionary has under some keys: the values of those that are there, and that the others aren't.
    ///
    /// The proof shows the nodes on the way to each key and nothing else. What the values refer to is shown if
    /// `showingValues` says so, and pruned otherwise. Throws where the dictionary is empty, so that there is no tree to
    /// prove, or malformed or pruned on a way.
    public func proof(
        of keys: some Sequence<BitString>, showingValues: Bool = false
    ) throws(CellError) -> MerkleProof {
        try MerkleProof.create(root: try provenRoot()) { (tracker) throws(CellError) in
            for key in keys {
                guard var value = try tracker.value(for: key, in: self), showingValues else { continue }
                while value.remainingReferences > 0 { tracker.visitAll(try value.loadReference()) }
            }
        }
    }

    /// Proves the value of a key, or that it is absent.
    public func proof(of key: BitString, showingValues: Bool = false) throws(CellError) -> MerkleProof {
        try proof(of: CollectionOfOne(key), showingValues: showingValues)
    }

    private func provenRoot() throws(CellError) -> Cell {
        guard let root else { throw .malformedDictionary("an empty dictionary has no tree to be proved") }
        return root
    }

    /// The dictionary that a proof shows a part of.
    ///
    /// What it answers is true of the whole dictionary, whose root has that hash; where it can't answer, it throws
    /// ``CellError/prunedDictionary(prefix:hash:)``. Throws where the proof is of another tree.
    public init(keyBits: Int, proof: MerkleProof, of rootHash: Hash256) throws(CellError) {
        guard proof.rootHash == rootHash else {
            throw .malformedExotic("expected a proof of \(rootHash), found one of \(proof.rootHash)")
        }
        self.init(keyBits: keyBits, root: proof.root)
    }
}

extension HashmapAug {
    /// Proves what the dictionary has under some keys: the leaves of those that are there, and that the others aren't.
    ///
    /// The proof shows the nodes on the way to each key, with their extras, and nothing else. What leaves refer to is
    /// shown if `showingValues` says so, and pruned otherwise. Throws where the dictionary is empty, so that there is no
    /// tree to prove, or malformed or pruned on a way.
    public func proof(
        of keys: some Sequence<BitString>, showingValues: Bool = false
    ) throws(CellError) -> MerkleProof {
        try HashmapE(keyBits: keyBits, root: root).proof(of: keys, showingValues: showingValues)
    }

    /// The dictionary that a proof shows a part of, as in ``HashmapE/init(keyBits:proof:of:)``.
    public init(keyBits: Int, proof: MerkleProof, of rootHash: Hash256) throws(CellError) {
        self.init(keyBits: keyBits, root: try HashmapE(keyBits: keyBits, proof: proof, of: rootHash).root)
    }
}
