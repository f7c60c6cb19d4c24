// One libFuzzer target for the readers: the first byte of an input chooses the reader, the second the size of its
// chunks. Compiled together with Sources/Formats by scripts/fuzz.

/// Looks at what is pushed as the classifier would, and checks that names are left as they were entered.
final class FuzzSink: RecordSink {
    private var depth = 0
    private var sum: UInt8 = 0

    func beginRecord() { depth = 0 }
    func enter(_ name: UnsafeRawBufferPointer) {
        depth += 1
        for byte in name { sum &+= byte }
    }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) { for byte in bytes { sum &+= byte } }
    func leave() {
        depth -= 1
        precondition(depth >= 0, "left more often than entered")
    }
    func endRecord() { precondition(depth == 0, "a record ended inside a field") }
    func brokenRecord() { depth = 0 }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard input.count >= 2 else { return 0 }
    let chunk = Int(input[1]) + 1
    let text = UnsafeRawBufferPointer(rebasing: input[2...])
    let sink = FuzzSink()
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
        guard var reader = RecordReader(head: text, fileName: "x.csv") else { return 0 }
        pieces { reader.feed($0, into: sink) }
        reader.finish(into: sink)
    case 4:
        _ = try? JSONDocument(text).root.end()
    case 5:
        HL7Reader.read(text.bindMemory(to: UInt8.self), into: sink)
        _ = Base64.text(text.bindMemory(to: UInt8.self))
    default:
        sink.beginRecord()
        _ = try? BSONWalker.walk(text, into: sink)
    }
    return 0
}
