import Foundation
import TestSupport
import Testing

/// Records of the same made-up patients in each format. The numbers pass the NHS check; the people do not exist.
private enum Patients {
    static let rows: [(nhs: String, name: String, born: String, diagnosis: String)] = [
        ("9434765919", "Aisha Campbell", "1961-04-02", "Type 2 diabetes mellitus"),
        ("4010232137", "Brian Owen", "1944-11-30", "Essential hypertension"),
        ("4684586782", "Carol Singh", "1978-07-19", "Schizophrenia"),
    ]

    static let keys = ["nhs_number", "name", "date_of_birth", "diagnosis"]

    static func table(_ separator: String) -> String {
        ([keys] + rows.map { [$0.nhs, $0.name, $0.born, $0.diagnosis] }).map { $0.joined(separator: separator) + "\n" }
            .joined()
    }

    static let objects = rows.map {
        #"{"nhs_number": "\#($0.nhs)", "name": "\#($0.name)", "date_of_birth": "\#($0.born)", "diagnosis": "\#($0.diagnosis)"}"#
    }

    static let text = rows.map {
        "Dear Doctor, I saw \($0.name), NHS number \($0.nhs), born \($0.born). Diagnosis: \($0.diagnosis).\n"
    }.joined()

    static let formats: [(name: String, content: String, records: Int?)] = [
        ("patients.ndjson", objects.joined(separator: "\n") + "\n", 3),
        ("no-line-feed.ndjson", objects.joined(separator: "\n"), 3),
        ("patients.json", "[\n" + objects.joined(separator: ",\n") + "\n]\n", 3),
        ("one-line.json", "[" + objects.joined(separator: ", ") + "]", 3),
        ("patients.csv", table(","), 3),
        ("patients.tsv", table("\t"), 3),
        ("windows.csv", table(",").replacingOccurrences(of: "\n", with: "\r\n"), 3),
        // The first row is a record like the others, and no name of a column shows what is in it.
        ("no-header.csv", table(",").split(separator: "\n").dropFirst().joined(separator: "\n"), 3),
        // The content decides, not the name.
        ("csv-without-its-name", table(","), 3),
        ("objects-without-their-name", objects.joined(separator: "\n"), 3),
        ("letters.txt", text, nil),
        ("patients.xml", xml, 3),
        ("bundle.json", bundle, 4),
        ("messages.hl7", messages, 3),
    ]

    static let xml =
        "<?xml version=\"1.0\"?><patients>"
        + rows.map {
            "<patient><nhs_number>\($0.nhs)</nhs_number><name>\($0.name)</name><date_of_birth>\($0.born)</date_of_birth>"
                + "<diagnosis>\($0.diagnosis)</diagnosis></patient>"
        }.joined() + "</patients>"

