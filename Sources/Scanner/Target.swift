import Exposure
import Probes

/// What the operator named: one host, or one block of addresses, and what the text said about port and service.
public struct Target: Sendable, Equatable {
    public enum Host: Sendable, Equatable {
        case name(String)
        case address(IPAddress)
        case block(CIDR)
    }

    /// As named, without anything a URL's path or query may have held.
    public var text: String
    public var host: Host
    /// `nil` where the target names none: then `--ports`, or each service's own.
    public var port: Int?
    /// A URL's scheme, in lower case.
    public var scheme: String?
    /// Role and database that a URL names.
    public var user: String?
    public var database: String?
    /// `https://`, `?ssl=true`, `?tls=true`, `?sslmode=require`.
    public var startsWithTLS: Bool
    /// The operator's own account there. Only a URL of one host has one.
    public var account: Credential?

    public init(
        text: String, host: Host, port: Int? = nil, scheme: String? = nil, user: String? = nil,
        database: String? = nil, startsWithTLS: Bool = false, account: Credential? = nil
    ) {
        self.text = text
        self.host = host
        self.port = port
        self.scheme = scheme
        self.user = user
        self.database = database
        self.startsWithTLS = startsWithTLS
        self.account = account
    }
}

/// What the engine needs to know of a probe.
public struct ProbeInfo: Sendable, Equatable {
    public var service: Service
    public var defaultPorts: [Int]
    public var schemes: [String]

    public init(service: Service, defaultPorts: [Int], schemes: [String]) {
        self.service = service
        self.defaultPorts = defaultPorts
        self.schemes = schemes
    }

    /// Every probe that has a folder in `Sources/Probes`.
    public static var all: [ProbeInfo] {
        ProbeIndex.all.map { ProbeInfo(service: $0.service, defaultPorts: $0.defaultPorts, schemes: $0.schemes) }
    }
}
