import ArgumentParser
import Exposure
import Scanner

struct Classify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the records of a file hold, and how sensitive they are.",
        discussion: """
            Reads NDJSON, JSON, CSV, TSV or plain text as a stream, from files or from standard input, and rates each \
            as one dataset, as ajar scan rates a table. The format is recognised by the content; SQL and BSON dumps and \
            compressed files are not read as such. A record that cannot \
            be parsed is counted and passed over. No value is kept or shown.

            EXAMPLES
              ajar classify patients.ndjson
              ajar classify export.csv notes.txt --format jsonl
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

    @Option(help: ArgumentHelp("Exit with 1 if a dataset's severity is that or worse.", valueName: "level"))
    var failOn: Threshold?

    @Option(
        help: ArgumentHelp("Further detectors; one with a known id replaces it.", valueName: "dir"),
        completion: .directory)
    var detectors: String?

    func run() async throws {
        try classify(files, format: format, failOn: failOn?.level, detectors: detectors)
    }
}
