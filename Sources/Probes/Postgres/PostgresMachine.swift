import Exposure
import Formats

/// Finds out whether a stranger gets a session without a password.
///
///     connect ─► SSLRequest ─┬─ S ─► TLS ─┐
///                            └─ N ────────┴─► StartupMessage ─► R 0 … Z  open
///                                                            ─► R 3/5/10 auth_required
///                                                            ─► R 0, E   open_rule: the next usual name
///                                                            ─► E        refused inside TLS: once in the clear
///
/// Each startup message needs a connection of its own. What is tried, in this order and at most `maximumAttempts`:
/// the role and database of the target's URL, `postgres` in `postgres`; where a no-password rule matched but the
/// database is missing, the same role in the other of `usualDatabases`; where the role is missing, the other
/// `usualRoles` in `postgres`. No password is ever sent.
public struct PostgresMachine: ProbeMachine {
    /// The names that are tried without having been named, as `docs/safety.md` lists them.
    static let usualRoles = ["postgres", "admin", "root"]
    static let usualDatabases = ["postgres", "template1"]

    /// Startup messages sent to one endpoint at the most.
    static let maximumAttempts = 6

    private struct Attempt: Equatable {
        var user: String
        var database: String
        /// A second try of a refused attempt, without TLS (`hostnossl` rules, a server whose TLS is broken).
        var inClear = false
    }

    private enum Phase {
        case idle
        case connecting
        /// SSLRequest is sent.
        case negotiating
        case startingTLS
        /// StartupMessage is sent.
        case greeting(Greeting)
        /// Terminate is sent.
        case leaving
        case done
    }

    /// What was said since the startup message.
    private struct Greeting {
        var authenticated = false
        var frames = 0
    }

    private enum TLSOffer {
        case unasked, agreed, refused
        /// Agreed to, and then the handshake failed.
        case broken(TLSFailure)
    }

    private let options: ProbeOptions
    private let nonce: String
    private let applicationName: String
    private var phase = Phase.idle
    private var offer = TLSOffer.unasked
    private var current: Attempt
    private var pending: [Attempt] = []
    private var tried: [Attempt] = []
    private var connectionTLS: TLSFacts?
    /// The session came with `crdb_version`.
    private var isCockroach = false
    private var triedWithoutRequest = false
    private var hasConnected = false
    private var reconnects = 0

    public private(set) var outcome = ProbeOutcome()

