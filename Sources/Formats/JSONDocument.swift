/// A JSON text from a stranger, looked into in place: nothing is parsed ahead, nothing is kept, nothing can trap.
///
/// It is for catalog replies, where a few members are wanted out of many. Values are found by skipping over what comes
/// before them, so a document that was cut off can be read up to the cut. Each step is linear in the bytes it passes.
/// Grammar: RFC 8259, with control characters let through inside strings, as `JSONWalker` does. The buffer must outlive
/// the views; they are made and dropped inside one `withUnsafeBytes`.
public struct JSONDocument {
    /// The deepest nesting that is passed over. Elasticsearch's own replies stay below ten.
    public static let maximumDepth = 64

    /// The value the text holds. What follows it is not looked at.
    public let root: JSONValue

    /// - Throws: `ByteError.malformed` where no value starts, `.truncated` if there are no bytes.
    public init(_ bytes: UnsafeRawBufferPointer) throws(ByteError) {
        root = try JSONValue(bytes, at: JSONScanner.skipSpace(bytes, from: 0))
    }
}

/// One value of a `JSONDocument`: where it starts and, by its first byte, what it is. The rest is not yet checked.
public struct JSONValue {
    public enum Kind: Sendable, Equatable { case object, array, string, number, boolean, null }

    /// The whole document.
    public let bytes: UnsafeRawBufferPointer
    /// Where in `bytes` the value starts.
    public let start: Int
    public let kind: Kind

