import Foundation

/// All detectors compiled into tables that a value is looked up in while it is tokenised. Immutable once made.
final class Matcher: Sendable {
    let count: Int
    let lexicon: Lexicon
    /// Patterns that are looked for everywhere.
    let patterns: PatternSet
    /// Those of detectors that need their field's name or a word before the value: looked for only where there is one.
    let contextPatterns: [(detector: Int, patterns: PatternSet)]
    /// The detector of each recogniser; -1 where none uses it.
    let slots: [Recogniser: Int]
    let postcodes: PostcodeAreas
    let fieldNames: FieldNameIndex
    /// Nats of one passing candidate, by detector: ln(p1 / p0).
    let passWeights: [Float]
    /// Nats of one match of a term, before the rate in the field is taken off: -ln(p0).
    let termWeights: [Float]
    /// Characters that a mask shows at the start and the end, by detector.
    let masks: [(first: Int, last: Int)]
    /// Whether the detector needs its field's name or a word before the value.
    let needsContext: [Bool]
    /// Whether arithmetic tells a detector's values from others.
    let hasCheckDigits: [Bool]
    /// `nil` where no detector asks for them.
    let misspellings: Misspellings?
    let packs: PackSet?
    /// The detectors that terms of packs count for; -1 where there is none.
    let packClinical, packMedication: Int
    /// Whether any detector looks for whole values.
    let hasWholeTerms: Bool

    init(
        _ detectors: [(detector: Detector, file: String)], lexicons: [String: LexiconText], packs: PackSet? = nil
    ) throws(DetectorError) {
        count = detectors.count
        var uses: [String: [TermUse]] = [:]
        var ownTerms: [(terms: [String], use: TermUse)] = []
        var members: [PatternSet.Member] = []
        var slots: [Recogniser: Int] = [:]
        var positions = 0
        var hasWholeTerms = false
        var contextPatterns: [(detector: Int, patterns: PatternSet)] = []
        for (index, entry) in detectors.enumerated() {
            let detector = entry.detector
            var contextMembers: [PatternSet.Member] = []
            if let recogniser = detector.recogniser { slots[recogniser] = slots[recogniser] ?? index }
            for text in detector.patterns ?? [] {
                do throws(PatternError) {
                    let pattern = try Pattern(text, ignoringCase: detector.ignoreCase == true)
                    positions += pattern.positions.count
                    let member = PatternSet.Member(detector: index, check: detector.check, pattern: pattern)
                    if detector.needsContext == true { contextMembers.append(member) } else { members.append(member) }
                } catch {
                    throw DetectorError(file: entry.file, reason: "patterns: \(error.reason)")
                }
            }
            guard positions <= PatternSet.maximumPositions else {
                throw DetectorError(
                    file: entry.file,
                    reason:
                        "patterns: all patterns together are too long (\(PatternSet.maximumPositions) characters written out)"
                )
            }
            if !contextMembers.isEmpty { contextPatterns.append((index, PatternSet(contextMembers))) }
            // Recognisers of their own use their lexicons in their own way.
            let isWhole = detector.recogniser == .wholeTerm
            if isWhole || detector.recogniser == nil {
                let number = UInt16(index)
                hasWholeTerms = hasWholeTerms || isWhole
                let plain = TermUse(detector: number, kind: isWhole ? .whole : .term)
                for name in detector.lexicons ?? [] { uses[name, default: []].append(plain) }
                if let terms = detector.terms { ownTerms.append((terms, plain)) }
                for (names, kind) in [
                    (detector.ambiguous, TermUse.Kind.ambiguous), (detector.abbreviations, .abbreviation),
                    (detector.everyday, .everyday), (detector.harmless, .harmless),
                ] {
                    for name in names ?? [] { uses[name, default: []].append(TermUse(detector: number, kind: kind)) }
                }
            }
            if let context = detector.context {
                ownTerms.append((context, TermUse(detector: UInt16(index), kind: .context)))
            }
        }

        let size = lexicons.values.reduce(0) { total, text in total + text.withBytes(\.count) }
        let lexicon = Lexicon(capacity: size / 12)
        postcodes = PostcodeAreas(lexicons["postcode_areas"])
        for (name, text) in lexicons.sorted(by: { $0.key < $1.key }) {
            let roles = WordRoles.byLexicon[name] ?? []
            let mine = uses[name] ?? []
            // What nobody asks for is not loaded.
            guard !roles.isEmpty || !mine.isEmpty else { continue }
            let addition = lexicon.addition(roles: roles, uses: mine)
            text.withBytes { bytes in
                for line in bytes.split(separator: 0x0a) where line.first != UInt8(ascii: "#") {
                    lexicon.insert(UnsafeBufferPointer(rebasing: line), addition)
                }
            }
        }
        for (terms, use) in ownTerms {
            let addition = lexicon.addition(roles: [], uses: [use])
            for var term in terms { term.withUTF8 { lexicon.insert($0, addition) } }
        }
        lexicon.seal()
        self.lexicon = lexicon
        misspellings = Self.misspellings(detectors, lexicons)
        self.packs = packs
        packClinical = detectors.firstIndex { $0.detector.packs == .clinical } ?? -1
        packMedication = detectors.firstIndex { $0.detector.packs == .medication } ?? -1
        patterns = PatternSet(members)
        self.contextPatterns = contextPatterns
        self.slots = slots
        self.hasWholeTerms = hasWholeTerms
        needsContext = detectors.map { $0.detector.needsContext == true }
        hasCheckDigits = detectors.map(\.detector.hasCheckDigits)
        passWeights = detectors.map { Float(Foundation.log(($0.detector.p1 ?? 0.98) / $0.detector.p0)) }
        termWeights = detectors.map { Float(-Foundation.log($0.detector.p0)) }
        masks = detectors.map { ($0.detector.mask?.first ?? 1, $0.detector.mask?.last ?? 0) }
        fieldNames = FieldNameIndex(detectors.map(\.detector))
    }

