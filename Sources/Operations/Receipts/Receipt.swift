public import Cocoon
import Foundation
import TONBlocks
public import TONCells

/// What a proxy's key signed for a worker or a client: a counter, that whoever holds it may have settled.
public struct Receipt: Hashable, Sendable {
    /// The signed envelope.
    public let envelope: SignedEnvelope
    /// The counter: all tokens ever claimed from the worker, or charged to the client.
    public let tokens: UInt64
    /// What the contract is that it is made out to: a worker or a client.
    public let role: ContractRole

    /// The contract that it is made out to.
    public var contract: AccountAddress { envelope.payload.expectedAddress }

    /// Takes an envelope. Throws where it is no receipt, as the close of a proxy isn't.
    public init(_ envelope: SignedEnvelope) throws(ReceiptError) {
        guard let tokens = envelope.payload.tokens else { throw .noReceipt(envelope.op) }
        switch envelope.op {
        case .workerPayoutSigned, .workerLastPayoutSigned: role = .worker
        case .clientChargeSigned, .clientGrantRefundSigned: role = .client
        default: throw .noReceipt(envelope.op)
        }
        self.envelope = envelope
        self.tokens = tokens
    }

    // MARK: - Storing

    /// Reads the bag of cells that ``boc()`` makes: the message body.
    public init(boc bytes: [UInt8]) throws(ReceiptError) {
        let envelope: SignedEnvelope
        do {
            envelope = try SignedEnvelope(cell: try Cell(boc: bytes))
        } catch {
            throw .unreadable("\(error)")
        }
        try self.init(envelope)
    }

    /// The message body as a bag of cells. Throws where the envelope can't be encoded.
    public func boc() throws(CellError) -> [UInt8] { try envelope.cell().boc() }

    /// Reads a file.
    public init(path: String) throws(ReceiptError) {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        try self.init(boc: bytes)
    }

    /// Writes a file, in one step.
    ///
    /// Never puts a receipt in the place of one that is worth more: throws where the file has one of the same operation
    /// and contract with a higher counter, or anything else than a receipt of the same contract.
    public func store(path: String) throws(ReceiptError) {
        if FileManager.default.fileExists(atPath: path) {
            let stored = try Receipt(path: path)
            guard stored.contract == contract else {
                throw .otherContract(stored: stored.contract, given: contract)
            }
            guard stored.tokens <= tokens else { throw .worthLess(stored: stored.tokens, given: tokens) }
        }
        do {
            try Data(try boc()).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
    }
}
