import Exposure
import Probes

/// A machine's conversation with a peer that does what an input says, carried out as `Net.ProbeRunner` would.
///
/// The input is a script: each byte where the machine waits says what happens next. When the script is over, the
/// same end is given for everything that is asked, and the machine has to come to its own end within a few steps.
struct Conversation<Machine: ProbeMachine> {
    private(set) var machine: Machine
    private let sink = CheckingSink(needsDatasets: true)
    private let framing: Framing
    private let names: [String]
    private var script: Script
    /// What is answered when the script is over.
    private let lastEnd: UInt8

    private var isConnected = false
    private var isEncrypted = false
    /// The last event was the connection's end: nothing may be sent.
    private var hasEnded = false
    private var isFinal = false
    /// Unconsumed bytes: a part of `PeerBytes.storage`.
    private var unconsumed = 0..<0
    private var received = 0
    private var steps = 0
    private var stepsAfterScript = 0
    private(set) var connections = 0

    /// A bit for each documented command: it was sent and then answered by at least one byte or response.
    private var answered: UInt64 = 0
    /// A bit for each documented command that got a response with status 200.
    private var succeeded: UInt64 = 0
    private var lastCommandBit: UInt64 = 0
    private var lastCommand: (any ReadOnlyCommand)?
    private(set) var sawReadyForQuery = false

    /// Events that may come after the script's end before the machine ends.
    private static var patience: Int { 200 }
    private static var tls: TLSFacts { TLSFacts(version: "TLSv1.2") }

    init(_ machine: Machine, framing: Framing, names: [String], script: Script, lastEnd: UInt8) {
        self.machine = machine
        self.framing = framing
        self.names = names
        self.script = script
        self.lastEnd = lastEnd
    }

    /// Holds it to its end, and checks what must hold for every machine on the way.
    mutating func hold() {
        var event = ProbeEvent.start
        while true {
            let action = machine.next(event, into: sink)
            steps += 1
            check()
            if case .finish = action { break }
            precondition(!isFinal, "asked for more after the endpoint's end")
            switch action {
            case .connect(let tls):
                event = connect(tls)
            case .send(let command, let consumed):
                precondition(isConnected && !hasEnded, "sent without a connection")
                note(command)
                event = consume(consumed) ?? wait()
            case .receive(let consumed):
                precondition(isConnected && !hasEnded, "received without a connection")
                event = consume(consumed) ?? wait()
            case .startTLS(let consumed):
                precondition(isConnected && !hasEnded && !isEncrypted, "TLS twice, or without a connection")
                _ = consume(consumed)
                event = unconsumed.isEmpty ? handshake() : ended(.bytesBeforeTLS)
            case .finish:
                break
            }
        }
        sink.checkEnd()
        precondition(sink.datasets <= steps + 64, "more datasets than were asked for")
    }

    func wasAnswered(_ name: String) -> Bool { has(answered, name) }
    func hasSucceeded(_ name: String) -> Bool { has(succeeded, name) }

    private func has(_ bits: UInt64, _ name: String) -> Bool {
        names.firstIndex(of: name).map { bits & 1 << UInt64($0) != 0 } ?? false
    }

    // MARK: What must hold

    private func check() {
        precondition(stepsAfterScript <= Self.patience, "goes on without end when nothing answers any more")
        precondition(connections <= 64, "more connections than the runner allows")
        let outcome = machine.outcome
        precondition(outcome.evidence.count <= 128, "evidence without bounds")
        if let last = outcome.evidence.last {
            precondition(last.detail.utf8.count <= 2048 && last.phase.utf8.count <= 32, "evidence without bounds")
        }
        precondition(outcome.incomplete.count <= 64, "reasons without bounds")
        if let last = outcome.incomplete.last { precondition(last.utf8.count <= 2048, "a reason without bounds") }
        precondition(outcome.flags.count <= 16)
        precondition(outcome.version?.utf8.count ?? 0 <= 512 && outcome.product?.utf8.count ?? 0 <= 64)
        precondition(outcome.authentication?.utf8.count ?? 0 <= 1024)
    }

