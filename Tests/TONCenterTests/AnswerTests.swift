import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONCenter

/// Answers of both versions, read.
struct AnswerTests {
    private static let account = AccountAddress(hash: .zero)

    private func read<Answer>(_ request: TONCenterRequest<Answer>, _ json: String) throws(TONCenterError) -> Answer {
        try request.answer(from: Data(json.utf8))
    }

    private func failure<Answer>(_ request: TONCenterRequest<Answer>, _ json: String) -> TONCenterError? {
        do {
            _ = try read(request, json)
            return nil
        } catch {
            return error
        }
    }

    @Test("the masterchain's newest block")
    func masterchain() throws {
        // As a public server gave it: https://docs.getblock.io, TON, getMasterchainInfo.
        let old = try read(
            TONCenterV2.masterchainInformation(),
            #"""
            {"ok":true,"result":{"@type":"blocks.masterchainInfo","last":{"@type":"ton.blockIdExt","workchain":-1,
            "shard":"-9223372036854775808","seqno":45792554,"root_hash":"ZJiKf3xVnVz2BcGrfTuMI8tCu1iZBnGE1mNRabsHtCY=",
            "file_hash":"lZIz2njAyfQ5wW0kp9pAAEpd5cQR/QZxgZ6bRZpHnnA="},
            "state_root_hash":"X8Yj/jPzkH5lAYHchUTaURywL/eQrqQfx9YfHr/Tdys=","init":{"@type":"ton.blockIdExt",
            "workchain":-1,"shard":"0","seqno":0,"root_hash":"F6OpKZKqvqeFp6CQmFomXNMfMj2EnaUSOXN+Mh+wVWk=",
            "file_hash":"XplPz01CXAps5qeSWUtxcyBfdAo5zVb1N979KLSKD24="}},"@extra":"1","more":[{}]}
            """#
        ).hint
        #expect(old.last.shardIdentifier == .masterchain)
        #expect(old.last.seqno == 45_792_554)
        #expect(old.last.rootHash.hex == "64988a7f7c559d5cf605c1ab7d3b8c23cb42bb5899067184d6635169bb07b426")
        #expect(old.first.shardIdentifier == .masterchain)
        #expect(old.first.fileHash.hex == "5e994fcf4d425c0a6ce6a792594b7173205f740a39cd56f537defd28b48a0f6e")
        let new = try read(
            TONCenterV3.masterchainInformation(),
            #"""
            {"last":{"workchain":-1,"shard":"8000000000000000","seqno":45792554,
            "root_hash":"ZJiKf3xVnVz2BcGrfTuMI8tCu1iZBnGE1mNRabsHtCY=","prev_blocks":[],
            "file_hash":"lZIz2njAyfQ5wW0kp9pAAEpd5cQR/QZxgZ6bRZpHnnA=","gen_utime":"1"},"first":{"workchain":-1,
            "shard":"8000000000000000","seqno":1,"root_hash":"ZJiKf3xVnVz2BcGrfTuMI8tCu1iZBnGE1mNRabsHtCY=",
            "file_hash":"lZIz2njAyfQ5wW0kp9pAAEpd5cQR/QZxgZ6bRZpHnnA="}}
            """#
        ).hint
        #expect(new.last == old.last)
        #expect(new.first.seqno == 1)
    }

    private static let zeroHash = String(repeating: "A", count: 43) + "="

    @Test("blocks and shards")
    func blocks() throws {
        func block(_ shard: String, _ seqno: String = "7") -> String {
            #"{"workchain":0,"shard":\#(shard),"seqno":\#(seqno),"root_hash":"\#(Self.zeroHash)","file_hash":"\#(Self.zeroHash)"}"#
        }
        let shards = try read(
            TONCenterV2.shards(seqno: 1),
            #"{"ok":true,"result":{"shards":[\#(block(#""2305843009213693952""#)),\#(block(#""-2305843009213693952""#))]}}"#
        ).hint
        #expect(shards.map(\.shard) == [0x2000_0000_0000_0000, 0xe000_0000_0000_0000])
        let header = try read(
            TONCenterV2.blockHeader(of: .masterchain, seqno: 7),
            #"""
            {"ok":true,"result":{"id":\#(block(#""-9223372036854775808""#)),"gen_utime":1700000000,"start_lt":"41000000000000",
            "end_lt":"41000000000009","is_key_block":true,"prev_blocks":[],"version":0}}
            """#
        ).hint
        #expect(header.time == 1_700_000_000)
        #expect(header.startLT == 41_000_000_000_000)
        #expect(header.endLT == 41_000_000_000_009)
        #expect(header.isKeyBlock)
        for shard in [#""0""#, #""""#, #""8000000000000000x""#, "null", #""9223372036854775808""#, #""1""#] {
            let error = failure(
                TONCenterV2.shards(seqno: 1), #"{"ok":true,"result":{"shards":[\#(block(shard))]}}"#)
            guard case .field(".result.shards[0].shard", _)? = error else {
                Issue.record("\(shard): \(String(describing: error))")
                continue
            }
        }
        #expect(
            failure(
                TONCenterV2.shards(seqno: 1),
                #"{"ok":true,"result":{"shards":[\#(block(#""-9223372036854775808""#, "4294967296"))]}}"#)
                == .field(path: ".result.shards[0].seqno", reason: "is no integer from 0 to 4294967295"))
    }

    @Test("a get-method's stack, in all three shapes")
    func stack() throws {
        // Address of an owner and index of foundation.ton, from TON's documentation of toncenter.
        let boc = "te6cckEBAQEAJAAAQ4ATtS415xpeB1e+YRq/IsbVL8tFYPTNhzrjr5dcdgZdu5BlgvLe"
        let cell = try Cell(boc: try #require(Base64.decode(boc)))
        let index = "0x9c7d56cc115e7cf6c25e126bea77cbc3cb15d55106f2e397562591059963faa3"
        let number = try #require(Int257(index))
        let old = try read(
            TONCenterV2.runGetMethod("get_nft_data", of: Self.account),
            #"""
            {"ok":true,"result":{"@type":"smc.runResult","gas_used":1581,"exit_code":0,"stack":[["num","-0x1"],
            ["num","\#(index)"],["cell",{"bytes":"\#(boc)","object":{"data":{"b64":"","len":0},"refs":[],"special":false}}],
            ["tuple",{"@type":"tvm.tuple","elements":[
            {"@type":"tvm.stackEntryNumber","number":{"@type":"tvm.numberDecimal","number":"-17"}},
            {"@type":"tvm.stackEntrySlice","slice":{"@type":"tvm.slice","bytes":"\#(boc)"}},
            {"@type":"tvm.stackEntryCell","cell":{"@type":"tvm.cell","bytes":"\#(boc)"}},
            {"@type":"tvm.stackEntryTuple","tuple":{"@type":"tvm.tuple","elements":[]}},
            {"@type":"tvm.stackEntryList","list":{"@type":"tvm.list","elements":[]}},
            {"@type":"tvm.stackEntryUnsupported"}]}],["list",{"@type":"tvm.list","elements":[]}],
            ["unsupported",""]]}}
            """#
        ).hint
        #expect(old.isSuccess && old.exitCode == 0 && old.gasUsed == 1581)
        let minusSeventeen = try #require(Int257(exactly: -17))
        let minusOne = try #require(Int257(exactly: -1))
        #expect(
            old.stack == [
                .number(minusOne), .number(number), .cell(cell),
                .tuple([
                    .number(minusSeventeen), .slice(cell), .cell(cell), .tuple([]), .list([]),
                    .unsupported("tvm.stackEntryUnsupported"),
                ]), .list([]), .unsupported("unsupported"),
            ])
        let new = try read(
            TONCenterV3.runGetMethod("get_nft_data", of: Self.account),
            #"""
            {"gas_used":1581,"exit_code":11,"stack":[{"type":"num","value":"\#(index)"},{"type":"cell","value":"\#(boc)"},
            {"type":"slice","value":"\#(boc)"},{"type":"tuple","value":[{"type":"num","value":"-0x11"},
            {"type":"list","value":[]}]},{"type":"builder","value":null}]}
            """#
        ).hint
        #expect(!new.isSuccess)
        #expect(
            new.stack == [
                .number(number), .cell(cell), .slice(cell), .tuple([.number(minusSeventeen), .list([])]),
                .unsupported("builder"),
            ])
        let bad: [(String, String)] = [
            (#"[["num","0xg"]]"#, ".result.stack[0][1]"), (#"[["num"]]"#, ".result.stack[0][1]"),
            (#"[["cell",{"bytes":"AAAA"}]]"#, ".result.stack[0][1].bytes"),
            (#"[["cell",{}]]"#, ".result.stack[0][1].bytes"),
            (#"[["tuple",{"elements":[["num","1"],["num",null]]}]]"#, ".result.stack[0][1].elements[1][1]"),
            ("[7]", ".result.stack[0]"), ("{}", ".result.stack"),
        ]
        for (stack, place) in bad {
            let error = failure(
                TONCenterV2.runGetMethod("x", of: Self.account),
                #"{"ok":true,"result":{"gas_used":0,"exit_code":0,"stack":\#(stack)}}"#)
            guard case .field(place, _)? = error else {
                Issue.record("\(stack): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("a stack nested without end is refused, not recursed into")
    func deepStack() {
        for depth in [1000, 100_000] {
            let open = String(repeating: #"{"type":"tuple","value":["#, count: depth)
            let close = String(repeating: "]}", count: depth)
            let error = failure(
                TONCenterV3.runGetMethod("x", of: Self.account),
                #"{"gas_used":0,"exit_code":0,"stack":[\#(open)\#(close)]}"#)
            guard case .notJSON? = error else {
                Issue.record("\(depth): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("the configuration and receipts")
    func small() throws {
        let boc = "te6cckEBAQEAAgAAAEysuc0="
        let cell = try Cell(boc: try #require(Base64.decode(boc)))
        let config = #"{"ok":true,"result":{"@type":"configInfo","config":{"@type":"tvm.cell","bytes":"\#(boc)"}}}"#
        #expect(try read(TONCenterV2.configurationParameter(0), config).hint == cell)
        #expect(try read(TONCenterV2.configuration(), config).hint == cell)
        let hash = Hash256(repeatElement(1, count: 32)) ?? .zero
        let text = Base64.encode(hash.bytes)
        #expect(
            try read(
                TONCenterV2.send(cell), #"{"ok":true,"result":{"@type":"raw.extMessageInfo","hash":"\#(text)"}}"#
            ).hint == MessageReceipt(hash: hash, normalizedHash: nil))
        #expect(
            try read(
                TONCenterV3.send(cell), #"{"message_hash":"\#(text)","message_hash_norm":"\#(Self.zeroHash)"}"#
            ).hint == MessageReceipt(hash: hash, normalizedHash: .zero))
        #expect(
            failure(TONCenterV3.send(cell), #"{"message_hash":"\#(text)A"}"#)
                == .field(path: ".message_hash", reason: "is no 32 bytes in base64: “\(text)A”"))
    }

    @Test("accounts in version 3")
    func accounts() throws {
        let boc = "te6cckEBAQEAAgAAAEysuc0="
        let cell = try Cell(boc: try #require(Base64.decode(boc)))
        let codeHash = Base64.encode(cell.hash.bytes)
        let address = "0:" + String(repeating: "AB", count: 32)
        func answer(_ fields: String) -> String {
            #"{"accounts":[{"address":"\#(address)","account_state_hash":"\#(Self.zeroHash)",\#(fields)}],"address_book":{}}"#
        }
        let full = answer(
            #""balance":"327063115","status":"active","code_hash":"\#(codeHash)","code_boc":"\#(boc)","data_hash":null,"#
                + #""last_transaction_hash":"\#(codeHash)","last_transaction_lt":"64261473000001","interfaces":[]"#)
        let states = try read(TONCenterV3.accountStates(codeHash: cell.hash, includesCells: true), full).hint
        let state = try #require(states.first)
        #expect(states.count == 1)
        #expect(state.account.raw == address.lowercased())
        #expect(state.balance == Coins(nanoTON: 327_063_115))
        #expect(state.status == "active")
        #expect(state.code == cell && state.codeHash == cell.hash && state.data == nil && state.dataHash == nil)
        #expect(state.lastLT == 64_261_473_000_001 && state.lastHash == cell.hash)
        // Another code than asked for, and a code that isn't the one of its hash.
        #expect(
            failure(TONCenterV3.accountStates(codeHash: .zero), full)
                == .field(
                    path: ".accounts[0].code_hash", reason: "is \(cell.hash.hex), which wasn't asked for"))
        #expect(
            failure(
                TONCenterV3.accountStates(codeHash: cell.hash), answer(#""balance":"1","status":"uninit""#))
                == .field(path: ".accounts[0].code_hash", reason: "is none, which wasn't asked for"))
        #expect(
            failure(
                TONCenterV3.accountStates(of: [], includesCells: true),
                answer(#""balance":"1","status":"active","code_hash":"\#(Self.zeroHash)","code_boc":"\#(boc)""#))
                == .field(
                    path: ".accounts[0].code_boc",
                    reason: "has hash \(cell.hash), beside it stands \(Hash256.zero.hex)"))
        // One that never was.
        let absent = try read(TONCenterV3.accountStates(of: []), answer(#""balance":null,"status":"nonexist""#)).hint
        #expect(absent.first?.balance == .zero && absent.first?.lastLT == 0)
        #expect(
            failure(TONCenterV3.accountStates(of: []), answer(#""balance":"-1","status":"active""#))
                == .field(path: ".accounts[0].balance", reason: "“-1” is no decimal integer in range"))

        let information = try read(
            TONCenterV3.addressInformation(of: Self.account),
            #"{"balance":"5","code":"\#(boc)","data":null,"last_transaction_lt":"9","last_transaction_hash":"\#(codeHash)","frozen_hash":null,"status":"active"}"#
        ).hint
        #expect(information.balance == Coins(nanoTON: 5) && information.lastLT == 9)
        #expect(information.code.map(Array.init) == Base64.decode(boc) && information.data == nil)
    }

    @Test("what is no answer of version 2", arguments: ["", "[]", "{", "<html>", #"{"ok":1}"#, #"{"result":[]}"#])
    func noAnswer(json: String) {
        #expect(failure(TONCenterV2.transactions(of: Self.account), json) != nil)
        #expect(failure(TONCenterV2.masterchainInformation(), json) != nil)
    }

    @Test("an error in an answer of status 200")
    func refused() {
        #expect(
            failure(
                TONCenterV2.masterchainInformation(),
                #"{"ok":false,"error":"LITE_SERVER_NETWORK: timeout","code":500}"#)
                == .refused(code: 500, message: "LITE_SERVER_NETWORK: timeout"))
    }
}
