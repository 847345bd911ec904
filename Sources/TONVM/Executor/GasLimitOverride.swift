import TONCells

/// Accounts that could use more gas for some months: wallets whose stale queries didn't fit the limit.
///
/// Source: `override_gas_limit` in crypto/block/transaction.cpp of the reference.
enum GasLimitOverride {
    private struct Exception {
        let limit: UInt64
        /// From which global version on.
        let version: Int
        /// Until which unix time, exclusive.
        let until: UInt32
    }

    private static let exceptions: [AccountAddress: Exception] = {
        let later = Exception(limit: 70_000_000, version: 9, until: 1_740_787_200)
        let listed: [(String, Exception)] = [
            (
                "0:ffbfd8f5ae5b2e1c7c3614885cb02145483dfaee575f0dd08a72c366369211cd",
                Exception(limit: 70_000_000, version: 5, until: 1_709_164_800)
            ),
            ("UQBeSl-dumOHieZ3DJkNKVkjeso7wZ0VpzR4LCbLGTQ8xr57", later),
            ("EQC3VcQ-43klww9UfimR58TBjBzk7GPupXQ3CNuthoNp-uTR", later),
            ("EQBhwBb8jvokGvfreHRRoeVxI237PrOJgyrsAhLA-4rBC_H5", later),
            ("EQCkoRp4OE-SFUoMEnYfL3vF43T3AzNfW8jyTC4yzk8cJqMS", later),
            ("UQBN5ICras79U8FYEm71ws34n-ZNIQ0LRNpckOUsIV3OebnC", later),
            (
                "EQBDanbCeUqI4_v-xrnAN0_I2wRvEIaLg1Qg2ZN5c6Zl1KOh",
                Exception(limit: 225_000_000, version: 9, until: 1_740_787_200)
            ),
        ]
        var exceptions: [AccountAddress: Exception] = [:]
        for (text, exception) in listed {
            if let address = try? AccountAddress(text) { exceptions[address] = exception }
        }
        return exceptions
    }()

    /// The time after which none holds.
    private static let end: UInt32 = 1_740_787_200

    /// The limit of an account at a time; nil where it is that of all.
    static func limit(of address: AccountAddress, version: Int, now: UInt32) -> UInt64? {
        guard now < end, version >= 5, let exception = exceptions[address], version >= exception.version,
            now < exception.until
        else { return nil }
        return exception.limit
    }
}
