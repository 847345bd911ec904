import TONBlocks
import TONCells
import TONCrypto
import Testing

/// What the elector and the configuration's contract keep, and what contracts ask for.
@Suite("Layouts of complaints, proposals and actions")
struct GovernanceLayoutTests {
    private func cell(_ fill: (inout CellBuilder) throws -> Void) throws -> Cell {
        var builder = CellBuilder()
        try fill(&builder)
        return try builder.build()
    }

    /// `HashmapE 16 True` of the voters 3 and 65535.
    private func voters() throws -> TypedHashmapE<UInt16, EmptyValue> {
        try TypedHashmapE([3, 65535].map { (key: $0, value: EmptyValue()) })
    }

    @Test("a complaint with its producers, bit by bit")
    func complaint() throws {
        var samples = Samples(seed: 20)
        let reference = samples.blockReference()
        let (first, second) = (try samples.cell(bits: 9), try samples.cell(bits: 10))
        let producer = try cell { builder in
            try builder.store(0x34, bits: 8)
            try builder.store(1_700_000_000, bits: 32)
            try builder.store(reference.endLT)
            try builder.store(reference.seqno)
            try builder.store(reference.rootHash)
            try builder.store(reference.fileHash)
            try builder.store(reference: first)
            try builder.store(reference: second)
        }
        let info = ProducerInfo(
            time: 1_700_000_000, masterchainBlock: reference, stateProof: first, producerProof: second)
        #expect(try ProducerInfo(cell: producer) == info && info.cell() == producer)

        let difference = try cell { builder in
            try builder.store(0xc737_b0ca, bits: 32)
            try builder.store(reference: producer)
            try builder.store(reference: producer)
        }
        let between = ComplaintDescription.noBlocksBetween(old: try Lazy(info), new: try Lazy(info))
        #expect(try ComplaintDescription(cell: difference) == between && between.cell() == difference)
        let none = try cell { builder in
            try builder.store(0x450e_8bd9, bits: 32)
            try builder.store(77, bits: 32)
            try builder.store(reference: producer)
        }
        let since = ComplaintDescription.noBlocks(since: 77, info: try Lazy(info))
        #expect(try ComplaintDescription(cell: none) == since && since.cell() == none)
        #expect(throws: CellError.unknownTag(type: "ComplaintDescr", found: 1, bits: 32)) {
            try ComplaintDescription(cell: try cell { try $0.store(1, bits: 32) })
        }

        let (accused, reward) = (samples.hash(), samples.hash())
        let complaintCell = try cell { builder in
            try builder.store(0xbc, bits: 8)
            try builder.store(accused)
            try builder.store(reference: difference)
            try builder.store(1_700_000_001, bits: 32)
            try builder.store(2, bits: 8)
            try builder.store(reward)
            // Grams of one byte, of two, and of none.
            try builder.store(0x105, bits: 12)
            try builder.store(0x20100, bits: 20)
            try builder.store(1 << 31, bits: 32)
        }
        let complaint = try ValidatorComplaint(cell: complaintCell)
        #expect(complaint.validatorPublicKey == accused && complaint.rewardAddress == reward)
        #expect(try complaint.description.load() == between)
        #expect(complaint.createdAt == 1_700_000_001 && complaint.severity == 2)
        #expect(complaint.paid == Coins(nanoTON: 5) && complaint.suggestedFine == Coins(nanoTON: 256))
        #expect(complaint.suggestedFinePart == 1 << 31)
        #expect(try complaint.cell() == complaintCell)

