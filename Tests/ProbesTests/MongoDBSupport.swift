import Exposure
import Formats
import Foundation
import Testing

@testable import Probes

/// Remembers dataset names, estimates and which fields came; of values only how many.
final class MongoDBTestSink: SampleSink {
    struct Dataset {
        var name: String
        var estimate: Int?
        var records = 0
        var broken = 0
        var fields: Set<String> = []
        var values = 0
        var skipped: String?
        var stop: SamplingStop?
        var ended = false
    }
    var datasets: [Dataset] = []
    /// Records of a dataset that settle it.
    var settledAfter = Int.max
    private var path: [String] = []

    subscript(_ name: String) -> Dataset? { datasets.first { $0.name == name } }

    private func change(_ body: (inout Dataset) -> Void) {
        guard !datasets.isEmpty else {
            Issue.record("a record outside a dataset")
            return
        }
        body(&datasets[datasets.count - 1])
    }

    func beginDataset(_ name: String, recordsEstimated: Int?) {
        #expect(datasets.last?.ended ?? true)
        datasets.append(Dataset(name: name, estimate: recordsEstimated))
    }
    var isSettled: Bool { (datasets.last?.records ?? 0) >= settledAfter }
    func stopped(_ why: SamplingStop) { change { $0.stop = why } }
    func endDataset(skipped: String?) {
        change {
            $0.skipped = skipped
            $0.ended = true
        }
    }
    func beginRecord() { path = [] }
    func enter(_ name: UnsafeRawBufferPointer) {
        path.append(String(decoding: name, as: UTF8.self))
        let joined = path.joined(separator: ".")
        change { $0.fields.insert(joined) }
    }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) { change { $0.values += 1 } }
    func leave() { _ = path.popLast() }
    func endRecord() { change { $0.records += 1 } }
    func brokenRecord() { change { $0.broken += 1 } }
}

/// What a test server does with what it is sent.
enum MongoDBTestReply {
    case bytes([UInt8])
    case end(ConnectionEnd)
}

/// A server for a test: how it takes a connection, and what it answers.
protocol MongoDBTestServer {
    mutating func connect(tls: Bool) -> ProbeEvent
    mutating func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply
}

/// Drives a machine against a test server, with the server's bytes in chunks.
struct MongoDBConversation {
    var outcome = ProbeOutcome()
    var sink = MongoDBTestSink()
    /// Names of the commands sent, in order.
    var sent: [String] = []
    var requests: [[UInt8]] = []
    var connections: [Bool] = []

    init(
        _ server: some MongoDBTestServer, options: ProbeOptions = ProbeOptions(samples: 3), chunk: Int = .max,
        settledAfter: Int = .max, maximumEvents: Int = 100_000
    ) {
        sink.settledAfter = settledAfter
        var server = server
        var machine = MongoDBMachine(options)
        var action = machine.next(.start, into: sink)
        var inbox: [UInt8] = []
        var visible = 0
        var received = 0
        var isTLS = false
        var pendingEnd: ConnectionEnd?
        for _ in 0..<maximumEvents {
            switch action {
            case .connect(let tls):
                connections.append(tls)
                (inbox, visible, received, isTLS, pendingEnd) = ([], 0, 0, tls, nil)
                action = machine.next(server.connect(tls: tls), into: sink)
                continue
            case .startTLS:
                Issue.record("MongoDB has no STARTTLS")
                return
            case .send(let command, let consumed):
                sent.append(command.name)
                inbox.removeFirst(min(consumed, inbox.count))
                visible = max(0, visible - consumed)
                guard case .bytes(let request) = command.message else {
                    Issue.record("not bytes")
                    return
                }
                requests.append(request)
                switch server.answer(request, tls: isTLS) {
                case .bytes(let reply): inbox += reply
                case .end(let end): pendingEnd = end
                }
            case .receive(let consumed):
                inbox.removeFirst(min(consumed, inbox.count))
                visible = max(0, visible - consumed)
            case .finish:
                outcome = machine.outcome
                return
            }
            if visible < inbox.count {
                let more = min(chunk, inbox.count - visible)
                visible += more
                received += more
                action = Array(inbox.prefix(visible)).withUnsafeBytes { machine.next(.bytes($0), into: sink) }
            } else if let end = pendingEnd {
                pendingEnd = nil
                action = machine.next(.ended(end), into: sink)
            } else {
                action = machine.next(.ended(.silent(received: received)), into: sink)
            }
        }
        Issue.record("the machine does not come to an end")
        outcome = machine.outcome
    }

    func evidence(_ phase: String) -> String {
        outcome.evidence.filter { $0.phase == phase }.map(\.detail).joined(separator: "\n")
    }
}

/// Answers each command with the reply that a real server gave to the same command.
struct MongoDBReplay: MongoDBTestServer {
    struct State: Decodable {
        var product: String
        var version: String
        var state: String
        var access: String
        var tls: Bool
    }
    private struct Line: Decodable {
        struct Step: Decodable {
            var dir: String
            var hex: String?
        }
        var kind: String
        var name: String?
        var end: String?
        var steps: [Step]?
    }
    struct Recorded {
        var reply: [UInt8]
        var end: String
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("testdata/mongodb")

    /// `mongodb-6.0.27/open` and so on, all of them.
    static let all: [String] = {
        let manager = FileManager.default
        let servers = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
        return servers.flatMap { server in
            ((try? manager.contentsOfDirectory(atPath: folder.appendingPathComponent(server).path)) ?? [])
                .filter { $0.hasSuffix(".jsonl") }.map { "\(server)/\($0.dropLast(6))" }
        }.sorted()
    }()

