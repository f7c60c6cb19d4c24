import Classifier
import Exposure
import Probes

/// All that is known of one endpoint when the talking is over.
struct EndpointResult: Sendable {
    /// The endpoint's own name, see `Endpoint.label`.
    var label: String
    var finding: EndpointFinding
    var datasets: [DatasetFinding]
    /// Sentences for `Summary.incomplete`.
    var incomplete: [String]

    private static let maximumEvidence = 50

    /// - Parameter account: what came of the operator's own account, where the target names one.
    init(
        endpoint: Endpoint, address: IPAddress, conversation: Conversation, account: AccountConversation? = nil,
        elapsed: Duration
    ) {
        var outcome = conversation.outcome
        let access = outcome.access
        if let signs = conversation.collector?.ransomSigns, !signs.isEmpty, access.isIdentified {
            outcome.flag("ransomed")
            outcome.evidence += signs.map { Observation("read", $0) }
        }
        label = endpoint.label
        // A look-alike speaks the protocol, and so does what told its name and no more; all else has no service.
        let isRecognised =
            access.isIdentified || access == .lookAlike || (access == .unknown && outcome.product != nil)
        let service = isRecognised ? conversation.probe?.service : nil
        let id = StableID.of(endpoint.label, String(endpoint.port), service?.rawValue ?? "")
        datasets = []
        incomplete = []
        // What comes last led to flags and verdict, so of too much the middle is left out.
        let beyond = max(0, outcome.evidence.count - Self.maximumEvidence)
        let first = outcome.evidence.prefix(Self.maximumEvidence - 10)
        var evidence = (first + outcome.evidence.dropFirst(first.count + beyond)).map {
            Observation($0.phase, printable($0.detail, limit: 300))
        }
        if access.isExposed, let powers = outcome.privileges?.powers(), !powers.may.isEmpty {
            // Last of what is kept, so that a talkative server cannot push it out.
            if evidence.count == Self.maximumEvidence { evidence.removeLast() }
            let title = outcome.privileges?.superuser == true ? "as a superuser " : ""
            evidence.append(Observation("role", "\(title)a stranger may \(powers.may.joined(separator: ", "))"))
        }

        var severity = Level.none
        if let collector = conversation.collector, access.isIdentified {
            for sampled in collector.sampled {
                let dataset = Self.dataset(sampled, endpoint: endpoint, id: id, service: service, access: access)
                severity = max(severity, dataset.severity)
                datasets.append(dataset)
            }
            for (name, reason) in collector.skipped where evidence.count < Self.maximumEvidence {
                evidence.append(Observation("read", "\(name): \(reason)"))
            }
            incomplete += collector.incomplete.map { "\(endpoint.label): \($0)." }
            if collector.skippedBeyondLimit > 0 {
                incomplete.append(
                    "\(endpoint.label): \(grouped(collector.skippedBeyondLimit)) datasets beyond the limit were not looked at."
                )
            }
        }
        severity = max(severity, Self.floor(outcome, datasetsRead: datasets.count))

        incomplete += outcome.incomplete.map { "\(endpoint.label): \(Self.ended(printable($0, limit: 300)))" }
        switch access {
        case .unknown:
            let why = evidence.last.map { " (\($0.detail))" } ?? ""
            incomplete.append("\(endpoint.label): what a stranger may do there could not be told\(why).")
        case .busy:
            incomplete.append("\(endpoint.label): the server was busy or starting; ask again later.")
        case .open, .openRule, .partial, .setup, .authRequired, .tlsRequired, .clientCertRequired, .ipRestricted,
            .lookAlike, .notThis, .closed, .filtered:
            break
        }

        // What strangers see is counted before the account's datasets are added to it.
        let read = datasets.count { $0.recordsSampled > 0 }
        var seen: AccountFinding?
        var flags = outcome.flags + (outcome.tls?.isOld == true ? ["old_tls"] : [])
        if let account {
            seen = account.finding
            evidence += account.evidence
            incomplete += account.incomplete.map { "\(endpoint.label): \(Self.ended(printable($0, limit: 300)))" }
            if !account.ransomSigns.isEmpty {
                if !flags.contains("ransomed") { flags.append("ransomed") }
                evidence += account.ransomSigns.map { Observation("read", $0) }
            }
            let known = Set(datasets.map(\.dataset))
            for sampled in account.sampled where !known.contains(sampled.name) {
                datasets.append(
                    Self.dataset(
                        sampled, endpoint: endpoint, id: id, service: service, access: .open, seenBy: .account))
            }
        }

        finding = EndpointFinding(
            id: id, target: endpoint.target.text, host: address.description, port: endpoint.port, service: service,
            product: outcome.product.map { printable($0) }, version: outcome.version.map { printable($0) },
            access: access, authentication: outcome.authentication.map { printable($0) },
            privileges: outcome.privileges, tls: outcome.tls, flags: flags, evidence: evidence,
            datasetsListed: outcome.datasetsListed, datasetsRead: read, severity: severity,
            elapsedMs: milliseconds(elapsed), account: seen)
    }

