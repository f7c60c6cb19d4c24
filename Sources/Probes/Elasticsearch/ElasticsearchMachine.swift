import Exposure
import Formats

/// The conversation with one Elasticsearch or OpenSearch endpoint.
///
///     GET /  ─►  whose account  ─►  its privileges  ─►  _resolve/index  ─►  _cat/indices  ─►  index/_search, …
///
/// `open` takes three proofs: `GET /`, a list of indices, and one search that a shard answered; an empty list needs no
/// search, and where there is no access control and the lists fail for other reasons, the search needs no list. A port
/// number proves nothing, and neither does a 200: the replies are read.
///
/// With the operator's own account the same is asked once more, after the stranger: each request then carries it, and
/// none is sent but inside TLS or to this machine itself.
public struct ElasticsearchMachine: ProbeMachine {
    private let options: ProbeOptions
    private var facts = ElasticsearchFacts()
    private var evidence: [Observation] = []
    private var incomplete: [String] = []
    private var flags: [String] = []
    private var tlsFacts: TLSFacts?

    /// The command that is out, or to be sent once connected.
    private var pending: ElasticsearchCommand? = .root
    private var usesTLS: Bool
    private var changedDialect = false
    /// Nothing is sent on this connection: what the server says to a client without a certificate is waited for.
    private var isListening = false
    private var isDone = false
    private let authorization: ElasticsearchAuthorization?
    /// In a conversation of an account only.
    private var login: Login?
    /// The pending command was sent before, on a connection that ended.
    private var isRetry = false
    /// Commands given up because they were not answered.
    private var unansweredCommands = 0

    /// Each path of a security implementation asked for so far does not exist.
    private var accountPathsAreMissing = true
    private var accountEndpoints: [ElasticsearchCommand.AccountEndpoint] = []
    private var askedPrivileges = false
    private var askedNoSuchEndpoint = false
    /// The catalog was asked for with hidden indices, and the server does not know the parameter.
    private var hiddenIsUnknown = false
    /// Of the body of `GET /`, by which the same answer to anything else is known.
    private var rootHash: Int?
    private var discoveries: [IndexPattern?] = []
    private var preparedDiscoveries = false
    private var indices: [ListedIndex] = []
    private var plan: [ListedIndex]?
    private var nextInPlan = 0
    /// The index being read; `nil` before the first documents of it.
    private var reading: Reading?

    /// How far the reading of an index is.
    private struct Reading {
        var index: IndexName
        var batches: SampleBatches
        /// Hashes of the documents that were walked.
        var seen: Set<Int> = []
        var records = 0
        var sourceless = 0
    }

    /// Commands that may go unanswered before the endpoint is given up.
    private static let unansweredLimit = 3
    private static let evidenceLimit = 60
    /// Documents asked for when only the names of their indices are wanted.
    private static let discoverySize = 20

    public init(_ options: ProbeOptions) {
        self.options = options
        usesTLS = options.startsWithTLS
        authorization = options.credential.flatMap { ElasticsearchAuthorization($0) }
        if isAccount { login = .undecided("the conversation ended before the login") }
    }

    /// This is the conversation of the operator's own account.
    private var isAccount: Bool { options.credential != nil }

    public var outcome: ProbeOutcome {
        let access = facts.access
        var flags = flags
        // A password for Basic would cross in clear.
        if access == .authRequired, tlsFacts == nil, facts.challenge?.schemes.contains("basic") == true {
            flags.append("cleartext_password")
        }
        let schemes = facts.challenge?.schemes.joined(separator: ", ")
        return ProbeOutcome(
            access: access, product: facts.product?.rawValue, version: facts.version,
            authentication: schemes.flatMap { $0.isEmpty ? nil : $0 }, privileges: facts.strangerPrivileges,
            tls: tlsFacts, flags: flags, evidence: evidence, datasetsListed: facts.listed, incomplete: incomplete,
            login: login)
    }

    public mutating func next(_ event: ProbeEvent, into sink: any SampleSink) -> ProbeAction {
        if isDone { return .finish }
        switch event {
        case .start:
            return .connect(tls: usesTLS)
        case .connected(let tls):
            if let tls { tlsFacts = tls }
            return isListening ? .receive(consumed: 0) : sendPending()
        case .bytes(let bytes):
            // Framing is HTTP, so this is the runner's mistake; raw bytes are not this machine's language.
            return .receive(consumed: bytes.count)
        case .response(let response):
            return take(response, into: sink)
        case .ended(let end):
            return take(end, into: sink)
        }
    }

