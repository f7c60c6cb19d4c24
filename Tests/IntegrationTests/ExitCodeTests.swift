import TestSupport
import Testing

/// A command line that is refused, and the first line of what is said about it.
struct Refusal: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var sentence: String

    init(_ line: String, _ sentence: String) {
        arguments = line.split(separator: " ").map(String.init)
        self.sentence = sentence
    }

    var testDescription: String { arguments.joined(separator: " ") }

    static let wrong = [
        Refusal("scan --frobnicate 127.0.0.1:1", "Unknown option '--frobnicate'"),
        Refusal("scan", "Missing expected argument '<target> ...'"),
        Refusal("frobnicate", "Unexpected argument 'frobnicate'"),
        Refusal(
            "scan 10.0.0.0/40",
            "Target '10.0.0.0/40' has a prefix longer than 32 bits; write it like 192.0.2.0/24."),
        Refusal(
            "scan 10.0.0/24",
            "Target '10.0.0/24' is not a range of addresses; write it like 192.0.2.0/24 or 2001:db8::/112."),
        Refusal("scan 127.0.0.1:0", "Target '127.0.0.1:0' has port 0; ports are 1 to 65535."),
        Refusal("scan 127.0.0.1:70000", "Target '127.0.0.1:70000' has port 70000; ports are 1 to 65535."),
        Refusal("scan 127.0.0.1 --ports 0", "--ports '0' has port 0; ports are 1 to 65535."),
        Refusal(
            "scan 127.0.0.1 --services oracle",
            "--services has 'oracle', which no probe speaks; known are elasticsearch, mongodb, postgresql."),
        Refusal("scan 127.0.0.1 --samples 0", "--samples 0 is out of range; it takes 1 to 10000."),
        Refusal("scan 127.0.0.1 --timeout 3601", "--timeout 3601 is out of range; it takes 1 to 3600."),
        Refusal("scan 127.0.0.1 --concurrency 0", "--concurrency 0 is out of range; it takes 1 to 1000."),
        Refusal(
            "scan 127.0.0.1 --fail-on terrible",
            "The value 'terrible' is invalid for '--fail-on <level>'. "
                + "Please provide one of 'low', 'moderate', 'high' or 'critical'."),
        Refusal("scan 127.0.0.1 --exclude 127.0.0.0/8", "Nothing is left to scan: every target is excluded."),
        Refusal(
            "scan reader:opensesame@127.0.0.1",
            "Target '…@127.0.0.1' holds a password or token in a place where none is taken; name your own account by "
                + "--account and the environment, or write scheme://user:password@host, percent-encoded."),
        Refusal(
            "scan https://opensesame@127.0.0.1",
            "Target 'https://…@127.0.0.1' holds a password or token in a place where none is taken; name your own "
                + "account by --account and the environment, or write scheme://user:password@host, percent-encoded."),
        Refusal(
            "scan postgres://reader:opensesame@127.0.0.0/24",
            "Target 'postgres://…@127.0.0.0/24' looks like a range; an account is for one host."),
        Refusal(
            "scan mongodb://reader:opensesame@127.0.0.1,127.0.0.2/",
            "Target 'mongodb://…@127.0.0.1,127.0.0.2/' lists several hosts; an account is for one host."),
        Refusal(
            "scan --account 127.0.0.0/24",
            "--account takes a URL, like postgres://reader@db.example.org/shop; a host or a range is none."),
        Refusal(
            "scan --account mongodb://reader@127.0.0.1",
            "Target 'mongodb://…@127.0.0.1' has no password for the account; set AJAR_MONGODB_PASSWORD."),
        Refusal(
            "scan --account mongodb://reader:opensesame@127.0.0.1 --ports 1,2",
            "Target 'mongodb://reader@127.0.0.1' names an account and no port, and --ports names several; "
                + "an account is for one endpoint."),
        Refusal(
            "scan --account postgres:///?service=nosuch",
            "Service 'nosuch' names no host, or not one; it is looked for in ~/.pg_service.conf, or in the file that "
                + "PGSERVICEFILE names."),
        Refusal(
            "scan postgres://reader:opensesame@8.8.8.8/shop",
            "Target 'postgres://reader@8.8.8.8/shop': 8.8.8.8 is a public address, and those are scanned only with a "
                + "scope file (--scope FILE) that says who authorised it."),
        Refusal(
            "scan ftp://127.0.0.1",
            "Target 'ftp://127.0.0.1' has a scheme that no probe speaks; "
                + "known are http://, https://, mongodb://, postgres://, postgresql://."),
        Refusal(
            "scan 8.8.8.8:5432",
            "Target '8.8.8.8:5432': 8.8.8.8 is a public address, and those are scanned only with a scope file "
                + "(--scope FILE) that says who authorised it."),
        Refusal("scan 224.0.0.1", "Target '224.0.0.1': 224.0.0.1 is a multicast address, which Ajar never dials."),
        Refusal(
            "scan 203.0.113.5 --scope expired.json",
            "Scope file expired.json expired on 2020-01-31; have the authorisation renewed, then change 'expires'."),
        Refusal(
            "scan 198.51.100.1 --scope scope.json",
            "Target '198.51.100.1': 198.51.100.1 is a public address that the scope file scope.json does not cover."),
        Refusal("scan 127.0.0.1:1 --scope nowhere.json", "Scope file nowhere.json cannot be read: it does not exist."),
        Refusal(
            "scan 127.0.0.1:1 --scope broken.json",
            "Scope file broken.json is not a JSON object; docs/scope.md shows one, and a comma or quote may be missing."
        ),
        Refusal(
            "scan 127.0.0.1:1 --detectors nowhere", "Detectors in 'nowhere' cannot be used: the folder cannot be read."),
        Refusal(
            "scan 127.0.0.1:1 --detectors locked", "Detectors in 'locked' cannot be used: the folder cannot be read."),
        Refusal(
            "classify scope.json --detectors locked", "Detectors in 'locked' cannot be used: the folder cannot be read."
        ),
        Refusal(
            "detectors list --detectors locked", "Detectors in 'locked' cannot be used: the folder cannot be read."),
        Refusal(
            "scan 127.0.0.1:1 --detectors malformed", "Detector file malformed/x.json, line 1: it is not valid JSON"),
        Refusal(
            "detectors import snomed nowhere", "'nowhere' cannot be read: there is no such file or folder."),
        Refusal(
            "detectors import icd10 scope.json --name a/b",
            "'a/b' is no name for a pack: letters, digits and hyphens, at most 64."),
        Refusal("detectors show nonsense", "There is no detector 'nonsense'; ajar detectors list shows them all."),
        Refusal(
            "scan 127.0.0.1:1 --output nowhere/report",
            "Output file 'nowhere/report' cannot be written: the directory does not exist."),
        Refusal(
            "scan 127.0.0.1:1 --output locked/report",
            "Output file 'locked/report' cannot be written: permission denied."),
        Refusal(
            "scan 127.0.0.1:1 --output kept", "Output file 'kept' cannot be written: permission denied."),
        Refusal("scan 127.0.0.1:1 --output malformed", "Output file 'malformed' is a directory; name a file in it."),
    ]
}

