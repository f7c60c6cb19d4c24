import Exposure

/// What was learned of one server, and what follows from it.
struct ElasticsearchFacts {
    enum Product: String {
        case elasticsearch = "Elasticsearch"
        case openSearch = "OpenSearch"
        case searchGuard = "Search Guard"
    }

    /// Whether the server's security asks who one is.
    enum AccessControl: Equatable {
        case unknown
        /// It has none, or has it switched off.
        case absent
        /// It has, and strangers have no account that could be told.
        case present
        /// It has, and gives strangers this account.
        case account(ElasticsearchAccount)
    }

    /// How one attempt to list or read went.
    enum Attempt: Equatable {
        case notAsked
        case succeeded
        /// 401 or 403 that is about who asks.
        case refused
        /// Any other answer, or none.
        case failed
    }

    var product: Product?
    /// A product that answers in Elasticsearch's shape under another tagline.
    var isLookAlike = false
    var version: String?
    /// A reply, an error or a header of Elasticsearch's or its security's own was seen.
    var isIdentified = false
    /// Set once nothing further can change it.
    var settled: Access?
    var challenge: ElasticsearchChallenge?
    var isProxied = false

    var root = Attempt.notAsked
    var resolve = Attempt.notAsked
    var catalog = Attempt.notAsked
    var control = AccessControl.unknown
    var privileges: ElasticsearchPrivileges?

    /// Indices and data streams known, in no order. `nil` where no list could be had.
    var listed: Int?
    /// The list was read to its end: only then does a list without indices show an empty server.
    var listIsWhole = false
    /// The index that holds the security settings is among them, so nothing was filtered out of the list.
    var listsSecurityIndex = false
    /// Indices that are not the server's own, as far as the list goes.
    var ordinary = 0
    /// Searches that at least one shard answered.
    var read = 0
    /// Searches of ordinary indices refused because of who asks.
    var refused = 0
    /// Searches that failed for other reasons: closed, blocked, no shard available.
    var unavailable = 0
    /// It said that the cluster has no master, or no state yet.
    var isWithoutMaster = false
    /// All planned reading was done.
    var isRead = false

    /// Whether the account that strangers have reads everything; `nil` where it cannot be told.
    var accountReadsEverything: Bool? {
        guard case .account(let account) = control else { return nil }
        if account.isAdministrator || listsSecurityIndex { return true }
        return privileges.map(\.readsEverything)
    }

    /// `GET /` was refused to an account (403), and not for want of one (401).
    var rootIsForbidden = false

    /// The verdict, true at every moment of the conversation.
    var access: Access {
        if let settled { return settled }
        guard isIdentified, root != .notAsked, root != .failed else { return read > 0 ? .partial : .unknown }
        if read > 0 {
            return root == .succeeded && hidesNothing && refused == 0 && !isLimited ? .open : .partial
        }
        if isWithoutMaster, isRead { return .busy }
        guard root == .succeeded else { return accessBehindClosedRoot }
        if refused > 0 { return .partial }
        if listed != nil {
            guard ordinary == 0 else { return isRead ? .partial : .unknown }
            if isLimited { return .partial }
            // One empty list, while the other could not be had, does not show an empty server.
            return isRead && listIsWhole && catalog != .failed ? .open : .unknown
        }
        return [resolve, catalog].contains(.refused) ? .partial : .unknown
    }

    /// Strangers may not see everything, as far as can be told: a list that access control has filtered looks whole.
    private var isLimited: Bool {
        switch control {
        case .present, .unknown: true
        case .account: accountReadsEverything != true
        case .absent: false
        }
    }

    /// The indices are listed, or their list is not to be had for reasons that are not about who asks: one index whose
    /// metadata are blocked makes `_cat/indices` 403 as a whole.
    private var hidesNothing: Bool {
        listed != nil || (control == .absent && resolve != .refused && catalog != .refused)
    }

    /// `GET /` is refused to callers without cluster monitor, who may still read data. What their account is allowed
    /// then decides: Elasticsearch tells it in words, the plugins of OpenSearch only by the names of roles.
    private var accessBehindClosedRoot: Access {
        // 403 is said to an account: there is one, and what it may do was not told.
        guard case .account(let account) = control else { return rootIsForbidden ? .unknown : .authRequired }
        if let privileges { return privileges.isEmpty ? .authRequired : .partial }
        return account.meaningfulRoles.isEmpty ? .authRequired : .partial
    }

    /// `nil` where nothing is known of what the stranger may do.
    var strangerPrivileges: Privileges? {
        switch control {
        case .unknown, .present:
            return read > 0 ? Privileges(read: true) : nil
        case .absent:
            // A proxy in front may let reads through and stop the rest, which cannot be told without trying.
            return Privileges(read: true, write: isProxied ? nil : true, administer: isProxied ? nil : true)
        case .account(let account):
            var told = Privileges(role: account.name)
            if !account.roles.isEmpty {
                told.role = ElasticsearchText.printable(
                    account.name + ": " + account.roles.joined(separator: ", "), limit: 200)
            }
            if account.isAdministrator {
                (told.read, told.write, told.administer) = (true, true, true)
            } else if let privileges {
                told.read = read > 0 || !privileges.readable.isEmpty
                told.write = privileges.mayWrite
                told.administer = privileges.mayAdminister
            } else if read > 0 {
                told.read = true
            }
            return told
        }
    }
}
