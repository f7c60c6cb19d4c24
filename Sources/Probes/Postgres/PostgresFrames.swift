import Formats

/// Messages of the PostgreSQL frontend/backend protocol 3.0, as far as a stranger who never logs in with a password
/// sees them. Big-endian throughout; a server message is `type(1) length(4, counts itself) body`
/// (PostgreSQL documentation, "Message Formats"; read off servers 9.6 to 18).
public enum PostgresFrames {
    /// Longest frame that is read, the type byte left out. Real ones before ReadyForQuery stay below 1 KiB.
    public static let maximumFrameLength = 512 * 1024
    /// Most frames that are read on one connection. Real servers send about 20 before ReadyForQuery.
    public static let maximumFrames = 64
    /// Longest text of an error without a length (protocol 2 and failures before a session exists).
    static let maximumLegacyError = 4096
    /// Longest role, database or application name that is sent; servers cut names at 63 bytes.
    static let maximumName = 63

    /// SSLRequest: length 8, code 1234.5679. Answered by the single byte `S` or `N`, or by an error.
    static let sslRequest: [UInt8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]
    /// Terminate: `X`, length 4.
    static let terminate: [UInt8] = [0x58, 0, 0, 0, 4]

    /// StartupMessage of protocol 3.0: `length, 00 03 00 00`, then pairs of strings that end in a zero byte, then a
    /// zero byte. No settings are asked for here: poolers refuse those they do not know.
    static func startup(user: String, database: String, applicationName: String) -> [UInt8] {
        var body: [UInt8] = [0, 3, 0, 0]
        for (key, value) in [("user", user), ("database", database), ("application_name", applicationName)] {
            body += Array(key.utf8) + [0] + name(value) + [0]
        }
        body.append(0)
        // Three names of at most 63 bytes: the length fits one byte's pair with room to spare.
        let length = UInt32(body.count + 4)
        return [UInt8(length >> 24), UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)] + body
    }

    /// A name as it may be sent: no zero byte, at most 63 bytes, cut between characters.
    static func name(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for character in text {
            let part = character.utf8.filter { $0 != 0 }
            guard bytes.count + part.count <= maximumName else { break }
            bytes += part
        }
        return bytes
    }

    /// The first message in `bytes` and its length, or `nil` if more bytes are needed to tell.
    ///
    /// The length is checked as soon as it is there, so a frame that can never be valid fails at once.
    /// - Throws: `ByteError` where the bytes cannot be a server's answer to a startup message.
    public static func next(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ByteError) -> (message: PostgresMessage, length: Int)? {
        guard let type = bytes.first else { return nil }
        guard let bounds = lengthBounds(type) else { throw .malformed("unknown message type", offset: 0) }
        if type == UInt8(ascii: "E"), bytes.count > 1, bytes[1] != 0 { return try legacyError(bytes) }
        guard bytes.count >= 5 else { return nil }
        var reader = ByteReader(bytes)
        _ = try reader.readByte()
        let declared = try reader.readBigEndian(Int32.self)
        guard declared >= 0 else { throw .negativeLength(Int(declared)) }
        let length = Int(declared)
        guard length <= bounds.upperBound else { throw .tooLong(length: length, limit: bounds.upperBound) }
        guard length >= bounds.lowerBound else { throw .malformed("frame too short for its type", offset: 1) }
        guard bytes.count - 1 >= length else { return nil }
        var body = ByteReader(try reader.read(length - 4))
        return (try message(type, &body), length + 1)
    }

    /// Valid values of the length field by message type; `nil` for types that no server sends before ReadyForQuery.
    private static func lengthBounds(_ type: UInt8) -> ClosedRange<Int>? {
        switch type {
        case UInt8(ascii: "R"), UInt8(ascii: "v"): 8...maximumFrameLength
        case UInt8(ascii: "S"): 6...maximumFrameLength
        // The secret key may be up to 256 bytes from protocol 3.2 on.
        case UInt8(ascii: "K"): 12...264
        case UInt8(ascii: "Z"): 5...5
        case UInt8(ascii: "E"), UInt8(ascii: "N"): 5...maximumFrameLength
        default: nil
        }
    }

    private static func message(_ type: UInt8, _ body: inout ByteReader) throws(ByteError) -> PostgresMessage {
        switch type {
        case UInt8(ascii: "R"):
            return .authentication(try authentication(&body))
        case UInt8(ascii: "S"):
            let name = String(decoding: try body.readCString(), as: UTF8.self)
            let value = String(decoding: try body.readCString(), as: UTF8.self)
            guard body.remaining == 0 else { throw .malformed("bytes after a parameter", offset: body.offset) }
            return .parameter(name: name, value: value)
        case UInt8(ascii: "K"):
            return .backendKey
        case UInt8(ascii: "Z"):
            let status = try body.readByte()
            guard [UInt8(ascii: "I"), UInt8(ascii: "T"), UInt8(ascii: "E")].contains(status) else {
                throw .malformed("unknown transaction status", offset: 5)
            }
            return .readyForQuery
        case UInt8(ascii: "E"):
            return .error(try serverError(&body))
        case UInt8(ascii: "N"):
            return .notice(try serverError(&body))
        default:
            return .negotiateProtocolVersion
        }
    }

    private static func authentication(_ body: inout ByteReader) throws(ByteError) -> PostgresAuthentication {
        let code = try body.readBigEndian(Int32.self)
        switch code {
        case 0: return .ok
        case 2: return .kerberos
        case 3: return .cleartext
        case 5:
            guard body.remaining == 4 else { throw .malformed("md5 salt is not 4 bytes", offset: 9) }
            return .md5
        case 6: return .scm
        case 7, 8: return .gss
        case 9: return .sspi
        case 10, 11, 12:
            var mechanisms: [String] = []
            if code == 10 {
                while body.remaining > 1, mechanisms.count < 16 {
                    mechanisms.append(PostgresText.sanitised(try body.readCString(), limit: 40))
                }
            }
            return .sasl(mechanisms)
        default: return .other(Int(code))
        }
    }

    /// Fields of ErrorResponse and NoticeResponse: `code(1) text 00` until a zero byte. Severity (S), SQLSTATE (C) and
    /// message (M) are always there (documentation, "Error and Notice Message Fields"); without them it is no server.
    private static func serverError(_ body: inout ByteReader) throws(ByteError) -> PostgresServerError {
        var severity: UnsafeRawBufferPointer?
        var state: UnsafeRawBufferPointer?
        var text: UnsafeRawBufferPointer?
        while true {
            let code = try body.readByte()
            if code == 0 { break }
            let field = try body.readCString()
            switch code {
            case UInt8(ascii: "S"): severity = field
            case UInt8(ascii: "C"): state = field
            case UInt8(ascii: "M"): text = field
            default: break
            }
        }
        guard body.remaining == 0 else { throw .malformed("bytes after an error", offset: body.offset) }
        guard let severity, !severity.isEmpty, let state, let text, !text.isEmpty else {
            throw .malformed("an error without severity, code or message", offset: 5)
        }
        let isState = state.count == 5 && state.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        guard isState else { throw .malformed("an error code that is no SQLSTATE", offset: 5) }
        return PostgresServerError(
            state: String(decoding: state, as: UTF8.self), message: PostgresText.sanitised(text))
    }

    /// `E` followed by a bare text that ends `\n\0`: seen as the answer to protocol 2.0 on 9.6 to 14, and sent when a
    /// session cannot be forked. Only the texts that PostgreSQL starts with are taken for one.
    private static func legacyError(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ByteError) -> (message: PostgresMessage, length: Int)? {
        let starts = ["FATAL:  ", "could not fork new process for connection"].map { Array($0.utf8) }
        let text = UnsafeRawBufferPointer(rebasing: bytes[1...])
        let fits = starts.contains { start in zip(start, text).allSatisfy { $0 == $1 } }
        guard fits else { throw .malformed("an error without a length", offset: 1) }
        guard let end = text.firstIndex(of: 0) else {
            guard text.count < maximumLegacyError else {
                throw .tooLong(length: text.count, limit: maximumLegacyError)
            }
            return nil
        }
        guard end <= maximumLegacyError else { throw .tooLong(length: end, limit: maximumLegacyError) }
        guard end > 8, text[end - 1] == UInt8(ascii: "\n") else {
            throw .malformed("an error without a length", offset: 1)
        }
        return (.legacyError(PostgresText.sanitised(UnsafeRawBufferPointer(rebasing: text[..<end]))), end + 2)
    }
}

