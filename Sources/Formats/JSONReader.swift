/// Reads newline-delimited JSON, concatenated JSON and JSON arrays of any length, chunk by chunk.
///
/// Each line of NDJSON is one record, each element of a top-level array is one, each other top-level value is one. A
/// record that does not parse is counted by the sink and reading goes on after it. Memory is bounded by the longest
/// record allowed.
public struct JSONReader {
    /// A record longer than this is passed over and counted as broken.
    public let maximumRecord: Int
    let isLineDelimited: Bool
    private var walker = JSONWalker()
    /// The beginning of a record whose end has not come yet.
    private var pending: [UInt8] = []
    /// The rest of an overlong record is being passed over.
    private var isSkipping = false
    /// Where the splitter stands (only for JSON that is not line-delimited).
    private var splitter = Splitter()
    private var mark = MarkSkipper()

    /// - Parameter isLineDelimited: whether each line is a record of its own; then a broken line costs only itself.
    public init(isLineDelimited: Bool, maximumRecord: Int = 16 << 20) {
        self.isLineDelimited = isLineDelimited
        self.maximumRecord = max(maximumRecord, 0)
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var mark = self.mark
        mark.pass(chunk) { part in
            if isLineDelimited { feedLines(part, into: sink) } else { feedValues(part, into: sink) }
        }
        self.mark = mark
    }

    /// Takes the end of the input: what is pending is the last record.
    public mutating func finish(into sink: some RecordSink) {
        var mark = self.mark
        mark.finish { hold($0) }
        self.mark = mark
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        complete(nothing, into: sink)
        pending = []
        splitter = Splitter()
    }

    private mutating func feedLines(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            guard let newline = chunk.firstOffset(of: 0x0a, from: start) else {
                hold(UnsafeRawBufferPointer(rebasing: chunk[start...]))
                return
            }
            complete(UnsafeRawBufferPointer(rebasing: chunk[start..<newline]), into: sink)
            start = newline + 1
        }
    }

    private mutating func feedValues(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            switch splitter.next(chunk, from: start) {
            case .more(let from):
                hold(UnsafeRawBufferPointer(rebasing: chunk[from...]))
                return
            case .record(let from, let to):
                complete(UnsafeRawBufferPointer(rebasing: chunk[from..<to]), into: sink)
                start = to
            }
        }
    }

    /// Keeps a part of a record whose end has not come yet.
    private mutating func hold(_ part: UnsafeRawBufferPointer) {
        guard !isSkipping else { return }
        guard part.count <= maximumRecord - pending.count else {
            pending = []
            isSkipping = true
            return
        }
        pending.append(contentsOf: part)
    }

    /// Takes the last part of a record. What is too long is so however it was cut into chunks.
    private mutating func complete(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        if isSkipping || part.count > maximumRecord - pending.count {
            isSkipping = false
            pending.removeAll(keepingCapacity: true)
            sink.brokenRecord()
        } else if pending.isEmpty {
            record(part, into: sink)
        } else {
            // Swapped out and back, so that the memory is used again rather than copied.
            var taken: [UInt8] = []
            swap(&taken, &pending)
            taken.append(contentsOf: part)
            taken.withUnsafeBytes { record($0, into: sink) }
            taken.removeAll(keepingCapacity: true)
            swap(&taken, &pending)
        }
    }

    private mutating func record(_ bytes: UnsafeRawBufferPointer, into sink: some RecordSink) {
        let start = JSONWalker.skipSpace(bytes, 0)
        guard start < bytes.count else { return }
        sink.beginRecord()
        do throws(ByteError) {
            let end = try walker.walk(bytes, from: start, into: sink)
            guard JSONWalker.skipSpace(bytes, end) == bytes.count else {
                throw .malformed("text after the value", offset: end)
            }
            sink.endRecord()
        } catch {
            sink.brokenRecord()
        }
    }
}

