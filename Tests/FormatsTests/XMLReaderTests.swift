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

    private static let recordsAreTheRepeatedElementsTable: [(String, Int, String)] = [
        ("<?xml version='1.0'?><r/>", 1, ""), ("<a><p><x>1</x><y>2</y></p><p><x>1</x><y>2</y></p></a>", 2, "p"),
        ("<a><l><p x='1' y='2'/><p x='1' y='2'/><p x='1' y='2'/></l><n>2</n></a>", 3, "p"),
        // Parts that are repeated, but hold little of it; and parts inside their like.
        ("<a><h><i>1</i><i>2</i></h><b>1</b><c>2</c><d>3</d></a>", 1, ""),
        ("<a><s><s><x>1</x></s><x>1</x></s><s><x>1</x><x>2</x></s></a>", 2, ""),
        ("<ClinicalDocument><p><x>1</x><y>2</y></p><p><x>1</x><y>2</y></p></ClinicalDocument>", 1, ""),
    ]

    @Test(arguments: recordsAreTheRepeatedElementsTable)
    func recordsAreTheRepeatedElements(_ text: String, _ depth: Int, _ name: String) {
        let plan = Array(text.utf8).withUnsafeBytes { XMLReader.plan($0, isWhole: true, name: "-") }
        #expect(plan == XMLReader.Plan(depth: depth, name: Array(name.utf8)))
    }

    @Test(arguments: [
        "", "plain", "<34>1 2003-10-11T22:14:15Z host su", "<html><body><p>x</p></body></html>",
        "<!DOCTYPE html><html></html>",
        "a <b>c</b>", "<anna@example.org> wrote:\n> hello", "<b>x", "< 5 and > 3",
    ])
    func otherTextIsNotXML(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { XMLReader.plan($0, isWhole: true, name: "-") } == nil)
    }
}

@Suite struct HL7FileReaderTests {
    private func read(_ text: String, chunk: Int) -> String {
        let sink = TableSink()
        var reader = HL7FileReader()
        Array(text.utf8).inChunks(of: chunk) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        return sink.text
    }

    static let two = ": MSH-3=A patient name=Smith^Ann | MSH-3=A patient name=Jones^Bob note=x note=y"

    @Test(
        arguments: [
            ("", ""),
            ("MSH|^~\\&|A\rPID|||||Smith^Ann\rMSH|^~\\&|A\rPID|||||Jones^Bob\rNTE|||x^y\r", two),
            ("MSH|^~\\&|A\nPID|||||Smith^Ann\n\nMSH|^~\\&|A\nPID|||||Jones^Bob\nNTE|||x^y", two),
            (
                "\u{b}MSH|^~\\&|A\r\nPID|||||Smith^Ann\r\u{1c}\r\u{b}MSH|^~\\&|A\rPID|||||Jones^Bob\rNTE|||x^y\r\u{1c}\r",
                two
            ),
            (
                "FHS|^~\\&|A\rBHS|^~\\&|A\rMSH|^~\\&|A\rPID|||||Smith^Ann\rMSH|^~\\&|A\rPID|||||Jones^Bob\rNTE|||x^y\rBTS|2\rFTS|1\r",
                two
            ),
            (
                "garbage\rmore of it\rMSH|^~\\&|A\rPID|||||Smith^Ann\r\u{1c}lost\rMSH|^~\\&|A\rPID|||||Jones^Bob\rNTE|||x^y\r",
                two + "\nbroken 2"
            ),
        ])
    func messagesAreRecordsInChunksOfAnySize(_ text: String, _ expected: String) {
        for size in Array(1...40) + [1 << 20] { #expect(read(text, chunk: size) == expected, "chunks of \(size)") }
    }

    @Test func aLongSegmentComesInPieces() {
        let sink = TableSink()
        var reader = HL7FileReader()
        let long = String(repeating: "QUJD", count: 600_000)
        Array("MSH|^~\\&|A\rOBX|1|ED|||\(long)|F\rPID|||||Smith^Ann\r".utf8).inChunks(of: 70_000) {
            reader.feed($0, into: sink)
        }
        reader.finish(into: sink)
        let values = sink.tables.first?.records.first ?? []
        #expect(values.last == "patient name=Smith^Ann")
        #expect(sink.longest <= HL7FileReader.maximumSegment)
        #expect(values.filter { $0.hasPrefix("OBX-5=") }.reduce(0) { $0 + $1.utf8.count - 6 } == long.utf8.count + 2)
    }
}

@Suite struct JSONStreamTests {
    /// What does not fit is read as what does is.
    @Test func sameAsTheWalker() {
        var random = Seeded(state: 31)
        let words = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\n", "\\u0041", "\\ud83d", "\\ude00", "1", "-2.5e3",
            "true", "null",
            "x", " ", "é", "\"b\":", "{\"c\":[", "]}", "fals", "e", "-", "01",
        ]
        for _ in 0..<6000 {
            let text = Array(
                (0..<Int.random(in: 0...14, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                    .joined().utf8)
            let walked = RecordingSink()
            walked.beginRecord()
            var walker = JSONWalker()
            let end = text.withUnsafeBytes { try? walker.walk($0, from: 0, into: walked) }
            let isWhole = text.withUnsafeBytes { bytes in
                end.map { JSONWalker.skipSpace(bytes, $0) == bytes.count } ?? false
            }
            if isWhole { walked.endRecord() } else { walked.brokenRecord() }
            let isBlank = !text.contains { $0 > 0x20 }
            for size in [1, 2, 3, 100] {
                let sink = RecordingSink()
                var stream = JSONStream()
                text.inChunks(of: size) { stream.feed($0, into: sink) }
                stream.finish(into: sink)
                if isBlank {
                    #expect(sink.events == [])
                } else {
                    #expect(
                        Reading(sink) == Reading(walked),
                        "\(String(decoding: text, as: UTF8.self).debugDescription) \(size)")
                }
            }
        }
    }

