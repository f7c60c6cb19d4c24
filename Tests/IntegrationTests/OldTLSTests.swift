import Exposure
import Foundation
import TestSupport
import Testing

/// Servers that speak nothing newer than TLS 1.1, with self-signed certificates (`scripts/servers/old_tls`).
@Suite(.enabled(if: OldTLSServers.areThere, Server.why), .timeLimit(.minutes(5)))
struct OldTLSTests {
    @Test(arguments: OldTLSServers.names)
    func serversOfOldTLSAreReachedReadAndFlagged(name: String) async throws {
        let place = try #require(Server.environment("AJAR_TEST_\(name)"))
        let run = try await Command.run(["scan", "--format", "jsonl", place])
        let lines = try run.lines()
        let endpoint = try #require(lines.first)
        #expect(endpoint["access"]?.text == "open", "\(run.output)")
        #expect(endpoint["flags"]?.elements?.contains(.string("old_tls")) == true)
        let tls = try #require(endpoint["tls"])
        #expect(tls["version"]?.text == (name.hasPrefix("ELASTIC") ? "TLSv1" : "TLSv1.1"))
        let certificate = try #require(tls["certificate"])
        #expect(certificate["subject"]?.text?.contains("old.example") == true)
        #expect(certificate["issuer"] == certificate["subject"])
        #expect(certificate["names"]?.elements == [.string("old.example"), .string("127.0.0.1")])
        #expect(certificate["self_signed"] == .bool(true))
        // mongod does not start with one that has expired.
        #expect(certificate["expired"] == .bool(!name.hasPrefix("MONGO")))
        // Read as well as reached: PostgreSQL by libpq, which asks the system's policy first.
        #expect((endpoint["datasets_read"]?.integer ?? 0) > 3)
        #expect(run.code == 0, "\(run.errors)")
    }

    @Test(arguments: ["POSTGRES_HOSTSSL", "MONGODB_TLS", "ELASTICSEARCH_TLS"])
    func serversOfNewTLSAreNotFlagged(name: String) async throws {
        let place = try #require(Server.environment("AJAR_TEST_\(name)"))
        let run = try await Command.run(["scan", "--format", "jsonl", "--samples", "1", place])
        let endpoint = try #require(try run.lines().first)
        #expect(["TLSv1.2", "TLSv1.3"].contains(endpoint["tls"]?["version"]?.text))
        #expect(endpoint["flags"]?.elements == [])
    }
}

private enum OldTLSServers {
    static let names = ["POSTGRES_OLDTLS", "MONGODB_OLDTLS", "ELASTICSEARCH_OLDTLS"]

    static let areThere: Bool = {
        let missing = names.filter { Server.environment("AJAR_TEST_\($0)") == nil }
        for name in missing { print("skipped: tests of old TLS need AJAR_TEST_\(name)") }
        return missing.isEmpty && Command.isThere
    }()
}
