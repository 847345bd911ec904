public import Cocoon
public import TONCrypto
import TONWallets

/// What a number, a name or a hash of COCOON's contracts means: all that it can mean.
public struct Explanation: Hashable, Sendable {
    /// In which phase of a transaction a code comes up.
    public enum Phase: String, Hashable, Sendable {
        /// The contract's code ran, and ended with it.
        case compute
        /// The code had succeeded; its actions failed.
        case action
    }

    /// What a code at the end of a phase means.
    public struct Ending: Hashable, Sendable {
        /// The number.
        public let number: Int32
        /// The phase.
        public let phase: Phase
        /// Whose number it is: of the TVM, of COCOON's contracts, of a kind of wallet.
        public let origin: String
        /// The name in snake_case, where it has one.
        public let name: String?
        /// What it means, in one line.
        public let meaning: String
        /// The contracts whose code ends with it of itself, and what their sources call it; empty where no artifacts
        /// are at hand.
        public let contracts: [ContractRole: String]
    }

    /// What an operation is, and how it may end.
    public struct Operation: Hashable, Sendable {
        /// The operation.
        public let description: OperationDescription
        /// The exit codes that each receiver's code may end with of itself, in whichever of its operations; empty where
        /// no artifacts are at hand.
        public let exitCodes: [ContractRole: [ExitCode]]
    }

    /// What is known of a code.
    public struct Code: Hashable, Sendable {
        /// The hash.
        public let hash: Hash256
        /// What contracts with it are.
        public let role: ContractRole
        /// What it stores.
        public let layout: StorageLayout?
        /// Whether the main network runs it, or ran it.
        public let isMainnet: Bool
        /// Whether it is among the artifacts.
        public let isArtifact: Bool
    }

    /// What the text was taken for.
    public let text: String
    /// What it means at the end of a phase.
    public private(set) var endings: [Ending] = []
    /// What it means as an operation.
    public private(set) var operations: [Operation] = []
    /// What it means as the hash of a code.
    public private(set) var code: Code?

    /// Explains a text: a decimal or hexadecimal number, an operation's or exit code's name, or the hash of a code.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - artifacts: The compiled contracts, which say who ends with which code.
    public init(of text: String, artifacts: ArtifactStore?) throws(ExplanationError) {
        self.text = text
        let word = text.lowercased()
        if let hash = Hash256(hex: word) {
            guard let code = Self.code(hash, artifacts) else { throw .unknownCode(hash) }
            self.code = code
            return
        }
        let numbers = NumberText(word)
        endings = numbers.exitCodes.flatMap { Self.endings($0, artifacts) } + Self.endings(named: word, artifacts)
        operations = OperationDescription.all
            .filter { $0.name == word || numbers.opcodes.contains($0.opcode) }
            .map { Self.operation($0, artifacts) }
        guard !endings.isEmpty || !operations.isEmpty else {
            throw .unknown(text: text, near: NearMatches.of(word, numbers))
        }
    }

    private static func code(_ hash: Hash256, _ artifacts: ArtifactStore?) -> Code? {
        let known = CodeHashes.hint(for: hash)
        let artifact = artifacts?.artifact(codeHash: hash)
        guard let role = artifact?.role ?? known?.role else { return nil }
        return Code(
            hash: hash, role: role, layout: StorageLayout.known(codeHash: hash, in: artifacts),
            isMainnet: known != nil, isArtifact: artifact != nil)
    }

    private static func operation(_ description: OperationDescription, _ artifacts: ArtifactStore?) -> Operation {
        var exitCodes: [ContractRole: [ExitCode]] = [:]
        for role in description.receivers {
            guard let artifact = artifacts?.artifact(for: role) else { continue }
            exitCodes[role] = artifact.exitCodes.values.sorted { $0.rawValue < $1.rawValue }
        }
        return Operation(description: description, exitCodes: exitCodes)
    }

    private static func endings(named name: String, _ artifacts: ArtifactStore?) -> [Ending] {
        let declared = (artifacts?.artifacts ?? []).compactMap { $0.exitCodes[name]?.rawValue }
        let exits = Set(ExitCode.known.filter { $0.name == name }.map(\.rawValue) + declared).sorted()
        return exits.compactMap { ownEnding($0, artifacts) }
            + ActionResultCode.known.filter { $0.name == name }.compactMap { actionEnding($0.rawValue) }
    }

    /// All that a number means.
    private static func endings(_ number: Int32, _ artifacts: ArtifactStore?) -> [Ending] {
        let wallets = WalletKinds.standard.map {
            (origin: "wallet \($0.kind)", meaning: $0.meaning(ofExitCode: number))
        }
        let multisig = (origin: "multisig v2", meaning: MultisigV2.meaning(ofExitCode: number))
        return [ownEnding(number, artifacts), actionEnding(number)].compactMap { $0 }
            + (wallets + [multisig]).compactMap { origin, meaning in
                meaning.map {
                    Ending(
                        number: number, phase: .compute, origin: origin, name: nil, meaning: $0, contracts: [:])
                }
            }
    }

    /// A code of the TVM, or of COCOON's contracts.
    private static func ownEnding(_ number: Int32, _ artifacts: ArtifactStore?) -> Ending? {
        let code = ExitCode(rawValue: number)
        guard let meaning = code.meaning else { return nil }
        let origin =
            switch number {
            case ..<1000: "TVM"
            case 1030...1041: "COCOON's wallet"
            default: "COCOON's contracts"
            }
        var contracts: [ContractRole: String] = [:]
        for artifact in artifacts?.artifacts ?? [] {
            contracts[artifact.role] = artifact.exitCodes.filter { $0.value == code }.keys.min()
        }
        return Ending(
            number: number, phase: .compute, origin: origin, name: code.name, meaning: meaning, contracts: contracts)
    }

    private static func actionEnding(_ number: Int32) -> Ending? {
        let code = ActionResultCode(rawValue: number)
        return code.meaning.map {
            Ending(number: number, phase: .action, origin: "network", name: code.name, meaning: $0, contracts: [:])
        }
    }
}

extension Explanation.Phase {
    /// What it means for a transaction that the phase failed.
    public var consequence: String {
        switch self {
        case .compute:
            "the contract's code ended with it: nothing is stored or sent, and a message that may bounce goes back"
        case .action:
            "the code had succeeded, its actions failed: nothing is stored or sent, and the value stays there unless "
                + "the action asked for a bounce"
        }
    }
}
