import Exposure

/// One real server in one state: how it is started, and what a stranger can really do there.
///
/// What is expected was decided from how the server is set up, not from what the probe says of it. Where that cannot be
/// told from outside, or is arguable, `why` says so.
struct MatrixRow: Sendable {
    /// The words of a command of `scripts/servers`, run in the project's folder.
    var start: [String]
    /// What is put around `host:port` for a target, where the URL names a database.
    var prefix = ""
    var suffix = ""
    var expected: MatrixAnswer
    /// Sentences that the evidence must hold.
    var mentions: [String] = []
    var why = ""
    /// How the server tells what it was asked.
    var log: Log?

    enum Log: Sendable { case postgres, mongod, nginx }

    /// The server and its state, without the data that it is loaded with.
    var name: String {
        start.filter { !$0.contains("/") }.joined(separator: " ") + (suffix.isEmpty ? "" : ", asked for \(suffix)")
    }

    /// Whether a stranger reads there, and the server has a way to show what it holds.
    var isFingerprinted: Bool { expected.access.isExposed && start[0] != "stand-in" }
}

/// The part of an `endpoint` line that the matrix compares.
struct MatrixAnswer: Sendable, Equatable, CustomStringConvertible {
    var access: Access
    var service: String?
    var product: String?
    /// PostgreSQL's without the minor number, which Debian moves.
    var version: String?
    var authentication: String?
    var role: String?
    /// What the stranger may do, and what it was shown that they may not. What is in neither must not be claimed.
    var may: Set<Right> = []
    var mayNot: Set<Right> = []
    /// TLS was seen, with the certificate that the script made.
    var tls = false
    var flags: Set<String> = []
    /// Datasets of which a record was read.
    var read = 0
    /// The scan had an answer. Never where the answer is to ask again, or that it could not be told.
    var isComplete = true

    enum Right: String, Sendable, CaseIterable { case read, write, administer, runCommands = "run_commands" }

    var description: String {
        var words = [access.rawValue, service ?? "no service"]
        if let product { words.append(product + (version.map { " \($0)" } ?? "")) }
        if let authentication { words.append("asks for \(authentication)") }
        if let role { words.append("as \(role)") }
        let rights = Right.allCases.filter(may.contains).map(\.rawValue)
        if !rights.isEmpty { words.append("may " + rights.joined(separator: " ")) }
        let denied = Right.allCases.filter(mayNot.contains).map(\.rawValue)
        if !denied.isEmpty { words.append("may not " + denied.joined(separator: " ")) }
        if tls { words.append("TLS") }
        words += flags.sorted()
        words.append("\(read) read")
        if !isComplete { words.append("incomplete") }
        return words.joined(separator: ", ")
    }
}

// MARK: PostgreSQL

extension MatrixRow {
    private static let users = "testdata/postgresql/users.sql"
    private static let everything: Set<MatrixAnswer.Right> = [.read, .write, .administer, .runCommands]

    private static func postgres(_ access: Access) -> MatrixAnswer {
        MatrixAnswer(
            access: access, service: "postgresql", product: "PostgreSQL",
            isComplete: access != .busy && access != .unknown)
    }

    /// A session as superuser, and the one table read.
    private static func superuser(_ version: String, as role: String = "postgres") -> MatrixAnswer {
        var answer = postgres(.open)
        answer.version = version
        answer.role = role
        answer.may = everything
        answer.read = 1
        return answer
    }

    /// A session as a role that was granted nothing but reading.
    private static func plain(_ version: String, read: Int) -> MatrixAnswer {
        var answer = postgres(.partial)
        answer.version = version
        answer.role = "postgres"
        answer.may = [.read]
        answer.mayNot = [.write, .administer, .runCommands]
        answer.read = read
        return answer
    }

    private static func asks(_ method: String, tls: Bool = false, flags: Set<String> = []) -> MatrixAnswer {
        var answer = postgres(.authRequired)
        answer.authentication = method
        answer.tls = tls
        answer.flags = flags
        return answer
    }

    private static func inside(_ answer: MatrixAnswer) -> MatrixAnswer {
        var answer = answer
        answer.tls = true
        return answer
    }

