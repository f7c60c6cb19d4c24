import Exposure
import Formats
import Foundation
import Testing

@testable import Classifier

/// Detectors that are files alone: a pattern, a check, names.
@Suite struct IdentifierDetectorTests {
    /// The types of a field of that name that holds these values, and the rating of the dataset.
    static func classify(_ name: String, _ values: [String]) -> (types: [String], rating: Level) {
        let classifier = DatasetClassifier(catalog: catalog)
        for value in values { record(classifier, [(name, value, .string)]) }
        let verdict = classifier.verdict()
        return (verdict.fields.flatMap { $0.types.map(\.type) }, verdict.sensitivity)
    }

    /// Numbers of a form that fulfil a check, made by trying.
    static func numbers(_ count: Int, digits: Int, _ check: Check?) -> [String] {
        var random = SeededGenerator(seed: 1)
        var found: [String] = []
        while found.count < count {
            let text = (0..<digits).map { _ in String(random.next() >> 7 % 10) }.joined()
            if check.map({ Array(text.utf8).withUnsafeBufferPointer($0.passes) }) ?? true { found.append(text) }
        }
        return found
    }

    // What has no name of its own is told by its check alone, or not at all.
    @Test func aColumnOfNHSNumbersIsNoColumnOfISBNs() {
        // ISBN-10 and the NHS number have the same check.
        let numbers = Self.numbers(60, digits: 10, .nhsNumber)
        #expect(Self.classify("c1", numbers).types == ["nhs_number"])
        #expect(Self.classify("isbn", numbers).types.contains("isbn"))
    }

    @Test(arguments: [
        ("vat_number", 9, "gb_vat"), ("ssn", 9, "us_ssn"), ("siret", 14, "fr_siret"), ("bsn", 9, "nl_bsn"),
        ("barcode", 13, "ean"), ("npi", 10, "us_npi"), ("imei", 15, "imei"), ("uprn", 11, "uprn"),
    ])
    func aNamedColumnIsFound(name: String, digits: Int, type: String) {
        let check = catalog.detectors.first { $0.reportedType == type && $0.check != nil && $0.needsContext == true }?
            .check
        let found = Self.classify(name, Self.numbers(40, digits: digits, check))
        #expect(found.types.contains(type))
    }

    @Test(arguments: [8, 9, 10, 12, 13, 14, 15])
    func randomNumbersAreNothing(digits: Int) {
        for name in ["id", "qty", "c1", "serial"] {
            let found = Self.classify(name, Self.numbers(200, digits: digits, nil))
            #expect(found.types == [], "\(digits) digits named \(name)")
            #expect(found.rating == .none)
        }
    }

    @Test func codesOfTheFormOfARegistrationMarkAreNone() {
        var random = SeededGenerator(seed: 11)
        func letter(_ of: String) -> String { String(Array(of)[Int(random.next() >> 5 % UInt64(of.count))]) }
        let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        func code(_ letters: String) -> String {
            letter(letters) + letter(letters) + "\(10 + random.next() >> 7 % 90)"
                + (0..<3).map { _ in letter(letters) }.joined()
        }
        #expect(Self.classify("sku", (0..<200).map { _ in code(all) }).types == [])
        #expect(Self.classify("c1", (0..<200).map { _ in code("ABCDEFXZ") }).types == [])
        let marks = (0..<200).map { _ in
            letter("ABCDEFGKLMNOPRSVWY") + letter("ABCDEFGHJKLMNOPRSTUVWXY")
                + ["02", "12", "17", "65", "71"][Int(random.next() >> 9 % 5)]
                + " " + (0..<3).map { _ in letter("ABCDEFGHJKLMNOPRSTUVWXYZ") }.joined()
        }
        let found = Self.classify("c1", marks)
        #expect(found == (["vehicle_registration"], .none))
    }

