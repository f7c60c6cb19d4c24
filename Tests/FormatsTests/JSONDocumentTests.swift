import Testing

@testable import Formats

@Suite struct JSONDocumentTests {
    private func with<T>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
        try Array(text.utf8).withUnsafeBytes { try body($0) }
    }

    /// Every value with its end; what comes after the end is not looked at.
    @Test(arguments: [
        ("{}", 2), ("[]", 2), (#""""#, 2), ("0", 1), ("-1.5e+3,", 7), ("true]", 4), ("false", 5), ("null}", 4),
        (#"{"a":{"b":[1,{"c":"]}"},[]]},"d":"\""}x"#, 38), ("[ 1 , 2 ] tail", 9), (#""\\""#, 4), ("[\"\u{1}\"]", 5),
    ])
    func valueEndsWhereItEnds(_ text: String, _ end: Int) throws {
        let found = try with(text) { try JSONDocument($0).root.end() }
        #expect(found == end)
    }

    @Test(arguments: [
        "", " ", "x", "tru", "nul!", "-", "1.", "1e", "[1 2]", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}",
        "{]",
        "[}", "\"abc", "\"\\", "[", "{", "[[", "{\"a\":[", ",", ":", "]",
    ])
    func malformedTextThrows(_ text: String) {
        #expect(throws: ByteError.self) { try with(text) { _ = try JSONDocument($0).root.end() } }
    }

    @Test(arguments: [(63, true), (64, true), (65, false), (100_000, false)])
    func depthIsBounded(_ depth: Int, _ isAccepted: Bool) throws {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let text = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            try with(text) { bytes in
                if isAccepted {
                    #expect(throws: Never.self) { try JSONDocument(bytes).root.end() }
                } else {
                    #expect(throws: ByteError.tooDeep(limit: 64)) { try JSONDocument(bytes).root.end() }
                }
            }
        }
    }

    @Test func membersAndElementsComeInOrder() throws {
        try with(#" { "a" : [ 1 , "x" , null ] , "b\u0063" : { } , "a" : true } "#) { bytes in
            let root = try JSONDocument(bytes).root
            var members = root.members()
            var names: [String] = []
            var kinds: [JSONValue.Kind] = []
            while let member = try members.next() {
                names.append(try member.decodedName())
                kinds.append(member.value.kind)
            }
            #expect(names == ["a", "bc", "a"])
            #expect(kinds == [.array, .object, .boolean])
            #expect(try root.member("bc")?.kind == .object)
            #expect(try root.member("none") == nil)
            var elements = try #require(try root.member("a")).elements()
            #expect(try elements.next()?.integer() == 1)
            #expect(try elements.next()?.string() == "x")
            #expect(try elements.next()?.kind == .null)
            #expect(try elements.next() == nil)
            #expect(try elements.next() == nil)
        }
    }

    @Test func valuesOfAnotherKindGiveNothing() throws {
        try with(#"[1,"1",true,null,{},[]]"#) { bytes in
            var elements = try JSONDocument(bytes).root.elements()
            while let value = try elements.next() {
                let (integer, string, boolean) = (try value.integer(), try value.string(), try value.boolean())
                #expect((integer != nil) == (value.kind == .number))
                #expect((string != nil) == (value.kind == .string))
                #expect((boolean != nil) == (value.kind == .boolean))
                if value.kind != .object { #expect(try value.member("a") == nil) }
                var inner = value.elements()
                #expect(try inner.next() == nil)
            }
        }
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u00e9\u20AC""#, "\u{e9}\u{20ac}"),
        (#""\ud83d\ude00""#, "\u{1f600}"), (#""\ud83d""#, "\u{fffd}"), (#""\ude00x""#, "\u{fffd}x"),
        (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"), (#""\u0000""#, "\u{0}"),
    ])
    func escapesAreUndone(_ text: String, _ expected: String) throws {
        let found = try with(text) { try JSONDocument($0).root.string() }
        #expect(found == expected)
    }

    @Test(arguments: [#""\x""#, #""\u12""#, #""\u12g4""#, #""\ud83d\u12""#, #""\u""#])
    func brokenEscapesThrow(_ text: String) {
        #expect(throws: ByteError.self) { try with(text) { try JSONDocument($0).root.string() } }
    }

    @Test func bytesThatAreNotUTF8AreReplaced() throws {
        let bytes = [UInt8(ascii: "\""), 0xff, UInt8(ascii: "a"), UInt8(ascii: "\"")]
        let found = try bytes.withUnsafeBytes { try JSONDocument($0).root.string() }
        #expect(found == "\u{fffd}a")
    }

    @Test(arguments: [(3, false), (4, true), (5, true)])
    func stringLimitIsKept(_ limit: Int, _ fits: Bool) throws {
        try with(#""abcd""#) { bytes in
            let value = try JSONDocument(bytes).root
            if fits {
                #expect(try value.string(limit: limit) == "abcd")
            } else {
                #expect(throws: ByteError.tooLong(length: 4, limit: limit)) { try value.string(limit: limit) }
            }
        }
    }

    @Test(
        arguments: [
            ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9223372036854775808", nil),
            ("-0", 0),
            ("1.0", nil), ("1e3", nil), (String(repeating: "9", count: 1000), nil),
        ] as [(String, Int?)])
    func integersAreExactOrNothing(_ text: String, _ expected: Int?) throws {
        let found = try with(text) { try JSONDocument($0).root.integer() }
        #expect(found == expected)
    }

    /// Up to the cut everything is found, at the cut it throws, and then it is over.
    @Test func everyTruncationThrowsAndNoneTraps() {
        let text = Array(#"{"a":[1,{"b":"c\u00e9\ud83d\ude00"},true],"d":{"e":null},"f":-1.5e7}"#.utf8)
        for cut in 0..<text.count {
            text.prefix(cut).withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Void in
                #expect(throws: ByteError.self) {
                    let root = try JSONDocument(bytes).root
                    var members = root.members()
                    while let member = try members.next() {
                        _ = try member.value.string()
                        var elements = member.value.elements()
                        while let element = try elements.next() { _ = try element.member("b")?.string() }
                    }
                }
            }
        }
    }

    @Test func viewIsOverAfterAnError() throws {
        try with("[1 2]") { bytes in
            var elements = try JSONDocument(bytes).root.elements()
            _ = try elements.next()
            #expect(throws: ByteError.self) { try elements.next() }
            #expect(try elements.next() == nil)
        }
    }

    /// Any byte in any place: an answer or an error, never a trap.
    @Test func noByteTraps() {
        let text = Array(#"{"a":[1,"\u00e9",{"b":false}],"c":"x"}"#.utf8)
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                changed.withUnsafeBytes { bytes in
                    guard let root = try? JSONDocument(bytes).root else { return }
                    _ = try? root.end()
                    _ = try? root.member("c")?.string()
                    var members = root.members()
                    while let member = (try? members.next()) ?? nil {
                        _ = try? member.decodedName()
                        var elements = member.value.elements()
                        while let element = (try? elements.next()) ?? nil { _ = try? element.string() }
                    }
                }
            }
        }
    }
}
