/// Which faults a server has, and how often.
public struct FaultPlan: Sendable {
    /// The faults; one is chosen each time.
    public var faults: [Fault]
    /// One of so many answers is bad, where any of the faults can be put into it.
    public var oneIn: Int
    /// Most bad answers; nil for no end.
    public var limit: Int?
    /// What choices follow from.
    public var seed: UInt64
    /// How late late answers are.
    public var delay: Duration
    /// How many blocks a lagging server lags.
    public var lag: UInt32

    /// Makes one.
    public init(
        _ faults: [Fault], oneIn: Int = 1, limit: Int? = nil, seed: UInt64 = 1, delay: Duration = .milliseconds(300),
        lag: UInt32 = 5
    ) {
        self.faults = faults
        self.oneIn = max(1, oneIn)
        self.limit = limit
        self.seed = seed
        self.delay = delay
        self.lag = lag
    }

    /// No fault.
    public static let none = FaultPlan([])
}
