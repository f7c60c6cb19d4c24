/// Walks one JSON value that comes in parts and may be larger than memory should hold: the same grammar, leniency and
/// calls as `JSONWalker`, but a string longer than `ValuePieces.limit` becomes several values of its field.
///
/// It begins and ends the record itself. Slower than the walker, and meant for what does not fit.
struct JSONStream {
    /// A name, number or escape longer than this is none.
    static let maximumToken = 64 << 10

    private enum State {
        /// Before a value; before the first element, or the end, of an array.
        case value, firstElement
        /// Before a name; before the first name, or the end, of an object.
        case name, firstName
        case colon
        /// After a value.
        case next
        case inString, inName
        /// In a number, `true`, `false` or `null`.
        case inWord
        case done, failed
    }

    private enum Escape {
        case none, backslash
        /// In the digits of `\u`.
        case unicode(digits: Int, value: UInt16)
    }

    private let maximumDepth: Int
    private var state = State.value
    private var escape = Escape.none
    /// A high surrogate whose low one may follow.
    private var high: UInt16?
    /// One bit a level, as in `JSONWalker`.
    private var objects: UInt64 = 0
    private var depth = 0
    private var text: ValuePieces
    private var hasBegun = false

    init(maximumDepth: Int = 64, pieceLimit: Int = ValuePieces.limit) {
        self.maximumDepth = min(max(maximumDepth, 1), 64)
        text = ValuePieces(limit: pieceLimit)
    }

    /// Whether it was found to be no JSON; the rest is then passed over.
    var hasFailed: Bool { state == .failed }

    mutating func feed(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var offset = 0
        if !hasBegun {
            offset = JSONWalker.skipSpace(part, 0)
            guard offset < part.count else { return }
            hasBegun = true
            sink.beginRecord()
        }
        while offset < part.count, state != .failed {
            switch state {
            case .inString, .inName: offset = string(part, offset, into: sink)
            case .inWord: offset = word(part, offset, into: sink)
            case .value, .firstElement, .name, .firstName, .colon, .next, .done:
                offset = JSONWalker.skipSpace(part, offset)
                guard offset < part.count else { return }
                take(part[offset], into: sink)
                offset += 1
            case .failed: return
            }
        }
    }

    /// Ends the record, well or as a broken one. White space is no record.
    mutating func finish(into sink: some RecordSink) {
        guard hasBegun else { return }
        if state == .inWord { endWord(into: sink) }
        if state == .done { sink.endRecord() } else { sink.brokenRecord() }
    }

