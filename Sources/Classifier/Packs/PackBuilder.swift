/// Gathers the terms and codes of a code system and lays them out as a pack.
///
/// Memory: eight bytes for each distinct beginning of a term and each code, and as much again while they are sorted.
public struct PackBuilder {
    private let kind: PackKind
    /// Hashes with their meaning in the low bits; sorted and without repetitions up to `settled`.
    private var entries: [UInt64] = []
    private var settled = 0
    /// What each word is in terms, at its `PackFormat.firstPlace` and `laterPlace`.
    private var words = [UInt64](repeating: 0, count: PackFormat.wordsCount)
    private var codes: [UInt64] = []
    private var settledCodes = 0
    private var codeLengths = [UInt64](repeating: 0, count: PackFormat.lengthCount)
    public private(set) var terms = 0
    /// Wordings that were offered.
    public private(set) var read = 0

    public init(_ kind: PackKind) {
        self.kind = kind
    }

    /// Entries that are not sorted yet, at the most, so that repetitions do not fill the memory.
    private static let maximumUnsettled = 1 << 20

    /// Takes a term.
    /// - Parameters:
    ///   - hashes: those of its beginnings, the first word first and the whole last.
    ///   - later: those of its words behind the first.
    mutating func add(_ hashes: [UInt64], later: some Sequence<UInt64>, _ meaning: PackMeaning) {
        guard let first = hashes.first, let whole = hashes.last else { return }
        terms += 1
        var beginnings: PackBeginnings = hashes.count > 1 ? .longer : .alone
        if !meaning.isDisjoint(with: .anyClinical) { beginnings.insert(.clinical) }
        if !meaning.isDisjoint(with: .anyMedication) { beginnings.insert(.medication) }
        let place = PackFormat.firstPlace(first)
        words[place.index] |= beginnings.rawValue << place.shift
        for word in later {
            let place = PackFormat.laterPlace(word)
            words[place.index] |= 1 << place.shift
        }
        // That longer terms begin with the first word has been said.
        for hash in hashes.dropFirst().dropLast() { append(hash, .beginning) }
        append(whole, meaning)
    }

    mutating func countRead() { read += 1 }

    /// - Parameter length: characters of the code.
    mutating func add(code: UInt64, length: Int) {
        codes.append(PackFormat.hash(code: code) & ~Self.lengthMask | UInt64(min(max(length, 0), 18)))
        if codes.count - settledCodes > max(Self.maximumUnsettled, settledCodes) { settleCodes() }
    }

    /// In place of the meaning that terms have there.
    private static let lengthMask = PackMeaning.mask

    private mutating func append(_ hash: UInt64, _ meaning: PackMeaning) {
        let key = hash & ~PackMeaning.mask
        // Nothing is 0 but an empty place.
        guard key != 0 else { return }
        entries.append(key | meaning.rawValue)
        if entries.count - settled > max(Self.maximumUnsettled, settled) { settle() }
    }

    /// Sorts, and makes one entry of those with the same hash.
    private mutating func settle() {
        entries.sort()
        var kept = 0
        for entry in entries {
            if kept > 0, entries[kept - 1] & ~PackMeaning.mask == entry & ~PackMeaning.mask {
                entries[kept - 1] |= entry
            } else {
                entries[kept] = entry
                kept += 1
            }
        }
        entries.removeLast(entries.count - kept)
        settled = kept
    }

    private mutating func settleCodes() {
        codes.sort()
        var kept = 0
        for code in codes where kept == 0 || codes[kept - 1] != code {
            codes[kept] = code
            kept += 1
        }
        codes.removeLast(codes.count - kept)
        settledCodes = kept
    }

