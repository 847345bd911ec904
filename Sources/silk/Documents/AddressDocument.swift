import Cocoon
import TONBlocks
import TONCells
import TONCrypto

/// An address in all its forms, and where it follows from.
struct AddressDocument: Encodable {
    let schema = "silk.address/1"
    let raw: String
    let bounceable: String
    let nonBounceable: String
    let testOnlyBounceable: String
    let testOnlyNonBounceable: String
    let workchain: Int8
    let hash: String
    @Nullable var givenAs: String?
    @Nullable var derivation: Derivation?

    enum CodingKeys: String, CodingKey {
        case schema
        case raw
        case bounceable
        case nonBounceable = "non_bounceable"
        case testOnlyBounceable = "test_only_bounceable"
        case testOnlyNonBounceable = "test_only_non_bounceable"
        case workchain
        case hash
        case givenAs = "given_as"
        case derivation
    }

    init(_ address: AccountAddress, givenAs: String? = nil, derivation: Derivation? = nil) {
        raw = address.raw
        bounceable = address.contractText
        nonBounceable = address.walletText
        testOnlyBounceable = address.friendly(isBounceable: true, isTestOnly: true)
        testOnlyNonBounceable = address.friendly(isBounceable: false, isTestOnly: true)
        workchain = address.workchain
        hash = address.hash.hex
        self.givenAs = givenAs
        self.derivation = derivation
    }

    /// What an address follows from.
    struct Derivation: Encodable {
        let role: String
        let owner: String
        @Nullable var proxy: String?
        @Nullable var root: String?
        let proxyKey: String
        let paramsVersion: UInt32
        @Nullable var code: String?
        @Nullable var data: String?

        enum CodingKeys: String, CodingKey {
            case role
            case owner
            case proxy
            case root
            case proxyKey = "proxy_key"
            case paramsVersion = "params_version"
            case code
            case data
        }
    }

    /// The document as text.
    var text: String {
        var card = Card()
        if let derivation {
            card.add("role", derivation.role)
            card.add("owner", derivation.owner)
            if let proxy = derivation.proxy { card.add("proxy", proxy) }
            if let root = derivation.root { card.add("root", root) }
            card.add("proxy key", derivation.proxyKey)
            card.add("params version", "\(derivation.paramsVersion)")
            card.add("code", derivation.code)
            card.add("data", derivation.data)
        }
        card.add("raw", raw)
        card.add("bounceable", bounceable)
        card.add("non-bounceable", nonBounceable)
        card.add("test-only, bounceable", testOnlyBounceable)
        card.add("test-only, non-bounceable", testOnlyNonBounceable)
        if let givenAs { card.add("given as", givenAs) }
        return card.text
    }
}
