import Exposure

/// Findings in the order in which a person should read them: worst first, each dataset under its endpoint.
struct Grouping {
    struct Entry {
        var endpoint: EndpointFinding
        /// Worst first.
        var datasets: [DatasetFinding]

        /// Of the datasets alone.
        var severity: Level { datasets.map(\.severity).max() ?? .none }
    }

    /// A stranger gets in, or nearly: open, partly open, unclaimed, a rule without a password, or a severity above none.
    var exposed: [Entry] = []
    /// What the operator's own accounts see and strangers do not, or why that could not be told; the endpoints are among
    /// the others too.
    var accounts: [Entry] = []
    /// A stranger is turned away.
    var protected: [EndpointFinding] = []
    /// It could not be told.
    var undecided: [EndpointFinding] = []
    /// No service of those looked for.
    var nothing: [EndpointFinding] = []
    /// Datasets without an endpoint: files. Worst first.
    var loose: [DatasetFinding] = []

    init(_ findings: Findings) {
        var entries = findings.endpoints.map { Entry(endpoint: $0, datasets: []) }
        var byID: [String: Int] = [:]
        var byTarget: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            byID[entry.endpoint.id] = index
            guard let service = entry.endpoint.service else { continue }
            let key = entry.endpoint.target + "\n" + service.rawValue
            if let held = byTarget[key], entries[held].endpoint.access.isExposed { continue }
            byTarget[key] = index
        }
        for dataset in findings.datasets {
            let named = dataset.endpoint.flatMap { byID[$0] }
            // A dataset that names no endpoint belongs to the one endpoint of its target and service.
            let guessed =
                dataset.endpoint == nil
                ? dataset.service.flatMap { byTarget[dataset.target + "\n" + $0.rawValue] } : nil
            if let index = named ?? guessed {
                entries[index].datasets.append(dataset)
            } else {
                loose.append(dataset)
            }
        }
        loose.sort(by: Grouping.isWorse)
        for index in entries.indices { entries[index].datasets.sort(by: Grouping.isWorse) }
        for index in entries.indices where entries[index].endpoint.account != nil {
            let own = entries[index].datasets.filter { $0.seenBy == .account }
            accounts.append(Entry(endpoint: entries[index].endpoint, datasets: own))
            entries[index].datasets.removeAll { $0.seenBy == .account }
        }
        accounts.sort { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            return Grouping.isWorse(left, right)
        }
        for entry in entries.sorted(by: Grouping.isWorse) {
            switch entry.endpoint.access {
            case _ where entry.endpoint.severity > .none || !entry.datasets.isEmpty: exposed.append(entry)
            case .open, .partial, .openRule, .setup: exposed.append(entry)
            case .authRequired, .clientCertRequired, .ipRestricted: protected.append(entry.endpoint)
            case .tlsRequired, .busy, .unknown: undecided.append(entry.endpoint)
            case .lookAlike, .notThis, .closed, .filtered: nothing.append(entry.endpoint)
            }
        }
    }

    /// Every dataset that strangers see, and every file.
    var datasets: [DatasetFinding] { exposed.flatMap(\.datasets) + loose }

    static func isWorse(_ left: DatasetFinding, _ right: DatasetFinding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.sensitivity != right.sensitivity { return left.sensitivity > right.sensitivity }
        let sizes = (left.recordsEstimated ?? left.recordsSampled, right.recordsEstimated ?? right.recordsSampled)
        if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
        return left.dataset < right.dataset
    }

    private static func isWorse(_ left: Entry, _ right: Entry) -> Bool {
        let (one, other) = (left.endpoint, right.endpoint)
        if one.severity != other.severity { return one.severity > other.severity }
        if one.access.isExposed != other.access.isExposed { return one.access.isExposed }
        if one.host != other.host { return one.host < other.host }
        return one.port < other.port
    }
}

extension DatasetFinding {
    /// Whether something sensitive was found in it.
    var isNotable: Bool { sensitivity > .none || severity > .none }
}

extension [DatasetFinding] {
    /// Worth a person's attention.
    var notable: [DatasetFinding] { filter(\.isNotable) }
    /// Read, and nothing sensitive seen.
    var harmless: [DatasetFinding] { filter { !$0.isNotable && $0.recordsSampled > 0 } }
    /// Empty, or not read.
    var unread: [DatasetFinding] { filter { !$0.isNotable && $0.recordsSampled <= 0 } }
}
