import COpenSSL
import Exposure
import Formats
import Foundation
import Probes

/// How long and how much may be read at one endpoint.
public struct PostgresLimits: Sendable {
    /// When everything must be over.
    public var deadline: ContinuousClock.Instant
    /// How long a server may say nothing in the middle of an answer.
    public var idle: Duration
    /// Databases that are opened at the most.
    public var maximumDatabases: Int
    /// Relations of one database that are listed at the most.
    public var maximumRelations: Int
    /// Columns of one relation that are read at the most.
    public var maximumColumns: Int

    public init(
        deadline: ContinuousClock.Instant, idle: Duration = .seconds(10), maximumDatabases: Int = 50,
        maximumRelations: Int = 10_000, maximumColumns: Int = 200
    ) {
        self.deadline = deadline
        self.idle = idle
        self.maximumDatabases = maximumDatabases
        self.maximumRelations = maximumRelations
        self.maximumColumns = maximumColumns
    }
}

/// What came of reading an open server. Holds names and counts, never a value.
public struct PostgresSample: Sendable, Equatable {
    /// `open`, or `partial` where datasets exist that this role may not read; `nil` where no session came about.
    public var access: Access?
    public var version: String?
    public var privileges: Privileges?
    /// Names of the databases that exist, sanitised.
    public var databases: [String] = []
    /// Tables, partitioned tables, materialized and plain views, and foreign tables; `nil` where none could be listed.
    public var datasetsListed: Int?
    /// Datasets of which a record was read.
    public var datasetsRead = 0
    /// Datasets that this role may not read.
    public var datasetsDenied = 0
    /// What could not be done as asked, one sentence each.
    public var incomplete: [String] = []
    public var evidence: [Observation] = []
    /// What came of the login, where the operator's own account was to log in.
    public var login: Login?

    public init() {}
}

/// Reads a few records of an open PostgreSQL server through libpq, read-only, and pushes them into a sink.
public struct PostgresSampler: Sendable {
    /// libpq is driven by threads of its own, at most this many at a time in the process.
    public static let maximumThreads = 8
    private static let pool = BlockingPool(width: maximumThreads)

    /// Makes libpq reach servers that speak old TLS, which the system's policy may forbid. That changes defaults of
    /// libssl's for the whole process, so make the first one before anything else speaks TLS.
    public init() {
        _ = Self.reachesOldServers
    }

    private static let reachesOldServers = ajar_reach_old_servers_by_default() == 1

    /// Lists what is there and samples it, most promising first. Returns what it knows when time, bytes or the task
    /// itself end.
    ///
    /// - Parameters:
    ///   - host: an address literal, already held against the scope: it is dialled as it is, once a database.
    ///   - entry: how the probe got in.
    ///   - sink: called from another thread until this returns; not to be touched meanwhile.
    ///   - spend: takes bytes from the endpoint's budget as they are received; `false` when it is used up.
    public func sample(
        host: String, port: Int, entry: ProbeOutcome.Entry, options: ProbeOptions, limits: PostgresLimits,
        sink: any SampleSink, spend: @escaping @Sendable (Int) -> Bool
    ) async -> PostgresSample {
        let budget = PostgresBudget(limits, spend: spend)
        let handed = Handed(sink: sink)
        return await withTaskCancellationHandler {
            await Self.pool.run {
                let reader = PostgresReader(
                    host: host, port: port, entry: entry, options: options, limits: limits, budget: budget,
                    sink: handed.sink)
                return reader.read()
            }
        } onCancel: {
            budget.cancel()
        }
    }

    /// Carries the sink to the thread that reads. Only that thread touches it: the caller waits until it is done.
    private struct Handed: @unchecked Sendable {
        let sink: any SampleSink
    }
}

/// The reading of one endpoint, on one thread.
private final class PostgresReader {
    private let host: String
    private let port: Int
    private let entry: ProbeOutcome.Entry
    private let options: ProbeOptions
    private let limits: PostgresLimits
    private let budget: PostgresBudget
    private let sink: any SampleSink
    private var sample = PostgresSample()
    /// Datasets handed to the sink so far, read or skipped.
    private var begun = 0
    private var passedOver = 0
    /// Tables that this role may read, and sees no record of because of row-level security.
    private var withheld = 0
    private var isStandby = false
    private var decoded: [UInt8] = []

    init(
        host: String, port: Int, entry: ProbeOutcome.Entry, options: ProbeOptions, limits: PostgresLimits,
        budget: PostgresBudget, sink: any SampleSink
    ) {
        self.host = host
        self.port = port
        self.entry = entry
        self.options = options
        self.limits = limits
        self.budget = budget
        self.sink = sink
    }

