public import Cocoon
import TONCells

extension CocoonMessage {
    /// Rules that an operation on a root breaks, sent alone and not as part of a plan. The root itself would take it.
    ///
    /// - Parameter present: The root's data as it stands.
    public func rootRefusals(on present: RootData) -> [PlanRefusal] {
        switch self {
        case .rootChangeFees(let fees): Self.refusals(price: fees.pricePerToken, fee: fees.workerFeePerToken)
        case .rootChangeParams(let params): Self.refusals(price: params.pricePerToken, fee: params.workerFeePerToken)
        case .rootRegisterProxy(let proxy): Self.refusals(of: proxy.address)
        case .rootUpdateProxy(let proxy): Self.refusals(of: proxy.address)
        case .rootUpgradeFull(let upgrade): Self.refusals(of: upgrade, on: present)
        default: []
        }
    }

    /// Payouts would fail in all contracts that are made under such params, for as long as they live.
    private static func refusals(price: Coins, fee: Coins) -> [PlanRefusal] {
        fee > price ? [.feeAbovePrice(fee: fee, price: price)] : []
    }

    private static func refusals(of address: NetworkAddress) -> [PlanRefusal] {
        do throws(CellError) {
            _ = try address.endpoints()
            return []
        } catch {
            return [.proxyText("\(error)")]
        }
    }

    /// Nobody could repair a root whose data isn't read, or has a wrong owner.
    private static func refusals(of upgrade: RootUpgradeFull, on present: RootData) -> [PlanRefusal] {
        let data: RootData
        do throws(CellError) {
            data = try RootData(cell: upgrade.data)
            guard try data.cell() == upgrade.data else {
                return [.brokenUpgrade("the data isn't read back as it is written")]
            }
        } catch {
            return [.brokenUpgrade("the data isn't a root's: \(error)")]
        }
        guard data.owner == present.owner else {
            return [
                .brokenUpgrade(
                    "expected the owner \(present.owner.friendly(isBounceable: false)) in the data, found "
                        + data.owner.friendly(isBounceable: false))
            ]
        }
        let counters: [(String, UInt32, UInt32)] = [
            ("version", present.version, data.version),
            ("params_version", present.params.paramsVersion, data.params.paramsVersion),
            ("last_proxy_seqno", present.registry?.lastProxySeqno ?? 0, data.registry?.lastProxySeqno ?? 0),
        ]
        return counters.filter { $0.2 < $0.1 }.map { .smaller($0.0, present: $0.1, wanted: $0.2) }
    }
}
