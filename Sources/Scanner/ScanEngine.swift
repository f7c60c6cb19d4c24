import Classifier
import Exposure
import Foundation
import Probes

/// Scans: expands the targets lazily, talks to a bounded number of endpoints at once, and tells what it finds as it
/// finds it.
///
///     targets ─► DNS ─► scope ─► host × port ─► candidate services ─► prober ─► classifier ─► findings ─► summary
public struct ScanEngine: Sendable {
    public let configuration: ScanConfiguration
    private let prober: any EndpointProber
    private let resolver: any NameResolver
    private let catalog: DetectorCatalog
    private let now: @Sendable () -> Date

    /// - Parameter now: the wall clock, for `startedAt` and the scope's expiry.
    public init(
        _ configuration: ScanConfiguration, prober: any EndpointProber, resolver: any NameResolver = SystemResolver(),
        catalog: DetectorCatalog, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.configuration = configuration
        self.prober = prober
        self.resolver = resolver
        self.catalog = catalog
        self.now = now
    }

    /// Runs the scan. A cancelled task ends it early: what was found stays, and the summary says what is missing.
    ///
    /// - Parameter emit: called for one event at a time, never concurrently. If it throws, the scan stops.
    /// - Throws: `UsageError` before anything is dialled, and whatever `emit` throws.
    public func run(_ emit: (ScanEvent) throws -> Void) async throws -> Summary {
        let started = ContinuousClock.now
        let startedAt = now().formatted(.iso8601)
        let now = now
        let plan = try await ScanPlan.make(configuration, resolver: resolver, today: { CalendarDay(now()) })
        var tally = ScanTally(incomplete: plan.incomplete)
        let total = plan.endpoints.reduce(0) { count, _ in count + 1 }
        var done = 0

        try await withThrowingTaskGroup(of: EndpointResult.self) { group in
            var endpoints = plan.endpoints
            var running = 0
            while true {
                while running < max(1, configuration.concurrency), !Task.isCancelled, let endpoint = endpoints.next() {
                    running += 1
                    group.addTask { await examine(endpoint, plan.scopeGuard) }
                }
                guard running > 0, let result = try await group.next() else { break }
                running -= 1
                done += 1
                tally.add(result)
                try emit(.endpoint(result.finding))
                for dataset in result.datasets { try emit(.dataset(dataset)) }
                try emit(.progress(ScanProgress(done: done, total: total, latest: result.label)))
            }
        }
        if done < total {
            let left = total - done
            tally.addIncomplete(
                "The scan was interrupted: \(grouped(left)) of \(grouped(total)) endpoints were not looked at.")
        }
        return tally.summary(configuration, startedAt: startedAt, elapsed: ContinuousClock.now - started)
    }

    // MARK: One endpoint

    private func examine(_ endpoint: Endpoint, _ scopeGuard: ScopeGuard) async -> EndpointResult {
        var result = await examine(endpoint, at: endpoint.address, scopeGuard)
        for address in endpoint.alternatives
        where result.finding.access == .closed && !scopeGuard.exclusions.contains(address, name: endpoint.name) {
            let other = await examine(endpoint, at: address, scopeGuard)
            if other.finding.access != .closed { result = other }
        }
        return result
    }

