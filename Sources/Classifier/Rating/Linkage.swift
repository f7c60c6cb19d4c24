/// Whom the records of a dataset are about, where its fields and their values tell: whether they belong to someone who is not
/// named, and what it means to be in it.
struct Linkage {
    enum Key {
        /// A reference such as a student or staff number.
        case resolvable
        /// Opaque keys, or events with a date.
        case pseudonymous
        case none
    }

    let key: Key
    /// Names tell of patients and their care.
    let isCare: Bool
    /// Names tell of people accused, convicted or in custody.
    let isJustice: Bool
    /// Contact details are those of organisations: their names are there, and mailboxes are those of roles.
    let isBusiness: Bool
    /// They are all there is: no mailbox, and nothing that refers to people or that people have.
    let isOfOrganisations: Bool
    /// A field refers to people: a number of a customer, a patient's key.
    let hasReference: Bool

    private static let care: Set<String> = [
        "patient", "patients", "pt", "admission", "admitted", "discharge", "discharged",
        "triage",
        "outpatient", "inpatient", "vaccine", "vaccination", "vaccinations", "vaccinated", "immunisation", "dose",
        "referral", "clinic",
        "screening", "pat", "nhs", "gp", "mrn",
    ]
    private static let justice: Set<String> = [
        "offender", "offenders", "prisoner", "prisoners", "defendant", "defendants", "inmate", "inmates", "custody",
        "probation", "noms",
        "nomis", "suspect", "detainee", "arrest", "accused",
    ]
    /// Words that name the firm of a contact, and further ones that name firms where a dataset is called so.
    private static let organisations: Set<String> = [
        "company", "organisation", "organization", "org", "business", "firm", "practice", "pharmacy", "school", "trust",
        "venue", "charity",
        "agency", "restaurant", "hotel", "hospital", "ward", "institution", "supplier", "vendor", "shop", "outlet",
        "depot", "retailer",
        "provider",
    ]
    private static let organisationDatasets: Set<String> = organisations.union([
        "companies", "organisations", "organizations", "businesses", "firms", "practices", "pharmacies", "schools",
        "trusts", "venues",
        "charities", "agencies", "restaurants", "hotels", "hospitals", "wards", "institutions", "suppliers", "vendors",
        "shops", "outlets",
        "depots", "retailers", "providers", "store", "stores", "branch", "branches", "manufacturer", "manufacturers",
        "merchant",
        "merchants", "dealer", "dealers", "shipper", "shippers", "facility", "facilities", "office", "offices",
        "clinics", "warehouse",
        "warehouses", "brewery", "breweries", "club", "clubs", "establishments", "sites", "carriers", "distributors",
    ])
    /// Fields that names of firms stand in without being called so.
    private static let firmNames: Set<String> = [
        "name", "nom", "title", "customer", "client", "account", "payee", "contractor", "ship",
    ]
    /// Words for what a contact of a firm does not tell of itself.
    private static let personal: Set<String> = [
        "home", "personal", "private", "dob", "birth", "birthday", "birthdate", "marital", "spouse", "emergency", "kin",
    ]
    private static let people: Set<String> = [
        "student", "staff", "employee", "emp", "patient", "pat", "member", "person", "customer", "client", "user",
        "pupil", "tenant",
        "claimant", "applicant", "subject", "worker", "offender", "nominal", "hospital", "hosp", "mrn", "payroll",
        "pid", "candidate",
        "participant", "prisoner", "resident", "child", "borrower", "donor", "volunteer", "contact", "crn", "noms",
    ]
    /// Words for people in research, whose keys are not those of the places that know them.
    private static let research: Set<String> = ["subject", "participant"]
    private static let references: Set<String> = [
        "id", "ref", "reference", "no", "number", "num", "key", "code", "mrn", "pid", "crn", "noms",
    ]
    /// Words for the dates that any record has: when it was written, not when something happened.
    private static let administrative: Set<String> = [
        "created", "creation", "updated", "update", "modified", "changed", "valid", "added", "edited", "published",
        "released", "retired",
        "effective", "expiry", "expires", "imported", "loaded", "version",
    ]

    /// Texts that occur once each make a list, not a history.
    private static let listShare = 0.95
    private static let listSize = 8

