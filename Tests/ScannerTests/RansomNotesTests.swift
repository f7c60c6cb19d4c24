import Classifier
import Probes
import Testing

@testable import Scanner

@Suite struct RansomNotesTests {
    @Test(arguments: [
        ("READ_ME_TO_RECOVER_YOUR_DATA", true), ("READ__ME_TO_RECOVER_YOUR_DATA", true), ("README_TO_RECOVER", true),
        ("shop.public.readme_to_recover_a1b2", true), ("read-me-to-recover.notes", true),
        ("how_to_restore_your_data", true),
        ("RECOVER_YOUR_DATABASE", true), ("homeowners", false), ("hello", false), ("warning", false),
        ("recovery", false),
        ("read_me", false), ("readme", false), ("data_recovery_plans", false), ("thread_members", false),
        ("return_your_items", false), ("bread_menu_to_recover", false),
    ])
    func namesOfNotesAreKnownByWholeWords(name: String, isNote: Bool) {
        #expect(RansomNotes.isNote(name) == isNote)
    }

    @Test(arguments: [
        ("gs4kw5zj3x-meow", true), ("abcdefgh-meow", true), ("homeowners", false), ("meow", false),
        ("cats-meow", false),
        ("the-cats-meow", false), ("gs4kw5zj3x-meows", false), ("x_meow", false),
    ])
    func theMarkOfMeowIsAWholeWord(name: Substring, isMarked: Bool) {
        #expect(RansomNotes.isMeow(name) == isMarked)
    }

    /// A dataset of records with one text each, or several.
    private static func signs(_ name: String, _ records: [[String]]) throws -> [String] {
        let collector = DatasetCollector(catalog: try DetectorCatalog())
        collector.beginDataset(name, recordsEstimated: nil)
        for record in records {
            collector.beginRecord()
            for text in record {
                Array("field".utf8).withUnsafeBytes { collector.enter($0) }
                Array(text.utf8).withUnsafeBytes { collector.value($0, .string) }
                collector.leave()
            }
            collector.endRecord()
        }
        collector.endDataset(skipped: nil)
        return collector.ransomSigns
    }

    private static let notes = [
        ["All your data is backed up. You must pay 0.01 BTC to recover it. In 48 hours it will be published."],
        ["SEND 0.2 BTC TO THIS WALLET IF YOU WANT RECOVER YOUR DATABASE! SEND TO THIS EMAIL YOUR SERVER IP"],
        ["your databases are downloaded; visit hxxp://abc.onion and pay"],
        ["Your mongo collections were copied", "payment: 500 USDT"],
    ]

    @Test(arguments: notes)
    func aNoteIsKnownByWhatItAsksForAndNothingOfItIsKept(record: [String]) throws {
        let signs = try Self.signs("shop.public.warning", [record])
        #expect(signs == ["shop.public.warning: its records ask for a payment for the data"])
    }

    @Test(arguments: [
        ["hello"], ["Warning: the boiler is due for its yearly service. Please pay the invoice."],
        ["Payment received in BTC"], ["Recover your data from the backup on the server, and tell the team."],
        ["We transfer the records of patients to the new database next week."],
        ["My bitcoins, your data: a talk on paywalls"], ["The btcoin of ransomed dbase"],
    ])
    func ordinaryTextsAreNoNotes(record: [String]) throws {
        #expect(try Self.signs("warning", [record]) == [])
        #expect(try Self.signs("hello", [record]) == [])
    }

    /// Mail about ransoms among other mail is no note; a note is nearly all there is.
    @Test func aNoteAmongManyRecordsIsCorrespondence() throws {
        let others = [[String]](repeating: ["Dear all, the meeting is at three."], count: 9)
        #expect(try Self.signs("mail", [Self.notes[0]] + others) == [])
        #expect(try Self.signs("mail", [Self.notes[0]] + others.prefix(1)).count == 1)
    }

    @Test func halfTheNamesMarkedByMeowAreASign() throws {
        let collector = DatasetCollector(catalog: try DetectorCatalog())
        for name in ["gs4kw5zj3x-meow", "shop.a8d2k1m3p0-meow", "orders"] {
            collector.beginDataset(name, recordsEstimated: nil)
            collector.endDataset(skipped: nil)
        }
        #expect(collector.ransomSigns.count == 1)
        for name in ["a", "b", "c"] {
            collector.beginDataset(name, recordsEstimated: nil)
            collector.endDataset(skipped: nil)
        }
        #expect(collector.ransomSigns == [])
    }

    @Test func anEmptyDatabaseMayBeNamedLikeANote() throws {
        let collector = DatasetCollector(catalog: try DetectorCatalog())
        collector.hasName("readme_to_recover")
        collector.hasName("homeowners")
        #expect(collector.ransomSigns == ["readme_to_recover: named like a ransom note"])
    }
}
