import Foundation
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// A claimed transaction as it is kept: JSON, since there is no cell to keep.
struct ClaimedRecord: Codable {
    struct Message: Codable {
        var hash: String
        var source: String?
        var destination: String?
        var value: String
        var createdLT: UInt64
        var isBounced: Bool
        var stateInit: Data?
        var body: Data?
    }

    var account: String
    var lt: UInt64
    var hash: String
    var time: UInt32
    var originalStatus: UInt8
    var endStatus: UInt8
    var skipReason: String?
    var isComputeSuccess: Bool?
    var exitCode: Int32?
    var actionCode: Int32?
    var hasActionFailure: Bool
    var inMessage: Message?
    var outMessages: [Message]

    init(_ transaction: LedgerTransaction) throws {
        account = transaction.account.raw
        lt = transaction.lt
        hash = transaction.hash.hex
        time = transaction.time
        originalStatus = transaction.originalStatus.rawValue
        endStatus = transaction.endStatus.rawValue
        switch transaction.compute {
        case .absent: break
        case .skipped(let reason): skipReason = reason
        case .executed(let isSuccess, let code):
            isComputeSuccess = isSuccess
            exitCode = code
        }
        actionCode = transaction.actionCode
        hasActionFailure = transaction.hasActionFailure
        inMessage = try transaction.inMessage.map(Message.init)
        outMessages = try transaction.outMessages.map(Message.init)
    }

    func transaction() throws -> LedgerTransaction {
        let compute: LedgerTransaction.Compute =
            if let skipReason {
                .skipped(skipReason)
            } else if let isComputeSuccess {
                .executed(isSuccess: isComputeSuccess, exitCode: exitCode ?? 0)
            } else {
                .absent
            }
        guard let hash = Hash256(hex: hash), let original = AccountStatus(rawValue: originalStatus),
            let end = AccountStatus(rawValue: endStatus)
        else { throw MirrorError.damagedRow(table: "claimed_transactions", reason: "hash or status") }
        return LedgerTransaction(
            account: try AccountAddress(account), lt: lt, hash: hash, time: time, originalStatus: original,
            endStatus: end, inMessage: try inMessage.map { try $0.message() },
            outMessages: try outMessages.map { try $0.message() }, compute: compute, actionCode: actionCode,
            hasActionFailure: hasActionFailure, proof: .claimed)
    }
}

extension ClaimedRecord.Message {
    init(_ message: LedgerMessage) throws {
        hash = message.hash.hex
        source = message.source?.raw
        destination = message.destination?.raw
        value = message.value.storedText
        createdLT = message.createdLT
        isBounced = message.isBounced
        stateInit = try message.stateInit.map { Data(try $0.cell().boc([])) }
        body = try message.body.map { Data(try $0.cell().boc([])) }
    }

    func message() throws -> LedgerMessage {
        guard let hash = Hash256(hex: hash) else {
            throw MirrorError.damagedRow(table: "claimed_transactions", reason: "message hash")
        }
        return LedgerMessage(
            hash: hash, source: try source.map { try AccountAddress($0) },
            destination: try destination.map { try AccountAddress($0) },
            value: try Coins(stored: value, "claimed_transactions"), createdLT: createdLT, isBounced: isBounced,
            stateInit: try stateInit.map { try StateInit(cell: try Cell(boc: $0)) },
            body: try body.map { try Cell(boc: $0).slice() })
    }
}
