import Classifier
import Exposure
import Foundation
import Reports
import Scanner

import enum Scanner.ExitCode

// Where the command meets the classifier.

/// The embedded detectors, and those of a directory, with the packs of imported code systems or without.
func loadCatalog(_ directory: String?, withPacks: Bool = true) throws -> DetectorCatalog {
    let packs = withPacks ? try PackFile.load(PackFile.paths(detectors: directory)) : nil
    do {
        return try DetectorCatalog(folder: directory, packs: packs)
    } catch let error as DetectorError where error.file == directory {
        throw UsageError("Detectors in '\(error.file)' cannot be used: \(error.reason).")
    } catch let error as DetectorError {
        // The system's own words for a malformed file end with a full stop already.
        let reason = error.reason.hasSuffix(".") ? error.reason : error.reason + "."
        throw UsageError("Detector file \(error.place): \(reason)")
    }
}

/// Reads each file as a dataset, prints the findings and the summary, and ends with the exit code.
func classify(
    _ files: [String], format: ClassifyFormat, failOn: Level?, detectors: String?, jobs: Int, maximumExpansion: Int,
    explains: Bool
) throws {
    let started = ContinuousClock.now
    let startedAt = Date().formatted(.iso8601)
    let classifier = FileClassifier(
        catalog: try loadCatalog(detectors), jobs: jobs, maximumExpansion: maximumExpansion, explains: explains)
    let output = try OutputFile(nil)
    var datasets: [DatasetFinding] = []
    var incomplete: [String] = []
    func note(_ error: FileError) {
        incomplete.append("\(error.path): \(error.reason).")
        // The console's report lists it at the end.
        if format == .jsonl { Terminal.complain("\(error.path): \(error.reason).") }
    }
    try classifier.classify(files) { result in
        switch result {
        case .success(let found):
            if format == .jsonl {
                for dataset in found.datasets { try output.write(JSONLines.line(of: dataset) + "\n") }
            }
            datasets += found.datasets
            if let error = found.incomplete { note(error) }
        case .failure(let error): note(error)
        }
    }
    let summary = Summary(
        version: Version.current, startedAt: startedAt, elapsedMs: milliseconds(since: started), targets: files.count,
        endpoints: 0, access: [:], datasets: datasets.count,
        recordsSampled: datasets.reduce(0) { $0 + $1.recordsSampled },
        recordsBroken: datasets.reduce(0) { $0 + $1.recordsBroken },
        sensitivity: Dictionary(datasets.map { ($0.sensitivity.rawValue, 1) }, uniquingKeysWith: +),
        worstSeverity: datasets.map(\.severity).max() ?? .none, failOn: failOn, complete: incomplete.isEmpty,
        incomplete: incomplete)
    switch format {
    case .jsonl:
        try output.write(JSONLines.line(of: summary) + "\n")
    case .console:
        let options = ReportOptions(
            colour: Terminal.hasColour(STDOUT_FILENO), width: Terminal.width(of: STDOUT_FILENO))
        let findings = Findings(endpoints: [], datasets: datasets, summary: summary)
        try output.write(Report.render(findings, format: .console, options: options))
    }
    throw Exit(code: ExitCode.of(summary: summary, failOn: failOn).rawValue)
}

private func milliseconds(since start: ContinuousClock.Instant) -> Int {
    Int((ContinuousClock.now - start) / .milliseconds(1))
}

func listDetectors(from directory: String?) throws {
    let detectors = try loadCatalog(directory, withPacks: false).detectors
    let width = detectors.map(\.id.count).max() ?? 0
    var text = ""
    for detector in detectors {
        text += detector.id + String(repeating: " ", count: width - detector.id.count + 2) + detector.name
        text += " (\(detector.category.rawValue))\n"
    }
    try OutputFile(nil).write(text)
}

func showDetector(_ id: String, from directory: String?) throws {
    guard let detector = try loadCatalog(directory, withPacks: false).detector(id) else {
        throw UsageError("There is no detector '\(id)'; ajar detectors list shows them all.")
    }
    try OutputFile(nil).write(describe(detector))
}

