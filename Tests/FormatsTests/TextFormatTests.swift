import Testing

@testable import Formats

@Suite struct DelimitedReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var delimiter: Character = ","
        var quote: Character = "\""
        var hasBackslash = false
        var records: [[String]]
        var broken = 0
        var maximum = 1 << 20
        var testDescription: String { text.debugDescription }
    }

    private func read(_ test: Case, chunk: Int) -> Reading {
        let sink = RecordingSink()
        var reader = DelimitedReader(
            dialect: DelimitedDialect(
                delimiter: test.delimiter.asciiValue ?? 0x2c, quote: test.quote.asciiValue ?? 0x22,
                hasBackslash: test.hasBackslash),
            maximumRecord: test.maximum)
        Array(test.text.utf8).inChunks(of: chunk) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        return Reading(sink)
    }

    static let cases: [Case] = [
        Case(text: "", records: []),
        Case(text: "\n\r\n\n", records: []),
        Case(text: "a,b\n1,2\n3,4\n", records: [["a=1", "b=2"], ["a=3", "b=4"]]),
        Case(text: "a,b\r\n1,2\r\n\r\n3,4", records: [["a=1", "b=2"], ["a=3", "b=4"]]),
        Case(text: "a,b\r1,2\r3,4\r", records: [["a=1", "b=2"], ["a=3", "b=4"]]),
        Case(text: "\u{feff}a,b\n1,2\n", records: [["a=1", "b=2"]]),
        Case(text: "\u{feff}\"a\",b\n1,2\n", records: [["a=1", "b=2"]]),
        Case(text: "a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\n", records: [["a=x,\"y\"\r\nz", "b="]]),
        Case(text: "a,b\n\"\"\"\",\"\"\"\"\"\"\n", records: [["a=\"", "b=\"\""]]),
        Case(text: "a,b\n5\" pipe,6\"\n", records: [["a=5\" pipe", "b=6\""]]),
        Case(text: "a,b\n\"x\"y,\"z\" \n", records: [["a=xy", "b=z "]]),
        Case(
            text: "a,b,c\n,,\n1,,3\n,2,\n", records: [["a=", "b=", "c="], ["a=1", "b=", "c=3"], ["a=", "b=2", "c="]]),
        Case(text: "a,b\n1,2", records: [["a=1", "b=2"]]),
        Case(text: "a,b\n1,", records: [["a=1", "b="]]),
        Case(text: "a,b\n1,\"\"", records: [["a=1", "b="]]),
        Case(text: "a\tb\n1,5\t\"x\ty\"\n", delimiter: "\t", records: [["a=1,5", "b=x\ty"]]),
        Case(text: "a;b\n1,5;2\n", delimiter: ";", records: [["a=1,5", "b=2"]]),
        Case(text: "a|b\n1|\"x|y\"\n", delimiter: "|", records: [["a=1", "b=x|y"]]),
        // Names or none.
        Case(text: "1,2\n3,4\n", records: [["column1=1", "column2=2"], ["column1=3", "column2=4"]]),
        Case(text: "x@y.example,b\n", records: [["column1=x@y.example", "column2=b"]]),
        Case(text: "a,a\n1,2\n", records: [["column1=a", "column2=a"], ["column1=1", "column2=2"]]),
        Case(text: ",name\n0,x\n", records: [["column1=0", "name=x"]]),
        Case(text: "id, full name ,born\n1,x,2000\n", records: [["id=1", "full name=x", "born=2000"]]),
        Case(text: "id,name,\n1,x,\n", records: [["id=1", "name=x", "column3="]]),
        Case(text: "_id,größe\n1,2\n", records: [["_id=1", "größe=2"]]),
        Case(text: "a,b\n", records: []),
        // Rows of another width than the names.
        Case(text: "a,b,c\n1,2\n1,2,3,4\n5,6,7\n", records: [["a=1", "b=2"], ["a=5", "b=6", "c=7"]], broken: 1),
        // What is torn.
        Case(text: "a,b\n1,2\n3,\"4\n5,6\n", records: [["a=1", "b=2"], ["a=5", "b=6"]], broken: 1),
        Case(
            text: "a,b\n3,\"4\n5,\"6\n7,\"8\"\n9,\"x\ny\"\n", records: [["a=7", "b=8"], ["a=9", "b=x\ny"]], broken: 2),
        Case(text: "a,b\n\"x\ny\",1,2\n3,4\n", records: [["a=3", "b=4"]], broken: 2),
        Case(text: "a,b\n1,\"x\n\n\r\n", records: [], broken: 1),
        Case(text: "a,b\n1,\"", records: [], broken: 1),
        Case(text: "\"", records: [], broken: 1),
        // Longer than is kept, by one and by much.
        Case(
            text: "a,b\n1,2\n1,23\n3,4\n1,2",
            records: [["a=1", "b=2"], ["a=1", "b=23"], ["a=3", "b=4"], ["a=1", "b=2"]],
            maximum: 3),
        Case(text: "a,b\n,,,,,,,,,,,,,,\n3,4\n", records: [["a=3", "b=4"]], broken: 1, maximum: 3),
        Case(
            text: "a,b\n\"xx\"\"xxx\n\n,,yyyy\",1\n3,4\n", records: [["a=xx\"xxx\n\n,,yyyy", "b=1"], ["a=3", "b=4"]],
            maximum: 5),
        Case(text: "a,b\nxxxxxx", records: [["a=xxxxxx"]], maximum: 5),
        Case(text: "a,b\nxxxxxx,", records: [["a=xxxxxx", "b="]], maximum: 5),
        Case(text: "a,b\nxxxx,\"yyyy", records: [], broken: 1, maximum: 5),
        // Rows that a torn quote swallowed are rows, also where they are more than is kept.
        Case(
            text: "a,b\n1,\"2\n" + String(repeating: "3,4\n", count: 20),
            records: Array(repeating: ["a=3", "b=4"], count: 20), broken: 1, maximum: 40),
        // Other quotes, and backslashes.
        Case(text: "'a','b'\n'x, ''y''','\"'\n", quote: "'", records: [["a=x, 'y'", "b=\""]]),
        Case(
            text: "a,b\n\"x\\\"y, z\",\\N\nq\\tr,\"s\\\\\"\n", hasBackslash: true,
            records: [["a=x\"y, z", "b=N"], ["a=q\tr", "b=s\\"]]),
    ]

    @Test(arguments: cases)
    func readsRowsInChunksOfAnySize(_ test: Case) {
        for size in Array(1...64) + [1 << 20] {
            #expect(read(test, chunk: size) == Reading(test.records, broken: test.broken), "chunks of \(size)")
        }
    }

    @Test func anyBytesInAnyChunksGiveTheSame() {
        var random = Seeded(state: 13)
        let alphabet = Array("\",ab1\\ \r\n\u{feff}")
        for round in 0..<6000 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
            let test = Case(text: text, hasBackslash: round % 3 == 0, records: [], maximum: round % 2 == 0 ? 12 : 1000)
            let whole = read(test, chunk: 1 << 20)
            for size in [1, 2, 3, 7] { #expect(read(test, chunk: size) == whole, "\(text.debugDescription) \(size)") }
        }
    }
}

