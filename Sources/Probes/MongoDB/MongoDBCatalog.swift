/// A collection or view that can be sampled.
struct MongoDBDataset: Sendable, Equatable {
    var database: String
    var collection: String
    /// A plain collection, whose size is in its metadata. FerretDB does not say; it then counts as one.
    var isPlain: Bool

    /// As in every output; control characters are stripped.
    var name: String { MongoDBText.clean("\(database).\(collection)", limit: 400) }
}

/// What names tell: which collections are the server's own, and which promise most.
enum MongoDBCatalog {
    /// Names that the wire and the server's own rules allow; others are passed over. A zero byte would end the name in
    /// OP_QUERY. Limits: 63 bytes for a database, 255 for both names together (MongoDB manual, "Limits"), with room.
    static func isUsable(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && !name.utf8.contains(0)
    }

    static func isSystemDatabase(_ name: String) -> Bool {
        ["admin", "config", "local"].contains(name)
    }

    /// Collections that servers keep for themselves: `system.*` everywhere, and the documented ones of `local` and
    /// `config` ("The local Database", "Config Database" in the manual).
    static func isServersOwn(database: String, collection: String) -> Bool {
        if collection.hasPrefix("system.") { return true }
        switch database {
        case "local":
            return ["startup_log", "oplog.rs", "oplog.$main", "me", "sources", "slaves"].contains(collection)
                || collection.hasPrefix("replset.")
        case "config":
            let own: Set = [
                "actionlog", "changelog", "chunks", "collections", "csrs.indexes", "databases",
                "external_validation_keys", "image_collection", "lockpings", "locks", "migrationCoordinators",
                "migrations", "mongos",
                "placementHistory", "rangeDeletions", "sampledQueries", "sampledQueriesDiff", "settings", "shards",
                "tags", "transaction_coordinators", "transactions", "tenantMigrationDonors",
                "tenantMigrationRecipients",
                "vectorClock", "version",
            ]
            return own.contains(collection) || collection.hasPrefix("cache.")
        default:
            return false
        }
    }

    /// The collection that describes the files whose pieces this one would hold, by GridFS's names (`fs.chunks` and
    /// `fs.files`; MongoDB manual, "GridFS"); `nil` for other names.
    static func files(of dataset: MongoDBDataset) -> MongoDBDataset? {
        guard dataset.collection.hasSuffix(".chunks"), dataset.isPlain else { return nil }
        var files = dataset
        files.collection = String(dataset.collection.dropLast("chunks".count)) + "files"
        return files
    }

}
