import Exposure
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Server.areThere, Server.why), .timeLimit(.minutes(5)))
struct ScanOutputTests {
    @Test("S4: every line keeps to its schema, and the summary is last")
    func everyLineKeepsToItsSchemaAndTheSummaryIsLast() async throws {
        let lines = try await Scans.jsonl.value.lines()
        let validators = try Dictionary(
            uniqueKeysWithValues: ["endpoint", "dataset", "summary"].map { ($0, try SchemaValidator(kind: $0)) })
        for line in lines {
            let kind = try #require(line["kind"]?.text)
            let validator = try #require(validators[kind], "a line of kind \(kind)")
            #expect(validator.problems(in: line) == [])
        }
        #expect(lines.map { $0["kind"]?.text }.firstIndex(of: "summary") == lines.count - 1)
        #expect(lines.count { $0["kind"]?.text == "endpoint" } == Server.all.count)
    }

    @Test func theSummaryCountsWhatTheLinesSay() async throws {
        let run = try await Scans.jsonl.value
        let lines = try run.lines()
        let summary = try #require(lines.last)
        let endpoints = lines.filter { $0["kind"]?.text == "endpoint" }
        let datasets = lines.filter { $0["kind"]?.text == "dataset" }
        #expect(summary["targets"]?.integer == Server.all.count)
        #expect(summary["endpoints"]?.integer == endpoints.count)
        #expect(summary["datasets"]?.integer == datasets.count)
        #expect(
            summary["records_sampled"]?.integer
                == datasets.reduce(0) { $0 + ($1["records_sampled"]?.integer ?? -1) })
        for access in Set(Server.all.map(\.access)) {
            let count = Server.all.count { $0.access == access }
            #expect(summary["access"]?[access.rawValue]?.integer == count, "\(access)")
        }
        #expect(summary["worst_severity"]?.text == "critical")
        // One server is a replica set's member without a set, and what could not be told is never clean.
        let unknown = try Server.named("MONGODB_REPLSET_NEW")
        let sentence =
            "\(unknown.place): what a stranger may do there could not be told (a member of a replica set that was never "
            + "initiated answers no read: who may read shows only after that)."
        #expect(summary["complete"] == .bool(false))
        #expect(summary["incomplete"] == .array([.string(sentence)]))
        #expect(run.errors == "ajar: \(sentence)\n")
        #expect(run.code == 3)
    }

    @Test func idsAreTheSameFromScanToScanAndTellFindingsApart() async throws {
        func ids(_ lines: [JSON]) throws -> [String: String] {
            var ids: [String: String] = [:]
            for line in lines where line["kind"]?.text != "summary" {
                let what = [line["kind"], line["target"], line["dataset"]].map { $0?.text ?? "" }.joined(separator: " ")
                #expect(ids.updateValue(try #require(line["id"]?.text), forKey: what) == nil, "\(what) comes twice")
            }
            return ids
        }
        let first = try ids(try await Scans.jsonl.value.lines())
        let second = try ids(try await Scans.again.value.lines())
        #expect(first == second)
        #expect(Set(first.values).count == first.count)
    }

    @Test func theConsoleReportNamesEveryServerAndWhatIsWorst() async throws {
        let text = try await Scans.console.value.output
        for server in Server.all { #expect(text.contains(server.place), "\(server.name)") }
        for dataset in ["trust_records.public.patients", "clinic.letters", "patient-index"] {
            #expect(text.contains(dataset))
        }
        #expect(text.contains("CRITICAL"))
        #expect(!text.contains("\u{1b}"), "no colours where there is no terminal")
    }

    @Test func thePageIsWholeAndLoadsNothing() async throws {
        let page = try await Scans.html.value.output
        #expect(page.hasPrefix("<!doctype html>") || page.hasPrefix("<!DOCTYPE html>"))
        #expect(page.contains("</html>"))
        #expect(!page.contains("<script"))
        #expect(!page.contains("src="))
        for server in Server.exposed { #expect(page.contains(server.place), "\(server.name)") }
    }

    @Test func noProgressIsShownInAPipe() async throws {
        let text = try await Scans.piped.value.output
        #expect(text.hasSuffix("exit code 3\n"))
        #expect(!text.contains("\r"))
        #expect(!text.contains("\u{1b}"))
        #expect(!text.contains("\(Server.all.count) endpoints ·"))
    }

    @Test func aReportAppearsWholeAndReplacesTheOneBefore() async throws {
        let folder = try Folder()
        try folder.write("the report of yesterday\n", to: "report.jsonl", mode: 0o640)
        let server = try Server.named("ELASTICSEARCH_OPEN")
        let run = try await Command.run(
            ["scan", server.place, "--format", "jsonl", "--output", "report.jsonl"], in: folder)
        #expect(run.code == 0)
        #expect(run.output == "")
        #expect(run.errors == "")
        let text = try folder.read("report.jsonl")
        #expect(text.split(separator: "\n").count == 2 + server.datasets.count)
        #expect(text.split(separator: "\n").last?.hasPrefix(#"{"kind":"summary""#) == true)
        #expect(try folder.names() == ["report.jsonl"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.url("report.jsonl").path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
}

@Suite(.enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct OutputFileTests {
    @Test(arguments: [
        ["8.8.8.8"], ["127.0.0.1:0"], ["127.0.0.1:1", "--detectors", "nowhere"],
        ["127.0.0.1:1", "--exclude", "127.0.0.1"],
    ])
    func aRefusedScanKeepsTheReportBefore(arguments: [String]) async throws {
        let folder = try Folder()
        try folder.write("the report of yesterday\n", to: "report.html")
        let run = try await Command.run(
            ["scan", "--output", "report.html", "--format", "html"] + arguments, in: folder)
        #expect(run.code == 2)
        #expect(try folder.read("report.html") == "the report of yesterday\n")
        #expect(try folder.names() == ["report.html"])
    }

    @Test func aLinkStaysALinkAndItsFileIsReplaced() async throws {
        let folder = try Folder()
        try folder.write("old", to: "of-today.txt")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url("latest.txt").path, withDestinationPath: "of-today.txt")
        let listener = try Listener(.refuses)
        defer { listener.stop() }
        let run = try await Command.run(["scan", "127.0.0.1:\(listener.port)", "-o", "latest.txt"], in: folder)
        #expect(run.code == 0)
        #expect(try folder.names() == ["latest.txt", "of-today.txt"])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.url("latest.txt").path) == "of-today.txt")
        #expect(try folder.read("of-today.txt").contains("127.0.0.1:\(listener.port)"))
    }

    @Test func aReaderThatGoesAwayEndsItWithoutAWord() async throws {
        let run = try await Command.shell(
            #"{ "$AJAR" detectors list; echo "exit code $?" >&2; } | head -c 0; "$AJAR" --help | head -n 1"#)
        #expect(run.errors == "exit code 141\n" || run.errors == "exit code 0\n")
        #expect(run.output.contains("OVERVIEW"))
    }
}
