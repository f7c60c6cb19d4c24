import Foundation
import Testing

@testable import Formats

@Suite struct JSONWalkerTests {
    /// Walks the one value of the text; nothing may come after it.
    private func walk(_ bytes: [UInt8], maximumDepth: Int = 64) throws(ByteError) -> RecordingSink {
        let sink = RecordingSink()
        var walker = JSONWalker(maximumDepth: maximumDepth)
        let result: Result<Int, ByteError> = bytes.withUnsafeBytes { buffer in
            do throws(ByteError) { return .success(try walker.walk(buffer, from: 0, into: sink)) } catch {
                return .failure(error)
            }
        }
        let end = try result.get()
        let rest = bytes.withUnsafeBytes { JSONWalker.skipSpace($0, end) }
        guard rest == bytes.count else { throw .malformed("text after the value", offset: rest) }
        return sink
    }

    /// A tree read by Foundation, as an independent opinion.
    private enum Tree: Decodable {
        case null
        case boolean(Bool)
        case number(Double)
        case string(String)
        case array([Tree])
        case object([String: Tree])

        init(from decoder: any Decoder) throws {
            let single = try decoder.singleValueContainer()
            if single.decodeNil() {
                self = .null
            } else if let value = try? single.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? single.decode(Double.self) {
                self = .number(value)
            } else if let value = try? single.decode(String.self) {
                self = .string(value)
            } else if let value = try? single.decode([Tree].self) {
                self = .array(value)
            } else {
                self = .object(try single.decode([String: Tree].self))
            }
        }

        /// Paths and values as the walker ought to push them; positions in arrays are left out.
        func leaves(_ path: String) -> [String] {
            switch self {
            case .null: ["\(path) null"]
            case .boolean(let value): ["\(path) boolean \(value)"]
            case .number(let value): ["\(path) number \(value)"]
            case .string(let value): ["\(path) string \(value)"]
            case .array(let values): values.flatMap { $0.leaves(path) }
            case .object(let members): members.flatMap { $1.leaves("\(path)/\($0)") }
            }
        }
    }

    private func leaves(_ sink: RecordingSink) -> [String] {
        var path: [String] = []
        var result: [String] = []
        for event in sink.events {
            let place = path.map { "/\($0)" }.joined()
            switch event {
            case .enter(let name): path.append(name)
            case .leave: path.removeLast()
            case .value(_, .null): result.append("\(place) null")
            case .value(let text, .boolean): result.append("\(place) boolean \(text)")
            case .value(let text, .number): result.append("\(place) number \(Double(text) ?? .nan)")
            case .value(let text, _): result.append("\(place) string \(text)")
            case .begin, .end, .broken: result.append("unexpected")
            }
        }
        #expect(path.isEmpty)
        return result
    }

    @Test(arguments: [
        "{}", "[]", " [ ] ", "null", "true", "false", #""""#, #""a""#, "0", "-0", "-0.0", "12", "1.5", "-1.5e3", "1E+2",
        "1e-2", "123456789012", "0.1", "[1,2,3]", "[[],[[]],{}]", #"{"":""}"#, #"{"":{"":[{"":1}]}}"#,
        #"{"a":1,"b":{"c":[1,"x",null,true,{"d":[]}],"e":{}},"f":[{"g":1},{"g":2}]}"#,
        "\t{\r\n \"a\" :\t1 ,\n\"b\" : [ 1 , 2 ] }\r\n ", #"["\"\\\/\b\f\n\r\t"]"#,
        #"["\u0041\u00e9\u20ac\ud83d\ude00"]"#,
        #"["\uD83D\uDE00\ud83d\ude00"]"#, "[\"Grüße, 東京 😀\"]", #"{"n\u0061me":"x","x\"y":"z\\"}"#,
        #"["a\\","\\\"","\\\\n"]"#, "[\"12345678\",\"1234567\",\"123456789\",\"1234567\\\"\",\"123456\\\\x\"]",
        #"[{"a":[{"b":[{"c":1}]}]},[[{"d":2}]]]"#, #"{"a":[[],[1,[2,[3]]],[]],"b":"]}"}"#,
        "[-1,0,1,-0.5E-10,9007199254740993]",
        #"["\u0000\u001f\u007f"]"#, "[true,false,null,\"true\"]", #"{"a b":{"c/d":1}}"#,
    ])
    func seesWhatFoundationSees(_ text: String) throws {
        let tree = try JSONDecoder().decode(Tree.self, from: Data(text.utf8))
        #expect(leaves(try walk(Array(text.utf8))).sorted() == tree.leaves("").sorted())
    }

