import Exposure
import Testing

@testable import Reports

@Suite struct ConsoleReportTests {
    private func text(_ findings: Findings, width: Int = 100, colour: Bool = false) -> String {
        ConsoleReport(colour: colour, width: width).text(of: findings)
    }

    @Test func theWorstEndpointAndTheWorstDatasetComeFirst() throws {
        let report = text(Samples.findings)
        let order = [
            "10.20.4.11:5432", "ehr.public.patients", "ehr.legal.safeguarding_cases", "hr.public.staff",
            "10.20.4.12:27017", "10.20.4.13:9200", "Protected (3)", "Could not be told (1)", "Nothing there (3)",
            "3 database servers are open to strangers, with data rated critical.",
        ]
        var rest = report[...]
        for part in order {
            let found = try #require(rest.firstRange(of: part), "\(part) is missing or comes too early")
            rest = rest[found.upperBound...]
        }
    }

    @Test(arguments: [
        "CRITICAL  PostgreSQL 15.18 · 10.20.4.11:5432 · open to anyone\n",
        "A stranger, as postgres, may read, change and delete everything, and run programs on the server.\n",
        "TLS: not seen; what is sent can be read and changed on the way.\n",
        "TLS: TLSv1.2, certificate of CN=mongo.internal.example, self-signed, expired on 1 March 2024.\n",
        "6 datasets listed, 5 read; 1 not read.\n",
        "200 records sampled of about 48,210 · sensitivity critical\n", "all 812 records read · sensitivity high\n",
        "200 records sampled of about 90,112, 3 could not be parsed",
        "- NHS numbers stand beside diagnoses in 197 of 200 records", ">99%", "943 ••• ••19", "NHS number",
        "-         nothing sensitive found in 2 datasets: ehr.public.icd10_codes, ehr.public.wards\n",
        "  PostgreSQL · 10.20.4.21:5432 · asks for a password (scram-sha-256)\n",
        "could not be told: The connection was closed after SSLRequest\n",
        "A stranger may read some of the data, but not change or delete data, administer the server or run programs",
        "The check was not completed, so this is not a clean result.\n",
        "Gate: not passed. The worst severity is critical; the threshold is high.\n",
        "10 endpoints: 2 open, 1 partly open, 2 with a password,",
        "1,654 records read, 3 could not be parsed, in 8.4 s.",
        "- The time limit of 10 s was reached at 10.20.4.28; 3 addresses were not dialled.\n", "What to do next\n",
        "  1. Close the way in to 10.20.4.11:5432, 10.20.4.12:27017 and 10.20.4.13:9200",
        "A ransom note was found", "UK GDPR", "MODERATE  OpenSearch 2.19.1 (elasticsearch) · 10.20.4.13:9200 · partly",
        "The worst is ehr.public.patients at 10.20.4.11:5432: NHS numbers stand beside diagnoses in 197 of 200",
    ])
    func theReportSays(sentence: String) {
        #expect(text(Samples.findings, width: 160).contains(sentence))
    }

    @Test(
        arguments: [
            (.settled, 5_000, "20 records sampled of about 5,000, enough to tell"),
            (.cap, 5_000, "20 records sampled of about 5,000"), (nil, 5_000, "20 records sampled of about 5,000"),
            (.all, nil, "all 20 records read"), (.settled, nil, "20 records sampled"), (nil, nil, "20 records sampled"),
        ] as [(SamplingStop?, Int?, String)])
    func howManyRecordsWereReadIsSaid(stop: SamplingStop?, estimated: Int?, words: String) {
        let dataset = DatasetFinding(
            id: "", target: "t", service: Service(rawValue: "mongodb"), dataset: "d", recordsEstimated: estimated,
            recordsSampled: 20, sampling: stop, sensitivity: .none, severity: .none, reasons: [], fields: [])
        #expect(Wording.records(of: dataset) == words)
    }

    @Test func aCleanScanSaysSoAndWhatTheGateDecided() {
        let report = text(Samples.clean)
        #expect(report.contains("No database server let a stranger in.\n"))
        #expect(report.contains("Gate: passed. Nothing reached the threshold, high.\n"))
        #expect(!report.contains("What to do next"))
    }

