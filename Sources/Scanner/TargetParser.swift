import PostgresSampler
import Probes

/// Reads targets and the lists of `--ports`, `--services` and `--exclude`.
///
/// Every refusal is a `UsageError` with one sentence that a test holds word for word. No sentence repeats what may be
/// a credential.
public struct TargetParser: Sendable {
    /// The most addresses one block may have: a /16 of IPv4, a /112 of IPv6.
    public static let maximumBlockSize = 65_536
    /// The longest text of one target.
    static let maximumLength = 2_048

    public let probes: [ProbeInfo]
    private let environment: AccountEnvironment

    /// - Parameter environment: where accounts come from that a URL does not name in full.
    public init(probes: [ProbeInfo], environment: AccountEnvironment = AccountEnvironment()) {
        self.probes = probes
        self.environment = environment
    }

    /// The one target that `--account` names, with the account.
    public func parse(account argument: String) throws(UsageError) -> Target {
        guard argument.contains("://") else {
            throw UsageError(
                "--account takes a URL, like postgres://reader@db.example.org/shop; a host or a range is none.")
        }
        let targets = try parse(argument, asAccount: true)
        guard let target = targets.first, targets.count == 1 else { throw Self.severalHosts(Self.shown(argument)) }
        return target
    }

    /// The targets that one argument names; more than one only for a URL that lists several hosts.
    public func parse(_ argument: String) throws(UsageError) -> [Target] {
        try parse(argument, asAccount: false)
    }

    private func parse(_ argument: String, asAccount: Bool) throws(UsageError) -> [Target] {
        guard !argument.isEmpty else {
            throw UsageError("A target is empty; name a host, an address, a range or a URL.")
        }
        let shown = Self.shown(argument)
        guard argument.utf8.count <= Self.maximumLength else {
            throw UsageError("Target '\(shown)' is longer than \(Self.maximumLength) bytes.")
        }
        if let colon = argument.firstRange(of: "://") {
            return try url(
                argument, scheme: argument[..<colon.lowerBound], rest: argument[colon.upperBound...],
                asAccount: asAccount)
        }
        guard !argument.contains("@") else { throw Self.credentials(shown) }
        if argument.contains("/") { return [try block(argument)] }
        let (host, port) = try authority(argument, in: shown)
        return [Target(text: argument, host: host, port: port)]
    }

    // MARK: Blocks

    private func block(_ argument: String) throws(UsageError) -> Target {
        let shown = Self.shown(argument)
        let block: CIDR
        do {
            block = try CIDR(parsing: argument, strict: false)
        } catch {
            throw UsageError(Self.sentence(error, for: shown, whose: "Target"))
        }
        guard let count = block.count, count <= Self.maximumBlockSize else {
            let smallest = block.base.family.bits - 16
            let size = block.count.map { "\(grouped($0)) addresses" } ?? "more addresses than can be scanned"
            throw UsageError(
                "Target '\(shown)' has \(size), and the most is \(grouped(Self.maximumBlockSize)); "
                    + "split it into blocks of /\(smallest) or smaller.")
        }
        return Target(text: argument, host: .block(block))
    }

    static func sentence(_ fault: CIDR.Fault, for shown: String, whose: String) -> String {
        switch fault {
        case .malformed:
            "\(whose) '\(shown)' is not a range of addresses; write it like 192.0.2.0/24 or 2001:db8::/112."
        case .prefixTooLong(let limit):
            "\(whose) '\(shown)' has a prefix longer than \(limit) bits; write it like "
                + (limit == 32 ? "192.0.2.0/24." : "2001:db8::/112.")
        case .hostBits(let block):
            "\(whose) '\(shown)' does not start its range; did you mean \(block)?"
        }
    }

    // MARK: Hosts and ports

