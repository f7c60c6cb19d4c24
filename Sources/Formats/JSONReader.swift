/// Reads newline-delimited JSON, concatenated JSON and JSON arrays of any length, chunk by chunk.
///
/// Each line of NDJSON is one record, each element of a top-level array is one, each other top-level value is one. A
/// record that does not parse is counted by the sink and reading goes on after it. Memory is bounded by the longest
/// record allowed.
public struct JSONReader {
    /// A record longer than this is passed over and counted as broken.
    public let maximumRecord: Int
    private let isLineDelimited: Bool
    private var walker = JSONWalker()
    /// The beginning of a record whose end has not come yet.
    private var pending: [UInt8] = []
    /// The rest of an overlong record is being passed over.
    private var isSkipping = false
    /// Where the splitter stands (only for JSON that is not line-delimited).
    private var splitter = Splitter()

    /// - Parameter isLineDelimited: whether each line is a record of its own; then a broken line costs only itself.
    public init(isLineDelimited: Bool, maximumRecord: Int = 16 << 20) {
        self.isLineDelimited = isLineDelimited
        self.maximumRecord = maximumRecord
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        if isLineDelimited { feedLines(chunk, into: sink) } else { feedValues(chunk, into: sink) }
    }

    /// Takes the end of the input: what is pending is the last record.
    public mutating func finish(into sink: some RecordSink) {
        if isSkipping {
            sink.brokenRecord()
        } else {
            takePending(into: sink)
        }
        isSkipping = false
        pending = []
    }

    private mutating func feedLines(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            guard let newline = chunk.firstOffset(of: 0x0a, from: start) else {
                hold(UnsafeRawBufferPointer(rebasing: chunk[start...]))
                return
            }
            let line = UnsafeRawBufferPointer(rebasing: chunk[start..<newline])
            start = newline + 1
            if isSkipping {
                isSkipping = false
                sink.brokenRecord()
            } else if pending.isEmpty {
                record(line, into: sink)
            } else {
                hold(line)
                takePending(into: sink)
            }
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
                let part = UnsafeRawBufferPointer(rebasing: chunk[from..<to])
                if isSkipping {
                    isSkipping = false
                    sink.brokenRecord()
                } else if pending.isEmpty {
                    record(part, into: sink)
                } else {
                    hold(part)
                    takePending(into: sink)
                }
                start = to
            }
        }
    }

    private mutating func hold(_ part: UnsafeRawBufferPointer) {
        guard !isSkipping else { return }
        guard pending.count + part.count <= maximumRecord else {
            pending = []
            isSkipping = true
            return
        }
        pending.append(contentsOf: part)
    }

    private mutating func takePending(into sink: some RecordSink) {
        guard !pending.isEmpty else { return }
        let taken = pending
        pending.removeAll(keepingCapacity: true)
        taken.withUnsafeBytes { record($0, into: sink) }
    }

    private mutating func record(_ bytes: UnsafeRawBufferPointer, into sink: some RecordSink) {
        let start = JSONWalker.skipSpace(bytes, 0)
        guard start < bytes.count else { return }
        // A byte order mark may stand before the first record.
        let isMarked = bytes.count - start >= 3 && bytes[start] == 0xef && bytes[start + 1] == 0xbb
        sink.beginRecord()
        do throws(ByteError) {
            let end = try walker.walk(bytes, from: isMarked ? start + 3 : start, into: sink)
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
/// strings.
private struct Splitter {
    enum Step {
        /// A record lies at these offsets of the chunk (its beginning may have come with an earlier chunk).
        case record(from: Int, to: Int)
        /// The chunk ends inside a record, which begins (or goes on) at this offset.
        case more(from: Int)
    }

    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isInRecord = false
    private var isInList = false

    mutating func next(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Step {
        var begin = start
        var offset = start
        while offset < chunk.count {
            let byte = chunk[offset]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                offset += 1
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ","):
                if isInRecord, depth == 0 {
                    isInRecord = false
                    return .record(from: begin, to: offset)
                }
                if !isInRecord { begin = offset + 1 }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if !isInRecord {
                    if byte == UInt8(ascii: "["), !isInList {
                        isInList = true
                        begin = offset + 1
                        break
                    }
                    begin = offset
                    isInRecord = true
                }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth > 0 {
                    depth -= 1
                    if depth == 0 {
                        isInRecord = false
                        return .record(from: begin, to: offset + 1)
                    }
                } else if isInRecord {
                    isInRecord = false
                    return .record(from: begin, to: offset)
                } else {
                    isInList = false
                    begin = offset + 1
                }
            default:
                if !isInRecord {
                    isInRecord = true
                    begin = offset
                }
                if byte == UInt8(ascii: "\"") { isInString = true }
            }
            offset += 1
        }
        return .more(from: begin)
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of the first such byte at or after `start`. Eight bytes a step.
    @inline(__always)
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        var offset = start
        while offset + 8 <= count {
            let word = loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ pattern
            // As in `JSONWalker.zeroBytes`: the lowest bit found is exact.
            let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if found != 0 { return offset + found.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < count {
            if self[offset] == byte { return offset }
            offset += 1
        }
        return nil
    }
}
