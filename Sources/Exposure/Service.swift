/// A protocol that a database speaks, under the name used in every output: `postgresql`, `mongodb`, …
///
/// Open on purpose: a probe's folder declares its own service, and no list of them exists.
public struct Service: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}
