import Exposure
import NIOCore
import NIOHTTP1
import Probes

/// One TCP connection: its channel, and the mailbox its handlers feed.
///
///     socket ─► WireMeter ─► (TLSHandler) ─► BytesReceiver ─► Mailbox ─► ProbeRunner
///                                        └─► HTTPGate ─► decoder ─► HTTPReceiver ─┘
struct Connection: Sendable {
    let channel: any Channel
    let mailbox: Mailbox

    static func addHandlers(
        to channel: any Channel, framing: Framing, mailbox: Mailbox, limits: ConnectionLimits, budget: EndpointBudget
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(WireMeter(budget: budget))
        switch framing {
        case .bytes:
            try pipeline.addHandler(BytesReceiver(mailbox: mailbox))
        case .http:
            let gate = HTTPGate(mailbox: mailbox, limit: limits.httpHead)
            try pipeline.addHandler(gate)
            try pipeline.addHTTPClientHandlers()
            try pipeline.addHandler(HTTPReceiver(mailbox: mailbox, gate: gate, bodyLimit: limits.httpBody))
        }
    }

    /// The next message. Reads from the socket only while it waits. Cancelling the task closes the connection.
    func next(_ patience: Mailbox.Patience) async -> Mailbox.Message {
        let message = try? await withTaskCancellationHandler {
            try await channel.eventLoop.flatSubmit { [self] in
                let answer = mailbox.next(patience)
                if mailbox.isWaiting { channel.read() }
                return answer
            }.get()
        } onCancel: {
            channel.close(promise: nil)
        }
        // The future only fails when the event loop is shut down.
        return message ?? .ended(.closed(received: 0), answered: false)
    }

    func send(_ bytes: [UInt8]) {
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    func send(_ head: HTTPRequestHead) {
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// Puts TLS on the connection as it is; `next` then gives `.established` or `.ended`.
    ///
    /// - Parameters:
    ///   - serverName: a host name for SNI, or `nil`.
    ///   - expected: verify the certificate, and that it is for this name or address; `nil` for no verification.
    func startTLS(serverName: String?, expected: String? = nil) async {
        try? await channel.eventLoop.submit { [self] in
            guard !mailbox.hasBytes else {
                // What came in the clear after the peer agreed to TLS was put there by someone else (CVE-2021-23222).
                mailbox.discardBytes()
                mailbox.finish { _ in .bytesBeforeTLS }
                return channel.close(promise: nil)
            }
            guard let context = expected == nil ? TLSContext.shared : TLSContext.verifying,
                let session = TLSSession(context: context, serverName: serverName, expected: expected)
            else {
                mailbox.finish { _ in .tlsFailed(.other("libssl could not start a session")) }
                return channel.close(promise: nil)
            }
            let pipeline = channel.pipeline.syncOperations
            do {
                let meter = try pipeline.handler(type: WireMeter.self)
                try pipeline.addHandler(TLSHandler(session: session), position: .after(meter))
            } catch {
                // The channel closed in the meantime, and its handlers are gone.
                mailbox.finish { _ in .tlsFailed(.closed) }
                channel.close(promise: nil)
            }
        }.get()
    }

    /// Closes the socket and returns when it is closed.
    func close() async {
        channel.close(promise: nil)
        try? await channel.closeFuture.get()
    }
}
