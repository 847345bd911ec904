public import Cocoon

/// What an operation of COCOON's contracts is for: who sends it to whom, and what its body holds.
public struct OperationDescription: Hashable, Sendable {
    /// Who may send an operation.
    public enum Sender: String, Hashable, Sendable {
        /// The receiver's owner; from anyone else it ends with `expected_message_from_owner`, or the wallet's own code.
        case owner = "the contract's owner"
        /// Anyone.
        case anyone
        /// Anyone who holds what the proxy's key signed.
        case receiptHolder = "anyone who has the receipt, which the proxy's key signed"
        /// Anyone who holds what the root's key manager signed.
        case keyManager = "anyone who has it; the root's key manager signed it"
        /// A worker, to the proxy that its address follows from.
        case worker = "a worker of the proxy"
        /// A client, to the proxy that its address follows from.
        case client = "a client of the proxy"
        /// A contract of COCOON, to whoever is to get coins.
        case contract = "a contract"
        /// A proxy, to itself or others, for the record.
        case proxy = "a proxy"
        /// Stands inside a message of a worker.
        case insideWorkerRequest = "a worker, inside worker_proxy_request"
        /// Stands inside a message of a client.
        case insideClientRequest = "a client, inside client_proxy_request"
        /// Stands inside `do_not_process`.
        case insideDoNotProcess = "a proxy, inside do_not_process"
        /// The network.
        case network = "the network, before what came back"
        /// Nobody: contracts know no such operation.
        case nobody
    }

    /// The operation.
    public let opcode: Opcode
    /// The name in the contracts' sources.
    public let name: String
    /// What it does, in one line.
    public let meaning: String
    /// Who may send it.
    public let sender: Sender
    /// Who handles it; empty where every contract takes it, or nobody looks at it.
    public let receivers: [ContractRole]
    /// What follows the operation's 32 bits, in the words of ``StorageLayout``.
    public let body: String

    init(
        _ opcode: Opcode, _ meaning: String, from sender: Sender, _ body: String, name: String? = nil,
        to receivers: [ContractRole]? = nil
    ) {
        self.opcode = opcode
        self.name = name ?? opcode.name ?? opcode.digits
        self.meaning = meaning
        self.sender = sender
        self.receivers = receivers ?? opcode.receiver.map { [$0] } ?? []
        self.body = body
    }

    /// The description of an operation; nil for an unknown one.
    public static func of(_ opcode: Opcode) -> OperationDescription? { all.first { $0.opcode == opcode } }

    /// The fields of the body, names written out.
    func fields() throws(StorageLayoutError) -> [LayoutField] {
        try LayoutDefinitions(lines: ["body = \(body)", Self.networkAddress]).expansion(of: "body", version: nil)
    }

    private static let networkAddress = "net_addr = type:uint1(=0) len:uint7 bytes[len]"
}