    /// Its own record is the fourth.
    static let bundle =
        #"{"resourceType": "Bundle", "entry": ["#
        + objects.map { #"{"resource": {"resourceType": "Patient", "data": \#($0)}}"# }.joined(separator: ",") + "]}"

    static let messages = rows.map {
        "MSH|^~\\&|PAS|NORTH\rPID|1||\($0.nhs)||\($0.name)||\($0.born)\rDG1|1||\($0.diagnosis)\r"
    }.joined()

    static let dump =
        "-- MySQL dump 10.13\nINSERT INTO `patients` (\(keys.map { "`\($0)`" }.joined(separator: ","))) VALUES "
        + rows.map { "('\($0.nhs)','\($0.name)','\($0.born)','\($0.diagnosis)')" }.joined(separator: ",") + ";\n"
}

@Suite(.enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct ClassifyTests {
    @Test(arguments: Patients.formats)
    func eachFormatIsReadAndRated(name: String, content: String, records: Int?) async throws {
        let folder = try Folder()
        try folder.write(content, to: name)
        let run = try await Command.run(["classify", "--format", "jsonl", name], in: folder)
        #expect(run.code == 0)
        #expect(run.errors == "")
        try Self.expectPatients(run, dataset: name, records: records)
    }

    @Test(arguments: Patients.formats)
    func standardInputIsReadLikeAFile(name: String, content: String, records: Int?) async throws {
        let run = try await Command.run(["classify", "--format", "jsonl"], input: content)
        try Self.expectPatients(run, dataset: "-", records: records)
        let named = try await Command.run(["classify", "--format", "jsonl", "-"], input: content)
        #expect(try named.lines().first == (try run.lines().first))
    }

    private static func expectPatients(_ run: Command.Run, dataset: String, records: Int?) throws {
        let lines = try run.lines()
        #expect(lines.map { $0["kind"]?.text } == ["dataset", "summary"])
        for line in lines {
            #expect(try SchemaValidator(kind: line["kind"]?.text ?? "").problems(in: line) == [])
        }
        let finding = try #require(lines.first)
        #expect(finding["dataset"]?.text == dataset)
        #expect(finding["service"] == nil)
        if let records { #expect(finding["records_sampled"]?.integer == records) }
        #expect(finding["records_broken"]?.integer == 0)
        #expect(finding["sensitivity"]?.text == "critical")
        let types = (finding["fields"]?.elements ?? []).flatMap { $0["types"]?.elements ?? [] }
            .compactMap { $0["type"]?.text }
        #expect(types.contains("nhs_number"), "\(types)")
        #expect(types.contains("clinical_term"), "\(types)")
        for row in Patients.rows {
            #expect(!run.output.contains(row.nhs))
            #expect(!run.output.contains(row.name))
        }
    }

    @Test func eachTableOfADumpIsADataset() async throws {
        let folder = try Folder()
        try folder.write(Patients.dump, to: "dump.sql")
        let run = try await Command.run(["classify", "--format", "jsonl", "dump.sql"], in: folder)
        try Self.expectPatients(run, dataset: "dump.sql:patients", records: 3)
    }

    @Test(arguments: ["1", "2"])
    func jobsChangeNothing(jobs: String) async throws {
        let folder = try Folder()
        for (name, content, _) in Patients.formats { try folder.write(content, to: name) }
        let run = try await Command.run(
            ["classify", "--format", "jsonl", "--jobs", jobs] + Patients.formats.map(\.name), in: folder)
        #expect(try run.lines().compactMap { $0["dataset"]?.text } == Patients.formats.map(\.name))
    }

    @Test(arguments: [["--jobs", "0"], ["--jobs", "many"], ["--max-expansion", "0"]])
    func wrongNumbersAreWrongUsage(arguments: [String]) async throws {
        #expect(try await Command.run(["classify"] + arguments, input: "x").code == 2)
    }

    @Test func aBrokenLineIsCountedAndTheRestIsRead() async throws {
        let folder = try Folder()
        let lines = [
            Patients.objects[0], #"{"nhs_number": "#, "not json at all", Patients.objects[1], Patients.objects[2],
        ]
        try folder.write(lines.joined(separator: "\n") + "\n", to: "some.ndjson")
        let run = try await Command.run(["classify", "--format", "jsonl", "some.ndjson"], in: folder)
        let finding = try #require(try run.lines().first)
        #expect(finding["records_sampled"]?.integer == 3)
        #expect(finding["records_broken"]?.integer == 2)
        #expect(finding["sensitivity"]?.text == "critical")
        #expect(try run.lines().last?["records_broken"]?.integer == 2)
        let console = try await Command.run(["classify", "some.ndjson"], in: folder)
        #expect(console.output.contains("2 could not be parsed"))
    }

    @Test(arguments: [
        ("empty.csv", "the file is empty, so there is nothing to classify"),
        (
            "dump.bin",
            "the file is binary; Ajar reads NDJSON, JSON, CSV, TSV, SQL and BSON dumps, HL7 v2, XML and text, also as gzip and Zstandard, so convert or unpack it first"
        ),
        ("nowhere.csv", "there is no such file"),
        ("locked.csv", "the file may not be read; check its permissions"),
        ("folder", "this is a folder; name the files in it"),
    ])
    func whatCannotBeReadIsSaidAndTheRestIsRead(name: String, reason: String) async throws {
        let folder = try Folder()
        try folder.write("", to: "empty.csv")
        try folder.write(Data([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0xff, 0xfe, 0]), to: "dump.bin")
        try folder.write("a,b\n1,2\n", to: "locked.csv", mode: 0)
        try folder.makeFolder("folder")
        try folder.write(Patients.table(","), to: "patients.csv")
        let run = try await Command.run(
            ["classify", "--format", "jsonl", name, "patients.csv"], in: folder, asStranger: true)
        #expect(run.code == 3)
        #expect(run.errors == "ajar: \(name): \(reason).\n")
        let lines = try run.lines()
        #expect(lines.map { $0["kind"]?.text } == ["dataset", "summary"])
        #expect(lines.first?["dataset"]?.text == "patients.csv")
        #expect(lines.last?["complete"] == .bool(false))
        #expect(lines.last?["incomplete"] == .array([.string("\(name): \(reason).")]))
    }

    @Test func emptyStandardInputIsSaid() async throws {
        let run = try await Command.run(["classify"])
        #expect(run.code == 3)
        // The report says it; it is not said twice.
        #expect(run.output.contains("- -: the file is empty, so there is nothing to classify."))
        #expect(run.errors == "")
    }

    @Test(arguments: [(nil, 0), ("critical", 1), ("low", 1)] as [(String?, Int32)])
    func theExitCodeIsTheGate(threshold: String?, code: Int32) async throws {
        let gate = threshold.map { ["--fail-on", $0] } ?? []
        #expect(try await Command.run(["classify"] + gate, input: Patients.table(",")).code == code)
        let harmless = "sku,title,price\nSKU-1,Desk lamp,12.50\nSKU-2,Paper tray,3.10\nSKU-3,Wall clock,9.99\n"
        #expect(try await Command.run(["classify"] + gate, input: harmless).code == 0)
    }

    @Test func numbersThatOnlyLookLikeOneAreNot() async throws {
        // Ten random digits each: one in eleven passes the check.
        var generator = SystemRandomNumberGenerator()
        let rows = (0..<400).map { _ in "\(Int.random(in: 1_000_000_000...9_999_999_999, using: &generator)),sent" }
        let run = try await Command.run(
            ["classify", "--format", "jsonl"], input: "order_no,status\n" + rows.joined(separator: "\n") + "\n")
        #expect(try run.lines().first?["sensitivity"]?.text == "none", "\(run.output)")
    }
}
