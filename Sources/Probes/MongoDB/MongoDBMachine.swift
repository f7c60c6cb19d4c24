import Exposure
import Formats

/// The conversation with one MongoDB endpoint.
///
///     hello ─► (isMaster) ─► buildInfo ─► connectionStatus ─► listDatabases ─► noSuchCommand ─► usersInfo
///       │                                        │ 13: auth_required
///       │                                        └─► listCollections of each ─► count, find of each ─► verdict
///       └ closed without a byte ─► inside TLS ─► isMaster ─► HTTP notice
///
/// `open` needs a list that is not empty and a second successful read: a server with access control and no user yet
/// answers a client on its own machine with an empty list (the localhost exception), which is no access at all.
///
/// With the operator's own account it is a conversation of its own, after the stranger's:
///
///     hello ─► saslStart ─► saslContinue ─► connectionStatus ─► listDatabases ─► listCollections of each ─► …
public struct MongoDBMachine: ProbeMachine {
    public private(set) var outcome = ProbeOutcome()

    /// What a connection is dialled for.
    private enum Opening: Equatable {
        case hello
        case isMaster
        case isMasterMessage
        case notice
        case resume(Step)
    }

    /// The command that is being answered.
    private enum Step: Equatable {
        case hello
        case isMasterQuery
        case isMasterMessage
        case notice
        case saslStart
        case saslContinue
        /// The server's proof was good, and it wants to be asked once more (before 4.4).
        case saslEnd
        case buildInfo
        case connectionStatus
        case listDatabases
        /// The list was empty: is reading allowed at all?
        case listAdmin
        case noSuchCommand
        case usersInfo
        case listCollections(Int)
        case moreCollections(Int, cursor: Int64, collection: String)
        case closeListing(Int, cursor: Int64, collection: String)
        case count(Int)
        case find(Int)
        case closeCursor(Int, cursor: Int64)
    }

    private enum Limit {
        static let databases = 1000
        static let collections = 5000
        static let batch: Int32 = 1000
        /// Batches of listings beyond the first, over all databases.
        static let listingRounds = 50
        static let noticeBytes = 2048
        static let reconnects = 3
    }

    private let options: ProbeOptions
    private let applicationName: String

    // The connection.
    private var opening = Opening.hello
    private var step = Step.hello
    private var isTLS = false
    /// Nothing else starts with this number, so that canned answers to request 1 are not taken for ours.
    private var requestID: Int32 = 0x0A6A_6172
    private var dialect = MongoDBRequest.Dialect.message
    private var secondaryPreferred = false
    private var reconnects = 0

    // Who is it?
    private var connections = 0
    private var triedPlain = false
    private var triedTLS = false
    private var plainClosed = false
    private var tlsCompleted = false
    private var tlsFailure: TLSFailure?
    private var sawTLSRecord = false
    /// What came so far may be the beginning of a reply to our request.
    private var replyBegun = false
    /// A greeting of ours was refused in a whole and valid reply.
    private var speaks = false
    private var refusedForLogin = false
    private var identified = false

    // The operator's own account.
    private var mechanism = SCRAM.Mechanism.sha1
    private var scram: SCRAM?
    private var saslConversation: Int32 = 0
    private var saslPayload: [UInt8] = []
    /// What the login was for: the next step, or on a new connection the one that was interrupted.
    private var afterLogin = Step.connectionStatus
    private var account: MongoDBAccount?

    // What is there?
    private var databases: [String] = []
    private var datasets: [MongoDBDataset] = []
    private var listingRounds = 0
    private var estimate: Int?
    /// The dataset being read; `nil` before the first batch of it.
    private var batches: SampleBatches?
    private var saysYesToAll = false
    /// A member of a replica set that was never initiated (`isreplicaset` of `hello`): it answers no reads, and who may
    /// read shows only when it does.
    private var isUninitiated = false
    private var maxWireVersion: Int64?
    /// The reply to `hello`, by which the same reply to anything else is known.
    private var helloHash: Int?
    private var controlIsOff = false
    /// A command was refused because of the member's state.
    private var isNotNow = false

    /// How reads went, by which the verdict is reached.
    private struct Tally {
        var done = 0
        var unauthorized = 0
        var notNow = 0
        var failed = 0
        /// Not answered, or not known to the server: proves nothing either way.
        var lost = 0

        mutating func add(_ refusal: MongoDBFrames.Refusal) {
            if refusal.isUnauthorized {
                unauthorized += 1
            } else if refusal.isNotNow {
                notNow += 1
            } else if refusal.code == 59 {
                lost += 1
            } else {
                failed += 1
            }
        }
    }
    private var listings = Tally()
    private var finds = Tally()

    public init(_ options: ProbeOptions) {
        self.options = options
        applicationName = options.contact.map { "\(options.clientName) \($0)" } ?? options.clientName
        if isAccount { outcome.login = .undecided("the conversation ended before the login") }
    }

    /// This is the conversation of the operator's own account.
    private var isAccount: Bool { options.credential != nil }

    public mutating func next(_ event: ProbeEvent, into sink: any SampleSink) -> ProbeAction {
        switch event {
        case .start: open(.hello, tls: options.startsWithTLS)
        case .connected(let tls): connected(tls)
        case .bytes(let bytes): received(bytes, into: sink)
        case .response: stop("connect", "the transport gave an HTTP response to a probe that does not speak it")
        case .ended(let end): ended(end, into: sink)
        }
    }

    // MARK: Connections

    private mutating func open(_ opening: Opening, tls: Bool) -> ProbeAction {
        self.opening = opening
        // Where the connection never stands, this is what was not answered, and not what was asked before it.
        step = step(of: opening)
        isTLS = tls
        replyBegun = false
        connections += 1
        if tls { triedTLS = true } else { triedPlain = true }
        return .connect(tls: tls)
    }

