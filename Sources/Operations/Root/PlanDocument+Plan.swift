import Cocoon
import TONBlocks
import TONCells
import TONCrypto

extension PlanDocument {
    init(_ plan: RootPlan) throws(PlanDocumentError) {
        schema = RootPlan.schema
        contentHash = ""
        network = "\(plan.network)"
        root = plan.root.friendly(isBounceable: true)
        owner = plan.owner.friendly(isBounceable: false)
        manifest = plan.manifestHash.hex
        expiresAt = plan.expiresAt
        valueCap = "\(plan.valueCap.nanoTON)"
        allowsFullUpgrade = plan.allowsFullUpgrade
        base = Base(
            time: plan.base.time, blockLT: "\(plan.base.blockLT)", transaction: plan.base.lastTransaction.hash.hex,
            transactionLT: "\(plan.base.lastTransaction.lt)", stateHash: plan.base.stateHash.hex,
            codeHash: plan.base.fingerprint.codeHash.hex, dataHash: plan.base.fingerprint.dataHash.hex,
            version: plan.base.version, paramsVersion: plan.base.paramsVersion)
        unmanaged = plan.unmanaged
        do {
            waves = try plan.waves.map { wave in
                Wave(
                    messages: try wave.messages.map { try Message($0) }, codeHash: wave.end.codeHash.hex,
                    dataHash: wave.end.dataHash.hex, version: wave.version)
            }
            let data = try plan.end.data.cell()
            end = End(
                codeHash: plan.end.code.hash.hex, dataHash: data.hash.hex, fields: plan.end.fields.map { Field($0) },
                code: Base64.encode(plan.end.code.boc()), data: Base64.encode(data.boc()))
        } catch {
            throw .notAPlan("\(error)")
        }
        addressImpact = plan.impact.map { Impact($0) }
        contentHash = SHA256.hash(try encoded()).hex
    }

    /// The plan. Throws where anything in it can't be read.
    func plan() throws -> RootPlan {
        guard let network = NetworkIdentity(name: network) else {
            throw PlanDocumentError.notAPlan("there is no network “\(network)”")
        }
        return RootPlan(
            network: network, root: try AccountAddress(root), owner: try AccountAddress(owner),
            manifestHash: try Self.hash(manifest),
            base: RootPlan.Base(
                time: base.time, blockLT: try Self.number(base.blockLT),
                lastTransaction: TransactionIdentifier(
                    lt: try Self.number(base.transactionLT), hash: try Self.hash(base.transaction)),
                stateHash: try Self.hash(base.stateHash),
                fingerprint: try Self.fingerprint(base.codeHash, base.dataHash), version: base.version,
                paramsVersion: base.paramsVersion),
            waves: try waves.map { wave in
                RootPlan.Wave(
                    messages: try wave.messages.map { try $0.message() },
                    end: try Self.fingerprint(wave.codeHash, wave.dataHash), version: wave.version)
            },
            unmanaged: unmanaged,
            end: RootState(code: try Self.cell(end.code), data: try RootData(cell: try Self.cell(end.data))),
            impact: try addressImpact?.impact(), expiresAt: expiresAt, valueCap: try Coins(nanoTON: valueCap),
            allowsFullUpgrade: allowsFullUpgrade)
    }

    fileprivate static func hash(_ text: String) throws -> Hash256 {
        guard let hash = Hash256(hex: text) else {
            throw PlanDocumentError.notAPlan("expected 64 hexadecimal digits, found “\(text)”")
        }
        return hash
    }

    fileprivate static func number(_ text: String) throws -> UInt64 {
        guard let number = UInt64(text) else {
            throw PlanDocumentError.notAPlan("expected a number, found “\(text)”")
        }
        return number
    }

    fileprivate static func cell(_ text: String) throws -> Cell {
        guard let bytes = Base64.decode(text) else {
            throw PlanDocumentError.notAPlan("expected a bag of cells in base64")
        }
        return try Cell(boc: bytes)
    }

    private static func fingerprint(_ code: String, _ data: String) throws -> RootState.Fingerprint {
        RootState.Fingerprint(codeHash: try hash(code), dataHash: try hash(data))
    }
}

extension PlanDocument.Message {
    init(_ message: RootPlan.PlannedMessage) throws {
        let decoded = try message.decoded()
        purpose = "\(try message.change())"
        operation = decoded.opcode.map { "\($0)" } ?? ""
        fields = OperationPreview.fields(of: decoded).map { PlanDocument.Field($0) }
        value = "\(message.value.nanoTON)"
        bounces = message.isBounceable
        gas = "\(message.gas)"
        fees = "\(message.fees.nanoTON)"
        body = Base64.encode(message.body.boc())
    }

    func message() throws -> RootPlan.PlannedMessage {
        RootPlan.PlannedMessage(
            body: try PlanDocument.cell(body), value: try Coins(nanoTON: value), isBounceable: bounces,
            gas: try PlanDocument.number(gas), fees: try Coins(nanoTON: fees))
    }
}

extension PlanDocument.Impact {
    init(_ impact: AddressImpact) {
        presentVersion = impact.presentVersion
        nextVersion = impact.nextVersion
        bumps = impact.bumpCount
        proxies = impact.proxies.map { proxy in
            Proxy(
                address: proxy.address.friendly(isBounceable: true),
                owner: proxy.owner.friendly(isBounceable: false),
                present: proxy.present?.friendly(isBounceable: true),
                next: proxy.next?.friendly(isBounceable: true))
        }
    }

    func impact() throws -> AddressImpact {
        AddressImpact(
            presentVersion: presentVersion, nextVersion: nextVersion, bumpCount: bumps,
            proxies: try proxies.map { proxy in
                AddressImpact.Proxy(
                    address: try AccountAddress(proxy.address), owner: try AccountAddress(proxy.owner),
                    present: try proxy.present.map { try AccountAddress($0) },
                    next: try proxy.next.map { try AccountAddress($0) })
            })
    }
}