    @Test func aScanThatDidNotFinishNeverPassesTheGate() {
        var findings = Samples.clean
        findings.summary.complete = false
        let report = text(findings)
        #expect(report.contains("No open server was found, but the check was not completed.\n"))
        #expect(report.contains("this is not a clean result."))
        #expect(
            report.contains("Gate: not passed. Nothing reached the threshold, high, but not everything was looked at."))
        #expect(report.contains("Not completed because\n  - the reason was not given\n"))
    }

    @Test func nothingToReportIsSaid() {
        #expect(text(Samples.empty).contains("Nothing was found to look at.\n"))
        var failed = Samples.empty
        failed.summary.complete = false
        #expect(text(failed).contains("Nothing could be looked at.\n"))
    }

    @Test func filesAreReportedWithoutAnEndpoint() {
        let report = text(Samples.files)
        #expect(report.hasPrefix("Datasets (2)\n"))
        #expect(report.contains("exports/letters.txt · 1 record read · sensitivity critical\n"))
        #expect(report.contains("(text)"))
        #expect(report.contains("nothing sensitive found in 1 dataset: standard input\n"))
        #expect(report.contains("Sensitive data was found in 1 of 2 datasets.\n"))
        #expect(!report.contains("stranger"))
    }

    @Test(arguments: [0, 60, 80, 100, 120, 160, 1_000])
    func noLineIsWiderThanTheTerminal(width: Int) {
        let limit = min(max(width, 60), 160)
        for findings in [Samples.findings, Samples.clean, Samples.empty, Samples.files]
            + Samples.hostile.map(Samples.findings(naming:))
        {
            for line in text(findings, width: width).split(separator: "\n") {
                #expect(TextLayout.width(String(line)) <= limit, "\(line)")
            }
        }
    }

    @Test(arguments: Samples.hostile)
    func nothingFromOutsideControlsTheTerminal(name: String) {
        let report = text(Samples.findings(naming: name))
        let controls = report.unicodeScalars.filter { SafeText.isInvisible($0) && $0 != "\n" }
        #expect(controls.isEmpty)
        #expect(report.utf8.count < 20_000)
    }

    @Test(arguments: Samples.hostile)
    func inColourOnlyOurOwnSequencesAreWritten(name: String) {
        let report = text(Samples.findings(naming: name), colour: true)
        let own = [
            "\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[36m", "\u{1b}[33m", "\u{1b}[1;31m", "\u{1b}[1;97;41m",
        ]
        let rest = own.reduce(report) { $0.replacing($1, with: "") }
        #expect(rest == text(Samples.findings(naming: name)))
        #expect(rest != report)
    }

    @Test func anEndpointThatCouldNotBeJudgedIsInTheHeadline() {
        var findings = Samples.clean
        findings.endpoints.append(Samples.others[3])
        #expect(text(findings).contains("No open server was found; 1 endpoint could not be judged.\n"))
    }

    @Test func ofManyDatasetsTheWorstAreShownAndTheRestAreCounted() {
        var findings = Samples.findings
        findings.datasets += (1...30).map { number in
            var dataset = Samples.datasets[2]
            dataset.dataset = "copy\(number)"
            return dataset
        }
        let report = text(findings)
        #expect(report.contains("and 13 more datasets with sensitive data, none worse than these\n"))
        #expect(report.contains("ehr.public.patients"))
    }

    @Test func manyClosedPortsAreOneLine() {
        var findings = Samples.clean
        findings.endpoints += (1...5_000).map { Samples.endpoint("10.0.0.1", $0, nil, .closed) }
        #expect(text(findings).contains("Nothing there (5,000)\n  closed: 5,000\n"))
    }

    @Test func numbersAtTheirExtremesDoNotTrap() {
        var findings = Samples.findings
        for index in findings.datasets.indices {
            findings.datasets[index].recordsEstimated = index % 2 == 0 ? .max : .min
            findings.datasets[index].recordsSampled = index % 3 == 0 ? .max : .min
            findings.datasets[index].fields = [Samples.field("f", ("t", .nan, .min, .max, ""), ("u", -1, 0, 0, ""))]
        }
        for index in findings.endpoints.indices {
            findings.endpoints[index].datasetsListed = index % 2 == 0 ? .max : .min
            findings.endpoints[index].datasetsRead = index % 2 == 0 ? .min : .max
            findings.endpoints[index].elapsedMs = .min
            findings.endpoints[index].port = .max
        }
        findings.summary.elapsedMs = .max
        findings.summary.recordsBroken = .max
        #expect(!text(findings).isEmpty)
        #expect(!HTMLReport().page(of: findings).isEmpty)
    }
}

@Suite struct GroupingTests {
    @Test func datasetsGoToTheEndpointTheyName() {
        let grouping = Grouping(Samples.findings)
        #expect(grouping.exposed.map(\.endpoint.port) == [5432, 27017, 9200])
        #expect(grouping.exposed.map(\.datasets.count) == [5, 1, 1])
        #expect(grouping.loose.isEmpty)
    }

    @Test func aDatasetWithoutAnEndpointGoesToTheOpenOneOfItsTargetAndService() {
        var dataset = Samples.datasets[0]
        dataset.endpoint = nil
        let findings = Findings(
            endpoints: Samples.others + [Samples.postgres] + Samples.others, datasets: [dataset],
            summary: Samples.summary)
        #expect(Grouping(findings).exposed.first?.datasets == [dataset])
    }

