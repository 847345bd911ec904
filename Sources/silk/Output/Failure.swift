import Cocoon
import Foundation
import Indexer
import Mirror
import Operations
import TONBlocks
import TONCells
import TONLiteClient
import TONVM
import TONWallets

/// Why a command can't answer: one line for stderr, and the exit code.
struct Failure: Error, Hashable {
    /// The exit codes beside those of the argument parser.
    enum Code: Int32 {
        /// Something that no input should bring about, or a file that can't be written.
        case internalError = 1
        /// There is a difference.
        case different = 2
        /// What a plan was made on has changed since.
        case stale = 3
        /// A rule forbids it.
        case refused = 4
        /// Code that was executed here failed, or a message came to nothing.
        case executionFailed = 5
        /// A message was sent, and what became of it isn't known.
        case outcomeUnknown = 6
        /// A message was sent and processed, and the result isn't what was planned.
        case verificationFailed = 7
        /// There is no key to sign with, or none that may.
        case signer = 8
        /// No server answered, or what servers answered isn't what validators signed.
        case network = 9
        /// What was given, or the mirror, isn't what it should be.
        case badInput = 65
        /// The user stopped it.
        case interrupted = 130
    }

    let code: Code
    let message: String

    init(_ message: String, code: Code = .badInput) {
        self.code = code
        self.message = message
    }

    /// What an error of the libraries means here; nil for those of the argument parser.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as SyncError: self.init(error)
        case let error as ChainQuestionError: self.init(error)
        case let error as LiteServerPoolError: self.init(SyncError(error))
        case let error as ProofError: self.init("\(error)", code: .network)
        case let error as TrustError: self.init(error)
        case let error as GlobalConfigurationStoreError:
            self.init("\(error)", code: error.isNetworkFailure ? .network : .badInput)
        case let error as MirrorError: self.init("\(error)", code: error.isBadInput ? .badInput : .internalError)
        case let error as KeystoreError: self.init("\(error)", code: .signer)
        case let error as MnemonicError: self.init("\(error)", code: .signer)
        case let error as WalletError: self.init(error)
        case let error as OfflineError:
            if case .wallet(let error) = error { self.init(error) } else { self.init("\(error)") }
        case let error as any InputError: self.init("\(error)")
        case let error as CocoaError: self.init(error.localizedDescription, code: .internalError)
        default: self.init(operating: error)
        }
    }
}

extension Failure {
    fileprivate init(_ error: SyncError) {
        switch error {
        case .refused(let error): self.init("\(error)", code: error.isBadInput ? .badInput : .internalError)
        case .otherNetwork: self.init("\(error)")
        case .cancelled: self.init("\(error)", code: .interrupted)
        case .network, .liars, .trust, .historyMissing: self.init("\(error)", code: .network)
        }
    }

    fileprivate init(_ error: ChainQuestionError) {
        if case .network(let error) = error { self.init(error) } else { self.init("\(error)") }
    }

    init(_ error: WalletError) {
        switch error {
        case .wrongKey, .signing: self.init("\(error)", code: .signer)
        default: self.init("\(error)")
        }
    }

    fileprivate init(_ error: TrustError) {
        if case .mirror(let error) = error {
            self.init("\(error)", code: error.isBadInput ? .badInput : .internalError)
        } else {
            self.init("\(error)")
        }
    }
}

/// Errors that say what is wrong with an input.
private protocol InputError: Error {}
extension AddressError: InputError {}
extension ArtifactError: InputError {}
extension AssemblerError: InputError {}
extension BagOfCellsError: InputError {}
extension BlockNameError: InputError {}
extension BlockSeedsError: InputError {}
extension CellError: InputError {}
extension DerivationError: InputError {}
extension DisassemblerError: InputError {}
extension ExecutionError: InputError {}
extension ExplanationError: InputError {}
extension ExternalMessageError: InputError {}
extension FileImportError: InputError {}
extension MappedFileError: InputError {}
extension MessageDecodingError: InputError {}
extension ReplayedStateError: InputError {}
extension SettingsError: InputError {}
extension StackTextError: InputError {}
extension StateFileError: InputError {}
extension StorageLayoutError: InputError {}

extension MirrorError {
    /// Whether it is about what the mirror holds, not about whether it can be reached.
    fileprivate var isBadInput: Bool {
        switch self {
        case .notWritable, .notReadable, .busy: false
        case .notFound, .notAMirror, .newerVersion, .conflict, .logicalTimeTooLarge, .amountsTooLarge, .stateMismatch,
            .unknownAccount, .damagedRow:
            true
        }
    }
}
