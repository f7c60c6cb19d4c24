/// Shapes that are told by a few bytes around a mark. Pure functions of bounded length over a value.
enum EmailShape {
    static let maximumLocal = 64
    static let maximumDomain = 253

    /// The address around the `@` at `at`.
    /// - Parameter classes: the class of each byte (`ByteClass`).
    static func match(
        _ bytes: UnsafeBufferPointer<UInt8>, at: Int, classes: UnsafePointer<UInt8>
    ) -> (start: Int, end: Int)? {
        var start = at
        let first = max(at &- maximumLocal, 0)
        while start > first, isLocal(bytes[start &- 1], classes) { start &-= 1 }
        guard start < at, bytes[start] != UInt8(ascii: "."), bytes[at - 1] != UInt8(ascii: ".") else { return nil }
        var end = at + 1
        let last = min(bytes.count, at &+ 1 &+ maximumDomain)
        var dot = -1
        var dotBefore = -1
        while end < last {
            let byte = bytes[end]
            if byte == UInt8(ascii: ".") {
                if bytes[end &- 1] == UInt8(ascii: ".") || end == at &+ 1 { return nil }
                dotBefore = dot
                dot = end
            } else if classes[Int(byte)] == ByteClass.other, byte != UInt8(ascii: "-") {
                break
            }
            end &+= 1
        }
        // A full stop that ends the sentence is none of the address's.
        if dot == end &- 1 {
            end &-= 1
            dot = dotBefore
        }
        guard dot >= 0, end - dot > 2, bytes[dot + 1] | 0x20 >= 0x61, bytes[dot + 1] | 0x20 <= 0x7a else {
            return nil
        }
        return (start, end)
    }

    @inline(__always)
    private static func isLocal(_ byte: UInt8, _ classes: UnsafePointer<UInt8>) -> Bool {
        if classes[Int(byte)] != ByteClass.other { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "'"):
            return true
        default: return false
        }
    }
}

enum URLShape {
    /// The password of `scheme://user:password@host` whose `:` stands at `colon`, and where the URL begins.
    static func credentials(
        _ bytes: UnsafeBufferPointer<UInt8>, at colon: Int
    ) -> (start: Int, secret: Range<Int>)? {
        guard colon + 3 < bytes.count, colon > 1, bytes[colon + 1] == UInt8(ascii: "/"),
            bytes[colon + 2] == UInt8(ascii: "/")
        else { return nil }
        var start = colon
        while start > 0, colon - start < 24, isScheme(bytes[start - 1]) { start -= 1 }
        guard colon - start >= 2 else { return nil }
        var offset = colon + 3
        var passwordStart: Int?
        while offset < bytes.count, offset - colon < 512 {
            switch bytes[offset] {
            case UInt8(ascii: ":"): passwordStart = passwordStart ?? offset + 1
            case UInt8(ascii: "@"):
                guard let first = passwordStart, first < offset else { return nil }
                return (start, first..<offset)
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0x20, UInt8(ascii: "\""), UInt8(ascii: "<"),
                0x09, 0x0a, 0x0d:
                return nil
            default: break
            }
            offset += 1
        }
        return nil
    }

    private static func isScheme(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}

enum PEMShape {
    /// The end of `-----BEGIN … PRIVATE KEY-----` at `offset` (RFC 7468, and PGP's `PRIVATE KEY BLOCK`).
    static func privateKey(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int? {
        let head: StaticString = "-----BEGIN "
        let tail: StaticString = "PRIVATE KEY"
        guard starts(bytes, offset, with: head) else { return nil }
        var position = offset + head.utf8CodeUnitCount
        let limit = min(bytes.count, position + 32)
        while position < limit {
            if starts(bytes, position, with: tail) { return position + tail.utf8CodeUnitCount }
            position += 1
        }
        return nil
    }

    private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, with text: StaticString) -> Bool {
        guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in
            for index in 0..<wanted.count where bytes[offset + index] != wanted[index] { return false }
            return true
        }
    }
}

