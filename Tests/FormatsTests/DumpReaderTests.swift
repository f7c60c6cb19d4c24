import Testing

@testable import Formats

/// What a dump's reader pushes: for each table its good records, in the order in which tables were first named.
final class TableSink: RecordSink {
    private(set) var tables: [(name: String, records: [[String]])] = []
    private(set) var broken = 0
    private var current = ""
    private var path: [String] = []
    private var record: [String] = []
    private var isOpen = false
    /// Pieces of values, to see that none is long.
    private(set) var longest = 0

    func selectDataset(_ name: UnsafeRawBufferPointer) {
        #expect(!isOpen, "a dataset within a record")
        current = String(decoding: name, as: UTF8.self)
    }

    func beginRecord() {
        #expect(!isOpen, "a record within a record")
        isOpen = true
        path = []
        record = []
    }

    func enter(_ name: UnsafeRawBufferPointer) {
        #expect(isOpen)
        path.append(String(decoding: name, as: UTF8.self))
    }

    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        #expect(isOpen)
        longest = max(longest, bytes.count)
        let text = kind == .null ? "NULL" : String(decoding: bytes, as: UTF8.self)
        record.append((path + [text]).joined(separator: "="))
    }

    func leave() { if path.popLast() == nil { Issue.record("left more often than entered") } }

    func endRecord() {
        #expect(isOpen && path.isEmpty, "a record ended inside a field")
        isOpen = false
        if let place = tables.firstIndex(where: { $0.name == current }) {
            tables[place].records.append(record)
        } else {
            tables.append((current, [record]))
        }
    }

    func brokenRecord() {
        isOpen = false
        path = []
        broken += 1
    }

    var text: String {
        tables.map { table in
            "\(table.name): " + table.records.map { $0.joined(separator: " ") }.joined(separator: " | ")
        }
        .joined(separator: "\n") + (broken > 0 ? "\nbroken \(broken)" : "")
    }
}