    /// Of the single words in the lexicons of detectors that ask for it.
    private static func misspellings(
        _ detectors: [(detector: Detector, file: String)], _ lexicons: [String: LexiconText]
    ) -> Misspellings? {
        var lists: [(text: LexiconText, detector: UInt16)] = []
        for (index, entry) in detectors.enumerated() where entry.detector.misspellings == true {
            for name in entry.detector.lexicons ?? [] {
                if let text = lexicons[name] { lists.append((text, UInt16(index))) }
            }
        }
        return lists.isEmpty ? nil : Misspellings(lists)
    }

    func slot(_ recogniser: Recogniser) -> Int { slots[recogniser] ?? -1 }
}

/// The areas and districts of UK postcodes. Without a list, any area of one or two letters will do.
///
/// Written once, then only read: that makes it safe to share.
final class PostcodeAreas: @unchecked Sendable {
    /// For each area a word of its form (see `Reader.contains`) and the districts: a bit for each number below 100, then one for each
    /// digit with a letter behind it.
    private let bits: UnsafeMutablePointer<UInt64>
    private static let areas = 26 * 27
    fileprivate static let words = 1 + 7

    /// - Parameter text: lines `AREA districts`, districts separated by commas, `10-16` for a range.
    init(_ text: LexiconText?) {
        bits = .allocate(capacity: Self.areas * Self.words)
        bits.initialize(repeating: 0, count: Self.areas * Self.words)
        guard let text else {
            for area in 0..<Self.areas { bits[area * Self.words] = Reader.anyDistrict }
            return
        }
        text.withBytes { bytes in
            for line in bytes.split(separator: 0x0a) where line.first != UInt8(ascii: "#") {
                let parts = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
                guard let letters = parts.first.map({ Array($0.utf8) }), (1...2).contains(letters.count),
                    letters.allSatisfy({ $0 >= 0x41 && $0 <= 0x5a })
                else { continue }
                let area = Reader.area(letters[0], letters.count > 1 ? letters[1] : 0) * Self.words
                bits[area] |= Reader.known
                guard parts.count > 1 else {
                    bits[area] |= Reader.anyDistrict
                    continue
                }
                for part in parts[1].split(separator: ",") {
                    let ends = part.split(separator: "-").map { $0.trimmingPrefix(" ") }
                    if ends.count == 2, let low = Int(ends[0]), let high = Int(ends[1]), low <= high, low >= 0,
                        high < 100
                    {
                        for district in low...high { insert(district, in: area) }
                    } else if ends.count == 1, let district = Int(ends[0]), (0..<100).contains(district) {
                        insert(district, in: area)
                    } else if let text = ends.first.map({ Array($0.utf8) }), text.count == 2, text[0] >= 0x30,
                        text[0] <= 0x39, text[1] >= 0x41, text[1] <= 0x5a
                    {
                        insert(128 + Int(text[0] - 0x30) * 26 + Int(text[1] - 0x41), in: area)
                    }
                }
            }
        }
    }

    deinit { bits.deallocate() }

    private func insert(_ bit: Int, in area: Int) { bits[area + 1 + bit >> 6] |= 1 << UInt64(bit & 63) }

    var reader: Reader { Reader(bits: bits) }

    /// Looks districts up without counting references. Valid as long as the areas are.
    struct Reader {
        fileprivate let bits: UnsafePointer<UInt64>
        fileprivate static let known: UInt64 = 1
        fileprivate static let anyDistrict: UInt64 = 2

        fileprivate static func area(_ first: UInt8, _ second: UInt8) -> Int {
            Int(first - 0x41) * 27 + (second == 0 ? 0 : Int(second - 0x41) + 1)
        }

        /// - Parameter outward: 2 to 4 upper-case letters and digits of the form AN, ANN, AAN, AANN, ANA or AANA.
        @inline(__always)
        func contains(_ outward: UnsafePointer<UInt8>, count: Int, areaLength: Int) -> Bool {
            let area = Self.area(outward[0], areaLength == 2 ? outward[1] : 0) &* PostcodeAreas.words
            let form = bits[area]
            if form & Self.anyDistrict != 0 { return true }
            if form == 0 { return false }
            let first = Int(outward[areaLength]) &- 0x30
            guard count &- areaLength > 1 else { return has(first, area) }
            let last = outward[areaLength &+ 1]
            if last < 0x41 { return has(first &* 10 &+ Int(last) &- 0x30, area) }
            // Districts such as W1A subdivide W1: the list may hold only the number.
            return has(128 &+ first &* 26 &+ Int(last) &- 0x41, area) || has(first, area)
        }

        @inline(__always)
        private func has(_ bit: Int, _ area: Int) -> Bool {
            bits[area &+ 1 &+ bit >> 6] & (1 << UInt64(bit & 63)) != 0
        }
    }
}
