import Exposure
import Glibc
import NIOCore
import NIOPosix
import Probes
import Synchronization

/// Asked right before each connection attempt whether an address may be dialled. Throws `OutOfScope` if not; any other
/// error forbids it as well.
public typealias AddressGuard = @Sendable (_ ip: String, _ port: Int) throws -> Void

/// The scope forbids an address.
public struct OutOfScope: Error, Equatable, Sendable {
    /// One sentence for the operator.
    public var reason: String

    public init(reason: String) {
        self.reason = reason
    }
}

/// Opens TCP connections, each judged by the address guard first and bounded in time.
public struct Dialer: Sendable {
    private let group: any EventLoopGroup
    private let isAllowed: AddressGuard

    /// - Parameters:
    ///   - group: the event loops to run connections on; not shut down by the dialer.
    ///   - addressGuard: asked for every single attempt.
    public init(
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, addressGuard: @escaping AddressGuard
    ) {
        self.group = group
        self.isAllowed = addressGuard
    }

    enum Failure: Error {
        case ended(ConnectionEnd)
    }

    /// Dials an address, in plain TCP.
    ///
    /// The deadline is `limits.connect` or what is left of the endpoint's time, whichever is shorter; the kernel's own,
    /// of minutes, never comes to bear. Cancelling the task closes the socket.
    ///
    /// - Throws: `Failure.ended` with the reason.
    func connect(
        to address: ResolvedAddress, framing: Framing, limits: ConnectionLimits, budget: EndpointBudget
    ) async throws(Failure) -> Connection {
        let time = budget.remainingTime
        guard time > .zero else { throw .ended(.outOfTime) }
        guard budget.remainingBytes > 0 else { throw .ended(.outOfBytes) }
        do {
            try isAllowed(address.ip, address.port)
        } catch let refusal as OutOfScope {
            throw .ended(.outOfScope(refusal.reason))
        } catch {
            throw .ended(.outOfScope("the address is not in scope: \(error)"))
        }

        let loop = group.next()
        let mailbox = Mailbox(eventLoop: loop)
        let dialled = DialledChannel()
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(min(limits.connect, time)))
            .channelOption(ChannelOptions.autoRead, value: false)
            .channelInitializer { channel in
                dialled.set(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try Connection.addHandlers(
                        to: channel, framing: framing, mailbox: mailbox, limits: limits, budget: budget)
                }
            }
        do {
            let channel = try await withTaskCancellationHandler {
                try await bootstrap.connect(to: address.socketAddress).get()
            } onCancel: {
                dialled.close()
            }
            return Connection(channel: channel, mailbox: mailbox)
        } catch ChannelError.connectTimeout {
            // Cut short by the endpoint's own deadline, the silence proves nothing.
            if time < limits.connect { throw .ended(.outOfTime) }
            throw .ended(.unreachable("no answer to the connection attempt within \(rounded(limits.connect))"))
        } catch let error as IOError {
            throw .ended(Self.end(of: error, received: 0, connecting: true))
        } catch {
            throw .ended(.unreachable("the connection attempt failed"))
        }
    }

    /// What an error of the system's means for a connection.
    static func end(of error: IOError, received: Int, connecting: Bool = false) -> ConnectionEnd {
        switch error.errnoCode {
        case ECONNREFUSED where connecting: .refused
        case ECONNRESET, EPIPE, ECONNABORTED, ECONNREFUSED: .reset(received: received)
        case ETIMEDOUT where !connecting: .silent(received: received)
        case ETIMEDOUT: .unreachable("no answer to the connection attempt")
        case EHOSTUNREACH: .unreachable("no route to the host")
        case ENETUNREACH: .unreachable("no route to the network")
        case EACCES, EPERM: .unreachable("this machine's own rules forbid the connection")
        case EMFILE, ENFILE: .unreachable("this machine has no file descriptor left")
        case EADDRNOTAVAIL: .unreachable("this machine has no local address or port left for it")
        default:
            connecting ? .unreachable("system error \(error.errnoCode)") : .closed(received: received)
        }
    }
}

/// The channel of a connection attempt, so that a cancelled task can close it while it is still connecting.
private final class DialledChannel: Sendable {
    private let state = Mutex<(channel: (any Channel)?, isClosed: Bool)>((nil, false))

    func set(_ channel: any Channel) {
        let isClosed = state.withLock { state in
            state.channel = channel
            return state.isClosed
        }
        if isClosed { channel.close(promise: nil) }
    }

    func close() {
        let channel = state.withLock { state in
            state.isClosed = true
            return state.channel
        }
        channel?.close(promise: nil)
    }
}

/// A duration as a person says it: to a tenth of a second.
private func rounded(_ duration: Duration) -> Duration {
    .milliseconds(Int64((duration / .milliseconds(100)).rounded()) * 100)
}
