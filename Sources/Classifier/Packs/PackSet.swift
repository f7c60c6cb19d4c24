/// The packs in use, looked up as one: codes here, words and phrases by a `PackLookup`.
public final class PackSet: @unchecked Sendable {
    public let packs: [Pack]
    /// What terms of any of them begin with each word, as `PackFormat.beginnings` reads it. Written once.
    let firsts: UnsafeMutablePointer<UInt64>
    /// What looks terms up in each.
    let readers: UnsafeMutableBufferPointer<Pack.Reader>

    public init(_ packs: [Pack]) {
        self.packs = packs
        readers = .allocate(capacity: packs.count)
        _ = readers.initialize(from: packs.map(\.reader))
        firsts = .allocate(capacity: PackFormat.firstBits / 64)
        firsts.initialize(repeating: 0, count: PackFormat.firstBits / 64)
        for pack in packs {
            for index in 0..<PackFormat.firstBits / 64 { firsts[index] |= UInt64(littleEndian: pack.firsts[index]) }
        }
    }

    deinit {
        firsts.deallocate()
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
