import Cocoon
import TONBlocks
public import TONCells
import TONCrypto
import TONVM

/// A root's get-methods, held against its data.
public enum RootGetters {
    /// What the methods don't say, or say otherwise than the data; empty where all agree.
    ///
    /// - Parameters:
    ///   - state: Code and data.
    ///   - address: The root.
    ///   - stage: The network's configuration and time.
    public static func differences(
        of state: RootState, at address: AccountAddress, on stage: RehearsalStage
    ) throws(CellError) -> [String] {
        let data = state.data
        let params = data.params
        guard let registry = data.registry else { return ["the registry can't be read"] }
        let call = Call(
            method: GetMethod(
                code: state.code, data: try data.cell(), address: address, now: stage.emulation.environment.now,
                configuration: stage.emulation.executor.configuration.parameters))
        let owner = try MessageAddress(data.owner).cell()
        var differences: [String] = []
        func expect(_ name: String, _ arguments: [StackEntry] = [], _ expected: [Value]) throws(CellError) {
            differences += try call.difference(name, arguments, expected)
        }
        let stakes = [params.effectiveMinimumProxyStake, params.effectiveMinimumClientStake].map { Value($0) }
        let prices = [Value(params.pricePerToken), Value(params.workerFeePerToken)]
        let identity = [Value(params.uniqueID), .integer(Int257(params.isTest ? -1 : 0))]
        try expect(
            "get_cocoon_data", [],
            [Value(data.version), Value(registry.lastProxySeqno), Value(params.paramsVersion)] + identity + prices
                + stakes + [.slice(owner)])
        let codes = [params.proxyCode, params.workerCode, params.clientCode].map { code in
            Value.integer(code.map { Int257($0.hash) } ?? .zero)
        }
        let multipliers = [params.effectiveCachedMultiplier, params.effectiveReasoningMultiplier].map { Value($0) }
        try expect(
            "get_cur_params", [],
            [Value(params.paramsVersion)] + identity + prices + multipliers
                + [Value(params.proxyDelay), Value(params.clientDelay)] + stakes + codes)
        try expect("last_proxy_seqno", [], [Value(registry.lastProxySeqno)])
        for list in RootChange.HashList.allCases {
            for hash in registry.hashes(list).keys.prefix(Self.mostHashes) {
                try expect(
                    "\(list)_hash_is_valid", [.integer(Int257(hash))], [.integer(.minusOne)])
            }
        }
        return differences
    }

    /// How many hashes of each list are asked for.
    private static let mostHashes = 8

    /// What a method is to answer.
    fileprivate enum Value {
        case integer(Int257)
        case slice(Cell)

        init(_ number: UInt32) { self = .integer(Int257(Int(number))) }
        init(_ coins: Coins) { self = .integer(Int257(exactly: coins.nanoTON) ?? .zero) }
    }

    fileprivate struct Call {
        let method: GetMethod

        func difference(
            _ name: String, _ arguments: [StackEntry], _ expected: [Value]
        ) throws(CellError) -> [String] {
            let result = try method.request(method: MethodName.number(of: name), arguments: arguments).run()
            guard result.exitCode == 0 || result.exitCode == 1 else {
                return ["\(name) fails with \(ExitCode(rawValue: result.exitCode))"]
            }
            guard result.stack.count == expected.count else {
                return ["\(name) gives \(result.stack.count) values, expected \(expected.count)"]
            }
            var differences: [String] = []
            for (place, (found, value)) in zip(result.stack, expected).enumerated() {
                let agrees: Bool
                switch (found, value) {
                case (.integer(let number), .integer(let wanted)):
                    // A flag may be 1 or −1.
                    agrees = number == wanted || (wanted == .minusOne && number == Int257(1))
                case (.slice(let slice), .slice(let cell)):
                    agrees = slice.bitString() == (try cell.slice().bitString())
                default: agrees = false
                }
                if !agrees { differences.append("\(name) gives another value at place \(place)") }
            }
            return differences
        }
    }
}