@Suite struct TextReaderTests {
    private func read(_ text: String, maximum: Int, chunk: Int) -> [String] {
        let sink = RecordingSink()
        var reader = TextReader(maximumLine: maximum)
        Array(text.utf8).inChunks(of: chunk) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        #expect(sink.broken == 0)
        return sink.records.map { $0.joined(separator: "|") }
    }

    @Test(
        arguments: [
            ("", []), ("\n \r\n\t\n", []), ("a", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
            ("\u{feff}a\n", ["a"]),
            ("ab cd ef gh ij\nx", ["ab cd ef ", "gh ij", "x"]), ("abcdefghij", ["abcdefghij"]),
            ("abcdefghijk", ["abcdefghij", "k"]),
            ("a bcdefghijkl", ["a bcdefghi", "jkl"]), ("abcdefghij\nk\n", ["abcdefghij", "k"]),
            ("aééééé", ["aéééé", "é"]),
            ("a😀😀😀😀", ["a😀😀", "😀😀"]), ("😀😀😀", ["😀😀", "😀"]),
        ] as [(String, [String])])
    func linesAreCutAtWhiteSpaceInChunksOfAnySize(_ text: String, _ lines: [String]) {
        for size in 1...40 { #expect(read(text, maximum: 10, chunk: size) == lines, "chunks of \(size)") }
    }

    @Test func longLinesLoseNothingAndStayWithinTheBound() {
        var random = Seeded(state: 5)
        let text = String((0..<20_000).map { _ in "abc é😀\t ".randomElement(using: &random) ?? "a" })
        for maximum in [-1, 0, 4, 100, 4096] {
            let lines = read(text, maximum: maximum, chunk: 777)
            #expect(lines == read(text, maximum: maximum, chunk: 1 << 20))
            #expect(lines.allSatisfy { $0.utf8.count <= max(maximum, 4) })
            let letters = { (text: String) in Array(text.utf8.filter { $0 > 0x20 }) }
            #expect(letters(lines.joined()) == letters(text))
        }
    }
}

@Suite struct RecordReaderTests {
    enum Format: Equatable, Sendable {
        case lines, values, wrapped, delimited(Character), sql, mysql, bson, archive, hl7, xml, text, binary
        indirect case utf16(Format)
    }

    private func format(_ reader: RecordReader?) -> Format {
        guard let reader else { return .binary }
        let format: Format =
            switch reader.format {
            case .json(.lines): .lines
            case .json(.values): .values
            case .json(.wrapped): .wrapped
            case .delimited(let dialect): .delimited(Character(Unicode.Scalar(dialect.delimiter)))
            case .sql(let hasBackslash): hasBackslash ? .mysql : .sql
            case .bson(let isArchive): isArchive ? .archive : .bson
            case .hl7: .hl7
            case .xml: .xml
            case .text: .text
            }
        return reader.encoding == .utf16 ? .utf16(format) : format
    }

    private func format(_ bytes: [UInt8], _ name: String) -> Format {
        bytes.withUnsafeBytes { format(RecordReader(head: $0, fileName: name)) }
    }

    @Test(
        arguments: [
            ("", "-", .text), ("\n\n", "-", .text), ("", "a.csv", .delimited(",")), ("", "a.ndjson", .text),
            // NDJSON, broken or not, whatever its name.
            ("{\"a\":1}\n{\"a\":2}\n", "-", .lines), ("{\"a\":1}", "-", .lines),
            ("\n\r\n{\"a\":1}\r\n{\"a\":2}", "x.txt", .lines),
            ("\u{feff}{\"a\":1}\n", "-", .lines), ("{\"a\":\n{\"a\":2}\n{\"a\":3}\n", "-", .lines),
            ("{\"a\":1\n{\"a\":2}", "-", .lines),
            ("oops\n{\"a\":2}\n{\"a\":3}\n", "-", .lines), ("[1,2]\n[3,4]\n", "-", .lines),
            ("1\n2\n", "A.NDJSON", .lines),
            ("x\ny\n", "a.jsonl", .lines), ("{\"a\":1} x\n{\"a\":1} y\n", "a.jsonl", .values),
            // Other JSON.
            ("[{\"a\":1},{\"a\":2}]", "-", .values), ("[{\"a\":1},{\"a\":2}]\n", "a.json", .values),
            ("[", "-", .values),
            ("[\n{\"a\":1},\n{\"a\":2}\n]\n", "a.ndjson", .values),
            ("{\n  \"a\": 1,\n  \"b\": [{}]\n}\n", "-", .values),
            ("{\"rows\":[\n{\"a\":1},\n{\"a\":2}\n]}\n", "-", .values), ("{\"a\":1}{\"a\":2}", "-", .values),
            ("{\"a\":1},\n{\"a\":2},\n", "-", .values), ("[1,2,3]", "-", .values),
            ("[{\"a\":1},{bad},{\"a\":2}]", "-", .values),
            ("[section]\nx", "a.json", .values), ("{", "-", .values), ("\u{feff}[{\"a\":1}]", "-", .values),
            (String(repeating: "[", count: 100), "-", .values),
            // Delimited.
            ("a,b,c\n1,2,3\n4,5,6\n", "-", .delimited(",")), ("a,b,c\n1,2,3", "-", .delimited(",")),
            ("a\tb\n1\t2\n", "-", .delimited("\t")), ("a;b;c\n1;2,5;3\n", "-", .delimited(";")),
            ("a|b|c\n1|2|3\n", "-", .delimited("|")),
            ("id,name\n1,x\n2,y\n3,z\n", "-", .delimited(",")), ("a;b\n1;2\n", "A.CSV", .delimited(";")),
            ("a,b", "A.CSV", .delimited(",")),
            ("a\n1\n", "a.csv", .delimited(",")), ("a\n1\n", "B.TSV", .delimited("\t")),
            ("\u{feff}a,b,c\n1,2,3\n", "-", .delimited(",")),
            ("a,b,c\n1,\"x\ny, z\",3\n4,5,6\n", "-", .delimited(",")),
            ("a;b\n1;2\ntorn\n3;4\n5;6\n", "a.csv", .delimited(";")),
            ("a,b,c\r1,2,3\r4,5,6\r", "-", .delimited(",")),
            ("sep=;\na;b\n1;2\n", "-", .delimited(";")), ("'a','b','c'\n'1, x','2','3'\n", "-", .delimited(",")),
            ("a^b^c\n1^2^3\n", "-", .delimited("^")),
            // Lists within an object.
            (
                #"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient"}}]}"#,
                "-",
                .wrapped
            ),
            (
                #"{"ok":true,"results":["# + String(repeating: #"{"name":"Anna","town":"Leeds"},"#, count: 3000), "-",
                .wrapped
            ),
            (#"{"ok":true,"results":[{"name":"Anna"},{"name":"Bob"}]}"#, "-", .lines),
            (
                #"{"nhs":"1","name":"Anna","born":"x","visits":["#
                    + String(repeating: #"{"seen":"today"},"#, count: 5000), "-",
                .lines
            ),
            // Dumps, messages, XML.
            ("--\n-- PostgreSQL database dump\n--\n\nSET x = 1;\n", "-", .sql),
            ("-- MySQL dump 10.13\n--\n", "-", .mysql), ("/*!40101 SET NAMES utf8 */;\n", "-", .mysql),
            ("INSERT INTO t VALUES (1);\n", "-", .sql), ("INSERT INTO `t` VALUES (1);\n", "x.sql", .mysql),
            ("CREATE TABLE t (a int);\n", "-", .sql), ("COPY t (a) FROM stdin;\n1\n\\.\n", "-", .sql),
            ("Insert into the box what you find.\n", "-", .text), ("Copy that.\n-- Anna\n", "-", .text),
            ("MSH|^~\\&|A\rPID|||1\r", "-", .hl7), ("\u{b}MSH|^~\\&|A\rPID|||1\r\u{1c}\r", "-", .hl7),
            ("FHS|^~\\&|A\r", "-", .hl7), ("MSHA is a word", "-", .text),
            ("<?xml version=\"1.0\"?>\n<r><a>1</a></r>", "-", .xml), ("\u{feff}<r><a>1</a></r>", "-", .xml),
            ("<34>Oct 11 22:14:15 su failed\n", "-", .text), ("<html><p>x</p></html>", "-", .text),
            // Text.
            ("Dear Sir, I write to you.\nYours, Anna\n", "-", .text), ("One, two, three.", "-", .text),
            ("a,b,c", "-", .text),
            ("He came, he saw.\nShe went, he stayed.\nIt rained, it poured.\nThey slept, at last.\n", "a.txt", .text),
            ("int a;\nint b;\nint c;\nint d;\nint e;\n", "-", .text), ("[section]\nkey=value\n", "a.ini", .text),
            ("[2024-01-02 10:00:00] INFO started\n[2024-01-02 10:00:01] INFO done\n", "-", .text),
            ("[1234] started\n[1235] done\n", "-", .text),
            (
                "2024-01-02 10:00:00,123 INFO the service has been started on port 80\n2024-01-02 10:00:01,456 INFO the first request of the day was served\n2024-01-02 10:00:02,789 WARN the disk of the server is nearly full now\n2024-01-02 10:00:03,012 INFO the service has been stopped by the operator\n",
                "-", .text
            ),
            ("{ foo }\nbar\n", "-", .text), ("{'a': 1}\n{'a': 2}\n", "-", .text), ("{{ name }}", "-", .text),
            ("é\n", "-", .text),
        ] as [(String, String, Format)])
    func formatIsToldFromTheFirstBytes(_ text: String, _ name: String, _ expected: Format) {
        #expect(format(Array(text.utf8), name) == expected)
    }

    @Test(
        arguments: [
            [0x1f, 0x8b, 0x08, 0x00, 0x01], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00],
            [0x7f, 0x45, 0x4c, 0x46, 0x02, 0x00],
            [0x50, 0x4b, 0x03, 0x04, 0x00], [0xff, 0xfe, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], [0x61, 0x00, 0x62, 0x00],
            [0x61, 0x00, 0x00, 0x62, 0x00, 0x63, 0x64, 0x00],
            [0x01, 0x02, 0x03],
        ] as [[UInt8]])
    func binaryIsRefused(_ bytes: [UInt8]) {
        #expect(format(bytes, "a.csv") == .binary)
        #expect(format(bytes, "-") == .binary)
    }

    @Test(
        arguments: [
            (BSONReaderTests.document(1, "Ann"), Format.bson), (BSONReaderTests.document(1, "Ann") + [1, 2], .bson),
            (BSONReader.archiveMagic + BSONReaderTests.document([]), .archive), ([5, 0, 0, 0, 1], .binary),
        ] as [([UInt8], Format)])
    func dumpsOfMongoDBAreTold(_ bytes: [UInt8], _ expected: Format) {
        #expect(format(bytes, "-") == expected)
    }

    @Test func otherEncodingsAreRead() {
        // Windows-1252, UTF-16 without its mark in either order.
        let text = "name,town\nRenée,Mörfelden\nZoë,Årjäng\n"
        let units = Array(text.utf16)
        for bytes in [
            text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) },
            units.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] },
            units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] },
        ] {
            for size in [1, 2, 3, 1000] {
                let sink = RecordingSink()
                var reader = bytes.withUnsafeBytes { RecordReader(head: $0, fileName: "x.csv") }
                bytes.inChunks(of: size) { reader?.feed($0, into: sink) }
                reader?.finish(into: sink)
                #expect(sink.records == [["name=Renée", "town=Mörfelden"], ["name=Zoë", "town=Årjäng"]])
            }
        }
    }

    /// A head that was cut inside its only line may still be the first of many.
    @Test func lineLongerThanTheHeadIsALine() {
        let head = Array(("{\"a\":\"" + String(repeating: "x", count: RecordReader.sniffLength)).utf8)
        #expect(format(Array(head.prefix(RecordReader.sniffLength)), "-") == .lines)
    }

    @Test(arguments: [false, true])
    func utf16IsDecodedInChunksOfAnySize(_ isBigEndian: Bool) {
        let units: [UInt16] =
            Array("\u{feff}name\ttown\r\nJosé 😀\t東京\r\nx\ty\r\n".utf16) + [0xd800, 0x61, 0xdc00, 0x0a, 0xd83d]
        var bytes: [UInt8] = []
        for unit in units {
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
            bytes += isBigEndian ? [high, low] : [low, high]
        }
        bytes.append(0x61)
        #expect(format(bytes, "a.tsv") == .utf16(.delimited("\t")))
        let expected = [
            ["name=José 😀", "town=東京"], ["name=x", "town=y"], ["name=\u{fffd}a\u{fffd}"], ["name=\u{fffd}"],
        ]
        for size in 1...40 {
            let sink = RecordingSink()
            var reader = bytes.withUnsafeBytes { RecordReader(head: $0, fileName: "a.tsv") }
            bytes.inChunks(of: size) { reader?.feed($0, into: sink) }
            reader?.finish(into: sink)
            #expect(Reading(sink) == Reading(expected), "chunks of \(size)")
        }
    }

    @Test func noHeadTraps() {
        var random = Seeded(state: 3)
        let alphabet = Array("{}[]\",:;|\t 1a\r\n\u{feff}".utf8) + [0xff, 0xfe]
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...50, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let sink = RecordingSink()
            var reader = bytes.withUnsafeBytes { RecordReader(head: $0, fileName: "x.csv") }
            bytes.inChunks(of: 5) { reader?.feed($0, into: sink) }
            reader?.finish(into: sink)
        }
    }
}