    func read() -> PostgresSample {
        do {
            try readEndpoint()
        } catch {
            if options.credential != nil, sample.login == nil {
                let isRefused = if case .loginRefused = error { true } else { false }
                let why = if case .noSession(let why) = error { why } else { error.reason }
                sample.login = isRefused ? .refused(why) : .undecided(why)
                return sample
            }
            incomplete("not everything was read: \(error.reason)")
        }
        if passedOver > 0 {
            incomplete("\(passedOver) datasets were not sampled: the limit is \(options.maximumDatasets) an endpoint")
        }
        if sample.datasetsListed != nil {
            sample.access = sample.datasetsDenied + withheld > 0 ? .partial : .open
        }
        return sample
    }

    private func connect(_ database: String) throws(PostgresFailure) -> PostgresConnection {
        if case .libpq(let account)? = options.credential {
            let parameters = try LibpqAccount.list(
                account, address: host, name: [host, "[\(host)]"].contains(options.host) ? nil : options.host,
                port: port, database: database,
                isLoopback: options.isLoopback, tls: options.startsWithTLS, applicationName: options.clientName,
                supported: PostgresConnectionParameters.supported)
            return try PostgresConnection(parameters, isAccount: true, budget: budget)
        }
        return try PostgresConnection(
            host: host, port: port, user: entry.user, database: database, tls: entry.tls,
            applicationName: options.clientName, budget: budget)
    }

    private func readEndpoint() throws(PostgresFailure) {
        let first = try connect(entry.database)
        if options.credential != nil {
            sample.login = .accepted(method: first.usedPassword ? "password" : "no_password")
        }
        sample.version = first.parameter("server_version").map { text in
            text.split(separator: " ").first.map(String.init) ?? text
        }
        var databases: [String] = []
        try first.readOnly { () throws(PostgresFailure) in
            try privileges(first)
            databases = try list(first)
        }
        if !databases.contains(entry.database) { databases.append(entry.database) }
        let ordered = databases.sorted { left, right in
            let (first, second) = (Promise.of(left), Promise.of(right))
            if first != second { return first > second }
            if (left == entry.database) != (right == entry.database) { return left == entry.database }
            return left < right
        }
        if ordered.count > limits.maximumDatabases {
            incomplete("\(ordered.count - limits.maximumDatabases) databases were not opened")
        }
        for database in ordered.prefix(max(1, limits.maximumDatabases)) {
            do {
                let reused = database == entry.database && first.isUsable
                try readDatabase(database, reused ? first : try connect(database))
            } catch {
                if error.endsEndpoint { throw error }
                let name = PostgresText.sanitised(database, limit: 63)
                let isRefused = if case .loginRefused = error { true } else { error == .credentialDemanded }
                if isRefused {
                    // Rules differ by database; that this one asks is an answer, not a gap.
                    observe("list", "database \(name): a credential is demanded")
                } else {
                    incomplete("database \(name): \(error.reason)")
                }
            }
        }
    }

    // MARK: Catalog

    private func privileges(_ connection: PostgresConnection) throws(PostgresFailure) {
        var privileges = Privileges()
        var isReadOnly = false
        try connection.run(.privileges) { row in
            privileges.role = row.text(0).map { PostgresText.sanitised($0, limit: 63) }
            self.isStandby = row.flag(1)
            isReadOnly = row.text(2) == "on"
            let isSuperuser = row.flag(3)
            privileges.superuser = isSuperuser
            privileges.administer = isSuperuser || row.flag(4)
            // A standby takes no writes, whatever the role may do elsewhere.
            privileges.create = !self.isStandby && (isSuperuser || row.flag(5))
            // A role without the right to read all may still read some tables: listing them tells.
            privileges.read = isSuperuser || row.flag(6) ? true : nil
            privileges.write = !self.isStandby && (isSuperuser || row.flag(7))
            privileges.readFiles = isSuperuser || row.flag(8)
            privileges.writeFiles = isSuperuser || row.flag(9)
            privileges.runCommands = isSuperuser || row.flag(10)
            return true
        }
        // A server that ignores READ ONLY is not what it says it is: nothing more is asked of it.
        guard isReadOnly else { throw .broken("the server does not keep the transaction read-only") }
        sample.privileges = privileges
        if isStandby { observe("list", "a standby: it takes no writes") }
    }

