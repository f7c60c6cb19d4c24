import Foundation
import Testing

@testable import Classifier

/// Every check that python-stdnum has too, on 100,000 random and near-valid texts of each kind: the same verdict, or one of
/// the differences that are listed here, exactly as often as they are listed. `scripts/test` has the texts made
/// (`scripts/lib/identifiers.py`); they are the same in each run.
@Suite(.enabled(if: folder != nil, "AJAR_TEST_IDENTIFIERS names no folder of texts; scripts/test makes it"))
struct IdentifierDifferentialTests {
    static let kinds: [String: Check] = [
        "bic": .bic, "bitcoin_address": .bitcoinAddress, "de_tax_id": .germanyTaxID, "ean": .ean, "es_cif": .spainCIF,
        "es_dni": .spainDNI, "eu_vat_at": .europeanVAT, "eu_vat_be": .europeanVAT, "eu_vat_bg": .europeanVAT,
        "eu_vat_cy": .europeanVAT, "eu_vat_cz": .europeanVAT, "eu_vat_de": .europeanVAT, "eu_vat_dk": .europeanVAT,
        "eu_vat_ee": .europeanVAT, "eu_vat_el": .europeanVAT, "eu_vat_es": .europeanVAT, "eu_vat_fi": .europeanVAT,
        "eu_vat_fr": .europeanVAT, "eu_vat_hr": .europeanVAT, "eu_vat_hu": .europeanVAT, "eu_vat_ie": .europeanVAT,
        "eu_vat_it": .europeanVAT, "eu_vat_lt": .europeanVAT, "eu_vat_lu": .europeanVAT, "eu_vat_lv": .europeanVAT,
        "eu_vat_mt": .europeanVAT, "eu_vat_nl": .europeanVAT, "eu_vat_pl": .europeanVAT, "eu_vat_pt": .europeanVAT,
        "eu_vat_ro": .europeanVAT, "eu_vat_se": .europeanVAT, "eu_vat_si": .europeanVAT, "eu_vat_sk": .europeanVAT,
        "fr_nir": .franceNIR, "fr_siren": .franceSIREN, "fr_siret": .franceSIRET, "gb_upn": .pupilNumber,
        "gb_vat": .vat,
        "iban": .iban, "ie_pps": .irelandPPS, "imei": .imei, "isbn": .isbn, "issn": .issn,
        "it_codice_fiscale": .italyCodiceFiscale, "it_partita_iva": .italyPartitaIVA, "loinc_code": .loincCode,
        "luhn": .luhn, "mac": .mac, "nhs_number": .nhsNumber, "nl_bsn": .netherlandsBSN, "snomed_code": .snomedCode,
        "us_npi": .unitedStatesNPI, "us_ssn": .unitedStatesSSN, "utr": .utr,
    ]

    /// Texts on which the two differ.
    struct Difference: Sendable {
        /// Which of the kind's texts it takes.
        var includes: @Sendable (String) -> Bool
        /// Whether they are valid here, and not there.
        var areValidHere: Bool
        var count: Int
        var why: String
    }

