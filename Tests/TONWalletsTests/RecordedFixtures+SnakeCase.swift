import Foundation
import SilkTestSupport

extension RecordedFixtures {
    /// A recorded JSON file whose keys are in snake_case.
    static func snakeCase<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(try bytes(path)))
    }
}
