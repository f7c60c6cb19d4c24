import Foundation
import TestSupport
import Testing

/// The operator's own account at real servers.
@Suite(.enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct AccountTests {
    /// A server that asks for a password, and an account of its.
    struct Door: Sendable, CustomTestStringConvertible {
        var server: String
        var scheme: String
        var user: String
        var variable: String
        var method: String
        /// A dataset that the account sees.
        var dataset: String
        var testDescription: String { "\(server) as \(user)" }

        /// The URL, without a password.
        func url(_ path: String = "") throws -> String {
            "\(scheme)://\(user)@\(try Server.named(server).place)\(path)"
        }
    }

    static let doors = [
        Door(
            server: "POSTGRES_AUTH", scheme: "postgres", user: "postgres", variable: "PGPASSWORD", method: "password",
            dataset: "trust_records.public.patients"),
        Door(
            server: "MONGODB_AUTH", scheme: "mongodb", user: "root", variable: "AJAR_MONGODB_PASSWORD",
            method: "scram-sha-256", dataset: "clinic.referrals"),
        Door(
            server: "MONGODB_AUTH", scheme: "mongodb", user: "reader", variable: "AJAR_MONGODB_PASSWORD",
            method: "scram-sha-1", dataset: "clinic.referrals"),
        Door(
            server: "ELASTICSEARCH_AUTH", scheme: "http", user: "elastic", variable: "AJAR_ELASTICSEARCH_PASSWORD",
            method: "basic", dataset: "patient-index"),
        Door(
            server: "OPENSEARCH_AUTH", scheme: "http", user: "elastic", variable: "AJAR_ELASTICSEARCH_PASSWORD",
            method: "basic", dataset: "patient-index"),
    ]

    private static let wrong = "wr0ng-s3same-41"

    private static func password() throws -> String { try #require(Server.environment("AJAR_TEST_PASSWORD")) }

    private static func scan(
        _ door: Door, _ password: String, _ arguments: String = "--format jsonl"
    ) async throws -> Command.Run {
        try await Command.shell(
            "\(door.variable)='\(password)' \"$AJAR\" scan --account \(try door.url()) \(arguments)")
    }

    @Test(arguments: doors)
    func anAccountSeesWhatStrangersDoNot(door: Door) async throws {
        let run = try await Self.scan(door, try Self.password(), "--format jsonl --fail-on high")
        let lines = try run.lines()
        let endpoint = try #require(lines.first)
        let url = try door.url()
        #expect(endpoint["target"]?.text == url)
        #expect(endpoint["access"]?.text == "auth_required" && endpoint["severity"]?.text == "none")
        #expect(endpoint["datasets_read"]?.integer == 0)
        let account = try #require(endpoint["account"])
        #expect(account["user"]?.text == door.user)
        #expect(account["accepted"] == .bool(true))
        #expect(account["method"]?.text == door.method)
        #expect(account["privileges"]?["read"] != .bool(false))
        #expect(["open", "partial"].contains(account["access"]?.text))
        let datasets = lines.filter { $0["kind"]?.text == "dataset" }
        #expect(account["datasets_read"]?.integer == datasets.count { ($0["records_sampled"]?.integer ?? 0) > 0 })
        #expect(datasets.allSatisfy { $0["seen_by"]?.text == "account" })
        let seen = try #require(datasets.first { $0["dataset"]?.text == door.dataset })
        #expect(seen["severity"]?.text == "critical")
        #expect(lines.last?["complete"] == .bool(true), "\(run.output.suffix(600))")
        #expect(run.code == 1)
        for line in lines {
            #expect(try SchemaValidator(kind: try #require(line["kind"]?.text)).problems(in: line) == [])
        }
    }

    @Test func whatAnAccountMayDoIsTold() async throws {
        func privileges(_ door: Door) async throws -> JSON {
            let run = try await Self.scan(door, try Self.password())
            return try #require(try run.lines().first?["account"]?["privileges"])
        }
        let postgres = try await privileges(Self.doors[0])
        #expect(postgres["write"] == .bool(true) && postgres["run_commands"] == .bool(true))
        let root = try await privileges(Self.doors[1])
        #expect(root["read"] == .bool(true) && root["write"] == .bool(true) && root["administer"] == .bool(true))
        let reader = try await privileges(Self.doors[2])
        #expect(reader["read"] == .bool(true) && reader["write"] == .bool(false))
        #expect(reader["administer"] == .bool(false))
    }

    @Test func anAccountWithLessRightsSeesLess() async throws {
        let run = try await Self.scan(Self.doors[2], try Self.password())
        let names = try run.lines().compactMap { $0["dataset"]?.text }
        #expect(Set(names) == ["clinic.referrals", "clinic.letters"])
        #expect(try run.lines().first?["account"]?["access"]?.text == "partial")
    }

    @Test(arguments: doors)
    func aWrongPasswordIsTriedOnceAndIsNeverClean(door: Door) async throws {
        let run = try await Self.scan(door, Self.wrong)
        #expect(run.code == 3)
        let account = try #require(try run.lines().first?["account"])
        #expect(account["accepted"] == .bool(false))
        #expect(account["reason"]?.text?.contains("refuses the") == true)
        #expect(run.errors.contains("the account \(door.user) was not let in: the server refuses the"))
        #expect(try run.lines().compactMap { $0["dataset"] } == [])
    }

    @Test func oneWrongPasswordIsOneFailedLoginInTheServersLog() async throws {
        let server = try Server.named("POSTGRES_AUTH")
        let url = "postgres://nosuch_role_41@\(server.place)"
        _ = try await Command.shell("PGPASSWORD='\(Self.wrong)' \"$AJAR\" scan --account \(url)")
        let failures = try server.log().filter {
            $0.contains("password authentication failed for user \"nosuch_role_41\"")
        }
        #expect(failures.count == 1)
    }

    @Test(arguments: doors)
    func aPasswordInAURLWorksAndIsInNoReport(door: Door) async throws {
        let password = try Self.password()
        let url = "\(door.scheme)://\(door.user):\(password)@\(try Server.named(door.server).place)"
        let run = try await Command.run(["scan", "--format", "jsonl", url])
        #expect(try run.lines().first?["account"]?["accepted"] == .bool(true))
        #expect(!run.output.contains(password) && !run.errors.contains(password))
    }

    @Test func aPasswordFileAndAServiceFileAreLibpqsOwn() async throws {
        let server = try Server.named("POSTGRES_AUTH")
        let folder = try Folder()
        try folder.write("127.0.0.1:\(server.port):*:postgres:\(try Self.password())\n", to: "pass", mode: 0o600)
        try folder.write(
            "[audit]\nhost=127.0.0.1\nport=\(server.port)\nuser=postgres\ndbname=trust_records\n", to: "services")
        let file = try await Command.shell(
            "PGPASSFILE=$PWD/pass \"$AJAR\" scan --format jsonl --account postgres://postgres@\(server.place)",
            in: folder)
        #expect(try file.lines().first?["account"]?["accepted"] == .bool(true), "\(file.output.prefix(900))")
        let service = try await Command.shell(
            "PGSERVICEFILE=$PWD/services PGPASSFILE=$PWD/pass \"$AJAR\" scan --format jsonl "
                + "--account 'postgres:///?service=audit'", in: folder)
        let endpoint = try #require(try service.lines().first)
        #expect(endpoint["account"]?["accepted"] == .bool(true), "\(service.output.prefix(900))")
        #expect(endpoint["target"]?.text == "postgres://postgres@127.0.0.1:\(server.port)/trust_records")
    }

    @Test func withoutAnAccountTheEnvironmentIsNotUsed() async throws {
        let door = Self.doors[0]
        let run = try await Command.shell(
            "PGPASSWORD='\(try Self.password())' \"$AJAR\" scan --format jsonl \(try door.url())")
        #expect(run.code == 0)
        #expect(try run.lines().first?["account"] == nil)
        #expect(try run.lines().first?["access"]?.text == "auth_required")
    }

    @Test func anAccountIsNotSentWhereNothingAnswersAsItsService() async throws {
        let listener = try Listener(.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
        defer { listener.stop() }
        let run = try await Command.shell(
            "AJAR_ELASTICSEARCH_PASSWORD='\(Self.wrong)' \"$AJAR\" scan --format jsonl "
                + "--account http://me@127.0.0.1:\(listener.port)")
        #expect(run.code == 3)
        #expect(
            try run.lines().first?["account"]?["reason"]?.text
                == "the account was not sent: no server of its kind was recognised there")
    }

    /// In every format, with the right password and a wrong one, on the command line and in the environment.
    @Test func thePasswordIsInNoOutput() async throws {
        let right = try Self.password()
        var checked = 0
        for door in Self.doors {
            for password in [right, Self.wrong] {
                for format in ["console", "jsonl", "html"] {
                    let inURL = "\(door.scheme)://\(door.user):\(password)@\(try Server.named(door.server).place)"
                    let runs = [
                        try await Self.scan(door, password, "--format \(format)"),
                        try await Command.run(["scan", "--format", format, inURL]),
                    ]
                    for run in runs {
                        #expect(!run.output.isEmpty)
                        let basic = Data("\(door.user):\(password)".utf8).base64EncodedString()
                        for form in [password, basic, Data(password.utf8).base64EncodedString()] {
                            #expect(!run.output.contains(form) && !run.errors.contains(form), "\(door) \(format)")
                        }
                        checked += 1
                    }
                }
            }
        }
        #expect(checked == 60)
    }

    @Test func theReportsSayWhoSawIt() async throws {
        let console = try await Self.scan(Self.doors[1], try Self.password(), "--format console").output
        #expect(console.contains("Your own account (1)"))
        #expect(console.contains("Seen by the account root, not by strangers:"))
        #expect(console.contains("No database server let a stranger in."))
        let html = try await Self.scan(Self.doors[1], try Self.password(), "--format html").output
        #expect(html.contains("not by strangers:"))
    }
}
