import Testing

@testable import Formats

/// Writes what it is told as one line: names with their fields in braces, values with their kind.
private final class Transcript: RecordSink {
    var text = ""
    func beginRecord() { text += "[" }
    func enter(_ name: UnsafeRawBufferPointer) { text += "\(String(decoding: name, as: UTF8.self)){" }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        text += "\(kind)=\(String(decoding: bytes, as: UTF8.self));"
    }
    func leave() { text += "}" }
    func endRecord() { text += "]" }
    func brokenRecord() { text += "!" }
}

func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

func document(_ content: [UInt8]) -> [UInt8] {
    little(Int32(content.count + 5)) + content + [0]
}

func element(_ type: UInt8, _ name: String, _ value: [UInt8]) -> [UInt8] {
    [type] + Array(name.utf8) + [0] + value
}

func string(_ text: String) -> [UInt8] {
    little(Int32(text.utf8.count + 1)) + Array(text.utf8) + [0]
}

func walk(_ bytes: [UInt8]) throws(ByteError) -> String {
    let transcript = Transcript()
    let result: Result<Void, ByteError> = bytes.withUnsafeBytes { raw in
        do throws(ByteError) {
            try BSONWalker.walk(raw, into: transcript)
            return .success(())
        } catch {
            return .failure(error)
        }
    }
    try result.get()
    return transcript.text
}

/// One document with every type, as bsonspec.org 1.1 lays them out.
private let everyType: [UInt8] = {
    let scoped = string("g()") + document(element(0x08, "b", [1]))
    let list = element(0x02, "0", string("x")) + element(0x02, "1", string("y"))
    let parts: [[UInt8]] = [
        element(0x01, "double", little((1.5).bitPattern)),
        element(0x02, "string", string("zoë")),
        element(0x03, "nested", document(element(0x10, "a", little(Int32(-7))))),
        element(0x04, "list", document(list)),
        element(0x05, "binary", little(Int32(2)) + [0x00, 0x41, 0x42]),
        element(0x05, "uuid", little(Int32(16)) + [0x04] + [UInt8](0..<16)),
        element(0x05, "old", little(Int32(6)) + [0x02] + little(Int32(2)) + [0x43, 0x44]),
        element(0x06, "undefined", []),
        element(0x07, "_id", [UInt8](repeating: 0xAB, count: 12)),
        element(0x08, "yes", [1]), element(0x08, "no", [0]),
        element(0x09, "born", little(Int64(-401_155_200_000))),
        element(0x0A, "nothing", []),
        element(0x0B, "pattern", Array("^a\0i\0".utf8)),
        element(0x0C, "pointer", string("db.c") + [UInt8](repeating: 0x01, count: 12)),
        element(0x0D, "code", string("f()")),
        element(0x0E, "symbol", string("s")),
        element(0x0F, "scoped", little(Int32(scoped.count + 4)) + scoped),
        element(0x10, "int", little(Int32.min)),
        element(0x11, "stamp", little(UInt64(1_700_000_000) << 32 | 9)),
        element(0x12, "long", little(Int64.min)),
        element(0x13, "decimal", little(UInt64(12345)) + little(UInt64(6176 - 2) << 49)),
        element(0xFF, "min", []), element(0x7F, "max", []),
    ]
    return document(parts.flatMap { $0 })
}()

@Suite struct BSONWalkerTests {
    @Test func everyTypeArrivesAsDocumented() throws {
        let expected = """
            [double{number=1.5;}string{string=zoë;}nested{a{number=-7;}}list{string=x;string=y;}binary{binary=AB;}\
            uuid{identifier=000102030405060708090a0b0c0d0e0f;}old{binary=CD;}undefined{null=;}\
            _id{identifier=abababababababababababab;}yes{boolean=true;}no{boolean=false;}\
            born{timestamp=1957-04-16T00:00:00Z;}nothing{null=;}pattern{string=^a;}\
            pointer{identifier=010101010101010101010101;}code{string=f();}symbol{string=s;}\
            scoped{string=g();b{boolean=true;}}int{number=-2147483648;}stamp{timestamp=2023-11-14T22:13:20Z;}\
            long{number=-9223372036854775808;}decimal{number=123.45;}min{null=;}max{null=;}]
            """
        #expect(try walk(everyType) == expected)
    }