    /// What an endpoint is worth where its data says less, or nothing:
    /// anything that may be read, changed or claimed by a stranger is at least `low`.
    static func floor(_ outcome: ProbeOutcome, datasetsRead: Int) -> Level {
        let privileges = outcome.privileges
        let mayChange = [privileges?.write, privileges?.create, privileges?.administer].contains(true)
        // Whoever starts programs or writes files there owns the machine, whatever the database holds.
        let mayTakeOver = [privileges?.superuser, privileges?.runCommands, privileges?.writeFiles].contains(true)
        switch outcome.access {
        case .open, .partial:
            if outcome.flags.contains("ransomed") || mayTakeOver { return .high }
            // Open, and what lies there is not known to be little: it could not be listed, or not be read.
            let isUnread = datasetsRead == 0 && outcome.datasetsListed != 0
            return mayChange || isUnread ? .moderate : .low
        case .setup: return .moderate
        case .openRule: return .low
        case .authRequired, .tlsRequired, .clientCertRequired, .ipRestricted, .busy, .lookAlike, .notThis, .closed,
            .filtered, .unknown:
            return .none
        }
    }

    private static func dataset(
        _ sampled: DatasetCollector.Sampled, endpoint: Endpoint, id: String, service: Service?, access: Access,
        seenBy: Viewer? = nil
    ) -> DatasetFinding {
        let verdict = sampled.verdict
        let severity = Severity.of(
            verdict.sensitivity, access: access, records: sampled.recordsEstimated ?? verdict.recordsSampled,
            tests: verdict.tests)
        var reasons = verdict.reasons + severity.reasons
        if let note = sampled.note { reasons.append("not all was read: \(note)") }
        return DatasetFinding(
            // Another finding than the same dataset seen by strangers: one that becomes the other must show as new.
            id: seenBy == nil
                ? StableID.of(endpoint.label, service?.rawValue ?? "", sampled.name)
                : StableID.of(endpoint.label, service?.rawValue ?? "", sampled.name, "account"),
            target: endpoint.target.text, service: service, endpoint: id, dataset: sampled.name,
            recordsEstimated: sampled.recordsEstimated,
            recordsSampled: verdict.recordsSampled, recordsBroken: verdict.recordsBroken,
            sampling: sampled.stop, sensitivity: verdict.sensitivity, severity: severity.level, reasons: reasons,
            fields: verdict.fields, seenBy: seenBy, testShare: verdict.tests.share)
    }

    private static func ended(_ sentence: String) -> String { sentence.hasSuffix(".") ? sentence : sentence + "." }
}

func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(clamping: seconds) * 1_000 + Int(clamping: attoseconds / 1_000_000_000_000_000)
}

/// Counts for the summary, as results come in.
struct ScanTally {
    private var endpoints = 0
    private var access: [String: Int] = [:]
    private var datasets = 0
    private var recordsSampled = 0
    private var recordsBroken = 0
    private var sensitivity: [String: Int] = [:]
    private var worst = Level.none
    private var incomplete: [String]
    private var incompleteNotListed = 0

    /// Sentences that are listed; more are counted.
    private static let maximumIncomplete = 100

    init(incomplete: [String]) {
        self.incomplete = incomplete
    }

    mutating func add(_ result: EndpointResult) {
        endpoints += 1
        access[result.finding.access.rawValue, default: 0] += 1
        worst = max(worst, result.finding.severity)
        for dataset in result.datasets {
            datasets += 1
            recordsSampled += dataset.recordsSampled
            recordsBroken += dataset.recordsBroken
            sensitivity[dataset.sensitivity.rawValue, default: 0] += 1
            worst = max(worst, dataset.severity)
        }
        for sentence in result.incomplete { addIncomplete(sentence) }
    }

    mutating func addIncomplete(_ sentence: String) {
        if incomplete.count < Self.maximumIncomplete {
            incomplete.append(sentence)
        } else {
            incompleteNotListed += 1
        }
    }

    func summary(_ configuration: ScanConfiguration, startedAt: String, elapsed: Duration) -> Summary {
        var sentences = incomplete
        if incompleteNotListed > 0 {
            sentences.append("\(grouped(incompleteNotListed)) further reasons are not listed.")
        }
        return Summary(
            version: configuration.version, startedAt: startedAt, elapsedMs: milliseconds(elapsed),
            targets: configuration.targets.count, endpoints: endpoints, access: access, datasets: datasets,
            recordsSampled: recordsSampled, recordsBroken: recordsBroken, sensitivity: sensitivity,
            worstSeverity: worst, failOn: configuration.failOn, complete: sentences.isEmpty, incomplete: sentences)
    }
}

extension ProbeOutcome {
    mutating func flag(_ name: String) {
        if !flags.contains(name) { flags.append(name) }
    }
}
