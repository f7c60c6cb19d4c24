/// The packs in use, looked up as one: codes here, words and phrases by a `PackLookup`.
public final class PackSet: @unchecked Sendable {
    public let packs: [Pack]
    /// What each word is in terms of any of them, as in `Pack.words`. Written once.
    let words: UnsafeMutablePointer<UInt64>
    /// What looks terms up in each.
    let readers: UnsafeMutableBufferPointer<Pack.Reader>

    public init(_ packs: [Pack]) {
        self.packs = packs
        readers = .allocate(capacity: packs.count)
        _ = readers.initialize(from: packs.map(\.reader))
        words = .allocate(capacity: PackFormat.wordsCount)
        words.initialize(repeating: 0, count: PackFormat.wordsCount)
        for pack in packs {
            for index in 0..<PackFormat.wordsCount { words[index] |= UInt64(littleEndian: pack.words[index]) }
        }
    }

    deinit {
        words.deallocate()
        readers.deallocate()
    }

    public var isEmpty: Bool { packs.isEmpty }

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
