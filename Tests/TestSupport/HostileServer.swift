import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that does one bad thing to whoever connects.
public final class HostileServer: Sendable {
    /// What the server does, called with the channel when a connection is there and with whatever arrives on it.
    public struct Behaviour: Sendable {
        var onConnect: @Sendable (any Channel) -> Void
        var onBytes: @Sendable (any Channel, ByteBuffer) -> Void

        public init(
            onConnect: @escaping @Sendable (any Channel) -> Void = { _ in },
            onBytes: @escaping @Sendable (any Channel, ByteBuffer) -> Void = { _, _ in }
        ) {
            self.onConnect = onConnect
            self.onBytes = onBytes
        }
    }

    private let channel: any Channel
    private let counts = Counts()

    private final class Counts: Sendable {
        let state = Mutex<(accepted: Int, open: Int, sent: Int)>((0, 0, 0))
    }

    public var port: Int { channel.localAddress?.port ?? 0 }
    public var accepted: Int { counts.state.withLock { $0.accepted } }
    public var open: Int { counts.state.withLock { $0.open } }
    /// Bytes that the kernel took of what was said; some of them may never have been read.
    public var sent: Int { counts.state.withLock { $0.sent } }

    public init(_ behaviour: Behaviour) async throws {
        let counts = counts
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Handler(behaviour: behaviour, counts: counts))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    public func stop() async {
        try? await channel.close().get()
    }

    private final class Handler: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        let behaviour: Behaviour
        let counts: Counts

        init(behaviour: Behaviour, counts: Counts) {
            self.behaviour = behaviour
            self.counts = counts
        }

        func channelActive(context: ChannelHandlerContext) {
            counts.state.withLock {
                $0.accepted += 1
                $0.open += 1
            }
            behaviour.onConnect(context.channel)
        }

        func channelInactive(context: ChannelHandlerContext) {
            counts.state.withLock { $0.open -= 1 }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            behaviour.onBytes(context.channel, unwrapInboundIn(data))
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            let count = unwrapOutboundIn(data).readableBytes
            let promise = promise ?? context.eventLoop.makePromise()
            promise.futureResult.whenSuccess { [counts] in counts.state.withLock { $0.sent += count } }
            context.write(data, promise: promise)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

extension HostileServer.Behaviour {
    public static let silence = Self()

    public static let closeAtOnce = Self(onConnect: { $0.close(promise: nil) })

    public static let resetAtOnce = Self(onConnect: { $0.reset() })

    /// Says something as soon as anything arrives.
    public static func answer(_ text: String, thenClose: Bool = false) -> Self {
        answer(bytes: Array(text.utf8), thenClose: thenClose)
    }

    public static func answer(bytes: [UInt8], thenClose: Bool = false) -> Self {
        Self(onBytes: { channel, _ in
            channel.say(bytes)
            if thenClose { channel.close(promise: nil) }
        })
    }

    public static func greet(_ text: String) -> Self { Self(onConnect: { $0.say(text) }) }

    /// Says `chunk` again and again, as fast as it is taken, after `opening`.
    public static func endless(_ chunk: String, after opening: String = "", onRequest: Bool) -> Self {
        endless(bytes: Array(chunk.utf8), after: Array(opening.utf8), onRequest: onRequest)
    }

    public static func endless(bytes chunk: [UInt8], after opening: [UInt8] = [], onRequest: Bool) -> Self {
        let start: @Sendable (any Channel) -> Void = { channel in
            if !opening.isEmpty { channel.say(opening) }
            channel.sayForever(ByteBuffer(bytes: chunk))
        }
        return onRequest ? Self(onBytes: { channel, _ in start(channel) }) : Self(onConnect: start)
    }

    /// Says one byte at a time, `interval` apart.
    public static func drip(_ byte: UInt8, every interval: TimeAmount) -> Self {
        Self(onConnect: { $0.drip([], then: byte, every: interval) })
    }
}

extension Channel {
    public func say(_ text: String) {
        say(Array(text.utf8))
    }

    public func say(_ bytes: [UInt8]) {
        writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    public func sayForever(_ chunk: ByteBuffer) {
        var chunk = chunk
        // A flood in small pieces is none.
        while (1..<8192).contains(chunk.readableBytes) { chunk.writeImmutableBuffer(chunk) }
        let written = eventLoop.makePromise(of: Void.self)
        // Through the event loop, so that other channels have their turn.
        written.futureResult.whenSuccess { [chunk] in self.eventLoop.execute { self.sayForever(chunk) } }
        writeAndFlush(chunk, promise: written)
    }

    /// Says `bytes`, and then `byte` without end, one at a time.
    public func drip(_ bytes: [UInt8], then byte: UInt8, every interval: TimeAmount) {
        let left = Mutex(bytes[...])
        eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: interval) { task in
            guard self.isActive else { return task.cancel() }
            self.say([left.withLock { $0.popFirst() } ?? byte])
        }
    }

    /// Closes with RST instead of FIN.
    public func reset() {
        (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .whenComplete { _ in self.close(promise: nil) }
    }
}
