import Foundation
import Testing

@testable import Probes

/// Holds what the probes may send against `docs/safety.md`, both ways, and the list of probes against the folders.
@Suite struct ReadOnlyTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The first table below each `###` heading of the page: the names in its first column, and its whole rows.
    static func documented() throws -> [String: [(name: String, row: String)]] {
        let page = try String(contentsOf: root.appendingPathComponent("docs/safety.md"), encoding: .utf8)
        var tables: [String: [(name: String, row: String)]] = [:]
        var heading: String?
        for line in page.split(separator: "\n") {
            if line.hasPrefix("#") {
                heading = line.hasPrefix("### ") ? String(line.dropFirst(4)) : nil
            } else if let heading, line.hasPrefix("| `"), let name = line.dropFirst(3).split(separator: "`").first {
                tables[heading, default: []].append((String(name), String(line)))
            }
        }
        return tables
    }

    /// The page's heading for each probe.
    static let headings = [
        "postgresql": "PostgreSQL", "mongodb": "MongoDB", "elasticsearch": "Elasticsearch and OpenSearch",
    ]

    @Test("L1: every command that can be sent is documented, and the other way round")
    func everyCommandIsDocumentedAndEveryDocumentedCommandExists() throws {
        let tables = try Self.documented()
        for probe in ProbeIndex.all {
            let service = probe.service.rawValue
            let heading = try #require(Self.headings[service], "no heading for \(service)")
            let names = try #require(tables[heading]).map(\.name)
            #expect(names == probe.commands.map(\.name), "docs/safety.md, \(heading)")
            #expect(Set(names).count == names.count, "named twice: \(heading)")
            #expect(probe.commands.allSatisfy { !$0.purpose.isEmpty })
        }
    }

    /// The switches below have no `default`: a new command does not compile until somebody has looked at this file.
    @Test func whatCanBeSentIsDescribed() {
        let postgres: [PostgresCommand] = [
            .sslRequest, .startup(user: "u", database: "d", applicationName: "a"), .terminate,
        ]
        for command in postgres {
            switch command {
            case .sslRequest, .startup, .terminate: break
            }
        }
        #expect(Set(postgres.map(\.name)) == Set(PostgresProbe.commands.map(\.name)))

        let mongo: [MongoDBCommand] = [
            .hello(applicationName: "a"), .isMaster(applicationName: "a"),
            .saslStart(database: "d", mechanism: .sha256, payload: []),
            .saslContinue(database: "d", conversation: 1, payload: []), .buildInfo, .connectionStatus(),
            .listDatabases, .noSuchCommand, .usersInfo, .listCollections(database: "d", batchSize: 1),
            .getMore(database: "d", collection: "c", cursor: 1, batchSize: 1), .count(database: "d", collection: "c"),
            .find(database: "d", collection: "c", skip: 0, limit: 1),
            .killCursors(database: "d", collection: "c", cursor: 1),
            .httpNotice,
        ]
        for command in mongo {
            switch command {
            case .hello, .isMaster, .saslStart, .saslContinue, .buildInfo, .connectionStatus, .listDatabases,
                .noSuchCommand, .usersInfo,
                .listCollections, .getMore, .count, .find, .killCursors, .httpNotice:
                break
            }
        }
        #expect(Set(mongo.map(\.name)) == Set(MongoDBProbe.commands.map(\.name)))
    }

    @Test func theNamesThatAreTriedUnaskedAreDocumented() throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent("docs/safety.md"), encoding: .utf8)
        func row(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") + " |" }
        #expect(page.contains("| roles | " + row(PostgresMachine.usualRoles)))
        #expect(page.contains("| databases | " + row(PostgresMachine.usualDatabases)))
        #expect(page.contains("At most \(PostgresMachine.maximumAttempts) start-up messages"))
    }

    @Test func everyPathOfElasticsearchIsDocumented() throws {
        let index = try #require(IndexName("index"))
        let pattern = try #require(IndexPattern("pattern"))
        let commands: [ElasticsearchCommand] =
            [
                .root, .accountPrivileges, .noSuchEndpoint, .resolve, .catalog(hidden: true), .catalog(hidden: false),
                .search(index, size: 1), .discover(nil, size: 1), .discover(pattern, size: 1),
            ] + ElasticsearchCommand.AccountEndpoint.allCases.map(ElasticsearchCommand.account)
        for command in commands {
            switch command {
            case .root, .account, .accountPrivileges, .noSuchEndpoint, .resolve, .catalog, .search, .discover: break
            }
        }
        #expect(Set(commands.map(\.name)) == Set(ElasticsearchProbe.commands.map(\.name)))

        let rows = try #require(Self.documented()["Elasticsearch and OpenSearch"])
        for command in commands {
            let path = String(command.path.prefix { $0 != "?" })
            let row = try #require(rows.first { $0.name == command.name })
            #expect(row.row.contains("`\(path)`") || row.row.contains("`\(path)?"), "\(path)")
            let request = ElasticsearchRequest(command, options: ProbeOptions())
            guard case .http(let http) = request.message else {
                Issue.record("\(command.name) is no HTTP request")
                continue
            }
            #expect(http.method == .get)
        }
    }

    @Test func theListOfProbesIsTheListOfFolders() throws {
        let folder = Self.root.appendingPathComponent("Sources/Probes")
        let folders = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { name in
                let file = folder.appendingPathComponent("\(name)/\(name)Probe.swift")
                return FileManager.default.fileExists(atPath: file.path)
            }
        #expect(Set(folders.map { "\($0)Probe" }) == Set(ProbeIndex.all.map { "\($0)" }))
        #expect(folders.count == ProbeIndex.all.count)
        // Every other folder is no probe.
        let others = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !folders.contains($0) }
        #expect(others.filter { !$0.hasPrefix(".") } == ["Kit"])
    }
}