    let state: State
    let recorded: [String: Recorded]

    init(_ path: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(path + ".jsonl"), encoding: .utf8)
        let lines = text.split(separator: "\n").map { Data($0.utf8) }
        state = try JSONDecoder().decode(State.self, from: try #require(lines.first))
        var recorded: [String: Recorded] = [:]
        for line in lines.dropFirst() {
            let line = try JSONDecoder().decode(Line.self, from: line)
            guard let name = line.name, let steps = line.steps else { continue }
            let reply = steps.filter { $0.dir == "s" }.compactMap(\.hex).flatMap(Self.bytes)
            recorded[name] = Recorded(reply: reply, end: line.end ?? "")
        }
        self.recorded = recorded
    }

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    func connect(tls: Bool) -> ProbeEvent {
        if tls, !state.tls { return .ended(.tlsFailed(.closed)) }
        return .connected(tls: tls ? TLSFacts(version: "TLSv1.3") : nil)
    }

    func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
        guard let name = conversation(for: request, inClear: state.tls && !tls) else {
            return .bytes(Self.reply(to: request) { $0.append("ok", 1 as Int32) })
        }
        guard let recorded = recorded[name] else {
            Issue.record("never recorded: \(name)")
            return .end(.closed(received: 0))
        }
        guard !recorded.reply.isEmpty else {
            let isAlert = recorded.end.contains("CERTIFICATE_REQUIRED")
            return .end(isAlert ? .tlsFailed(.clientCertificateRequired) : .closed(received: 0))
        }
        var reply = recorded.reply
        if !request.starts(with: Array("GET".utf8)) { reply.replaceSubrange(8..<12, with: request[4..<8]) }
        return .bytes(reply)
    }

    /// The recorded conversation for a request; `nil` for `killCursors`, which was not recorded and is answered ok.
    private func conversation(for request: [UInt8], inClear: Bool) -> String? {
        if request.starts(with: Array("GET".utf8)) { return "plain-http-get" }
        let asked = MongoDBAsked(request)
        if inClear { return asked.isQuery ? "plain-opquery-to-tls-port" : "plain-opmsg-to-tls-port" }
        switch asked.command {
        case "hello": return "opmsg-hello"
        case "isMaster": return asked.isQuery ? "opquery-isMaster" : "opmsg-isMaster"
        case "buildInfo", "connectionStatus", "usersInfo", "count": return "opmsg-cmd-\(asked.command)"
        case "ajarNoSuchCommand": return "opmsg-cmd-unknown-command"
        case "listDatabases":
            return asked.secondary ? "opmsg-cmd-listDatabases-secondaryPreferred" : "opmsg-cmd-listDatabases-names-only"
        case "listCollections":
            // With secondaryPreferred only that of `shop` was recorded.
            if asked.secondary { return "opmsg-cmd-listCollections-secondaryPreferred" }
            switch asked.database {
            case "shop": return "opmsg-cmd-listCollections-names"
            case "clinic", "admin": return "opmsg-cmd-listCollections-\(asked.database)"
            default: return "opmsg-cmd-listCollections-missing-db"
            }
        case "find":
            if asked.secondary { return "opmsg-cmd-find-readpref" }
            switch asked.argument {
            case "customers": return "opmsg-cmd-find"
            case "patients": return "opmsg-cmd-find-patients"
            case "v_mail": return "opmsg-cmd-find-view-without-singleBatch"
            default: return "opmsg-cmd-find-missing-collection"
            }
        case "killCursors": return nil
        default:
            Issue.record("an unexpected command: \(asked.command)")
            return nil
        }
    }

    /// An OP_MSG reply to a request.
    static func reply(to request: [UInt8], _ build: (inout BSONBuilder) -> Void) -> [UInt8] {
        var builder = BSONBuilder()
        build(&builder)
        return frame(to: request, builder.finished())
    }

    static func frame(to request: [UInt8], _ document: [UInt8]) -> [UInt8] {
        var reply = MongoDBFrames.message(id: 77, document: document)
        reply.replaceSubrange(8..<12, with: request[4..<8])
        return reply
    }
}

/// What a request of the probe's says, read by the test itself.
struct MongoDBAsked {
    var command = ""
    var argument = ""
    var database = ""
    var secondary = false
    var isQuery = false
    var fields: [String] = []
    private var numbers: [String: Int] = [:]

    /// 0 where the field is not there.
    func number(_ field: String) -> Int { numbers[field] ?? 0 }

    init(_ request: [UInt8]) {
        isQuery = request[12] == 0xD4
        let start = isQuery ? (request[20...].firstIndex(of: 0) ?? 20) + 9 : 21
        if isQuery { database = String(decoding: request[20...].prefix { $0 != 0x2E }, as: UTF8.self) }
        let document = Array(request[start...])
        document.withUnsafeBytes { raw in
            do throws(ByteError) {
                var elements = try BSONDocument(raw).elements
                while let element = try elements.next() {
                    let name = String(decoding: element.name, as: UTF8.self)
                    fields.append(name)
                    if command.isEmpty {
                        command = name
                        argument = element.value.text(limit: 300) ?? ""
                    }
                    if let number = element.value.integer { numbers[name] = Int(number) }
                    if name == "$db" { database = element.value.text(limit: 300) ?? "" }
                    if name == "$readPreference" { secondary = true }
                }
            } catch {
                Issue.record("our own request is malformed: \(error)")
            }
        }
    }
}
