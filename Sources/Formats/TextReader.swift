/// Reads text without structure: each line is a record with one value and no field name. Very long lines are cut at
/// white space, so that memory stays bounded and no word is torn.
public struct TextReader {
    /// A line longer than this is cut.
    public let maximumLine: Int
    private var pending: ValuePieces
    private var mark = MarkSkipper()

    public init(maximumLine: Int = 64 << 10) {
        pending = ValuePieces(limit: maximumLine)
        self.maximumLine = pending.limit
    }

    /// Whether the next byte begins a line.
    var isBetweenLines: Bool { pending.bytes.isEmpty }

    /// A reader for lines further on in the same text.
    func continued() -> TextReader {
        var other = TextReader(maximumLine: maximumLine)
        other.mark.finish { _ in }
        return other
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var mark = self.mark
        mark.pass(chunk) { take($0, into: sink) }
        self.mark = mark
    }

    private mutating func take(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            let newline = chunk.firstOffset(of: 0x0a, from: start)
            let end = newline ?? chunk.count
            let part = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
            start = end + 1
            if newline != nil, pending.bytes.isEmpty, part.count <= maximumLine {
                Self.line(part, into: sink)
                continue
            }
            pending.append(part) { Self.line($0, into: sink) }
            if newline != nil { endLine(into: sink) }
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        var mark = self.mark
        mark.finish { part in pending.append(part) { Self.line($0, into: sink) } }
        self.mark = mark
        endLine(into: sink)
    }

    private mutating func endLine(into sink: some RecordSink) {
        pending.bytes.withUnsafeBytes { Self.line($0, into: sink) }
        pending.clear()
    }

    private static func line(_ whole: UnsafeRawBufferPointer, into sink: some RecordSink) {
        let bytes = whole.last == 0x0d ? UnsafeRawBufferPointer(rebasing: whole.dropLast()) : whole
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        sink.beginRecord()
        sink.value(bytes, .string)
        sink.endRecord()
    }
}
