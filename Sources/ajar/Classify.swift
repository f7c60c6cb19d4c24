import ArgumentParser
import Exposure
import Foundation
import Scanner

struct Classify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the records of a file hold, and how sensitive they are.",
        discussion: """
            Reads files, or standard input, as a stream, and rates what they hold as ajar scan rates a table: NDJSON and \
            JSON, CSV and TSV, SQL dumps (pg_dump, mysqldump), BSON dumps (mongodump, archives too), HL7 v2, FHIR, XML, logs and \
            plain text, also within gzip and Zstandard. The format is recognised by the content. A file is one dataset; of a dump \
            each table is one, named PATH:TABLE. A record that cannot be parsed is counted and passed over. No value is kept or \
            shown.

            EXAMPLES
              ajar classify patients.ndjson
              ajar classify export.csv notes.txt dump.sql.gz --format jsonl
              ajar classify export.csv --explain
              mongoexport --db shop --collection users | ajar classify --fail-on moderate

            EXIT CODES
              0  done, and nothing at or above the threshold of --fail-on
              1  something is at or above it
              2  wrong usage or configuration
              3  not everything could be read; what and why is listed
            """)

    @Argument(help: "Files to read; - or none for standard input.", completion: .file())
    var files: [String] = ["-"]

    @Option(help: "How to report.")
    var format: ClassifyFormat = .console

    @Flag(help: "Say for each field and type what counted for it and against it, in words and nats.")
    var explain = false

    @Option(help: ArgumentHelp("Exit with 1 if a dataset's severity is that or worse.", valueName: "level"))
    var failOn: Threshold?

    @Option(
        help: ArgumentHelp("Further detectors; one with a known id replaces it.", valueName: "dir"),
        completion: .directory)
    var detectors: String?

    @Option(
        help: ArgumentHelp(
            "Threads: several files, or parts of a large one, at a time. Default: one for each core.", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Stop where a compressed file expands to more than n times its size, beyond 64 MB.", valueName: "n"))
    var maxExpansion = FileClassifier.defaultMaximumExpansion

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256.") }
        if !(1...1_000_000).contains(maxExpansion) { throw ValidationError("--max-expansion takes 1 to 1000000.") }
    }

    func run() async throws {
        try classify(
            files, format: format, failOn: failOn?.level, detectors: detectors,
            jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, maximumExpansion: maxExpansion,
            explains: explain)
    }
}
