import ArgumentParser
import Classifier
import Exposure
import Reports

/// The levels that `--fail-on` takes.
enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case low, moderate, high, critical

    var level: Level {
        switch self {
        case .low: .low
        case .moderate: .moderate
        case .high: .high
        case .critical: .critical
        }
    }
}

/// The formats of `ajar scan`.
enum ScanFormat: String, ExpressibleByArgument, CaseIterable {
    case console, jsonl, html

    var report: ReportFormat {
        switch self {
        case .console: .console
        case .jsonl: .jsonl
        case .html: .html
        }
    }
}

/// The formats of `ajar classify`.
enum ClassifyFormat: String, ExpressibleByArgument, CaseIterable {
    case console, jsonl
}

/// The code systems of `ajar detectors import`.
enum CodeSystem: String, ExpressibleByArgument, CaseIterable {
    case snomed, dmd, icd10, opcs4

    var kind: PackKind {
        switch self {
        case .snomed: .snomed
        case .dmd: .dmd
        case .icd10: .icd10
        case .opcs4: .opcs4
        }
    }
}
