import Exposure
import NIOCore
import Probes

/// What a TLS handler says to the handlers behind it.
enum TLSEvent: Sendable {
    case established(TLSFacts)
    case failed(TLSFailure)
}

/// TLS on a channel, as a client, through libssl.
///
///     wire ──► channelRead ──► TLSSession ──► channelRead ──► next handler
///     wire ◄── write       ◄── TLSSession ◄── write       ◄── next handler
///
/// The handshake starts when the handler is added to an active channel, or when the channel becomes active. It ends in
/// one `TLSEvent`; after `.failed` the channel is closed. The same event may come later: a server that misses a client
/// certificate says so only after a TLS 1.3 handshake (RFC 8446 section 4.4.2.4).
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State { case idle, handshaking, open, over }

    private let session: TLSSession
    private var state = State.idle
    /// The peer's first bytes, until it is known whether they begin a TLS record.
    private var opening: [UInt8] = []
    private var openingIsRecord = false

    init(session: TLSSession) {
        self.session = session
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state == .handshaking || state == .open else { return }
        let bytes = unwrapInboundIn(data)
        if !openingIsRecord {
            opening.append(contentsOf: bytes.readableBytesView.prefix(2 - opening.count))
            guard Self.mayBeginRecord(opening) else { return fail(context, .notTLS) }
            openingIsRecord = opening.count == 2
        }
        guard bytes.withUnsafeReadableBytes({ session.receive($0) }) else {
            return fail(context, .other("out of memory"))
        }
        if state == .handshaking { advanceHandshake(context) }
        if state == .open { readPlain(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if state == .handshaking { announce(context, closedInHandshake) }
        state = .over
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset in the middle of the handshake is a refusal to speak TLS like any other close.
        if state == .handshaking, error is IOError {
            fail(context, closedInHandshake)
        } else {
            context.fireErrorCaught(error)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state == .open else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let step = unwrapOutboundIn(data).withUnsafeReadableBytes { session.write($0) }
        sendOutgoing(context, promise: promise, flush: false)
        if case .failed(let failure) = step { fail(context, failure) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if state == .open, mode == .all {
            session.shutDown()
            sendOutgoing(context)
        }
        state = .over
        context.close(mode: mode, promise: promise)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard state == .idle else { return }
        state = .handshaking
        advanceHandshake(context)
    }

    private func advanceHandshake(_ context: ChannelHandlerContext) {
        let step = session.handshake()
        sendOutgoing(context)
        guard state == .handshaking else { return }
        switch step {
        case .wantsBytes: break
        case .done:
            state = .open
            context.fireUserInboundEventTriggered(TLSEvent.established(session.facts))
        case .closed: fail(context, closedInHandshake)
        case .failed(let failure): fail(context, failure)
        }
    }

    private func readPlain(_ context: ChannelHandlerContext) {
        while state == .open {
            var plain = context.channel.allocator.buffer(capacity: 16 * 1024)
            let step = session.read(into: &plain)
            switch step {
            case .done:
                context.fireChannelRead(wrapInboundOut(plain))
            case .wantsBytes:
                // A key update or an alert of ours may be waiting.
                return sendOutgoing(context)
            case .closed:
                close(context: context, mode: .all, promise: nil)
            case .failed(let failure):
                fail(context, failure)
            }
        }
    }

    /// A server that asked for a certificate and hangs up on getting none has said what it wants.
    private var closedInHandshake: TLSFailure {
        session.clientCertificateRequested ? .clientCertificateRequired : .closed
    }

    private func fail(_ context: ChannelHandlerContext, _ failure: TLSFailure) {
        guard state != .over else { return }
        // Our alert, if libssl made one.
        sendOutgoing(context)
        announce(context, failure == .closed ? closedInHandshake : failure)
        context.close(promise: nil)
    }

    private func announce(_ context: ChannelHandlerContext, _ failure: TLSFailure) {
        state = .over
        context.fireUserInboundEventTriggered(TLSEvent.failed(failure))
    }

    private func sendOutgoing(
        _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil, flush: Bool = true
    ) {
        var buffer = context.channel.allocator.buffer(capacity: 0)
        session.takeOutgoing(into: &buffer)
        guard buffer.readableBytes > 0 else {
            promise?.succeed(())
            return
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
        if flush { context.flush() }
    }

    /// A server's first record is a handshake (22) or an alert (21) of major version 3 (RFC 8446 section 5.1).
    static func mayBeginRecord(_ bytes: [UInt8]) -> Bool {
        guard let type = bytes.first else { return true }
        guard type == 21 || type == 22 else { return false }
        return bytes.count < 2 || bytes[1] == 3
    }
}
