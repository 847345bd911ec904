// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses Silk doesn't build its benchmarks.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "silk", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "bench",
            dependencies: [
                .product(name: "SilkLedger", package: "silk"),
                .product(name: "TONToolkit", package: "silk"), .product(name: "TONNetwork", package: "silk"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
        // What hashing cells takes, without anything else.
        .target(
            name: "CellHashing",
            dependencies: [.product(name: "TONToolkit", package: "silk")],
            swiftSettings: [
                .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
        .executableTarget(
            name: "bench-cells",
            dependencies: ["CellHashing", .product(name: "TONToolkit", package: "silk")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
        .executableTarget(
            name: "bench-adnl",
            dependencies: [
                .product(name: "TONToolkit", package: "silk"), .product(name: "TONNetwork", package: "silk"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
        // Counts how often memory is asked for.
        .target(name: "AllocationCount"),
        // What Tools/bench vm asks.
        .executableTarget(
            name: "bench-vm",
            dependencies: ["AllocationCount", .product(name: "TONToolkit", package: "silk")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
        // What Tools/bench lite starts: a server, and the clients that ask it.
        .executableTarget(
            name: "bench-lite",
            dependencies: [
                "CellHashing",
                .product(name: "SilkLedger", package: "silk"),
                .product(name: "TONToolkit", package: "silk"), .product(name: "TONNetwork", package: "silk"),
                .product(name: "LiteServerTestSupport", package: "silk"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
        // What Tools/interop has other clients talk to.
        .executableTarget(
            name: "interop-server",
            dependencies: [
                .product(name: "TONToolkit", package: "silk"), .product(name: "TONNetwork", package: "silk"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
        // What Tools/differential asks.
        .executableTarget(
            name: "differential",
            dependencies: [.product(name: "TONToolkit", package: "silk")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
    ]
)
