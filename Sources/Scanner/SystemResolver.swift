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
            throw NoAddress(Self.reason(error))
        }
        let addresses = found.compactMap { IPAddress($0.ip) }
        guard !addresses.isEmpty else { throw NoAddress("the name has no address that can be dialled") }
        return addresses
    }

    private static func reason(_ error: ResolutionError) -> String {
        switch error {
        case .timedOut: "the name server gave no answer in time"
        // glibc's words for EAI_NONAME and EAI_AGAIN, made part of a sentence.
        case .notFound("Name or service not known"): "the name is not known"
        case .notFound("Temporary failure in name resolution"): "the name server gives no answer for now"
        case .notFound, .notAnAddress, .badPort: printable(error.description)
        }
    }
}
