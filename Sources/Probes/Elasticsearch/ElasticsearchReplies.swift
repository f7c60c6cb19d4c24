import Formats

/// What `GET /` says of itself.
struct ElasticsearchRoot: Equatable {
    var number: String?
    var distribution: String?
    var tagline: String?
    var clusterName: String?
    var clusterUUID: String?

    /// `nil` if the body is no JSON object. A body that was cut off gives what came before the cut.
    init?(_ body: UnsafeRawBufferPointer) {
        guard let document = try? JSONDocument(body), document.root.kind == .object else { return nil }
        var members = document.root.members()
        while let member = (try? members.next()) ?? nil {
            if named(member, "tagline") { tagline = text(member.value) }
            if named(member, "cluster_name") { clusterName = text(member.value) }
            if named(member, "cluster_uuid") { clusterUUID = text(member.value) }
            guard named(member, "version") else { continue }
            var version = member.value.members()
            while let part = (try? version.next()) ?? nil {
                if named(part, "number") {
                    number = text(part.value).map { ElasticsearchText.printable($0, limit: 64) }
                }
                if named(part, "distribution") { distribution = text(part.value) }
            }
        }
    }
}

/// The error in a JSON body: `{"error":{"type":…,"reason":…}}` from version 2, `{"error":"Type[reason]"}` before.
struct ElasticsearchError: Equatable {
    var type: String
    var reason: String

    init?(_ body: UnsafeRawBufferPointer) {
        guard let document = try? JSONDocument(body), let error = (try? document.root.member("error")) ?? nil
        else { return nil }
        switch error.kind {
        case .object:
            type = text((try? error.member("type")) ?? nil) ?? ""
            reason = text((try? error.member("reason")) ?? nil) ?? ""
        case .string:
            reason = text(error) ?? ""
            type = String(reason.prefix { $0 != "[" && $0 != " " })
        default: return nil
        }
    }

    /// Refused because of the index's own state, which says nothing about who may read it. Both come as 403 too:
    /// a closed index up to 5.6, a read-blocked one on every version (recorded).
    var isStateOfIndex: Bool {
        ["cluster_block_exception", "index_closed_exception", "ClusterBlockException", "IndexClosedException"]
            .contains(type)
    }

    /// No master, or the cluster's state is not there yet. Blocks are named by status, number and words; those for
    /// want of a master or of the state are the ones with this status. OpenSearch 2 and later call the master the
    /// cluster manager.
    var isWithoutMaster: Bool {
        type.hasSuffix("_not_discovered_exception") || type.hasSuffix("NotDiscoveredException")
            || (type.lowercased().contains("block") && reason.contains("SERVICE_UNAVAILABLE/"))
    }

    var isSecurity: Bool { type == "security_exception" }
}

/// The account that a caller has, as the security implementations tell it.
struct ElasticsearchAccount: Equatable {
    var name: String
    var roles: [String]
    /// `authentication_type` of Elasticsearch's own security, 7 and later.
    var authenticationType: String?

    /// Elasticsearch says `username` and `roles`; OpenSearch `user_name` and `roles`; Search Guard `sg_roles`.
    init?(_ body: UnsafeRawBufferPointer) {
        guard let document = try? JSONDocument(body) else { return nil }
        var name: String?
        var described: String?
        roles = []
        var members = document.root.members()
        while let member = (try? members.next()) ?? nil {
            if named(member, "username") || named(member, "user_name") { name = text(member.value) }
            if named(member, "authentication_type") { authenticationType = text(member.value) }
            if named(member, "roles") || named(member, "sg_roles") { roles = texts(member.value, atMost: 64) }
            if named(member, "user") { described = text(member.value) }
        }
        // Plugins that do not say `user_name` say `"user":"User [name=NAME, …"`.
        if name == nil, let start = described?.firstRange(of: "[name=")?.upperBound {
            name = described.map { String($0[start...].prefix { $0 != "," && $0 != "]" }) }
        }
        guard let name, !name.isEmpty else { return nil }
        self.name = ElasticsearchText.printable(name, limit: 100)
        roles = roles.map { ElasticsearchText.printable($0, limit: 100) }
    }

