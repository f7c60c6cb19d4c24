/// Value added tax numbers of the members of the European Union, and of Northern Ireland (`XI`) and Great Britain (`GB`),
/// with the country's prefix.
///
/// Forms: European Commission, VIES, "VAT identification number structure". Check digits: the construction rules that the
/// Austrian Federal Ministry of Finance publishes for all members ("UID-Konstruktionsregeln", BMF-010219).
enum EuropeanVAT {
    typealias Text = UnsafeBufferPointer<UInt8>

    static func passes(_ text: Text) -> Bool {
        guard text.count >= 4, text.count <= 16 else { return false }
        let body = text.from(2)
        switch (text[0], text[1]) {
        case (0x41, 0x54): return austria(body)  // AT
        case (0x42, 0x45): return belgium(body)  // BE
        case (0x42, 0x47): return bulgaria(body)  // BG
        case (0x43, 0x59): return cyprus(body)  // CY
        case (0x43, 0x5a): return czechia(body)  // CZ
        case (0x44, 0x45): return body.count == 9 && body.digit(0) != 0 && Checks.mod11and10(body)  // DE
        case (0x44, 0x4b): return denmark(body)  // DK
        case (0x45, 0x45): return estonia(body)  // EE
        case (0x45, 0x4c): return greece(body)  // EL
        case (0x45, 0x53): return Checks.spainDNI(body) || Checks.spainCIF(body)  // ES
        case (0x46, 0x49): return finland(body)  // FI
        case (0x46, 0x52): return france(body)  // FR
        case (0x47, 0x42), (0x58, 0x49): return Checks.vat(body)  // GB, XI
        case (0x48, 0x52): return body.count == 11 && Checks.mod11and10(body)  // HR
        case (0x48, 0x55): return hungary(body)  // HU
        case (0x49, 0x45): return ireland(body)  // IE
        case (0x49, 0x54): return Checks.italyPartitaIVA(body)  // IT
        case (0x4c, 0x54): return lithuania(body)  // LT
        case (0x4c, 0x55): return luxembourg(body)  // LU
        case (0x4c, 0x56): return latvia(body)  // LV
        case (0x4d, 0x54): return malta(body)  // MT
        case (0x4e, 0x4c): return netherlands(body)  // NL
        case (0x50, 0x4c): return poland(body)  // PL
        case (0x50, 0x54): return portugal(body)  // PT
        case (0x52, 0x4f): return romania(body)  // RO
        case (0x53, 0x45): return sweden(body)  // SE
        case (0x53, 0x49): return slovenia(body)  // SI
        case (0x53, 0x4b): return slovakia(body)  // SK
        default: return false
        }
    }

    /// `U` and eight digits: doubled in every second place, their digits added up, and 4.
    private static func austria(_ text: Text) -> Bool {
        guard text.count == 9, text.has("U", at: 0), let check = text.digit(8) else { return false }
        var sum = 4
        for index in 1..<8 {
            guard let digit = text.digit(index) else { return false }
            sum += index % 2 == 1 ? digit : digit * 2 / 10 + digit * 2 % 10
        }
        return (10 - sum % 10) % 10 == check
    }

    /// Ten digits from 0 or 1; before 2005 the 0 was not written.
    private static func belgium(_ text: Text) -> Bool {
        let last = text.count - 2
        guard text.count == 9 || text.count == 10 && text.has("01", at: 0), let number = text.number(0..<last),
            let check = text.number(last..<text.count)
        else { return false }
        return number > 0 && 97 - number % 97 == check
    }

    /// Nine digits for companies; ten for natural persons, foreigners and others, each with weights of its own.
    private static func bulgaria(_ text: Text) -> Bool {
        switch text.count {
        case 9:
            guard let check = text.digit(8), let first = text.sum([1, 2, 3, 4, 5, 6, 7, 8]),
                let second = text.sum([3, 4, 5, 6, 7, 8, 9, 10])
            else { return false }
            return (first % 11 == 10 ? second % 11 % 10 : first % 11) == check
        case 10:
            guard let check = text.digit(9), let person = text.sum([2, 4, 8, 5, 10, 9, 7, 3, 6]),
                let foreigner = text.sum([21, 19, 17, 13, 11, 9, 7, 3, 1]),
                let other = text.sum([4, 3, 2, 7, 6, 5, 4, 3, 2])
            else { return false }
            if person % 11 % 10 == check, bulgarianBirth(text) { return true }
            return foreigner % 10 == check || (11 - other % 11) % 11 == check
        default: return false
        }
    }

    /// YYMMDD; 20 is added to the month for the 19th century, 40 for the 21st.
    private static func bulgarianBirth(_ text: Text) -> Bool {
        guard let year = text.number(0..<2), let month = text.number(2..<4), let day = text.number(4..<6) else {
            return false
        }
        let century = month > 40 ? 2000 : month > 20 ? 1800 : 1900
        return DateParts.isValid(year: century + year, month: month > 40 ? month - 40 : month % 20, day: day)
            && (month <= 12 || (21...32).contains(month) || (41...52).contains(month))
    }

