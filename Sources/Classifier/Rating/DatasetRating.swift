import Exposure

/// Rates the records of a dataset by what they tie together, and the dataset by its worst records.
///
/// After ENISA's methodology for the severity of personal data breaches (content × identifiability), with the special
/// categories of UK GDPR Article 9, criminal offence data of Article 10, and the bands of `testdata/eval/README.md`.
struct DatasetRating {
    let catalog: DetectorCatalog
    let dataset: String
    let tree: FieldTree
    let found: [VerdictBuilder.Found]
    let combinations: RecordCombinations
    let sets: MatchSets
    let records: Int

    /// A level that fewer than one record in so many has does not decide.
    static let rareRecords = 1000

    func rate() -> (level: Level, reasons: [String]) {
        var accepted: [Int32: DetectorSet] = [:]
        for item in found { accepted[item.node, default: DetectorSet()].insert(item.detector) }
        let role = TableRole(tree: tree)
        let linkage = Linkage(dataset: dataset, tree: tree, role: role, records: records, content: contentFields)
        let isOfPlaces = isOfPlaces && !linkage.hasReference && !role.isOfPeople
        var tally: [Ruling.Kind: (records: Int, types: DetectorSet)] = [:]
        for combination in combinations.combinations {
            var types = DetectorSet()
            for hit in combination.hits {
                guard let told = accepted[hit.field] else { continue }
                for detector in sets.list(hit.matches) where told.contains(Int(detector)) {
                    types.insert(Int(detector))
                }
            }
            guard !types.isEmpty else { continue }
            let ruling = Ruling(categories: categories(types), linkage: linkage, isOfPlaces: isOfPlaces)
            var entry = tally[ruling.kind] ?? (0, DetectorSet())
            entry.records += combination.count
            entry.types.formUnion(types)
            tally[ruling.kind] = entry
        }
        let needed = max(1, records / Self.rareRecords)
        let ranked = tally.filter { $0.value.records >= needed }
            .sorted { ($0.key.level, $0.value.records, $0.key.words) > ($1.key.level, $1.value.records, $1.key.words) }
        guard let worst = ranked.first else { return (.none, ["No personal data was recognised."]) }
        let reasons = ranked.filter { $0.key.level > .none || $0.key == worst.key }.prefix(4).map { kind, entry in
            "\(subject(entry.records)) \(kind.words(of: entry.records)): \(names(entry.types))"
        }
        return (worst.key.level, Array(reasons))
    }

    /// Fields that hold health terms or codes, beliefs or offences.
    private var contentFields: Set<Int32> {
        Set(found.filter { Ruling.content.contains(catalog.detectors[$0.detector].category) }.map(\.node))
    }

    /// Whether addresses and positions are all that was found: of houses and sites, for all that is known.
    private var isOfPlaces: Bool {
        found.allSatisfy {
            let detector = catalog.detectors[$0.detector]
            switch detector.category {
            case .location, .position, .reference: return true
            default: return detector.recogniser == .postalAddress
            }
        }
    }

    private func categories(_ types: DetectorSet) -> Set<Category> {
        Set(types.members.map { catalog.detectors[$0].category })
    }

    private func subject(_ count: Int) -> String {
        if records == 1 { return "The only record" }
        return count == records ? "All \(records) records" : "\(count) of \(records) records"
    }

    /// Types and the fields they are in, the first few.
    private func names(_ types: DetectorSet) -> String {
        var parts: [String] = []
        for index in types.members {
            let detector = catalog.detectors[index]
            let field =
                found.filter { $0.detector == index }.max { $0.confidence < $1.confidence }
                .map { tree.path(tree.reported($0.node)).joined(separator: ".") } ?? ""
            parts.append(field.isEmpty ? detector.name : "\(detector.name) (\(field))")
        }
        return parts.count > 6
            ? parts.prefix(6).joined(separator: ", ") + " and \(parts.count - 6) more" : parts.joined(separator: ", ")
    }
}

/// What a record's content comes to.
struct Ruling {
    enum Kind: Hashable {
        case patient, accused, businessContact
        case secret, linkedContent, safeguarding, keyedContent, quasiIdentifiedContent, pseudonymousContent, privileged
        case referenceContent, officialIdentifier, financial, passwordHash, contact, quasiIdentifiers, nameOnly
        case addressOnly, locationOnly, online, organisation, nothing

