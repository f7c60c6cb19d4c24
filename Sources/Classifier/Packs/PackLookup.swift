/// Looks words and phrases up in the packs in use: addresses only, so that nothing is counted for each word. Valid as long
/// as the `PackSet`.
struct PackLookup {
    private let firsts: UnsafeMutablePointer<UInt64>
    private let readers: UnsafeMutableBufferPointer<Pack.Reader>

    init(_ packs: PackSet) {
        firsts = packs.firsts
        readers = packs.readers
    }

    /// What terms may begin with that word: none with most words.
    @inline(__always)
    func beginnings(with word: UInt64) -> PackBeginnings { PackFormat.beginnings(firsts, word) }

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
        var words = 1
        var isBeginning = beginnings.contains(.longer)
        while isBeginning, words < PackFormat.maximumWords {
            var next = offset
            guard let word = WordScan.next(bytes, &next), word.start - offset <= 3 else { break }
            hash = Lexicon.combine(hash, word.hash)
            offset = word.end
            words += 1
            isBeginning = false
            var meaning: PackMeaning = []
            for reader in readers {
                let mayBe = reader.mayBe(hash)
                isBeginning = isBeginning || mayBe.beginning
                if mayBe.term, words > minimum { meaning.formUnion(reader.meaning(hash)) }
            }
            if !meaning.isEmpty { found = (meaning, offset, words) }
        }
        return found
    }
}
