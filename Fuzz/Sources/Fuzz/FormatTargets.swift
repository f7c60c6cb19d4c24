@testable import Formats

/// Folds what a reader pushes into a number, and checks that the calls nest and that no value is longer than it may be.
private final class EventSink: RecordSink {
    private(set) var events: UInt64 = 0xcbf2_9ce4_8422_2325
    private let longest: Int
    private var depth = 0
    private var isInRecord = false

    init(longest: Int = .max) { self.longest = longest }

    func beginRecord() {
        precondition(!isInRecord, "a record began inside another")
        isInRecord = true
        depth = 0
        fold(1)
    }

    func enter(_ name: UnsafeRawBufferPointer) {
        precondition(isInRecord, "a field outside a record")
        depth += 1
        fold(2)
        fold(name)
    }

    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        precondition(isInRecord, "a value outside a record")
        precondition(bytes.count <= longest, "a value longer than it may be")
        fold(3)
        fold(bytes)
    }

    func leave() {
        depth -= 1
        precondition(depth >= 0, "left more often than entered")
        fold(4)
    }

    func endRecord() {
        precondition(isInRecord && depth == 0, "a record ended that had not begun, or inside a field")
        isInRecord = false
        fold(5)
    }

    func brokenRecord() {
        isInRecord = false
        depth = 0
        fold(6)
    }

    func selectDataset(_ name: UnsafeRawBufferPointer) {
        precondition(!isInRecord, "a dataset was named inside a record")
        precondition(name.count <= 4096, "a name without bounds")
        fold(7)
        fold(name)
    }

    func checkEnd() { precondition(!isInRecord, "a record was left without an end") }

    private func fold(_ byte: UInt8) { events = (events ^ UInt64(byte)) &* 0x100_0000_01b3 }
    private func fold(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { fold(byte) }
        fold(0xff)
    }
}

/// Reads the text as a whole, and in chunks of the size that the first byte says: both must give the same.
/// - Parameters:
///   - choice: the second byte.
///   - read: makes a reader, and has `feed` hand it the text.
private func chunked(
    _ input: UnsafeRawBufferPointer, longest: Int = .max,
    _ read: (_ choice: UInt8, _ text: UnsafeRawBufferPointer, _ sink: EventSink, _ size: Int) -> Void
) {
    guard input.count >= 2 else { return }
    let text = UnsafeRawBufferPointer(rebasing: input[2...])
    let (whole, parts) = (EventSink(longest: longest), EventSink(longest: longest))
    read(input[1], text, whole, max(text.count, 1))
    read(input[1], text, parts, Int(input[0]) + 1)
    whole.checkEnd()
    parts.checkEnd()
    precondition(whole.events == parts.events, "chunks made a difference")
}

private func pieces(of text: UnsafeRawBufferPointer, _ size: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    for offset in stride(from: 0, to: text.count, by: size) {
        body(UnsafeRawBufferPointer(rebasing: text[offset..<min(offset + size, text.count)]))
    }
}

