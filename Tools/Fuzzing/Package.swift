// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses Silk doesn't build it. Built and run by Tools/fuzz.
let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "silk", path: "../.."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: ["bags", "dictionaries", "layouts", "tl", "vm"].map { name in
        .executableTarget(
            name: name,
            dependencies: [.product(name: "TONToolkit", package: "silk")]
                + (name == "tl"
                    ? [.product(name: "TONNetwork", package: "silk"), .product(name: "NIOCore", package: "swift-nio")]
                    : []),
            swiftSettings: [
                .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
                // libFuzzer brings the main function.
                .unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"]),
            ],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        )
    }
)
