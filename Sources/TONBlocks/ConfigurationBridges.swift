public import TONCells
public import TONCrypto

/// A bridge of TON to another chain: configuration parameters 71 to 73.
///
/// ```
/// oracle_bridge_params#_ bridge_address:bits256 oracle_mutlisig_address:bits256
///   oracles:(HashmapE 256 uint256) external_chain_address:bits256 = OracleBridgeParams;
/// ```
public struct OracleBridge: Hashable, Sendable {
    /// The contract of the bridge, in the masterchain.
    public var bridgeAddress: Hash256
    /// The contract in which oracles vote, in the masterchain.
    public var oracleMultisigAddress: Hash256
    /// Keys of oracles → their addresses in the other chain.
    public var oracles: TypedHashmapE<Hash256, Hash256>
    /// The contract in the other chain.
    public var externalChainAddress: Hash256

    /// Makes one.
    public init(
        bridgeAddress: Hash256, oracleMultisigAddress: Hash256, oracles: TypedHashmapE<Hash256, Hash256>,
        externalChainAddress: Hash256
    ) {
        self.bridgeAddress = bridgeAddress
        self.oracleMultisigAddress = oracleMultisigAddress
        self.oracles = oracles
        self.externalChainAddress = externalChainAddress
    }
}

extension OracleBridge: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        bridgeAddress = try slice.loadHash()
        oracleMultisigAddress = try slice.loadHash()
        oracles = try slice.load(field: "oracles")
        externalChainAddress = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bridgeAddress)
        try builder.store(oracleMultisigAddress)
        try builder.store(oracles)
        try builder.store(externalChainAddress)
    }
}

/// Prices of a bridge of tokens.
///
/// ```
/// jetton_bridge_prices#_ bridge_burn_fee:Coins bridge_mint_fee:Coins
///   wallet_min_tons_for_storage:Coins wallet_gas_consumption:Coins
///   minter_min_tons_for_storage:Coins discover_gas_consumption:Coins = JettonBridgePrices;
/// ```
public struct JettonBridgePrices: Hashable, Sendable {
    /// For going back.
    public var burnFee: Coins
    /// For coming in.
    public var mintFee: Coins
    /// What a wallet keeps for its storage.
    public var walletStorage: Coins
    /// What a wallet's run costs.
    public var walletGas: Coins
    /// What a minter keeps for its storage.
    public var minterStorage: Coins
    /// What finding a wallet's address costs.
    public var discoverGas: Coins

    /// Makes one.
    public init(
        burnFee: Coins, mintFee: Coins, walletStorage: Coins, walletGas: Coins, minterStorage: Coins, discoverGas: Coins
    ) {
        self.burnFee = burnFee
        self.mintFee = mintFee
        self.walletStorage = walletStorage
        self.walletGas = walletGas
        self.minterStorage = minterStorage
        self.discoverGas = discoverGas
    }
}

extension JettonBridgePrices: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        burnFee = try slice.load(field: "bridge_burn_fee")
        mintFee = try slice.load(field: "bridge_mint_fee")
        walletStorage = try slice.load(field: "wallet_min_tons_for_storage")
        walletGas = try slice.load(field: "wallet_gas_consumption")
        minterStorage = try slice.load(field: "minter_min_tons_for_storage")
        discoverGas = try slice.load(field: "discover_gas_consumption")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(burnFee)
        try builder.store(mintFee)
        try builder.store(walletStorage)
        try builder.store(walletGas)
        try builder.store(minterStorage)
        try builder.store(discoverGas)
    }
}

/// A bridge of tokens from another chain: configuration parameters 79, 81 and 82.
///
/// ```
/// jetton_bridge_params_v0#00 bridge_address:bits256 oracles_address:bits256
///   oracles:(HashmapE 256 uint256) state_flags:uint8 burn_bridge_fee:Coins = JettonBridgeParams;
/// jetton_bridge_params_v1#01 bridge_address:bits256 oracles_address:bits256
///   oracles:(HashmapE 256 uint256) state_flags:uint8 prices:^JettonBridgePrices
///   external_chain_address:bits256 = JettonBridgeParams;
/// ```
public struct JettonBridge: Hashable, Sendable {
    /// The contract of the bridge.
    public var bridgeAddress: Hash256
    /// The contract in which oracles vote.
    public var oraclesAddress: Hash256
    /// Keys of oracles → their addresses in the other chain.
    public var oracles: TypedHashmapE<Hash256, Hash256>
    /// A bit for each thing that is switched off.
    public var stateFlags: UInt8
    /// What it costs, by constructor.
    public var terms: Terms

    /// What the two constructors have of their own.
    public enum Terms: Hashable, Sendable {
        /// The first: a fee for going back.
        case burnFee(Coins)
        /// The second: prices, and the contract in the other chain.
        case prices(JettonBridgePrices, externalChainAddress: Hash256)
    }

    /// Makes one.
    public init(
        bridgeAddress: Hash256, oraclesAddress: Hash256, oracles: TypedHashmapE<Hash256, Hash256>,
        stateFlags: UInt8, terms: Terms
    ) {
        self.bridgeAddress = bridgeAddress
        self.oraclesAddress = oraclesAddress
        self.oracles = oracles
        self.stateFlags = stateFlags
        self.terms = terms
    }
}

extension JettonBridge: TLBCodable {
    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag <= 1 else { throw .unknownTag(type: "JettonBridgeParams", found: tag, bits: 8) }
        bridgeAddress = try slice.loadHash()
        oraclesAddress = try slice.loadHash()
        oracles = try slice.load(field: "oracles")
        stateFlags = try slice.load()
        if tag == 0 {
            terms = .burnFee(try slice.load(field: "burn_bridge_fee"))
        } else {
            let prices = try slice.loadReferenced(JettonBridgePrices.self, field: "prices")
            terms = .prices(prices, externalChainAddress: try slice.loadHash())
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        if case .burnFee = terms { try builder.store(0, bits: 8) } else { try builder.store(1, bits: 8) }
        try builder.store(bridgeAddress)
        try builder.store(oraclesAddress)
        try builder.store(oracles)
        try builder.store(stateFlags)
        switch terms {
        case .burnFee(let fee): try builder.store(fee)
        case .prices(let prices, let address):
            try builder.store(referenced: prices)
            try builder.store(address)
        }
    }
}
