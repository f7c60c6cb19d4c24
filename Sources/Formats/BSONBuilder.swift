/// Builds a small BSON document, such as a command. Names are literals, so that none can hold a zero byte.
public struct BSONBuilder: Sendable {
    private var content: [UInt8] = []

    public init() {}

    public mutating func append(_ name: StaticString, _ value: Int32) {
        head(0x10, name)
        append(littleEndian: value)
    }

    public mutating func append(_ name: StaticString, _ value: Int64) {
        head(0x12, name)
        append(littleEndian: value)
    }

    public mutating func append(_ name: StaticString, _ value: Bool) {
        head(0x08, name)
        content.append(value ? 1 : 0)
    }

    public mutating func append(_ name: StaticString, _ value: String) {
        head(0x02, name)
        append(littleEndian: Int32(clamping: value.utf8.count + 1))
        content += value.utf8
        content.append(0)
    }

    /// Binary of the generic subtype.
    public mutating func append(_ name: StaticString, binary bytes: [UInt8]) {
        head(0x05, name)
        append(littleEndian: Int32(clamping: bytes.count))
        content.append(0)
        content += bytes
    }

    public mutating func append(_ name: StaticString, _ value: BSONBuilder) {
        head(0x03, name)
        content += value.finished()
    }

    /// An array of up to ten values.
    public mutating func append(_ name: StaticString, array values: [Int64]) {
        var array = BSONBuilder()
        let positions: [StaticString] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
        for (position, value) in zip(positions, values) { array.append(position, value) }
        append(name, asArray: array)
    }

    /// An array, given as the document that it is inside: its elements are named `0`, `1`, and so on.
    public mutating func append(_ name: StaticString, asArray elements: BSONBuilder) {
        head(0x04, name)
        content += elements.finished()
    }

    /// The document: length, elements, terminator.
    public func finished() -> [UInt8] {
        var document = BSONBuilder()
        document.append(littleEndian: Int32(clamping: content.count + 5))
        return document.content + content + [0]
    }

    private mutating func head(_ type: UInt8, _ name: StaticString) {
        content.append(type)
        name.withUTF8Buffer { content += $0 }
        content.append(0)
    }

    private mutating func append(littleEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { content += $0 }
    }
}
