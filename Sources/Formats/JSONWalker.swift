/// Walks JSON in place and pushes members and values into a sink as it meets them; builds no tree.
///
/// Linear time, one pass, iterative; nesting is bounded, every byte is looked at behind a length check. Accepts what
/// RFC 8259 does, and is lenient where leniency loses nothing, because exposed databases are full of such values:
/// control characters and broken UTF-8 inside strings are passed on, unpaired surrogates as U+FFFD; an escape that JSON
/// does not know stands for its character; a number may begin with zeros, as telephone numbers do.
public struct JSONWalker {
    /// Levels of nesting that are walked, 1 to 64; a deeper value is refused with `ByteError.tooDeep`.
    public let maximumDepth: Int
    /// Where strings with escapes are written out; grows to the longest such string and is reused.
    private var scratch: [UInt8] = []
    /// Whether the bytes that are walked stay until the sink's `endMembers`: only then may members be handed over in one call.
    var staysValid = false

    public init(maximumDepth: Int = 64) {
        // One bit of a word for each level.
        self.maximumDepth = min(max(maximumDepth, 1), 64)
    }

    /// Walks the JSON value that starts at or after `offset` (white space is passed over).
    ///
    /// An object's members become `enter`, its value or members, `leave`; an array's elements become further values of
    /// the current field. Nothing is pushed for the value's own record: the caller begins and ends it.
    /// - Returns: the offset just after the value.
    /// - Throws: `ByteError`; by then part of the value may have been pushed.
    public mutating func walk(
        _ bytes: UnsafeRawBufferPointer, from start: Int, into sink: some RecordSink
    ) throws(ByteError) -> Int {
        let end = bytes.count
        var offset = start
        guard offset >= 0, offset <= end else { throw .malformed("an offset outside the text", offset: 0) }
        /// One bit a level, the lowest the innermost: 1 for an object. `depth` levels are in use.
        var objects: UInt64 = 0
        var depth = 0

        values: while true {
            offset = Self.skipSpace(bytes, offset)
            guard offset < end else { throw .truncated(needed: 1, available: 0) }
            switch bytes[offset] {
            case UInt8(ascii: "{"):
                guard depth < maximumDepth else { throw .tooDeep(limit: maximumDepth) }
                offset = Self.skipSpace(bytes, offset + 1)
                guard offset < end else { throw .truncated(needed: 1, available: 0) }
                if bytes[offset] == UInt8(ascii: "}") {
                    offset += 1
                } else {
                    objects = objects << 1 | 1
                    depth += 1
                    if try members(bytes, &offset, into: sink) { continue values }
                    objects >>= 1
                    depth -= 1
                }
            case UInt8(ascii: "["):
                guard depth < maximumDepth else { throw .tooDeep(limit: maximumDepth) }
                offset = Self.skipSpace(bytes, offset + 1)
                guard offset < end else { throw .truncated(needed: 1, available: 0) }
                if bytes[offset] == UInt8(ascii: "]") {
                    offset += 1
                } else {
                    objects = objects << 1
                    depth += 1
                    continue values
                }
            case UInt8(ascii: "\""):
                offset = try string(bytes, offset) { sink.value($0, .string) }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let after = try Self.numberEnd(bytes, offset)
                sink.value(UnsafeRawBufferPointer(rebasing: bytes[offset..<after]), .number)
                offset = after
            case UInt8(ascii: "t"):
                offset = try literal("true", bytes, offset, .boolean, into: sink)
            case UInt8(ascii: "f"):
                offset = try literal("false", bytes, offset, .boolean, into: sink)
            case UInt8(ascii: "n"):
                offset = try literal("null", bytes, offset, .null, into: sink)
            default:
                throw .malformed("not the start of a JSON value", offset: offset)
            }

            // A value is done: close what ends here, or go on to the next member or element.
            while true {
                guard depth > 0 else { return offset }
                offset = Self.skipSpace(bytes, offset)
                guard offset < end else { throw .truncated(needed: 1, available: 0) }
                let byte = bytes[offset]
                offset += 1
                if objects & 1 == 1 {
                    sink.leave()
                    if byte == UInt8(ascii: ",") {
                        if try members(bytes, &offset, into: sink) { continue values }
                    } else if byte != UInt8(ascii: "}") {
                        throw .malformed("neither , nor } after a member", offset: offset - 1)
                    }
                } else {
                    if byte == UInt8(ascii: ",") { continue values }
                    guard byte == UInt8(ascii: "]") else {
                        throw .malformed("neither , nor ] after an element", offset: offset - 1)
                    }
                }
                objects >>= 1
                depth -= 1
            }
        }
    }

