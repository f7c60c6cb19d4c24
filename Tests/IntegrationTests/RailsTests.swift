import Foundation
import TestSupport
import Testing

/// What holds whatever is found: nothing that was read gets out, nothing is changed, and the servers know who asked.
@Suite(.enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct RailsTests {
    /// Every value of the seed data that tells who somebody is, and the canary.
    private static func secrets() throws -> Set<String> {
        let telling: Set = [
            "nhs_number", "nhsNumber", "child_nhs_number", "address", "home_address", "postcode", "telephone", "email",
            "home_phone", "mobile", "ni_number", "account_number", "iban", "full_name", "child_name", "parent_name",
            "case_ref", "body", "notes", "solicitor_notes",
        ]
        var secrets: Set = [try #require(Server.environment("AJAR_TEST_CANARY"))]
        func add(_ value: String) {
            for line in value.split(separator: "\n") where line.utf8.count >= 6 {
                secrets.insert(String(line))
                // As the National Health Service writes its numbers.
                if line.utf8.count == 10, line.allSatisfy(\.isNumber) {
                    secrets.insert("\(line.prefix(3)) \(line.dropFirst(3).prefix(3)) \(line.suffix(4))")
                    secrets.insert("\(line.prefix(3))-\(line.dropFirst(3).prefix(3))-\(line.suffix(4))")
                }
            }
        }
        func walk(_ value: JSON) {
            switch value {
            case .object(let members):
                for (key, member) in members {
                    if telling.contains(key) {
                        if let text = member.text { add(text) }
                        if let number = member.integer { add(String(number)) }
                    }
                    walk(member)
                }
            case .array(let elements): elements.forEach(walk)
            default: break
            }
        }
        let seed = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("testdata/seed")
        for folder in ["mongodb", "elasticsearch"] {
            for file in try FileManager.default.contentsOfDirectory(atPath: seed.appendingPathComponent(folder).path) {
                let text = try String(contentsOf: seed.appendingPathComponent("\(folder)/\(file)"), encoding: .utf8)
                for line in text.split(separator: "\n") { walk(try JSON.parse(String(line))) }
            }
        }
        // Tables: the names of the columns are in the statement, the values under it.
        var columns: [String] = []
        for line in try String(contentsOf: seed.appendingPathComponent("postgres/seed.sql"), encoding: .utf8)
            .split(separator: "\n")
        {
            if line.hasPrefix("CREATE TABLE "), let open = line.firstIndex(of: "(") {
                columns = line[line.index(after: open)...].split(separator: ",").map { column in
                    String(column.drop { $0 == " " }.prefix { $0 != " " })
                }
                continue
            }
            let values = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard values.count == columns.count else { continue }
            for (column, value) in zip(columns, values) where telling.contains(column) || column == "c2" {
                add(String(value))
            }
        }
        return secrets
    }

    @Test("S6: nothing that was read is in any output")
    func nothingThatWasReadIsInAnyOutput() async throws {
        let secrets = try Self.secrets()
        #expect(secrets.count > 5_000)
        let folder = try Folder()
        try folder.write(secrets.sorted().joined(separator: "\n") + "\n", to: "secrets")
        for (name, run) in try await Scans.all() {
            #expect(!run.output.isEmpty)
            try folder.write(run.output, to: "output")
            try folder.write(run.errors, to: "errors")
            let search = try await Command.shell("LC_ALL=C grep -F -w -o -f secrets output errors", in: folder)
            #expect(search.code == 1, "\(name): \(search.output.prefix(400)) \(search.errors)")
            // Not even as a part of another word.
            #expect(!run.output.contains(try #require(Server.environment("AJAR_TEST_CANARY"))))
        }
        // A search that finds nothing proves nothing unless it would have found something.
        try folder.write("\"note\":\"\(try #require(secrets.first { $0.contains("CANARY") }))\"", to: "output")
        let search = try await Command.shell("LC_ALL=C grep -F -w -o -f secrets output", in: folder)
        #expect(search.code == 0)
    }

    /// A line of PostgreSQL's log: its time, the client's application name, user and database, and the rest.
    private struct LogLine {
        var application: String
        var rest: String

        init?(_ line: String) {
            let parts = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
            guard parts.count == 5, parts[2] == "UTC" else { return nil }
            application = String(parts[3])
            rest = String(parts[4])
        }
    }

    @Test(arguments: ["POSTGRES_OPEN", "POSTGRES_HOSTSSL", "POSTGRES_LOWPRIV"])
    func postgreSQLWasOnlyRead(name: String) async throws {
        _ = try await Scans.all()
        var statements: [String] = []
        for line in try Server.named(name).log().compactMap(LogLine.init) where line.application.hasPrefix("ajar") {
            guard let marker = line.rest.range(of: #"LOG:  (statement|execute [^:]*): "#, options: .regularExpression)
            else { continue }
            statements.append(String(line.rest[marker.upperBound...]))
        }
        #expect(statements.count > 20)
        let first = Set(statements.compactMap { $0.split(separator: " ").first.map(String.init) })
        let reads: Set = ["BEGIN", "SELECT", "WITH", "DECLARE", "FETCH", "CLOSE", "ROLLBACK"]
        #expect(first.isSubset(of: reads), "\(first.sorted())")
        for statement in statements where statement.hasPrefix("DECLARE") {
            #expect(statement.hasPrefix("DECLARE ajar_sample NO SCROLL CURSOR FOR SELECT "))
        }
        #expect(Set(statements.filter { $0.hasPrefix("BEGIN") }) == ["BEGIN READ ONLY"])
        #expect(statements.contains { $0.contains("set_config('statement_timeout'") })
        #expect(!statements.contains { $0.lowercased().contains("count(*)") })
        #expect(statements.filter { $0.hasPrefix("BEGIN") }.count == statements.filter { $0 == "ROLLBACK" }.count)
    }

    @Test(arguments: ["POSTGRES_OPEN", "POSTGRES_HOSTSSL"])
    func postgreSQLSessionsSayWhoTheyAreAndEnd(name: String) async throws {
        _ = try await Scans.all()
        // The server notices the end of a session in its own time.
        var open = -1
        for _ in 0..<50 where open != 0 {
            let lines = try Server.named(name).log()
            let said = lines.filter { $0.contains("connection authorized:") && $0.contains("application_name=ajar/") }
            let ended = lines.compactMap(LogLine.init)
                .filter { $0.application.hasPrefix("ajar/") && $0.rest.contains("LOG:  disconnection:") }
            #expect(said.count > 3)
            open = said.count - ended.count
            if open != 0 { try await Task.sleep(for: .milliseconds(100)) }
        }
        #expect(open == 0)
    }

    @Test(arguments: ["MONGODB_OPEN", "MONGODB_TLS", "MONGODB_AUTH", "MONGODB_NOUSER"])
    func mongoDBWasOnlyReadAndNoCursorIsLeft(name: String) async throws {
        _ = try await Scans.all()
        let documented: Set = [
            "hello", "isMaster", "ismaster", "buildInfo", "connectionStatus", "listDatabases", "ajarNoSuchCommand",
            "usersInfo", "listCollections", "getMore", "count", "find", "killCursors", "saslStart", "saslContinue",
        ]
        // A connection on which an account logged in reads; those of strangers must not, where a password is asked for.
        let connection = /"ctx":"(conn[0-9]+)"/
        func context(_ line: String) -> String { line.firstMatch(of: connection).map { String($0.1) } ?? "" }
        let accounts = Set(try Server.named(name).log().filter { $0.contains(#""command":{"saslStart""#) }.map(context))
        var seen: Set<String> = []
        var finds = 0
        for line in try Server.named(name).log() where line.contains(#""appName":"ajar/"#) {
            guard let start = line.range(of: #""command":{""#) else { continue }
            let command = String(line[start.upperBound...].prefix { $0 != "\"" })
            seen.insert(command)
            guard command == "find" || command == "listCollections" else { continue }
            finds += command == "find" && !accounts.contains(context(line)) ? 1 : 0
            // The server closes a cursor that is read to its end; one that stays open has an id.
            #expect(!line.contains(#""cursorid":"#), "\(line.prefix(400))")
            if command == "find" { #expect(line.contains(#""cursorExhausted":true"#)) }
        }
        #expect(seen.isSubset(of: documented), "\(seen.sorted())")
        #expect(seen.contains("listDatabases") || !name.contains("AUTH"))
        let isRead = !(try Server.named(name).datasets.isEmpty)
        #expect((finds > 0) == isRead)
    }

    @Test(arguments: ["ELASTICSEARCH_TLS", "ELASTICSEARCH_AUTH", "OPENSEARCH_AUTH"])
    func elasticsearchWasOnlyAskedWithGET(name: String) async throws {
        _ = try await Scans.all()
        let server = try Server.named(name)
        let documented =
            #"^/( |_ajar_no_such_endpoint |_security/(_authenticate|user/_privileges) |"#
            + #"(_plugins/_security|_opendistro/_security|_searchguard)/authinfo |_resolve/index/\*\?|_cat/indices\?|"#
            + #"([a-z*-]+/)?_search\?size=[0-9]+(&from=[0-9]+)? )"#
        let lines = try server.log()
        #expect(lines.count > (server.datasets.isEmpty ? 0 : 20))
        var paths: Set<String> = []
        for line in lines {
            // address - user [time] "request" status bytes "referrer" "user agent"
            let quoted = line.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
            guard quoted.count >= 6 else {
                Issue.record("not a line of an access log: \(line)")
                continue
            }
            // What is no HTTP is the same port asked as another service: binary, and answered with 400.
            guard quoted[1].hasPrefix("GET ") else {
                #expect(quoted[2].hasPrefix(" 400 ") || quoted[1].isEmpty, "\(line)")
                continue
            }
            let path = String(quoted[1].dropFirst(4))
            paths.insert(path)
            #expect(path.range(of: documented, options: .regularExpression) != nil, "\(line)")
            #expect(!path.contains("scroll") && !path.contains("_pit"))
            #expect(quoted[5].hasPrefix("ajar/"), "\(line)")
        }
        #expect(paths.contains { $0.hasPrefix("/ ") })
    }
}
