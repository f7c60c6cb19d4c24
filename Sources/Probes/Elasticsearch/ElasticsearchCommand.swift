/// Everything that may be asked of an Elasticsearch or OpenSearch server: `GET` requests, without a body.
///
/// A `GET` of these paths changes nothing on any version (recorded: 1.7 to 9.4, OpenSearch 1.3 to 3.9). Scroll, point
/// in time and `_has_privileges` are left out on purpose: the first two leave state behind on the server, and the last
/// is a `POST` that would index a document before version 7.
public enum ElasticsearchCommand: Sendable, Equatable {
    /// `GET /`: name, version and tagline.
    case root
    /// Who the server takes the caller for.
    case account(AccountEndpoint)
    /// What Elasticsearch's own security lets the caller do. Exists from 6.5.
    case accountPrivileges
    /// A path that no server has. One that answers it with 200 answers yes to everything.
    case noSuchEndpoint
    /// The names of all indices and data streams, from cluster metadata. Exists from Elasticsearch 7.9.
    case resolve
    /// Names, states and sizes of the indices. `hidden` ones too where the server knows the parameter (not up to 6.8).
    case catalog(hidden: Bool)
    /// Documents of one index, from the first or from a later one. Parameters in the URL read on every version, bodies
    /// do not.
    case search(IndexName, from: Int = 0, size: Int)
    /// The first documents of whatever a pattern finds (`nil`: all), for the names of their indices.
    case discover(IndexPattern?, size: Int)

    /// Where each security implementation tells the caller's own account.
    public enum AccountEndpoint: String, Sendable, CaseIterable {
        case elasticsearch = "/_security/_authenticate"
        case openSearch = "/_plugins/_security/authinfo"
        case openDistro = "/_opendistro/_security/authinfo"
        case searchGuard = "/_searchguard/authinfo"
    }

    /// The most documents that a search reaches: a larger `from` and `size` together are an error (500 on 2.4 to 6.8).
    public static let maximumSize = 10_000

    /// Path and query, percent-encoded.
    public var path: String {
        switch self {
        case .root: "/"
        case .account(let endpoint): endpoint.rawValue
        case .accountPrivileges: "/_security/user/_privileges"
        case .noSuchEndpoint: "/_ajar_no_such_endpoint"
        case .resolve: "/_resolve/index/*?expand_wildcards=all"
        case .catalog(let hidden):
            "/_cat/indices?format=json&bytes=b&h=index,status,health,docs.count,store.size"
                + (hidden ? "&expand_wildcards=all" : "")
        case .search(let index, let from, let size):
            "/\(index.encoded)/_search?size=\(Self.bounded(size))" + (from > 0 ? "&from=\(from)" : "")
        case .discover(let pattern, let size):
            "\(pattern.map { "/" + $0.encoded } ?? "")/_search?size=\(Self.bounded(size))"
        }
    }

    private static func bounded(_ size: Int) -> Int { min(max(size, 1), maximumSize) }

    /// Its name in `Probe.commands`.
    public var name: String {
        switch self {
        case .root: "GET /"
        case .account: "GET account"
        case .accountPrivileges: "GET _security/user/_privileges"
        case .noSuchEndpoint: "GET _ajar_no_such_endpoint"
        case .resolve: "GET _resolve/index"
        case .catalog: "GET _cat/indices"
        case .search: "GET index/_search"
        case .discover: "GET pattern/_search"
        }
    }

    static let descriptions = [
        CommandDescription(
            name: "GET /", purpose: "Reads the server's product and version. The path has no write form."),
        CommandDescription(
            name: "GET account",
            purpose:
                "Asks which account the caller has, without credentials or with the operator's own (_security/_authenticate, or authinfo of the "
                + "OpenSearch, Open Distro and Search Guard plugins). Reads the caller's own identity only."),
        CommandDescription(
            name: "GET _security/user/_privileges",
            purpose: "Reads what that account may do, without doing it. A GET, so it cannot index on any version."),
        CommandDescription(
            name: "GET _ajar_no_such_endpoint",
            purpose: "A path that no server has: a server that answers it with 200 answers yes to everything."),
        CommandDescription(
            name: "GET _resolve/index", purpose: "Reads the names of indices and data streams from cluster metadata."),
        CommandDescription(
            name: "GET _cat/indices", purpose: "Reads names, states, document counts and sizes of indices."),
        CommandDescription(
            name: "GET index/_search",
            purpose: "Reads the first documents of one index, and those behind. No scroll, no point in time, no body."),
        CommandDescription(
            name: "GET pattern/_search",
            purpose: "Reads the names of the indices that hold the first documents, where no list could be had."),
    ]
}

/// A command together with who sends it.
public struct ElasticsearchRequest: ReadOnlyCommand, Equatable {
    public var command: ElasticsearchCommand
    private var headers: [String: String]
    /// The `Authorization` header, in a conversation as the operator's own account.
    private let authorization: Secret?

    public init(_ command: ElasticsearchCommand, options: ProbeOptions) {
        self.command = command
        authorization = options.credential.flatMap { ElasticsearchAuthorization($0)?.header }
        // Compressed bodies are never asked for: they are how a small reply becomes an endless one.
        headers = [
            "Host": options.host, "User-Agent": options.clientName, "Accept": "application/json",
            "Accept-Encoding": "identity",
        ]
        headers["From"] = options.contact
        // A line break in a name from a configuration file must not become a header of its own.
        headers = headers.mapValues { ElasticsearchText.printable($0, limit: 256) }
    }

    public var name: String { command.name }
    public var message: WireMessage {
        var headers = headers
        headers["Authorization"] = authorization?.reveal()
        return .http(HTTPRequest(.get, command.path, headers: headers))
    }
}

/// The name of one index, alias or data stream, checked before it becomes part of a path.
///
/// Rules: Elasticsearch reference, "Create index API", path parameters: at most 255 bytes, none of
/// `\ / * ? " < > |`, space, comma, `#`, no leading `-`, `_`, `+`, not `.` or `..`. A colon is refused too: it names an
/// index of another cluster, which the server would go and ask.
public struct IndexName: Sendable, Hashable {
    public static let maximumLength = 255
    public let text: String

    /// `nil` if the text may not be an index's name.
    public init?(_ text: String) {
        guard IndexPathSegment.isSafe(text), !text.utf8.contains(UInt8(ascii: "*")) else { return nil }
        self.text = text
    }

    public var encoded: String { IndexPathSegment.encoded(text) }
    /// Names with a leading dot belong to the server and its tools.
    public var isSystem: Bool { text.utf8.first == UInt8(ascii: ".") }
}

/// A name with wildcards, as a role's privileges give them.
public struct IndexPattern: Sendable, Hashable {
    public let text: String

    /// `nil` if the text may not be one. `/regular expressions/` of roles are not supported by the search path.
    public init?(_ text: String) {
        guard IndexPathSegment.isSafe(text) else { return nil }
        self.text = text
    }

    public var encoded: String { IndexPathSegment.encoded(text) }
}

private enum IndexPathSegment {
    static func isSafe(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...IndexName.maximumLength).contains(bytes.count), text != ".", text != ".." else { return false }
        switch bytes.first {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"): return false
        default: break
        }
        return bytes.allSatisfy { byte in
            switch byte {
            case 0x00...0x20, 0x7f: false
            case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "<"),
                UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: ":"):
                false
            default: true
            }
        }
    }

    /// RFC 3986, section 2.3: all but unreserved characters are percent-encoded; `*` is left as it is.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "*"):
                encoded.append(byte)
            default:
                encoded.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