    private mutating func sendPending() -> ProbeAction {
        guard let pending else { return finish() }
        if isAccount {
            guard authorization != nil else {
                return withhold(
                    "the account cannot be written into a header: a user has no colon, an API key is base64")
            }
            guard tlsFacts != nil || options.isLoopback else {
                return withhold("the account was not sent: without TLS it would cross the network in clear")
            }
        }
        return .send(ElasticsearchRequest(pending, options: options))
    }

    private mutating func finish(_ access: Access? = nil) -> ProbeAction {
        if let access { facts.settled = access }
        isDone = true
        return .finish
    }

    private mutating func withhold(_ why: String) -> ProbeAction {
        login = .undecided(why)
        return finish(.unknown)
    }

    private mutating func note(_ phase: String, _ detail: String) {
        guard evidence.count < Self.evidenceLimit else { return }
        let observation = Observation(phase, detail)
        if !evidence.contains(observation) { evidence.append(observation) }
    }

    private mutating func flag(_ name: String) {
        if !flags.contains(name) { flags.append(name) }
    }

    // MARK: Answers

    private mutating func take(_ response: HTTPResponse, into sink: any SampleSink) -> ProbeAction {
        guard let command = pending else { return finish() }
        if let authorization, command == .root {
            // 403 is for somebody who is known, and may not do that.
            switch response.status {
            case 200, 403: login = .accepted(method: authorization.method)
            case 401: login = .refused("the server refuses the account (401)")
            default: login = .undecided("GET / as the account answered \(response.status)")
            }
        }
        // Ask in TLS where a plain request is told to, whatever the status: nginx and Go say 400, Apache 400 with HTML.
        if command == .root, !usesTLS, !changedDialect, !isAccount, response.status == 400, asksForTLS(response) {
            note("connect", "the server says that it speaks TLS on this port")
            return connectAgain(tls: true)
        }
        if response.truncated { flag("truncated") }
        if response.headers["server"] != nil || response.headers["via"] != nil { facts.isProxied = true }
        response.body.withUnsafeBytes { body in
            if response.status == 200 { compareWithRoot(body, command) }
            switch command {
            case .root: takeRoot(response, body)
            case .account(let endpoint): takeAccount(endpoint, response, body)
            case .accountPrivileges: takePrivileges(response, body)
            case .noSuchEndpoint: takeNoSuchEndpoint(response)
            case .resolve: takeList(response, body, command, IndexList.resolved)
            case .catalog: takeList(response, body, command, IndexList.catalog)
            case .discover(_, _): takeDiscovery(response, body)
            case .search(let index, _, _): takeSearch(index, response, body, into: sink)
            }
        }
        return advance(reconnecting: response.headers["connection"]?.lowercased() == "close", into: sink)
    }

    // MARK: Contradictions

    private mutating func takeNoSuchEndpoint(_ response: HTTPResponse) {
        guard response.status == 200 else { return }
        suspect("a path that no server has is answered with 200: it says yes to everything")
    }

    private mutating func compareWithRoot(_ body: UnsafeRawBufferPointer, _ command: ElasticsearchCommand) {
        var hasher = Hasher()
        hasher.combine(bytes: body)
        let hash = hasher.finalize()
        if command == .root {
            rootHash = hash
        } else if hash == rootHash, facts.root == .succeeded {
            suspect("the same answer comes whatever is asked")
        }
    }

    private mutating func suspect(_ reason: String) {
        flag("honeypot_suspected")
        note("role", reason)
    }

    /// Decides what to ask next, and asks it.
    private mutating func advance(reconnecting: Bool, into sink: any SampleSink) -> ProbeAction {
        isRetry = false
        guard facts.settled == nil, let following = following(into: sink) else {
            pending = nil
            facts.isRead = facts.settled == nil
            if facts.isRead { noteConclusion() }
            return finish()
        }
        pending = following
        return reconnecting ? .connect(tls: usesTLS) : sendPending()
    }

