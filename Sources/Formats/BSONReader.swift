/// Reads what mongodump writes, chunk by chunk: BSON documents one after the other, or an archive of several collections.
///
/// A document that cannot be is counted as broken; where its length cannot be either, the next that can is looked for.
/// Memory is bounded by the largest document MongoDB stores.
///
/// An archive is, after its magic number, a header and a document for each collection, a terminator, then blocks: a
/// document that names the collection, documents of it, a terminator (mongodb/mongo-tools, common/archive/parser.go).
/// Blocks of several collections may alternate.
public struct BSONReader {
    /// The first bytes of an archive, as mongodump writes it.
    static let archiveMagic: [UInt8] = [0x6d, 0xe2, 0x99, 0x81]
    private static let terminator: Int32 = -1

    private enum Part {
        /// What is before the first block of an archive.
        case magic, prelude
        /// Before the document that names the collection.
        case blockHeader
        case documents
    }

    public let isArchive: Bool
    private var part: Part
    private var pending: [UInt8] = []
    /// The next document is being looked for.
    private var isSearching = false
    /// So much was looked at again and again that the rest is given up.
    private var isLost = false
    private var bytesTaken = 0
    private var bytesReadAgain = 0
    /// The name of the first element of the first document: that of all others, nearly always `_id`.
    private var leadingName: [UInt8] = []

    public init(isArchive: Bool) {
        self.isArchive = isArchive
        part = isArchive ? .magic : .documents
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        guard !isLost else { return }
        if pending.isEmpty {
            let taken = take(chunk, isLast: false, into: sink)
            if !isLost { pending.append(contentsOf: chunk[taken...]) }
        } else {
            var held: [UInt8] = []
            swap(&held, &pending)
            held.append(contentsOf: chunk)
            let taken = held.withUnsafeBytes { take($0, isLast: false, into: sink) }
            held.removeFirst(taken)
            if !isLost { swap(&held, &pending) }
        }
    }

    /// Takes the end of the input: what is left is a document that was cut.
    public mutating func finish(into sink: some RecordSink) {
        var rest: [UInt8] = []
        swap(&rest, &pending)
        guard !isLost else { return }
        let taken = rest.withUnsafeBytes { take($0, isLast: true, into: sink) }
        if taken < rest.count, !isSearching { sink.brokenRecord() }
    }

    /// - Returns: how many bytes are done with; the rest is the beginning of something.
    private mutating func take(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, into sink: some RecordSink
    ) -> Int {
        var offset = 0
        while bytes.count - offset >= 4, !isLost {
            let length = Self.length(bytes, offset)
            if part == .magic {
                offset += 4
                part = .prelude
                continue
            }
            if isArchive, length == Self.terminator {
                isSearching = false
                part = .blockHeader
                offset += 4
                continue
            }
            if isSearching {
                guard let found = search(bytes, from: offset, isLast: isLast) else { return bytes.count }
                offset = found.offset
                // The document is not all there yet.
                guard found.isWhole else { return offset }
                isSearching = false
                continue
            }
            guard Self.isPossible(length) else {
                lose(into: sink)
                continue
            }
            let end = offset + Int(length)
            // What follows is looked at where the document cannot be read.
            guard end + 4 <= bytes.count || isLast else { return offset }
            guard end <= bytes.count else {
                // The last document was cut, or its length is wrong.
                lose(into: sink)
                offset += 1
                continue
            }
            let document = UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
            if take(document, into: sink) || (document[document.count - 1] == 0 && mayFollow(bytes, end)) {
                bytesTaken += Int(length)
                offset = end
            } else {
                isSearching = true
                offset += 1
            }
        }
        return offset
    }

    private mutating func lose(into sink: some RecordSink) {
        sink.brokenRecord()
        isSearching = true
    }

    /// - Returns: whether it was a document.
    private mutating func take(_ document: UnsafeRawBufferPointer, into sink: some RecordSink) -> Bool {
        switch part {
        case .magic, .prelude:
            return (try? BSONWalker.validate(document)) != nil
        case .blockHeader:
            part = .documents
            guard let name = Self.collection(document) else {
                sink.brokenRecord()
                return false
            }
            name.withUnsafeBytes { sink.selectDataset($0) }
            return true
        case .documents:
            do throws(ByteError) {
                try BSONWalker.walk(document, into: sink)
                if leadingName.isEmpty, document.count > 5 {
                    leadingName = Array(document[5...].prefix { $0 != 0 }.prefix(128))
                }
                return true
            } catch {
                sink.brokenRecord()
                return false
            }
        }
    }

    /// The collection that a block's header names: `db.collection`.
    private static func collection(_ document: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let header = try? BSONDocument(document), let db = try? header.first("db")?.text(limit: 128),
            let collection = try? header.first("collection")?.text(limit: 512)
        else { return nil }
        return Array((db.isEmpty ? collection : "\(db).\(collection)").utf8)
    }

    /// What comes behind a document that cannot be read, where its length was right.
    private func mayFollow(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
        guard bytes.count - offset >= 4 else { return bytes.count == offset }
        let length = Self.length(bytes, offset)
        return Self.isPossible(length) || isArchive && length == Self.terminator
    }

    /// The first place from which a document, or an archive's terminator, can be read.
    private mutating func search(
        _ bytes: UnsafeRawBufferPointer, from start: Int, isLast: Bool
    ) -> (offset: Int, isWhole: Bool)? {
        var offset = start
        while bytes.count - offset >= 5 {
            let length = Self.length(bytes, offset)
            if isArchive, length == Self.terminator { return (offset, true) }
            if Self.isPossible(length), Self.mayBegin(bytes, offset + 4, leadingName) {
                let end = offset + Int(length)
                if end > bytes.count {
                    if !isLast { return (offset, false) }
                } else if bytes[end - 1] == 0 {
                    bytesReadAgain += Int(length)
                    if bytesReadAgain > bytesTaken * 4 + (64 << 20) {
                        isLost = true
                        return nil
                    }
                    let document = UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
                    if (try? BSONWalker.validate(document)) != nil { return (offset, true) }
                }
            }
            offset += 1
        }
        return isLast ? nil : (offset, false)
    }

    static func length(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int32 {
        Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }

    static func isPossible(_ length: Int32) -> Bool { length >= 5 && Int(length) <= BSONWalker.maximumDocumentBytes }

    /// Whether an element of that name, or of any name of printable characters, may begin there. An empty document is no
    /// place to go on from: five bytes say too little. Documents within a broken one rarely begin as their parent does.
    static func mayBegin(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ leadingName: [UInt8] = []) -> Bool {
        guard offset < bytes.count else { return true }
        switch bytes[offset] {
        case 0x01...0x13, 0x7f, 0xff: break
        default: return false
        }
        var end = offset + 1
        while end < bytes.count, bytes[end] >= 0x20, end - offset <= 128 { end += 1 }
        let name = bytes[(offset + 1)..<end]
        if end == bytes.count { return leadingName.isEmpty || leadingName.starts(with: name) }
        return bytes[end] == 0 && !name.isEmpty && (leadingName.isEmpty || name.elementsEqual(leadingName))
    }
}
