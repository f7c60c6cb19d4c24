import Exposure
import Formats
import Testing

@testable import Classifier

/// Values that are set aside for tests: found as what they are, and said to be of a test.
@Suite struct TestDataTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var type: String
        var value: String
        var isTest: Bool
        /// A field that is named for the type.
        var field: String
        var testDescription: String { "\(type): \(value)" }
    }

    private static let examples: [Example] = [
        ("nhs_number", "nhs_number", ["9434765919", "999 000 0018", "5990128088"], ["4010232137"]),
        (
            "phone_number", "phone",
            [
                "01632 960000", "01632960999", "0113 496 0000", "0118 496 0999", "(0161) 496 0123", "020 7946 0999",
                "0191 498 0500", "028 9649 6000", "029 2018 0999", "07700 900123", "+44 7700 900999", "0808 157 0001",
                "0909 879 0999", "03069 990000", "+1 212 555 0100", "+12125550199",
            ],
            [
                "01632 961000", "0113 497 0000", "0118 496 1000", "020 7946 1000", "028 9649 7000", "07700 899999",
                "07700 901000", "03069 991000", "+1 212 555 0200", "0161 495 0123",
            ]
        ),
        (
            "email", "email",
            [
                "a@example.com", "A.B@EXAMPLE.ORG", "x@mail.example.net", "y@host.test", "z@shop.invalid",
                "w@db.example",
            ],
            ["a@example.co.uk", "a@myexample.com", "a@example.com.au", "x@testing.com", "b@contest.org"]
        ),
        (
            "payment_card", "card", ["4242 4242 4242 4242", "4111111111111111", "378282246310005", "6011000990139424"],
            ["4539578763621486", "5425233430109903"]
        ),
        (
            "ip_address", "ip",
            ["192.0.2.1", "198.51.100.255", "203.0.113.9", "2001:db8::1", "2001:0DB8:0:0::7", "3fff:1::2"],
            ["192.0.3.1", "198.51.101.1", "203.0.114.9", "2001:db9::1", "2a00:1450:4009::1"]
        ),
        (
            "iban", "iban", ["GB29 NWBK 6016 1331 9268 19", "GB82WEST12345698765432", "DE89370400440532013000"],
            ["GB44NWBK60161355555555"]
        ),
        ("nino", "ni_number", ["QQ 12 34 56 C", "QQ123456A"], ["AB 12 34 56 C"]),
    ].flatMap { type, field, tests, others in
        tests.map { Example(type: type, value: $0, isTest: true, field: field) }
            + others.map { Example(type: type, value: $0, isTest: false, field: field) }
    }

    @Test(arguments: examples) func valuesAreOfTestsOrNot(example: Example) throws {
        let verdict = classify(example.field, [example.value])
        let found = try #require(
            verdict.fields.first?.types.first { $0.type == example.type }, "not found at all, in \(verdict.fields)")
        #expect(found.testValues == (example.isTest ? 1 : 0))
        #expect(verdict.tests.share == (example.isTest ? 1 : 0))
    }

    @Test func nobodysPrefixWithAnotherSuffixIsNoNumber() {
        #expect(classify("ni_number", ["QQ123456E"]).fields == [])
    }

    @Test func repeatedValuesAreCountedAndDistinctOnesToo() throws {
        let classifier = DatasetClassifier(catalog: catalog)
        for index in 0..<40 {
            let phone = index % 4 == 0 ? "07700 900\(100 + index % 8)" : "07911 123\(100 + index)"
            record(classifier, [("phone", phone, .string)])
        }
        let found = try #require(classifier.verdict().fields.first?.types.first)
        #expect(found.matched == 40)
        #expect(found.testValues == 10)
        #expect(found.testDistinct == 2)
        #expect(classifier.verdict().tests.share == 0.25)
        #expect(!classifier.verdict().reasons.contains { $0.contains("test data") })
    }

    @Test func aTextWithARealNumberBesideOneOfATestIsNotOfATest() throws {
        let both = classify("note", ["Call 07700 900123 or 07911 123456 after six."])
        #expect(both.fields.first?.types.first { $0.type == "phone_number" }?.testValues == 0)
        let one = classify("note", ["Call 07700 900123 or 01632 960001 after six."])
        #expect(one.fields.first?.types.first { $0.type == "phone_number" }?.testValues == 1)
    }

    /// Ten-digit numbers with a valid check digit that begin with the given digits.
    private func numbers(_ prefix: Int, _ count: Int) -> [String] {
        var found: [String] = []
        var candidate = prefix * 10_000_000
        while found.count < count {
            candidate += 7
            let digits = String(candidate).utf8.map { $0 - 0x30 }
            if digits.withUnsafeBufferPointer({ Checks.nhsNumber($0) }) { found.append(String(candidate)) }
        }
        return found
    }

    @Test func numbersOfATestSystemMakeItOneBandLessSevere() {
        let classifier = DatasetClassifier(catalog: catalog)
        for number in numbers(999, 20) {
            record(classifier, [("nhs_number", number, .string), ("diagnosis", "Type 2 diabetes mellitus", .string)])
        }
        let verdict = classifier.verdict()
        #expect(verdict.sensitivity == .critical)
        #expect(verdict.tests.isOfTestSystem)
        #expect(verdict.reasons.contains { $0.hasPrefix("All 20 identifiers look like test data") })
        let severity = Severity.of(verdict.sensitivity, access: .open, records: 20_000, tests: verdict.tests)
        #expect(severity.level == .high)
        #expect(severity.reasons.first?.contains("looks like test data") == true)
    }

    @Test func oneRealNumberAmongThemChangesNothing() {
        let classifier = DatasetClassifier(catalog: catalog)
        for number in numbers(999, 20) + ["4010232137"] { record(classifier, [("nhs_number", number, .string)]) }
        let verdict = classifier.verdict()
        #expect(!verdict.tests.isWhole)
        #expect(verdict.tests.share == 0.952)
        #expect(!verdict.reasons.contains { $0.contains("test data") })
        #expect(Severity.of(verdict.sensitivity, access: .open, records: nil, tests: verdict.tests).level == .high)
    }

    @Test func rewrittenAddressesSayNothingOfTheRest() {
        let classifier = DatasetClassifier(catalog: catalog)
        for index in 0..<20 {
            record(
                classifier,
                [("email", "user\(index)@example.com", .string), ("diagnosis", "Schizophrenia", .string)])
        }
        let verdict = classifier.verdict()
        #expect(verdict.tests.isWhole)
        #expect(!verdict.tests.isOfTestSystem)
        #expect(verdict.reasons.contains { $0.contains("the rest of the records may be real") })
        #expect(Severity.of(verdict.sensitivity, access: .open, records: nil, tests: verdict.tests).level == .critical)
    }

    @Test func identifiersOfWhichItCannotBeToldForbidTheWord() {
        let classifier = DatasetClassifier(catalog: catalog)
        for (index, number) in numbers(999, 20).enumerated() {
            record(
                classifier,
                [("nhs_number", number, .string), ("passport_number", "\(512_345_678 + index * 97)", .string)])
        }
        let verdict = classifier.verdict()
        #expect(types(verdict, "passport_number") == ["passport_number"])
        #expect(!verdict.tests.isWhole)
    }

    @Test func halvesOfAFileAddUp() {
        let halves = [DatasetClassifier(catalog: catalog), DatasetClassifier(catalog: catalog)]
        for index in 0..<20 { record(halves[index % 2], [("email", "user\(index % 5)@example.com", .string)]) }
        halves[0].merge(halves[1])
        let found = halves[0].verdict().fields.first?.types.first
        #expect(found?.testValues == 20)
        #expect(found?.testDistinct == 5)
    }
}