    private mutating func following(into sink: any SampleSink) -> ElasticsearchCommand? {
        if !accountEndpoints.isEmpty { return .account(accountEndpoints.removeFirst()) }
        if case .account = facts.control, facts.product == .elasticsearch, !askedPrivileges {
            askedPrivileges = true
            return .accountPrivileges
        }
        if facts.root == .succeeded, !askedNoSuchEndpoint {
            askedNoSuchEndpoint = true
            return .noSuchEndpoint
        }
        if facts.resolve == .notAsked {
            // Before 7.9 there is no such path; up to 6 asking is only noise in the server's log.
            if facts.product == .elasticsearch, let major = majorVersion, major < 7 {
                facts.resolve = .failed
            } else {
                return .resolve
            }
        }
        // Hidden indices came with 7.7, and with them the parameter, which is a mistake to those before.
        if facts.catalog == .notAsked { return .catalog(hidden: !hiddenIsUnknown && (majorVersion ?? 7) >= 7) }
        if indices.isEmpty, facts.listed == nil, !preparedDiscoveries { prepareDiscoveries() }
        if !discoveries.isEmpty, indices.count < options.maximumDatasets {
            return .discover(discoveries.removeFirst(), size: Self.discoverySize)
        }
        return followingSearch(into: sink)
    }

    private var majorVersion: Int? {
        facts.version.flatMap { Int($0.prefix { $0 != "." }) }
    }

    /// Where no list is to be had: the names that the caller's own privileges give, or else whatever a search finds.
    private mutating func prepareDiscoveries() {
        preparedDiscoveries = true
        guard facts.isIdentified else { return }
        for name in facts.privileges?.readable ?? [] {
            if let index = IndexName(name) {
                indices.append(ListedIndex(name: index))
            } else if name != "*", let pattern = IndexPattern(name), discoveries.count < 20 {
                discoveries.append(pattern)
            }
        }
        if indices.isEmpty, discoveries.isEmpty { discoveries = [nil] }
        if !indices.isEmpty { note("list", "names of indices taken from the privileges of the stranger's account") }
    }

    private mutating func followingSearch(into sink: any SampleSink) -> ElasticsearchCommand? {
        if let reading {
            return .search(reading.index, from: reading.batches.read, size: reading.batches.next)
        }
        let plan = plan ?? makePlan(into: sink)
        guard nextInPlan < plan.count else { return nil }
        defer { nextInPlan += 1 }
        return .search(plan[nextInPlan].name, size: emptyBatches.next)
    }

    private var emptyBatches: SampleBatches {
        SampleBatches(cap: min(options.samples, ElasticsearchCommand.maximumSize))
    }

    private mutating func makePlan(into sink: any SampleSink) -> [ListedIndex] {
        let ordered = ElasticsearchPromise.ordered(indices)
        let limit = max(options.maximumDatasets, 0)
        if ordered.count > limit { incomplete.append("\(limit) of \(ordered.count) indices were read: the limit") }
        let readable = ordered.prefix(limit).filter { !$0.isClosed }
        for index in ordered.prefix(limit) where index.isClosed {
            // A closed index cannot be searched, and opening it would be a write.
            facts.unavailable += 1
            skip(index.name, "the index is closed", into: sink)
        }
        plan = readable
        return readable
    }

    /// Ends an index before its time; what was read of it counts.
    private mutating func skip(_ index: IndexName, _ reason: String, into sink: any SampleSink) {
        if reading == nil {
            sink.beginDataset(index.text, recordsEstimated: indices.first { $0.name == index }?.documents)
        }
        reading = nil
        sink.endDataset(skipped: reason)
    }

    /// What a reader needs to understand the verdict, where it is not plain from what was seen.
    private mutating func noteConclusion() {
        if facts.listed == 0 || (facts.listed != nil && facts.ordinary == 0), facts.read == 0 {
            note("read", "no index to read: the server is empty, or shows none")
        }
        guard facts.read == 0 else { return }
        if facts.listed != nil, facts.ordinary > 0, facts.refused == 0 {
            note("read", "names can be read, but no index could be searched: closed, blocked or without a shard")
        }
        if facts.access == .unknown, facts.rootIsForbidden {
            note("read", "strangers are given an account, and what it may do could not be told")
        }
        if facts.access == .partial, case .account = facts.control, facts.listed == nil {
            note("read", "strangers have an account whose roles allow more, but no list: names were not guessed")
        }
    }

    // MARK: GET /

    private mutating func takeRoot(_ response: HTTPResponse, _ body: UnsafeRawBufferPointer) {
        facts.challenge = response.headers["www-authenticate"].map { ElasticsearchChallenge($0) }
        identifyByHeaders(response)
        let reply = ElasticsearchRoot(body)
        let error = ElasticsearchError(body)
        identify(reply)
        switch response.status {
        case 200: takeRootContent(reply, response)
        case 401: takeRootUnauthorized(error)
        case 403: takeRootForbidden(error, body)
        case 429: settle(facts.isIdentified ? .busy : .unknown, "startup", "too many requests (429)")
        case 503: takeRootUnavailable(reply, error, body)
        case 502, 504:
            settle(.unknown, "startup", "a proxy gets no answer from the server behind it (\(response.status))")
        default:
            let isIts = facts.isIdentified || error?.isSecurity == true
            settle(
                isIts ? .unknown : .notThis, "startup",
                "GET / answered \(response.status)" + (isIts ? "" : ", and nothing of Elasticsearch's"))
        }
        prepareAccountEndpoints()
    }

