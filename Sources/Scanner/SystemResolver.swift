import Dispatch
import Glibc

/// The machine's own resolver: `/etc/hosts`, DNS and whatever else it is set up for.
public struct SystemResolver: NameResolver {
    public init() {}

    public func addresses(of name: String) async throws(NoAddress) -> [IPAddress] {
        // getaddrinfo blocks, for many seconds if a DNS server is silent: it stays off the shared pool.
        let result: Result<[IPAddress], NoAddress> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: Self.lookUp(name)) }
        }
        return try result.get()
    }

    private static func lookUp(_ name: String) -> Result<[IPAddress], NoAddress> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        switch status {
        case 0: break
        case EAI_NONAME: return .failure(NoAddress("the name is not known"))
        case EAI_AGAIN: return .failure(NoAddress("the name server gives no answer for now"))
        default: return .failure(NoAddress("the look-up failed (\(String(cString: gai_strerror(status))))"))
        }
        var found: [IPAddress] = []
        var next = first
        while let entry = next?.pointee {
            if let address = address(of: entry), !found.contains(address) { found.append(address) }
            next = entry.ai_next
        }
        return found.isEmpty ? .failure(NoAddress("the name has no address")) : .success(found)
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let raw = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in>.size:
            let number = raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
            return IPAddress(family: .v4, number: UInt128(UInt32(bigEndian: number)))
        case AF_INET6 where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in6>.size:
            let bytes = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return IPAddress(
                family: .v6, number: withUnsafeBytes(of: bytes) { $0.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } })
        default:
            return nil
        }
    }
}