    /// `host`, `host:port`, `[v6]`, `[v6]:port`, or a bare IPv6 address.
    private func authority(_ text: some StringProtocol, in shown: String) throws(UsageError) -> (Target.Host, Int?) {
        let text = String(text)
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else {
                throw UsageError("Target '\(shown)' opens a bracket and does not close it; write [2001:db8::1]:5432.")
            }
            let inside = text[text.index(after: text.startIndex)..<close]
            let after = text[text.index(after: close)...]
            guard inside.contains(":"), let address = try address(inside, in: shown) else {
                throw UsageError("Target '\(shown)' has no IPv6 address between its brackets.")
            }
            guard after.isEmpty || after.hasPrefix(":") else {
                throw UsageError(
                    "Target '\(shown)' goes on after its bracket without a colon; write [2001:db8::1]:5432.")
            }
            return (.address(address), after.isEmpty ? nil : try port(after.dropFirst(), of: shown))
        }
        let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
        if colons > 1 {
            guard let address = try address(text, in: shown) else {
                throw UsageError(
                    "Target '\(shown)' is not an IPv6 address; write host:port, or [2001:db8::1]:5432 for IPv6.")
            }
            return (.address(address), nil)
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let host = try host(parts[0], in: shown)
        return (host, parts.count == 2 ? try port(parts[1], of: shown) : nil)
    }

    private func address(_ text: some StringProtocol, in shown: String) throws(UsageError) -> IPAddress? {
        if text.contains("%") {
            throw UsageError(
                "Target '\(shown)' names a zone (%), which Ajar does not support; use another address of the host.")
        }
        return IPAddress(text)
    }

    private func host(_ text: some StringProtocol, in shown: String) throws(UsageError) -> Target.Host {
        if let address = try address(text, in: shown) { return .address(address) }
        do {
            return .name(try HostName.parse(text))
        } catch {
            throw UsageError(Self.sentence(error, for: shown, whose: "Target"))
        }
    }

    static func sentence(_ fault: HostName.Fault, for shown: String, whose: String) -> String {
        switch fault {
        case .malformed:
            "\(whose) '\(shown)' is not a host name or an address; "
                + "a name has letters, digits and hyphens, with dots between its parts."
        case .looksNumeric:
            "\(whose) '\(shown)' looks like an IPv4 address and is not one; write four numbers from 0 to 255 with dots."
        case .notASCII:
            "\(whose) '\(shown)' has letters outside ASCII; write an international name in its xn-- form."
        }
    }

    private func port(_ text: some StringProtocol, of shown: String) throws(UsageError) -> Int {
        try Self.port(text, where: "Target '\(shown)'")
    }

