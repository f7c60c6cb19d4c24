import Exposure
import Formats

struct EmbeddedFile: Sendable {
    var name: StaticString
    var text: StaticString
}

/// The detectors in use: the embedded ones, and those of `--detectors DIR`, which replace embedded ones of the same id.
public struct DetectorCatalog: Sendable {
    public init() {}
}

/// Takes the records of one dataset and tells, at the end, what they hold. Keeps no value.
public final class DatasetClassifier: RecordSink {
    public init(catalog: DetectorCatalog) {}
    public func beginRecord() {}
    public func enter(_ name: UnsafeRawBufferPointer) {}
    public func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    public func leave() {}
    public func endRecord() {}
    public func brokenRecord() {}
    public func verdict() -> DatasetVerdict {
        DatasetVerdict(recordsSampled: 0, recordsBroken: 0, sensitivity: .none, reasons: [], fields: [])
    }
}

/// What the classifier found in one dataset.
public struct DatasetVerdict: Sendable, Equatable {
    public var recordsSampled: Int
    public var recordsBroken: Int
    public var sensitivity: Level
    /// Plain words, the weightiest first.
    public var reasons: [String]
    public var fields: [FieldFinding]

    public init(
        recordsSampled: Int, recordsBroken: Int, sensitivity: Level, reasons: [String], fields: [FieldFinding]
    ) {
        self.recordsSampled = recordsSampled
        self.recordsBroken = recordsBroken
        self.sensitivity = sensitivity
        self.reasons = reasons
        self.fields = fields
    }
}

/// Severity: sensitivity × access × volume.
public enum Severity {
    /// - Returns: the band, and why, in plain words.
    public static func of(_ sensitivity: Level, access: Access, records: Int?) -> (level: Level, reasons: [String]) {
        (sensitivity, [])
    }
}
