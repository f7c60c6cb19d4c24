import Foundation

/// All detectors compiled into tables that a value is looked up in while it is tokenised. Immutable once made.
final class Matcher: Sendable {
    /// A detector that looks for words or phrases.
    struct TermDetector: Sendable {
        var index: Int
        /// Lexicons whose terms are matches wherever they stand, or as a whole value.
        var roles: UInt64
        /// Lexicons whose terms count only beside unambiguous ones.
        var ambiguousRoles: UInt64
        /// Lexicons whose terms are abbreviations, and count in full only where they are written as such.
        var abbreviations: UInt64
        /// Nats that one match weighs, before the rate in the field is taken off.
        var weight: Float
    }

    let count: Int
    let lexicon: Lexicon
    /// The lexicon files, by the bit they have in `Lexicon.Entry.roles`.
    let roleBits: [String: UInt64]
    let termDetectors: [TermDetector]
    let wholeTermDetectors: [TermDetector]
    let termRoles: UInt64
    /// Patterns by the byte they begin with.
    let patterns: [[CompiledPattern]]
    /// The detector of each recogniser; -1 where none uses it.
    let slots: [Recogniser: Int]
    let postcodes: PostcodeAreas
    let fieldNames: FieldNameIndex
    /// Nats of one passing candidate, by detector: ln(p1 / p0).
    let passWeights: [Float]
    /// Characters that a mask shows at the start and the end, by detector.
    let masks: [(first: Int, last: Int)]
    /// Bits of the detectors that need their field's name or a word before the value.
    let needsContext: UInt64

    struct CompiledPattern: Sendable {
        var detector: Int
        var pattern: Pattern
    }

    init(_ detectors: [(detector: Detector, file: String)], lexicons: [String: LexiconText]) throws(DetectorError) {
        count = detectors.count
        let names = lexicons.keys.sorted()
        // The last bits are for the terms that stand in detector files themselves.
        guard names.count <= 48 else {
            throw DetectorError(file: "lexicons", reason: "\(names.count) lexicons, and no more than 48 can be in use")
        }
        var roleBits: [String: UInt64] = [:]
        for (index, name) in names.enumerated() { roleBits[name] = 1 << UInt64(index) }

        let size = lexicons.values.reduce(0) { total, text in total + text.withBytes(\.count) }
        let lexicon = Lexicon(capacity: size / 12)
        var areas = PostcodeAreas(nil)
        for name in names {
            guard let text = lexicons[name], let role = roleBits[name] else { continue }
            if name == "postcode_areas" {
                areas = PostcodeAreas(text)
                continue
            }
            text.withBytes { bytes in
                for line in bytes.split(separator: 0x0a) where line.first != UInt8(ascii: "#") {
                    lexicon.insert(UnsafeBufferPointer(rebasing: line), roles: role)
                }
            }
        }
        postcodes = areas

        var termDetectors: [TermDetector] = []
        var wholeTermDetectors: [TermDetector] = []
        var patterns = [[CompiledPattern]](repeating: [], count: 256)
        var slots: [Recogniser: Int] = [:]
        var needsContext: UInt64 = 0
        var nextTermBit = 48
        for (index, entry) in detectors.enumerated() {
            let detector = entry.detector
            if let recogniser = detector.recogniser { slots[recogniser] = slots[recogniser] ?? index }
            if detector.needsContext == true { needsContext |= 1 << UInt64(index) }
            for text in detector.patterns ?? [] {
                let pattern: Pattern
                do throws(PatternError) {
                    pattern = try Pattern(text)
                } catch {
                    throw DetectorError(file: entry.file, reason: "patterns: \(error.reason)")
                }
                for byte in pattern.firstBytes {
                    patterns[Int(byte)].append(CompiledPattern(detector: index, pattern: pattern))
                }
            }
            var roles: UInt64 = 0
            for name in detector.lexicons ?? [] { roles |= roleBits[name] ?? 0 }
            func ownRole(_ terms: [String]) throws(DetectorError) -> UInt64 {
                guard nextTermBit < 64 else {
                    throw DetectorError(
                        file: entry.file,
                        reason: "too many detectors with terms of their own: put the terms into a lexicon file")
                }
                let role: UInt64 = 1 << UInt64(nextTermBit)
                nextTermBit += 1
                for term in terms { insert(term, roles: role) }
                return role
            }
            func insert(_ term: String, roles: UInt64, context: UInt64 = 0) {
                var term = term
                term.withUTF8 { lexicon.insert($0, roles: roles, context: context) }
            }
            if let terms = detector.terms, !terms.isEmpty { roles |= try ownRole(terms) }
            var ambiguousRoles: UInt64 = 0
            for name in detector.ambiguous ?? [] {
                guard let bit = roleBits[name] else {
                    throw DetectorError(file: entry.file, reason: "there is no lexicon \(name).txt")
                }
                ambiguousRoles |= bit
            }
            var abbreviations: UInt64 = 0
            for name in detector.abbreviations ?? [] {
                guard let bit = roleBits[name] else {
                    throw DetectorError(file: entry.file, reason: "there is no lexicon \(name).txt")
                }
                abbreviations |= bit
            }
            roles |= abbreviations
            for term in detector.context ?? [] { insert(term, roles: 0, context: 1 << UInt64(index)) }
            if roles != 0 {
                let found = TermDetector(
                    index: index, roles: roles, ambiguousRoles: ambiguousRoles, abbreviations: abbreviations,
                    weight: Float(-Foundation.log(detector.p0)))
                switch detector.recogniser {
                case .wholeTerm: wholeTermDetectors.append(found)
                case nil: termDetectors.append(found)
                default: break
                }
            }
        }
        self.lexicon = lexicon
        self.roleBits = roleBits
        self.termDetectors = termDetectors
        self.wholeTermDetectors = wholeTermDetectors
        self.termRoles = termDetectors.reduce(0) { $0 | $1.roles | $1.ambiguousRoles }
        self.patterns = patterns
        self.slots = slots
        self.needsContext = needsContext
        passWeights = detectors.map { Float(Foundation.log(($0.detector.p1 ?? 0.98) / $0.detector.p0)) }
        masks = detectors.map { ($0.detector.mask?.first ?? 1, $0.detector.mask?.last ?? 0) }
        fieldNames = FieldNameIndex(detectors.map(\.detector))
    }

