import Exposure
import Formats
import Testing

@testable import Classifier

/// What whole fields come to: the same value proves much or little by the company it keeps.
@Suite struct EvidenceTests {
    @Test func aColumnOfRandomTenDigitNumbersIsNoNHSNumber() {
        var random = SeededGenerator(seed: 7)
        let verdict = classify(
            "order_no", (0..<800).map { _ in "\(Int.random(in: 4_000_000_000...7_999_999_999, using: &random))" })
        #expect(verdict.fields == [])
        #expect(verdict.sensitivity == .none)
    }

    @Test func aSequenceOfTenDigitNumbersIsNoNHSNumber() {
        let verdict = classify("ref", (0..<1000).map { "\(7_000_000_001 + $0)" })
        #expect(verdict.fields == [])
    }

    @Test(arguments: ["ref1", "x", "f3", "id"])
    func anUnlabelledColumnOfNHSNumbersIsOne(name: String) {
        var random = SeededGenerator(seed: 11)
        let verdict = classify(name, (0..<40).map { _ in nhsNumber(using: &random) })
        #expect(types(verdict, name) == ["nhs_number"])
        #expect(verdict.sensitivity == .high)
    }

    @Test func integersAreReadLikeStrings() {
        var random = SeededGenerator(seed: 12)
        let values = (0..<40).map { _ in nhsNumber(using: &random) }
        let classifier = DatasetClassifier(catalog: catalog)
        for value in values { record(classifier, [("n", value, .number)]) }
        #expect(types(classifier.verdict(), "n") == ["nhs_number"])
    }

