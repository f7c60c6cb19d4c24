import Testing

@testable import Formats

@Suite struct InnerTextTests {
    private func with<T>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        Array(text.utf8).withUnsafeBufferPointer(body)
    }

    @Test(
        arguments: [
            ("4e4853206e756d62657220343031", "NHS number 401"), ("\\x4e4853206e756d626572", "NHS number"),
            ("0x48656C6C6F20776F726C64", "Hello world"), ("\\x3132333435363738", "12345678"),
            // Numbers, digests, and what is not even.
            ("4242424242424242", nil), ("3132333435363738", nil), ("d41d8cd98f00b204e9800998ecf8427e", nil),
            ("4e4853206e756d6265720", nil),
            ("4e48532", nil), ("", nil), ("\\x", nil), ("4e48zz206e756d626572343031", nil),
            ("550e8400e29b41d4a716446655440000", nil),
        ] as [(String, String?)])
    func hexadecimalTextIsDecoded(_ text: String, _ expected: String?) {
        #expect(with(text) { InnerText.hexadecimal($0) }.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test(
        arguments: [
            ("Anna%20Smith", false, "Anna Smith"), ("a%40b.example", false, "a@b.example"), ("a+b%2", true, "a b%2"),
            ("100%", false, nil), ("50%zz", false, nil), ("", false, nil), ("%41%", false, "A%"),
            ("%E2%82%AC", false, "€"),
            ("a+b", false, nil),
        ] as [(String, Bool, String?)])
    func urlEncodingIsUndone(_ text: String, _ isForm: Bool, _ expected: String?) {
        #expect(
            with(text) { InnerText.percentDecoded($0, isForm: isForm) }.map { String(decoding: $0, as: UTF8.self) }
                == expected)
    }

    @Test(
        arguments: [
            ("name=Anna+Smith&dob=1970-01-01", ["name=Anna Smith", "dob=1970-01-01"], true),
            ("https://x.example/find?nhs=401%20023&q=#top", ["nhs=401 023", "q="], false),
            ("https://x.example/?page=2", ["page=2"], false), ("a=b", [], nil), ("if (a == b && c == d)", [], nil),
            ("YWJjZA==", [], nil), ("what?", [], nil), ("a=1&b", [], nil), ("", [], nil), ("?", [], nil),
        ] as [(String, [String], Bool?)])
    func parametersOfQueriesAreFields(_ text: String, _ expected: [String], _ isAll: Bool?) {
        let sink = RecordingSink()
        sink.beginRecord()
        #expect(with(text) { InnerText.query($0, into: sink) } == isAll)
        sink.endRecord()
        #expect(sink.records == [expected])
    }

    @Test(
        arguments: [
            ("<?xml version=\"1.0\"?><r><a>1</a><b c=\"2\"/></r>", ["a=1", "b=c=2"]),
            ("<note>seen today</note>", ["seen today"]),
            ("<p>Dear <b>Anna</b></p>", nil), ("<a@b.example> wrote>", nil), ("<x><y></x>", nil), ("<x/><y/>", nil),
            ("<x>1</x> and >", nil),
            ("<>", nil), ("", nil),
        ] as [(String, [String]?)])
    func wholeXMLDocumentsAreRead(_ text: String, _ expected: [String]?) {
        let sink = RecordingSink()
        sink.beginRecord()
        #expect(with(text) { InnerText.xml($0, into: sink) } == (expected != nil))
        sink.endRecord()
        #expect(sink.records == [expected ?? []])
    }

    @Test func noTextTraps() {
        var random = Seeded(state: 17)
        let words = ["%", "4", "e", "\\x", "0x", "=", "&", "?", "#", "+", "<a>", "</a>", "é", " ", "%41", "6e", "<"]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }.joined()
            let sink = RecordingSink()
            sink.beginRecord()
            with(text) { bytes in
                _ = InnerText.hexadecimal(bytes)
                _ = InnerText.percentDecoded(bytes, isForm: true)
                _ = InnerText.query(bytes, into: sink)
                _ = InnerText.xml(bytes, into: sink)
            }
            sink.endRecord()
        }
    }
}
