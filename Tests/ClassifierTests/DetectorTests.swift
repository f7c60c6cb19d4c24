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
        (#"{"id": "x"}"#, "the key name is missing"),
        (#"{"id": "x", "colour": 1}"#, "the key colour is not known"),
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

    @Test func aFolderThatIsNotThereIsSaidSo() {
        #expect(throws: DetectorError(file: "/nowhere", reason: "the folder cannot be read")) {
            try DetectorCatalog(folder: "/nowhere")
        }
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

@Suite struct PatternTests {
    @Test(arguments: [
        ("AKIA[A-Z2-7]{16}", "AKIAO4PAX5Z4BZXNT2DA", true),
        ("AKIA[A-Z2-7]{16}", "AKIAO4PAX5Z4BZXNT2D", false),
        ("AKIA[A-Z2-7]{16}", "AKIAO4PAX5Z4BZXNT2DAB", false),
        ("a[bc]*d", "abcbcd", true),
        ("a[bc]*d", "ad", true),
        ("a[bc]+d", "ad", false),
        ("ab?c", "ac", true),
        ("ab?c", "abbc", false),
        (#"SG\.[a-z]{2,}\.x"#, "SG.abc.x", true),
        ("x[a-]{2}", "x-a", true),
        ("x{2,3}", "xxxx", false),
    ])
    func matchesGreedilyWithoutTakingBack(pattern: String, text: String, isMatch: Bool) throws {
        var text = text
        let found = try text.withUTF8 { bytes in try Pattern(pattern).match(bytes, from: 0) }
        #expect((found != nil) == isMatch)
    }

    @Test(arguments: [
        "(a|b)", "a|b", "^a", "a.", "[a", "[]", "{2}", "a{3,2}", "a{x}", "a{9999}", "*a", "é", "a?b", "", "\\",
    ])
    func refusesWhatIsNotLinearOrNotWhole(pattern: String) {
        #expect(throws: PatternError.self) { try Pattern(pattern) }
    }
}