    private func list(_ connection: PostgresConnection) throws(PostgresFailure) -> [String] {
        var names: [String] = []
        try connection.run(.databases) { row in
            guard let name = row.text(0), !name.isEmpty, names.count < 500 else { return true }
            let shown = PostgresText.sanitised(name, limit: 63)
            self.sample.databases.append(shown)
            if row.flag(1) {
                names.append(name)
            } else {
                self.observe("list", "database \(shown): the role may not connect")
            }
            return true
        }
        return names
    }

    private func relations(_ connection: PostgresConnection) throws(PostgresFailure) -> [PostgresRelation] {
        var relations: [PostgresRelation] = []
        let version = connection.version
        let limit = max(1, limits.maximumRelations)
        try connection.run(.relations(version: version, limit: limit + 1)) { row in
            guard let oid = row.text(0).flatMap({ UInt32($0) }), let schema = row.text(1), let name = row.text(2),
                let kind = row.text(3).flatMap({ PostgresRelation.Kind(rawValue: $0) })
            else { return true }
            let pages = row.text(5).flatMap { Int($0) } ?? 0
            let records = row.text(4).flatMap { Double($0) } ?? -1
            let counts = kind != .view && kind != .foreign
            relations.append(
                PostgresRelation(
                    oid: oid, schema: schema, name: name, kind: kind,
                    records: counts ? PostgresPlan.estimate(records: records, pages: pages, version: version) : nil,
                    pages: pages, readable: row.flag(6), writable: row.flag(7), rowSecurity: row.flag(8)))
            return relations.count <= limit + 1
        }
        return relations
    }

    // MARK: Datasets

    private func readDatabase(_ database: String, _ connection: PostgresConnection) throws(PostgresFailure) {
        var relations: [PostgresRelation] = []
        try connection.readOnly { () throws(PostgresFailure) in
            relations = try self.relations(connection)
        }
        let shown = PostgresText.sanitised(database, limit: 63)
        if relations.count > limits.maximumRelations {
            incomplete("database \(shown) has more than \(limits.maximumRelations) tables: the rest was not listed")
            relations.removeLast(relations.count - limits.maximumRelations)
        }
        // What reaches a foreign table through a view or a partition; `nil` if it could not be told.
        var foreign: Set<UInt32>? = []
        if relations.contains(where: { $0.kind != .table && $0.kind != .materializedView }) {
            do {
                try connection.readOnly { () throws(PostgresFailure) in
                    try connection.run(.reachingForeign) { row in
                        if let oid = row.text(0).flatMap({ UInt32($0) }) { foreign?.insert(oid) }
                        return true
                    }
                }
            } catch {
                if error.endsConnection { throw error }
                foreign = nil
            }
        }
        sample.datasetsListed = (sample.datasetsListed ?? 0) + relations.count
        sample.datasetsDenied += relations.filter { !$0.readable }.count
        if relations.contains(where: \.readable) { sample.privileges?.read = true }
        if !isStandby, relations.contains(where: \.writable) { sample.privileges?.write = true }
        let ordered = PostgresPlan.ordered(relations)
        for (place, relation) in ordered.enumerated() {
            guard begun < options.maximumDatasets else {
                passedOver += ordered.count - place
                break
            }
            begun += 1
            let name = [database, relation.schema, relation.name]
                .map { PostgresText.sanitised($0, limit: 128) }.joined(separator: ".")
            sink.beginDataset(name, recordsEstimated: relation.records)
            do {
                let skipped = try readRelation(relation, foreign, connection)
                sink.endDataset(skipped: skipped)
            } catch {
                sink.endDataset(skipped: error.reason)
                // Denied and vanished tables, and views that would write, are answers; the rest is a gap.
                if !["42501", "42P01", "25006"].contains(where: { error == .refused($0) }) {
                    incomplete("\(name): \(error.reason)")
                }
                if error.endsConnection { throw error }
            }
        }
    }

    /// - Returns: why no record was read, if none was.
    private func readRelation(
        _ relation: PostgresRelation, _ foreign: Set<UInt32>?, _ connection: PostgresConnection
    ) throws(PostgresFailure) -> String? {
        guard relation.kind != .foreign else {
            return "a foreign table: reading it would make the server dial out"
        }
        guard relation.readable else { return "this role may not read it" }
        if relation.kind != .materializedView {
            guard let foreign else {
                if relation.kind == .table { return try records(relation, connection) }
                return "it could not be told whether reading it makes the server dial out"
            }
            guard !foreign.contains(relation.oid) else {
                return "reaches a foreign table: reading it would make the server dial out"
            }
        }
        return try records(relation, connection)
    }