    static let differences: [String: Difference] = [
        "bitcoin_address": Difference(
            includes: { $0.hasPrefix("bc1p") }, areValidHere: true, count: 3385,
            why: "BIP-350: witness programs of version 1 on have the checksum Bech32m, which it does not know"),
        "de_tax_id": Difference(
            includes: { text in "0123456789".contains { text.prefix(10).contains(String(repeating: $0, count: 3)) } },
            areValidHere: false, count: 714,
            why: "ITZBund: a digit that occurs three times does not stand three times in a row"),
        "eu_vat_be": Difference(
            includes: { !(1...97).contains(Int($0.suffix(2)) ?? 0) }, areValidHere: false, count: 258,
            why: "97 less a remainder of 97 is 01 to 97; it takes any two digits that leave the same remainder"),
        "eu_vat_bg": Difference(
            includes: { $0.hasPrefix("GB") }, areValidHere: true, count: 4,
            why: "GB, from neighbours swapped, is no member; its numbers are VAT numbers here all the same"),
        "eu_vat_cz": Difference(
            includes: { text in
                let month = (Int(text.dropFirst(4).prefix(2)) ?? 0) % 50
                return month > 20 || (text.count == 11 && Int(text.dropFirst(2).prefix(2)) ?? 0 >= 54)
            }, areValidHere: false, count: 2842,
            why:
                "20 is added to months since 2004 only, and nine digits were given until 1953 (133/2000 Sb., section 13)"
        ),
        "eu_vat_el": Difference(
            includes: { $0.count < 11 }, areValidHere: false, count: 374,
            why: "VIES: nine digits; it puts a 0 before eight"),
        "eu_vat_ie": Difference(
            includes: { $0.count == 11 && !"ABCDEFGHIW".contains($0.last ?? "W") }, areValidHere: false, count: 2198,
            why: "BMF: the second letter is A to I, or the W of before 2013; it takes any"),
        "eu_vat_lv": Difference(
            includes: { $0.dropFirst(8).first.map { "3456789".contains($0) } ?? false }, areValidHere: false,
            count: 163,
            why: "BMF: the seventh digit is the century of birth, 0 to 2; it takes any"),
        "eu_vat_mt": Difference(
            includes: { !(1...37).contains(Int($0.suffix(2)) ?? 0) }, areValidHere: false, count: 11_177,
            why: "BMF: 37 less a remainder of 37 is 01 to 37; it takes any two digits that leave the same remainder"),
        "eu_vat_nl": Difference(
            includes: { $0.count < 14 }, areValidHere: false, count: 244,
            why: "VIES: twelve characters; it puts zeros before fewer"),
        "eu_vat_sk": Difference(
            includes: { text in
                !"234789".contains(text.dropFirst(4).first ?? "2") || (Int(text.dropFirst(2)) ?? 0) % 11 != 0
                    || text.hasPrefix("SK0")
            }, areValidHere: false,
            count: 2058,
            why:
                "BMF: no 0 first, divisible by 11, and the third digit is 2, 3, 4, 7, 8 or 9; it takes numbers of birth too"
        ),
        "fr_nir": Difference(
            includes: { text in
                let month = Int(text.dropFirst(3).prefix(2)) ?? 0
                return !((1...12).contains(month) || month == 20 || (30...42).contains(month) || month >= 50)
                    || !"123478".contains(text.first ?? "1") || text.dropFirst(5).hasPrefix("00")
            }, areValidHere: false, count: 6772,
            why: "INSEE: sex is 1 to 4, 7 or 8, months are 01 to 12 or one of those that stand for none; it takes any"),
        "gb_upn": Difference(
            includes: { $0.count == 13 }, areValidHere: true, count: 1244,
            why: "it also knows the numbers of the local authorities of its time, which change"),
        "iban": Difference(
            includes: { "NO GB NL IE ES BE FR IT".contains($0.prefix(2)) }, areValidHere: true, count: 80,
            why: "the registry's form of the national part and national check digits are not looked at"),
        "imei": Difference(
            includes: { $0.count == 14 || $0.count == 16 }, areValidHere: false, count: 6946,
            why: "14 digits without the check digit and 16 with a software version have no check (3GPP TS 23.003)"),
        "isbn": Difference(
            includes: { $0.count == 9 }, areValidHere: false, count: 101,
            why: "nine characters are the SBN of before 1970 (ISO 2108)"),
        "it_codice_fiscale": Difference(
            includes: { text in
                let day =
                    Int(
                        text.dropFirst(9).prefix(2).map {
                            "LMNPQRSTUV".firstIndex(of: $0)
                                .map { String("LMNPQRSTUV".distance(from: "LMNPQRSTUV".startIndex, to: $0)) }
                                ?? String($0)
                        }.joined()) ?? 0
                return !(1...31).contains(day) && !(41...71).contains(day)
            }, areValidHere: false, count: 1531,
            why:
                "days are 01 to 31, and 41 to 71 for women (decree of 23 December 1976); it takes 40 off again and again"
        ),
        "mac": Difference(
            includes: { $0.count < 17 }, areValidHere: false, count: 2394,
            why: "IEEE 802: two hexadecimal digits a byte; it takes one"),
        "nhs_number": Difference(
            includes: { "01238".contains($0.first ?? "4") || Set($0).count == 1 }, areValidHere: false, count: 5125,
            why: "the check digit alone: numbers that begin so are not issued in England, Wales or the Isle of Man"),
        "nl_bsn": Difference(
            includes: { $0.count < 8 }, areValidHere: false, count: 172,
            why: "eight or nine digits; it puts zeros before fewer"),
        "utr": Difference(
            includes: { $0.hasPrefix("K") }, areValidHere: false, count: 4,
            why: "it takes off a K, which stands behind, not before"),
    ]

    @Test func everyKindOfTheFolderIsCompared() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: try #require(folder))
        #expect(
            files.filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(4)) }.sorted() == Self.kinds.keys.sorted())
    }

    @Test(arguments: kinds.keys.sorted())
    func agreesButForWhatIsListed(kind: String) throws {
        let check = try #require(Self.kinds[kind])
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(try #require(folder))/\(kind).tsv"))
        var lines = 0
        var valid = 0
        var listed = 0
        var others: [String] = []
        data.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            var start = 0
            // `TEXT`, a tab, 1 or 0.
            while start < bytes.count, let tab = bytes[start...].firstIndex(of: 0x09), tab + 2 < bytes.count {
                let end = tab + 2
                let text = UnsafeBufferPointer(rebasing: bytes[start..<tab])
                let isValid = bytes[tab + 1] == UInt8(ascii: "1")
                let passes = check.passes(text)
                lines += 1
                if isValid { valid += 1 }
                if passes != isValid {
                    let shown = String(decoding: text, as: UTF8.self)
                    if let known = Self.differences[kind], known.areValidHere == passes, known.includes(shown) {
                        listed += 1
                    } else {
                        others.append("\(shown) (\(passes ? "valid" : "not valid") here)")
                    }
                }
                start = end + 1
            }
        }
        #expect(lines == 100_000)
        // Enough of both to tell.
        #expect(valid >= 5000 && valid <= 95_000, "\(valid) valid ones")
        #expect(others.isEmpty, "\(others.count) unlisted, such as \(others.prefix(5).joined(separator: ", "))")
        #expect(listed == Self.differences[kind]?.count ?? 0)
    }
}

/// Where `scripts/test` has the texts made.
private let folder = ProcessInfo.processInfo.environment["AJAR_TEST_IDENTIFIERS"]
