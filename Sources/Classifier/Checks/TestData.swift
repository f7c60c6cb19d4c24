/// Values that are set aside for tests and examples, and so belong to nobody. They are found as what they are; that they are of
/// a test is counted beside.
enum TestData {
    typealias Digits = UnsafeBufferPointer<UInt8>

    /// Types of which values are set aside for tests. Of others it cannot be told.
    static func canTell(_ recogniser: Recogniser?) -> Bool {
        switch recogniser {
        case .nhsNumber, .phoneNumber, .email, .paymentCard, .ipAddress, .iban, .nino: true
        default: false
        }
    }

    /// Numbers of NHS test systems begin with 9 (the 999 range among them) or 5 (`IDENTIFIERS.md`; NHS Digital, test data).
    static func isTestNHSNumber(_ digits: Digits) -> Bool { digits.count == 10 && (digits[0] == 9 || digits[0] == 5) }

    /// A telephone number without its leading zero, as digits 0…9, in one of the ranges that Ofcom keeps free for drama
    /// (Ofcom, "Telephone numbers for use in TV and radio drama programmes").
    static func isDramaNumber(_ national: Digits) -> Bool {
        guard national.count == 10 else { return false }
        var number = 0
        for digit in national { number = number &* 10 &+ Int(digit) }
        return dramaThousands.contains(number / 1000)
    }

    /// Each is a thousand numbers: these are what stands before the last three digits.
    private static let dramaThousands: [Int] =
        [113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161].map { $0 * 10_000 + 4_960 } + [
            // London, Tyneside, Northern Ireland, Cardiff, and no area at all.
            2_079_460, 1_914_980, 2_896_496, 2_920_180, 1_632_960,
            // Mobile, free of charge, premium rate, UK wide.
            7_700_900, 8_081_570, 9_098_790, 3_069_990,
        ]

    /// The last seven digits 555-0100 to 555-0199 of a North American number, with or without its area and the 1 of the country
    /// (North American Numbering Plan Administrator, 555 line numbers).
    static func isFictitiousNorthAmerican(_ digits: Digits) -> Bool {
        guard digits.count == 7 || digits.count == 10 || (digits.count == 11 && digits[0] == 1) else { return false }
        let line = digits[(digits.count - 7)...]
        return line.starts(with: [5, 5, 5, 0, 1])
    }

    /// A domain, as bytes, below one of the names that are kept for examples and tests (RFC 2606, RFC 6761).
    static func isExampleDomain(_ domain: UnsafeBufferPointer<UInt8>) -> Bool {
        guard domain.count >= 4 else { return false }
        let tail = word(domain, at: domain.count &- 8)
        for name in exampleDomains where (tail ^ name.tail) & name.tailBits == 0 && domain.count >= name.count {
            let start = domain.count &- name.count
            guard (word(domain, at: start) ^ name.head) & name.headBits == 0 else { continue }
            if start == 0 || domain[start &- 1] == UInt8(ascii: ".") { return true }
        }
        return false
    }