    private mutating func takeRootContent(_ reply: ElasticsearchRoot?, _ response: HTTPResponse) {
        guard let reply, facts.isIdentified else {
            // A coding that is not decoded leaves no body, and what was cut off may have been the tagline.
            if response.truncated, reply != nil || response.body.isEmpty || facts.product != nil {
                settle(.unknown, "startup", "the answer to GET / could not be read to its end")
            } else if facts.isLookAlike {
                settle(.lookAlike, "startup", "answers in Elasticsearch's shape, but under another tagline")
            } else {
                settle(.notThis, "startup", "an HTTP server, but nothing of Elasticsearch's in its answer")
            }
            return
        }
        facts.root = .succeeded
        note("startup", "GET / answered 200 without credentials")
        if reply.clusterUUID == "_na_" {
            settle(.busy, "startup", "the cluster has no master yet (cluster_uuid _na_)")
        }
    }

    private mutating func takeRootUnauthorized(_ error: ElasticsearchError?) {
        facts.root = .refused
        // `authz_exception: false` hides a refusal behind 401; its words still tell that the caller has an account.
        // Every version says of a caller without one that the authentication is missing or failed.
        if let error, error.isSecurity, !error.reason.isEmpty, !error.reason.contains("authenticat") {
            if facts.product == nil { recognise(.elasticsearch) }
            note("startup", "GET / needs a credential, but strangers have an account")
            return
        }
        if error?.isSecurity == true, facts.product == nil { recognise(.elasticsearch) }
        facts.control = facts.isIdentified ? .present : .unknown
        if facts.isIdentified {
            settle(.authRequired, "startup", "GET / answered 401: a credential is demanded")
        } else {
            settle(
                .authRequired, "startup",
                "401 from something that does not name itself: a credential is demanded, the product is not known")
        }
    }

    private mutating func takeRootForbidden(_ error: ElasticsearchError?, _ body: UnsafeRawBufferPointer) {
        facts.root = .refused
        facts.rootIsForbidden = true
        guard let error, error.isSecurity else {
            note("startup", "GET / answered 403" + (facts.isIdentified ? "" : " and names no product"))
            return
        }
        // What the plugins of OpenSearch's line say; the accounts' paths tell Search Guard from them where the name of
        // the stranger's account does not.
        if facts.product == nil, error.reason.lowercased().contains("no permissions for") {
            recognise(ElasticsearchText.holds(body, "name=sg_anonymous") ? .searchGuard : .openSearch)
        } else if facts.product == nil {
            recognise(.elasticsearch)
        }
        note("startup", "GET / is refused to the account that strangers have; data may be readable all the same")
    }

    private mutating func takeRootUnavailable(
        _ reply: ElasticsearchRoot?, _ error: ElasticsearchError?, _ body: UnsafeRawBufferPointer
    ) {
        let isUninitialised = ["not initialized", "not yet initialized"].contains { ElasticsearchText.holds(body, $0) }
        if isUninitialised, ElasticsearchText.holds(body, "search guard") {
            recognise(.searchGuard)
            settle(.busy, "startup", "the security plugin is not initialised (503)")
        } else if isUninitialised, ElasticsearchText.holds(body, "security") {
            // `OpenSearch Security not initialized.`, and before that `Open Distro Security …`.
            recognise(.openSearch)
            settle(.busy, "startup", "the security plugin is not initialised (503)")
        } else if facts.isIdentified || error?.isWithoutMaster == true {
            facts.isIdentified = true
            settle(.busy, "startup", "the cluster has no master yet (503)")
        } else {
            settle(.unknown, "startup", "GET / answered 503 and names no product")
        }
    }

    /// OpenSearch 3 names itself in each answer, Elasticsearch from 7.14 in most (not in 401 and 403); the security
    /// plugins name themselves in the realm. All recorded.
    private mutating func identifyByHeaders(_ response: HTTPResponse) {
        if let named = response.headers["x-opensearch-version"] {
            recognise(.openSearch)
            let number = named.drop { $0 != "/" }.dropFirst().prefix { $0 != " " }
            if !number.isEmpty { facts.version = ElasticsearchText.printable(String(number), limit: 64) }
        }
        switch facts.challenge?.realm?.lowercased() {
        case "opensearch security", "open distro security": recognise(.openSearch)
        case "search guard": recognise(.searchGuard)
        default: break
        }
        // Not believed of a 200, which has a tagline to tell by: other products send the header for clients' sake.
        if response.status != 200, facts.product == nil,
            response.headers["x-elastic-product"]?.lowercased() == "elasticsearch"
        {
            recognise(.elasticsearch)
        }
    }

