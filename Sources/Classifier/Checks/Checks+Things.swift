/// Codes of goods, devices, banks and tests: not people.
extension Checks {
    /// ISBN of ten characters (weights 10…1, X is 10, modulo 11) or thirteen (EAN of 978 or 979) (ISO 2108).
    static func isbn(_ text: Text) -> Bool {
        switch text.count {
        case 10:
            guard let sum = text.sum([10, 9, 8, 7, 6, 5, 4, 3, 2]),
                let check = text.has("X", at: 9) ? 10 : text.digit(9)
            else { return false }
            return (sum + check) % 11 == 0
        case 13: return (text.begins(with: "978") || text.begins(with: "979")) && ean(text)
        default: return false
        }
    }

    /// GTIN of 8, 12, 13 or 14 digits: weights 3 and 1 from the right (GS1 General Specifications, 7.9).
    static func ean(_ text: Text) -> Bool {
        guard [8, 12, 13, 14].contains(text.count) else { return false }
        var sum = 0
        for index in 0..<text.count {
            guard let digit = text.digit(text.count - 1 - index) else { return false }
            sum += index % 2 == 0 ? digit : digit * 3
        }
        return sum % 10 == 0 && sum > 0
    }

    /// ISSN: weights 8…2, X is 10, modulo 11 (ISO 3297).
    static func issn(_ text: Text) -> Bool {
        guard text.count == 8, let sum = text.sum([8, 7, 6, 5, 4, 3, 2]),
            let check = text.has("X", at: 7) ? 10 : text.digit(7)
        else { return false }
        return (sum + check) % 11 == 0
    }

    /// Number of a SIM card: 89, Luhn over 19 or 20 digits (ITU-T E.118).
    static func iccid(_ digits: Digits) -> Bool {
        digits.count >= 19 && digits[0] == 8 && digits[1] == 9 && luhn(digits)
    }

    /// Six bytes in hexadecimal, bare or parted by colons; not all bits 0, and not all 1, the broadcast address (IEEE 802).
    static func mac(_ text: Text) -> Bool {
        guard text.count == 12 || text.count == 17 else { return false }
        let step = text.count == 17 ? 3 : 2
        var sum = 0
        for index in 0..<text.count {
            if index % step == 2 {
                guard text.has(":", at: index) else { return false }
            } else {
                guard let value = text.place(in: "0123456789ABCDEF", at: index) else { return false }
                sum += value
            }
        }
        return sum > 0 && sum < 12 * 15
    }

    /// 32 hexadecimal digits with a version of 1 to 8 and the variant of RFC 9562.
    static func uuid(_ text: Text) -> Bool {
        text.count == 32 && text.has("12345678", at: 12) && text.has("89AB", at: 16)
            && (0..<32).allSatisfy { text.digit($0) != nil || text.has("ABCDEF", at: $0) }
    }

    /// LOINC: up to seven digits and one by Luhn's method ("LOINC Users' Guide", annex C: mod 10).
    static func loincCode(_ digits: Digits) -> Bool {
        digits.count >= 2 && digits[0] != 0 && luhn(digits)
    }

    /// Business identifier code: four letters, a country, two characters, and three for a branch (ISO 9362).
    static func bic(_ text: Text) -> Bool {
        guard text.count == 8 || text.count == 11, text.isLetters(0..<6), text.isAlphanumeric(6..<text.count) else {
            return false
        }
        // ISO 3166-1 alpha-2, and XK.
        let countries: StaticString =
            "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW"
        return countries.withUTF8Buffer { table in
            stride(from: 0, to: table.count - 1, by: 2).contains { table[$0] == text[4] && table[$0 + 1] == text[5] }
        }
    }
}
