/// Reads text without structure: each line is a record with one value and no field name. Very long lines are cut at
/// white space, so that memory stays bounded and no word is torn.
public struct TextReader {
    /// A line longer than this is cut.
    public let maximumLine: Int
    private var pending: [UInt8] = []

    public init(maximumLine: Int = 64 << 10) {
        self.maximumLine = maximumLine
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
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
            if newline != nil { finish(into: sink) }
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        let taken = pending
        pending.removeAll(keepingCapacity: true)
        taken.withUnsafeBytes { line($0, into: sink) }
    }

    private mutating func hold(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var rest = part[...]
        while pending.count + rest.count > maximumLine {
            let room = maximumLine - pending.count
            pending.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            // Cut after the last white space of the second half; a run without any is cut where it stands.
            let half = pending.count / 2
            let cut = pending.lastIndex { $0 == 0x20 || $0 == 0x09 }.flatMap { $0 > half ? $0 + 1 : nil } ?? pending.count
            pending.withUnsafeBytes { line(UnsafeRawBufferPointer(rebasing: $0[..<cut]), into: sink) }
            pending.removeFirst(cut)
        }
        pending.append(contentsOf: rest)
    }

    private func line(_ bytes: UnsafeRawBufferPointer, into sink: some RecordSink) {
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        sink.beginRecord()
        sink.value(bytes, .string)
        sink.endRecord()
    }
}