/// What a server says before it takes queries.
public enum PostgresMessage: Sendable, Equatable {
    case authentication(PostgresAuthentication)
    case parameter(name: String, value: String)
    case backendKey
    case negotiateProtocolVersion
    case notice(PostgresServerError)
    case error(PostgresServerError)
    /// An error from before protocol 3; the text is sanitised.
    case legacyError(String)
    /// The only proof that a stranger is in.
    case readyForQuery
}

/// How a server wants to be authenticated to: the codes of `R` messages.
public enum PostgresAuthentication: Sendable, Equatable {
    case ok, kerberos, cleartext, md5, scm, gss, sspi
    /// The mechanisms offered.
    case sasl([String])
    /// A code that this list does not know.
    case other(Int)

    /// The method's name in `pg_hba.conf`, or the nearest to it.
    public var name: String {
        switch self {
        case .ok: "none"
        case .kerberos: "kerberos"
        case .cleartext: "password"
        case .md5: "md5"
        case .scm: "scm"
        case .gss: "gss"
        case .sspi: "sspi"
        case .sasl(let mechanisms):
            if mechanisms.contains(where: { $0.hasPrefix("SCRAM-SHA-256") }) {
                "scram-sha-256"
            } else if mechanisms.contains("OAUTHBEARER") {
                "oauth"
            } else {
                "sasl"
            }
        case .other(let code): "code \(code)"
        }
    }
}

/// An error of the server: its SQLSTATE, and its message sanitised.
public struct PostgresServerError: Sendable, Equatable {
    /// Five digits or capital letters.
    public var state: String
    /// At most 200 characters, without control characters and addresses.
    public var message: String

    public init(state: String, message: String) {
        self.state = state
        self.message = message
    }
}