enum IPShape {
    /// The end of a dotted quad at `start`; a fifth part, or a letter behind it, makes it a version.
    static func version4(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var offset = start
        for part in 0..<4 {
            var value = 0
            let first = offset
            while offset < bytes.count, offset - first < 3, bytes[offset] >= 0x30, bytes[offset] <= 0x39 {
                value = value * 10 + Int(bytes[offset] - 0x30)
                offset += 1
            }
            guard offset > first, value <= 255, offset - first == 1 || bytes[first] != 0x30 else { return nil }
            if part < 3 {
                guard offset < bytes.count, bytes[offset] == UInt8(ascii: ".") else { return nil }
                offset += 1
            }
        }
        if offset < bytes.count {
            if ByteClass.of(bytes[offset]) != ByteClass.other { return nil }
            if bytes[offset] == UInt8(ascii: "."), offset + 1 < bytes.count,
                ByteClass.of(bytes[offset + 1]) == ByteClass.digit
            {
                return nil
            }
        }
        if start > 0, bytes[start - 1] == UInt8(ascii: ".") || bytes[start - 1] == UInt8(ascii: "/") { return nil }
        // `rv:1.9.5.20` is the revision of a browser.
        if start > 2, bytes[start - 1] == UInt8(ascii: ":"), bytes[start - 2] == UInt8(ascii: "v") { return nil }
        return offset
    }

    /// The end of an IPv6 address at `start`: eight groups, or fewer around one `::` (RFC 4291, section 2.2).
    static func version6(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        // More than eight groups are a fingerprint's.
        if start > 1, bytes[start - 1] == UInt8(ascii: ":"), isHexadecimal(bytes[start - 2]) { return nil }
        var offset = start
        var groups = 0
        var isShortened = false
        while offset < bytes.count, groups < 8 {
            let first = offset
            while offset < bytes.count, offset - first < 5, isHexadecimal(bytes[offset]) { offset += 1 }
            let length = offset - first
            if length > 4 { return nil }
            if length > 0 { groups += 1 }
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else { break }
            if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: ":") {
                if isShortened { return nil }
                isShortened = true
                offset += 2
            } else if groups < 8, offset + 1 < bytes.count, isHexadecimal(bytes[offset + 1]), length > 0 {
                offset += 1
            } else {
                break
            }
        }
        guard isShortened ? groups >= 2 && groups < 8 : groups == 8 else { return nil }
        if offset < bytes.count, ByteClass.of(bytes[offset]) != ByteClass.other { return nil }
        if offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: ":"), isHexadecimal(bytes[offset + 1]) { return nil }
        return offset
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }
}

enum PostcodeShape {
    /// A digit and two letters, none of C I K M O V (BS 7666, PostCode 2.0).
    @inline(__always)
    static func isInward(_ text: UnsafePointer<UInt8>) -> Bool {
        guard text[0] >= 0x30, text[0] <= 0x39 else { return false }
        return isInwardLetter(text[1]) && isInwardLetter(text[2])
    }

    private static func isInwardLetter(_ byte: UInt8) -> Bool {
        guard byte >= 0x41, byte <= 0x5a else { return false }
        switch byte {
        case UInt8(ascii: "C"), UInt8(ascii: "I"), UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "O"),
            UInt8(ascii: "V"):
            return false
        default: return true
        }
    }

    /// Where the area ends in an outward code of the forms AN, ANN, AAN, AANN, ANA, AANA: 2 to 4 upper-case letters and digits.
    @inline(__always)
    static func areaLength(_ text: UnsafePointer<UInt8>, count: Int) -> Int? {
        func isLetter(_ index: Int) -> Bool { text[index] >= 0x41 && text[index] <= 0x5a }
        func isDigit(_ index: Int) -> Bool { text[index] >= 0x30 && text[index] <= 0x39 }
        guard isLetter(0) else { return nil }
        let area = isLetter(1) ? 2 : 1
        let rest = count &- area
        guard rest >= 1, rest <= 2, isDigit(area), rest == 1 || isDigit(area &+ 1) || isLetter(area &+ 1) else {
            return nil
        }
        return area
    }
}

