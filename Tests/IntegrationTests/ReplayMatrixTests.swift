import Foundation
import TestSupport
import Testing

/// Every recorded server, scanned by the command over real sockets.
@Suite(.enabled(if: Replay.isThere, Replay.why), .timeLimit(.minutes(5)))
struct ReplayMatrixTests {
    @Test func everyRecordingHasAPortAndARow() throws {
        #expect(Set(try Replay.ports().keys) == Set(ReplayRow.all.map(\.recording)))
        #expect(Set(ReplayRow.all.map(\.recording)).count == 202)
    }

    @Test(arguments: ReplayRow.all)
    func recordedServerIsTold(row: ReplayRow) async throws {
        #expect(try await Replay.seen(in: row) == row.expected)
    }

    @Test func nothingIsAskedThatWasNeverRecorded() async throws {
        _ = try await Replay.scan.value
        #expect(try Replay.said("unrecorded") == [])
    }

    /// For people: every row with what was expected and what came, into the file that `AJAR_MATRIX_REPLAY` names.
    @Test func matrixIsWritten() async throws {
        var lines = ["| recorded server | expected | got | note |", "| --- | --- | --- | --- |"]
        for row in ReplayRow.all {
            let seen = try await Replay.seen(in: row)
            let got = seen == row.expected ? "as expected" : seen.description
            lines.append("| \(row.testDescription) | \(row.expected) | \(got) | \(row.why) |")
        }
        #expect(lines.count > 200)
        if let path = Server.environment("AJAR_MATRIX_REPLAY") {
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        }
    }
}