    private func examine(_ endpoint: Endpoint, at address: IPAddress, _ scopeGuard: ScopeGuard) async -> EndpointResult
    {
        let started = ContinuousClock.now
        var bytesLeft = configuration.maximumBytes
        var best: Conversation?
        /// What was seen in each conversation; told where none of them recognised the service.
        var seen: [Observation] = []
        var attempts = 0
        var untried = candidates(for: endpoint)[...]
        while let probe = untried.popFirst() {
            let timeLeft = configuration.timeout - (ContinuousClock.now - started)
            if let why = whyNotGoOn(timeLeft: timeLeft, bytesLeft: bytesLeft) {
                // Some candidate was not tried: that nothing was recognised then proves nothing.
                if best == nil { best = Conversation(probe: nil, outcome: ProbeOutcome()) }
                best?.outcome.access = .unknown
                seen.append(Observation("connect", "\(why) before it was spoken to as \(probe.service)"))
                attempts += 1
                break
            }
            let collector = DatasetCollector(catalog: catalog, maximumDatasets: configuration.maximumDatasets)
            let request = request(
                probe.service, endpoint, address, scopeGuard, timeLeft: timeLeft, bytesLeft: bytesLeft)
            let report = await prober.probe(request, into: collector)
            collector.finish()
            attempts += 1
            bytesLeft -= min(max(0, report.bytesReceived), bytesLeft)
            let conversation = Conversation(probe: probe, outcome: report.outcome, collector: collector)
            seen += report.outcome.evidence.suffix(5).map {
                Observation($0.phase, "asked as \(probe.service): \($0.detail)")
            }
            if conversation.rank > (best?.rank ?? -1) { best = conversation }
            // Recognised: no need to ask further. No connection: the next service would get none either.
            if conversation.isRecognised || conversation.hadNoConnection { break }
        }
        if attempts > 1, best?.isRecognised == false { best?.outcome.evidence = seen }
        var conversation = best ?? Conversation(probe: nil, outcome: ProbeOutcome())
        if conversation.outcome.access.isExposed {
            // Those tried before it found nothing of theirs.
            for probe in untried {
                let timeLeft = configuration.timeout - (ContinuousClock.now - started)
                guard whyNotGoOn(timeLeft: timeLeft, bytesLeft: bytesLeft) == nil else { break }
                let report = await secondOpinion(
                    probe.service, endpoint, address, scopeGuard, timeLeft: timeLeft, bytesLeft: bytesLeft)
                bytesLeft -= min(max(0, report.bytesReceived), bytesLeft)
                conversation.hold(against: report.outcome, of: probe)
            }
        }
        let account = await askAsAccount(
            endpoint, address, scopeGuard, after: conversation,
            timeLeft: configuration.timeout - (ContinuousClock.now - started), bytesLeft: bytesLeft)
        return EndpointResult(
            endpoint: endpoint, address: address, conversation: conversation, account: account,
            elapsed: ContinuousClock.now - started)
    }

    /// The second conversation, as the operator's own account: only at the target that it was named with, and only with
    /// a server that the stranger's conversation has recognised as the account's service.
    private func askAsAccount(
        _ endpoint: Endpoint, _ address: IPAddress, _ scopeGuard: ScopeGuard, after stranger: Conversation,
        timeLeft: Duration, bytesLeft: Int
    ) async -> AccountConversation? {
        guard let credential = endpoint.target.account else { return nil }
        guard let probe = stranger.probe, stranger.isRecognised, let scheme = endpoint.target.scheme,
            probe.schemes.contains(scheme)
        else {
            return AccountConversation(
                credential, login: .undecided("the account was not sent: no server of its kind was recognised there"))
        }
        if let why = whyNotGoOn(timeLeft: timeLeft, bytesLeft: bytesLeft) {
            return AccountConversation(credential, login: .undecided("the account was not sent: \(why)"))
        }
        let collector = DatasetCollector(catalog: catalog, maximumDatasets: configuration.maximumDatasets)
        var request = request(
            probe.service, endpoint, address, scopeGuard, timeLeft: timeLeft, bytesLeft: bytesLeft)
        request.options.credential = credential
        request.options.isLoopback = AddressKind(address) == .loopback
        request.options.startsWithTLS = request.options.startsWithTLS || stranger.outcome.tls != nil
        let outcome = await prober.probe(request, into: collector).outcome
        collector.finish()
        return AccountConversation(
            credential, login: outcome.login ?? .undecided("the account was not sent"), outcome: outcome,
            collector: collector)
    }

    /// Speaks to an exposed endpoint as another service, to see whether it plays that one too. Nothing is sampled.
    private func secondOpinion(
        _ service: Service, _ endpoint: Endpoint, _ address: IPAddress, _ scopeGuard: ScopeGuard, timeLeft: Duration,
        bytesLeft: Int
    ) async -> ProbeReport {
        var request = request(
            service, endpoint, address, scopeGuard, timeLeft: min(timeLeft, Self.secondOpinionTime),
            bytesLeft: min(bytesLeft, Self.secondOpinionBytes))
        request.options.maximumDatasets = 0
        return await prober.probe(request, into: DatasetCollector(catalog: catalog, maximumDatasets: 0))
    }

