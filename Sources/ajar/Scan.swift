import ArgumentParser
import Exposure
import Glibc
import Reports
import Scanner

import enum Scanner.ExitCode

struct Scan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at databases as a stranger would, and report what is exposed.",
        usage: "ajar scan <target> ... [<options>]",
        discussion: """
            Targets are dialled on the default ports of each service (or on those of --ports), asked who they are and \
            what a stranger may do, and, where they are open, read a little: a few records of each table, collection \
            or index. Nothing is written, no password is tried, and no value is kept.

            TARGETS
              db.example.org            a host; all of its addresses are looked at
              db.example.org:5433       one port of it
              10.0.0.7  ::1  [::1]:5432 an address
              10.0.0.0/24  fd00::/120   a range, of at most 65,536 addresses
              postgres://reader@db/shop a URL; its user and database are used
              mongodb://a,b:27018/?tls=true
              https://search:9200/

            YOUR OWN ACCOUNT
            What an account of yours sees is looked at after what a stranger sees, and reported apart: name a URL with \
            --account. PostgreSQL's account comes from where psql has it (PGUSER, PGPASSWORD, PGPASSFILE, \
            ~/.pgpass, PGSERVICE, PGSSLCERT, or postgres:///?service=name), the others' from AJAR_MONGODB_USER and \
            AJAR_MONGODB_PASSWORD, AJAR_ELASTICSEARCH_USER and AJAR_ELASTICSEARCH_PASSWORD, or \
            AJAR_ELASTICSEARCH_API_KEY. A user in the URL comes first. user:password@ in a URL works too, but every \
            user of this machine can read it there. docs/credentials.md tells what is sent, and when nothing is.

            Loopback and private addresses may be scanned when named. A public address needs a scope file (--scope) \
            that says who authorised the scan; docs/scope.md shows one. What --exclude names is never dialled.

            EXAMPLES
              ajar scan localhost
              ajar scan 10.0.0.0/24 --exclude 10.0.0.9 --services postgresql,mongodb
              ajar scan db.example.org --scope scope.json --format html -o report.html
              ajar scan db cache search --fail-on high --format jsonl > findings.jsonl
              PGPASSFILE=audit.pgpass ajar scan --account postgres://audit@db/shop

            EXIT CODES
              0  done, and nothing at or above the threshold of --fail-on
              1  something is at or above it, even if not everything could be done
              2  wrong usage or configuration; nothing was dialled
              3  not everything could be done: a host is unknown, or it could not be
                 told what a stranger may do; the report says what and why
            """)

    @Argument(help: ArgumentHelp("Hosts, host:port, addresses, ranges or URLs.", valueName: "target"))
    var targets: [String] = []

    @Option(
        help: ArgumentHelp(
            "One more target, looked at with your own account too. May be repeated.", valueName: "url"))
    var account: [String] = []

    @Option(help: ArgumentHelp("Ports for targets that name none, like 5432,9200-9210.", valueName: "list"))
    var ports: String?

    @Option(help: ArgumentHelp("Services to look for, like postgresql,mongodb. Default: all.", valueName: "names"))
    var services: String?

    @Option(help: ArgumentHelp("Hosts, addresses and ranges never to dial. May be repeated.", valueName: "list"))
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp("Who authorised the scan of public addresses, and of which.", valueName: "file"),
        completion: .file(extensions: ["json", "json5"]))
    var scope: String?

    @Option(help: "How to report.")
    var format: ScanFormat = .console

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write the report there. It appears when it is whole.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("Exit with 1 if a finding's severity is that or worse.", valueName: "level"))
    var failOn: Threshold?

    @Option(
        help: ArgumentHelp(
            "Records to read of each dataset at the most, 1 to 10000; fewer where they settle it.", valueName: "n"))
    var samples = 200

    @Option(help: ArgumentHelp("Time for one endpoint and all that is done there, 1 to 3600.", valueName: "seconds"))
    var timeout = 30

    @Option(help: ArgumentHelp("Endpoints to talk to at once, 1 to 1000.", valueName: "n"))
    var concurrency = 64

    @Option(
        help: ArgumentHelp("Further detectors; one with a known id replaces it.", valueName: "dir"),
        completion: .directory)
    var detectors: String?

    func validate() throws {
        if targets.isEmpty, account.isEmpty { throw ValidationError("Missing expected argument '<target> ...'") }
    }

    func run() async throws {
        let job = try job()
        // Everything that can be wrong with the command line shows before the first connection.
        try await Interruption.cancelling { try await job.run() }
    }

    private func job() throws(UsageError) -> ScanJob {
        try Self.check(samples, 1...10_000, "--samples")
        try Self.check(timeout, 1...3_600, "--timeout")
        try Self.check(concurrency, 1...1_000, "--concurrency")
        let parser = TargetParser(probes: ProbeInfo.all, environment: .process)
        var parsed: [Target] = []
        for url in account { parsed.append(try parser.parse(account: url)) }
        for target in targets { parsed += try parser.parse(target) }
        // Of two that name one endpoint the first is looked at.
        parsed = parsed.filter { $0.account != nil } + parsed.filter { $0.account == nil }
        let configuration = ScanConfiguration(
            targets: parsed, ports: try ports.map(parser.ports),
            probes: try services.map(parser.services) ?? parser.probes,
            exclusions: try parser.exclusions(exclude),
            scope: try scope.map { path throws(UsageError) in try ScopeFile.read(path) },
            samples: samples, timeout: .seconds(timeout), concurrency: concurrency, failOn: failOn?.level,
            version: Version.current)
        return ScanJob(configuration: configuration, format: format, output: output, detectors: detectors)
    }

    private static func check(_ value: Int, _ range: ClosedRange<Int>, _ option: String) throws(UsageError) {
        guard range.contains(value) else {
            throw UsageError("\(option) \(value) is out of range; it takes \(range.lowerBound) to \(range.upperBound).")
        }
    }
}

