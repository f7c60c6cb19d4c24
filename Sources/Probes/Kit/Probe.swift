import Exposure

/// What one service looks like from outside: its ports, its commands and the machine that talks to it.
///
/// A probe is a folder of `Sources/Probes` with a `<Folder>Probe.swift`; nothing lists them but `ProbeIndex`, which is
/// written at build time.
public protocol Probe: Sendable {
    static var service: Service { get }
    /// Ports dialled when the target names none.
    static var defaultPorts: [Int] { get }
    /// URL schemes that name this service: `postgres`, `mongodb`, `http`.
    static var schemes: [String] { get }
    static var framing: Framing { get }
    /// Everything this probe may ever send, for the documentation and the test that holds it against it.
    static var commands: [CommandDescription] { get }
    /// A machine for one endpoint.
    static func machine(_ options: ProbeOptions) -> any ProbeMachine
}

/// How bytes become messages on this service's connections.
public enum Framing: Sendable {
    /// The machine gets raw bytes and finds its own frames.
    case bytes
    /// The transport speaks HTTP/1.1; the machine gets whole responses.
    case http
}

/// One kind of command, as documented in `docs/safety.md`.
public struct CommandDescription: Sendable, Equatable {
    public var name: String
    /// What it asks the server, and why it cannot write.
    public var purpose: String

    public init(name: String, purpose: String) {
        self.name = name
        self.purpose = purpose
    }
}

/// What the operator asked for, as far as a probe needs to know.
public struct ProbeOptions: Sendable {
    /// Records to sample per dataset at the most; fewer where they settle what is said of it.
    public var samples: Int
    /// Datasets to sample at the most per endpoint.
    public var maximumDatasets: Int
    /// What the client calls itself: `ajar/0.1 (…)`.
    public var clientName: String
    /// Someone to write to, from the scope file.
    public var contact: String?
    /// Host name for the HTTP `Host` header.
    public var host: String
    /// Role and database named in a target's URL.
    public var user: String?
    public var database: String?
    /// Start with TLS (`https://`, `?ssl=true`).
    public var startsWithTLS: Bool
    /// For a conversation as the operator's own account; `nil` for that of a stranger, which always comes first.
    public var credential: Credential?
    /// The address is this machine's own: what is sent there crosses no network.
    public var isLoopback: Bool

    public init(
        samples: Int = 200, maximumDatasets: Int = 200, clientName: String = "ajar", contact: String? = nil,
        host: String = "localhost", user: String? = nil, database: String? = nil, startsWithTLS: Bool = false,
        credential: Credential? = nil, isLoopback: Bool = false
    ) {
        self.samples = samples
        self.maximumDatasets = maximumDatasets
        self.clientName = clientName
        self.contact = contact
        self.host = host
        self.user = user
        self.database = database
        self.startsWithTLS = startsWithTLS
        self.credential = credential
        self.isLoopback = isLoopback
    }
}

/// The probes, listed at build time from the folders.
public enum ProbeIndex {}
