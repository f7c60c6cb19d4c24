/// Reads records of any format that Ajar knows, chunk by chunk; the format is told from the first bytes.
public enum RecordReader {
    case json(JSONReader)
    case delimited(DelimitedReader)
    case text(TextReader)
    /// Any of them, behind a decoder of UTF-16.
    indirect case utf16(UTF16Decoder, RecordReader)

    /// Bytes that are enough to tell the format by.
    public static let sniffLength = 64 << 10

    /// What the first bytes look like. Text is UTF-8, or UTF-16 with a byte order mark.
    /// - Parameter head: the first bytes of the input, `sniffLength` of them unless it is shorter.
    /// - Returns: `nil` for a binary file.
    public init?(head: UnsafeRawBufferPointer, fileName: String) {
        if let decoder = UTF16Decoder(head: head) {
            var first = decoder
            let text = first.decode(UnsafeRawBufferPointer(rebasing: head.prefix(Self.sniffLength)))
            let inner = text.withUnsafeBytes { bytes in
                Self(text: bytes, isWhole: head.count < Self.sniffLength, name: fileName.lowercased())
            }
            guard let inner else { return nil }
            self = .utf16(decoder, inner)
        } else {
            self.init(text: head, isWhole: head.count < Self.sniffLength, name: fileName.lowercased())
        }
    }

