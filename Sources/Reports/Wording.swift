import Exposure

/// What a person reads, worded in one place for every format. Strings from outside are cleaned here.
enum Wording {
    // MARK: Numbers

    /// `1234567` → `1,234,567`.
    static func number(_ value: Int) -> String {
        var out = ""
        let digits = String(value.magnitude)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += "," }
            out.append(digit)
        }
        return value < 0 ? "-" + out : out
    }

    /// `1 record`, `2 records`.
    static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
        number(value) + " " + (value == 1 ? one : many ?? one + "s")
    }

    /// Never `100%`, for a classifier is never certain.
    static func percent(_ probability: Double) -> String {
        switch probability {
        case ..<0.01: "<1%"
        case 0.01..<0.995: "\(Int((probability * 100).rounded()))%"
        case 0.995...: ">99%"
        default: "?"
        }
    }

    static func duration(milliseconds: Int) -> String {
        let time = max(0, milliseconds)
        switch time {
        case ..<1_000: return "\(time) ms"
        case ..<60_000: return "\(time / 1_000).\(time % 1_000 / 100) s"
        case ..<3_600_000: return "\(time / 60_000) min \(time % 60_000 / 1_000) s"
        default: return "\(number(time / 3_600_000)) h \(time % 3_600_000 / 60_000) min"
        }
    }

    /// `2026-11-24T12:18:00Z` → `24 November 2026, 12:18 UTC`; anything else is shown as it is, cleaned.
    static func time(_ iso: String) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let parts = iso.split(whereSeparator: { "-T:Z.".contains($0) }).map(String.init)
        guard parts.count >= 5, iso.hasSuffix("Z"), let year = Int(parts[0]), let month = Int(parts[1]),
            months.indices.contains(month - 1), let day = Int(parts[2]), parts[3].count == 2, parts[4].count == 2,
            Int(parts[3]) != nil, Int(parts[4]) != nil
        else { return SafeText.clean(iso, limit: 40) }
        return "\(day) \(months[month - 1]) \(year), \(parts[3]):\(parts[4]) UTC"
    }

    static func date(_ iso: String) -> String {
        let whole = time(iso)
        return whole.split(separator: ",").first.map(String.init) ?? whole
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ items: [String], last: String = "and") -> String {
        guard let final = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(last) " + final
    }

    /// `open to anyone` → `Open to anyone.`
    static func sentence(_ words: String) -> String {
        guard let first = words.first else { return "" }
        return first.uppercased() + words.dropFirst() + (words.hasSuffix(".") ? "" : ".")
    }

    // MARK: Endpoints

    static func service(_ service: Service?) -> String {
        switch service?.rawValue {
        case nil: "unknown service"
        case "postgresql": "PostgreSQL"
        case "mongodb": "MongoDB"
        case "elasticsearch": "Elasticsearch"
        case "mysql": "MySQL"
        case "redis": "Redis"
        case .some(let name): SafeText.clean(name, limit: 40)
        }
    }

    /// `PostgreSQL 15.18`; `nil` where the server told neither.
    static func product(_ endpoint: EndpointFinding) -> String? {
        let parts = [endpoint.product, endpoint.version].compactMap { $0 }.filter { !$0.isEmpty }
        guard endpoint.product != nil || endpoint.version != nil, !parts.isEmpty else { return nil }
        let name = endpoint.product == nil ? service(endpoint.service) + " " : ""
        return SafeText.clean(name + parts.joined(separator: " "), limit: 80)
    }

    /// Service, product and version without saying one twice: `PostgreSQL 15.18`, `OpenSearch 2.19.1 (elasticsearch)`.
    static func title(_ endpoint: EndpointFinding) -> String {
        let name = service(endpoint.service)
        guard let product = product(endpoint) else { return name }
        guard let service = endpoint.service, !product.lowercased().hasPrefix(name.lowercased()) else { return product }
        return product + " (\(SafeText.clean(service.rawValue, limit: 40)))"
    }

    /// `10.0.0.5:5432`, `[::1]:5432`.
    static func address(_ endpoint: EndpointFinding) -> String {
        let host = SafeText.clean(endpoint.host, limit: 80)
        return (host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host) + ":\(endpoint.port)"
    }

    static func access(_ access: Access) -> String {
        switch access {
        case .open: "open to anyone"
        case .openRule: "asks for no password, but the name tried does not exist"
        case .partial: "partly open to anyone"
        case .setup: "unclaimed: its first-run page is open to anyone"
        case .authRequired: "asks for a password"
        case .tlsRequired: "speaks TLS only; what lies behind could not be told"
        case .clientCertRequired: "asks for a client certificate"
        case .ipRestricted: "refuses this address"
        case .busy: "busy or starting; ask again later"
        case .lookAlike: "another product that resembles the service"
        case .notThis: "answers, but not as one of the services looked for"
        case .closed: "closed"
        case .filtered: "no answer"
        case .unknown: "could not be told"
        }
    }

    /// The access in few words, to stand behind a number.
    static func label(_ access: Access) -> String {
        switch access {
        case .open: "open"
        case .openRule: "with a rule that asks for no password"
        case .partial: "partly open"
        case .setup: "unclaimed"
        case .authRequired: "with a password"
        case .tlsRequired: "TLS only"
        case .clientCertRequired: "with client certificates"
        case .ipRestricted: "refusing this address"
        case .busy: "busy"
        case .lookAlike: "look-alike"
        case .notThis: "something else"
        case .closed: "closed"
        case .filtered: "without an answer"
        case .unknown: "undecided"
        }
    }

    /// The access in words, with the method where the server asks for a password.
    static func access(of endpoint: EndpointFinding) -> String {
        guard let method = endpoint.authentication, !method.isEmpty else { return access(endpoint.access) }
        return access(endpoint.access) + " (\(SafeText.clean(method, limit: 40)))"
    }

    /// What came of the operator's own account there: whether it got in, and what it may do.
    static func account(_ account: AccountFinding, at endpoint: EndpointFinding) -> String {
        let name = accountName(account)
        let reason = account.reason.map { ": " + SafeText.clean($0, limit: 300) } ?? ""
        switch account.accepted {
        case true?: break
        case false?: return sentence("\(name) was not let in\(reason)")
        case nil: return sentence("what \(name) sees could not be told\(reason)")
        }
        let method = account.method.map { " (\(SafeText.clean($0, limit: 40)))" } ?? ""
        // The same sentences as of a stranger, of somebody else.
        var seen = endpoint
        seen.access = account.access ?? .authRequired
        seen.privileges = account.privileges
        seen.privileges?.role = nil
        let may = stranger(at: seen, who: String(sentence("\(name)\(method)").dropLast()))
        seen.datasetsListed = account.datasetsListed
        seen.datasetsRead = account.datasetsRead
        return [may.isEmpty ? sentence("\(name)\(method) was let in, and reads nothing") : may, coverage(of: seen)]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `the account reader`, `the account` where its name is not known.
    static func accountName(_ account: AccountFinding) -> String {
        account.user.map { "the account \(SafeText.clean($0, limit: 60))" } ?? "the account"
    }

    /// What a stranger may do there, as sentences; empty where there is nothing to say.
    static func stranger(at endpoint: EndpointFinding, who: String = "A stranger") -> String {
        switch endpoint.access {
        case .openRule where endpoint.privileges == nil:
            return "A stranger is let in without a password as soon as a role or database that exists is named."
        case .setup where endpoint.privileges == nil:
            return "A stranger may finish the set-up and become its administrator."
        case .open, .partial, .openRule, .setup: break
        default: if endpoint.privileges == nil { return "" }
        }
        var privileges = endpoint.privileges ?? Privileges()
        // Data was read, whatever the server says about the role.
        if endpoint.access.isExposed, privileges.read == nil { privileges.read = true }
        let powers = privileges.powers(over: endpoint.access == .partial ? "some of the data" : "data")
        let (may, mayNot, untold) = (powers.may, powers.mayNot, powers.untold)
        let title = privileges.superuser == true ? "the superuser " : ""
        let role = privileges.role.map { ", as \(title)\(SafeText.clean($0, limit: 60))," } ?? ""
        var sentences: [String] = []
        if may.isEmpty {
            if !mayNot.isEmpty { sentences.append("\(who)\(role) may not \(list(mayNot, last: "or")).") }
        } else {
            let join = may.count == 2 ? may.joined(separator: ", and ") : list(may)
            let not = mayNot.isEmpty ? "" : ", but not \(list(mayNot, last: "or"))"
            sentences.append("\(who)\(role) may \(join)\(not).")
        }
        if !untold.isEmpty, untold.count < 4 {
            sentences.append("Whether they may \(list(untold, last: "or")) could not be told.")
        }
        return sentences.joined(separator: " ")
    }

    static func tls(of endpoint: EndpointFinding) -> String {
        guard let facts = endpoint.tls else {
            return "not seen; what is sent can be read and changed on the way"
        }
        return tls(facts)
    }

    static func tls(_ facts: TLSFacts) -> String {
        let version = SafeText.clean(facts.version, limit: 20)
        var parts = [version]
        if ["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"].contains(facts.version) {
            parts = ["\(version) (outdated; TLS 1.2 or newer is needed)"]
        }
        if let certificate = facts.certificate {
            let subject = SafeText.clean(certificate.subject, limit: 80)
            parts.append(subject.isEmpty ? "certificate without a subject" : "certificate of \(subject)")
            if certificate.selfSigned { parts.append("self-signed") }
            parts.append((certificate.expired ? "expired on " : "valid until ") + date(certificate.notAfter))
        }
        return parts.joined(separator: ", ")
    }

    static func flag(_ flag: String) -> String {
        switch flag {
        case "ransomed": "A ransom note was found: the data may already have been taken or destroyed."
        case "honeypot_suspected": "This may be a honeypot: a trap that only plays a database."
        case "cleartext_password": "Passwords sent to it cross the network in clear."
        case "old_tls": "It speaks no TLS newer than 1.1, which is broken and no longer allowed."
        case "truncated": "The server sent more than the limits allow; only a part was looked at."
        default:
            "Noted: " + SafeText.clean(flag, limit: 60).split(separator: "_").joined(separator: " ") + "."
        }
    }

    /// How many of its datasets were read; empty where none was listed or read.
    /// What the operator wrote to name the endpoint; empty where that is the address itself.
    static func target(of endpoint: EndpointFinding) -> String {
        let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
        if [endpoint.host, host, "\(host):\(endpoint.port)"].contains(endpoint.target) { return "" }
        return SafeText.clean(endpoint.target)
    }

    static func coverage(of endpoint: EndpointFinding) -> String {
        guard let listed = endpoint.datasetsListed else {
            return endpoint.datasetsRead > 0 ? count(endpoint.datasetsRead, "dataset") + " read." : ""
        }
        let (unread, overflow) = listed.subtractingReportingOverflow(endpoint.datasetsRead)
        let left = !overflow && unread > 0 ? "; \(number(unread)) not read" : ""
        return count(listed, "dataset") + " listed, \(number(endpoint.datasetsRead)) read\(left)."
    }

    /// The last thing seen there: why a verdict is as it is.
    static func why(_ endpoint: EndpointFinding) -> String? {
        endpoint.evidence.last.map { SafeText.clean($0.detail, limit: 200) }
    }

    // MARK: Datasets

    static func dataset(_ dataset: DatasetFinding) -> String {
        let name = SafeText.clean(dataset.dataset)
        if name == "-" { return "standard input" }
        return name.isEmpty ? "(no name)" : name
    }

    /// How many of a type's values are set aside for tests, behind something else; empty where none are.
    static func tests(_ type: TypeFinding) -> String {
        guard let count = type.testValues, count > 0 else { return "" }
        return count == type.matched ? ", all test data" : ", \(number(count)) test data"
    }

    /// The same of all identifiers in a dataset.
    static func tests(_ dataset: DatasetFinding) -> String {
        guard let share = dataset.testShare, share > 0 else { return "" }
        return " · \(share == 1 ? "100%" : percent(share)) of identifiers look like test data"
    }

    static func records(of dataset: DatasetFinding) -> String {
        let sampled = count(dataset.recordsSampled, "record")
        var text: String
        if let estimated = dataset.recordsEstimated, estimated > dataset.recordsSampled {
            text = "\(sampled) sampled of about \(number(estimated))"
            if dataset.sampling == .settled { text += ", enough to tell" }
        } else if dataset.recordsEstimated != nil || dataset.service == nil || dataset.sampling == .all {
            text = dataset.recordsSampled == 1 ? "1 record read" : "all \(sampled) read"
        } else {
            text = "\(sampled) sampled"
        }
        if dataset.recordsBroken > 0 { text += ", \(number(dataset.recordsBroken)) could not be parsed" }
        return text
    }

    static func field(_ field: FieldFinding) -> String {
        field.field.isEmpty ? "(text)" : SafeText.clean(field.field)
    }

    static func type(_ id: String) -> String {
        typeNames[id] ?? SafeText.clean(id, limit: 60).split(separator: "_").joined(separator: " ")
    }

    /// Names that are more than the id without its underscores.
    private static let typeNames = [
        "nhs_number": "NHS number", "chi_number": "CHI number", "hc_number": "H&C number",
        "nino": "National Insurance no.", "person_name": "person's name", "uk_postcode": "UK postcode",
        "email": "e-mail address", "iban": "IBAN", "sort_code_account": "sort code / account",
        "driving_licence": "driving licence no.", "utr": "taxpayer reference", "icd10_code": "ICD-10 code",
        "snomed_code": "SNOMED CT code", "read_code": "Read code", "opcs4_code": "OPCS-4 code",
        "secret_api_key": "secret or API key", "ip_address": "IP address",
    ]

    static func band(_ level: Level) -> String { level.rawValue.uppercased() }
}
