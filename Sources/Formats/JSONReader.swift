/// Reads newline-delimited JSON, concatenated JSON, JSON arrays and lists inside an object, of any length, chunk by
/// chunk.
///
/// Each line of NDJSON is one record, each element of a list is one, each other top-level value is one. A record that
/// does not parse is counted by the sink and reading goes on after it. Memory is bounded by `maximumRecord`.
public struct JSONReader {
    /// How the records lie in the text.
    public enum Layout: Sendable, Equatable {
        /// Each line is a record of its own; then a broken line costs only itself.
        case lines
        /// One value after the other, or the elements of a top-level array.
        case values
        /// A top-level object around lists of objects: each element is a record, in the fields that lead to it. What is
        /// around the lists is a record too.
        case wrapped
    }

    /// A record longer than this is walked as it comes, in parts; a shorter one where it lies.
    public let maximumRecord: Int
    public let layout: Layout
    private var walker = JSONWalker()
    /// The beginning of a record whose end has not come yet.
    private var pending: [UInt8] = []
    /// The record being read, where it is a long one.
    private var stream: JSONStream?
    /// Where the splitter stands (only for JSON that is not line-delimited).
    private var splitter = JSONSplitter()
    private var wrapper = JSONWrapper()
    /// The record of a bundle's patient is open.
    private var isInPerson = false
    private var mark = MarkSkipper()

    public init(layout: Layout, maximumRecord: Int = 16 << 20) {
        self.layout = layout
        self.maximumRecord = max(maximumRecord, 0)
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var mark = self.mark
        mark.pass(chunk) { take($0, into: sink) }
        self.mark = mark
    }

    /// Takes the end of the input: what is pending is the last record.
    public mutating func finish(into sink: some RecordSink) {
        var mark = self.mark
        mark.finish { take($0, into: sink) }
        self.mark = mark
        complete(UnsafeRawBufferPointer(start: nil, count: 0), into: sink)
        finishWrapper(into: sink)
        pending = []
        splitter = JSONSplitter()
    }

    /// Whether the next byte begins a line.
    var isBetweenLines: Bool { pending.isEmpty && stream == nil }

    /// A reader for lines further on in the same text.
    func continued() -> JSONReader {
        var other = JSONReader(layout: layout, maximumRecord: maximumRecord)
        other.mark.finish { _ in }
        return other
    }

    private mutating func take(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        sink.beginMembers()
        switch layout {
        case .lines: feedLines(part, into: sink)
        case .values, .wrapped: feedValues(part, into: sink)
        }
        sink.endMembers()
    }

