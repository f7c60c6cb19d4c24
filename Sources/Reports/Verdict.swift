import Exposure

/// The findings as one headline, a few figures, and what to do next.
struct Verdict {
    let grouping: Grouping
    let summary: Summary

    /// Endpoints where a stranger reads data.
    let open: Int
    /// Endpoints with a severity although a stranger reads nothing yet: unclaimed, or a rule without a password.
    let nearly: Int
    /// Datasets in which something sensitive was found.
    let notable: Int

    init(_ findings: Findings) {
        self.init(Grouping(findings), findings.summary)
    }

    init(_ grouping: Grouping, _ summary: Summary) {
        self.grouping = grouping
        self.summary = summary
        open = grouping.exposed.count { $0.endpoint.access.isExposed }
        nearly = grouping.exposed.count - open
        notable = grouping.datasets.count(where: \.isNotable)
    }

    /// Nothing was dialled and nothing was read.
    var isEmpty: Bool { summary.endpoints == 0 && summary.datasets == 0 && grouping.datasets.isEmpty && open == 0 }

    /// Only files were looked at (`ajar classify`).
    var isFilesOnly: Bool {
        grouping.exposed.isEmpty && grouping.protected.isEmpty && grouping.undecided.isEmpty
            && grouping.nothing.isEmpty && summary.endpoints == 0
    }

    /// The worst sensitivity of a dataset that was read.
    var worstSensitivity: Level { grouping.datasets.map(\.sensitivity).max() ?? .none }

    /// One sentence, without a full stop.
    var headline: String {
        if isEmpty {
            return summary.complete ? "Nothing was found to look at" : "Nothing could be looked at"
        }
        if isFilesOnly {
            return notable == 0
                ? "No sensitive data was found in what was read"
                : "Sensitive data was found in \(Wording.number(notable)) of "
                    + Wording.count(grouping.datasets.count, "dataset")
        }
        if open > 0 {
            let subject = "\(Wording.count(open, "database server")) \(open == 1 ? "is" : "are") open to strangers"
            switch worstSensitivity {
            case .none: return subject + "; no sensitive data was found in what was read"
            case let worst: return subject + ", with data rated \(worst.rawValue)"
            }
        }
        if nearly > 0 {
            return "No data was read, but \(Wording.count(nearly, "server")) \(nearly == 1 ? "is" : "are") left ajar"
        }
        if !summary.complete { return "No open server was found, but the check was not completed" }
        if !grouping.undecided.isEmpty {
            return
                "No open server was found; \(Wording.count(grouping.undecided.count, "endpoint")) could not be judged"
        }
        return "No database server let a stranger in"
    }

    /// The worst dataset in a sentence or two; `nil` where nothing sensitive was found.
    var worst: String? {
        let held = grouping.exposed.flatMap { entry in entry.datasets.map { (dataset: $0, endpoint: entry.endpoint) } }
        let first = held.min { Grouping.isWorse($0.dataset, $1.dataset) }
        guard let dataset = first?.dataset ?? grouping.loose.first, dataset.isNotable else { return nil }
        let place = first.map { " at \(Wording.address($0.endpoint))" } ?? ""
        let reason = dataset.reasons.first.map { ": " + SafeText.clean($0, limit: 300) } ?? ""
        return Wording.sentence("the worst is \(Wording.dataset(dataset))\(place)\(reason)")
    }

    /// The sentences below the headline and the worst dataset.
    var details: [String] {
        var out: [String] = []
        if !summary.complete {
            out.append("The check was not completed, so this is not a clean result.")
        }
        let own = grouping.accounts.flatMap(\.datasets).filter(\.isNotable)
        if let worst = own.map(\.severity).max() {
            out.append(
                "Your own account sees \(Wording.count(own.count, "sensitive dataset")) that strangers do not, "
                    + "the worst rated \(worst.rawValue).")
        }
        if let failOn = summary.failOn {
            out.append(
                summary.worstSeverity >= failOn && summary.worstSeverity > .none
                    ? "Gate: not passed. The worst severity is \(summary.worstSeverity.rawValue); "
                        + "the threshold is \(failOn.rawValue)."
                    : summary.complete
                        ? "Gate: passed. Nothing reached the threshold, \(failOn.rawValue)."
                        : "Gate: not passed. Nothing reached the threshold, \(failOn.rawValue), "
                            + "but not everything was looked at.")
        }
        return out
    }

