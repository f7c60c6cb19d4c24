/// One address and port to dial, and how the operator came to it.
struct Endpoint: Sendable, Equatable {
    var target: Target
    /// Unlike what the operator named, which may be a range or a host without a port, it tells this endpoint from all
    /// others of the scan: in progress, in sentences, and in the stable ids.
    var label: String
    var address: IPAddress
    /// The host name that was resolved, if one was.
    var name: String?
    var port: Int
    /// Other addresses of this machine, dialled where nothing listens on the first (`localhost`).
    var alternatives: [IPAddress] = []
}

/// The addresses behind one target, after DNS.
struct ResolvedTarget: Sendable, Equatable {
    var target: Target
    var addresses: Addresses
    /// Further addresses of the same machine, see `Endpoint.alternatives`.
    var alternatives: [IPAddress] = []
    var ports: [Int]

    enum Addresses: Sendable, Equatable {
        /// Sorted, so that a name server's shuffling does not change the endpoints' labels.
        case list([IPAddress])
        case block(CIDR)
    }

    var addressCount: Int {
        switch addresses {
        case .list(let list): list.count
        case .block(let block): block.count ?? 0
        }
    }

    func address(at index: Int) -> IPAddress {
        switch addresses {
        case .list(let list): list[index]
        case .block(let block):
            IPAddress(family: block.base.family, number: block.base.number + UInt128(index))
        }
    }
}

/// The endpoints of all targets, made one by one: a /16 with ten ports never exists as a list.
///
/// Ports are the outer loop, hosts the inner, so that connections spread over the hosts.
struct EndpointSequence: Sequence, IteratorProtocol, Sendable {
    private let targets: [ResolvedTarget]
    private let exclusions: Exclusions
    private var targetIndex = 0
    private var portIndex = 0
    private var addressIndex = 0
    /// What was given out, kept only where targets can overlap.
    private var seen: Set<Key> = []

    private struct Key: Hashable, Sendable {
        var address: IPAddress
        var port: Int
        var scheme: String?
        var user: String?
        var database: String?
        var tls: Bool
    }

    init(_ targets: [ResolvedTarget], excluding exclusions: Exclusions) {
        self.targets = targets
        self.exclusions = exclusions
    }

    mutating func next() -> Endpoint? {
        while targetIndex < targets.count {
            let resolved = targets[targetIndex]
            guard portIndex < resolved.ports.count else {
                targetIndex += 1
                portIndex = 0
                continue
            }
            guard addressIndex < resolved.addressCount else {
                addressIndex = 0
                portIndex += 1
                continue
            }
            let address = resolved.address(at: addressIndex)
            let port = resolved.ports[portIndex]
            addressIndex += 1
            let target = resolved.target
            let name: String? = if case .name(let name) = target.host { name } else { nil }
            if exclusions.contains(address, name: name) { continue }
            if targets.count > 1 {
                let key = Key(
                    address: address, port: port, scheme: target.scheme, user: target.user,
                    database: target.database, tls: target.startsWithTLS)
                guard seen.insert(key).inserted else { continue }
            }
            return Endpoint(
                target: target, label: Self.label(resolved, address: address, port: port), address: address,
                name: name, port: port, alternatives: resolved.alternatives)
        }
        return nil
    }

    private static func label(_ resolved: ResolvedTarget, address: IPAddress, port: Int) -> String {
        let target = resolved.target
        var label: String
        if target.scheme != nil, resolved.ports.count == 1 {
            label = target.text
        } else if target.scheme != nil {
            label = "\(target.text) port \(port)"
        } else {
            switch target.host {
            case .name(let name): label = "\(name):\(port)"
            case .address, .block: label = "\(address.bracketed):\(port)"
            }
        }
        if case .name = target.host, resolved.addressCount > 1 { label += " [\(address)]" }
        return label
    }
}