    /// Lays the pack out, section by section.
    /// - Parameters:
    ///   - source: the names of the files, cut to 128 bytes.
    ///   - version: the release, cut to 64 bytes.
    ///   - created: seconds since 1970.
    ///   - write: takes the sections in the order in which they follow the header in the file.
    /// - Returns: the header, of `PackFormat.headerWords` words, which comes before them.
    /// - Throws: `PackError` where nothing was taken that a pack could hold, and what `write` throws.
    public mutating func build(
        source: String, version: String, created: Int64, write: ([UInt64]) throws -> Void
    ) throws -> [UInt64] {
        settle()
        settleCodes()
        guard !entries.isEmpty || !codes.isEmpty else { throw PackError("no term and no code was found in it") }
        var header = [UInt64](repeating: 0, count: PackFormat.headerWords)
        var checksum = PackFormat.Checksum()
        var size = UInt64(PackFormat.headerWords)
        func emit(_ section: [UInt64], _ index: Int) throws {
            let words = section.map(\.littleEndian)
            header[index] = size
            header[index + 1] = UInt64(words.count)
            size += UInt64(words.count)
            words.withUnsafeBufferPointer { checksum.add($0) }
            try write(words)
        }
        try emit(words, PackFormat.Word.words)
        var filter = [UInt64](repeating: 0, count: max(entries.count / 5, 1024))
        for entry in entries {
            let key = entry & ~PackMeaning.mask
            let meaning = PackMeaning(rawValue: entry & PackMeaning.mask)
            let word = PackFormat.place(key, of: UInt64(filter.count))
            if meaning.contains(.beginning) { filter[word] |= PackFormat.beginningBits(key) }
            if !meaning.isDisjoint(with: .terms) { filter[word] |= PackFormat.termBits(key) }
        }
        try emit(filter, PackFormat.Word.filter)
        entries.removeAll { PackMeaning(rawValue: $0 & PackMeaning.mask).isDisjoint(with: .terms) }
        try emit(Self.laidOut(entries.map { $0 & ~PackMeaning.beginning.rawValue }), PackFormat.Word.table)
        entries = []
        for code in codes { codeLengths[min(Int(code & Self.lengthMask), PackFormat.lengthCount - 1)] += 1 }
        // Their length goes, which shared the word; and no place may look empty.
        let hashes = codes.map { $0 & ~Self.lengthMask }.filter { $0 != 0 }
        try emit(Self.laidOut(hashes), PackFormat.Word.codes)
        header[PackFormat.Word.magic] = PackFormat.magic
        header[PackFormat.Word.version] = PackFormat.version
        header[PackFormat.Word.size] = size * 8
        header[PackFormat.Word.probe] = PackFormat.probe
        header[PackFormat.Word.kind] = kind.number
        header[PackFormat.Word.created] = UInt64(bitPattern: created)
        header[PackFormat.Word.terms] = UInt64(terms)
        header[PackFormat.Word.read] = UInt64(read)
        header[PackFormat.Word.codeCount] = UInt64(hashes.count)
        for length in 0..<PackFormat.lengthCount { header[PackFormat.Word.lengths + length] = codeLengths[length] }
        Self.put(source, PackFormat.sourceBytes, at: PackFormat.Word.source, PackFormat.Word.sourceLength, &header)
        Self.put(
            version, PackFormat.versionBytes, at: PackFormat.Word.versionText, PackFormat.Word.versionLength, &header)
        header = header.map(\.littleEndian)
        header.withUnsafeBufferPointer { checksum.add(header: $0) }
        header[PackFormat.Word.checksum] = checksum.value.littleEndian
        return header
    }

    /// Places sorted entries, each at its place or as near behind it as there is room; `maximumShift` more places at the
    /// end take the last ones.
    private static func laidOut(_ entries: [UInt64]) -> [UInt64] {
        // Three of four places full; sparser in the rare case that a cluster is too long for the lookup.
        var places = max(entries.count + entries.count / 3, 64)
        while true {
            var table = [UInt64](repeating: 0, count: places + PackFormat.maximumShift)
            var next = 0
            var fits = true
            for entry in entries {
                let home = PackFormat.place(entry & ~PackMeaning.mask, of: UInt64(places))
                let slot = max(home, next)
                guard slot - home < PackFormat.maximumShift, slot < table.count else {
                    fits = false
                    break
                }
                table[slot] = entry
                next = slot + 1
            }
            if fits { return table }
            places += places / 2
        }
    }

    private static func put(_ text: String, _ limit: Int, at start: Int, _ length: Int, _ words: inout [UInt64]) {
        var bytes = Array(text.utf8.prefix(limit))
        // Not in the middle of a character.
        while String(validating: bytes, as: UTF8.self) == nil, !bytes.isEmpty { bytes.removeLast() }
        words[length] = UInt64(bytes.count)
        for (index, byte) in bytes.enumerated() { words[start + index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
    }
}