    /// Roles that say more than that the account exists: every account has the one for an index of its own name.
    var meaningfulRoles: [String] {
        roles.filter { !$0.lowercased().hasSuffix("own_index") }
    }

    /// Holds the role that each product ships for "everything".
    var isAdministrator: Bool {
        roles.contains { ["superuser", "all_access", "sgs_all_access", "sg_all_access"].contains($0.lowercased()) }
    }
}

/// `GET /_security/user/_privileges`.
struct ElasticsearchPrivileges: Equatable {
    var cluster: [String] = []
    /// Names and patterns of indices that may be read, as the roles give them.
    var readable: [String] = []
    var mayWrite = false

    /// By name, or as the action that a search is.
    private static func reads(_ privilege: String) -> Bool {
        ["all", "read", "*", "indices:*", "indices:data/*"].contains(privilege)
            || privilege.hasPrefix("indices:data/read")
    }

    private static let writing: Set<String> = [
        "all", "write", "index", "create", "create_doc", "create_index", "delete", "delete_index", "manage",
    ]

    init?(_ body: UnsafeRawBufferPointer) {
        guard let document = try? JSONDocument(body), document.root.kind == .object,
            ((try? document.root.member("cluster")) ?? nil) != nil
        else { return nil }
        var members = document.root.members()
        while let member = (try? members.next()) ?? nil {
            if named(member, "cluster") { cluster = texts(member.value, atMost: 64) }
            guard named(member, "indices") else { continue }
            var entries = member.value.elements()
            while let entry = (try? entries.next()) ?? nil, readable.count < 1000 {
                let privileges = Set(texts((try? entry.member("privileges")) ?? nil, atMost: 64))
                if !privileges.isDisjoint(with: Self.writing) { mayWrite = true }
                guard privileges.contains(where: Self.reads) else { continue }
                for name in texts((try? entry.member("names")) ?? nil, atMost: 1000) where !readable.contains(name) {
                    readable.append(name)
                }
            }
        }
    }

    var mayAdminister: Bool { cluster.contains { ["all", "manage", "manage_security"].contains($0) } }
    var readsEverything: Bool { readable.contains("*") }
    var isEmpty: Bool { cluster.isEmpty && readable.isEmpty && !mayWrite }
}

/// One index, alias-free, or one data stream.
struct ListedIndex: Equatable {
    var name: IndexName
    var isClosed = false
    var isHidden = false
    var documents: Int?
}

/// A list of indices, from `_resolve/index` or `_cat/indices`.
struct IndexList: Equatable {
    /// The most names that are kept of one server.
    static let limit = 10_000
    var indices: [ListedIndex] = []
    /// Whether the reply was read to its end.
    var isWhole = true
    /// Names that may not become part of a path, and were left out.
    var refusedNames = 0

    /// `GET /_resolve/index/*`: indices, without those that only back a data stream, and data streams.
    static func resolved(_ body: UnsafeRawBufferPointer) -> IndexList? {
        guard let document = try? JSONDocument(body), document.root.kind == .object else { return nil }
        var list = IndexList()
        var isList = false
        list.isWhole = whole { () throws(ByteError) in
            var members = document.root.members()
            while let member = try members.next() {
                let streams = try member.isNamed("data_streams")
                let plain = try member.isNamed("indices")
                guard streams || plain else { continue }
                isList = true
                var entries = member.value.elements()
                while let entry = try entries.next(), list.indices.count < limit {
                    guard let name = text(try entry.member("name")) else { continue }
                    let backing = try entry.member("data_stream")
                    if plain, backing != nil { continue }
                    let attributes = texts(try entry.member("attributes"), atMost: 16)
                    list.append(
                        name, closed: attributes.contains("closed"), hidden: attributes.contains("hidden"), nil)
                }
            }
        }
        if list.indices.count >= limit { list.isWhole = false }
        return isList ? list : nil
    }

    /// `GET /_cat/indices?format=json`: an array of objects whose values are all strings or null.
    static func catalog(_ body: UnsafeRawBufferPointer) -> IndexList? {
        guard let document = try? JSONDocument(body), document.root.kind == .array else { return nil }
        var list = IndexList()
        var isList = true
        list.isWhole = whole { () throws(ByteError) in
            var entries = document.root.elements()
            while let entry = try entries.next(), list.indices.count < limit {
                guard let name = text(try entry.member("index")) else {
                    isList = false
                    return
                }
                let documents = try entry.member("docs.count")
                let count = try documents?.integer() ?? text(documents).flatMap { Int($0) }
                list.append(name, closed: text(try entry.member("status")) == "close", hidden: false, count)
            }
        }
        if list.indices.count >= limit { list.isWhole = false }
        return isList ? list : nil
    }

