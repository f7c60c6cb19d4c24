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
    private static func isText(_ bytes: [UInt8]) -> Bool {
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

/// HL7 v2 messages inside values: segments become fields, under names that say what they hold.
public enum HL7Reader {
    /// Whether the text begins with a message header.
    public static func isMessage(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count > 8 && bytes[0] == UInt8(ascii: "M") && bytes[1] == UInt8(ascii: "S")
            && bytes[2] == UInt8(ascii: "H")
            && ByteMark.isMark(bytes[3]) && ByteMark.isMark(bytes[4])
    }

    /// Pushes each component of each field; separators are those of the header (HL7 v2.5.1, section 2.5.4).
    public static func read(_ bytes: UnsafeBufferPointer<UInt8>, into sink: some RecordSink) {
        guard isMessage(bytes) else { return }
        let separator = bytes[3]
        let component = bytes[4]
        for segment in bytes.split(whereSeparator: { $0 == 0x0d || $0 == 0x0a }) where segment.count > 4 {
            guard let name = segmentName(segment, separator) else {
                // A line of a text with line breaks in it, say: none of its bytes may become a name.
                Self.push("text", segment, into: sink)
                continue
            }
            let fields = segment.split(separator: separator, omittingEmptySubsequences: false)
            for (index, field) in fields.enumerated() where index > 0 && !field.isEmpty {
                // The separator itself is the first field of a header, the other marks are its second.
                let number = name == "MSH" ? index + 1 : index
                if name == "MSH", number == 2 { continue }
                let label = Self.label(name, number)
                if number == 5 && (name == "PID" || name == "NK1") {
                    Self.push(label, field, into: sink)
                } else {
                    Self.enter(label, into: sink)
                    for part in field.split(whereSeparator: { $0 == component || $0 == UInt8(ascii: "~") }) {
                        sink.value(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: part)), .string)
                    }
                    sink.leave()
                }
            }
        }
    }

    private static func enter(_ label: String, into sink: some RecordSink) {
        var label = label
        label.withUTF8 { sink.enter(UnsafeRawBufferPointer($0)) }
    }

    private static func push(_ label: String, _ text: Slice<UnsafeBufferPointer<UInt8>>, into sink: some RecordSink) {
        enter(label, into: sink)
        sink.value(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text)), .string)
        sink.leave()
    }

    /// The three capitals or digits that a segment begins with, where the separator follows them.
    private static func segmentName(_ segment: Slice<UnsafeBufferPointer<UInt8>>, _ separator: UInt8) -> String? {
        let name = segment.prefix(3)
        guard segment.dropFirst(3).first == separator else { return nil }
        for byte in name {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            default: return nil
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// The names that HL7 v2.5.1 gives the fields that hold people's data.
    private static func label(_ segment: String, _ number: Int) -> String {
        switch (segment, number) {
        case ("PID", 2), ("PID", 3), ("PID", 4): "patient identifier"
        case ("PID", 5): "patient name"
        case ("PID", 7): "date of birth"
        case ("PID", 10): "race ethnicity"
        case ("PID", 11): "patient address"
        case ("PID", 13), ("PID", 14): "phone number"
        case ("PID", 17): "religion"
        case ("DG1", 3), ("DG1", 4): "diagnosis"
        case ("AL1", 3): "allergy"
        case ("NK1", 2): "next of kin name"
        case ("NTE", 3): "note"
        // No segment of the standard has so many fields; a hostile one is not given as many names.
        default: number <= 128 ? "\(segment)-\(number)" : "\(segment)-more"
        }
    }

    private enum ByteMark {
        static func isMark(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e: true
            default: false
            }
        }
    }
}

extension RecordReader {
    /// Whether a value that its format calls binary is no text.
    public static func isBinaryValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        isBinary(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes.prefix(4096))))
    }
}
