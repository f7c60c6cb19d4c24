import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that does one bad thing to whoever connects.
final class HostileServer: Sendable {
    /// What the server does, called with the channel when a connection is there and with whatever arrives on it.
    struct Behaviour: Sendable {
        var onConnect: @Sendable (any Channel) -> Void = { _ in }
        var onBytes: @Sendable (any Channel, ByteBuffer) -> Void = { _, _ in }
    }

    private let channel: any Channel
    private let counts = Counts()

    private final class Counts: Sendable {
        let state = Mutex<(accepted: Int, open: Int)>((0, 0))
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var accepted: Int { counts.state.withLock { $0.accepted } }
    var open: Int { counts.state.withLock { $0.open } }

    init(_ behaviour: Behaviour) async throws {
        let counts = counts
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Handler(behaviour: behaviour, counts: counts))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func stop() async {
        try? await channel.close().get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
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

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

extension HostileServer.Behaviour {
    static let silence = Self()

    static let closeAtOnce = Self(onConnect: { $0.close(promise: nil) })

    static let resetAtOnce = Self(onConnect: { $0.reset() })

    /// Says something as soon as anything arrives.
    static func answer(_ text: String, thenClose: Bool = false) -> Self {
        Self(onBytes: { channel, _ in
            channel.say(text)
            if thenClose { channel.close(promise: nil) }
        })
    }

    static func greet(_ text: String) -> Self { Self(onConnect: { $0.say(text) }) }

    /// Says `chunk` again and again, as fast as it is taken, after `opening`.
    static func endless(_ chunk: String, after opening: String = "", onRequest: Bool) -> Self {
        let start: @Sendable (any Channel) -> Void = { channel in
            if !opening.isEmpty { channel.say(opening) }
            channel.sayForever(ByteBuffer(string: chunk))
        }
        return onRequest ? Self(onBytes: { channel, _ in start(channel) }) : Self(onConnect: start)
    }

    /// Says one byte at a time, `interval` apart.
    static func drip(_ byte: UInt8, every interval: TimeAmount) -> Self {
        Self(onConnect: { channel in
            channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: interval) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil)
            }
        })
    }
}

extension Channel {
    func say(_ text: String) {
        writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    func sayForever(_ chunk: ByteBuffer) {
        let written = eventLoop.makePromise(of: Void.self)
        // Through the event loop, so that other channels have their turn.
        written.futureResult.whenSuccess { self.eventLoop.execute { self.sayForever(chunk) } }
        writeAndFlush(chunk, promise: written)
    }

    /// Closes with RST instead of FIN.
    func reset() {
        (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .whenComplete { _ in self.close(promise: nil) }
    }
}
