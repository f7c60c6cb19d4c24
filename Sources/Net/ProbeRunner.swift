import Exposure
import NIOCore
import NIOHTTP1
import Probes

/// Carries out what a `ProbeMachine` asks for, over real connections, within the endpoint's budget.
///
/// Whatever the peer does, `run` returns by the budget's deadline (plus the machine's own computing), has closed every
/// socket it opened, and has called machine and sink from the one task it runs in.
public struct ProbeRunner: Sendable {
    private let dialer: Dialer
    private let limits: ConnectionLimits

    public init(dialer: Dialer, limits: ConnectionLimits = ConnectionLimits()) {
        self.dialer = dialer
        self.limits = limits
    }

    /// Holds the conversation with one endpoint to its end.
    ///
    /// - Parameters:
    ///   - machine: decides what is asked; gets `.start` first.
    ///   - address: dialled for every connection; the address guard is asked each time.
    ///   - host: what the operator called it, for the HTTP `Host` header and, if it is a name, for SNI.
    ///   - clientName: the HTTP `User-Agent`, where the machine's request sets none.
    ///   - sink: gets the records, through the machine.
    ///   - budget: time and bytes for all connections made here.
    ///   - verifies: TLS only with a certificate that the system's authorities vouch for and that is for `host`: where
    ///     something secret is to be sent.
    /// - Returns: the machine's outcome as it stands at the end. Where the runner broke off by itself, `incomplete`
    ///   says so in one more sentence.
    public func run(
        _ machine: any ProbeMachine, framing: Framing, address: ResolvedAddress, host: String, clientName: String,
        sink: any SampleSink, budget: EndpointBudget, verifies: Bool = false
    ) async -> ProbeOutcome {
        var machine = machine
        var conversation = Conversation(
            dialer: dialer, limits: limits, framing: framing, address: address, host: host, clientName: clientName,
            budget: budget, verifies: verifies)
        let brokenOff = await conversation.hold(with: &machine, sink)
        await conversation.hangUp()

        var outcome = machine.outcome
        if let brokenOff { outcome.incomplete.append(brokenOff) }
        return outcome
    }
}

/// The state of one conversation: the connection there is, and the bytes the machine has not consumed.
private struct Conversation {
    let dialer: Dialer
    let limits: ConnectionLimits
    let framing: Framing
    let address: ResolvedAddress
    let host: String
    let clientName: String
    let budget: EndpointBudget
    let verifies: Bool

    private var connection: Connection?
    private var isEncrypted = false
    private var unconsumed = ByteBuffer()
    private var received = 0
    /// No byte has come since the connection was made or the last command was sent.
    private var awaitsAnswer = true
    /// The connection has carried an HTTP response before.
    private var isReused = false
    private var connections = 0
    /// Counts whatever moved the conversation on: an attempt to connect, a message from the network, bytes consumed.
    private var progress = 0

    /// What the machine is told next.
    private enum Occurrence {
        case event(ProbeEvent)
        /// `unconsumed`, as a `.bytes` event.
        case bytes
    }

    /// Steps in a row without progress; more than a few mean that the machine goes in circles.
    private static let maximumIdleSteps = 16

    init(
        dialer: Dialer, limits: ConnectionLimits, framing: Framing, address: ResolvedAddress, host: String,
        clientName: String, budget: EndpointBudget, verifies: Bool
    ) {
        self.dialer = dialer
        self.limits = limits
        self.framing = framing
        self.address = address
        self.host = host
        self.clientName = clientName
        self.budget = budget
        self.verifies = verifies
    }

    /// - Returns: why the runner broke off, or `nil` if the machine came to its end.
    mutating func hold(with machine: inout any ProbeMachine, _ sink: any SampleSink) async -> String? {
        var occurrence = Occurrence.event(.start)
        var idleSteps = 0
        while true {
            let action =
                switch occurrence {
                case .event(let event): machine.next(event, into: sink)
                case .bytes: unconsumed.withUnsafeReadableBytes { machine.next(.bytes($0), into: sink) }
                }
            if case .finish = action { return nil }
            if Task.isCancelled { return "The conversation was cancelled." }
            // After these nothing may be sent, whatever the machine answers.
            if case .event(.ended(let end)) = occurrence, end.isFinal { return nil }

            let before = progress
            switch action {
            case .connect(let tls):
                guard connections < limits.connections else {
                    return "The conversation was broken off after \(connections) connections."
                }
                connections += 1
                occurrence = await connect(tls: tls)
            case .send(let command, let consumed):
                occurrence = await send(command.message, progressed: consume(consumed))
            case .receive(let consumed):
                occurrence = await receive(progressed: consume(consumed))
            case .startTLS(let consumed):
                _ = consume(consumed)
                occurrence = await startTLS()
            case .finish:
                return nil
            }
            if Task.isCancelled { return "The conversation was cancelled." }

            idleSteps = progress == before ? idleSteps + 1 : 0
            if idleSteps > Self.maximumIdleSteps { return "The conversation was broken off: it went in circles." }
        }
    }

