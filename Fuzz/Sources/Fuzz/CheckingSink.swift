import Formats
import Probes

/// Reads every byte it is given, as the classifier would, and checks that the calls nest as their documentation says.
final class CheckingSink: SampleSink {
    private(set) var datasets = 0
    private(set) var records = 0
    private(set) var broken = 0
    private let needsDatasets: Bool
    private var isInDataset = false
    private var isInRecord = false
    private var depth = 0
    private var sum: UInt8 = 0

    /// - Parameter needsDatasets: records may only come inside a dataset.
    init(needsDatasets: Bool) { self.needsDatasets = needsDatasets }

    func beginDataset(_ name: String, recordsEstimated: Int?) {
        precondition(!isInDataset, "a dataset began inside another")
        precondition(recordsEstimated.map { $0 >= 0 } ?? true, "a negative estimate")
        precondition(name.utf8.count <= 4096, "a name without bounds")
        isInDataset = true
        datasets += 1
    }

    func endDataset(skipped: String?) {
        precondition(isInDataset, "a dataset ended that had not begun")
        precondition(depth == 0 && !isInRecord, "a dataset ended inside a record")
        precondition((skipped?.utf8.count ?? 0) <= 4096, "a reason without bounds")
        isInDataset = false
    }

    func beginRecord() {
        precondition(isInDataset || !needsDatasets, "a record outside a dataset")
        precondition(!isInRecord, "a record began inside another")
        isInRecord = true
        depth = 0
    }

    func enter(_ name: UnsafeRawBufferPointer) {
        precondition(isInRecord, "a field outside a record")
        depth += 1
        read(name)
    }

    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        precondition(isInRecord, "a value outside a record")
        read(bytes)
    }

    func leave() {
        depth -= 1
        precondition(depth >= 0, "left more often than entered")
    }

    func endRecord() {
        precondition(isInRecord && depth == 0, "a record ended that had not begun, or inside a field")
        isInRecord = false
        records += 1
    }

    func brokenRecord() {
        isInRecord = false
        depth = 0
        broken += 1
    }

    /// Called when the conversation is over.
    func checkEnd() {
        precondition(!isInDataset, "a dataset was left without an end")
    }

    private func read(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { sum &+= byte }
    }
}
