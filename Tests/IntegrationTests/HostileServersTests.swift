import Exposure
import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing

/// The built command against servers that mean harm: what it says of them, and what they cost it.
@Suite("HostileServers", .enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct HostileServersTests {
    @Test("N1, N2, T1, T2, B11: whatever is expected", arguments: HostileRow.any)
    func whateverTheProtocol(row: HostileRow) async throws { try await Self.check(row) }

    @Test(arguments: HostileRow.tls)
    func tls(row: HostileRow) async throws { try await Self.check(row) }

    @Test(arguments: HostileRow.postgres)
    func postgreSQL(row: HostileRow) async throws { try await Self.check(row) }

    @Test(arguments: HostileRow.mongodb)
    func mongoDB(row: HostileRow) async throws { try await Self.check(row) }

    @Test(arguments: HostileRow.elasticsearch)
    func elasticsearch(row: HostileRow) async throws { try await Self.check(row) }

    private static func check(_ row: HostileRow) async throws {
        let result = try await HostileRuns.result(of: row)
        let run = result.run
        let endpoint = try #require(result.endpoint, "\(run.code) \(run.errors)")
        let access = endpoint["access"]?.text.flatMap(Access.init) ?? .closed
        let elapsed = endpoint["elapsed_ms"]?.integer ?? .max
        await HostileTable.shared.add(row, access: access, milliseconds: elapsed, result)

        #expect(row.access.contains(access), "\(endpoint)")
        // Neither crashed nor broken off, and what could not be told is never a success.
        #expect(run.code == 0 || run.code == 3, "\(run.code) \(run.errors)")
        let summary = try #require(try run.lines().last)
        #expect(summary["kind"]?.text == "summary")
        if access == .unknown {
            let target = endpoint["target"]?.text ?? ""
            #expect(summary["incomplete"]?.elements?.contains { $0.text?.hasPrefix(target) == true } == true)
        }
        #expect(elapsed <= row.seconds * 1000 + 2000)
        #expect(result.sent <= row.mebibytes << 20, "\(result.sent) bytes")
        #expect(result.mebibytes > 0 && result.mebibytes <= row.memory, "\(result.mebibytes) MiB")
        // Were a connection left open, there would be several for each server.
        #expect(result.open == 0)
        #expect(result.descriptors > 0 && result.descriptors < 100, "\(result.descriptors)")
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
}

/// A real server's conversation, cut off at many places.
@Suite("HostileServers: cut off", .enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct CutOffTests {
    private static let servers = [
        ("POSTGRES_OPEN", "postgres"), ("MONGODB_OPEN", "mongodb"), ("ELASTICSEARCH_OPEN", "http"),
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
        var places = [0, 1, 2, 4, 7, 10, 15, 17]
        while let last = places.last, last < whole.passed { places.append(last + last / 3 + 5) }
        // A few at a time: a summary lists no more than a hundred reasons.
        for start in stride(from: 0, to: places.count, by: 16) {
            let places = places[start..<min(start + 16, places.count)]
            var proxies: [CuttingProxy] = []
            for place in places { proxies.append(try await CuttingProxy(to: real.port, after: place, cut)) }
            let seen = try await Self.scan(proxies, server.scheme)
            #expect(seen.count == places.count)
            for (place, result) in zip(places, seen) {
                let isWhole = result.access == expected.access && result.datasets == expected.datasets
                #expect(isWhole || result.isIncomplete, "cut after \(place) of \(whole.passed) bytes: \(result)")
                // Names may have been read by then, and nothing else.
                #expect(
                    [.unknown, .partial, expected.access].contains(result.access),
                    "cut after \(place) of \(whole.passed) bytes: \(result)")
                if place == 0 { #expect(result.access == .unknown) }
                if place > whole.passed { #expect(isWhole, "\(result)") }
            }
            for proxy in proxies { await proxy.stop() }
        }
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
            ["scan", "--format", "jsonl", "--timeout", "20", "--samples", "2", "--concurrency", "16"] + targets)
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

/// The servers of the rows, many to a scan: starting the command for each would take longer than all else.
private enum HostileRuns {
    struct Result: Sendable {
        var run: Command.Run
        var endpoint: JSON?
        var sent: Int
        /// Connections that the server still had when the command was gone.
        var open: Int
        /// Of the scan, whatever it shared it with.
        var mebibytes: Int
        var descriptors: Int
    }

    /// Those that are allowed more than the others are scanned alone.
    private static let batches: [[HostileRow]] = {
        let rows = HostileRow.any + HostileRow.tls + HostileRow.postgres + HostileRow.mongodb + HostileRow.elasticsearch
        let small = rows.filter { !$0.isAlone }
        let count = (small.count + 15) / 16
        // Dealt out like cards, so that each scan has of every kind.
        let dealt = (0..<count).map { start in
            stride(from: start, to: small.count, by: count).map { small[$0] }
        }
        return rows.filter(\.isAlone).map { [$0] } + dealt
    }()

    private static let runs: [Task<[Result], any Error>] = batches.map { batch in Task { try await scan(batch) } }

    static func result(of row: HostileRow) async throws -> Result {
        for (batch, run) in zip(batches, runs) {
            if let place = batch.firstIndex(where: { $0.testDescription == row.testDescription }) {
                return try await run.value[place]
            }
        }
        throw CancellationError()
    }

    private static func scan(_ batch: [HostileRow]) async throws -> [Result] {
        var servers: [HostileServer] = []
        for row in batch { servers.append(try await HostileServer(row.behaviour())) }
        let watch = ProcessWatch()
        let seconds = batch.map(\.seconds).max() ?? 1
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", String(seconds), "--concurrency", "16"]
                + zip(batch, servers).map { $0.target($1.port) }, watch: watch)
        let lines = try run.lines()
        var results: [Result] = []
        for server in servers {
            for _ in 0..<500 where server.open > 0 { try await Task.sleep(for: .milliseconds(10)) }
            results.append(
                Result(
                    run: run,
                    endpoint: lines.first { $0["kind"]?.text == "endpoint" && $0["port"]?.integer == server.port },
                    sent: server.sent, open: server.open, mebibytes: watch.mebibytes, descriptors: watch.descriptors))
            await server.stop()
        }
        return results
    }
}

/// What the rows cost, as a table in the file that `AJAR_HOSTILE_TABLE` names.
private actor HostileTable {
    static let shared = HostileTable()
    private var lines: [String] = []

    func add(_ row: HostileRow, access: Access, milliseconds: Int, _ result: HostileRuns.Result) {
        guard let path = Server.environment("AJAR_HOSTILE_TABLE"), !path.isEmpty else { return }
        let shared = row.isAlone ? "" : " (shared)"
        lines.append(
            "| \(row.testDescription) | \(access.rawValue) | \(milliseconds) | \(result.mebibytes)\(shared) | \(result.sent) |"
        )
        let head = "| row | verdict | ms | MiB at the peak | bytes taken |\n| --- | --- | ---: | ---: | ---: |\n"
        try? (head + lines.sorted().joined(separator: "\n") + "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
    }
}
