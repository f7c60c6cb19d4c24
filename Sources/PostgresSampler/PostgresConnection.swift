import CLibPQ
import Foundation
import Probes
import Synchronization

/// Why reading stopped. Never holds a server's message about records: those may quote values.
enum PostgresFailure: Error, Equatable {
    /// No session; says why in sanitised words.
    case noSession(String)
    /// The server asked for a credential; a stranger sends none.
    case credentialDemanded
    /// The server turned the operator's own account away.
    case loginRefused(String)
    /// The server refused a statement with this SQLSTATE.
    case refused(String)
    /// The server broke the protocol or the connection.
    case broken(String)
    case outOfTime
    case outOfBytes
    case cancelled

    /// For a person to read; what follows a dataset's or a database's name.
    var reason: String {
        switch self {
        case .noSession(let why): "no session: \(why)"
        case .credentialDemanded: "a credential is demanded"
        case .loginRefused(let why): why
        case .refused("42501"): "this role may not read it (42501)"
        case .refused("57014"): "took longer than \(PostgresStatement.statementTimeout / 1000) s (57014)"
        case .refused("55P03"): "locked by another session (55P03)"
        case .refused("25006"): "reading it would write (25006)"
        case .refused(let state): "the server refused with SQLSTATE \(state)"
        case .broken(let why): why
        case .outOfTime: "the endpoint's time was used up"
        case .outOfBytes: "the endpoint's bytes were used up"
        case .cancelled: "cancelled"
        }
    }

    /// Whether no further statement can be sent on this connection.
    var endsConnection: Bool {
        switch self {
        case .refused: false
        case .noSession, .credentialDemanded, .loginRefused, .broken, .outOfTime, .outOfBytes, .cancelled: true
        }
    }

    /// Whether nothing more can be read at the endpoint at all.
    var endsEndpoint: Bool {
        switch self {
        case .outOfTime, .outOfBytes, .cancelled: true
        case .noSession, .credentialDemanded, .loginRefused, .refused, .broken: false
        }
    }
}

/// What all connections of one endpoint share: its time, its bytes, and whether it is still wanted.
final class PostgresBudget: Sendable {
    private let cancelled = Atomic(false)
    private let limits: PostgresLimits
    private let spend: @Sendable (Int) -> Bool

    init(_ limits: PostgresLimits, spend: @escaping @Sendable (Int) -> Bool) {
        self.limits = limits
        self.spend = spend
    }

    func cancel() {
        cancelled.store(true, ordering: .relaxed)
    }

    /// Milliseconds to wait for the next byte, at most a quarter of a second so that a cancellation is noticed.
    /// - Parameter since: when the last byte came.
    func patience(since: ContinuousClock.Instant) throws(PostgresFailure) -> Int32 {
        guard !cancelled.load(ordering: .relaxed) else { throw .cancelled }
        let now = ContinuousClock.now
        guard now < limits.deadline else { throw .outOfTime }
        let idle = since.advanced(by: limits.idle)
        guard now < idle else { throw .broken("the server fell silent") }
        let left = min(now.duration(to: limits.deadline), now.duration(to: idle), .milliseconds(250))
        return Int32(clamping: left.components.attoseconds / 1_000_000_000_000_000 + left.components.seconds * 1000) + 1
    }

    func take(_ bytes: Int) throws(PostgresFailure) {
        guard spend(bytes) else { throw .outOfBytes }
    }
}

/// One session through libpq, driven without blocking: each wait ends at the endpoint's deadline, and bytes are
/// counted as they come off the socket. Belongs to the thread that made it.
///
/// No cancel request is sent when time is up: it would be a further connection, behind a pooler perhaps about somebody
/// else's statement. The connection is closed, and what still runs ends by its `statement_timeout`.
final class PostgresConnection {
    private let handle: OpaquePointer
    private let budget: PostgresBudget
    private var meter: PostgresByteMeter?
    /// Bytes of the meter when it was last asked.
    private var seen = 0
    /// As 150018 for 15.18; 0 if the server did not say.
    var version: Int { Int(PQserverVersion(handle)) }
    var isUsable: Bool { !isSpent && PQstatus(handle) == CONNECTION_OK }
    private var isSpent = false

