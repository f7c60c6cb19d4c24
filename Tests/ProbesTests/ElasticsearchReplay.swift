import Exposure
import Formats
import Foundation
import Testing

@testable import Probes

/// One recorded state of a real server, answering the probe as that server did.
struct ElasticsearchRecording: Sendable, CustomTestStringConvertible {
    struct State: Decodable, Sendable {
        var product: String
        var version: String
        var state: String
        var access: Access
        var tls: Bool
        var readable: [String]
    }

    struct Exchange: Decodable, Sendable {
        var name: String
        var tls: Bool
        var request: String
        var response: String
        var end: String
    }

    var file: String
    var state: State
    var exchanges: [Exchange]

    var testDescription: String { file }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("testdata/elasticsearch")

    /// Every recording, in the order of its file name.
    static let all: [ElasticsearchRecording] = {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        return (files ?? []).filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }.compactMap { load($0) }
    }()

    static func named(_ file: String) -> ElasticsearchRecording? { all.first { $0.file == file } }

    private static func load(_ url: URL) -> ElasticsearchRecording? {
        guard let data = try? Data(contentsOf: url) else { return nil }
        let lines = data.split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        guard let first = lines.first, let state = try? decoder.decode(State.self, from: Data(first)) else {
            return nil
        }
        return ElasticsearchRecording(
            file: url.deletingLastPathComponent().lastPathComponent + "/"
                + url.deletingPathExtension().lastPathComponent,
            state: state, exchanges: lines.dropFirst().compactMap { try? decoder.decode(Exchange.self, from: Data($0)) }
        )
    }

    /// The exchange for a request; any `size` of a search will do.
    func exchange(for path: String, tls: Bool) -> Exchange? {
        let wanted = Self.withoutSize("GET " + path)
        return exchanges.first {
            $0.tls == tls && $0.name != "other-dialect-plain" && Self.withoutSize($0.request) == wanted
        }
    }

    private static func withoutSize(_ request: String) -> Substring {
        let size = request.range(of: "_search?size=")
        let digits = size.map { request[$0.upperBound...] } ?? ""
        return digits.allSatisfy(\.isNumber) ? request[..<(size?.upperBound ?? request.endIndex)] : request[...]
    }
}

/// Holds what a probe pushed, for tests only.
final class ElasticsearchCollectingSink: SampleSink {
    struct Dataset: Equatable {
        var name: String
        var estimated: Int?
        var records = 0
        var broken = 0
        var values: [String] = []
        var skipped: String?
        var stop: SamplingStop?
        var isEnded = false

        /// A search was answered, if only with documents that keep no source.
        var isRead: Bool { skipped == nil || skipped == "documents are kept without their source" }
    }

    var datasets: [Dataset] = []
    var mistakes: [String] = []
    /// Records of a dataset that settle it.
    var settledAfter = Int.max
    private var path: [String] = []
    private var inRecord = false

    func beginDataset(_ name: String, recordsEstimated: Int?) {
        if let last = datasets.last, !last.isEnded { mistakes.append("begun inside \(last.name)") }
        datasets.append(Dataset(name: name, estimated: recordsEstimated))
    }
    var isSettled: Bool { (datasets.last?.records ?? 0) >= settledAfter }
    func stopped(_ why: SamplingStop) {
        guard let last = datasets.indices.last, !datasets[last].isEnded else {
            return mistakes.append("stopped outside")
        }
        datasets[last].stop = why
    }
    func endDataset(skipped: String?) {
        guard !datasets.isEmpty else { return mistakes.append("end without a dataset") }
        datasets[datasets.count - 1].skipped = skipped
        datasets[datasets.count - 1].isEnded = true
    }
    func beginRecord() {
        if inRecord { mistakes.append("record in a record") }
        inRecord = true
        path = []
    }
    func enter(_ name: UnsafeRawBufferPointer) { path.append(String(decoding: name, as: UTF8.self)) }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        guard !datasets.isEmpty else { return mistakes.append("value without a dataset") }
        let text = path.joined(separator: ".") + "=" + String(decoding: bytes, as: UTF8.self)
        datasets[datasets.count - 1].values.append(text)
    }
    func leave() { if path.popLast() == nil { mistakes.append("left too often") } }
    func endRecord() {
        inRecord = false
        if !path.isEmpty { mistakes.append("fields left open") }
        if !datasets.isEmpty { datasets[datasets.count - 1].records += 1 }
    }
    func brokenRecord() {
        inRecord = false
        if !datasets.isEmpty { datasets[datasets.count - 1].broken += 1 }
    }

    subscript(name: String) -> Dataset? { datasets.first { $0.name == name } }
}

