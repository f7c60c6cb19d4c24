/// One address and port that was dialled, and what a stranger may do there.
public struct EndpointFinding: Sendable, Codable, Equatable {
    public var kind = "endpoint"
    /// Stable over scans: a hash of target, port and service.
    public var id: String
    /// What the operator named.
    public var target: String
    /// The address that was dialled.
    public var host: String
    public var port: Int
    /// `nil` where no probe recognised the service.
    public var service: Service?
    public var product: String?
    public var version: String?
    public var access: Access
    /// How the server wants to be authenticated to, where it says so: `scram-sha-256`, `md5`, `basic`, …
    public var authentication: String?
    public var privileges: Privileges?
    public var tls: TLSFacts?
    /// `ransomed`, `honeypot_suspected`, `cleartext_password`, `truncated`, …
    public var flags: [String]
    public var evidence: [Observation]
    /// Datasets that exist, as far as a stranger sees; `nil` where they could not be listed.
    public var datasetsListed: Int?
    /// Datasets of which a record was read.
    public var datasetsRead: Int
    public var severity: Level
    /// Milliseconds spent at this endpoint.
    public var elapsedMs: Int
    /// What the operator's own account sees there, where one was named. All else is about strangers.
    public var account: AccountFinding?

    public init(
        id: String, target: String, host: String, port: Int, service: Service?, product: String? = nil,
        version: String? = nil, access: Access, authentication: String? = nil, privileges: Privileges? = nil,
        tls: TLSFacts? = nil, flags: [String] = [], evidence: [Observation] = [], datasetsListed: Int? = nil,
        datasetsRead: Int = 0, severity: Level = .none, elapsedMs: Int = 0, account: AccountFinding? = nil
    ) {
        self.id = id
        self.target = target
        self.host = host
        self.port = port
        self.service = service
        self.product = product
        self.version = version
        self.access = access
        self.authentication = authentication
        self.privileges = privileges
        self.tls = tls
        self.flags = flags
        self.evidence = evidence
        self.datasetsListed = datasetsListed
        self.datasetsRead = datasetsRead
        self.severity = severity
        self.elapsedMs = elapsedMs
        self.account = account
    }
}

/// What the operator's own account may do at an endpoint. Holds its name at the most, and no secret.
public struct AccountFinding: Sendable, Codable, Equatable {
    /// `nil` for an API key, and where libpq's default is taken.
    public var user: String?
    /// Whether the server took it; `nil` where that could not be told.
    public var accepted: Bool?
    /// Why it was not accepted, or why that could not be told.
    public var reason: String?
    /// How it logged in: `scram-sha-256`, `basic`, `api_key`, `password`, `no_password`, …
    public var method: String?
    /// `open`: everything it was shown could be read; `partial`: some of it; `nil` where nothing was read.
    public var access: Access?
    public var privileges: Privileges?
    /// Datasets that it sees, those that strangers see too included; `nil` where they could not be listed.
    public var datasetsListed: Int?
    public var datasetsRead: Int

    public init(
        user: String? = nil, accepted: Bool? = nil, reason: String? = nil, method: String? = nil,
        access: Access? = nil, privileges: Privileges? = nil, datasetsListed: Int? = nil, datasetsRead: Int = 0
    ) {
        self.user = user
        self.accepted = accepted
        self.reason = reason
        self.method = method
        self.access = access
        self.privileges = privileges
        self.datasetsListed = datasetsListed
        self.datasetsRead = datasetsRead
    }
}

/// Who sees a dataset, where it is not strangers.
public enum Viewer: String, Sendable, Codable, CaseIterable {
    /// The operator's own account, and no stranger.
    case account
}

/// One table, collection, index or file, and how sensitive its records are.
public struct DatasetFinding: Sendable, Codable, Equatable {
    public var kind = "dataset"
    /// Stable over scans: a hash of target, service and dataset name.
    public var id: String
    public var target: String
    /// `nil` for a file.
    public var service: Service?
    /// The `id` of the endpoint it was read from; `nil` for a file. One target may hold many endpoints.
    public var endpoint: String?
    /// `database.schema.table`, `database.collection`, index name, or path.
    public var dataset: String
    /// `nil` where strangers see it, and for a file.
    public var seenBy: Viewer?
    /// The server's own estimate; `nil` where it has none.
    public var recordsEstimated: Int?
    public var recordsSampled: Int
    /// Records that could not be parsed, and were passed over.
    public var recordsBroken: Int
    /// Why no more were read; `nil` for a file, which is read whole, and where reading broke off.
    public var sampling: SamplingStop?
    public var sensitivity: Level
    public var severity: Level
    /// Plain words, the weightiest first.
    public var reasons: [String]
    public var fields: [FieldFinding]
    /// Share of the identifiers that are set aside for tests and examples, 0…1; `nil` where there are none of which it can be
    /// told.
    public var testShare: Double?

