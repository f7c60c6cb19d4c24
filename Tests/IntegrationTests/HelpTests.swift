import Testing

@Suite(.enabled(if: Command.isThere, Command.why), .timeLimit(.minutes(5)))
struct HelpTests {
    private static let helps: [[String]] = [
        ["--help"], ["scan", "--help"], ["classify", "--help"], ["detectors", "--help"],
        ["detectors", "list", "--help"],
        ["detectors", "show", "--help"], ["detectors", "test", "--help"], ["detectors", "new", "--help"],
        ["help", "scan"],
        ["detectors", "import", "--help"], ["detectors", "packs", "--help"],
    ]

    @Test(arguments: helps)
    func helpSaysWhatItIsFor(arguments: [String]) async throws {
        let run = try await Command.run(arguments)
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(run.output.hasPrefix("OVERVIEW: "))
        #expect(run.output.contains("USAGE: ajar"))
        let wide = run.output.split(separator: "\n").filter { $0.count > 80 && !$0.hasPrefix("USAGE:") }
        #expect(wide == [])
    }

    @Test func withoutACommandTheHelpIsShown() async throws {
        let run = try await Command.run([])
        #expect(run.code == 0)
        #expect(run.output.contains("SUBCOMMANDS:"))
    }

    @Test(arguments: ["scan", "classify"])
    func helpTellsEveryExitCode(command: String) async throws {
        let help = try await Command.run([command, "--help"]).output
        for code in 0...3 { #expect(help.contains("\n  \(code)  "), "\(code)") }
    }

    @Test func theVersionIsOneLine() async throws {
        let run = try await Command.run(["--version"])
        #expect(run.code == 0)
        #expect(run.output.wholeMatch(of: /ajar [0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreWritten(shell: String) async throws {
        let run = try await Command.run(["--generate-completion-script", shell])
        #expect(run.code == 0)
        #expect(run.output.contains("ajar"))
    }

    @Test func detectorsAreListedAndEachIsShown() async throws {
        let list = try await Command.run(["detectors", "list"])
        #expect(list.code == 0)
        let ids = list.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        for id in ["nhs_number", "uk_postcode", "clinical_term", "private_key"] { #expect(ids.contains(id)) }
        #expect(Set(ids).count == ids.count)
        for id in ids.enumerated().filter({ $0.offset % 6 == 0 }).map(\.element) {
            let shown = try await Command.run(["detectors", "show", id])
            #expect(shown.code == 0)
            #expect(shown.output.hasPrefix("\(id): "))
            #expect(shown.output.contains("category"))
        }
    }

    @Test func examplesOfTheDetectorsComeOutAsTheyShould() async throws {
        let run = try await Command.run(["detectors", "test"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("examples of"))
    }

    @Test func anImportedCodeSystemIsUsed() async throws {
        let folder = try Folder()
        try folder.makeFolder("own")
        let codes = (1...9).map { "A0\($0).1\tZorbotomy grade \($0) of lobe" }.joined(separator: "\r\n")
        try folder.write(codes, to: "codes.txt")
        let made = try await Command.run(
            ["detectors", "import", "opcs4", "codes.txt", "--into", "own/packs"], in: folder)
        #expect(made.code == 0, "\(made.errors)")
        #expect(
            made.output.contains("own/packs/opcs4.ajarpack: OPCS-4, 9 terms from 9 wordings, 9 codes"), "\(made.output)"
        )
        #expect(made.errors.contains("OPCS-4: 100 % read"))
        let listed = try await Command.run(["detectors", "packs", "--detectors", "own"], in: folder)
        #expect(listed.code == 0)
        #expect(listed.output.contains("own/packs/opcs4.ajarpack: OPCS-4"), "\(listed.output)")
        let rows = (1...9).map { "{\"c1\": \"seen, zorbotomy grade \($0) of lobe done\"}" }.joined(separator: "\n")
        func types(_ more: [String]) async throws -> String {
            try await Command.run(["classify", "--format", "jsonl"] + more, input: rows, in: folder).output
        }
        #expect(try await types(["--detectors", "own"]).contains("\"type\":\"clinical_term\""))
        #expect(try await !types([]).contains("\"type\":\"clinical_term\""))
        // One that is damaged is refused by name.
        try folder.write("AJARPACK and no more", to: "own/packs/opcs4.ajarpack")
        let broken = try await Command.run(["classify", "--detectors", "own"], input: rows, in: folder)
        #expect(broken.code == 2)
        #expect(broken.errors.contains("Pack 'own/packs/opcs4.ajarpack' cannot be used: it is too short for a pack"))
    }

    @Test func aDetectorOfOnesOwnIsUsed() async throws {
        let folder = try Folder()
        try folder.makeFolder("own")
        try folder.write(Self.own(example: "WID-123456"), to: "own/widget_tag.json")
        let list = try await Command.run(["detectors", "list", "--detectors", "own"], in: folder)
        #expect(list.output.contains("widget_tag"), "\(list.errors)")
        #expect(try await Command.run(["detectors", "test", "--detectors", "own"], in: folder).code == 0)
        let rows = (0..<20).map { "{\"tag\": \"WID-\(100_000 + $0 * 7919)\"}" }.joined(separator: "\n")
        let run = try await Command.run(
            ["classify", "--format", "jsonl", "--detectors", "own"], input: rows, in: folder)
        #expect(run.output.contains("\"type\":\"widget_tag\""), "\(run.output)")
        // One whose example does not match is told.
        try folder.write(Self.own(example: "no tag"), to: "own/widget_tag.json")
        let wrong = try await Command.run(["detectors", "test", "--detectors", "own"], in: folder)
        #expect(wrong.code == 1)
        #expect(wrong.output.contains("widget_tag"))
    }

    @Test func aNewDetectorWorksAndIsNotWrittenOver() async throws {
        let folder = try Folder()
        let made = try await Command.run(["detectors", "new", "staff_number", "--dir", "own"], in: folder)
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.contains("own/staff_number.json"))
        #expect(try await Command.run(["detectors", "test", "--detectors", "own"], in: folder).code == 0)
        try folder.write("{}", to: "own/staff_number.json")
        let again = try await Command.run(["detectors", "new", "staff_number", "--dir", "own"], in: folder)
        #expect(again.code == 2)
        #expect(
            again.errors.contains("own/staff_number.json is there already; it was left as it is."), "\(again.errors)")
        // It was: what is there now is still no detector.
        #expect(try await Command.run(["detectors", "list", "--detectors", "own"], in: folder).code == 2)
        let wrong = try await Command.run(["detectors", "new", "No Spaces", "--dir", "own"], in: folder)
        #expect(wrong.code == 2)
        #expect(wrong.errors.contains("lower-case letters, digits and _ only"))
    }

    private static func own(example: String) -> String {
        """
        {"id": "widget_tag", "name": "Widget tag", "category": "online_identifier", "patterns": ["WID-[0-9]{6}"],
         "p0": 0.000001, "examples": {"match": ["\(example)"], "no_match": ["WID-12"]}, "sources": ["made up"]}
        """
    }
}