    private mutating func connected(_ tls: TLSFacts?) -> ProbeAction {
        isTLS = tls != nil
        if let tls {
            tlsCompleted = true
            outcome.tls = tls
            if !identified { note("tls", "the handshake succeeds without a client certificate (\(tls.version))") }
        }
        if case .resume(let step) = opening, isAccount {
            afterLogin = step
            return logIn(consumed: 0)
        }
        return ask(step(of: opening))
    }

    private func step(of opening: Opening) -> Step {
        switch opening {
        case .hello: .hello
        case .isMaster: .isMasterQuery
        case .isMasterMessage: .isMasterMessage
        case .notice: .notice
        case .resume(let step): step
        }
    }

    private mutating func ask(_ step: Step, consumed: Int = 0) -> ProbeAction {
        self.step = step
        requestID &+= 1
        var dialect = dialect
        let command: MongoDBCommand
        switch step {
        case .hello: (command, dialect) = (.hello(applicationName: applicationName, account: accountName), .message)
        case .isMasterQuery:
            (command, dialect) = (.isMaster(applicationName: applicationName, account: accountName), .query)
        case .isMasterMessage:
            (command, dialect) = (.isMaster(applicationName: applicationName, account: accountName), .message)
        case .notice: command = .httpNotice
        case .saslStart:
            command = .saslStart(database: accountDatabase, mechanism: mechanism, payload: saslPayload)
        case .saslContinue, .saslEnd:
            command = .saslContinue(
                database: accountDatabase, conversation: saslConversation, payload: saslPayload)
        case .buildInfo: command = .buildInfo
        case .connectionStatus: command = .connectionStatus(showPrivileges: isAccount)
        case .listDatabases: command = .listDatabases
        case .listAdmin: command = .listCollections(database: "admin", batchSize: Limit.batch)
        case .noSuchCommand: command = .noSuchCommand
        case .usersInfo: command = .usersInfo
        case .listCollections(let index):
            command = .listCollections(
                database: database(index), batchSize: Limit.batch, authorizedOnly: isAccount)
        case .moreCollections(let index, let cursor, let collection):
            command = .getMore(
                database: database(index), collection: collection, cursor: cursor, batchSize: Limit.batch)
        case .closeListing(let index, let cursor, let collection):
            command = .killCursors(database: database(index), collection: collection, cursor: cursor)
        case .count(let index):
            let dataset = dataset(index)
            command = .count(database: dataset.database, collection: dataset.collection)
        case .find(let index):
            let dataset = dataset(index)
            let batches = batches ?? SampleBatches(cap: sampleLimit)
            command = .find(
                database: dataset.database, collection: dataset.collection, skip: Int32(clamping: batches.read),
                limit: Int32(clamping: batches.next))
        case .closeCursor(let index, let cursor):
            let dataset = dataset(index)
            command = .killCursors(database: dataset.database, collection: dataset.collection, cursor: cursor)
        }
        let secondary = identified && secondaryPreferred
        return .send(
            MongoDBRequest(command, id: requestID, dialect: dialect, secondaryPreferred: secondary), consumed: consumed)
    }

    private var sampleLimit: Int { min(max(options.samples, 1), 100_000) }

    private func database(_ index: Int) -> String {
        databases.indices.contains(index) ? databases[index] : "admin"
    }

    private func dataset(_ index: Int) -> MongoDBDataset {
        datasets.indices.contains(index)
            ? datasets[index] : MongoDBDataset(database: "admin", collection: "none", isPlain: false)
    }

    private mutating func note(_ phase: String, _ detail: String) {
        outcome.evidence.append(Observation(phase, detail))
    }

    private mutating func stop(_ phase: String, _ detail: String, access: Access? = nil) -> ProbeAction {
        note(phase, detail)
        if let access { outcome.access = access }
        return .finish
    }

    /// One sentence on what was not done; a peer can't make them many.
    private mutating func lacking(_ sentence: String) {
        guard outcome.incomplete.count < 20, !outcome.incomplete.contains(sentence) else { return }
        outcome.incomplete.append(sentence)
    }

    // MARK: Ends

    private mutating func ended(_ end: ConnectionEnd, into sink: any SampleSink) -> ProbeAction {
        switch end {
        case .outOfTime: return giveUp("the time for this endpoint was used up", into: sink)
        case .outOfBytes: return giveUp("the bytes for this endpoint were used up", into: sink)
        case .outOfScope(let why): return giveUp("the scope forbids the address: \(why)", into: sink)
        case .refused, .unreachable, .closed, .reset, .silent, .tlsFailed, .bytesBeforeTLS, .notHTTP:
            return identified ? lost(end, into: sink) : unidentified(end)
        }
    }

    /// The connection ended before anything was recognised.
    private mutating func unidentified(_ end: ConnectionEnd) -> ProbeAction {
        // How this server is spoken to was found out by the stranger: no other way is tried with an account.
        if isAccount { return stop("login", "the server could not be reached again") }
        switch end {
        case .refused:
            return stop("connect", "the port refuses connections", access: connections == 1 ? .closed : nil)
        case .unreachable(let why):
            return stop(
                "connect", "no answer to the connection attempt: \(why)", access: connections == 1 ? .filtered : nil)
        case .tlsFailed(.clientCertificateRequired):
            return stop(
                "tls", "the server demands a client certificate; what lies behind it was not seen",
                access: .clientCertRequired)
        case .tlsFailed(let failure):
            tlsFailure = failure
            note("tls", "the handshake fails: \(Self.words(failure))")
            if !triedPlain { return open(.hello, tls: false) }
            if plainClosed, isTLS { return open(.isMaster, tls: false) }
            return stop("hello", "nothing recognised, neither in the clear nor inside TLS")
        case .closed(let received), .reset(let received), .silent(let received):
            if step == .notice { return judgeNotice(seen: false, others: received > 0) }
            if received > 0 { return endedWithBytes(received) }
            let isSilence = if case .silent = end { true } else { false }
            return endedWithoutBytes(isSilence: isSilence)
        case .bytesBeforeTLS, .notHTTP, .outOfTime, .outOfBytes, .outOfScope:
            return stop("connect", "the connection could not be used")
        }
    }