    /// The tagline decides, never the number: OpenSearch can be told to say 7.10.2, and then leaves out
    /// `distribution`, but keeps its tagline (recorded, 1.3 and 2.19).
    private mutating func identify(_ reply: ElasticsearchRoot?) {
        guard let reply else { return }
        let isShaped = reply.number != nil && (reply.clusterName != nil || reply.tagline != nil)
        if reply.distribution == "opensearch" || reply.tagline?.hasPrefix("The OpenSearch Project") == true {
            recognise(.openSearch)
        } else if reply.tagline == "You Know, for Search", reply.distribution == nil {
            recognise(.elasticsearch)
        } else if isShaped, facts.product == nil {
            facts.isLookAlike = true
        }
        if isShaped, let number = reply.number { facts.version = number }
    }

    private mutating func recognise(_ product: ElasticsearchFacts.Product) {
        facts.product = product
        facts.isIdentified = true
    }

    private mutating func settle(_ access: Access, _ phase: String, _ detail: String) {
        facts.settled = access
        note(phase, detail)
    }

    private func asksForTLS(_ response: HTTPResponse) -> Bool {
        response.body.withUnsafeBytes { body in
            // nginx, Go's net/http, Apache httpd.
            [
                "plain http request was sent to https port", "http request to an https server",
                "speaking plain http to an ssl",
            ]
            .contains { ElasticsearchText.holds(body, $0) }
        }
    }

    // MARK: Whose account, and what it may do

    private mutating func prepareAccountEndpoints() {
        guard facts.settled == nil, facts.isIdentified else { return }
        switch facts.product {
        // A refusal in words that are not known could be any of them.
        case .elasticsearch where facts.root == .refused:
            accountEndpoints = [.elasticsearch, .openSearch, .searchGuard, .openDistro]
        case .openSearch where facts.root == .refused: accountEndpoints = [.openSearch, .searchGuard]
        case .openSearch: accountEndpoints = [.openSearch]
        case .searchGuard: accountEndpoints = [.searchGuard]
        // Search Guard and Open Distro are plugins of Elasticsearch, and keep its tagline.
        case .elasticsearch, nil: accountEndpoints = [.elasticsearch, .searchGuard, .openDistro]
        }
    }

    private mutating func takeAccount(
        _ endpoint: ElasticsearchCommand.AccountEndpoint, _ response: HTTPResponse, _ body: UnsafeRawBufferPointer
    ) {
        switch response.status {
        case 200:
            guard let account = ElasticsearchAccount(body) else {
                accountPathsAreMissing = false
                return
            }
            facts.control = .account(account)
            switch endpoint {
            case .searchGuard: recognise(.searchGuard)
            case .openSearch: recognise(.openSearch)
            case .elasticsearch, .openDistro: break
            }
            accountEndpoints = []
            let roles = account.roles.isEmpty ? "no role" : "roles " + account.roles.joined(separator: ", ")
            note(
                "account",
                ElasticsearchText.printable("strangers are given the account \(account.name), \(roles)", limit: 200))
        case 401, 403:
            accountPathsAreMissing = false
            let error = ElasticsearchError(body)
            // A proxy's own refusal says nothing about the server behind it.
            guard error?.isSecurity == true || Self.isPluginsOwn(response) else { return }
            facts.control = .present
            note("account", "access control is on: \(endpoint.rawValue) answered \(response.status)")
            // 403 is the refusal of an account, and not this one's own: who has one is told it (recorded). Another
            // implementation's path may tell it.
            if response.status == 401 { accountEndpoints = [] }
        case 400, 404, 405:
            // 405 on 6.8 to 8.16 and 400 on 9.4 where security is switched off; without the path at all it is taken
            // for an index (404) or a type (400). Absent only when every implementation's path says so.
            // Up to 2.4 a path without a handler is refused in plain words.
            let isMissing = ElasticsearchError(body) != nil || ElasticsearchText.holds(body, "no handler found for uri")
            if !isMissing { accountPathsAreMissing = false }
            if accountEndpoints.isEmpty, accountPathsAreMissing {
                facts.control = .absent
                note("account", "no access control: the paths of the security implementations do not exist")
            }
        default: accountPathsAreMissing = false
        }
    }

