/// Writes the text of binary values into a small buffer on the stack.
///
/// 64 bytes hold the longest of them: a decimal128 has at most 34 digits, a sign, a point, six leading zeros and a
/// five-digit exponent. Bytes beyond the end are dropped, never written.
struct BSONText {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    private init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    /// Hands what `body` writes to the sink as one value.
    static func write(_ body: (inout BSONText) -> Void, _ kind: ValueKind, to sink: some RecordSink) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            var text = BSONText(buffer)
            body(&text)
            sink.value(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<text.count]), kind)
        }
    }

    private mutating func byte(_ byte: UInt8) {
        guard count < buffer.count else { return }
        buffer[count] = byte
        count += 1
    }

    mutating func ascii(_ text: StaticString) {
        text.withUTF8Buffer { for byte in $0 { self.byte(byte) } }
    }

    mutating func hexadecimal(_ bytes: UnsafeRawBufferPointer) {
        for value in bytes {
            nibble(value >> 4)
            nibble(value & 0xF)
        }
    }

    private mutating func nibble(_ digit: UInt8) {
        byte(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }

    mutating func integer(_ value: Int64) {
        if value < 0 { byte(0x2D) }
        digits(value.magnitude, width: 1)
    }

    /// Doubles that are whole numbers are written without a fraction: shells keep every long number so.
    mutating func double(_ value: Double) {
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53 {
            integer(whole)
        } else {
            for byte in value.description.utf8 { self.byte(byte) }
        }
    }

    /// `2024-05-06T07:08:09Z`, with milliseconds only where there are any, and years outside 0…9999 in ISO 8601's
    /// expanded form.
    ///
    /// - Parameter milliseconds: since 1970-01-01T00:00:00Z, any value.
    mutating func instant(milliseconds: Int64) {
        let perDay: Int64 = 86_400_000
        var days = milliseconds / perDay
        var rest = milliseconds % perDay
        if rest < 0 {
            days -= 1
            rest += perDay
        }
        // Days to a proleptic Gregorian date, counted in eras of 400 years that begin on 1 March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        if 0...9999 ~= year {
            digits(year.magnitude, width: 4)
        } else {
            byte(year < 0 ? 0x2D : 0x2B)
            digits(year.magnitude, width: 6)
        }
        byte(0x2D)
        digits(month.magnitude, width: 2)
        byte(0x2D)
        digits((dayOfYear - (153 * monthFromMarch + 2) / 5 + 1).magnitude, width: 2)
        byte(0x54)
        digits((rest / 3_600_000).magnitude, width: 2)
        byte(0x3A)
        digits((rest / 60_000 % 60).magnitude, width: 2)
        byte(0x3A)
        digits((rest / 1000 % 60).magnitude, width: 2)
        if rest % 1000 != 0 {
            byte(0x2E)
            digits((rest % 1000).magnitude, width: 3)
        }
        byte(0x5A)
    }

    /// IEEE 754-2008 decimal128 in binary integer decimal encoding, written as the BSON specification's decimal128
    /// page has it: plain where the exponent is not above zero and the value not too small, else with `E`.
    mutating func decimal128(high: UInt64, low: UInt64) {
        let combination = (high >> 58) & 0x1F
        if combination == 0x1F { return ascii("NaN") }
        if high >> 63 == 1 { byte(0x2D) }
        if combination == 0x1E { return ascii("Infinity") }

        var exponent: Int
        var upper: UInt64 = 0
        var lower: UInt64 = 0
        if (high >> 61) & 3 == 3 {
            // A significand beyond 34 digits; such values count as zero.
            exponent = Int((high >> 47) & 0x3FFF)
        } else {
            exponent = Int((high >> 49) & 0x3FFF)
            // Cannot trap: the dividend's upper half is below 2^49, the divisor above it.
            let (quotient, remainder) = UInt64(10_000_000_000_000_000_000).dividingFullWidth(
                (high & 0x1_FFFF_FFFF_FFFF, low))
            if quotient < 1_000_000_000_000_000 { (upper, lower) = (quotient, remainder) }
        }
        exponent -= 6176

        var significand: [UInt8] = []
        significand.reserveCapacity(34)
        for (part, width) in [(upper, 15), (lower, 19)] {
            var places = [UInt8](repeating: 0, count: width)
            var rest = part
            for place in places.indices.reversed() {
                places[place] = UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            significand += places
        }
        significand = Array(significand.drop { $0 == 0 })
        if significand.isEmpty { significand = [0] }

        let adjusted = exponent + significand.count - 1
        if exponent <= 0, adjusted >= -6 {
            let whole = significand.count + exponent
            if whole <= 0 { byte(0x30) }
            for (index, digit) in significand.enumerated() {
                if index == max(whole, 0), exponent < 0 {
                    byte(0x2E)
                    if whole < 0 { for _ in 0..<(-whole) { byte(0x30) } }
                }
                byte(0x30 + digit)
            }
        } else {
            for (index, digit) in significand.enumerated() {
                if index == 1 { byte(0x2E) }
                byte(0x30 + digit)
            }
            byte(0x45)
            byte(adjusted < 0 ? 0x2D : 0x2B)
            digits(UInt64(adjusted.magnitude), width: 1)
        }
    }

    /// Decimal digits, with zeros in front up to `width`.
    private mutating func digits(_ value: UInt64, width: Int) {
        var divisor: UInt64 = 1
        var length = 1
        while value / divisor >= 10 {
            divisor *= 10
            length += 1
        }
        if length < width { for _ in length..<width { byte(0x30) } }
        while divisor > 0 {
            byte(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
