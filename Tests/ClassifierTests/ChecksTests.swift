import Foundation
import Testing

@testable import Classifier

/// Every identifier of `testdata/eval/identifiers.tsv`: truth from published algorithms.
@Suite struct ChecksTests {
    struct Identifier: Sendable, CustomTestStringConvertible {
        var kind: String
        var text: String
        var isValid: Bool
        var why: String
        var testDescription: String { "\(kind) \(text) (\(why))" }
    }

    static let identifiers: [Identifier] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../testdata/eval/identifiers.tsv")
        guard let table = try? String(contentsOf: path, encoding: .utf8) else { return [] }
        return table.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= 4 else { return nil }
            return Identifier(
                kind: cells[0], text: cells[1], isValid: ["1", "true", "yes", "valid"].contains(cells[2].lowercased()),
                why: cells[3])
        }
    }()

    @Test func theTableIsThere() {
        #expect(Self.identifiers.count == 500)
    }

    @Test(arguments: identifiers)
    func agreesWithThePublishedRule(identifier: Identifier) throws {
        #expect(try Self.isValid(identifier.kind, identifier.text) == identifier.isValid)
    }

    /// The check alone, on the text without the separators that the table allows for the kind.
    static func isValid(_ kind: String, _ text: String) throws -> Bool {
        if kind == "uk_postcode" { return isPostcode(text) }
        let check = try #require(checks[kind], "a kind without a check: \(kind)")
        let separators = grouped[kind] ?? ""
        return Array(text.uppercased().filter { !separators.contains($0) }.utf8).withUnsafeBufferPointer(check.passes)
    }

    private static let checks: [String: Check] = [
        "chi_number": .chiNumber, "driving_licence": .drivingLicence, "ean13": .ean, "hc_number": .hcNumber,
        "iban": .iban,
        "imei": .imei, "isbn10": .isbn, "isbn13": .isbn, "nhs_number": .nhsNumber, "nino": .nino,
        "payment_card": .paymentCard, "snomed_code": .snomedCode, "upn": .pupilNumber, "utr": .utr, "vat": .vat,
    ]
    private static let grouped = [
        "nhs_number": " -", "hc_number": " -", "payment_card": " -", "chi_number": " ", "nino": " ", "iban": " ",
        "utr": " ", "vat": " ",
    ]

    /// Districts are in a lexicon, so the scanner is asked.
    private static func isPostcode(_ text: String) -> Bool {
        let classifier = DatasetClassifier(catalog: catalog)
        record(classifier, [("postcode", text, .string)])
        return classifier.verdict().fields.contains { $0.types.contains { $0.type == "uk_postcode" } }
    }
}