    private mutating func endedWithBytes(_ received: Int) -> ProbeAction {
        if sawTLSRecord, !triedTLS { return open(.hello, tls: true) }
        if speaks { return judgeRefusals() }
        if replyBegun { return stop("hello", "the reply was cut short", access: .unknown) }
        return stop("hello", "\(received) bytes came that are no reply to hello", access: .notThis)
    }

    private mutating func endedWithoutBytes(isSilence: Bool) -> ProbeAction {
        let how = isSilence ? "no answer" : "closed without a byte"
        let place = isTLS ? "inside TLS" : "in the clear"
        note("hello", "\(how) after \(step == .hello ? "hello" : "isMaster") \(place)")
        if speaks {
            return step == .isMasterQuery ? open(.isMasterMessage, tls: isTLS) : judgeRefusals()
        }
        if !isTLS, !isSilence { plainClosed = true }
        switch (opening, isTLS) {
        case (.hello, false) where !triedTLS: return open(.hello, tls: true)
        case (.hello, false) where !isSilence: return open(.isMaster, tls: false)
        case (.hello, true) where !isSilence: return open(.isMaster, tls: true)
        case (_, _) where !isSilence: return open(.notice, tls: false)
        default: return stop("hello", "it could not be told what this is")
        }
    }

    /// The last attempt: does plain HTTP bring MongoDB's notice? It comes in the clear on TLS-only ports too (4.2.6 to
    /// 6.0.27), and tells a mongod that wants a client certificate from another TLS service. Where it wants one, it lets
    /// the TLS 1.3 handshake succeed and then closes, without an alert.
    private mutating func judgeNotice(seen: Bool, others: Bool) -> ProbeAction {
        if !seen {
            return others
                ? stop("hello", "plain HTTP is answered, by another service", access: .notThis)
                : stop("hello", "every attempt ended without a byte: it could not be told what this is")
        }
        note("hello", "plain HTTP is answered with MongoDB's notice")
        if tlsCompleted {
            return stop(
                "tls",
                "the handshake succeeds and every command is then answered by a close: as MongoDB does where no client "
                    + "certificate was given", access: .clientCertRequired)
        }
        switch tlsFailure {
        case .closed?, .other?, .notVerified?:
            return stop(
                "tls", "commands in the clear are refused by a close, and TLS could not be set up from here",
                access: .tlsRequired)
        case .clientCertificateRequired?, .notTLS?, nil:
            return stop("hello", "commands are answered by a close, and TLS is not spoken")
        }
    }

    private static func words(_ failure: TLSFailure) -> String {
        switch failure {
        case .clientCertificateRequired: "a client certificate is demanded"
        case .notTLS: "TLS is not spoken here"
        case .closed: "closed without an alert"
        case .notVerified(let words): "the certificate is not verified: \(MongoDBText.clean(words, limit: 100))"
        case .other(let words): MongoDBText.clean(words, limit: 100)
        }
    }

    /// The connection was lost in the middle. What was being asked is passed over; the rest goes on over a new one.
    private mutating func lost(_ end: ConnectionEnd, into sink: any SampleSink) -> ProbeAction {
        if case .tlsFailed(.clientCertificateRequired) = end, !outcome.access.isExposed {
            return stop("tls", "the server demands a client certificate", access: .clientCertRequired)
        }
        return passOver("the connection was lost", into: sink)
    }

    /// Gives up the step being answered, and goes on with the next on a new connection, a few times.
    private mutating func passOver(_ why: String, into sink: any SampleSink) -> ProbeAction {
        let next: Step?
        switch step {
        case .hello, .isMasterQuery, .isMasterMessage, .notice, .listDatabases, .listAdmin:
            next = nil
            note("list", "listing the databases: \(why)")
        case .saslStart, .saslContinue, .saslEnd:
            return breakOffLogin("the login was not answered as SCRAM asks: \(why)")
        case .buildInfo: next = .connectionStatus
        case .connectionStatus: next = .listDatabases
        case .noSuchCommand: next = .usersInfo
        case .usersInfo: next = .listCollections(0)
        case .listCollections(let index), .moreCollections(let index, _, _):
            listings.lost += 1
            lacking("The collections of a database could not be listed: \(why).")
            next = afterListing(index)
        case .closeListing(let index, _, _): next = afterListing(index)
        case .count(let index):
            estimate = nil
            next = .find(index)
        case .find(let index):
            finds.lost += 1
            lacking("A collection could not be read: \(why).")
            skip(index, why, into: sink)
            next = afterSampling(index)
        case .closeCursor(let index, _): next = afterBatch(of: index)
        }
        judge()
        guard let next else { return .finish }
        reconnects += 1
        guard reconnects <= Limit.reconnects else {
            lacking("The connection was lost \(reconnects) times.")
            return .finish
        }
        return open(.resume(next), tls: isTLS)
    }

