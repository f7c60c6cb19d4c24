/// A value that comes in parts, and may be longer than memory should hold. Up to the limit it is handed on whole; what
/// is longer goes on as several values of the same field, cut at white space where there is some, never inside a
/// character. The pieces do not depend on how the parts were cut.
struct ValuePieces {
    /// A multiple of four, so that base64 without line breaks is cut where it can be decoded.
    static let limit = 1 << 20

    let limit: Int
    private(set) var bytes: [UInt8] = []
    /// Whether pieces of the value have been handed on.
    private(set) var hasPieces = false

    init(limit: Int = Self.limit) {
        // Room for any one character of UTF-8.
        self.limit = max(limit, 4)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, _ kind: ValueKind = .string, into sink: some RecordSink) {
        if bytes.count < limit {
            bytes.append(byte)
        } else {
            withUnsafeBytes(of: byte) { append($0, kind, into: sink) }
        }
    }

    mutating func append(
        _ part: UnsafeRawBufferPointer, _ kind: ValueKind = .string, into sink: some RecordSink
    ) {
        append(part) { sink.value($0, kind) }
    }

    /// - Parameter emit: takes each piece that is complete.
    mutating func append(_ part: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) -> Void) {
        var rest = part
        while rest.count > limit - bytes.count {
            let room = limit - bytes.count
            bytes.append(contentsOf: rest[..<room])
            rest = UnsafeRawBufferPointer(rebasing: rest[room...])
            let cut = bytes.withUnsafeBytes { Self.cut($0, before: rest[0]) }
            bytes.withUnsafeBytes { emit(UnsafeRawBufferPointer(rebasing: $0[..<cut])) }
            bytes.removeFirst(cut)
            hasPieces = true
        }
        bytes.append(contentsOf: rest)
    }

    /// Ends the value: hands on what is left of it, an empty value too.
    mutating func finish(_ kind: ValueKind = .string, into sink: some RecordSink) {
        if !hasPieces || !bytes.isEmpty { bytes.withUnsafeBytes { sink.value($0, kind) } }
        clear()
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        hasPieces = false
    }

    /// How much of a full buffer makes a piece: up to and with the last white space of the second half; a run without
    /// any is cut where it stands, but not inside a character.
    private static func cut(_ bytes: UnsafeRawBufferPointer, before next: UInt8) -> Int {
        var space = bytes.count - 1
        while space > bytes.count / 2 {
            if bytes[space] == 0x20 || bytes[space] == 0x09 || bytes[space] == 0x0a { return space + 1 }
            space -= 1
        }
        guard next & 0xc0 == 0x80 else { return bytes.count }
        var lead = bytes.count - 1
        while lead > 0, lead >= bytes.count - 3 {
            if bytes[lead] & 0xc0 != 0x80 { return bytes[lead] >= 0xc0 ? lead : bytes.count }
            lead -= 1
        }
        return bytes.count
    }
}
