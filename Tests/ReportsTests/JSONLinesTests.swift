import Exposure
import TestSupport
import Testing

@testable import Reports

@Suite struct JSONLinesTests {
    @Test func keysAreSnakeCaseInDeclarationOrderAndNilIsLeftOut() throws {
        let line = try JSONLines.line(of: Samples.others[0])
        #expect(
            line == """
                {"kind":"endpoint","id":"\(Samples.others[0].id)","target":"10.20.4.0/24","host":"10.20.4.21","port":5432,\
                "service":"postgresql","access":"auth_required","authentication":"scram-sha-256","flags":[],\
                "evidence":[{"phase":"startup","detail":"seen"}],"datasets_read":0,"severity":"none","elapsed_ms":31}
                """)
    }

    @Test func dictionaryKeysAreSortedAndKeptAsTheyAre() throws {
        #expect(try JSONLines.line(of: ["b": 1, "camelCase": 2, "a_b": 3]) == #"{"a_b":3,"b":1,"camelCase":2}"#)
        #expect(
            try JSONLines.line(of: Samples.summary).contains(#""access":{"auth_required":2,"client_cert_required":1"#))
    }

    @Test(arguments: [
        ("a/b", #""a/b""#), ("quote\" back\\slash", #""quote\" back\\slash""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{1b}[31m\u{7f}\u{9b}", #""\u001b[31m\u007f\u009b""#), ("\u{202E}x", #""\u202ex""#),
        ("\u{E0041}", #""\udb40\udc41""#), ("é 患 🩺", #""é 患 🩺""#), ("", #""""#),
    ])
    func stringsAreEscaped(text: String, expected: String) throws {
        #expect(try JSONLines.line(of: text) == expected)
        #expect(try JSON.parse(expected) == .string(text))
    }

    @Test(arguments: [
        (0.0, "0"), (1.0, "1"), (0.97, "0.97"), (0.123_456_789, "0.123457"), (-0.5, "-0.5"), (1e20, "1e+20"),
        (0.000_000_1, "0"),
    ])
    func numbersKeepSixDecimals(number: Double, expected: String) throws {
        #expect(try JSONLines.line(of: number) == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func numbersThatAreNotFiniteAreAnError(number: Double) {
        #expect(throws: EncodingError.self) {
            try JSONLines.line(of: TypeFinding(type: "x", confidence: number, tested: 0, matched: 0))
        }
    }

    @Test func nestedOptionalsAndEmptyValuesAreEncoded() throws {
        struct Inner: Encodable {
            var some: Int?
            var none: Int?
            var list: [Int?]
        }
        #expect(try JSONLines.line(of: Inner(some: 1, none: nil, list: [1, nil])) == #"{"some":1,"list":[1,null]}"#)
        struct Empty: Encodable {}
        #expect(try JSONLines.line(of: [Empty()]) == "[{}]")
        #expect(try JSONLines.line(of: [Int]()) == "[]")
        #expect(try JSONLines.line(of: UInt64.max) == "18446744073709551615")
    }

    @Test func aReportIsOneObjectALineWithTheSummaryLast() throws {
        let text = try Report.render(Samples.findings, format: .jsonl)
        #expect(text.hasSuffix("}\n"))
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == Samples.findings.endpoints.count + Samples.findings.datasets.count + 1)
        #expect(try lines.map { try JSON.parse($0)["kind"] }.last == .string("summary"))
    }

    @Test(arguments: [Samples.findings, Samples.clean, Samples.empty, Samples.files])
    func outputsKeepToTheirSchemas(findings: Findings) throws {
        for line in try JSONLines.text(of: findings).split(separator: "\n") {
            let value = try JSON.parse(String(line))
            guard case .string(let kind)? = value["kind"] else {
                Issue.record("a line has no kind")
                continue
            }
            #expect(try SchemaValidator(kind: kind).problems(in: value) == [])
        }
    }

    @Test(arguments: Samples.hostile)
    func hostileTextStaysOnItsLineAndComesBackAsItWas(text: String) throws {
        let line = try JSONLines.line(of: Samples.findings(naming: text).datasets[0])
        #expect(!line.unicodeScalars.contains(where: SafeText.isInvisible))
        #expect(try JSON.parse(line)["dataset"] == .string(text))
    }
}