    private mutating func giveUp(_ why: String, into sink: any SampleSink) -> ProbeAction {
        note("connect", why)
        lacking("\(why.prefix(1).uppercased())\(why.dropFirst()).")
        switch step {
        case .count(let index) where identified, .find(let index) where identified: skip(index, why, into: sink)
        case .closeCursor(let index, _) where batches != nil: skip(index, why, into: sink)
        default: break
        }
        if identified { judge() }
        return .finish
    }

    /// Ends a dataset before its time; what was read of it counts.
    private mutating func skip(_ index: Int, _ why: String, into sink: any SampleSink) {
        if batches == nil { sink.beginDataset(dataset(index).name, recordsEstimated: estimate) }
        batches = nil
        sink.endDataset(skipped: why)
    }

    // MARK: Replies

    private mutating func received(_ bytes: UnsafeRawBufferPointer, into sink: any SampleSink) -> ProbeAction {
        guard !bytes.isEmpty else { return .receive(consumed: 0) }
        if step == .notice { return receivedNotice(bytes) }
        // A TLS alert (RFC 8446, section 5.1: content type 21, legacy version 3.x) to a command in the clear.
        if !isTLS, !speaks, !identified, bytes.count >= 2, bytes[0] == 0x15, bytes[1] == 0x03 {
            sawTLSRecord = true
            note("hello", "a command in the clear is answered by a TLS alert")
            if !triedTLS { return open(.hello, tls: true) }
        }
        let limit = identified ? MongoDBFrames.maximumReplyBytes : MongoDBFrames.maximumGreetingBytes
        do throws(ByteError) {
            guard let reply = try MongoDBFrames.reply(to: requestID, in: bytes, limit: limit) else {
                replyBegun = true
                return .receive(consumed: 0)
            }
            return try handle(reply, into: sink)
        } catch {
            return broken(error, into: sink)
        }
    }

    private mutating func receivedNotice(_ bytes: UnsafeRawBufferPointer) -> ProbeAction {
        let head = String(decoding: bytes.prefix(Limit.noticeBytes), as: UTF8.self)
        if head.contains("trying to access MongoDB over HTTP") { return judgeNotice(seen: true, others: false) }
        guard bytes.count < Limit.noticeBytes else { return judgeNotice(seen: false, others: true) }
        return .receive(consumed: 0)
    }

    /// What came is not a reply, or not one that can be read.
    private mutating func broken(_ error: ByteError, into sink: any SampleSink) -> ProbeAction {
        guard identified else {
            if speaks { return judgeRefusals() }
            return stop("hello", "what came is no reply to \(name(of: step)): \(Self.words(error))", access: .notThis)
        }
        note(phase(of: step), "the reply to \(name(of: step)) is malformed: \(Self.words(error))")
        return passOver("malformed reply", into: sink)
    }

    private static func words(_ error: ByteError) -> String {
        switch error {
        case .truncated: "it ends too early"
        case .negativeLength: "negative length"
        case .tooLong(_, let limit): "longer than \(limit) bytes"
        case .tooDeep(let limit): "nested more than \(limit) deep"
        case .malformed(let what, let offset): "\(what) at offset \(offset)"
        }
    }

    private func name(of step: Step) -> String {
        switch step {
        case .hello: "hello"
        case .isMasterQuery, .isMasterMessage: "isMaster"
        case .notice: "GET /"
        case .saslStart: "saslStart"
        case .saslContinue, .saslEnd: "saslContinue"
        case .buildInfo: "buildInfo"
        case .connectionStatus: "connectionStatus"
        case .listDatabases: "listDatabases"
        case .listAdmin, .listCollections: "listCollections"
        case .noSuchCommand: "ajarNoSuchCommand"
        case .usersInfo: "usersInfo"
        case .moreCollections: "getMore"
        case .count: "count"
        case .find: "find"
        case .closeListing, .closeCursor: "killCursors"
        }
    }

    private func phase(of step: Step) -> String {
        switch step {
        case .hello, .isMasterQuery, .isMasterMessage, .notice: "hello"
        case .saslStart, .saslContinue, .saslEnd: "login"
        case .buildInfo: "version"
        case .connectionStatus, .noSuchCommand, .usersInfo: "role"
        case .listDatabases, .listAdmin, .listCollections, .moreCollections, .closeListing: "list"
        case .count, .find, .closeCursor: "read"
        }
    }

    private mutating func handle(
        _ reply: MongoDBFrames.Reply, into sink: any SampleSink
    ) throws(ByteError) -> ProbeAction {
        let answer = try MongoDBFrames.answer(in: reply.document)
        replyBegun = false
        let consumed = reply.length
        switch step {
        case .hello, .isMasterQuery, .isMasterMessage:
            return try greeted(answer, consumed: consumed)
        case .notice:
            return .receive(consumed: consumed)
        case .saslStart:
            return try proving(answer, consumed: consumed)
        case .saslContinue:
            return try proved(answer, consumed: consumed)
        case .saslEnd:
            guard case .done(let document) = answer, try document.first("done")?.isTrue == true else {
                return breakOffLogin("the server does not come to the end of the login")
            }
            return loggedIn(consumed: consumed)
        case .buildInfo:
            try learnVersion(answer)
            return ask(.connectionStatus, consumed: consumed)
        case .connectionStatus:
            try learnAccount(answer)
            return ask(.listDatabases, consumed: consumed)
        case .listDatabases:
            return try listedDatabases(answer, consumed: consumed)
        case .listAdmin:
            return listedAdmin(answer)
        case .noSuchCommand:
            if case .done = answer {
                saysYesToAll = true
                suspect("says it carried out a command that does not exist: what it grants proves nothing")
            }
            return ask(.usersInfo, consumed: consumed)
        case .usersInfo:
            learnControl(answer)
            return databases.isEmpty ? conclude() : ask(.listCollections(0), consumed: consumed)
        case .listCollections(let index), .moreCollections(let index, _, _):
            return try listedCollections(answer, of: index, consumed: consumed)
        case .closeListing(let index, _, _):
            return go(afterListing(index), consumed: consumed)
        case .count(let index):
            estimate = nil
            if case .done(let document) = answer, let count = try document.first("n")?.integer, count >= 0 {
                estimate = Int(exactly: count)
            }
            return ask(.find(index), consumed: consumed)
        case .find(let index):
            return try found(answer, in: index, consumed: consumed, sink: sink)
        case .closeCursor(let index, _):
            return go(afterBatch(of: index), consumed: consumed)
        }
    }

