/// How often each kind of value was seen in a field. A kind is the set of detectors that matched, or where none did the
/// outline of the value: `AB12 3CD` and `XY9 8ZW` are of one kind. Prose in which nothing was found has no outline: each
/// is of a kind of its own, because the next one may say anything.
///
/// Kinds that were seen once tell how likely the next value is of one not seen yet (Good 1953, "The population
/// frequencies of species and the estimation of population parameters").
struct ValueKinds {
    /// Kinds that are told apart; the values of all others count as kinds of their own.
    static let maximum = 64

    /// How often each set of detectors matched, and each outline was seen where none did.
    private var matched: [MatchSets.ID: Int] = [:]
    private var outlines: [UInt64: Int] = [:]
    private var others = 0

    mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ matches: MatchSets.ID) {
        if matches != 0 {
            if matched[matches] != nil || matched.count < Self.maximum {
                matched[matches, default: 0] += 1
                return
            }
        } else {
            let outline = Self.outline(text)
            if outlines[outline] != nil || outlines.count < Self.maximum {
                outlines[outline, default: 0] += 1
                return
            }
        }
        others += 1
    }

    /// Kinds seen once. Of the detectors only those in `believed` tell kinds apart: a match of a type that the field does
    /// not hold is chance, and no kind.
    func singletons(believed: DetectorSet, of sets: MatchSets) -> Int {
        var believedSets: [[UInt16]: Int] = [:]
        for (matches, count) in matched {
            let told = sets.list(matches).filter { believed.contains(Int($0)) }
            if !told.isEmpty { believedSets[told, default: 0] += count }
        }
        return believedSets.values.count { $0 == 1 } + outlines.values.count { $0 == 1 } + others
    }

    private static let opaque: UInt64 = 2
    /// Words that make a value prose.
    private static let proseWords = 4
    /// Bytes without a space that make it opaque: keys, hashes, paths, encoded values.
    private static let opaqueBytes = 24

    /// A hash of the value's runs of letters, digits and marks. Long runs of digits are told apart by their length,
    /// as identifiers are; short ones are not, as counts grow.
    private static func outline(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 3
        var spaces = 0
        var index = 0
        while index < min(text.count, 64) {
            let byte = text[index]
            let start = index
            var letters: UInt8 = 0
            var digits = 0
            while index < text.count, let kind = wordKind(text[index]) {
                if kind == 0 { digits += 1 } else { letters |= kind }
                index += 1
            }
            if index == start {
                if byte == 0x20 { spaces += 1 }
                hash = mix(hash, UInt64(byte))
                index += 1
            } else if letters == 0 {
                hash = mix(hash, 256 + UInt64(digits < 6 ? 0 : min(digits, 20)))
            } else {
                hash = mix(hash, digits > 0 ? 300 : 301)
            }
        }
        if spaces >= proseWords - 1 { return ValueHash.of(text) | 4 }
        if spaces == 0, text.count >= opaqueBytes { return opaque }
        return hash | 4
    }

    /// 0 for a digit, 1 for a letter, `nil` for what ends a word.
    private static func wordKind(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: 0
        case 0x41...0x5a, 0x61...0x7a, 0x80...0xff: 1
        default: nil
        }
    }

    private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        (hash ^ value) &* 0x9e37_79b9_7f4a_7c15
    }
}