    /// The bit of a lexicon; 0 where it is not there.
    func role(_ name: String) -> UInt64 { roleBits[name] ?? 0 }

    func slot(_ recogniser: Recogniser) -> Int { slots[recogniser] ?? -1 }
}

/// The areas and districts of UK postcodes. Without a list, any area of one or two letters will do.
struct PostcodeAreas: Sendable {
    /// Districts by area: "AB" → ["10", "11", …]; an empty set allows any.
    private var districts: [UInt16: Set<UInt32>] = [:]

    /// - Parameter text: lines `AREA districts`, districts separated by commas, `10-16` for a range.
    init(_ text: LexiconText?) {
        text?.withBytes { bytes in
            for line in bytes.split(separator: 0x0a) where line.first != UInt8(ascii: "#") {
                let parts = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
                guard let area = parts.first, let key = Self.key(Array(area.utf8)[...]) else { continue }
                var found: Set<UInt32> = []
                for part in (parts.dropFirst().first ?? "").split(separator: ",") {
                    let ends = part.split(separator: "-").map { $0.trimmingPrefix(" ") }
                    if ends.count == 2, let low = Int(ends[0]), let high = Int(ends[1]), low <= high, high < 100 {
                        for district in low...high { found.insert(Self.pack(Array("\(district)".utf8)[...])) }
                    } else if let only = ends.first {
                        found.insert(Self.pack(Array(only.utf8)[...]))
                    }
                }
                districts[key] = found
            }
        }
    }

    /// - Parameters:
    ///   - area: one or two upper-case letters.
    ///   - district: one or two digits, or a digit and a letter.
    func contains(area: ArraySlice<UInt8>, district: ArraySlice<UInt8>) -> Bool {
        if districts.isEmpty { return true }
        guard let key = Self.key(area), let found = districts[key] else { return false }
        if found.isEmpty { return true }
        if found.contains(Self.pack(district)) { return true }
        // Districts such as W1A subdivide W1: the list may hold only the number.
        guard let last = district.last, last >= 0x41 else { return false }
        return found.contains(Self.pack(district.dropLast()))
    }

    private static func key(_ letters: ArraySlice<UInt8>) -> UInt16? {
        guard let first = letters.first, letters.count <= 2 else { return nil }
        return UInt16(first) << 8 | UInt16(letters.dropFirst().first ?? 0)
    }

    private static func pack(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// What field names say for and against each detector.
struct FieldNameIndex: Sendable {
    private struct Phrase: Sendable {
        var detector: Int
        var words: [String]
        var nats: Float
    }

    private var phrases: [String: [Phrase]] = [:]
    let count: Int

    static let strong: Float = 5
    static let weak: Float = 2
    static let against: Float = -4

    init(_ detectors: [Detector]) {
        count = detectors.count
        for (index, detector) in detectors.enumerated() {
            for (list, nats) in [
                (detector.fieldNames?.strong, Self.strong), (detector.fieldNames?.weak, Self.weak),
                (detector.fieldNames?.against, Self.against),
            ] {
                for phrase in list ?? [] {
                    let words = Self.words(of: phrase)
                    guard let first = words.first else { continue }
                    phrases[first, default: []].append(Phrase(detector: index, words: words, nats: nats))
                }
            }
        }
    }

    /// Nats for each detector. The words of the field itself count in full; those of the fields around it count as
    /// weak.
    func evidence(path: [String]) -> [Float] {
        var result = [Float](repeating: 0, count: count)
        var against = [Float](repeating: 0, count: count)
        for (depth, component) in path.reversed().enumerated() {
            let words = Self.words(of: component)
            for start in words.indices {
                for phrase in phrases[words[start]] ?? [] {
                    guard words[start...].starts(with: phrase.words) else { continue }
                    if phrase.nats < 0 {
                        if depth == 0 { against[phrase.detector] = min(against[phrase.detector], phrase.nats) }
                    } else {
                        let nats = depth == 0 ? phrase.nats : min(phrase.nats, Self.weak)
                        result[phrase.detector] = max(result[phrase.detector], nats)
                    }
                }
            }
        }
        for index in result.indices where against[index] < 0 { result[index] = min(result[index], 0) + against[index] }
        return result
    }

    /// The words of a name: split at what is no letter or digit, at a change to upper case, and between letters and
    /// digits; in lower case. `patientNHSNumber_2` gives patient, nhs, number, 2.
    static func words(of name: String) -> [String] {
        var words: [String] = []
        var current = ""
        var previous: Character?
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            guard character.isLetter || character.isNumber else {
                if !current.isEmpty { words.append(current) }
                current = ""
                previous = nil
                continue
            }
            if let before = previous {
                let next = index + 1 < characters.count ? characters[index + 1] : nil
                let isBoundary =
                    (before.isLowercase && character.isUppercase) || (before.isNumber != character.isNumber)
                    || (before.isUppercase && character.isUppercase && next?.isLowercase == true)
                if isBoundary, !current.isEmpty {
                    words.append(current)
                    current = ""
                }
            }
            current.append(contentsOf: character.lowercased())
            previous = character
        }
        if !current.isEmpty { words.append(current) }
        return words
    }
}
