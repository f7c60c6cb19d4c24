/// Walks one BSON document in place and pushes its fields into a sink. Nothing is copied or collected but the short
/// text of numbers, dates and identifiers, which BSON keeps in binary.
///
/// Strict, after the BSON specification, version 1.1 (bsonspec.org/spec.html): every length and terminator must fit
/// the document they are in, strings and names must be UTF-8, a boolean is 0 or 1. The names of array elements are
/// passed over unread as positions. Time is linear in the document's size; depth is bounded.
///
/// What each type becomes:
///
///     0x01 double, 0x10 int32, 0x12 int64, 0x13 decimal128    number, as decimal text
///     0x02 string, 0x0D code, 0x0E symbol, 0x0B regex         string, in place (a regex's options are dropped)
///     0x0F code with scope                                    string, then the fields of the scope
///     0x03 document, 0x04 array                               fields; further values of the same field
///     0x05 binary                                             identifier if UUID (subtype 3 or 4), else binary
///     0x07 ObjectId, 0x0C DBPointer                           identifier, 24 hexadecimal digits
///     0x08 boolean                                            boolean, `true` or `false`
///     0x09 date, 0x11 timestamp                               timestamp, ISO 8601, UTC
///     0x06 undefined, 0x0A null, 0xFF and 0x7F min/max key    null, empty
public enum BSONWalker {
    /// The largest document MongoDB stores, 16 MiB, and the 16 KiB that it adds for its own use
    /// (`BSONObjMaxInternalSize` of mongod).
    public static let maximumDocumentBytes = 16 * 1024 * 1024 + 16 * 1024
    /// Documents and arrays inside one another, the outermost included: MongoDB's documented limit on nesting.
    public static let maximumDepth = 100

    /// Pushes one whole record: `beginRecord`, its fields, `endRecord`.
    ///
    /// - Parameter document: one document with its length prefix and terminator, and nothing behind it.
    /// - Throws: where the bytes are not such a document. The record was then begun and not ended, and the caller
    ///   says `brokenRecord`.
    public static func walk(_ document: UnsafeRawBufferPointer, into sink: some RecordSink) throws(ByteError) {
        let content = try BSONFrame.content(of: document, limit: maximumDocumentBytes)
        sink.beginRecord()
        try fields(in: content, isArray: false, depth: 1, into: sink)
        sink.endRecord()
    }

    /// - Throws: where `walk` would.
    public static func validate(_ document: UnsafeRawBufferPointer) throws(ByteError) {
        try walk(document, into: Nowhere())
    }

    private static func fields(
        in content: UnsafeRawBufferPointer, isArray: Bool, depth: Int, into sink: some RecordSink
    ) throws(ByteError) {
        guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
        var reader = ByteReader(content)
        while reader.remaining > 0 {
            let (type, name) = try BSONFrame.head(&reader)
            if isArray {
                try value(type, &reader, depth: depth, into: sink)
            } else {
                sink.enter(name)
                try value(type, &reader, depth: depth, into: sink)
                sink.leave()
            }
        }
    }

    private static func value(
        _ type: UInt8, _ reader: inout ByteReader, depth: Int, into sink: some RecordSink
    ) throws(ByteError) {
        let start = reader.offset
        switch type {
        case 0x01:
            let double = Double(bitPattern: try reader.readLittleEndian(UInt64.self))
            BSONText.write({ $0.double(double) }, .number, to: sink)
        case 0x02, 0x0D, 0x0E:
            sink.value(try BSONFrame.string(&reader), .string)
        case 0x03, 0x04:
            let content = try BSONFrame.nested(&reader)
            try fields(in: content, isArray: type == 0x04, depth: depth + 1, into: sink)
        case 0x05:
            let (subtype, bytes) = try BSONFrame.binary(&reader)
            if bytes.count == 16, subtype == 0x03 || subtype == 0x04 {
                BSONText.write({ $0.hexadecimal(bytes) }, .identifier, to: sink)
            } else {
                sink.value(bytes, .binary)
            }
        case 0x07:
            let bytes = try reader.read(12)
            BSONText.write({ $0.hexadecimal(bytes) }, .identifier, to: sink)
        case 0x08:
            let isTrue = try BSONFrame.boolean(&reader)
            BSONText.write({ $0.ascii(isTrue ? "true" : "false") }, .boolean, to: sink)
        case 0x09:
            let milliseconds = try reader.readLittleEndian(Int64.self)
            BSONText.write({ $0.instant(milliseconds: milliseconds) }, .timestamp, to: sink)
        case 0x0B:
            let pattern = try BSONFrame.cString(&reader)
            _ = try BSONFrame.cString(&reader)
            sink.value(pattern, .string)
        case 0x0C:
            _ = try BSONFrame.string(&reader)
            let bytes = try reader.read(12)
            BSONText.write({ $0.hexadecimal(bytes) }, .identifier, to: sink)
        case 0x0F:
            let (code, scope) = try BSONFrame.codeWithScope(&reader)
            sink.value(code, .string)
            try fields(in: scope, isArray: false, depth: depth + 1, into: sink)
        case 0x10:
            let number = Int64(try reader.readLittleEndian(Int32.self))
            BSONText.write({ $0.integer(number) }, .number, to: sink)
        case 0x11:
            // Seconds in the upper half, a counter in the lower.
            let seconds = Int64(try reader.readLittleEndian(UInt64.self) >> 32)
            BSONText.write({ $0.instant(milliseconds: seconds * 1000) }, .timestamp, to: sink)
        case 0x12:
            let number = try reader.readLittleEndian(Int64.self)
            BSONText.write({ $0.integer(number) }, .number, to: sink)
        case 0x13:
            let low = try reader.readLittleEndian(UInt64.self)
            let high = try reader.readLittleEndian(UInt64.self)
            BSONText.write({ $0.decimal128(high: high, low: low) }, .number, to: sink)
        case 0x06, 0x0A, 0x7F, 0xFF:
            sink.value(UnsafeRawBufferPointer(start: nil, count: 0), .null)
        default:
            throw .malformed("unknown BSON type \(type)", offset: start)
        }
    }

