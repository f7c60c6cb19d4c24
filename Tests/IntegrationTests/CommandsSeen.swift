import Foundation

/// What a server says, in its own log, that it was asked: each command under its name in `docs/safety.md`.
struct CommandsSeen: Sendable {
    /// How often each documented command was seen.
    private(set) var counts: [String: Int] = [:]
    /// What is not on the page, cut short.
    private(set) var undocumented: [String] = []

    var description: String {
        let names = counts.sorted { $0.key < $1.key }.map { "`\($0.key)` \($0.value)" }
        let strange = undocumented.map { "**\($0.replacingOccurrences(of: "|", with: "/"))**" }
        return names.isEmpty && strange.isEmpty ? "no command" : (names + strange).joined(separator: ", ")
    }

    /// - Parameter log: what was added to it during a scan, by whomever.
    init(_ kind: MatrixRow.Log, in log: String) throws {
        let lines = log.split(separator: "\n").map(String.init)
        switch kind {
        case .postgres: try addStatements(lines)
        case .mongod: try addCommands(lines)
        case .nginx: try addRequests(lines)
        }
    }

    private mutating func add(_ name: String?, _ text: String) {
        if let name {
            counts[name, default: 0] += 1
        } else if undocumented.count < 10 {
            undocumented.append(String(text.prefix(200)))
        }
    }

    // MARK: The page

    /// A row of a table: the name in its first column, and the others.
    private struct Documented {
        var name: String
        var columns: [String]
    }