    @Test func anNHSNumberTiedToADiagnosisIsCritical() {
        var random = SeededGenerator(seed: 13)
        let classifier = DatasetClassifier(catalog: catalog)
        for index in 0..<50 {
            let diagnosis = ["Schizophrenia", "Type 2 diabetes mellitus", "Crohn's disease"][index % 3]
            record(classifier, [("a", nhsNumber(using: &random), .string), ("b", diagnosis, .string)])
        }
        let verdict = classifier.verdict()
        #expect(verdict.sensitivity == .critical)
        #expect(
            verdict.reasons.first?.hasPrefix("All 50 records tie health or other protected data to a person") == true)
    }

    @Test func oneRecordInAHundredDecides() {
        var random = SeededGenerator(seed: 14)
        let classifier = DatasetClassifier(catalog: catalog)
        for index in 0..<500 {
            let isWorst = index % 100 == 0
            record(
                classifier,
                [
                    ("id", "\(index)", .number),
                    (
                        "comment",
                        isWorst ? "NHS number \(nhsNumber(using: &random)), known epilepsy" : "left at the door",
                        .string
                    ),
                ])
        }
        #expect(classifier.verdict().sensitivity == .critical)
    }

    @Test func aCodeListWithoutPeopleIsHarmless() {
        let classifier = DatasetClassifier(catalog: catalog)
        for (code, term) in [
            ("F20.0", "Paranoid schizophrenia"), ("E11.9", "Type 2 diabetes mellitus"), ("J45.0", "Asthma"),
        ] {
            record(classifier, [("icd", code, .string), ("label", term, .string)])
        }
        #expect(classifier.verdict().sensitivity == .none)
    }

    @Test func datesOfTheLastYearsAreNoBirths() {
        let verdict = classify("created", (1...28).map { "2024-03-\($0 < 10 ? "0" : "")\($0)" })
        #expect(verdict.fields == [])
    }

    @Test func valuesInsideJSONTextAreReportedAtTheColumn() {
        var random = SeededGenerator(seed: 15)
        let verdict = classify("payload", (0..<30).map { _ in #"{"p": {"n": "\#(nhsNumber(using: &random))"}}"# })
        #expect(types(verdict, "payload") == ["nhs_number"])
    }

    @Test func placeholdersOfOneDigitProveNothing() {
        #expect(classify("nhs_number", Array(repeating: "4444444444", count: 30) + ["9999999999"]).fields == [])
    }

    @Test func manyFieldsStayBounded() {
        let classifier = DatasetClassifier(catalog: catalog)
        for index in 0..<6000 { record(classifier, [("field\(index)", "a.person\(index)@example.org", .string)]) }
        let verdict = classifier.verdict()
        #expect(verdict.recordsSampled == 6000)
        #expect(verdict.fields.count <= FieldTree.maximumFields + 1)
        #expect(verdict.fields.contains { $0.field == FieldTree.overflowName })
    }

    @Test func noVerdictHoldsAWholeValue() throws {
        var random = SeededGenerator(seed: 16)
        let values = (0..<40).map { _ in nhsNumber(using: &random) }
        let verdict = classify("nhs_number", values)
        let text = "\(verdict)"
        for value in values { #expect(!text.contains(value)) }
        #expect(verdict.fields.first?.types.first?.mask?.contains("•") == true)
    }

    @Test func namesOfFieldsThatAreValuesAreNotShown() {
        var random = SeededGenerator(seed: 18)
        let classifier = DatasetClassifier(catalog: catalog)
        let numbers = (0..<30).map { _ in nhsNumber(using: &random) }
        for number in numbers { record(classifier, [(number, "Schizophrenia", .string)]) }
        record(classifier, [("anna.smith@example.org", "seen", .string)])
        let verdict = classifier.verdict()
        #expect(types(verdict, "(NHS number).(key)").contains("nhs_number"))
        #expect(verdict.sensitivity == .critical)
        for number in numbers { #expect(!"\(verdict)".contains(number)) }
        #expect(!"\(verdict)".contains("anna.smith"))
    }

    @Test(arguments: [
        // passes, candidates, p0: is it more than chance?
        (10.0, 10.0, true), (1, 1, false), (9, 100, false), (73, 800, false), (30, 100, true), (910, 10000, false),
    ])
    func checkEvidenceGrowsWithTheShareThatPasses(passes: Double, candidates: Double, isType: Bool) {
        let weight = passes * 2.378
        let nats = VerdictBuilder.checkNats(
            passes: passes, candidates: candidates, weight: weight, p0: 1.0 / 11, minimumShare: 0.15)
        #expect((nats > 3.9) == isType, "\(nats)")
    }

    @Test func arbitraryBytesDoNotTrap() {
        var random = SeededGenerator(seed: 17)
        let alphabet: [UInt8] = Array("0123456789 abzAZ@.:/-_$'^,()+\\{}[]\"=\n".utf8) + [0x00, 0x80, 0xc3, 0xe2, 0xff]
        let classifier = DatasetClassifier(catalog: catalog)
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...48, using: &random)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            classifier.beginRecord()
            bytes.withUnsafeBytes { classifier.value($0, .string) }
            classifier.endRecord()
        }
        #expect(classifier.verdict().recordsSampled == 20_000)
    }

    @Test func everyTruncationOfTellingValuesIsSafe() {
        let values = [
            "GB82 WEST 1234 5698 7654 32", "TE 83 22 81 A", "SM4 3AE", "2001:db8:ac80:f797::a5e", "05 February 1966",
            "postgresql://svc:secret@db.example:5432/app", "-----BEGIN RSA PRIVATE KEY-----", "(0117) 496 0745",
            "eyJuIjoiSnVsaWFuIFN3aWZ0IiwieDEiOiI2OTEzMDY5OTc5In0=",
            "MSH|^~\\&|LAB|RZZ\rPID|||4347947828^^^NHS||REES^RHYS",
            "{\"a\": [1, {\"b\": \"x\\u00e9\"}]}", "Mrs Denise O'Connor-Smith", "C10F.", "B27.4",
        ]
        let classifier = DatasetClassifier(catalog: catalog)
        var count = 0
        for value in values {
            let bytes = Array(value.utf8)
            for end in 0...bytes.count {
                for start in [0, min(1, end), min(3, end)] {
                    classifier.beginRecord()
                    bytes[start..<end].withUnsafeBytes { classifier.value($0, .string) }
                    classifier.endRecord()
                    count += 1
                }
            }
        }
        #expect(classifier.verdict().recordsSampled == count)
    }
}

// MARK: - Helpers

func classify(_ field: String, _ values: [String], catalog: DetectorCatalog = catalog) -> DatasetVerdict {
    let classifier = DatasetClassifier(catalog: catalog)
    for value in values { record(classifier, [(field, value, .string)]) }
    return classifier.verdict()
}

func record(_ classifier: DatasetClassifier, _ fields: [(String, String, ValueKind)]) {
    classifier.beginRecord()
    for (name, value, kind) in fields {
        var name = name
        var value = value
        name.withUTF8 { classifier.enter(UnsafeRawBufferPointer($0)) }
        value.withUTF8 { classifier.value(UnsafeRawBufferPointer($0), kind) }
        classifier.leave()
    }
    classifier.endRecord()
}

func types(_ verdict: DatasetVerdict, _ field: String) -> [String] {
    verdict.fields.first { $0.field == field }?.types.map(\.type) ?? []
}

/// A number of the range in use, with its check digit.
func nhsNumber(using random: inout SeededGenerator) -> String {
    while true {
        let digits =
            [[4, 6, 7].randomElement(using: &random) ?? 4] + (0..<8).map { _ in Int.random(in: 0...9, using: &random) }
        let sum = zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
        let check = (11 - sum % 11) % 11
        if check < 10 { return digits.map(String.init).joined() + "\(check)" }
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

/// What `--explain` says.
@Suite struct ExplanationTests {
    @Test func eachTypeComesWithWordsAndNatsThatAddUp() throws {
        var random = SeededGenerator(seed: 21)
        let classifier = DatasetClassifier(catalog: catalog, explains: true)
        for number in 0..<60 {
            record(
                classifier,
                [
                    ("ref1", nhsNumber(using: &random), .string),
                    ("order_no", "\(4_000_000_000 + number * 7)", .string),
                    ("note", number % 10 == 0 ? "known epilepsy, on lamotrigine" : "left at the door", .string),
                ])
        }
        let verdict = classifier.verdict()
        let numbers = try #require(verdict.fields.first { $0.field == "ref1" }?.types.first)
        let evidence = try #require(numbers.evidence)
        #expect(evidence.map(\.because).contains("60 of 60 distinct values pass its check; 5 would by chance"))
        #expect(evidence.contains { $0.because == "the field's name \"ref1\" says nothing" && $0.nats == 0 })
        let nats = evidence.reduce(0) { $0 + $1.nats }
        #expect(nats > 20 && numbers.confidence > 0.98)
        // Chance passes are considered and not believed, with what speaks against them.
        let orders = try #require(verdict.fields.first { $0.field == "order_no" })
        #expect(orders.types.isEmpty)
        let refused = try #require(orders.considered?.first { $0.type == "nhs_number" })
        #expect(refused.confidence < 0.5)
        #expect(refused.evidence?.contains { $0.because.hasSuffix("speaks against it") && $0.nats < 0 } == true)
        let notes = try #require(
            verdict.fields.first { $0.field == "note" }?.types.first { $0.type == "clinical_term" })
        #expect(
            notes.evidence?.contains { $0.because == "6 of 2 distinct values hold it; fewer than 1 would by chance" }
                == false)
        #expect(notes.evidence?.contains { $0.because.hasPrefix("1 of 2 distinct values hold it") } == true)
    }

    @Test func withoutBeingAskedThereIsNoExplanation() {
        let verdict = classify("email", (0..<20).map { "someone\($0)@mail.example" })
        #expect(verdict.fields.allSatisfy { $0.considered == nil && $0.types.allSatisfy { $0.evidence == nil } })
    }
}
