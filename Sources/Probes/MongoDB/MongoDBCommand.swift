import Formats

/// Everything that the MongoDB probe may ever ask: the closed list. None of them writes, creates or changes anything on
/// the server; the cursors closed are those that the server opened for our own reads.
///
/// Sources: the command pages of the MongoDB manual; what each answers a stranger was recorded from 4.2.6, 4.4.2,
/// 6.0.27 and FerretDB 1.24.2 (`testdata/mongodb`).
public enum MongoDBCommand: Sendable, Equatable {
    /// Who are you? Carries our name as client metadata, which servers write to their log. No compression is offered:
    /// a compressed reply would be a way to a decompression bomb. `account` (`database.user`) asks for the mechanisms
    /// that the operator's own account may log in by.
    case hello(applicationName: String, account: String? = nil)
    /// The same of servers before 4.4, which have no `hello`.
    case isMaster(applicationName: String, account: String? = nil)
    /// The first message of SCRAM: the account's name and a random word. Only where the operator named an account.
    case saslStart(database: String, mechanism: SCRAM.Mechanism, payload: [UInt8])
    /// The proof that the password is known, without the password; empty where the server wants to be asked once more.
    case saslContinue(database: String, conversation: Int32, payload: [UInt8])
    case buildInfo
    case connectionStatus(showPrivileges: Bool = false)
    /// Names only: asked for sizes, the server locks each database in turn.
    case listDatabases
    /// A command that no server has. One that says it carried it out says so of everything.
    case noSuchCommand
    /// One user that is most likely not there, so that no real names are sent. Answered without a credential only where
    /// access control is off.
    case usersInfo
    /// `authorizedOnly`: those that the account may read, which needs no right to list them all.
    case listCollections(database: String, batchSize: Int32, authorizedOnly: Bool = false)
    /// The next names of our own `listCollections`.
    case getMore(database: String, collection: String, cursor: Int64, batchSize: Int32)
    /// Without a query: answered from metadata. Not for views and time series, where it would read everything.
    case count(database: String, collection: String)
    /// The batch is one larger than the limit, so that the server closes the cursor itself, on views too: `singleBatch`
    /// fails on views (code 168), and a batch as large as the limit leaves their cursor open (4.2 to 6.0).
    ///
    /// `skip` passes over the records of the batches before: without a sort, collections are read in the order in which
    /// they are kept.
    case find(database: String, collection: String, skip: Int32, limit: Int32)
    /// Only for a cursor that a reply to our own `find` or `listCollections` named.
    case killCursors(database: String, collection: String, cursor: Int64)
    /// A plain HTTP request, which a mongod answers with a notice even on a port that otherwise takes TLS only.
    case httpNotice

    /// The longest that any one of these may work on the server, in milliseconds.
    static let maximumMilliseconds: Int32 = 5000

    public var name: String {
        switch self {
        case .hello: "hello"
        case .isMaster: "isMaster"
        case .saslStart: "saslStart"
        case .saslContinue: "saslContinue"
        case .buildInfo: "buildInfo"
        case .connectionStatus: "connectionStatus"
        case .listDatabases: "listDatabases"
        case .noSuchCommand: "ajarNoSuchCommand"
        case .usersInfo: "usersInfo"
        case .listCollections: "listCollections"
        case .getMore: "getMore"
        case .count: "count"
        case .find: "find"
        case .killCursors: "killCursors"
        case .httpNotice: "GET /"
        }
    }

    static let descriptions: [CommandDescription] = [
        CommandDescription(
            name: "hello",
            purpose: "Recognises the server and says who asks; with the operator's own account, how that one logs in."),
        CommandDescription(
            name: "isMaster", purpose: "The same for servers before 4.4; answered from memory."),
        CommandDescription(
            name: "saslStart",
            purpose: "Begins the login of the operator's own account, where one was named: its name, and SCRAM only."),
        CommandDescription(
            name: "saslContinue", purpose: "Ends that login with a proof, never with the password; creates nothing."),
        CommandDescription(name: "buildInfo", purpose: "Reads the server's version; answered from memory."),
        CommandDescription(
            name: "connectionStatus",
            purpose: "Reads which account this connection has, and what it may do; answered from memory."),
        CommandDescription(
            name: "listDatabases", purpose: "Reads the names of databases (nameOnly), which takes no locks on them."),
        CommandDescription(
            name: "ajarNoSuchCommand",
            purpose: "A name that no server knows: a server that carries it out answers yes to everything."),
        CommandDescription(
            name: "usersInfo",
            purpose: "Looks up one user that is not there; only a server without access control answers a stranger."),
        CommandDescription(
            name: "listCollections", purpose: "Reads the names and kinds of collections (nameOnly) of one database."),
        CommandDescription(
            name: "getMore", purpose: "Reads further names from the cursor of our own listCollections."),
        CommandDescription(
            name: "count", purpose: "Reads a collection's size from its metadata: no query, never on a view."),
        CommandDescription(
            name: "find",
            purpose:
                "Reads a few records, past those read before: a limit, one batch, a time limit; no cursor is left open."
        ),
        CommandDescription(
            name: "killCursors", purpose: "Closes a cursor that the server opened for our own read, and no other."),
        CommandDescription(
            name: "GET /",
            purpose: "A plain HTTP request, which MongoDB answers with a notice on ports that take TLS only."),
    ]