    public init(_ options: ProbeOptions) {
        self.init(options, nonce: String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16))
    }

    /// - Parameter nonce: what must not come back but as the application name; a server that reflects it is an echo.
    init(_ options: ProbeOptions, nonce: String) {
        self.options = options
        self.nonce = nonce
        let room = PostgresFrames.maximumName - nonce.utf8.count - 1
        var name = ""
        for character in options.clientName where !character.utf8.contains(0) {
            guard name.utf8.count + character.utf8.count <= room else { break }
            name.append(character)
        }
        applicationName = name + " " + nonce
        current = Attempt(user: "postgres", database: "postgres")
        if options.user != nil || options.database != nil {
            let user = options.user ?? "postgres"
            pending = [current]
            current = Attempt(user: user, database: options.database ?? user)
            pending.removeAll { $0 == current }
        }
    }

    public mutating func next(_ event: ProbeEvent, into sink: any SampleSink) -> ProbeAction {
        switch event {
        case .start:
            phase = .connecting
            return .connect(tls: false)
        case .connected(let tls):
            return connected(tls)
        case .bytes(let bytes):
            return received(bytes)
        case .response:
            // Only comes with HTTP framing, which this probe does not ask for.
            return finish()
        case .ended(let end):
            return ended(end)
        }
    }

    // MARK: Connecting

    private mutating func connected(_ tls: TLSFacts?) -> ProbeAction {
        switch phase {
        case .done, .leaving:
            return finish()
        case .idle, .connecting, .negotiating, .startingTLS, .greeting:
            break
        }
        hasConnected = true
        connectionTLS = tls
        if let tls {
            outcome.tls = tls
            return greet()
        }
        switch offer {
        case .unasked, .agreed:
            guard !current.inClear, !triedWithoutRequest else { return greet() }
            phase = .negotiating
            return .send(PostgresCommand.sslRequest)
        case .refused, .broken:
            return greet()
        }
    }

    private mutating func greet() -> ProbeAction {
        phase = .greeting(Greeting())
        tried.append(current)
        return .send(
            PostgresCommand.startup(
                user: current.user, database: current.database, applicationName: applicationName))
    }

    private mutating func reconnect() -> ProbeAction {
        reconnects += 1
        // Two more than there are attempts: one after broken TLS, one after a refused SSLRequest.
        guard reconnects <= Self.maximumAttempts + 2 else { return finish() }
        phase = .connecting
        connectionTLS = nil
        return .connect(tls: false)
    }

    private mutating func finish() -> ProbeAction {
        phase = .done
        return .finish
    }

    // MARK: Bytes

    private mutating func received(_ bytes: UnsafeRawBufferPointer) -> ProbeAction {
        switch phase {
        case .negotiating:
            return answerToSSLRequest(bytes)
        case .greeting(let greeting):
            return greeted(bytes, greeting)
        case .leaving, .done:
            return finish()
        case .idle, .connecting, .startingTLS:
            // Bytes before anything was asked: a protocol whose server speaks first.
            return strangerProtocol(bytes, "speaks before it is asked")
        }
    }

    private mutating func answerToSSLRequest(_ bytes: UnsafeRawBufferPointer) -> ProbeAction {
        guard let first = bytes.first else { return .receive(consumed: 0) }
        switch first {
        case UInt8(ascii: "S") where bytes.count == 1:
            offer = .agreed
            phase = .startingTLS
            return .startTLS(consumed: 1)
        case UInt8(ascii: "S"):
            // A server waits for the handshake after its S. Either someone injects, or it is not PostgreSQL at all
            // (`SSH-2.0-…` begins so): the startup message in the clear will tell.
            note("tls", "bytes in the clear follow the agreement to TLS")
            offer = .broken(.notTLS)
            return reconnect()
        case UInt8(ascii: "N") where bytes.count == 1:
            offer = .refused
            phase = .greeting(Greeting())
            tried.append(current)
            return .send(
                PostgresCommand.startup(
                    user: current.user, database: current.database, applicationName: applicationName),
                consumed: 1)
        case UInt8(ascii: "E"):
            // Too many connections, starting up, or a server from before TLS.
            do {
                switch try PostgresFrames.next(bytes)?.message {
                case .error(let error):
                    return answered(error, authenticated: false, onSSLRequest: true)
                case .legacyError(let text):
                    return legacyError(text)
                case nil:
                    return .receive(consumed: 0)
                case .authentication, .parameter, .backendKey, .negotiateProtocolVersion, .notice, .readyForQuery:
                    return strangerProtocol(bytes, "answers SSLRequest with another message")
                }
            } catch {
                return strangerProtocol(bytes, "answers SSLRequest with what is no error message")
            }
        default:
            return strangerProtocol(bytes, "answers SSLRequest with neither S nor N")
        }
    }

    private mutating func greeted(_ bytes: UnsafeRawBufferPointer, _ before: Greeting) -> ProbeAction {
        var greeting = before
        var consumed = 0
        while true {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
            let message: PostgresMessage
            do {
                guard let next = try PostgresFrames.next(rest) else {
                    phase = .greeting(greeting)
                    return .receive(consumed: consumed)
                }
                consumed += next.length
                message = next.message
            } catch {
                return strangerProtocol(rest, "answers a startup message with what is no PostgreSQL message")
            }
            greeting.frames += 1
            guard greeting.frames <= PostgresFrames.maximumFrames else {
                note("startup", "more than \(PostgresFrames.maximumFrames) messages without an end")
                return finish()
            }
            phase = .greeting(greeting)
            if let action = handle(message, &greeting) { return action }
        }
    }

    /// The action that a message asks for; `nil` to read on.
    private mutating func handle(_ message: PostgresMessage, _ greeting: inout Greeting) -> ProbeAction? {
        switch message {
        case .authentication(.ok):
            // Not open yet: role, database and slots are checked after it (seen on 9.6 to 18).
            identified()
            greeting.authenticated = true
            return nil
        case .authentication(let method):
            guard !greeting.authenticated else {
                note("startup", "authentication demanded after it was granted")
                return finish()
            }
            identified()
            return demanded(method)
        case .parameter(let name, let value):
            guard name == "application_name" || !(name + value).contains(nonce) else {
                return reflected()
            }
            guard greeting.authenticated else {
                note("startup", "parameters before authentication")
                return finish()
            }
            parameter(name, value)
            return nil
        case .backendKey, .negotiateProtocolVersion:
            return nil
        case .notice(let notice):
            guard !notice.message.contains(nonce) else { return reflected() }
            return nil
        case .error(let error):
            guard !error.message.contains(nonce) else { return reflected() }
            return answered(error, authenticated: greeting.authenticated, onSSLRequest: false)
        case .legacyError(let text):
            guard !text.contains(nonce) else { return reflected() }
            return legacyError(text)
        case .readyForQuery:
            guard greeting.authenticated else {
                note("startup", "ready for queries before authentication")
                return finish()
            }
            return opened()
        }
    }

    private mutating func reflected() -> ProbeAction {
        settle(.notThis, "startup", "sends back what it was sent")
        return finish()
    }

    private mutating func parameter(_ name: String, _ value: String) {
        switch name {
        case "server_version":
            // `15.18 (Debian 15.18-0+deb12u1)`: the number is the version, the rest its packaging.
            let text = PostgresText.sanitised(value, limit: 80)
            outcome.version = text.split(separator: " ").first.map(String.init) ?? text
            if text.contains("-YB-") { outcome.product = "YugabyteDB" }
        case "crdb_version":
            // CockroachDB says so here; no PostgreSQL has this parameter.
            isCockroach = true
            outcome.product = "CockroachDB"
            // `CockroachDB CCL v23.1.11 (…)`.
            let words = PostgresText.sanitised(value, limit: 80).split(separator: " ")
            if let version = words.first(where: { $0.hasPrefix("v") && $0.contains(".") }) {
                outcome.version = String(version.dropFirst())
            }
        default:
            break
        }
    }

    // MARK: Verdicts

    private mutating func opened() -> ProbeAction {
        let session = "a session as role \(quoted(current.user)) in database \(quoted(current.database))"
        let how = connectionTLS == nil ? "without TLS" : "inside TLS"
        if isCockroach {
            settle(.lookAlike, "startup", "CockroachDB gives \(session) without a password, \(how)")
        } else {
            settle(.open, "startup", "ReadyForQuery: \(session) without a password, \(how)")
            outcome.authentication = nil
            outcome.flags.removeAll { $0 == "cleartext_password" }
            outcome.entry = .init(user: current.user, database: current.database, tls: connectionTLS != nil)
        }
        pending = []
        phase = .leaving
        return .send(PostgresCommand.terminate)
    }

    private mutating func demanded(_ method: PostgresAuthentication) -> ProbeAction {
        settle(
            .authRequired, "startup",
            "asks role \(quoted(current.user)) for authentication: \(method.name)"
                + (connectionTLS == nil ? ", without TLS" : ", inside TLS"))
        if outcome.access == .authRequired {
            outcome.authentication = method.name
            if method == .cleartext, connectionTLS == nil { flag("cleartext_password") }
        }
        return tryNext()
    }

    /// What an error means, by its SQLSTATE and by whether a rule without a password had matched before it.
    private mutating func answered(
        _ error: PostgresServerError, authenticated: Bool, onSSLRequest: Bool
    ) -> ProbeAction {
        identified()
        let said = "\(error.state): \(error.message)"
        switch error.state {
        case "57P03", "57P01", "57P02", "53300", "53200", "53000":
            // Starting, stopping, full. A superuser may still get in where 53300 comes after `R 0`.
            settle(.busy, "startup", authenticated ? "\(openRule), then \(said)" : said)
            return finish()
        case "08P01":
            if let action = pooled(error, said) { return action }
        case "0A000":
            settle(.unknown, "startup", said)
            // Answered the SSLRequest with "unsupported frontend protocol": once more without it.
            return onSSLRequest ? withoutRequest() : tryNext()
        default:
            break
        }
        if onSSLRequest {
            note("startup", said)
            return withoutRequest()
        }
        if authenticated {
            return missing(error, said)
        }
        switch error.state {
        case "28000":
            return refused(error, said)
        case "28P01":
            settle(.authRequired, "startup", said)
            return tryNext()
        default:
            settle(.unknown, "startup", said)
            return tryNext()
        }
    }

    /// An error after `R 0`: a rule that asks for no password matched, and only the name was wrong.
    private mutating func missing(_ error: PostgresServerError, _ said: String) -> ProbeAction {
        settle(.openRule, "startup", "\(openRule), then \(said)")
        if outcome.access == .openRule { outcome.authentication = nil }
        switch error.state {
        case "28000":
            // Role does not exist, or may not log in.
            for role in Self.usualRoles {
                queue(Attempt(user: role, database: "postgres", inClear: current.inClear))
            }
        case "3D000", "55000", "42501":
            // Database does not exist, takes no connections, or is forbidden to this role.
            for database in Self.usualDatabases {
                queue(Attempt(user: current.user, database: database, inClear: current.inClear), first: true)
            }
        default:
            break
        }
        return tryNext()
    }

    /// Which rule let the attempt in, as far as it can be told: TLS narrows down the kind of its line in `pg_hba.conf`.
    private var openRule: String {
        let kind = connectionTLS == nil ? "host or hostnossl" : "host or hostssl"
        return
            "a \(kind) rule asks role \(quoted(current.user)) for no password in database \(quoted(current.database))"
    }

    /// PgBouncer's own errors, which share one SQLSTATE and are never translated (texts: 1.18).
    private mutating func pooled(_ error: PostgresServerError, _ said: String) -> ProbeAction? {
        let another = Self.usualRoles.map { Attempt(user: $0, database: current.database, inClear: current.inClear) }
        switch error.message {
        case "\"trust\" authentication failed":
            // `auth_type = trust` asks for no password, and lets the roles in that it lists.
            settle(.openRule, "startup", "PgBouncer asks for no password, and does not list the role: \(said)")
            another.forEach { queue($0) }
            return tryNext()
        case let text where text.hasPrefix("no such database: "):
            // Said after authentication from 1.17 on (its changelog), and before it until then: what is said to a role
            // that is not listed tells which. Under `trust` that is the error above.
            settle(
                .unknown, "startup",
                "PgBouncer knows no database \(quoted(current.database)); that it asks for no "
                    + "password may be because of that: \(said)")
            another.forEach { queue($0) }
            return tryNext()
        case "query_wait_timeout", "client_login_timeout (server down)",
            "no more connections allowed (max_client_conn)",
            "server login has been failing, try again later (server_login_retry)", "server conn crashed?":
            settle(.busy, "startup", "PgBouncer cannot give a session now: \(said)")
            return finish()
        default:
            return nil
        }
    }

    /// 28000 before any `R`. It has three causes (`src/backend/libpq/auth.c`): no line of `pg_hba.conf` fits or one
    /// rejects, and then the file is named, in every language; a client certificate is missing, which the server asks for
    /// in the handshake; or a method that asks the client's machine failed (`Ident authentication failed for user "x"`).
    private mutating func refused(_ error: PostgresServerError, _ said: String) -> ProbeAction {
        let isOfRules = error.message.contains("pg_hba.conf")
        let isOfMethod = error.message.contains(" authentication failed for user")
        let isAskedFor = connectionTLS?.clientCertificateRequested == true && !isOfMethod
        if !isOfRules, isAskedFor || error.message.contains("certificate") {
            settle(.clientCertRequired, "startup", said)
        } else if !isOfRules, connectionTLS != nil || !isOfBrokenTLS {
            settle(.authRequired, "startup", said)
            if outcome.access == .authRequired, isOfMethod {
                let method = error.message.split(separator: " ").first.map { $0.lowercased() }
                outcome.authentication = outcome.authentication ?? method
            }
            return tryNext()
        } else if connectionTLS == nil, case .broken(let failure) = offer {
            // Refused in the clear, and the TLS it offers cannot be spoken: what lies behind is not known.
            settle(failure == .clientCertificateRequired ? .clientCertRequired : .tlsRequired, "startup", said)
        } else {
            settle(.ipRestricted, "startup", said)
        }
        if connectionTLS != nil {
            // `hostnossl` rules only match in the clear.
            queue(Attempt(user: current.user, database: current.database, inClear: true), first: true)
        }
        return tryNext()
    }

    /// The TLS that the server offers could not be spoken.
    private var isOfBrokenTLS: Bool {
        if case .broken = offer { true } else { false }
    }

    private mutating func legacyError(_ text: String) -> ProbeAction {
        identified()
        let busy = text.contains("could not fork") || text.contains("too many") || text.contains("starting up")
        settle(busy ? .busy : .unknown, "startup", text)
        return busy ? finish() : tryNext()
    }

    private mutating func withoutRequest() -> ProbeAction {
        guard !triedWithoutRequest else { return tryNext() }
        triedWithoutRequest = true
        offer = .refused
        return reconnect()
    }

    /// Takes the next attempt, or ends with what is known.
    private mutating func tryNext() -> ProbeAction {
        guard tried.count < Self.maximumAttempts, !pending.isEmpty else { return finish() }
        current = pending.removeFirst()
        return reconnect()
    }

    private mutating func queue(_ attempt: Attempt, first: Bool = false) {
        guard !tried.contains(attempt), !pending.contains(attempt) else { return }
        if first { pending.insert(attempt, at: 0) } else { pending.append(attempt) }
    }

    private mutating func strangerProtocol(_ bytes: UnsafeRawBufferPointer, _ what: String) -> ProbeAction {
        // Where PostgreSQL was recognised before, an odd answer later does not undo it.
        guard outcome.product == nil else {
            note("startup", what)
            return tryNext()
        }
        settle(.notThis, "startup", what + guess(bytes))
        return finish()
    }

    /// What the first bytes look like, in words of ours.
    private func guess(_ bytes: UnsafeRawBufferPointer) -> String {
        let known: [(start: String, name: String)] = [
            ("HTTP/", "HTTP"), ("SSH-", "SSH"), ("220", "FTP or SMTP"), ("-ERR", "Redis"), ("-DENIED", "Redis"),
            ("ERROR", "memcached or another line protocol"), ("<", "HTML or XML"), ("\u{15}\u{3}", "TLS"),
        ]
        for (start, name) in known where bytes.count >= start.utf8.count {
            if zip(bytes, start.utf8).allSatisfy({ $0 == $1 }) { return " (looks like \(name))" }
        }
        let request = PostgresFrames.sslRequest
        if bytes.count >= request.count, zip(bytes, request).allSatisfy({ $0 == $1 }) {
            return " (sends back what it was sent)"
        }
        return ""
    }

    // MARK: Ends

    private mutating func ended(_ end: ConnectionEnd) -> ProbeAction {
        switch phase {
        case .leaving, .done:
            return finish()
        case .idle, .connecting, .negotiating, .startingTLS, .greeting:
            break
        }
        switch end {
        case .refused where hasConnected:
            // It listened a moment ago: the verdict stands on what was seen then.
            note("connect", "a further connection was refused")
            return finish()
        case .refused:
            settle(.closed, "connect", "connection refused")
            return finish()
        case .unreachable where hasConnected:
            note("connect", "a further connection was not answered")
            return finish()
        case .unreachable(let why):
            settle(.filtered, "connect", PostgresText.sanitised(why))
            return finish()
        case .outOfTime:
            note("limit", "the endpoint's time was used up")
            return finish()
        case .outOfBytes:
            note("limit", "the endpoint's bytes were used up")
            return finish()
        case .outOfScope(let why):
            note("scope", PostgresText.sanitised(why))
            return finish()
        case .notHTTP:
            return finish()
        case .silent(let received):
            note(place, received == 0 ? "connected, but nothing came" : "fell silent after \(received) bytes")
            return finish()
        case .closed(let received):
            return closed("closed", received)
        case .reset(let received):
            return closed("reset", received)
        case .tlsFailed(let failure):
            return tlsFailed(failure)
        case .bytesBeforeTLS:
            note("tls", "bytes in the clear follow the agreement to TLS")
            offer = .broken(.notTLS)
            return reconnect()
        }
    }

    private mutating func closed(_ how: String, _ received: Int) -> ProbeAction {
        note(place, received == 0 ? "\(how) without a byte" : "\(how) after \(received) bytes")
        if case .greeting(let greeting) = phase, greeting.authenticated {
            note("startup", "no password was asked for, but no session came of it")
        }
        switch phase {
        case .startingTLS:
            return tlsFailed(.closed)
        case .negotiating where received == 0:
            // PostgreSQL answers each SSLRequest; a server from before it, or a proxy, may not.
            return withoutRequest()
        case .idle, .connecting, .negotiating, .greeting, .leaving, .done:
            return outcome.product == nil ? finish() : tryNext()
        }
    }

    private mutating func tlsFailed(_ failure: TLSFailure) -> ProbeAction {
        switch failure {
        case .clientCertificateRequired: note("tls", "the handshake asks for a client certificate")
        case .notTLS: note("tls", "agreed to TLS, but does not speak it")
        case .closed: note("tls", "agreed to TLS, then closed the connection")
        case .other(let why), .notVerified(let why):
            note("tls", "the TLS handshake failed: \(PostgresText.sanitised(why))")
        }
        if case .broken = offer { return tryNext() }
        offer = .broken(failure)
        return reconnect()
    }

    // MARK: Notes

    private var place: String {
        switch phase {
        case .idle, .connecting: "connect"
        case .negotiating, .startingTLS: "tls"
        case .greeting, .leaving, .done: "startup"
        }
    }

    private mutating func identified() {
        if outcome.product == nil { outcome.product = "PostgreSQL" }
    }

    /// Keeps the verdict that says most about the endpoint, over all attempts.
    private mutating func settle(_ access: Access, _ phase: String, _ detail: String) {
        note(phase, detail)
        if Self.weight(access) > Self.weight(outcome.access) { outcome.access = access }
    }

    private static func weight(_ access: Access) -> Int {
        switch access {
        case .unknown: 0
        case .filtered, .closed, .notThis: 1
        case .ipRestricted: 2
        case .tlsRequired: 3
        case .clientCertRequired: 4
        case .authRequired: 5
        case .busy: 6
        case .openRule: 7
        case .setup, .partial: 8
        case .lookAlike: 9
        case .open: 10
        }
    }

    private mutating func note(_ phase: String, _ detail: String) {
        let observation = Observation(phase, detail)
        // Each attempt adds a few; a repeated one says nothing new.
        guard outcome.evidence.count < 32, !outcome.evidence.contains(observation) else { return }
        outcome.evidence.append(observation)
    }

    private mutating func flag(_ name: String) {
        if !outcome.flags.contains(name) { outcome.flags.append(name) }
    }

    private func quoted(_ name: String) -> String {
        "\"" + PostgresText.sanitised(name, limit: 63) + "\""
    }
}
