import Formats

/// An example of a detector file that did not come out as the file says.
public struct FailedExample: Sendable, Equatable {
    public var detector: String
    /// The example as the detector file has it; examples are no real data.
    public var text: String
    /// Whether it should have matched.
    public var shouldMatch: Bool
}

extension DetectorCatalog {
    /// The number of examples in all detectors.
    public var exampleCount: Int {
        detectors.reduce(0) { $0 + $1.examples.match.count + $1.examples.noMatch.count }
    }

    /// Scans every example of every detector as a value of a field, whose name says nothing unless the detector gives one.
    public func failedExamples() -> [FailedExample] {
        let scanner = ValueScanner(self)
        var failed: [FailedExample] = []
        for (index, detector) in detectors.enumerated() {
            for (examples, shouldMatch) in [(detector.examples.match, true), (detector.examples.noMatch, false)] {
                for text in examples {
                    let name = detector.examples.field.map { [$0] } ?? []
                    let names = matcher.fieldNames.evidence(path: name)
                    var field = FieldEvidence(detectorCount: detectors.count, nameEvidence: names, slots: matcher.slots)
                    defer { field.deallocate() }
                    var text = text
                    let matches = text.withUTF8 { scanner.scan($0, .string, &field) }
                    if scanner.sets.contains(matches, index) != shouldMatch {
                        failed.append(FailedExample(detector: detector.id, text: text, shouldMatch: shouldMatch))
                    }
                }
            }
        }
        return failed
    }
}