@Suite struct SQLReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var isMySQL = false
        var expected: String
        var testDescription: String { name }
    }

    private func read(_ bytes: [UInt8], _ isMySQL: Bool, chunk: Int) -> String {
        let sink = TableSink()
        var reader = SQLReader(hasBackslash: isMySQL)
        bytes.inChunks(of: chunk) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        return sink.text
    }

    static let cases: [Case] = [
        Case(name: "nothing", text: "", expected: ""),
        Case(
            name: "list of columns", text: "INSERT INTO t (a, \"b c\") VALUES (1, 'x'), (-2.5e-3, 'it''s');\n",
            expected: "t: a=1 b c=x | a=-2.5e-3 b c=it's"),
        Case(
            name: "columns of CREATE TABLE",
            text: """
                -- PostgreSQL database dump
                SET standard_conforming_strings = on;
                CREATE TABLE public.people (
                    id integer DEFAULT nextval('x'::regclass) NOT NULL,
                    "full name" character varying(80) DEFAULT 'a, b'::character varying,
                    score numeric(10,2),
                    CONSTRAINT positive CHECK ((score > (0)::numeric)),
                    PRIMARY KEY (id)
                );
                ALTER TABLE public.people OWNER TO me;
                INSERT INTO public.people VALUES (1, 'Ann\\', NULL);
                INSERT INTO public.people VALUES (2, E'B\\'b\\n', 4.5), (3, $$C'$$, TRUE);
                INSERT INTO public.people VALUES (4, $t$D$$d$t$, '1'::numeric(10,2));
                """,
            expected:
                "public.people: id=1 full name=Ann\\ score=NULL | id=2 full name=B'b\n score=4.5"
                + " | id=3 full name=C' score=TRUE | id=4 full name=D$$d score=1"),
        Case(
            name: "COPY",
            text: """
                COPY public.t (a, "B") FROM stdin;
                1\tx\\ty
                \\N\tz\\\\
                \\.


                COPY public.u FROM stdin;
                5\t6
                \\.
                \\connect other
                COPY public.t (a) FROM stdin;
                7
                \\.
                SELECT 1;
                """,
            expected:
                "public.t: a=1 B=x\ty | a=NULL B=z\\\npublic.u: column1=5 column2=6\nother.public.t: a=7"),
        Case(
            name: "COPY without its end, and rows of another width",
            text:
                "COPY t (a, b) FROM stdin;\n1\t2\n3\n4\t5\t6\nCOPY u (c) FROM stdin;\n7\nCOPY, he said\n\\.\nINSERT INTO t VALUES (8);",
            expected: "t: a=1 b=2 | column1=8\nu: c=7 | c=COPY, he said\nbroken 2"),
        Case(
            name: "mysqldump",
            text: """
                -- MySQL dump 10.13
                /*!40101 SET NAMES utf8 */;
                DROP TABLE IF EXISTS `pa``tients`;
                CREATE TABLE `pa``tients` (
                  `id` int(11) NOT NULL AUTO_INCREMENT,
                  `name` varchar(80) DEFAULT 'x' COMMENT 'the (name), in full',
                  `photo` blob,
                  `note` text,
                  PRIMARY KEY (`id`),
                  KEY `by_name` (`name`)
                ) ENGINE=InnoDB DEFAULT CHARSET=utf8;
                LOCK TABLES `pa``tients` WRITE;
                /*!40000 ALTER TABLE `pa``tients` DISABLE KEYS */;
                INSERT INTO `pa``tients` VALUES (1,'O\\'Brien',0x414243,'line\\nbreak'),(2,'a\\\\',_binary 'raw\\0x',NULL);
                UNLOCK TABLES;
                USE `second`;
                REPLACE INTO `t` (`x`) VALUES (X'4142'), ('c' 'd') ON DUPLICATE KEY UPDATE x = 'no';
                # a remark; INSERT INTO z VALUES (1);
                """, isMySQL: true,
            expected:
                "pa`tients: id=1 name=O'Brien photo=ABC note=line\nbreak | id=2 name=a\\ photo=raw\0x note=NULL"
                + "\nsecond.t: x=AB | x=c x=d"),
        Case(
            name: "SQL Server and SQLite",
            text: """
                SET IDENTITY_INSERT [dbo].[T] ON
                INSERT [dbo].[T] ([Id], [Name]) VALUES (1, N'Ann'), (2, CAST(N'x' AS NVarChar(5)))
                GO
                INSERT INTO dbo.T VALUES(3,"Bob");
                PRAGMA foreign_keys=OFF;
                BEGIN TRANSACTION;
                CREATE TABLE IF NOT EXISTS "s" (id INTEGER PRIMARY KEY, v);
                INSERT INTO "s" VALUES(1,'a');
                COMMIT;
                """,
            expected: "dbo.T: Id=1 Name=Ann | Id=2 Name=x | column1=3 column2=Bob\ns: id=1 v=a"),
        Case(
            name: "more values than columns, and expressions alone",
            text: "INSERT INTO t (a) VALUES (1, 2), (3), (now()), (lower('X') || 'y');",
            expected: "t: a=3 | a=X a=y\nbroken 1"),
        Case(
            name: "a row that ends in the middle",
            text: "INSERT INTO t (a, b) VALUES (1, 'x'), (2; INSERT INTO t (a) VALUES (3);",
            expected: "t: a=1 b=x | a=3\nbroken 1"),
        Case(
            name: "a torn string",
            text: """
                INSERT INTO t (a, b) VALUES (1, 'x');
                INSERT INTO t (a, b) VALUES (2, 'torn);
                INSERT INTO t (a, b) VALUES (3, 'y');
                INSERT INTO t (a, b) VALUES (4, 'torn again);
                -- Data for Name: u; Type: TABLE DATA
                INSERT INTO u (a) VALUES (5);
                """,
            expected: "t: a=1 b=x | a=3 b=y\nu: a=5\nbroken 2"),
        Case(
            name: "line breaks in strings",
            text: "INSERT INTO t (a) VALUES ('one\nINSERT two\n\nINSERT INTO x'), ('b');",
            expected: "t: a=one\nINSERT two\n\nINSERT INTO x | a=b"),
        Case(name: "cut in a string", text: "INSERT INTO t (a) VALUES ('b'), ('c", expected: "t: a=b\nbroken 1"),
        Case(name: "cut in a comment", text: "INSERT INTO t (a) VALUES (1);/* x", expected: "t: a=1\nbroken 1"),
        Case(
            name: "a name without its end", text: "INSERT INTO \"t (a) VALUES (1);\nINSERT INTO u VALUES (2);",
            expected: "u: column1=2\nbroken 1"),
        Case(
            name: "functions and procedures",
            text:
                "CREATE FUNCTION f() AS $body$\nINSERT INTO t VALUES (1);\n$body$ LANGUAGE sql;\nINSERT INTO t VALUES (2);",
            expected: "t: column1=2"),
    ]

    @Test(arguments: cases)
    func rowsOfEachTableAreReadInChunksOfAnySize(_ test: Case) {
        for size in Array(1...40) + [1 << 20] {
            #expect(read(Array(test.text.utf8), test.isMySQL, chunk: size) == test.expected, "chunks of \(size)")
        }
    }

    @Test func noTextTrapsAndChunksMakeNoDifference() {
        var random = Seeded(state: 21)
        let words = [
            "INSERT INTO ", "t", "\"", "'", "(", ")", ",", ";", "\n", " ", "VALUES ", "1", "-",
            "COPY t (a) FROM stdin;\n",
            "\\.", "\t", "$$", "$a$", "/*", "*/", "--", "\\", "E'", "x'41", "0x41", "CREATE TABLE t (a int", "`", "é",
            "NULL",
        ].map { Array($0.utf8) }
        for round in 0..<4000 {
            let bytes = (0..<Int.random(in: 0...30, using: &random)).flatMap { _ in
                words.randomElement(using: &random) ?? []
            }
            let whole = read(bytes, round % 2 == 0, chunk: 1 << 20)
            for size in [1, 2, 3, 7] {
                #expect(
                    read(bytes, round % 2 == 0, chunk: size) == whole,
                    "\(String(decoding: bytes, as: UTF8.self).debugDescription) \(size)")
            }
        }
    }

    @Test func aLongStringComesInPieces() {
        let sink = TableSink()
        var reader = SQLReader(hasBackslash: false, pieceLimit: 100)
        let long = String(repeating: "word ", count: 1000)
        Array("INSERT INTO t (a, b) VALUES ('\(long)', 2);".utf8).inChunks(of: 333) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        #expect(sink.longest <= 100)
        #expect(sink.tables.first?.records.first?.last == "b=2")
        #expect(sink.tables.first?.records.first?.count ?? 0 > 40)
    }

    @Test func theColumnsOfAnyNumberOfTablesAreBounded() {
        let sink = TableSink()
        var reader = SQLReader(hasBackslash: false)
        let name = String(repeating: "n", count: 500)
        for index in 0..<40_000 {
            Array("CREATE TABLE \(name)\(index) (a\(name) int);".utf8).withUnsafeBytes { reader.feed($0, into: sink) }
        }
        #expect(reader.bytesOfNames <= SQLReader.maximumNames)
    }
}

