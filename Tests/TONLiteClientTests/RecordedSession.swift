import SilkTestSupport
import TONCrypto

@testable import TONLiteClient

/// One recorded session of another client: parameters, packets and what they hold.
struct RecordedSession: Decodable {
    struct Step: Decodable {
        let `var`: String
        let hex: String
    }

    struct Absent: Error {
        let name: String
    }

    let name: String
    let steps: [Step]

    static func named(_ name: String) throws -> RecordedSession {
        let sessions = try RecordedFixtures.json([RecordedSession].self, "liteserver/adnl_tcp.json")
        guard let session = sessions.first(where: { $0.name == name }) else { throw Absent(name: name) }
        return session
    }

    /// All values of a variable, in their order.
    func all(_ variable: String) -> [[UInt8]] {
        steps.filter { $0.var == variable }.compactMap { Hex.decode($0.hex) }
    }

    /// The first value of a variable.
    func bytes(_ variable: String) throws -> [UInt8] {
        guard let bytes = all(variable).first else { throw Absent(name: variable) }
        return bytes
    }

    func hash(_ variable: String) throws -> Hash256 {
        guard let hash = Hash256(try bytes(variable)) else { throw Absent(name: variable) }
        return hash
    }

    func parameters() throws -> ADNLSessionParameters {
        guard let parameters = ADNLSessionParameters(try bytes("aes_params")) else { throw Absent(name: "aes_params") }
        return parameters
    }
}
