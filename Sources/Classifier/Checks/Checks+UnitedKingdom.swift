/// Numbers of people, businesses, places and vehicles in the United Kingdom.
extension Checks {
    typealias Text = UnsafeBufferPointer<UInt8>

    /// VAT registration number: nine digits, twelve with the branch, or `GD` and `HA` for government departments and health
    /// authorities; `GB` or `XI` before it is left out. Weights 8…2 and the last two digits as they are: divisible by 97
    /// or, in the series begun in 2009, with 55 added to it (HMRC, "modulus 97" and "97 - 55"; the same, with 55 taken off
    /// the check digits, is what some publish, and is in use by validators).
    static func vat(_ text: Text) -> Bool {
        if text.begins(with: "GB") || text.begins(with: "XI") { return vat(text.from(2)) }
        if text.count == 5, let number = text.number(2..<5) {
            return text.begins(with: "GD") ? number < 500 : text.begins(with: "HA") && number >= 500
        }
        guard text.count == 9 || text.count == 12, text.isDigits, let series = text.number(0..<3),
            let sum = text.sum([8, 7, 6, 5, 4, 3, 2, 10, 1])
        else { return false }
        switch sum % 97 {
        case 0: return sum > 0
        case 42, 55: return series >= 100
        default: return false
        }
    }

    /// Unique pupil number: a check letter, then twelve digits with weights 2…13 modulo 23; a temporary one ends in a letter
    /// (Department for Education, "Unique pupil numbers: guidance for schools").
    static func pupilNumber(_ text: Text) -> Bool {
        let letters: StaticString = "ABCDEFGHJKLMNPQRTUVWXYZ"
        guard text.count == 13, let sum = text.sum(from: 1, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            let last = text.digit(12) ?? text.place(in: letters, at: 12)
        else { return false }
        return text.place(in: letters, at: 0) == (sum + last * 13) % 23
    }

    /// Vehicle registration marks that are told from other codes by their form: since 2001 (`AB12 CDE`), with a prefix
    /// (`A123 BCD`) or a suffix (`ABC 123D`), and of Northern Ireland with its I or Z (`ABZ 1234`). Letters not in use:
    /// DVLA INF104 and V796.
    static func vehicleRegistration(_ text: Text) -> Bool {
        func avoids(_ letters: StaticString, _ range: Range<Int>) -> Bool {
            text.isLetters(range) && !range.contains { text.has(letters, at: $0) }
        }
        guard text.count >= 4, text.count <= 7 else { return false }
        let letters = text.prefix { $0 >= 0x41 }.count
        // `AB12CDE`: the age is 02 to 50 for March, 51 to 99 for September, and 01 has not been issued.
        if text.count == 7, letters == 2, let age = text.number(2..<4), avoids("IQZ", 0..<1), avoids("IQ", 1..<2) {
            return age >= 2 && age <= 79 && age != 50 && avoids("IQ", 4..<7)
        }
        let digits = text.dropFirst(letters).prefix { $0 < 0x3a }.count
        guard (1...4).contains(digits), text.isDigits(letters..<(letters + digits)), text.digit(letters) != 0 else {
            return false
        }
        let rest = letters + digits
        switch (letters, text.count - rest) {
        case (1, 3): return digits <= 3 && avoids("IOQUZ", 0..<1) && avoids("IQZ", rest..<text.count)
        case (3, 1): return digits <= 3 && avoids("QZ", 0..<3) && avoids("IOQUZ", rest..<text.count)
        case (2, 0), (3, 0):
            return digits == 4 && text.isLetters(0..<letters)
                && (letters - 2..<letters).contains { text.has("IZ", at: $0) }
        default: return false
        }
    }

    /// Eight digits, or the letters of a register and six (Companies House, "Company number format"); `R` for registers of
    /// before 1922 in Northern Ireland.
    static func companyNumber(_ text: Text) -> Bool {
        guard text.count == 8 else { return false }
        if text.isDigits { return text.number(0..<8) != 0 }
        guard text.isDigits(2..<8), text.isLetters(0..<1) else { return false }
        // AC assurance, CE charities, FC foreign, GE/GS European groupings, IC/SI/NV investment, IP/SP/NP industrial and
        // provident, LP/SL/NL limited partnerships, NC/NI/NA/NO Northern Ireland, OC/SO partnerships, OE overseas, PC/RC/SR/NR
        // others, SA/SC/SE/SZ/SF/SG Scotland and societies, R0 old Northern Ireland, RS registered societies.
        let registers: StaticString =
            "AC CE CS ES FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC R0 RC RS SA SC SE SF SG SI SL SO SP SR SZ "
        return registers.withUTF8Buffer { table in
            stride(from: 0, to: table.count - 1, by: 3).contains { table[$0] == text[0] && table[$0 + 1] == text[1] }
        }
    }

    /// Unique property reference number: up to twelve digits, without a check (BS 7666; GeoPlace).
    static func uprn(_ text: Text) -> Bool {
        (1...12).contains(text.count) && text.isDigits && text.digit(0) != 0
    }

    /// General Medical Council reference: seven digits, or `C` and seven as a consultant's code (NHS Data Dictionary,
    /// GENERAL MEDICAL COUNCIL REFERENCE NUMBER). It has no check digit.
    static func gmcNumber(_ text: Text) -> Bool {
        let digits = text.begins(with: "C") ? text.from(1) : text
        return digits.count == 7 && digits.isDigits && digits.digit(0) != 0
    }

    /// Nursing and Midwifery Council PIN: year, a letter for the month, a serial, a letter for the country (E, I, N, S, W, C, O).
    static func nmcPin(_ text: Text) -> Bool {
        text.count == 8 && text.isDigits(0..<2) && text.has("ABCDEFGHIJKL", at: 2) && text.isDigits(3..<7)
            && text.has("CEINOSW", at: 7)
    }

    /// Codes of the Organisation Data Service: `RXX` trusts with two more for a site, a letter and five digits for
    /// practices, `F` and four for pharmacies, three for commissioners (NHS Data Dictionary, ORGANISATION CODE frames).
    static func odsCode(_ text: Text) -> Bool {
        guard (3...6).contains(text.count), text.isAlphanumeric(0..<text.count) else { return false }
        switch text.count {
        case 3: return text.letter(0) != nil || text.isDigits(0..<2) && text.letter(2) != nil
        case 5: return text.has("RFTVNGEQ8", at: 0)
        case 6: return text.letter(0) != nil && text.isDigits(1..<6)
        default: return false
        }
    }

    /// Police National Computer identifier, as written: year of two or four digits, `/`, a serial of up to seven, and a letter
    /// by modulus 23 of the year's last two digits and the serial in seven (HMPPS, person record: "PNC identifier").
    static func pncID(_ text: Text) -> Bool {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")), slash == 2 || slash == 4, text.isDigits(0..<slash),
            (1...7).contains(text.count - slash - 2), let year = text.number(slash - 2..<slash),
            let serial = text.number(slash + 1..<text.count - 1)
        else { return false }
        return text.place(in: "ZABCDEFGHJKLMNPQRTUVWXY", at: text.count - 1) == (year * 10_000_000 + serial) % 23
    }
}