enum DateShape {
    struct Match {
        var year: Int
        var end: Int
        /// A time of day other than midnight follows.
        var hasTime: Bool
        /// Midnight follows, as where a date was stored as a point in time.
        var isMidnight: Bool
        /// Eight digits without separators.
        var isBare: Bool
    }

    /// A date at `start`: `1930-03-10`, `18/04/1987`, `10-05-61`, `3.2.1961`, `19960523`, `05 February 1966`,
    /// `5th Feb 66`, each with a time or not. American order is taken where only that is a date.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Match? {
        var offset = start
        guard let first = number(bytes, &offset, maximum: 8) else { return nil }
        if first.length == 8 {
            guard offset == bytes.count || ByteClass.of(bytes[offset]) == ByteClass.other else { return nil }
            let (year, month, day) = (first.value / 10000, first.value / 100 % 100, first.value % 100)
            guard year >= 1850, year <= 2100, DateParts.isValid(year: year, month: month, day: day) else { return nil }
            return Match(year: year, end: offset, hasTime: false, isMidnight: false, isBare: true)
        }
        guard first.length == 4 || first.length <= 2, offset < bytes.count else { return nil }
        let separator = bytes[offset]
        if separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") {
            offset += 1
            if let second = number(bytes, &offset, maximum: 2), offset < bytes.count, bytes[offset] == separator {
                offset += 1
                guard let third = number(bytes, &offset, maximum: 4) else { return nil }
                return numeric(bytes, first, second, third, end: offset)
            }
            if first.length <= 2, let month = monthName(bytes, &offset), offset < bytes.count,
                bytes[offset] == separator
            {
                offset += 1
                return named(bytes, day: first.value, month: month, &offset)
            }
            return nil
        }
        guard first.length <= 2 else { return nil }
        // 5th, 22nd, …
        if offset + 1 < bytes.count, bytes[offset] | 0x20 >= 0x61 { offset += 2 }
        guard offset < bytes.count, bytes[offset] == 0x20 else { return nil }
        offset += 1
        guard let month = monthName(bytes, &offset), offset < bytes.count,
            bytes[offset] == 0x20 || bytes[offset] == 0x2c
        else { return nil }
        while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x2c { offset += 1 }
        return named(bytes, day: first.value, month: month, &offset)
    }

    /// A whole value of the form `07MAR2000` or `07Mar00`, as airlines, ships and SAS write dates.
    static func joined(_ bytes: UnsafeBufferPointer<UInt8>) -> Match? {
        var offset = 2
        guard bytes.count == 7 || bytes.count == 9, bytes[0] &- 0x30 < 10, bytes[1] &- 0x30 < 10,
            let month = monthName(bytes, &offset), offset == 5
        else { return nil }
        let day = Int(bytes[0] &- 0x30) * 10 + Int(bytes[1] &- 0x30)
        return named(bytes, day: day, month: month, &offset).flatMap { $0.end == bytes.count ? $0 : nil }
    }

    private static func numeric(
        _ bytes: UnsafeBufferPointer<UInt8>, _ first: Number, _ second: Number, _ third: Number, end: Int
    ) -> Match? {
        let year: Int
        let day: Int
        var month = second.value
        if first.length == 4 {
            guard third.length <= 2 else { return nil }
            (year, day) = (first.value, third.value)
        } else {
            guard third.length == 4 || third.length == 2 else { return nil }
            year = third.length == 4 ? third.value : century(third.value)
            if month > 12, first.value <= 12 {
                (day, month) = (month, first.value)
            } else {
                day = first.value
            }
        }
        guard year >= 1850, year <= 2100, DateParts.isValid(year: year, month: month, day: day) else { return nil }
        return timed(bytes, year: year, end: end)
    }

    private static func named(
        _ bytes: UnsafeBufferPointer<UInt8>, day: Int, month: Int, _ offset: inout Int
    ) -> Match? {
        guard let last = number(bytes, &offset, maximum: 4), last.length == 4 || last.length == 2 else { return nil }
        let year = last.length == 4 ? last.value : century(last.value)
        guard year >= 1850, year <= 2100, DateParts.isValid(year: year, month: month, day: day) else { return nil }
        return timed(bytes, year: year, end: offset)
    }

    /// The year of six digits, as day, month and year of two digits each or the other way round.
    static func shortYear(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var parts = [0, 0, 0]
        guard bytes.count == 6 else { return nil }
        for (index, byte) in bytes.enumerated() {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            parts[index / 2] = parts[index / 2] * 10 + Int(byte - 0x30)
        }
        for (day, year) in [(parts[0], parts[2]), (parts[2], parts[0])] {
            let year = century(year)
            if DateParts.isValid(year: year, month: parts[1], day: day) { return year }
        }
        return nil
    }

    /// Two digits are of this century up to the current year, else of the last.
    private static func century(_ year: Int) -> Int {
        year > DateSpread.thisYear % 100 ? 1900 + year : 2000 + year
    }

    private static func timed(_ bytes: UnsafeBufferPointer<UInt8>, year: Int, end: Int) -> Match? {
        if end < bytes.count, ByteClass.of(bytes[end]) == ByteClass.digit { return nil }
        var match = Match(year: year, end: end, hasTime: false, isMidnight: false, isBare: false)
        guard end + 5 < bytes.count, bytes[end] == UInt8(ascii: "T") || bytes[end] == 0x20,
            bytes[end + 3] == UInt8(ascii: ":")
        else { return match }
        let isZero = [1, 2, 4, 5].allSatisfy { bytes[end + $0] == 0x30 }
        match.isMidnight = isZero
        match.hasTime = !isZero
        return match
    }

    struct Number {
        var value: Int
        var length: Int
    }

    /// Up to `maximum` digits; `nil` where there is none, or more.
    @inline(__always)
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int, maximum: Int) -> Number? {
        var value = 0
        let start = offset
        var end = start
        while end < bytes.count, bytes[end] &- 0x30 < 10 {
            guard end &- start < maximum else { return nil }
            value = value &* 10 &+ Int(bytes[end] &- 0x30)
            end &+= 1
        }
        offset = end
        return end > start ? Number(value: value, length: end &- start) : nil
    }

    /// The month whose English name, or its first three letters, stands at `offset`.
    private static func monthName(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> Int? {
        let start = offset
        while offset < bytes.count, offset - start < 10, ByteClass.of(bytes[offset]) == ByteClass.letter {
            offset += 1
        }
        let length = offset - start
        guard length >= 3 else { return nil }
        let letters = bytes[start..<start + 3].reduce(UInt32(0)) { $0 << 8 | UInt32($1 | 0x20) }
        guard let month = monthLetters.firstIndex(of: letters) else { return nil }
        let name = monthNames[month]
        guard length != 3 else { return month + 1 }
        guard length == name.count else { return nil }
        for position in 3..<length where bytes[start + position] | 0x20 != name[position] { return nil }
        return month + 1
    }

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }
    private static let monthLetters = monthNames.map { $0[..<3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
}

/// Values that are keys without a meaning of their own.
enum OpaqueKey {
    static let minimumLength = 12

    /// Hexadecimal of 12 or more, UUIDs, and unbroken runs of 16 or more letters and digits mixed.
    static func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= minimumLength, bytes.count <= 128 else { return false }
        var letters = 0
        var digits = 0
        var changes = 0
        var hexadecimal = 0
        var previous: UInt8 = 0
        for byte in bytes {
            let kind = ByteClass.of(byte)
            guard kind != ByteClass.other || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") else {
                return false
            }
            if kind == ByteClass.letter { letters += 1 }
            if kind == ByteClass.digit { digits += 1 }
            if kind == ByteClass.digit || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66) || byte == UInt8(ascii: "-") {
                hexadecimal += 1
            }
            if previous != 0, kind != previous { changes += 1 }
            previous = kind
        }
        if hexadecimal == bytes.count, digits > 0, letters > 0 { return true }
        return bytes.count >= 16 && digits > 0 && letters > 0 && changes >= 4
    }

    /// Whether hyphens stand where a UUID has them (RFC 9562), in a value of its length.
    @inline(__always)
    static func isUUID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count == 36 && bytes[8] == UInt8(ascii: "-") && bytes[13] == UInt8(ascii: "-")
            && bytes[18] == UInt8(ascii: "-")
            && bytes[23] == UInt8(ascii: "-")
    }

    /// `hmac-sha256:1b2c…`, `sha256:…`: a digest that says of what kind it is, and opens nothing.
    static func isLabelledDigest(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon >= 3, bytes.count - colon > 32 else {
            return false
        }
        return bytes[(colon + 1)...].allSatisfy { $0 &- 0x30 < 10 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66 }
            && bytes[..<colon].contains { $0 | 0x20 >= 0x67 }
    }

    /// One run of 16 or more characters of keys, with letters and digits or both cases, and no word of a language
    /// for most of it.
    static func isRandom(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 16, bytes.count <= 4096, !isLabelledDigest(bytes) else { return false }
        var digits = 0
        var upper = 0
        var lower = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x41...0x5a: upper += 1
            case 0x61...0x7a: lower += 1
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"),
                UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"):
                break
            default: return false
            }
        }
        return digits >= 2 && upper + lower >= 4
            || digits == 1 && upper > 2 && lower > 2 && upper + lower + 1 == bytes.count
    }

    /// What a digest is written as: hexadecimal of 32 or more, or base64 of as many bytes as digests have.
    static func isHashDigest(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 27, bytes.count <= 256 else { return false }
        var hexadecimal = 0
        var digits = 0
        var upper = 0
        var lower = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39:
                digits += 1
                hexadecimal += 1
            case 0x41...0x46, 0x61...0x66:
                hexadecimal += 1
                if byte < 0x61 { upper += 1 } else { lower += 1 }
            case 0x47...0x5a: upper += 1
            case 0x67...0x7a: lower += 1
            // Salt and digest are often written side by side.
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "."), UInt8(ascii: "*"),
                UInt8(ascii: ":"),
                UInt8(ascii: "$"):
                break
            default: return false
            }
        }
        if hexadecimal >= 32, hexadecimal + 1 >= bytes.count { return digits > 0 }
        return digits > 0 && upper > 2 && lower > 2
    }
}

