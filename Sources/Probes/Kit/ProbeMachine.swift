import Exposure
import Formats

/// A conversation with one endpoint as a value: an event in, one action out. It does no I/O and keeps no record.
///
/// The runner (`Net.ProbeRunner`) calls `next` with `.start` first, carries out the action, and calls again with what
/// came of it, until the action is `.finish`. Any event may come in any state, with any bytes: the peer is hostile.
/// A machine must answer each with an action, never trap, and keep `outcome` true at every moment, because the runner
/// stops when time or bytes run out and then reads the outcome as it stands.
public protocol ProbeMachine {
    mutating func next(_ event: ProbeEvent, into sink: any SampleSink) -> ProbeAction
    /// What is known so far.
    var outcome: ProbeOutcome { get }
}

public enum ProbeEvent {
    /// Nothing has been dialled yet. Answer with `.connect`.
    case start
    /// The connection asked for is there. `tls` is set if it is encrypted.
    case connected(tls: TLSFacts?)
    /// All bytes received and not yet consumed (framing `.bytes`). Answer `.receive(consumed:)` to keep waiting:
    /// what was not consumed comes again, with more behind it. Only valid during the call.
    case bytes(UnsafeRawBufferPointer)
    /// A whole response (framing `.http`).
    case response(HTTPResponse)
    /// The connection, or the attempt at one, is over.
    case ended(ConnectionEnd)
}

public enum ProbeAction {
    /// Closes the connection there is, if any, and dials again.
    case connect(tls: Bool)
    /// Sends a command and waits for what comes. The bytes of the last event were consumed up to `consumed`.
    case send(any ReadOnlyCommand, consumed: Int = 0)
    /// Waits for more bytes.
    case receive(consumed: Int)
    /// Starts TLS on the connection as it is (PostgreSQL after `S`). Answered with `.connected` or `.ended`.
    /// Bytes that came before are an injection: the runner ends the connection with `.bytesBeforeTLS`.
    case startTLS(consumed: Int)
    /// The outcome is final.
    case finish
}

/// Why a connection is over.
public enum ConnectionEnd: Sendable, Equatable {
    /// Connection refused: nothing listens.
    case refused
    /// No answer to the connection attempt in time, or the network says unreachable.
    case unreachable(String)
    /// The peer closed. `received` counts the bytes it sent on this connection.
    case closed(received: Int)
    /// The peer reset the connection.
    case reset(received: Int)
    /// Connected, and then nothing for as long as we wait for a first byte, or between bytes.
    case silent(received: Int)
    /// The TLS handshake failed.
    case tlsFailed(TLSFailure)
    /// The peer sent bytes in the clear between agreeing to TLS and the handshake.
    case bytesBeforeTLS
    /// The response was not HTTP (framing `.http`); says in words what was wrong.
    case notHTTP(String)
    /// The endpoint's time is used up. Nothing more can be sent: answer `.finish`.
    case outOfTime
    /// The endpoint's bytes are used up. Nothing more can be sent: answer `.finish`.
    case outOfBytes
    /// The scope forbids the address. Answer `.finish`.
    case outOfScope(String)
}

/// How a TLS handshake failed, as far as it can be told.
public enum TLSFailure: Sendable, Equatable {
    /// The peer asks for a client certificate (alert 116, or 42/40 after a certificate request).
    case clientCertificateRequired
    /// The peer does not speak TLS here.
    case notTLS
    /// The peer closed without an alert.
    case closed
    /// The certificate was to be verified and could not be, in libssl's words. Only where an account is to be sent.
    case notVerified(String)
    /// Another alert or error, in libssl's words.
    case other(String)
}

/// A command from a probe's closed list. The list is an enum in each probe, so that a test can hold all of it against
/// the documented read-only commands.
public protocol ReadOnlyCommand: Sendable {
    /// Its name in `Probe.commands`.
    var name: String { get }
    var message: WireMessage { get }
}

public enum WireMessage: Sendable, Equatable {
    case bytes([UInt8])
    case http(HTTPRequest)
}

public struct HTTPRequest: Sendable, Equatable {
    /// Only reads have a case here.
    public enum Method: String, Sendable { case get = "GET", head = "HEAD" }
    public var method: Method
    /// Path and query, percent-encoded.
    public var path: String
    public var headers: [String: String]

    public init(_ method: Method, _ path: String, headers: [String: String] = [:]) {
        self.method = method
        self.path = path
        self.headers = headers
    }
}

public struct HTTPResponse: Sendable, Equatable {
    public var status: Int
    /// Names in lower case; values of repeated headers joined by a comma.
    public var headers: [String: String]
    public var body: [UInt8]
    /// The body was longer than the runner keeps, and was cut.
    public var truncated: Bool

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = [], truncated: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.truncated = truncated
    }
}

/// What a probe knows of an endpoint.
public struct ProbeOutcome: Sendable, Equatable {
    public var access: Access
    public var product: String?
    public var version: String?
    /// How the server wants to be authenticated to, where it says so.
    public var authentication: String?
    public var privileges: Privileges?
    public var tls: TLSFacts?
    public var flags: [String]
    public var evidence: [Observation]
    /// Datasets a stranger sees; `nil` where they could not be listed.
    public var datasetsListed: Int?
    /// The sampling could not be done as asked, and why, one sentence each.
    public var incomplete: [String]
    /// For services whose records are read by a sampler of their own (PostgreSQL): how to get in again.
    public var entry: Entry?
    /// What came of the login; `nil` in a stranger's conversation.
    public var login: Login?

    public struct Entry: Sendable, Equatable {
        public var user: String
        public var database: String
        public var tls: Bool

        public init(user: String, database: String, tls: Bool) {
            self.user = user
            self.database = database
            self.tls = tls
        }
    }

    public init(
        access: Access = .unknown, product: String? = nil, version: String? = nil, authentication: String? = nil,
        privileges: Privileges? = nil, tls: TLSFacts? = nil, flags: [String] = [], evidence: [Observation] = [],
        datasetsListed: Int? = nil, incomplete: [String] = [], entry: Entry? = nil,
        login: Login? = nil
    ) {
        self.access = access
        self.product = product
        self.version = version
        self.authentication = authentication
        self.privileges = privileges
        self.tls = tls
        self.flags = flags
        self.evidence = evidence
        self.datasetsListed = datasetsListed
        self.incomplete = incomplete
        self.entry = entry
        self.login = login
    }
}

/// Takes the records of one dataset after another.
public protocol SampleSink: RecordSink {
    /// - Parameters:
    ///   - name: `database.schema.table`, `database.collection` or index name.
    ///   - recordsEstimated: the server's own estimate, from its catalog.
    func beginDataset(_ name: String, recordsEstimated: Int?)
    /// Whether more records of the dataset would change nothing that is said of it. A machine asks after each batch
    /// (`SampleBatches`), before `endDataset`.
    var isSettled: Bool { get }
    /// Why no more records are read of the dataset, said before `endDataset`; not said where reading broke off.
    func stopped(_ why: SamplingStop)
    /// `skipped` says why the dataset could not be read, if it could not.
    func endDataset(skipped: String?)
}

extension SampleSink {
    public var isSettled: Bool { false }
    public func stopped(_ why: SamplingStop) {}
}