    @Test func aDatasetOfAnUnknownEndpointIsNotLost() {
        var dataset = Samples.datasets[0]
        dataset.endpoint = "ffffffffffffffff"
        let findings = Findings(endpoints: [Samples.postgres], datasets: [dataset], summary: Samples.summary)
        #expect(Grouping(findings).loose == [dataset])
    }

    @Test(arguments: Access.allCases)
    func everyAccessStateLandsInExactlyOneGroup(access: Access) {
        let endpoint = Samples.endpoint("::1", 1, nil, access)
        let grouping = Grouping(Findings(endpoints: [endpoint], datasets: [], summary: Samples.summary))
        let places = [
            grouping.exposed.count, grouping.protected.count, grouping.undecided.count, grouping.nothing.count,
        ]
        #expect(places.reduce(0, +) == 1)
        #expect(
            (grouping.protected.count == 1) == [.authRequired, .clientCertRequired, .ipRestricted].contains(access))
    }
}

@Suite struct WordingTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func numbersHaveSeparators(number: Int, words: String) { #expect(Wording.number(number) == words) }

    @Test(arguments: [
        (0.0, "<1%"), (0.01, "1%"), (0.614, "61%"), (0.995, ">99%"), (1, ">99%"), (.nan, "?"), (-3, "<1%"),
    ])
    func confidenceIsNeverCertain(probability: Double, words: String) {
        #expect(Wording.percent(probability) == words)
    }

    @Test(arguments: [
        (-5, "0 ms"), (999, "999 ms"), (4_250, "4.2 s"), (60_000, "1 min 0 s"), (7_260_000, "2 h 1 min"),
    ])
    func durationsAreShort(milliseconds: Int, words: String) {
        #expect(Wording.duration(milliseconds: milliseconds) == words)
    }

    @Test(arguments: [
        ("2026-11-24T12:18:00Z", "24 November 2026, 12:18 UTC"),
        ("2026-01-02T03:04:05.678Z", "2 January 2026, 03:04 UTC"),
        ("2026-13-24T12:18:00Z", "2026-13-24T12:18:00Z"), ("soon", "soon"), ("", ""),
    ])
    func timesAreWrittenOut(iso: String, words: String) { #expect(Wording.time(iso) == words) }

    @Test(arguments: [
        (Privileges(), "A stranger may read data."),
        (
            Privileges(read: true, write: true),
            "A stranger may read, change and delete data. "
                + "Whether they may administer the server or run programs on the server could not be told."
        ),
        (
            Privileges(role: "app", read: true, write: false, administer: false, runCommands: false),
            "A stranger, as app, may read data, but not change or delete data, administer the server or run programs on "
                + "the server."
        ),
        (
            Privileges(read: true, write: true, administer: true, runCommands: true),
            "A stranger may read, change and delete everything, and run programs on the server."
        ),
        (
            Privileges(
                role: "postgres", superuser: true, read: true, write: true, create: true, administer: true,
                readFiles: true, writeFiles: true, runCommands: true),
            "A stranger, as the superuser postgres, may read, change and delete everything, create tables or databases, "
                + "read and write the server's files and run programs on the server."
        ),
        (
            Privileges(read: true, write: false, administer: false, readFiles: true, runCommands: false),
            "A stranger may read data, and read the server's files, but not change or delete data, administer the "
                + "server or run programs on the server."
        ),
    ])
    func privilegesAreWords(privileges: Privileges, words: String) {
        var endpoint = Samples.endpoint("a", 1, "mongodb", .open)
        endpoint.privileges = privileges
        let said = Wording.stranger(at: endpoint)
        #expect(said.hasPrefix(words))
    }

    @Test func nothingIsSaidOfAStrangerWhoIsTurnedAway() {
        #expect(Wording.stranger(at: Samples.others[0]).isEmpty)
        #expect(Wording.address(Samples.endpoint("fe80::1", 5432, nil, .closed)) == "[fe80::1]:5432")
    }

    @Test(arguments: [
        ("plain", 10, "plain"), ("a\nb\tc\r", 10, "a b c "), ("\u{1b}[31m", 10, "\u{FFFD}[31m"),
        ("\u{202E}x\u{200F}", 10, "\u{FFFD}x\u{FFFD}"), ("abcdef", 3, "abc…"), ("abc", 3, "abc"), ("", 3, ""),
        ("e\u{301}\u{301}\u{301}\u{301}", 9, "e\u{301}\u{301}"),
    ])
    func textFromOutsideIsCleaned(text: String, limit: Int, expected: String) {
        #expect(SafeText.clean(text, limit: limit) == expected)
        #expect(SafeText.clean(SafeText.clean(text, limit: limit), limit: limit + 1) == expected)
    }
}