    /// - Parameter isWhole: whether the head is the whole input, so that its last line is not cut.
    private init?(text head: UnsafeRawBufferPointer, isWhole: Bool, name: String) {
        guard !Self.isBinary(head) else { return nil }
        let mark = head.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        let text = UnsafeRawBufferPointer(rebasing: head[mark...])
        if let isLineDelimited = Self.jsonLayout(text, isWhole: isWhole, name: name) {
            self = .json(JSONReader(isLineDelimited: isLineDelimited))
        } else if let delimiter = Self.delimiter(text, isWhole: isWhole, name: name) {
            self = .delimited(DelimitedReader(delimiter: delimiter))
        } else {
            self = .text(TextReader())
        }
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        // Taken out and put back, so that what the reader holds is not copied for each chunk.
        let taken = self
        self = .text(TextReader())
        switch taken {
        case .json(var reader):
            reader.feed(chunk, into: sink)
            self = .json(reader)
        case .delimited(var reader):
            reader.feed(chunk, into: sink)
            self = .delimited(reader)
        case .text(var reader):
            reader.feed(chunk, into: sink)
            self = .text(reader)
        case .utf16(var decoder, var reader):
            decoder.decode(chunk).withUnsafeBytes { reader.feed($0, into: sink) }
            self = .utf16(decoder, reader)
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        switch self {
        case .json(var reader): reader.finish(into: sink)
        case .delimited(var reader): reader.finish(into: sink)
        case .text(var reader): reader.finish(into: sink)
        case .utf16(var decoder, var reader):
            decoder.finish().withUnsafeBytes { reader.feed($0, into: sink) }
            reader.finish(into: sink)
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

    /// Whether the text is JSON, and then whether each line of it is a record.
    ///
    /// Most lines being whole objects or arrays tells NDJSON, even if the first is broken. Otherwise what begins with a
    /// bracket is JSON if it is well formed as far as it goes, or got further than `[2024-01-02] started` or
    /// `[section]` would.
    private static func jsonLayout(_ text: UnsafeRawBufferPointer, isWhole: Bool, name: String) -> Bool? {
        let start = JSONWalker.skipSpace(text, 0)
        guard start < text.count else { return nil }
        let isNamedLines = name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl")
        let opening = text[start]
        let hasBracket = opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[")

        var lines = 0
        var wholeLines = 0
        var offset = start
        while offset < text.count, lines < 32 {
            let newline = text.firstOffset(of: 0x0a, from: offset)
            if newline == nil, !isWhole, lines > 0 { break }
            let line = UnsafeRawBufferPointer(rebasing: text[offset..<(newline ?? text.count)])
            offset += line.count + 1
            let first = JSONWalker.skipSpace(line, 0)
            guard first < line.count else { continue }
            lines += 1
            if line[first] == UInt8(ascii: "{") || (line[first] == UInt8(ascii: "[")), isWholeValue(line) {
                wholeLines += 1
            }
        }
        // One line that is a whole array is an array of records.
        let isOneArray = opening == UInt8(ascii: "[") && lines == 1
        if !isOneArray, wholeLines * 2 > lines || (hasBracket && wholeLines > 0 && wholeLines * 2 == lines) {
            return true
        }
        guard hasBracket else { return isNamedLines ? true : nil }

        let seen = CountingSink()
        var walker = JSONWalker()
        do throws(ByteError) {
            let end = JSONWalker.skipSpace(text, try walker.walk(text, from: start, into: seen))
            let follows = end < text.count ? text[end] : opening
            if follows == UInt8(ascii: "{") || follows == UInt8(ascii: "[") || follows == UInt8(ascii: ",") {
                return false
            }
        } catch {
            switch error {
            case .truncated:
                // A line longer than the head: more of its like may follow.
                return opening == UInt8(ascii: "{") && lines == 1 && !isWhole
            case .tooDeep: return false
            default: break
            }
        }
        if seen.names > 0 || seen.strings > 0 || seen.values > 1 { return false }
        return isNamedLines ? true : name.hasSuffix(".json") ? false : nil
    }

    private static func isWholeValue(_ line: UnsafeRawBufferPointer) -> Bool {
        var walker = JSONWalker()
        guard let end = try? walker.walk(line, from: 0, into: NullSink()) else { return false }
        return JSONWalker.skipSpace(line, end) == line.count
    }

    /// The delimiter that splits the first rows into the same number of cells, two at the least.
    private static func delimiter(_ head: UnsafeRawBufferPointer, isWhole: Bool, name: String) -> UInt8? {
        let isNamed = name.hasSuffix(".tsv") || name.hasSuffix(".csv") || name.hasSuffix(".tab")
        var best: (delimiter: UInt8, cells: Int)?
        for candidate: UInt8 in [0x2c, 0x09, 0x3b, 0x7c] {
            let rows = RowShapes(head, candidate, isWhole: isWhole)
            guard let first = rows.counts.first, first >= 2 else { continue }
            let same = rows.counts.reduce(into: 0) { $0 += $1 == first ? 1 : 0 }
            if isNamed {
                // The name says that there is a delimiter: a torn row or two do not matter.
                guard same * 2 > rows.counts.count else { continue }
            } else {
                guard same == rows.counts.count, same >= 2 else { continue }
                // In sentences a space follows the comma.
                if candidate == 0x2c, rows.spaced * 2 > same * (first - 1) { continue }
                // Prose, logs and code agree on one mark a line too: demand short cells, in both columns.
                if first == 2, candidate != 0x09 {
                    guard same >= 4, rows.words <= same * 6, rows.spaced < same, !rows.hasEmptyColumn else { continue }
                }
            }
            if first > best?.cells ?? 0 { best = (candidate, first) }
        }
        if let best { return best.delimiter }
        return !isNamed ? nil : name.hasSuffix(".csv") ? 0x2c : 0x09
    }
}

/// How the first rows of a text look if it is delimited by that byte.
private struct RowShapes {
    /// Cells of each row; rows without text are left out.
    var counts: [Int] = []
    /// Words in all rows.
    var words = 0
    /// Delimiters that a space follows, as a comma in a sentence.
    var spaced = 0
    /// Whether the first, or the last, cell is empty in every row.
    var hasEmptyColumn: Bool { emptyFirst == counts.count || emptyLast == counts.count }
    private var emptyFirst = 0
    private var emptyLast = 0

    /// As the reader splits it: quotes count where a cell begins, and may hold line breaks.
    init(_ head: UnsafeRawBufferPointer, _ delimiter: UInt8, isWhole: Bool) {
        var cells = 1
        var cellLength = 0
        var firstLength = 0
        var rowLength = 0
        var isQuoted = false
        var previous: UInt8 = 0x20
        func isEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }
        for byte in head {
            if isQuoted {
                if byte == UInt8(ascii: "\"") { isQuoted = false }
            } else if isEnd(byte) {
                endRow()
                if counts.count == 16 { return }
                continue
            } else if byte == delimiter {
                if cells == 1 { firstLength = cellLength }
                cells += 1
                cellLength = 0
                rowLength += 1
                previous = 0x20
                continue
            } else if byte == UInt8(ascii: "\""), cellLength == 0 || previous == UInt8(ascii: "\"") {
                isQuoted = true
            }
            if byte > 0x20, previous <= 0x20 { words += 1 }
            if byte == 0x20, cellLength == 0, cells > 1 { spaced += 1 }
            previous = byte
            cellLength += 1
            rowLength += 1
        }
        if isWhole, !isQuoted { endRow() }

        func endRow() {
            if rowLength > 0 {
                if cells == 1 { firstLength = cellLength }
                counts.append(cells)
                emptyFirst += firstLength == 0 ? 1 : 0
                emptyLast += cellLength == 0 ? 1 : 0
            }
            cells = 1
            cellLength = 0
            firstLength = 0
            rowLength = 0
            previous = 0x20
        }
    }
}

/// Decodes UTF-16 chunk by chunk; what is no character becomes U+FFFD.
public struct UTF16Decoder {
    private let isBigEndian: Bool
    /// The first byte of a unit whose second has not come.
    private var half: UInt8?
    /// A high surrogate whose low one has not come.
    private var high: UInt16?

    /// - Returns: `nil` where the text does not begin with the byte order mark of UTF-16.
    init?(head: UnsafeRawBufferPointer) {
        guard head.count >= 2 else { return nil }
        // FF FE 00 00 is the mark of UTF-32.
        if head.count >= 4, head[0] == 0xff, head[1] == 0xfe, head[2] == 0, head[3] == 0 { return nil }
        switch (head[0], head[1]) {
        case (0xff, 0xfe): isBigEndian = false
        case (0xfe, 0xff): isBigEndian = true
        default: return nil
        }
    }

    /// The text in UTF-8; the mark stays, as that of UTF-8.
    mutating func decode(_ chunk: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(chunk.count)
        for byte in chunk {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            if let before = high {
                high = nil
                if unit & 0xfc00 == 0xdc00 {
                    append(Unicode.Scalar(0x10000 + (UInt32(before & 0x3ff) << 10 | UInt32(unit & 0x3ff))), &text)
                    continue
                }
                append(nil, &text)
            }
            if unit & 0xfc00 == 0xd800 { high = unit } else { append(Unicode.Scalar(unit), &text) }
        }
        return text
    }

    /// What is left at the end: half a character.
    mutating func finish() -> [UInt8] {
        var text: [UInt8] = []
        if half != nil || high != nil { append(nil, &text) }
        half = nil
        high = nil
        return text
    }

    private func append(_ scalar: Unicode.Scalar?, _ text: inout [UInt8]) {
        text.append(contentsOf: (scalar ?? "\u{fffd}").utf8)
    }
}

/// Counts what a text holds.
private final class CountingSink: RecordSink {
    var names = 0
    var strings = 0
    var values = 0
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) { names += 1 }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        values += 1
        if kind == .string { strings += 1 }
    }
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
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