    private static func isPluginsOwn(_ response: HTTPResponse) -> Bool {
        let realm = ElasticsearchChallenge(response.headers["www-authenticate"] ?? "").realm?.lowercased() ?? ""
        return ["opensearch security", "open distro security", "search guard"].contains(realm)
    }

    private mutating func takePrivileges(_ response: HTTPResponse, _ body: UnsafeRawBufferPointer) {
        guard response.status == 200, let reply = ElasticsearchPrivileges(body) else { return }
        facts.privileges = reply
        if reply.isEmpty { note("account", "the account of strangers has no privileges") }
    }

    // MARK: Lists

    private mutating func takeList(
        _ response: HTTPResponse, _ body: UnsafeRawBufferPointer, _ command: ElasticsearchCommand,
        _ parse: (UnsafeRawBufferPointer) -> IndexList?
    ) {
        if command == .catalog(hidden: true), response.status == 400 {
            hiddenIsUnknown = true
            return
        }
        let attempt: ElasticsearchFacts.Attempt
        let list = response.status == 200 ? parse(body) : nil
        if list != nil {
            attempt = .succeeded
        } else if [401, 403].contains(response.status), ElasticsearchError(body)?.isStateOfIndex != true {
            attempt = .refused
        } else {
            attempt = .failed
        }
        if command == .resolve { facts.resolve = attempt } else { facts.catalog = attempt }
        if response.status == 503, ElasticsearchError(body)?.isWithoutMaster == true { takeNoMaster() }
        if !facts.isIdentified {
            takeListOfUnknown(attempt, command)
            if facts.settled != nil { return }
        }
        guard let list else {
            note("list", "\(command.name) answered \(response.status)")
            return
        }
        if !list.isWhole { incomplete.append("the list of indices was longer than is read") }
        if list.refusedNames > 0 { incomplete.append("\(list.refusedNames) indices have names that are not asked for") }
        // A list that was cut off before its first name does not show an empty server.
        guard list.isWhole || !list.indices.isEmpty else { return }
        merge(list, isCatalog: command != .resolve)
        note("list", "\(command.name) answered with \(list.indices.count) names")
    }

    private mutating func takeNoMaster() {
        facts.isWithoutMaster = true
        note("list", "the cluster has no master yet")
    }

    /// `GET /` was refused by something unknown. A list proves what is behind it; no list leaves it open.
    private mutating func takeListOfUnknown(_ attempt: ElasticsearchFacts.Attempt, _ command: ElasticsearchCommand) {
        switch attempt {
        case .succeeded:
            facts.isIdentified = true
            note("list", "behind a refusal of GET /, indices are listed; the product is not known")
        case .notAsked, .refused, .failed:
            if command != .resolve {
                settle(.unknown, "list", "an HTTP server refuses GET / (403) and shows nothing of Elasticsearch's")
            }
        }
    }

    /// Names come from `_resolve` where that exists; the catalog adds sizes to them, and is the list itself elsewhere.
    private mutating func merge(_ list: IndexList, isCatalog: Bool) {
        if isCatalog, facts.resolve == .succeeded {
            var known: [IndexName: Int] = [:]
            for (position, index) in indices.enumerated() { known[index.name] = position }
            for entry in list.indices {
                guard let position = known[entry.name] else { continue }
                indices[position].documents = entry.documents
                indices[position].isClosed = indices[position].isClosed || entry.isClosed
            }
        } else {
            indices = list.indices
            facts.listIsWhole = list.isWhole
        }
        if list.indices.contains(where: { isSecurityIndex($0.name) }) { facts.listsSecurityIndex = true }
        facts.listed = indices.count
        facts.ordinary = indices.count { !$0.name.isSystem }
    }

    /// OpenSearch's and Search Guard's index of users and roles, shown only to whom everything is shown.
    private func isSecurityIndex(_ name: IndexName) -> Bool {
        [".opendistro_security", ".opensearch-security", "searchguard"].contains(name.text)
    }

    private mutating func takeDiscovery(_ response: HTTPResponse, _ body: UnsafeRawBufferPointer) {
        guard response.status == 200, let reply = ElasticsearchSearch(body) else {
            if response.status == 503, ElasticsearchError(body)?.isWithoutMaster == true { takeNoMaster() }
            note("list", "a search over all indices answered \(response.status)")
            return
        }
        for text in reply.indexNames(atMost: Self.discoverySize) {
            guard let name = IndexName(text), !indices.contains(where: { $0.name == name }) else { continue }
            indices.append(ListedIndex(name: name))
        }
        note("list", "a search over many indices found documents in \(indices.count)")
    }