    private final class Nowhere: RecordSink {
        func beginRecord() {}
        func enter(_: UnsafeRawBufferPointer) {}
        func value(_: UnsafeRawBufferPointer, _: ValueKind) {}
        func leave() {}
        func endRecord() {}
        func brokenRecord() {}
    }
}

/// The parts that BSON is built of, each checked before it is handed out.
enum BSONFrame {
    /// What lies between the length prefix and the terminator of a document that fills `bytes`.
    static func content(of bytes: UnsafeRawBufferPointer, limit: Int) throws(ByteError) -> UnsafeRawBufferPointer {
        var reader = ByteReader(bytes)
        let length = Int(try reader.readLittleEndian(Int32.self))
        guard length >= 0 else { throw .negativeLength(length) }
        guard length <= limit else { throw .tooLong(length: length, limit: limit) }
        guard length >= 5 else { throw .malformed("document shorter than 5 bytes", offset: 0) }
        let body = try reader.read(length - 4)
        guard reader.remaining == 0 else { throw .malformed("bytes behind the document", offset: length) }
        return try terminated(body, offset: length - 1)
    }

    /// A document or array inside another: its content.
    static func nested(_ reader: inout ByteReader) throws(ByteError) -> UnsafeRawBufferPointer {
        let body = try counted(&reader, minimum: 5)
        return try terminated(body, offset: reader.offset - 1)
    }

    /// An int32 that counts itself, and the bytes it counts behind it.
    static func counted(_ reader: inout ByteReader, minimum: Int) throws(ByteError) -> UnsafeRawBufferPointer {
        let start = reader.offset
        let length = Int(try reader.readLittleEndian(Int32.self))
        guard length >= 0 else { throw .negativeLength(length) }
        guard length >= minimum else { throw .malformed("length below \(minimum)", offset: start) }
        return try reader.read(length - 4)
    }

    /// An element's type and name.
    static func head(_ reader: inout ByteReader) throws(ByteError) -> (type: UInt8, name: UnsafeRawBufferPointer) {
        let start = reader.offset
        let type = try reader.readByte()
        guard type != 0 else { throw .malformed("terminator before the document's end", offset: start) }
        return (type, try cString(&reader))
    }

    static func cString(_ reader: inout ByteReader) throws(ByteError) -> UnsafeRawBufferPointer {
        let start = reader.offset
        let bytes = try reader.readCString()
        guard UTF8Text.isValid(bytes) else { throw .malformed("name is not UTF-8", offset: start) }
        return bytes
    }

    static func string(_ reader: inout ByteReader) throws(ByteError) -> UnsafeRawBufferPointer {
        let start = reader.offset
        let length = Int(try reader.readLittleEndian(Int32.self))
        guard length >= 0 else { throw .negativeLength(length) }
        guard length >= 1 else { throw .malformed("string without room for its terminator", offset: start) }
        let text = try terminated(try reader.read(length), offset: reader.offset - 1)
        guard UTF8Text.isValid(text) else { throw .malformed("string is not UTF-8", offset: start) }
        return text
    }

    /// The code, and the content of its scope: an int32 that counts all of it, a string and a document, each of which
    /// must fill its place exactly.
    static func codeWithScope(
        _ reader: inout ByteReader
    ) throws(ByteError) -> (code: UnsafeRawBufferPointer, scope: UnsafeRawBufferPointer) {
        let start = reader.offset
        var inner = ByteReader(try counted(&reader, minimum: 14))
        let code = try string(&inner)
        let scope = try nested(&inner)
        guard inner.remaining == 0 else { throw .malformed("code with scope longer than its parts", offset: start) }
        return (code, scope)
    }

    static func boolean(_ reader: inout ByteReader) throws(ByteError) -> Bool {
        let start = reader.offset
        switch try reader.readByte() {
        case 0: return false
        case 1: return true
        default: throw .malformed("boolean that is neither 0 nor 1", offset: start)
        }
    }

    /// Subtype and bytes. The old generic subtype 2 holds a second length, which must agree.
    static func binary(
        _ reader: inout ByteReader
    ) throws(ByteError) -> (subtype: UInt8, bytes: UnsafeRawBufferPointer) {
        let start = reader.offset
        let length = Int(try reader.readLittleEndian(Int32.self))
        let subtype = try reader.readByte()
        let bytes = try reader.read(length)
        guard subtype == 0x02 else { return (subtype, bytes) }
        var inner = ByteReader(bytes)
        let innerLength = Int(try inner.readLittleEndian(Int32.self))
        guard innerLength == inner.remaining else {
            throw .malformed("old binary with a second length that differs", offset: start)
        }
        return (subtype, try inner.read(innerLength))
    }

    /// The bytes without the zero that must end them.
    private static func terminated(
        _ bytes: UnsafeRawBufferPointer, offset: Int
    ) throws(ByteError) -> UnsafeRawBufferPointer {
        guard let last = bytes.last, last == 0 else { throw .malformed("no terminator", offset: offset) }
        return UnsafeRawBufferPointer(rebasing: bytes.dropLast())
    }
}
