import Exposure
import Formats
import Testing

@testable import Probes

private func frame(_ type: Character, _ body: [UInt8], length: Int32? = nil) -> [UInt8] {
    let length = UInt32(bitPattern: length ?? Int32(body.count + 4))
    return [type.asciiValue ?? 0] + withUnsafeBytes(of: length.bigEndian) { Array($0) } + body
}

private func decode(_ bytes: [UInt8]) throws -> (message: PostgresMessage, length: Int)? {
    try bytes.withUnsafeBytes { try PostgresFrames.next($0) }
}

/// An error whose fields each start with their code.
private func error(_ fields: String...) -> [UInt8] {
    frame("E", Array(fields.map { $0 + "\0" }.joined().utf8) + [0])
}

private func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct PostgresFramesTests {
    static let messages: [([UInt8], PostgresMessage)] = [
        (frame("R", [0, 0, 0, 0]), .authentication(.ok)),
        (frame("R", [0, 0, 0, 2]), .authentication(.kerberos)),
        (frame("R", [0, 0, 0, 3]), .authentication(.cleartext)),
        (frame("R", [0, 0, 0, 5, 1, 2, 3, 4]), .authentication(.md5)),
        (frame("R", [0, 0, 0, 6]), .authentication(.scm)),
        (frame("R", [0, 0, 0, 7]), .authentication(.gss)),
        (frame("R", [0, 0, 0, 9]), .authentication(.sspi)),
        (frame("R", [0, 0, 0, 10] + ascii("SCRAM-SHA-256\0\0")), .authentication(.sasl(["SCRAM-SHA-256"]))),
        (frame("R", [0x7f, 0xff, 0xff, 0xff]), .authentication(.other(Int(Int32.max)))),
        (frame("R", [0xff, 0xff, 0xff, 0xff]), .authentication(.other(-1))),
        (frame("S", ascii("a\0b\0")), .parameter(name: "a", value: "b")),
        (frame("K", [1, 2, 3, 4, 5, 6, 7, 8]), .backendKey),
        (frame("v", [0, 3, 0, 0, 0, 0, 0, 0]), .negotiateProtocolVersion),
        (frame("Z", [0x49]), .readyForQuery),
        (
            error("SFATAL", "C3D000", "Mdatabase \"x\" does not exist"),
            .error(PostgresServerError(state: "3D000", message: "database \"x\" does not exist"))
        ),
        (ascii("EFATAL:  too many\n\0"), .legacyError("FATAL:  too many")),
    ]

    @Test(arguments: messages)
    func decodesEachMessage(bytes: [UInt8], message: PostgresMessage) throws {
        let whole = try decode(bytes)
        #expect(whole?.message == message)
        #expect(whole?.length == bytes.count)
        let more = try decode(bytes + [0x5a, 1, 2])
        #expect(more?.message == message)
        #expect(more?.length == bytes.count)
    }

    @Test("T9: a message is waited for until it is whole", arguments: messages)
    func waitsForMoreAtEveryTruncation(bytes: [UInt8], message: PostgresMessage) throws {
        for count in 0..<bytes.count {
            #expect(try decode(Array(bytes.prefix(count))) == nil, "cut at \(count)")
        }
    }

    @Test(
        "B6: impossible lengths are refused at once",
        arguments: [Int32.min, -1, 0, 3, 4, 7, Int32(PostgresFrames.maximumFrameLength) + 1, Int32.max])
    func refusesImpossibleLengthsAtOnce(length: Int32) {
        for type in "RSENKvZ" {
            #expect(throws: ByteError.self, "\(type)") {
                if ("ENS".contains(type) && length == 7) || (type == "Z" && length == 5) {
                    // Valid for these types; shown below.
                    throw ByteError.malformed("", offset: 0)
                }
                _ = try decode(frame(type, [], length: length))
            }
        }
    }

    @Test func acceptsLengthsUpToTheLimit() throws {
        let limit = PostgresFrames.maximumFrameLength
        #expect(try decode(frame("S", [], length: Int32(limit))) == nil)
        let value = [UInt8](repeating: 0x61, count: limit - 4 - 3)
        let whole = try decode(frame("S", [0x6e, 0] + value + [0]))
        #expect(whole?.length == limit + 1)
    }

    static let strange: [[UInt8]] = [
        error("SFATAL", "C28000"), error("SFATAL", "Mtext"),
        error("C28000", "Mtext"), error("SFATAL", "C2800", "Mtext"),
        error("SFATAL", "C28o00", "Mtext"), error(),
        frame("E", ascii("SFATAL\0C28000\0Mtext\0")),
        frame("R", [0, 0, 0, 5, 1]), frame("S", ascii("ab")), frame("S", ascii("a\0b\0c")),
        frame("Z", [0x58]), ascii("Error: no such command\r\n"), ascii("HTTP/1.1 400"), [0], [0xff],
        ascii("ESMTP ready\n\0"), ascii("T"),
    ]

    @Test(arguments: strange)
    func refusesWhatNoServerSends(bytes: [UInt8]) {
        #expect(throws: ByteError.self) { _ = try decode(bytes) }
    }

    @Test func endsALegacyErrorThatNeverEnds() {
        #expect(throws: ByteError.self) {
            _ = try decode(ascii("EFATAL:  ") + [UInt8](repeating: 0x61, count: PostgresFrames.maximumLegacyError))
        }
    }

    @Test func everyPrefixAndEveryFlippedByteOfARecordedAnswerIsHandled() throws {
        let recording = try #require(PostgresRecording.all.first { $0.header.state == "trust" })
        let bytes = try #require(recording.answer(user: "postgres", database: "postgres", tls: false)).bytes
        for place in 0..<min(bytes.count, 400) {
            for flip: UInt8 in [0x01, 0x80, 0xff] {
                var hostile = bytes
                hostile[place] ^= flip
                var offset = 0
                while offset < hostile.count, let next = try? decode(Array(hostile[offset...])) {
                    #expect(next.length > 0)
                    offset += next.length
                }
                #expect(offset <= hostile.count)
            }
        }
    }

    @Test func writesTheStartupMessageAsRecordedClientsDo() {
        #expect(
            PostgresFrames.startup(user: "postgres", database: "shop", applicationName: "ajar")
                == [0, 0, 0, 59, 0, 3, 0, 0] + ascii("user\0postgres\0database\0shop\0application_name\0ajar\0\0"))
    }

    @Test func namesCannotSmuggleFurtherParameters() {
        let bytes = PostgresFrames.startup(
            user: "a\0options\0-c x", database: String(repeating: "é", count: 100), applicationName: "")
        let parts = bytes.dropFirst(8).split(separator: 0, omittingEmptySubsequences: false)
        #expect(String(decoding: parts[1], as: UTF8.self) == "aoptions-c x")
        #expect(parts[3].count == 62)
        #expect(bytes[3] == UInt8(bytes.count))
    }

    @Test(arguments: [
        ("no entry for host \"192.0.2.7\", user \"x\"", "no entry for host \"(address)\", user \"x\""),
        ("host \"2001:db8::7\"", "host \"(address)\""), ("host \"::1\"", "host \"(address)\""),
        ("port 5432: 15.18", "port 5432: 15.18"), ("a\u{1b}[31mb\u{202e}c\u{7}", "a[31mbc"),
        ("line\nline", "line line"), (String(repeating: "x", count: 500), String(repeating: "x", count: 200)),
    ])
    func serverTextsAreMadeFitToShow(text: String, shown: String) {
        #expect(PostgresText.sanitised(text) == shown)
        #expect(Array(text.utf8).withUnsafeBytes { PostgresText.sanitised($0) } == shown)
    }
}
