import Exposure
import Formats
import Probes
import Synchronization

@testable import Net

/// A machine that does what a test says, and writes down what it was told.
struct ScriptedMachine: ProbeMachine {
    /// An event as a value; `.bytes` copied.
    enum Seen: Equatable, Sendable {
        case start
        case connected(tls: TLSFacts?)
        case bytes([UInt8])
        case response(HTTPResponse)
        case ended(ConnectionEnd)
    }

    final class Log: Sendable {
        private let seen = Mutex<[Seen]>([])
        var events: [Seen] { seen.withLock { $0 } }
        func append(_ event: Seen) { seen.withLock { $0.append(event) } }

        var end: ConnectionEnd? {
            if case .ended(let end) = events.last { end } else { nil }
        }
        var responses: [HTTPResponse] {
            events.compactMap { if case .response(let response) = $0 { response } else { nil } }
        }
        var facts: TLSFacts? {
            for case .connected(let facts?) in events { return facts }
            return nil
        }
    }

    let log: Log
    /// How often it was called, and what it was told; answers what to do.
    let decide: (Int, Seen) -> ProbeAction
    private var calls = 0

    var outcome: ProbeOutcome { ProbeOutcome() }

    init(log: Log, decide: @escaping (Int, Seen) -> ProbeAction) {
        self.log = log
        self.decide = decide
    }

    mutating func next(_ event: ProbeEvent, into sink: any SampleSink) -> ProbeAction {
        let seen: Seen =
            switch event {
            case .start: .start
            case .connected(let tls): .connected(tls: tls)
            case .bytes(let bytes): .bytes([UInt8](bytes))
            case .response(let response): .response(response)
            case .ended(let end): .ended(end)
            }
        log.append(seen)
        defer { calls += 1 }
        return decide(calls, seen)
    }
}

struct Say: ReadOnlyCommand {
    var name: String { "say" }
    var message: WireMessage
    init(_ text: String) { message = .bytes([UInt8](text.utf8)) }
}

struct Get: ReadOnlyCommand {
    var name: String { "get" }
    var message: WireMessage
    init(_ path: String, method: HTTPRequest.Method = .get, headers: [String: String] = [:]) {
        message = .http(HTTPRequest(method, path, headers: headers))
    }
}

final class NoSink: SampleSink {
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {}
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
    func beginDataset(_ name: String, recordsEstimated: Int?) {}
    func endDataset(skipped: String?) {}
}

extension ConnectionLimits {
    /// Short enough for a test that waits for none of them, long enough for a busy machine.
    static let ample = ConnectionLimits(
        connect: .seconds(3), handshake: .seconds(3), firstByte: .seconds(3), idle: .seconds(2),
        accumulation: 1 << 20, httpBody: 64 * 1024, httpHead: 8 * 1024, connections: 8)
    /// For tests that wait until a limit strikes.
    static let short = ConnectionLimits(
        connect: .seconds(3), handshake: .milliseconds(600), firstByte: .milliseconds(300),
        idle: .milliseconds(200), accumulation: 1 << 20, httpBody: 64 * 1024, httpHead: 8 * 1024, connections: 8)
}

/// Runs a script against an address and gives what the machine saw, and how long it took.
@discardableResult
func converse(
    port: Int, ip: String = "127.0.0.1", host: String = "localhost", framing: Framing = .bytes,
    limits: ConnectionLimits = .ample, time: Duration = .seconds(8), bytes: Int = 8 << 20,
    addressGuard: @escaping AddressGuard = { _, _ in },
    _ decide: @escaping @Sendable (Int, ScriptedMachine.Seen) -> ProbeAction
) async throws -> (log: ScriptedMachine.Log, outcome: ProbeOutcome, took: Duration, budget: EndpointBudget) {
    let log = ScriptedMachine.Log()
    let budget = EndpointBudget(time: time, bytes: bytes)
    let address = try ResolvedAddress(ip: ip, port: port)
    let runner = ProbeRunner(dialer: Dialer(addressGuard: addressGuard), limits: limits)
    let start = ContinuousClock.now
    let outcome = await runner.run(
        ScriptedMachine(log: log, decide: decide), framing: framing, address: address, host: host,
        clientName: "ajar/test", sink: NoSink(), budget: budget)
    return (log, outcome, start.duration(to: .now), budget)
}

/// Connects, says `text` if there is any, takes whatever comes, and finishes at the first end.
func listening(saying text: String? = nil, tls: Bool = false) -> @Sendable (Int, ScriptedMachine.Seen) -> ProbeAction {
    { _, seen in
        switch seen {
        case .start: .connect(tls: tls)
        case .connected: text.map { .send(Say($0)) } ?? .receive(consumed: 0)
        case .bytes(let bytes): .receive(consumed: bytes.count)
        case .response, .ended: .finish
        }
    }
}

/// Connects and asks for each path in turn; finishes at the first end or after the last response.
func asking(
    _ paths: String..., method: HTTPRequest.Method = .get, tls: Bool = false
) -> @Sendable (Int, ScriptedMachine.Seen) -> ProbeAction {
    let asked = Asked()
    return { _, seen in
        switch seen {
        case .start: return .connect(tls: tls)
        case .connected, .response:
            let index = asked.next()
            return index < paths.count ? .send(Get(paths[index], method: method)) : .finish
        case .bytes, .ended: return .finish
        }
    }
}

private final class Asked: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