    private mutating func note(_ command: any ReadOnlyCommand) {
        let name = command.name
        guard let position = names.firstIndex(of: name) else { preconditionFailure("a command that is not documented") }
        switch (command.message, framing) {
        case (.bytes(let bytes), .bytes):
            precondition((1...16_384).contains(bytes.count), "an empty or endless command")
        case (.http(let request), .http):
            precondition(request.method == .get || request.method == .head)
            precondition(request.path.utf8.first == UInt8(ascii: "/") && request.path.utf8.count <= 4096)
            precondition(request.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "a path that is none")
            for (name, value) in request.headers {
                precondition((name.utf8.count + value.utf8.count) <= 1024)
                precondition(value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }, "a header that is more than one")
            }
        default:
            preconditionFailure("a command for another framing")
        }
        lastCommandBit = 1 << UInt64(position)
        lastCommand = command
    }

    // MARK: The peer

    private mutating func ended(_ end: ConnectionEnd) -> ProbeEvent {
        isConnected = false
        hasEnded = true
        switch end {
        case .outOfTime, .outOfBytes, .outOfScope: isFinal = true
        default: break
        }
        return .ended(end)
    }

    private mutating func connect(_ tls: Bool) -> ProbeEvent {
        connections += 1
        hasEnded = false
        isEncrypted = false
        unconsumed = 0..<0
        received = 0
        guard let next = script.next() else { return scriptIsOver(connecting: true, tls: tls) }
        switch next % 16 {
        case 0...10:
            isConnected = true
            return tls ? handshake() : .connected(tls: nil)
        case 11: return ended(.refused)
        case 12: return ended(.unreachable("no answer from 192.0.2.1\n\u{1b}[31m"))
        case 13: return ended(.outOfScope("not in scope"))
        case 14: return ended(.outOfTime)
        default: return ended(.silent(received: 0))
        }
    }

    private mutating func handshake() -> ProbeEvent {
        guard let next = script.next() else { return scriptIsOver(connecting: true, tls: true) }
        switch next % 16 {
        case 0...8:
            isConnected = true
            isEncrypted = true
            return .connected(tls: Self.tls)
        case 9: return ended(.tlsFailed(.clientCertificateRequired))
        case 10: return ended(.tlsFailed(.notTLS))
        case 11: return ended(.tlsFailed(.closed))
        case 12: return ended(.tlsFailed(.other("an alert \n of \u{202e} 192.0.2.1")))
        case 13: return ended(.closed(received: 0))
        case 14: return ended(.silent(received: 0))
        default: return ended(.reset(received: 1))
        }
    }

    private mutating func scriptIsOver(connecting: Bool = false, tls: Bool = false) -> ProbeEvent {
        stepsAfterScript += 1
        switch lastEnd % 8 {
        case 0: return ended(.outOfTime)
        case 1: return ended(.outOfBytes)
        case 2: return ended(connecting ? .refused : .closed(received: received))
        case 3: return ended(connecting ? .unreachable("no answer") : .reset(received: received))
        case 4 where connecting, 5 where connecting, 6 where connecting, 7 where connecting:
            // Every connection comes about, and then nothing comes of it.
            isConnected = true
            isEncrypted = tls
            return .connected(tls: tls ? Self.tls : nil)
        case 4: return ended(.silent(received: received))
        case 5, 6: return ended(.closed(received: received))
        default: return ended(isEncrypted ? .tlsFailed(.closed) : .reset(received: received))
        }
    }

    /// - Returns: what is left, where something was consumed: the runner shows it at once.
    private mutating func consume(_ count: Int) -> ProbeEvent? {
        precondition((0...unconsumed.count).contains(count), "consumed more than there is")
        unconsumed = (unconsumed.lowerBound + count)..<unconsumed.upperBound
        return count > 0 && !unconsumed.isEmpty ? .bytes(PeerBytes.at(unconsumed)) : nil
    }

    private mutating func wait() -> ProbeEvent {
        guard let next = script.next() else { return scriptIsOver() }
        switch framing {
        case .bytes: return bytes(next)
        case .http: return response(next)
        }
    }

    private mutating func bytes(_ choice: UInt8) -> ProbeEvent {
        switch choice % 16 {
        case 0...6:
            return more(script.take(Int(script.next() ?? 0) + 1))
        case 7...11:
            // A frame that fits the request, where there is a way to make one.
            let body = script.take(Int(script.next() ?? 0) + 1)
            guard let request = lastCommand as? MongoDBRequest else { return more(body) }
            var frame = MongoDBFrame()
            frame.set(body: body, answering: request.id, shape: choice / 16)
            return more(frame.bytes)
        case 12: return ended(.closed(received: received))
        case 13: return ended(.reset(received: received))
        case 14: return ended(.silent(received: received))
        default:
            switch script.next() ?? 0 {
            case 0: return ended(.outOfTime)
            case 1: return ended(.outOfBytes)
            case 2 where isEncrypted: return ended(.tlsFailed(.clientCertificateRequired))
            case 3 where isEncrypted: return ended(.tlsFailed(.other("alert 80")))
            case 4: return ended(.bytesBeforeTLS)
            case 5: return ended(.notHTTP("not HTTP"))
            case 6: return .response(HTTPResponse(status: 200))
            default: return ended(.closed(received: received))
            }
        }
    }

    private mutating func more(_ bytes: UnsafeRawBufferPointer) -> ProbeEvent {
        guard !bytes.isEmpty else { return scriptIsOver() }
        received += bytes.count
        answered |= lastCommandBit
        guard PeerBytes.append(bytes, to: &unconsumed) else { return ended(.outOfBytes) }
        let all = PeerBytes.at(unconsumed)
        if !sawReadyForQuery, all.count >= 6 {
            sawReadyForQuery = (0...(all.count - 6)).contains { start in
                zip([0x5A, 0, 0, 0, 5], all[start...]).allSatisfy { $0 == $1 }
            }
        }
        return .bytes(all)
    }

    private mutating func response(_ choice: UInt8) -> ProbeEvent {
        switch choice % 32 {
        case 28: return ended(.closed(received: received))
        case 29: return ended(.silent(received: received))
        case 30:
            switch script.next() ?? 0 {
            case 0: return ended(.outOfTime)
            case 1: return ended(.outOfBytes)
            case 2 where isEncrypted: return ended(.tlsFailed(.notTLS))
            case 3 where isEncrypted: return ended(.tlsFailed(.clientCertificateRequired))
            case 4: return ended(.reset(received: received))
            case 5: return ended(.bytesBeforeTLS)
            case 6: return more(script.take(4))
            case 7 where isEncrypted: return ended(.tlsFailed(.other("alert 80")))
            default: return ended(.closed(received: received))
            }
        case 31:
            let what = String(decoding: script.take(Int(script.next() ?? 0)), as: UTF8.self)
            return ended(.notHTTP(what))
        default:
            break
        }
        let statuses = [200, 200, 200, 200, 401, 403, 404, 400, 405, 429, 500, 503, 301, -1]
        let status = statuses[Int(choice % 32) / 2]
        // Bits: 0 WWW-Authenticate, 1 the product's header, 2 a proxy's, 3 the connection's end, 4 a cut-off body.
        let bits = script.next() ?? 0
        var headers: [String: String] = [:]
        func header() -> String { String(decoding: script.take(Int(script.next() ?? 0) % 64), as: UTF8.self) }
        if bits & 1 != 0 { headers["www-authenticate"] = header() }
        if bits & 2 != 0 { headers["x-opensearch-version"] = header() }
        if bits & 4 != 0 { headers["server"] = "nginx" }
        if bits & 8 != 0 { headers["connection"] = "close" }
        let low = Int(script.next() ?? 0)
        let body = script.take(bits & 32 != 0 ? low * 4 : low)
        received += body.count + 1
        answered |= lastCommandBit
        if status == 200 { succeeded |= lastCommandBit }
        return .response(
            HTTPResponse(status: status, headers: headers, body: Array(body), truncated: bits & 16 != 0))
    }
}

/// What the peer sent, in storage that is used again. One thread fuzzes.
private enum PeerBytes {
    nonisolated(unsafe) private static let storage = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 32_768, alignment: 8)

    static func at(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage[range])
    }

    /// - Returns: `false` if there is no more room.
    static func append(_ bytes: UnsafeRawBufferPointer, to range: inout Range<Int>) -> Bool {
        let start = range.upperBound
        guard start + bytes.count <= storage.count else { return false }
        UnsafeMutableRawBufferPointer(rebasing: storage[start..<(start + bytes.count)]).copyMemory(from: bytes)
        range = range.lowerBound..<(start + bytes.count)
        return true
    }
}