    @Test func eventsComeInTheOrderOfTheText() throws {
        let sink = try walk(Array(#"{"b":[{"a":1},[],[2,"x"]],"a":{},"b":null}"#.utf8))
        #expect(
            sink.events == [
                .enter("b"), .enter("a"), .value("1", .number), .leave, .value("2", .number), .value("x", .string),
                .leave,
                .enter("a"), .leave, .enter("b"), .value("null", .null), .leave,
            ])
    }

    /// Not JSON by the letter, but nothing is lost by reading it.
    @Test(arguments: [
        (#"["\ud800"]"#, "\u{fffd}"), (#"["\udc00x"]"#, "\u{fffd}x"), (#"["\ud800\ud83d\ude00"]"#, "\u{fffd}😀"),
        (#"["\ud800\u0041"]"#, "\u{fffd}A"), (#"["\ud800\n"]"#, "\u{fffd}\n"),
        (#"["\udc00\ud800"]"#, "\u{fffd}\u{fffd}"),
        ("[\"a\tb\nc\u{1}\"]", "a\tb\nc\u{1}"), (#"["it\'s"]"#, "it's"), ("[07700900123]", "07700900123"),
        ("[-01]", "-01"),
        ("[\"\u{7f}\u{2028}\"]", "\u{7f}\u{2028}"),
    ])
    func lenientValuesAreRead(_ text: String, _ value: String) throws {
        let sink = try walk(Array(text.utf8))
        #expect(sink.events.count == 1)
        guard case .value(value, _)? = sink.events.first else {
            Issue.record("\(sink.events)")
            return
        }
    }

    @Test func brokenUTF8IsHandedOnAsItIs() throws {
        let sink = try walk([0x5b, 0x22, 0xff, 0xc3, 0x22, 0x5d])
        #expect(sink.events == [.value("\u{fffd}\u{fffd}", .string)])
    }

    @Test(arguments: [
        "", " ", "\n", "[", "{", "]", "}", ",", ":", "[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1}", "{]", "[}",
        "{\"a\"}",
        "{\"a\":}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "{a:1}", "{1:1}",
        "{null:1}",
        "{'a':1}", "['a']", "[a]", "[tru]", "[truE]", "[True]", "[nul", "nul", "fals", "t", "[nan]", "[NaN]",
        "[Infinity]",
        "[-Infinity]", "[undefined]", "[-]", "-", "[--1]", "[+1]", "[.5]", "[-.5]", "[1.]", "[1.e1]", "[1.2.3]", "[1e]",
        "[1e+]", "[1E-]", "[1e1.5]", "[1e5e5]", "[1-2]", "[10.0.0.1]", "[2024-01-02]", "[0x1F]", "[1_000]", "[1a]",
        "[１]",
        "\"", "\"abc", "\"\\", "\"\\\"", "[\"a]", "[\"\\u\"]", "[\"\\u12\"]", "[\"\\u12g4\"]", "[\"\\uD83D\\u12\"]",
        "[\"\\u+123\"]", "[\"a\" \"b\"]", "[\"a\":1]", "{\"a\":1]", "[1]]", "{}}", "[]x", "1 2", "true false",
        "\u{feff}[]",
        "[\u{a0}1]", "[1\u{c}]", "[\u{0}]", "\u{0}", "/* c */ []", "[1 // c\n]", "{\"a\":1 \"b\":2}",
        "{\"a\":\"b\":\"c\"}",
        "{\"a\":[}", "{\"a\":{]}", "[[1]", "{\"a\":{\"b\":1}", "<a>", "{\"a\":tru}", "*",
    ])
    func whatIsNoJSONThrows(_ text: String) {
        #expect(throws: ByteError.self) { try walk(Array(text.utf8)) }
    }

    static let documents = [
        #"{"id":-1.5e+3,"name":"O\u0027Neil \ud83d\ude00 \"x\"","tags":["a",true,false,null,{"b":[[],{}]}]}"#,
        #"[{"a":"12345678\\","b":{"c":{"d":[1,2,3]}}},"x",[0.25]]"#,
        "{ \"é\" : [ 1 , { \"ü\" : \"東京\" } ] }",
    ]

    @Test(arguments: documents)
    func everyTruncationThrows(_ text: String) throws {
        let bytes = Array(text.utf8)
        _ = try walk(bytes)
        for count in bytes.indices {
            #expect(throws: ByteError.self) { try walk(Array(bytes[..<count])) }
        }
    }

    /// Whatever a changed byte makes of a document, names are left as often as they are entered where it is accepted,
    /// and what Foundation accepts is accepted.
    @Test(arguments: documents)
    func everyChangedByteIsReadOrThrows(_ text: String) {
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            for byte: UInt8 in [
                0x00, 0x20, 0x22, 0x2c, 0x2d, 0x2e, 0x30, 0x3a, 0x5b, 0x5c, 0x5d, 0x65, 0x7b, 0x7d, 0xff,
            ] {
                var changed = bytes
                changed[index] = byte
                let sink = try? walk(changed)
                if let sink {
                    let depth = sink.events.reduce(0) { depth, event in
                        if case .enter = event { return depth + 1 }
                        return event == .leave ? depth - 1 : depth
                    }
                    #expect(depth == 0)
                } else {
                    // Foundation lets a comma stand before a bracket that closes; RFC 8259 does not.
                    let dense = String(decoding: changed.filter { $0 > 0x20 }, as: UTF8.self)
                    if dense.contains(",]") || dense.contains(",}") { continue }
                    #expect((try? JSONSerialization.jsonObject(with: Data(changed))) == nil, "\(index) \(byte)")
                }
            }
        }
    }

    @Test(arguments: [1, 2, 8, 63, 64])
    func depthIsBounded(_ limit: Int) {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")] {
            let step = open.utf8.count { $0 == 0x5b || $0 == 0x7b }
            for depth in [limit - 1, limit, limit + 1, 100_000] {
                let times = depth / step
                let text = Array(
                    (String(repeating: open, count: times) + "1" + String(repeating: close, count: times)).utf8)
                if times * step <= limit {
                    #expect(throws: Never.self) { try walk(text, maximumDepth: limit) }
                } else {
                    #expect(throws: ByteError.tooDeep(limit: limit)) { try walk(text, maximumDepth: limit) }
                }
            }
        }
    }

    @Test(arguments: [(Int.min, 1), (0, 1), (1, 1), (64, 64), (65, 64), (Int.max, 64)])
    func depthLimitIsKeptInItsRange(_ asked: Int, _ given: Int) {
        #expect(JSONWalker(maximumDepth: asked).maximumDepth == given)
    }

    @Test(arguments: [-1, 3, Int.min, Int.max])
    func offsetsOutsideTheTextThrow(_ offset: Int) {
        var walker = JSONWalker()
        #expect(throws: ByteError.self) {
            try Array("{}".utf8).withUnsafeBytes { _ = try walker.walk($0, from: offset, into: RecordingSink()) }
        }
    }

    @Test func noBytesTrap() {
        var random = Seeded(state: 7)
        let alphabet = Array("{}[]\",:\\u0123456789abcdefeE+-.truefalsn \n\u{1}é".utf8)
        var walker = JSONWalker()
        let sink = NullSink()
        var accepted = 0
        for round in 0..<100_000 {
            let count = Int.random(in: 0...24, using: &random)
            let bytes = (0..<count).map { _ in
                round % 4 == 0 ? UInt8.random(in: 0...255, using: &random) : alphabet.randomElement(using: &random) ?? 0
            }
            bytes.withUnsafeBytes { if (try? walker.walk($0, from: 0, into: sink)) != nil { accepted += 1 } }
        }
        #expect(accepted > 1000)
    }
}
