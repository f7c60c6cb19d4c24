import Foundation

/// Hashes of the terms and codes of a code system, looked up where they lie: in a file mapped into memory.
///
/// Immutable. `owner` keeps the memory in place for as long as the pack is there.
public final class Pack: @unchecked Sendable {
    public let information: PackInformation
    private let owner: AnyObject?
    private let base: UnsafePointer<UInt64>
    /// Looks terms up. Valid as long as the pack is.
    let reader: Reader
    private let codes: UnsafePointer<UInt64>
    private let codesCount: Int
    private let codePlaces: UInt64
    /// What each word is in terms, at its `PackFormat.firstPlace` and `laterPlace`.
    let words: UnsafeBufferPointer<UInt64>
    /// Nats that a known code of so many digits or characters weighs.
    let codeWeights: [Float]

    /// Length of the header, which sections follow.
    public static let headerBytes = PackFormat.headerWords * 8

    /// - Parameters:
    ///   - bytes: the whole file, aligned to eight bytes; it must not change while the pack is in use.
    ///   - owner: what keeps these bytes there.
    /// - Throws: `PackError` where it is no pack, one of another version, cut short or damaged.
    public init(_ bytes: UnsafeRawBufferPointer, owner: AnyObject?) throws(PackError) {
        guard bytes.count >= Self.headerBytes, let start = bytes.baseAddress,
            Int(bitPattern: start) % MemoryLayout<UInt64>.alignment == 0
        else {
            throw PackError("it is too short for a pack; import it again")
        }
        let words = UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt64.self), count: bytes.count / 8)
        func word(_ index: Int) -> UInt64 { UInt64(littleEndian: words[index]) }
        guard word(PackFormat.Word.magic) == PackFormat.magic else {
            throw PackError("it is not a pack; ajar detectors import makes them")
        }
        guard word(PackFormat.Word.version) == PackFormat.version, word(PackFormat.Word.probe) == PackFormat.probe
        else {
            throw PackError("it was made by another version of Ajar; import it again")
        }
        guard word(PackFormat.Word.size) == UInt64(bytes.count), bytes.count % 8 == 0 else {
            throw PackError("it is cut short or has grown; import it again")
        }
        // Whoever made it on purpose gave it the right checksum too: its numbers are not trusted before or after.
        func section(_ index: Int) throws(PackError) -> UnsafeBufferPointer<UInt64> {
            let (offset, count) = (word(index), word(index + 1))
            guard offset >= UInt64(PackFormat.headerWords), offset <= UInt64(words.count),
                count <= UInt64(words.count) - offset
            else {
                throw PackError("its sections do not fit into it; import it again")
            }
            return UnsafeBufferPointer(rebasing: words[Int(offset)..<Int(offset) + Int(count)])
        }
        func text(_ start: Int, _ length: Int, _ limit: Int) -> String {
            let count = min(word(length), UInt64(limit))
            let field = bytes[start * 8..<start * 8 + Int(count)]
            // It comes from file names: nothing that a terminal would obey.
            let text = String(decoding: field, as: UTF8.self)
            return String(
                String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        }
        guard let kind = PackKind.allCases.first(where: { $0.number == word(PackFormat.Word.kind) }) else {
            throw PackError("it holds a code system that this version of Ajar does not know")
        }
        let knownWords = try section(PackFormat.Word.words)
        let filter = try section(PackFormat.Word.filter)
        let table = try section(PackFormat.Word.table)
        let codes = try section(PackFormat.Word.codes)
        var checksum = PackFormat.Checksum()
        for section in [knownWords, filter, table, codes] { checksum.add(section) }
        checksum.add(header: UnsafeBufferPointer(rebasing: words[..<PackFormat.headerWords]))
        guard checksum.value == word(PackFormat.Word.checksum) else {
            throw PackError("its content is damaged (the checksum does not agree); import it again")
        }
        guard knownWords.count == PackFormat.wordsCount, !filter.isEmpty, table.count > PackFormat.maximumShift,
            codes.count > PackFormat.maximumShift, let filterBase = filter.baseAddress,
            let tableBase = table.baseAddress, let codesBase = codes.baseAddress, let base = words.baseAddress
        else {
            throw PackError("its sections have not the size they must have; import it again")
        }
        self.owner = owner
        self.base = base
        self.words = knownWords
        reader = Reader(
            filter: filterBase, filterCount: UInt64(filter.count), table: tableBase, tableCount: table.count,
            tablePlaces: UInt64(table.count - PackFormat.maximumShift))
        self.codes = codesBase
        codesCount = codes.count
        codePlaces = UInt64(codes.count - PackFormat.maximumShift)
        func count(_ index: Int) -> Int { Int(exactly: word(index)) ?? Int.max }
        information = PackInformation(
            kind: kind, source: text(PackFormat.Word.source, PackFormat.Word.sourceLength, PackFormat.sourceBytes),
            version: text(PackFormat.Word.versionText, PackFormat.Word.versionLength, PackFormat.versionBytes),
            terms: count(PackFormat.Word.terms), read: count(PackFormat.Word.read),
            codes: count(PackFormat.Word.codeCount), created: Int64(bitPattern: word(PackFormat.Word.created)))
        codeWeights = PackWeights.codes(
            kind, lengths: (0..<PackFormat.lengthCount).map { word(PackFormat.Word.lengths + $0) })
    }

    /// Terms as they are looked up: addresses without references to count.
    struct Reader {
        fileprivate let filter: UnsafePointer<UInt64>
        fileprivate let filterCount: UInt64
        fileprivate let table: UnsafePointer<UInt64>
        fileprivate let tableCount: Int
        fileprivate let tablePlaces: UInt64

        /// What may be true of a word or phrase: whether a longer term begins so, and whether it is a term. Once in a
        /// hundred times neither is; never is anything left out.
        @inline(__always)
        func mayBe(_ hash: UInt64) -> (beginning: Bool, term: Bool) {
            let key = hash & ~PackMeaning.mask
            let word = UInt64(littleEndian: filter[PackFormat.place(key, of: filterCount)])
            let beginning = PackFormat.beginningBits(key)
            let term = PackFormat.termBits(key)
            return (word & beginning == beginning, word & term == term)
        }

        /// What a word or phrase is; nothing where it is no term.
        func meaning(_ hash: UInt64) -> PackMeaning {
            let key = hash & ~PackMeaning.mask
            var slot = PackFormat.place(key, of: tablePlaces)
            let end = min(slot + PackFormat.maximumShift, tableCount)
            while slot < end {
                let entry = UInt64(littleEndian: table[slot])
                if entry & ~PackMeaning.mask >= key {
                    let isSame = entry & ~PackMeaning.mask == key
                    return isSame ? PackMeaning(rawValue: entry & PackMeaning.terms.rawValue) : []
                }
                if entry == 0 { return [] }
                slot += 1
            }
            return []
        }
    }

    /// Whether the pack has that code (`PackCode`).
    func contains(code: UInt64) -> Bool {
        let hash = PackFormat.hash(code: code) & ~PackMeaning.mask
        var slot = PackFormat.place(hash, of: codePlaces)
        let end = min(slot + PackFormat.maximumShift, codesCount)
        while slot < end {
            let entry = UInt64(littleEndian: codes[slot])
            if entry >= hash || entry == 0 { return entry == hash }
            slot += 1
        }
        return false
    }

}

