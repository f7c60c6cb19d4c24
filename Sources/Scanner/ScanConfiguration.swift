import Exposure
import Probes

/// All that a scan is asked to do.
public struct ScanConfiguration: Sendable {
    public var targets: [Target]
    /// For targets that name no port; `nil` for each service's own.
    public var ports: [Int]?
    /// The services to look for.
    public var probes: [ProbeInfo]
    public var exclusions: Exclusions
    public var scope: ScopeFile?
    /// Records to sample per dataset at the most; fewer where they settle what is said of it.
    public var samples: Int
    /// Datasets to sample at the most per endpoint.
    public var maximumDatasets: Int
    /// For one endpoint, all that is done there.
    public var timeout: Duration
    /// Bytes received from one endpoint, all that is done there.
    public var maximumBytes: Int
    /// Endpoints that are talked to at once.
    public var concurrency: Int
    public var failOn: Level?
    /// Of this program.
    public var version: String

    public init(
        targets: [Target], ports: [Int]? = nil, probes: [ProbeInfo], exclusions: Exclusions = Exclusions(),
        scope: ScopeFile? = nil, samples: Int = 200, maximumDatasets: Int = 200, timeout: Duration = .seconds(30),
        maximumBytes: Int = 64 << 20, concurrency: Int = 64, failOn: Level? = nil, version: String
    ) {
        self.targets = targets
        self.ports = ports
        self.probes = probes
        self.exclusions = exclusions
        self.scope = scope
        self.samples = samples
        self.maximumDatasets = maximumDatasets
        self.timeout = timeout
        self.maximumBytes = maximumBytes
        self.concurrency = concurrency
        self.failOn = failOn
        self.version = version
    }
}

/// What a scan tells while it runs, one at a time and in this order for each endpoint: the endpoint, its datasets, and
/// how far the scan is.
public enum ScanEvent: Sendable, Equatable {
    case endpoint(EndpointFinding)
    case dataset(DatasetFinding)
    case progress(ScanProgress)
}

/// How far a scan is.
public struct ScanProgress: Sendable, Equatable {
    public var done: Int
    public var total: Int
    /// The endpoint finished last.
    public var latest: String

    public init(done: Int, total: Int, latest: String) {
        self.done = done
        self.total = total
        self.latest = latest
    }
}