        let root = try #require(try voters().root)
        let setIdentifier = samples.hash()
        let statusCell = try cell { builder in
            try builder.store(0x2d, bits: 8)
            try builder.store(reference: complaintCell)
            try builder.store(bit: true)
            try builder.store(reference: root)
            try builder.store(setIdentifier)
            try builder.store(UInt64(bitPattern: -5))
        }
        let status = try ValidatorComplaintStatus(cell: statusCell)
        #expect(try status.complaint.load() == complaint && status.voters.keys() == [3, 65535])
        #expect(status.validatorSetIdentifier == setIdentifier && status.weightRemaining == -5)
        #expect(try status.cell() == statusCell)
    }

    @Test("a proposal and its votes, bit by bit", arguments: [false, true])
    func proposal(isRemoval: Bool) throws {
        var samples = Samples(seed: 21)
        let (value, hash, setIdentifier) = (try samples.cell(bits: 40), samples.hash(), samples.hash())
        let proposalCell = try cell { builder in
            try builder.store(0xf3, bits: 8)
            try builder.store(UInt64(UInt32(bitPattern: -71)), bits: 32)
            try builder.store(bit: !isRemoval)
            if !isRemoval { try builder.store(reference: value) }
            try builder.store(bit: isRemoval)
            if isRemoval { try builder.store(hash) }
        }
        let proposal = ConfigurationProposal(
            parameterNumber: -71, parameterValue: isRemoval ? nil : value, ifHashEqual: isRemoval ? hash : nil)
        #expect(try ConfigurationProposal(cell: proposalCell) == proposal && proposal.cell() == proposalCell)

        let statusCell = try cell { builder in
            try builder.store(0xce, bits: 8)
            try builder.store(9, bits: 32)
            try builder.store(reference: proposalCell)
            try builder.store(bit: isRemoval)
            try builder.store(bit: false)
            try builder.store(UInt64(bitPattern: -(1 << 60)))
            try builder.store(setIdentifier)
            for number in [1, 2, 3] as [UInt64] { try builder.store(number, bits: 8) }
        }
        let status = try ConfigurationProposalStatus(cell: statusCell)
        #expect(try status.proposal.load() == proposal && status.voters.isEmpty)
        #expect(status.expires == 9 && status.isCritical == isRemoval && status.remainingWeight == -(1 << 60))
        #expect(status.validatorSetIdentifier == setIdentifier)
        #expect((status.roundsRemaining, status.wins, status.losses) == (1, 2, 3))
        #expect(try status.cell() == statusCell)
    }

    @Test("the libraries of an account")
    func libraries() throws {
        var samples = Samples(seed: 22)
        let root = try samples.cell(bits: 77)
        let value = try cell { builder in
            try builder.store(bit: true)
            try builder.store(reference: root)
        }
        let library = SimpleLibrary(isPublic: true, root: root)
        #expect(try SimpleLibrary(cell: value) == library && library.cell() == value)
        let dictionary = try TypedHashmapE<Hash256, SimpleLibrary>([(key: root.hash, value: library)])
        let state = StateInit(code: nil, data: nil, library: dictionary.root)
        #expect(try StateInit(cell: state.cell()).libraries.value(for: root.hash) == library)
        #expect(StateInit(code: nil, data: nil).libraries.isEmpty)
    }

    @Test("the four actions, bit by bit, and the list of them")
    func actions() throws {
        var samples = Samples(seed: 23)
        let message = Message(
            info: .externalOut(ExternalOutMessageInfo()), stateInit: nil, stateInitPlacement: .inline,
            body: .reference(try samples.cell(bits: 8)))
        let (messageCell, code, hash) = (try message.cell(), try samples.cell(bits: 20), samples.hash())
        let cells = [
            try cell { builder in
                try builder.store(0x0ec3_c86d, bits: 32)
                try builder.store(128, bits: 8)
                try builder.store(reference: messageCell)
            },
            try cell { builder in
                try builder.store(0xad4d_e08e, bits: 32)
                try builder.store(reference: code)
            },
            try cell { builder in
                try builder.store(0x36e6_b809, bits: 32)
                try builder.store(4, bits: 8)
                // currencies$_ of a nanoTON.
                try builder.store(0b0001_0000_0001_0, bits: 13)
            },
            try cell { builder in
                try builder.store(0x26fa_1dd4, bits: 32)
                try builder.store(2, bits: 7)
                try builder.store(bit: false)
                try builder.store(hash)
            },
            try cell { builder in
                try builder.store(0x26fa_1dd4, bits: 32)
                try builder.store(127, bits: 7)
                try builder.store(bit: true)
                try builder.store(reference: code)
            },
        ]
        let actions: [OutAction] = [
            .sendMessage(mode: 128, try Lazy(message)), .setCode(code),
            .reserveCurrency(mode: 4, CurrencyCollection(coins: Coins(nanoTON: 1))),
            .changeLibrary(mode: 2, .hash(hash)), .changeLibrary(mode: 127, .cell(code)),
        ]
        for (action, expected) in zip(actions, cells) {
            #expect(try action.cell() == expected)
            #expect(try OutAction(cell: expected) == action)
        }
        #expect(throws: CellError.self) { try OutAction.changeLibrary(mode: 128, .hash(hash)).cell() }
        #expect(throws: CellError.unknownTag(type: "OutAction", found: 0, bits: 32)) {
            try OutAction(cell: try cell { try $0.store(0, bits: 32) })
        }

        // out_list$_ prev:^(OutList n) action:OutAction, the last one outermost.
        var list = Cell.empty
        for action in cells {
            list = try cell { builder in
                try builder.store(reference: list)
                try builder.store(try action.slice())
            }
        }
        #expect(try OutActions(cell: list).actions == actions)
        #expect(try OutActions(actions).cell() == list)
        #expect(try OutActions(cell: .empty).actions.isEmpty && OutActions().cell() == .empty)
        let many = OutActions(Array(repeating: actions[1], count: 255))
        #expect(try OutActions(cell: many.cell()) == many)
        let tooMany = OutActions(Array(repeating: actions[1], count: 256))
        #expect(throws: CellError.self) { try tooMany.cell() }
        let longer = try cell { builder in
            try builder.store(reference: try many.cell())
            try builder.store(actions[1])
        }
        #expect(throws: CellError.self) { try OutActions(cell: longer) }
        #expect(throws: CellError.self) { try OutActions(cell: try cell { try $0.store(1, bits: 1) }) }
    }
}
