/// What the terms of packs count for in a detector.
public enum PackUse: String, Sendable, Codable {
    /// Diseases, findings, procedures.
    case clinical
    case medication
}

/// Puts the wordings of a code system into a pack: which of them are terms that text can be held against, in which
/// forms, and which say something only beside others.
public struct PackTerms {
    private var builder: PackBuilder
    private let classOf: (UInt64) -> WordClass
    private let functionWords: Set<UInt64>

    /// What a word is by itself.
    enum WordClass {
        /// Of everyday English.
        case ordinary
        /// Everyday too, and of medicine beside other words: `pain`, `fracture`.
        case ambiguous
        /// A name of people or places, which medicine has too: `Parkinson`, `Bath`.
        case name
        /// In no list, or a term already.
        case special
    }

    /// What wordings are for.
    public enum Role: Sendable {
        case clinical, medication
        /// Counts beside others only: substances, appliances.
        case ambiguousClinical, ambiguousMedication
    }

    /// - Parameter classOf: what a word is, by its hash.
    init(_ kind: PackKind, classOf: @escaping (UInt64) -> WordClass) {
        builder = PackBuilder(kind)
        self.classOf = classOf
        functionWords = Set(Self.functionWords.map(Self.hash))
    }

    public var count: Int { builder.terms }

    /// Counts a wording that was read, whether it is taken or not.
    public mutating func countRead() { builder.countRead() }

    public mutating func add(code: UInt64, length: Int) { builder.add(code: code, length: length) }

    public mutating func build(
        source: String, version: String, created: Int64, write: ([UInt64]) throws -> Void
    ) throws -> [UInt64] {
        try builder.build(source: source, version: version, created: created, write: write)
    }

    /// A wording, and the shorter forms in which text has it: without what stands in brackets, up to a comma, and, of
    /// medications, up to the strength.
    public mutating func add(_ wording: UnsafeBufferPointer<UInt8>, _ role: Role) {
        let text = Self.simplified(Self.withoutBrackets(wording))
        text.withUnsafeBufferPointer { bytes in
            take(bytes, role)
            if let comma = bytes.firstIndex(of: UInt8(ascii: ",")) {
                take(UnsafeBufferPointer(rebasing: bytes[..<comma]), role, isShort: true)
            }
            switch role {
            case .medication, .ambiguousMedication:
                if let strength = Self.strength(in: bytes) {
                    take(UnsafeBufferPointer(rebasing: bytes[..<strength]), role)
                }
            case .clinical, .ambiguousClinical: break
            }
        }
    }

    /// - Parameter isShort: a beginning of a wording, which must have two words that say something.
    private mutating func take(_ text: UnsafeBufferPointer<UInt8>, _ role: Role, isShort: Bool = false) {
        var words: [UInt64] = []
        var hashes: [UInt64] = []
        var hash: UInt64 = 0
        var offset = 0
        var ordinary = 0
        var ambiguous = 0
        var names = 0
        var letters = 0
        while let word = WordScan.next(text, &offset) {
            guard hashes.count < PackFormat.maximumWords else { return }
            let isFunction = functionWords.contains(word.hash)
            // "No fracture", "On examination - rash": the term stands in it and is found without them.
            if hashes.isEmpty, isFunction { return }
            if isFunction || word.hasDigit {
                ordinary += 1
            } else {
                switch classOf(word.hash) {
                case .ordinary: ordinary += 1
                case .ambiguous: ambiguous += 1
                case .name: names += 1
                case .special: break
                }
            }
            letters += word.end - word.start
            hash = hashes.isEmpty ? word.hash : Lexicon.combine(hash, word.hash)
            hashes.append(hash)
            words.append(word.hash)
        }
        let count = hashes.count
        guard letters >= 3, count > 0, !isShort || count > ordinary + 1 else { return }
        // Everyday words alone, names alone and abbreviations say something beside others only.
        let isAmbiguous =
            ordinary + ambiguous == count && (count < 3 || ambiguous == 0) || ordinary + names == count && count == 1
            || count == 1 && letters < 5
        let meaning: PackMeaning
        switch role {
        case .clinical: meaning = isAmbiguous ? .ambiguousClinical : .clinical
        case .medication: meaning = isAmbiguous ? .ambiguousMedication : .medication
        case .ambiguousClinical: meaning = .ambiguousClinical
        case .ambiguousMedication: meaning = .ambiguousMedication
        }
        builder.add(hashes, later: words.dropFirst(), meaning)
    }

