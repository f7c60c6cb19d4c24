/// What one data type looks like: the content of one file in `detectors/`. See `docs/detectors.md`.
public struct Detector: Sendable, Codable, Equatable {
    /// Name of the type in every output: `nhs_number`. Lower case, digits and `_`.
    public var id: String
    /// The type that outputs name, where it is not the id: several detectors may report the same type.
    public var type: String?
    /// For a person to read: "NHS number".
    public var name: String
    public var category: Category
    /// ISO 3166 code of the country the type belongs to, where it belongs to one.
    public var region: String?
    /// The built-in recogniser that finds candidates and checks them, where words and patterns do not suffice.
    public var recogniser: Recogniser?
    /// Regular expressions (see `Pattern`): a match begins where a token begins and ends where one ends.
    public var patterns: [String]?
    /// Whether `patterns` take capital and small letters for one another.
    public var ignoreCase: Bool?
    /// What each match of `patterns` is held against: it is a candidate, which passes or fails. Without one a match proves itself.
    public var check: Check?
    /// Lexicons by file name without `.txt`, and short lists of terms in place.
    public var lexicons: [String]?
    public var terms: [String]?
    /// Terms that count only where the field holds unambiguous ones too.
    public var ambiguous: [String]?
    /// Lexicons of abbreviations: in full only where written in capitals (`COPD`) in a text that is not.
    public var abbreviations: [String]?
    /// Lexicons of everyday words: each match weighs little, and many in a field weigh enough.
    public var everyday: [String]?
    /// Lexicons of phrases that use such words for something else: no term inside one is a match.
    public var harmless: [String]?
    /// Whether words of seven letters or more count, at less weight, where they are one edit from a term of `lexicons`.
    public var misspellings: Bool?
    /// The terms of imported code systems that count for it (`docs/detectors.md`).
    public var packs: PackUse?
    /// Probability that a field anywhere holds this type, before its values are seen.
    public var prior: Double?
    /// Probability that a harmless candidate passes (for checks), or harmless text holds a match (for terms).
    public var p0: Double
    /// Probability that a true value passes: below 1 because of typing errors and placeholders.
    public var p1: Double?
    /// The least share of candidates that must pass before chance is ruled out; 0.15 where not given. Higher where the
    /// outer shape is common.
    public var minimumShare: Double?
    /// Whether a match proves nothing unless the field's name, or words before the value, say so too.
    public var needsContext: Bool?
    /// Words of field names that speak for the type, strongly or weakly, or against it. Several words match in a row.
    public var fieldNames: FieldNames?
    /// Words that speak for the type when they stand before the value in text.
    public var context: [String]?
    /// How many characters the mask shows at the start and at the end.
    public var mask: [Int]?
    public var examples: Examples
    /// Where the rules come from.
    public var sources: [String]?
    /// Why it should hold on data that nobody has seen.
    public var why: String?

    public struct FieldNames: Sendable, Codable, Equatable {
        public var strong: [String]?
        public var weak: [String]?
        public var against: [String]?

        enum CodingKeys: String, CodingKey, CaseIterable { case strong, weak, against }
    }

