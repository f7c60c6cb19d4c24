import Exposure
import Formats
import Foundation
import Testing

@testable import Classifier

/// Two classifiers that each saw a half of the records come to what one comes to that saw all.
@Suite struct MergeTests {
    @Test(arguments: [2, 5])
    func partsComeToWhatTheWholeComesTo(parts: Int) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../testdata/eval/data")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".ndjson") }
            .sorted()
        #expect(files.count >= 40)
        for file in files {
            let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
            let whole = DatasetClassifier(catalog: catalog)
            let pieces = (0..<parts).map { _ in DatasetClassifier(catalog: catalog) }
            for (number, line) in lines.enumerated() {
                try read(line, into: whole)
                try read(line, into: pieces[number * parts / lines.count])
            }
            for piece in pieces.dropFirst() { pieces[0].merge(piece) }
            let (one, other) = (whole.verdict(), pieces[0].verdict())
            #expect(other.recordsSampled == one.recordsSampled)
            #expect(other.sensitivity == one.sensitivity, "\(file)")
            let (mine, theirs) = (Self.matches(one), Self.matches(other))
            #expect(mine == theirs, "\(file)")
        }
    }

    /// Field and type, and how many values matched.
    private static func matches(_ verdict: DatasetVerdict) -> [String: Int] {
        var result: [String: Int] = [:]
        for field in verdict.fields {
            for type in field.types { result["\(field.field) \(type.type)"] = type.matched }
        }
        return result
    }

    /// The same few answers in both halves are no more evidence than in one.
    @Test func repeatedValuesCountOnce() {
        let classifiers = (0..<2).map { _ in DatasetClassifier(catalog: catalog) }
        for classifier in classifiers {
            for number in 0..<400 {
                record(classifier, [("a", ["White British", "Indian", "Chinese"][number % 3], .string)])
            }
        }
        let alone = classifiers[1].builder.logits().values.max() ?? 0
        classifiers[0].merge(classifiers[1])
        let both = classifiers[0].builder.logits().values.max() ?? 0
        #expect(abs(alone - both) < 0.5)
    }

    private func read(_ line: Substring, into classifier: DatasetClassifier) throws {
        let start = try #require(line.range(of: "\"record\": ")).upperBound
        let text = Data(line[start...].dropLast().utf8)
        var reader = JSONReader(layout: .lines)
        (text + [0x0a]).withUnsafeBytes { reader.feed($0, into: classifier) }
        reader.finish(into: classifier)
    }
}