    @Test func arrayOfDocumentsGivesFurtherFieldsOfTheSameField() throws {
        let item = { (n: Int32) in document(element(0x10, "n", little(n))) }
        let items = element(0x03, "0", item(1)) + element(0x03, "whatever", item(2))
        let grid = element(0x04, "0", document(element(0x10, "0", little(Int32(3)))))
        let content =
            element(0x04, "items", document(items)) + element(0x04, "grid", document(grid))
            + element(0x04, "empty", document([]))
        #expect(try walk(document(content)) == "[items{n{number=1;}n{number=2;}}grid{number=3;}empty{}]")
    }

    @Test func everyTruncationThrows() {
        for count in 0..<everyType.count {
            #expect(throws: ByteError.self) { try walk(Array(everyType.prefix(count))) }
        }
    }

    @Test func everyTruncationWithACorrectedLengthThrowsOrEndsAtAnElement() {
        for count in 5..<(everyType.count - 1) {
            var bytes = Array(everyType.prefix(count))
            bytes.replaceSubrange(0..<4, with: little(Int32(count)))
            if bytes.last != 0 {
                #expect(throws: ByteError.self) { try walk(bytes) }
            } else if let text = try? walk(bytes) {
                #expect(text.hasSuffix("}]"))
            }
        }
    }

    @Test("B8: no byte traps, wherever it stands")
    func everyByteReplacedByHostileOnesNeverTraps() {
        for position in everyType.indices {
            for byte: UInt8 in [0x00, 0x01, 0x03, 0x04, 0x05, 0x0F, 0x7F, 0x80, 0xC0, 0xFF] {
                var bytes = everyType
                bytes[position] = byte
                if let text = try? walk(bytes) { #expect(text.hasSuffix("]")) }
            }
        }
    }

    @Test(arguments: [Int32.min, -1, 0, 4, 6, Int32.max])
    func wrongDocumentLengthThrows(length: Int32) {
        #expect(throws: ByteError.self) { try walk(little(length) + [0]) }
    }

    @Test func emptyDocumentIsAnEmptyRecord() throws {
        #expect(try walk(document([])) == "[]")
    }

    @Test func documentSizeIsCappedAtTheLimit() throws {
        // One binary value fills the document: prefix 4, type 1, name 2, length 4, subtype 1, terminator 1.
        func filled(_ size: Int) -> [UInt8] {
            document(element(0x05, "b", little(Int32(size - 13)) + [0] + [UInt8](repeating: 7, count: size - 13)))
        }
        let limit = BSONWalker.maximumDocumentBytes
        let exact = filled(limit)
        #expect(exact.count == limit)
        _ = try walk(exact)
        #expect(throws: ByteError.tooLong(length: limit + 1, limit: limit)) { try walk(filled(limit + 1)) }
    }

    @Test(arguments: [Int32.min, -1, 0, 3, 5, Int32.max])
    func wrongStringLengthThrows(length: Int32) {
        #expect(throws: ByteError.self) {
            try walk(document(element(0x02, "s", little(length) + Array("abc".utf8) + [0])))
        }
    }

    @Test func stringLengthThatFitsIsTaken() throws {
        let text = little(Int32(4)) + Array("abc".utf8) + [0]
        #expect(try walk(document(element(0x02, "s", text))) == "[s{string=abc;}]")
        #expect(try walk(document(element(0x02, "s", little(Int32(1)) + [0]))) == "[s{string=;}]")
    }

    @Test(arguments: [Int32.min, -1, 4, Int32.max])
    func wrongNestedLengthThrows(length: Int32) {
        for type: UInt8 in [0x03, 0x04, 0x0F] {
            #expect(throws: ByteError.self) { try walk(document(element(type, "n", little(length) + [0]))) }
        }
    }

    @Test(arguments: [Int32.min, -1, 3, Int32.max])
    func wrongBinaryLengthThrows(length: Int32) {
        #expect(throws: ByteError.self) { try walk(document(element(0x05, "b", little(length) + [0, 1]))) }
    }