    private mutating func go(_ next: Step?, consumed: Int) -> ProbeAction {
        guard let next else { return conclude() }
        return ask(next, consumed: consumed)
    }

    /// It contradicts itself.
    private mutating func suspect(_ reason: String) {
        if !outcome.flags.contains("honeypot_suspected") { outcome.flags.append("honeypot_suspected") }
        note("role", reason)
    }

    private static func hash(_ document: BSONDocument) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: document.bytes)
        return hasher.finalize()
    }

    // MARK: Who is it?

    private mutating func greeted(_ answer: MongoDBFrames.Answer, consumed: Int) throws(ByteError) -> ProbeAction {
        switch answer {
        case .refused(let refusal):
            speaks = true
            note("hello", "\(name(of: step)) is refused: \(refusal.description)")
            if refusal.isUnauthorized { refusedForLogin = true }
            switch step {
            // 4.2 has no hello (code 59); some servers refuse the old opcode (DocumentDB, code 303).
            case .hello: return ask(.isMasterQuery, consumed: consumed)
            case .isMasterQuery: return ask(.isMasterMessage, consumed: consumed)
            default: return judgeRefusals()
            }
        case .done(let document):
            try BSONWalker.validate(document.bytes)
            let primary = try document.first("isWritablePrimary", or: "ismaster")
            let version = try document.first("maxWireVersion")?.integer
            guard primary != nil || version != nil else {
                return stop("hello", "says ok to \(name(of: step)) without any of its fields", access: .notThis)
            }
            identified = true
            isUninitiated = try document.first("isreplicaset")?.isTrue == true
            maxWireVersion = version
            helloHash = Self.hash(document)
            let isPrimary = primary?.isTrue ?? true
            secondaryPreferred = !isPrimary
            dialect = (version ?? 0) >= 6 || step != .isMasterQuery ? .message : .query
            note(
                "hello",
                "answers \(name(of: step))"
                    + (version.map { " with wire versions up to \($0)" } ?? "")
                    + (try document.first("setName") != nil ? ", a member of a replica set" : "")
                    + (MongoDBText.clean(try document.first("msg"), limit: 20) == "isdbgrid" ? ", a router" : "")
                    + (isPrimary ? "" : ", not a primary: \(MongoDBText.clean(try document.first("info"), limit: 100))")
            )
            guard isAccount else { return ask(.buildInfo, consumed: consumed) }
            guard let offered = try Self.mechanism(in: document) else {
                return breakOffLogin("the server offers this account no login by SCRAM, and no other is used")
            }
            mechanism = offered
            return logIn(consumed: consumed)
        }
    }

    // MARK: The operator's own account

    private var accountDatabase: String {
        if case .password(_, _, let database)? = options.credential { database ?? "admin" } else { "admin" }
    }

    private var accountName: String? {
        options.credential?.user.map { "\(accountDatabase).\($0)" }
    }

    /// The best that the server offers the account; SHA-1 where it offers nothing, as the drivers' specification says
    /// (servers before 4.0, and accounts that do not exist).
    private static func mechanism(in document: BSONDocument) throws(ByteError) -> SCRAM.Mechanism? {
        guard case .array(let list)? = try document.first("saslSupportedMechs") else { return .sha1 }
        var offered: Set<String> = []
        var elements = list.elements
        while offered.count < 20, let element = try elements.next() {
            if let name = element.value.text(limit: 40) { offered.insert(name) }
        }
        return SCRAM.Mechanism.allCases.first { offered.contains($0.rawValue) }
    }

    private mutating func logIn(consumed: Int) -> ProbeAction {
        guard case .password(let user, let password, _)? = options.credential else {
            return breakOffLogin("MongoDB is logged in to by user and password")
        }
        do throws(SCRAM.Failure) {
            let scram = try SCRAM.mongoDB(mechanism, user: user, password: password)
            saslPayload = scram.first()
            self.scram = scram
        } catch {
            return breakOffLogin(Self.words(error))
        }
        return ask(.saslStart, consumed: consumed)
    }

    /// The server's challenge: answered with the proof, once it is known to be sane.
    private mutating func proving(_ answer: MongoDBFrames.Answer, consumed: Int) throws(ByteError) -> ProbeAction {
        guard case .done(let document) = answer else { return refusedLogin(answer) }
        guard case .binary(_, let payload)? = try document.first("payload"),
            let conversation = try document.first("conversationId")?.integer.flatMap({ Int32(exactly: $0) })
        else { return breakOffLogin(Self.words(SCRAM.Failure.malformed)) }
        do throws(SCRAM.Failure) {
            guard let proof = try scram?.proof(answering: payload) else { throw .malformed }
            saslPayload = proof
        } catch {
            return breakOffLogin(Self.words(error))
        }
        saslConversation = conversation
        return ask(.saslContinue, consumed: consumed)
    }

    /// The server's proof.
    private mutating func proved(_ answer: MongoDBFrames.Answer, consumed: Int) throws(ByteError) -> ProbeAction {
        guard case .done(let document) = answer else { return refusedLogin(answer) }
        guard case .binary(_, let payload)? = try document.first("payload") else {
            return breakOffLogin(Self.words(SCRAM.Failure.malformed))
        }
        do throws(SCRAM.Failure) {
            guard let scram else { throw .malformed }
            try scram.verify(payload)
        } catch {
            return breakOffLogin(Self.words(error))
        }
        if try document.first("done")?.isTrue == true { return loggedIn(consumed: consumed) }
        saslPayload = []
        return ask(.saslEnd, consumed: consumed)
    }

    private mutating func loggedIn(consumed: Int) -> ProbeAction {
        outcome.login = .accepted(method: mechanism.rawValue.lowercased())
        scram = nil
        return ask(afterLogin, consumed: consumed)
    }

    /// One refusal is the answer: neither another mechanism nor the same once more is tried.
    private mutating func refusedLogin(_ answer: MongoDBFrames.Answer) -> ProbeAction {
        guard case .refused(let refusal) = answer, !hasLoggedIn else {
            return breakOffLogin("the account could not log in again")
        }
        let code = refusal.code.map { String($0) } ?? "none"
        outcome.login = .refused("the server refuses the user or the password (code \(code))")
        return .finish
    }

    private mutating func breakOffLogin(_ why: String) -> ProbeAction {
        if hasLoggedIn {
            lacking("The account could not log in again on a new connection.")
        } else {
            outcome.login = .undecided(why)
        }
        return .finish
    }

    private var hasLoggedIn: Bool { if case .accepted? = outcome.login { true } else { false } }

    private static func words(_ failure: SCRAM.Failure) -> String {
        switch failure {
        case .unusableName: "the user or the password is empty, or has characters that SASLprep forbids"
        case .malformed: "the server's part of the login is no SCRAM: nothing more was sent"
        case .wrongNonce: "the server answers another login than this one: no proof was sent"
        case .iterations:
            "the server asks for fewer than \(SCRAM.iterations.lowerBound) or more than "
                + "\(SCRAM.iterations.upperBound) rounds: no proof was sent"
        case .refused: "the server breaks the login off"
        case .wrongSignature: "the server did not prove that it knows the password: nothing more was asked of it"
        case .unavailable: "this machine's libcrypto does not compute what the login takes"
        }
    }

    /// It frames replies to our requests as MongoDB does, and refuses to say hello.
    private mutating func judgeRefusals() -> ProbeAction {
        refusedForLogin
            ? stop("hello", "replies as MongoDB does, and wants a login for everything", access: .authRequired)
            : stop("hello", "replies as MongoDB does, and answers none of the greetings")
    }

    private mutating func learnVersion(_ answer: MongoDBFrames.Answer) throws(ByteError) {
        switch answer {
        case .refused(let refusal):
            note("version", "buildInfo is refused: \(refusal.description)")
        case .done(let document):
            let version = MongoDBText.clean(try document.first("version"), limit: 40)
            // FerretDB 1 says `ferretdbVersion`, 2 `ferretdb: {version}`.
            var ferret = MongoDBText.clean(try document.first("ferretdbVersion"), limit: 40)
            if case .document(let own)? = try document.first("ferretdb") {
                ferret = MongoDBText.clean(try own.first("version"), limit: 40)
            }
            if !ferret.isEmpty {
                outcome.product = "FerretDB"
                outcome.version = ferret.first == "v" ? String(ferret.dropFirst()) : ferret
                note("version", "FerretDB \(ferret), in place of MongoDB \(version): reads and refuses as MongoDB does")
            } else if !version.isEmpty {
                outcome.product = "MongoDB"
                outcome.version = version
                note("version", "buildInfo says \(version)")
                if let wire = maxWireVersion, !MongoDBVersions.fits(version, wireVersion: wire) {
                    suspect("says it is \(version), and speaks wire version \(wire), which no such version does")
                }
            }
            if let helloHash, helloHash == Self.hash(document) { suspect("the same answer comes whatever is asked") }
        }
    }

    private mutating func learnAccount(_ answer: MongoDBFrames.Answer) throws(ByteError) {
        if isAccount {
            guard case .done(let document) = answer else { return }
            account = try MongoDBAccount(document)
            outcome.privileges = account?.privileges
            return
        }
        guard case .done(let document) = answer,
            case .document(let status)? = try document.first("authInfo"),
            case .array(let users)? = try status.first("authenticatedUsers")
        else { return note("role", "connectionStatus tells nothing") }
        var elements = users.elements
        guard let first = try elements.next(), case .document(let account) = first.value else {
            return note("role", "connectionStatus names no account")
        }
        let user = MongoDBText.clean(try account.first("user"), limit: 60)
        let role = user + "@" + MongoDBText.clean(try account.first("db"), limit: 60)
        outcome.privileges = Privileges(role: role)
        note("role", "connectionStatus names the account \(role) though no login was made")
    }

    /// `usersInfo` asks nothing of an account where access control is off (`connectionStatus` is empty there too), and
    /// all else is then allowed.
    private mutating func learnControl(_ answer: MongoDBFrames.Answer) {
        switch answer {
        case .done:
            guard !saysYesToAll else { return }
            controlIsOff = true
            note(
                "role",
                "usersInfo is answered without a login: access control is off, for writing and administration too")
        case .refused(let refusal):
            isNotNow = isNotNow || refusal.isNotNow
            note("role", "usersInfo is refused (\(refusal.summary)): what may be done beside reading could not be told")
        }
    }

    // MARK: What is there?

    private mutating func listedDatabases(
        _ answer: MongoDBFrames.Answer, consumed: Int
    ) throws(ByteError) -> ProbeAction {
        switch answer {
        case .refused(let refusal):
            note("list", "listDatabases is refused: \(refusal.description)")
            if refusal.isUnauthorized {
                outcome.access = .authRequired
            } else if refusal.code == 13435, !secondaryPreferred {
                secondaryPreferred = true
                return ask(.listDatabases, consumed: consumed)
            } else if refusal.isNotNow {
                return stop("list", notNow.why, access: notNow.access)
            }
            return .finish
        case .done(let document):
            guard case .array(let list)? = try document.first("databases") else {
                throw .malformed("listDatabases without databases", offset: 0)
            }
            var names: [String] = []
            var elements = list.elements
            while names.count <= Limit.databases, let element = try elements.next() {
                guard case .document(let entry) = element.value, let name = try entry.first("name")?.text(limit: 255),
                    MongoDBCatalog.isUsable(name)
                else { continue }
                names.append(name)
            }
            if names.count > Limit.databases {
                lacking("Only the first \(Limit.databases) databases were looked into.")
            }
            // Those of the target's URL first, the server's own last.
            func rank(_ name: String) -> Int {
                name == options.database ? 0 : MongoDBCatalog.isSystemDatabase(name) ? 2 : 1
            }
            let kept = names.prefix(Limit.databases)
            databases = (0...2).flatMap { wanted in kept.filter { rank($0) == wanted } }
            note("list", "listDatabases names \(databases.count) databases")
            let next = isAccount ? Step.listCollections(0) : .noSuchCommand
            return ask(databases.isEmpty ? .listAdmin : next, consumed: consumed)
        }
    }

    /// An empty list. While a server with access control has no user yet, it answers clients on its own machine so, and
    /// refuses them all else (4.2.6 to 6.0.27); an open FerretDB without databases answers so too.
    private mutating func listedAdmin(_ answer: MongoDBFrames.Answer) -> ProbeAction {
        switch answer {
        case .refused(let refusal) where refusal.isUnauthorized:
            return stop(
                "list",
                "the list is empty and a read is refused (\(refusal.summary)): access control is on and no user exists "
                    + "yet, which clients on the server's own machine see so",
                access: .authRequired)
        case .refused(let refusal):
            return stop(
                "list", "the list is empty and a read fails: \(refusal.description)",
                access: refusal.isNotNow ? notNow.access : nil)
        case .done:
            outcome.datasetsListed = 0
            return stop("list", "the list is empty: there is nothing to read that would prove access")
        }
    }

    private mutating func listedCollections(
        _ answer: MongoDBFrames.Answer, of index: Int, consumed: Int
    ) throws(ByteError) -> ProbeAction {
        let database = database(index)
        switch answer {
        case .refused(let refusal):
            listings.add(refusal)
            let known = listings.unauthorized + listings.notNow + listings.failed + listings.lost
            if known <= 2 { note("list", "listCollections is refused: \(refusal.description)") }
            if !refusal.isUnauthorized {
                lacking(
                    "The collections of \(MongoDBText.clean(database, limit: 80)) could not be listed (\(refusal.summary))."
                )
            }
        case .done(let document):
            guard case .document(let cursor)? = try document.first("cursor") else {
                throw .malformed("listCollections without cursor", offset: 0)
            }
            let batch = try cursor.first("firstBatch", or: "nextBatch")
            guard case .array(let list)? = batch else { throw .malformed("cursor without batch", offset: 0) }
            var elements = list.elements
            var named = false
            while datasets.count < Limit.collections, let element = try elements.next() {
                guard case .document(let entry) = element.value, let name = try entry.first("name")?.text(limit: 255),
                    MongoDBCatalog.isUsable(name), !MongoDBCatalog.isServersOwn(database: database, collection: name)
                else { continue }
                named = true
                let kind = try entry.first("type")?.text(limit: 40)
                datasets.append(
                    MongoDBDataset(database: database, collection: name, isPlain: kind == nil || kind == "collection"))
            }
            if case .listCollections = step { listings.done += 1 }
            outcome.datasetsListed = datasets.count
            let id = try cursor.first("id")?.integer ?? 0
            if id != 0 {
                // The name that a listing's cursor is continued and closed by follows the database's in `ns`.
                let space = try cursor.first("ns")?.text(limit: 600) ?? ""
                let collection = space.hasPrefix("\(database).") ? String(space.dropFirst(database.count + 1)) : ""
                let target = MongoDBCatalog.isUsable(collection) ? collection : "$cmd.listCollections"
                listingRounds += 1
                return datasets.count < Limit.collections && named && listingRounds < Limit.listingRounds
                    ? ask(.moreCollections(index, cursor: id, collection: target), consumed: consumed)
                    : ask(.closeListing(index, cursor: id, collection: target), consumed: consumed)
            }
        }
        return go(afterListing(index), consumed: consumed)
    }

    private mutating func afterListing(_ index: Int) -> Step? {
        if datasets.count >= Limit.collections {
            lacking("Only the first \(Limit.collections) collections were listed.")
        } else if index + 1 < databases.count {
            return .listCollections(index + 1)
        }
        leaveOutPieces()
        // Once all are known: the server's own databases last, then by promise; a sort of positions is a stable one.
        let order = datasets.enumerated().map { position, dataset in
            (
                MongoDBCatalog.isSystemDatabase(dataset.database) ? 1 : 0, -Promise.of(dataset.collection),
                position
            )
        }
        datasets = order.sorted(by: <).map { datasets[$0.2] }
        let most = max(options.maximumDatasets, 0)
        if datasets.count > most {
            lacking("Only \(most) of \(datasets.count) datasets were sampled.")
        }
        note("list", "listCollections names \(datasets.count) collections in \(listings.done) databases")
        return sampling(0)
    }

    /// GridFS cuts files into pieces of 255 KiB, and describes them in a collection beside: that one is read.
    private mutating func leaveOutPieces() {
        let names = Set(datasets.map(\.name))
        let pieces = datasets.filter { MongoDBCatalog.files(of: $0).map { names.contains($0.name) } ?? false }
        for dataset in pieces.prefix(10) { note("read", "\(dataset.name): pieces of files, kept by GridFS") }
        if pieces.count > 10 { note("read", "\(pieces.count - 10) more collections hold pieces of files") }
        datasets.removeAll(where: pieces.contains)
    }

    private func sampling(_ index: Int) -> Step? {
        guard index < min(datasets.count, max(options.maximumDatasets, 0)) else { return nil }
        return dataset(index).isPlain ? .count(index) : .find(index)
    }

    private mutating func afterSampling(_ index: Int) -> Step? {
        estimate = nil
        judge()
        return sampling(index + 1)
    }

    /// A reply to `find`: its records are walked where they lie.
    private mutating func found(
        _ answer: MongoDBFrames.Answer, in index: Int, consumed: Int, sink: any SampleSink
    ) throws(ByteError) -> ProbeAction {
        switch answer {
        case .refused(let refusal):
            finds.add(refusal)
            // No words of the server's here: an error of a view may quote a record.
            if finds.unauthorized + finds.notNow + finds.failed <= 3 {
                note("read", "find is refused: \(refusal.summary)")
            }
            skip(index, "find is refused: \(refusal.summary)", into: sink)
            return go(afterSampling(index), consumed: consumed)
        case .done(let document):
            guard case .document(let cursor)? = try document.first("cursor"),
                case .array(let batch)? = try cursor.first("firstBatch")
            else { throw .malformed("find without a batch", offset: 0) }
            let id = try cursor.first("id")?.integer ?? 0
            finds.done += 1
            if finds.done == 1 { note("read", "find is answered without a login") }
            var batches = self.batches ?? SampleBatches(cap: sampleLimit)
            if self.batches == nil { sink.beginDataset(dataset(index).name, recordsEstimated: estimate) }
            self.batches = batches
            do throws(ByteError) {
                let asked = batches.next
                let count = try walk(batch, atMost: asked, into: sink)
                var stop = batches.took(count, isSettled: sink.isSettled)
                // A batch that the server cut at its 16 MiB leaves a cursor: enough of one dataset.
                if count < asked, id != 0 { stop = .cap }
                self.batches = stop == nil ? batches : nil
                if let stop {
                    sink.stopped(stop)
                    sink.endDataset(skipped: nil)
                }
            } catch {
                skip(index, "the batch is malformed: \(Self.words(error))", into: sink)
                lacking("A collection could not be read to its end: the batch is malformed.")
            }
            return go(id == 0 ? afterBatch(of: index) : .closeCursor(index, cursor: id), consumed: consumed)
        }
    }

    /// The next batch of the dataset, where there is one, or else the next dataset.
    private mutating func afterBatch(of index: Int) -> Step? {
        batches != nil ? .find(index) : afterSampling(index)
    }

    /// A record that is malformed inside is counted and passed over; a batch whose frames do not fit ends.
    /// - Returns: how many records there were, broken ones too.
    private func walk(
        _ batch: BSONDocument, atMost limit: Int, into sink: any SampleSink
    ) throws(ByteError) -> Int {
        var elements = batch.elements
        var count = 0
        while count < limit, let element = try elements.next() {
            count += 1
            guard case .document(let record) = element.value else {
                sink.brokenRecord()
                continue
            }
            do throws(ByteError) {
                try BSONWalker.walk(record.bytes, into: sink)
            } catch {
                sink.brokenRecord()
            }
        }
        return count
    }

    // MARK: The verdict

    private mutating func conclude() -> ProbeAction {
        judge()
        if finds.done == 0, finds.notNow + listings.notNow > 0 || isNotNow { note("read", notNow.why) }
        return .finish
    }

    /// What it means that reads are refused for now.
    private var notNow: (access: Access, why: String) {
        isUninitiated
            ? (
                .unknown,
                "a member of a replica set that was never initiated answers no read: who may read shows only after that"
            )
            : (.busy, "reads are refused for now: it is starting, stopping or changing its part in a replica set")
    }

    /// Brings the verdict up to date with what was listed and read. Names alone are not yet `open`: a member of a set
    /// that was never initiated lists them all and lets nothing be read (4.2.6), even where there is none to read.
    private mutating func judge() {
        guard !databases.isEmpty else { return }
        let refused = listings.unauthorized + finds.unauthorized
        if finds.done > 0 {
            outcome.access = refused > 0 ? .partial : .open
        } else if refused > 0 {
            outcome.access = .partial
        } else if finds.notNow + listings.notNow > 0 || isNotNow {
            outcome.access = notNow.access
        } else if listings.done > 0, finds.failed > 0 || (finds.lost == 0 && sampling(0) == nil) {
            // Two lists, and there is nothing to read, or what failed did not fail for want of a login.
            outcome.access = .open
        } else {
            outcome.access = .unknown
        }
        if isAccount {
            // What it was shown was all readable; whether that is everything, its privileges tell.
            if outcome.access == .open, account?.readsEverything != true { outcome.access = .partial }
            return
        }
        if outcome.access.isExposed || controlIsOff {
            let role = outcome.privileges?.role
            outcome.privileges = Privileges(
                role: role, read: outcome.access.isExposed ? true : nil, write: controlIsOff ? true : nil,
                administer: controlIsOff ? true : nil)
        }
    }
}