    /// Reads members from `place` on, for as long as each is a name and a string or number that can be handed over where it lies.
    /// - Returns: whether `place` is now that of the value of another member, which was entered; if not, it is past the object's end.
    private mutating func members(
        _ bytes: UnsafeRawBufferPointer, _ place: inout Int, into sink: some RecordSink
    ) throws(ByteError) -> Bool {
        let end = bytes.count
        var nameStart = try Self.nameStart(bytes, place)
        while true {
            let nameEnd = Self.quoteOrBackslash(bytes, nameStart)
            guard nameEnd < end else { throw .truncated(needed: 1, available: 0) }
            let name = Self.slice(bytes, nameStart, nameEnd)
            var offset = nameEnd &+ 1
            var textStart = Self.nextString(bytes, after: nameEnd, UInt8(ascii: ":"))
            if textStart == 0 {
                let isPlain = bytes[nameEnd] == UInt8(ascii: "\"")
                if !isPlain {
                    offset = try unescape(bytes, nameStart, firstEscape: nameEnd)
                    scratch.withUnsafeBytes { sink.enter($0) }
                }
                offset = Self.skipSpace(bytes, offset)
                guard offset < end else { throw .truncated(needed: 1, available: 0) }
                guard bytes[offset] == UInt8(ascii: ":") else { throw .malformed("no : after a name", offset: offset) }
                offset = Self.skipSpace(bytes, offset &+ 1)
                guard offset < end else { throw .truncated(needed: 1, available: 0) }
                place = offset
                if !isPlain { return true }
                let first = bytes[offset]
                if first == UInt8(ascii: "\"") {
                    textStart = offset &+ 1
                } else if first &- 0x30 < 10 || first == UInt8(ascii: "-") {
                    let stop = try Self.numberEnd(bytes, offset)
                    push(name, Self.slice(bytes, offset, stop), .number, into: sink)
                    offset = stop
                } else {
                    sink.enter(name)
                    return true
                }
            }
            if textStart > 0 {
                let stop = Self.quoteOrBackslash(bytes, textStart)
                guard stop < end, bytes[stop] == UInt8(ascii: "\"") else {
                    place = textStart &- 1
                    sink.enter(name)
                    return true
                }
                push(name, Self.slice(bytes, textStart, stop), .string, into: sink)
                nameStart = Self.nextString(bytes, after: stop, UInt8(ascii: ","))
                if nameStart > 0 { continue }
                offset = stop &+ 1
            }
            offset = Self.skipSpace(bytes, offset)
            guard offset < end else { throw .truncated(needed: 1, available: 0) }
            let byte = bytes[offset]
            offset &+= 1
            if byte == UInt8(ascii: ",") {
                nameStart = try Self.nameStart(bytes, offset)
                continue
            }
            guard byte == UInt8(ascii: "}") else {
                throw .malformed("neither , nor } after a member", offset: offset - 1)
            }
            place = offset
            return false
        }
    }

    /// The offset after the quote of the name at or after `start`.
    @inline(__always)
    private static func nameStart(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(ByteError) -> Int {
        let offset = skipSpace(bytes, start)
        guard offset < bytes.count else { throw .truncated(needed: 1, available: 0) }
        guard bytes[offset] == UInt8(ascii: "\"") else { throw .malformed("a member without a name", offset: offset) }
        return offset &+ 1
    }

    /// Where the next string's text begins, if the string that ends with the quote at `quote` is followed by the mark, one space
    /// or none, and another string, as it nearly always is; 0 where not.
    @inline(__always)
    private static func nextString(_ bytes: UnsafeRawBufferPointer, after quote: Int, _ mark: UInt8) -> Int {
        guard quote &+ 4 <= bytes.count else { return 0 }
        let found = bytes.loadUnaligned(fromByteOffset: quote, as: UInt32.self)
        let joint = 0x22 | UInt32(mark) << 8
        if found == joint | 0x2220_0000 { return quote &+ 4 }
        if found & 0xff_ffff == joint | 0x22_0000 { return quote &+ 3 }
        return 0
    }

    @inline(__always)
    private func push(
        _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ kind: ValueKind, into sink: some RecordSink
    ) {
        if staysValid { return sink.member(name, value, kind) }
        sink.enter(name)
        sink.value(value, kind)
        sink.leave()
    }

    /// The bytes between two offsets that lie within them, in that order.
    @inline(__always)
    private static func slice(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes.baseAddress.unsafelyUnwrapped + start, count: end &- start)
    }

    /// Hands over the text between the quotes at `start`, in place where it has no escape, else written out into
    /// `scratch`.
    /// - Returns: the offset after the closing quote.
    @inline(__always)
    private mutating func string(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ emit: (UnsafeRawBufferPointer) -> Void
    ) throws(ByteError) -> Int {
        let first = start + 1
        let stop = Self.quoteOrBackslash(bytes, first)
        guard stop < bytes.count else { throw .truncated(needed: 1, available: 0) }
        if bytes[stop] == UInt8(ascii: "\"") {
            emit(Self.slice(bytes, first, stop))
            return stop + 1
        }
        let after = try unescape(bytes, first, firstEscape: stop)
        scratch.withUnsafeBytes(emit)
        return after
    }