    /// The operator's own account logs in.
    private let isAccount: Bool
    /// Whether the server asked for a password in this login.
    var usedPassword: Bool { PQconnectionUsedPassword(handle) == 1 }

    /// Rows of one statement that are read at the most, whatever the server sends.
    static let maximumRows = 100_000

    /// Dials and waits for a session: a stranger's.
    convenience init(
        host: String, port: Int, user: String, database: String, tls: Bool, applicationName: String,
        budget: PostgresBudget
    ) throws(PostgresFailure) {
        let parameters = PostgresConnectionParameters.list(
            host: host, port: port, user: user, database: database, tls: tls, applicationName: applicationName)
        try self.init(parameters, isAccount: false, budget: budget)
    }

    /// The same with these parameters.
    init(_ parameters: [(String, String)], isAccount: Bool, budget: PostgresBudget) throws(PostgresFailure) {
        _ = PostgresConnectionParameters.cleared
        self.isAccount = isAccount
        guard let handle = Self.start(parameters) else { throw .noSession("libpq could not start") }
        self.handle = handle
        self.budget = budget
        // A server's notices would otherwise be printed to standard error by libpq.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try establish()
    }

    deinit {
        meter?.stop()
        // Sends Terminate and closes; frees what libpq kept.
        PQfinish(handle)
    }

    private static func start(_ parameters: [(String, String)]) -> OpaquePointer? {
        let keys = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer {
            for text in keys + values { free(text) }
        }
        let keyList = keys.map { UnsafePointer($0) } + [nil]
        let valueList = values.map { UnsafePointer($0) } + [nil]
        return PQconnectStartParams(keyList, valueList, 0)
    }