@Suite struct SchemaTests {
    @Test(arguments: ["endpoint", "dataset", "summary"])
    func everyKeyIsDescribedAndEveryObjectIsClosed(kind: String) throws {
        func walk(_ schema: JSON, at path: String) {
            guard case .object(let rules) = schema else { return }
            if case .object(let properties)? = rules["properties"] {
                #expect(rules["additionalProperties"] == .bool(false), "\(path) is not closed")
                for (name, rule) in properties {
                    #expect(rule["description"] != nil, "\(path).\(name) is not described")
                    walk(rule, at: "\(path).\(name)")
                }
            }
            if let items = rules["items"] { walk(items, at: path + "[]") }
        }
        walk(try SchemaValidator(kind: kind).schema, at: "$")
    }

    /// The other half of "every key is described": no key is described that is never written.
    @Test func everyDescribedKeyIsWritten() throws {
        var endpoint = Samples.mongo
        endpoint.authentication = "scram-sha-256"
        endpoint.privileges = Privileges(
            role: "r", superuser: false, read: true, write: true, create: true, administer: false, readFiles: false,
            writeFiles: false, runCommands: false)
        endpoint.account = AccountFinding(
            user: "u", accepted: false, reason: "why", method: "basic", access: .partial,
            privileges: endpoint.privileges, datasetsListed: 1)
        var dataset = Samples.datasets[0]
        dataset.seenBy = .account
        dataset.testShare = 0.5
        let evidence = [
            EvidenceFinding(because: "12 of 12 distinct values pass its check; 1 would by chance", nats: 23.8)
        ]
        dataset.fields[0].types[0].testValues = 2
        dataset.fields[0].types[0].testDistinct = 1
        dataset.fields[0].types[0].evidence = evidence
        var considered = dataset.fields[0].types[0]
        considered.type = "utr"
        dataset.fields[0].considered = [considered]
        let lines = [
            try JSONLines.line(of: endpoint), try JSONLines.line(of: dataset),
            try JSONLines.line(of: Samples.summary),
        ]
        func compare(_ value: JSON, _ schema: JSON, at path: String) {
            if case .object(let properties)? = schema["properties"] {
                for (name, rule) in properties {
                    guard let member = value[name] else {
                        Issue.record("\(path).\(name) is described, but not written")
                        continue
                    }
                    compare(member, rule, at: "\(path).\(name)")
                }
            }
            if case .array(let elements) = value, let first = elements.first, let items = schema["items"] {
                compare(first, items, at: path + "[]")
            }
        }
        for (kind, line) in zip(["endpoint", "dataset", "summary"], lines) {
            compare(try JSON.parse(line), try SchemaValidator(kind: kind).schema, at: kind)
        }
    }

    @Test func enumsHoldEveryStateAndLevel() throws {
        let endpoint = try SchemaValidator(kind: "endpoint").schema["properties"]
        let summary = try SchemaValidator(kind: "summary").schema["properties"]
        let states = JSON.array(Access.allCases.map { .string($0.rawValue) })
        let levels = JSON.array(Level.allCases.map { .string($0.rawValue) })
        #expect(endpoint?["access"]?["enum"] == states)
        #expect(endpoint?["severity"]?["enum"] == levels)
        #expect(summary?["access"]?["propertyNames"]?["enum"] == states)
        #expect(summary?["sensitivity"]?["propertyNames"]?["enum"] == levels)
    }

    @Test(arguments: [
        (#"{"kind":"summary"}"#, "lacks"), (#"{"extra":1}"#, "extra is not described"),
        (#"{"endpoints":-1}"#, "below"), (#"{"endpoints":"1"}"#, "not of type integer"),
        (#"{"complete":1}"#, "not of type boolean"), (#"{"worst_severity":"awful"}"#, "not in the enum"),
        (#"{"kind":"endpoint"}"#, "not the constant"), (#"{"started_at":"yesterday"}"#, "not like"),
        (#"{"access":{"ajar":1}}"#, "not in the enum"), (#"{"version":""}"#, "too short"),
    ])
    func theValidatorFindsWhatIsWrong(line: String, problem: String) throws {
        let problems = try SchemaValidator(kind: "summary").problems(in: try JSON.parse(line))
        #expect(problems.contains { $0.contains(problem) })
    }

    @Test func theValidatorRefusesKeywordsItDoesNotKnow() throws {
        let schema = try JSON.parse(#"{"type":"string","format":"date-time"}"#)
        #expect(SchemaValidator(schema: schema).problems(in: .string("x")).count == 1)
    }
}
