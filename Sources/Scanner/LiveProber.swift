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
        let dialer = Dialer { ip, _ in
            guard let address = IPAddress(ip) else { throw OutOfScope(reason: "What was to be dialled is no address.") }
            if let reason = refusal(address) { throw OutOfScope(reason: reason) }
        }
        var outcome = await ProbeRunner(dialer: dialer, limits: Self.limits(within: request.timeLeft)).run(
            probe.machine(request.options), framing: probe.framing, address: address, host: request.options.host,
            clientName: request.options.clientName, sink: sink, budget: budget)

        if outcome.access == .open, let entry = outcome.entry {
            // libpq dials by itself, so the scope is asked here.
            if let reason = refusal(request.address) {
                outcome.incomplete.append("no record was read: \(reason)")
            } else {
                let limits = PostgresLimits(deadline: .now + budget.remainingTime)
                let sample = await sampler.sample(
                    host: request.address.description, port: request.port, entry: entry, options: request.options,
                    limits: limits, sink: sink, spend: { budget.spend(bytes: $0) })
                outcome.add(sample)
            }
        }
        return ProbeReport(outcome: outcome, bytesReceived: budget.spentBytes)
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
