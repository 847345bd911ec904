import Cocoon
import Foundation
import TOMLKit
import TONCells
import TONCrypto

extension RootManifest {
    /// Reads a file. Codes that it names by paths lie beside it.
    ///
    /// - Parameter artifacts: What the word `artifact` stands for in place of a code.
    public init(path: String, artifacts: ArtifactStore?) throws(ManifestError) {
        let url = URL(fileURLWithPath: path)
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.bytes(of: path, limit: Self.maximumByteCount)
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        try self.init(bytes: bytes, folder: url.deletingLastPathComponent().path, artifacts: artifacts)
    }

    /// Reads TOML. Throws for a key that no manifest has, and for a value that isn't exactly what its key stands for.
    public init(bytes: [UInt8], folder: String, artifacts: ArtifactStore?) throws(ManifestError) {
        guard bytes.count <= Self.maximumByteCount else {
            throw .field("the whole", "expected at most \(Self.maximumByteCount) bytes, found \(bytes.count)")
        }
        // A zero byte would end the text for the parser.
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .field("the whole", "expected text in UTF-8")
        }
        guard ManifestNesting.isShallow(bytes) else {
            throw .field("the whole", "expected at most \(ManifestNesting.limit) levels of tables and lists")
        }
        let document = try Self.decode(text)
        let schema = document.schema.value
        guard schema == Self.schema else { throw .field("schema", "expected “\(Self.schema)”, found “\(schema)”") }
        let name = document.network.value
        guard let network = NetworkIdentity(name: name) else {
            throw .field("network", "expected mainnet, testnet, devnet or a number, found “\(name)”")
        }
        self.init(network: network)
        hash = SHA256.hash(bytes)
        root = try address(document.root, "root")
        owner = try address(document.owner, "owner")
        version = try Self.number(document.version, "version")
        if let cap = document.limits?.table.valueCap { valueCap = try Self.amount(cap, "limits.value_cap") }
        if let params = document.params?.table { self.params = try Self.params(params) }
        if let registry = document.registry?.table { self.registry = try Self.registry(registry) }
        if let keys = document.keyManager?.table { keyManager = try Self.keyManager(keys) }
        for (role, text) in document.code?.table.texts ?? [] {
            codes[role] = try Self.code(text, of: role, folder: folder, artifacts: artifacts)
        }
    }

    private static func decode(_ text: String) throws(ManifestError) -> ManifestDocument {
        do {
            return try TOMLDecoder().decode(ManifestDocument.Strict<ManifestDocument>.self, from: text).table
        } catch let error as TOMLParseError {
            throw .syntax(line: error.source.begin.line, column: error.source.begin.column, reason: error.description)
        } catch let error as ManifestDocument.UnknownKeys {
            throw .unknownKeys(error.paths.map { name(of: $0) }.sorted())
        } catch let error as DecodingError {
            switch error {
            case .keyNotFound(_, let context):
                throw .field(name(of: context.codingPath), "expected a value, found none")
            case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
                throw .field(name(of: context.codingPath), "expected \(self.name(of: type))")
            case .dataCorrupted(let context):
                throw .field(name(of: context.codingPath), context.debugDescription)
            @unknown default: throw .field("the whole", "\(error)")
            }
        } catch {
            throw .field("the whole", "\(error)")
        }
    }

    private static func name(of path: [any CodingKey]) -> String {
        path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is String.Type: "text in quotes"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is TOMLTable.Type: "a table"
        case is TOMLArray.Type: "a list"
        default: "another type of value"
        }
    }

    // MARK: - Values

    private typealias Written<Value: Decodable> = ManifestDocument.Written<Value>

    private mutating func address(
        _ written: Written<String>?, _ name: String
    ) throws(ManifestError) -> AccountAddress? {
        guard let text = written?.value else { return nil }
        if let friendly = try? FriendlyAddress(text), friendly.isTestOnly { testOnlyAddresses.append(text) }
        do throws(AddressError) {
            return try AccountAddress(text)
        } catch {
            throw .field(name, "\(error)")
        }
    }

    private static func number<T: FixedWidthInteger & UnsignedInteger>(
        _ value: Written<Int>?, _ name: String
    ) throws(ManifestError) -> T? {
        guard let value else { return nil }
        return try number(value, name) as T
    }

    private static func number<T: FixedWidthInteger & UnsignedInteger>(
        _ written: Written<Int>, _ name: String
    ) throws(ManifestError) -> T {
        guard let number = T(exactly: written.value) else {
            throw .field(name, "expected a whole number from 0 to \(T.max), found \(written.value)")
        }
        return number
    }

    private static func amount(_ text: Written<String>?, _ name: String) throws(ManifestError) -> Coins? {
        guard let text else { return nil }
        return try amount(text, name) as Coins
    }

    private static func amount(_ text: Written<String>, _ name: String) throws(ManifestError) -> Coins {
        do throws(CellError) {
            return try Coins(amount: text.value)
        } catch {
            throw .field(name, "\(error)")
        }
    }

    private static func hashes(_ texts: [String]?, _ name: String) throws(ManifestError) -> [Hash256]? {
        guard let texts else { return nil }
        var hashes: [Hash256] = []
        for text in texts {
            guard let hash = Hash256(hex: text) else {
                throw .field(name, "expected 64 hexadecimal digits, found “\(text)”")
            }
            guard !hashes.contains(hash) else { throw .field(name, "\(text) stands there twice") }
            hashes.append(hash)
        }
        return hashes
    }

    private static func params(_ part: ManifestDocument.Params) throws(ManifestError) -> ParamsPart {
        var params = ParamsPart()
        if let version = part.structVersion?.value {
            guard (3...4).contains(version) else {
                throw .field("params.struct_version", "expected 3 or 4, found \(version)")
            }
        }
        params.structVersion = try number(part.structVersion, "params.struct_version")
        params.paramsVersion = try number(part.paramsVersion, "params.params_version")
        params.uniqueID = try number(part.uniqueID, "params.unique_id")
        params.isTest = part.isTest?.value
        params.pricePerToken = try amount(part.pricePerToken, "params.price_per_token")
        params.workerFeePerToken = try amount(part.workerFeePerToken, "params.worker_fee_per_token")
        params.promptMultiplier = try number(part.promptMultiplier, "params.prompt_multiplier")
        params.cachedMultiplier = try number(part.cachedMultiplier, "params.cached_multiplier")
        params.completionMultiplier = try number(part.completionMultiplier, "params.completion_multiplier")
        params.reasoningMultiplier = try number(part.reasoningMultiplier, "params.reasoning_multiplier")
        params.proxyDelay = try number(part.proxyDelay, "params.proxy_delay")
        params.clientDelay = try number(part.clientDelay, "params.client_delay")
        params.minimumProxyStake = try amount(part.minProxyStake, "params.min_proxy_stake")
        params.minimumClientStake = try amount(part.minClientStake, "params.min_client_stake")
        return params
    }

    private static func registry(_ part: ManifestDocument.Registry) throws(ManifestError) -> RegistryPart {
        var registry = RegistryPart()
        registry.proxyHashes = try hashes(part.proxyHashes?.map(\.value), "registry.proxy_hashes")
        registry.workerHashes = try hashes(part.workerHashes?.map(\.value), "registry.worker_hashes")
        // A whole name, `name@commit:verity`, stands for its hash.
        registry.modelHashes = try hashes(
            part.models?.map(\.value).map { $0.contains("@") ? SHA256.hash(Array($0.utf8)).hex : $0 },
            "registry.models")
        registry.lastProxySeqno = try number(part.lastProxySeqno, "registry.last_proxy_seqno")
        registry.proxies = try part.proxies.map { proxies throws(ManifestError) in
            var result: [Proxy] = []
            for proxy in proxies {
                let text = proxy.address.value
                guard let address = NetworkAddress(text) else {
                    throw .field("registry.proxies", "expected at most 127 bytes, found “\(text)”")
                }
                let seqno: UInt32? = try number(proxy.seqno, "registry.proxies.seqno")
                guard seqno == nil || !result.contains(where: { $0.seqno == seqno }) else {
                    throw .field("registry.proxies", "two entries have the same seqno")
                }
                result.append(Proxy(seqno: seqno, address: address))
            }
            return result
        }
        return registry
    }

    private static func keyManager(_ part: ManifestDocument.Keys) throws(ManifestError) -> KeyManagerPart {
        var manager = KeyManagerPart()
        manager.publicKey = try hashes(part.publicKey.map { [$0.value] }, "key_manager.public_key")?.first
        manager.imageHash = try hashes(part.imageHash.map { [$0.value] }, "key_manager.image_hash")?.first
        if let text = part.address?.value {
            guard let address = NetworkAddress(text) else {
                throw .field("key_manager.address", "expected at most 127 bytes, found “\(text)”")
            }
            manager.address = address
        }
        guard let keys = part.keys?.map(\.table) else { return manager }
        let hashes = try hashes(keys.map(\.publicKey.value), "key_manager.keys") ?? []
        var records: [Hash256: KeyManager.KeyRecord] = [:]
        for (hash, key) in zip(hashes, keys) {
            records[hash] = KeyManager.KeyRecord(
                type: try number(key.type, "key_manager.keys.type"),
                expireAt: try number(key.expireAt, "key_manager.keys.expire_at"))
        }
        manager.keys = records
        return manager
    }

    private static func code(
        _ text: String, of role: ContractRole, folder: String, artifacts: ArtifactStore?
    ) throws(ManifestError) -> Cell {
        if text == "artifact" {
            guard let artifact = artifacts?.artifact(for: role) else {
                throw .field("code.\(role)", "there are no artifacts, or none of a \(role)")
            }
            return artifact.code
        }
        let path = text.hasPrefix("/") ? text : folder + "/" + text
        do {
            return try Cell(boc: try BoundedFile.bytes(of: path, limit: Self.maximumByteCount))
        } catch {
            throw .field("code.\(role)", "expected “artifact” or the path of a bag of cells: \(path): \(error)")
        }
    }
}