@Suite struct HeaderTests {
    @Test(arguments: [
        // A list of people without a header: the first of them is a record, and no name of a field.
        ("Anna,Smith,Leeds\nOwen,Hughes,Cardiff\n", 2, "column1"),
        ("ANNA,SMITH\nOWEN,HUGHES\n", 2, "column1"),
        ("Anna,Smith,Leeds\n", 1, "column1"),
        ("forename,surname,town\nAnna,Smith,Leeds\n", 1, "forename"),
        ("a,b\n1,2\n", 1, "a"),
        ("Species,Habitat,Mail\nfox,wood,x@example.org\n", 1, "Species"),
        ("firstName,lastName\nAnna,Smith\n", 1, "firstName"),
        // Headings that are no names of fields, over numbers.
        ("faith,<$10k,$10-20k,>150k\nAgnostic,27,34,84\n", 1, "faith"),
        ("unit,RFCD.239901,How many were there in your last year of service\nx,1,2\n", 1, "unit"),
        // A person with an address and a date, and none with numbers below.
        ("Anna,12 High Street,Leeds\nOwen,4 The Green,Cardiff\n", 2, "column1"),
        ("Anna,1980-02-03,12 High Street West Hill Leeds\nOwen,1971-01-01,9\n", 2, "column1"),
    ])
    func peopleAreNoHeader(text: String, records: Int, firstField: String) {
        let sink = FieldNameSink()
        var reader = DelimitedReader()
        Array(text.utf8).withUnsafeBytes { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        #expect(sink.records == records)
        #expect(sink.names.first == firstField)
    }
}

private final class FieldNameSink: RecordSink {
    var records = 0
    var names: [String] = []
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) { names.append(String(decoding: name, as: UTF8.self)) }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() { records += 1 }
    func brokenRecord() {}
}