    /// Eight digits and a letter: those in odd places are translated.
    private static func cyprus(_ text: Text) -> Bool {
        guard text.count == 9, text.isDigits(0..<8), !text.begins(with: "12"), let check = text.letter(8) else {
            return false
        }
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
        var sum = 0
        for index in 0..<8 {
            guard let digit = text.digit(index) else { return false }
            sum += index % 2 == 0 ? odd[digit] : digit
        }
        return sum % 26 == check
    }

    /// Eight digits for companies; nine or ten for persons, by their number of birth.
    private static func czechia(_ text: Text) -> Bool {
        switch text.count {
        case 8:
            guard text.digit(0) != 9, let check = text.digit(7), let sum = text.sum([8, 7, 6, 5, 4, 3, 2]) else {
                return false
            }
            return (11 - sum % 11) % 10 == check
        case 9 where text.has("6", at: 0):
            guard let check = text.digit(8), let sum = text.sum(from: 1, [8, 7, 6, 5, 4, 3, 2]) else { return false }
            return (8 - (10 - sum % 11) % 11 + 10) % 10 == check
        default: return numberOfBirth(text)
        }
    }

    /// Number of birth: YYMMDD (50 added to a woman's month, 20 to both from 2004 on) and a serial of three digits until
    /// 1953, four since, with which the whole is divisible by 11; where nine digits leave 10, the tenth is 0 (act
    /// 133/2000 Sb., section 13).
    private static func numberOfBirth(_ text: Text) -> Bool {
        guard text.count == 9 || text.count == 10, text.isDigits, let two = text.number(0..<2),
            let given = text.number(2..<4), let day = text.number(4..<6)
        else { return false }
        let isOld = text.count == 9
        let year = (two < 54 && !isOld ? 2000 : 1900) + two
        let month = given % 50 > 20 && year >= 2004 ? given % 50 - 20 : given % 50
        guard DateParts.isValid(year: year, month: month, day: day) else { return false }
        if isOld { return two < 54 }
        guard let nine = text.number(0..<9), let check = text.digit(9) else { return false }
        return nine % 11 % 10 == check
    }

    private static func denmark(_ text: Text) -> Bool {
        guard text.count == 8, text.digit(0) != 0, let sum = text.sum([2, 7, 6, 5, 4, 3, 2, 1]) else { return false }
        return sum % 11 == 0
    }

    private static func estonia(_ text: Text) -> Bool {
        guard text.count == 9, let sum = text.sum([3, 7, 1, 3, 7, 1, 3, 7, 1]) else { return false }
        return sum % 10 == 0
    }

    private static func greece(_ text: Text) -> Bool {
        guard text.count == 9, let check = text.digit(8), let sum = text.sum([256, 128, 64, 32, 16, 8, 4, 2]) else {
            return false
        }
        return sum % 11 % 10 == check
    }

    private static func finland(_ text: Text) -> Bool {
        guard text.count == 8, let sum = text.sum([7, 9, 10, 5, 8, 4, 2, 1]) else { return false }
        return sum % 11 == 0
    }

    /// Two characters of check and a SIREN. Digits: (12 + 3 · SIREN mod 97) mod 97. With letters (no I, no O), the rule of
    /// the new style.
    private static func france(_ text: Text) -> Bool {
        guard text.count == 11, let siren = text.number(2..<11) else { return false }
        // Monaco's numbers begin with 000 and are no SIREN.
        guard text.from(2).begins(with: "000") || Check.franceSIREN.passes(text.from(2)) else { return false }
        if let check = text.number(0..<2) { return (12 + 3 * (siren % 97)) % 97 == check }
        let alphabet: StaticString = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        guard let first = text.place(in: alphabet, at: 0), let second = text.place(in: alphabet, at: 1) else {
            return false
        }
        let value = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
        return (siren + 1 + value / 11) % 11 == value % 11
    }

    private static func hungary(_ text: Text) -> Bool {
        guard text.count == 8, let sum = text.sum([9, 7, 3, 1, 9, 7, 3, 1]) else { return false }
        return sum % 10 == 0
    }

    /// Seven digits and a check letter, since 2013 with a second letter, A to I (W weighs nothing); before, the second place
    /// could be a letter or a sign, and the first digit then moves behind the others.
    private static func ireland(_ text: Text) -> Bool {
        guard text.count == 8 || text.count == 9 else { return false }
        if text.isDigits(0..<7) {
            if text.count == 8 || text.has("W", at: 8) { return Checks.irelandCheck(text, extra: 0) }
            return text.place(in: "ABCDEFGHI", at: 8).map { Checks.irelandCheck(text, extra: $0 + 1) } ?? false
        }
        guard text.count == 8, text.letter(1) != nil || text.has("+*", at: 1), let first = text.digit(0),
            let sum = text.sum(from: 2, [7, 6, 5, 4, 3])
        else { return false }
        return text.place(in: Checks.irishLetters, at: 7) == (sum + first * 2) % 23
    }

