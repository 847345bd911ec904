/// What a server says, and nothing proves.
///
/// TON Center signs nothing, and its version 3 gives no cells to hash. So what it answers is a hint: good for finding
/// where to look, and for people to read, but never a fact to book. Facts come from raw transactions that hang on a
/// proved head. The wrapper keeps the two apart in the types, and its ``hint`` reads as what it is.
@frozen
public struct Unproved<Value> {
    /// What the server says.
    public let hint: Value

    /// Marks a value.
    @inlinable
    public init(hint: Value) {
        self.hint = hint
    }
}

extension Unproved: Sendable where Value: Sendable {}
extension Unproved: Equatable where Value: Equatable {}
extension Unproved: Hashable where Value: Hashable {}
