import Exposure

extension Service {
    /// PostgreSQL, and what answers for it (PgBouncer).
    public static let postgresql = Service(rawValue: "postgresql")
}

/// PostgreSQL: finds out whether a stranger gets a session without a password.
///
/// The records of an open server are read by `PostgresSampler`; this probe only opens sessions and leaves them.
public enum PostgresProbe: Probe {
    public static let service = Service.postgresql
    public static let defaultPorts = [5432]
    public static let schemes = ["postgres", "postgresql"]
    public static let framing = Framing.bytes

    public static let commands = [
        CommandDescription(
            name: "SSLRequest", purpose: "Asks whether the server speaks TLS. Eight fixed bytes; opens no session."),
        CommandDescription(
            name: "StartupMessage",
            purpose: "Asks for a session as a usual role in a usual database, without a password. Runs no statement."),
        CommandDescription(name: "Terminate", purpose: "Ends the session. Five fixed bytes."),
    ]

    public static func machine(_ options: ProbeOptions) -> any ProbeMachine {
        PostgresMachine(options)
    }
}

/// All that the probe may ever send.
public enum PostgresCommand: ReadOnlyCommand, Equatable {
    case sslRequest
    /// Names are cut at 63 bytes, as servers do, and lose zero bytes.
    case startup(user: String, database: String, applicationName: String)
    case terminate

    public var name: String {
        switch self {
        case .sslRequest: "SSLRequest"
        case .startup: "StartupMessage"
        case .terminate: "Terminate"
        }
    }

    public var message: WireMessage {
        switch self {
        case .sslRequest: .bytes(PostgresFrames.sslRequest)
        case .startup(let user, let database, let applicationName):
            .bytes(PostgresFrames.startup(user: user, database: database, applicationName: applicationName))
        case .terminate: .bytes(PostgresFrames.terminate)
        }
    }
}