/// A scan as asked for, ready to run.
struct ScanJob: Sendable {
    var configuration: ScanConfiguration
    var format: ScanFormat
    var output: String?
    var detectors: String?

    func run() async throws {
        let catalog = try loadCatalog(detectors)
        let file = try OutputFile(output)
        let engine = ScanEngine(configuration, prober: LiveProber(), catalog: catalog)
        var progress = ProgressLine()
        var endpoints: [EndpointFinding] = []
        var datasets: [DatasetFinding] = []
        defer { progress.clear() }

        let summary = try await engine.run { event in
            switch event {
            case .endpoint(let finding):
                if format == .jsonl {
                    progress.clear()
                    try file.write(JSONLines.line(of: finding) + "\n")
                } else {
                    endpoints.append(finding)
                }
            case .dataset(let finding):
                if format == .jsonl {
                    progress.clear()
                    try file.write(JSONLines.line(of: finding) + "\n")
                } else {
                    datasets.append(finding)
                }
            case .progress(let state):
                progress.show(done: state.done, total: state.total, latest: state.latest)
            }
        }
        progress.clear()
        switch format {
        case .jsonl:
            try file.write(JSONLines.line(of: summary) + "\n")
        case .console, .html:
            let onTerminal = file.isStandardOutput
            let options = ReportOptions(
                colour: onTerminal && Terminal.hasColour(STDOUT_FILENO),
                width: onTerminal ? Terminal.width(of: STDOUT_FILENO) : 100, generatedAt: summary.startedAt)
            let findings = Findings(endpoints: endpoints, datasets: datasets, summary: summary)
            try file.write(Report.render(findings, format: format.report, options: options))
        }
        try file.finish()
        for sentence in summary.incomplete.prefix(5) where !file.isStandardOutput || format == .jsonl {
            Terminal.complain(sentence)
        }
        throw Exit(code: ExitCode.of(summary: summary, failOn: configuration.failOn).rawValue)
    }
}
