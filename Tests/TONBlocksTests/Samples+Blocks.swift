import TONBlocks
import TONCells
import TONCrypto

extension Samples {
    mutating func number() -> UInt32 { UInt32.random(in: 0...UInt32.max, using: &random) }

    mutating func flag() -> Bool { Bool.random(using: &random) }

    mutating func blockReference(seqno: UInt32? = nil) -> ExternalBlockReference {
        ExternalBlockReference(endLT: random.next(), seqno: seqno ?? number(), rootHash: hash(), fileHash: hash())
    }

    mutating func shard() throws -> ShardIdentifier {
        let length = Int.random(in: 0...60, using: &random)
        let end: UInt64 = 1 << UInt64(63 - length)
        return try ShardIdentifier(workchain: 0, shard: random.next() & ~(end - 1) | end)
    }

    mutating func shardDescription() -> ShardDescription {
        // In the older layout only small amounts fit.
        let hasReferencedFees = flag()
        let fees = CurrencyCollection(coins: hasReferencedFees ? coins() : Coins(nanoTON: 255))
        return ShardDescription(
            seqno: number(), registeredMasterchainSeqno: number(), startLT: random.next(), endLT: random.next(),
            rootHash: hash(), fileHash: hash(), isBeforeSplit: flag(), isBeforeMerge: flag(), wantsSplit: flag(),
            wantsMerge: flag(), nextCatchainUpdated: flag(), nextCatchainSeqno: number(),
            nextValidatorShard: random.next(), minimumReferencedMasterchainSeqno: number(), generatedAt: number(),
            splitMergeAt: [.none, .split(at: number(), interval: 5), .merge(at: 7, interval: number())]
                .randomElement(using: &random) ?? .none,
            feesCollected: fees, fundsCreated: fees,
            hasReferencedFees: hasReferencedFees)
    }

    mutating func blockInfo() throws -> BlockInfo {
        BlockInfo(
            isBeforeSplit: flag(), wantsSplit: flag(), wantsMerge: flag(), isKeyBlock: flag(), seqno: 17,
            verticalSeqno: 1, shard: try shard(), generatedAt: number(), startLT: random.next(), endLT: random.next(),
            validatorListHashShort: number(), catchainSeqno: number(), minimumReferencedMasterchainSeqno: number(),
            previousKeyBlockSeqno: number(),
            software: flag() ? GlobalVersion(version: number(), capabilities: random.next()) : nil,
            masterReference: flag() ? try Lazy(blockReference()) : nil,
            previousReference: try PreviousBlocks.one(blockReference(seqno: 16)).cell(),
            previousVerticalReference: flag() ? try Lazy(blockReference()) : nil)
    }

    mutating func envelope() throws -> MessageEnvelope {
        let isExtended = flag()
        let initiator = MessageMetadata(depth: number(), initiatorAddress: address(), initiatorLT: random.next())
        return MessageEnvelope(
            currentAddress: .regular(destinationBits: 96),
            nextAddress: [
                .destination, .simple(workchain: -1, addressPrefix: random.next()),
                .extended(workchain: 70000, addressPrefix: random.next()),
            ].randomElement(using: &random) ?? .destination,
            forwardFeeRemaining: coins(), message: try Lazy(Message(info: .internal(try internalInfo()))),
            isExtended: isExtended, emittedLT: isExtended && flag() ? random.next() : nil,
            metadata: isExtended && flag() ? initiator : nil)
    }

    /// One of each of the nine constructors.
    mutating func inMessages() throws -> [InMessage] {
        let message = try Lazy(Message(info: .internal(try internalInfo())))
        let transaction = try Lazy(try self.transaction())
        let (first, second) = (try Lazy(try envelope()), try Lazy(try envelope()))
        let proof = try cell(bits: 10)
        return [
            .external(message: message, transaction: transaction),
            .instantHypercube(message: message, transaction: transaction, fee: coins(), proofOfCreation: proof),
            .immediate(envelope: first, transaction: transaction, forwardFee: coins()),
            .final(envelope: first, transaction: transaction, forwardFee: coins()),
            .transit(in: first, out: second, transitFee: coins()),
            .discardedFinal(envelope: first, transactionIdentifier: random.next(), forwardFee: coins()),
            .discardedTransit(
                envelope: first, transactionIdentifier: random.next(), forwardFee: coins(), proofOfDelivery: proof),
            .deferredFinal(envelope: first, transaction: transaction, forwardFee: coins()),
            .deferredTransit(in: first, out: second),
        ]
    }

