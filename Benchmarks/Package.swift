// swift-tools-version:6.0
import PackageDescription

// The classifier again, from links to its sources, in release with its parts within reach: a package of its own, so that the
// command's build has nothing of it.
let reachable: SwiftSetting = .unsafeFlags(["-enable-testing"])

let package = Package(
    name: "ajar-benchmarks",
    targets: [
        .executableTarget(
            name: "stages", dependencies: ["Classifier", "Formats", "Exposure"], swiftSettings: [reachable]),
        .target(
            name: "Classifier", dependencies: ["Formats", "Exposure"], path: "Sources", sources: ["Classifier", "cut"],
            // As in the command.
            swiftSettings: [reachable, .unsafeFlags(["-enforce-exclusivity=unchecked"])],
            plugins: ["EmbedIndex"]),
        .target(name: "Formats", dependencies: ["Exposure"], swiftSettings: [reachable]),
        .target(name: "Exposure", swiftSettings: [reachable]),
        .executableTarget(name: "embed-index"),
        .plugin(name: "EmbedIndex", capability: .buildTool(), dependencies: ["embed-index"]),
    ]
)