    private mutating func take(_ byte: UInt8, into sink: some RecordSink) {
        switch (state, byte) {
        case (.firstElement, UInt8(ascii: "]")), (.firstName, UInt8(ascii: "}")):
            close()
        case (.value, _), (.firstElement, _):
            begin(byte, into: sink)
        case (.firstName, UInt8(ascii: "\"")), (.name, UInt8(ascii: "\"")):
            text.clear()
            state = .inName
        case (.colon, UInt8(ascii: ":")):
            state = .value
        case (.next, _):
            let isObject = objects & 1 == 1
            if isObject { sink.leave() }
            if byte == UInt8(ascii: ",") {
                state = isObject ? .name : .value
            } else if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                close()
            } else {
                state = .failed
            }
        default:
            state = .failed
        }
    }

    private mutating func begin(_ byte: UInt8, into sink: some RecordSink) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < maximumDepth else {
                state = .failed
                return
            }
            depth += 1
            objects = objects << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
            state = byte == UInt8(ascii: "{") ? .firstName : .firstElement
        case UInt8(ascii: "\""):
            text.clear()
            state = .inString
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"),
            UInt8(ascii: "n"):
            text.clear()
            text.append(byte, into: sink)
            state = .inWord
        default:
            state = .failed
        }
    }

    private mutating func close() {
        depth -= 1
        objects >>= 1
        state = depth == 0 ? .done : .next
    }

    private mutating func string(
        _ part: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        var offset = start
        while offset < part.count {
            switch escape {
            case .none:
                let stop = JSONWalker.quoteOrBackslash(part, offset)
                if stop > offset { append(UnsafeRawBufferPointer(rebasing: part[offset..<stop]), into: sink) }
                guard stop < part.count, state != .failed else { return stop }
                offset = stop + 1
                if part[stop] == UInt8(ascii: "\"") {
                    endString(into: sink)
                    return offset
                }
                escape = .backslash
            case .backslash:
                let byte = part[offset]
                offset += 1
                escape = .none
                switch byte {
                case UInt8(ascii: "u"):
                    escape = .unicode(digits: 0, value: 0)
                    continue
                case UInt8(ascii: "n"): append(0x0a, into: sink)
                case UInt8(ascii: "r"): append(0x0d, into: sink)
                case UInt8(ascii: "t"): append(0x09, into: sink)
                case UInt8(ascii: "b"): append(0x08, into: sink)
                case UInt8(ascii: "f"): append(0x0c, into: sink)
                default: append(byte, into: sink)
                }
            case .unicode(let digits, let value):
                guard let digit = Hexadecimal.digit(part[offset]) else {
                    state = .failed
                    return offset
                }
                offset += 1
                let unit = value << 4 | UInt16(digit)
                guard digits == 3 else {
                    escape = .unicode(digits: digits + 1, value: unit)
                    continue
                }
                escape = .none
                take(unit: unit, into: sink)
            }
        }
        return offset
    }

    private mutating func take(unit: UInt16, into sink: some RecordSink) {
        if let first = high, unit & 0xfc00 == 0xdc00 {
            high = nil
            append(Unicode.Scalar(0x10000 + (UInt32(first & 0x3ff) << 10 | UInt32(unit & 0x3ff))), into: sink)
            return
        }
        flushHigh(into: sink)
        if unit & 0xfc00 == 0xd800 { high = unit } else { append(Unicode.Scalar(unit), into: sink) }
    }

    private mutating func flushHigh(into sink: some RecordSink) {
        guard high != nil else { return }
        high = nil
        append(nil, into: sink)
    }

    private mutating func append(_ scalar: Unicode.Scalar?, into sink: some RecordSink) {
        for byte in (scalar ?? "\u{fffd}").utf8 { store(byte, into: sink) }
    }

    private mutating func append(_ byte: UInt8, into sink: some RecordSink) {
        flushHigh(into: sink)
        store(byte, into: sink)
    }

    private mutating func append(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        flushHigh(into: sink)
        if state == .inName {
            guard part.count <= Self.maximumToken - text.bytes.count else {
                state = .failed
                return
            }
        }
        text.append(part, into: sink)
    }

    private mutating func store(_ byte: UInt8, into sink: some RecordSink) {
        if state == .inName, text.bytes.count >= Self.maximumToken {
            state = .failed
            return
        }
        text.append(byte, into: sink)
    }

    private mutating func endString(into sink: some RecordSink) {
        flushHigh(into: sink)
        if state == .inName {
            text.bytes.withUnsafeBytes { sink.enter($0) }
            text.clear()
            state = .colon
        } else {
            text.finish(into: sink)
            state = depth == 0 ? .done : .next
        }
    }

    private mutating func word(
        _ part: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        var offset = start
        while offset < part.count {
            switch part[offset] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                guard text.bytes.count < Self.maximumToken else {
                    state = .failed
                    return offset
                }
                text.append(part[offset], into: sink)
                offset += 1
            default:
                endWord(into: sink)
                return offset
            }
        }
        return offset
    }

    private mutating func endWord(into sink: some RecordSink) {
        let isWord = text.bytes.withUnsafeBytes { bytes in
            // The walker knows what a number is, and the three words.
            var walker = JSONWalker()
            let end = try? walker.walk(bytes, from: 0, into: sink)
            return end == bytes.count
        }
        text.clear()
        state = !isWord ? .failed : depth == 0 ? .done : .next
    }
}
