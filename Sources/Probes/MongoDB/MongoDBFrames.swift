import Formats

/// The envelopes of the MongoDB wire protocol, as far as this probe needs them.
///
/// Source: the MongoDB manual, "MongoDB Wire Protocol" and "Legacy Opcodes". All integers are little-endian:
///
///     header    int32 length (all of it), int32 requestID, int32 responseTo, int32 opCode
///     OP_MSG    2013: uint32 flags, sections (a byte 0 and a document), crc32c if flag bit 0
///     OP_QUERY  2004: int32 flags, cstring collection, int32 skip, int32 return, document
///     OP_REPLY  1: int32 flags, int64 cursor, int32 from, int32 count, documents
public enum MongoDBFrames {
    static let headerBytes = 16
    /// The largest message that servers send (`maxMessageSizeBytes` of `hello`), and 16 KiB.
    public static let maximumReplyBytes = 48_000_000 + 16 * 1024
    /// The largest reply to `hello`; one of a set with fifty members has a few kilobytes.
    static let maximumGreetingBytes = 1 << 20

    private static let messageOpcode: Int32 = 2013
    private static let queryOpcode: Int32 = 2004
    private static let replyOpcode: Int32 = 1

    static func message(id: Int32, document: [UInt8]) -> [UInt8] {
        frame(id: id, opcode: messageOpcode, body: [0, 0, 0, 0, 0] + document)
    }

    /// Flag bit 2 lets a member answer that is not the primary; -1 asks for one document and no cursor.
    static func query(id: Int32, database: String, document: [UInt8]) -> [UInt8] {
        var body = littleEndian(4)
        body += "\(database).$cmd".utf8
        body.append(0)
        body += littleEndian(0)
        body += littleEndian(-1)
        body += document
        return frame(id: id, opcode: queryOpcode, body: body)
    }

    private static func frame(id: Int32, opcode: Int32, body: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        for field in [Int32(clamping: headerBytes + body.count), id, 0, opcode] { frame += littleEndian(field) }
        return frame + body
    }

    private static func littleEndian(_ value: Int32) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// A reply that answers our request and is there as a whole.
    struct Reply {
        /// Bytes of the frame.
        var length: Int
        var document: BSONDocument
    }

    /// Reads the reply to request `id` from the front of `bytes`.
    ///
    /// The header is judged as soon as it is there: what is no reply of ours is refused without waiting for the length
    /// that its first bytes happen to spell.
    ///
    /// - Returns: `nil` as long as bytes are missing.
    /// - Throws: `ByteError` where this is not a reply to the request, is longer than `limit` bytes, or is malformed.
    static func reply(
        to id: Int32, in bytes: UnsafeRawBufferPointer, limit: Int = maximumReplyBytes
    ) throws(ByteError) -> Reply? {
        var reader = ByteReader(bytes)
        guard reader.remaining >= 4 else { return nil }
        let length = Int(try reader.readLittleEndian(Int32.self))
        guard length >= 0 else { throw .negativeLength(length) }
        guard length <= limit else { throw .tooLong(length: length, limit: limit) }
        // The shortest reply: header, flags, section kind, empty document.
        guard length >= headerBytes + 10 else { throw .malformed("length too short for a reply", offset: 0) }
        guard reader.remaining >= headerBytes - 4 else { return nil }
        _ = try reader.readLittleEndian(Int32.self)
        guard try reader.readLittleEndian(Int32.self) == id else {
            throw .malformed("answers another request", offset: 8)
        }
        let opcode = try reader.readLittleEndian(Int32.self)
        guard opcode == messageOpcode || opcode == replyOpcode else {
            throw .malformed("opcode \(opcode) is no reply", offset: 12)
        }
        guard bytes.count >= length else { return nil }
        var body = ByteReader(try reader.read(length - headerBytes))
        let document =
            opcode == messageOpcode ? try messageDocument(&body) : try legacyDocument(&body)
        return Reply(length: length, document: try BSONDocument(document, limit: limit))
    }

