/// Reads SNOMED CT's release files of format 2 (RF2): tab-separated text with a heading, one row a line, as the Release
/// File Specifications have it (sections 4.2.1 Concept, 4.2.2 Description, 5.2.1.3 Language).
///
/// Files are read twice. First `scout` learns which concepts are inactive and of what kind each is, from the tag of its
/// fully specified name ("Asthma (disorder)"); then `gather` takes the descriptions of those that are diseases,
/// findings, procedures or products. Memory: a few bytes for each concept.
public struct RF2Reader {
    /// The tables that are read; other files of a release are passed over.
    public enum Table: Sendable {
        case concepts, descriptions
        /// Language reference set: where one is given by itself, descriptions outside it are left out.
        case language
    }

    public enum Pass: Sendable { case scout, gather }

    private enum Kind: UInt8 { case none, clinical, medication, ambiguousMedication }

    private var kinds: [UInt64: Kind] = [:]
    private var inactive: Set<UInt64> = []
    private var accepted: Set<UInt64> = []
    private var hasLanguage = false
    /// The latest effective time of an active row: `20260401`.
    public private(set) var latest = ""
    /// Rows that could not be read as the heading says.
    public private(set) var broken = 0
    public private(set) var rows = 0

    public init() {}

    /// The table that begins with this heading line; `nil` for another file.
    public static func table(heading: [UInt8]) -> Table? {
        var line = heading.prefix(200)
        if line.starts(with: [0xef, 0xbb, 0xbf]) { line = line.dropFirst(3) }
        switch String(decoding: line, as: UTF8.self) {
        case "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId": return .concepts
        case "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId":
            return .descriptions
        case "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId": return .language
        default: return nil
        }
    }

    /// Takes one row, without its line end.
    public mutating func take(
        _ line: UnsafeBufferPointer<UInt8>, of table: Table, _ pass: Pass, into terms: inout PackTerms
    ) {
        if line.isEmpty { return }
        rows += 1
        let isRead =
            switch (table, pass) {
            case (.concepts, .scout): takeConcept(line, &terms)
            case (.language, .scout): takeLanguage(line)
            case (.descriptions, .scout): takeName(line)
            case (.descriptions, .gather): takeDescription(line, &terms)
            case (.concepts, .gather), (.language, .gather): true
            }
        if !isRead { broken += 1 }
    }

    private mutating func takeConcept(_ line: UnsafeBufferPointer<UInt8>, _ terms: inout PackTerms) -> Bool {
        var fields = TabFields(line)
        guard let id = fields.next().flatMap(Self.identifier), let time = fields.next(), let active = fields.next()
        else { return false }
        note(time)
        terms.add(code: id, length: Self.length(id))
        if !Self.isActive(active) { inactive.insert(id) }
        return true
    }

    private mutating func takeLanguage(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        var fields = TabFields(line)
        guard fields.next() != nil, fields.next() != nil, let active = fields.next(), fields.next() != nil,
            fields.next() != nil, let description = fields.next().flatMap(Self.identifier)
        else { return false }
        hasLanguage = true
        if Self.isActive(active) { accepted.insert(description) }
        return true
    }

    /// The fully specified name of a concept tells its kind.
    private mutating func takeName(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let row = Description(line) else { return false }
        guard row.isActive, row.type == Self.fullySpecifiedName, let tag = PackTerms.tag(row.term) else { return true }
        let kind = Self.kind(tag)
        if kind != .none { kinds[row.concept] = kind }
        return true
    }

    private mutating func takeDescription(_ line: UnsafeBufferPointer<UInt8>, _ terms: inout PackTerms) -> Bool {
        guard let row = Description(line) else { return false }
        terms.countRead()
        note(row.time)
        guard row.isActive, row.isEnglish, !hasLanguage || accepted.contains(row.id), !inactive.contains(row.concept)
        else { return true }
        switch kinds[row.concept] ?? .none {
        case .clinical: terms.add(row.term, .clinical)
        case .medication: terms.add(row.term, .medication)
        case .ambiguousMedication: terms.add(row.term, .ambiguousMedication)
        case .none: break
        }
        return true
    }

    private mutating func note(_ time: UnsafeBufferPointer<UInt8>) {
        guard time.count == 8, time.allSatisfy({ $0 &- 0x30 < 10 }) else { return }
        // Text of the same length compares as the dates do.
        if latest.isEmpty || latest.utf8.lexicographicallyPrecedes(time) {
            latest = String(decoding: time, as: UTF8.self)
        }
    }

    private static let fullySpecifiedName: UInt64 = 900_000_000_000_003_001

    /// Semantic tags of what is wrong with people, what is done to them and given to them. Body structures, organisms,
    /// objects, occupations and places are words of other fields too.
    private static func kind(_ tag: UnsafeBufferPointer<UInt8>) -> Kind {
        switch String(decoding: tag, as: UTF8.self) {
        case "disorder", "finding", "procedure", "morphologic abnormality", "situation", "regime/therapy",
            "regime / therapy", "tumour staging", "tumor staging", "disease":
            .clinical
        case "product", "medicinal product", "medicinal product form", "clinical drug", "real clinical drug",
            "real packaged clinical drug", "packaged clinical drug", "virtual clinical drug",
            "virtual medicinal product",
            "actual medicinal product", "real medicinal product":
            .medication
        case "substance": .ambiguousMedication
        default: .none
        }
    }

    fileprivate static func identifier(_ text: UnsafeBufferPointer<UInt8>) -> UInt64? { PackCode.digits(text) }

    fileprivate static func isActive(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count == 1 && text[0] == UInt8(ascii: "1")
    }

    private static func length(_ id: UInt64) -> Int {
        var length = 0
        var rest = id
        while rest > 0 {
            rest /= 10
            length += 1
        }
        return length
    }

    /// A row of the description file.
    private struct Description {
        var id: UInt64
        var time: UnsafeBufferPointer<UInt8>
        var isActive: Bool
        var concept: UInt64
        var isEnglish: Bool
        var type: UInt64
        var term: UnsafeBufferPointer<UInt8>

        init?(_ line: UnsafeBufferPointer<UInt8>) {
            var fields = TabFields(line)
            guard let id = fields.next().flatMap(RF2Reader.identifier), let time = fields.next(),
                let active = fields.next(), fields.next() != nil,
                let concept = fields.next().flatMap(RF2Reader.identifier), let language = fields.next(),
                let type = fields.next().flatMap(RF2Reader.identifier), let term = fields.next()
            else { return nil }
            self.id = id
            self.time = time
            isActive = RF2Reader.isActive(active)
            self.concept = concept
            isEnglish = language.count >= 2 && language[0] | 0x20 == 0x65 && language[1] | 0x20 == 0x6e
            self.type = type
            self.term = term
        }
    }
}

/// The fields of a line, parted by tabs.
struct TabFields {
    private let line: UnsafeBufferPointer<UInt8>
    private var offset = 0

    init(_ line: UnsafeBufferPointer<UInt8>) { self.line = line }

    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard offset <= line.count else { return nil }
        let start = offset
        let end = line[start...].firstIndex(of: UInt8(ascii: "\t")) ?? line.count
        offset = end + 1
        return UnsafeBufferPointer(rebasing: line[start..<end])
    }
}