/// Codes as numbers: digits as their value, others as their capital letters and digits without dots, up to eight.
public enum PackCode {
    /// An identifier of 1 to 18 digits; `nil` for anything else.
    public static func digits(_ text: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard !text.isEmpty, text.count <= 18 else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + UInt64(byte &- 0x30)
        }
        return value
    }

    /// A code of ICD-10 or OPCS-4: a letter, two digits, and at most three more; dots are left out, and what is no
    /// part of the code (`X` in the fourth place, `-`) as well. `nil` for anything else.
    public static func classification(_ text: UnsafeBufferPointer<UInt8>) -> (code: UInt64, length: Int)? {
        var packed: UInt64 = 0
        var length = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): continue
            default: break
            }
            let upper = byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte
            let isDigit = upper &- 0x30 < 10
            guard length < 6, isDigit || (upper >= 0x41 && upper <= 0x5a), length > 2 || isDigit == (length > 0) else {
                return nil
            }
            // `I10X`: padding. Anything behind it is padding too.
            if length == 3, upper == UInt8(ascii: "X") { break }
            packed = packed << 8 | UInt64(upper)
            length += 1
        }
        return length >= 3 ? (packed, length) : nil
    }
}

/// What a code that is in a pack weighs: how seldom one is in it by chance follows from how many it has.
enum PackWeights {
    static let maximum: Float = 14

    /// Nats by the length of the code, ln(0.98 / p0), p0 being the share of all codes of that length that exist.
    static func codes(_ kind: PackKind, lengths: [UInt64]) -> [Float] {
        lengths.enumerated().map { length, count in
            guard count > 0 else { return 0 }
            let possible: Double
            switch kind {
            case .snomed, .dmd: possible = 9 * power(10, length - 1)
            // A letter and digits.
            case .icd10, .opcs4: possible = 26 * power(10, length - 1)
            }
            let nats = Float(log(0.98 * possible / Double(count)))
            return min(max(nats, 0), maximum)
        }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<max(exponent, 0)).reduce(1) { value, _ in value * base }
    }
}