    /// Endpoints by what became of them: `2 open to anyone, 1 asks for a password`.
    var endpointCounts: [(access: Access, count: Int)] {
        Access.allCases.compactMap { access in
            summary.access[access.rawValue].flatMap { $0 > 0 ? (access, $0) : nil }
        }
    }

    /// Datasets by sensitivity, the worst first.
    var datasetCounts: [(level: Level, count: Int)] {
        Level.allCases.reversed().compactMap { level in
            summary.sensitivity[level.rawValue].flatMap { $0 > 0 ? (level, $0) : nil }
        }
    }

    /// What to do, the most urgent first.
    var nextSteps: [String] {
        var out: [String] = []
        let entries = grouping.exposed.filter { $0.endpoint.access.isExposed }
        if !entries.isEmpty {
            let names = entries.prefix(3).map { Wording.address($0.endpoint) }
            let more = entries.count > 3 ? ["\(Wording.number(entries.count - 3)) more"] : []
            out.append(
                "Close the way in to \(Wording.list(names + more)): block it at the firewall first, then repair it.")
            var seen: Set<String> = []
            for entry in entries {
                guard let service = entry.endpoint.service, seen.insert(service.rawValue).inserted else { continue }
                out.append(Verdict.repair(service))
            }
        }
        for entry in grouping.exposed where entry.endpoint.access == .setup {
            out.append("Finish the set-up of \(Wording.address(entry.endpoint)) before somebody else does.")
        }
        if grouping.exposed.contains(where: { $0.endpoint.access == .openRule }) {
            out.append("Remove the rules that ask for no password: one guess of a name is enough to get in.")
        }
        if grouping.exposed.contains(where: { $0.endpoint.access.isExposed && Verdict.worst($0) >= .high }) {
            out.append(
                "Tell your data protection officer today. If strangers could reach this data in production, it may be a "
                    + "personal data breach: UK GDPR Article 33 gives 72 hours from becoming aware to notify the ICO.")
            out.append("Keep the server's logs: they show who else has been there.")
        }
        if grouping.exposed.contains(where: { $0.endpoint.flags.contains("ransomed") }) {
            out.append(
                "Treat the ransom note as an incident: preserve the server, and do not pay before taking advice.")
        }
        if isFilesOnly, notable > 0 {
            out.append("Keep these files where only those who need them can read them, or remove the fields listed.")
        }
        if !summary.complete {
            out.append("Remove what kept the check from finishing, and run it again.")
        } else if !grouping.undecided.isEmpty {
            let some = grouping.undecided.count
            out.append("Look at the \(Wording.count(some, "endpoint")) of which nothing certain could be told.")
        }
        return out
    }

    private static func worst(_ entry: Grouping.Entry) -> Level {
        max(entry.endpoint.severity, entry.datasets.map(\.sensitivity).max() ?? .none)
    }

    /// How to close a service; one that is not known here gets the general advice.
    private static func repair(_ service: Service) -> String {
        switch service.rawValue {
        case "postgresql":
            "PostgreSQL: replace “trust” with “scram-sha-256” in pg_hba.conf, and narrow listen_addresses."
        case "mongodb":
            "MongoDB: set security.authorization to “enabled”, create an administrator, and narrow net.bindIp."
        case "elasticsearch":
            "Elasticsearch or OpenSearch: turn the security plugin on, and narrow network.host."
        default:
            "\(Wording.service(service)): demand a password, and listen only where it is needed."
        }
    }
}