    /// A database that is asked in another's protocol says nothing or hangs up: there is little to wait for.
    private static let secondOpinionTime = Duration.seconds(2)
    private static let secondOpinionBytes = 256 * 1024

    /// Why no further conversation may be begun with an endpoint, if none may.
    private func whyNotGoOn(timeLeft: Duration, bytesLeft: Int) -> String? {
        if Task.isCancelled { return "the scan was interrupted" }
        if timeLeft <= .zero { return "the endpoint's time was used up" }
        return bytesLeft <= 0 ? "the bytes allowed for the endpoint were used up" : nil
    }

    private func request(
        _ service: Service, _ endpoint: Endpoint, _ address: IPAddress, _ scopeGuard: ScopeGuard, timeLeft: Duration,
        bytesLeft: Int
    ) -> ProbeRequest {
        ProbeRequest(
            address: address, port: endpoint.port, service: service, options: options(for: endpoint, address),
            timeLeft: timeLeft, bytesLeft: bytesLeft,
            refusal: { dialled in
                switch scopeGuard.decide(dialled, name: endpoint.name) {
                case .allowed: nil
                case .excluded: "\(dialled) is excluded."
                case .refused(let sentence): sentence
                }
            })
    }

    /// The services to try, likeliest first: those that a URL names; else those whose port this is, then the others.
    private func candidates(for endpoint: Endpoint) -> [ProbeInfo] {
        let all = ScanPlan.candidates(for: endpoint.target, among: configuration.probes)
        return all.filter { $0.defaultPorts.contains(endpoint.port) }
            + all.filter { !$0.defaultPorts.contains(endpoint.port) }
    }

    private func options(for endpoint: Endpoint, _ address: IPAddress) -> ProbeOptions {
        ProbeOptions(
            samples: configuration.samples, maximumDatasets: configuration.maximumDatasets,
            clientName: "ajar/\(configuration.version)", contact: configuration.scope?.contact,
            host: endpoint.name ?? address.bracketed, user: endpoint.target.user,
            database: endpoint.target.database, startsWithTLS: endpoint.target.startsWithTLS)
    }
}

/// One service spoken to, and what came of it.
struct Conversation {
    var probe: ProbeInfo?
    var outcome: ProbeOutcome
    var collector: DatasetCollector?

    /// The service is known, if perhaps not what a stranger may do there. TLS that could not be entered may be any
    /// service's: PostgreSQL from 17 takes a bare handshake too, and only its own probe recognises it there.
    var isRecognised: Bool {
        guard outcome.access != .unknown else { return outcome.product != nil }
        return outcome.access.isIdentified && !(isBehindTLS && outcome.product == nil)
    }
    private var isBehindTLS: Bool { outcome.access == .tlsRequired || outcome.access == .clientCertRequired }
    var hadNoConnection: Bool { outcome.access == .closed || outcome.access == .filtered }

    /// Two database protocols on one port, or a service that is open whatever it is asked as, is no database: the one
    /// place where what was said in one conversation is held against what was said in another.
    mutating func hold(against other: ProbeOutcome, of probe: ProbeInfo) {
        guard other.access.isIdentified || other.access == .lookAlike, let product = other.product else { return }
        let open = other.access.isExposed ? ", open there too" : ""
        outcome.flag("honeypot_suspected")
        outcome.evidence.append(
            Observation("role", "the same port answers as \(probe.service) (\(product))\(open): no database is both"))
    }

    /// How much it tells: of several conversations with one endpoint, the one that tells most is reported.
    var rank: Int {
        switch outcome.access {
        case .open, .openRule, .partial, .setup, .authRequired, .tlsRequired, .clientCertRequired, .ipRestricted, .busy:
            isRecognised ? 5 : 4
        case .lookAlike: 3
        case .notThis: 2
        // What it is has been told, which another service's "not this" must not hide.
        case .unknown: isRecognised ? 4 : 1
        case .closed, .filtered: 0
        }
    }
}