    private func records(
        _ relation: PostgresRelation, _ connection: PostgresConnection
    ) throws(PostgresFailure) -> String? {
        var read = 0
        var skipped: String?
        try connection.readOnly { () throws(PostgresFailure) in
            var columns: [PostgresColumn] = []
            // Before 9.3 there is no to_json.
            let hasJSON = connection.version >= 90300
            try connection.run(.columns(relation: relation.oid, limit: max(1, limits.maximumColumns))) { row in
                if let name = row.text(0) {
                    let type = row.text(1).flatMap { UInt32($0) } ?? 0
                    columns.append(PostgresColumn(name: name, type: type, category: hasJSON ? row.text(2) : nil))
                }
                return true
            }
            guard !columns.isEmpty else {
                skipped = "no column that this role may read"
                return
            }
            let percent = PostgresPlan.percent(relation, samples: options.samples)
            read = try fetch(relation, columns, percent, connection)
            // The pages picked may hold no live record.
            if read == 0, percent != nil {
                try connection.run(.close)
                read = try fetch(relation, columns, nil, connection)
            }
        }
        if read > 0 {
            sample.datasetsRead += 1
            if relation.rowSecurity {
                observe("read", "row-level security decides what this role sees of some tables")
            }
        } else if skipped == nil, relation.rowSecurity {
            let estimate = relation.records.map { ", though the catalog estimates \($0)" } ?? ""
            if relation.records != 0 { withheld += 1 }
            skipped = "row-level security shows this role no record\(estimate)"
        }
        return skipped
    }

    private func fetch(
        _ relation: PostgresRelation, _ columns: [PostgresColumn], _ percent: Double?, _ connection: PostgresConnection
    ) throws(PostgresFailure) -> Int {
        var batches = SampleBatches(cap: options.samples)
        guard
            let query = PostgresSampleQuery(
                schema: relation.schema, name: relation.name, columns: columns, percent: percent, limit: batches.cap)
        else { throw .refused("42602") }
        let names = columns.map { Array($0.name.utf8) }
        try connection.run(.sample(query))
        while true {
            let asked = batches.next
            var count = 0
            try connection.run(.fetch(asked)) { row in
                guard count < asked else { return false }
                count += 1
                self.push(row, columns, names)
                return true
            }
            guard let stop = batches.took(count, isSettled: sink.isSettled) else { continue }
            // The picked pages have no more; the table has.
            sink.stopped(stop == .all && percent != nil ? .cap : stop)
            return batches.read
        }
    }

    private func push(_ row: PostgresRow, _ columns: [PostgresColumn], _ names: [[UInt8]]) {
        sink.beginRecord()
        for (place, column) in columns.enumerated() {
            names[place].withUnsafeBytes { sink.enter($0) }
            if let bytes = row.bytes(place) {
                switch column.type {
                case .text, .json, .nested: sink.value(bytes, .string)
                case .number: sink.value(bytes, .number)
                case .boolean: sink.value(bytes, .boolean)
                case .timestamp: sink.value(bytes, .timestamp)
                case .identifier: sink.value(bytes, .identifier)
                case .binary:
                    PostgresHex.decode(bytes, into: &decoded)
                    decoded.withUnsafeBytes { sink.value($0, .binary) }
                }
            } else {
                sink.value(UnsafeRawBufferPointer(start: nil, count: 0), .null)
            }
            sink.leave()
        }
        sink.endRecord()
    }

    // MARK: Notes

    private func incomplete(_ sentence: String) {
        if sample.incomplete.count < 100, !sample.incomplete.contains(sentence) { sample.incomplete.append(sentence) }
    }

    private func observe(_ phase: String, _ detail: String) {
        let observation = Observation(phase, detail)
        if sample.evidence.count < 100, !sample.evidence.contains(observation) { sample.evidence.append(observation) }
    }
}

/// Hexadecimal text, as `encode(…, 'hex')` gives it.
enum PostgresHex {
    /// Replaces `bytes` by what `text` stands for, up to the first character that is no hexadecimal digit.
    static func decode(_ text: UnsafeRawBufferPointer, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        var high: UInt8?
        for character in text {
            let digit: UInt8
            switch character {
            case 0x30...0x39: digit = character - 0x30
            case 0x61...0x66: digit = character - 0x61 + 10
            case 0x41...0x46: digit = character - 0x41 + 10
            default: return
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
    }
}
