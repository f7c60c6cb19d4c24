import Formats

@testable import Probes

/// One message after another, as the machine takes them, and each again from every shorter prefix.
func fuzzPostgresFrames(_ input: UnsafeRawBufferPointer) {
    var rest = input
    var count = 0
    while count < 16, let next = (try? PostgresFrames.next(rest)) ?? nil {
        precondition((1...rest.count).contains(next.length), "a message longer than what there is")
        if case .error(let error) = next.message { check(error) }
        if case .notice(let notice) = next.message { check(notice) }
        if case .legacyError(let text) = next.message { precondition(text.unicodeScalars.count <= 200) }
        // The same message must come of its bytes alone, and none of all but the last of them.
        let alone = UnsafeRawBufferPointer(rebasing: rest[..<next.length])
        precondition(((try? PostgresFrames.next(alone)) ?? nil)?.message == next.message)
        let cut = UnsafeRawBufferPointer(rebasing: rest[..<(next.length - 1)])
        precondition(((try? PostgresFrames.next(cut)) ?? nil) == nil, "a message of fewer bytes than it has")
        rest = UnsafeRawBufferPointer(rebasing: rest[next.length...])
        count += 1
    }
    let limit = input.first.map { Int($0) } ?? 0
    precondition(PostgresText.sanitised(input, limit: limit).unicodeScalars.count <= limit)
}

private func check(_ error: PostgresServerError) {
    precondition(error.state.utf8.count == 5 && error.message.unicodeScalars.count <= 200)
}

/// A reply to request 1, whole and cut. Where the first byte is even, header and lengths are put right first.
func fuzzMongoDBFrames(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    let body = UnsafeRawBufferPointer(rebasing: input.dropFirst())
    guard first % 2 == 0 else { return checkReply(body) }
    var frame = MongoDBFrame()
    frame.set(body: body, answering: 1, shape: first / 2)
    frame.withBytes(checkReply)
}

private func checkReply(_ bytes: UnsafeRawBufferPointer) {
    guard let reply = (try? MongoDBFrames.reply(to: 1, in: bytes, limit: 1 << 20)) ?? nil else { return }
    precondition((1...bytes.count).contains(reply.length), "a reply longer than what there is")
    let cut = UnsafeRawBufferPointer(rebasing: bytes[..<(reply.length - 1)])
    precondition(((try? MongoDBFrames.reply(to: 1, in: cut, limit: 1 << 20)) ?? nil) == nil, "a reply of fewer bytes")
    guard case .refused(let refusal)? = try? MongoDBFrames.answer(in: reply.document) else { return }
    precondition(refusal.message.unicodeScalars.count <= 200 && refusal.name.unicodeScalars.count <= 40)
}

/// A server's frame around bytes of an input, in storage that is used again.
struct MongoDBFrame {
    // One thread fuzzes.
    nonisolated(unsafe) private static let storage = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 8192, alignment: 8)
    private var count = 0

    /// - Parameters:
    ///   - body: the document, length prefix and terminator left out; what does not fit is left out.
    ///   - shape: bit 0: OP_REPLY in place of OP_MSG; bit 1: an OP_MSG with a checksum.
    mutating func set(body: UnsafeRawBufferPointer, answering id: Int32, shape: UInt8) {
        let isReply = shape & 1 == 1
        let hasChecksum = !isReply && shape & 2 == 2
        count = 0
        append(0 as Int32)
        append(7 as Int32)
        append(id)
        append((isReply ? 1 : 2013) as Int32)
        if isReply {
            for field: Int32 in [8, 0, 0, 0, 1] { append(field) }
        } else {
            append((hasChecksum ? 1 : 0) as Int32)
            append(0 as UInt8)
        }
        let body = UnsafeRawBufferPointer(rebasing: body.prefix(Self.storage.count - 64))
        append(Int32(body.count + 5))
        UnsafeMutableRawBufferPointer(rebasing: Self.storage[count...]).copyMemory(from: body)
        count += body.count
        append(0 as UInt8)
        if hasChecksum { append(0 as Int32) }
        Self.storage.storeBytes(of: Int32(count).littleEndian, as: Int32.self)
    }

    func withBytes(_ read: (UnsafeRawBufferPointer) -> Void) {
        read(UnsafeRawBufferPointer(rebasing: Self.storage[..<count]))
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: Self.storage[..<count]) }

    private mutating func append<T: FixedWidthInteger>(_ value: T) {
        Self.storage.storeBytes(of: value.littleEndian, toByteOffset: count, as: T.self)
        count += MemoryLayout<T>.size
    }
}

/// The first byte chooses the reply that the rest is read as.
func fuzzElasticsearchReplies(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    let body = UnsafeRawBufferPointer(rebasing: input.dropFirst())
    switch first % 8 {
    case 0:
        let root = ElasticsearchRoot(body)
        precondition((root?.number?.utf8.count ?? 0) <= 64)
    case 1: _ = ElasticsearchError(body)
    case 2:
        guard let account = ElasticsearchAccount(body) else { return }
        precondition(account.name.utf8.count <= 100 && account.roles.count <= 64)
        _ = account.isAdministrator || account.meaningfulRoles.isEmpty
    case 3: _ = ElasticsearchPrivileges(body)
    case 4: check(IndexList.resolved(body))
    case 5: check(IndexList.catalog(body))
    case 6:
        // Its hits are walked by the machine's target.
        guard let search = ElasticsearchSearch(body) else { return }
        _ = search.isRead
        precondition(search.indexNames(atMost: 3).count <= 3)
    default:
        let challenge = ElasticsearchChallenge(String(decoding: body, as: UTF8.self))
        precondition(challenge.schemes.count <= 8 && (challenge.realm?.utf8.count ?? 0) <= 100)
        precondition(challenge.schemes.allSatisfy { $0.utf8.count <= 32 })
    }
}

private func check(_ list: IndexList?) {
    guard let list else { return }
    precondition(list.indices.count <= IndexList.limit)
    // What becomes part of a path holds nothing that a server could read as more than one name.
    for index in list.indices {
        precondition(index.name.encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/?#,:".utf8.contains($0) })
    }
}
