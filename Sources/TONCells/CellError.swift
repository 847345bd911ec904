public import TONCrypto

/// Why cells, slices, builders or a layout in them could not be read or made.
///
/// Every case says what was expected and what came; ``within(_:_:)`` adds where. A failed read leaves the slice,
/// a failed store leaves the builder, as it was.
public enum CellError: Error, Hashable, Sendable {
    /// Fewer bits are left than a read wants.
    case bitsExhausted(wanted: Int, left: Int)
    /// No reference is left where a read wants one.
    case referencesExhausted
    /// A type was read whole and something is left over.
    case leftover(bits: Int, references: Int)
    /// A builder has no room: 1023 bits and 4 references are the limits.
    case cellFull(bits: Int, references: Int)
    /// A cell would lie deeper than 1024 levels over its deepest descendant.
    case tooDeep(Int)
    /// An exotic cell whose bits or references don't fit its type.
    case malformedExotic(String)
    /// An exotic cell where only an ordinary one can be read; for pruned branches there is a case of its own.
    case unexpectedExotic(CellType)
    /// A pruned branch where the cell itself is wanted, with the hash of that cell: the tree doesn't show what is here.
    case prunedBranch(Hash256)
    /// A pruned branch in a dictionary, with the hash of the node that isn't shown: of all keys with these first bits it
    /// can't be told whether they are there.
    case prunedDictionary(prefix: BitString, hash: Hash256)
    /// A constructor tag that the type doesn't have.
    case unknownTag(type: String, found: UInt64, bits: Int)
    /// A value outside what the type, or its field's width, can hold.
    case outOfRange(String)
    /// A dictionary whose labels, forks or leaves don't follow the Hashmap layout.
    case malformedDictionary(String)
    /// Another error, inside the named field or type.
    indirect case within(String, CellError)
}

extension CellError: CustomStringConvertible {
    /// What was expected, what came, and where.
    public var description: String {
        switch self {
        case .bitsExhausted(let wanted, let left): "expected \(wanted) more bits, \(left) are left"
        case .referencesExhausted: "expected one more reference, none is left"
        case .leftover(let bits, let references): "expected the end, \(bits) bits and \(references) references are left"
        case .cellFull(let bits, let references):
            "a cell holds at most 1023 bits and 4 references, not \(bits) and \(references)"
        case .tooDeep(let depth): "a cell may be at most 1024 deep, this one is \(depth)"
        case .malformedExotic(let reason): "malformed exotic cell: \(reason)"
        case .unexpectedExotic(let type): "expected an ordinary cell, found a \(type)"
        case .prunedBranch(let hash): "pruned here: the tree doesn't show the cell \(hash)"
        case .prunedDictionary(let prefix, let hash):
            "the dictionary doesn't show keys that begin with the \(prefix.count) bits \(prefix), pruned is the cell \(hash)"
        case .unknownTag(let type, let found, let bits):
            "no constructor of \(type) has the \(bits)-bit tag 0x\(String(found, radix: 16))"
        case .outOfRange(let reason): reason
        case .malformedDictionary(let reason): "malformed dictionary: \(reason)"
        case .within(let place, let error): "\(place): \(error)"
        }
    }
}

extension CellError {
    /// The hash of the cell that isn't shown, where that is why something couldn't be read.
    public var prunedHash: Hash256? {
        var error = self
        while case .within(_, let inner) = error { error = inner }
        return switch error {
        case .prunedBranch(let hash), .prunedDictionary(_, let hash): hash
        default: nil
        }
    }
}

/// Runs `body` and names `place` in any error that it throws.
@inlinable
public func within<R>(_ place: @autoclosure () -> String, _ body: () throws(CellError) -> R) throws(CellError) -> R {
    do {
        return try body()
    } catch {
        throw .within(place(), error)
    }
}
