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

    /// - Parameters:
    ///   - beginnings: what terms may begin with the word; not empty.
    ///   - minimum: the length of what lexicons have there, in words: they know better where a term is ambiguous.
    func matchPacks(
        in packs: PackLookup, _ beginnings: PackBeginnings, from start: Int, _ firstEnd: Int, _ first: UInt64,
        longerThan minimum: Int
    ) {
        let clinical = matcher.packClinical
        let medication = matcher.packMedication
        guard
            beginnings.contains(.clinical) && clinical >= 0 && !isMatched(clinical)
                || beginnings.contains(.medication) && medication >= 0 && !isMatched(medication),
            !isInsideAddress(start, firstEnd),
            let found = packs.longest(bytes, first: first, beginnings, firstEnd: firstEnd, longerThan: minimum),
            !isInsideAddress(start, found.end)
        else { return }
        let bonus: Float = found.words > 1 ? 2 : found.end - start >= 9 ? 1 : 0
        func take(_ detector: Int, _ term: PackMeaning, orElse ambiguous: PackMeaning) {
            guard detector >= 0, !isTakenUp(detector, at: found.end) else { return }
            if found.meaning.contains(term) {
                hit(detector, start, found.end, weight: termWeights[detector] + bonus)
            } else if found.meaning.contains(ambiguous) {
                noteAmbiguous(detector)
            }
        }
        take(clinical, .clinical, orElse: .ambiguousClinical)
        take(medication, .medication, orElse: .ambiguousMedication)
    }

    /// A phrase that begins with the unit of a number: `40mg od` as `40 mg od`.
    @inline(__always)
    func matchUnit(from start: Int, to end: Int) {
        guard classes[Int(bytes[start])] == ByteClass.digit, bytes[end - 1] >= 0x41 else { return }
        var unit = start + 1
        while unit < end, classes[Int(bytes[unit])] == ByteClass.digit { unit += 1 }
        let hash = WordScan.hash(bytes, unit, end)
        if let entry = lexicon.lookup(hash), entry.isPrefix { matchTerms(from: unit, end, hash, entry) }
    }

    /// Nats of an identifier that passes SNOMED CT's check: far more where an imported release has it.
    func packWeight(_ number: UnsafeBufferPointer<UInt8>) -> Float? {
        // `digits` has values here, not characters.
        var value: UInt64 = 0
        for digit in number { value = value &* 10 &+ UInt64(digit) }
        return matcher.packs?.weight(identifier: value, digits: number.count)
    }

    /// What an imported code system says of a code. Where it does not have the code itself but its category, as of codes
    /// with a local fifth character, it says nothing.
    func packAnswer(_ kind: PackKind, _ start: Int, _ end: Int) -> PackAnswer {
        guard let packs = matcher.packs, packs.has(kind),
            let (code, length) = PackCode.classification(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        else { return .unasked }
        if let nats = packs.weight(kind, code: code, length: length) { return .known(nats) }
        let category = code >> (UInt64(length - 3) * 8)
        return length > 3 && packs.weight(kind, code: category, length: 3) != nil ? .known(0) : .unknown
    }
}

/// What packs say of a code.
enum PackAnswer: Equatable {
    /// There is no pack of the kind.
    case unasked
    case unknown
    /// It is there, and weighs so many nats more.
    case known(Float)

    var isUnasked: Bool { self == .unasked }
    var isUnknown: Bool { self == .unknown }
    var nats: Float {
        if case .known(let nats) = self { return nats }
        return 0
    }
}
