import Formats
import Foundation
import Glibc

@testable import Classifier

/// What the classifier does with a file, cut off at ever later places: what one stage takes more than the one before it is its cost.
struct Stage {
    var name: String
    /// Seconds of CPU.
    var seconds: Double

    /// Runs `body` so many times and keeps the shortest: what else the machine does only ever adds.
    init(_ name: String, runs: Int, _ body: () throws -> Void) rethrows {
        self.name = name
        var least = Double.infinity
        for _ in 0..<runs {
            let began = Self.processorTime
            try body()
            least = min(least, Self.processorTime - began)
        }
        seconds = least
    }

    static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Takes records and does nothing with them.
final class NoSink: RecordSink {
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {}
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
}

/// Finds each value's field; then tells new values from those seen lately; then scans the new ones with a catalog. Values wait for
/// others of their field as they do in `DatasetClassifier`.
final class CutSink: RecordSink {
    enum Last { case fields, values, scan }

    private let catalog: DetectorCatalog
    private let scanner: ValueScanner
    private let last: Last
    private let tree = FieldTree()
    private var current = FieldTree.root
    private var batch = ValueBatch()
    private var isBatching = false
    private(set) var scanned = 0

    init(_ last: Last, _ catalog: DetectorCatalog) {
        self.last = last
        self.catalog = catalog
        scanner = ValueScanner(catalog)
    }

    deinit { batch.deallocate() }

    func beginMembers() {
        batch.open()
        isBatching = true
    }

    func endMembers() {
        settle()
        isBatching = false
    }

    func beginRecord() {
        current = FieldTree.root
        tree.restart(FieldTree.root)
    }

    func enter(_ name: UnsafeRawBufferPointer) {
        current = tree.child(name, of: current) ?? tree.child(making: name, of: current, isInner: false)
        tree.restart(current)
    }

    func leave() {
        if current > 0 { current = tree.parent(of: current) }
    }

    func member(_ name: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        let parent = current
        enter(name)
        if last != .fields, let text = DatasetClassifier.text(bytes, kind) { wait(text, kind) }
        current = parent
    }

    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        guard last != .fields, let text = DatasetClassifier.text(bytes, kind) else { return }
        if isBatching {
            if let copy = batch.copy(text) { return wait(copy, kind) }
            settle()
            if let copy = batch.copy(text) { return wait(copy, kind) }
        }
        look(text, kind, tree.evidence(of: current) ?? newEvidence())
    }

    func endRecord() {}
    func brokenRecord() { current = FieldTree.root }

    private func wait(_ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind) {
        batch.add(text, kind, current, tree.evidence(of: current) ?? newEvidence())
        if batch.isFull { settle() }
    }

    private func settle() {
        batch.eachByField { entry, field in look(entry.text, entry.kind, field) }
        batch.removeAll()
    }

    private func look(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: UnsafeMutablePointer<FieldEvidence>
    ) {
        let hash = ValueHash.of(text)
        let isNew = field.pointee.matches(of: hash) == nil
        field.pointee.countValue(isNew: isNew)
        guard isNew else { return }
        var matches: MatchSets.ID = 0
        if last == .scan {
            matches = scanner.scan(text, kind, field)
            scanned += text.count
        }
        field.pointee.remember(hash, matches)
    }

    private func newEvidence() -> UnsafeMutablePointer<FieldEvidence> {
        let path = tree.path(current)
        return tree.setEvidence(
            FieldEvidence(
                detectorCount: catalog.detectors.count, nameEvidence: catalog.matcher.fieldNames.evidence(path: path),
                slots: catalog.matcher.slots, name: path.last ?? ""), of: current)
    }
}