    private static func postgresRows(_ version: String) -> [MatrixRow] {
        func row(
            _ state: String, _ expected: MatrixAnswer, seed: String? = users, suffix: String = "",
            mentions: [String] = [], why: String = ""
        ) -> MatrixRow {
            MatrixRow(
                start: ["postgres", version, state] + (seed.map { [$0] } ?? []),
                prefix: suffix.isEmpty ? "" : "postgres://postgres@", suffix: suffix, expected: expected,
                mentions: mentions, why: why, log: .postgres)
        }
        var standby = superuser(version)
        standby.may = [.read, .administer, .runCommands]
        standby.mayNot = [.write]
        let plainRows = [
            row("trust", superuser(version)),
            row(
                "norole", superuser(version, as: "admin"),
                mentions: ["a host or hostnossl rule asks role \"postgres\" for no password in database \"postgres\""],
                why: "`admin` is a usual name, and gets in"),
            row(
                "otherrole", postgres(.openRule),
                mentions: [
                    "rule asks role \"postgres\" for no password in database \"postgres\", then 28000",
                    "rule asks role \"admin\" for no password", "rule asks role \"root\" for no password",
                ], why: "no password, and only a role of another name: names are not guessed beyond the documented few"),
            row(
                "nodb", superuser(version), mentions: ["in database \"postgres\", then 3D000"],
                why: "`template1` is a usual name, and every server has it"),
            row(
                "lowpriv", plain(version, read: 2), seed: "\(users),testdata/postgresql/sampler-lowpriv.sql",
                mentions: ["shop.public.secret: this role may not read it"],
                why: "four tables: one not granted, one behind row-level security"),
            row(
                "rls", plain(version, read: 0), mentions: ["row-level security shows this role no record"],
                why: "a session without a password, and row-level security hides each record of the one table"),
            row(
                "onedb", asks("scram-sha-256"),
                why: "only `shop` asks for no password, and from outside nothing tells that name"),
            row("onedb", superuser(version), suffix: "/shop", why: "the same where the operator names it"),
            row(
                "replica", standby, mentions: ["a standby: it takes no writes"],
                why: "its superuser still runs programs, changes settings and may promote it"),
            row("full", superuser(version), why: "the slots that are left are the superuser's, and so is the stranger"),
            row(
                "full-plain", postgres(.busy), mentions: ["asks role \"postgres\" for no password", "53300"],
                why: "no password was asked for, but the slots that are left are the superuser's"),
            row("scram", asks("scram-sha-256")),
            row("md5", asks("md5")),
            row("password", asks("password", flags: ["cleartext_password"])),
            row("reject", postgres(.ipRestricted)),
            row("nohba", postgres(.ipRestricted)),
            row("starting", postgres(.busy), seed: nil, mentions: ["57P03"]),
        ]
        let rowsOfTLS = [
            row("hostssl", inside(superuser(version)), why: "open over TLS only is open"),
            row("tls", inside(superuser(version))),
            row("tls-scram", asks("scram-sha-256", tls: true)),
            row("cert", inside(postgres(.clientCertRequired)), seed: nil),
            row(
                "tlsonly", postgres(.tlsRequired), seed: nil,
                why: "nothing in the clear, and TLS that no client can speak: what lies behind cannot be told"),
        ]
        // The build of 16 has no TLS.
        return version == "16" ? plainRows : plainRows + rowsOfTLS
    }

    private static var pgbouncerRows: [MatrixRow] {
        func row(
            _ state: String, _ expected: MatrixAnswer, mentions: [String] = [], why: String = "", logged: Bool = true
        ) -> MatrixRow {
            MatrixRow(
                start: ["pgbouncer", state, users], expected: expected, mentions: mentions, why: why,
                log: logged ? .postgres : nil)
        }
        return [
            row("any", superuser("15")),
            row("trust", superuser("15")),
            row(
                "trust-other", postgres(.openRule), mentions: ["PgBouncer asks for no password"],
                why: "no password, and it lists a role of another name"),
            row("md5", asks("md5")),
            row("scram", asks("scram-sha-256")),
            row("plain", asks("password", flags: ["cleartext_password"])),
            row(
                "nodb", postgres(.openRule), mentions: ["PgBouncer asks for no password"],
                why:
                    "no password, and no database of a usual name; that a role it does not list is told so first shows it",
                logged: false),
            row(
                "nodb-any", postgres(.unknown),
                why: "unknown: PgBouncer says that its configuration is wrong, and from outside that is all there is",
                logged: false),
            row(
                "nodb-scram", asks("scram-sha-256"), why: "it asks for the password before it looks for the database",
                logged: false),
            row(
                "down", postgres(.busy), mentions: ["PgBouncer cannot give a session now"],
                why: "it lets the role in and then waits for a server that does not come", logged: false),
        ]
    }
}

// MARK: MongoDB

extension MatrixRow {
    private static let mongoSeed = "testdata/seed/mongodb"

    private static func mongo(_ access: Access, product: String? = "MongoDB", version: String?) -> MatrixAnswer {
        MatrixAnswer(
            access: access, service: "mongodb", product: product, version: version,
            isComplete: access != .busy && access != .unknown)
    }

    private static func mongoOpen(_ version: String, may: Set<MatrixAnswer.Right> = [.read, .write, .administer])
        -> MatrixAnswer
    {
        var answer = mongo(.open, version: version)
        answer.may = may
        answer.read = 7
        return answer
    }

