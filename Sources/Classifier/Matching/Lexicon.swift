/// The text of one lexicon file: one term a line, lower case, `#` lines left out.
enum LexiconText: Sendable {
    case embedded(StaticString)
    case loaded([UInt8])

    func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        switch self {
        case .embedded(let text):
            return try body(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        case .loaded(let bytes): return try bytes.withUnsafeBufferPointer(body)
        }
    }
}

/// Lexicons that recognisers ask for by name, as a bit each: what names and addresses are made of, and what speaks against.
struct WordRoles: OptionSet, Sendable, Hashable {
    var rawValue: UInt32

    static let given = WordRoles(rawValue: 1 << 0)
    static let surname = WordRoles(rawValue: 1 << 1)
    static let title = WordRoles(rawValue: 1 << 2)
    static let against = WordRoles(rawValue: 1 << 3)
    static let common = WordRoles(rawValue: 1 << 4)
    static let place = WordRoles(rawValue: 1 << 5)
    static let street = WordRoles(rawValue: 1 << 6)
    static let undisclosed = WordRoles(rawValue: 1 << 7)
    static let placeholder = WordRoles(rawValue: 1 << 8)
    static let icdCategory = WordRoles(rawValue: 1 << 9)
    static let mailbox = WordRoles(rawValue: 1 << 10)
    static let company = WordRoles(rawValue: 1 << 11)
    /// A word that is none misspelt, though it looks like one.
    static let known = WordRoles(rawValue: 1 << 12)
    /// A small word inside names: `van`, `de la`.
    static let particle = WordRoles(rawValue: 1 << 13)
    static let seed = WordRoles(rawValue: 1 << 14)
    /// What somebody is to somebody: `wife`, `neighbour`.
    static let relation = WordRoles(rawValue: 1 << 15)

    /// The role of a lexicon file, by its name without `.txt`.
    static let byLexicon: [String: WordRoles] = [
        "given_names": .given, "surnames": .surname, "titles": .title, "relations": .relation,
        "name_words_against": .against,
        "common_words": .common, "uk_towns": .place, "uk_counties": .place, "countries": .place,
        "regions": .place, "world_cities": .place, "name_particles": .particle,
        "street_types": .street, "answer_nondisclosure": .undisclosed, "secrets_placeholders": .placeholder,
        "icd10_codes": .icdCategory, "role_mailboxes": .mailbox, "company_words": .company,
        "misspelling_exceptions": .known,
        SeedPhrase.lexicon: .seed,
    ]
}

/// What a term is to a detector.
struct TermUse: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        /// A match wherever it stands.
        case term
        /// Counts only in a field that holds unambiguous terms too.
        case ambiguous
        /// Counts in full only where it is written in capitals.
        case abbreviation
        /// An everyday word: a match that weighs little, so that it takes many in a field.
        case everyday
        /// Takes its words up: no term inside it is a match.
        case harmless
        /// A match where it is the whole value.
        case whole
        /// Speaks for a value that stands behind it.
        case context

        /// Where uses of the kind stand among those of a term.
        var order: Int {
            switch self {
            case .term, .ambiguous, .abbreviation, .everyday, .harmless: 0
            case .whole: 1
            case .context: 2
            }
        }
    }

    var detector: UInt16
    var kind: Kind
}

/// Words and phrases of all lexicons in one open hash table, looked up by rolling hashes while a value is tokenised.
///
/// A phrase is found word by word: the hash of each of its beginnings is an entry too, marked as a prefix. The terms
/// themselves are not kept: a word is taken for a term whose tag and place it shares, which happens to one in a thousand million.
///
/// Written once while it is built, then only read: that makes it safe to share.
final class Lexicon: @unchecked Sendable {
    /// What is known of a word or phrase. Valid as long as the lexicon is.
    struct Found {
        fileprivate let meaning: UnsafePointer<PackedMeaning>
        fileprivate let form: UInt16

