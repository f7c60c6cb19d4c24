import NIOCore
import Synchronization
import TestSupport

/// One after the other. (A chain of `+` over literals takes the compiler minutes.)
func joined(_ parts: [UInt8]...) -> [UInt8] {
    var all: [UInt8] = []
    // Not `joined()`: in a debug build it takes a second for every few megabytes.
    for part in parts { all += part }
    return all
}

func repeated(_ part: [UInt8], _ count: Int) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(part.count * count)
    for _ in 0..<count { all += part }
    return all
}

/// What a stranger's protocol stack says, byte by byte: enough of each protocol for a hostile server to get as far with
/// `ajar` as it wants to.
enum PostgresSays {
    /// `type(1) length(4, counts itself) body`.
    static func message(_ type: Character, _ body: [UInt8] = [], length: UInt32? = nil) -> [UInt8] {
        joined([type.asciiValue ?? 0], big(length ?? UInt32(body.count + 4)), body)
    }

    static func big(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    static func text(_ value: String) -> [UInt8] { Array(value.utf8) + [0] }

    static let granted = message("R", big(0))
    static let parameter = message("S", text("server_version") + text("15.0"))
    static let notice = message("N", fields("NOTICE", "00000", "hm"))
    static func error(_ state: String, _ words: String) -> [UInt8] { message("E", fields("FATAL", state, words)) }

    private static func fields(_ severity: String, _ state: String, _ words: String) -> [UInt8] {
        joined(text("S" + severity), text("C" + state), text("M" + words), [0])
    }

    static func ready(_ status: Character = "I") -> [UInt8] { message("Z", [status.asciiValue ?? 0]) }

    /// A session without a password.
    static let login = joined(granted, parameter, message("K", big(7) + big(9)), ready())
    /// What a statement without rows is answered with, in a transaction.
    static let done = joined(message("1"), message("2"), message("n"), message("C", text("OK")), ready("T"))
    /// One text column, and rows of it to follow.
    static let columns = joined(message("1"), message("2"), description(1))

    static func description(_ count: UInt16) -> [UInt8] {
        let column = joined(text("c"), big(0), [0, 0], big(25), [0xff, 0xff], big(0xffff_ffff), [0, 0])
        return message("T", joined([UInt8(count >> 8), UInt8(count & 0xff)], repeated(column, Int(count))))
    }

    static func row(_ value: String) -> [UInt8] {
        message("D", joined([0, 1], big(UInt32(value.utf8.count)), Array(value.utf8)))
    }

    /// Answers SSLRequest with `N` and a startup message with `login`; then `statement` says what it wants to the
    /// n-th statement (from 0) of a session.
    static func server(
        login: [UInt8] = login, _ statement: @escaping @Sendable (any Channel, Int) -> Void = { _, _ in }
    ) -> HostileServer.Behaviour {
        let asked = Mutex(0)
        return .init(onBytes: { channel, bytes in
            let head = Array(bytes.readableBytesView.prefix(8))
            if head == [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f] {
                channel.say("N")
            } else if head.dropFirst(4) == [0, 3, 0, 0] {
                asked.withLock { $0 = 0 }
                channel.say(login)
            } else if head.first == UInt8(ascii: "P") {
                statement(
                    channel,
                    asked.withLock { asked in
                        defer { asked += 1 }
                        return asked
                    })
            }
        })
    }

    /// Answers statements as an open transaction does up to the n-th, and that one with `opening`, then `flood` for ever.
    static func flooding(_ statement: Int, _ opening: [UInt8], _ flood: [UInt8]) -> HostileServer.Behaviour {
        server { channel, index in
            guard index == statement else { return channel.say(done) }
            channel.say(opening)
            channel.sayForever(ByteBuffer(bytes: flood))
        }
    }

    /// `N`, and one answer to whatever startup message comes.
    static func startup(_ answer: [UInt8]) -> HostileServer.Behaviour { server(login: answer) }
}

/// BSON and its envelopes, without the checks that a driver has.
enum MongoSays {
    indirect enum Value: Sendable {
        case double(Double), int(Int32), long(Int64), bool(Bool), text(String), document([(String, Value)])
        case array([Value])
        /// A type's byte, and whatever follows the name.
        case raw(UInt8, [UInt8])
    }

    static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func document(_ members: [(String, Value)]) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in members { body += element(name, value) }
        body.append(0)
        return little(Int32(body.count + 4)) + body
    }

    private static func element(_ name: String, _ value: Value) -> [UInt8] {
        let key = Array(name.utf8)
        switch value {
        case .double(let number): return joined([1], key, [0], little(number.bitPattern))
        case .int(let number): return joined([0x10], key, [0], little(number))
        case .long(let number): return joined([0x12], key, [0], little(number))
        case .bool(let flag): return joined([8], key, [0, flag ? 1 : 0])
        case .text(let text):
            return joined([2], key, [0], little(Int32(text.utf8.count + 1)), Array(text.utf8), [0])
        case .document(let members): return joined([3], key, [0], document(members))
        case .array(let values):
            let members = values.enumerated().map { place, value in (String(place), value) }
            return joined([4], key, [0], document(members))
        case .raw(let type, let bytes): return joined([type], key, [0], bytes)
        }
    }

    /// A document that holds a document, `depth` times.
    static func nested(_ depth: Int) -> Value {
        // Built from inside out by lengths alone: each level adds its length, type, name and two zero bytes.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(depth * 8)
        for level in 0..<depth { bytes += joined(little(Int32((depth - level) * 8 + 5)), [3, 0x61, 0]) }
        return .raw(3, joined(bytes, little(Int32(5)), [UInt8](repeating: 0, count: depth + 1)))
    }

