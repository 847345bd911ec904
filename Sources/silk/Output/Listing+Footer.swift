import Mirror

extension Listing {
    /// What stands under a table: that nothing was found, or how to go on.
    func footer(_ name: String) -> String {
        if items.isEmpty { return "\nno \(name)\n" }
        return next.map { "\nthere are more: --after \($0)\n" } ?? ""
    }
}
