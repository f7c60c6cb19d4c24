import Exposure
import Formats
import Testing

@testable import Probes

@Suite struct PostgresMachineTests {
    static func play(_ recording: PostgresRecording) throws -> PostgresPlay {
        let request = try #require(recording.conversations.first { $0.name == "sslrequest" })
        return PostgresPlay(
            answerToSSLRequest: request.bytes("s").last ?? [],
            answerToStartup: { user, database, tls in
                guard let answer = recording.answer(user: user, database: database, tls: tls) else { return ([], nil) }
                return (answer.bytes, answer.end == "server-closed" ? .closed(received: answer.bytes.count) : nil)
            })
    }

    /// The verdict on each is held over sockets, by `ReplayMatrixTests`.
    @Test(arguments: PostgresRecording.all)
    func recordedServersAreToldTheSameByteByByte(recording: PostgresRecording) throws {
        var play = try Self.play(recording)
        let whole = play.run()
        #expect(whole.isFinished)
        #expect(whole.sent.count <= 16)
        if whole.outcome.access == .open {
            #expect(whole.outcome.entry?.user == "postgres")
            #expect(whole.outcome.entry?.tls == ["tls", "hostssl"].contains(recording.header.state))
            #expect(whole.sent.last == .terminate)
        } else {
            #expect(whole.outcome.entry == nil)
        }
        for observation in whole.outcome.evidence {
            #expect(!observation.detail.contains("127.0.0.1"))
        }
        play.byteByByte = true
        let slow = play.run()
        #expect(slow.outcome == whole.outcome)
        #expect(slow.sent == whole.sent)
    }

    @Test func fourVersionsAreRecorded() {
        #expect(Set(PostgresRecording.all.map(\.header.version)).count == 4)
        #expect(PostgresRecording.all.count == 75)
    }

