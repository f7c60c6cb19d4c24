import Exposure
import Probes

/// One conversation that the engine asks for: one endpoint, spoken to as one service.
public struct ProbeRequest: Sendable {
    public var address: IPAddress
    public var port: Int
    public var service: Service
    public var options: ProbeOptions
    /// What is left of the endpoint's time.
    public var timeLeft: Duration
    /// What is left of the endpoint's bytes.
    public var bytesLeft: Int
    /// Asked again right before each connection; a sentence says why not.
    public var refusal: @Sendable (IPAddress) -> String?

    public init(
        address: IPAddress, port: Int, service: Service, options: ProbeOptions, timeLeft: Duration, bytesLeft: Int,
        refusal: @escaping @Sendable (IPAddress) -> String?
    ) {
        self.address = address
        self.port = port
        self.service = service
        self.options = options
        self.timeLeft = timeLeft
        self.bytesLeft = bytesLeft
        self.refusal = refusal
    }
}

/// What came of one conversation.
public struct ProbeReport: Sendable, Equatable {
    public var outcome: ProbeOutcome
    /// Bytes received, which the endpoint's next conversation does not have.
    public var bytesReceived: Int

    public init(outcome: ProbeOutcome, bytesReceived: Int = 0) {
        self.outcome = outcome
        self.bytesReceived = bytesReceived
    }
}

/// Talks to endpoints; hides sockets and libpq from the engine, so that its tests need neither.
///
/// It must end by itself: within `timeLeft`, at `bytesLeft`, and soon after its task is cancelled.
public protocol EndpointProber: Sendable {
    /// Identifies the service, decides access, and samples into `sink` what a stranger may read.
    func probe(_ request: ProbeRequest, into sink: DatasetCollector) async -> ProbeReport
}

/// Finds the addresses of a name.
public protocol NameResolver: Sendable {
    /// - Throws: why there are none, as the end of a sentence: `the name does not exist`.
    func addresses(of name: String) async throws(NoAddress) -> [IPAddress]
}

/// Why a name has no address that could be dialled.
public struct NoAddress: Error, Equatable, Sendable {
    public let reason: String

    public init(_ reason: String) {
        self.reason = reason
    }
}
