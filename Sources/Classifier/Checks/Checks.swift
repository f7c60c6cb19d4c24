/// Check digits and structures of identifiers. The functions here, which the numbers and codes of every value meet, allocate
/// nothing, and most take digits as numbers 0…9; those in the extensions are for `Check` and take text.
///
/// Sources of the rules are named at each; `testdata/eval/identifiers.tsv` holds what they must agree with.
enum Checks {
    typealias Digits = UnsafeBufferPointer<UInt8>

    /// Weights 10…2 over nine digits, modulo 11; remainder 11 gives 0, and 10 no valid number (NHS Data Dictionary,
    /// NHS NUMBER). The CHI and H&C numbers use the same.
    @inline(__always)
    static func modulus11(_ digits: Digits) -> Bool {
        guard digits.count == 10 else { return false }
        var sum = 0
        for index in 0..<9 { sum += Int(digits[index]) * (10 - index) }
        let check = 11 - sum % 11
        return check == 11 ? digits[9] == 0 : check == Int(digits[9])
    }

    /// Whether all digits are the same: typed for "missing", and all ten of them pass modulus 11.
    @inline(__always)
    static func isRepeated(_ digits: Digits) -> Bool {
        for digit in digits where digit != digits[0] { return false }
        return true
    }

    /// First digits 4, 6 and 7 are issued in England, Wales and the Isle of Man; 9 and 5 are those of test systems.
    @inline(__always)
    static func isNHSRange(_ digits: Digits) -> Bool {
        guard digits.count == 10 else { return false }
        return digits[0] == 4 || digits[0] == 6 || digits[0] == 7 || digits[0] == 9 || digits[0] == 5
    }

    static func nhsNumber(_ digits: Digits) -> Bool {
        isNHSRange(digits) && modulus11(digits) && !isRepeated(digits)
    }

    /// 320 000 001 to 399 999 999 and a check digit (NHS Data Dictionary, HEALTH AND CARE NUMBER).
    static func hcNumber(_ digits: Digits) -> Bool {
        guard digits.count == 10, digits[0] == 3, digits[1] >= 2 else { return false }
        return modulus11(digits) && !isRepeated(digits)
    }

    /// DDMMYY, three digits, check digit (NHS Data Dictionary, COMMUNITY HEALTH INDEX NUMBER).
    static func chiNumber(_ digits: Digits) -> Bool {
        guard digits.count == 10, modulus11(digits) else { return false }
        let day = Int(digits[0]) * 10 + Int(digits[1])
        let month = Int(digits[2]) * 10 + Int(digits[3])
        let year = Int(digits[4]) * 10 + Int(digits[5])
        // The century is not said: 29 February passes where either century has it.
        return DateParts.isValid(year: 1900 + year, month: month, day: day)
            || DateParts.isValid(year: 2000 + year, month: month, day: day)
    }

    /// Unique taxpayer reference: check digit first, weights 6 7 8 9 10 5 4 3 2 (HMRC's method as published by
    /// software houses; OECD TIN sheet).
    static func utr(_ digits: Digits) -> Bool {
        guard digits.count == 10 else { return false }
        let weights: (Int, Int, Int, Int, Int, Int, Int, Int, Int) = (6, 7, 8, 9, 10, 5, 4, 3, 2)
        let sum =
            Int(digits[1]) * weights.0 + Int(digits[2]) * weights.1 + Int(digits[3]) * weights.2
            + Int(digits[4]) * weights.3 + Int(digits[5]) * weights.4 + Int(digits[6]) * weights.5
            + Int(digits[7]) * weights.6 + Int(digits[8]) * weights.7 + Int(digits[9]) * weights.8
        let remainder = sum % 11
        let check = remainder == 0 ? 2 : remainder == 1 ? 1 : 11 - remainder
        return check == Int(digits[0]) && !isRepeated(digits)
    }

    /// ISO/IEC 7812-1 annex B.
    static func luhn(_ digits: Digits) -> Bool {
        var sum = 0
        var isDoubled = false
        for digit in digits.reversed() {
            let value = isDoubled ? Int(digit) * 2 : Int(digit)
            sum += value > 9 ? value - 9 : value
            isDoubled.toggle()
        }
        return sum % 10 == 0
    }