    private static func hash(_ word: String) -> UInt64 {
        var word = word
        return word.withUTF8 { WordScan.hash($0, 0, $0.count) }
    }

    /// The text without `(disorder)`, `[SO]` and the like.
    static func withoutBrackets(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var depth = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(depth - 1, 0)
            default: if depth == 0 { result.append(byte) }
            }
        }
        return result
    }

    /// Without what classifications add: "Other …", "Unspecified …", "… NEC".
    private static func simplified(_ text: [UInt8]) -> [UInt8] {
        var text = text[...]
        func dropFirst(_ word: String) -> Bool {
            guard text.count > word.utf8.count, text.prefix(word.utf8.count).map({ $0 | 0x20 }) == Array(word.utf8)
            else {
                return false
            }
            text = text.dropFirst(word.utf8.count)
            return true
        }
        while dropFirst("other ") || dropFirst("unspecified ") || dropFirst("and ") || dropFirst("specified ")
            || dropFirst("certain ")
        {}
        while let last = text.last, last <= 0x20 { text = text.dropLast() }
        for ending in [" NEC", " NFQ", " HFQ", " NOS", " NOC"] where text.suffix(4) == Array(ending.utf8)[...] {
            text = text.dropLast(4)
        }
        return Array(text)
    }

    /// What stands in the last brackets, as in "Asthma (disorder)": SNOMED CT's semantic tag.
    static func tag(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard text.last == UInt8(ascii: ")"), let open = text.lastIndex(of: UInt8(ascii: "(")) else { return nil }
        return UnsafeBufferPointer(rebasing: text[(open + 1)..<(text.count - 1)])
    }

    /// Where the strength begins in "Paracetamol 500mg tablets", if words stand before it.
    private static func strength(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        var offset = 0
        var words = 0
        while let word = WordScan.next(text, &offset) {
            if word.hasDigit || ByteClass.of(text[word.start]) == ByteClass.digit {
                return words > 0 ? word.start : nil
            }
            words += 1
        }
        return nil
    }

    /// Words that terms begin with and that say nothing. Leaving such terms out keeps them, which are most of all text,
    /// out of the packs' filters.
    private static let functionWords = [
        "a", "able", "about", "above", "after", "all", "also", "an", "and", "another", "any", "are", "as", "at", "be",
        "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot", "could", "did",
        "do", "does", "doing", "done", "down", "due", "during", "each", "either", "else", "every", "except", "few",
        "for",
        "from", "further", "get", "gets", "go", "goes", "good", "had", "has", "have", "having", "he", "her", "here",
        "him", "his", "how", "if", "in", "inability", "into", "is", "it", "its", "less", "many", "may", "me", "might",
        "more", "most", "much", "must", "my", "never", "new", "no", "non", "none", "nor", "normal", "not", "of", "off",
        "old", "on", "once", "one", "only", "or", "other", "others", "our", "out", "over", "own", "per", "put", "same",
        "she", "should", "since", "so", "some", "such", "take", "than", "that", "the", "their", "them", "then", "there",
        "these", "they", "this", "those", "through", "to", "too", "two", "unable", "under", "unspecified", "until",
        "unknown", "up", "upon", "use", "used", "using", "very", "via", "was", "way", "we", "were", "what", "when",
        "where", "which", "while", "who", "why", "will", "with", "within", "without", "would", "yes", "yet", "you",
        "your", "specified", "certain", "various", "several", "first", "second", "third", "number", "time", "three",
    ]
}
