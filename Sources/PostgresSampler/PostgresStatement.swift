/// Every statement that the sampler may send: a closed list, all of it reads.
///
/// All but `begin` run inside a `BEGIN READ ONLY` transaction that ends with `rollback`. Settings are local to that
/// transaction: behind a pooler a session setting would stay on a connection that the owner's programs use next.
/// Sent through the extended protocol, which takes one statement at a time. There is no `count(*)`.
enum PostgresStatement: Equatable {
    case begin
    /// Timeouts, an empty search path (so that no name can be captured), ISO dates in UTC, no parallel workers.
    /// `version` is the server's, as 150018 for 15.18.
    case settings(version: Int)
    case rollback
    /// Role, its powers, and whether the transaction really is read-only.
    case privileges
    case databases
    case relations(version: Int, limit: Int)
    /// Relations that reach a foreign table, through views or partitions: reading them dials out from the server.
    case reachingForeign
    case columns(relation: UInt32, limit: Int)
    /// Opens a cursor, which lives until it is closed or the transaction ends.
    case sample(PostgresSampleQuery)
    /// The next records of that cursor.
    case fetch(Int)
    case close

    private static let cursor = "ajar_sample"

    /// Milliseconds that one statement may take.
    static let statementTimeout = 5000

    var text: String {
        switch self {
        case .begin:
            return "BEGIN READ ONLY"
        case .rollback:
            return "ROLLBACK"
        case .settings(let version):
            var settings = [
                ("statement_timeout", "\(Self.statementTimeout)"), ("search_path", ""), ("datestyle", "ISO, YMD"),
                ("timezone", "UTC"),
            ]
            if version >= 90300 { settings.append(("lock_timeout", "500")) }
            if version >= 90600 {
                settings.append(("idle_in_transaction_session_timeout", "10000"))
                settings.append(("max_parallel_workers_per_gather", "0"))
            }
            let calls = settings.map { "pg_catalog.set_config('\($0.0)', '\($0.1)', true)" }
            return "SELECT " + calls.joined(separator: ", ")
        case .privileges:
            // pg_read_server_files, pg_write_server_files and pg_execute_server_program since 11, pg_read_all_data and
            // pg_write_all_data since 14 (PostgreSQL documentation, "Predefined Roles"): looked up, not assumed.
            let member = { (role: String) in
                """
                EXISTS (SELECT 1 FROM pg_catalog.pg_roles g WHERE g.rolname = '\(role)' \
                AND pg_catalog.pg_has_role(current_user, g.oid, 'MEMBER'))
                """
            }
            return """
                SELECT current_user, pg_catalog.pg_is_in_recovery(), \
                pg_catalog.current_setting('transaction_read_only'), r.rolsuper, r.rolcreaterole, \
                r.rolcreatedb OR pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') \
                OR EXISTS (SELECT 1 FROM pg_catalog.pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%' \
                AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')), \
                \(member("pg_read_all_data")), \(member("pg_write_all_data")), \
                \(member("pg_read_server_files")), \(member("pg_write_server_files")), \
                \(member("pg_execute_server_program")) \
                FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
                """
        case .databases:
            return """
                SELECT d.datname, pg_catalog.has_database_privilege(d.oid, 'CONNECT') \
                FROM pg_catalog.pg_database d WHERE d.datallowconn AND NOT d.datistemplate ORDER BY d.datname LIMIT 500
                """
        case .relations(let version, let limit):
            // A partitioned table keeps no record itself; its size is that of its partitions.
            let whole =
                version < 100000
                ? ""
                : """
                LEFT JOIN LATERAL (WITH RECURSIVE part(oid) AS (SELECT c.oid UNION \
                SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN part ON i.inhparent = part.oid) \
                SELECT pg_catalog.sum(l.relpages) AS pages, \
                pg_catalog.sum(l.reltuples) FILTER (WHERE l.reltuples >= 0) AS records \
                FROM part JOIN pg_catalog.pg_class l ON l.oid = part.oid AND l.relkind <> 'p') AS whole \
                ON c.relkind = 'p' \

                """
            let pages = version < 100000 ? "c.relpages" : "COALESCE(whole.pages, c.relpages)"
            return """
                SELECT c.oid, n.nspname, c.relname, c.relkind, \
                \(version < 100000 ? "c.reltuples" : "COALESCE(whole.records, c.reltuples)"), \(pages), \
                pg_catalog.has_schema_privilege(n.oid, 'USAGE') \
                AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT'), \
                pg_catalog.has_schema_privilege(n.oid, 'USAGE') \
                AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'), \
                \(version >= 90500 ? "pg_catalog.row_security_active(c.oid)" : "false") \
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                \(whole)\
                WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname NOT LIKE 'pg\\_%' \
                AND n.nspname <> 'information_schema' \
                \(version >= 100000 ? "AND NOT c.relispartition " : "")\
                ORDER BY \(pages) DESC, n.nspname, c.relname LIMIT \(limit)
                """
        case .reachingForeign:
            return """
                WITH RECURSIVE reach(root, oid) AS (\
                SELECT c.oid, c.oid FROM pg_catalog.pg_class c \
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname NOT LIKE 'pg\\_%' \
                AND n.nspname <> 'information_schema' \
                AND (c.relkind <> 'r' OR EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)) \
                UNION \
                SELECT reach.root, next.oid FROM reach, LATERAL (\
                SELECT d.refobjid AS oid FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_depend d \
                ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid \
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass WHERE w.ev_class = reach.oid \
                UNION ALL SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = reach.oid) next) \
                SELECT DISTINCT reach.root FROM reach JOIN pg_catalog.pg_class f ON f.oid = reach.oid \
                WHERE f.relkind = 'f'
                """
        case .columns(let relation, let limit):
            return """
                SELECT a.attname, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, t.typcategory \
                FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
                WHERE a.attrelid = \(relation) AND a.attnum > 0 AND NOT a.attisdropped \
                AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT') \
                ORDER BY a.attnum LIMIT \(limit)
                """
        case .sample(let query):
            return "DECLARE \(Self.cursor) NO SCROLL CURSOR FOR \(query.text)"
        case .fetch(let count):
            return "FETCH FORWARD \(max(1, count)) FROM \(Self.cursor)"
        case .close:
            return "CLOSE \(Self.cursor)"
        }
    }
}

