import Exposure
import TestSupport
import Testing

/// Mistakes of other tools that only the whole command can make; docs/peers-mistakes.md lists all of them.
@Suite(.enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct PeersMistakesTests {
    private static func scan(_ behaviour: HostileServer.Behaviour, scheme: String = "") async throws -> (
        Command.Run, JSON
    ) {
        let server = try await HostileServer(behaviour)
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", "10", "\(scheme)127.0.0.1:\(server.port)"])
        await server.stop()
        return (run, try #require(try run.lines().first, "\(run.errors)"))
    }

    /// Asked as every service there is, in turn.
    private static func isNotThis(_ behaviour: HostileServer.Behaviour) async throws {
        let (run, endpoint) = try await scan(behaviour)
        #expect(endpoint["access"]?.text == "not_this", "\(run.output)")
        #expect(endpoint["service"] == nil)
        #expect(run.code == 0)
    }

    @Test(
        "R1, R3, B4: a Redis is never called another database, whatever it refuses or counts",
        arguments: [
            "-NOAUTH Authentication required.\r\n", "-NOPERM User default has no permissions to run the command\r\n",
            "-DENIED Redis is running in protected mode because protected mode is enabled\r\n",
            "-LOADING Redis is loading the dataset in memory\r\n", "-ERR unknown command\r\n", "+PONG\r\n",
            "$-1\r\n", "*2147483647\r\n*2147483647\r\n",
        ])
    func redis(answer: String) async throws { try await Self.isNotThis(.answer(answer)) }

    @Test(
        "C1: a ClickHouse is never called another database, with or without a time zone in its greeting",
        arguments: [
            "\u{0}\u{a}ClickHouse\u{17}\u{8}\u{54}\u{3}UTC\u{0}", "\u{0}\u{a}ClickHouse\u{17}\u{8}\u{54}",
            HTTPSays.response("Ok.\n", headers: ["X-ClickHouse-Summary: {}"]),
            "HTTP/1.0 400 Bad Request\r\n\r\nPort 9000 is for clickhouse-client program\r\n",
        ])
    func clickHouse(answer: String) async throws { try await Self.isNotThis(.answer(answer, thenClose: true)) }

    @Test("D1: a CouchDB is never called another database")
    func couchDB() async throws {
        try await Self.isNotThis(
            .answer(HTTPSays.response(#"{"couchdb":"Welcome","version":"3.3.3","features":[],"vendor":{"name":"x"}}"#)))
    }

    private static let mysql: [[UInt8]] = [
        // ERR 1130, and what is cut off, empty, or longer than all that will come.
        [0x45, 0, 0, 0, 0xff, 0x6a, 4] + Array("Host '127.0.0.1' is not allowed to connect to this MySQL server".utf8),
        [0x4a, 0, 0, 0, 0x0a, 0x38, 0x2e], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0, 0x0a],
    ]

    @Test("B5: a MySQL is never called another database, whatever lengths it says", arguments: mysql)
    func mySQL(greeting: [UInt8]) async throws {
        let (run, endpoint) = try await Self.scan(.init(onConnect: { $0.say(greeting) }))
        // Too little was said to tell what it is; never more than that.
        #expect(["not_this", "unknown"].contains(endpoint["access"]?.text), "\(run.output)")
        #expect(endpoint["service"] == nil)
    }

    @Test("M4: a list of databases longer than a packet is read to its end")
    func longListOfDatabases() async throws {
        let names: [MongoSays.Value] = (0..<400).map { .document([("name", .text("database-\($0)"))]) }
        let reply = MongoSays.document([("databases", .array(names)), MongoSays.ok])
        #expect(reply.count > 5125)
        let (run, endpoint) = try await Self.scan(MongoSays.server("listDatabases", reply), scheme: "mongodb://")
        #expect(endpoint["access"]?.text == "open", "\(run.output)")
        #expect((endpoint["datasets_listed"]?.integer ?? 0) >= 100)
    }

    @Test("M4: what was learnt before the connection broke is kept")
    func partialResultsAreKept() async throws {
        let (run, endpoint) = try await Self.scan(
            .init(onBytes: { channel, bytes in
                let request = Array(bytes.readableBytesView)
                let command = MongoSays.name(of: request)
                guard command != "listDatabases" else { return channel.reset() }
                channel.say(MongoSays.reply(to: request, MongoSays.honest(command)))
            }), scheme: "mongodb://")
        #expect(endpoint["access"]?.text == "unknown")
        #expect(endpoint["evidence"]?.elements?.contains { $0["detail"]?.text == "buildInfo says 6.0.5" } == true)
        #expect(run.code == 3)
    }

    @Test("M5: a server whose database admin is empty is open all the same")
    func emptyAdmin() async throws {
        let (run, endpoint) = try await Self.scan(
            MongoSays.server { command, request in
                switch command {
                case "listDatabases":
                    MongoSays.reply(
                        to: request,
                        MongoSays.document([
                            (
                                "databases",
                                .array([.document([("name", .text("admin"))]), .document([("name", .text("shop"))])])
                            ),
                            MongoSays.ok,
                        ]))
                case "listCollections"
                where String(decoding: request, as: UTF8.self).contains("$db\u{0}\u{6}\u{0}\u{0}\u{0}admin\u{0}"):
                    MongoSays.reply(to: request, MongoSays.cursor([]))
                default: nil
                }
            }, scheme: "mongodb://")
        #expect(endpoint["access"]?.text == "open", "\(run.output)")
        #expect(endpoint["datasets_read"]?.integer == 1)
    }

    @Test("B10: thousands of targets take no more memory than one, and every finding is written")
    func manyTargets() async throws {
        let listener = try Listener(.refuses)
        defer { listener.stop() }
        let watch = ProcessWatch()
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--services", "mongodb", "--ports", String(listener.port), "127.9.0.0/20"],
            watch: watch)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 4096 + 1)
        #expect(try JSON.parse(String(lines.last ?? ""))["access"]?["closed"]?.integer == 4096)
        #expect(watch.mebibytes > 0 && watch.mebibytes < 128, "\(watch.mebibytes) MiB")
        #expect(run.code == 0)
    }
}