        var roles: WordRoles { meaning.pointee.roles }
        /// Place of what it is to detectors, in `uses`.
        var usesStart: UInt32 { meaning.pointee.usesStart }
        /// How many terms, behind them how many whole values, and behind these how many contexts.
        var termCount: UInt16 { meaning.pointee.termCount }
        var wholeCount: UInt16 { meaning.pointee.wholeCount }
        var contextCount: UInt16 { meaning.pointee.contextCount }
        /// The number of words; 0 for a beginning that is no term itself.
        var words: UInt8 { UInt8(truncatingIfNeeded: form & (Entry.prefix &- 1)) }
        /// Whether longer phrases begin with it.
        var isPrefix: Bool { form & Entry.prefix != 0 }
    }

    /// Eight bytes, so that much of the table stays in the cache: of a hash the upper half is kept, and its place says more than half
    /// of the rest.
    fileprivate struct Entry {
        /// 0 where the entry is empty.
        var tag: UInt32 = 0
        /// Place of its meaning: few occur, and a small table stays in the cache.
        var meaning: UInt16 = 0
        /// The number of words, and 128 where longer phrases begin with it.
        var form: UInt16 = 0

        static let prefix: UInt16 = 128

        @inline(__always)
        static func tag(of hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) | 1 }
    }

    private struct Meaning: Hashable {
        var roles: WordRoles
        var uses: [TermUse]
    }

    fileprivate struct PackedMeaning {
        var roles: WordRoles
        var usesStart: UInt32
        var termCount: UInt16 = 0
        var wholeCount: UInt16 = 0
        var contextCount: UInt16 = 0
    }

    // Meanings while the table is built, and packed for looking up.
    private var meanings = [Meaning(roles: [], uses: [])]
    private var places: [Meaning: UInt16] = [Meaning(roles: [], uses: []): 0]
    private var additions: [UInt64: UInt16] = [:]
    private var packed: UnsafeMutablePointer<PackedMeaning>
    private var packedCapacity = 256
    private var uses: UnsafeMutablePointer<TermUse>
    private var usesCapacity = 1024
    private var usesCount = 0

    private var entries: UnsafeMutablePointer<Entry>
    private var capacity: Int
    private var count = 0
    /// The whole hashes, until the table is sealed.
    private var hashes: [UInt64]
    /// A bit for each hash modulo its size: most words of a text are in no lexicon, and end here.
    private let filter: UnsafeMutablePointer<UInt64>
    fileprivate static let filterBits = 1 << 20

    init(capacity: Int) {
        var size = 1024
        while size * 5 < capacity * 8 { size *= 2 }
        self.capacity = size
        hashes = [UInt64](repeating: 0, count: size)
        entries = .allocate(capacity: size)
        entries.initialize(repeating: Entry(), count: size)
        packed = .allocate(capacity: packedCapacity)
        packed.initialize(to: PackedMeaning(roles: [], usesStart: 0))
        uses = .allocate(capacity: usesCapacity)
        filter = .allocate(capacity: Self.filterBits / 64)
        filter.initialize(repeating: 0, count: Self.filterBits / 64)
    }

    deinit {
        entries.deallocate()
        packed.deallocate()
        uses.deallocate()
        filter.deallocate()
    }

    /// What terms to come are to be: a place to give to `insert`.
    struct Addition {
        fileprivate var roles: WordRoles
        fileprivate var uses: [TermUse]
        fileprivate var id: UInt32
    }

    private var additionCount: UInt32 = 0

    func addition(roles: WordRoles, uses: [TermUse]) -> Addition {
        additionCount += 1
        return Addition(roles: roles, uses: uses, id: additionCount)
    }

    /// Adds a term (any case; words separated by anything that is no letter or digit).
    func insert(_ term: UnsafeBufferPointer<UInt8>, _ addition: Addition) {
        var hash: UInt64 = 0
        var words = 0
        var offset = 0
        var last = -1
        while let word = WordScan.next(term, &offset) {
            if last >= 0 { entries[find(orAdd: hash)].form |= Entry.prefix }
            hash = words == 0 ? word.hash : Self.combine(hash, word.hash)
            words += 1
            guard words <= Self.maximumWords else { return }
            last = words
        }
        guard words > 0 else { return }
        let slot = find(orAdd: hash)
        entries[slot].meaning = place(of: entries[slot].meaning, with: addition)
        entries[slot].form = entries[slot].form & Entry.prefix | UInt16(words)
    }

    /// Words of the longest phrase.
    static let maximumWords = 12

    @inline(__always)
    static func combine(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let mixed = (left ^ (right &* 0x9e37_79b9_7f4a_7c15)) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed >> 29)
    }

    /// The table as it is looked up in: addresses without references to count. Valid as long as the lexicon is, and nothing is
    /// inserted.
    struct Reader {
        fileprivate let entries: UnsafePointer<Entry>
        fileprivate let mask: Int
        fileprivate let filter: UnsafePointer<UInt64>
        fileprivate let packed: UnsafePointer<PackedMeaning>
        /// What terms are to detectors: see `Found`.
        let uses: UnsafePointer<TermUse>

        /// Whether there may be an entry: of most of what no list has, a look at little memory says no.
        @inline(__always)
        func mayHold(_ hash: UInt64) -> Bool {
            let bit = Int(truncatingIfNeeded: (hash >> 20) & UInt64(Lexicon.filterBits &- 1))
            return filter[bit >> 6] & (1 << UInt64(bit & 63)) != 0
        }

        /// The entry of a word or beginning of a phrase.
        @inline(__always)
        func lookup(_ hash: UInt64) -> Found? {
            guard mayHold(hash) else { return nil }
            var slot = Int(truncatingIfNeeded: hash) & mask
            let tag = Entry.tag(of: hash)
            while true {
                let entry = entries[slot]
                if entry.tag == tag {
                    return Found(meaning: packed + Int(entry.meaning), form: entry.form)
                }
                if entry.tag == 0 { return nil }
                slot = (slot &+ 1) & mask
            }
        }
    }

    var reader: Reader {
        Reader(entries: entries, mask: capacity - 1, filter: filter, packed: packed, uses: uses)
    }

    /// The meaning that one comes to with more.
    private func place(of before: UInt16, with addition: Addition) -> UInt16 {
        let key = UInt64(before) << 32 | UInt64(addition.id)
        if let known = additions[key] { return known }
        var meaning = meanings[Int(before)]
        meaning.roles.formUnion(addition.roles)
        for use in addition.uses where !meaning.uses.contains(use) { meaning.uses.append(use) }
        meaning.uses.sort {
            ($0.kind.order, $0.detector, $0.kind.rawValue) < ($1.kind.order, $1.detector, $1.kind.rawValue)
        }
        let place = places[meaning] ?? pack(meaning)
        additions[key] = place
        return place
    }

    private func pack(_ meaning: Meaning) -> UInt16 {
        let place = meanings.count
        // Sixty thousand ways in which terms differ are more than detectors make; further ones mean nothing.
        guard place < Int(UInt16.max) else { return 0 }
        if place == packedCapacity {
            packedCapacity *= 2
            packed.grow(to: packedCapacity, keeping: place)
        }
        while usesCount + meaning.uses.count > usesCapacity {
            usesCapacity *= 2
            uses.grow(to: usesCapacity, keeping: usesCount)
        }
        func count(_ order: Int) -> UInt16 { UInt16(clamping: meaning.uses.count { $0.kind.order == order }) }
        (packed + place).initialize(
            to: PackedMeaning(
                roles: meaning.roles, usesStart: UInt32(usesCount), termCount: count(0), wholeCount: count(1),
                contextCount: count(2)))
        for use in meaning.uses {
            (uses + usesCount).initialize(to: use)
            usesCount += 1
        }
        meanings.append(meaning)
        places[meaning] = UInt16(place)
        return UInt16(place)
    }

    private func find(orAdd hash: UInt64) -> Int {
        if (count + 1) * 4 > capacity * 3 { grow() }
        var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
        let tag = Entry.tag(of: hash)
        while entries[slot].tag != 0 {
            if entries[slot].tag == tag { return slot }
            slot = (slot + 1) & (capacity - 1)
        }
        entries[slot].tag = tag
        hashes[slot] = hash
        count += 1
        let bit = Int(truncatingIfNeeded: (hash >> 20) & UInt64(Self.filterBits - 1))
        filter[bit >> 6] |= 1 << UInt64(bit & 63)
        return slot
    }

    private func grow() {
        let old = entries
        let oldHashes = hashes
        let oldCapacity = capacity
        capacity *= 2
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: Entry(), count: capacity)
        hashes = [UInt64](repeating: 0, count: capacity)
        for index in 0..<oldCapacity where old[index].tag != 0 {
            let hash = oldHashes[index]
            var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
            while entries[slot].tag != 0 { slot = (slot + 1) & (capacity - 1) }
            entries[slot] = old[index]
            hashes[slot] = hash
        }
        old.deallocate()
    }

    /// To be called when all terms are in: gives back what only inserting needs.
    func seal() {
        hashes = []
        additions = [:]
        places = [:]
    }
}

