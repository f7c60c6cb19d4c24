import Exposure
import Foundation
import TestSupport
import Testing

/// Every row of the truth matrix: its server is started, scanned with the built command, asked before and after what it
/// holds, and stopped. Writes the whole of it to `matrix.md` and `commands-seen.md` in the folder `AJAR_MATRIX_OUTPUT`.
@Suite(.enabled(if: MatrixServers.areThere, MatrixServers.why), .timeLimit(.minutes(30)))
struct TruthMatrixTests {
    @Test(arguments: MatrixRow.all)
    func whatAStrangerMayDoIsTold(row: MatrixRow) async throws {
        let run = try await MatrixRuns.shared.run(row)
        #expect(run.got == row.expected)
        for sentence in row.mentions {
            #expect(run.evidence.contains { $0.contains(sentence) }, "\(run.evidence)")
        }
        #expect(run.code == (row.expected.isComplete ? 0 : 3))
    }

    @Test(arguments: MatrixRow.logged)
    func onlyDocumentedCommandsWereSeen(row: MatrixRow) async throws {
        let run = try await MatrixRuns.shared.run(row)
        let seen = try #require(run.seen)
        #expect(seen.undocumented.isEmpty, "\(seen.undocumented)")
        // A log in which nothing is found proves nothing. Refused, no client of ours got as far as a command.
        if row.expected.access.isExposed {
            let reading = ["sample", "find", "GET index/_search", "GET pattern/_search"]
            #expect(row.expected.read == 0 || reading.contains { seen.counts[$0] != nil }, "\(seen.counts)")
            // The loading of the data wrote, and is in the log before: a write would be seen.
            #expect(row.log == .nginx || run.writesSeenBefore)
        }
        if row.log == .postgres {
            #expect(seen.counts["begin"] == seen.counts["rollback"])
        }
    }

    @Test(arguments: MatrixRow.fingerprinted)
    func nothingThatItHoldsWasChanged(row: MatrixRow) async throws {
        let run = try await MatrixRuns.shared.run(row)
        #expect(!run.before.isEmpty)
        #expect(run.before == run.after)
    }
}

/// What came of one row.
struct MatrixRun: Sendable {
    var got: MatrixAnswer
    var evidence: [String]
    var code: Int32
    var before: String
    var after: String
    var seen: CommandsSeen?
    /// Something that is not on the page was seen before the scan.
    var writesSeenBefore = false
}

/// Runs each row once, whichever tests ask for it, a few at a time.
actor MatrixRuns {
    static let shared = MatrixRuns()
    private var tasks: [String: Task<MatrixRun, any Error>] = [:]
    private var results: [String: Result<MatrixRun, any Error>] = [:]
    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func run(_ row: MatrixRow) async throws -> MatrixRun {
        if let task = tasks[row.name] { return try await task.value }
        let task = Task {
            await take()
            defer { giveBack() }
            let result: Result<MatrixRun, any Error>
            do { result = .success(try await MatrixServers.run(row)) } catch { result = .failure(error) }
            results[row.name] = result
            try write()
            return try result.get()
        }
        tasks[row.name] = task
        return try await task.value
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }

    /// The tables as far as they are known, for people.
    private func write() throws {
        guard let folder = Server.environment("AJAR_MATRIX_OUTPUT") else { return }
        var matrix = "| server and state | expected | got | why |\n| --- | --- | --- | --- |\n"
        var commands = "| server and state | seen in its own log |\n| --- | --- |\n"
        for row in MatrixRow.all {
            let got: String
            switch results[row.name] {
            case nil: continue
            case .failure(let error): got = "**\(error)**"
            case .success(let run):
                got = run.got == row.expected ? "as expected" : "**\(run.got)**"
                if let seen = run.seen { commands += "| \(row.name) | \(seen.description) |\n" }
            }
            matrix += "| \(row.name) | \(row.expected) | \(got) | \(row.why) |\n"
        }
        try matrix.write(toFile: folder + "/matrix.md", atomically: true, encoding: .utf8)
        try commands.write(toFile: folder + "/commands-seen.md", atomically: true, encoding: .utf8)
    }
}

/// Starts and stops servers through `serve_requests` of `scripts/lib/servers.sh`: the tests may run where the servers'
/// programs are not to be seen.
enum MatrixServers {
    /// `AJAR_TEST_MATRIX`, the folder where requests are answered.
    static let folder: String? = {
        let path = Server.environment("AJAR_TEST_MATRIX") ?? ""
        if path.isEmpty {
            print("skipped: the truth matrix needs AJAR_TEST_MATRIX, a folder in which servers are started")
        }
        return path.isEmpty ? nil : path
    }()