    /// - Parameter content: the fields with health data, beliefs or offences.
    init(dataset: String, tree: FieldTree, role: TableRole, records: Int, content: Set<Int32>) {
        var key = Key.none
        var names = Set(FieldNameIndex.datasetWords(dataset))
        let datasetIsOrganisation = Self.isOfOrganisations(dataset)
        let isOfAppointments = !names.isDisjoint(with: ["appointment", "appointments"])
        var mailboxes = (all: 0, roles: 0)
        var organisations = 0
        var hasOpaqueKeys = false
        var hasReference = false
        for node in 0..<Int32(tree.count) {
            guard let evidence = tree.evidence(of: node)?.pointee, evidence.distinct > 0 else { continue }
            let path = tree.path(node)
            let own = Set(FieldNameIndex.words(of: path.last ?? ""))
            let words = path.suffix(2).flatMap(FieldNameIndex.words(of:))
            // A home page is no home.
            names.formUnion(words.contains("page") ? words.filter { $0 != "home" } : words)
            mailboxes.all += evidence.mailboxes.all
            mailboxes.roles += evidence.mailboxes.roles
            let distinct = Double(evidence.distinct)
            let isOpaque = Double(evidence.shape.opaqueKeys) / distinct >= 0.8
            let isVaried = distinct / Double(evidence.values) >= 0.3
            let isReference =
                words.contains(where: Self.people.contains) && words.contains(where: Self.references.contains)
            let isNumber = evidence.shape.numbers * 2 > evidence.distinct
            let isResearch = words.contains(where: Self.research.contains)
            if isReference, !isResearch, !isOpaque, isVaried, isNumber { key = .resolvable }
            let isEvent =
                (evidence.shape.timestamps * 2 > evidence.distinct || evidence.dates.count * 2 > evidence.distinct)
                && !own.contains(where: Self.isAdministrative)
            if isOpaque, isVaried { hasOpaqueKeys = true }
            if isReference { hasReference = true }
            if key == .none, isEvent || isReference { key = .pseudonymous }
            // What the field is comes last in its name, but for `name` itself.
            let head =
                FieldNameIndex.words(of: path.last ?? "").last { $0 != "name" && $0 != "title" && Int($0) == nil } ?? ""
            let isNamedFirm = Self.organisations.contains(head) && !isNumber && !isOpaque
            let holdsFirms = evidence.shape.companies * 2 > evidence.distinct && !own.isDisjoint(with: Self.firmNames)
            if isNamedFirm || holdsFirms {
                organisations = max(organisations, evidence.values)
            }
        }
        // The rows of a list of terms have keys too, and those of a stock of medicines have dates.
        if key == .none, hasOpaqueKeys, !Self.isList(content, tree) { key = .pseudonymous }
        if key == .pseudonymous, !hasReference, role.isOfThings { key = .none }
        // Somebody's age, sex and belief are of one person, with a key or without.
        if key == .none, role.isOfPeople { key = .pseudonymous }
        self.key = key
        self.hasReference = hasReference
        // Officers of companies have appointments too, which the field says, not the table.
        isCare = isOfAppointments || !names.isDisjoint(with: Self.care)
        isJustice = !names.isDisjoint(with: Self.justice)
        let hasRoles = mailboxes.all > 0 && mailboxes.roles * 5 >= mailboxes.all * 4
        let hasFirms = datasetIsOrganisation || organisations * 5 >= records * 3 && organisations > 0
        isBusiness = hasRoles || hasFirms && names.isDisjoint(with: Self.personal)
        isOfOrganisations = isBusiness && mailboxes.all == 0 && !hasReference && !role.isOfPeople
    }

    /// Whether a dataset's name says that its rows are organisations: `suppliers`, `supplier_contacts`, not `shop_orders`.
    private static func isOfOrganisations(_ dataset: String) -> Bool {
        let head = FieldNameIndex.datasetWords(dataset).last { Int($0) == nil && !listWords.contains($0) }
        return head.map(organisationDatasets.contains) ?? false
    }

    /// Words for what a dataset is, not of whom.
    private static let listWords: Set<String> = [
        "contact", "contacts", "list", "details", "detail", "info", "data", "directory", "register", "export", "import",
        "extract",
        "dump", "backup", "copy", "table", "index", "current", "all", "new", "old", "address", "addresses", "name",
        "names",
    ]

    /// `updated`, and glued to other words: `lastupdated`, `datecreated`.
    private static func isAdministrative(_ word: String) -> Bool {
        administrative.contains(word)
            || word.utf8.count >= 9
                && administrative.contains { $0.utf8.count >= 5 && (word.hasSuffix($0) || word.hasPrefix($0)) }
    }

    /// Whether the content is a list of terms or codes: each occurs once, and none is running text.
    private static func isList(_ content: Set<Int32>, _ tree: FieldTree) -> Bool {
        !content.isEmpty
            && content.allSatisfy { node in
                guard let evidence = tree.evidence(of: node)?.pointee else { return false }
                return evidence.values >= listSize && evidence.shape.prose * 10 < evidence.distinct
                    && Double(evidence.distinct) >= listShare * Double(evidence.values)
            }
    }
}
