import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// The codes that a test runs with.
struct ContractCodes: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Beside the main network's codes, the registry of the recorded chain, which somebody else wrote by the same facts:
    /// the main network's present root is not public.
    let root: Cell
    let proxy: Cell
    let worker: Cell
    let client: Cell
    let wallet: Cell

    /// Those of `Contracts/`.
    static func silk() throws -> ContractCodes {
        func code(_ name: String) throws -> Cell {
            let file = RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts/\(name).boc")
            return try Cell(boc: Array(try Data(contentsOf: file)))
        }
        return ContractCodes(
            testDescription: "Silk's", root: try code("root"), proxy: try code("proxy"), worker: try code("worker"),
            client: try code("client"), wallet: try code("wallet"))
    }

    /// Those of the main network, version 4.
    static func mainnet() throws -> ContractCodes {
        func code(_ name: String) throws -> Cell {
            try Cell(boc: try RecordedFixtures.bytes("cocoon/codes/\(name).boc"))
        }
        struct State: Decodable {
            struct Result: Decodable {
                let code: String
            }

            let result: Result
        }
        let root = "4fb8c0b7a5fc2d561f947b12e87580fe30988009aaaa9438b4bb3e51fd117c17"
        let state = try RecordedFixtures.json(State.self, "chain/states/\(root).json")
        return ContractCodes(
            testDescription: "the main network's",
            root: try Cell(boc: try #require(Base64.decode(state.result.code))), proxy: try code("proxy_279a4a96"),
            worker: try code("worker_b100aead"), client: try code("client_b81f091a"),
            wallet: try code("wallet_7a48f05c"))
    }

    /// Both, or only Silk's where the recorded data is absent: ``ArtifactTests`` says so then.
    static let both: [ContractCodes] = [try? silk(), RecordedFixtures.isPresent ? try? mainnet() : nil]
        .compactMap { $0 }
}