    @Test func aLongStringComesInPieces() {
        let sink = TableSink()
        var stream = JSONStream(pieceLimit: 100)
        let long = String(repeating: "word ", count: 1000)
        Array("{\"a\":\"\(long)\",\"b\":2}".utf8).inChunks(of: 333) { stream.feed($0, into: sink) }
        stream.finish(into: sink)
        #expect(sink.longest <= 100)
        #expect(sink.tables.first?.records.first?.last == "b=2")
    }

    /// What follows a patient is of the patient's record; what is broken ends it.
    private static let bundle: String = [
        #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Flag","id":"0"}},"#,
        #"{"fullUrl":"u","resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Flag","id":"2"}},"#,
        #"{"resource":{"resourceType":"Patient","id":"3"}},{"x":},{"resource":{"resourceType":"Flag","id":"4"}},"#,
        #"{"resource":{"id":"5"}}]}"#,
    ].joined()
    private static let bundleRecords: String = [
        ": Flag=resourceType=Flag Flag=id=0",
        "fullUrl=u Patient=resourceType=Patient Patient=id=1 Flag=resourceType=Flag Flag=id=2",
        "Patient=resourceType=Patient Patient=id=3", "Flag=resourceType=Flag Flag=id=4", "entry=resource=id=5",
        "resourceType=Bundle\nbroken 1",
    ].joined(separator: " | ")
    private static let lists: [(text: String, expected: String)] = [
        (
            "{\"n\":1,\"list\":[{\"a\":1},{\"a\":{\"b\":2}}],\"x\":{\"y\":[{\"z\":3}]}}",
            ": list=a=1 | list=a=b=2 | x=y=z=3 | n=1"
        ),
        (bundle, bundleRecords),
        (
            "{\"list\":[{\"a\":1},{\"a\":},{\"a\":3}]}\n{\"list\":[{\"a\":4}]}",
            ": list=a=1 | list=a=3 |  | list=a=4 | \nbroken 1"
        ),
        ("{\"list\":[{\"a\":1}", ": list=a=1\nbroken 1"),
        ("{\"tags\":[\"x\",[{}]],\"list\":[ {\"a\":1} ] }", ": list=a=1 | tags=x"),
    ]

    @Test(arguments: lists)
    func listsWithinAnObjectAreRecords(_ text: String, _ expected: String) {
        for size in Array(1...40) + [1 << 20] {
            let sink = TableSink()
            var reader = JSONReader(layout: .wrapped)
            Array(text.utf8).inChunks(of: size) { reader.feed($0, into: sink) }
            reader.finish(into: sink)
            #expect(sink.text == expected, "chunks of \(size)")
        }
    }
}

@Suite struct UTF8RepairTests {
    private func repair(_ bytes: [UInt8], chunk: Int) -> String {
        var text: [UInt8] = []
        var decoder = UTF8Repair()
        bytes.inChunks(of: chunk) { decoder.feed($0) { text += $0 } }
        decoder.finish { text += $0 }
        return String(decoding: text, as: UTF8.self)
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