    public init(
        id: String, target: String, service: Service?, endpoint: String? = nil, dataset: String,
        recordsEstimated: Int? = nil, recordsSampled: Int, recordsBroken: Int = 0, sampling: SamplingStop? = nil,
        sensitivity: Level, severity: Level, reasons: [String], fields: [FieldFinding], seenBy: Viewer? = nil,
        testShare: Double? = nil
    ) {
        self.id = id
        self.target = target
        self.service = service
        self.endpoint = endpoint
        self.dataset = dataset
        self.recordsEstimated = recordsEstimated
        self.recordsSampled = recordsSampled
        self.recordsBroken = recordsBroken
        self.sampling = sampling
        self.sensitivity = sensitivity
        self.severity = severity
        self.reasons = reasons
        self.fields = fields
        self.seenBy = seenBy
        self.testShare = testShare
    }
}

/// The types found in one field.
public struct FieldFinding: Sendable, Codable, Equatable {
    /// Dotted path, array positions left out; empty for text without structure.
    public var field: String
    public var types: [TypeFinding]
    /// Types that something spoke for, and that are not believed; only where an explanation was asked for.
    public var considered: [TypeFinding]?

    public init(field: String, types: [TypeFinding], considered: [TypeFinding]? = nil) {
        self.field = field
        self.types = types
        self.considered = considered
    }
}

/// How sure the classifier is of one type in one field, and on what count.
public struct TypeFinding: Sendable, Codable, Equatable {
    /// A detector's id: `nhs_number`, `uk_postcode`, …
    public var type: String
    /// Probability, 0…1.
    public var confidence: Double
    /// Values that were tested.
    public var tested: Int
    /// Values that matched.
    public var matched: Int
    /// One masked example (`943 ••• ••19`); never a raw value.
    public var mask: String?
    /// Of those that matched, the ones that are set aside for tests and examples; `nil` for types that know none.
    public var testValues: Int?
    /// Distinct ones of these.
    public var testDistinct: Int?
    /// What counted for and against the type; only where an explanation was asked for.
    public var evidence: [EvidenceFinding]?

    public init(
        type: String, confidence: Double, tested: Int, matched: Int, mask: String? = nil, testValues: Int? = nil,
        testDistinct: Int? = nil, evidence: [EvidenceFinding]? = nil
    ) {
        self.type = type
        self.confidence = confidence
        self.tested = tested
        self.matched = matched
        self.mask = mask
        self.testValues = testValues
        self.testDistinct = testDistinct
        self.evidence = evidence
    }
}

/// One thing that counted for a type in a field, or against it.
public struct EvidenceFinding: Sendable, Codable, Equatable {
    /// Plain words; of data counts only.
    public var because: String
    /// Natural logarithm of how much more likely it is where the field holds the type; below 0 against it.
    public var nats: Double

    public init(because: String, nats: Double) {
        self.because = because
        self.nats = nats
    }
}

/// The last line of a scan or classification.
public struct Summary: Sendable, Codable, Equatable {
    public var kind = "summary"
    public var version: String
    /// ISO 8601, UTC.
    public var startedAt: String
    public var elapsedMs: Int
    public var targets: Int
    public var endpoints: Int
    /// Endpoints by access state.
    public var access: [String: Int]
    public var datasets: Int
    public var recordsSampled: Int
    public var recordsBroken: Int
    /// Datasets by sensitivity.
    public var sensitivity: [String: Int]
    public var worstSeverity: Level
    /// The threshold of `--fail-on`, where one was set.
    public var failOn: Level?
    /// Whether everything asked for was done. A scan that was not complete is never clean.
    public var complete: Bool
    /// Why not, one sentence each.
    public var incomplete: [String]

    public init(
        version: String, startedAt: String, elapsedMs: Int, targets: Int, endpoints: Int, access: [String: Int],
        datasets: Int, recordsSampled: Int, recordsBroken: Int, sensitivity: [String: Int], worstSeverity: Level,
        failOn: Level?, complete: Bool, incomplete: [String]
    ) {
        self.version = version
        self.startedAt = startedAt
        self.elapsedMs = elapsedMs
        self.targets = targets
        self.endpoints = endpoints
        self.access = access
        self.datasets = datasets
        self.recordsSampled = recordsSampled
        self.recordsBroken = recordsBroken
        self.sensitivity = sensitivity
        self.worstSeverity = worstSeverity
        self.failOn = failOn
        self.complete = complete
        self.incomplete = incomplete
    }
}
