import Foundation
import TONBlocks
import TONCells
import TONCenter
import TONCrypto
import Testing

/// What goes to the server, whole.
struct RequestTests {
    private static let account = AccountAddress(hash: Hash256(repeatElement(0x5a, count: 32)) ?? .zero)
    private static let address = "0%3A" + String(repeating: "5a", count: 32)
    private static let hash = Hash256((0..<32).map { UInt8($0) }) ?? .zero
    private static let hashText = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    private func target(_ request: TONCenterRequest<some Any>) -> String {
        #expect(request.body == nil)
        #expect(request.repetition == .always)
        return request.target
    }

    @Test("version 2")
    func version2() throws {
        #expect(target(TONCenterV2.masterchainInformation()) == "/api/v2/getMasterchainInfo")
        #expect(
            target(TONCenterV2.addressInformation(of: Self.account))
                == "/api/v2/getAddressInformation?address=\(Self.address)")
        #expect(
            target(TONCenterV2.addressInformation(of: Self.account, seqno: 7))
                == "/api/v2/getAddressInformation?address=\(Self.address)&seqno=7")
        #expect(
            target(TONCenterV2.transactions(of: Self.account))
                == "/api/v2/getTransactions?address=\(Self.address)&limit=100")
        #expect(
            target(
                TONCenterV2.transactions(
                    of: Self.account, from: TransactionIdentifier(lt: .max, hash: Self.hash), laterThan: 12, limit: 5,
                    isArchival: true))
                == "/api/v2/getTransactions?address=\(Self.address)&limit=5&lt=18446744073709551615"
                + "&hash=\(Self.hashText)&to_lt=12&archival=true")
        #expect(target(TONCenterV2.configurationParameter(-1000)) == "/api/v2/getConfigParam?config_id=-1000")
        #expect(
            target(TONCenterV2.configurationParameter(34, seqno: 9))
                == "/api/v2/getConfigParam?config_id=34&seqno=9")
        #expect(target(TONCenterV2.configuration()) == "/api/v2/getConfigAll")
        #expect(target(TONCenterV2.shards(seqno: 4_294_967_295)) == "/api/v2/getShards?seqno=4294967295")
        // Signed, as this version wants it.
        #expect(
            target(TONCenterV2.blockHeader(of: .masterchain, seqno: 1))
                == "/api/v2/getBlockHeader?workchain=-1&shard=-9223372036854775808&seqno=1")
        #expect(
            target(
                TONCenterV2.blockHeader(of: try ShardIdentifier(workchain: 0, shard: 0x6000_0000_0000_0000), seqno: 1))
                == "/api/v2/getBlockHeader?workchain=0&shard=6917529027641081856&seqno=1")
    }

    @Test("version 3")
    func version3() {
        #expect(target(TONCenterV3.masterchainInformation()) == "/api/v3/masterchainInfo")
        #expect(
            target(TONCenterV3.addressInformation(of: Self.account))
                == "/api/v3/addressInformation?address=\(Self.address)")
        #expect(
            target(TONCenterV3.accountStates(of: [Self.account, Self.account], includesCells: true))
                == "/api/v3/accountStates?address=\(Self.address)&address=\(Self.address)&include_boc=true")
        #expect(
            target(TONCenterV3.accountStates(codeHash: Self.hash))
                == "/api/v3/accountStates?code_hash=\(Self.hashText)&include_boc=false")
        #expect(
            target(TONCenterV3.transactions(of: [Self.account], from: 3).page(offset: 20, limit: 10))
                == "/api/v3/transactions?account=\(Self.address)&start_lt=3&sort=asc&limit=10&offset=20")
        #expect(
            target(TONCenterV3.transactions(of: [], order: .descending).page(offset: -1, limit: 5000))
                == "/api/v3/transactions?sort=desc&limit=1000&offset=0")
        #expect(target(TONCenterV3.transaction(Self.hash)) == "/api/v3/transactions?hash=\(Self.hashText)")
        #expect(
            target(TONCenterV3.transactionsByMessage(hash: Self.hash, direction: .incoming))
                == "/api/v3/transactionsByMessage?msg_hash=\(Self.hashText)&direction=in")
        #expect(
            target(TONCenterV3.messages(opcode: 0x2565_934c).page(limit: 1))
                == "/api/v3/messages?opcode=0x2565934c&direction=in&sort=asc&limit=1&offset=0")
        #expect(
            target(TONCenterV3.messages(opcode: 1).page(limit: 1))
                == "/api/v3/messages?opcode=0x00000001&direction=in&sort=asc&limit=1&offset=0")
        #expect(
            target(TONCenterV3.traces(.account(Self.account), from: 9).page(limit: 2))
                == "/api/v3/traces?account=\(Self.address)&start_lt=9&sort=asc&limit=2&offset=0")
        for (filter, name) in [
            (TONCenterV3.TraceFilter.trace(Self.hash), "trace_id"), (.transaction(Self.hash), "tx_hash"),
            (.message(Self.hash), "msg_hash"),
        ] {
            #expect(
                target(TONCenterV3.traces(filter).page(limit: 2))
                    == "/api/v3/traces?\(name)=\(Self.hashText)&sort=asc&limit=2&offset=0")
        }
    }

    @Test("what is posted")
    func posted() throws {
        let raw = Self.account.raw
        // The empty cell: magic, no checksum asked for elsewhere, so with CRC-32C.
        let empty = "te6cckEBAQEAAgAAAEysuc0="
        let cell = try Cell(boc: try #require(Base64.decode(empty)))
        let number = try #require(Int257("-298"))
        let arguments: [StackArgument] = [.number(number), .cell(cell), .slice(cell)]
        func body(_ request: TONCenterRequest<some Any>) -> String {
            String(decoding: request.body ?? Data(), as: UTF8.self)
        }
        let old = TONCenterV2.runGetMethod("seqno", of: Self.account, arguments: arguments)
        #expect(old.target == "/api/v2/runGetMethod")
        #expect(
            body(old) == #"{"address":"\#(raw)","method":"seqno","stack":[["num","-0x12a"],["tvm.Cell","\#(empty)"],"#
                + #"["tvm.Slice","\#(empty)"]]}"#)
        #expect(old.repetition == .always)
        let new = TONCenterV3.runGetMethod("seqno", of: Self.account, arguments: arguments)
        #expect(new.target == "/api/v3/runGetMethod")
        #expect(
            body(new) == #"{"address":"\#(raw)","method":"seqno","stack":[{"type":"num","value":"-0x12a"},"#
                + #"{"type":"cell","value":"\#(empty)"},{"type":"slice","value":"\#(empty)"}]}"#)
        for (request, path) in [
            (TONCenterV2.send(cell), "/api/v2/sendBocReturnHash"), (TONCenterV3.send(cell), "/api/v3/message"),
        ] {
            #expect(request.target == path)
            #expect(body(request) == #"{"boc":"\#(empty)"}"#)
            #expect(request.repetition == .ifNotTaken)
        }
    }

    @Test("a server's address")
    func endpoint() throws {
        #expect(TONCenterEndpoint.mainnet.url == "https://toncenter.com")
        #expect(TONCenterEndpoint.testnet.url == "https://testnet.toncenter.com")
        #expect(try TONCenterEndpoint("https://toncenter.com/").url == "https://toncenter.com")
        #expect(try TONCenterEndpoint("HTTP://127.0.0.1:8081/x//").url == "http://127.0.0.1:8081/x")
        let cases: [(String, TONCenterEndpointError)] = [
            ("", .scheme), ("toncenter.com", .scheme), ("ftp://toncenter.com", .scheme), ("https://", .host),
            ("https:///x", .host), ("https://:80", .host), ("https://a b", .character), ("https://a\n", .character),
            ("https://ä", .character), ("https://user:secret@host", .credentials), ("https://host?api_key=x", .query),
            ("https://host/#x", .query),
        ]
        for (text, expected) in cases {
            #expect(throws: expected) { try TONCenterEndpoint(text) }
        }
    }
}
