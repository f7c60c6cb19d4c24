import Formats

/// `DatasetClassifier` cut off: finds each value's field; then tells new values from those seen lately; then scans the new ones with a
/// catalog. Compiled into the classifier's module, so that its calls cost what they cost there.
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
