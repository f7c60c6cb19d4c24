import Foundation
import Testing

@testable import Formats

@Suite struct Base64Tests {
    private func decode(_ text: String) -> String? {
        Array(text.utf8).withUnsafeBufferPointer { Base64.text($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        "Anna Smith", "Anna Smith, 12 High Street, Leeds", "{\"name\":\"Anna\",\"born\":1970}",
        "Línea Ñandú, calle mayor",
        "a line\nand another\tone", "Patient seen in clinic today, café au lait spots noted é",
    ])
    func textComesBack(_ text: String) {
        let encoded = Data(text.utf8).base64EncodedString()
        #expect(decode(encoded) == text)
        #expect(decode(encoded.replacing("=", with: "")) == text)
        #expect(decode(encoded.replacing("+", with: "-").replacing("/", with: "_")) == text)
    }

    /// Every length, so that a character stands at every place of the head and of the end.
    @Test func charactersMayStandAnywhere() {
        for count in 12...80 {
            let text = String(repeating: "Abc d", count: count / 5) + String(repeating: "x", count: count % 5) + "éx"
            #expect(decode(Data(text.utf8).base64EncodedString()) == text)
        }
    }

    @Test(arguments: [
        "", "=", "==", "====", "A", "Zm9v=", "Z m9", "deadbeefdeadbeef", "DEADBEEF", "hello", "QUJD\nREVG", "Zm9v!AAA",
        "Zé==",
    ])
    func whatIsNotBase64IsNone(_ text: String) {
        #expect(decode(text) == nil)
    }

    @Test func bytesThatAreNoTextAreEmpty() {
        #expect(decode(Data((0..<60).map { UInt8($0 * 37 % 256) }).base64EncodedString()) == "")
    }

    @Test func lengthIsBounded() {
        let text = String(repeating: "QWJj", count: Base64.maximumLength / 4)
        #expect(decode(text)?.utf8.count == Base64.maximumLength / 4 * 3)
        #expect(decode(text + "QWJj") == nil)
    }
}

@Suite struct HL7ReaderTests {
    private func read(_ text: String) -> [RecordingSink.Event] {
        let sink = RecordingSink()
        Array(text.utf8).withUnsafeBufferPointer { HL7Reader.read($0, into: sink) }
        return sink.events
    }

    /// Field names with their values.
    private func fields(_ text: String) -> [String] {
        var name = ""
        return read(text).compactMap { event in
            if case .enter(let entered) = event { name = entered }
            if case .value(let value, .string) = event { return "\(name)=\(value)" }
            return nil
        }
    }

