import Cocoon
import TONCells
import TONCrypto
import TONVM

/// The rules that a manifest and its difference from a root must keep.
public struct RootRules: Sendable {
    /// Whether the replacement of the whole state is allowed.
    public var allowsFullUpgrade = false
    /// Whether sets of hashes may become empty.
    public var allowsEmptyHashes = false
    /// Where layouts of codes are known from, beside the main network's.
    public var artifacts: ArtifactStore?

    /// Allows nothing of that.
    public init() {}

    /// All rules that a manifest breaks by itself, on a network.
    public func refusals(of manifest: RootManifest, on network: NetworkIdentity) -> [PlanRefusal] {
        var refusals: [PlanRefusal] = []
        if manifest.network != network {
            refusals.append(.wrongNetwork(expected: manifest.network, found: network))
        }
        if network == .mainnet { refusals += manifest.testOnlyAddresses.map { .testOnlyAddress($0) } }
        for address in [manifest.root, manifest.owner].compactMap({ $0 }) where address.workchain != 0 {
            refusals.append(.workchain(address))
        }
        return refusals
    }

    /// All rules that changes of a root break.
    ///
    /// - Parameters:
    ///   - difference: The changes.
    ///   - state: The root as it stands.
    ///   - manifest: What is wanted.
    public func refusals(
        of difference: RootDifference, from state: RootState, to manifest: RootManifest
    ) throws(PlanError) -> [PlanRefusal] {
        var refusals = smaller(state.data, manifest)
        if !allowsFullUpgrade, !difference.wholeStateReasons.isEmpty {
            refusals.append(.fullUpgrade(difference.wholeStateReasons))
        }
        refusals += emptied(difference, state.data, manifest)
        for change in difference.changes { refusals += self.refusals(of: change, from: state) }
        return refusals.reduce(into: []) { found, refusal in
            if !found.contains(refusal) { found.append(refusal) }
        }
    }

    /// All rules that a single change breaks, whoever asks for it: prices that no payout could be worked out under, texts
    /// that nobody understands, and codes that don't read the data that they find.
    public func refusals(of change: RootChange, from state: RootState) -> [PlanRefusal] {
        func fees(_ price: Coins, _ fee: Coins) -> [PlanRefusal] {
            fee > price ? [.feeAbovePrice(fee: fee, price: price)] : []
        }
        switch change {
        case .changeFees(let price, let fee): return fees(price, fee)
        case .changeParams(let params): return fees(params.pricePerToken, params.workerFeePerToken)
        case .registerProxy(let address), .updateProxy(_, let address):
            do throws(CellError) {
                _ = try address.endpoints()
                return []
            } catch {
                return [.proxyText("\(error)")]
            }
        case .upgradeContracts(let proxy, let worker, let client):
            return children(proxy, worker, client, params: state.data.params, present: state.data.params)
        case .upgradeCode(let code): return rootCode(code, on: state.data)
        case .upgradeFull(let next):
            let params = next.data.params
            var refusals = fees(params.pricePerToken, params.workerFeePerToken)
            refusals += children(
                params.proxyCode, params.workerCode, params.clientCode, params: params, present: state.data.params)
            // Code that stays need not be known: that it answers on the new data is tried.
            if next.code.hash != state.code.hash { refusals += rootCode(next.code, on: next.data) }
            if next.data.owner != state.data.owner {
                refusals.append(.brokenUpgrade("it has another owner, whom an operation of its own is for"))
            }
            return refusals + smaller(state.data, next.data)
        default: return []
        }
    }

    private func smaller(_ present: RootData, _ next: RootData) -> [PlanRefusal] {
        smaller(
            present, version: next.version, structVersion: next.params.structVersion,
            paramsVersion: next.params.paramsVersion, lastProxySeqno: next.registry?.lastProxySeqno ?? 0)
    }

    private func smaller(_ present: RootData, _ manifest: RootManifest) -> [PlanRefusal] {
        smaller(
            present, version: manifest.version, structVersion: manifest.params.structVersion,
            paramsVersion: manifest.params.paramsVersion, lastProxySeqno: manifest.registry.lastProxySeqno)
    }

    private func smaller(
        _ present: RootData, version: UInt32?, structVersion: UInt8?, paramsVersion: UInt32?, lastProxySeqno: UInt32?
    ) -> [PlanRefusal] {
        let counters: [(String, UInt32, UInt32?)] = [
            ("version", present.version, version),
            // What the lower version has no room for would be gone.
            ("struct_version", UInt32(present.params.structVersion), structVersion.map(UInt32.init)),
            ("params_version", present.params.paramsVersion, paramsVersion),
            ("last_proxy_seqno", present.registry?.lastProxySeqno ?? 0, lastProxySeqno),
        ]
        return counters.compactMap { name, present, wanted in
            guard let wanted, wanted < present else { return nil }
            return .smaller(name, present: present, wanted: wanted)
        }
    }

    private func emptied(
        _ difference: RootDifference, _ present: RootData, _ manifest: RootManifest
    ) -> [PlanRefusal] {
        guard !allowsEmptyHashes, let registry = present.registry else { return [] }
        return RootChange.HashList.allCases.filter { list in
            let deleted = difference.changes.count { change in
                if case .deleteHash(list, _) = change { true } else { false }
            }
            let added = difference.changes.contains { change in
                if case .addHash(list, _) = change { true } else { false }
            }
            let before = registry.hashes(list).count
            return before > 0 && deleted == before && !added
        }.map { .emptyHashes($0) }
    }

    // MARK: - Codes

    /// Codes for new contracts: each that changes must be known, the role's, and keep params of the root's version.
    private func children(
        _ proxy: Cell?, _ worker: Cell?, _ client: Cell?, params: Params, present: Params?
    ) -> [PlanRefusal] {
        let codes: [(ContractRole, Cell?, Cell?)] = [
            (.proxy, proxy, present?.proxyCode), (.worker, worker, present?.workerCode),
            (.client, client, present?.clientCode),
        ]
        return codes.compactMap { role, code, before in
            guard let code else { return nil }
            if code.hash == before?.hash, params.structVersion == present?.structVersion { return nil }
            guard let layout = StorageLayout.known(codeHash: code.hash, in: artifacts) else {
                return .unknownCode(role, code.hash)
            }
            guard layout.role == role else {
                return .layoutDiffers(role, codeHash: code.hash, reason: "it is a \(layout.role)'s")
            }
            guard layout.forms.contains(where: { $0.structVersion == params.structVersion }) else {
                return .layoutDiffers(
                    role, codeHash: code.hash,
                    reason: "it keeps \(layout.name), and the root's struct_version is \(params.structVersion)")
            }
            return nil
        }
    }

    /// All codes of a new root.
    func codeRefusals(of state: RootState) -> [PlanRefusal] {
        let params = state.data.params
        return rootCode(state.code, on: state.data)
            + children(params.proxyCode, params.workerCode, params.clientCode, params: params, present: nil)
    }

    /// A code for the root itself must be known, and read the data that it will find.
    private func rootCode(_ code: Cell, on data: RootData) -> [PlanRefusal] {
        guard let layout = StorageLayout.known(codeHash: code.hash, in: artifacts) else {
            return [.unknownCode(.root, code.hash)]
        }
        guard layout.role == .root else {
            return [.layoutDiffers(.root, codeHash: code.hash, reason: "it is a \(layout.role)'s")]
        }
        do {
            _ = try layout.form(of: try data.cell())
            return []
        } catch {
            return [.layoutDiffers(.root, codeHash: code.hash, reason: "\(error)")]
        }
    }
}
