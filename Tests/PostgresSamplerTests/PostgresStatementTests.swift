import Testing

@testable import PostgresSampler

@Suite struct PostgresStatementTests {
    @Test(arguments: [
        ("plain", "\"plain\""), ("Mixed Case", "\"Mixed Case\""), ("a\"b", "\"a\"\"b\""),
        ("\"; DROP TABLE x; --", "\"\"\"; DROP TABLE x; --\""), ("\"\"", "\"\"\"\"\"\""), ("a'b\\c", "\"a'b\\c\""),
        ("naïve — 表", "\"naïve — 表\""), ("line\nbreak", "\"line\nbreak\""),
        ("e\u{301}\"\u{301}", "\"e\u{301}\"\"\u{301}\""),
    ])
    func namesAreQuoted(name: String, quoted: String) {
        // Compared byte by byte: Swift's own comparison would take differently composed characters for equal.
        #expect(PostgresIdentifier.quoted(name).map { Array($0.utf8) } == Array(quoted.utf8))
    }

    @Test(arguments: ["", "a\0b", "\0"])
    func namesThatNoServerHasAreRefused(name: String) {
        #expect(PostgresIdentifier.quoted(name) == nil)
    }

    @Test func noStatementWritesOrCounts() throws {
        let query = try #require(
            PostgresSampleQuery(
                schema: "s", name: "t", columns: [PostgresColumn(name: "c", type: 25)], percent: 1, limit: 10))
        let statements: [PostgresStatement] = [
            .begin, .rollback, .settings(version: 90500), .settings(version: 150000), .privileges, .databases,
            .relations(version: 90600, limit: 10), .relations(version: 170000, limit: 10), .reachingForeign,
            .columns(relation: .max, limit: 10), .sample(query), .fetch(10), .close,
        ]
        for statement in statements {
            let text = statement.text
            #expect(
                ["BEGIN READ ONLY", "ROLLBACK", "CLOSE ajar_sample", "FETCH FORWARD 10 FROM ajar_sample"].contains(text)
                    || text.hasPrefix("SELECT") || text.hasPrefix("WITH")
                    || text.hasPrefix("DECLARE ajar_sample NO SCROLL CURSOR FOR SELECT"))
            #expect(!text.lowercased().contains("count("))
            #expect(!text.contains(";"))
            #expect(!text.contains("\n"))
        }
    }

    @Test func aSampleCutsEveryColumn() {
        let query = PostgresSampleQuery(
            schema: "a\"b", name: "t",
            columns: [
                PostgresColumn(name: "name", type: 25), PostgresColumn(name: "scan", type: 17),
                PostgresColumn(name: "doc", type: 3802), PostgresColumn(name: "tags", type: 1009, category: "A"),
            ], percent: nil, limit: 7)
        #expect(
            query?.text == """
                SELECT pg_catalog.left(q."name"::pg_catalog.text, 2048), \
                pg_catalog.encode(pg_catalog.substr(q."scan", 1, 2048), 'hex'), \
                pg_catalog.left(q."doc"::pg_catalog.text, 16384), \
                pg_catalog.left(pg_catalog.to_json(q."tags")::pg_catalog.text, 16384) \
                FROM "a""b"."t" AS q LIMIT 7
                """)
        let large = PostgresSampleQuery(
            schema: "s", name: "t", columns: [PostgresColumn(name: "c", type: 25)], percent: 0.5, limit: 7)
        #expect(
            large?.text == """
                SELECT pg_catalog.left(q."c"::pg_catalog.text, 2048) FROM (SELECT p.* FROM (SELECT t."c" \
                FROM "s"."t" AS t TABLESAMPLE SYSTEM (0.5000) LIMIT 10000) AS p ORDER BY pg_catalog.random()) AS q \
                LIMIT 7
                """)
        #expect(PostgresSampleQuery(schema: "s", name: "t", columns: [], percent: nil, limit: 1) == nil)
    }

    @Test(
        arguments: [
            (-1.0, 0, 150000, nil), (0, 0, 130000, nil), (0, 0, 140000, 0), (500, 3, 130000, 500),
            (.nan, 1, 150000, nil), (.infinity, 1, 150000, nil), (1e300, 1, 150000, nil),
        ] as [(Double, Int, Int, Int?)])
    func estimatesAreTakenFromTheCatalog(records: Double, pages: Int, version: Int, estimate: Int?) {
        #expect(PostgresPlan.estimate(records: records, pages: pages, version: version) == estimate)
    }

    private static func relation(
        _ name: String, kind: PostgresRelation.Kind = .table, pages: Int = 1, records: Int? = nil
    ) -> PostgresRelation {
        PostgresRelation(
            oid: 1, schema: "public", name: name, kind: kind, records: records, pages: pages, readable: true,
            writable: false, rowSecurity: false)
    }

    @Test func promisingNamesComeFirstThenSizeThenViews() {
        let ordered = PostgresPlan.ordered([
            Self.relation("telemetry", pages: 90_000), Self.relation("patient_view", kind: .view),
            Self.relation("invoices", pages: 7), Self.relation("Patients", pages: 2), Self.relation("staff", pages: 9),
            Self.relation("bank_details", pages: .max), Self.relation("broken", pages: .min + 1),
        ])
        #expect(
            ordered.map(\.name) == [
                "Patients", "patient_view", "staff", "bank_details", "invoices", "broken", "telemetry",
            ])
    }

    @Test func onlyLargeTablesAreSampledByPages() {
        #expect(PostgresPlan.percent(Self.relation("t", pages: PostgresPlan.manyPages), samples: 100) == nil)
        #expect(PostgresPlan.percent(Self.relation("t", kind: .view, pages: 100_000), samples: 100) == nil)
        #expect(PostgresPlan.percent(Self.relation("t", kind: .partitioned, pages: 100_000), samples: 100) == 0.2)
        // 100 records a page, so 50 pages of 100,000.
        let share = PostgresPlan.percent(Self.relation("t", pages: 100_000, records: 10_000_000), samples: 100)
        #expect(share == 0.05)
        for (pages, records, samples) in [(Int.max, Int.max, Int.max), (Int.max, 0, 0), (2001, nil, -5)] {
            let share = PostgresPlan.percent(Self.relation("t", pages: pages, records: records), samples: samples)
            #expect(share.map { $0 >= 0.0001 && $0 <= 100 } == true)
        }
    }

    @Test(arguments: [
        (0.02, "0.0200"), (100, "100.0000"), (0, "0.0001"), (-1, "0.0001"), (.nan, "100.0000"), (12.34567, "12.3457"),
    ])
    func sharesAreWrittenWithoutAnExponent(value: Double, text: String) {
        #expect(PostgresPlan.decimal(value) == text)
    }

    @Test(
        arguments: [
            ("", []), ("00ff10", [0, 255, 16]), ("0", []), ("AbCd", [0xab, 0xcd]), ("12zz34", [0x12]),
        ] as [(String, [UInt8])])
    func binaryIsDecodedFromHexadecimal(text: String, bytes: [UInt8]) {
        var decoded: [UInt8] = [1, 2, 3]
        Array(text.utf8).withUnsafeBytes { PostgresHex.decode($0, into: &decoded) }
        #expect(decoded == bytes)
    }
}
