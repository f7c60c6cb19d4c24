import Exposure
import Reports

/// Findings as a scan of a small estate would give them. Every name and mask is made up.
enum Samples {
    static let postgres = EndpointFinding(
        id: StableID.of("10.20.4.11", "5432", "postgresql"), target: "10.20.4.0/24", host: "10.20.4.11", port: 5432,
        service: Service(rawValue: "postgresql"), product: "PostgreSQL", version: "15.18", access: .open,
        privileges: Privileges(role: "postgres", read: true, write: true, administer: true, runCommands: true),
        flags: ["cleartext_password"],
        evidence: [
            Observation("connect", "TCP connection accepted"),
            Observation("tls", "The server answered N to SSLRequest: no TLS"),
            Observation("startup", "AuthenticationOk without a password, then ReadyForQuery, as role postgres"),
            Observation("list", "6 tables in 2 databases"),
            Observation("read", "Records were read from 5 tables in a read-only transaction"),
        ],
        datasetsListed: 6, datasetsRead: 5, severity: .critical, elapsedMs: 1840)

    static let mongo = EndpointFinding(
        id: StableID.of("10.20.4.12", "27017", "mongodb"), target: "10.20.4.0/24", host: "10.20.4.12", port: 27017,
        service: Service(rawValue: "mongodb"), product: "MongoDB", version: "4.4.29", access: .open,
        privileges: Privileges(read: true, write: true),
        tls: TLSFacts(
            version: "TLSv1.2", cipher: "ECDHE-RSA-AES256-GCM-SHA384",
            certificate: TLSFacts.Certificate(
                subject: "CN=mongo.internal.example", issuer: "CN=mongo.internal.example",
                names: ["mongo.internal.example"],
                notBefore: "2021-03-01T00:00:00Z", notAfter: "2024-03-01T00:00:00Z", selfSigned: true, expired: true)),
        flags: ["ransomed"],
        evidence: [
            Observation("hello", "maxWireVersion 9, a standalone server"),
            Observation("list", "listDatabases answered without authentication: 4 databases"),
        ],
        datasetsListed: 3, datasetsRead: 3, severity: .high, elapsedMs: 912)

    static let openSearch = EndpointFinding(
        id: StableID.of("10.20.4.13", "9200", "elasticsearch"), target: "search.example.nhs.uk", host: "10.20.4.13",
        port: 9200, service: Service(rawValue: "elasticsearch"), product: "OpenSearch", version: "2.19.1",
        access: .partial, privileges: Privileges(read: true, write: false, administer: false, runCommands: false),
        tls: TLSFacts(version: "TLSv1.3"),
        evidence: [Observation("read", "_cat/indices answered; 1 of 3 indices could be read")], datasetsListed: 3,
        datasetsRead: 2, severity: .moderate, elapsedMs: 403)

    static let others = [
        endpoint("10.20.4.21", 5432, "postgresql", .authRequired, method: "scram-sha-256"),
        endpoint("10.20.4.22", 27017, "mongodb", .authRequired, version: "7.0.14"),
        endpoint("10.20.4.23", 9200, "elasticsearch", .clientCertRequired),
        endpoint("10.20.4.24", 5432, "postgresql", .unknown, detail: "The connection was closed after SSLRequest"),
        endpoint("10.20.4.25", 9200, nil, .notThis), endpoint("10.20.4.26", 5432, nil, .closed),
        endpoint("10.20.4.27", 5432, nil, .filtered),
    ]

    static func endpoint(
        _ host: String, _ port: Int, _ service: String?, _ access: Access, version: String? = nil,
        method: String? = nil,
        detail: String = "seen"
    ) -> EndpointFinding {
        EndpointFinding(
            id: StableID.of(host, String(port), service ?? ""), target: "10.20.4.0/24", host: host, port: port,
            service: service.map(Service.init(rawValue:)), version: version, access: access, authentication: method,
            evidence: [Observation("startup", detail)], elapsedMs: 31)
    }