    /// The rows of the table below a heading of `docs/safety.md`.
    private static func documented(_ heading: String) throws -> [Documented] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/safety.md"), encoding: .utf8)
        var rows: [Documented] = []
        var isBelow = false
        for line in page.split(separator: "\n") {
            if line.hasPrefix("#") { isBelow = line == "### \(heading)" }
            guard isBelow, line.hasPrefix("| `") else { continue }
            let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let first = columns.first else { continue }
            rows.append(
                Documented(name: first.filter { $0 != "`" }, columns: Array(columns.dropFirst())))
        }
        if rows.isEmpty { throw MatrixServers.Failure(description: "docs/safety.md documents nothing of \(heading)") }
        return rows
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        text.range(of: pattern, options: .regularExpression) != nil
    }

    // MARK: PostgreSQL, `log_statement = 'all'`

    /// Lines are `<date> <time> UTC <application> <user>@<database> LOG:  …`.
    private mutating func addStatements(_ lines: [String]) throws {
        let rows = try Self.documented("PostgreSQL: reading")
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
            guard parts.count == 5, parts[2] == "UTC" else { continue }
            let rest = String(parts[4])
            if rest.contains("LOG:  connection authorized:") { add("StartupMessage", rest) }
            guard let marker = rest.range(of: #"LOG:  (statement|execute [^:]*): "#, options: .regularExpression)
            else { continue }
            let statement = String(rest[marker.upperBound...])
            // PgBouncer's own: so it hands on who its client says it is.
            if Self.matches(statement, "^SET application_name='ajar/[^']*';$") { continue }
            add(Self.name(of: statement, in: rows), statement)
        }
    }

    /// A quoted name, in which a quote is doubled.
    private static let identifier = #""([^"]|"")+""#

    /// The one documented statement that this is. Those that read catalogs are told by which: the page names these, and a
    /// test of the sampler holds it to the statements.
    private static func name(of statement: String, in rows: [Documented]) -> String? {
        let sample =
            #"^(DECLARE ajar_sample NO SCROLL CURSOR FOR )?SELECT pg_catalog\..* FROM "#
            + "\(identifier)\\.\(identifier)" + #" AS q( TABLESAMPLE SYSTEM \([0-9.]+\))? LIMIT [0-9]+$"#
        let fixed = [
            ("begin", "^BEGIN READ ONLY$"), ("rollback", "^ROLLBACK$"), ("sample", sample),
            ("fetch", "^FETCH FORWARD [0-9]+ FROM ajar_sample$"), ("close", "^CLOSE ajar_sample$"),
            ("settings", #"^SELECT (pg_catalog\.set_config\('[a-z_]+', '[A-Za-z0-9, ]*', true\)(, |$))+$"#),
        ]
        if let name = fixed.first(where: { matches(statement, $0.1) })?.0 {
            return rows.contains { $0.name == name } ? name : nil
        }
        guard matches(statement, "^(SELECT|WITH) "), !statement.contains(";") else { return nil }
        let words = statement.split(separator: " ").map(String.init)
        var catalogs: Set<String> = []
        for (place, word) in words.enumerated() where word == "FROM" || word == "JOIN" {
            guard place + 1 < words.count else { return nil }
            let source = words[place + 1]
            if source.hasPrefix("pg_catalog.") {
                catalogs.insert(String(source.dropFirst("pg_catalog.".count)))
            } else if !matches(source, "^(reach|part$|LATERAL|\\()") {
                // Neither a catalog nor what the statement itself made of some.
                return nil
            }
        }
        guard !catalogs.isEmpty else { return nil }
        return rows.first { row in
            let named = row.columns.joined().matches(of: /`(pg_[a-z_]+)`/).map { String($0.output.1) }
            return Set(named) == catalogs
        }?.name
    }

    // MARK: MongoDB, `--slowms -1`

    /// One JSON object a line from 4.4, `… appName: "ajar/…" command: find { …` before.
    private mutating func addCommands(_ lines: [String]) throws {
        let names = try Self.documented("MongoDB").map(\.name)
        for line in lines {
            let name: String
            if line.contains(#""ctx":"conn"#), let start = line.range(of: #""command":{""#) {
                name = String(line[start.upperBound...].prefix { $0 != "\"" })
            } else if line.contains(" I  COMMAND  [conn"), let start = line.range(of: " command: ") {
                // Of a command that it does not have, or refuses, 4.2 tells the name in its error only.
                let unknown = line.firstMatch(
                    of: /errMsg:"(?:no such command: ')?(?:command )?([A-Za-z]+)(?:'"| requires authentication")/
                ).map { String($0.output.1) }
                name = unknown ?? String(line[start.upperBound...].prefix { $0 != " " })
            } else {
                continue
            }
            add(names.first { $0 == name }, name)
            // The server closes a cursor that is read to its end; one that stays open has an id.
            if ["find", "listCollections"].contains(name), Self.matches(line, #"cursorid"?: ?[0-9]"#) {
                add(nil, "\(name) left a cursor open")
            }
        }
    }

    // MARK: nginx in front of what speaks Elasticsearch's HTTP

    /// `index` and `pattern` stand for names, `n` for a number, and what is in brackets may be left out. Where the page
    /// shows no parameters there may be some, all of them plain words.
    private static func pattern(ofPath path: String) -> String {
        var pattern = path
        for character in ["?", "*", "."] {
            pattern = pattern.replacingOccurrences(of: character, with: "\\" + character)
        }
        pattern = pattern.replacingOccurrences(of: "[", with: "(").replacingOccurrences(of: "]", with: ")?")
        pattern = pattern.replacingOccurrences(of: "=n", with: "=[0-9]+")
        pattern = pattern.replacingOccurrences(of: "/index/", with: "/[^/?_*-][^/?*]*/")
        pattern = pattern.replacingOccurrences(of: "/pattern/", with: "/[^/?_-][^/?]*/")
        let parameters = path.contains("?") ? "" : #"(\?[a-z_]+=[a-z0-9_.,]+(&[a-z_]+=[a-z0-9_.,]+)*)?"#
        return "^\(pattern)\(parameters)$"
    }

    /// Lines are `address - user [time] "request" status bytes "referrer" "user agent"`.
    private mutating func addRequests(_ lines: [String]) throws {
        let rows = try Self.documented("Elasticsearch and OpenSearch").map { row in
            let paths = (row.columns.first ?? "").matches(of: /`([^`]+)`/).map { match in
                Self.pattern(ofPath: String(match.output.1))
            }
            return (name: row.name, paths: paths)
        }
        for line in lines {
            let quoted = line.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
            guard quoted.count >= 6 else {
                add(nil, line)
                continue
            }
            let words = quoted[1].split(separator: " ")
            guard words.count == 3, words[2] == "HTTP/1.1" else {
                // What is no HTTP is the same port asked as another service: binary, and answered with 400.
                if !quoted[2].hasPrefix(" 400 "), !quoted[1].isEmpty { add(nil, line) }
                continue
            }
            let isOurs = words[0] == "GET" && quoted[5].hasPrefix("ajar/")
            let name = rows.first { row in row.paths.contains { Self.matches(String(words[1]), $0) } }?.name
            add(isOurs ? name : nil, line)
        }
    }
}
