/// Reads text without structure: each line is a record with one value and no field name. Very long lines are cut at
/// white space, so that memory stays bounded and no word is torn.
public struct TextReader {
    /// A line longer than this is cut.
    public let maximumLine: Int
    private var pending: [UInt8] = []
    private var mark = MarkSkipper()

    public init(maximumLine: Int = 64 << 10) {
        // Room for any one character of UTF-8.
        self.maximumLine = max(maximumLine, 4)
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
            if newline != nil, pending.isEmpty, part.count <= maximumLine {
                line(part, into: sink)
                continue
            }
            hold(part, into: sink)
            if newline != nil { endLine(into: sink) }
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        var mark = self.mark
        mark.finish { hold($0, into: sink) }
        self.mark = mark
        endLine(into: sink)
    }

    private mutating func endLine(into sink: some RecordSink) {
        pending.withUnsafeBytes { line($0, into: sink) }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func hold(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var rest = part[...]
        while pending.count + rest.count > maximumLine {
            let room = maximumLine - pending.count
            pending.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            // Cut after the last white space of the second half; a run without any is cut where it stands, but not
            // inside a character.
            let half = pending.count / 2
            let space = pending.lastIndex { $0 == 0x20 || $0 == 0x09 }
            var cut = space.flatMap { $0 > half ? $0 + 1 : nil } ?? pending.count
            if cut == pending.count, let next = rest.first, next & 0xc0 == 0x80 {
                let lead = pending.suffix(3).lastIndex { $0 & 0xc0 != 0x80 }
                if let lead, lead > 0, pending[lead] >= 0xc0 { cut = lead }
            }
            pending.withUnsafeBytes { line(UnsafeRawBufferPointer(rebasing: $0[..<cut]), into: sink) }
            pending.removeFirst(cut)
        }
        pending.append(contentsOf: rest)
    }

    private func line(_ whole: UnsafeRawBufferPointer, into sink: some RecordSink) {
        let bytes = whole.last == 0x0d ? UnsafeRawBufferPointer(rebasing: whole.dropLast()) : whole
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        sink.beginRecord()
        sink.value(bytes, .string)
        sink.endRecord()
    }
}