    private mutating func feedLines(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            guard let newline = chunk.firstOffset(of: 0x0a, from: start) else {
                hold(UnsafeRawBufferPointer(rebasing: chunk[start...]), into: sink)
                return
            }
            complete(UnsafeRawBufferPointer(rebasing: chunk[start..<newline]), into: sink)
            start = newline + 1
        }
    }

    private mutating func feedValues(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var start = 0
        while start < chunk.count {
            if layout == .wrapped, !wrapper.isInList {
                start = wrapper.next(chunk, from: start)
                if wrapper.isInList { splitter = JSONSplitter(isInList: true) }
                if wrapper.isComplete { finishWrapper(into: sink) }
                continue
            }
            switch splitter.next(chunk, from: start) {
            case .more(let from):
                hold(UnsafeRawBufferPointer(rebasing: chunk[from...]), into: sink)
                return
            case .record(let from, let to):
                complete(UnsafeRawBufferPointer(rebasing: chunk[from..<to]), into: sink)
                start = to
            case .listEnd(let to):
                if layout == .wrapped {
                    endPerson(into: sink)
                    wrapper.endList()
                }
                start = to
            }
        }
    }

    /// What was around the lists is a record of its own, where it is anything.
    private mutating func finishWrapper(into sink: some RecordSink) {
        endPerson(into: sink)
        guard !wrapper.isEmpty else { return }
        let text = wrapper.text
        let isBroken = wrapper.isBroken || !wrapper.isComplete
        wrapper = JSONWrapper()
        if isBroken { sink.brokenRecord() } else { text.withUnsafeBytes { record($0, into: sink) } }
    }

    /// Keeps a part of a record whose end has not come yet.
    private mutating func hold(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        if stream == nil, part.count > maximumRecord - pending.count { beginStream(into: sink) }
        if stream != nil { stream?.feed(part, into: sink) } else { pending.append(contentsOf: part) }
    }

    private mutating func beginStream(into sink: some RecordSink) {
        endPerson(into: sink)
        var begun = JSONStream()
        pending.withUnsafeBytes { begun.feed($0, into: sink) }
        pending = []
        stream = begun
    }

    /// Takes the last part of a record. What is long is so however it was cut into chunks.
    private mutating func complete(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        if stream == nil, part.count > maximumRecord - pending.count { beginStream(into: sink) }
        if stream != nil {
            stream?.feed(part, into: sink)
            stream?.finish(into: sink)
            stream = nil
        } else if pending.isEmpty {
            // It lies in the chunk.
            walker.staysValid = true
            record(part, into: sink)
            walker.staysValid = false
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
        if wrapper.isInList, let type = Self.resourceType(bytes, start) {
            return entry(bytes, from: start, of: type, into: sink)
        }
        endPerson(into: sink)
        sink.beginRecord()
        do throws(ByteError) {
            let path = wrapper.isInList ? wrapper.path : []
            for name in path { name.withUnsafeBytes { sink.enter($0) } }
            let end = try walker.walk(bytes, from: start, into: sink)
            for _ in path { sink.leave() }
            try Self.expectEnd(bytes, end)
            sink.endRecord()
        } catch {
            sink.brokenRecord()
        }
    }

    private static func expectEnd(_ bytes: UnsafeRawBufferPointer, _ end: Int) throws(ByteError) {
        guard JSONWalker.skipSpace(bytes, end) == bytes.count else {
            throw .malformed("text after the value", offset: end)
        }
    }

    // MARK: - FHIR bundles

    /// The type of the resource that an element of a list holds, as the entries of a FHIR bundle do
    /// (hl7.org/fhir/bundle.html).
    private static func resourceType(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> String? {
        guard let entry = try? JSONValue(bytes, at: start), entry.kind == .object,
            let resource = try? entry.member("resource"), resource.kind == .object,
            let type = try? resource.member("resourceType")?.string(limit: 64), !type.isEmpty
        else { return nil }
        return type
    }

    /// Pushes the resource of an entry in a field of its type, so that each type has fields of its own. What follows a
    /// patient is nearly always about that patient, whom it names by a reference only: it belongs to the patient's record.
    private mutating func entry(
        _ bytes: UnsafeRawBufferPointer, from start: Int, of type: String, into sink: some RecordSink
    ) {
        let isPatient = type == "Patient"
        if isPatient { endPerson(into: sink) }
        let isOfPerson = isInPerson
        if !isOfPerson { sink.beginRecord() }
        do throws(ByteError) {
            let document = try JSONValue(bytes, at: start)
            var members = document.members()
            while let member = try members.next() {
                let isResource = try member.isNamed("resource")
                let name = isResource ? type : try member.decodedName(limit: JSONStream.maximumToken)
                Array(name.utf8).withUnsafeBytes { sink.enter($0) }
                _ = try walker.walk(bytes, from: member.value.start, into: sink)
                sink.leave()
            }
            try Self.expectEnd(bytes, try document.end())
            isInPerson = isOfPerson || isPatient
            if !isInPerson { sink.endRecord() }
        } catch {
            isInPerson = false
            sink.brokenRecord()
        }
    }

    private mutating func endPerson(into sink: some RecordSink) {
        if isInPerson { sink.endRecord() }
        isInPerson = false
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
