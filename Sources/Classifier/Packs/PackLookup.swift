/// Looks words and phrases up in the packs in use: addresses only, so that nothing is counted for each word. Valid as long
/// as the `PackSet`.
struct PackLookup {
    private let words: UnsafeMutablePointer<UInt64>
    private let readers: UnsafeMutableBufferPointer<Pack.Reader>

    init(_ packs: PackSet) {
        words = packs.words
        readers = packs.readers
    }

    /// What terms may begin with that word: none with most words. Words share places, so that one may be said to begin
    /// what it does not.
    @inline(__always)
    func beginnings(with word: UInt64) -> PackBeginnings {
        let place = PackFormat.firstPlace(word)
        return PackBeginnings(rawValue: words[place.index] >> place.shift & PackBeginnings.mask)
    }

    /// Whether a term may go on with that word.
    @inline(__always)
    private func mayGoOn(with word: UInt64) -> Bool {
        let place = PackFormat.laterPlace(word)
        return words[place.index] >> place.shift & 1 != 0
    }

    /// The longest term that begins with a word, and where it ends.
    ///
    /// Packs are too large to stay near the processor: the filter is asked about phrases only, and the table only about
    /// what the others say is a term.
    /// - Parameters:
    ///   - first: the hash of the word that ends at `firstEnd`.
    ///   - beginnings: what terms begin with it.
    ///   - minimum: words that it must be longer than.
    /// - Returns: `nil` where none begins so.
    func longest(
        _ bytes: UnsafeBufferPointer<UInt8>, first: UInt64, _ beginnings: PackBeginnings, firstEnd: Int,
        longerThan minimum: Int
    ) -> (meaning: PackMeaning, end: Int, words: Int)? {
        var found: (meaning: PackMeaning, end: Int, words: Int)?
        if beginnings.contains(.alone), minimum < 1 {
            var meaning: PackMeaning = []
            for reader in readers { meaning.formUnion(reader.meaning(first)) }
            if !meaning.isEmpty { found = (meaning, firstEnd, 1) }
        }
        var hash = first
        var offset = firstEnd
        var count = 1
        var isBeginning = beginnings.contains(.longer)
        while isBeginning, count < PackFormat.maximumWords {
            var next = offset
            guard let word = WordScan.next(bytes, &next), word.start - offset <= 3, mayGoOn(with: word.hash) else {
                break
            }
            hash = Lexicon.combine(hash, word.hash)
            offset = word.end
            count += 1
            isBeginning = false
            var meaning: PackMeaning = []
            for reader in readers {
                let mayBe = reader.mayBe(hash)
                isBeginning = isBeginning || mayBe.beginning
                if mayBe.term, count > minimum { meaning.formUnion(reader.meaning(hash)) }
            }
            if !meaning.isEmpty { found = (meaning, offset, count) }
        }
        return found
    }
}
