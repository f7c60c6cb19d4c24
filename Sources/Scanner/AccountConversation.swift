import Exposure
import Probes

/// What came of the operator's own account at one endpoint.
struct AccountConversation {
    private let credential: Credential
    private let login: Login
    /// `nil` where there was no conversation.
    let outcome: ProbeOutcome?
    private let collector: DatasetCollector?

    init(
        _ credential: Credential, login: Login, outcome: ProbeOutcome? = nil, collector: DatasetCollector? = nil
    ) {
        self.credential = credential
        self.login = login
        self.outcome = outcome
        self.collector = collector
    }

    private var isAccepted: Bool { if case .accepted = login { true } else { false } }

    /// What was read as the account. Nothing that came without a login counts.
    var ransomSigns: [String] { isAccepted ? collector?.ransomSigns ?? [] : [] }
    var sampled: [DatasetCollector.Sampled] { isAccepted ? collector?.sampled ?? [] : [] }

    private var name: String {
        switch credential {
        case .apiKey: "the API key"
        case .password, .libpq: credential.user.map { "the account \(printable($0, limit: 60))" } ?? "the account"
        }
    }

    var finding: AccountFinding {
        var finding = AccountFinding(user: credential.user.map { printable($0, limit: 128) })
        switch login {
        case .accepted(let method):
            finding.accepted = true
            finding.method = method
            finding.access = outcome.flatMap { $0.access.isExposed ? $0.access : nil }
            finding.privileges = outcome?.privileges
            finding.datasetsListed = outcome?.datasetsListed
            finding.datasetsRead = sampled.count { $0.verdict.recordsSampled > 0 }
        case .refused(let why):
            finding.accepted = false
            finding.reason = why
        case .undecided(let why):
            finding.reason = why
        }
        return finding
    }

    var evidence: [Observation] {
        switch login {
        case .accepted(let method):
            var evidence = [Observation("account", "\(name) is logged in (\(method))")]
            for (dataset, reason) in collector?.skipped.prefix(10) ?? [] {
                evidence.append(Observation("account", printable("\(dataset): \(reason)", limit: 300)))
            }
            return evidence
        case .refused(let why), .undecided(let why):
            return [Observation("account", "\(name): \(why)")]
        }
    }

    /// Sentences for `Summary.incomplete`: what was asked for, what the account sees, could not be told.
    var incomplete: [String] {
        switch login {
        case .refused(let why): return ["\(name) was not let in: \(why)"]
        case .undecided(let why): return ["what \(name) sees could not be told: \(why)"]
        case .accepted:
            var sentences = (outcome?.incomplete ?? []) + (collector?.incomplete ?? [])
            if let outcome, outcome.datasetsListed == nil, [.unknown, .busy].contains(outcome.access) {
                sentences.append("what it sees could not be told")
            }
            if let beyond = collector?.skippedBeyondLimit, beyond > 0 {
                sentences.append("\(grouped(beyond)) datasets beyond the limit were not looked at")
            }
            return sentences.map { "as \(name): \($0)" }
        }
    }
}
