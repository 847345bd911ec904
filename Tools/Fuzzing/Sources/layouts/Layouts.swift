import TONBlocks
import TONCells

/// Reads a bag's root as each of the large layouts. What can be read must be written as the same cell.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLayouts(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let root = try? BagOfCells(bytes).roots.first else { return 0 }
    if let transaction = check(Transaction.self, root) {
        for message in transaction.outMessages { check(Message.self, message.cell) }
    }
    _ = try? TransactionHeader(cell: root)
    check(Message.self, root)
    check(Account.self, root)
    check(ShardAccount.self, root)
    if let block = check(Block.self, root) { read(block) }
    check(ShardState.self, root)
    if let state = check(ShardStateUnsplit.self, root) { read(state) }
    if let top = check(TopBlockDescription.self, root) { _ = try? top.provenChain() }
    check(TopBlockDescriptions.self, root)
    check(ValidatorComplaint.self, root)
    check(ValidatorComplaintStatus.self, root)
    check(ConfigurationProposalStatus.self, root)
    check(BlockProof.self, root)
    check(NewBounceBody.self, root)
    if let collated = try? CollatedRoot(cell: root) {
        guard let again = try? collated.cell() else { fatalError("a root of collated data can't be written") }
        precondition(again == root, "a root of collated data changed")
    }
    if let actions = try? OutActions(cell: root) {
        guard let again = try? actions.cell() else { fatalError("actions can't be written") }
        precondition(again == root, "actions changed")
    }
    list(root)
    let configuration = NetworkConfiguration(root: root)
    if let parameters = try? configuration.parameters(limit: 200) {
        for (number, parameter) in parameters {
            guard let cell = try? configuration.cell(number) else { fatalError("listed, but not found") }
            // A value that can't be read is kept as it is.
            guard let again = try? parameter.cell() else { fatalError("parameter \(number) can't be written") }
            precondition(again == cell, "parameter \(number) changed")
        }
    }
    return 0
}

@discardableResult
private func check<T: TLBDecodable>(_ type: T.Type, _ cell: Cell) -> T? {
    guard let value = try? T(cell: cell) else { return nil }
    if let value = value as? any TLBEncodable {
        guard let again = try? value.cell() else { fatalError("a \(type) was read, but can't be written") }
        precondition(again == cell, "a \(type) changed")
    }
    return value
}

/// Lists a block's transactions in both directions: they must be the same.
private func list(_ root: Cell) {
    guard let block = try? Block(cell: root), let info = try? block.info.load() else { return }
    let identifier = BlockIdentifier(
        shardIdentifier: info.shard, seqno: info.seqno, rootHash: root.hash(level: 0), fileHash: .zero)
    guard let transactions = try? ProvenBlock(root: root, of: identifier).transactions() else { return }
    let forward = try? transactions.page(limit: 100)
    let back = try? transactions.page(isReversed: true, limit: 100)
    guard let forward, forward.isLast, let back, back.isLast else { return }
    precondition(forward.entries.map(\.place) == back.entries.reversed().map(\.place), "other transactions back")
}

private func check<T>(lazy value: Lazy<T>) -> T? { check(T.self, value.cell) }

private func read(_ block: Block) {
    _ = check(lazy: block.info)
    _ = check(lazy: block.valueFlow)
    _ = try? block.readStateUpdate()
    guard let extra = check(lazy: block.extra) else { return }
    _ = check(lazy: extra.inMessages).map { try? $0.entries(limit: 200) }
    _ = check(lazy: extra.outMessages).map { try? $0.entries(limit: 200) }
    _ = extra.masterchainExtra.flatMap { check(lazy: $0) }.flatMap { check(lazy: $0.details) }
    for account in (try? check(lazy: extra.accountBlocks)?.entries(limit: 200)) ?? [] {
        for entry in (try? account.value.transactions.entries(limit: 200)) ?? [] { _ = check(lazy: entry.value) }
    }
}

private func read(_ state: ShardStateUnsplit) {
    _ = check(lazy: state.outMessageQueueInfo)
    _ = check(lazy: state.details)
    _ = state.masterchainExtra.flatMap { check(lazy: $0) }.flatMap { check(lazy: $0.details) }
    _ = try? check(lazy: state.accounts)?.entries(limit: 200)
}