    /// Issuer prefix and length of the card schemes that a UK merchant meets.
    static func isCardPrefix(_ digits: Digits) -> Bool {
        guard digits.count >= 13 else { return false }
        let two = Int(digits[0]) * 10 + Int(digits[1])
        let four = two * 100 + Int(digits[2]) * 10 + Int(digits[3])
        switch digits.count {
        case 13: return digits[0] == 4
        case 14: return two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)
        case 15: return two == 34 || two == 37
        case 16:
            return digits[0] == 4 || (two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) || four == 6011
                || two == 65 || (four >= 6440 && four <= 6499) || two == 62 || (four >= 3528 && four <= 3589)
                || four == 6759 || four == 6763
        case 19: return digits[0] == 4 || two == 62 || two == 65 || four == 6759
        default: return false
        }
    }

    /// Verhoeff's dihedral check and the partition digits (SNOMED CT release file specification, SCTID).
    static func snomedCode(_ digits: Digits) -> Bool {
        guard digits.count >= 6, digits.count <= 18, digits[0] != 0 else { return false }
        let partition = digits[digits.count - 3] * 10 + digits[digits.count - 2]
        switch partition {
        case 0, 1, 2, 10, 11, 12: break
        default: return false
        }
        return verhoeff(digits)
    }

    static func verhoeff(_ digits: Digits) -> Bool {
        var check: UInt8 = 0
        for (index, digit) in digits.reversed().enumerated() {
            check = Self.dihedral(check, Self.permuted(digit, index % 8))
        }
        return check == 0
    }

    /// Product in the dihedral group of order 10.
    private static func dihedral(_ left: UInt8, _ right: UInt8) -> UInt8 {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right - 5) % 5 + 5
        case (false, true): (left - 5 + 5 - right) % 5 + 5
        case (false, false): (left - 5 + 5 - (right - 5)) % 5
        }
    }

    private static func permuted(_ digit: UInt8, _ times: Int) -> UInt8 {
        var value = digit
        for _ in 0..<times {
            switch value {
            case 0: value = 1
            case 1: value = 5
            case 2: value = 7
            case 3: value = 6
            case 4: value = 2
            case 5: value = 8
            case 6: value = 3
            case 7: value = 0
            case 8: value = 9
            default: value = 4
            }
        }
        return value
    }

    /// ISO 13616: moved, read in base 36, modulo 97 is 1. Letters in upper case, no spaces.
    static func iban(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= 15, text.count <= 34, let length = ibanLength(text[0], text[1]), length == text.count else {
            return false
        }
        var remainder = 0
        for index in 0..<text.count {
            let byte = text[(index + 4) % text.count]
            if byte >= 0x30, byte <= 0x39 {
                remainder = (remainder * 10 + Int(byte - 0x30)) % 97
            } else if byte >= 0x41, byte <= 0x5a {
                remainder = (remainder * 100 + Int(byte - 0x41) + 10) % 97
            } else {
                return false
            }
        }
        return remainder == 1
    }

    /// Lengths from the SWIFT IBAN registry.
    private static func ibanLength(_ first: UInt8, _ second: UInt8) -> Int? {
        let table: StaticString =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20"
        return table.withUTF8Buffer { bytes in
            var offset = 0
            while offset + 4 <= bytes.count {
                if bytes[offset] == first, bytes[offset + 1] == second {
                    return Int(bytes[offset + 2] - 0x30) * 10 + Int(bytes[offset + 3] - 0x30)
                }
                offset += 4
            }
            return nil
        }
    }

    /// Prefix rules of HMRC manual NIM39110; the suffix is A to D. Upper case, no spaces.
    static func nino(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 9, text[8] >= UInt8(ascii: "A"), text[8] <= UInt8(ascii: "D") else { return false }
        for index in 2..<8 where text[index] < 0x30 || text[index] > 0x39 { return false }
        let first = text[0]
        let second = text[1]
        guard first >= 0x41, first <= 0x5a, second >= 0x41, second <= 0x5a else { return false }
        for letter in [first, second] {
            switch letter {
            case UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "Q"), UInt8(ascii: "U"),
                UInt8(ascii: "V"):
                return false
            default: break
            }
        }
        if second == UInt8(ascii: "O") { return false }
        switch (first, second) {
        case (UInt8(ascii: "B"), UInt8(ascii: "G")), (UInt8(ascii: "G"), UInt8(ascii: "B")),
            (UInt8(ascii: "K"), UInt8(ascii: "N")), (UInt8(ascii: "N"), UInt8(ascii: "K")),
            (UInt8(ascii: "N"), UInt8(ascii: "T")), (UInt8(ascii: "T"), UInt8(ascii: "N")),
            (UInt8(ascii: "Z"), UInt8(ascii: "Z")):
            return false
        default: return true
        }
    }

    /// 16 characters: five of the surname padded with 9, decade, month (+50 for women), day, year, two initials, three
    /// more; an issue number of two digits may follow. Upper case, no spaces. DVLA publishes no check digit.
    static func drivingLicence(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 16 || text.count == 18 else { return false }
        func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5a }
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        var isPadded = false
        for index in 0..<5 {
            if text[index] == UInt8(ascii: "9") {
                if index == 0 { return false }
                isPadded = true
            } else if !isLetter(text[index]) || isPadded {
                return false
            }
        }
        for index in 5..<11 where !isDigit(text[index]) { return false }
        let month = Int(text[6] - 0x30) * 10 + Int(text[7] - 0x30)
        let day = Int(text[8] - 0x30) * 10 + Int(text[9] - 0x30)
        guard (1...12).contains(month % 50), month < 63, (1...31).contains(day) else { return false }
        guard isLetter(text[11]), isLetter(text[12]) || text[12] == UInt8(ascii: "9") else { return false }
        guard isLetter(text[13]) || isDigit(text[13]), isLetter(text[14]), isLetter(text[15]) else { return false }
        if text.count == 18 { return isDigit(text[16]) && isDigit(text[17]) }
        return true
    }
}

/// A calendar date, as far as a check needs one.
struct DateParts: Equatable {
    var year: Int
    var month: Int
    var day: Int

    static func isValid(year: Int, month: Int, day: Int) -> Bool {
        guard month >= 1, month <= 12, day >= 1 else { return false }
        switch month {
        case 2: return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
        case 4, 6, 9, 11: return day <= 30
        default: return day <= 31
        }
    }
}