/// Any input to the reader that is chosen for it, under several names.
func fuzzReaders(_ input: UnsafeRawBufferPointer) {
    let names = ["x", "x.csv", "x.sql", "x.xml", "x.ndjson", "x.json", "x.tsv"]
    chunked(input) { choice, text, sink, size in
        guard var reader = RecordReader(head: text, fileName: names[Int(choice) % names.count]) else { return }
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
}

func fuzzJSONReader(_ input: UnsafeRawBufferPointer) {
    let layouts: [JSONReader.Layout] = [.lines, .values, .wrapped]
    chunked(input) { choice, text, sink, size in
        var reader = JSONReader(layout: layouts[Int(choice) % 3], maximumRecord: choice < 128 ? 30 : 1 << 20)
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
    guard input.count >= 2 else { return }
    // In parts, and of whatever length, a record is what the walker makes of it.
    chunked(input, longest: 64) { _, text, sink, size in
        var stream = JSONStream(pieceLimit: 64)
        pieces(of: text, size) { stream.feed($0, into: sink) }
        stream.finish(into: sink)
    }
}

func fuzzCSV(_ input: UnsafeRawBufferPointer) {
    chunked(input) { choice, text, sink, size in
        let dialect = DelimitedDialect(
            delimiter: choice & 1 == 0 ? 0x2c : 0x09, quote: choice & 2 == 0 ? 0x22 : 0x27,
            hasBackslash: choice & 4 != 0)
        var reader = DelimitedReader(dialect: dialect, maximumRecord: choice & 8 == 0 ? 40 : 1 << 20)
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
}

func fuzzSQL(_ input: UnsafeRawBufferPointer) {
    chunked(input) { choice, text, sink, size in
        var reader = SQLReader(hasBackslash: choice & 1 == 0, pieceLimit: choice & 2 == 0 ? 16 : 1 << 20)
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
}

func fuzzBSONDump(_ input: UnsafeRawBufferPointer) {
    chunked(input) { choice, text, sink, size in
        var reader = BSONReader(isArchive: choice & 1 == 0)
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
}

func fuzzHL7(_ input: UnsafeRawBufferPointer) {
    chunked(input) { _, text, sink, size in
        var reader = HL7FileReader()
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
    let sink = EventSink()
    sink.beginRecord()
    HL7Reader.read(input.bindMemory(to: UInt8.self), into: sink)
    sink.endRecord()
}

func fuzzXML(_ input: UnsafeRawBufferPointer) {
    chunked(input, longest: 32) { choice, text, sink, size in
        // As a file is read, and with a depth and a name that do not fit.
        let plan =
            choice & 1 == 0
            ? XMLReader.plan(text, isWhole: true, name: "x.xml")
            : XMLReader.Plan(depth: Int(choice >> 1) % 4 + 1, name: [0x61])
        var reader = XMLReader(plan: plan ?? XMLReader.Plan(), pieceLimit: 32)
        pieces(of: text, size) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    }
}

/// Lines of text, and the decoders before them.
func fuzzText(_ input: UnsafeRawBufferPointer) {
    chunked(input, longest: 40) { choice, text, sink, size in
        var reader = TextReader(maximumLine: 40)
        if choice & 1 == 0, var decoder = UTF16Decoder(head: text) {
            pieces(of: text, size) { part in decoder.decode(part).withUnsafeBytes { reader.feed($0, into: sink) } }
            decoder.finish().withUnsafeBytes { reader.feed($0, into: sink) }
        } else {
            var decoder = UTF8Repair()
            let check = { (part: UnsafeRawBufferPointer) in
                precondition(UTF8Text.isValid(part), "what was mended is no UTF-8")
                reader.feed(part, into: sink)
            }
            pieces(of: text, size) { decoder.feed($0, check) }
            decoder.finish(check)
        }
        reader.finish(into: sink)
    }
}

/// What values may be written in.
func fuzzDecoders(_ input: UnsafeRawBufferPointer) {
    let text = input.bindMemory(to: UInt8.self)
    let sink = EventSink()
    sink.beginRecord()
    _ = Base64.text(text)
    if let decoded = InnerText.hexadecimal(text) { precondition(decoded.count <= text.count / 2) }
    if let decoded = InnerText.percentDecoded(text, isForm: true) { precondition(decoded.count <= text.count) }
    _ = InnerText.query(text, into: sink)
    _ = InnerText.xml(text, into: sink)
    sink.endRecord()
    var walker = JSONWalker(maximumDepth: 3)
    sink.beginRecord()
    if (try? walker.walk(input, from: 0, into: sink)) == nil { sink.brokenRecord() }
}

/// Both walkers over the same text, and everything that can be asked of a value.
func fuzzJSON(_ input: UnsafeRawBufferPointer) {
    let sink = CheckingSink(needsDatasets: false)
    sink.beginRecord()
    var walker = JSONWalker()
    let walked = try? walker.walk(input, from: 0, into: sink)
    if walked != nil { sink.endRecord() }

    guard let document = try? JSONDocument(input) else { return }
    look(at: document.root, depth: 0)
    // Each is lenient where the other is not (escapes, numbers); where both take it, they must agree where it ends.
    if let walked, let end = try? document.root.end() { precondition(walked == end, "the walker and the view differ") }
}

private func look(at value: JSONValue, depth: Int) {
    _ = try? value.string(limit: 64)
    _ = try? value.integer()
    _ = try? value.boolean()
    _ = try? value.member("name")
    // Each level passes over what is inside it: without a bound the whole would be quadratic.
    guard depth < 4 else { return }
    var members = value.members()
    while let member = (try? members.next()) ?? nil {
        _ = try? member.isNamed("name")
        _ = try? member.decodedName(limit: 32)
        look(at: member.value, depth: depth + 1)
    }
    var elements = value.elements()
    while let element = (try? elements.next()) ?? nil { look(at: element, depth: depth + 1) }
}

/// The walker and the view over one document. Where the first byte is even, the rest becomes the content of a document
/// whose length and terminator are right.
func fuzzBSON(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    let content = UnsafeRawBufferPointer(rebasing: input.dropFirst())
    guard first % 2 == 0 else { return checkBSON(content) }
    withUnsafeTemporaryAllocation(byteCount: content.count + 5, alignment: 8) { framed in
        framed.storeBytes(of: Int32(framed.count).littleEndian, as: Int32.self)
        UnsafeMutableRawBufferPointer(rebasing: framed[4...]).copyMemory(from: content)
        framed[framed.count - 1] = 0
        checkBSON(UnsafeRawBufferPointer(framed))
    }
}

private func checkBSON(_ bytes: UnsafeRawBufferPointer) {
    let sink = CheckingSink(needsDatasets: false)
    let isValid = (try? BSONWalker.walk(bytes, into: sink)) != nil
    if !isValid { sink.brokenRecord() }
    let isRead = (try? BSONDocument(bytes)).map { look(at: $0, depth: 0) } ?? false
    // The view looks into less than the walker, so it never refuses what the walker takes.
    precondition(isRead || !isValid, "the view refuses what the walker takes")
}

/// - Returns: whether all could be read.
private func look(at document: BSONDocument, depth: Int) -> Bool {
    _ = try? document.first("ok")
    guard depth < 100 else { return false }
    var elements = document.elements
    do {
        while let element = try elements.next() {
            _ = element.value.integer
            _ = element.value.isTrue
            _ = element.value.text(limit: 16)
            switch element.value {
            case .document(let inner), .array(let inner):
                guard look(at: inner, depth: depth + 1) else { return false }
            case .double, .int32, .int64, .boolean, .null, .string, .binary, .other: break
            }
        }
        return true
    } catch {
        return false
    }
}
