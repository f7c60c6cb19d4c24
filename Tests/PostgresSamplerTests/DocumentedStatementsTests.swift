import Foundation
import Testing

@testable import PostgresSampler

/// Holds the statements that the sampler may send against the table in `docs/safety.md`, both ways.
@Suite struct DocumentedStatementsTests {
    /// Without a `default`: a new statement does not compile until it has a name here, and so a row on the page.
    private static func name(of statement: PostgresStatement) -> String {
        switch statement {
        case .begin: "begin"
        case .settings: "settings"
        case .rollback: "rollback"
        case .privileges: "privileges"
        case .databases: "databases"
        case .relations: "relations"
        case .reachingForeign: "reachingForeign"
        case .columns: "columns"
        case .sample: "sample"
        case .fetch: "fetch"
        case .close: "close"
        }
    }

    private static func statements() throws -> [PostgresStatement] {
        let query = try #require(
            PostgresSampleQuery(
                schema: "s", name: "t", columns: [PostgresColumn(name: "c", type: 25)], percent: 1, limit: 10))
        return [
            .begin, .settings(version: 170000), .privileges, .databases, .relations(version: 170000, limit: 10),
            .reachingForeign, .columns(relation: 1, limit: 10), .sample(query),
            .fetch(10), .close, .rollback,
        ]
    }

    /// Rows of the table under "PostgreSQL: reading", by the name in the first column.
    private static func rows() throws -> [(name: String, row: String)] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/safety.md"), encoding: .utf8)
        var rows: [(name: String, row: String)] = []
        var isInside = false
        for line in page.split(separator: "\n") {
            if line.hasPrefix("#") { isInside = line == "### PostgreSQL: reading" }
            if isInside, line.hasPrefix("| `"), let name = line.dropFirst(3).split(separator: "`").first {
                rows.append((String(name), String(line)))
            }
        }
        return rows
    }

    /// The catalogs that a statement reads.
    private static func catalogs(_ text: String) -> Set<String> {
        Set(
            text.matches(of: /(?:FROM|JOIN) pg_catalog\.(pg_[a-z_]+)/).map { String($0.output.1) })
    }

    @Test func everyStatementIsDocumentedAndEveryDocumentedStatementExists() throws {
        #expect(try Self.rows().map(\.name) == Self.statements().map(Self.name(of:)))
    }

    @Test func theCatalogsOfEachStatementAreDocumented() throws {
        for statement in try Self.statements() {
            let row = try #require(Self.rows().first { $0.name == Self.name(of: statement) }).row
            let documented = Set(row.matches(of: /`(pg_[a-z_]+)`/).map { String($0.output.1) })
            #expect(documented == Self.catalogs(statement.text), "\(Self.name(of: statement))")
        }
    }

    @Test func theTimeoutsOnThePageAreThoseSent() throws {
        let row = try #require(Self.rows().first { $0.name == "settings" }).row
        let text = PostgresStatement.settings(version: 170000).text
        for (setting, value) in text.matches(of: /'([a-z_]+timeout)', '([0-9]+)'/).map({ ($0.output.1, $0.output.2) }) {
            #expect(row.contains("`\(setting)` \(value) ms"), "\(setting)")
        }
        #expect(text.contains("timeout"))
    }
}
