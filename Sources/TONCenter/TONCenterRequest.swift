public import FoundationEssentials

/// A question to TON Center, and how its answer reads. Pure: whoever has a transport can send it.
///
/// Made by ``TONCenterV2`` and ``TONCenterV3``. A request holds no key.
public struct TONCenterRequest<Answer: Sendable>: Sendable {
    /// When a request may be sent again after a failure.
    public enum Repetition: Hashable, Sendable {
        /// After any failure that may pass: it only asks.
        case always
        /// Only where the server can't have taken it: it does something.
        case ifNotTaken
    }

    /// Path from the server's address on, `/api/v2/getTransactions`.
    public let path: String
    /// The query's parameters, in order, as they are before encoding.
    public let parameters: [Parameter]
    /// JSON to post; nil where the request is a GET.
    public let body: Data?
    /// When it may be sent again.
    public let repetition: Repetition

    private let decode: @Sendable (Data) throws(TONCenterError) -> Answer

    /// A name and value of the query.
    public struct Parameter: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// Makes one.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes a request.
    init(
        path: String, parameters: [Parameter] = [], body: Data? = nil, repetition: Repetition = .always,
        decode: @escaping @Sendable (Data) throws(TONCenterError) -> Answer
    ) {
        self.path = path
        self.parameters = parameters
        self.body = body
        self.repetition = repetition
        self.decode = decode
    }

    /// Path and query, percent-encoded.
    public var target: String {
        guard !parameters.isEmpty else { return path }
        let query = parameters.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
        return path + "?" + query.joined(separator: "&")
    }

    /// Reads the answer's body. Throws where it is no JSON, or not the answer to this request, with the place.
    public func answer(from body: Data) throws(TONCenterError) -> Answer {
        try decode(body)
    }
}

/// The percent-encoding of RFC 3986 section 2.1: of everything but letters, digits and `-._~`.
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                characters.append(byte)
            } else {
                characters.append(UInt8(ascii: "%"))
                characters.append(digits[Int(byte >> 4)])
                characters.append(digits[Int(byte & 0xf)])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