    // MARK: Searches

    private mutating func takeSearch(
        _ index: IndexName, _ response: HTTPResponse, _ body: UnsafeRawBufferPointer, into sink: any SampleSink
    ) {
        let known = indices.first { $0.name == index }
        let error = ElasticsearchError(body)
        guard response.status == 200, error == nil else {
            let reason: String
            if [401, 403].contains(response.status), error?.isStateOfIndex != true {
                // Indices of the server's own are restricted even for a superuser (recorded, 6.8 to 9.4).
                if !index.isSystem { facts.refused += 1 }
                reason = "refused (\(response.status))"
            } else {
                facts.unavailable += 1
                let type = error.map { ElasticsearchText.printable($0.type, limit: 60) } ?? "no reason given"
                reason = "not readable now (\(response.status), \(type))"
                if error?.isWithoutMaster == true, facts.read == 0 {
                    settle(.busy, "read", "the cluster has no master yet")
                }
            }
            skip(index, reason, into: sink)
            return
        }
        guard let reply = ElasticsearchSearch(body) else {
            facts.unavailable += 1
            skip(index, "the answer was no search result", into: sink)
            return
        }
        guard reply.isRead || reading != nil else {
            facts.unavailable += 1
            skip(index, "no shard was searched", into: sink)
            return
        }
        if reading == nil {
            facts.read += 1
            if facts.read == 1 { note("read", "a search without credentials was answered") }
            sink.beginDataset(index.text, recordsEstimated: known?.documents ?? reply.total)
        }
        var reading = self.reading ?? Reading(index: index, batches: emptyBatches)
        let walk = reply.walk(atMost: reading.batches.next, seen: &reading.seen, into: sink)
        reading.records += walk.fresh - walk.sourceless
        reading.sourceless += walk.sourceless
        var stop = reading.batches.took(walk.hits, isSettled: sink.isSettled)
        // A server that begins again at the first document has shown all that it will.
        if walk.hits > 0, walk.fresh == 0 { stop = .all }
        // Without their source, further documents show no more than these.
        if walk.hits > 0, reading.records == 0 { stop = .cap }
        if !walk.isWhole {
            incomplete.append("answers were longer than is read: not all documents asked for were")
            incomplete = incomplete.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        } else if let stop {
            sink.stopped(stop)
        }
        let isOver = stop != nil || !walk.isWhole
        self.reading = isOver ? nil : reading
        if isOver {
            let isSourceless = reading.sourceless > 0 && reading.records == 0
            sink.endDataset(skipped: isSourceless ? "documents are kept without their source" : nil)
        }
    }

    // MARK: Ends of connections

    private mutating func connectAgain(tls: Bool) -> ProbeAction {
        usesTLS = tls
        changedDialect = true
        tlsFacts = nil
        return .connect(tls: tls)
    }

    private mutating func take(_ end: ConnectionEnd, into sink: any SampleSink) -> ProbeAction {
        switch end {
        case .outOfTime: return stop("the time for this endpoint ran out", into: sink)
        case .outOfBytes: return stop("the bytes for this endpoint were used up", into: sink)
        case .outOfScope(let reason):
            return stop("out of scope: " + ElasticsearchText.printable(reason, limit: 200), into: sink)
        case .refused, .unreachable, .closed, .reset, .silent, .tlsFailed, .bytesBeforeTLS, .notHTTP: break
        }
        guard facts.root == .notAsked else { return takeLoss(end, into: sink) }
        if isAccount { return takeAccountsEnd(end) }
        switch end {
        case .refused:
            if changedDialect { return unanswered("the connection for TLS was refused") }
            note("connect", "connection refused")
            return finish(.closed)
        case .unreachable(let reason):
            if changedDialect { return unanswered("no connection for TLS") }
            note("connect", ElasticsearchText.printable(reason, limit: 200))
            return finish(.filtered)
        case .closed(let received), .reset(let received):
            return takeFirstClose(received)
        case .silent:
            return unanswered("connected, but GET / is not answered")
        case .tlsFailed(let failure):
            return takeTLSFailure(failure)
        case .bytesBeforeTLS:
            return unanswered("bytes in the clear before TLS")
        case .notHTTP(let what):
            return takeNotHTTP(what)
        case .outOfTime, .outOfBytes, .outOfScope:
            return finish()
        }
    }

