import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Layouts of blocks")
struct BlockLayoutTests {
    private func tag(_ value: some TLBEncodable, bits: Int) throws -> String {
        let digits = String(try value.cell().slice().peekUInt(bits: bits), radix: 2)
        return String(repeating: "0", count: bits - digits.count) + digits
    }

    @Test("the constructors of InMsg", arguments: 0..<5)
    func inMessages(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        let messages = try samples.inMessages()
        for message in messages {
            let cell = try message.cell()
            let read = try InMessage(cell: cell)
            #expect(read == message)
            #expect(try read.cell() == cell)
            _ = try read.message().load()
        }
        let tags = try messages.map { try tag($0, bits: 3) }
        #expect(tags == ["000", "010", "011", "100", "101", "110", "111", "001", "001"])
        #expect(try messages.suffix(2).map { try tag($0, bits: 5) } == ["00100", "00101"])
        #expect(messages.map { $0.transaction != nil } == [true, true, true, true, false, false, false, true, false])
    }

    @Test("the constructors of OutMsg", arguments: 0..<5)
    func outMessages(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        let messages = try samples.outMessages()
        for message in messages {
            let cell = try message.cell()
            let read = try OutMessage(cell: cell)
            #expect(read == message)
            #expect(try read.cell() == cell)
            _ = try read.message()?.load()
        }
        #expect(
            try messages.map { try tag($0, bits: 3) } == [
                "000", "010", "001", "011", "110", "110", "111", "100", "101", "101",
            ])
        #expect(try tag(messages[4], bits: 4) == "1100" && tag(messages[5], bits: 4) == "1101")
        #expect(try messages.suffix(2).map { try tag($0, bits: 5) } == ["10100", "10101"])
        #expect(throws: CellError.self) {
            try OutMessage.dequeued(envelope: messages[3].envelope ?? Lazy(cell: .empty), importBlockLT: 1 << 63).cell()
        }
    }

    @Test("unknown constructors are named errors")
    func unknownTags() throws {
        var builder = CellBuilder()
        try builder.store(0b00111, bits: 5)
        #expect(throws: CellError.unknownTag(type: "InMsg", found: 0b00111, bits: 5)) {
            try InMessage(cell: try builder.build())
        }
        builder = CellBuilder()
        try builder.store(0b10110, bits: 5)
        #expect(throws: CellError.unknownTag(type: "OutMsg", found: 0b10110, bits: 5)) {
            try OutMessage(cell: try builder.build())
        }
        #expect(throws: CellError.bitsExhausted(wanted: 32, left: 0)) { try Block(cell: .empty) }
    }

    @Test("an older envelope holds no metadata")
    func olderEnvelope() throws {
        var samples = Samples(seed: 3)
        var envelope = try samples.envelope()
        envelope.isExtended = false
        envelope.emittedLT = 5
        #expect(throws: CellError.self) { try envelope.cell() }
        #expect(throws: CellError.self) { try IntermediateAddress.regular(destinationBits: 97).cell() }
    }

    @Test("a whole block", arguments: 0..<4)
    func block(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        let block = try samples.block()
        let cell = try block.cell()
        let read = try Block(cell: cell)
        #expect(read == block)
        #expect(try read.cell() == cell)
        let extra = try read.extra.load()
        let incoming = try extra.inMessages.load()
        #expect(incoming.extra.feesCollected.nanoTON == 5 * UInt128(try incoming.entries().count))
        #expect(try extra.masterchainExtra?.load().shardHashes.shards().count == 2)
        #expect(try extra.masterchainExtra?.load().configuration?.configuration.globalVersion()?.version == 15)
        #expect(try ValueFlow(cell: read.valueFlow.cell).cell() == read.valueFlow.cell)
        // The sums of fees are those of all transactions.
        let accounts = try extra.accountBlocks.load()
        var total = CurrencyCollection.zero
        for account in try accounts.entries() {
            for transaction in try account.value.transactions.entries() {
                total = try total.adding(transaction.extra)
            }
        }
        #expect(accounts.extra.coins == total.coins)
        #expect(try accounts.extra.extraCurrencies() == total.extraCurrencies())
    }

    @Test("signatures of both kinds, and the proof that holds them")
    func signatures() throws {
        var samples = Samples(seed: 4)
        for isSimplex in [false, true] {
            let simplex = SimplexSignatureInfo(
                sessionIdentifier: samples.hash(), slot: 7, candidateData: try samples.cell(bits: 99))
            let certificate = SignedCertificate(
                certificate: Certificate(
                    temporaryKey: SignaturePublicKey(bytes: samples.hash()), validSince: 1, validUntil: 2),
                signature: Ed25519SignatureValue(r: samples.hash(), s: samples.hash()))
            var pairs = SignaturePairs()
            for (number, signature) in [
                CryptoSignature.simple(Ed25519SignatureValue(r: samples.hash(), s: samples.hash())),
                .chained(
                    certificate: try Lazy(certificate),
                    signature: Ed25519SignatureValue(r: samples.hash(), s: samples.hash())),
            ].enumerated() {
                let pair = SignaturePair(nodeIdentifierShort: samples.hash(), signature: signature)
                try pairs.set(pair, for: UInt16(number))
            }
            let signatures = BlockSignatures(
                validatorListHashShort: 1, catchainSeqno: 2, count: 2, weight: 3, signatures: pairs,
                simplex: isSimplex ? simplex : nil)
            #expect(try BlockSignatures(cell: signatures.cell()) == signatures)
            #expect(try tag(signatures, bits: 8) == (isSimplex ? "00010010" : "00010001"))
            #expect(try signatures.signatures.entries().map(\.value) == pairs.entries().map(\.value))
            let proof = BlockProof(
                block: BlockIdentifier(
                    shardIdentifier: .masterchain, seqno: 5, rootHash: samples.hash(), fileHash: samples.hash()),
                root: .empty, signatures: try Lazy(signatures))
            #expect(try BlockProof(cell: proof.cell()) == proof)
            #expect(throws: CellError.self) { try proof.virtualRoot() }
        }
    }

    @Test("queues of messages")
    func queues() throws {
        var samples = Samples(seed: 5)
        var queue = OutMessageQueue()
        var dispatch = MessageDispatchQueue()
        for lt: UInt64 in [9, 4, 6] {
            let message = EnqueuedMessage(enqueuedLT: lt, envelope: try Lazy(try samples.envelope()))
            let key = OutMessageQueueKey(workchain: -1, addressPrefix: lt << 60, messageHash: samples.hash())
            try queue.set(message, extra: MinimumLT(lt: lt), for: key)
            let account = AccountDispatchQueue(messages: try TypedHashmapE([(key: lt, value: message)]), count: 1)
            try dispatch.set(account, extra: MinimumLT(lt: lt), for: samples.hash())
        }
        #expect(queue.extra.lt == 4 && dispatch.extra.lt == 4)
        for extra in [nil, OutMessageQueueExtra(dispatchQueue: dispatch, queueSize: 3)] {
            let info = OutMessageQueueInfo(
                queue: queue,
                processedInfo: try TypedHashmapE([
                    (
                        key: ProcessedInfoKey(shard: 1 << 63, masterchainSeqno: 5),
                        value: ProcessedUpto(lastMessageLT: 1, lastMessageHash: samples.hash())
                    )
                ]), extra: extra)
            let read = try OutMessageQueueInfo(cell: info.cell())
            #expect(read == info)
            #expect(try read.queue.entries().map(\.value.enqueuedLT) == [4, 6, 9])
            #expect(try read.processedInfo.keys().map(\.masterchainSeqno) == [5])
        }
        for key in try queue.entries().map(\.key) { #expect(try queue.remove(key)) }
        #expect(queue == OutMessageQueue())
    }

    @Test("a body that came back in the newer format")
    func newBounceBody() throws {
        var samples = Samples(seed: 6)
        let body = NewBounceBody(
            originalBody: try samples.cell(bits: 96),
            originalInfo: NewBounceOriginalInfo(value: try samples.currencies(), createdLT: 5, createdAt: 6),
            bouncedByPhase: 1, exitCode: -14, computePhase: NewBounceComputePhaseInfo(gasUsed: 7, vmSteps: 8))
        #expect(try NewBounceBody(cell: body.cell()) == body)
        #expect(try body.cell().slice().peekUInt(bits: 32) == 0xffff_fffe)
    }
}
