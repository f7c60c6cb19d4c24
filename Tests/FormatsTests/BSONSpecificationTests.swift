import Testing

@testable import Formats

/// What the published grammar (bsonspec.org, version 1.1) allows and forbids, type by type. The encodings are worked
/// out from the grammar.
@Suite struct BSONSpecificationTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]

        /// - Parameter content: a document's, between its length and its terminator.
        init(_ name: String, _ content: [UInt8]) { self.init(name, whole: document(content)) }
        init(_ name: String, whole bytes: [UInt8]) {
            testDescription = name
            self.bytes = bytes
        }
    }

    // MARK: Accepted

    private static func double(_ bits: UInt64) -> [UInt8] { element(0x01, "d", little(bits)) }
    private static func decimal(_ high: UInt64, _ low: UInt64) -> [UInt8] {
        element(0x13, "d", little(low) + little(high))
    }
    private static func binary(_ subtype: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        element(0x05, "b", little(Int32(bytes.count)) + [subtype] + bytes)
    }
    private static func scoped(_ code: String, _ scope: [UInt8]) -> [UInt8] {
        let parts = string(code) + document(scope)
        return element(0x0F, "c", little(Int32(parts.count + 4)) + parts)
    }
    private static let one = little(Int32(1))

    static let accepted: [Case] = {
        var cases: [Case] = []
        func add(_ name: String, _ content: [UInt8]) { cases.append(Case(name, content)) }
        add("an empty document", [])
        add("an empty name", element(0x10, "", one))
        add("a name with a dot and a dollar", element(0x10, "$a.b", one))
        add("a name of two-, three- and four-byte characters", element(0x10, "é€😀", one))
        add("the same name twice", element(0x10, "a", one) + element(0x02, "a", string("x")))
        add("double zero", double(0))
        add("double minus zero", double(1 << 63))
        add("the least subnormal double", double(1))
        add("the greatest double", double(0x7FEF_FFFF_FFFF_FFFF))
        add("infinity", double(0x7FF0_0000_0000_0000))
        add("minus infinity", double(0xFFF0_0000_0000_0000))
        add("a quiet NaN", double(0x7FF8_0000_0000_0000))
        add("a signalling NaN", double(0x7FF0_0000_0000_0001))
        add("a NaN with sign and payload", double(0xFFF8_0000_DEAD_BEEF))
        add("an empty string", element(0x02, "s", string("")))
        add("a string of zero bytes", element(0x02, "s", string("\0\0")))
        add("a string with a zero byte inside", element(0x02, "s", string("a\0b")))
        add("a string of noncharacters", element(0x02, "s", string("\u{FFFF}\u{10FFFF}")))
        add("code with a zero byte", element(0x0D, "c", string("a\0b")))
        add("a symbol with a zero byte", element(0x0E, "s", string("a\0b")))
        add("an empty nested document", element(0x03, "n", document([])))
        add("a nested document with an empty name", element(0x03, "n", document(element(0x10, "", one))))
        add("an empty array", element(0x04, "l", document([])))
        add("an array whose names are no numbers", element(0x04, "l", document(element(0x10, "x", one))))
        add("an array whose names are empty", element(0x04, "l", document(element(0x10, "", one))))
        add(
            "an array whose names repeat",
            element(0x04, "l", document(element(0x10, "0", one) + element(0x10, "0", one))))
        add("an array that begins at 7", element(0x04, "l", document(element(0x10, "7", one))))
        add("an array of arrays", element(0x04, "l", document(element(0x04, "0", document([])))))
        add("old binary of no bytes", binary(0x02, little(Int32(0))))
        add("old binary", binary(0x02, little(Int32(2)) + [1, 2]))
        add("a UUID of 15 bytes", binary(0x04, [UInt8](repeating: 7, count: 15)))
        add("a UUID of 17 bytes", binary(0x03, [UInt8](repeating: 7, count: 17)))
        add("a UUID of no bytes", binary(0x04, []))
        add("a vector", binary(0x09, [0x03, 0x00, 0x7F, 0x80]))
        add("a vector without a header", binary(0x09, []))
        add("a vector with more padding than bits", binary(0x09, [0x10, 0x09, 0xFF]))
        add("ObjectId of zeros", element(0x07, "o", [UInt8](repeating: 0, count: 12)))
        add("true", element(0x08, "t", [1]))
        add("false", element(0x08, "f", [0]))
        add("a date before year 1", element(0x09, "d", little(Int64(-99_999_999_999_999))))
        add("a date after year 9999", element(0x09, "d", little(Int64(253_402_300_800_000))))
        add("the first date", element(0x09, "d", little(Int64.min)))
        add("the last date", element(0x09, "d", little(Int64.max)))
        add("an empty regex", element(0x0B, "r", [0, 0]))
        add("a regex whose options are out of order", element(0x0B, "r", Array("a\0xims\0".utf8)))
        add("a regex with options nobody knows", element(0x0B, "r", Array("a\0QQé\0".utf8)))
        add("a DBPointer into an empty name", element(0x0C, "p", string("") + [UInt8](repeating: 1, count: 12)))
        add("a DBPointer with a zero byte", element(0x0C, "p", string("a\0b") + [UInt8](repeating: 1, count: 12)))
        add("empty code with an empty scope", scoped("", []))
        add("code with a scope", scoped("a\0b", element(0x10, "x", one)))
        add("undefined", element(0x06, "u", []))
        add("null", element(0x0A, "n", []))
        add("the least key", element(0xFF, "m", []))
        add("the greatest key", element(0x7F, "m", []))
        add("a timestamp of all ones", element(0x11, "t", little(UInt64.max)))
        add("the least int64", element(0x12, "l", little(Int64.min)))
        add("decimal NaN", decimal(0x7C00_0000_0000_0000, 0))
        add("decimal signalling NaN with a payload", decimal(0xFE00_0000_0000_0000, 12))
        add("decimal infinity", decimal(0x7800_0000_0000_0000, 0))
        add("decimal minus infinity with a payload", decimal(0xF800_0000_0000_0001, 1))
        add("decimal minus zero", decimal(0xB040_0000_0000_0000, 0))
        add("a decimal of more than 34 digits", decimal(0x3041_FFFF_FFFF_FFFF, .max))
        add("a decimal in the second encoding", decimal(0x6C10_0000_0000_0000, 7))
        add("the least decimal", decimal(0, 1))
        for subtype in (0...255).map({ UInt8($0) }) where subtype != 2 {
            add("binary of subtype \(subtype)", binary(subtype, [1, 2, 3]))
        }
        return cases
    }()

    @Test(arguments: accepted) func acceptsWhatTheGrammarAllows(_ example: Case) throws {
        _ = try walk(example.bytes)
        try example.bytes.withUnsafeBytes { raw in try readAll(BSONDocument(raw)) }
    }

    // MARK: Refused

    /// Lengths that cannot be right for the two bytes that follow.
    private static let wrongLengths: [Int32] = [.min, -1, 0, 1, 3, 100, .max - 4, .max]

    private static let notUTF8: [(String, [UInt8])] = [
        ("a lone continuation byte", [0x80]), ("a cut-off character", [0xC3]), ("an overlong slash", [0xC0, 0xAF]),
        ("an overlong zero", [0xC0, 0x80]), ("an overlong character of three bytes", [0xE0, 0x80, 0xAF]),
        ("a surrogate", [0xED, 0xA0, 0x80]), ("a pair of surrogates", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("a character beyond the last", [0xF4, 0x90, 0x80, 0x80]), ("a byte that is never there", [0xFF]),
    ]

    private static func counted(_ bytes: [UInt8]) -> [UInt8] { little(Int32(bytes.count + 1)) + bytes + [0] }
    private static let objectID = [UInt8](repeating: 0xAB, count: 12)

    static let refused: [Case] = {
        var cases: [Case] = []
        func add(_ name: String, _ content: [UInt8]) { cases.append(Case(name, content)) }
        func add(_ name: String, whole bytes: [UInt8]) { cases.append(Case(name, whole: bytes)) }
        for type in (0x14...0x7E).map({ UInt8($0) }) + (0x80...0xFE).map({ UInt8($0) }) + [0x00] {
            add("type \(type)", element(type, "x", []))
            add("type \(type) before an int32", element(type, "x", []) + element(0x10, "a", one))
        }
        for value in (2...255).map({ UInt8($0) }) { add("boolean \(value)", element(0x08, "b", [value])) }

        for length in wrongLengths {
            let prefix = little(length)
            add("a string of length \(length)", element(0x02, "s", prefix + [0x61, 0]))
            add("code of length \(length)", element(0x0D, "s", prefix + [0x61, 0]))
            add("a symbol of length \(length)", element(0x0E, "s", prefix + [0x61, 0]))
            add("a DBPointer's name of length \(length)", element(0x0C, "p", prefix + [0x61, 0] + objectID))
            add("a nested document of length \(length)", element(0x03, "n", prefix + [0x0A, 0x61, 0, 0]))
            add("an array of length \(length)", element(0x04, "n", prefix + [0x0A, 0x30, 0, 0]))
            add("old binary of inner length \(length)", binary(0x02, prefix + [1, 2]))
            add("code with scope of length \(length)", element(0x0F, "c", prefix + string("") + document([])))
            add("a scope of length \(length)", element(0x0F, "c", little(Int32(14)) + string("") + prefix + [0]))
            add(
                "a scope's code of length \(length)",
                element(0x0F, "c", little(Int32(15)) + prefix + [0x61, 0] + document([])))
            add("a document of length \(length)", whole: prefix + [0x0A, 0x61, 0, 0])
        }
        // A binary's length has no terminator to betray one that is too short: its rest must be no element.
        for length: Int32 in [.min, -1, 0, 1, 3, 100, .max] {
            add("binary of length \(length)", element(0x05, "b", little(length) + [0, 0xEE, 0xEE]))
        }
        for length in 0..<4 as Range<Int32> {
            add("old binary of \(length) bytes", binary(0x02, [UInt8](repeating: 0, count: Int(length))))
        }

        for (what, bytes) in notUTF8 {
            let bad = counted(bytes)
            add("a string of \(what)", element(0x02, "s", bad))
            add("a string with \(what) far behind", element(0x02, "s", counted(Array("abcdefghijk".utf8) + bytes)))
            add("code of \(what)", element(0x0D, "c", bad))
            add("a symbol of \(what)", element(0x0E, "s", bad))
            add("a DBPointer into \(what)", element(0x0C, "p", bad + objectID))
            add("a regex of \(what)", element(0x0B, "r", bytes + [0, 0]))
            add("regex options of \(what)", element(0x0B, "r", [0x61, 0] + bytes + [0]))
            add("a name of \(what)", [0x0A] + bytes + [0])
            add("a nested name of \(what)", element(0x03, "n", document([0x0A] + bytes + [0])))
            add("an array's name of \(what)", element(0x04, "l", document([0x0A] + bytes + [0])))
            add("a scope's code of \(what)", element(0x0F, "c", little(Int32(9 + bad.count)) + bad + document([])))
        }

        let scalars: [(UInt8, Int)] = [
            (0x01, 8), (0x07, 12), (0x08, 1), (0x09, 8), (0x10, 4), (0x11, 8), (0x12, 8), (0x13, 16),
        ]
        for (type, size) in scalars {
            for count in 0..<size {
                let cut = [UInt8](repeating: 1, count: count)
                add("\(count) of the \(size) bytes of type \(type)", element(type, "x", cut))
                add(
                    "\(count) of the \(size) bytes of a nested type \(type)",
                    element(0x03, "n", document(element(type, "x", cut))))
            }
        }
        for count in 0..<12 {
            add("a DBPointer with \(count) of 12 bytes", element(0x0C, "p", string("c") + objectID.prefix(count)))
        }

        let number = element(0x10, "a", one)
        add("a type without a name", [0x10])
        add("a name without an end", [0x0A, 0x61])
        add("a string without a terminator", element(0x02, "s", little(Int32(2)) + [0x61, 0x62]))
        add("an empty string whose terminator is no zero", element(0x02, "s", one + [0x61]))
        add("an empty string and a zero more", element(0x02, "s", string("") + [0]))
        add("a regex without options", element(0x0B, "r", [0x61, 0]))
        add("a regex without an end", element(0x0B, "r", [0x61]))
        add("a regex with a zero byte in its pattern", element(0x0B, "r", Array("a\0b\0c\0".utf8)))
        add("a nested document without a terminator", element(0x03, "n", little(Int32(5)) + [1]))
        add("an array without a terminator", element(0x04, "n", little(Int32(5)) + [1]))
        add("a nested document one byte too long", element(0x03, "n", little(Int32(6)) + [0]))
        add("a nested document that ends early", element(0x03, "n", little(Int32(5)) + [0] + number + [0]))
        add("a zero inside a nested document", element(0x03, "n", document([0] + number)))
        add("a zero between two elements", number + [0] + number)
        add("a zero before the terminator", [0])
        add(
            "code with scope longer than its parts",
            element(0x0F, "c", little(Int32(15)) + string("") + document([]) + [0]))
        add(
            "code with scope shorter than its parts", element(0x0F, "c", little(Int32(14)) + string("a") + document([]))
        )
        add("a scope with a boolean 2", scoped("", element(0x08, "b", [2])))
        add("an array with a boolean 2", element(0x04, "l", document(element(0x08, "0", [2]))))
        add("a byte behind the document", whole: document(number) + [0])
        add("two documents", whole: document(number) + document(number))
        add("a document whose length is one too short", whole: little(Int32(11)) + number + [0])
        add("a document whose length is one too long", whole: little(Int32(13)) + number + [0])
        add("a document without a terminator", whole: little(Int32(11)) + number)
        add("a document whose terminator is 1", whole: little(Int32(12)) + number + [1])
        add("no byte", whole: [])
        add("three bytes of a length", whole: [5, 0, 0])
        for length in 0..<5 as Range<Int32> {
            for room in 0..<3 {
                let rest = [UInt8](repeating: 0, count: room)
                add("length \(length) and \(room) bytes", whole: little(length) + rest)
            }
        }
        return cases
    }()

    @Test(arguments: refused) func refusesWhatTheGrammarForbids(_ example: Case) {
        #expect(throws: ByteError.self) { try walk(example.bytes) }
    }

    /// The view does not look into a code's scope.
    static let seenByView = refused.filter { $0.testDescription != "a scope with a boolean 2" }

    /// The view refuses the same once it has looked at everything.
    @Test(arguments: seenByView)
    func viewRefusesItWhenItGetsThere(_ example: Case) {
        example.bytes.withUnsafeBytes { raw in
            #expect(throws: ByteError.self) { try readAll(BSONDocument(raw)) }
        }
    }

    // MARK: The view

    private func readAll(_ document: BSONDocument) throws(ByteError) {
        var elements = document.elements
        while let element = try elements.next() {
            switch element.value {
            case .document(let inner), .array(let inner): try readAll(inner)
            case .double, .int32, .int64, .boolean, .null, .string, .binary, .other: break
            }
        }
    }

    @Test func viewStopsAtWhatItLooksFor() throws {
        let bytes = document(element(0x08, "ok", [1]) + element(0x08, "wrong", [2]))
        try bytes.withUnsafeBytes { raw in
            let view = try BSONDocument(raw)
            #expect(try view.first("ok")?.isTrue == true)
            #expect(throws: ByteError.self) { try view.first("wrong") }
            #expect(throws: ByteError.self) { try view.first("absent") }
        }
    }

    @Test func viewChecksWhatIsNestedOnlyWhenItIsLookedInto() throws {
        let inner = document(element(0x08, "wrong", [2]))
        let bytes = document(element(0x03, "a", inner) + element(0x04, "b", inner) + element(0x08, "ok", [1]))
        try bytes.withUnsafeBytes { raw in
            let view = try BSONDocument(raw)
            #expect(try view.first("ok")?.isTrue == true)
            guard case .document(let nested)? = try view.first("a"), case .array(let list)? = try view.first("b") else {
                Issue.record("nested document or array missing")
                return
            }
            #expect(throws: ByteError.self) { try nested.first("absent") }
            #expect(throws: ByteError.self) { try list.first("absent") }
            #expect(throws: ByteError.self) { try BSONWalker.validate(raw) }
        }
    }

    @Test(arguments: [1, 99, 100, 101, 150]) func scopesCountAsNesting(depth: Int) throws {
        var bytes = document([])
        for _ in 1..<depth {
            let parts = string("") + bytes
            bytes = document(element(0x0F, "c", little(Int32(parts.count + 4)) + parts))
        }
        if depth <= BSONWalker.maximumDepth {
            _ = try walk(bytes)
        } else {
            #expect(throws: ByteError.tooDeep(limit: BSONWalker.maximumDepth)) { try walk(bytes) }
        }
    }
}