    private static func messageDocument(_ body: inout ByteReader) throws(ByteError) -> UnsafeRawBufferPointer {
        let flags = try body.readLittleEndian(UInt32.self)
        // Bits 0 to 15 are required ones: a checksum (0) may be there; more replies to come (1) was not asked for.
        guard flags & 0xFFFE == 0 else { throw .malformed("flags \(flags)", offset: headerBytes) }
        guard try body.readByte() == 0 else { throw .malformed("section that is no document", offset: headerBytes + 4) }
        let checksum = flags & 1 == 1 ? 4 : 0
        return try body.read(body.remaining - checksum)
    }

    private static func legacyDocument(_ body: inout ByteReader) throws(ByteError) -> UnsafeRawBufferPointer {
        _ = try body.read(16)
        guard try body.readLittleEndian(Int32.self) == 1 else {
            throw .malformed("reply with other than one document", offset: headerBytes + 16)
        }
        return try body.read(body.remaining)
    }

    /// What a server answered to a command.
    enum Answer {
        case done(BSONDocument)
        case refused(Refusal)
    }

    struct Refusal: Equatable {
        /// From the server's list of error codes (`src/mongo/base/error_codes.yml`); `nil` where it gives none.
        var code: Int64?
        /// The code's name, cut and stripped.
        var name: String
        /// The server's words, cut and stripped. Not for errors of reads, which could quote a record.
        var message: String

        /// For evidence on anything that is not about a record.
        var description: String {
            summary + (message.isEmpty ? "" : ": \(message)")
        }

        /// Without the server's words.
        var summary: String {
            "code " + (code.map { String($0) } ?? "none") + (name.isEmpty ? "" : " \(name)")
        }

        /// 13 Unauthorized: a credential is missing. 18 AuthenticationFailed and 391 ReauthenticationRequired say it of
        /// one that is not there. Before 2.6 there is no code, and the message is what mongod said then.
        var isUnauthorized: Bool {
            switch code {
            case 13, 18, 391: true
            case nil:
                name == "Unauthorized" || message.hasPrefix("unauthorized") || message.hasPrefix("not authorized")
            default: false
            }
        }

        /// Not able to answer now: not a primary (10107, 13435, 13436, and 133 of a router), stepping down (189, 11602),
        /// shutting down (91, 11600).
        var isNotNow: Bool {
            switch code {
            case 91, 133, 189, 10107, 11600, 11602, 13435, 13436: true
            default: false
            }
        }
    }

    /// - Throws: `ByteError` where the document is no reply: `ok` missing or no number.
    static func answer(in document: BSONDocument) throws(ByteError) -> Answer {
        let isDone: Bool
        switch try document.first("ok") {
        case .double(let value)?: isDone = value == 1
        case .int32(let value)?: isDone = value == 1
        case .int64(let value)?: isDone = value == 1
        case .boolean(let value)?: isDone = value
        default: throw .malformed("reply without ok", offset: headerBytes)
        }
        guard !isDone else { return .done(document) }
        let message = try document.first("errmsg", or: "$err")
        return .refused(
            Refusal(
                code: try document.first("code")?.integer,
                name: MongoDBText.clean(try document.first("codeName"), limit: 40),
                message: MongoDBText.clean(message, limit: 200)))
    }
}

/// Text from the peer, made fit for evidence.
enum MongoDBText {
    /// The string without control characters, cut to `limit` characters; empty if it is no string.
    static func clean(_ value: BSONValue?, limit: Int) -> String {
        guard case .string(let bytes)? = value else { return "" }
        return clean(String(decoding: bytes.prefix(limit * 4), as: UTF8.self), limit: limit)
    }

    static func clean(_ text: String, limit: Int) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                kept.append(" ")
            default:
                kept.append(scalar)
            }
        }
        return String(kept)
    }
}
