/// Base64 text inside values.
public enum Base64 {
    /// Longest text that is decoded.
    public static let maximumLength = 4 << 20

    /// Decodes what looks like base64 (RFC 4648, with or without padding, either alphabet).
    /// - Returns: `nil` where it does not look like base64, an empty array where it decodes to no text.
    public static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard bytes.count <= maximumLength else { return nil }
        var count = bytes.count
        while count > 0, bytes[count - 1] == UInt8(ascii: "=") { count -= 1 }
        guard bytes.count - count <= 2, count % 4 != 1, bytes.count == count || bytes.count % 4 == 0 else { return nil }
        // Words and hexadecimal use the same letters: demand both cases, or a digit in the middle of letters.
        var hasUpper = false
        var hasLower = false
        for byte in bytes[0..<min(count, 64)] {
            guard digit(byte) != nil else { return nil }
            if byte &- 0x41 < 26 { hasUpper = true }
            if byte &- 0x61 < 26 { hasLower = true }
        }
        guard hasUpper, hasLower else { return nil }
        // A look at the beginning spares decoding what is no text.
        guard let head = decode(UnsafeBufferPointer(rebasing: bytes[0..<min(count, 32)])) else { return nil }
        guard isText(head) else { return [] }
        guard let whole = decode(UnsafeBufferPointer(rebasing: bytes[0..<count])) else { return nil }
        return isText(whole) ? whole : []
    }

    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3 / 4)
        var bits: UInt32 = 0
        var held = 0
        for byte in bytes {
            guard let value = digit(byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
                bits &= (1 << UInt32(held)) - 1
            }
        }
        return result
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5a: byte - 0x41
        case 0x61...0x7a: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// Printable ASCII, or UTF-8, but for one byte in thirty.
    static func isText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        var odd = 0
        for byte in bytes {
            if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d { odd += 1 }
            if byte >= 0x7f { odd += 1 }
        }
        if odd * 30 <= bytes.count { return true }
        // Other UTF-8 is only looked for where most is ASCII. The head may end inside a character.
        guard odd * 4 <= bytes.count else { return false }
        return (0...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }
}
