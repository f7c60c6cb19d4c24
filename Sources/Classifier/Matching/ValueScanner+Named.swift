import Formats

/// Values that the name of their field, or of their setting, makes what they are. No check knows every country's telephone
/// numbers, streets and ways to write a date: where the name says so, the outline of the value decides.
extension ValueScanner {
    func judgeNamed(_ kind: ValueKind) {
        if isNamed(.phoneNumber), !isMatched(phone) {
            if TelephoneOutline.matches(bytes) {
                pass(phone, 0, bytes.count, weight: 1)
                note(phone, isTest: isFictitiousNumber)
            } else {
                field.pointee.fail(phone)
            }
        }
        if isNamed(.postalAddress), !isMatched(address), !isMatched(ip), endsInStreet || AddressOutline.matches(bytes) {
            hit(address, 0, bytes.count, weight: 2.2)
        }
        if isNamed(.dateOfBirth), !isMatched(birth), bytes.count == 6, let year = DateShape.shortYear(bytes) {
            field.pointee.dates.add(year: year)
            pass(birth, 0, bytes.count, weight: 0.3)
        }
        for detector in outerContext.named where isMatched(detector) || fits(detector) {
            field.pointee.hit(detector, weight: Self.settingNats)
            mark(detector, 0, bytes.count)
        }
    }

    private var isFictitiousNumber: Bool {
        var count = 0
        for byte in bytes where byte >= 0x30 && byte <= 0x39 {
            guard count < 11 else { return false }
            digits[count] = byte &- 0x30
            count += 1
        }
        return TestData.isFictitiousNorthAmerican(UnsafeBufferPointer(start: digits, count: count))
    }

    /// `ALBERT CRESCENT`, without a number.
    private var endsInStreet: Bool { words.count > 1 && words.last?.roles.contains(.street) == true }

    /// Nats of a value that fits what its setting is named for.
    private static let settingNats: Float = 7

    /// Whether the value could be what a setting is named for, where nothing recognised it.
    private func fits(_ detector: Int) -> Bool {
        switch detector {
        case person:
            words.numbers == 0 && words.count > 0 && words.count <= 5 && !words.hasOddMark && !words.isSentence
                && bytes.count > 1
        case phone: TelephoneOutline.matches(bytes)
        case address: AddressOutline.matches(bytes)
        default: false
        }
    }
}

/// The outline of a telephone number of any country: seven to fifteen digits (ITU-T E.164), the marks that group them, and
/// perhaps an extension.
enum TelephoneOutline {
    static func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 7, bytes.count <= 32 else { return false }
        var digits = 0
        var letters = 0
        var dots = 0
        var marks = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39: digits += 1
            case UInt8(ascii: "."): dots += 1
            case 0x20, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"),
                UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: ","), UInt8(ascii: ";"):
                marks += 1
            case 0x41...0x5a, 0x61...0x7a: letters += 1
            default: return false
            }
        }
        // One point and no other mark: a number with decimals.
        if dots == 1, marks == 0 || bytes[0] == UInt8(ascii: "-") { return false }
        // "ext.", "x", and nothing that begins with a letter but "tel".
        return digits >= 7 && digits <= 19 && letters <= 4
    }
}

/// The outline of an address of any country: a number and a name, or lines parted by commas.
enum AddressOutline {
    static func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 6, bytes.count <= 240 else { return false }
        var digits = 0
        var letters = 0
        var gaps = 0
        var commas = 0
        var run = 0
        var longest = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39:
                digits += 1
                run = 0
            case 0x41...0x5a, 0x61...0x7a, 0x80...0xff:
                letters += 1
                run += 1
                longest = max(longest, run)
            case UInt8(ascii: ","), 0x0a:
                commas += 1
                run = 0
            case 0x20:
                gaps += 1
                run = 0
            case UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "_"):
                return false
            default: run = 0
            }
        }
        guard longest >= 3, gaps + commas > 0, letters > digits else { return false }
        return digits > 0 || commas > 0
    }
}