    @Test func oldBinaryWhoseSecondLengthDiffersThrows() {
        #expect(throws: ByteError.self) {
            try walk(document(element(0x05, "b", little(Int32(6)) + [0x02] + little(Int32(1)) + [1, 2])))
        }
    }

    @Test(arguments: [
        element(0x08, "b", [2]),
        element(0x14, "unknown", []),
        element(0x02, "s", little(Int32(2)) + [0x41, 0x42]),
        element(0x02, "s", string("a") + [0x00]),
        [0x10, 0xFF, 0x00, 1, 0, 0, 0],
        element(0x0F, "c", little(Int32(15)) + string("") + document([]) + [0]),
    ])
    func malformedElementThrows(content: [UInt8]) {
        #expect(throws: ByteError.self) { try walk(document(content)) }
    }

    @Test(
        arguments: [
            ([0x41], true), ([0xC3, 0xAB], true), ([0xE2, 0x82, 0xAC], true), ([0xF0, 0x9F, 0x98, 0x80], true),
            ([0xF4, 0x8F, 0xBF, 0xBF], true), ([0xEF, 0xBF, 0xBF], true), ([], true), ([0x00], true),
            ([0x80], false), ([0xC0, 0x80], false), ([0xC1, 0xBF], false), ([0xE0, 0x9F, 0xBF], false),
            ([0xED, 0xA0, 0x80], false), ([0xF0, 0x8F, 0xBF, 0xBF], false), ([0xF4, 0x90, 0x80, 0x80], false),
            ([0xF5, 0x80, 0x80, 0x80], false), ([0xC3], false), ([0xE2, 0x82], false), ([0xC3, 0x41], false),
            ([0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0xFF], false),
            ([0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0xC3, 0xAB, 0x49, 0x50], true),
        ] as [([UInt8], Bool)])
    func stringsMustBeUTF8(bytes: [UInt8], valid: Bool) {
        let content = element(0x02, "s", little(Int32(bytes.count + 1)) + bytes + [0])
        #expect(((try? walk(document(content))) != nil) == valid)
    }

    private func nested(_ depth: Int, _ type: UInt8) -> [UInt8] {
        var bytes = document([])
        for _ in 1..<depth { bytes = document(element(type, "0", bytes)) }
        return bytes
    }

    @Test(arguments: [0x03, 0x04] as [UInt8])
    func nestingIsCapped(type: UInt8) throws {
        _ = try walk(nested(BSONWalker.maximumDepth, type))
        #expect(throws: ByteError.tooDeep(limit: 100)) { try walk(nested(BSONWalker.maximumDepth + 1, type)) }
        #expect(throws: ByteError.tooDeep(limit: 100)) { try walk(nested(2000, type)) }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_715_065_689_042, "2024-05-07T07:08:09.042Z"), (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (253_402_300_800_000, "+010000-01-01T00:00:00Z"),
            (-62_167_219_200_001, "-000001-12-31T23:59:59.999Z"),
            (Int64.max, "+292278994-08-17T07:12:55.807Z"), (Int64.min, "-292275055-05-16T16:47:04.192Z"),
        ] as [(Int64, String)])
    func datesAreISO8601(milliseconds: Int64, expected: String) throws {
        #expect(try walk(document(element(0x09, "d", little(milliseconds)))) == "[d{timestamp=\(expected);}]")
    }

    @Test(
        arguments: [
            (9_434_765_919, "9434765919"), (-0.5, "-0.5"), (0, "0"), (1e300, "1e+300"), (.infinity, "inf"),
            (.nan, "nan"), (9_007_199_254_740_992, "9007199254740992"),
        ] as [(Double, String)])
    func wholeDoublesHaveNoFraction(value: Double, expected: String) throws {
        #expect(try walk(document(element(0x01, "d", little(value.bitPattern)))) == "[d{number=\(expected);}]")
    }

    // Encodings worked out from IEEE 754-2008 (binary integer decimal) and the rules of BSON's decimal128 page.
    @Test(
        arguments: [
            (0x3040_0000_0000_0000, 0, "0"), (0x3040_0000_0000_0000, 1, "1"), (0xB040_0000_0000_0000, 1, "-1"),
            (0x303E_0000_0000_0000, 1, "0.1"), (0x3032_0000_0000_0000, 1, "1E-7"),
            (0x3034_0000_0000_0000, 1, "0.000001"), (0x3042_0000_0000_0000, 12, "1.2E+2"),
            (0x303A_0000_0000_0000, 12345, "12.345"), (0x7C00_0000_0000_0000, 0, "NaN"),
            (0x7800_0000_0000_0000, 0, "Infinity"), (0xF800_0000_0000_0000, 0, "-Infinity"),
            (0x3041_ED09_BEAD_87C0, 0x378D_8E63_FFFF_FFFF, "9999999999999999999999999999999999"),
            (0x3041_ED09_BEAD_87C0, 0x378D_8E64_0000_0000, "0"), (0x6C10_0000_0000_0000, 7, "0"),
            (0x0000_0000_0000_0000, 1, "1E-6176"), (0x3040_0000_0000_0000, 9_434_765_919, "9434765919"),
            (0x5FFF_ED09_BEAD_87C0, 0x378D_8E63_FFFF_FFFF, "9.999999999999999999999999999999999E+6144"),
        ] as [(UInt64, UInt64, String)])
    func decimalsAreWrittenOut(high: UInt64, low: UInt64, expected: String) throws {
        #expect(try walk(document(element(0x13, "d", little(low) + little(high)))) == "[d{number=\(expected);}]")
    }
}