private func describe(_ detector: Detector) -> String {
    var lines = ["\(detector.id): \(detector.name)", "category      \(detector.category.rawValue)"]
    func add(_ label: String, _ values: [String]?) {
        guard let values, !values.isEmpty else { return }
        let padding = String(repeating: " ", count: max(1, 14 - label.count))
        lines.append(label + padding + values.joined(separator: ", "))
    }
    add("reported as", detector.type.map { [$0] })
    add("region", detector.region.map { [$0] })
    add("recogniser", detector.recogniser.map { [$0.rawValue] })
    add("patterns", detector.patterns)
    add("check", detector.check.map { [$0.rawValue] })
    add("lexicons", detector.lexicons)
    add("terms", detector.terms)
    add("ambiguous", detector.ambiguous)
    add("abbreviations", detector.abbreviations)
    add("prior", detector.prior.map { ["\($0)"] })
    add("base rate", ["p0 \(detector.p0)"] + (detector.p1.map { ["p1 \($0)"] } ?? []))
    add("least share", detector.minimumShare.map { ["\($0)"] })
    add("needs context", detector.needsContext == true ? ["yes"] : nil)
    add("field names", detector.fieldNames?.strong)
    add("weak names", detector.fieldNames?.weak)
    add("not named", detector.fieldNames?.against)
    add("context", detector.context)
    add("matches", detector.examples.match)
    add("does not", detector.examples.noMatch)
    add("sources", detector.sources)
    add("why", detector.why.map { [$0] })
    return lines.joined(separator: "\n") + "\n"
}

/// Writes a detector file to begin with; never over one that is there.
func newDetector(_ id: String, in directory: String) throws {
    guard Detector.isID(id) else {
        throw UsageError("'\(id)' cannot be a detector's id: lower-case letters, digits and _ only.")
    }
    let path = "\(directory)/\(id).json"
    do {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Data(Detector.skeleton(id: id).utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
        throw UsageError("\(path) is there already; it was left as it is.")
    } catch {
        throw UsageError("\(path) could not be written: \(error.localizedDescription)")
    }
    try OutputFile(nil).write(
        """
        \(path) is a detector that works as it stands. Put in what you look for, then:
          ajar detectors test --detectors \(directory)

        """)
}

/// Runs every example of every detector.
func testDetectors(from directory: String?) throws {
    let catalog = try loadCatalog(directory, withPacks: false)
    let failed = catalog.failedExamples()
    var text = failed.map { example in
        "\(example.detector): \(example.shouldMatch ? "does not match" : "matches, and must not:") \(example.text)\n"
    }.joined()
    let passed = catalog.exampleCount - failed.count
    text +=
        "\(passed) of \(catalog.exampleCount) examples of \(catalog.detectors.count) detectors came out as they should.\n"
    try OutputFile(nil).write(text)
    if !failed.isEmpty { throw Exit(code: 1) }
}

func importPack(_ kind: PackKind, _ paths: [String], into folder: String?, name: String?) throws {
    guard let folder = folder ?? PackFile.defaultFolder() else {
        throw UsageError("There is no home directory to keep the pack in; name a folder with --into.")
    }
    let name = name ?? kind.rawValue
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), name.utf8.count <= 64 else {
        throw UsageError("'\(name)' is no name for a pack: letters, digits and hyphens, at most 64.")
    }
    var bar = ProgressBar(kind.name)
    let importer = PackImporter(kind, catalog: try loadCatalog(nil, withPacks: false)) { bar.show($0, of: $1) }
    do {
        let result = try importer.run(paths, into: folder, name: name, now: Int64(Date().timeIntervalSince1970))
        bar.clear()
        let broken = result.broken == 0 ? "" : "; \(result.broken) rows could not be read and were passed over"
        try OutputFile(nil).write("\(describe(result.information, path: result.path))\(broken)\n")
    } catch let failure as PackImporter.Failure {
        bar.clear()
        switch failure {
        case .usage(let error): throw error
        case .incomplete(let sentence):
            Terminal.complain(sentence)
            throw Exit(code: ExitCode.incomplete.rawValue)
        }
    }
}

func listPacks(_ directory: String?) throws {
    let paths = PackFile.paths(detectors: directory)
    var text = ""
    for path in paths { text += describe(try PackFile.open(path).information, path: path) + "\n" }
    if paths.isEmpty {
        text =
            "There are no packs in \(PackFile.defaultFolder() ?? "the home directory"); ajar detectors import makes them.\n"
    }
    try OutputFile(nil).write(text)
}

private func describe(_ pack: PackInformation, path: String) -> String {
    let version = pack.version.isEmpty ? "" : " \(pack.version)"
    let made = Date(timeIntervalSince1970: Double(pack.created)).formatted(.iso8601.year().month().day())
    return "\(path): \(pack.kind.name)\(version), \(pack.terms) terms from \(pack.read) wordings, \(pack.codes) codes, "
        + "imported \(made) from \(pack.source)"
}
