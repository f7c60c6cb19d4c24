/// How a pack lies in its file: little-endian words of 64 bits, a header of 64 of them, then four sections.
///
///     header    what the pack is, and where its sections begin
///     firsts    a bit for each word that a term begins with
///     filter    three bits in one word for each beginning of a phrase of two words or more
///     table     hashes of terms and of their beginnings, in ascending order, each at or behind its own place
///     codes     hashes of codes, likewise
///
/// No wording and no code can be read from it: only whether a given one is in it.
enum PackFormat {
    static let headerWords = 64
    static let version: UInt64 = 1
    /// "AJARPACK".
    static let magic: UInt64 = 0x4b43_4150_5241_4a41
    /// Bits of `firsts`, a power of two: 128 KB, which stay in a processor's second-level cache.
    static let firstBits = 1 << 20
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
        static let firsts = 10
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

    @inline(__always)
    static func firstBit(_ hash: UInt64) -> (word: Int, bit: UInt64) {
        let bit = Int(truncatingIfNeeded: hash >> 20) & (firstBits - 1)
        return (bit >> 6, 1 << UInt64(bit & 63))
    }

    /// Whether a term may begin with that word: no for most words.
    @inline(__always)
    static func isFirst(_ firsts: UnsafeMutablePointer<UInt64>, _ hash: UInt64) -> Bool {
        let place = firstBit(hash)
        return firsts[place.word] & place.bit != 0
    }

    @inline(__always)
    static func filterBits(_ hash: UInt64) -> UInt64 {
        let mixed = hash &* 0x9e37_79b9_7f4a_7c15
        return 1 << (mixed & 63) | 1 << (mixed >> 6 & 63) | 1 << (mixed >> 12 & 63)
    }

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

/// What a pack knows of a phrase, in the low bits of its entry.
struct PackMeaning: OptionSet, Sendable {
    let rawValue: UInt64

    static let clinical = PackMeaning(rawValue: 1)
    static let medication = PackMeaning(rawValue: 2)
    /// Everyday words: counts beside unambiguous terms only.
    static let ambiguousClinical = PackMeaning(rawValue: 4)
    static let ambiguousMedication = PackMeaning(rawValue: 8)
    /// A longer phrase begins so.
    static let prefix = PackMeaning(rawValue: 16)

    static let mask: UInt64 = 31
    static let terms: PackMeaning = [.clinical, .medication, .ambiguousClinical, .ambiguousMedication]
}