    static let datasets = [
        DatasetFinding(
            id: StableID.of("patients"), target: "10.20.4.0/24", service: postgres.service, endpoint: postgres.id,
            dataset: "ehr.public.patients", recordsEstimated: 48_210, recordsSampled: 200, sampling: .cap,
            sensitivity: .critical, severity: .critical,
            reasons: [
                "NHS numbers stand beside diagnoses in 197 of 200 records: health data of identified people",
                "Name, date of birth and full postcode identify a person in every record",
                "About 48,000 people, by the server's own estimate",
            ],
            fields: [
                field("nhs_no", ("nhs_number", 0.9999, 200, 200, "943 ••• ••19")),
                field("full_name", ("person_name", 0.97, 200, 192, "M••••• O•••••")),
                field("dob", ("date_of_birth", 0.99, 200, 200, "••••-••-14")),
                field("address.postcode", ("uk_postcode", 0.99, 198, 198, "LS• •••")),
                field(
                    "notes", ("clinical_term", 0.98, 200, 171, "t••• 2 d•••••••"),
                    ("medication", 0.94, 200, 133, "m••••••••"), ("phone_number", 0.61, 200, 12, "077•• •••••8")),
            ]),
        DatasetFinding(
            id: StableID.of("safeguarding"), target: "10.20.4.0/24", service: postgres.service, endpoint: postgres.id,
            dataset: "ehr.legal.safeguarding_cases", recordsEstimated: 1_204, recordsSampled: 100,
            sensitivity: .critical, severity: .critical,
            reasons: ["Child-protection records name the child", "Criminal-offence data of people who are identified"],
            fields: [
                field("child_name", ("person_name", 0.98, 100, 99, "A••• B•••••")),
                field("allegation", ("criminal_offence", 0.93, 100, 64, "a•••••• b•••••••")),
            ]),
        DatasetFinding(
            id: StableID.of("staff"), target: "10.20.4.0/24", service: postgres.service, endpoint: postgres.id,
            dataset: "hr.public.staff", recordsEstimated: 812, recordsSampled: 812, sensitivity: .high, severity: .high,
            reasons: ["National Insurance numbers and bank details beside names"],
            fields: [
                field("ni_number", ("nino", 0.99, 812, 812, "QQ •• •• •• C")),
                field("bank", ("sort_code_account", 0.96, 812, 809, "••-••-•• •••••••1")),
                field("contact.email", ("email", 0.99, 812, 812, "j•••@•••.example")),
            ]),
        plain("ehr.public.icd10_codes", 14_400, 100), plain("ehr.public.wards", 42, 42),
        DatasetFinding(
            id: StableID.of("vaccinations"), target: "10.20.4.0/24", service: mongo.service, endpoint: mongo.id,
            dataset: "clinic.vaccinations", recordsEstimated: 90_112, recordsSampled: 200, recordsBroken: 3,
            sensitivity: .high, severity: .high, reasons: ["NHS numbers tell who is a patient where"],
            fields: [field("patient.nhs", ("nhs_number", 0.999, 200, 200, "485 ••• ••32"))]),
        DatasetFinding(
            id: StableID.of("newsletter"), target: "search.example.nhs.uk", service: openSearch.service,
            endpoint: openSearch.id, dataset: "newsletter-2025", recordsEstimated: 5_001, recordsSampled: 200,
            sensitivity: .moderate, severity: .moderate, reasons: ["Private e-mail addresses of people"],
            fields: [field("mail", ("email", 0.99, 200, 200, "s••••@•••.example"))]),
    ]

    static let findings = Findings(
        endpoints: [openSearch, mongo] + others + [postgres], datasets: datasets.reversed(), summary: summary)

    static let summary = Summary(
        version: "0.1.0", startedAt: "2026-11-24T12:18:00Z", elapsedMs: 8_420, targets: 2, endpoints: 10,
        access: [
            "open": 2, "partial": 1, "auth_required": 2, "client_cert_required": 1, "unknown": 1, "not_this": 1,
            "closed": 1, "filtered": 1,
        ], datasets: 7, recordsSampled: 1_654, recordsBroken: 3,
        sensitivity: ["critical": 2, "high": 2, "moderate": 1, "none": 2], worstSeverity: .critical, failOn: .high,
        complete: false, incomplete: ["The time limit of 10 s was reached at 10.20.4.28; 3 addresses were not dialled."]
    )

    static let clean = Findings(
        endpoints: [others[0]], datasets: [],
        summary: Summary(
            version: "0.1.0", startedAt: "2026-11-24T12:18:00Z", elapsedMs: 420, targets: 1, endpoints: 1,
            access: ["auth_required": 1], datasets: 0, recordsSampled: 0, recordsBroken: 0, sensitivity: [:],
            worstSeverity: .none, failOn: .high, complete: true, incomplete: []))