@Suite struct BSONReaderTests {
    private func read(_ bytes: [UInt8], isArchive: Bool = false, chunk: Int) -> String {
        let sink = TableSink()
        var reader = BSONReader(isArchive: isArchive)
        bytes.inChunks(of: chunk) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        return sink.text
    }

    /// `{_id: <number>, name: <text>, inner: {x: 1}}`
    static func document(_ id: Int32, _ name: String) -> [UInt8] {
        document(joined(int("_id", id), text("name", name), element(0x03, "inner", document(int("x", 1)))))
    }

    static func document(_ content: [UInt8]) -> [UInt8] { joined(little(Int32(content.count + 5)), content, [0]) }
    static func little(_ value: Int32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    static func element(_ type: UInt8, _ name: String, _ value: [UInt8]) -> [UInt8] {
        joined([type], Array(name.utf8), [0], value)
    }
    static func int(_ name: String, _ value: Int32) -> [UInt8] { element(0x10, name, little(value)) }
    static func text(_ name: String, _ value: String) -> [UInt8] {
        element(0x02, name, joined(little(Int32(value.utf8.count + 1)), Array(value.utf8), [0]))
    }
    static func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }

    private func expect(_ bytes: [UInt8], isArchive: Bool = false, _ expected: String) {
        for size in Array(1...60) + [1 << 20] {
            #expect(read(bytes, isArchive: isArchive, chunk: size) == expected, "chunks of \(size)")
        }
    }