    @Test(
        arguments: [
            ("scram", "scram-sha-256", []), ("md5", "md5", []), ("password", "password", ["cleartext_password"]),
            ("tls-scram", "scram-sha-256", []),
        ] as [(String, String, [String])])
    func theMethodOfAuthenticationIsNamed(state: String, method: String, flags: [String]) throws {
        let recording = try #require(
            PostgresRecording.all.first { $0.header.state == state && $0.header.version == "12.22" })
        let outcome = try Self.play(recording).run().outcome
        #expect(outcome.access == .authRequired)
        #expect(outcome.authentication == method)
        #expect(outcome.flags == flags)
    }

    @Test func aDatabaseNamedInTheTargetIsTriedFirst() throws {
        let recording = try #require(PostgresRecording.all.first { $0.header.state == "onedb" })
        let result = try Self.play(recording).run(ProbeOptions(user: "reader", database: "shop"))
        #expect(result.outcome.access == .open)
        #expect(result.outcome.entry == .init(user: "reader", database: "shop", tls: false))
        #expect(result.connections == 1)
    }

    @Test func theRolesTriedAreFewAndDocumented() throws {
        let recording = try #require(PostgresRecording.all.first { $0.header.state == "norole" })
        let result = try Self.play(recording).run()
        let tried = result.sent.compactMap { command -> String? in
            guard case .startup(let user, let database, _) = command else { return nil }
            return "\(user)/\(database)"
        }
        #expect(tried == ["postgres/postgres", "admin/postgres", "root/postgres"])
    }

    /// From 1.17 on PgBouncer looks at the role first: that one it does not list is told so shows that the others need
    /// no password.
    @Test func whetherPgBouncerAsksForAPasswordShowsFromARoleThatItDoesNotList() {
        let play = PostgresPlay(
            answerToSSLRequest: [0x4e],
            answerToStartup: { user, _, _ in
                let said = user == "postgres" ? "no such database: postgres" : "\"trust\" authentication failed"
                return (Self.error("08P01", said), nil)
            })
        let outcome = play.run().outcome
        #expect(outcome.access == .openRule)
        #expect(outcome.evidence.contains { $0.detail.hasPrefix("PgBouncer knows no database \"postgres\"") })
    }

    @Test(arguments: [("53300", "remaining connection slots are reserved"), ("3D000", "database \"x\" does not exist")])
    func theRuleThatAskedForNoPasswordIsNamed(state: String, message: String) {
        let play = PostgresPlay(
            answerToSSLRequest: [0x4e],
            answerToStartup: { _, _, _ in (Self.granted + Self.error(state, message), nil) })
        let rule = "a host or hostnossl rule asks role \"postgres\" for no password in database \"postgres\""
        #expect(play.run().outcome.evidence.contains { $0.detail == "\(rule), then \(state): \(message)" })
    }

    private static let few = PostgresRecording.all.filter {
        ["trust", "norole", "scram", "cert"].contains($0.header.state)
    }

    @Test(arguments: few)
    func everyTruncationEndsInATrueOutcome(recording: PostgresRecording) throws {
        let whole = try Self.play(recording)
        let longest = whole.answerToStartup("postgres", "postgres", false).bytes.count
        for count in stride(from: 0, to: longest, by: 3) {
            var cut = whole
            cut.answerToStartup = { user, database, tls in
                let answer = whole.answerToStartup(user, database, tls).bytes
                return (Array(answer.prefix(min(count, max(0, answer.count - 1)))), .closed(received: count))
            }
            let result = cut.run()
            #expect(result.isFinished)
            #expect(result.outcome.access != .open)
            #expect(result.outcome.access != .notThis)
        }
    }

    // MARK: Others

    private static func frame(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0, 0, UInt8((body.count + 4) >> 8), UInt8((body.count + 4) & 0xff)] + body
    }

    private static func error(_ state: String, _ message: String) -> [UInt8] {
        frame(0x45, Array("SFATAL\0VFATAL\0C\(state)\0M\(message)\0\0".utf8))
    }

    private static let granted = frame(0x52, [0, 0, 0, 0])

    private static func parameter(_ name: String, _ value: String) -> [UInt8] {
        frame(0x53, Array("\(name)\0\(value)\0".utf8))
    }

    private static let ready = frame(0x5a, [0x49])

    @Test(
        "P2: other protocols are not this, whichever letter they begin with",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "220 ftp.example.test ready\r\n",
            "-ERR unknown command\r\n", "ERROR\r\n", "Nothing here", "S\u{1}\u{2}\u{3}\u{4}", "Everything fine",
            "\u{0}\u{0}\u{0}\u{8}",
        ])
    func otherProtocolsAreNotThis(answer: String) {
        let bytes = Array(answer.utf8)
        for byteByByte in [false, true] {
            let play = PostgresPlay(
                answerToSSLRequest: bytes, answerToStartup: { _, _, _ in (bytes, .closed(received: bytes.count)) },
                handshake: .ended(.tlsFailed(.notTLS)), byteByByte: byteByByte)
            let result = play.run()
            #expect(result.isFinished)
            #expect(result.outcome.access == .notThis, "\(answer), \(byteByByte)")
            #expect(result.outcome.product == nil)
        }
    }

    @Test("P1: an echo is not this", arguments: ["N", "S", ""])
    func anEchoIsNotThis(first: String) {
        let play = PostgresPlay(
            answerToSSLRequest: first.isEmpty ? PostgresFrames.sslRequest : Array(first.utf8),
            answerToStartup: { user, database, _ in
                (PostgresFrames.startup(user: user, database: database, applicationName: "ajar 0123456789abcdef"), nil)
            })
        #expect(play.run().outcome.access == .notThis)
    }

    private static let reflections: [[UInt8]] = [
        error("28000", "you said ajar 0123456789abcdef"), granted + parameter("x", "ajar 0123456789abcdef") + ready,
    ]

    @Test(arguments: reflections)
    func aServerThatReflectsInsideFramesIsNotThis(answer: [UInt8]) {
        let play = PostgresPlay(answerToSSLRequest: [0x4e], answerToStartup: { _, _, _ in (answer, nil) })
        let outcome = play.run().outcome
        #expect(outcome.access == .notThis)
        #expect(outcome.entry == nil)
    }

    @Test func theApplicationNameMayComeBackAsAParameter() {
        let answer = Self.granted + Self.parameter("application_name", "ajar 0123456789abcdef") + Self.ready
        let play = PostgresPlay(answerToSSLRequest: [0x4e], answerToStartup: { _, _, _ in (answer, nil) })
        #expect(play.run().outcome.access == .open)
    }

    private static let flood = [[UInt8]](repeating: parameter("a", "b"), count: 100).flatMap { $0 }

    private static let answers: [([UInt8], Access)] = [
        (ready, .unknown), (granted, .unknown), (granted + frame(0x52, [0, 0, 0, 3]), .unknown),
        (granted + error("53300", "remaining connection slots are reserved"), .busy),
        (error("57P03", "the database system is starting up"), .busy),
        (error("08P01", "query_wait_timeout"), .busy), (error("08P01", "\"trust\" authentication failed"), .openRule),
        (error("08P01", "no such database: postgres"), .unknown), (error("08P01", "bouncer config error"), .unknown),
        (Array("Ecould not fork new process for connection: out of memory\n\0".utf8), .busy),
        (error("0A000", "unsupported frontend protocol 3.0"), .unknown),
        (error("28000", "Ident authentication failed for user \"postgres\""), .authRequired),
        (error("28000", "kein pg_hba.conf-Eintrag für Host"), .ipRestricted),
        (granted + error("28000", "Rolle »postgres« existiert nicht"), .openRule),
        (granted + error("55000", "database \"x\" is not currently accepting connections"), .openRule),
        (frame(0x52, [0, 0, 0, 7]), .authRequired), (frame(0x52, [0, 0, 0, 9]), .authRequired),
        (granted + [UInt8](repeating: 0, count: 8), .unknown),
        (granted + parameter("crdb_version", "CockroachDB CCL v23.1.11 (x)") + ready, .lookAlike),
        (flood, .unknown),
        (granted + flood, .unknown),
    ]

    @Test(arguments: answers)
    func answersAreJudgedByTheirMeaning(answer: [UInt8], access: Access) {
        for byteByByte in [false, true] {
            let play = PostgresPlay(
                answerToSSLRequest: [0x4e], answerToStartup: { _, _, _ in (answer, .closed(received: answer.count)) },
                byteByByte: byteByByte)
            let result = play.run()
            #expect(result.isFinished)
            #expect(result.outcome.access == access)
        }
    }

    @Test func cockroachIsNamedWithItsVersion() {
        let answer =
            Self.granted + Self.parameter("server_version", "13.0.0")
            + Self.parameter("crdb_version", "CockroachDB CCL v23.1.11 (x86_64)") + Self.ready
        let outcome = PostgresPlay(answerToSSLRequest: [0x4e], answerToStartup: { _, _, _ in (answer, nil) }).run()
            .outcome
        #expect(outcome.product == "CockroachDB")
        #expect(outcome.version == "23.1.11")
        #expect(outcome.entry == nil)
    }

    @Test func aRuleForTheClearIsFoundWhereTLSIsRefused() {
        let play = PostgresPlay(
            answerToSSLRequest: [0x53],
            answerToStartup: { _, _, tls in
                tls
                    ? (Self.error("28000", "no pg_hba.conf entry for host \"192.0.2.1\", SSL encryption"), nil)
                    : (Self.granted + Self.ready, nil)
            })
        let result = play.run()
        #expect(result.outcome.access == .open)
        #expect(result.outcome.entry?.tls == false)
        #expect(result.connections == 2)
    }

    @Test(arguments: [
        (TLSFailure.notTLS, Access.tlsRequired), (.clientCertificateRequired, .clientCertRequired),
        (.closed, .tlsRequired), (.other("no shared cipher"), .tlsRequired),
    ])
    func brokenTLSIsFollowedByOneTryInTheClear(failure: TLSFailure, access: Access) {
        var play = PostgresPlay(
            answerToSSLRequest: [0x53],
            answerToStartup: { _, _, _ in (Self.error("28000", "no pg_hba.conf entry, no encryption"), nil) },
            handshake: .ended(.tlsFailed(failure)))
        let refused = play.run()
        #expect(refused.outcome.access == access)
        #expect(refused.connections == 2)
        play.answerToStartup = { _, _, _ in (Self.granted + Self.ready, nil) }
        let open = play.run().outcome
        #expect(open.access == .open)
        #expect(open.entry?.tls == false)
    }

    @Test(arguments: [
        (ConnectionEnd.refused, Access.closed), (.unreachable("no route to host"), .filtered),
        (.outOfScope("not in scope"), .unknown), (.outOfTime, .unknown), (.outOfBytes, .unknown),
        (.silent(received: 0), .unknown),
    ])
    func endsBeforeAnyByteAreTold(end: ConnectionEnd, access: Access) {
        var machine = PostgresMachine(ProbeOptions())
        let sink = PostgresNoSink()
        _ = machine.next(.start, into: sink)
        guard case .finish = machine.next(.ended(end), into: sink) else {
            Issue.record("did not finish")
            return
        }
        #expect(machine.outcome.access == access)
        #expect(!machine.outcome.evidence.isEmpty)
    }

    @Test func aServerThatClosesWithoutAByteIsUnknown() {
        let play = PostgresPlay(
            answerToSSLRequest: [], answerToStartup: { _, _, _ in ([], .closed(received: 0)) })
        #expect(play.run().outcome.access == .unknown)
    }

    @Test func anyEventInAnyStateIsAnsweredAndTheMachineEnds() {
        let sink = PostgresNoSink()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var machine = PostgresMachine(ProbeOptions(user: "u", database: "d"))
            var connects = 0
            for _ in 0..<100 {
                let chunks: [[UInt8]] = [
                    [0x53], [0x4e], Self.granted, Self.ready, Self.error("28000", "x"), Self.error("3D000", "x"), [],
                    [0x45], [0xff],
                ]
                let action: ProbeAction
                switch Int.random(in: 0..<9, using: &generator) {
                case 0: action = machine.next(.start, into: sink)
                case 1: action = machine.next(.connected(tls: nil), into: sink)
                case 2: action = machine.next(.connected(tls: TLSFacts(version: "TLSv1.2")), into: sink)
                case 3: action = machine.next(.ended(.bytesBeforeTLS), into: sink)
                case 4: action = machine.next(.ended(.reset(received: 0)), into: sink)
                case 5: action = machine.next(.ended(.tlsFailed(.closed)), into: sink)
                case 6: action = machine.next(.response(HTTPResponse(status: 200)), into: sink)
                default:
                    let bytes = chunks.randomElement(using: &generator) ?? []
                    action = bytes.withUnsafeBytes { machine.next(.bytes($0), into: sink) }
                }
                if case .connect = action { connects += 1 }
                if case .finish = action { break }
            }
            #expect(connects < 60)
            #expect(machine.outcome.evidence.count <= 32)
        }
    }

    @Test func everyCommandIsDocumented() {
        let commands: [PostgresCommand] = [
            .sslRequest, .startup(user: "u", database: "d", applicationName: "a"), .terminate,
        ]
        #expect(commands.map(\.name) == PostgresProbe.commands.map(\.name))
        for command in commands {
            guard case .bytes(let bytes) = command.message else {
                Issue.record("not bytes")
                continue
            }
            #expect(!bytes.isEmpty)
            // Never a password ('p'), a query ('Q') or a cancel request (80877102).
            #expect(bytes[0] == 0 || bytes[0] == 0x58)
            #expect(!bytes.starts(with: [0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e]))
        }
    }

    @Test func theApplicationNameSaysWhoWeAre() {
        let play = PostgresPlay(answerToSSLRequest: [0x4e], answerToStartup: { _, _, _ in ([], .closed(received: 0)) })
        let result = play.run(
            ProbeOptions(clientName: "ajar/0.1 (security@example.test) " + String(repeating: "x", count: 80)))
        let names = result.sent.compactMap { command -> String? in
            guard case .startup(_, _, let name) = command else { return nil }
            return name
        }
        #expect(names.first?.hasPrefix("ajar/0.1 (security@example.test) ") == true)
        #expect(names.first?.hasSuffix(" 0123456789abcdef") == true)
        #expect(names.first?.utf8.count == 63)
    }
}
