import NIOCore
import NIOPosix
import Synchronization

/// Stands before a real server on loopback and cuts the conversation off after a number of the server's bytes, counted
/// over all connections. Connections made after that are cut at once.
public final class CuttingProxy: Sendable {
    public enum Cut: Sendable, CaseIterable {
        /// RST.
        case reset
        /// FIN.
        case close
    }

    private let channel: any Channel
    private let meter: Meter

    public var port: Int { channel.localAddress?.port ?? 0 }
    /// Bytes that were let through.
    public var passed: Int { meter.passed.withLock { $0 } }

    public init(to port: Int, after limit: Int, _ cut: Cut = .close) async throws {
        let meter = Meter(limit: limit, cut: cut)
        self.meter = meter
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(FromClient(port: port, meter: meter))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    public func stop() async {
        try? await channel.close().get()
    }

    private final class Meter: Sendable {
        let limit: Int
        let cut: Cut
        let passed = Mutex(0)

        init(limit: Int, cut: Cut) {
            self.limit = limit
            self.cut = cut
        }

        var isOver: Bool { passed.withLock { $0 >= limit } }

        /// How many of `count` bytes may pass.
        func take(_ count: Int) -> Int {
            passed.withLock { passed in
                let taken = min(count, limit - passed)
                passed += taken
                return taken
            }
        }

        func end(_ client: any Channel) {
            switch cut {
            case .reset: client.reset()
            case .close: client.close(promise: nil)
            }
        }
    }

    /// The server's end of one connection, and what the client said before it was there.
    private final class Server: Sendable {
        let state = Mutex<(channel: (any Channel)?, waiting: [ByteBuffer])>((nil, []))
    }

    private final class FromClient: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let port: Int
        let meter: Meter
        let server = Server()

        init(port: Int, meter: Meter) {
            self.port = port
            self.meter = meter
        }

        func channelActive(context: ChannelHandlerContext) {
            let (client, server, meter) = (context.channel, server, meter)
            guard !meter.isOver else { return meter.end(client) }
            ClientBootstrap(group: context.eventLoop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(FromServer(client: client, meter: meter))
                    }
                }
                .connect(host: "127.0.0.1", port: port)
                .whenComplete { result in
                    guard case .success(let channel) = result else { return client.close(promise: nil) }
                    let waiting = server.state.withLock { state in
                        state.channel = channel
                        return state.waiting
                    }
                    for bytes in waiting { channel.writeAndFlush(bytes, promise: nil) }
                    if !client.isActive { channel.close(promise: nil) }
                }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            let channel = server.state.withLock { state in
                if state.channel == nil { state.waiting.append(bytes) }
                return state.channel
            }
            channel?.writeAndFlush(bytes, promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            server.state.withLock { $0.channel }?.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    private final class FromServer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let client: any Channel
        let meter: Meter

        init(client: any Channel, meter: Meter) {
            self.client = client
            self.meter = meter
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            let taken = meter.take(bytes.readableBytes)
            if let part = bytes.readSlice(length: taken), taken > 0 { client.writeAndFlush(part, promise: nil) }
            if meter.isOver { meter.end(client) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
