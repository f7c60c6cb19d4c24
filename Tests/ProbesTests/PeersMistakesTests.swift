import Exposure
import Foundation
import Testing

@testable import Probes

/// Mistakes of other tools, and the page that says which test holds each of them off.
@Suite struct PeersMistakesTests {
    @Test("M3: every recorded version of MongoDB that is open is found open")
    func everyVersionIsFoundOpen() throws {
        let open = MongoDBReplay.all.filter { $0.hasSuffix("/open") }
        #expect(open.count >= 4)
        for path in open {
            #expect(MongoDBConversation(try MongoDBReplay(path)).outcome.access == .open, "\(path)")
        }
    }

    @Test("P3: refusals of different kinds are different verdicts")
    func refusalsAreToldApart() throws {
        let states = ["scram", "reject", "norole", "starting", "full", "cert"]
        let seen = try states.map { state in
            let recording = try #require(
                PostgresRecording.all.first { $0.header.state == state && $0.header.version == "12.22" }, "\(state)")
            return try PostgresMachineTests.play(recording).run().outcome.access
        }
        #expect(seen == [.authRequired, .ipRestricted, .openRule, .busy, .busy, .clientCertRequired])
    }

    @Test("P4: a server that is open inside TLS only is found open")
    func openInsideTLSOnly() throws {
        let recordings = PostgresRecording.all.filter { $0.header.state == "hostssl" }
        #expect(recordings.count >= 3)
        for recording in recordings {
            let outcome = try PostgresMachineTests.play(recording).run().outcome
            #expect(outcome.access == .open && outcome.entry?.tls == true, "\(recording)")
        }
    }

    /// Rows of the published lists of mistakes that these tests answer to.
    private static let rows: Set<String> = Set(
        ["M": 6, "P": 4, "E": 2, "R": 3, "C": 1, "D": 1, "H": 1, "N": 2, "T": 9, "B": 12, "S": 6, "L": 2]
            .flatMap { letter, count in (1...count).map { "\(letter)\($0)" } })

    @Test func everyMistakeHasATestNamedForIt() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/peers-mistakes.md"), encoding: .utf8)
        var listed: Set<String> = []
        for line in page.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let row = cells.first, Self.rows.contains(row) else { continue }
            listed.insert(row)
            let file = cells[2].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
            let tests = try String(contentsOf: root.appendingPathComponent("Tests/\(file)"), encoding: .utf8)
            // `@Test("M1: …` or `@Test("M1, M3: …`, its arguments perhaps on a line of their own.
            let pattern = #"@Test\(\s*"([A-Z]\d+, )*\#(row)(, [A-Z]\d+)*: "#
            #expect(tests.range(of: pattern, options: .regularExpression) != nil, "\(row) in \(file)")
        }
        #expect(listed == Self.rows)
    }
}