/// Plays the runner: carries out a machine's actions against answers that a closure gives.
struct ElasticsearchPlay {
    var outcome: ProbeOutcome
    var sink: ElasticsearchCollectingSink
    var asked: [String] = []
    var connections: [Bool] = []
    var finished = false

    /// - Parameters:
    ///   - connect: what comes of a connection attempt, in TLS or not.
    ///   - answer: what comes of a path on such a connection.
    init(
        _ options: ProbeOptions = ProbeOptions(samples: 2), settledAfter: Int = .max,
        connect: (Bool) -> ProbeEvent = { _ in .connected(tls: nil) },
        answer: (String, Bool) -> ProbeEvent
    ) {
        let sink = ElasticsearchCollectingSink()
        sink.settledAfter = settledAfter
        var machine = ElasticsearchMachine(options)
        var event = ProbeEvent.start
        var tls = false
        var asked: [String] = []
        var connections: [Bool] = []
        for _ in 0..<1000 where !finished {
            switch machine.next(event, into: sink) {
            case .connect(let wanted):
                tls = wanted
                connections.append(wanted)
                event = connect(wanted)
            case .send(let command, _):
                guard case .http(let request) = command.message else { break }
                asked.append(request.path)
                event = answer(request.path, tls)
            case .receive, .startTLS:
                event = .ended(.silent(received: 0))
            case .finish:
                finished = true
            }
        }
        outcome = machine.outcome
        self.sink = sink
        self.asked = asked
        self.connections = connections
    }

    /// Replays a recorded state. `missing` takes the paths that were never recorded; `change` may alter each response.
    init(
        _ recording: ElasticsearchRecording, change: (String, inout HTTPResponse) -> Void = { _, _ in },
        missing: (String) -> Void
    ) {
        self.init(
            connect: { wanted in
                guard wanted else { return .connected(tls: nil) }
                guard let first = recording.exchanges.first(where: \.tls) else { return .ended(.tlsFailed(.notTLS)) }
                if first.end.hasPrefix("tls:") { return .ended(.tlsFailed(.clientCertificateRequired)) }
                return .connected(tls: TLSFacts(version: "TLSv1.3"))
            },
            answer: { path, tls in
                let plainToTLS = recording.exchanges.first { $0.name == "other-dialect-plain" && !tls }
                guard let exchange = plainToTLS ?? recording.exchange(for: path, tls: tls) else {
                    missing(path)
                    return .ended(.outOfTime)
                }
                if exchange.end == "timeout" { return .ended(.silent(received: 0)) }
                if exchange.response.isEmpty { return .ended(.closed(received: 0)) }
                guard var response = HTTPResponse(recorded: exchange.response) else {
                    return .ended(.notHTTP("not HTTP: " + exchange.response))
                }
                change(path, &response)
                return .response(response)
            })
    }
}

extension HTTPResponse {
    /// A response as recorded, one character a byte; `nil` if it is not HTTP.
    init?(recorded: String) {
        let bytes = recorded.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        guard text.hasPrefix("HTTP/1."), let blank = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<blank.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        guard let status = head.first.flatMap({ Int($0.split(separator: " ")[1]) }) else { return nil }
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[name] = headers[name].map { $0 + ", " + value } ?? value
        }
        var body = Array(bytes[blank.upperBound...])
        if headers["transfer-encoding"] == "chunked" { body = HTTPResponse.dechunked(body) }
        self.init(status: status, headers: headers, body: body)
    }

    private static func dechunked(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        var body: [UInt8] = []
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) ?? 0
            guard size > 0 else { break }
            body += rest[line.upperBound...].prefix(size)
            rest = rest[line.upperBound...].dropFirst(size + 2)
        }
        return body
    }

    init(_ status: Int, _ body: String, headers: [String: String] = [:]) {
        self.init(status: status, headers: headers, body: Array(body.utf8))
    }
}
