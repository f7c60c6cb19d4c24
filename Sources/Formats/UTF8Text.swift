/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Text {
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool { validEnd(bytes, from: 0) == bytes.count }

    /// The offset of the first byte at or after `start` that is part of no whole character, or the end. Sixteen bytes of
    /// ASCII a step.
    static func validEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let count = bytes.count
        var index = start
        while index < count {
            if bytes[index] < 0x80 {
                index += 1
                while count - index >= 64 {
                    let low =
                        bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                        | bytes.loadUnaligned(fromByteOffset: index + 16, as: SIMD16<UInt8>.self)
                    let high =
                        bytes.loadUnaligned(fromByteOffset: index + 32, as: SIMD16<UInt8>.self)
                        | bytes.loadUnaligned(fromByteOffset: index + 48, as: SIMD16<UInt8>.self)
                    let words = unsafeBitCast(low | high, to: SIMD2<UInt64>.self)
                    guard (words.x | words.y) & 0x8080_8080_8080_8080 == 0 else { break }
                    index += 64
                }
                while count - index >= 8,
                    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                }
                continue
            }
            guard let shape = shape(bytes[index]), count - index >= shape.length,
                shape.second.contains(bytes[index + 1])
            else { return index }
            for further in 2..<max(shape.length, 2) where bytes[index + further] & 0xc0 != 0x80 { return index }
            index += shape.length
        }
        return count
    }

    /// Whether the bytes from there to the end, three at the most, may be the beginning of a character.
    static func isCut(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start < bytes.count, let shape = shape(bytes[start]), bytes.count - start < shape.length else {
            return false
        }
        if start + 1 < bytes.count, !shape.second.contains(bytes[start + 1]) { return false }
        return start + 2 >= bytes.count || bytes[start + 2] & 0xc0 == 0x80
    }

    /// The length of the character that begins with that byte, and what its second byte may be.
    private static func shape(_ first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xc2...0xdf: (2, 0x80...0xbf)
        case 0xe0: (3, 0xa0...0xbf)
        case 0xe1...0xec, 0xee...0xef: (3, 0x80...0xbf)
        case 0xed: (3, 0x80...0x9f)
        case 0xf0: (4, 0x90...0xbf)
        case 0xf1...0xf3: (4, 0x80...0xbf)
        case 0xf4: (4, 0x80...0x8f)
        default: nil
        }
    }
}

/// Makes UTF-8 of text that is UTF-8 but for bytes of Windows-1252 or Latin-1, chunk by chunk: a byte that is part of no
/// character is taken for one of Windows-1252 (its table as in encoding.spec.whatwg.org). Text that is UTF-8 is handed on
/// where it lies.
public struct UTF8Repair {
    /// The beginning of a character whose end has not come, three bytes at the most.
    private var held: [UInt8] = []
    private var converted: [UInt8] = []

    init() {}

    mutating func feed(_ chunk: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        if held.isEmpty {
            let end = UTF8Text.validEnd(chunk, from: 0)
            if end == chunk.count { return body(chunk) }
            if UTF8Text.isCut(chunk, at: end) {
                held.append(contentsOf: chunk[end...])
                return body(UnsafeRawBufferPointer(rebasing: chunk[..<end]))
            }
            converted.removeAll(keepingCapacity: true)
            convert(chunk, isLast: false)
        } else {
            var joined = held
            held = []
            joined.append(contentsOf: chunk)
            converted.removeAll(keepingCapacity: true)
            joined.withUnsafeBytes { convert($0, isLast: false) }
        }
        converted.withUnsafeBytes(body)
    }

    /// Hands on what was held back.
    mutating func finish(_ body: (UnsafeRawBufferPointer) -> Void) {
        let rest = held
        held = []
        converted.removeAll(keepingCapacity: true)
        rest.withUnsafeBytes { convert($0, isLast: true) }
        converted.withUnsafeBytes(body)
    }

    private mutating func convert(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
        var start = 0
        while start < bytes.count {
            let end = UTF8Text.validEnd(bytes, from: start)
            converted.append(contentsOf: bytes[start..<end])
            guard end < bytes.count else { return }
            if !isLast, UTF8Text.isCut(bytes, at: end) {
                held.append(contentsOf: bytes[end...])
                return
            }
            converted.append(contentsOf: Self.character(bytes[end]).utf8)
            start = end + 1
        }
    }

    private static func character(_ byte: UInt8) -> Unicode.Scalar {
        guard byte >= 0x80, byte < 0xa0 else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(table[Int(byte - 0x80)]) ?? Unicode.Scalar(byte)
    }

    private static let table: [UInt16] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
        0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0x9d, 0x017e, 0x0178,
    ]
}
