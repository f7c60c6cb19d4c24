/// How a pack lies in its file: little-endian words of 64 bits, a header of 64 of them, then four sections.
///
///     header    what the pack is, and where its sections begin
///     words     four bits for each word that a term begins with (`PackBeginnings`), then a bit for each behind the first
///     filter    three bits in one word for each beginning of a longer term of two words or more, and three others for each term
///     table     hashes of terms, in ascending order, each at or behind its own place
///     codes     hashes of codes, likewise
///
/// No wording and no code can be read from it: only whether a given one is in it.
enum PackFormat {
    static let headerWords = 64
    static let version: UInt64 = 2
    /// "AJARPACK".
    static let magic: UInt64 = 0x4b43_4150_5241_4a41
    /// Places of words: 256 KB and 64 KB, of which those of frequent words stay in a processor's second-level cache.
    static let wordPlaces = 1 << 19
    static let wordsCount = wordPlaces / 16 + wordPlaces / 64
    /// How far an entry may lie behind its place.
    static let maximumShift = 128
    /// The longest phrase, as in lexicons.
    static let maximumWords = 12

    /// Words of the header.
    enum Word {
        static let magic = 0
        static let version = 1
        static let checksum = 2
        static let size = 3
        static let probe = 4
        static let kind = 5
        static let created = 6
        static let terms = 7
        static let read = 8
        static let codeCount = 9
        /// Offset and length of each section, in words.
        static let words = 10
        static let filter = 12
        static let table = 14
        static let codes = 16
        /// How many codes there are of each length from 0 to 18 digits.
        static let lengths = 18
        static let sourceLength = 37
        static let versionLength = 38
        static let source = 40
        static let versionText = 56
    }

    static let sourceBytes = (Word.versionText - Word.source) * 8
    static let versionBytes = (headerWords - Word.versionText) * 8
    static let lengthCount = 19

    /// A word that changes when the way of hashing does: packs of another way are refused, not misread.
    static let probe: UInt64 = {
        var text = "Ajar pack: hash of words and phrases, 2026"
        return text.withUTF8 { bytes in
            var offset = 0
            var hash: UInt64 = 0
            while let word = WordScan.next(bytes, &offset) { hash = Lexicon.combine(hash, word.hash) }
            return hash
        }
    }()

    /// The place of a hash among so many: in the order of the hashes.
    @inline(__always)
    static func place(_ hash: UInt64, of count: UInt64) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: count).high)
    }

    /// Where in `words` the bits of a term's first word stand.
    @inline(__always)
    static func firstPlace(_ hash: UInt64) -> (index: Int, shift: UInt64) {
        let place = Int(truncatingIfNeeded: hash >> 20) & (wordPlaces - 1)
        return (place >> 4, UInt64(place & 15) * 4)
    }

    /// And where the bit of one behind it.
    @inline(__always)
    static func laterPlace(_ hash: UInt64) -> (index: Int, shift: UInt64) {
        let place = Int(truncatingIfNeeded: hash >> 20) & (wordPlaces - 1)
        return (wordPlaces / 16 + place >> 6, UInt64(place & 63))
    }

    /// The bits of a word of the filter that say that a longer term may begin so.
    @inline(__always)
    static func beginningBits(_ hash: UInt64) -> UInt64 {
        // From the top: the lowest bits of hashes hold a meaning, and those of a product know the lowest alone.
        let mixed = hash &* filterFactor
        return 1 << (mixed >> 58) | 1 << (mixed >> 52 & 63) | 1 << (mixed >> 46 & 63)
    }

    /// Those that say that it may be a term.
    @inline(__always)
    static func termBits(_ hash: UInt64) -> UInt64 {
        let mixed = hash &* filterFactor
        return 1 << (mixed >> 40 & 63) | 1 << (mixed >> 34 & 63) | 1 << (mixed >> 28 & 63)
    }

    private static let filterFactor: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// The hash of a code of digits.
    @inline(__always)
    static func hash(code: UInt64) -> UInt64 {
        let product = (code ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return (product.high ^ product.low) | 1
    }

    /// A checksum of words in four lanes, so that it runs at the speed of the memory. It tells damage; it is no
    /// protection against somebody who makes a false pack on purpose.
    struct Checksum {
        private var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        private var count: UInt64 = 0

        mutating func add(_ words: UnsafeBufferPointer<UInt64>) {
            var offset = 0
            while offset + 4 <= words.count {
                lanes.0 = Self.mix(lanes.0 ^ words[offset])
                lanes.1 = Self.mix(lanes.1 ^ words[offset + 1])
                lanes.2 = Self.mix(lanes.2 ^ words[offset + 2])
                lanes.3 = Self.mix(lanes.3 ^ words[offset + 3])
                offset += 4
            }
            while offset < words.count {
                lanes.0 = Self.mix(lanes.0 ^ words[offset])
                offset += 1
            }
            count &+= UInt64(words.count)
        }

        /// The header comes last, without the checksum that it holds itself.
        mutating func add(header: UnsafeBufferPointer<UInt64>) {
            add(UnsafeBufferPointer(rebasing: header[..<Word.checksum]))
            add(UnsafeBufferPointer(rebasing: header[(Word.checksum + 1)...]))
        }

        var value: UInt64 {
            Self.mix(Self.mix(Self.mix(Self.mix(lanes.0) ^ lanes.1) ^ lanes.2) ^ lanes.3 ^ count)
        }

        @inline(__always)
        private static func mix(_ value: UInt64) -> UInt64 {
            let product = (value ^ 0x2d35_8dcc_aa6c_78a5).multipliedFullWidth(by: 0x8bb8_4b93_962e_acc9)
            return product.high ^ product.low
        }
    }
}

/// What terms begin with a word.
struct PackBeginnings: OptionSet, Sendable {
    let rawValue: UInt64

    static let clinical = PackBeginnings(rawValue: 1)
    static let medication = PackBeginnings(rawValue: 2)
    /// The word alone is a term.
    static let alone = PackBeginnings(rawValue: 4)
    /// There are longer ones.
    static let longer = PackBeginnings(rawValue: 8)

    static let mask: UInt64 = 15
}

/// What a pack knows of a phrase, in the low bits of its entry.
struct PackMeaning: OptionSet, Sendable {
    let rawValue: UInt64

    static let clinical = PackMeaning(rawValue: 1)
    static let medication = PackMeaning(rawValue: 2)
    /// Everyday words: counts beside unambiguous terms only.
    static let ambiguousClinical = PackMeaning(rawValue: 4)
    static let ambiguousMedication = PackMeaning(rawValue: 8)
    /// A longer term begins so. Not in the table: the filter knows.
    static let beginning = PackMeaning(rawValue: 16)

    static let mask: UInt64 = 31
    static let anyClinical: PackMeaning = [.clinical, .ambiguousClinical]
    static let anyMedication: PackMeaning = [.medication, .ambiguousMedication]
    static let terms: PackMeaning = [.clinical, .medication, .ambiguousClinical, .ambiguousMedication]
}
