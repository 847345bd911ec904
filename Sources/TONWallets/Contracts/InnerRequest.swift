import TONBlocks
import TONCells

/// What a wallet of version 5 does for one request, whoever makes it.
///
/// ```
/// _ out_actions:(Maybe ^(OutList n)) has_other_actions:Bool actions:has_other_actions?(ActionList m) = InnerRequest;
/// _ action:ExtendedAction = ActionList 1;
/// _ action:ExtendedAction rest:^(ActionList m) = ActionList (m + 1);
/// add_extension#02 address:MsgAddressInt = ExtendedAction;
/// delete_extension#03 address:MsgAddressInt = ExtendedAction;
/// set_signature_auth_allowed#04 allowed:Bool = ExtendedAction;
/// ```
/// The wallet steps over bits and references that have no place here; they are refused instead, so that nobody signs what
/// isn't shown.
struct InnerRequest: Hashable, Sendable {
    var messages: [WalletMessage]
    var actions: [WalletAction]

    /// Most actions beside messages that are made or read.
    static let maximumActionCount = 255

    private enum Tag {
        static let addExtension: UInt8 = 2
        static let removeExtension: UInt8 = 3
        static let setSignatureAllowed: UInt8 = 4
    }

    init(messages: [WalletMessage], actions: [WalletAction]) {
        self.messages = messages
        self.actions = actions
    }

    /// Reads the layout. Bits that follow it in the slice are left there; a reference is taken for more actions.
    init(from slice: inout CellSlice) throws(WalletError) {
        let list = try layingOut { () throws(CellError) in try slice.loadMaybeReference() }
        messages = try list.map { list throws(WalletError) in try WalletMessage.sent(by: list) } ?? []
        actions = []
        do throws(CellError) {
            guard try slice.loadBit() else { return }
            actions.append(try Self.loadAction(from: &slice))
            guard slice.remainingReferences > 0 else { return }
            var rest = try slice.loadReference().slice()
            while true {
                guard actions.count < Self.maximumActionCount else {
                    throw .outOfRange("expected at most \(Self.maximumActionCount) actions, found more")
                }
                actions.append(try Self.loadAction(from: &rest))
                if rest.isEmpty { return }
                guard rest.remainingBits == 0 else {
                    throw .leftover(bits: rest.remainingBits, references: rest.remainingReferences)
                }
                let next = try rest.loadReference()
                try rest.end()
                rest = try next.slice()
            }
        } catch {
            throw .layout(error)
        }
    }

    private static func loadAction(from slice: inout CellSlice) throws(CellError) -> WalletAction {
        switch try slice.load(UInt8.self) {
        case Tag.addExtension: return .addExtension(try slice.loadAccountAddress())
        case Tag.removeExtension: return .removeExtension(try slice.loadAccountAddress())
        case Tag.setSignatureAllowed: return .setSignatureAllowed(try slice.loadBit())
        case let tag: throw .unknownTag(type: "ExtendedAction", found: UInt64(tag), bits: 8)
        }
    }

    /// Appends the layout. Throws for actions that are none of version 5, and for too many.
    func store(in builder: inout CellBuilder) throws(WalletError) {
        guard actions.count <= Self.maximumActionCount else {
            throw .actionCount(actions.count, expected: 0...Self.maximumActionCount, wallet: WalletV5R1.kind)
        }
        do throws(CellError) {
            try builder.store(maybeReference: messages.isEmpty ? nil : try OutActions(sending: messages).cell())
            try builder.store(bit: !actions.isEmpty)
        } catch {
            throw .layout(error)
        }
        guard let first = actions.first else { return }
        var rest: Cell?
        for action in actions.dropFirst().reversed() {
            var cell = CellBuilder()
            try Self.store(action, rest, in: &cell)
            rest = try layingOut { () throws(CellError) in try cell.build() }
        }
        try Self.store(first, rest, in: &builder)
    }

    private static func store(
        _ action: WalletAction, _ rest: Cell?, in builder: inout CellBuilder
    ) throws(WalletError) {
        do throws(CellError) {
            switch action {
            case .addExtension(let address):
                try builder.store(Tag.addExtension)
                try builder.store(address)
            case .removeExtension(let address):
                try builder.store(Tag.removeExtension)
                try builder.store(address)
            case .setSignatureAllowed(let isAllowed):
                try builder.store(Tag.setSignatureAllowed)
                try builder.store(bit: isAllowed)
            case .deployPlugin, .installPlugin, .removePlugin:
                throw .outOfRange("expected an action of version 5, found \(action.name)")
            }
            if let rest { try builder.store(reference: rest) }
        } catch {
            throw .layout(error)
        }
    }
}