/// What is shown of a value: a few characters at its ends, and what it looks like.
enum Mask {
    /// Characters that a mask shows at the most, so that long values stay readable.
    static let maximumLength = 24

    /// Letters and digits become `•` but for the first and last few, and never more than half of them are shown;
    /// other characters stay.
    static func of(_ bytes: UnsafeBufferPointer<UInt8>, keep: (first: Int, last: Int)) -> String {
        let text = String(decoding: bytes.prefix(256), as: UTF8.self)
        let isCut = bytes.count > 256
        let total = text.reduce(into: 0) { count, character in
            if character.isLetter || character.isNumber { count += 1 }
        }
        let first = min(keep.first, total / 3)
        let last = isCut ? 0 : min(keep.last, total / 3 - min(first, total / 3) / 2, max(0, total / 2 - first))
        var seen = 0
        var masked = ""
        var length = 0
        for character in text {
            guard length < maximumLength else { return masked + "…" }
            length += 1
            if character.isLetter || character.isNumber {
                masked.append(seen < first || seen >= total - last ? character : "•")
                seen += 1
            } else if character.isASCII, character.asciiValue ?? 0 >= 0x20 {
                masked.append(character)
            } else {
                masked.append(" ")
            }
        }
        return isCut ? masked + "…" : masked
    }
}
