import Foundation
import TestSupport
import Testing

/// The recorded servers of `testdata`, answered for by `scripts/servers/replay` on ports of their own.
enum Replay {
    private static let log = Server.environment("AJAR_TEST_REPLAY_LOG")

    static let isThere: Bool = {
        if log == nil { print("skipped: the recorded servers need AJAR_TEST_REPLAY_LOG, which scripts/test sets") }
        return log != nil && Command.isThere
    }()

    static let why: Comment = "AJAR_TEST_REPLAY_LOG is not set; scripts/test sets it"

    /// The words of the log's lines that begin with `word`.
    static func said(_ word: String) throws -> [[String]] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: try #require(log))), as: UTF8.self)
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            .filter { $0.first == word }
    }

    /// The port of each recording, by its name.
    static func ports() throws -> [String: Int] {
        var ports: [String: Int] = [:]
        for words in try said("port") where words.count == 3 { ports[words[2]] = Int(words[1]) }
        return ports
    }

    /// All rows in one scan.
    static let scan = Task {
        let known = try ports()
        return try await Command.run(
            ["scan", "--format", "jsonl"] + ReplayRow.all.map { $0.target(port: known[$0.recording] ?? 0) })
    }

    private static let lines = Task { try await scan.value.lines() }

    static func seen(in row: ReplayRow) async throws -> ReplayRow.Facts {
        let target = row.target(port: try #require(try ports()[row.recording], "no port for \(row.recording)"))
        let lines = try await lines.value.filter { $0["target"]?.text == target }
        let endpoint = try #require(lines.first { $0["kind"]?.text == "endpoint" })
        var datasets = Set(lines.filter { $0["kind"]?.text == "dataset" }.compactMap { $0["dataset"]?.text })
        for observation in endpoint["evidence"]?.elements ?? [] {
            // Read, though no record came of it.
            let words = observation["detail"]?.text?.components(
                separatedBy: ": documents are kept without their source")
            if let words, words.count == 2, let name = words.first { datasets.insert(name) }
        }
        return ReplayRow.Facts(
            access: endpoint["access"]?.text ?? "", product: endpoint["product"]?.text,
            version: endpoint["version"]?.text, datasets: datasets.filter { !$0.hasPrefix(".") },
            isInTLS: endpoint["tls"] != nil, flags: Set(endpoint["flags"]?.elements?.compactMap(\.text) ?? []))
    }
}

/// One recorded server in one state, and what is right to say of it.
struct ReplayRow: Sendable, CustomTestStringConvertible {
    struct Facts: Sendable, Equatable, CustomStringConvertible {
        var access: String
        var product: String?
        var version: String?
        /// What a stranger reads, the server's own indices left out.
        var datasets: Set<String>
        var isInTLS: Bool
        var flags: Set<String>

        var description: String {
            ([access, product ?? "no product", version ?? "no version", isInTLS ? "TLS" : "no TLS"] + flags.sorted()
                + [datasets.isEmpty ? "nothing read" : datasets.sorted().joined(separator: " ")])
                .joined(separator: ", ")
        }
    }

    /// First line of a recording.
    private struct Header: Decodable {
        var product: String
        var version: String
        var state: String
        var access: String
        var tls: Bool
        var readable: [String]
        var datasets: [String: [String]]?
    }

    private struct Line: Decodable {
        var name: String
        var response: String?
        var end: String
    }

    /// `service/server/state`.
    var recording: String
    var expected: Facts
    /// Why that is expected, where it is not what the recording's first line says, or says less.
    var why = ""
    /// Before and behind the host and port of the target.
    private var scheme: String
    private var database = ""

    var testDescription: String { recording + database }

    func target(port: Int) -> String { "\(scheme)127.0.0.1:\(port)\(database)" }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("testdata")

