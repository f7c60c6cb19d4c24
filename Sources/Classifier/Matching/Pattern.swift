/// A linear pattern of a detector file: characters and sets, each with how often it may repeat, matched greedily from
/// where a token starts and never taken back. No alternation, no nesting: time is bounded by the length of the match.
///
/// Written like the simplest regular expressions: `AKIA[A-Z2-7]{16}`, `sk_live_[0-9a-zA-Z]{24,}`, `xox[abprs]-[0-9A-Za-z-]{10,}`.
/// `\` takes the next character as it is. A match must not be followed by a letter or digit.
struct Pattern: Sendable, Equatable {
    struct Element: Sendable, Equatable {
        /// One bit for each byte.
        var low: UInt64 = 0
        var high: UInt64 = 0
        var minimum = 1
        var maximum = 1

        @inline(__always)
        func contains(_ byte: UInt8) -> Bool {
            if byte < 64 { return low & (1 << UInt64(byte)) != 0 }
            if byte < 128 { return high & (1 << UInt64(byte & 63)) != 0 }
            return false
        }

        mutating func insert(_ byte: UInt8) {
            if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte & 63) }
        }
    }

    private(set) var elements: [Element] = []

    /// The most that an element may repeat.
    static let maximumRepeat = 4096

    /// Reads the pattern's text.
    /// - Throws: `PatternError`, which says what is wrong and where.
    init(_ text: String) throws(PatternError) {
        let bytes = Array(text.utf8)
        var offset = 0
        func fail(_ reason: String) throws(PatternError) -> Never {
            throw PatternError(reason: "\(reason), at character \(offset + 1) of \(text)")
        }
        while offset < bytes.count {
            var element = Element()
            switch bytes[offset] {
            case UInt8(ascii: "["):
                offset += 1
                while offset < bytes.count, bytes[offset] != UInt8(ascii: "]") {
                    if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count { offset += 1 }
                    let first = bytes[offset]
                    if offset + 2 < bytes.count, bytes[offset + 1] == UInt8(ascii: "-"),
                        bytes[offset + 2] != UInt8(ascii: "]")
                    {
                        let last = bytes[offset + 2]
                        guard first <= last else { try fail("a range that runs backwards") }
                        for byte in first...last { element.insert(byte) }
                        offset += 3
                    } else {
                        element.insert(first)
                        offset += 1
                    }
                }
                guard offset < bytes.count else { try fail("a [ without its ]") }
                offset += 1
            case UInt8(ascii: "\\"):
                guard offset + 1 < bytes.count else { try fail("a \\ with nothing after it") }
                element.insert(bytes[offset + 1])
                offset += 2
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "."):
                try fail("groups, alternatives, anchors and . are not part of patterns (take them as they are with \\)")
            case UInt8(ascii: "{"), UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "*"):
                try fail("a repetition of nothing")
            case let byte:
                guard byte < 128 else { try fail("only ASCII characters can stand in a pattern") }
                element.insert(byte)
                offset += 1
            }
            guard element.low | element.high != 0 else { try fail("an empty set") }
            if offset < bytes.count {
                switch bytes[offset] {
                case UInt8(ascii: "?"):
                    element.minimum = 0
                    offset += 1
                case UInt8(ascii: "+"):
                    element.maximum = Self.maximumRepeat
                    offset += 1
                case UInt8(ascii: "*"):
                    element.minimum = 0
                    element.maximum = Self.maximumRepeat
                    offset += 1
                case UInt8(ascii: "{"):
                    guard let close = bytes[offset...].firstIndex(of: UInt8(ascii: "}")) else {
                        try fail("a { without its }")
                    }
                    let body = String(decoding: bytes[(offset + 1)..<close], as: UTF8.self)
                    let parts = body.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                    guard parts.count <= 2, let low = Int(parts[0]) else { try fail("{…} holds one or two numbers") }
                    let high = parts.count == 1 ? low : parts[1].isEmpty ? Self.maximumRepeat : Int(parts[1]) ?? -1
                    guard low >= 0, high >= low, high >= 1, high <= Self.maximumRepeat else {
                        try fail("{…} must rise, and stay below \(Self.maximumRepeat)")
                    }
                    element.minimum = low
                    element.maximum = high
                    offset = close + 1
                default: break
                }
            }
            elements.append(element)
        }
        guard let first = elements.first, first.minimum > 0 else { try fail("a pattern must begin with a character") }
    }

    /// The bytes that a match can begin with.
    var firstBytes: [UInt8] {
        guard let first = elements.first else { return [] }
        return (0..<128).filter { first.contains($0) }
    }

    /// The first two bytes that a match can begin with; the second is any where the first may repeat or end the match.
    var firstPairs: [(UInt8, UInt8)] {
        guard let first = elements.first else { return [] }
        let second = elements.dropFirst().first
        let isFixed = first.minimum == 1 && first.maximum == 1 && (second?.minimum ?? 0) > 0
        return firstBytes.flatMap { byte in
            (0...255).compactMap { (next: UInt8) -> (UInt8, UInt8)? in
                !isFixed || second?.contains(next) == true ? (byte, next) : nil
            }
        }
    }

    /// - Returns: the offset after the match that begins at `start`, or `nil`.
    func match(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var offset = start
        for element in elements {
            var count = 0
            while count < element.maximum, offset < bytes.count, element.contains(bytes[offset]) {
                offset += 1
                count += 1
            }
            if count < element.minimum { return nil }
        }
        if offset < bytes.count, ByteClass.of(bytes[offset]) != ByteClass.other { return nil }
        return offset
    }
}

/// What is wrong with a pattern's text.
struct PatternError: Error, Equatable {
    var reason: String
}