    private static func port(_ text: some StringProtocol, where place: String) throws(UsageError) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw UsageError("\(place) has a port that is not a number; ports are 1 to 65535.")
        }
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw UsageError("\(place) has port \(printable(text, limit: 20)); ports are 1 to 65535.")
        }
        return port
    }

    // MARK: URLs

    private func url(
        _ argument: String, scheme: Substring, rest: Substring, asAccount: Bool
    ) throws(UsageError) -> [Target] {
        let scheme = scheme.lowercased()
        let shown = Self.shown(argument)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        try refuseCredentials(authority, rest: rest, scheme: scheme, asAccount: asAccount, shown: shown)
        if scheme == "mongodb+srv" {
            throw UsageError(
                "Target '\(shown)' asks for a lookup of DNS SRV records, which Ajar does not do; name the hosts.")
        }
        guard probes.contains(where: { $0.schemes.contains(scheme) }) else {
            let known = Set(probes.flatMap(\.schemes)).sorted().map { $0 + "://" }.joined(separator: ", ")
            throw UsageError("Target '\(shown)' has a scheme that no probe speaks; known are \(known).")
        }
        let isWeb = scheme.hasPrefix("http")

        var user: String?
        var password: Secret?
        var hosts = authority
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first ?? ""
            user = name.isEmpty ? nil : try decoded(name, part: "user", of: shown)
            if parts.count == 2, !parts[1].isEmpty { password = try secret(parts[1], of: shown) }
            hosts = authority[authority.index(after: at)...]
        }
        let tail = rest[end...]
        let path = tail.prefix { !"?#".contains($0) }.dropFirst()
        let database = isWeb || path.isEmpty ? nil : try decoded(path, part: "database", of: shown)
        let query = tail.firstIndex(of: "?").map { tail[tail.index(after: $0)...].prefix { $0 != "#" } } ?? ""
        let tls = try startsWithTLS(query, scheme: scheme, shown: shown)

        if asAccount, hosts.isEmpty, let service = parameters(query)["service"] {
            return [try serviceTarget(service, scheme: scheme, shown: shown)]
        }
        let names = hosts.split(separator: ",", omittingEmptySubsequences: false)
        if isWeb, names.count > 1 {
            throw UsageError("Target '\(shown)' lists several hosts, and a web address has one.")
        }
        var targets: [Target] = []
        for name in names {
            guard !name.isEmpty else { throw UsageError("Target '\(shown)' has no host.") }
            var (host, port) = try self.authority(name, in: shown)
            if port == nil, isWeb { port = scheme == "https" ? 443 : 80 }
            var account: Credential?
            if asAccount || password != nil {
                guard names.count == 1 else { throw Self.severalHosts(shown) }
                if case .address = host, !path.isEmpty, path.utf8.count <= 3, path.allSatisfy(\.isNumber) {
                    throw UsageError("Target '\(shown)' looks like a range; an account is for one host.")
                }
                account = try credential(
                    scheme: scheme, user: user, password: password, database: database, query: query, shown: shown)
            }
            // What is shown and hashed: never the path of a web address nor any query, both may hold a token.
            let text =
                "\(scheme)://" + (user == nil ? "" : authority.prefix { $0 != "@" && $0 != ":" } + "@") + name
                + (database == nil ? "" : "/" + path)
            targets.append(
                Target(
                    text: text, host: host, port: port, scheme: scheme, user: user, database: database,
                    startsWithTLS: tls, account: account))
        }
        return targets
    }

    // MARK: Accounts

    /// The account that a URL and the environment name together; the URL comes first.
    private func credential(
        scheme: String, user: String?, password: Secret?, database: String?, query: Substring, shown: String
    ) throws(UsageError) -> Credential {
        switch scheme {
        case "postgres", "postgresql":
            return .libpq(libpq(environment.libpq(nil), user: user, password: password, query: query))
        case "mongodb":
            let named = parameters(query)
            if let mechanism = named["authmechanism"], !mechanism.uppercased().hasPrefix("SCRAM-SHA-") {
                throw UsageError(
                    "Target '\(shown)' asks for an authMechanism other than SCRAM, and no other is spoken.")
            }
            return .password(
                user: try known(user, "AJAR_MONGODB_USER", shown),
                try known(password, "AJAR_MONGODB_PASSWORD", shown),
                database: try named["authsource"].map { text throws(UsageError) in
                    try decoded(Substring(text), part: "authSource", of: shown)
                } ?? database)
        default:
            let key = environment["AJAR_ELASTICSEARCH_API_KEY"]
            if let key, user == nil, password == nil {
                guard environment["AJAR_ELASTICSEARCH_PASSWORD"] == nil else {
                    throw UsageError(
                        "AJAR_ELASTICSEARCH_API_KEY and AJAR_ELASTICSEARCH_PASSWORD are both set; unset one, "
                            + "or name the user in the URL.")
                }
                return .apiKey(Secret(key))
            }
            let user = try known(user, "AJAR_ELASTICSEARCH_USER", shown)
            guard !user.contains(":") else {
                throw UsageError("Target '\(shown)' has a user with a colon, which HTTP Basic cannot carry.")
            }
            return .password(user: user, try known(password, "AJAR_ELASTICSEARCH_PASSWORD", shown))
        }
    }

    private func known(_ user: String?, _ variable: String, _ shown: String) throws(UsageError) -> String {
        if let user { return user }
        guard let text = environment[variable] else {
            throw UsageError("Target '\(shown)' has no user for the account; name it in the URL or in \(variable).")
        }
        return text
    }

    private func known(_ password: Secret?, _ variable: String, _ shown: String) throws(UsageError) -> Secret {
        if let password { return password }
        guard let text = environment[variable] else {
            throw UsageError("Target '\(shown)' has no password for the account; set \(variable).")
        }
        return Secret(text)
    }

    /// libpq's own values, and over them what the URL says.
    private func libpq(
        _ values: [String: String], user: String?, password: Secret?, query: Substring
    ) -> [String: Secret] {
        var values = LibpqAccount.parameters(of: values)
        if let user { values["user"] = Secret(user) }
        if let password { values["password"] = password }
        for (name, value) in parameters(query) where ["sslmode", "sslrootcert", "channel_binding"].contains(name) {
            values[name] = Secret(value)
        }
        return values
    }

    /// `postgres:///?service=name`: host, port, user and database of libpq's service file.
    private func serviceTarget(_ name: String, scheme: String, shown: String) throws(UsageError) -> Target {
        guard scheme.hasPrefix("postgres") else {
            throw UsageError("Target '\(shown)' names a service, which only PostgreSQL's library knows.")
        }
        let values = environment.libpq(name)
        guard let text = values["host"] ?? values["hostaddr"], !text.hasPrefix("/"), !text.contains(",") else {
            throw UsageError(
                "Service '\(printable(name))' names no host, or not one; it is looked for in ~/.pg_service.conf, "
                    + "or in the file that PGSERVICEFILE names.")
        }
        let host: Target.Host
        if let address = IPAddress(text) { host = .address(address) } else { host = try self.host(text, in: text) }
        let port = try values["port"].map { text throws(UsageError) in try self.port(text, of: shown) }
        let place = (text.contains(":") ? "[\(text)]" : text) + (port.map { ":\($0)" } ?? "")
        let (user, database) = (values["user"], values["dbname"])
        return Target(
            text: "\(scheme)://" + (user.map { "\(printable($0))@" } ?? "") + place
                + (database.map { "/" + printable($0) } ?? ""),
            host: host, port: port, scheme: scheme, user: user, database: database,
            account: .libpq(LibpqAccount.parameters(of: values)))
    }

    /// Names in lower case.
    private func parameters(_ query: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty, let value = try? bytes(parts[1], part: "query", of: "") else {
                continue
            }
            found[parts[0].lowercased()] = String(decoding: value, as: UTF8.self)
        }
        return found
    }

    private static func severalHosts(_ shown: String) -> UsageError {
        UsageError("Target '\(shown)' lists several hosts; an account is for one host.")
    }

    /// Refuses what looks like a password and stands where none can be told for certain.
    private func refuseCredentials(
        _ authority: Substring, rest: Substring, scheme: String, asAccount: Bool, shown: String
    ) throws(UsageError) {
        if let at = authority.lastIndex(of: "@") {
            let userInfo = authority[..<at]
            if userInfo.contains("@") { throw Self.credentials(shown) }
            // A web address may carry a token as its user, and a user alone is of no use there.
            let hasPassword = userInfo.firstIndex(of: ":").map { userInfo.index(after: $0) != userInfo.endIndex }
            if scheme.hasPrefix("http"), !userInfo.isEmpty, !asAccount, hasPassword != true {
                throw Self.credentials(shown)
            }
            if hasPassword == true, userInfo.hasPrefix(":") { throw Self.credentials(shown) }
        } else if rest.contains("@") {
            // `user:pa/ss@host`: the authority ends inside the password.
            let afterColon = authority.hasPrefix("[") ? "" : authority.drop { $0 != ":" }.dropFirst()
            if afterColon.contains(where: { !$0.isNumber && $0 != "," && $0 != ":" }) || !scheme.hasPrefix("http") {
                throw Self.credentials(shown)
            }
        }
    }

    private func startsWithTLS(_ query: Substring, scheme: String, shown: String) throws(UsageError) -> Bool {
        var tls = scheme == "https"
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? parts[1].lowercased() : ""
            switch parts[0].lowercased() {
            case "password", "sslpassword", "passfile", "sslkey", "tlscertificatekeyfilepassword":
                throw Self.credentials(shown)
            case "ssl", "tls": tls = tls || value == "true" || value == "1" || value == "require"
            case "sslmode": tls = tls || ["require", "verify-ca", "verify-full"].contains(value)
            default: break
            }
        }
        return tls
    }

    private func decoded(_ text: Substring, part: String, of shown: String) throws(UsageError) -> String {
        let bytes = try bytes(text, part: part, of: shown)
        guard bytes.count <= 128, let name = String(validating: bytes, as: UTF8.self),
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }), !name.contains("/")
        else {
            throw UsageError("Target '\(shown)' has a \(part) that is not a name of at most 128 bytes.")
        }
        return name
    }

    private func secret(_ text: Substring, of shown: String) throws(UsageError) -> Secret {
        let bytes = try bytes(text, part: "password", of: shown)
        guard let secret = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw UsageError("Target '\(shown)' has a password that is not UTF-8.")
        }
        return Secret(secret)
    }

    /// Without its percent-encoding.
    private func bytes(_ text: Substring, part: String, of shown: String) throws(UsageError) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                throw UsageError(
                    "Target '\(shown)' has a '%' in its \(part) that two hexadecimal digits do not follow.")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private static func credentials(_ shown: String) -> UsageError {
        UsageError(
            "Target '\(shown)' holds a password or token in a place where none is taken; name your own account by "
                + "--account and the environment, or write scheme://user:password@host, percent-encoded.")
    }

    /// A target as an error may repeat it: nothing between `://` and the last `@`, no query.
    static func shown(_ argument: String) -> String {
        var text = argument[...]
        var prefix = ""
        if let scheme = text.firstRange(of: "://") {
            prefix = String(text[..<scheme.upperBound])
            text = text[scheme.upperBound...]
        }
        if let at = text.lastIndex(of: "@") {
            text = text[text.index(after: at)...]
            prefix += "…@"
        }
        return printable(prefix + text.prefix { $0 != "?" && $0 != "#" })
    }

    // MARK: Lists

    /// `5432,27017,9200-9210`: ports and ranges, each once, in the order named.
    public func ports(_ list: String) throws(UsageError) -> [Int] {
        var seen: Set<Int> = []
        var ports: [Int] = []
        for item in list.split(separator: ",", omittingEmptySubsequences: false) {
            let item = item.trimmed
            let place = "--ports '\(printable(list))'"
            guard !item.isEmpty else { throw UsageError("\(place) has an empty entry; write it like 5432,9200-9210.") }
            let ends = item.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            let first = try Self.port(ends[0], where: place)
            let last = ends.count == 2 ? try Self.port(ends[1], where: place) : first
            guard first <= last else {
                throw UsageError("\(place) has a range that ends before it starts; write \(last)-\(first).")
            }
            for port in first...last where seen.insert(port).inserted { ports.append(port) }
        }
        return ports
    }

    /// `postgresql,mongodb`: services by name.
    public func services(_ list: String) throws(UsageError) -> [ProbeInfo] {
        var chosen: [ProbeInfo] = []
        for item in list.split(separator: ",", omittingEmptySubsequences: false) {
            let name = item.trimmed.lowercased()
            guard let probe = probes.first(where: { $0.service.rawValue == name }) else {
                let known = probes.map(\.service.rawValue).sorted().joined(separator: ", ")
                throw UsageError(
                    "--services has '\(printable(item.trimmed))', which no probe speaks; known are \(known).")
            }
            if !chosen.contains(probe) { chosen.append(probe) }
        }
        return chosen
    }

    /// Hosts, addresses and ranges that are never dialled, whatever else is named.
    public func exclusions(_ lists: [String]) throws(UsageError) -> Exclusions {
        var exclusions = Exclusions()
        let items = lists.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        try exclusions.add(items.map(\.trimmed), whose: "--exclude")
        return exclusions
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Where a text first occurs; a plain search, enough for short texts.
    func firstRange(of other: String) -> Swift.Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}

/// 65536 as `65,536`.
func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var parts: [Substring] = []
    while digits.count > 3 {
        parts.insert(Substring(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    parts.insert(digits[...], at: 0)
    return (number < 0 ? "-" : "") + parts.joined(separator: ",")
}
