import Classifier
import Exposure
import Formats

/// The datasets of one file: takes the records of each table of a dump to a classifier of its own.
///
/// Memory is bounded whatever the dump: so many classifiers are open at a time. Where another is needed, the one that was
/// not used for longest is asked for its verdict; should its table come again, both verdicts are put together. Tables
/// beyond a number, and those that come again too often, share one dataset.
final class FileDatasets: RecordSink {
    static let maximumOpen = 32
    static let maximumDatasets = 10_000
    /// How often a verdict may be asked for because room was needed.
    static let maximumClosed = 50_000
    static let othersName = "(other tables)"

    private struct Open {
        var classifier: DatasetClassifier
        var lastUse: Int
    }

    private let make: (String) -> DatasetClassifier
    private var open: [String: Open] = [:]
    private var verdicts: [String: DatasetVerdict] = [:]
    /// Names in the order in which their first record came.
    private var names: [String] = []
    private var known: Set<String> = []
    /// `nil` before the first table is named.
    private var selected: String?
    private var current: DatasetClassifier?
    private var uses = 0
    private var closed = 0

    init(_ make: @escaping (String) -> DatasetClassifier) { self.make = make }

    func selectDataset(_ name: UnsafeRawBufferPointer) {
        selected = String(decoding: name, as: UTF8.self)
        current = nil
    }

    func beginRecord() { classifier().beginRecord() }
    func enter(_ name: UnsafeRawBufferPointer) { current?.enter(name) }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) { current?.value(bytes, kind) }
    func leave() { current?.leave() }
    func endRecord() { current?.endRecord() }
    func brokenRecord() { classifier().brokenRecord() }

    /// Each dataset's name, `nil` for what belongs to no table, and its verdict.
    func finish() -> [(name: String?, verdict: DatasetVerdict)] {
        current = nil
        for name in names { if open[name] != nil { close(name) } }
        return names.compactMap { name in verdicts[name].map { (name.isEmpty ? nil : name, $0) } }
    }

    /// The classifier of the dataset that was selected.
    private func classifier() -> DatasetClassifier {
        if let current { return current }
        var name = selected ?? ""
        if !known.contains(name), known.count >= Self.maximumDatasets { name = Self.othersName }
        if open[name] == nil {
            // Tables that take turns would have their verdicts asked for with each record.
            if closed >= Self.maximumClosed { name = Self.othersName }
            if open[name] == nil, open.count >= Self.maximumOpen,
                let oldest = open.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
            {
                close(oldest)
                closed += 1
            }
        }
        if known.insert(name).inserted { names.append(name) }
        uses += 1
        let classifier = open[name]?.classifier ?? make(name)
        open[name] = Open(classifier: classifier, lastUse: uses)
        current = classifier
        return classifier
    }

    private func close(_ name: String) {
        guard let verdict = open.removeValue(forKey: name)?.classifier.verdict() else { return }
        verdicts[name] = verdicts[name].map { Self.joined($0, verdict) } ?? verdict
    }

    /// The verdict on both parts of a dataset: its worse part decides, what was counted is added up.
    static func joined(_ first: DatasetVerdict, _ second: DatasetVerdict) -> DatasetVerdict {
        var both = second.sensitivity > first.sensitivity ? second : first
        both.recordsSampled = first.recordsSampled + second.recordsSampled
        both.recordsBroken = first.recordsBroken + second.recordsBroken
        var fields = first.fields
        for field in second.fields {
            guard let place = fields.firstIndex(where: { $0.field == field.field }) else {
                fields.append(field)
                continue
            }
            for type in field.types {
                if let known = fields[place].types.firstIndex(where: { $0.type == type.type }) {
                    fields[place].types[known].tested += type.tested
                    fields[place].types[known].matched += type.matched
                    fields[place].types[known].confidence = max(fields[place].types[known].confidence, type.confidence)
                } else {
                    fields[place].types.append(type)
                }
            }
        }
        both.fields = fields
        return both
    }
}
