import Foundation
import Testing

@testable import Classifier

/// Every identifier of `testdata/eval/identifiers.tsv` that a check exists for: truth from published algorithms.
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

    static let checked: [Identifier] = identifiers.filter { Self.check($0.kind, $0.text) != nil }

    @Test func theTableIsThere() {
        #expect(Self.identifiers.count == 500)
        #expect(Self.checked.count > 200)
    }

    @Test(arguments: checked)
    func agreesWithThePublishedRule(identifier: Identifier) {
        #expect(Self.check(identifier.kind, identifier.text) == identifier.isValid)
    }

    /// The check alone, on the text as it is written; `nil` for kinds that have none here.
    static func check(_ kind: String, _ text: String) -> Bool? {
        func digits(separators: Set<Character>, _ body: (Checks.Digits) -> Bool) -> Bool {
            let bare = text.filter { !separators.contains($0) }
            guard !bare.isEmpty, bare.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
            return bare.utf8.map { $0 - 0x30 }.withUnsafeBufferPointer(body)
        }
        func letters(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
            Array(text.uppercased().utf8.filter { $0 != 0x20 }).withUnsafeBufferPointer(body)
        }
        switch kind {
        case "chi_number": return digits(separators: [" "], Checks.chiNumber)
        case "hc_number": return digits(separators: [" ", "-"], Checks.hcNumber)
        case "nhs_number": return digits(separators: [" ", "-"]) { Checks.nhsNumber($0) }
        case "utr": return digits(separators: [" "], Checks.utr)
        case "payment_card": return digits(separators: [" ", "-"]) { Checks.isCardPrefix($0) && Checks.luhn($0) }
        case "snomed_code": return digits(separators: [], Checks.snomedCode)
        case "nino": return letters { Checks.nino($0) }
        case "iban": return letters { Checks.iban($0) }
        case "driving_licence": return letters { Checks.drivingLicence($0) }
        default: return nil
        }
    }
}
