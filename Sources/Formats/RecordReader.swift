/// Reads records of any format that Ajar knows, chunk by chunk; the format is told from the first bytes.
public enum RecordReader {
    case json(JSONReader)
    case delimited(DelimitedReader)
    case text(TextReader)

    /// Bytes that are enough to tell the format by.
    public static let sniffLength = 64 << 10

    /// What the first bytes look like.
    /// - Parameter head: the first bytes of the input, `sniffLength` of them unless it is shorter.
    /// - Returns: `nil` for a binary file.
    public init?(head: UnsafeRawBufferPointer, fileName: String) {
        guard !Self.isBinary(head) else { return nil }
        let name = fileName.lowercased()
        let mark = head.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        let start = JSONWalker.skipSpace(head, mark)
        if start < head.count, head[start] == UInt8(ascii: "{") || head[start] == UInt8(ascii: "[") {
            let lineEnd = head.firstOffset(of: 0x0a, from: start) ?? head.count
            let line = UnsafeRawBufferPointer(rebasing: head[start..<lineEnd])
            let isWhole = Self.isWholeValue(line)
            let isLines =
                name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl")
                || (isWhole && head[start] == UInt8(ascii: "{")) || (lineEnd == head.count && head[start] == UInt8(ascii: "{"))
            self = .json(JSONReader(isLineDelimited: isLines))
        } else if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") {
            self = .json(JSONReader(isLineDelimited: true))
        } else if let delimiter = Self.delimiter(head, fileName: name) {
            self = .delimited(DelimitedReader(delimiter: delimiter))
        } else {
            self = .text(TextReader())
        }
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        switch self {
        case .json(var reader):
            reader.feed(chunk, into: sink)
            self = .json(reader)
        case .delimited(var reader):
            reader.feed(chunk, into: sink)
            self = .delimited(reader)
        case .text(var reader):
            reader.feed(chunk, into: sink)
            self = .text(reader)
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        switch self {
        case .json(var reader): reader.finish(into: sink)
        case .delimited(var reader): reader.finish(into: sink)
        case .text(var reader): reader.finish(into: sink)
        }
    }

    /// A zero byte, or one control character in ten, means binary.
    static func isBinary(_ head: UnsafeRawBufferPointer) -> Bool {
        if head.firstOffset(of: 0, from: 0) != nil { return true }
        let controls = head.reduce(into: 0) { count, byte in
            if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d, byte != 0x0c, byte != 0x1b { count += 1 }
        }
        return controls * 10 > head.count
    }

    private static func isWholeValue(_ line: UnsafeRawBufferPointer) -> Bool {
        var walker = JSONWalker()
        guard let end = try? walker.walk(line, from: 0, into: NullSink()) else { return false }
        return JSONWalker.skipSpace(line, end) == line.count
    }

    /// The delimiter that splits the first lines into the same number of cells, two at the least.
    static func delimiter(_ head: UnsafeRawBufferPointer, fileName: String) -> UInt8? {
        let lines = head.split(separator: 0x0a, maxSplits: 8, omittingEmptySubsequences: true).prefix(8)
        let whole = lines.count > 1 ? lines.dropLast(head.last == 0x0a && lines.count < 8 ? 0 : 1) : lines[...]
        let candidates: [UInt8] = [0x2c, 0x09, 0x3b, 0x7c]
        let named: UInt8? = fileName.hasSuffix(".tsv") ? 0x09 : fileName.hasSuffix(".csv") ? 0x2c : nil
        let scored = candidates.compactMap { candidate -> (UInt8, Int)? in
            let counts = whole.map { line in cells(line, candidate) }
            guard let first = counts.first, first >= 2, counts.allSatisfy({ $0 == first }) else { return nil }
            // Prose has commas too: one line of it, or lines that agree on a single comma, prove nothing.
            if named == nil, counts.count < 2 || (first == 2 && counts.count < 4 && candidate == 0x2c) { return nil }
            return (candidate, first)
        }
        return scored.max { $0.1 < $1.1 }?.0 ?? named
    }

    private static func cells(_ line: Slice<UnsafeRawBufferPointer>, _ delimiter: UInt8) -> Int {
        var count = 1
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == delimiter, !isQuoted {
                count += 1
            }
        }
        return count
    }
}

/// Takes records and does nothing with them.
final class NullSink: RecordSink {
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {}
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
}
