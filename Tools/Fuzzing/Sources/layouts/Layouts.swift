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
