/// Decodes UTF-16 chunk by chunk; what is no character becomes U+FFFD.
public struct UTF16Decoder {
    private let isBigEndian: Bool
    /// The first byte of a unit whose second has not come.
    private var half: UInt8?
    /// A high surrogate whose low one has not come.
    private var high: UInt16?

    /// - Returns: `nil` where the text neither begins with the byte order mark of UTF-16 nor is, without one, such as
    ///   only UTF-16 of mostly Latin letters would be: every other byte is zero nearly always, the others hardly ever.
    init?(head: UnsafeRawBufferPointer) {
        guard head.count >= 2 else { return nil }
        // FF FE 00 00 is the mark of UTF-32.
        if head.count >= 4, head[0] == 0xff, head[1] == 0xfe, head[2] == 0, head[3] == 0 { return nil }
        switch (head[0], head[1]) {
        case (0xff, 0xfe): isBigEndian = false
        case (0xfe, 0xff): isBigEndian = true
        default:
            guard let isBigEndian = Self.order(head) else { return nil }
            self.isBigEndian = isBigEndian
        }
    }

    /// Whether UTF-16 without a mark has the high byte first; `nil` where it is no such text.
    private static func order(_ head: UnsafeRawBufferPointer) -> Bool? {
        let units = head.count / 2
        guard units >= 4 else { return nil }
        var zeros = (even: 0, odd: 0)
        for unit in 0..<units {
            if head[unit * 2] == 0 { zeros.even += 1 }
            if head[unit * 2 + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.odd * 10 >= units * 7, zeros.even * 50 < units { return false }
        if zeros.even * 10 >= units * 7, zeros.odd * 50 < units { return true }
        return nil
    }

    /// The text in UTF-8; the mark stays, as that of UTF-8.
    mutating func decode(_ chunk: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(chunk.count)
        for byte in chunk {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            if let before = high {
                high = nil
                if unit & 0xfc00 == 0xdc00 {
                    append(Unicode.Scalar(0x10000 + (UInt32(before & 0x3ff) << 10 | UInt32(unit & 0x3ff))), &text)
                    continue
                }
                append(nil, &text)
            }
            if unit & 0xfc00 == 0xd800 { high = unit } else { append(Unicode.Scalar(unit), &text) }
        }
        return text
    }

    /// What is left at the end: half a character.
    mutating func finish() -> [UInt8] {
        var text: [UInt8] = []
        if half != nil || high != nil { append(nil, &text) }
        half = nil
        high = nil
        return text
    }

    private func append(_ scalar: Unicode.Scalar?, _ text: inout [UInt8]) {
        text.append(contentsOf: (scalar ?? "\u{fffd}").utf8)
    }
}