/// What a byte is to the tokeniser: ASCII letters and every byte of a character outside ASCII are letters.
enum ByteClass {
    static let letter: UInt8 = 1
    static let digit: UInt8 = 2
    static let other: UInt8 = 0

    @inline(__always)
    static func of(_ byte: UInt8) -> UInt8 {
        if byte &- 0x30 < 10 { return digit }
        return (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 ? letter : other
    }
}

/// Words as the lexicon sees them: runs of letters and digits, an apostrophe inside a word kept, hashed without regard
/// to case.
enum WordScan {
    struct Word {
        var start: Int
        var end: Int
        var hash: UInt64
        var kind: Kind

        var hasDigit: Bool { kind == .digits }
    }

    enum Kind {
        case letters
        /// An apostrophe stands in it.
        case marked
        case digits
    }

    /// The next word at or after `offset`, which is moved behind it.
    @inline(__always)
    static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> Word? {
        while offset < bytes.count, ByteClass.of(bytes[offset]) == ByteClass.other { offset += 1 }
        guard offset < bytes.count else { return nil }
        let word = word(bytes, from: offset)
        offset = word.end
        return word
    }

    /// The word that begins at `start`, where a letter or digit stands.
    @_transparent
    static func word(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Word {
        // Most words are letters, and no more than eight: then eight bytes at a time tell their end and their hash.
        let first = load(bytes, start)
        let length = lettersBefore(first)
        if length > 0, length < 8, isWordEnd(first >> UInt64(length &* 8)) {
            let mixed = mix(
                (0x9e37_79b9_7f4a_7c15 &* UInt64(truncatingIfNeeded: length))
                    ^ (first & ((1 << UInt64(length &* 8)) &- 1) | lowerCase))
            return Word(start: start, end: start &+ length, hash: mixed | 1, kind: .letters)
        }
        if length == 8 {
            let second = load(bytes, start &+ 8)
            let rest = lettersBefore(second)
            if rest < 8, isWordEnd(second >> UInt64(rest &* 8)) {
                var mixed = mix(0x9e37_79b9_7f4a_7c15 &* UInt64(truncatingIfNeeded: 8 &+ rest) ^ (first | lowerCase))
                if rest > 0 { mixed = mix(mixed ^ (second & ((1 << UInt64(rest &* 8)) &- 1) | lowerCase)) }
                return Word(start: start, end: start &+ 8 &+ rest, hash: mixed | 1, kind: .letters)
            }
        }
        return longWord(bytes, from: start)
    }

    @inline(never)
    static func longWord(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Word {
        // Of letters and digits, and short.
        let first = load(bytes, start)
        let length = (othersIn(first)).trailingZeroBitCount >> 3
        if length > 0, length < 8, isWordEnd(first >> UInt64(length &* 8)) {
            let mixed = mix(
                (0x9e37_79b9_7f4a_7c15 &* UInt64(truncatingIfNeeded: length))
                    ^ (first & ((1 << UInt64(length &* 8)) &- 1) | lowerCase))
            let kind = lettersBefore(first) < length ? Kind.digits : .letters
            return Word(start: start, end: start &+ length, hash: mixed | 1, kind: kind)
        }
        var end = start
        var word = Kind.letters
        while end < bytes.count {
            let letters = lettersBefore(load(bytes, end))
            end = min(end &+ letters, bytes.count)
            if letters == 8 { continue }
            guard end < bytes.count else { break }
            let kind = ByteClass.of(bytes[end])
            if kind == ByteClass.other {
                guard bytes[end] == UInt8(ascii: "'"), end &+ 1 < bytes.count,
                    ByteClass.of(bytes[end &+ 1]) == ByteClass.letter
                else { break }
                if word == .letters { word = .marked }
            } else if kind == ByteClass.digit {
                word = .digits
                while end &+ 1 < bytes.count, bytes[end &+ 1] &- 0x30 < 10 { end &+= 1 }
            }
            end &+= 1
        }
        return Word(start: start, end: end, hash: hash(bytes, start, end), kind: word)
    }

    /// Where the digits end that begin at `start`, eight at a time.
    @inline(__always)
    static func digitsEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while true {
            let others = digitsNot(load(bytes, end))
            // Behind the end of the text stand zeros, which are none.
            if others != 0 { return end &+ others.trailingZeroBitCount >> 3 }
            end &+= 8
            if end >= bytes.count { return bytes.count }
        }
    }

    /// The same of letters.
    @inline(__always)
    static func lettersEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let letters = lettersBefore(load(bytes, end))
            end &+= letters
            if letters < 8 { break }
        }
        return min(end, bytes.count)
    }