    static let all: [ReplayRow] = ["elasticsearch", "postgresql", "mongodb"].flatMap { service in
        let files = FileManager.default.enumerator(
            at: folder.appendingPathComponent(service), includingPropertiesForKeys: nil)
        let recordings = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "jsonl" }
        return recordings.sorted { $0.path < $1.path }.flatMap { rows(of: $0, service) }
    }

    private static func rows(of file: URL, _ service: String) -> [ReplayRow] {
        guard let data = try? Data(contentsOf: file) else { return [] }
        let lines = data.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, let header = try? JSONDecoder().decode(Header.self, from: Data(first)) else {
            return []
        }
        let said = lines.dropFirst().compactMap { try? JSONDecoder().decode(Line.self, from: Data($0)) }
        let name = [
            service, file.deletingLastPathComponent().lastPathComponent, file.deletingPathExtension().lastPathComponent,
        ].joined(separator: "/")
        switch service {
        case "postgresql": return postgres(name, header)
        case "mongodb": return [mongo(name, header, said)]
        default: return [elasticsearch(name, header, said)]
        }
    }

    // MARK: Elasticsearch

    private static func elasticsearch(_ name: String, _ header: Header, _ lines: [Line]) -> ReplayRow {
        let products = ["elasticsearch": "Elasticsearch", "opensearch": "OpenSearch", "searchguard": "Search Guard"]
        let root = lines.first { $0.name == "root" }?.response ?? ""
        let tellsVersion = ["\"\(header.version)\"", "OpenSearch/\(header.version) "].contains { root.contains($0) }
        var row = ReplayRow(
            recording: name,
            expected: Facts(
                access: header.access, product: products[header.product], version: tellsVersion ? header.version : nil,
                datasets: Set(header.readable), isInTLS: header.tls, flags: []), scheme: "http://")
        if header.readable.contains("read_me") { row.expected.flags.insert("ransomed") }
        if !header.tls, root.contains("401"), root.lowercased().contains("www-authenticate: basic") {
            row.expected.flags.insert("cleartext_password")
        }
        let isNameless = ["anonymous", "anonymous-monitor"].contains(header.state)
        switch (header.state, header.access) {
        case (_, "not_this"):
            row.expected.product = nil
            row.why = "the port between servers of a cluster: not where strangers are answered"
        case (_, "client_cert_required"):
            row.expected.product = nil
            row.why = "nothing is said before the certificate, not even who it is"
            // Up to TLS 1.2 the handshake itself fails; in 1.3 it has succeeded when the alert comes.
            if lines.contains(where: { $0.end.contains("BAD_CERTIFICATE") }) { row.expected.isInTLS = false }
        case ("behind-nginx-basic", _):
            row.expected.product = nil
            row.why = "the proxy's refusal does not name what is behind it"
        case ("override-main-version", _):
            row.expected.version = "7.10.2"
            row.why = "the server is set to say another version than its own"
        case _ where isNameless && header.product != "elasticsearch":
            row.expected.datasets = []
            row.why = "an index can be read by name, but no name is told, and names are not guessed"
        default: break
        }
        return row
    }

    // MARK: PostgreSQL

    private static func postgres(_ name: String, _ header: Header) -> [ReplayRow] {
        var row = ReplayRow(
            recording: name,
            expected: Facts(
                access: header.access, product: "PostgreSQL", version: nil, datasets: [], isInTLS: header.tls,
                flags: header.state == "password" ? ["cleartext_password"] : []), scheme: "postgres://")
        var rows: [ReplayRow] = []
        switch header.state {
        case "full-slots":
            row.expected.access = "open"
            row.why = "the slots that are left are a superuser's, and a superuser is what a stranger gets in as"
        case "lowpriv":
            row.expected.access = "open"
            row.why = "which tables are closed shows in the session, which was not recorded"
        case "nodb":
            row.expected.access = "open"
            row.why = "there is no database postgres, but template1 lets in"
        case "onedb":
            var named = row
            (named.scheme, named.database) = ("postgres://reader@", "/shop")
            named.expected.version = header.version
            named.why = "the target names the one database that is open; its session was not recorded"
            rows.append(named)
            row.expected.access = "auth_required"
            row.why = "only one database is open, and a stranger cannot know its name"
        default: break
        }
        if row.expected.access == "open" {
            row.expected.version = header.version
            if row.why.isEmpty { row.why = "no dataset: the session after ReadyForQuery was not recorded" }
        }
        return [row] + rows
    }

    // MARK: MongoDB

    private static func mongo(_ name: String, _ header: Header, _ lines: [Line]) -> ReplayRow {
        let datasets = (header.datasets ?? [:]).filter { header.readable.contains($0.key) }.flatMap { database, kept in
            // `customers 500`, `v_mail (view)`.
            kept.map { "\(database).\($0.components(separatedBy: " ").dropLast().joined(separator: " "))" }
        }
        var row = ReplayRow(
            recording: name,
            expected: Facts(
                access: header.access, product: header.product == "ferretdb" ? "FerretDB" : "MongoDB",
                version: header.version, datasets: Set(datasets), isInTLS: header.tls, flags: []),
            scheme: "mongodb://")
        switch header.state {
        case "tls-client":
            (row.expected.product, row.expected.version) = (nil, nil)
            row.why = "nothing is said before the certificate, not even who it is"
        case "replset-new":
            row.why = "a member of a set that was never initiated answers no read: who may read it cannot be told yet"
        default: break
        }
        if header.product == "ferretdb", !header.readable.isEmpty {
            row.expected.datasets = row.expected.datasets.filter { $0 != "shop.v_mail" }
            row.why = "FerretDB 1 has no views"
        }
        return row
    }
}