    /// The eight bytes from `start` as letters in lower case, 0 for those before the text and behind its end.
    private static func word(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64 {
        if start >= 0, start &+ 8 <= text.count {
            return UnsafeRawPointer(text.baseAddress.unsafelyUnwrapped).loadUnaligned(
                fromByteOffset: start, as: UInt64.self) | 0x2020_2020_2020_2020
        }
        var word: UInt64 = 0
        for offset in max(start, 0)..<min(start + 8, text.count) {
            word |= UInt64(text[offset] | 0x20) << UInt64((offset - start) * 8)
        }
        return word
    }

    /// Each by its first eight bytes and its last eight, and the bits of these that are its own.
    private static let exampleDomains = [
        "example.com", "example.net", "example.org", "example", "test", "invalid", "localhost",
    ].map { name in
        Array(name.utf8).withUnsafeBufferPointer { bytes in
            let own = bytes.count < 8 ? ~0 << UInt64((8 - bytes.count) * 8) : ~UInt64(0)
            return (
                count: bytes.count, head: word(bytes, at: 0), headBits: bytes.count < 8 ? 0 : ~UInt64(0),
                tail: word(bytes, at: bytes.count - 8), tailBits: own
            )
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte }

    /// 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 (RFC 5737), 2001:db8::/32 (RFC 3849) and 3fff::/20 (RFC 9637), as written.
    static func isDocumentationAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.contains(UInt8(ascii: ":")) else {
            return documentationPrefixes.contains { text.starts(with: $0) }
        }
        var groups: (first: UInt32, second: UInt32, index: Int) = (0, 0, 0)
        for byte in text {
            if byte == UInt8(ascii: ":") {
                groups.index += 1
                if groups.index > 1 { break }
                continue
            }
            let digit: UInt32
            switch lower(byte) {
            case 0x30...0x39: digit = UInt32(byte) - 0x30
            case 0x61...0x66: digit = UInt32(lower(byte)) - 0x57
            default: return false
            }
            if groups.index == 0 {
                groups.first = groups.first << 4 | digit
            } else {
                groups.second = groups.second << 4 | digit
            }
            if max(groups.first, groups.second) > 0xffff { return false }
        }
        return (groups.first == 0x2001 && groups.second == 0xdb8) || (groups.first == 0x3fff && groups.second < 0x1000)
    }

    private static let documentationPrefixes = ["192.0.2.", "198.51.100.", "203.0.113."].map { Array($0.utf8) }

    /// Card numbers that the schemes and processors publish for tests (Stripe, Adyen, Worldpay, PayPal and Braintree
    /// documentation), as digits 0…9.
    static func isTestCard(_ digits: Digits) -> Bool {
        guard digits.count >= 13, digits.count <= 19 else { return false }
        return testCards.contains(digits.reduce(UInt64(0)) { $0 &* 10 &+ UInt64($1) })
    }

    private static let testCards: Set<UInt64> = [
        // Visa
        4_242_424_242_424_242, 4_111_111_111_111_111, 4_012_888_888_881_881, 4_000_056_655_665_556,
        4_000_000_000_000_002, 4_000_000_000_000_077, 4_000_000_000_003_220, 4_000_000_000_009_995,
        4_000_002_500_003_155, 4_000_002_760_003_184, 4_000_008_260_000_000, 4_000_058_260_000_005,
        4_005_519_200_000_004, 4_009_348_888_881_881, 4_012_000_033_330_026, 4_012_000_077_777_777,
        4_217_651_111_111_119, 4_444_333_322_221_111, 4_500_600_000_000_061,
        4_462_030_000_000_000, 4_917_610_000_000_000,
        4_484_070_000_000_000, 4_988_438_843_884_305, 4_166_676_667_666_746, 4_646_464_646_464_644,
        4_000_620_000_000_007, 4_000_060_000_000_006, 4_293_189_100_000_008,
        4_222_222_222_222, 4_917_300_800_000_000, 4_032_039_534_213_337,
        // Mastercard
        5_555_555_555_554_444, 5_105_105_105_105_100, 5_200_828_282_828_210, 2_223_003_122_003_222,
        2_223_000_048_400_011, 2_223_520_443_560_010, 2_222_400_070_000_005, 5_100_290_029_002_909,
        5_577_000_055_770_004, 5_136_333_333_333_335, 5_585_558_555_855_583, 5_555_444_433_331_111,
        5_454_545_454_545_454, 5_555_341_244_441_115, 5_111_111_111_111_118, 5_424_000_000_000_015,
        // American Express
        378_282_246_310_005, 371_449_635_398_431, 378_734_493_671_000, 370_000_000_000_002, 370_000_000_100_018,
        343_434_343_434_343, 374_251_018_720_018, 341_111_111_111_111,
        // Discover, Diners Club, JCB, UnionPay, Maestro
        6_011_111_111_111_117, 6_011_000_990_139_424, 6_011_981_111_111_113, 6_011_000_000_000_004,
        6_011_601_160_116_611, 6_445_644_564_456_445, 3_056_930_009_020_004, 36_227_206_271_667, 30_569_309_025_904,
        38_520_000_023_237, 36_006_666_333_344, 3_566_002_020_360_505, 3_530_111_333_300_000, 3_528_000_700_000_000,
        6_200_000_000_000_005, 6_200_000_000_000_047, 6_205_500_000_000_000_004, 6_250_946_000_000_016,
        6_759_649_826_438_453, 6_799_990_100_000_000_019, 6_331_101_999_990_016,
    ]

    /// Account numbers that standards and banks print as examples (SWIFT, IBAN registry; ECBS), as capitals and digits without
    /// spaces.
    static func isExampleIBAN(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        exampleIBANs.contains { $0.elementsEqual(text) }
    }

    private static let exampleIBANs = [
        "GB29NWBK60161331926819", "GB82WEST12345698765432", "GB33BUKB20201555555555", "GB94BARC10201530093459",
        "GB98MIDL07009312345678", "IE29AIBK93115212345678", "IE64IRCE92050112345678", "DE89370400440532013000",
        "DE75512108001245126199", "FR1420041010050500013M02606", "FR7630006000011234567890189",
        "ES9121000418450200051332",
        "ES7921000813610123456789", "IT60X0542811101000000123456", "NL91ABNA0417164300", "NL02ABNA0123456789",
        "BE68539007547034", "BE71096123456769", "CH9300762011623852957", "CH5604835012345678009",
        "AT611904300234573201",
        "AT483200000012345864", "PT50000201231234567890154", "PL61109010140000071219812874", "SE4550000000058398257466",
        "DK5000400440116243", "NO9386011117947", "FI2112345600000785", "LU280019400644750000",
        "GR1601101250000000012300695",
    ].map { Array($0.utf8) }

    /// `QQ` begins no number that is issued: HMRC's forms and guidance print `QQ 12 34 56 C` (and A to D) as the example.
    static func isExampleNationalInsurance(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count == 9 && text[0] == UInt8(ascii: "Q") && text[1] == UInt8(ascii: "Q") && text[8] >= UInt8(ascii: "A")
            && text[8] <= UInt8(ascii: "D")
    }
}