    /// Values that must and must not match, run by `ajar detectors test` and the unit tests.
    public struct Examples: Sendable, Codable, Equatable {
        public var match: [String]
        public var noMatch: [String]
        /// The name of the field they stand in; where not given, one that says nothing.
        public var field: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case match, field
            case noMatch = "no_match"
        }
    }

    /// Whether it goes by words, not by a check or a format.
    var isMadeOfWords: Bool {
        switch recogniser {
        case nil: (patterns ?? []).isEmpty
        case .personName, .postalAddress, .wholeTerm: true
        default: false
        }
    }

    /// Whether candidates are told apart by arithmetic, and not by their form alone.
    var hasCheckDigits: Bool {
        switch recogniser {
        case .nhsNumber, .chiNumber, .hcNumber, .utr, .paymentCard, .snomedCode, .iban: true
        default: check != nil
        }
    }

    /// Whether its values are single numbers, codes or keys, of which a field holds one kind as a rule.
    var isWholeValue: Bool {
        switch category {
        case .healthIdentifier, .governmentIdentifier, .financial, .passwordHash, .secret, .location: true
        case .contact: recogniser == .phoneNumber || recogniser == .email
        case .clinical: hasCommonForm || recogniser == .snomedCode
        default: false
        }
    }

    /// Whether much else has its form: shelf marks are like ICD-10 codes.
    var hasCommonForm: Bool {
        switch recogniser {
        case .icd10Code, .opcs4Code, .readCode: true
        default: false
        }
    }

    /// The type's name in outputs.
    public var reportedType: String { type ?? id }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, type, name, category, region, recogniser, patterns, lexicons, terms, ambiguous, abbreviations,
            everyday,
            harmless, misspellings, packs, prior, p0, p1, context, mask, check
        case examples, sources, why
        case ignoreCase = "ignore_case"
        case needsContext = "needs_context"
        case minimumShare = "minimum_share"
        case fieldNames = "field_names"
    }
}

/// What a type means for the people it is about; the rating works on these.
public enum Category: String, Sendable, Codable, CaseIterable {
    /// Identifies a patient: NHS, CHI, H&C number.
    case healthIdentifier = "health_identifier"
    /// Identifies a citizen: national insurance number, passport, driving licence, tax reference.
    case governmentIdentifier = "government_identifier"
    /// Bank account or payment card.
    case financial
    case name
    /// Private contact: e-mail, telephone, address.
    case contact
    /// Date of birth.
    case birth
    /// Full postcode.
    case location
    /// A point on the map. Counts beside a date of birth only: most are of shops, trees and lamp posts.
    case position
    /// Health in words or codes: diagnosis, procedure, medication.
    case clinical
    /// Says that someone is a patient somewhere, without saying of what.
    case care
    /// Other special categories of UK GDPR Article 9: ethnicity, religion, sexual orientation.
    case specialCategory = "special_category"
    /// Criminal offences, UK GDPR Article 10.
    case offence
    /// Safeguarding, child protection.
    case safeguarding
    /// A key, token or password that works as it stands.
    case secret
    case passwordHash = "password_hash"
    /// What a device, connection or vehicle is known by: IP address, MAC address, cookie, registration mark.
    case onlineIdentifier = "online_identifier"
    /// Text between a lawyer and a client, which a court may not ask for.
    case legalPrivilege = "legal_privilege"
    /// Numbers of things, places and organisations, and of people in public registers. Never raises a rating.
    case reference
}

/// The built-in recognisers, by the name that detector files use. Each finds its candidates while a value is tokenised.
public enum Recogniser: String, Sendable, Codable, CaseIterable {
    case nhsNumber = "nhs_number"
    case chiNumber = "chi_number"
    case hcNumber = "hc_number"
    case utr
    case paymentCard = "payment_card"
    case phoneNumber = "phone_number"
    case sortCodeAccount = "sort_code_account"
    case passportNumber = "passport_number"
    case snomedCode = "snomed_code"
    case nino
    case ukPostcode = "uk_postcode"
    case drivingLicence = "driving_licence"
    case iban
    case icd10Code = "icd10_code"
    case opcs4Code = "opcs4_code"
    case readCode = "read_code"
    case email
    case ipAddress = "ip_address"
    case dateOfBirth = "date_of_birth"
    case personName = "person_name"
    case postalAddress = "postal_address"
    /// Words or phrases that make up a whole value, as in a list of answers.
    case wholeTerm = "whole_term"
    /// Passwords in clear: any value of a field that is named so and is not a hash.
    case password
    /// Keys and tokens without a format of their own: long random values of a field that is named so.
    case namedSecret = "named_secret"
    /// Connection strings and URLs with a password in them.
    case credentialURL = "credential_url"
    case passwordHash = "password_hash"
    case privateKey = "private_key"
    /// Words of BIP-39 in a row that hold the key of a wallet.
    case seedPhrase = "seed_phrase"
}
