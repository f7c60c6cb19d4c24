import NIOCore
import NIOHTTP1
import Probes

/// What an HTTP peer did that is refused here rather than by the decoder.
enum HTTPViolation: Error, CustomStringConvertible {
    case headTooLong(limit: Int)

    var description: String {
        switch self {
        case .headTooLong(let limit): "more than \(limit) bytes of headers or chunk framing without a body"
        }
    }
}

/// Bounds what the HTTP decoder may swallow without giving anything back: endless headers, interim responses, chunk
/// extensions, trailers. NIO's decoder bounds one header field, but not their number.
///
/// Stands before the decoder; `HTTPReceiver` stands behind it and resets the count.
final class HTTPGate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let mailbox: Mailbox
    private let limit: Int
    fileprivate var unaccounted = 0

    init(mailbox: Mailbox, limit: Int) {
        self.mailbox = mailbox
        self.limit = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = unwrapInboundIn(data).readableBytes
        mailbox.noteBytes(count)
        unaccounted = unaccounted.addingReportingOverflow(count).partialValue
        // The decoder and the receiver run within this call, and reset the count if a part came out.
        context.fireChannelRead(data)
        if unaccounted > limit { context.fireErrorCaught(HTTPViolation.headTooLong(limit: limit)) }
    }
}

/// Makes whole responses of the decoder's parts and hands them to a mailbox.
final class HTTPReceiver: MailboxReceiver {
    typealias InboundIn = HTTPClientResponsePart

    let mailbox: Mailbox
    private let gate: HTTPGate
    private let bodyLimit: Int
    private var response: HTTPResponse?
    private var keepsAlive = false
    private var isEncoded = false

    init(mailbox: Mailbox, gate: HTTPGate, bodyLimit: Int) {
        self.mailbox = mailbox
        self.gate = gate
        self.bodyLimit = bodyLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        gate.unaccounted = 0
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head)
        case .body(let bytes): append(bytes, context)
        case .end: complete(truncated: false)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A body that broke off is still an answer; its head says what the server is. The budget's end is not: no
        // more may be done then, and the machine must hear why.
        if !(error is WireMeter.Exhausted) { complete(truncated: true) }
        finish(context, after: error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        complete(truncated: true)
        mailbox.finish { .closed(received: $0) }
    }

    private func begin(_ head: HTTPResponseHead) {
        keepsAlive = head.isKeepAlive
        var headers: [String: String] = [:]
        for (name, value) in head.headers {
            let name = name.lowercased()
            if let known = headers[name] {
                headers[name] = known + "," + value
            } else {
                headers[name] = value
            }
        }
        let codings =
            head.headers[canonicalForm: "content-encoding"] + head.headers[canonicalForm: "transfer-encoding"]
        isEncoded = codings.contains { !["", "identity", "chunked"].contains($0.lowercased()) }
        response = HTTPResponse(status: Int(head.status.code), headers: headers)
    }

    private func append(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let count = response?.body.count else { return }
        let room = isEncoded ? 0 : bodyLimit - count
        response?.body.append(contentsOf: bytes.readableBytesView.prefix(max(room, 0)))
        if bytes.readableBytes > room {
            // The rest is not waited for: it may be endless.
            complete(truncated: true)
            context.close(promise: nil)
        }
    }

    private func complete(truncated: Bool) {
        guard var response else { return }
        self.response = nil
        response.truncated = truncated
        mailbox.deliver(response, reusable: keepsAlive && !truncated)
    }
}