    /// Nine digits, of which the eighth is 1, or twelve with a 1 in the eleventh place; a second round of weights where
    /// the first leaves 10.
    private static func lithuania(_ text: Text) -> Bool {
        guard text.count == 9 || text.count == 12, text.has("1", at: text.count - 2),
            let check = text.digit(text.count - 1)
        else { return false }
        let first = (0..<(text.count - 1)).map { 1 + $0 % 9 }
        let second = (0..<(text.count - 1)).map { 1 + ($0 + 2) % 9 }
        guard let once = text.sum(first), let twice = text.sum(second) else { return false }
        return (once % 11 == 10 ? twice % 11 % 10 : once % 11) == check
    }

    private static func luxembourg(_ text: Text) -> Bool {
        guard text.count == 8, let number = text.number(0..<6), let check = text.number(6..<8) else { return false }
        return number % 89 == check
    }

    /// Companies begin with a digit above 3. Persons have their code: date of birth or, since 2017, `32`.
    private static func latvia(_ text: Text) -> Bool {
        guard text.count == 11, let first = text.digit(0), let check = text.digit(10) else { return false }
        if first > 3 {
            guard let sum = text.sum([9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) else { return false }
            let rest = 3 - sum % 11
            return (rest < -1 ? rest + 11 : rest) == check
        }
        guard let sum = text.sum([10, 5, 8, 4, 2, 1, 6, 3, 7, 9]), (1 + sum) % 11 % 10 == check else { return false }
        if text.begins(with: "32") { return true }
        guard let day = text.number(0..<2), let month = text.number(2..<4), let year = text.number(4..<6),
            let century = text.digit(6), century <= 2
        else { return false }
        return DateParts.isValid(year: 1800 + 100 * century + year, month: month, day: day)
    }

    private static func malta(_ text: Text) -> Bool {
        guard text.count == 8, let number = text.number(0..<6), number >= 100_000, let check = text.number(6..<8),
            let sum = text.sum([3, 4, 6, 7, 8, 9])
        else { return false }
        return 37 - sum % 37 == check
    }

    /// Nine digits, `B`, and two: of a sole trader since 2020 by ISO 7064 modulus 97 over the whole with its prefix,
    /// before by the elf test of the nine.
    private static func netherlands(_ text: Text) -> Bool {
        guard text.count == 12, text.isDigits(0..<9), text.has("B", at: 9), let suffix = text.number(10..<12),
            suffix > 0
        else { return false }
        if Checks.netherlandsBSN(text.part(0..<9)) { return true }
        // N is 23, L is 21.
        var remainder = 2321
        for index in 0..<12 {
            guard let value = text.base36(index) else { return false }
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
        }
        return remainder == 1
    }

    private static func poland(_ text: Text) -> Bool {
        guard text.count == 10, let check = text.digit(9), let sum = text.sum([6, 5, 7, 2, 3, 4, 5, 6, 7]) else {
            return false
        }
        return sum % 11 == check
    }

    private static func portugal(_ text: Text) -> Bool {
        guard text.count == 9, text.digit(0) != 0, let check = text.digit(8),
            let sum = text.sum([9, 8, 7, 6, 5, 4, 3, 2])
        else { return false }
        return (11 - sum % 11) % 11 % 10 == check
    }

    /// Two to ten digits; read from the right.
    private static func romania(_ text: Text) -> Bool {
        guard text.count >= 2, text.count <= 10, text.digit(0) != 0, let check = text.digit(text.count - 1),
            let sum = text.sum(Array([7, 5, 3, 2, 1, 7, 5, 3, 2].suffix(text.count - 1)))
        else { return false }
        return sum * 10 % 11 % 10 == check
    }

    /// Organisation or personal number by Luhn, and 01 (Skatteverket, "VAT number").
    private static func sweden(_ text: Text) -> Bool {
        text.count == 12 && text.number(10..<12) == 1 && Check.luhn.passes(text.part(0..<10))
    }

    private static func slovenia(_ text: Text) -> Bool {
        guard text.count == 8, text.digit(0) != 0, let check = text.digit(7), let sum = text.sum([8, 7, 6, 5, 4, 3, 2])
        else { return false }
        let rest = 11 - sum % 11
        return rest == 11 ? false : rest % 10 == check
    }

    private static func slovakia(_ text: Text) -> Bool {
        guard text.count == 10, text.digit(0) != 0, text.has("234789", at: 2), let number = text.number(0..<10) else {
            return false
        }
        return number % 11 == 0
    }
}