    static let empty = Findings(
        endpoints: [], datasets: [],
        summary: Summary(
            version: "0.1.0", startedAt: "2026-11-24T12:18:00Z", elapsedMs: 2, targets: 0, endpoints: 0, access: [:],
            datasets: 0, recordsSampled: 0, recordsBroken: 0, sensitivity: [:], worstSeverity: .none, failOn: nil,
            complete: true, incomplete: []))

    /// `ajar classify` over two files.
    static let files = Findings(
        endpoints: [],
        datasets: [
            DatasetFinding(
                id: StableID.of("letters"), target: "exports/letters.txt", service: nil, dataset: "exports/letters.txt",
                recordsSampled: 1, sensitivity: .critical, severity: .critical,
                reasons: ["A named patient stands beside a diagnosis"],
                fields: [field("", ("clinical_term", 0.9, 1, 1, "a•••••"))]),
            DatasetFinding(
                id: StableID.of("-"), target: "-", service: nil, dataset: "-", recordsSampled: 300, sensitivity: .none,
                severity: .none, reasons: [], fields: []),
        ],
        summary: Summary(
            version: "0.1.0", startedAt: "2026-11-24T12:18:00Z", elapsedMs: 77, targets: 2, endpoints: 0, access: [:],
            datasets: 2, recordsSampled: 301, recordsBroken: 0, sensitivity: ["critical": 1, "none": 1],
            worstSeverity: .critical, failOn: nil, complete: true, incomplete: []))

    /// Text that a hostile server could use as a name, each to be met in every place that takes outside text.
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;b&gt; & co",
        "</style><script>", "\u{202E}gpj.exe\u{202C}", "\u{2066}isolated\u{2069}", "\u{1b}[2J\u{1b}]0;owned\u{07}",
        "\u{9b}31mred", "two\r\nlines\u{2028}three", String(repeating: "A", count: 10_000),
        "a" + String(repeating: "\u{0301}", count: 500), "\u{E0041}\u{200B}\u{FEFF}tag", "محمد 患者 🩺", "\0nul", "",
    ]

    /// The same text everywhere.
    static func findings(naming text: String) -> Findings {
        var endpoint = postgres
        endpoint.target = text
        endpoint.host = text
        endpoint.service = Service(rawValue: text)
        endpoint.product = text
        endpoint.version = text
        endpoint.authentication = text
        endpoint.privileges?.role = text
        endpoint.tls = mongo.tls
        endpoint.tls?.version = text
        endpoint.tls?.certificate?.subject = text
        endpoint.tls?.certificate?.notAfter = text
        endpoint.flags = [text]
        endpoint.evidence = [Observation(text, text)]
        endpoint.account = AccountFinding(
            user: text, accepted: true, reason: text, method: text, access: .partial,
            privileges: Privileges(role: text, read: true))
        var dataset = datasets[0]
        dataset.dataset = text
        dataset.reasons = [text]
        dataset.fields = [field(text, (text, 0.5, 1, 1, text))]
        var harmless = datasets[3]
        harmless.dataset = text
        var loose = dataset
        loose.endpoint = nil
        loose.service = nil
        var refused = endpoint
        refused.id = "0"
        refused.access = .unknown
        refused.severity = .none
        refused.account?.accepted = false
        var summary = summary
        summary.version = text
        summary.startedAt = text
        summary.incomplete = [text]
        var own = dataset
        own.seenBy = .account
        return Findings(endpoints: [endpoint, refused], datasets: [dataset, harmless, loose, own], summary: summary)
    }

    private static func plain(_ name: String, _ estimated: Int, _ sampled: Int) -> DatasetFinding {
        DatasetFinding(
            id: StableID.of(name), target: "10.20.4.0/24", service: postgres.service, endpoint: postgres.id,
            dataset: name, recordsEstimated: estimated, recordsSampled: sampled, sensitivity: .none, severity: .none,
            reasons: [], fields: [])
    }

    static func field(_ name: String, _ types: (String, Double, Int, Int, String)...) -> FieldFinding {
        FieldFinding(
            field: name,
            types: types.map { TypeFinding(type: $0.0, confidence: $0.1, tested: $0.2, matched: $0.3, mask: $0.4) })
    }
}