    static var areThere: Bool { folder != nil && Command.isThere }
    static let why: Comment = "AJAR_TEST_MATRIX is not set; scripts/test starts the servers of the truth matrix"

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func run(_ row: MatrixRow) async throws -> MatrixRun {
        let started = try await ask(row.start)
        var values: [String: String] = [:]
        for word in started.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        guard let port = values["PORT"], let directory = values["DIR"], let log = values["LOG"] else {
            throw Failure(description: "\(row.name) started without a port, a directory or a log")
        }
        do {
            let run = try await scan(row, port: port, directory: directory, log: log)
            _ = try await ask(["stop", directory])
            return run
        } catch {
            _ = try? await ask(["stop", directory])
            throw error
        }
    }

    private static func scan(_ row: MatrixRow, port: String, directory: String, log: String) async throws -> MatrixRun {
        let before = row.isFingerprinted ? try await ask(["fingerprint", directory]) : ""
        let loading = try Data(contentsOf: URL(fileURLWithPath: log))
        let run = try await Command.run(["scan", "--format", "jsonl", "\(row.prefix)127.0.0.1:\(port)\(row.suffix)"])
        var seen: CommandsSeen?
        var writesSeenBefore = false
        if let kind = row.log {
            writesSeenBefore = !(try CommandsSeen(kind, in: String(decoding: loading, as: UTF8.self))).undocumented
                .isEmpty
            // A command may be logged a moment after it was answered.
            try await Task.sleep(for: .milliseconds(200))
            let added = try Data(contentsOf: URL(fileURLWithPath: log)).dropFirst(loading.count)
            seen = try CommandsSeen(kind, in: String(decoding: added, as: UTF8.self))
        }
        let after = row.isFingerprinted ? try await ask(["fingerprint", directory]) : ""
        let lines = try run.lines()
        guard let endpoint = lines.first(where: { $0["kind"]?.text == "endpoint" }), let summary = lines.last else {
            throw Failure(description: "no endpoint line: \(run.errors.prefix(300))")
        }
        return MatrixRun(
            got: MatrixAnswer(endpoint, summary: summary, like: row.expected),
            evidence: (endpoint["evidence"]?.elements ?? []).compactMap { $0["detail"]?.text }, code: run.code,
            before: before, after: after, seen: seen, writesSeenBefore: writesSeenBefore)
    }

    /// Has one command of `scripts/servers` run, and waits for its end; a server may take a minute to start.
    ///
    /// - Returns: what it printed.
    private static func ask(_ words: [String]) async throws -> String {
        let folder = try #require(folder)
        let name = "request-" + UUID().uuidString
        let pipe = open(folder + "/requests", O_WRONLY | O_NONBLOCK)
        guard pipe >= 0 else { throw Failure(description: "nobody answers requests for servers") }
        let line = Array("\(name) \(words.joined(separator: " "))\n".utf8)
        let written = write(pipe, line, line.count)
        close(pipe)
        guard written == line.count else { throw Failure(description: "the request could not be made") }
        for _ in 0..<2400 {
            if let status = try? String(contentsOfFile: "\(folder)/\(name).status", encoding: .utf8) {
                guard status == "0\n" else {
                    let errors = (try? String(contentsOfFile: "\(folder)/\(name).err", encoding: .utf8)) ?? ""
                    throw Failure(description: "\(words.joined(separator: " ")): \(errors.suffix(1500))")
                }
                return try String(contentsOfFile: "\(folder)/\(name).out", encoding: .utf8)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "\(words.joined(separator: " ")) did not end within two minutes")
    }
}

extension MatrixAnswer {
    /// What the lines of a report say, in the terms of `expected`.
    init(_ endpoint: JSON, summary: JSON, like expected: MatrixAnswer) {
        let rights = endpoint["privileges"]
        let certificate = endpoint["tls"]?["certificate"]
        let isOurs =
            endpoint["tls"]?["version"]?.text?.hasPrefix("TLSv1.") == true
            && certificate?["subject"]?.text?.contains("server.example") == true
            && certificate?["issuer"]?.text?.contains("Ajar test CA") == true
        var version = endpoint["version"]?.text
        if endpoint["service"]?.text == "postgresql" {
            version = version.map { String($0.prefix { $0 != "." }) }
        }
        var flags = Set((endpoint["flags"]?.elements ?? []).compactMap(\.text))
        if endpoint["tls"] != nil, !isOurs { flags.insert("another certificate") }
        self.init(
            access: endpoint["access"]?.text.flatMap(Access.init(rawValue:)) ?? .unknown,
            service: endpoint["service"]?.text, product: endpoint["product"]?.text, version: version,
            authentication: endpoint["authentication"]?.text, role: rights?["role"]?.text,
            may: Set(Right.allCases.filter { rights?[$0.rawValue] == .bool(true) }),
            mayNot: expected.mayNot.filter { rights?[$0.rawValue] == .bool(false) },
            tls: endpoint["tls"] != nil, flags: flags,
            read: endpoint["datasets_read"]?.integer ?? -1, isComplete: summary["complete"] == .bool(true))
    }
}

extension MatrixRow: CustomTestStringConvertible {
    var testDescription: String { name }
}