@Suite(.enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct UsageTests {
    /// What the command lines of the table name.
    private static func folder() throws -> Folder {
        let folder = try Folder()
        func scope(_ expires: String) -> String {
            """
            {"authorised_by": "A. Example", "contact": "security@example.org", "expires": "\(expires)", \
            "ranges": ["203.0.113.0/24"]}
            """
        }
        try folder.write(scope("2020-01-31"), to: "expired.json")
        try folder.write(scope("2999-12-31"), to: "scope.json")
        try folder.write("{\"authorised_by\": ", to: "broken.json")
        try folder.write("kept as it is", to: "kept", mode: 0o400)
        try folder.makeFolder("locked", mode: 0)
        try folder.makeFolder("malformed")
        try folder.write("{\"id\": ", to: "malformed/x.json")
        return folder
    }

    /// How far it was read is said first.
    @Test func aFileOfNoCodesMakesNoPack() async throws {
        let folder = try Self.folder()
        let run = try await Command.run(
            ["detectors", "import", "icd10", "scope.json", "--into", "packs"], in: folder, asStranger: true)
        #expect(run.code == 2)
        #expect(
            run.errors.split(separator: "\n").last
                == "ajar: No pack was made of 'scope.json': no term and no code was found in it.")
    }

    @Test(arguments: Refusal.wrong)
    func whatCannotBeDoneIsSaidInASentenceAndExitsWithTwo(refusal: Refusal) async throws {
        let folder = try Self.folder()
        let run = try await Command.run(refusal.arguments, in: folder, asStranger: true)
        #expect(run.code == 2)
        #expect(run.output == "")
        let first = run.errors.split(separator: "\n").first.map(String.init) ?? ""
        #expect(first.hasPrefix("ajar: " + refusal.sentence))
        #expect(!first.hasSuffix(".."))
        // One line, but for what is said of the options themselves.
        #expect(run.errors == first + "\n" || run.errors.contains("\nUsage: ajar"))
        #expect(!run.errors.contains("opensesame"))
        #expect(try folder.read("kept") == "kept as it is")
    }

    @Test func aHostThatDoesNotExistLeavesTheScanIncomplete() async throws {
        let listener = try Listener(.refuses)
        defer { listener.stop() }
        let run = try await Command.run(
            ["scan", "--format", "jsonl", "no-such-host.invalid:5432", "127.0.0.1:\(listener.port)"])
        #expect(run.code == 3)
        let sentence = "no-such-host.invalid:5432 could not be looked at: "
        #expect(run.errors.hasPrefix("ajar: " + sentence))
        let lines = try run.lines()
        // The other target was looked at all the same.
        #expect(lines.first?["access"]?.text == "closed")
        #expect(lines.last?["complete"] == .bool(false))
        #expect(lines.last?["incomplete"]?.elements?.first?.text?.hasPrefix(sentence) == true)
    }

    @Test func onTheConsoleTheReportItselfSaysWhatIsMissing() async throws {
        let run = try await Command.run(["scan", "no-such-host.invalid:5432"])
        #expect(run.code == 3)
        #expect(run.output.contains("no-such-host.invalid:5432 could not be looked at"))
    }
}

