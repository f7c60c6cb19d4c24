import Exposure
import Net
import PostgresSampler
import Probes

/// Talks to real endpoints: the probe's own conversation over `Net`, and for an open PostgreSQL the sampler after it.
public struct LiveProber: EndpointProber {
    // Made here because it must be made before the first connection.
    private let sampler = PostgresSampler()

    public init() {}

    public func probe(_ request: ProbeRequest, into sink: DatasetCollector) async -> ProbeReport {
        guard let probe = ProbeIndex.all.first(where: { $0.service == request.service }),
            let address = try? ResolvedAddress(ip: request.address.description, port: request.port)
        else {
            let evidence = [Observation("connect", "there is no probe for \(request.service) and this address")]
            return ProbeReport(outcome: ProbeOutcome(access: .unknown, evidence: evidence))
        }
        let budget = EndpointBudget(time: request.timeLeft, bytes: request.bytesLeft)
        let refusal = request.refusal
        if case .libpq(let parameters)? = request.options.credential {
            let outcome = await postgres(asAccount: parameters, request, budget, into: sink)
            return ProbeReport(outcome: outcome, bytesReceived: budget.spentBytes)
        }
        let dialer = Dialer { ip, _ in
            guard let address = IPAddress(ip) else { throw OutOfScope(reason: "What was to be dialled is no address.") }
            if let reason = refusal(address) { throw OutOfScope(reason: reason) }
        }
        var outcome = await ProbeRunner(dialer: dialer, limits: Self.limits(within: request.timeLeft)).run(
            probe.machine(request.options), framing: probe.framing, address: address, host: request.options.host,
            clientName: request.options.clientName, sink: sink, budget: budget,
            verifies: Self.verifies(request.options, probe.framing))

        if outcome.access == .open, let entry = outcome.entry {
            // libpq dials by itself, so the scope is asked here.
            if let reason = refusal(request.address) {
                outcome.incomplete.append("no record was read: \(reason)")
            } else {
                let limits = PostgresLimits(deadline: .now + budget.remainingTime)
                let sample = await sampler.sample(
                    host: request.address.description, port: request.port, entry: entry, options: request.options,
                    limits: limits, sink: sink, spend: { budget.spend(bytes: $0) })
                for name in sample.databases { sink.hasName(name) }
                outcome.add(sample)
            }
        }
        return ProbeReport(outcome: outcome, bytesReceived: budget.spentBytes)
    }

    /// HTTP carries the account's secret itself: to another machine it goes only where the certificate is verified.
    static func verifies(_ options: ProbeOptions, _ framing: Framing) -> Bool {
        guard options.credential != nil, !options.isLoopback else { return false }
        switch framing {
        case .http: return true
        // SCRAM shows no password.
        case .bytes: return false
        }
    }

    private func postgres(
        asAccount parameters: [String: Secret], _ request: ProbeRequest, _ budget: EndpointBudget,
        into sink: DatasetCollector
    ) async -> ProbeOutcome {
        if let reason = request.refusal(request.address) {
            return ProbeOutcome(login: .undecided("the account was not sent: \(reason)"))
        }
        let entry = ProbeOutcome.Entry(
            user: parameters["user"]?.reveal() ?? "", database: request.options.database ?? "postgres", tls: false)
        let sample = await sampler.sample(
            host: request.address.description, port: request.port, entry: entry, options: request.options,
            limits: PostgresLimits(deadline: .now + budget.remainingTime), sink: sink,
            spend: { budget.spend(bytes: $0) })
        var outcome = ProbeOutcome(login: sample.login)
        outcome.add(sample)
        return outcome
    }

    /// Waits that fit several times into the endpoint's time: one that the deadline cuts short proves nothing, and
    /// after a silent answer to one service there must be time to ask as another.
    static func limits(within time: Duration) -> ConnectionLimits {
        ConnectionLimits(
            connect: min(.seconds(5), time / 3), handshake: min(.seconds(10), time / 3),
            firstByte: min(.seconds(10), time / 4), idle: min(.seconds(5), time / 4))
    }
}

extension ProbeOutcome {
    /// What the sampler saw, over what the probe saw: it was in, where the probe stood at the door.
    mutating func add(_ sample: PostgresSample) {
        access = sample.access ?? access
        version = sample.version ?? version
        privileges = sample.privileges ?? privileges
        datasetsListed = sample.datasetsListed ?? datasetsListed
        incomplete += sample.incomplete
        evidence += sample.evidence
    }
}
