import Cocoon
import TONBlocks
import TONCells
import TONCrypto
public import TONWallets

extension RootPlan {
    /// What of the root isn't as planned; empty where code, data and get-methods all are.
    public func differences(on stage: RehearsalStage) throws(PlanError) -> [String] {
        let state = try RootState(try RootPlanner.account(root, stage.states), at: root)
        do throws(CellError) {
            var differences: [String] = []
            if state.code.hash != end.code.hash {
                differences.append("the code is \(state.code.hash.hex), expected \(end.code.hash.hex)")
            }
            if try state.data.cell().hash != end.data.cell().hash {
                differences.append(
                    "the data is of version \(state.data.version), and not the planned one of version "
                        + "\(end.data.version)")
            }
            return differences + (try RootGetters.differences(of: state, at: root, on: stage))
        } catch {
            throw .cell(error)
        }
    }

    /// All messages as an order for a multisig that owns the root, one action each.
    public func order() throws(PlanError) -> MultisigOrder {
        do throws(OperationError) {
            var actions: [MultisigOrder.Action] = []
            for message in waves.flatMap(\.messages) {
                actions.append(.send(try message.walletMessage(to: root)))
            }
            return MultisigOrder(actions)
        } catch {
            throw .operation(error)
        }
    }
}

extension RootPlan.PlannedMessage {
    /// The message as the owner's wallet sends it.
    func walletMessage(to root: AccountAddress) throws(OperationError) -> WalletMessage {
        do throws(CellError) {
            return try WalletMessage.transfer(to: root, amount: value, bounces: isBounceable, body: body)
        } catch {
            throw .cell(error)
        }
    }
}

extension WalletRequest {
    /// The number of the request, where the wallet counts them, and from when on it is refused.
    func validity(of wallet: any WalletContract) -> (seqno: UInt32?, validUntil: UInt32) {
        switch replayProtection {
        case .sequence(let seqno, let validUntil): return (seqno, validUntil)
        case .query(_, let createdAt):
            let timeout = (wallet as? HighloadWalletV3)?.timeout ?? 0
            let (end, overflows) = createdAt.addingReportingOverflow(UInt64(timeout))
            return (nil, overflows ? .max : UInt32(clamping: end))
        }
    }
}
