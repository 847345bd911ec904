/// How much gas a run may use.
///
/// Reference: "TVM" whitepaper, 1.4.
public struct GasLimits: Hashable, Sendable {
    /// The most that the program can raise the limit to.
    public var maximum: Int64
    /// What may be used.
    public var limit: Int64
    /// What may be used on credit before the program accepts an external message.
    public var credit: Int64

    /// No limit to speak of.
    public static let unlimited = GasLimits(maximum: .max, limit: .max, credit: 0)

    /// Makes limits; `maximum` is the limit itself unless given.
    public init(maximum: Int64? = nil, limit: Int64, credit: Int64 = 0) {
        self.maximum = maximum ?? limit
        self.limit = limit
        self.credit = credit
    }
}

/// The gas of a machine while it runs.
struct Gas: Sendable {
    var limits: GasLimits
    var remaining: Int64
    /// What `remaining` started from.
    var base: Int64

    init(_ limits: GasLimits) {
        self.limits = limits
        // The limits come from configuration, where nobody promises that the sum fits.
        base = limits.limit.addingReportingOverflow(limits.credit).overflow ? .max : limits.limit + limits.credit
        remaining = base
    }

    /// What was used so far; beyond the limit where the last instruction was too much.
    var consumed: Int64 { base &- remaining }

    /// Sets the limit, up to the maximum, and ends the credit.
    mutating func changeLimit(to limit: Int64) {
        limits.limit = min(max(limit, 0), limits.maximum)
        limits.credit = 0
        remaining &+= limits.limit &- base
        base = limits.limit
    }
}
