/// A view of one BSON document for looking a few things up, as in the reply to a command. Nothing is copied.
///
/// Checked when it is made: the length and the terminator. Checked when an element is passed: all that `BSONWalker`
/// checks of it (type, name, lengths, terminators, UTF-8, boolean), but of a nested document, an array and a code's
/// scope only length and terminator: their inside is checked when it is looked into, a scope's never. Whoever needs the
/// whole to be valid asks `BSONWalker.validate` first. Valid as long as the bytes are.
public struct BSONDocument {
    /// The document with its length prefix and terminator.
    public let bytes: UnsafeRawBufferPointer
    private let content: UnsafeRawBufferPointer

    /// - Parameter limit: the most bytes it may have.
    /// - Throws: `ByteError` where the length, the limit or the terminator is wrong, or bytes lie behind the document.
    public init(
        _ bytes: UnsafeRawBufferPointer, limit: Int = BSONWalker.maximumDocumentBytes
    ) throws(ByteError) {
        self.bytes = bytes
        self.content = try BSONFrame.content(of: bytes, limit: limit)
    }

    /// The elements in their order.
    public var elements: BSONElements { BSONElements(content) }

    /// The first element of that name, or `nil`; reads the elements before it and no further.
    ///
    /// - Throws: `ByteError` where an element on the way is malformed.
    public func first(_ name: StaticString) throws(ByteError) -> BSONValue? {
        var elements = elements
        while let element = try elements.next() {
            let isMatch = name.withUTF8Buffer { $0.elementsEqual(element.name) }
            if isMatch { return element.value }
        }
        return nil
    }

    /// The first element of that name or, where there is none, of the other.
    public func first(_ name: StaticString, or other: StaticString) throws(ByteError) -> BSONValue? {
        if let value = try first(name) { return value }
        return try first(other)
    }
}

/// A field of a document, or an element of an array, whose name is then its position.
public struct BSONElement {
    public let name: UnsafeRawBufferPointer
    public let value: BSONValue
}

/// Goes through a document's elements one by one.
public struct BSONElements {
    private var reader: ByteReader

    init(_ content: UnsafeRawBufferPointer) {
        reader = ByteReader(content)
    }

    /// - Returns: the next element, or `nil` behind the last.
    /// - Throws: `ByteError` where it is malformed; going on after that is of no use.
    public mutating func next() throws(ByteError) -> BSONElement? {
        guard reader.remaining > 0 else { return nil }
        let (type, name) = try BSONFrame.head(&reader)
        return BSONElement(name: name, value: try value(type))
    }

    private mutating func value(_ type: UInt8) throws(ByteError) -> BSONValue {
        switch type {
        case 0x01: return .double(Double(bitPattern: try reader.readLittleEndian(UInt64.self)))
        case 0x02: return .string(try BSONFrame.string(&reader))
        case 0x03: return .document(try document())
        case 0x04: return .array(try document())
        case 0x05:
            let (subtype, bytes) = try BSONFrame.binary(&reader)
            return .binary(subtype: subtype, bytes)
        case 0x07: _ = try reader.read(12)
        case 0x08: return .boolean(try BSONFrame.boolean(&reader))
        case 0x09, 0x11: _ = try reader.read(8)
        case 0x0B:
            _ = try BSONFrame.cString(&reader)
            _ = try BSONFrame.cString(&reader)
        case 0x0C:
            _ = try BSONFrame.string(&reader)
            _ = try reader.read(12)
        case 0x0D, 0x0E: _ = try BSONFrame.string(&reader)
        case 0x0F: _ = try BSONFrame.codeWithScope(&reader)
        case 0x10: return .int32(try reader.readLittleEndian(Int32.self))
        case 0x12: return .int64(try reader.readLittleEndian(Int64.self))
        case 0x13: _ = try reader.read(16)
        case 0x0A: return .null
        case 0x06, 0x7F, 0xFF: break
        default: throw .malformed("unknown BSON type \(type)", offset: reader.offset)
        }
        return .other(type: type)
    }

    private mutating func document() throws(ByteError) -> BSONDocument {
        let start = reader.offset
        _ = try BSONFrame.nested(&reader)
        return try BSONDocument(
            UnsafeRawBufferPointer(rebasing: reader.bytes[start..<reader.offset]), limit: reader.bytes.count)
    }
}

/// A value in the reply to a command.
public enum BSONValue {
    case double(Double)
    case int32(Int32)
    case int64(Int64)
    case boolean(Bool)
    case null
    /// UTF-8, checked, without its terminator.
    case string(UnsafeRawBufferPointer)
    case document(BSONDocument)
    case array(BSONDocument)
    case binary(subtype: UInt8, UnsafeRawBufferPointer)
    /// A type that replies to commands are not asked for.
    case other(type: UInt8)

    /// The value of any of the numeric types that is a whole number.
    public var integer: Int64? {
        switch self {
        case .int32(let value): Int64(value)
        case .int64(let value): value
        case .double(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// A boolean, or a number that is not zero, as servers read them.
    public var isTrue: Bool {
        switch self {
        case .boolean(let value): value
        case .int32(let value): value != 0
        case .int64(let value): value != 0
        case .double(let value): value != 0
        default: false
        }
    }

    /// A string's text if it has at most `limit` bytes of UTF-8.
    public func text(limit: Int) -> String? {
        guard case .string(let bytes) = self, bytes.count <= limit else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
