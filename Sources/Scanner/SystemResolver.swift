import Net

/// The machine's own resolver: `/etc/hosts`, DNS and whatever else it is set up for.
public struct SystemResolver: NameResolver {
    public init() {}

    public func addresses(of name: String) async throws(NoAddress) -> [IPAddress] {
        let found: [ResolvedAddress]
        do {
            // The port is of no importance here; the resolver wants one.
            found = try await Resolver.resolve(name, port: 1, timeout: .seconds(10))
        } catch {
            throw NoAddress(printable(error.description))
        }
        let addresses = found.compactMap { IPAddress($0.ip) }
        guard !addresses.isEmpty else { throw NoAddress("the name has no address that can be dialled") }
        return addresses
    }
}
