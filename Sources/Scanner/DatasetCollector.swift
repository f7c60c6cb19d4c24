import Classifier
import Exposure
import Formats
import Probes

/// Hands the records of each dataset to a classifier of its own, and keeps only the verdicts.
///
/// `@unchecked Sendable`: it has one owner at a time. The engine makes it, lends it to a prober for one conversation,
/// and reads it when that call has returned; the prober may pass it to one thread or event loop, never to two.
public final class DatasetCollector: SampleSink, @unchecked Sendable {
    /// What is known of a dataset that was sampled.
    struct Sampled {
        var name: String
        var recordsEstimated: Int?
        var verdict: DatasetVerdict
        /// Why no more was read; `nil` where reading broke off.
        var stop: SamplingStop?
        /// Why not all was read that was asked for.
        var note: String?
    }

    private let catalog: DetectorCatalog
    private let maximumDatasets: Int
    private var current: Current?

    private struct Current {
        var name: String
        var recordsEstimated: Int?
        var classifier: DatasetClassifier
        var stop: SamplingStop?
    }
    private var notes = RansomNotes()

    private(set) var sampled: [Sampled] = []
    /// Datasets of which nothing could be read, and why.
    private(set) var skipped: [(name: String, reason: String)] = []
    private(set) var skippedBeyondLimit = 0
    /// Sentences for `Summary.incomplete`.
    private(set) var incomplete: [String] = []

    public init(catalog: DetectorCatalog, maximumDatasets: Int = 200) {
        self.catalog = catalog
        self.maximumDatasets = maximumDatasets
    }

    public func beginDataset(_ name: String, recordsEstimated: Int?) {
        if current != nil { endDataset(skipped: "it was left before its end") }
        // The name comes from the server.
        let name = printable(name, limit: 300)
        notes.beginDataset(name)
        current = Current(
            name: name, recordsEstimated: recordsEstimated.flatMap { $0 >= 0 ? $0 : nil },
            classifier: DatasetClassifier(catalog: catalog, dataset: name, isSampling: true))
    }

    public var isSettled: Bool { current?.classifier.isSettled ?? false }

    public func stopped(_ why: SamplingStop) { current?.stop = why }

    /// What speaks of a ransom: sentences, without anything that was read.
    var ransomSigns: [String] { notes.signs }

    /// A name of something that holds datasets: a database that may be empty.
    public func hasName(_ name: String) { notes.name(printable(name, limit: 300)) }

    public func endDataset(skipped reason: String?) {
        guard let dataset = current else { return }
        current = nil
        notes.endDataset()
        let reason = reason.map { printable($0) }
        let verdict = dataset.classifier.verdict()
        if let reason, verdict.recordsSampled == 0, verdict.recordsBroken == 0 {
            if skipped.count < maximumDatasets {
                skipped.append((dataset.name, reason))
            } else {
                skippedBeyondLimit += 1
            }
        } else if sampled.count < maximumDatasets {
            sampled.append(
                Sampled(
                    name: dataset.name, recordsEstimated: dataset.recordsEstimated, verdict: verdict,
                    stop: dataset.stop, note: reason))
        } else {
            skippedBeyondLimit += 1
        }
    }

    /// Closes a dataset that the conversation broke off in; what was read of it counts.
    func finish() {
        guard let name = current?.name else { return }
        endDataset(skipped: "reading broke off")
        incomplete.append("reading \(name) broke off")
    }

    public func beginRecord() {
        notes.beginRecord()
        current?.classifier.beginRecord()
    }
    public func enter(_ name: UnsafeRawBufferPointer) { current?.classifier.enter(name) }
    public func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        if kind == .string { notes.value(bytes) }
        current?.classifier.value(bytes, kind)
    }
    public func leave() { current?.classifier.leave() }
    public func endRecord() {
        notes.endRecord()
        current?.classifier.endRecord()
    }
    public func brokenRecord() { current?.classifier.brokenRecord() }
}