    /// An OP_MSG that answers `request`.
    ///
    /// - Parameters:
    ///   - length: said in the header, whatever the message's is.
    ///   - opcode: 2013 is OP_MSG, 2012 OP_COMPRESSED.
    static func reply(
        to request: [UInt8], _ document: [UInt8], length: Int32? = nil, opcode: Int32 = 2013, flags: UInt32 = 0
    ) -> [UInt8] {
        let body = joined(little(flags), [0], document)
        let size = little(length ?? Int32(body.count + 16))
        return joined(size, little(Int32(1)), Array(request[4..<8]), little(opcode), body)
    }

    static let ok: (String, Value) = ("ok", .double(1))
    static func refused(_ code: Int32) -> [UInt8] {
        document([("ok", .double(0)), ("errmsg", .text("no")), ("code", .int(code))])
    }

    static func cursor(_ batch: [Value], id: Int64 = 0, next: Bool = false) -> [UInt8] {
        let members: [(String, Value)] = [
            (next ? "nextBatch" : "firstBatch", .array(batch)), ("id", .long(id)),
            ("ns", .text("shop.$cmd.listCollections")),
        ]
        return document([("cursor", .document(members)), ok])
    }

    /// What an open server with one collection of one record says.
    static func honest(_ command: String) -> [UInt8] {
        switch command {
        case "hello", "isMaster":
            document([("isWritablePrimary", .bool(true)), ("ismaster", .bool(true)), ("maxWireVersion", .int(17)), ok])
        case "buildInfo": document([("version", .text("6.0.5")), ok])
        case "connectionStatus":
            document([("authInfo", .document([("authenticatedUsers", .array([]))])), ok])
        case "listDatabases": document([("databases", .array([.document([("name", .text("shop"))])])), ok])
        case "listCollections":
            cursor([.document([("name", .text("people")), ("type", .text("collection"))])])
        case "count": document([("n", .int(1)), ok])
        case "find": cursor([.document([("name", .text("x"))])])
        case "usersInfo": refused(13)
        default: refused(59)
        }
    }

    /// Answers honestly but where `answer` says otherwise, given the command's name and the request.
    static func server(
        _ answer: @escaping @Sendable (String, [UInt8]) -> [UInt8]?
    ) -> HostileServer.Behaviour {
        .init(onBytes: { channel, bytes in
            let request = Array(bytes.readableBytesView)
            let command = name(of: request)
            channel.say(answer(command, request) ?? reply(to: request, honest(command)))
        })
    }

    /// The same for one command alone, by the document.
    static func server(_ command: String, _ document: [UInt8]) -> HostileServer.Behaviour {
        server { asked, request in asked == command ? reply(to: request, document) : nil }
    }

    /// The name of the first element of an OP_MSG; empty for anything else.
    static func name(of request: [UInt8]) -> String {
        guard request.count > 27, request[12] == 0xdd, request[13] == 7 else { return "" }
        return String(decoding: request[26...].prefix { $0 != 0 }, as: UTF8.self)
    }
}

enum HTTPSays {
    static let root =
        #"{"name":"n","cluster_name":"c","cluster_uuid":"u0000000000000000000000","version":{"number":"8.15.0"},"#
        + #""tagline":"You Know, for Search"}"#

    static func response(
        _ body: String, status: String = "200 OK", headers: [String] = ["Content-Type: application/json"]
    ) -> String {
        let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)", "", body]
        return lines.joined(separator: "\r\n")
    }

    static let missing = response(
        #"{"error":{"type":"index_not_found_exception","reason":"no"},"status":404}"#, status: "404 Not Found")

    /// What an open server with one index of one document says.
    static func honest(_ path: String) -> String {
        if path == "/" { return response(root) }
        if path.hasPrefix("/_security") || path.hasPrefix("/_opendistro") || path.hasPrefix("/_searchguard") {
            return response(
                #"{"error":{"type":"illegal_argument_exception","reason":"no handler found"},"status":400}"#,
                status: "400 Bad Request")
        }
        if path.hasPrefix("/_resolve") {
            return response(#"{"indices":[{"name":"people","attributes":["open"]}],"aliases":[],"data_streams":[]}"#)
        }
        if path.hasPrefix("/_cat") {
            return response(#"[{"index":"people","status":"open","docs.count":"1","store.size":"100"}]"#)
        }
        if path.contains("_search") { return response(hits(#"{"_index":"people","_source":{"name":"x"}}"#)) }
        return missing
    }

    static func hits(_ hits: String) -> String {
        #"{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"#
            + #""hits":{"total":{"value":1,"relation":"eq"},"hits":[\#(hits)]}}"#
    }

    /// Answers honestly but where `answer` says otherwise, given the path.
    static func server(_ answer: @escaping @Sendable (String) -> String?) -> HostileServer.Behaviour {
        .init(onBytes: { channel, bytes in
            guard let path = path(of: bytes) else { return }
            channel.say(answer(path) ?? honest(path))
        })
    }

    /// Honest until a path that begins so; then `opening`, and `chunk` without end.
    static func endless(_ start: String, _ chunk: String, after opening: String) -> HostileServer.Behaviour {
        .init(onBytes: { channel, bytes in
            guard let path = path(of: bytes) else { return }
            guard path.hasPrefix(start) else { return channel.say(honest(path)) }
            channel.say(opening)
            channel.sayForever(ByteBuffer(string: chunk))
        })
    }

    static func path(of bytes: ByteBuffer) -> String? {
        let words = String(buffer: bytes).split(separator: " ", maxSplits: 2)
        return words.count == 3 && words[0] == "GET" ? String(words[1]) : nil
    }
}