    mutating func hangUp() async {
        let connection = connection
        self.connection = nil
        await connection?.close()
    }

    // MARK: Actions

    private mutating func connect(tls: Bool) async -> Occurrence {
        await hangUp()
        unconsumed.clear()
        received = 0
        awaitsAnswer = true
        isReused = false
        isEncrypted = tls
        progress &+= 1
        do {
            connection = try await dialer.connect(to: address, framing: framing, limits: limits, budget: budget)
        } catch {
            switch error {
            case .ended(let end): return .event(.ended(end))
            }
        }
        return tls ? await handshake() : .event(.connected(tls: nil))
    }

    private mutating func startTLS() async -> Occurrence {
        guard connection != nil else { return .event(.ended(.closed(received: received))) }
        guard case .bytes = framing, !isEncrypted else {
            await hangUp()
            return .event(.ended(.tlsFailed(.other("TLS cannot be started here"))))
        }
        guard unconsumed.readableBytes == 0 else {
            await hangUp()
            return .event(.ended(.bytesBeforeTLS))
        }
        isEncrypted = true
        awaitsAnswer = true
        return await handshake()
    }

    private mutating func handshake() async -> Occurrence {
        guard let connection else { return .event(.ended(.closed(received: received))) }
        let name = Self.isName(host) ? host : nil
        await connection.startTLS(serverName: name, expected: verifies ? name ?? address.ip : nil)
        let limit = TimeAmount(limits.handshake)
        switch await next(of: connection, patience(firstByte: limit, idle: limit, total: limit)) {
        case .established(let facts): return .event(.connected(tls: facts))
        case .ended(let end, _): return await ended(end)
        case .timedOut(let received): return await timedOut(received)
        case .bytes, .response: return await ended(.tlsFailed(.notTLS))
        }
    }

    private mutating func send(_ message: WireMessage, progressed: Bool) async -> Occurrence {
        switch (message, framing) {
        case (.bytes(let bytes), .bytes):
            guard let connection else { return .event(.ended(.closed(received: received))) }
            connection.send(bytes)
            awaitsAnswer = true
            return await receive(progressed: progressed)
        case (.http(let request), .http):
            return await exchange(request)
        default:
            await hangUp()
            return .event(.ended(.notHTTP("the command does not fit the framing of the connection")))
        }
    }

    /// - Parameter progressed: the machine has just consumed something. What is left is then shown to it at once, in
    ///   case it holds a whole message: the peer may have nothing more to say. Each time less is left, so this ends.
    private mutating func receive(progressed: Bool) async -> Occurrence {
        if progressed, unconsumed.readableBytes > 0 { return .bytes }
        guard let connection else { return .event(.ended(.closed(received: received))) }
        // A peer that always has a byte ready never runs into a wait's own limit.
        guard !budget.isOutOfTime else { return await ended(.outOfTime) }
        // Beyond that no message is believed. It counts as the byte budget's end: nothing more is worth asking.
        guard unconsumed.readableBytes < limits.accumulation else { return await ended(.outOfBytes) }

        let idle = TimeAmount(limits.idle)
        let first = awaitsAnswer ? TimeAmount(limits.firstByte) : idle
        switch await next(of: connection, patience(firstByte: first, idle: idle, total: .hours(24))) {
        case .bytes(var more):
            awaitsAnswer = false
            received += more.readableBytes
            if unconsumed.readableBytes == 0 {
                unconsumed = more
            } else {
                unconsumed.writeBuffer(&more)
            }
            return .bytes
        case .response(let response, let reusable):
            return await responded(response, reusable: reusable)
        case .ended(let end, _): return await ended(end)
        case .timedOut(let received): return await timedOut(received)
        case .established: return await ended(.closed(received: received))
        }
    }

