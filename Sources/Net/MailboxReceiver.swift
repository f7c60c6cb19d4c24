import Glibc
import NIOCore
import NIOHTTP1
import Probes

/// The end of a pipeline that feeds a mailbox: what all of them do alike.
protocol MailboxReceiver: ChannelInboundHandler {
    var mailbox: Mailbox { get }
}

extension MailboxReceiver {
    func channelReadComplete(context: ChannelHandlerContext) {
        if mailbox.isWaiting { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? TLSEvent {
        case .established(let facts): mailbox.established(facts)
        case .failed(let failure): mailbox.finish { _ in .tlsFailed(failure) }
        case nil: context.fireUserInboundEventTriggered(event)
        }
    }

    func finish(_ context: ChannelHandlerContext, after error: any Error) {
        mailbox.finish { received in
            switch error {
            case is WireMeter.Exhausted: return .outOfBytes
            case let error as HTTPViolation: return .notHTTP(error.description)
            case let error as IOError: return Dialer.end(of: error, received: received)
            // The peer closed in the middle of a head: what came may well have been HTTP.
            case HTTPParserError.invalidEOFState: return .closed(received: received)
            // Both are enumerations of the HTTP decoder; their names hold no bytes of the peer's.
            case is HTTPParserError, is NIOHTTPDecoderError:
                return .notHTTP(PeerText.clean(String(describing: error).utf8))
            default: return .closed(received: received)
            }
        }
        context.close(promise: nil)
    }
}

/// Hands raw bytes to a mailbox (framing `.bytes`).
final class BytesReceiver: MailboxReceiver {
    typealias InboundIn = ByteBuffer

    let mailbox: Mailbox

    init(mailbox: Mailbox) {
        self.mailbox = mailbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        mailbox.noteBytes(bytes.readableBytes)
        mailbox.deliver(bytes)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(context, after: error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        mailbox.finish { .closed(received: $0) }
    }
}