@Suite(.enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct GateTests {
    @Test(
        arguments: [
            // What is open and clinical is at every threshold.
            ("ELASTICSEARCH_OPEN", nil, 0), ("ELASTICSEARCH_OPEN", "low", 1), ("ELASTICSEARCH_OPEN", "high", 1),
            ("ELASTICSEARCH_OPEN", "critical", 1), ("POSTGRES_OPEN", "high", 1), ("POSTGRES_HOSTSSL", "high", 1),
            ("MONGODB_OPEN", "high", 1), ("MONGODB_TLS", "high", 1), ("POSTGRES_LOWPRIV", "critical", 0),
            // What is protected is at none.
            ("ELASTICSEARCH_AUTH", "low", 0), ("OPENSEARCH_AUTH", "low", 0), ("POSTGRES_AUTH", "low", 0),
            ("MONGODB_AUTH", "low", 0), ("MONGODB_NOUSER", "low", 0), ("POSTGRES_AUTH", nil, 0),
            // What could not be told is never clean.
            ("MONGODB_REPLSET_NEW", "low", 3), ("MONGODB_REPLSET_NEW", nil, 3),
        ] as [(String, String?, Int32)])
    func theExitCodeIsTheGate(name: String, threshold: String?, code: Int32) async throws {
        let gate = threshold.map { ["--fail-on", $0] } ?? []
        let run = try await Command.run(["scan", "--format", "jsonl", try Server.named(name).place] + gate)
        #expect(run.code == code)
        #expect(try run.lines().last?["fail_on"]?.text == threshold)
    }

    @Test func whatWasFoundOutweighsWhatCouldNotBeLookedAt() async throws {
        let place = try Server.named("ELASTICSEARCH_OPEN").place
        let found = try await Command.run(["scan", place, "no-such-host.invalid:1", "--fail-on", "high"])
        #expect(found.code == 1)
        let protected = try Server.named("ELASTICSEARCH_AUTH").place
        let below = try await Command.run(["scan", protected, "no-such-host.invalid:1", "--fail-on", "high"])
        #expect(below.code == 3)
    }

    @Test func aTargetThatIsExcludedIsNotDialled() async throws {
        let open = try Server.named("ELASTICSEARCH_OPEN")
        let run = try await Command.run(
            ["scan", open.place, "127.0.0.2:1", "--exclude", "127.0.0.1", "--fail-on", "low", "--format", "jsonl"])
        #expect(run.code == 0)
        #expect(try run.lines().compactMap { $0["target"]?.text } == ["127.0.0.2:1"])
    }
}
