import Classifier
import Exposure
import Scanner

// Where the command meets the classifier.

/// The embedded detectors, and those of a directory.
func loadCatalog(_ directory: String?) throws -> DetectorCatalog {
    if directory != nil { throw UsageError("--detectors is not available in this version.") }
    return DetectorCatalog()
}

/// Reads each file as a dataset, prints the findings and the summary, and ends with the exit code.
func classify(_ files: [String], format: ClassifyFormat, failOn: Level?, detectors: String?) throws {
    throw UsageError("ajar classify is not available in this version.")
}

func listDetectors(from directory: String?) throws {
    throw UsageError("ajar detectors list is not available in this version.")
}

func showDetector(_ id: String, from directory: String?) throws {
    throw UsageError("ajar detectors show is not available in this version.")
}

func testDetectors(from directory: String?) throws {
    throw UsageError("ajar detectors test is not available in this version.")
}
