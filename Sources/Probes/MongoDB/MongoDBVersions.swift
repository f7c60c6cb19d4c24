/// Which wire versions go with which versions of mongod (`src/mongo/db/wire_version.h` of each release).
enum MongoDBVersions {
    /// The first and last `maxWireVersion` of each line since 4.0. Those before are not held against it: stand-ins claim
    /// them with wire versions of their own.
    private static let lines: [(version: String, wireVersions: ClosedRange<Int64>)] = [
        ("4.0.", 7...7), ("4.2.", 8...8), ("4.4.", 9...9), ("5.", 13...16), ("6.", 17...20), ("7.", 21...24),
        ("8.", 25...28),
    ]

    /// Whether a server that says this version may speak up to that wire version; of versions not listed, any.
    static func fits(_ version: String, wireVersion: Int64) -> Bool {
        lines.first { version.hasPrefix($0.version) }?.wireVersions.contains(wireVersion) ?? true
    }
}
