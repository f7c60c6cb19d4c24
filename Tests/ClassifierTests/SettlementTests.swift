import Exposure
import Formats
import Testing

@testable import Classifier

/// When a dataset needs no more records.
@Suite struct SettlementTests {
    /// A classifier that has read so many records, each made by `record`.
    private static func reading(
        _ count: Int, _ fields: (Int, inout SeededGenerator) -> [(String, String, ValueKind)]
    ) -> DatasetClassifier {
        var random = SeededGenerator(seed: 21)
        let classifier = DatasetClassifier(catalog: catalog, isSampling: true)
        for place in 0..<count { record(classifier, fields(place, &random)) }
        return classifier
    }

    private static let surnames = [
        "Smith", "Jones", "Taylor", "Bennett", "Williams", "Wilson", "Johnson", "Davies", "Patel", "Robinson", "Wright",
        "Thompson", "Evans", "Walker", "Hughes", "Roberts", "Edwards", "Jackson", "Clarke", "Harrison", "Morris",
    ]

    private static func person(_ place: Int, _ random: inout SeededGenerator) -> [(String, String, ValueKind)] {
        [
            ("nhs_number", nhsNumber(using: &random), .string),
            ("surname", surnames[place % surnames.count], .string),
        ]
    }

    @Test(arguments: [(0, false), (1, false), (10, false), (18, false), (19, true), (20, true), (100, true)])
    func fieldsThatAreToldNeedTwentyRecords(records: Int, isSettled: Bool) {
        #expect(Self.reading(records, Self.person).isSettled == isSettled)
    }

    @Test(arguments: [
        // A field whose values are words of one kind, but of no type.
        (20, "colour", ["red", "green"], false), (40, "colour", ["red", "green"], true),
        // Its name says what could be in it, and it was not found.
        (40, "convictions", ["none"], false), (100, "convictions", ["none"], false),
        (160, "convictions", ["none"], true),
        // Its name says that anything could be in it.
        (100, "comment", ["ring bell", "leave with neighbour"], false), (160, "comment", ["ring bell"], true),
        // Nothing came in it yet.
        (100, "extra", [""], false), (160, "extra", [""], true),
    ])
    func howLongAFieldIsWatchedDependsOnItsPromise(
        records: Int, field: String, values: [String], isSettled: Bool
    ) {
        let classifier = Self.reading(records) { place, random in
            [("order_no", "\(100_000 + place)", .number), (field, values[place % values.count], .string)]
        }
        #expect(classifier.isSettled == isSettled)
    }

    @Test func proseIsReadToTheCap() {
        let words = ["blue", "van", "parked", "near", "gate", "until", "late", "again", "while", "rain", "fell"]
        let classifier = Self.reading(200) { place, random in
            let text = (0..<9).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
            return [("field7", text.joined(separator: " "), .string)]
        }
        #expect(!classifier.isSettled)
    }

    @Test func aRatingThatCannotRiseNeedsLess() {
        let people = { (place: Int, random: inout SeededGenerator) in
            Self.person(place, &random) + [
                ("diagnosis", ["Schizophrenia", "Crohn's disease"][place % 2], .string), ("extra", "", .string),
                ("field7", "van number \(place) parked near the gate again", .string),
            ]
        }
        let most = Self.reading(80, people)
        #expect(most.verdict().sensitivity == .critical)
        #expect(most.isSettled)
        let less = Self.reading(80) { place, random in Self.person(place, &random) + [("extra", "", .string)] }
        #expect(less.verdict().sensitivity == .high)
        #expect(!less.isSettled)
    }

    @Test func fieldsThatKeepAppearingKeepItOpen() {
        let classifier = Self.reading(100) { place, random in
            Self.person(place, &random) + [("key\(place)", "\(place)", .number)]
        }
        #expect(!classifier.isSettled)
    }

    @Test func kindsThatKeepAppearingKeepItOpen() {
        func outlines(_ kinds: Int) -> Bool {
            Self.reading(60) { place, random in
                // So many values of an outline that no other has.
                [("shade", place < kinds ? String(repeating: "x-", count: place + 1) + "9" : "oak", .string)]
            }.isSettled
        }
        #expect(outlines(0))
        #expect(!outlines(5))
    }

    /// Evidence near the threshold: one more record could turn it.
    @Test func aTypeInDoubtKeepsItOpen() {
        // Two NHS numbers in a column without a telling name come to +0.9 nats (docs/detectors.md).
        let doubtful = Self.reading(40) { place, random in
            [("c2", place < 2 ? nhsNumber(using: &random) : "red", .string)]
        }
        #expect(doubtful.builder.logits().values.contains { abs($0) < Settlement.nats })
        #expect(!doubtful.isSettled)
    }

    /// Whatever comes, the question is answered: hostile records too.
    @Test func arbitraryRecordsAreNoTrap() {
        let classifier = DatasetClassifier(catalog: catalog, isSampling: true)
        #expect(!classifier.isSettled)
        classifier.brokenRecord()
        #expect(!classifier.isSettled)
        var random = SeededGenerator(seed: 22)
        for place in 0..<300 {
            let bytes = (0..<(place % 80)).map { _ in UInt8.random(in: 0...255, using: &random) }
            classifier.beginRecord()
            bytes.withUnsafeBytes { classifier.enter($0) }
            bytes.withUnsafeBytes { classifier.value($0, .string) }
            classifier.leave()
            classifier.endRecord()
            if place % 50 == 0 { _ = classifier.isSettled }
        }
    }
}
