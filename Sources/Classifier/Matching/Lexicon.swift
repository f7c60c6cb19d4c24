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

/// Words and phrases of all lexicons in one open hash table, looked up by rolling hashes while a value is tokenised.
///
/// A phrase is found word by word: the hash of each of its beginnings is an entry too, marked as a prefix. The terms
/// themselves are not kept: two terms with the same 64-bit hash would be taken for one another, which at 10⁶ terms
/// has a chance of 1 in 10⁷.
///
/// Written once while it is built, then only read: that makes it safe to share.
final class Lexicon: @unchecked Sendable {
    /// What is known of a word or phrase.
    struct Found {
        /// One bit for each lexicon the term is in.
        var roles: UInt64
        /// One bit for each detector the term is a context word of.
        var context: UInt64
        /// The number of words; 0 for a beginning that is no term itself.
        var words: UInt8
        /// Whether longer phrases begin with it.
        var isPrefix: Bool
    }

    private struct Entry {
        var key: UInt64 = 0
        /// Place of its roles and context in `meanings`: few combinations occur, and a small table stays in the cache.
        var meaning: UInt32 = 0
        var words: UInt8 = 0
        var isPrefix = false
    }

    private struct Meaning: Hashable {
        var roles: UInt64
        var context: UInt64
    }

    private var meanings: UnsafeMutablePointer<Meaning>
    private var meaningCount = 1
    private var meaningCapacity = 256
    private var places: [Meaning: UInt32] = [:]

    private var entries: UnsafeMutablePointer<Entry>
    private var capacity: Int
    private var count = 0
    /// A bit for each hash modulo its size: most words of a text are in no lexicon, and end here.
    private let filter: UnsafeMutablePointer<UInt64>
    private static let filterBits = 1 << 20

    init(capacity: Int) {
        var size = 1024
        while size * 5 < capacity * 8 { size *= 2 }
        self.capacity = size
        entries = .allocate(capacity: size)
        entries.initialize(repeating: Entry(), count: size)
        meanings = .allocate(capacity: meaningCapacity)
        meanings.initialize(to: Meaning(roles: 0, context: 0))
        filter = .allocate(capacity: Self.filterBits / 64)
        filter.initialize(repeating: 0, count: Self.filterBits / 64)
    }

    deinit {
        entries.deallocate()
        meanings.deallocate()
        filter.deallocate()
    }

    /// Adds a term (any case; words separated by anything that is no letter or digit).
    func insert(_ term: UnsafeBufferPointer<UInt8>, roles: UInt64, context: UInt64 = 0) {
        var hash: UInt64 = 0
        var words = 0
        var offset = 0
        var hashes: [UInt64] = []
        while let word = WordScan.next(term, &offset) {
            hash = words == 0 ? word.hash : Self.combine(hash, word.hash)
            words += 1
            hashes.append(hash)
        }
        guard words > 0, words <= 12 else { return }
        for (index, hash) in hashes.enumerated() {
            let slot = find(orAdd: hash)
            if index == hashes.count - 1 {
                var meaning = meanings[Int(entries[slot].meaning)]
                meaning.roles |= roles
                meaning.context |= context
                entries[slot].meaning = place(of: meaning)
                entries[slot].words = UInt8(words)
            } else {
                entries[slot].isPrefix = true
            }
        }
    }

    @inline(__always)
    static func combine(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let mixed = (left ^ (right &* 0x9e37_79b9_7f4a_7c15)) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed >> 29)
    }

    /// The entry of a word or beginning of a phrase.
    @inline(__always)
    func lookup(_ hash: UInt64) -> Found? {
        let bit = Int(truncatingIfNeeded: (hash >> 20) & UInt64(Self.filterBits - 1))
        if filter[bit >> 6] & (1 << UInt64(bit & 63)) == 0 { return nil }
        var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
        while entries[slot].key != 0 {
            if entries[slot].key == hash {
                let meaning = meanings[Int(entries[slot].meaning)]
                return Found(
                    roles: meaning.roles, context: meaning.context, words: entries[slot].words,
                    isPrefix: entries[slot].isPrefix)
            }
            slot = (slot + 1) & (capacity - 1)
        }
        return nil
    }

    private func place(of meaning: Meaning) -> UInt32 {
        if let place = places[meaning] { return place }
        if meaningCount == meaningCapacity {
            let larger = UnsafeMutablePointer<Meaning>.allocate(capacity: meaningCapacity * 2)
            larger.moveInitialize(from: meanings, count: meaningCount)
            meanings.deallocate()
            meanings = larger
            meaningCapacity *= 2
        }
        let place = UInt32(meaningCount)
        (meanings + meaningCount).initialize(to: meaning)
        meaningCount += 1
        places[meaning] = place
        return place
    }

    private func find(orAdd hash: UInt64) -> Int {
        if (count + 1) * 4 > capacity * 3 { grow() }
        var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
        while entries[slot].key != 0 {
            if entries[slot].key == hash { return slot }
            slot = (slot + 1) & (capacity - 1)
        }
        entries[slot].key = hash
        count += 1
        let bit = Int(truncatingIfNeeded: (hash >> 20) & UInt64(Self.filterBits - 1))
        filter[bit >> 6] |= 1 << UInt64(bit & 63)
        return slot
    }

    private func grow() {
        let old = entries
        let oldCapacity = capacity
        capacity *= 2
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: Entry(), count: capacity)
        for index in 0..<oldCapacity where old[index].key != 0 {
            var slot = Int(truncatingIfNeeded: old[index].key) & (capacity - 1)
            while entries[slot].key != 0 { slot = (slot + 1) & (capacity - 1) }
            entries[slot] = old[index]
        }
        old.deallocate()
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
        var hasDigit: Bool
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
    @inline(__always)
    static func word(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Word {
        var end = start
        var hasDigit = false
        while end < bytes.count {
            let kind = ByteClass.of(bytes[end])
            if kind == ByteClass.other {
                guard bytes[end] == UInt8(ascii: "'"), end + 1 < bytes.count,
                    ByteClass.of(bytes[end + 1]) == ByteClass.letter
                else { break }
            } else if kind == ByteClass.digit {
                hasDigit = true
            }
            end += 1
        }
        return Word(start: start, end: end, hash: hash(bytes, start, end), hasDigit: hasDigit)
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

    private static let lowerCase: UInt64 = 0x2020_2020_2020_2020

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
}
