import Testing

@testable import Formats

@Suite struct XMLReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var depth = 2
        var record = ""
        var expected: String
        var testDescription: String { name }
    }

    private func read(_ test: Case, chunk: Int) -> String {
        let sink = TableSink()
        var reader = XMLReader(plan: .init(depth: test.depth, name: Array(test.record.utf8)))
        Array(test.text.utf8).inChunks(of: chunk) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        return sink.text
    }

    static let cases: [Case] = [
        Case(name: "nothing", text: "", expected: ""),
        Case(
            name: "elements, attributes, text",
            text: """
                \u{feff}<?xml version="1.0"?>
                <!-- a > b --><!DOCTYPE r [<!ENTITY e "x>y"> <!ELEMENT p ANY>]>
                <p:people xmlns:p="urn:x" xsi:schemaLocation="y" made='2024'>
                  <p:person id="1" p:kind = "a&amp;b"><name><first>Ann</first> <last>O&apos;Neil</last></name><note/></p:person>
                  <person id='2'>free text<birthDate value="1970-01-01"/></person >
                </p:people>

                """,
            expected:
                ": people=made=2024 | id=1 kind=a&b name=first=Ann name=last=O'Neil | id=2 free text birthDate=1970-01-01"
        ),
        Case(
            name: "entities",
            text: "<r><a>&lt;&#65;&#x1F600;&e;&#xD800;&amp;lt;&#99999999999;</a></r>",
            expected: ": <A😀&e;&#xD800;&lt;&#99999999999;"),
        Case(
            name: "sections and comments",
            text: "<r><a>x<![CDATA[<b>&amp;]]]]><![CDATA[>]]>y<!-- -- - -->z<?p ?> ?></a></r>",
            expected: ": x<b>&amp;]]>yz ?>"),
        Case(
            name: "the whole is one record", text: "<r><a>1</a><b><c>2</c></b></r>", depth: 1, expected: ": a=1 b=c=2"),
        Case(
            name: "around the records", text: "<r><head><when>now</when></head><list n='2'><p>1</p><p>2</p></list></r>",
            depth: 3,
            expected: ": now | list=n=2 | 1 | 2"),
        Case(
            name: "not well formed",
            text: "<r><p><a>1<b>2</a></p><p>3 < 4 & 5</p><p x=1 y>6</p><p>7</q></p><p>8</p></r>",
            expected: ": 8\nbroken 4"),
        Case(
            name: "a value without its end", text: "<r><p a=\"1><b>2</b></p><p a=\"3\">4</p></r>",
            expected: ": a=3 4\nbroken 1"),
        Case(
            name: "a record without its end", text: "<r><p><a>1</a><p><a>2</a></p><p><a>3</a></p></r>", record: "p",
            expected: ": a=2 | a=3\nbroken 1"),
        Case(name: "cut in a record", text: "<r><p>1</p><p>2", expected: ": 1\nbroken 1"),
        Case(name: "cut behind a record", text: "<r><p>1</p>", expected: ": 1\nbroken 1"),
        Case(name: "cut in a tag", text: "<r><p>1</p><p a='", expected: ": 1\nbroken 1"),
        Case(name: "ends of what did not begin", text: "</x><r></y><p>1</p></r></r>", expected: ": 1"),
    ]

    @Test(arguments: cases)
    func recordsAreReadInChunksOfAnySize(_ test: Case) {
        for size in Array(1...40) + [1 << 20] { #expect(read(test, chunk: size) == test.expected, "chunks of \(size)") }
    }

    @Test func noTextTrapsAndChunksMakeNoDifference() {
        var random = Seeded(state: 4)
        let words = [
            "<", ">", "/", "<a>", "</a>", "<b x='", "\"", "'", "=", "&", ";", "&amp;", "<!--", "-->", "-", "<![CDATA[",
            "]]>", "]",
            "<!DOCTYPE", "[", "<?", "?>", "x", " ", "\n", "é", "<p>", "</p>",
        ]
        for _ in 0..<4000 {
            let text = (0..<Int.random(in: 0...25, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }.joined()
            let test = Case(
                name: "", text: text, depth: Int.random(in: 1...3, using: &random), record: "p", expected: "")
            let whole = read(test, chunk: 1 << 20)
            for size in [1, 2, 3, 7] { #expect(read(test, chunk: size) == whole, "\(text.debugDescription) \(size)") }
        }
    }

    @Test func depthNamesAndTextAreBounded() {
        let sink = TableSink()
        var reader = XMLReader(plan: .init(depth: 2), pieceLimit: 100)
        let open = String(repeating: "<a>", count: 1000)
        let close = String(repeating: "</a>", count: 1000)
        let name = String(repeating: "n", count: 5000)
        let long = String(repeating: "word ", count: 500)
        Array("<r><p>\(open)deep\(close)</p><p><\(name)>\(long)</\(name)></p></r>".utf8).inChunks(of: 77) {
            reader.feed($0, into: sink)
        }
        reader.finish(into: sink)
        #expect(sink.broken == 0)
        #expect(sink.tables.first?.records.count == 2)
        #expect(sink.longest <= 100)
    }

    @Test func noEntityOfTheDocumentIsExpanded() {
        // A "billion laughs" document, and one that names a file.
        var text = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY f SYSTEM \"file:///etc/passwd\">"
        for level in 1..<30 {
            text += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
        }
        text += "]><r><p><x>&a29;</x><y>&f;</y></p></r>"
        let test = Case(name: "", text: text, expected: "")
        #expect(read(test, chunk: 1 << 20) == ": x=&a29; y=&f;")
    }

    private static let latin: [(bytes: [UInt8], text: String)] = [
        ([0x61, 0xe9, 0x62], "aéb"), ([0x80, 0x93, 0xff], "€“ÿ"), ([0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80], "é😀"),
        ([0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xe9], "é😀é"), ([0xf0, 0x9f, 0x98], "ðŸ˜"), ([0xc3], "Ã"),
        ([0xe2, 0x82, 0x41], "â‚A"), ([0xed, 0xa0, 0x80], "í\u{a0}€"), ([0xc0, 0x80], "À€"),
        ([0xf0, 0x9f, 0xf0, 0x9f, 0x98, 0x80], "ðŸ😀"),
    ]

    @Test(arguments: latin)
    func whatIsNotUTF8IsWindows1252(_ bytes: [UInt8], _ expected: String) {
        for size in 1...10 { #expect(repair(bytes, chunk: size) == expected, "chunks of \(size)") }
    }

    @Test func theResultIsUTF8AndTheSameInAnyChunks() {
        var random = Seeded(state: 6)
        let alphabet: [UInt8] = [
            0x61, 0x80, 0x93, 0xbf, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0xed, 0xa0,
        ]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let whole = repair(bytes, chunk: 1 << 20)
            #expect(!whole.unicodeScalars.contains("\u{fffd}"))
            for size in [1, 2, 3, 17] { #expect(repair(bytes, chunk: size) == whole) }
        }
    }
}