/// A few records of one relation, each column cut on the server.
struct PostgresSampleQuery: Equatable {
    /// Characters of a column that are fetched, and of a JSON column: a document cut short cannot be parsed.
    static let maximumCharacters = 2048
    static let maximumJSONCharacters = 16384
    /// Bytes of a `bytea` column that are fetched.
    static let maximumBinary = 2048

    let text: String

    /// - Parameters:
    ///   - percent: of the table's pages, picked at random by `TABLESAMPLE SYSTEM` and their records put in random
    ///     order, since those of one page came together; `nil` for the first records.
    ///   - limit: records at the most.
    /// - Returns: `nil` if there is no column, or a name cannot be quoted.
    init?(schema: String, name: String, columns: [PostgresColumn], percent: Double?, limit: Int) {
        guard let schema = PostgresIdentifier.quoted(schema), let name = PostgresIdentifier.quoted(name) else {
            return nil
        }
        var names: [String] = []
        var expressions: [String] = []
        for column in columns {
            guard let quoted = PostgresIdentifier.quoted(column.name) else { return nil }
            names.append(quoted)
            switch column.type {
            case .binary:
                expressions.append("pg_catalog.encode(pg_catalog.substr(q.\(quoted), 1, \(Self.maximumBinary)), 'hex')")
            case .json:
                expressions.append("pg_catalog.left(q.\(quoted)::pg_catalog.text, \(Self.maximumJSONCharacters))")
            case .nested:
                let json = "pg_catalog.to_json(q.\(quoted))::pg_catalog.text"
                expressions.append("pg_catalog.left(\(json), \(Self.maximumJSONCharacters))")
            case .text, .number, .boolean, .timestamp, .identifier:
                expressions.append("pg_catalog.left(q.\(quoted)::pg_catalog.text, \(Self.maximumCharacters))")
            }
        }
        guard !expressions.isEmpty else { return nil }
        let limit = max(0, limit)
        var source = "\(schema).\(name)"
        if let percent {
            // The columns are cut outside, so that only what is sent is unpacked. The inner limit holds where the
            // catalog's number of pages is out of date.
            let share = "TABLESAMPLE SYSTEM (\(PostgresPlan.decimal(percent)))"
            let most = max(limit, PostgresPlan.maximumPicked)
            source = """
                (SELECT p.* FROM (SELECT \(names.map { "t." + $0 }.joined(separator: ", ")) FROM \(source) AS t \
                \(share) LIMIT \(most)) AS p ORDER BY pg_catalog.random())
                """
        }
        text = "SELECT \(expressions.joined(separator: ", ")) FROM \(source) AS q LIMIT \(limit)"
    }
}

/// A column that the role may read.
struct PostgresColumn: Equatable {
    enum Kind: Equatable {
        case text, number, boolean, timestamp, binary, json, identifier
        /// Arrays and composite types, read as JSON.
        case nested
    }

    var name: String
    var type: Kind

    /// - Parameters:
    ///   - type: the type's oid, or its base type's for a domain. The numbers of built-in types never change
    ///     (`src/include/catalog/pg_type.dat`).
    ///   - category: `pg_type.typcategory`: `A` for arrays, `C` for composite types.
    init(name: String, type: UInt32, category: String? = nil) {
        self.name = name
        self.type =
            switch type {
            case _ where category == "A" || category == "C": .nested
            case 17: .binary
            case 16: .boolean
            case 20, 21, 23, 26, 700, 701, 790, 1700: .number
            case 1082, 1114, 1184: .timestamp
            case 114, 3802: .json
            case 2950: .identifier
            default: .text
            }
    }
}
