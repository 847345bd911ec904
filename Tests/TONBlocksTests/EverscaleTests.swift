import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Values from a sibling network, whose messages and transactions have the layouts of TON.
@Suite("Recorded Everscale values", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct EverscaleTests {
    private static func cell(_ name: String) throws -> Cell {
        try Cell(boc: try RecordedFixtures.bytes("transactions/everscale/\(name).boc"))
    }

    @Test(
        "messages",
        arguments: [
            "empty_internal_message", "external_message", "external_out_message", "internal_message_with_body",
            "internal_message_with_deploy", "internal_message_with_deploy_special",
        ])
    func messages(name: String) throws {
        let cell = try Self.cell(name)
        #expect(try Message(cell: cell).cell() == cell)
    }

    @Test(
        "bodies and initial states are those of their messages",
        arguments: [
            ("external_message", "external_message_body"), ("internal_message_with_body", "internal_message_body"),
            ("internal_message_with_deploy", "internal_message_with_deploy_body"),
        ])
    func bodies(message: String, body: String) throws {
        #expect(try Message(cell: Self.cell(message)).bodyCell() == Self.cell(body))
    }

    @Test("the initial state is that of its message")
    func stateInit() throws {
        let message = try Message(cell: Self.cell("internal_message_with_deploy"))
        let cell = try Self.cell("internal_message_with_deploy_state_init")
        #expect(message.stateInit == (try StateInit(cell: cell)))
        #expect(try message.stateInit?.cell() == cell)
    }

    @Test(
        "transactions",
        arguments: [
            "ordinary_tx_bounce_no_funds", "ordinary_tx_bounce_no_state", "ordinary_tx_recursive",
            "ordinary_tx_with_external", "ordinary_tx_with_outgoing", "ordinary_tx_without_outgoing", "tick_tx",
            "tock_tx",
        ])
    func transactions(name: String) throws {
        let cell = try Self.cell(name)
        let transaction = try Transaction(cell: cell)
        #expect(try transaction.cell() == cell)
        switch transaction.description {
        case .ordinary: #expect(name.hasPrefix("ordinary"))
        case .tickTock(let description): #expect(name == (description.isTock ? "tock_tx" : "tick_tx"))
        default: Issue.record("a \(transaction.description)")
        }
    }
}