    /// - Throws: `ByteError.truncated` if `start` is at or after the end, `.malformed` if no value starts there.
    public init(_ bytes: UnsafeRawBufferPointer, at start: Int) throws(ByteError) {
        guard start >= 0 else { throw .negativeLength(start) }
        guard start < bytes.count else { throw .truncated(needed: 1, available: 0) }
        switch bytes[start] {
        case UInt8(ascii: "{"): kind = .object
        case UInt8(ascii: "["): kind = .array
        case UInt8(ascii: "\""): kind = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): kind = .boolean
        case UInt8(ascii: "n"): kind = .null
        default: throw .malformed("no JSON value", offset: start)
        }
        self.bytes = bytes
        self.start = start
    }

    /// The offset after the value. Linear in its length.
    ///
    /// - Throws: `ByteError.truncated` if the text ends first, `.tooDeep`, `.malformed`.
    public func end() throws(ByteError) -> Int {
        try JSONScanner.skipValue(bytes, from: start)
    }

    /// The members of an object, one after another; none if this is no object.
    public func members() -> JSONMembers {
        JSONMembers(bytes, at: kind == .object ? start : nil)
    }

    /// The elements of an array, one after another; none if this is no array.
    public func elements() -> JSONElements {
        JSONElements(bytes, at: kind == .array ? start : nil)
    }

    /// The first member of that name, or `nil` if this is no object or has none.
    public func member(_ name: String) throws(ByteError) -> JSONValue? {
        var members = members()
        while let member = try members.next() {
            if try member.isNamed(name) { return member.value }
        }
        return nil
    }

    /// The text of a string, unescaped, or `nil` if this is no string. Bytes that are not UTF-8 and lone surrogates
    /// become U+FFFD.
    ///
    /// - Parameter limit: the most bytes the string may have between its quotes, escapes counted as written.
    /// - Throws: `ByteError.tooLong` beyond the limit, `.truncated`, `.malformed`.
    public func string(limit: Int = 4096) throws(ByteError) -> String? {
        guard kind == .string else { return nil }
        let content = try JSONScanner.stringContent(bytes, from: start)
        guard content.count <= limit else { throw .tooLong(length: content.count, limit: limit) }
        return try JSONScanner.unescape(bytes, content)
    }

    /// The number, or `nil` if this is no number, or not a whole one that fits.
    public func integer() throws(ByteError) -> Int? {
        guard kind == .number else { return nil }
        let end = try end()
        guard end - start <= 20 else { return nil }
        return Int(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    /// The truth value, or `nil` if this is none.
    public func boolean() throws(ByteError) -> Bool? {
        guard kind == .boolean else { return nil }
        return try end() - start == 4
    }
}

/// The members of one object. Asking for the next one passes over the value of the last, so a caller that stops early
/// pays only for what it passed.
public struct JSONMembers {
    /// A name and its value.
    public struct Member {
        /// Where the name's text is, without its quotes, as written.
        public let name: Range<Int>
        public let value: JSONValue

        /// Whether the name is this one, escapes undone.
        public func isNamed(_ wanted: String) throws(ByteError) -> Bool {
            let written = value.bytes[name]
            guard written.contains(UInt8(ascii: "\\")) else { return written.elementsEqual(wanted.utf8) }
            return try JSONScanner.unescape(value.bytes, name) == wanted
        }

        /// The name, unescaped.
        ///
        /// - Throws: `ByteError.tooLong` if it has more bytes than `limit`, `.malformed` for an escape that is none.
        public func decodedName(limit: Int = 4096) throws(ByteError) -> String {
            guard name.count <= limit else { throw .tooLong(length: name.count, limit: limit) }
            return try JSONScanner.unescape(value.bytes, name)
        }
    }

    private var steps: JSONSteps

    init(_ bytes: UnsafeRawBufferPointer, at start: Int?) {
        steps = JSONSteps(bytes, at: start, closer: UInt8(ascii: "}"))
    }

    /// - Returns: `nil` after the last one.
    /// - Throws: `ByteError`, after which there are no more.
    public mutating func next() throws(ByteError) -> Member? {
        guard let offset = try steps.advance() else { return nil }
        let bytes = steps.bytes
        let ends = steps
        steps.finish()
        let name = try JSONScanner.stringContent(bytes, from: offset)
        let colon = JSONScanner.skipSpace(bytes, from: name.upperBound + 1)
        try JSONScanner.expect(UInt8(ascii: ":"), in: bytes, at: colon)
        let value = try JSONValue(bytes, at: JSONScanner.skipSpace(bytes, from: colon + 1))
        steps = ends
        steps.current = value
        return Member(name: name, value: value)
    }
}

/// The elements of one array. Asking for the next one passes over the last.
public struct JSONElements {
    private var steps: JSONSteps

    init(_ bytes: UnsafeRawBufferPointer, at start: Int?) {
        steps = JSONSteps(bytes, at: start, closer: UInt8(ascii: "]"))
    }

    /// - Returns: `nil` after the last one.
    /// - Throws: `ByteError`, after which there are no more.
    public mutating func next() throws(ByteError) -> JSONValue? {
        guard let offset = try steps.advance() else { return nil }
        let ends = steps
        steps.finish()
        let value = try JSONValue(ends.bytes, at: offset)
        steps = ends
        steps.current = value
        return value
    }
}

/// The walk over the items of an object or array that the two views share.
private struct JSONSteps {
    let bytes: UnsafeRawBufferPointer
    let closer: UInt8
    /// The item that was given out last.
    var current: JSONValue?
    /// Where the opening bracket is, until the first item was given out.
    private var opening: Int?

    init(_ bytes: UnsafeRawBufferPointer, at opening: Int?, closer: UInt8) {
        self.bytes = bytes
        self.opening = opening
        self.closer = closer
    }

    mutating func finish() {
        opening = nil
        current = nil
    }

    /// Where the next item starts, or `nil` after the last.
    mutating func advance() throws(ByteError) -> Int? {
        let opening = opening
        let current = current
        finish()
        if let opening {
            let offset = JSONScanner.skipSpace(bytes, from: opening + 1)
            guard offset < bytes.count else { throw .truncated(needed: 1, available: 0) }
            return bytes[offset] == closer ? nil : offset
        }
        guard let current else { return nil }
        let offset = JSONScanner.skipSpace(bytes, from: try current.end())
        guard offset < bytes.count else { throw .truncated(needed: 1, available: 0) }
        if bytes[offset] == closer { return nil }
        try JSONScanner.expect(UInt8(ascii: ","), in: bytes, at: offset)
        return JSONScanner.skipSpace(bytes, from: offset + 1)
    }
}

/// The byte-level rules. Offsets passed in are never negative; offsets at or after the end are an error, not a trap.
private enum JSONScanner {
    /// The first offset at or after `offset` that holds no white space; the end if there is none.
    static func skipSpace(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> Int {
        var offset = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0a, 0x0d: offset += 1
            default: return offset
            }
        }
        return offset
    }

    static func expect(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, at offset: Int) throws(ByteError) {
        guard offset < bytes.count else { throw .truncated(needed: 1, available: 0) }
        guard bytes[offset] == byte else {
            throw .malformed("expected \(Character(UnicodeScalar(byte)))", offset: offset)
        }
    }

    /// What is between the quotes of the string that starts at `offset`.
    static func stringContent(_ bytes: UnsafeRawBufferPointer, from offset: Int) throws(ByteError) -> Range<Int> {
        try expect(UInt8(ascii: "\""), in: bytes, at: offset)
        let start = offset + 1
        var offset = start
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""): return start..<offset
            case UInt8(ascii: "\\"): offset += 2
            default: offset += 1
            }
        }
        throw .truncated(needed: 1, available: 0)
    }

    /// The offset after the value that starts at `offset`. One loop and one bit for each level, so that no depth of
    /// nesting can exhaust the stack.
    static func skipValue(_ bytes: UnsafeRawBufferPointer, from offset: Int) throws(ByteError) -> Int {
        var offset = offset
        /// Bit `depth - 1` is set where that level is an object.
        var objects: UInt64 = 0
        var depth = 0
        while true {
            // A value starts here.
            guard offset < bytes.count else { throw .truncated(needed: 1, available: 0) }
            var opened = false
            switch bytes[offset] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < JSONDocument.maximumDepth else { throw .tooDeep(limit: JSONDocument.maximumDepth) }
                let bit: UInt64 = 1 << UInt64(depth)
                if bytes[offset] == UInt8(ascii: "{") { objects |= bit } else { objects &= ~bit }
                depth += 1
                opened = true
                offset += 1
            case UInt8(ascii: "\""):
                offset = try stringContent(bytes, from: offset).upperBound + 1
            case UInt8(ascii: "t"):
                offset = try literal("true", bytes, from: offset)
            case UInt8(ascii: "f"):
                offset = try literal("false", bytes, from: offset)
            case UInt8(ascii: "n"):
                offset = try literal("null", bytes, from: offset)
            default:
                offset = try number(bytes, from: offset)
            }
            // After a value or an opening bracket: close levels, then go to where the next value starts.
            while true {
                if depth == 0 { return offset }
                offset = skipSpace(bytes, from: offset)
                guard offset < bytes.count else { throw .truncated(needed: 1, available: 0) }
                let isObject = objects & (1 << UInt64(depth - 1)) != 0
                if bytes[offset] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    depth -= 1
                    opened = false
                    offset += 1
                    continue
                }
                if !opened {
                    try expect(UInt8(ascii: ","), in: bytes, at: offset)
                    offset = skipSpace(bytes, from: offset + 1)
                }
                if isObject {
                    let name = try stringContent(bytes, from: offset)
                    offset = skipSpace(bytes, from: name.upperBound + 1)
                    try expect(UInt8(ascii: ":"), in: bytes, at: offset)
                    offset = skipSpace(bytes, from: offset + 1)
                }
                break
            }
        }
    }

    private static func literal(
        _ text: StaticString, _ bytes: UnsafeRawBufferPointer, from offset: Int
    ) throws(ByteError) -> Int {
        let length = text.utf8CodeUnitCount
        let available = min(length, bytes.count - offset)
        for index in 0..<available where bytes[offset + index] != text.utf8Start[index] {
            throw .malformed("no JSON value", offset: offset + index)
        }
        guard available == length else { throw .truncated(needed: length, available: available) }
        return offset + length
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(ByteError) -> Int {
        var offset = start
        func digits() throws(ByteError) {
            let first = offset
            while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
            guard offset > first else {
                if offset < bytes.count { throw .malformed("no JSON value", offset: offset) }
                throw .truncated(needed: 1, available: 0)
            }
        }
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        try digits()
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits()
        }
        return offset
    }

    /// The text of a string's content. RFC 8259, section 7: a surrogate pair is written as two `\u` escapes.
    static func unescape(_ bytes: UnsafeRawBufferPointer, _ content: Range<Int>) throws(ByteError) -> String {
        let written = bytes[content]
        guard written.contains(UInt8(ascii: "\\")) else { return String(decoding: written, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var offset = content.lowerBound
        while offset < content.upperBound {
            let byte = bytes[offset]
            offset += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard offset < content.upperBound else { throw .malformed("escape without a character", offset: offset) }
            let escape = bytes[offset]
            offset += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                let unit = try hexadecimal(bytes, at: offset, before: content.upperBound)
                offset += 4
                var scalar = UInt32(unit)
                if UTF16.isLeadSurrogate(unit), offset + 6 <= content.upperBound, bytes[offset] == UInt8(ascii: "\\"),
                    bytes[offset + 1] == UInt8(ascii: "u")
                {
                    let trail = try hexadecimal(bytes, at: offset + 2, before: content.upperBound)
                    if UTF16.isTrailSurrogate(trail) {
                        offset += 6
                        scalar = 0x10000 + (UInt32(unit - 0xd800) << 10) + UInt32(trail - 0xdc00)
                    }
                }
                text.append(contentsOf: Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? [0xef, 0xbf, 0xbd])
            default:
                throw .malformed("unknown escape", offset: offset - 1)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hexadecimal(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, before end: Int
    ) throws(ByteError) -> UInt16 {
        guard offset + 4 <= end else { throw .malformed("short \\u escape", offset: offset) }
        var unit: UInt16 = 0
        for index in offset..<(offset + 4) {
            let digit: UInt8
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
            default: throw .malformed("no hexadecimal digit", offset: index)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