/// Examples of the checks that the table has none of: as published, and with one slip.
@Suite struct CheckTests {
    static let valid: [(check: Check, text: String)] = [
        (.vat, "980780684"), (.vat, "GB980780684"), (.vat, "XI110305878"), (.vat, "GD001"), (.vat, "HA501"),
        (.vehicleRegistration, "AB12CDE"), (.vehicleRegistration, "A123BCD"), (.vehicleRegistration, "ABC123D"),
        (.vehicleRegistration, "AIZ1234"), (.companyNumber, "00000006"), (.companyNumber, "SC095237"),
        (.uprn, "100023336956"), (.gmcNumber, "7012345"), (.gmcNumber, "C1234567"), (.nmcPin, "12A3456E"),
        (.odsCode, "RJ1"), (.odsCode, "RJ122"), (.odsCode, "A81001"), (.odsCode, "FA002"), (.odsCode, "13T"),
        (.pncID, "2003/0062845E"), (.pncID, "79/10047X"), (.loincCode, "23457"), (.loincCode, "7187"),
        (.bic, "DEUTDEFF"), (.bic, "NWBKGB2LXXX"),
        (.isbn, "0306406152"), (.isbn, "9780306406157"), (.isbn, "097522980X"), (.ean, "73513537"),
        (.ean, "036000291452"), (.issn, "03785955"), (.iccid, "89014103211118510720"), (.mac, "001B44113AB7"),
        (.mac, "00:1B:44:11:3A:B7"), (.uuid, "F81D4FAE7DEC11D0A76500A0C91E6BF6"),
        (.irelandPPS, "1234567T"), (.irelandPPS, "1234567FA"), (.irelandPPS, "6433435FW"),
        (.franceNIR, "255081416802538"), (.franceNIR, "295012A02401230"), (.franceSIREN, "552008443"),
        (.franceSIRET, "73282932000074"),
        (.franceSIRET, "35600000000048"), (.germanyTaxID, "36574261809"), (.germanyIDCard, "T220001293"),
        (.germanyIDCard, "L01X00T471"), (.spainDNI, "12345678Z"), (.spainDNI, "X1234567L"), (.spainCIF, "A58818501"),
        (.spainCIF, "Q2818002D"), (.italyCodiceFiscale, "RSSMRA85T10A562S"), (.italyPartitaIVA, "00743110157"),
        (.netherlandsBSN, "111222333"), (.unitedStatesSSN, "536904399"), (.unitedStatesNPI, "1234567893"),
        (.unitedStatesDEA, "AP5836727"), (.europeanVAT, "ATU13585627"), (.europeanVAT, "DE136695976"),
        (.europeanVAT, "FR40303265045"), (.europeanVAT, "NL123456789B13"), (.europeanVAT, "IE6433435OA"),
        (.machineReadableZone, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
        (
            .machineReadableZone,
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
        ),
        (.machineReadableZone, "D231458907UTO7408122F1204159<<<<<<<6"),
        (
            .machineReadableZone,
            "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
        ),
        (.bitcoinAddress, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (.bitcoinAddress, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
        (.bitcoinAddress, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        (.bitcoinAddress, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
        (.bitcoinAddress, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
        (
            .seedPhrase,
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
        ),
        (.seedPhrase, "legal winner thank year wave sausage worth useful legal winner thank yellow"),
        (
            .jwt,
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        ),
    ]

    static let invalid: [(check: Check, text: String)] = [
        (.vat, "980780685"), (.vat, "GD500"), (.vat, "HA499"), (.vat, "000000000"),
        (.vehicleRegistration, "AB01CDI"), (.vehicleRegistration, "A0BCD"), (.vehicleRegistration, "ABCDEFG"),
        (.vehicleRegistration, "AB1234"), (.companyNumber, "00000000"), (.companyNumber, "XX123456"),
        (.companyNumber, "1234567"), (.uprn, "0123"), (.uprn, "1234567890123"), (.gmcNumber, "0123456"),
        (.gmcNumber, "123456"), (.nmcPin, "12M3456E"), (.nmcPin, "12A3456Z"), (.odsCode, "A8100"), (.odsCode, "123456"),
        (.pncID, "2003/0062845F"), (.pncID, "2003/E"), (.pncID, "203/62845E"), (.loincCode, "23458"), (.loincCode, "0"),
        (.bic, "DEUTXXFF"), (.bic, "DEUTDEF"), (.isbn, "0306406153"),
        (.isbn, "9790306406158"), (.ean, "73513538"), (.ean, "00000000"), (.issn, "03785956"),
        (.iccid, "89014103211118510721"), (.mac, "000000000000"), (.mac, "FF:FF:FF:FF:FF:FF"), (.mac, "001B:44113AB7"),
        (.uuid, "F81D4FAE7DEC91D0A76500A0C91E6BF6"), (.irelandPPS, "1234567A"), (.irelandPPS, "1234567TA"),
        (.franceNIR, "255081416802539"), (.franceNIR, "295012C02401208"), (.franceSIREN, "552008444"),
        (.franceSIRET, "73282932000075"), (.franceSIRET, "35600000000000"), (.germanyTaxID, "36574261808"),
        (.germanyTaxID, "26668034199"), (.germanyIDCard, "T220001294"), (.germanyIDCard, "A220001293"),
        (.spainDNI, "12345678A"), (.spainCIF, "A58818502"), (.italyCodiceFiscale, "RSSMRA85T10A562T"),
        (.italyCodiceFiscale, "RSSMRA85T32A562S"), (.italyPartitaIVA, "00743110158"), (.netherlandsBSN, "111222334"),
        (.netherlandsBSN, "000000000"), (.unitedStatesSSN, "666123456"), (.unitedStatesSSN, "078051120"),
        (.unitedStatesNPI, "1234567894"), (.unitedStatesNPI, "3234567893"), (.unitedStatesDEA, "AP5836728"),
        (.europeanVAT, "ATU13585628"), (.europeanVAT, "US123456789"), (.europeanVAT, "DE"),
        (.machineReadableZone, "L898902C36UTO7408122F1204159ZE184226B<<<<<11"), (.machineReadableZone, "P<UTO"),
        (.bitcoinAddress, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
        (.bitcoinAddress, "11A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (.bitcoinAddress, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp"),
        (
            .seedPhrase,
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
        ),
        (.seedPhrase, "legal winner thank year"), (.seedPhrase, ""), (.jwt, "eyJhIjoxfQ.e30.x"),
        (.jwt, "eyJhbGciOiJIUzI1NiJ9.e30.c!"), (.jwt, "a.b.c"),
        (.jwt, "..."),
    ]

    @Test(arguments: valid.indices)
    func passesWhatIsPublishedAsValid(index: Int) {
        let (check, text) = Self.valid[index]
        #expect(Array(text.utf8).withUnsafeBufferPointer(check.passes), "\(check.rawValue) \(text)")
    }

    @Test(arguments: invalid.indices)
    func refusesWhatHasASlip(index: Int) {
        let (check, text) = Self.invalid[index]
        #expect(!Array(text.utf8).withUnsafeBufferPointer(check.passes), "\(check.rawValue) \(text)")
    }

    /// Whatever a pattern lets through reaches the check: any length, any bytes.
    @Test(arguments: Check.allCases)
    func takesAnyBytes(check: Check) {
        var random = SeededGenerator(seed: 7)
        let alphabets: [[UInt8]] = [
            Array("0123456789".utf8), Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<:+*".utf8), Array(0...255),
        ]
        var passed = 0
        for length in 0...260 {
            for alphabet in alphabets {
                let bytes = (0..<length).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
                if bytes.withUnsafeBufferPointer(check.passes) { passed += 1 }
            }
        }
        #expect(passed < 100)
        // Valid ones, cut short and with each byte changed to what is no ASCII.
        for (_, text) in Self.valid.filter({ $0.check == check }) {
            for cut in 0..<text.utf8.count { _ = Array(text.utf8.prefix(cut)).withUnsafeBufferPointer(check.passes) }
            for place in 0..<text.utf8.count {
                var bytes = Array(text.utf8)
                bytes[place] = 0xff
                #expect(!bytes.withUnsafeBufferPointer(check.passes))
            }
        }
    }

    @Test func everyCheckHasAnExample() {
        let tested = Set(Self.valid.map(\.check))
        let others: Set<Check> = [
            .nhsNumber, .chiNumber, .hcNumber, .nino, .utr, .drivingLicence, .pupilNumber, .snomedCode, .iban,
            .paymentCard,
            .luhn, .imei,
        ]
        #expect(Set(Check.allCases).subtracting(tested) == others)
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func computesTheDigestsOfTheStandard(text: String, digest: String) {
        let found = SHA256.digest(Array(text.utf8)[...]).map { String(format: "%02x", $0) }.joined()
        #expect(found == digest)
    }
}
