/// HL7 v2 messages inside values: segments become fields, under names that say what they hold.
public enum HL7Reader {
    /// Whether the text begins with a message header.
    public static func isMessage(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count > 8 && bytes[0] == UInt8(ascii: "M") && bytes[1] == UInt8(ascii: "S")
            && bytes[2] == UInt8(ascii: "H")
            && ByteMark.isMark(bytes[3]) && ByteMark.isMark(bytes[4])
    }

    /// The marks between fields and components that a message's header names.
    struct Marks: Equatable {
        var field: UInt8
        var component: UInt8

        /// - Parameter header: text that `isMessage`.
        init(_ header: UnsafeBufferPointer<UInt8>) {
            field = header[3]
            component = header[4]
        }
    }

    /// Pushes each component of each field; separators are those of the header (HL7 v2.5.1, section 2.5.4).
    public static func read(_ bytes: UnsafeBufferPointer<UInt8>, into sink: some RecordSink) {
        guard isMessage(bytes) else { return }
        let marks = Marks(bytes)
        for part in bytes.split(whereSeparator: { $0 == 0x0d || $0 == 0x0a }) {
            segment(UnsafeBufferPointer(rebasing: part), marks, into: sink)
        }
    }

    /// - Returns: the name of the field that the segment ends with.
    @discardableResult
    static func segment(
        _ bytes: UnsafeBufferPointer<UInt8>, _ marks: Marks, into sink: some RecordSink
    ) -> String {
        let segment = bytes[...]
        var label = "text"
        guard segment.count > 4 else { return label }
        guard let name = segmentName(segment, marks.field) else {
            // A line of a text with line breaks in it, say: none of its bytes may become a name.
            Self.push(label, segment, into: sink)
            return label
        }
        let fields = segment.split(separator: marks.field, omittingEmptySubsequences: false)
        for (index, field) in fields.enumerated() where index > 0 && !field.isEmpty {
            // The separator itself is the first field of a header, the other marks are its second.
            let number = name == "MSH" ? index + 1 : index
            if name == "MSH", number == 2 { continue }
            label = Self.label(name, number)
            if number == 5 && (name == "PID" || name == "NK1") {
                Self.push(label, field, into: sink)
            } else {
                Self.enter(label, into: sink)
                for part in field.split(whereSeparator: { $0 == marks.component || $0 == UInt8(ascii: "~") }) {
                    sink.value(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: part)), .string)
                }
                sink.leave()
            }
        }
        return label
    }

    static func enter(_ label: String, into sink: some RecordSink) {
        var label = label
        label.withUTF8 { sink.enter(UnsafeRawBufferPointer($0)) }
    }

    private static func push(_ label: String, _ text: Slice<UnsafeBufferPointer<UInt8>>, into sink: some RecordSink) {
        enter(label, into: sink)
        sink.value(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text)), .string)
        sink.leave()
    }

    /// The three capitals or digits that a segment begins with, where the separator follows them.
    private static func segmentName(_ segment: Slice<UnsafeBufferPointer<UInt8>>, _ separator: UInt8) -> String? {
        let name = segment.prefix(3)
        guard segment.dropFirst(3).first == separator else { return nil }
        for byte in name {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            default: return nil
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// The names that HL7 v2.5.1 gives the fields that hold people's data.
    private static func label(_ segment: String, _ number: Int) -> String {
        switch (segment, number) {
        case ("PID", 2), ("PID", 3), ("PID", 4): "patient identifier"
        case ("PID", 5): "patient name"
        case ("PID", 7): "date of birth"
        case ("PID", 10): "race ethnicity"
        case ("PID", 11): "patient address"
        case ("PID", 13), ("PID", 14): "phone number"
        case ("PID", 17): "religion"
        case ("DG1", 3), ("DG1", 4): "diagnosis"
        case ("AL1", 3): "allergy"
        case ("NK1", 2): "next of kin name"
        case ("NTE", 3): "note"
        // No segment of the standard has so many fields; a hostile one is not given as many names.
        default: number <= 128 ? "\(segment)-\(number)" : "\(segment)-more"
        }
    }

    private enum ByteMark {
        static func isMark(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e: true
            default: false
            }
        }
    }
}

/// Reads files of HL7 v2 messages, chunk by chunk: one or many, each a record, as they are, framed as MLLP has it
/// (HL7's Transport Specification: MLLP, release 1: 0x0b before a message, 0x1c 0x0d after it) or as batches
/// (HL7 v2.5.1, section 2.10.3). Segments end with CR, LF or both. Memory is bounded: of a long segment the end is handed
/// on in pieces, as further values of the field it was cut in.
public struct HL7FileReader {
    static let maximumSegment = 1 << 20
    private static let batch: [[UInt8]] = ["FHS", "BHS", "BTS", "FTS"].map { Array($0.utf8) }

    private var pending: [UInt8] = []
    private var marks: HL7Reader.Marks?
    /// The field in which a long segment was cut, and what follows of it.
    private var cut: String?
    private var rest = ValuePieces()
    /// Text that belongs to no message is passed over, and counted once.
    private var isLost = false

    public init() {}

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            let end = ByteSearch.first(of: 0x0d, 0x0a, 0x1c, in: chunk, from: start, to: chunk.count)
            hold(UnsafeRawBufferPointer(rebasing: chunk[start..<end]), into: sink)
            guard end < chunk.count else { return }
            endSegment(into: sink)
            if chunk[end] == 0x1c { endMessage(into: sink) }
            start = end + 1
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        endSegment(into: sink)
        endMessage(into: sink)
    }

    private mutating func hold(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        if cut != nil { return rest.append(part, into: sink) }
        let room = Self.maximumSegment - pending.count
        guard part.count > room else {
            pending.append(contentsOf: part)
            return
        }
        pending.append(contentsOf: part[..<room])
        let label = takeSegment(into: sink)
        pending.removeAll(keepingCapacity: true)
        cut = label ?? ""
        if let label { HL7Reader.enter(label, into: sink) }
        // Without a message there is nobody to hand it to.
        guard label != nil else { return }
        rest.append(UnsafeRawBufferPointer(rebasing: part[room...]), into: sink)
    }

    private mutating func endSegment(into sink: some RecordSink) {
        if let label = cut {
            cut = nil
            if !label.isEmpty {
                rest.finish(into: sink)
                sink.leave()
            }
            rest.clear()
            return
        }
        guard !pending.isEmpty else { return }
        _ = takeSegment(into: sink)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func endMessage(into sink: some RecordSink) {
        if marks != nil { sink.endRecord() }
        marks = nil
    }

    /// - Returns: the name of the segment's last field; `nil` outside messages.
    private mutating func takeSegment(into sink: some RecordSink) -> String? {
        var taken: [UInt8] = []
        swap(&taken, &pending)
        defer { swap(&taken, &pending) }
        return taken.withUnsafeBufferPointer { whole in
            let blank = whole.prefix { $0 <= 0x20 }.count
            let segment = UnsafeBufferPointer(rebasing: whole[blank...])
            guard !segment.isEmpty else { return nil }
            if HL7Reader.isMessage(segment) {
                endMessage(into: sink)
                marks = HL7Reader.Marks(segment)
                isLost = false
                sink.beginRecord()
            } else if Self.batch.contains(where: { segment.starts(with: $0) }) {
                endMessage(into: sink)
                isLost = false
                return nil
            }
            guard let marks else {
                if !isLost { sink.brokenRecord() }
                isLost = true
                return nil
            }
            return HL7Reader.segment(segment, marks, into: sink)
        }
    }
}