        var level: Level {
            switch self {
            case .secret, .linkedContent, .safeguarding: .critical
            case .patient, .accused, .keyedContent, .quasiIdentifiedContent, .officialIdentifier, .financial,
                .passwordHash, .privileged:
                .high
            case .pseudonymousContent, .contact, .quasiIdentifiers: .moderate
            case .businessContact, .nameOnly, .addressOnly, .locationOnly, .online: .low
            case .referenceContent, .organisation, .nothing: .none
            }
        }

        /// The same after a single record: "1 of 40 records holds".
        func words(of count: Int) -> String {
            guard count == 1, let space = words.firstIndex(of: " ") else { return words }
            return words[..<space] + "s" + words[space...]
        }

        /// Follows "12 of 40 records".
        var words: String {
            switch self {
            case .patient: "show who is a patient, though not of what"
            case .accused: "show who is accused, convicted or in custody, though not of what"
            case .businessContact: "hold contact details of organisations or roles"
            case .secret: "hold a key or password that works as it stands"
            case .linkedContent: "tie health or other protected data to a person who is named or numbered"
            case .safeguarding: "tell of safeguarding or child protection"
            case .keyedContent: "hold protected data under a reference that its holder resolves at once"
            case .quasiIdentifiedContent:
                "hold protected data beside date of birth and postcode, which identify together"
            case .pseudonymousContent: "hold protected data under keys that do not name the person"
            case .referenceContent: "hold health terms or codes, but nothing that belongs to a person"
            case .officialIdentifier: "hold a number that identifies a patient or citizen"
            case .financial: "hold bank or card details"
            case .passwordHash: "hold password hashes"
            case .contact: "hold private contact details"
            case .quasiIdentifiers: "hold a date of birth with a name or postcode"
            case .nameOnly: "hold names of people"
            case .addressOnly: "hold addresses, but nothing else of a person"
            case .organisation: "hold addresses and telephone numbers of organisations"
            case .locationOnly: "hold a date of birth or a postcode without a name"
            case .privileged: "hold text between a lawyer and a client"
            case .online: "hold identifiers of devices, connections or vehicles"
            case .nothing: "hold nothing that is about a person"
            }
        }
    }

    let kind: Kind

    /// What is worse than other data of the same person.
    static let content: Set<Category> = [.clinical, .specialCategory, .offence, .safeguarding]

    init(categories: Set<Category>, linkage: Linkage, isOfPlaces: Bool) {
        let hasContent = !categories.isDisjoint(with: Self.content)
        let isNumbered = categories.contains(.healthIdentifier) || categories.contains(.governmentIdentifier)
        // A point on the map may be a shop or a tree, unless somebody's date of birth stands beside it.
        let hasPlace = categories.contains(.location) || categories.contains(.position)
        // Where a prescription was dispensed does not say to whom.
        let isContacted = categories.contains(.contact) && (!linkage.isOfOrganisations || linkage.isCare)
        let isIdentified = isNumbered || categories.contains(.name) || isContacted
        if categories.contains(.secret) {
            kind = .secret
        } else if hasContent, isIdentified {
            kind = .linkedContent
        } else if categories.contains(.safeguarding) {
            kind = .safeguarding
        } else if hasContent, categories.contains(.birth), hasPlace {
            kind = .quasiIdentifiedContent
        } else if hasContent {
            switch linkage.key {
            case .resolvable: kind = .keyedContent
            case .pseudonymous: kind = .pseudonymousContent
            case .none: kind = .referenceContent
            }
        } else if isNumbered {
            kind = .officialIdentifier
        } else if categories.contains(.financial) {
            kind = .financial
        } else if categories.contains(.legalPrivilege) {
            kind = .privileged
        } else if categories.contains(.passwordHash) {
            kind = .passwordHash
        } else if categories.contains(.care), isIdentified {
            kind = .patient
        } else if linkage.isCare, categories.contains(.name) || categories.contains(.birth) {
            kind = .patient
        } else if linkage.isJustice, categories.contains(.name) || categories.contains(.birth) {
            kind = .accused
        } else if categories.contains(.contact), linkage.isBusiness, !categories.contains(.birth) {
            kind = categories.contains(.name) || !linkage.isOfOrganisations ? .businessContact : .organisation
        } else if categories.contains(.contact), isOfPlaces {
            kind = .addressOnly
        } else if categories.contains(.contact) {
            kind = .contact
        } else if categories.contains(.birth), categories.contains(.name) || hasPlace {
            kind = .quasiIdentifiers
        } else if categories.contains(.name) {
            kind = categories.contains(.location) ? .contact : .nameOnly
        } else if categories.contains(.birth) || categories.contains(.location) {
            kind = .locationOnly
        } else if categories.contains(.onlineIdentifier) {
            kind = .online
        } else {
            kind = .nothing
        }
    }
}