    /// The eight bytes from `start`; 0 for those behind the end.
    @inline(__always)
    static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt64 {
        let count = bytes.count
        let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
        if start &+ 8 <= count { return raw.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
        if count >= 8 {
            let last = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            return last >> UInt64(truncatingIfNeeded: (start &+ 8 &- count) &* 8)
        }
        var word: UInt64 = 0
        var offset = count
        while offset > start {
            offset &-= 1
            word = word << 8 | UInt64(bytes[offset])
        }
        return word
    }

    /// How many of eight bytes are letters, from the first on: ASCII letters and bytes outside ASCII.
    @inline(__always)
    static func lettersBefore(_ word: UInt64) -> Int {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low = (word | lowerCase) & ~high
        // The top bit of each byte says: not below "a", and above "z".
        let fromA = low &+ 0x1f1f_1f1f_1f1f_1f1f
        let aboveZ = low &+ 0x0505_0505_0505_0505
        let letters = (fromA & ~aboveZ | word) & high
        return (letters ^ high).trailingZeroBitCount >> 3
    }

    /// The top bit of each of eight bytes that is neither letter nor digit.
    @inline(__always)
    private static func othersIn(_ word: UInt64) -> UInt64 {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low = (word | lowerCase) & ~high
        let letters = (low &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(low &+ 0x0505_0505_0505_0505) | word
        return ~letters & digitsNot(word) & high
    }

    /// The top bit of each of eight bytes that is no digit; the others are 0.
    @inline(__always)
    static func digitsNot(_ word: UInt64) -> UInt64 {
        let values = word ^ 0x3030_3030_3030_3030
        return ((values & 0x7f7f_7f7f_7f7f_7f7f) &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080
    }

    /// How many digits the text holds.
    static func digitCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var offset = 0
        while offset < bytes.count {
            count &+= 8 &- digitsNot(load(bytes, offset)).nonzeroBitCount
            offset &+= 8
        }
        return count
    }

    /// Whether the lowest byte, which is no letter, ends a word for certain: no digit, and no apostrophe that may stand in it.
    @inline(__always)
    static func isWordEnd(_ rest: UInt64) -> Bool {
        let byte = UInt8(truncatingIfNeeded: rest)
        return byte != UInt8(ascii: "'") && byte &- 0x30 >= 10
    }

    /// The hash of the bytes from `start` to `end`, eight at a time. Bit 5 is set in each: that puts ASCII letters, and
    /// those of Latin-1 in UTF-8, into one case and leaves digits as they are. Never 0, which means "empty".
    @inline(__always)
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        var hash = 0x9e37_79b9_7f4a_7c15 &* UInt64(truncatingIfNeeded: end &- start)
        var offset = start
        while offset + 8 <= end {
            hash = mix(hash ^ (raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) | lowerCase))
            offset += 8
        }
        let rest = end - offset
        if rest > 0 {
            var last: UInt64 = 0
            if offset + 8 <= raw.count {
                last = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & ((1 << UInt64(rest * 8)) &- 1)
            } else {
                for position in (offset..<end).reversed() { last = last << 8 | UInt64(raw[position]) }
            }
            // The bits set above the word's end are the same for every word of that length.
            hash = mix(hash ^ (last | lowerCase))
        }
        return hash | 1
    }

    static let lowerCase: UInt64 = 0x2020_2020_2020_2020

    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
}
