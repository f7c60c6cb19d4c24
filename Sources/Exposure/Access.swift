/// What a stranger without credentials may do at an endpoint. Absence of proof is `unknown`, never `closed`.
public enum Access: String, Sendable, Codable, CaseIterable {
    /// Data can be read without a credential.
    case open
    /// A rule that asks for no password matched, but the role or database named does not exist.
    case openRule = "open_rule"
    /// Some objects or paths are readable.
    case partial
    /// A first-run page that anyone may claim.
    case setup
    /// A credential is demanded.
    case authRequired = "auth_required"
    /// Nothing is said outside TLS, and it could not be told what lies behind it.
    case tlsRequired = "tls_required"
    /// A client certificate is demanded.
    case clientCertRequired = "client_cert_required"
    /// The server refuses this source address.
    case ipRestricted = "ip_restricted"
    /// Starting, full, or without a master: ask again later.
    case busy
    /// Speaks the protocol, but is another product that only resembles the service.
    case lookAlike = "look_alike"
    /// Answers, but not this protocol.
    case notThis = "not_this"
    /// The port refuses connections.
    case closed
    /// Nothing answers at all.
    case filtered
    /// It could not be told; the evidence says why.
    case unknown

    /// Whether a stranger reads data here.
    public var isExposed: Bool { self == .open || self == .partial }

    /// Whether the service itself was recognised.
    public var isIdentified: Bool {
        switch self {
        case .open, .openRule, .partial, .setup, .authRequired, .tlsRequired, .clientCertRequired, .ipRestricted, .busy:
            true
        case .lookAlike, .notThis, .closed, .filtered, .unknown:
            false
        }
    }
}

/// One observation that led to a verdict, in words that hold no value read from a record.
public struct Observation: Sendable, Codable, Equatable {
    /// Where in the conversation it was seen: `connect`, `tls`, `startup`, `hello`, `list`, `read`, …
    public var phase: String
    /// What was seen, for a person to read.
    public var detail: String

    public init(_ phase: String, _ detail: String) {
        self.phase = phase
        self.detail = detail
    }
}

/// What the stranger's role may do, asked for without doing it. `nil` means that it could not be told, or that the
/// service knows no such right.
public struct Privileges: Sendable, Codable, Equatable {
    public var role: String?
    /// Every right there is (PostgreSQL's superuser).
    public var superuser: Bool?
    public var read: Bool?
    /// Change or delete data.
    public var write: Bool?
    /// Make tables, schemas or databases, where that is a right of its own.
    public var create: Bool?
    /// Make and change accounts, or the server's configuration.
    public var administer: Bool?
    /// Read files of the server's machine.
    public var readFiles: Bool?
    /// Write files of the server's machine.
    public var writeFiles: Bool?
    /// Start programs on the server's machine.
    public var runCommands: Bool?

    public init(
        role: String? = nil, superuser: Bool? = nil, read: Bool? = nil, write: Bool? = nil, create: Bool? = nil,
        administer: Bool? = nil, readFiles: Bool? = nil, writeFiles: Bool? = nil, runCommands: Bool? = nil
    ) {
        self.role = role
        self.superuser = superuser
        self.read = read
        self.write = write
        self.create = create
        self.administer = administer
        self.readFiles = readFiles
        self.writeFiles = writeFiles
        self.runCommands = runCommands
    }
}

extension Privileges {
    /// The rights in words that follow "may": what is allowed, what is not, and what could not be told.
    public struct Powers: Sendable, Equatable {
        public var may: [String] = []
        public var mayNot: [String] = []
        public var untold: [String] = []

        fileprivate mutating func sort(_ right: Bool?, _ words: String) {
            switch right {
            case true?: may.append(words)
            case false?: mayNot.append(words)
            case nil: untold.append(words)
            }
        }
    }

    /// - Parameter data: what of the data may be read: `data`, `some of the data`.
    public func powers(over data: String = "data") -> Powers {
        var powers = Powers()
        if read == true, write == true, administer == true {
            powers.may.append("read, change and delete everything")
        } else if read == true, write == true {
            powers.may.append("read, change and delete \(data)")
            powers.sort(administer, "administer the server")
        } else {
            powers.sort(read, "read \(data)")
            powers.sort(write, "change or delete data")
            powers.sort(administer, "administer the server")
        }
        // Rights that few services know: worth a word only where they are held.
        if create == true { powers.may.append("create tables or databases") }
        switch (readFiles, writeFiles) {
        case (true?, true?): powers.may.append("read and write the server's files")
        case (true?, _): powers.may.append("read the server's files")
        case (_, true?): powers.may.append("write files on the server")
        default: break
        }
        powers.sort(runCommands, "run programs on the server")
        return powers
    }
}

/// What a TLS handshake showed. The certificate is reported, never verified, when probing.
public struct TLSFacts: Sendable, Codable, Equatable {
    /// `TLSv1.3` and so on, as libssl names it.
    public var version: String
    public var cipher: String?
    public var certificate: Certificate?
    /// Whether the server asked for a client certificate during the handshake. None is ever sent, so a server that
    /// then closes without a word is likely to demand one (mongod does so under TLS 1.3).
    public var clientCertificateRequested: Bool

    /// Whether the version is one that RFC 8996 forbids: TLS 1.1 or older.
    public var isOld: Bool { ["TLSv1", "TLSv1.1", "SSLv3"].contains(version) }

    public struct Certificate: Sendable, Codable, Equatable {
        public var subject: String
        public var issuer: String
        /// DNS names and addresses of the subject alternative name extension.
        public var names: [String]
        /// ISO 8601, UTC.
        public var notBefore: String
        /// ISO 8601, UTC.
        public var notAfter: String
        public var selfSigned: Bool
        public var expired: Bool

        public init(
            subject: String, issuer: String, names: [String], notBefore: String, notAfter: String, selfSigned: Bool,
            expired: Bool
        ) {
            self.subject = subject
            self.issuer = issuer
            self.names = names
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.selfSigned = selfSigned
            self.expired = expired
        }
    }

    public init(
        version: String, cipher: String? = nil, certificate: Certificate? = nil,
        clientCertificateRequested: Bool = false
    ) {
        self.version = version
        self.cipher = cipher
        self.certificate = certificate
        self.clientCertificateRequested = clientCertificateRequested
    }
}
