import TONBlocks
import TONCells
import TONCrypto

/// A configuration, wherever it was found.
struct ConfigurationReport {
    /// The parameters.
    let configuration: NetworkConfiguration
    private let address: Hash256?

    private static let blockTag: UInt64 = 0x11ef_55aa
    private static let stateTag: UInt64 = 0x9023_afe2

    /// Finds the configuration in a key block, in a state of the masterchain, in `ConfigParams`, or takes the cell for
    /// the root of the dictionary. Any of these may be in a Merkle proof.
    init(_ cell: Cell) throws {
        let root = cell.unproved
        var slice = try root.slice()
        let tag = root.bitCount >= 32 ? try slice.peekUInt(bits: 32) : 0
        let parameters: ConfigurationParameters?
        if tag == Self.blockTag, root.referenceCount == 4 {
            parameters = try Block(cell: root).extra.load().masterchainExtra?.load().configuration
            if parameters == nil { throw Failure("the block has no configuration: only a key block has") }
        } else if tag == Self.stateTag, root.referenceCount >= 3 {
            parameters = try ShardStateUnsplit(cell: root).masterchainExtra?.load().configuration
            if parameters == nil { throw Failure("the state has no configuration: only the masterchain's has") }
        } else if root.bitCount == Hash256.byteCount * 8, root.referenceCount == 1 {
            parameters = try ConfigurationParameters(cell: root)
        } else {
            parameters = nil
        }
        address = parameters?.address
        if let parameters {
            configuration = parameters.configuration
        } else if root.bitCount == 1, root.referenceCount == 1, try slice.loadBit() {
            // A dictionary that may be empty: a bit before the root.
            configuration = NetworkConfiguration(root: try slice.loadReference())
        } else {
            configuration = NetworkConfiguration(root: root)
        }
    }

    /// Takes a configuration, and the masterchain account that keeps it.
    init(_ configuration: NetworkConfiguration, address: Hash256) {
        self.configuration = configuration
        self.address = address
    }

    /// All parameters, or one.
    func document(parameter number: Int32?) throws -> ConfigurationDocument {
        let parameters: [(number: Int32, parameter: ConfigurationParameter)]
        if let number {
            guard let parameter = try configuration.parameter(number) else {
                throw Failure("the configuration has no parameter \(number)")
            }
            parameters = [(number, parameter)]
        } else {
            parameters = try configuration.parameters()
        }
        return try ConfigurationDocument(address: address, isOne: number != nil, parameters: parameters)
    }
}

/// A configuration as a document.
struct ConfigurationDocument: Encodable {
    let schema = "silk.config/1"
    @Nullable var configAddress: String?
    let params: [Row]
    private let shortLimit: Int?

    enum CodingKeys: String, CodingKey {
        case schema
        case configAddress = "config_address"
        case params
    }

    /// Longer dictionaries are only counted where all parameters are printed as text.
    private static let shownEntries = 16

    /// One parameter.
    struct Row: Encodable {
        let number: Int32
        let hash: String
        @Nullable var name: String?
        @Nullable var type: String?
        @Nullable var value: MessageField.Value?
        @Nullable var problem: String?
        fileprivate let parameter: ConfigurationParameter

        enum CodingKeys: String, CodingKey {
            case number
            case hash
            case name
            case type
            case value
            case problem
        }

        fileprivate init(_ number: Int32, _ parameter: ConfigurationParameter) throws {
            self.number = number
            self.parameter = parameter
            hash = try parameter.cell().hash.hex
            name = ConfigurationFields.name(of: number)
            if case .raw(_, let reason) = parameter { problem = reason.map { "\($0)" } }
            if let content = ConfigurationFields(limit: nil).content(of: parameter) {
                (type, value) = content
            }
        }

        fileprivate func text(limit: Int?) -> String {
            var card = Card()
            guard let content = ConfigurationFields(limit: limit).content(of: parameter) else {
                card.add("hash", hash)
                if let problem { card.add("problem", problem) }
                return Self.section("\(number): raw", card.text)
            }
            if case .fields(let fields) = content.value {
                card.add(fields)
            } else {
                card.add([MessageField("value", content.value)])
            }
            return Self.section("\(number): " + (name.map { "\($0):" } ?? "") + content.type, card.text)
        }

        private static func section(_ title: String, _ lines: String) -> String {
            title + "\n" + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
        }
    }

    fileprivate init(
        address: Hash256?, isOne: Bool, parameters: [(number: Int32, parameter: ConfigurationParameter)]
    ) throws {
        configAddress = address?.hex
        params = try parameters.map { try Row($0.number, $0.parameter) }
        shortLimit = isOne ? nil : Self.shownEntries
    }

    /// The document as text: a section for each parameter.
    var text: String {
        var text = ""
        if let configAddress { text += "config address  \(configAddress)\n\n" }
        return text + params.map { $0.text(limit: shortLimit) }.joined(separator: "\n")
    }
}
