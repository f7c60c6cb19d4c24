/// The packs in use, looked up as one.
public final class PackSet: @unchecked Sendable {
    public let packs: [Pack]
    /// A bit for each word that a term of any of them begins with. Written once.
    let firsts: UnsafeMutablePointer<UInt64>

    public init(_ packs: [Pack]) {
        self.packs = packs
        firsts = .allocate(capacity: PackFormat.firstBits / 64)
        firsts.initialize(repeating: 0, count: PackFormat.firstBits / 64)
        for pack in packs {
            for index in 0..<PackFormat.firstBits / 64 { firsts[index] |= UInt64(littleEndian: pack.firsts[index]) }
        }
    }

    deinit { firsts.deallocate() }

    public var isEmpty: Bool { packs.isEmpty }

    /// What the packs together know of a word or phrase.
    @inline(__always)
    func meaning(_ hash: UInt64, isFirst: Bool) -> PackMeaning {
        var meaning: PackMeaning = []
        for pack in packs { meaning.formUnion(pack.meaning(hash, isFirst: isFirst)) }
        return meaning
    }

    /// The longest term that begins with a word, and where it ends.
    /// - Parameters:
    ///   - first: the hash of the word that ends at `firstEnd`.
    ///   - minimum: words that it must be longer than.
    /// - Returns: `nil` where none begins so.
    func longest(
        _ bytes: UnsafeBufferPointer<UInt8>, first: UInt64, firstEnd: Int, longerThan minimum: Int
    ) -> (meaning: PackMeaning, end: Int, words: Int)? {
        var found: (meaning: PackMeaning, end: Int, words: Int)?
        var hash = first
        var offset = firstEnd
        var words = 1
        while true {
            let meaning = meaning(hash, isFirst: words == 1)
            if words > minimum, !meaning.isDisjoint(with: .terms) {
                found = (meaning.intersection(.terms), offset, words)
            }
            guard meaning.contains(.prefix), words < PackFormat.maximumWords else { return found }
            var next = offset
            guard let word = WordScan.next(bytes, &next), word.start - offset <= 3 else { return found }
            hash = Lexicon.combine(hash, word.hash)
            offset = word.end
            words += 1
        }
    }

    /// Nats of a SNOMED CT identifier that one of the packs has; `nil` where none has it.
    func weight(identifier: UInt64, digits: Int) -> Float? {
        for pack in packs where pack.information.kind == .snomed || pack.information.kind == .dmd {
            if pack.contains(code: identifier) { return pack.codeWeights[min(digits, PackFormat.lengthCount - 1)] }
        }
        return nil
    }

    /// Whether there is a pack of that kind, and the nats of a code that it has.
    func weight(_ kind: PackKind, code: UInt64, length: Int) -> Float? {
        for pack in packs where pack.information.kind == kind {
            if pack.contains(code: code) { return pack.codeWeights[min(length, PackFormat.lengthCount - 1)] }
        }
        return nil
    }

    func has(_ kind: PackKind) -> Bool { packs.contains { $0.information.kind == kind } }
}