    /// The database that the command is run on.
    var database: String {
        switch self {
        case .hello, .isMaster, .buildInfo, .connectionStatus, .listDatabases, .noSuchCommand, .usersInfo, .httpNotice:
            "admin"
        case .saslStart(let database, _, _), .saslContinue(let database, _, _), .listCollections(let database, _, _),
            .getMore(let database, _, _, _), .count(let database, _), .find(let database, _, _, _),
            .killCursors(let database, _, _):
            database
        }
    }

    /// The command as a document, without `$db`. `maxTimeMS` is left out where the server answers from memory: some
    /// second implementations refuse arguments that they do not know there.
    var document: BSONBuilder {
        var document = BSONBuilder()
        switch self {
        case .hello(let applicationName, let account):
            document.append("hello", 1 as Int32)
            Self.appendClient(applicationName, to: &document)
            if let account { document.append("saslSupportedMechs", account) }
        case .isMaster(let applicationName, let account):
            document.append("isMaster", 1 as Int32)
            Self.appendClient(applicationName, to: &document)
            if let account { document.append("saslSupportedMechs", account) }
        case .saslStart(_, let mechanism, let payload):
            document.append("saslStart", 1 as Int32)
            document.append("mechanism", mechanism.rawValue)
            document.append("payload", binary: payload)
            // Spares the last, empty exchange from 4.4 on; older servers pass over it.
            var options = BSONBuilder()
            options.append("skipEmptyExchange", true)
            document.append("options", options)
        case .saslContinue(_, let conversation, let payload):
            document.append("saslContinue", 1 as Int32)
            document.append("conversationId", conversation)
            document.append("payload", binary: payload)
        case .buildInfo:
            document.append("buildInfo", 1 as Int32)
        case .connectionStatus(let showPrivileges):
            document.append("connectionStatus", 1 as Int32)
            if showPrivileges { document.append("showPrivileges", true) }
        case .listDatabases:
            document.append("listDatabases", 1 as Int32)
            document.append("nameOnly", true)
            document.append("maxTimeMS", Self.maximumMilliseconds)
        case .noSuchCommand:
            document.append("ajarNoSuchCommand", 1 as Int32)
        case .usersInfo:
            var user = BSONBuilder()
            user.append("user", "ajar")
            user.append("db", "admin")
            document.append("usersInfo", user)
            document.append("maxTimeMS", Self.maximumMilliseconds)
        case .listCollections(_, let batchSize, let authorizedOnly):
            document.append("listCollections", 1 as Int32)
            document.append("nameOnly", true)
            if authorizedOnly { document.append("authorizedCollections", true) }
            var cursor = BSONBuilder()
            cursor.append("batchSize", batchSize)
            document.append("cursor", cursor)
            document.append("maxTimeMS", Self.maximumMilliseconds)
        case .getMore(_, let collection, let cursor, let batchSize):
            document.append("getMore", cursor)
            document.append("collection", collection)
            document.append("batchSize", batchSize)
        case .count(_, let collection):
            document.append("count", collection)
            document.append("maxTimeMS", Self.maximumMilliseconds)
        case .find(_, let collection, let skip, let limit):
            let limit = min(max(limit, 1), 100_000)
            document.append("find", collection)
            if skip > 0 { document.append("skip", skip) }
            document.append("limit", limit)
            document.append("batchSize", limit + 1)
            document.append("maxTimeMS", Self.maximumMilliseconds)
        case .killCursors(_, let collection, let cursor):
            document.append("killCursors", collection)
            document.append("cursors", array: [cursor])
        case .httpNotice:
            break
        }
        return document
    }

    /// Client metadata as the driver specification on the MongoDB handshake has it: the application's name has at most
    /// 128 bytes, the whole at most 512; `os.type` and the driver's name and version are mandatory.
    private static func appendClient(_ applicationName: String, to document: inout BSONBuilder) {
        var application = BSONBuilder()
        application.append("name", cut(applicationName, bytes: 128))
        var driver = BSONBuilder()
        driver.append("name", "ajar")
        driver.append("version", "1")
        var system = BSONBuilder()
        system.append("type", "unknown")
        var client = BSONBuilder()
        client.append("application", application)
        client.append("driver", driver)
        client.append("os", system)
        document.append("compression", array: [])
        document.append("client", client)
    }

    private static func cut(_ text: String, bytes limit: Int) -> String {
        var kept = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= limit else { break }
            kept.append(character)
        }
        return kept
    }
}

/// A command in the envelope that the server understands.
public struct MongoDBRequest: ReadOnlyCommand, Equatable {
    /// How commands are wrapped.
    public enum Dialect: Sendable, Equatable {
        /// OP_MSG, from wire version 6 (3.6).
        case message
        /// OP_QUERY on `$cmd`, before that; still taken for the handshake.
        case query
    }

    public var command: MongoDBCommand
    public var id: Int32
    public var dialect: Dialect
    /// Allows a member of a replica set that is not its primary to answer.
    public var secondaryPreferred: Bool

    public init(_ command: MongoDBCommand, id: Int32, dialect: Dialect = .message, secondaryPreferred: Bool = false) {
        self.command = command
        self.id = id
        self.dialect = dialect
        self.secondaryPreferred = secondaryPreferred
    }

    public var name: String { command.name }

    public var message: WireMessage {
        if case .httpNotice = command {
            return .bytes(Array("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
        }
        var document = command.document
        switch dialect {
        case .message:
            if secondaryPreferred {
                var preference = BSONBuilder()
                preference.append("mode", "secondaryPreferred")
                document.append("$readPreference", preference)
            }
            document.append("$db", command.database)
            return .bytes(MongoDBFrames.message(id: id, document: document.finished()))
        case .query:
            return .bytes(MongoDBFrames.query(id: id, database: command.database, document: document.finished()))
        }
    }
}
