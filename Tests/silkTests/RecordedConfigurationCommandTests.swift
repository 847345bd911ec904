import Foundation
import SilkTestSupport
import Testing

/// A configuration from the command line, leaf by leaf beside that of another decoder, which also names fields as
/// block.tlb does.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedConfigurationCommandTests {
    @Test("every value has the name and the content that another decoder gives it")
    func values() async throws {
        let path = try RecordedFixtures.url("config/config_proof_33651872.boc").path
        let result = try await SilkProcess.run(["config", "show", path, "--json"])
        #expect(result.exitCode == 0, "\(result.error)")
        let rows = try #require(result.json?["params"] as? [[String: Any]])
        let data = Data(try RecordedFixtures.bytes("config/config_33651872.json"))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(rows.count == document.count)
        var compared = 0
        for row in rows {
            let number = try #require(row["number"] as? Int)
            let name = number < 0 ? "ConfigParamNegative\(-number)" : "ConfigParam\(number)"
            let listed = try #require(document[name], "\(name)")
            // Numbers without a type are a bag there and a hash here.
            guard let value = row["value"], !(value is NSNull) else {
                #expect(listed is String)
                continue
            }
            var (found, expected): ([String: String], [String: String]) = ([:], [:])
            Self.flatten(value, "", into: &found)
            Self.flatten(Self.unwrapped(listed, row["name"] as? String, row["type"] as? String), "", into: &expected)
            if let (path, value) = Self.unknownThere[number] {
                #expect(found[path] == value)
                found[path] = nil
            }
            for path in Set(found.keys).union(expected.keys).sorted() where found[path] != expected[path] {
                Issue.record(
                    "\(name)\(path): expected \(expected[path] ?? "nothing"), found \(found[path] ?? "nothing")")
            }
            compared += found.count
        }
        #expect(compared > 2000, "\(compared)")
    }

    /// The other decoder knows one constructor of limits, and takes the bit of QUIC for one more flag.
    private static let unknownThere = [
        22: (".Constructor", "BlockLimits"), 23: (".Constructor", "BlockLimits"), 29: (".UseQuic", "0"),
    ]

    /// `utime_since` as `UtimeSince`.
    private static func camelCase(_ name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// Names that the other decoder has of its own.
    private static let renamed = [
        "FeeBurnNom": "FeeBurnNum", "ActualMinSplit": "MonitorMinSplit", "WorkchainFormat1": "WfmtBasic",
        "WorkchainFormat0": "WfmtExt",
    ]

    /// What a parameter holds, without the name of its only field or of its type.
    private static func unwrapped(_ value: Any, _ name: String?, _ type: String?) -> Any {
        guard let object = value as? [String: Any], object.count == 1, let only = object.first else { return value }
        let names = [name.map(camelCase), type, "Value"].compactMap { $0 }
        return names.contains(only.key) ? only.value : value
    }

    /// Leaves by their paths, in the other decoder's spelling. Entries of sets have no content.
    private static func flatten(_ value: Any, _ path: String, into leaves: inout [String: String]) {
        switch value {
        case let list as [String]:
            for entry in list { leaves["\(path).\(entry)"] = "" }
        case let object as [String: Any] where Set(object.keys) == ["time", "unix"]:
            leaves[path] = object["unix"].map { "\($0)" }
        case let object as [String: Any]:
            flatten(object, path, into: &leaves)
        default: leaves[path] = ["true": "1", "false": "0"]["\(value)"] ?? "\(value)"
        }
    }

    private static func flatten(_ object: [String: Any], _ path: String, into leaves: inout [String: String]) {
        // Of several constructors all are listed there, and the one that it is is named.
        if let constructor = object["SumType"] as? String, let content = object[constructor] {
            leaves["\(path).Constructor"] = renamed[constructor] ?? constructor
            return flatten(content, path, into: &leaves)
        }
        if let key = object["PubKey"], object["Magic"] != nil { return flatten(key, path, into: &leaves) }
        if object.isEmpty { leaves[path] = "" }
        for (key, value) in object {
            switch key {
            case "Magic": continue
            // Zero in every layout that it has.
            case "Flags": #expect("\(value)" == "0")
            case "constructor": leaves["\(path).Constructor"] = camelCase("\(value)")
            default:
                let isName = key.first?.isLetter == true && key.contains(where: \.isLetter) && !isHash(key)
                let name = isName ? camelCase(key) : signed(key)
                flatten(value, "\(path).\(renamed[name] ?? name)", into: &leaves)
            }
        }
    }

    private static func isHash(_ key: String) -> Bool { key.count >= 64 }

    /// A key of 32 bits, which the other decoder takes for unsigned.
    private static func signed(_ key: String) -> String {
        guard let number = UInt32(key), number >= 1 << 31, number < UInt32.max - 16 else { return key }
        return "\(Int32(bitPattern: number))"
    }
}