    @Test func documentsAreRecords() {
        expect([], "")
        expect(
            Self.joined(Self.document(1, "Ann"), Self.document(2, "Bob")),
            ": _id=1 name=Ann inner=x=1 | _id=2 name=Bob inner=x=1")
        expect(Self.document([]) + Self.document(2, "B"), ":  | _id=2 name=B inner=x=1")
    }

    @Test func whatIsBrokenIsReadPast() {
        let first = Self.document(1, "Ann")
        let last = Self.document(3, "Cid")
        let good = ": _id=1 name=Ann inner=x=1 | _id=3 name=Cid inner=x=1\nbroken 1"
        // Inside, with a right length.
        var inside = Self.document(2, "Bob")
        inside[4] = 0x77
        expect(Self.joined(first, inside, last), good)
        // Its length.
        for length: [UInt8] in [
            [0xff, 0xff, 0xff, 0xfe], [0, 0, 0, 0], [1, 0, 0, 0], [0xff, 0xff, 0xff, 0x7f], [40, 0, 0, 0],
        ] {
            expect(Self.joined(first, length, Array(Self.document(2, "Bob").dropFirst(4)), last), good)
        }
        // Bytes between documents.
        expect(Self.joined(first, Array("garbage that is no document".utf8), last), good)
        // Cut at the end.
        for cut in 1..<last.count {
            expect(Self.joined(first, Array(last.dropLast(cut))), ": _id=1 name=Ann inner=x=1\nbroken 1")
        }
    }

    @Test func anArchiveHasADatasetForEachCollection() {
        let end: [UInt8] = [0xff, 0xff, 0xff, 0xff]
        func header(_ collection: String, eof: UInt8 = 0) -> [UInt8] {
            let crc = Self.element(0x12, "CRC", Self.joined(Self.little(0), Self.little(0)))
            return Self.document(
                Self.joined(
                    Self.text("db", "shop"), Self.text("collection", collection), Self.element(0x08, "EOF", [eof]), crc)
            )
        }
        let archive = Self.joined(
            BSONReader.archiveMagic, Self.document(Self.text("version", "0.1")), Self.document(Self.text("db", "shop")),
            end, header("users"), Self.document(1, "Ann"), end, header("orders"), Self.document(7, "x"), end,
            header("users"), Self.document(2, "Bob"), end, header("users", eof: 1), end, header("orders", eof: 1), end)
        let expected =
            "shop.users: _id=1 name=Ann inner=x=1 | _id=2 name=Bob inner=x=1\nshop.orders: _id=7 name=x inner=x=1"
        expect(archive, isArchive: true, expected)
        // A torn document costs its block at the most.
        var torn = archive
        let behind = header("users", eof: 1).count + 4 + header("orders", eof: 1).count + 4
        let place = torn.count - behind - 4 - Self.document(2, "Bob").count
        torn[place] = 0
        expect(
            torn, isArchive: true,
            "shop.users: _id=1 name=Ann inner=x=1\nshop.orders: _id=7 name=x inner=x=1\nbroken 1")
    }

    @Test func noBytesTrapAndChunksMakeNoDifference() {
        var random = Seeded(state: 8)
        let parts: [[UInt8]] = [
            Self.document(1, "Ann"), Self.document(2, ""), [0xff, 0xff, 0xff, 0xff], [5, 0, 0, 0, 0], [0],
            [9, 0, 0, 0], [0x10],
            Array("_id\0".utf8), [0xff, 0, 0, 0], [0, 0, 1, 0],
        ]
        for round in 0..<3000 {
            var bytes = (0..<Int.random(in: 0...8, using: &random)).flatMap { _ in
                parts.randomElement(using: &random) ?? []
            }
            if !bytes.isEmpty, round % 3 == 0 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            for isArchive in [false, true] {
                let whole = read(bytes, isArchive: isArchive, chunk: 1 << 20)
                for size in [1, 2, 5, 13] {
                    #expect(read(bytes, isArchive: isArchive, chunk: size) == whole, "\(bytes) \(isArchive) \(size)")
                }
            }
        }
    }
}
