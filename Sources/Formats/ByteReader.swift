/// A cursor over bytes from a stranger. Every read checks what remains first and throws; none can trap.
///
/// The buffer must outlive the reader; readers are made and dropped inside one `withUnsafeBytes`.
public struct ByteReader {
    public let bytes: UnsafeRawBufferPointer
    public private(set) var offset = 0

    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    public var remaining: Int { bytes.count - offset }

    /// - Throws: `ByteError.truncated` if fewer than `count` bytes remain, `ByteError.negativeLength`.
    public mutating func read(_ count: Int) throws(ByteError) -> UnsafeRawBufferPointer {
        guard count >= 0 else { throw .negativeLength(count) }
        guard count <= remaining else { throw .truncated(needed: count, available: remaining) }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
        offset += count
        return slice
    }

    public mutating func readByte() throws(ByteError) -> UInt8 {
        let slice = try read(1)
        return slice[0]
    }

    public mutating func readLittleEndian<T: FixedWidthInteger>(_: T.Type) throws(ByteError) -> T {
        T(littleEndian: try read(MemoryLayout<T>.size).loadUnaligned(as: T.self))
    }

    public mutating func readBigEndian<T: FixedWidthInteger>(_: T.Type) throws(ByteError) -> T {
        T(bigEndian: try read(MemoryLayout<T>.size).loadUnaligned(as: T.self))
    }

    /// The bytes up to the next zero byte, which is consumed and left out.
    public mutating func readCString() throws(ByteError) -> UnsafeRawBufferPointer {
        var end = offset
        while end < bytes.count, bytes[end] != 0 { end += 1 }
        guard end < bytes.count else { throw .truncated(needed: remaining + 1, available: remaining) }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
        offset = end + 1
        return slice
    }
}

/// What was wrong with a stranger's bytes. Never holds the bytes themselves.
public enum ByteError: Error, Equatable, Sendable {
    case truncated(needed: Int, available: Int)
    case negativeLength(Int)
    case tooLong(length: Int, limit: Int)
    case tooDeep(limit: Int)
    case malformed(String, offset: Int)
}
