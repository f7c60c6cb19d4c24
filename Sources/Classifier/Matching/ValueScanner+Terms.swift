/// Terms that are in no lexicon as they stand: misspelt ones, and those of imported code systems.
extension ValueScanner {
    /// Nats that a misspelt term weighs less than one as it should be.
    private static let misspeltNats: Float = 2

    func matchMisspelling(_ start: Int, _ end: Int) {
        guard let detector = matcher.misspellings?.detector(bytes, start, end), !isMatched(detector),
            !isTakenUp(detector, at: end), !isInsideAddress(start, end)
        else { return }
        hit(detector, start, end, weight: termWeights[detector] - Self.misspeltNats)
    }

    /// - Parameter minimum: the length of what lexicons have there, in words: they know better where a term is ambiguous.
    func matchPacks(from start: Int, _ firstEnd: Int, _ first: UInt64, longerThan minimum: Int) {
        let clinical = matcher.packClinical
        let medication = matcher.packMedication
        guard clinical >= 0 && !isMatched(clinical) || medication >= 0 && !isMatched(medication),
            let found = matcher.packs?.longest(bytes, first: first, firstEnd: firstEnd, longerThan: minimum),
            !isInsideAddress(start, found.end)
        else { return }
        let bonus: Float = found.words > 1 ? 2 : found.end - start >= 9 ? 1 : 0
        for (detector, term, ambiguous) in [
            (clinical, PackMeaning.clinical, PackMeaning.ambiguousClinical),
            (medication, .medication, .ambiguousMedication),
        ] where detector >= 0 && !isTakenUp(detector, at: found.end) {
            if found.meaning.contains(term) {
                hit(detector, start, found.end, weight: termWeights[detector] + bonus)
            } else if found.meaning.contains(ambiguous) {
                noteAmbiguous(detector)
            }
        }
    }
}
