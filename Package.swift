// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "silk",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "TONToolkit", targets: ["TONCrypto", "TONCells", "TONBlocks", "TONVM", "TONWallets"]),
        // Apart, since they bring SwiftNIO and more.
        .library(name: "TONNetwork", targets: ["TONLiteClient", "TONCenter"]),
        .library(name: "SilkLedger", targets: ["Cocoon", "Settlement", "Mirror", "Indexer"]),
        .library(name: "SilkOperations", targets: ["Cocoon", "Operations"]),
        .executable(name: "silk", targets: ["silk"]),
        // A made network and its lite-servers, for benchmarks too.
        .library(name: "LiteServerTestSupport", targets: ["LiteServerTestSupport", "SilkTestSupport"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The TON toolkit. Each target imports only targets above it.
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        // Many short messages at once, which libcrypto doesn't offer: hashing is most of what reading cells costs.
        .target(name: "CHashing"),
        .systemLibrary(
            name: "CSecp256k1",
            pkgConfig: "libsecp256k1",
            providers: [.apt(["libsecp256k1-dev"]), .brew(["secp256k1"])]
        ),
        .systemLibrary(
            name: "CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]
        ),
        .target(name: "TONCrypto", dependencies: ["COpenSSL", "CSecp256k1", "CSodium", "CHashing"]),
        // The pairing-friendly curve of the TVM: no library with it is packaged for Debian.
        .target(name: "BLS12381", dependencies: ["TONCrypto"]),
        .target(name: "TONCells", dependencies: ["TONCrypto"]),
        .target(name: "TONBlocks", dependencies: ["TONCells", "TONCrypto"]),
        .target(name: "TONVM", dependencies: ["TONBlocks", "TONCells", "BLS12381", "TONCrypto"]),
        .target(name: "TONWallets", dependencies: ["TONBlocks", "TONCells", "TONCrypto"]),

        .target(
            name: "TONLiteClient",
            dependencies: [
                "TONBlocks", "TONCells", "TONCrypto",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "TONCenter",
            dependencies: [
                "TONBlocks", "TONCells", "TONCrypto",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // What knows COCOON.
        .target(name: "Cocoon", dependencies: ["TONWallets", "TONBlocks", "TONCells", "TONCrypto"]),
        .target(name: "Settlement", dependencies: ["Cocoon", "TONBlocks", "TONCells", "TONCrypto"]),
        // Every operation as a typed call, rehearsed; manifest, plan and journal; the local ledger to try it all on.
        .target(
            name: "Operations",
            dependencies: [
                "Cocoon", "TONWallets", "TONVM", "TONBlocks", "TONCells", "TONCrypto",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ]
        ),
        .target(
            name: "Mirror",
            dependencies: [
                "Settlement", "Cocoon", "TONBlocks", "TONCells", "TONCrypto",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Indexer",
            dependencies: [
                "Mirror", "Settlement", "Cocoon", "TONLiteClient", "TONCenter", "TONVM", "TONBlocks", "TONCells",
                "TONCrypto",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "silk",
            dependencies: [
                "Operations", "Indexer", "Mirror", "Settlement", "Cocoon", "TONWallets", "TONLiteClient", "TONCenter",
                "TONVM", "TONBlocks", "TONCells", "TONCrypto",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // Shared by the test targets: fixtures, seeded randomness, folders that go.
        .target(
            name: "SilkTestSupport",
            dependencies: ["TONCells", "TONCrypto"],
            path: "Tests/SilkTestSupport"
        ),
        // An account with a wallet's code, executed, for those that make wallets' messages.
        .target(
            name: "WalletTestSupport",
            dependencies: ["TONVM", "TONBlocks", "TONCells", "TONCrypto"],
            path: "Tests/WalletTestSupport"
        ),
        // Shared by those that fill mirrors; apart, so that the lower modules' tests need no mirror.
        .target(
            name: "MirrorTestSupport",
            dependencies: ["Mirror", "TONCrypto", "SilkTestSupport"],
            path: "Tests/MirrorTestSupport"
        ),
        // A network and its lite-servers, made by tests: honest ones, faulty ones and liars.
        .target(
            name: "LiteServerTestSupport",
            dependencies: ["TONLiteClient", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"],
            path: "Tests/LiteServerTestSupport"
        ),
        .testTarget(name: "TONCryptoTests", dependencies: ["TONCrypto", "SilkTestSupport"]),
        .testTarget(name: "TONCellsTests", dependencies: ["TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"]),
        .testTarget(name: "TONBlocksTests", dependencies: ["TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"]),
        .testTarget(
            name: "BLS12381Tests", dependencies: ["BLS12381", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"]),
        .testTarget(
            name: "TONVMTests", dependencies: ["TONVM", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"]),
        .testTarget(
            name: "TONWalletsTests",
            dependencies: [
                "TONWallets", "TONVM", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport", "WalletTestSupport",
            ]),
        .testTarget(
            name: "TONLiteClientTests",
            dependencies: [
                "TONLiteClient", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "TONCenterTests",
            dependencies: [
                "TONCenter", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "LiteServerTestSupportTests",
            dependencies: [
                "LiteServerTestSupport", "TONLiteClient", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport",
            ]
        ),
        .testTarget(
            name: "CocoonTests",
            dependencies: [
                "Cocoon", "TONWallets", "TONVM", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport",
                "WalletTestSupport",
            ]),
        // The compiled contracts of Contracts/, on the executor.
        .testTarget(
            name: "ContractsTests",
            dependencies: ["Cocoon", "TONVM", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"]),
        // Carries out a plan in a process of its own, which kills itself.
        .executableTarget(
            name: "apply-process", dependencies: ["Operations", "TONWallets", "TONBlocks", "TONCells", "TONCrypto"],
            path: "Tests/ApplyProcess"),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "apply-process", "Operations", "Cocoon", "TONWallets", "TONVM", "TONBlocks", "TONCells", "TONCrypto",
                "SilkTestSupport",
            ]),
        .testTarget(
            name: "silkTests",
            dependencies: [
                "silk", "Operations", "Indexer", "Mirror", "Settlement", "Cocoon", "TONWallets", "TONLiteClient",
                "TONVM", "TONBlocks", "TONCells", "TONCrypto",
                "SilkTestSupport", "LiteServerTestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["ExpectedOutput"]
        ),
        .testTarget(
            name: "IndexerTests",
            dependencies: [
                "Indexer", "Mirror", "Settlement", "Cocoon", "TONLiteClient", "TONCenter", "TONVM", "TONBlocks",
                "TONCells", "TONCrypto", "SilkTestSupport", "MirrorTestSupport", "LiteServerTestSupport",
            ]
        ),
        .testTarget(
            name: "SettlementTests",
            dependencies: ["Settlement", "Cocoon", "TONBlocks", "TONCells", "TONCrypto", "SilkTestSupport"]
        ),
        // Imports in a process of its own, so that a test can kill it.
        .executableTarget(
            name: "import-process", dependencies: ["Indexer", "Mirror"], path: "Tests/ImportProcess"),
        .testTarget(
            name: "MirrorTests",
            dependencies: [
                "import-process", "Indexer", "Mirror", "Settlement", "Cocoon", "TONCenter", "TONBlocks", "TONCells",
                "TONCrypto",
                "SilkTestSupport", "MirrorTestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
    ]
)

// The toolkit without what brings TLS and databases: Tools/sanitize builds it anew, all packages included.
if Context.environment["SILK_TOOLKIT_ONLY"] != nil {
    // "cells" stops below what talks to a network or reads TOML, and needs no package at all.
    let withPackages = Context.environment["SILK_TOOLKIT_ONLY"] == "cells" ? [] : ["TONLiteClient", "Operations"]
    let modules =
        ["TONCrypto", "BLS12381", "TONCells", "TONBlocks", "TONVM", "TONWallets", "Cocoon"] + withPackages
    let libraries = ["COpenSSL", "CSecp256k1", "CSodium", "CHashing"]
    let support =
        ["SilkTestSupport", "WalletTestSupport", "ContractsTests"] + (withPackages.isEmpty ? [] : ["apply-process"])
    let kept = Set(libraries + support + modules + modules.map { $0 + "Tests" })
    package.targets.removeAll { !kept.contains($0.name) }
    package.products.removeAll { $0.name != "TONToolkit" }
    package.dependencies.removeAll { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return true }
        return withPackages.isEmpty || !["swift-nio", "swift-log", "TOMLKit"].contains { location.hasSuffix($0) }
    }
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
        .treatAllWarnings(as: .error),
    ]
}
