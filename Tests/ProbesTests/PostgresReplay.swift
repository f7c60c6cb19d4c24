import Exposure
import Formats
import Foundation

@testable import Probes

/// Recorded conversations with one server in one state (`testdata/postgresql`), played back to a machine.
struct PostgresRecording: CustomStringConvertible {
    struct Header: Decodable {
        var version: String
        var state: String
        var access: String
    }

    struct Conversation: Decodable {
        struct Step: Decodable {
            var dir: String
            var hex: String?
        }
        var name: String
        var steps: [Step]
        var end: String

        func bytes(_ direction: String) -> [[UInt8]] {
            steps.filter { $0.dir == direction }.map { PostgresRecording.bytes($0.hex ?? "") }
        }
    }

    var header: Header
    var conversations: [Conversation]

    var description: String { "\(header.version) \(header.state)" }

    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("testdata/postgresql")

    static let all: [PostgresRecording] = {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var recordings: [PostgresRecording] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "jsonl", let text = try? String(contentsOf: file, encoding: .utf8) else {
                continue
            }
            let lines = text.split(separator: "\n").map { Data($0.utf8) }
            guard let first = lines.first, let header = try? JSONDecoder().decode(Header.self, from: first) else {
                continue
            }
            let conversations = lines.dropFirst().compactMap { try? JSONDecoder().decode(Conversation.self, from: $0) }
            recordings.append(PostgresRecording(header: header, conversations: conversations))
        }
        return recordings.sorted { $0.description < $1.description }
    }()

    static func bytes(_ hex: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var digits = hex.utf8.makeIterator()
        while let high = digits.next(), let low = digits.next() {
            bytes.append(UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16) ?? 0)
        }
        return bytes
    }

    /// What the server answered to a startup message for that role and database. Names that were not asked for when
    /// recording are answered as the unknown role and database were.
    func answer(user: String, database: String, tls: Bool) -> (bytes: [UInt8], end: String)? {
        let asked = PostgresFrames.startup(user: user, database: database, applicationName: "")
        // The recorded messages have no application name: compare what comes before it.
        let names = asked[8..<(asked.count - "application_name".utf8.count - 3)]
        let candidates = conversations.filter { $0.name.hasPrefix(tls ? "tls-startup" : "startup") }
        let exact = candidates.first { conversation in
            conversation.bytes("c").last.map { $0.dropFirst(8).dropLast().elementsEqual(names) } ?? false
        }
        let other = ["postgres", "reader"].contains(user) ? "startup-unknown-db" : "startup-unknown-role"
        let chosen = exact ?? conversations.first { $0.name == (tls ? "tls-startup-unknown-role" : other) }
        return chosen.map { ($0.bytes("s").last ?? [], $0.end) }
    }
}

/// Plays a server and the runner: carries out actions until the machine finishes.
struct PostgresPlay {
    var answerToSSLRequest: [UInt8]
    var answerToStartup: (_ user: String, _ database: String, _ tls: Bool) -> (bytes: [UInt8], end: ConnectionEnd?)
    /// What a handshake comes to.
    var handshake: ProbeEvent = .connected(tls: TLSFacts(version: "TLSv1.3"))
    /// Gives the bytes one at a time.
    var byteByByte = false

    struct Result {
        var outcome: ProbeOutcome
        var sent: [PostgresCommand] = []
        var connections = 0
        var isFinished = false
    }

    func run(_ options: ProbeOptions = ProbeOptions()) -> Result {
        var machine = PostgresMachine(options, nonce: "0123456789abcdef")
        let sink = PostgresNoSink()
        var result = Result(outcome: machine.outcome)
        var tls = false
        var waiting: [UInt8] = []
        var arriving: [UInt8] = []
        var end: ConnectionEnd?
        var received = 0
        var action = machine.next(.start, into: sink)
        for _ in 0..<200_000 {
            switch action {
            case .finish:
                result.outcome = machine.outcome
                result.isFinished = true
                return result
            case .connect(let direct):
                tls = direct
                result.connections += 1
                (waiting, arriving, end, received) = ([], [], nil, 0)
                action = machine.next(.connected(tls: nil), into: sink)
                continue
            case .startTLS(let consumed):
                if waiting.count > consumed || !arriving.isEmpty {
                    action = machine.next(.ended(.bytesBeforeTLS), into: sink)
                    continue
                }
                if case .connected = handshake { tls = true }
                waiting = []
                action = machine.next(handshake, into: sink)
                continue
            case .send(let command, let consumed):
                waiting.removeFirst(min(consumed, waiting.count))
                guard let command = command as? PostgresCommand else { return result }
                result.sent.append(command)
                switch command {
                case .sslRequest: arriving += answerToSSLRequest
                case .startup(let user, let database, _):
                    let answer = answerToStartup(user, database, tls)
                    arriving += answer.bytes
                    end = answer.end
                case .terminate: end = .closed(received: received)
                }
            case .receive(let consumed):
                waiting.removeFirst(min(consumed, waiting.count))
            }
            if arriving.isEmpty {
                action = machine.next(.ended(end ?? .silent(received: received)), into: sink)
            } else {
                let count = byteByByte ? 1 : arriving.count
                waiting += arriving.prefix(count)
                arriving.removeFirst(count)
                received += count
                action = waiting.withUnsafeBytes { machine.next(.bytes($0), into: sink) }
            }
        }
        result.outcome = machine.outcome
        return result
    }
}

final class PostgresNoSink: SampleSink {
    func beginDataset(_ name: String, recordsEstimated: Int?) {}
    func endDataset(skipped: String?) {}
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {}
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
}