    /// One HTTP request and its response, over the connection there is or a new one.
    private mutating func exchange(_ request: HTTPRequest) async -> Occurrence {
        // A path may hold names that came from the peer; nothing in it may end the request line.
        guard request.path.utf8.first == UInt8(ascii: "/"), request.path.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else {
            return .event(.ended(.notHTTP("the path of a request is not percent-encoded")))
        }
        let head = self.head(of: request)
        while true {
            guard !budget.isOutOfTime else { return await ended(.outOfTime) }
            if connection == nil {
                guard connections > 0 else { return .event(.ended(.closed(received: received))) }
                let occurrence = await connect(tls: isEncrypted)
                guard case .event(.connected) = occurrence else { return occurrence }
            }
            guard let connection else { return .event(.ended(.closed(received: received))) }
            let wasReused = isReused
            connection.send(head)
            let limit = TimeAmount(limits.firstByte)
            let idle = TimeAmount(limits.idle)
            switch await next(of: connection, patience(firstByte: limit, idle: idle, total: .hours(24))) {
            case .response(let response, let reusable):
                return await responded(response, reusable: reusable)
            case .ended(let end, let answered):
                // The server may close an idle connection just as a request goes out (RFC 9112 section 9.3.1):
                // reads may be repeated, once, on a connection of their own.
                if wasReused, !answered, !end.isFinal {
                    await hangUp()
                    continue
                }
                return await ended(end)
            case .timedOut(let received): return await timedOut(received)
            case .established, .bytes: return await ended(.closed(received: received))
            }
        }
    }

    private mutating func responded(_ response: HTTPResponse, reusable: Bool) async -> Occurrence {
        isReused = true
        if !reusable { await hangUp() }
        return .event(.response(response))
    }

    private mutating func ended(_ end: ConnectionEnd) async -> Occurrence {
        await hangUp()
        return .event(.ended(end))
    }

    private mutating func timedOut(_ received: Int) async -> Occurrence {
        // The wait was cut to the endpoint's time, but its timer runs on another clock and may be a hair early.
        await ended(budget.remainingTime <= .milliseconds(5) ? .outOfTime : .silent(received: received))
    }

    // MARK: Parts

    private mutating func next(of connection: Connection, _ patience: Mailbox.Patience) async -> Mailbox.Message {
        progress &+= 1
        return await connection.next(patience)
    }

    /// - Returns: whether there was anything to consume.
    private mutating func consume(_ count: Int) -> Bool {
        let consumed = min(max(count, 0), unconsumed.readableBytes)
        guard consumed > 0 else { return false }
        progress &+= 1
        unconsumed.moveReaderIndex(forwardBy: consumed)
        // Moved to the front only when more was consumed than is left, so that each byte moves about once.
        if unconsumed.readableBytes == 0 || unconsumed.readerIndex > max(unconsumed.readableBytes, 64 * 1024) {
            unconsumed.discardReadBytes()
        }
        return true
    }

    /// No wait outlasts the endpoint's time.
    private func patience(firstByte: TimeAmount, idle: TimeAmount, total: TimeAmount) -> Mailbox.Patience {
        Mailbox.Patience(
            firstByte: firstByte, idle: idle, total: min(total, TimeAmount(min(budget.remainingTime, .seconds(86_400))))
        )
    }

    private func head(of request: HTTPRequest) -> HTTPRequestHead {
        var headers = HTTPHeaders()
        for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) { headers.add(name: name, value: value) }
        if !headers.contains(name: "host") { headers.add(name: "Host", value: hostHeader) }
        if !headers.contains(name: "user-agent") { headers.add(name: "User-Agent", value: clientName) }
        headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
        return HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method.rawValue), uri: request.path,
            headers: headers)
    }

    private var hostHeader: String {
        let name = Self.isName(host) ? host : address.ip
        let bracketed = name.contains(":") ? "[\(name)]" : name
        return address.port == (isEncrypted ? 443 : 80) ? bracketed : "\(bracketed):\(address.port)"
    }

    /// Whether a host is a DNS name, as opposed to an address in numbers or something no header may hold.
    static func isName(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 253
            && host.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            } && (try? SocketAddress(ipAddress: host, port: 0)) == nil
    }
}

extension ConnectionEnd {
    /// Nothing more may be sent to the endpoint.
    fileprivate var isFinal: Bool {
        switch self {
        case .outOfTime, .outOfBytes, .outOfScope: true
        default: false
        }
    }
}
