import Foundation

@testable import Classifier

/// Catalogs of a part of the detectors, to see what each kind of them costs.
enum Catalogs {
    /// - Parameter detectors: the folder that they lie in.
    /// - Returns: one that finds nothing, so that only the tokens are left; those with recognisers that need no words; those and
    ///   the ones that go by words; all.
    static func all(_ detectors: String) throws -> [(name: String, catalog: DetectorCatalog)] {
        let nothing = """
            {"id": "nothing", "name": "Nothing", "category": "online_identifier", "p0": 0.001, "terms": ["qqzzqqzz"],
             "examples": {"match": ["qqzzqqzz"], "no_match": ["a"]}}
            """
        let full = try DetectorCatalog(embedded: false, folder: detectors)
        func part(_ isIn: (Detector) -> Bool) throws -> DetectorCatalog {
            let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-stages-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data(nothing.utf8).write(to: folder.appending(path: "nothing.json"))
            for detector in full.detectors where isIn(detector) {
                let name = "\(detector.id).json"
                try FileManager.default.copyItem(
                    at: URL(filePath: detectors).appending(path: name), to: folder.appending(path: name))
            }
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "lexicons"),
                withDestinationURL: URL(filePath: detectors).appending(path: "lexicons"))
            return try DetectorCatalog(embedded: false, folder: folder.path(percentEncoded: false))
        }
        func goesByWords(_ detector: Detector) -> Bool { detector.lexicons != nil || detector.terms != nil }
        return [
            ("+ tokens, looked up in the lexicon", try part { _ in false }),
            ("+ numbers and codes", try part { $0.recogniser != nil && !goesByWords($0) }),
            ("+ words, names and phrases", try part { goesByWords($0) || $0.recogniser != nil }),
            ("+ patterns", full),
        ]
    }
}