    private func establish() throws(PostgresFailure) {
        guard PQstatus(handle) != CONNECTION_BAD else { throw connectionFailure() }
        meter = PostgresByteMeter(PQsocket(handle), budget: budget)
        meter?.start()
        // A small buffer in the kernel makes a server that floods wait for us, so that less comes between two counts.
        var window: Int32 = 128 * 1024
        setsockopt(PQsocket(handle), SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
        // The documentation asks to wait as if PQconnectPoll had said "writing" first.
        var state = PGRES_POLLING_WRITING
        var since = ContinuousClock.now
        while true {
            switch state {
            case PGRES_POLLING_OK:
                try count()
                guard PQsetnonblocking(handle, 1) == 0 else { throw .broken("libpq refused non-blocking mode") }
                return
            case PGRES_POLLING_READING, PGRES_POLLING_WRITING:
                let reading = state == PGRES_POLLING_READING
                guard try wait(Int16(reading ? POLLIN : POLLOUT), since: since) else { continue }
                state = PQconnectPoll(handle)
                if try count() || !reading { since = .now }
            default:
                // The meter may have cut it.
                try count()
                throw connectionFailure()
            }
        }
    }

    /// Waits until the socket is ready; `false` if only a slice of the patience passed.
    private func wait(_ events: Int16, since: ContinuousClock.Instant) throws(PostgresFailure) -> Bool {
        let socket = PQsocket(handle)
        guard socket >= 0 else { throw .broken("the connection is gone") }
        var descriptor = pollfd(fd: socket, events: events, revents: 0)
        let ready = poll(&descriptor, 1, try budget.patience(since: since))
        return ready > 0
    }

    /// `true` if bytes came since last time, whoever counted them.
    @discardableResult
    private func count() throws(PostgresFailure) -> Bool {
        guard let meter else { return false }
        do {
            let total = try meter.count()
            defer { seen = total }
            return total > seen
        } catch {
            throw spent(error)
        }
    }

    private func connectionFailure() -> PostgresFailure {
        // Before a session there are no records, so the server's words may be shown, sanitised.
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        if isAccount { return LibpqAccount.failure(text) }
        if PQconnectionNeedsPassword(handle) == 1 || text.contains("authentication method requirement")
            || text.contains("no password supplied")
        {
            return .credentialDemanded
        }
        return .noSession(PostgresText.sanitised(text))
    }

    /// Sends one statement and hands over its rows one at a time.
    ///
    /// - Parameter row: returns `false` to stop; the connection cannot be used after that.
    func run(
        _ statement: PostgresStatement, row: (PostgresRow) throws(PostgresFailure) -> Bool = { _ in true }
    ) throws(PostgresFailure) {
        guard isUsable else { throw .broken("the connection is gone") }
        guard PQsendQueryParams(handle, statement.text, 0, nil, nil, nil, nil, 0) == 1 else {
            throw .broken("the connection is gone")
        }
        // Rows are handed over as they come, so memory holds one of them.
        PQsetSingleRowMode(handle)
        var since = ContinuousClock.now
        var rows = 0
        var failure: PostgresFailure?
        while true {
            while PQisBusy(handle) == 1 {
                let flushed = PQflush(handle)
                guard flushed >= 0 else { throw spent(.broken("the connection is gone")) }
                let events = Int16(flushed == 0 ? POLLIN : POLLIN | POLLOUT)
                do {
                    guard try wait(events, since: since) else { continue }
                } catch {
                    throw spent(error)
                }
                let isAlive = PQconsumeInput(handle) == 1
                // First the count: the meter may have cut the connection.
                if try count() { since = .now }
                guard isAlive else { throw spent(.broken("the server ended the connection")) }
            }
            guard let result = PQgetResult(handle) else { break }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE:
                rows += 1
                guard rows <= Self.maximumRows else { throw spent(.broken("the server sends rows without end")) }
                do {
                    guard try row(PostgresRow(result)) else {
                        isSpent = true
                        return
                    }
                } catch {
                    throw spent(error)
                }
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                break
            case PGRES_FATAL_ERROR:
                let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
                let known = state.map { $0.utf8.count == 5 && $0.allSatisfy { $0.isASCII && !$0.isWhitespace } }
                failure = known == true ? .refused(state ?? "") : .broken("the server ended the connection")
            default:
                // COPY and others: nothing here asks for them.
                throw spent(.broken("the server answers with another kind of result"))
            }
        }
        if let failure {
            try count()
            throw failure
        }
    }

    private func spent(_ failure: PostgresFailure) -> PostgresFailure {
        isSpent = true
        return failure
    }

    /// Runs `body` in a read-only transaction that is always rolled back.
    func readOnly(_ body: () throws(PostgresFailure) -> Void) throws(PostgresFailure) {
        try run(.begin)
        guard PQtransactionStatus(handle) == PQTRANS_INTRANS else {
            throw spent(.broken("the server did not open a transaction"))
        }
        do {
            try run(.settings(version: version))
            try body()
        } catch {
            // The first failure is the one to tell.
            if isUsable { do { try run(.rollback) } catch { isSpent = true } }
            throw error
        }
        if isUsable { try run(.rollback) }
    }

    /// The value of a parameter that the server reported, such as `server_version`.
    func parameter(_ name: String) -> String? {
        PQparameterStatus(handle, name).map { PostgresText.sanitised(String(cString: $0), limit: 80) }
    }
}

/// One row, valid only during the call that hands it over.
struct PostgresRow {
    private let result: OpaquePointer

    fileprivate init(_ result: OpaquePointer) {
        self.result = result
    }

    /// The column's text in libpq's own memory; `nil` for NULL and for columns that the server left out.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
        guard column < Int(PQnfields(result)), let number = Int32(exactly: column),
            PQgetisnull(result, 0, number) == 0, let start = PQgetvalue(result, 0, number)
        else { return nil }
        return UnsafeRawBufferPointer(start: start, count: max(0, Int(PQgetlength(result, 0, number))))
    }

    /// Text of the catalog; `nil` where it is longer than any name or number there.
    func text(_ column: Int) -> String? {
        guard let bytes = bytes(column), bytes.count <= 512 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    func flag(_ column: Int) -> Bool { text(column) == "t" }
}