    private static func mongodRows(_ version: String) -> [MatrixRow] {
        func row(
            _ state: String, _ expected: MatrixAnswer, seed: String? = mongoSeed, mentions: [String] = [],
            why: String = ""
        ) -> MatrixRow {
            MatrixRow(
                start: ["mongod", version, state] + (seed.map { [$0] } ?? []), expected: expected, mentions: mentions,
                why: why, log: .mongod)
        }
        let protected = mongo(.authRequired, version: version)
        let certificate = inside(mongo(.clientCertRequired, product: nil, version: nil))
        return [
            row("open", mongoOpen(version)),
            row("auth", protected),
            row(
                "nouser", protected, seed: nil, mentions: ["no user exists yet"],
                why: "an empty list is all that the localhost exception gives, and only to this machine"),
            row("transition", mongoOpen(version), why: "users exist, and nobody has to log in"),
            row("tls", inside(mongoOpen(version))),
            row("tls-auth", inside(protected)),
            row("tls-prefer", mongoOpen(version), why: "read in the clear, so TLS was not needed and not seen"),
            row("tls-client", certificate, why: "it names no version to whom it does not know"),
            row("x509", certificate, why: "the same: the login with the certificate comes after"),
            row("replset", mongoOpen(version), mentions: ["a member of a replica set"]),
            row(
                "replset-new", mongo(.unknown, version: version), seed: nil,
                mentions: ["Does not have a valid replica set config", "never initiated"],
                why: "a member of a set that was never initiated answers no read: who may read cannot be told yet"),
        ]
    }

    private static var standInRows: [MatrixRow] {
        var trap = mongoOpen("7.0.0", may: [.read])
        trap.flags = ["honeypot_suspected"]
        return [
            MatrixRow(start: ["stand-in", "secantus", "open", mongoSeed], expected: mongoOpen("8.2.11")),
            MatrixRow(
                start: ["stand-in", "secantus", "auth", mongoSeed], expected: mongo(.authRequired, version: "8.2.11")),
            MatrixRow(
                start: ["stand-in", "nx", "open", mongoSeed], expected: trap,
                why: "its records are read; that it says yes to every command proves no right beside that"),
        ]
    }
}

// MARK: Elasticsearch and OpenSearch

extension MatrixRow {
    private static let searchSeed = "testdata/seed/elasticsearch"

    private static func searchRows(_ server: String, product: String, version: String) -> [MatrixRow] {
        func row(_ state: String, _ expected: MatrixAnswer, why: String = "") -> MatrixRow {
            MatrixRow(
                start: ["elasticsearch", server, state, searchSeed], expected: expected, why: why,
                log: state == "open" ? nil : .nginx)
        }
        func answer(_ access: Access) -> MatrixAnswer {
            MatrixAnswer(access: access, service: "elasticsearch", product: product, version: version)
        }
        func open(_ may: Set<MatrixAnswer.Right>) -> MatrixAnswer {
            var answer = answer(.open)
            answer.may = may
            answer.read = 5
            return answer
        }
        func asks(_ schemes: String, product: String?) -> MatrixAnswer {
            MatrixAnswer(
                access: .authRequired, service: "elasticsearch", product: product, authentication: schemes,
                flags: ["cleartext_password"])
        }
        let limited = "something in front may let reading through and stop the rest: not tried, so not claimed"
        // Elasticsearch's refusals, whatever stands behind them: a stranger sees no more.
        var askedInTLS = inside(asks("basic, bearer, apikey", product: "Elasticsearch"))
        askedInTLS.flags = []
        return [
            row("open", open([.read, .write, .administer])),
            row("logged", open([.read]), why: limited),
            row("tls", inside(open([.read])), why: limited),
            row("readonly", open([.read]), why: limited),
            row("auth", asks("basic, bearer, apikey", product: "Elasticsearch")),
            row("tls-auth", askedInTLS, why: "the refusals have Elasticsearch's shape"),
            row("os-auth", asks("basic", product: "OpenSearch"), why: "the refusals have OpenSearch's shape"),
            row(
                "auth-bare", asks("basic", product: nil),
                why: "nginx's own refusal names no product: what is behind it cannot be told, that it asks can"),
            row("partial", answer(.partial), why: "product and version can be read, no data"),
            row("anon", answer(.partial), why: "the same, and the state of the cluster"),
        ]
    }
}

extension MatrixRow {
    static let all: [MatrixRow] =
        ["15", "16", "17", "18"].flatMap(postgresRows) + pgbouncerRows
        + ["4.2.6", "4.4.2", "5.0.4", "6.0.5"].flatMap(mongodRows) + standInRows
        + searchRows("noida", product: "Elasticsearch", version: "8.15.3")
        + searchRows("osmem", product: "OpenSearch", version: "3.8.0")
    static let logged = all.filter { $0.log != nil }
    static let fingerprinted = all.filter(\.isFingerprinted)
}