    private mutating func append(_ name: String, closed: Bool, hidden: Bool, _ documents: Int?) {
        guard let name = IndexName(name) else {
            refusedNames += 1
            return
        }
        indices.append(
            ListedIndex(
                name: name, isClosed: closed, isHidden: hidden, documents: documents.flatMap { $0 < 0 ? nil : $0 }))
    }

    private static func whole(_ read: () throws(ByteError) -> Void) -> Bool {
        do {
            try read()
            return true
        } catch {
            return false
        }
    }
}

/// The frame of a search's answer. The hits are left where they are.
struct ElasticsearchSearch {
    var shards: Int?
    var successfulShards: Int?
    /// `hits.total`: a number up to 6, an object after, -1 or absent where the server did not count.
    var total: Int?
    /// The array `hits.hits`; it may be cut off.
    var hits: JSONValue?

    init?(_ body: UnsafeRawBufferPointer) {
        guard let document = try? JSONDocument(body), document.root.kind == .object else { return nil }
        var members = document.root.members()
        while let member = (try? members.next()) ?? nil {
            if named(member, "_shards") {
                shards = integer((try? member.value.member("total")) ?? nil)
                successfulShards = integer((try? member.value.member("successful")) ?? nil)
            }
            guard named(member, "hits") else { continue }
            var inner = member.value.members()
            while let part = (try? inner.next()) ?? nil {
                if named(part, "total") {
                    let value = part.value.kind == .object ? (try? part.value.member("value")) ?? nil : part.value
                    total = integer(value).flatMap { $0 < 0 ? nil : $0 }
                }
                if named(part, "hits"), part.value.kind == .array { hits = part.value }
            }
        }
        guard shards != nil || hits != nil else { return nil }
    }

    /// Whether something was searched: a shard that answered, or a document. A search that was allowed to ignore what
    /// it may not see answers 200 with neither (recorded).
    var isRead: Bool {
        if let shards, shards > 0, (successfulShards ?? shards) > 0 { return true }
        guard var elements = hits?.elements() else { return false }
        return ((try? elements.next()) ?? nil)?.kind == .object
    }

    /// The names of the indices that the hits came from, each once.
    func indexNames(atMost limit: Int) -> [String] {
        var names: [String] = []
        guard var elements = hits?.elements() else { return names }
        while let hit = (try? elements.next()) ?? nil, names.count < limit {
            guard let name = text((try? hit.member("_index")) ?? nil), !names.contains(name) else { continue }
            names.append(name)
        }
        return names
    }

    /// What came of the hits of one reply.
    struct Walk: Equatable {
        /// Hits in the reply, at most as many as were asked for.
        var hits = 0
        /// Hits that were not in an earlier reply.
        var fresh = 0
        var sourceless = 0
        /// Whether the array was read to its end, or to as many as were asked for.
        var isWhole = true
    }

    /// Walks each hit's `_source` into the sink.
    ///
    /// - Parameters:
    ///   - limit: hits asked for; a server that sends more is not listened to.
    ///   - seen: hashes of the documents of earlier replies, which are passed over. Copies of a shard may keep documents in
    ///     different orders, so that one comes again behind the place where the last reply ended.
    func walk(atMost limit: Int, seen: inout Set<Int>, into sink: any SampleSink) -> Walk {
        let before = seen
        var walk = Walk(isWhole: hits != nil)
        guard var elements = hits?.elements() else { return walk }
        var walker = JSONWalker()
        do {
            while walk.hits < limit, let hit = try elements.next() {
                // The whole hit must be there before its record begins: a cut-off one is left out, not broken.
                _ = try hit.end()
                walk.hits += 1
                if let identity = Self.identity(hit) {
                    guard !before.contains(identity) else { continue }
                    seen.insert(identity)
                }
                walk.fresh += 1
                guard let source = try hit.member("_source"), source.kind == .object else {
                    walk.sourceless += 1
                    continue
                }
                sink.beginRecord()
                do {
                    _ = try walker.walk(source.bytes, from: source.start, into: sink)
                    sink.endRecord()
                } catch {
                    sink.brokenRecord()
                }
            }
        } catch {
            walk.isWhole = false
        }
        return walk
    }

