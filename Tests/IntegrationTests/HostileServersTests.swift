import Exposure
import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing

/// The built command against servers that mean harm: what it says of them, and what they cost it.
@Suite("HostileServers", .enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct HostileServersTests {
    /// Seconds that the command is given for each.
    private static let timeout = 2

    @Test("N1, N2, T1, T2: whatever is expected", arguments: HostileRow.any)
    func whateverTheProtocol(row: HostileRow) async throws { try await Self.check(row) }

    @Test(arguments: HostileRow.tls)
    func tls(row: HostileRow) async throws { try await Self.check(row) }

    @Test("B6, B9: PostgreSQL", arguments: HostileRow.postgres)
    func postgreSQL(row: HostileRow) async throws { try await Self.check(row) }

    @Test("B7, B9: MongoDB", arguments: HostileRow.mongodb)
    func mongoDB(row: HostileRow) async throws { try await Self.check(row) }

    @Test("B1, B2, B12: Elasticsearch", arguments: HostileRow.elasticsearch)
    func elasticsearch(row: HostileRow) async throws { try await Self.check(row) }

    private static func check(_ row: HostileRow) async throws {
        let server = try await HostileServer(row.behaviour())
        let watch = ProcessWatch()
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", String(timeout), row.target(server.port)], watch: watch)
        let lines = try run.lines()
        let endpoint = try #require(lines.first, "\(run.code) \(run.errors)")
        let access = endpoint["access"]?.text.flatMap(Access.init) ?? .closed
        let elapsed = endpoint["elapsed_ms"]?.integer ?? .max
        await HostileTable.shared.add(
            row, access: access, milliseconds: elapsed, mebibytes: watch.mebibytes, sent: server.sent)

        #expect(row.access.contains(access), "\(access): \(run.output)")
        // Neither crashed nor broken off, and what could not be told is never a success.
        #expect(run.code == 0 || run.code == 3, "\(run.code) \(run.errors)")
        #expect(lines.last?["kind"]?.text == "summary")
        if access == .unknown || endpoint["datasets_read"]?.integer == 0 && access.isExposed {
            #expect(run.code == 3, "\(run.output)")
        }
        #expect(elapsed <= timeout * 1000 + 500)
        #expect(watch.mebibytes > 0 && watch.mebibytes <= row.memory, "\(watch.mebibytes) MiB")
        #expect(server.sent <= row.mebibytes << 20, "\(server.sent) bytes")
        try await waitUntil { server.open == 0 }
        await server.stop()
    }

    // MARK: Inside TLS

    /// Lines said backwards, a web page, and zeros without end, all inside TLS.
    @Test(
        .enabled(if: OpenSSLServer.isThere, "needs `openssl` in PATH"), arguments: ["mongodbs", "https"],
        [["-rev"], ["-www"], ["-quiet"]])
    func whatIsNoDatabaseInsideTLS(scheme: String, arguments: [String]) async throws {
        let server = try await OpenSSLServer(arguments, saying: arguments == ["-quiet"] ? "/dev/zero" : nil)
        defer { server.stop() }
        let row = HostileRow(name: "", scheme: scheme, access: [.notThis, .unknown]) { .silence }
        let watch = ProcessWatch()
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", "4", row.target(server.port)], watch: watch)
        let endpoint = try #require(try run.lines().first)
        #expect(["not_this", "unknown"].contains(endpoint["access"]?.text), "\(run.output)")
        #expect(endpoint["service"] == nil)
        #expect(watch.mebibytes <= row.memory)
    }

    // MARK: Redirects

    /// Wherever a redirect points, nothing but the endpoint itself is dialled.
    @Test(arguments: ["/", "/_search", "/_resolve"])
    func redirectsAreNeverFollowed(path: String) async throws {
        let elsewhere = try await HostileServer(.silence)
        let location = "Location: http://127.0.0.1:\(elsewhere.port)/"
        let server = try await HostileServer(
            HTTPSays.server { asked in
                asked.hasPrefix(path) && (path != "/" || asked == "/") || asked.contains(path)
                    ? HTTPSays.response("", status: "302 Found", headers: [location]) : nil
            })
        let run = try await Command.run([
            "scan", "--format", "jsonl", "--timeout", "3", "http://127.0.0.1:\(server.port)",
        ])
        #expect(try run.lines().first?["access"]?.text != nil)
        #expect(server.accepted > 0)
        #expect(elsewhere.accepted == 0)
        await server.stop()
        await elsewhere.stop()
    }

    // MARK: Descriptors

    /// Every hostile server at once, eight at a time: were a connection left open, hundreds would be.
    @Test("B11: no socket is left open")
    func noSocketIsLeftOpen() async throws {
        let rows =
            HostileRow.any + HostileRow.tls + HostileRow.postgres.filter { $0.mebibytes < 16 } + HostileRow.mongodb
        var servers: [HostileServer] = []
        var targets: [String] = []
        for row in rows {
            let server = try await HostileServer(row.behaviour())
            servers.append(server)
            targets.append(row.target(server.port))
        }
        let watch = ProcessWatch()
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", "1", "--concurrency", "8"] + targets, watch: watch)
        #expect(try run.lines().count { $0["kind"]?.text == "endpoint" } == rows.count)
        #expect(watch.descriptors > 0 && watch.descriptors < 64, "\(watch.descriptors)")
        for server in servers {
            try await waitUntil { server.open == 0 }
            await server.stop()
        }
    }
}

/// A real server's conversation, cut off at many places.
@Suite("HostileServers: cut off", .enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct CutOffTests {
    private static let servers = [
        ("POSTGRES_OPEN", "postgres"), ("MONGODB_OPEN", "mongodb"), ("ELASTICSEARCH_OPEN", "http"),
        ("MONGODB_AUTH", "mongodb"), ("POSTGRES_AUTH", "postgres"),
    ]

    /// Whatever is missing is said to be missing: the finding is the whole one, or the scan is incomplete.
    @Test(arguments: servers, CuttingProxy.Cut.allCases)
    func aConversationCutOffAnywhereIsNeverTakenForAWholeOne(
        server: (name: String, scheme: String), cut: CuttingProxy.Cut
    ) async throws {
        let real = try Server.named(server.name)
        let whole = try await CuttingProxy(to: real.port, after: .max)
        let uncut = try await Self.scan([whole], server.scheme)
        await whole.stop()
        let expected = try #require(uncut.first)
        #expect(expected.access == real.access)

        // Each of the first bytes, then further and further apart.
        var places = Array(0..<24)
        while let last = places.last, last < whole.passed { places.append(last + max(last / 12, 3)) }
        var proxies: [CuttingProxy] = []
        for place in places { proxies.append(try await CuttingProxy(to: real.port, after: place, cut)) }
        let seen = try await Self.scan(proxies, server.scheme)
        #expect(seen.count == places.count)
        for (place, result) in zip(places, seen) {
            let isWhole = result.access == expected.access && result.datasets == expected.datasets
            #expect(isWhole || result.isIncomplete, "cut after \(place) bytes: \(result)")
            #expect(
                result.access == .unknown || result.access == expected.access, "cut after \(place) bytes: \(result)")
        }
        // Nothing is proved by the first byte, and all is when hardly one is missing.
        #expect(seen.first?.access == .unknown)
        #expect(seen.last?.access == expected.access)
        for proxy in proxies { await proxy.stop() }
    }

    struct Result: Sendable {
        var access: Access?
        var datasets: Set<String>
        var isIncomplete: Bool
    }

    /// What a scan of all at once says of each, in their order.
    private static func scan(_ proxies: [CuttingProxy], _ scheme: String) async throws -> [Result] {
        let targets = proxies.map { "\(scheme)://127.0.0.1:\($0.port)" }
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", "20", "--samples", "5", "--concurrency", "16"] + targets)
        #expect(run.code == 0 || run.code == 3, "\(run.errors)")
        let lines = try run.lines()
        let incomplete = lines.last?["incomplete"]?.elements?.compactMap(\.text) ?? []
        return targets.map { target in
            let place = String(target.drop { $0 != "/" }.dropFirst(2))
            let own = lines.filter { $0["target"]?.text == target }
            let access = own.first { $0["kind"]?.text == "endpoint" }?["access"]?.text.flatMap(Access.init)
            return Result(
                access: access, datasets: Set(own.compactMap { $0["dataset"]?.text }),
                isIncomplete: incomplete.contains { $0.hasPrefix(target) || $0.hasPrefix(place) })
        }
    }
}

/// What the rows cost, as a table in the file that `AJAR_HOSTILE_TABLE` names.
private actor HostileTable {
    static let shared = HostileTable()
    private var lines: [String] = []

    func add(_ row: HostileRow, access: Access, milliseconds: Int, mebibytes: Int, sent: Int) {
        guard let path = Server.environment("AJAR_HOSTILE_TABLE"), !path.isEmpty else { return }
        lines.append("| \(row.testDescription) | \(access.rawValue) | \(milliseconds) | \(mebibytes) | \(sent) |")
        let head = "| row | verdict | ms | MiB at the peak | bytes taken |\n| --- | --- | ---: | ---: | ---: |\n"
        try? (head + lines.sorted().joined(separator: "\n") + "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
    }
}

private func waitUntil(_ condition: () -> Bool) async throws {
    for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    #expect(condition())
}
