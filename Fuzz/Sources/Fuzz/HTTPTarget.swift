import NIOCore
import NIOEmbedded
import NIOHTTP1
import Probes

@testable import Net

/// A whole connection's pipeline, fed a peer's bytes in pieces. The first byte chooses the size of the pieces.
func fuzzHTTP(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    let limits = ConnectionLimits(httpBody: 64, httpHead: 128)
    let peer = HTTPPeer(limits: limits)
    let piece = first < 128 ? Int(first) + 1 : input.count
    var offset = 1
    while offset < input.count, !peer.isOver {
        let end = min(input.count, offset + piece)
        peer.send(UnsafeRawBufferPointer(rebasing: input[offset..<end]))
        offset = end
    }
    peer.hangUp()
}

private final class HTTPPeer: @unchecked Sendable {
    // Sendable: one thread fuzzes.
    private let channel = EmbeddedChannel()
    private let mailbox: Mailbox
    private let limits: ConnectionLimits
    private var responses = 0
    private(set) var isOver = false

    init(limits: ConnectionLimits) {
        self.limits = limits
        mailbox = Mailbox(eventLoop: channel.embeddedEventLoop)
        do {
            try Connection.addHandlers(
                to: channel, framing: .http, mailbox: mailbox, limits: limits,
                budget: EndpointBudget(time: .seconds(60), bytes: 4096))
        } catch {
            preconditionFailure("a pipeline could not be built")
        }
        channel.connect(to: address, promise: nil)
        ask()
    }

    func send(_ bytes: UnsafeRawBufferPointer) {
        channel.pipeline.fireChannelRead(NIOAny(channel.allocator.buffer(bytes: bytes)))
        channel.pipeline.fireChannelReadComplete()
        channel.embeddedEventLoop.run()
    }

    func hangUp() {
        channel.close(promise: nil)
        channel.embeddedEventLoop.run()
        // Whatever came, the runner hears of the end, and of one only.
        precondition(isOver, "the connection's end was not said")
    }

    /// One request, and what comes of it; another one where the connection may carry it.
    private func ask() {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        wait()
    }

    private func wait() {
        let patience = Mailbox.Patience(firstByte: .hours(1), idle: .hours(1), total: .hours(1))
        mailbox.next(patience).whenSuccess { [unowned self] in take($0) }
    }

    private func take(_ message: Mailbox.Message) {
        precondition(!isOver, "a message after the end")
        switch message {
        case .response(let response, let reusable):
            responses += 1
            precondition(response.body.count <= limits.httpBody, "more of a body than is kept")
            let head = response.headers.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
            // Repeated headers are joined, and Latin-1 becomes UTF-8.
            precondition(head <= 8192, "headers without bounds")
            if reusable { ask() } else { wait() }
        case .ended(let end, _):
            if case .notHTTP(let what) = end { precondition(what.utf8.count <= 1024) }
            isOver = true
        case .established, .bytes, .timedOut:
            preconditionFailure("a message that HTTP does not bring")
        }
    }

    private let address: SocketAddress = {
        guard let address = try? SocketAddress(ipAddress: "127.0.0.1", port: 9200) else { preconditionFailure() }
        return address
    }()
}
