import Glibc

/// What is fuzzed, by the name that scripts/fuzz gives in AJAR_FUZZ_TARGET.
private let targets: [String: @Sendable (UnsafeRawBufferPointer) -> Void] = [
    "readers": fuzzReaders,
    "json-reader": fuzzJSONReader,
    "csv": fuzzCSV,
    "sql": fuzzSQL,
    "bson-dump": fuzzBSONDump,
    "hl7": fuzzHL7,
    "xml": fuzzXML,
    "text": fuzzText,
    "decoders": fuzzDecoders,
    "json": fuzzJSON,
    "bson": fuzzBSON,
    "postgres-frames": fuzzPostgresFrames,
    "postgres": fuzzPostgres,
    "mongodb-frames": fuzzMongoDBFrames,
    "mongodb": fuzzMongoDB,
    "elasticsearch-replies": fuzzElasticsearchReplies,
    "elasticsearch": fuzzElasticsearch,
    "http": fuzzHTTP,
    "tls": fuzzTLS,
    "tls-handshake": fuzzTLSHandshake,
    "certificate": fuzzCertificate,
]

private let target: @Sendable (UnsafeRawBufferPointer) -> Void = {
    let name = getenv("AJAR_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = targets[name] else {
        print("AJAR_FUZZ_TARGET must be one of: " + targets.keys.sorted().joined(separator: " "))
        exit(2)
    }
    return target
}()

/// libFuzzer's entry. Returns 0: every input may go into the corpus.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target(UnsafeRawBufferPointer(start: start, count: count))
    return 0
}

/// Bytes of an input that decide what happens, taken from its front one by one.
struct Script {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// `nil` at the end.
    mutating func next() -> UInt8? {
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Up to `count` bytes.
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        let end = min(bytes.count, offset + count)
        defer { offset = end }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
    }

    mutating func rest() -> UnsafeRawBufferPointer { take(bytes.count - offset) }
}