@Suite struct BSONDocumentTests {
    @Test func findsTopLevelKeysAndGoesThroughArrays() throws {
        var entry = BSONBuilder()
        entry.append("name", "shop")
        var builder = BSONBuilder()
        builder.append("inner", entry)
        builder.append("n", 7 as Int32)
        builder.append("cursors", array: [1, 2, 3])
        builder.append("yes", true)
        let bytes = builder.finished()
        try bytes.withUnsafeBytes { raw in
            let view = try BSONDocument(raw)
            #expect(try view.first("n")?.integer == 7)
            #expect(try view.first("yes")?.isTrue == true)
            #expect(try view.first("name") == nil)
            #expect(try view.first("absent", or: "n")?.integer == 7)
            guard case .document(let inner)? = try view.first("inner"),
                case .array(let list)? = try view.first("cursors")
            else {
                Issue.record("inner document or array missing")
                return
            }
            #expect(try inner.first("name")?.text(limit: 4) == "shop")
            #expect(try inner.first("name")?.text(limit: 3) == nil)
            var values: [Int64?] = []
            var elements = list.elements
            while let element = try elements.next() { values.append(element.value.integer) }
            #expect(values == [1, 2, 3])
        }
    }

    @Test func goesThroughEveryTypeAndStopsAtEveryCut() throws {
        try everyType.withUnsafeBytes { raw in
            var elements = try BSONDocument(raw).elements
            var count = 0
            while try elements.next() != nil { count += 1 }
            #expect(count == 24)
        }
        for count in 0..<everyType.count {
            let cut = Array(everyType.prefix(count))
            cut.withUnsafeBytes { raw in #expect((try? BSONDocument(raw)) == nil) }
        }
    }

    @Test(arguments: [Int32.min, -1, 0, 4, 5, 6, 100, Int32.max])
    func lengthMustFitExactly(length: Int32) {
        let bytes = little(length) + [0]
        bytes.withUnsafeBytes { raw in
            #expect(((try? BSONDocument(raw)) != nil) == (length == 5))
            #expect((try? BSONDocument(raw, limit: 4)) == nil)
        }
    }

    @Test func builtDocumentsAreLaidOutAsTheManualHasThem() throws {
        var builder = BSONBuilder()
        builder.append("hello", 1 as Int32)
        builder.append("$db", "admin")
        var expected: [UInt8] = [0x1F, 0, 0, 0, 0x10]
        expected += Array("hello\0".utf8)
        expected += [1, 0, 0, 0, 0x02]
        expected += Array("$db\0".utf8)
        expected += [6, 0, 0, 0]
        expected += Array("admin\0".utf8)
        expected.append(0)
        #expect(builder.finished() == expected)
        #expect(try walk(expected) == "[hello{number=1;}$db{string=admin;}]")
    }
}