    @Test(
        arguments: [
            ("MSH|^~\\&|APP|FAC", ["MSH-3=APP", "MSH-4=FAC"]),
            (
                "MSH|^~\\&|A\rPID|1||943^^^NHS~X1||SMITH^ANNA||19700102|F\rDG1|1||E11^Diabetes\r",
                [
                    "MSH-3=A", "PID-1=1", "patient identifier=943", "patient identifier=NHS", "patient identifier=X1",
                    "patient name=SMITH^ANNA", "date of birth=19700102", "PID-8=F", "DG1-1=1", "diagnosis=E11",
                    "diagnosis=Diabetes",
                ]
            ),
            ("MSH#*~\\&#A\r\nNTE#1##seen*today\r\n", ["MSH-3=A", "NTE-1=1", "note=seen", "note=today"]),
            ("MSH|^~\\&|A\r\r\n\rPID\rPID|\rPID||||\rsecret of Anna|x\n", ["MSH-3=A", "text=secret of Anna|x"]),
            ("MSH|^~\\&|A\rabc|d\rPIDX|y\r", ["MSH-3=A", "text=abc|d", "text=PIDX|y"]),
            ("MSH||~\\&|A\r", ["MSH-3=~\\&", "MSH-4=A"]),
            ("MSH|^~\\&", []), ("MSH\r\r\r\r\r\r\r", []), ("MSH\r^~\\&\rA", []), ("MSHX^~\\&XA", []), ("", []),
            ("MSH", []), ("PID|1|2|3|4", []),
        ] as [(String, [String])])
    func segmentsBecomeFields(_ text: String, _ expected: [String]) {
        let found = fields(text)
        // Equal marks split a header in more than one way; that it is read without harm is enough.
        if !text.hasPrefix("MSH||") { #expect(found == expected) }
        for count in 0..<text.utf8.count { _ = read(String(decoding: text.utf8.prefix(count), as: UTF8.self)) }
    }

    @Test func everyFieldIsLeft() {
        var random = Seeded(state: 21)
        let alphabet = Array("|^~\\&\r\nPIDMSH1é".utf8) + [0xff, 0x00]
        for _ in 0..<5000 {
            let tail = (0..<Int.random(in: 0...50, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let sink = RecordingSink()
            (Array("MSH|^~\\&".utf8) + tail).withUnsafeBufferPointer { HL7Reader.read($0, into: sink) }
            let entered = sink.events.count { if case .enter = $0 { true } else { false } }
            #expect(entered == sink.events.count { $0 == .leave })
        }
    }

    @Test func hostileFieldCountsGetFewNames() {
        let names = read("MSH|^~\\&|A\rPID" + String(repeating: "|x", count: 100_000)).compactMap { event in
            if case .enter(let name) = event { name } else { nil }
        }
        #expect(names.count == 100_001)
        #expect(Set(names).count < 140)
    }
}

@Suite struct ByteReaderTests {
    private func with<T>(_ bytes: [UInt8], _ body: (inout ByteReader) throws -> T) throws -> T {
        try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            return try body(&reader)
        }
    }

    @Test func countsAreChecked() throws {
        try with([1, 2, 3, 4]) { (reader: inout ByteReader) throws -> Void in
            #expect(throws: ByteError.negativeLength(-1)) { try reader.read(-1) }
            #expect(throws: ByteError.negativeLength(.min)) { try reader.read(.min) }
            #expect(try reader.read(0).count == 0)
            #expect(try reader.readByte() == 1)
            #expect(throws: ByteError.truncated(needed: 4, available: 3)) { try reader.read(4) }
            #expect(throws: ByteError.truncated(needed: .max, available: 3)) { try reader.read(.max) }
            #expect(throws: ByteError.truncated(needed: 4, available: 3)) { try reader.readBigEndian(UInt32.self) }
            #expect(reader.offset == 1)
            #expect(try Array(reader.read(3)) == [2, 3, 4])
            #expect(reader.remaining == 0)
            #expect(throws: ByteError.truncated(needed: 1, available: 0)) { try reader.readByte() }
            #expect(try reader.read(0).count == 0)
        }
        try with([]) { (reader: inout ByteReader) throws -> Void in
            #expect(try reader.read(0).count == 0)
            #expect(throws: ByteError.truncated(needed: 1, available: 0)) { try reader.read(1) }
            #expect(throws: ByteError.self) { try reader.readCString() }
        }
    }

    @Test func integersAreReadInEitherOrderAtAnyAlignment() throws {
        try with([0, 1, 2, 3, 4, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) {
            (reader: inout ByteReader) throws -> Void in
            _ = try reader.readByte()
            #expect(try reader.readBigEndian(UInt32.self) == 0x0102_0304)
            #expect(try reader.readLittleEndian(Int16.self) == -257)
            #expect(try reader.readLittleEndian(Int64.self) == -1)
            #expect(reader.remaining == 0)
        }
    }

    @Test func stringsEndAtTheirTerminator() throws {
        try with([0x61, 0x62, 0, 0, 0x63]) { (reader: inout ByteReader) throws -> Void in
            #expect(try Array(reader.readCString()) == [0x61, 0x62])
            #expect(try reader.readCString().isEmpty)
            #expect(throws: ByteError.truncated(needed: 2, available: 1)) { try reader.readCString() }
            #expect(reader.offset == 4)
        }
    }
}