    private mutating func unescape(
        _ bytes: UnsafeRawBufferPointer, _ first: Int, firstEscape: Int
    ) throws(ByteError) -> Int {
        scratch.removeAll(keepingCapacity: true)
        var copied = first
        var offset = firstEscape
        while offset < bytes.count {
            scratch.append(contentsOf: bytes[copied..<offset])
            if bytes[offset] == UInt8(ascii: "\"") { return offset + 1 }
            guard offset + 1 < bytes.count else { break }
            var next = offset + 2
            switch bytes[offset + 1] {
            case UInt8(ascii: "n"): scratch.append(0x0a)
            case UInt8(ascii: "r"): scratch.append(0x0d)
            case UInt8(ascii: "t"): scratch.append(0x09)
            case UInt8(ascii: "b"): scratch.append(0x08)
            case UInt8(ascii: "f"): scratch.append(0x0c)
            case UInt8(ascii: "u"):
                guard let unit = Self.hexadecimal(bytes, next) else {
                    throw .malformed("a \\u without four hexadecimal digits", offset: offset)
                }
                next += 4
                var scalar = Unicode.Scalar(unit)
                if unit & 0xfc00 == 0xd800, next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\\"),
                    bytes[next + 1] == UInt8(ascii: "u"), let low = Self.hexadecimal(bytes, next + 2),
                    low & 0xfc00 == 0xdc00
                {
                    scalar = Unicode.Scalar(0x10000 + (UInt32(unit & 0x3ff) << 10 | UInt32(low & 0x3ff)))
                    next += 6
                }
                scratch.append(contentsOf: (scalar ?? "\u{fffd}").utf8)
            case let other:
                scratch.append(other)
            }
            copied = next
            offset = Self.quoteOrBackslash(bytes, next)
        }
        throw .truncated(needed: 1, available: 0)
    }

    private func literal(
        _ word: StaticString, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ kind: ValueKind,
        into sink: some RecordSink
    ) throws(ByteError) -> Int {
        let after = offset + word.utf8CodeUnitCount
        guard after <= bytes.count else { throw .truncated(needed: after - offset, available: bytes.count - offset) }
        let text = UnsafeRawBufferPointer(rebasing: bytes[offset..<after])
        let isSame = word.withUTF8Buffer { text.elementsEqual($0) }
        guard isSame else { throw .malformed("not a JSON value", offset: offset) }
        sink.value(text, kind)
        return after
    }

    @inline(__always)
    static func skipSpace(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        // None, or one space, nearly always.
        guard start < bytes.count, bytes[start] <= 0x20 else { return start }
        if bytes[start] == 0x20, start &+ 1 < bytes.count, bytes[start &+ 1] > 0x20 { return start &+ 1 }
        return skipSpaces(bytes, start)
    }

    @inline(never)
    private static func skipSpaces(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var offset = start
        while offset < bytes.count, bytes[offset] <= 0x20 {
            switch bytes[offset] {
            case 0x20, 0x0a, 0x0d, 0x09: offset += 1
            default: return offset
            }
        }
        return offset
    }

    /// The offset after the number at `start`, which holds `-` or a digit (RFC 8259, section 6).
    @inline(__always)
    private static func numberEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(ByteError) -> Int {
        let end = bytes.count
        var offset = try digitsEnd(bytes, bytes[start] == UInt8(ascii: "-") ? start + 1 : start)
        if offset < end, bytes[offset] == UInt8(ascii: ".") { offset = try digitsEnd(bytes, offset + 1) }
        if offset < end, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < end, bytes[offset] == UInt8(ascii: "-") || bytes[offset] == UInt8(ascii: "+") { offset += 1 }
            offset = try digitsEnd(bytes, offset)
        }
        return offset
    }

    /// The offset after the digits at `start`, of which there must be one.
    @inline(__always)
    private static func digitsEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(ByteError) -> Int {
        var offset = start
        while offset < bytes.count, bytes[offset] >= UInt8(ascii: "0"), bytes[offset] <= UInt8(ascii: "9") {
            offset += 1
        }
        guard offset > start else {
            if offset == bytes.count { throw .truncated(needed: 1, available: 0) }
            throw .malformed("a number without a digit where one must be", offset: offset)
        }
        return offset
    }

    /// The offset of the next `"` or `\` at or after `start`, or the end. Sixteen bytes a step.
    @_transparent
    static func quoteOrBackslash(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        ByteSearch.first(in: bytes, from: start, to: bytes.count) { block in
            (block .== SIMD16(repeating: 0x22)) .| (block .== SIMD16(repeating: 0x5c))
        } _: { byte in
            byte == 0x22 || byte == 0x5c
        }
    }

    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var value: UInt16 = 0
        for byte in bytes[start..<(start + 4)] {
            guard let digit = Hexadecimal.digit(byte) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
