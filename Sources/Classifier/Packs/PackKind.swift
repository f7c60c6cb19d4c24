/// The code systems that packs are made from.
public enum PackKind: String, Sendable, CaseIterable {
    case snomed
    case dmd
    case icd10
    case opcs4

    /// As it stands in a pack's header.
    var number: UInt64 {
        switch self {
        case .snomed: 1
        case .dmd: 2
        case .icd10: 3
        case .opcs4: 4
        }
    }

    /// The published name.
    public var name: String {
        switch self {
        case .snomed: "SNOMED CT"
        case .dmd: "dm+d"
        case .icd10: "ICD-10"
        case .opcs4: "OPCS-4"
        }
    }
}

/// What a pack says of itself.
public struct PackInformation: Sendable, Equatable {
    public var kind: PackKind
    /// Where it was made from: the names of the files, as the operator named them.
    public var source: String
    /// The newest date in the source, or what its name says: `20260401`.
    public var version: String
    /// Wordings in the source that were taken, and those that were read.
    public var terms: Int
    public var read: Int
    public var codes: Int
    /// When it was made, in seconds since 1970.
    public var created: Int64

    public init(
        kind: PackKind, source: String, version: String, terms: Int, read: Int, codes: Int, created: Int64
    ) {
        self.kind = kind
        self.source = source
        self.version = version
        self.terms = terms
        self.read = read
        self.codes = codes
        self.created = created
    }
}

/// Why a file is no pack that can be used, for a person to read.
public struct PackError: Error, Equatable, Sendable, CustomStringConvertible {
    public let reason: String

    init(_ reason: String) { self.reason = reason }

    public var description: String { reason }
}
