/// Text that must not be shown: what prints, dumps or reflects it sees nothing of it.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// The only way to the text: for sending it to the server it is meant for, and computing with it.
    public func reveal() -> String { text }

    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The operator's own account at one server. It is sent to the endpoint that it was named with and to no other.
public enum Credential: Sendable, Equatable {
    /// - Parameter database: where MongoDB keeps the user (`authSource`).
    case password(user: String, Secret, database: String? = nil)
    /// Of Elasticsearch or OpenSearch: `id:key`, or both encoded as the server gave them out.
    case apiKey(Secret)
    /// PostgreSQL: the parameters by which libpq logs in, by its own names for them (`user`, `password`, `sslcert`, …).
    case libpq([String: Secret])

    /// The account's name, where it has one that is known before the login.
    public var user: String? {
        switch self {
        case .password(let user, _, _): user
        case .apiKey: nil
        case .libpq(let parameters): parameters["user"]?.reveal()
        }
    }
}

/// What came of logging in.
public enum Login: Sendable, Equatable {
    /// The server took the account. `method` as it is reported: `scram-sha-256`, `basic`, `api_key`, `password`, …
    case accepted(method: String)
    /// The server turned it away, and why, in words of our own: the server's could repeat what it was sent.
    case refused(String)
    /// Nothing is known of the account, and why: it was not sent, or the conversation broke off.
    case undecided(String)
}