    /// How this server is spoken to was found out by the stranger: no other way is tried with an account.
    private mutating func takeAccountsEnd(_ end: ConnectionEnd) -> ProbeAction {
        switch end {
        case .tlsFailed(.notVerified(let why)):
            return withhold(
                "the account was not sent: the server's certificate is not verified ("
                    + ElasticsearchText.printable(why, limit: 100) + ")")
        case .tlsFailed(let failure):
            return withhold("the account was not sent: no TLS that could be verified (\(Self.words(failure)))")
        default:
            return withhold("the server gave no answer to the account")
        }
    }

    private static func words(_ failure: TLSFailure) -> String {
        switch failure {
        case .clientCertificateRequired: "a client certificate is demanded"
        case .notTLS: "TLS is not spoken"
        case .closed: "the handshake was closed"
        case .notVerified(let words), .other(let words): ElasticsearchText.printable(words, limit: 100)
        }
    }

    private mutating func stop(_ reason: String, into sink: any SampleSink) -> ProbeAction {
        if let reading { skip(reading.index, reason, into: sink) }
        incomplete.append(reason)
        return finish()
    }

    private mutating func unanswered(_ detail: String) -> ProbeAction {
        note(usesTLS ? "tls" : "connect", detail)
        return finish(.unknown)
    }

    /// Every product closes a plain request to its TLS port without a byte (recorded).
    private mutating func takeFirstClose(_ received: Int) -> ProbeAction {
        if received == 0, !usesTLS, !changedDialect {
            note("connect", "a plain request is closed without a byte")
            return connectAgain(tls: true)
        }
        // In TLS 1.3 the alert comes after the handshake, and is lost where the server closes on our request unread.
        if tlsFacts?.clientCertificateRequested == true, !isListening {
            note("tls", "the handshake asks for a client certificate, and the request is closed without an answer")
            isListening = true
            return .connect(tls: usesTLS)
        }
        if tlsFacts != nil { return unanswered("the connection is closed inside TLS without an answer") }
        return unanswered("the connection is closed without an answer")
    }

    private mutating func takeTLSFailure(_ failure: TLSFailure) -> ProbeAction {
        switch failure {
        case .clientCertificateRequired:
            note("tls", "the server demands a client certificate")
            return finish(.clientCertRequired)
        case .notTLS:
            if !changedDialect {
                note("tls", "no TLS on this port")
                return connectAgain(tls: false)
            }
            return unanswered("neither HTTP nor TLS is answered")
        case .closed:
            return unanswered("the TLS handshake is closed without an alert")
        case .other(let words), .notVerified(let words):
            note("tls", "the TLS handshake failed: " + ElasticsearchText.printable(words, limit: 200))
            return finish(.tlsRequired)
        }
    }

    private mutating func takeNotHTTP(_ what: String) -> ProbeAction {
        // Up to 5.6 "a HTTP port", later "an HTTP port" (recorded).
        if what.contains("This is not a"), what.contains("HTTP port") {
            note("startup", "this is the transport port of an Elasticsearch server; HTTP is on another port")
            return finish(.notThis)
        }
        if !usesTLS, !changedDialect, what.contains("TLS") {
            note("connect", "a plain request is answered in TLS")
            return connectAgain(tls: true)
        }
        note("startup", "the answer is not HTTP: " + ElasticsearchText.printable(what, limit: 200))
        return finish(.notThis)
    }

    /// A connection was lost after the server had answered: the command is asked once more, then left.
    private mutating func takeLoss(_ end: ConnectionEnd, into sink: any SampleSink) -> ProbeAction {
        // Silence is not worth a second wait; a connection that was closed between requests is.
        if case .silent = end { isRetry = true }
        if case .refused = end { return stop("the server no longer takes connections", into: sink) }
        if case .unreachable = end { return stop("the server can no longer be reached", into: sink) }
        guard isRetry, let command = pending else {
            isRetry = true
            return .connect(tls: usesTLS)
        }
        unansweredCommands += 1
        guard unansweredCommands < Self.unansweredLimit else {
            return stop("\(unansweredCommands) commands went unanswered", into: sink)
        }
        note("read", "\(command.name) was not answered")
        switch command {
        case .root: return finish()
        case .resolve: facts.resolve = .failed
        case .catalog: facts.catalog = .failed
        case .search(let index, _, _):
            facts.unavailable += 1
            skip(index, "not answered", into: sink)
        case .account, .accountPrivileges, .noSuchEndpoint, .discover: break
        }
        incomplete.append("\(command.name) was not answered")
        return advance(reconnecting: true, into: sink)
    }
}