    /// One of each of the ten constructors.
    mutating func outMessages() throws -> [OutMessage] {
        let message = try Lazy(Message(info: .internal(try internalInfo())))
        let transaction = try Lazy(try self.transaction())
        let envelope = try Lazy(try self.envelope())
        let imported = try Lazy(try inMessages()[4])
        return [
            .external(message: message, transaction: transaction),
            .immediate(envelope: envelope, transaction: transaction, reimport: imported),
            .new(envelope: envelope, transaction: transaction), .transit(envelope: envelope, imported: imported),
            .dequeued(envelope: envelope, importBlockLT: random.next() >> 1),
            .dequeuedShort(
                envelopeHash: hash(), nextWorkchain: -7, nextAddressPrefix: random.next(),
                importBlockLT: random.next()),
            .transitRequeued(envelope: envelope, imported: imported),
            .dequeuedImmediate(envelope: envelope, reimport: imported),
            .newDeferred(envelope: envelope, transaction: transaction),
            .deferredTransit(envelope: envelope, imported: imported),
        ]
    }

    /// A block of the masterchain with something in every part.
    mutating func block() throws -> Block {
        var info = try blockInfo()
        info.isKeyBlock = true
        let nothing = CurrencyCollection.zero
        let flow = ValueFlow(
            fromPreviousBlock: try currencies(), toNextBlock: try currencies(), imported: nothing, exported: nothing,
            feesCollected: try currencies(), burned: flag() ? try currencies() : nil, feesImported: nothing,
            recovered: nothing, created: try currencies(), minted: try currencies())
        var incoming = InMessages()
        for message in try inMessages() {
            let fees = ImportFees(feesCollected: Coins(nanoTON: 5), valueImported: CurrencyCollection(coins: coins()))
            try incoming.set(message, extra: fees, for: try message.message().hash)
        }
        var outgoing = OutMessages()
        for message in try outMessages() { try outgoing.set(message, extra: nothing, for: hash()) }
        var accounts = ShardAccountBlocks()
        for _ in 0..<3 {
            var transactions = AccountTransactions()
            for lt in 1...3 {
                let transaction = try self.transaction()
                // Fees in other currencies don't fit beside all the references of an account's block.
                let fees = CurrencyCollection(coins: transaction.totalFees.coins)
                try transactions.set(try Lazy(transaction), extra: fees, for: UInt64(lt))
            }
            let block = AccountBlock(
                accountHash: hash(), transactions: transactions,
                stateUpdate: try Lazy(HashUpdate(oldHash: hash(), newHash: hash())))
            try accounts.set(block, extra: try transactions.extra(), for: block.accountHash)
        }
        let shards = try ShardHashes([
            (shard: ShardIdentifier(workchain: 0, shard: 1 << 62), leaf: shardDescription()),
            (shard: ShardIdentifier(workchain: 0, shard: 3 << 62), leaf: shardDescription()),
        ])
        var fees = ShardFees()
        let fee = ShardFeeCreated(fees: CurrencyCollection(coins: coins()), created: nothing)
        try fees.set(fee, extra: fee, for: ShardKey(workchain: 0, shard: 1 << 62))
        var configuration = NetworkConfiguration()
        try configuration.set(.address(hash()), for: 0)
        try configuration.set(.globalVersion(GlobalVersion(version: 15, capabilities: 1)), for: 8)
        let details = MasterchainBlockDetails(
            previousBlockSignatures: SignaturePairs(), recoverMessage: try Lazy(try inMessages()[2]))
        let masterchain = MasterchainBlockExtra(
            shardHashes: shards, shardFees: fees, details: try Lazy(details),
            configuration: ConfigurationParameters(
                address: hash(), root: configuration.dictionary.root ?? .empty))
        return Block(
            globalIdentifier: -3, info: try Lazy(info), valueFlow: try Lazy(flow),
            stateUpdate: try MerkleUpdate(old: try cell(bits: 8), new: try cell(bits: 9)).cell,
            extra: try Lazy(
                BlockExtra(
                    inMessages: try Lazy(incoming), outMessages: try Lazy(outgoing),
                    accountBlocks: try Lazy(accounts), randomSeed: hash(), createdBy: hash(),
                    masterchainExtra: try Lazy(masterchain))))
    }
}