    /// A hash of what tells a document from all others of its index: its id, and its type up to 6.
    private static func identity(_ hit: JSONValue) -> Int? {
        guard let id = text((try? hit.member("_id")) ?? nil) else { return nil }
        var hasher = Hasher()
        hasher.combine(id)
        hasher.combine(text((try? hit.member("_index")) ?? nil))
        hasher.combine(text((try? hit.member("_type")) ?? nil))
        return hasher.finalize()
    }
}

/// `WWW-Authenticate`, values of repeated headers joined by commas. RFC 9110, section 11.6.1.
struct ElasticsearchChallenge: Equatable {
    /// In lower case, in the server's order: `basic`, `bearer`, `apikey`.
    var schemes: [String] = []
    var realm: String?

    init(_ header: String) {
        var part: [UInt8] = []
        var quoted = false
        for byte in header.utf8.prefix(2048) {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            guard byte == UInt8(ascii: ","), !quoted else {
                part.append(byte)
                continue
            }
            take(String(decoding: part, as: UTF8.self))
            part = []
        }
        take(String(decoding: part, as: UTF8.self))
    }

    private mutating func take(_ part: String) {
        let words = part.split(separator: " ", maxSplits: 1)
        guard let first = words.first else { return }
        if !first.contains("="), schemes.count < 8 {
            let scheme = ElasticsearchText.printable(first.lowercased(), limit: 32)
            if !schemes.contains(scheme) { schemes.append(scheme) }
        }
        // The name in either case, the value in quotes or not, and spaces around the sign.
        let text = ElasticsearchText.printable(part, limit: 2048)
        let lowered = text.lowercased()
        guard realm == nil, let name = lowered.firstRange(of: "realm") else { return }
        // Of ASCII: as many bytes in either case.
        let rest = text.dropFirst(lowered.distance(from: lowered.startIndex, to: name.upperBound)).drop { $0 == " " }
        guard rest.first == "=" else { return }
        let value = rest.dropFirst().drop { $0 == " " }
        let named = value.first == "\"" ? value.dropFirst().prefix { $0 != "\"" } : value.prefix { $0 != " " }
        realm = String(named.prefix(100))
    }
}

/// What is done with text of a peer, whatever it holds.
enum ElasticsearchText {
    /// Text of a peer made fit to be shown: printable ASCII only, cut to a limit.
    static func printable(_ text: String, limit: Int) -> String {
        String(decoding: text.utf8.lazy.filter { (0x20...0x7e).contains($0) }.prefix(limit), as: UTF8.self)
    }

    /// Whether a body holds the text, ASCII letters of either case. The wanted text is in lower case and not empty.
    static func holds(_ body: UnsafeRawBufferPointer, _ wanted: String) -> Bool {
        holds(body, Array(wanted.utf8))
    }

    /// The same for text given as bytes.
    static func holds(_ body: UnsafeRawBufferPointer, _ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first, body.count >= wanted.count else { return false }
        for start in 0...(body.count - wanted.count) where lowered(body[start]) == first {
            if wanted.indices.allSatisfy({ lowered(body[start + $0]) == wanted[$0] }) { return true }
        }
        return false
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

private func named(_ member: JSONMembers.Member, _ name: String) -> Bool {
    (try? member.isNamed(name)) ?? false
}

private func text(_ value: JSONValue?) -> String? {
    guard let value else { return nil }
    return (try? value.string()) ?? nil
}

private func integer(_ value: JSONValue?) -> Int? {
    guard let value else { return nil }
    return (try? value.integer()) ?? nil
}

private func texts(_ value: JSONValue?, atMost limit: Int) -> [String] {
    guard var elements = value?.elements() else { return [] }
    var found: [String] = []
    while let element = (try? elements.next()) ?? nil, found.count < limit {
        if let text = text(element) { found.append(text) }
    }
    return found
}
