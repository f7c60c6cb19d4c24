import Exposure
import Formats

/// What `connectionStatus` with `showPrivileges` tells of an account: privileges are actions on resources
/// (MongoDB manual, "Privilege Actions" and "Resource Document").
struct MongoDBAccount {
    var privileges = Privileges()
    /// `find` on every database and collection.
    var readsEverything = false

    private static let writing: Set<String> = ["insert", "update", "remove", "dropCollection", "dropDatabase"]
    private static let administering: Set<String> = [
        "anyAction", "createUser", "dropUser", "grantRole", "revokeRole", "createRole", "changePassword", "shutdown",
        "setParameter", "replSetConfigure", "fsync",
    ]

    /// - Throws: `ByteError` where the reply is malformed.
    init?(_ reply: BSONDocument) throws(ByteError) {
        guard case .document(let status)? = try reply.first("authInfo") else { return nil }
        if case .array(let users)? = try status.first("authenticatedUsers") {
            var elements = users.elements
            if let first = try elements.next(), case .document(let user) = first.value {
                privileges.role =
                    MongoDBText.clean(try user.first("user"), limit: 60) + "@"
                    + MongoDBText.clean(try user.first("db"), limit: 60)
            }
        }
        guard case .array(let list)? = try status.first("authenticatedUserPrivileges") else { return }
        (privileges.read, privileges.write, privileges.administer) = (false, false, false)
        var elements = list.elements
        while let element = try elements.next() {
            guard case .document(let privilege) = element.value,
                case .array(let actions)? = try privilege.first("actions")
            else { continue }
            var isOnAll = false
            if case .document(let resource)? = try privilege.first("resource") {
                let isAny = try resource.first("anyResource")?.isTrue == true
                let database = try resource.first("db")?.text(limit: 0)
                let collection = try resource.first("collection")?.text(limit: 0)
                isOnAll = isAny || (database == "" && collection == "")
            }
            var names = actions.elements
            while let name = try names.next() {
                guard let action = name.value.text(limit: 60) else { continue }
                if action == "find" || action == "anyAction" {
                    privileges.read = true
                    if isOnAll { readsEverything = true }
                }
                if action == "anyAction" || Self.writing.contains(action) { privileges.write = true }
                if Self.administering.contains(action) { privileges.administer = true }
            }
        }
    }
}
