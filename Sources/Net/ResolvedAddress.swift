import Glibc
import NIOCore
import NIOPosix

/// An address and port that can be dialled: what the scope guard judges.
public struct ResolvedAddress: Sendable, Hashable, CustomStringConvertible {
    let socketAddress: SocketAddress
    /// The address in numbers: `10.1.2.3`, `2001:db8::1`. An IPv4 address mapped into IPv6 is given as IPv4, because
    /// that is where the packets go (RFC 4291 section 2.5.5.2).
    public let ip: String
    public let port: Int

    /// - Throws: `ResolutionError.notAnAddress` if `ip` is not an address in numbers, `.badPort` outside 1…65535.
    public init(ip: String, port: Int) throws(ResolutionError) {
        guard (1...65535).contains(port) else { throw .badPort(port) }
        guard let address = try? SocketAddress(ipAddress: ip, port: port), let resolved = Self(address) else {
            throw .notAnAddress
        }
        self = resolved
    }

    init?(_ address: SocketAddress) {
        guard let port = address.port, let text = address.ipAddress else { return nil }
        if text.lowercased().hasPrefix("::ffff:"), text.contains("."),
            let mapped = try? SocketAddress(ipAddress: String(text.dropFirst(7)), port: port),
            let ip = mapped.ipAddress
        {
            self.socketAddress = mapped
            self.ip = ip
        } else {
            self.socketAddress = address
            self.ip = text
        }
        self.port = port
    }

    public var description: String { ip.contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)" }
}

/// Why a host name gave no address.
public enum ResolutionError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAnAddress
    case badPort(Int)
    /// The system's resolver says why, in its own words.
    case notFound(String)
    case timedOut

    public var description: String {
        switch self {
        case .notAnAddress: "not an IP address"
        case .badPort(let port): "port \(port) is not between 1 and 65535"
        case .notFound(let reason): reason
        case .timedOut: "the name was not resolved in time"
        }
    }
}

/// Looks host names up, so that every address of a name passes the scope guard before one is dialled.
public enum Resolver {
    /// All addresses of a host, in the system's order, each once; an address in numbers gives itself.
    ///
    /// The look-up runs on a thread of its own pool. It cannot be broken off: after `timeout` it is left to itself.
    public static func resolve(
        _ host: String, port: Int, timeout: Duration = .seconds(5)
    ) async throws(ResolutionError) -> [ResolvedAddress] {
        guard (1...65535).contains(port) else { throw .badPort(port) }
        // A zero byte would end the name early in C; what was checked must be what is looked up.
        guard !host.isEmpty, host.utf8.count <= 255, !host.utf8.contains(0) else {
            throw .notFound("not a host name")
        }
        if let address = try? ResolvedAddress(ip: host, port: port) { return [address] }

        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let promise = loop.makePromise(of: Result<[ResolvedAddress], ResolutionError>.self)
        let answered = NIOThreadPool.singleton.runIfActive(eventLoop: loop) { lookUp(host, port: port) }
        let timer = loop.scheduleTask(in: TimeAmount(timeout)) { promise.succeed(.failure(.timedOut)) }
        answered.whenComplete { result in
            timer.cancel()
            // A second answer is dropped: the promise is only kept by whichever came first.
            switch result {
            case .success(let addresses): promise.succeed(addresses)
            case .failure: promise.succeed(.failure(.notFound("the resolver is not running")))
            }
        }
        let result = (try? await promise.futureResult.get()) ?? .failure(.timedOut)
        return try result.get()
    }

    private static func lookUp(_ host: String, port: Int) -> Result<[ResolvedAddress], ResolutionError> {
        var hints = addrinfo()
        hints.ai_socktype = numericCast(SOCK_STREAM.rawValue)
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { return .failure(.notFound(String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(list) }

        var found: [ResolvedAddress] = []
        var entry = list
        // Bounded: a name may have any number of addresses, and each may be dialled.
        while let info = entry?.pointee, found.count < 64 {
            entry = info.ai_next
            guard let address = info.ai_addr.flatMap({ socketAddress($0, family: info.ai_family) }),
                let resolved = ResolvedAddress(address), !found.contains(resolved)
            else { continue }
            found.append(resolved)
        }
        return found.isEmpty ? .failure(.notFound("the name has no address")) : .success(found)
    }

    private static func socketAddress(_ pointer: UnsafeMutablePointer<sockaddr>, family: Int32) -> SocketAddress? {
        let raw = UnsafeRawPointer(pointer)
        switch family {
        case AF_INET: return SocketAddress(raw.loadUnaligned(as: sockaddr_in.self))
        case AF_INET6: return SocketAddress(raw.loadUnaligned(as: sockaddr_in6.self))
        default: return nil
        }
    }
}