/// Finds where top-level values, or the elements of a top-level array, begin and end; looks only at brackets and
/// strings. A bracket that closes what was not opened last closes everything down to its own kind, so that a record
/// with a bracket too few ends where its neighbours begin.
private struct Splitter {
    enum Step {
        /// A record lies at these offsets of the chunk (its beginning may have come with an earlier chunk).
        case record(from: Int, to: Int)
        /// The chunk ends inside a record, which begins (or goes on) at this offset.
        case more(from: Int)
    }

    private var depth = 0
    /// The kind of each level, 1 for an object, the outermost lowest. Levels above 64 are only counted: no record so
    /// deep is read.
    private var objects: UInt64 = 0
    private var isInString = false
    private var isEscaped = false
    private var isInRecord = false
    private var isInList = false

    mutating func next(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Step {
        var begin = start
        var offset = start
        while offset < chunk.count {
            if isInString {
                if isEscaped {
                    isEscaped = false
                    offset += 1
                    continue
                }
                offset = JSONWalker.quoteOrBackslash(chunk, offset)
                guard offset < chunk.count else { break }
                isEscaped = chunk[offset] == UInt8(ascii: "\\")
                isInString = isEscaped
                offset += 1
                if !isInString, depth == 0 { return endRecord(from: begin, to: offset) }
                continue
            }
            let byte = chunk[offset]
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ","):
                if isInRecord, depth == 0 { return endRecord(from: begin, to: offset) }
                if !isInRecord { begin = offset + 1 }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if isInRecord, depth == 0 { return endRecord(from: begin, to: offset) }
                if !isInRecord {
                    if byte == UInt8(ascii: "["), !isInList {
                        isInList = true
                        begin = offset + 1
                        break
                    }
                    begin = offset
                    isInRecord = true
                }
                open(isObject: byte == UInt8(ascii: "{"))
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth > 0 {
                    close(isObject: byte == UInt8(ascii: "}"))
                    if depth == 0 { return endRecord(from: begin, to: offset + 1) }
                } else if isInRecord {
                    return endRecord(from: begin, to: offset)
                } else if byte == UInt8(ascii: "]"), isInList {
                    isInList = false
                    begin = offset + 1
                } else {
                    // A bracket that closes nothing: no JSON, and counted so.
                    return endRecord(from: offset, to: offset + 1)
                }
            default:
                if !isInRecord {
                    isInRecord = true
                    begin = offset
                }
                isInString = byte == UInt8(ascii: "\"")
            }
            offset += 1
        }
        return .more(from: begin)
    }

    private mutating func endRecord(from begin: Int, to end: Int) -> Step {
        isInRecord = false
        return .record(from: begin, to: end)
    }

    private mutating func open(isObject: Bool) {
        if depth < 64 {
            let bit: UInt64 = 1 << UInt64(depth)
            objects = isObject ? objects | bit : objects & ~bit
        }
        depth += 1
    }

    private mutating func close(isObject: Bool) {
        guard depth <= 64 else {
            depth -= 1
            return
        }
        for level in stride(from: depth - 1, through: 0, by: -1) where (objects >> UInt64(level) & 1 == 1) == isObject {
            depth = level
            return
        }
    }
}

/// Passes over a UTF-8 byte order mark at the beginning of an input, in however many pieces it comes.
struct MarkSkipper {
    private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    /// Bytes of the mark that have come.
    private var matched = 0
    private var isPast = false

    /// Hands on what of the chunk is not the mark.
    @inline(__always)
    mutating func pass(_ chunk: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        if isPast {
            body(chunk)
        } else {
            passFirst(chunk, body)
        }
    }

    private mutating func passFirst(_ chunk: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        var offset = 0
        while offset < chunk.count, matched < 3, chunk[offset] == Self.mark[matched] {
            offset += 1
            matched += 1
        }
        guard matched == 3 || offset < chunk.count else { return }
        if matched < 3 { finish(body) }
        isPast = true
        body(UnsafeRawBufferPointer(rebasing: chunk[offset...]))
    }

    /// Hands on the beginning of a mark that never became one.
    mutating func finish(_ body: (UnsafeRawBufferPointer) -> Void) {
        if !isPast, matched > 0, matched < 3 {
            Self.mark.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<matched])) }
        }
        isPast = true
    }
}
