import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

@Suite("Configuration, balances, addresses and sizes")
struct ParameterInstructionTests {
    @Test("programs end as in the reference at each version", arguments: ParameterInstructionCases.all)
    func programs(expected: ParameterInstructionCases.Case) throws {
        #expect(!expected.outcomes.isEmpty)
        for outcome in expected.outcomes {
            #expect(!outcome.versions.isEmpty)
            for version in outcome.versions {
                let contract = EmulatedContract(
                    code: try EmulatedContract.code(expected.code),
                    body: expected.body.isEmpty ? .empty : try EmulatedContract.cell(expected.body), version: version,
                    balances: expected.hasBalances
                        ? try EmulatedContract.cell(ParameterInstructionCases.balances) : nil,
                    networkNumber: try expected.networkNumber.map { $0.isEmpty ? nil : try EmulatedContract.cell($0) })
                let result = try contract.run()
                #expect(result.exitCode == outcome.exitCode, "version \(version)")
                #expect(result.gasUsed == outcome.gasUsed, "version \(version)")
                if let data = outcome.data { #expect(result.data?.hash == Hash256(hex: data), "version \(version)") }
            }
        }
    }

    @Test("there are many cases")
    func cases() { #expect(ParameterInstructionCases.all.count > 100) }
}