    @Test func digitsOfADecimalAreNoNumber() {
        let books = Self.numbers(10, digits: 9, nil).flatMap { nine in
            (0...9).map { "978\(nine)\($0)" }.filter { Array($0.utf8).withUnsafeBufferPointer(Check.isbn.passes) }
        }
        #expect(books.count == 10)
        #expect(Self.classify("c1", books).types == ["isbn"])
        #expect(Self.classify("c1", books.map { "0.\($0)" }).types == [])
        #expect(Self.classify("c1", books.map { "\($0).25" }).types == [])
        // Whole numbers as a spreadsheet writes them out.
        #expect(Self.classify("c1", books.map { "\($0).0" }).types == ["isbn"])
    }

    // MARK: - A name or a word before the value

    @Test func whatNeedsANameIsNotSeenWithoutOne() {
        let values = Self.numbers(30, digits: 7, .gmcNumber)
        #expect(Self.classify("c1", values).types == [])
        #expect(Self.classify("gmc_number", values).types == ["gmc_number"])
    }

    @Test func aWordBeforeTheValueWillDo() {
        let numbers = Self.numbers(30, digits: 7, .gmcNumber)
        #expect(
            Self.classify("c1", numbers.map { "Seen by the registrar, GMC \($0), on the ward" }).types == ["gmc_number"]
        )
        #expect(Self.classify("c1", numbers.map { "Call \($0) on the ward" }).types == [])
        // Also where two kinds are spoken of, and where the word stands in the run of another's pattern.
        let both = zip(numbers, Self.numbers(30, digits: 11, .uprn)).map { "UPRN \($1) and then GMC \($0)" }
        #expect(Set(Self.classify("c1", both).types) == ["gmc_number", "uprn"])
    }

    @Test func aWordOfTheLastValueDoesNotReachIntoTheNext() {
        let numbers = Self.numbers(30, digits: 7, .gmcNumber)
        let classifier = DatasetClassifier(catalog: catalog)
        for number in numbers {
            record(classifier, [("a", "please give the GMC", .string), ("b", number, .string)])
        }
        #expect(types(classifier.verdict(), "b") == [])
    }

    // MARK: - Ratings

    @Test func referencesNeverRaiseARating() {
        let companies = Self.numbers(30, digits: 8, .companyNumber)
        #expect(Self.classify("company_number", companies) == (["company_number"], .none))
    }

    @Test func aPositionCountsBesideADateOfBirthOnly() {
        func rated(_ more: [(String, (Int) -> String)]) -> Level {
            let classifier = DatasetClassifier(catalog: catalog)
            for row in 0..<60 {
                let position = ("position", "51.\(5000 + row * 37), -0.\(1000 + row * 53)", ValueKind.string)
                record(classifier, [position] + more.map { ($0.0, $0.1(row), .string) })
            }
            return classifier.verdict().sensitivity
        }
        #expect(rated([]) == .none)
        #expect(rated([("date_of_birth", { "19\(30 + $0 % 60)-0\(1 + $0 % 9)-1\($0 % 10)" })]) == .moderate)
    }

    @Test func privilegedTextIsHigh() {
        let found = Self.classify(
            "notes", (0..<20).map { "Privileged and confidential: advice of counsel on limitation, part \($0)." })
        #expect(found.types == ["legal_privilege"])
        #expect(found.rating == .high)
    }

    @Test func aSecretOfAnyVendorIsASecret() {
        for (name, value) in [
            ("value", "ghp_d6iJLcW5HHbYnB1k5DoxqGbTMmQGVAmuBe6Z"), ("value", "glpat-abcDEF0123456789abcd"),
            ("cfg", "Server=db1;Database=hr;User Id=svc;Password=Tr0ub4dor9;"),
            ("note", "token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"),
            ("memo", "legal winner thank year wave sausage worth useful legal winner thank yellow"),
        ] {
            let found = Self.classify(name, [value])
            #expect(found.types == ["secret_api_key"], "\(name)")
            #expect(found.rating == .critical)
        }
    }
}
