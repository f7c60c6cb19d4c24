@testable import Formats

/// The readers of files: the first byte chooses the reader, the second the size of its chunks.
func fuzzReaders(_ input: UnsafeRawBufferPointer) {
    guard input.count >= 2 else { return }
    let chunk = Int(input[1]) + 1
    let text = UnsafeRawBufferPointer(rebasing: input[2...])
    let sink = CheckingSink(needsDatasets: false)
    func pieces(_ body: (UnsafeRawBufferPointer) -> Void) {
        for offset in stride(from: 0, to: text.count, by: chunk) {
            body(UnsafeRawBufferPointer(rebasing: text[offset..<min(offset + chunk, text.count)]))
        }
    }
    switch input[0] % 7 {
    case 0, 1:
        var reader = JSONReader(isLineDelimited: input[0] % 7 == 0, maximumRecord: 100)
        pieces { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    case 2:
        var reader = DelimitedReader(maximumRecord: 100)
        pieces { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    case 3:
        guard var reader = RecordReader(head: text, fileName: "x.csv") else { return }
        pieces { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    case 4:
        guard var reader = RecordReader(head: text, fileName: "x") else { return }
        pieces { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    case 5:
        sink.beginRecord()
        HL7Reader.read(text.bindMemory(to: UInt8.self), into: sink)
        _ = Base64.text(text.bindMemory(to: UInt8.self))
    default:
        sink.beginRecord()
        var walker = JSONWalker(maximumDepth: 3)
        _ = try? walker.walk(text, from: 0, into: sink)
    }
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
