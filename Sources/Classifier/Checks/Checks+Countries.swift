/// Numbers of people and businesses in Ireland, France, Germany, Spain, Italy, the Netherlands and the United States, and
/// travel documents of any country.
extension Checks {
    /// ISO 7064 modulus 11,10: the last digit checks those before it.
    static func mod11and10(_ text: Text) -> Bool {
        guard text.count >= 2, let check = text.digit(text.count - 1) else { return false }
        var product = 10
        for index in 0..<(text.count - 1) {
            guard let digit = text.digit(index) else { return false }
            let sum = (digit + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (11 - product) % 10 == check
    }

    // MARK: - Ireland

    /// Check letters by remainder: W is 0.
    static let irishLetters: StaticString = "WABCDEFGHIJKLMNOPQRSTUV"

    /// - Parameter extra: the number of the second letter, which weighs 9.
    static func irelandCheck(_ text: Text, extra: Int) -> Bool {
        guard let sum = text.sum([8, 7, 6, 5, 4, 3, 2]) else { return false }
        return text.place(in: irishLetters, at: 7) == (sum + 9 * extra) % 23
    }

    /// Personal Public Service number: seven digits, a check letter, and often a second letter. A, B and H (since 2013)
    /// weigh in the check, W, T and X (before) do not (Department of Social Protection, "PPS number format").
    static func irelandPPS(_ text: Text) -> Bool {
        switch text.count {
        case 8: return irelandCheck(text, extra: 0)
        case 9:
            if text.has("WTX", at: 8) { return irelandCheck(text, extra: 0) }
            guard text.has("ABH", at: 8), let second = text.letter(8) else { return false }
            return irelandCheck(text, extra: second + 1)
        default: return false
        }
    }

    // MARK: - France

    /// Numéro d'inscription au répertoire: sex, year and month of birth, department, commune and order, then 97 less the
    /// remainder of 97; Corsica's 2A and 2B count as 19 and 18 (INSEE, "NIR"; decree 82-103).
    static func franceNIR(_ text: Text) -> Bool {
        guard text.count == 15, text.has("123478", at: 0), let month = text.number(3..<5), text.isDigits(0..<5),
            text.isDigits(7..<15), let key = text.number(13..<15)
        else { return false }
        // 20 and 30 to 42 and from 50 on: the month is not known.
        guard (1...12).contains(month) || month == 20 || (30...42).contains(month) || month >= 50 else { return false }
        let department: Int
        if text.has("2", at: 5), text.has("AB", at: 6) {
            department = text.has("A", at: 6) ? 19 : 18
        } else {
            guard let number = text.number(5..<7), number > 0 else { return false }
            department = number
        }
        guard let before = text.number(0..<5), let after = text.number(7..<13) else { return false }
        return 97 - ((before * 100 + department) * 1_000_000 + after) % 97 == key
    }

    /// SIREN and five digits of the place, Luhn over all; of the post office, but for its seat (00048), the digits add up
    /// to a multiple of 5 (INSEE, "numéro SIRET").
    static func franceSIRET(_ digits: Digits) -> Bool {
        guard digits.count == 14, luhn(Digits(rebasing: digits[0..<9])), !isRepeated(digits) else { return false }
        let isPostOffice = digits.prefix(9).elementsEqual([3, 5, 6, 0, 0, 0, 0, 0, 0])
        guard isPostOffice, !digits.suffix(5).elementsEqual([0, 0, 0, 4, 8]) else { return luhn(digits) }
        return digits.reduce(0) { $0 + Int($1) } % 5 == 0
    }

    // MARK: - Germany

    /// Steuerliche Identifikationsnummer: of its first ten digits one occurs twice or three times (then not in a row) and
    /// no other more than once; the eleventh is ISO 7064 modulus 11,10 (section 139b AO; ITZBund, "Prüfziffernberechnung").
    static func germanyTaxID(_ text: Text) -> Bool {
        guard text.count == 11, text.isDigits, text.digit(0) != 0, mod11and10(text) else { return false }
        var repeated = 0
        for byte in UInt8(ascii: "0")...UInt8(ascii: "9") {
            let count = text.prefix(10).count { $0 == byte }
            if count > 3 { return false }
            if count > 1 { repeated += 1 }
        }
        let hasRun = (0..<8).contains { text[$0] == text[$0 + 1] && text[$0] == text[$0 + 2] }
        return repeated == 1 && !hasRun
    }

    /// Serial number of an identity card or passport: nine characters without vowels and look-alikes, and a check digit by
    /// weights 7, 3, 1 (PAuswV annex; ICAO 9303-3, 4.9).
    static func germanyIDCard(_ text: Text) -> Bool {
        guard text.count == 10, text.has("CFGHJKLMNPRTVWXYZ", at: 0),
            (0..<9).allSatisfy({ text.has("0123456789CFGHJKLMNPRTVWXYZ", at: $0) })
        else { return false }
        return documentCheck(text, [0..<9], at: 9)
    }

    // MARK: - Spain

    /// Letters of a DNI by remainder of 23.
    private static let spanishLetters: StaticString = "TRWAGMYFPDXBNJZSQVHLCKE"

    /// DNI (eight digits) and NIE (X, Y or Z and seven), and NIF of those without a DNI (K, L, M), with a letter (royal
    /// decree 1553/2005; order EHA/451/2008).
    static func spainDNI(_ text: Text) -> Bool {
        guard text.count == 9 else { return false }
        let first: Int
        if let digit = text.digit(0) {
            first = digit
        } else if let place = text.place(in: "XYZ", at: 0) {
            first = place
        } else if text.has("KLM", at: 0) {
            first = 0
        } else {
            return false
        }
        guard let rest = text.number(1..<8) else { return false }
        return text.place(in: spanishLetters, at: 8) == (first * 10_000_000 + rest) % 23
    }

    /// NIF of legal persons (CIF): a letter for the form, seven digits, and a digit or the letter of that number by Luhn
    /// (order EHA/451/2008; decree 2423/1975).
    static func spainCIF(_ text: Text) -> Bool {
        guard text.count == 9, text.has("ABCDEFGHJNPQRSUVW", at: 0) else { return false }
        var sum = 0
        for index in 1..<8 {
            guard let digit = text.digit(index) else { return false }
            sum += index % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10
        }
        let check = (10 - sum % 10) % 10
        return (text.digit(8) ?? text.place(in: "JABCDEFGHI", at: 8)) == check
    }

    // MARK: - Italy

    /// Values of characters in odd places, as letters: B is 1. By digit 0…9 and letter A…Z.
    private static let italianOdd: StaticString = "BAFHJNPRTVCESULDGIMOQKWZYX"

    /// Codice fiscale of a person: six letters, year, month (a letter) and day of birth (40 more for women), place, and a
    /// check letter; where codes would be alike, letters stand for digits from the right (omocodia) (ministerial decree
    /// 23 December 1976, articles 2 to 6).
    static func italyCodiceFiscale(_ text: Text) -> Bool {
        guard text.count == 16, text.isLetters(0..<6), text.has("ABCDEHLMPRST", at: 8),
            text.has("ABCDEFGHIJKLMNOPQRSTUVWXYZ", at: 11), let check = text.letter(15)
        else { return false }
        /// A digit, or the letter that stands for it.
        func digit(_ index: Int) -> Int? { text.digit(index) ?? text.place(in: "LMNPQRSTUV", at: index) }
        guard let decade = digit(6), let year = digit(7), let ten = digit(9), let one = digit(10), digit(12) != nil,
            digit(13) != nil, digit(14) != nil, let month = text.place(in: "ABCDEHLMPRST", at: 8)
        else { return false }
        let given = ten * 10 + one
        let day = given > 40 ? given - 40 : given
        // The century is not said.
        guard
            [1900, 2000].contains(where: {
                DateParts.isValid(year: $0 + decade * 10 + year, month: month + 1, day: day)
            })
        else { return false }
        let sum = italianOdd.withUTF8Buffer { odd in
            (0..<15).reduce(0) { sum, index in
                let value = text.digit(index) ?? text.letter(index) ?? 0
                return sum + (index % 2 == 0 ? Int(odd[value] - 0x41) : value)
            }
        }
        return sum % 26 == check
    }

    /// Partita IVA: seven digits, an office of three (001 to 100, 120, 121, 888, 999), Luhn (presidential decree 633/1972,
    /// article 35; ministerial decree 23 December 1976).
    static func italyPartitaIVA(_ text: Text) -> Bool {
        guard text.count == 11, let number = text.number(0..<7), number > 0, let office = text.number(7..<10),
            (1...100).contains(office) || [120, 121, 888, 999].contains(office)
        else { return false }
        return text.asDigits(11...11, luhn)
    }

    // MARK: - Netherlands

    /// Burgerservicenummer: nine digits, or eight without a 0 before them; weights 9…2 and −1, divisible by 11 (BSN
    /// Logisch Ontwerp, "elfproef").
    static func netherlandsBSN(_ text: Text) -> Bool {
        guard text.count == 8 || text.count == 9, text.isDigits,
            let sum = text.sum(Array([9, 8, 7, 6, 5, 4, 3, 2, -1].suffix(text.count)))
        else { return false }
        return sum % 11 == 0 && text.number(0..<text.count) != 0
    }

    // MARK: - United States

    /// Social Security number: no 000, 666 or 900 to 999 as area, no 00 as group, no 0000 as serial (SSA, "Randomization
    /// FAQs"), and none of those that were printed in advertisements.
    static func unitedStatesSSN(_ text: Text) -> Bool {
        guard text.count == 9, let area = text.number(0..<3), let group = text.number(3..<5),
            let serial = text.number(5..<9)
        else { return false }
        guard area != 0, area != 666, area < 900, group != 0, serial != 0 else { return false }
        return ![078_051_120, 219_099_999, 457_555_462].contains(area * 1_000_000 + group * 10_000 + serial)
    }

    /// National provider identifier: ten digits from 1 or 2, Luhn with 80840 before them, which adds 24 (CMS, "NPI check
    /// digit").
    static func unitedStatesNPI(_ text: Text) -> Bool {
        guard text.count == 10, text.has("12", at: 0), text.isDigits, let check = text.digit(9) else { return false }
        var sum = 24
        for index in 0..<9 {
            guard let digit = text.digit(index) else { return false }
            sum += index % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit
        }
        return (10 - sum % 10) % 10 == check
    }

    /// Registration of the Drug Enforcement Administration: a letter for the registrant, one of the name or 9, seven digits
    /// (DEA Diversion Control, "Verifying DEA numbers").
    static func unitedStatesDEA(_ text: Text) -> Bool {
        guard text.count == 9, text.has("ABCDEFGHJKLMPRSTUX", at: 0), text.letter(1) != nil || text.has("9", at: 1),
            let sum = text.sum(from: 2, [1, 2, 1, 2, 1, 2])
        else { return false }
        return text.digit(8) == sum % 10
    }

    // MARK: - Travel documents

    /// Machine readable zone of a travel document, whole or its line of numbers: sizes TD1 (three lines of 30), TD2 (36), TD3
    /// (44); every check digit must be right (ICAO 9303-4, -5, -6).
    static func machineReadableZone(_ text: Text) -> Bool {
        func isZone(_ text: Text) -> Bool {
            (0..<text.count).allSatisfy { text.base36($0) != nil || text.has("<", at: $0) }
        }
        // Lines of a whole zone may still be parted.
        let bare = text.filter { $0 > 0x20 }
        return bare.withUnsafeBufferPointer { text in
            guard isZone(text) else { return false }
            switch text.count {
            case 44, 36: return numberLine(text)
            case 88 where text.has("P", at: 0): return numberLine(text.from(44))
            case 72: return numberLine(text.from(36))
            case 90:
                return text.has("IAC", at: 0) && documentCheck(text, [5..<14], at: 14)
                    && documentCheck(text, [30..<36], at: 36)
                    && documentCheck(text, [38..<44], at: 44)
                    && documentCheck(text, [5..<30, 30..<37, 38..<45, 48..<59], at: 59)
            default: return false
            }
        }
    }

    /// The second line of TD3 and TD2: number, country, birth, sex, expiry, what the state adds.
    private static func numberLine(_ line: Text) -> Bool {
        let last = line.count - 1
        guard documentCheck(line, [0..<9], at: 9), documentCheck(line, [13..<19], at: 19),
            documentCheck(line, [21..<27], at: 27), line.has("MFX<", at: 20), line.isDigits(13..<15)
        else { return false }
        if line.count == 44, !documentCheck(line, [28..<42], at: 42),
            !(line.has("<", at: 42) && (28..<42).allSatisfy { line.has("<", at: $0) })
        {
            return false
        }
        return documentCheck(line, [0..<10, 13..<20, 21..<last], at: last)
    }

    /// Check digit by weights 7, 3, 1; `<` is 0 and A is 10 (ICAO 9303-3, 4.9).
    static func documentCheck(_ text: Text, _ ranges: [Range<Int>], at place: Int) -> Bool {
        let weights = [7, 3, 1]
        var sum = 0
        var count = 0
        for range in ranges {
            for index in range {
                guard let value = text.base36(index) ?? (text.has("<", at: index) ? 0 : nil) else { return false }
                sum += value * weights[count % 3]
                count += 1
            }
        }
        return text.digit(place) == sum % 10
    }
}
