import Foundation
import Testing

@testable import Classifier

/// Compiled once for all tests: the lexicons are large.
let catalog: DetectorCatalog = {
    do { return try DetectorCatalog() } catch { fatalError("\(error)") }
}()

@Suite struct DetectorTests {
    @Test func everyExampleOfEveryDetectorComesOutAsItsFileSays() {
        #expect(catalog.failedExamples().map { "\($0.detector): \($0.text) should match: \($0.shouldMatch)" } == [])
        #expect(catalog.exampleCount > 100)
    }

    @Test func theCatalogHoldsExactlyTheFilesOfTheFolder() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../detectors")
        let files = try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
        #expect(catalog.detectors.map(\.id) == files)
    }

    @Test(arguments: [
        ("{", "it is not valid JSON"),
        (#"{"id": "x"}"#, "name: the key is missing"),
        (#"{"id": "x", "colour": 1}"#, "colour: the key is not known"),
        (Self.valid(id: "No Spaces"), "id: lower-case letters, digits and _ only"),
        (Self.valid(p0: "0"), "p0: a probability above 0 and below 1"),
        (Self.valid(p0: "1.5"), "p0: a probability above 0 and below 1"),
        (Self.valid(extra: #""mask": [1],"#), "mask: two numbers, each 0 to 8"),
        (Self.valid(extra: #""recogniser": "magic","#), "recogniser:"),
        (Self.valid(patterns: "[]"), "it says nothing to look for"),
        (Self.valid(match: "[]"), "examples.match: at least one value that must match"),
        (Self.valid(noMatch: "[]"), "examples.no_match: at least one value that must not match"),
    ])
    func aBrokenFileIsRefusedWithItsReason(text: String, reason: String) throws {
        do throws(DetectorError) {
            _ = try DetectorCatalog.decode(Data(text.utf8), file: "broken.json")
            Issue.record("it was taken")
        } catch {
            #expect(error.file == "broken.json")
            #expect(error.reason.hasPrefix(reason), "\(error.reason)")
        }
    }

    @Test(arguments: [
        ("{\n  \"id\": \"x\",\n  \"name\" \"y\"\n}", 3, "it is not valid JSON: no : after a name, at column 10"),
        ("{\n  \"id\": \"x\",\n", 3, "it is not valid JSON: it ends too early, at column 1"),
        ("{\n  \"id\": \"x\",\n  \"colour\": 1\n}", 3, "colour: the key is not known"),
        (Self.lines(of: "p0", is: "7"), 5, "p0: a probability above 0 and below 1"),
        (Self.lines(of: "p0", is: "\"x\""), 5, "p0: "),
        (
            Self.lines(of: "field_names", is: "{\n    \"strong\": [],\n    \"weaker\": []\n  }"), 9,
            "field_names.weaker: the key is not known"
        ),
        (
            Self.lines(of: "examples", is: "{\n    \"match\": [\"BDG-123456\"],\n    \"no_match\": []\n  }"), 9,
            "examples.no_match: at least one"
        ),
        (Self.lines(of: "mask", is: "[1, 2, 3]"), 7, "mask: two numbers"),
        (Self.lines(of: "check", is: "\"magic\""), 7, "check: "),
    ])
    func aBrokenFileIsRefusedWithTheLine(text: String, line: Int, reason: String) {
        do throws(DetectorError) {
            _ = try DetectorCatalog.decode(Data(text.utf8), file: "broken.json")
            Issue.record("it was taken")
        } catch {
            #expect(error.line == line, "\(error)")
            #expect(error.reason.hasPrefix(reason), "\(error.reason)")
        }
    }

    @Test func aPatternThatIsNoneIsRefusedWithTheLine() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-detectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "broken.json")
        for (key, value, reason) in [
            ("patterns", "[\"BDG-[0-9\"]", "patterns: "),
            ("lexicons", "[\"nowhere\"]", "lexicons: there is no lexicon"),
        ] {
            try Data(Self.lines(of: key, is: value).utf8).write(to: file)
            do {
                _ = try DetectorCatalog(folder: folder.path)
                Issue.record("it was taken")
            } catch let error as DetectorError {
                #expect(error.file == file.path)
                #expect(error.line == (key == "patterns" ? 6 : 7))
                #expect(error.reason.hasPrefix(reason), "\(error.reason)")
            }
        }
    }

    /// Whatever a file holds, it is refused with a reason.
    @Test func anyCutOfAFileIsRefused() {
        let text = Array(Self.lines(of: "p0", is: "0.001").utf8)
        for end in 0..<(text.count - 1) {
            #expect(throws: DetectorError.self) {
                try DetectorCatalog.decode(Data(text[..<end]), file: "cut.json")
            }
        }
    }

    @Test(arguments: ["staff_number", "x", "a_b_c9"])
    func aSkeletonLoadsAndItsExamplesComeOut(id: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-detectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Detector.skeleton(id: id).utf8).write(to: folder.appending(path: "\(id).json"))
        let own = try DetectorCatalog(embedded: false, folder: folder.path)
        #expect(own.detectors.map(\.id) == [id])
        #expect(own.failedExamples() == [])
    }

    @Test func aFolderAddsADetectorByAFileAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-detectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.valid(id: "staff_badge").utf8).write(to: folder.appending(path: "staff_badge.json"))
        let extended = try DetectorCatalog(folder: folder.path)
        #expect(extended.detectors.count == catalog.detectors.count + 1)
        #expect(extended.failedExamples() == [])
        #expect(extended.detector("staff_badge")?.name == "Test")
    }

    /// More detectors than a machine word has bits, with patterns, terms and checks of their own.
    @Test func aThousandDetectorsOfAFolderWorkBesideTheBuiltInOnes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-detectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for number in 100..<1100 {
            let text = """
                {"id": "custom_\(number)", "name": "Custom \(number)", "category": "contact", "p0": 0.0001,
                 "patterns": ["Q\(number)-[0-9]{4}(-[A-Z])?"], "terms": ["quirk\(number)", "quirk \(number) of old"], "context": ["quirky\(number)"],
                 "examples": {"match": ["Q\(number)-1234", "a Quirk\(number) here", "Q\(number)-1234-B"], "no_match": ["Q\(number)-123", "quirk\(number + 1)"]}}
                """
            try Data(text.utf8).write(to: folder.appending(path: "custom_\(number).json"))
        }
        let extended = try DetectorCatalog(folder: folder.path)
        #expect(extended.detectors.count == catalog.detectors.count + 1000)
        #expect(extended.failedExamples() == [])
        let classifier = DatasetClassifier(catalog: extended)
        for number in 0..<40 { record(classifier, [("mixed", "Q777-\(1000 + number), quirk1099", .string)]) }
        #expect(classifier.verdict().fields.flatMap(\.types).map(\.type).sorted() == ["custom_1099", "custom_777"])
    }

    @Test func aCheckTellsCandidatesThatPassFromThoseThatFail() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-detectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            {"id": "health_id", "name": "Health id", "category": "health_identifier", "p0": 0.0909, "patterns": ["H[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", "[0-9]{10}"],
             "check": "nhs_number", "examples": {"match": ["9434765919"], "no_match": ["9434765918"]}}
            """
        try Data(text.utf8).write(to: folder.appending(path: "health_id.json"))
        let own = try DetectorCatalog(embedded: false, folder: folder.path)
        #expect(own.failedExamples() == [])
        var random = SeededGenerator(seed: 3)
        let chance = DatasetClassifier(catalog: own)
        for _ in 0..<500 {
            record(chance, [("a", "\(Int.random(in: 4_000_000_000...4_999_999_999, using: &random))", .string)])
        }
        #expect(chance.verdict().fields == [])
        let real = DatasetClassifier(catalog: own)
        for _ in 0..<20 { record(real, [("a", nhsNumber(using: &random), .string)]) }
        #expect(real.verdict().fields.first?.types.first?.type == "health_id")
    }

    @Test func aFolderThatIsNotThereIsSaidSo() {
        #expect(throws: DetectorError(file: "/nowhere", reason: "the folder cannot be read")) {
            try DetectorCatalog(folder: "/nowhere")
        }
    }

    /// A valid file, a key a line, in which one key has another value.
    static func lines(of key: String, is value: String) -> String {
        var keys = [
            ("id", "\"test\""), ("name", "\"Test\""), ("category", "\"name\""), ("p0", "0.001"),
            ("patterns", "[\"BDG-[0-9]{6}\"]"),
        ]
        let examples = "{\"match\": [\"BDG-123456\"], \"no_match\": [\"BDG-12\"]}"
        if let place = keys.firstIndex(where: { $0.0 == key }) {
            keys[place].1 = value
        } else {
            keys.append((key, value))
        }
        if key != "examples" { keys.append(("examples", examples)) }
        return "{\n" + keys.map { "  \"\($0.0)\": \($0.1)" }.joined(separator: ",\n") + "\n}\n"
    }

    static func valid(
        id: String = "test", p0: String = "0.001", patterns: String = #"["BDG-[0-9]{6}"]"#, extra: String = "",
        match: String = #"["BDG-123456"]"#, noMatch: String = #"["BDG-12"]"#
    ) -> String {
        """
        {"id": "\(id)", "name": "Test", "category": "name", "p0": \(p0), "patterns": \(patterns), \(extra)
         "examples": {"match": \(match), "no_match": \(noMatch)}}
        """
    }
}
