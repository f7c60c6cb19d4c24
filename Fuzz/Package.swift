// swift-tools-version:6.0
import PackageDescription

// The decoders and machines again, from links to their sources, with libFuzzer's instrumentation. A package of its own:
// the flags below are none for the command's build. `-assert-config Debug` keeps the checks of unsafe buffers' bounds
// in optimised code, so that a read outside the input is a crash here.
let instrumented: [SwiftSetting] = [
    .unsafeFlags(["-sanitize=fuzzer", "-assert-config", "Debug", "-enable-testing", "-parse-as-library"])
]

let package = Package(
    name: "ajar-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.65.0")
    ],
    targets: [
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "Net", "Probes", "Classifier", "Formats", "Exposure", "COpenSSL", "CFuzz",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            // Not instrumented: what is looked for is in the others.
            swiftSettings: [.unsafeFlags(["-assert-config", "Debug", "-enable-testing", "-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        ),
        .target(
            name: "Net",
            dependencies: [
                "Probes", "Formats", "Exposure", "COpenSSL",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: instrumented
        ),
        .target(name: "Probes", dependencies: ["Formats", "Exposure", "COpenSSL"], swiftSettings: instrumented),
        .target(
            name: "Classifier", dependencies: ["Formats", "Exposure"], swiftSettings: instrumented,
            plugins: ["EmbedIndex"]),
        .target(name: "Formats", dependencies: ["Exposure"], swiftSettings: instrumented),
        .target(name: "Exposure", swiftSettings: instrumented),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
        // The list of detectors, as in the command.
        .executableTarget(name: "embed-index"),
        .plugin(name: "EmbedIndex", capability: .buildTool(), dependencies: ["embed-index"]),
        // A TLS server and predictable randomness for the TLS targets.
        .target(name: "CFuzz", dependencies: ["COpenSSL"]),
    ]
)
