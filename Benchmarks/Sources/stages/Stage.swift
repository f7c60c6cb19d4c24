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

/// Finds each value's field; then tells new values from those seen lately; then scans the new ones with a catalog.
final class CutSink: RecordSink {
    enum Last { case fields, values, scan }

    private let catalog: DetectorCatalog
    private let scanner: ValueScanner
    private let last: Last
    private let tree = FieldTree()
    private var current = FieldTree.root
    private(set) var scanned = 0

    init(_ last: Last, _ catalog: DetectorCatalog) {
        self.last = last
        self.catalog = catalog
        scanner = ValueScanner(catalog)
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

    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        guard last != .fields, kind != .null, kind != .boolean else { return }
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start &+= 1 }
        while end > start, bytes[end &- 1] <= 0x20 { end &-= 1 }
        guard start < end else { return }
        let text = UnsafeBufferPointer<UInt8>(
            start: (bytes.baseAddress.unsafelyUnwrapped + start).assumingMemoryBound(to: UInt8.self),
            count: end &- start)
        let field = tree.evidence(of: current) ?? newEvidence()
        let hash = ValueHash.of(text)
        if field.pointee.repeated(hash) != nil { return }
        var matches: MatchSets.ID = 0
        if last == .scan {
            matches = scanner.scan(text, kind, field)
            scanned += text.count
        }
        field.pointee.remember(hash, matches)
    }

    func endRecord() {}
    func brokenRecord() { current = FieldTree.root }

    private func newEvidence() -> UnsafeMutablePointer<FieldEvidence> {
        let path = tree.path(current)
        return tree.setEvidence(
            FieldEvidence(
                detectorCount: catalog.detectors.count, nameEvidence: catalog.matcher.fieldNames.evidence(path: path),
                slots: catalog.matcher.slots, name: path.last ?? ""), of: current)
    }
}
