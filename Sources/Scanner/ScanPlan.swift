import Exposure

/// What is to be dialled, after DNS and after the scope has been asked about every address once.
struct ScanPlan: Sendable {
    var targets: [ResolvedTarget]
    var scopeGuard: ScopeGuard
    /// Names without an address, one sentence each.
    var incomplete: [String]

    var endpoints: EndpointSequence { EndpointSequence(targets, excluding: scopeGuard.exclusions) }

    /// The most addresses of one name that are dialled.
    static let maximumAddressesPerName = 16

    /// - Throws: `UsageError` where an address may not be dialled, or nothing is left to dial: before anything was.
    static func make(
        _ configuration: ScanConfiguration, resolver: any NameResolver,
        today: @escaping @Sendable () -> CalendarDay
    ) async throws(UsageError) -> ScanPlan {
        guard !configuration.targets.isEmpty else { throw UsageError("No target is named.") }
        var exclusions = configuration.exclusions
        if let scope = configuration.scope { exclusions = exclusions.union(scope.exclusions) }
        exclusions = try await resolved(exclusions, by: resolver)
        let scopeGuard = ScopeGuard(scope: configuration.scope, exclusions: exclusions, today: today)

        var plan = ScanPlan(targets: [], scopeGuard: scopeGuard, incomplete: [])
        for target in configuration.targets {
            let ports = try ports(of: target, configuration)
            if target.account != nil, ports.count != 1 {
                throw UsageError(
                    "Target '\(target.text)' names an account and no port, and --ports names several; "
                        + "an account is for one endpoint.")
            }
            var resolved = ResolvedTarget(target: target, addresses: .list([]), ports: ports)
            switch target.host {
            case .address(let address): resolved.addresses = .list([address])
            case .block(let block): resolved.addresses = .block(block)
            case .name(let name):
                if exclusions.contains(name: name) { continue }
                do {
                    var addresses = try await resolver.addresses(of: name).sorted()
                    if addresses.count > maximumAddressesPerName {
                        plan.incomplete.append(
                            "\(target.text) has \(addresses.count) addresses, and only "
                                + "\(maximumAddressesPerName) of them were looked at.")
                        addresses.removeLast(addresses.count - maximumAddressesPerName)
                    }
                    // `localhost` is one machine, whichever of its addresses a server listens on.
                    if addresses.count > 1, addresses.allSatisfy({ AddressKind($0) == .loopback }) {
                        resolved.alternatives = Array(addresses.dropFirst())
                        addresses.removeLast(addresses.count - 1)
                    }
                    resolved.addresses = .list(addresses)
                } catch {
                    plan.incomplete.append("\(target.text) could not be looked at: \(error.reason).")
                    continue
                }
            }
            try checkScope(of: resolved, scopeGuard)
            plan.targets.append(resolved)
        }
        if plan.incomplete.isEmpty, !plan.endpoints.contains(where: { _ in true }) {
            throw UsageError("Nothing is left to scan: every target is excluded.")
        }
        return plan
    }

    private static func ports(of target: Target, _ configuration: ScanConfiguration) throws(UsageError) -> [Int] {
        let probes = candidates(for: target, among: configuration.probes)
        if probes.isEmpty, let scheme = target.scheme {
            throw UsageError("Target '\(target.text)' is \(scheme)://, and --services leaves that service out.")
        }
        if let port = target.port { return [port] }
        if let ports = configuration.ports { return ports }
        var ports: [Int] = []
        for port in probes.flatMap({ target.scheme == nil ? $0.defaultPorts : Array($0.defaultPorts.prefix(1)) })
        where !ports.contains(port) {
            ports.append(port)
        }
        return ports
    }

    /// The probes that a target's text allows.
    static func candidates(for target: Target, among probes: [ProbeInfo]) -> [ProbeInfo] {
        guard let scheme = target.scheme else { return probes }
        return probes.filter { $0.schemes.contains(scheme) }
    }

    private static func checkScope(of resolved: ResolvedTarget, _ scopeGuard: ScopeGuard) throws(UsageError) {
        let name: String? = if case .name(let name) = resolved.target.host { name } else { nil }
        for index in 0..<resolved.addressCount {
            if case .refused(let sentence) = scopeGuard.decide(resolved.address(at: index), name: name) {
                throw UsageError("Target '\(resolved.target.text)': \(sentence)")
            }
        }
    }

    /// An excluded name excludes its addresses too, or a range that holds them would reach the host after all.
    private static func resolved(
        _ exclusions: Exclusions, by resolver: any NameResolver
    ) async throws(UsageError) -> Exclusions {
        var blocks: [CIDR] = []
        for pattern in exclusions.names where !pattern.isWildcard {
            do {
                for address in try await resolver.addresses(of: pattern.name) {
                    blocks.append(CIDR(address, prefixLength: address.family.bits))
                }
            } catch {
                throw UsageError(
                    "Excluded host '\(pattern.name)' could not be resolved (\(error.reason)); "
                        + "name its address, so that it is left out for certain.")
            }
        }
        var result = exclusions
        result.add(blocks)
        return result
    }
}
