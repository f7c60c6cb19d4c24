/// Words within one edit of a term: a letter too many, too few, wrong, or two that changed places.
///
/// Each term of seven letters or more is entered as it is with each one letter left out (Garbe's symmetric deletion), and
/// so is a word that is looked up: where the two meet, they are one edit apart, or two in rare cases. Only hashes are
/// kept. A word is looked up only where no list has it, and where its first four letters or its last four are those of a
/// term, as they are in one half of any word with one edit.
///
/// Written once while it is built, then only read.
final class Misspellings: @unchecked Sendable {
    static let minimumLength = 7
    static let maximumLength = 24
    private static let end = 4

    /// Hashes of the ends of terms: 8 KB each.
    private let beginnings: UnsafeMutablePointer<UInt64>
    private let endings: UnsafeMutablePointer<UInt64>
    private static let endBits = 1 << 16
    /// A hash in the upper 48 bits, the detector in the lower 16; 0 is empty.
    private let table: UnsafeMutablePointer<UInt64>
    private let mask: Int
    /// A bit for each hash: most of what is looked up is not there.
    private let filter: UnsafeMutablePointer<UInt64>
    private static let filterBits = 1 << 21

    /// - Parameter lists: lexicons, each with the detector its terms speak for; of them the single words are taken.
    init(_ lists: [(text: LexiconText, detector: UInt16)]) {
        var entries: [(hash: UInt64, detector: UInt16)] = []
        let beginnings = Self.bits(Self.endBits)
        let endings = Self.bits(Self.endBits)
        for (text, detector) in lists {
            text.withBytes { bytes in
                for line in bytes.split(separator: 0x0a) {
                    let word = UnsafeBufferPointer(rebasing: line)
                    guard word.count >= Self.minimumLength, word.count <= Self.maximumLength,
                        word.allSatisfy(Self.isLetter)
                    else { continue }
                    Self.set(beginnings, Self.hash(of: word, from: 0))
                    Self.set(endings, Self.hash(of: word, from: word.count - Self.end))
                    Self.eachForm(word) { entries.append(($0, detector)) }
                }
            }
        }
        self.beginnings = beginnings
        self.endings = endings
        var size = 1024
        while size < entries.count * 2 { size *= 2 }
        mask = size - 1
        table = Self.bits(size * 64)
        filter = Self.bits(Self.filterBits)
        for (hash, detector) in entries {
            let key = hash & ~0xffff
            var slot = Int(truncatingIfNeeded: hash >> 16) & mask
            // The first detector of a form keeps it.
            while table[slot] != 0, table[slot] & ~0xffff != key { slot = (slot + 1) & mask }
            if table[slot] == 0 { table[slot] = key | UInt64(detector) }
            let bit = Int(truncatingIfNeeded: hash >> 40) & (Self.filterBits - 1)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    deinit {
        beginnings.deallocate()
        endings.deallocate()
        table.deallocate()
        filter.deallocate()
    }

    /// The detector of a term that the word between `start` and `end` is a misspelling of.
    ///
    /// It must be one in small letters, or one whose first letter alone is a capital and stands first in the value: other
    /// capitals are of names and codes.
    func detector(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        let length = end - start
        guard length >= Self.minimumLength - 1, length <= Self.maximumLength + 1 else { return nil }
        let word = UnsafeBufferPointer(rebasing: bytes[start..<end])
        guard
            Self.isSet(beginnings, Self.hash(of: word, from: 0))
                || Self.isSet(endings, Self.hash(of: word, from: length - Self.end))
        else { return nil }
        guard word[0] >= 0x61 || start == 0, word.dropFirst().allSatisfy({ $0 >= 0x61 && $0 <= 0x7a }),
            Self.isLetter(word[0] | 0x20)
        else { return nil }
        var found: Int?
        Self.eachForm(word) { hash in
            guard found == nil else { return }
            let bit = Int(truncatingIfNeeded: hash >> 40) & (Self.filterBits - 1)
            guard filter[bit >> 6] & (1 << UInt64(bit & 63)) != 0 else { return }
            let key = hash & ~0xffff
            var slot = Int(truncatingIfNeeded: hash >> 16) & mask
            while table[slot] != 0 {
                if table[slot] & ~0xffff == key {
                    found = Int(table[slot] & 0xffff)
                    return
                }
                slot = (slot + 1) & mask
            }
        }
        return found
    }

    /// The hash of the word itself, and of it with each one letter left out. A polynomial in the letters, so that each of
    /// them costs a few instructions.
    @inline(__always)
    private static func eachForm(_ word: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
        var whole: UInt64 = 0
        var power: UInt64 = 1
        for byte in word {
            whole = whole &+ UInt64(byte | 0x20) &* power
            power = power &* base
        }
        body(mix(whole, word.count))
        // What stands before the letter stays; what stands behind it moves one place down.
        var before: UInt64 = 0
        power = 1
        for byte in word {
            let letter = UInt64(byte | 0x20) &* power
            let behind = whole &- before &- letter
            body(mix(before &+ behind &* inverse, word.count - 1))
            before = before &+ letter
            power = power &* base
        }
    }

    /// An odd number, and its inverse modulo 2⁶⁴.
    private static let base: UInt64 = 0x9e37_79b9_7f4a_7c15
    private static let inverse: UInt64 = {
        // Newton's iteration doubles the bits that are right, from three.
        var x = base
        for _ in 0..<5 { x = x &* (2 &- base &* x) }
        return x
    }()

    @inline(__always)
    private static func mix(_ value: UInt64, _ length: Int) -> UInt64 {
        let product = (value ^ 0xa076_1d64_78bd_642f &+ UInt64(truncatingIfNeeded: length)).multipliedFullWidth(
            by: 0xe703_7ed1_a0b4_28db)
        // Not 0 in the bits that the table keeps.
        return (product.high ^ product.low) | 0x10000
    }

    @inline(__always)
    private static func hash(of word: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let four = UnsafeRawBufferPointer(word).loadUnaligned(fromByteOffset: start, as: UInt32.self) | 0x2020_2020
        return Int(truncatingIfNeeded: (four &* 0x9e37_79b1) >> 16)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7a }

    private static func bits(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: count / 64)
        words.initialize(repeating: 0, count: count / 64)
        return words
    }

    private static func set(_ bits: UnsafeMutablePointer<UInt64>, _ bit: Int) {
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    @inline(__always)
    private static func isSet(_ bits: UnsafeMutablePointer<UInt64>, _ bit: Int) -> Bool {
        bits[bit >> 6] & (1 << UInt64(bit & 63)) != 0
    }
}
