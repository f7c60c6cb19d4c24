import Exposure
import TestSupport
import Testing

@Suite(.enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct AccessTests {
    @Test(arguments: Server.all)
    func eachServerIsTold(server: Server) async throws {
        let endpoint = try await Scans.endpoint(of: server)
        #expect(endpoint["access"]?.text == server.access.rawValue)
        #expect(endpoint["service"]?.text == server.service)
        #expect(endpoint["product"]?.text == server.product)
        #expect(endpoint["authentication"]?.text == server.authentication)
        #expect(endpoint["host"]?.text == "127.0.0.1")
        #expect(endpoint["port"]?.integer == server.port)
        #expect(endpoint["evidence"]?.elements?.isEmpty == false)
        #expect((endpoint["tls"] != nil) == server.overTLS)
    }

    @Test(arguments: Server.exposed)
    func exposedServersShowTheirDatasetsAndHowSensitiveTheyAre(server: Server) async throws {
        let endpoint = try await Scans.endpoint(of: server)
        let datasets = try await Scans.datasets(of: server)
        #expect(Set(datasets.compactMap { $0["dataset"]?.text }) == Set(server.datasets.keys))
        #expect(endpoint["datasets_read"]?.integer == server.datasets.count)
        #expect(endpoint["version"]?.text?.first?.isNumber == true)
        for dataset in datasets {
            let name = try #require(dataset["dataset"]?.text)
            let sensitivity = try #require(dataset["sensitivity"]?.text)
            #expect(server.datasets[name]?.contains(sensitivity) == true, "\(name) is rated \(sensitivity)")
            #expect(dataset["endpoint"] == endpoint["id"])
            #expect(try #require(dataset["records_sampled"]?.integer) > 0)
            #expect(dataset["records_broken"]?.integer == 0)
            #expect(dataset["reasons"]?.elements?.isEmpty == false || sensitivity == "none", "\(name) lacks reasons")
        }
    }

    @Test(arguments: Server.notExposed)
    func protectedServersAreNotRead(server: Server) async throws {
        let endpoint = try await Scans.endpoint(of: server)
        #expect(endpoint["datasets_read"]?.integer == 0)
        #expect(endpoint["severity"]?.text == "none")
        #expect(endpoint["privileges"] == nil)
        #expect(try await Scans.datasets(of: server).isEmpty)
    }

    @Test(arguments: Server.behindTLS)
    func serversBehindTLSShowTheirCertificate(server: Server) async throws {
        let tls = try #require(try await Scans.endpoint(of: server)["tls"])
        #expect(tls["version"]?.text?.hasPrefix("TLSv1.") == true)
        #expect(tls["certificate"]?["subject"]?.text?.contains("server.example") == true)
        #expect(tls["certificate"]?["issuer"]?.text?.contains("Ajar test CA") == true)
        #expect(tls["certificate"]?["self_signed"] == .bool(false))
        #expect(tls["certificate"]?["expired"] == .bool(false))
        #expect(tls["certificate"]?["names"]?.elements?.contains(.string("localhost")) == true)
    }

    @Test func privilegesAreThoseOfTheRoleThatAStrangerGets() async throws {
        let superuser = try await Scans.endpoint(of: try Server.named("POSTGRES_OPEN"))["privileges"]
        #expect(superuser?["role"]?.text == "postgres")
        for right in ["read", "write", "administer", "run_commands"] {
            #expect(superuser?[right] == .bool(true), "\(right)")
        }
        let plain = try await Scans.endpoint(of: try Server.named("POSTGRES_LOWPRIV"))["privileges"]
        #expect(plain?["read"] == .bool(true))
        #expect(plain?["administer"] == .bool(false))
        #expect(plain?["run_commands"] == .bool(false))
        let mongo = try await Scans.endpoint(of: try Server.named("MONGODB_OPEN"))["privileges"]
        #expect(mongo?["read"] == .bool(true))
        #expect(mongo?["administer"] == .bool(true))
    }

    /// A URL's database is the one that is tried, and one database may be open where the others are not.
    @Test func aDatabaseNamedInAURLIsTheOneTried() async throws {
        let server = try Server.named("POSTGRES_ONEDB")
        let run = try await Command.run(["scan", "--format", "jsonl", "postgres://postgres@\(server.place)/shop"])
        #expect(run.code == 0)
        let lines = try run.lines()
        #expect(lines.first?["access"]?.text == "open")
        #expect(lines.compactMap { $0["dataset"]?.text } == ["shop.public.users"])
    }

    /// What a URL promises is not believed. A server that ends every attempt without a byte could be anything.
    @Test(
        arguments: [
            ("POSTGRES_OPEN", "mongodb", .unknown), ("POSTGRES_OPEN", "http", .unknown),
            ("MONGODB_OPEN", "postgres", .unknown), ("MONGODB_OPEN", "http", .notThis),
            ("ELASTICSEARCH_OPEN", "mongodb", .notThis), ("ELASTICSEARCH_OPEN", "postgres", .unknown),
            ("OPENSEARCH_OPEN", "mongodb", .notThis),
        ] as [(String, String, Access)])
    func aServerAskedForAsAnotherServiceIsNotThat(name: String, scheme: String, access: Access) async throws {
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "--timeout", "8", "\(scheme)://\(try Server.named(name).place)"])
        let endpoint = try #require(try run.lines().first)
        #expect(endpoint["access"]?.text == access.rawValue, "\(run.output)")
        #expect(endpoint["service"] == nil)
        #expect(run.code == (access == .unknown ? 3 : 0))
    }
}

@Suite(.enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct StrangePortTests {
    private static func scan(_ arguments: String...) async throws -> (Command.Run, JSON) {
        let run = try await Command.run(["scan", "--format", "jsonl"] + arguments)
        return (run, try #require(try run.lines().first))
    }

    @Test func aPortThatRefusesIsClosed() async throws {
        let listener = try Listener(.refuses)
        defer { listener.stop() }
        let (run, endpoint) = try await Self.scan("127.0.0.1:\(listener.port)")
        #expect(endpoint["access"]?.text == "closed")
        #expect(run.code == 0)
    }

    @Test func aPortThatSaysNothingIsUnknownAndTheScanIncomplete() async throws {
        let listener = try Listener(.silent)
        defer { listener.stop() }
        let (run, endpoint) = try await Self.scan("--timeout", "4", "127.0.0.1:\(listener.port)")
        #expect(endpoint["access"]?.text == "unknown")
        #expect(run.code == 3)
        let sentence = "ajar: 127.0.0.1:\(listener.port): what a stranger may do there could not be told ("
        #expect(run.errors.hasPrefix(sentence), "\(run.errors)")
        let summary = try #require(try run.lines().last)
        #expect(summary["complete"] == .bool(false))
        #expect(summary["incomplete"]?.elements?.count == 1)
    }

    private static let page =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<p>Welcome, all.</p>"

    @Test(
        arguments: [
            .answers(page), .answers("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"),
            .greets("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), .greets("220 mail.example ESMTP\r\n"),
        ] as [Listener.Behaviour], ["", "mongodb://", "postgres://", "http://"])
    func whatIsNoDatabaseIsNotThis(behaviour: Listener.Behaviour, scheme: String) async throws {
        let listener = try Listener(behaviour)
        defer { listener.stop() }
        let (run, endpoint) = try await Self.scan("--timeout", "10", "\(scheme)127.0.0.1:\(listener.port)")
        #expect(endpoint["access"]?.text == "not_this", "\(run.output)")
        #expect(endpoint["service"] == nil)
        #expect(run.code == 0)
    }
}
