// swift-tools-version:6.0
import PackageDescription

// Arrows point down only; `--explicit-target-dependency-import-check error` in `scripts/test` enforces it.
let package = Package(
    name: "ajar",
    products: [
        .executable(name: "ajar", targets: ["ajar"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.65.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.4.0"),
    ],
    targets: [
        // The command: only wiring.
        .executableTarget(
            name: "ajar",
            dependencies: [
                "Scanner", "Reports", "Probes", "Classifier", "Formats", "Exposure",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Input and output.
        .target(
            name: "Scanner", dependencies: ["Net", "PostgresSampler", "Probes", "Classifier", "Formats", "Exposure"]),
        .target(
            name: "Net",
            dependencies: [
                "Probes", "Formats", "Exposure", "COpenSSL",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .target(name: "PostgresSampler", dependencies: ["CLibPQ", "COpenSSL", "Probes", "Formats", "Exposure"]),

        // Pure decisions.
        // Of libcrypto it computes with what it is given; it does no I/O.
        .target(name: "Probes", dependencies: ["Formats", "Exposure", "COpenSSL"], plugins: ["EmbedIndex"]),
        .target(
            name: "Classifier", dependencies: ["Formats", "Exposure"],
            swiftSettings: [
                // Debug builds, and so the tests, check every access; in release it costs a fifth of the speed.
                .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
            ],
            plugins: ["EmbedIndex"]
        ),
        .target(name: "Reports", dependencies: ["Exposure"]),
        .target(name: "Formats", dependencies: ["Exposure"]),
        .target(name: "Exposure"),

        // System libraries.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),

        // The lists of probes and detectors, written at build time from the folders.
        .executableTarget(name: "embed-index"),
        .plugin(name: "EmbedIndex", capability: .buildTool(), dependencies: ["embed-index"]),

        // What more than one of the tests needs.
        .target(
            name: "TestSupport",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/TestSupport"),
        .testTarget(name: "ExposureTests", dependencies: ["Exposure"]),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "Exposure"]),
        .testTarget(name: "ProbesTests", dependencies: ["Probes", "Formats", "Exposure"]),
        .testTarget(name: "ClassifierTests", dependencies: ["Classifier", "Formats", "Exposure"]),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "Exposure", "TestSupport"]),
        .testTarget(
            name: "NetTests",
            dependencies: [
                "Net", "Probes", "Formats", "Exposure", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "PostgresSamplerTests", dependencies: ["PostgresSampler", "Probes", "Formats", "Exposure"]),
        .testTarget(
            name: "ScannerTests",
            dependencies: ["Scanner", "Net", "PostgresSampler", "Probes", "Classifier", "Formats", "Exposure"]
        ),
        // The built command against real servers.
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["Exposure", "TestSupport", .product(name: "NIOCore", package: "swift-nio")]),
    ]
)
