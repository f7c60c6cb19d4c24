import Exposure
import Foundation
import TestSupport
import Testing

/// The real servers that `scripts/test` starts and names in the environment, and what is right to say of each.
struct Server: Sendable, CustomTestStringConvertible {
    /// `AJAR_TEST_<name>` holds `host:port`, `AJAR_TEST_<name>_LOG` the path of the server's log.
    var name: String
    var service: String
    var product: String
    var access: Access
    var authentication: String?
    /// Whether what a stranger reads is behind TLS.
    var overTLS = false
    /// The datasets of which a record is read, and how sensitive they may be rated; empty where nothing may be read.
    var datasets: [String: Set<String>] = [:]

    var testDescription: String { name }
    var place: String { Self.environment("AJAR_TEST_\(name)") ?? "" }
    var port: Int { Int(place.drop { $0 != ":" }.dropFirst()) ?? 0 }

    /// The server's own log as it is now.
    func log() throws -> [String] {
        let path = try #require(Self.environment("AJAR_TEST_\(name)_LOG"))
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }

    static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    // What `testdata/seed` puts into them.
    private static let postgres: [String: Set<String>] = [
        "trust_records.public.patients": ["critical"], "trust_records.safeguarding.cases": ["critical"],
        "trust_records.hr.staff": ["high", "critical"], "trust_records.public.import_0417": ["high", "critical"],
        "shop.public.products": ["none"], "shop.public.orders": ["none"], "shop.public.telemetry": ["none"],
    ]
    private static let mongo: [String: Set<String>] = [
        "clinic.referrals": ["critical"], "clinic.letters": ["critical"], "legal.cases": ["critical"],
        "hr.staff": ["high", "critical"], "shop.products": ["none"], "plant.telemetry": ["none"],
        // Made up by its numbers (the 999 range), clinical by all else: how much that counts is not held here.
        "training.referrals": ["low", "moderate", "high", "critical"],
    ]
    private static let search: [String: Set<String>] = [
        "patient-index": ["critical"], "safeguarding-cases": ["critical"], "staff-directory": ["high", "critical"],
        "product-catalogue": ["none"], "plant-telemetry": ["none"],
    ]

    static let all = [
        Server(name: "POSTGRES_OPEN", service: "postgresql", product: "PostgreSQL", access: .open, datasets: postgres),
        Server(
            name: "POSTGRES_HOSTSSL", service: "postgresql", product: "PostgreSQL", access: .open, overTLS: true,
            datasets: postgres),
        Server(
            name: "POSTGRES_AUTH", service: "postgresql", product: "PostgreSQL", access: .authRequired,
            authentication: "scram-sha-256"),
        // Nothing in the clear, and no TLS that works: what lies behind it cannot be told.
        Server(name: "POSTGRES_TLSONLY", service: "postgresql", product: "PostgreSQL", access: .tlsRequired),
        Server(
            name: "POSTGRES_LOWPRIV", service: "postgresql", product: "PostgreSQL", access: .partial,
            datasets: ["shop.public.users": ["moderate", "high"], "shop.public.narrow": ["none"]]),
        // Only its database `shop` asks for no password, and that is not the one a stranger tries first.
        Server(
            name: "POSTGRES_ONEDB", service: "postgresql", product: "PostgreSQL", access: .authRequired,
            authentication: "scram-sha-256"),
        Server(name: "MONGODB_OPEN", service: "mongodb", product: "MongoDB", access: .open, datasets: mongo),
        Server(
            name: "MONGODB_TLS", service: "mongodb", product: "MongoDB", access: .open, overTLS: true, datasets: mongo),
        Server(name: "MONGODB_AUTH", service: "mongodb", product: "MongoDB", access: .authRequired),
        Server(name: "MONGODB_NOUSER", service: "mongodb", product: "MongoDB", access: .authRequired),
        Server(name: "MONGODB_REPLSET_NEW", service: "mongodb", product: "MongoDB", access: .unknown),
        Server(
            name: "ELASTICSEARCH_OPEN", service: "elasticsearch", product: "Elasticsearch", access: .open,
            datasets: search),
        Server(
            name: "ELASTICSEARCH_TLS", service: "elasticsearch", product: "Elasticsearch", access: .open,
            overTLS: true, datasets: search),
        Server(
            name: "ELASTICSEARCH_AUTH", service: "elasticsearch", product: "Elasticsearch", access: .authRequired,
            authentication: "basic, bearer, apikey"),
        Server(
            name: "OPENSEARCH_OPEN", service: "elasticsearch", product: "OpenSearch", access: .open, datasets: search),
        Server(
            name: "OPENSEARCH_AUTH", service: "elasticsearch", product: "OpenSearch", access: .authRequired,
            authentication: "basic"),
    ]

    static let exposed = all.filter { $0.access.isExposed }
    static let notExposed = all.filter { !$0.access.isExposed }
    static let behindTLS = all.filter(\.overTLS)

    static func named(_ name: String) throws -> Server { try #require(all.first { $0.name == name }) }

    /// Whether every server is there, and the command; says which is not.
    static let areThere: Bool = {
        let missing = (all.map { "AJAR_TEST_\($0.name)" } + ["AJAR_TEST_CANARY"]).filter { environment($0) == nil }
        for name in missing { print("skipped: tests of the command against real servers need \(name)") }
        return missing.isEmpty && Command.isThere
    }()

    static let why: Comment = "not every server is named in the environment; scripts/test starts them"
}

/// Scans of all servers at once. Each is made once, whichever tests ask for it.
enum Scans {
    static let jsonl = Task { try await scan("jsonl", Server.all) }
    static let again = Task { try await scan("jsonl", Server.all.reversed()) }
    static let console = Task { try await scan("console", Server.all) }
    static let html = Task { try await scan("html", Server.all) }
    /// Through pipes, as in a pipeline.
    static let piped = Task {
        let places = Server.all.map(\.place).joined(separator: " ")
        return try await Command.shell(#"{ "$AJAR" scan \#(places) 2>&1; echo "exit code $?"; } | cat"#)
    }

    private static func scan(_ format: String, _ servers: [Server]) async throws -> Command.Run {
        try await Command.run(["scan", "--format", format] + servers.map(\.place))
    }

    /// All of them. Whatever reads the servers' logs waits for this.
    static func all() async throws -> [(name: String, run: Command.Run)] {
        [
            ("jsonl", try await jsonl.value), ("jsonl again", try await again.value),
            ("console", try await console.value), ("html", try await html.value), ("piped", try await piped.value),
        ]
    }

    static func endpoint(of server: Server) async throws -> JSON {
        let lines = try await jsonl.value.lines()
        return try #require(lines.first { $0["kind"]?.text == "endpoint" && $0["target"]?.text == server.place })
    }

    static func datasets(of server: Server) async throws -> [JSON] {
        try await jsonl.value.lines().filter { $0["kind"]?.text == "dataset" && $0["target"]?.text == server.place }
    }
}
