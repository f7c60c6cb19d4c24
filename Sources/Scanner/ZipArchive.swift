import Formats

/// The files in a zip archive, read one by one (PKWARE's APPNOTE 6.3.9: end record 4.3.16, zip64 4.3.14, directory
/// 4.3.12, local header 4.3.7). Stored and deflated entries; nothing encrypted.
final class ZipArchive {
    struct Entry {
        var name: String
        /// Bytes when unpacked, as the directory says.
        var size: Int
        fileprivate var packed: Int
        fileprivate var method: UInt16
        fileprivate var offset: Int
        fileprivate var checksum: UInt32
    }

    let path: String
    private(set) var entries: [Entry] = []
    private let file: FileSource
    private let length: Int

    /// A directory longer than this belongs to no release.
    private static let maximumDirectory = 64 << 20
    /// How many times its packed size an entry may unpack to. Deflate reaches 1032 at the most; text, 30.
    private static let maximumRatio = 200

    init(_ path: String) throws {
        self.path = path
        do throws(FileError) {
            file = try FileSource(path)
        } catch {
            throw PackImporter.Failure.incomplete("\(printable(error.description)).")
        }
        length = file.size ?? 0
        do {
            try readDirectory()
        } catch is ByteError {
            throw broken("its directory is damaged")
        }
    }

    private func broken(_ reason: String) -> PackImporter.Failure {
        .usage(UsageError("'\(printable(path))' is no zip archive that can be read: \(reason)."))
    }

    private func readDirectory() throws {
        guard length >= 22 else { throw broken("it is too short") }
        // The end record stands last, before a comment of at most 65,535 bytes.
        let tail = try bytes(at: max(0, length - 65_557), min(length, 65_557))
        guard let end = (0...(tail.count - 22)).last(where: { tail[$0...].starts(with: [0x50, 0x4b, 5, 6]) }) else {
            throw broken("it has no directory")
        }
        var (count, size, offset) = try tail.withUnsafeBytes { raw in
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: raw[(end + 10)...]))
            return (
                Int(try reader.readLittleEndian(UInt16.self)), Int(try reader.readLittleEndian(UInt32.self)),
                Int(try reader.readLittleEndian(UInt32.self))
            )
        }
        if count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff, end >= 20 {
            let place = try tail.withUnsafeBytes { raw in
                var reader = ByteReader(UnsafeRawBufferPointer(rebasing: raw[(end - 20 + 8)...]))
                return Int(exactly: try reader.readLittleEndian(UInt64.self)) ?? 0
            }
            let record = try bytes(at: place, 56)
            guard record.starts(with: [0x50, 0x4b, 6, 6]) else { throw broken("its directory is damaged") }
            (count, size, offset) = try record.withUnsafeBytes { raw in
                var reader = ByteReader(UnsafeRawBufferPointer(rebasing: raw[32...]))
                return (
                    try Self.number(&reader), try Self.number(&reader), try Self.number(&reader)
                )
            }
        }
        guard size <= Self.maximumDirectory else { throw broken("its directory is too long") }
        let directory = try bytes(at: offset, size)
        try directory.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            while entries.count < count, reader.remaining >= 46 { try readEntry(&reader) }
        }
    }

    private func readEntry(_ reader: inout ByteReader) throws {
        guard try reader.readLittleEndian(UInt32.self) == 0x0201_4b50 else { throw broken("its directory is damaged") }
        _ = try reader.read(4)
        let flags = try reader.readLittleEndian(UInt16.self)
        let method = try reader.readLittleEndian(UInt16.self)
        _ = try reader.read(4)
        let checksum = try reader.readLittleEndian(UInt32.self)
        var packed = Int(try reader.readLittleEndian(UInt32.self))
        var size = Int(try reader.readLittleEndian(UInt32.self))
        let nameLength = Int(try reader.readLittleEndian(UInt16.self))
        let extraLength = Int(try reader.readLittleEndian(UInt16.self))
        let commentLength = Int(try reader.readLittleEndian(UInt16.self))
        _ = try reader.read(8)
        var offset = Int(try reader.readLittleEndian(UInt32.self))
        let name = String(decoding: try reader.read(nameLength), as: UTF8.self)
        var extra = ByteReader(try reader.read(extraLength))
        _ = try reader.read(commentLength)
        while extra.remaining >= 4 {
            let id = try extra.readLittleEndian(UInt16.self)
            let length = Int(try extra.readLittleEndian(UInt16.self))
            var field = ByteReader(try extra.read(min(length, extra.remaining)))
            guard id == 1 else { continue }
            // Only those numbers stand here that did not fit above, in this order.
            if size == 0xffff_ffff { size = try Self.number(&field) }
            if packed == 0xffff_ffff { packed = try Self.number(&field) }
            if offset == 0xffff_ffff { offset = try Self.number(&field) }
        }
        // Folders, and what is encrypted or packed in another way, are passed over: no release has the latter.
        guard !name.hasSuffix("/"), flags & 1 == 0, method == 0 || method == 8 else { return }
        entries.append(
            Entry(name: name, size: size, packed: packed, method: method, offset: offset, checksum: checksum))
    }

    private static func number(_ reader: inout ByteReader) throws -> Int {
        let value = try reader.readLittleEndian(UInt64.self)
        return value > UInt64(Int.max >> 1) ? Int.max >> 1 : Int(value)
    }

    /// Gives the content of an entry piece by piece. What was deflated is checked by length and checksum.
    func read(_ entry: Entry, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let header = try bytes(at: entry.offset, 30)
        guard header.starts(with: [0x50, 0x4b, 3, 4]) else { throw broken("an entry is damaged") }
        let names = Int(header[26]) + Int(header[27]) << 8 + Int(header[28]) + Int(header[29]) << 8
        let start = entry.offset + 30 + names
        guard entry.packed <= length, start <= length - entry.packed else { throw broken("it is cut short") }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: PackInput.chunkSize, alignment: 4096)
        defer { chunk.deallocate() }
        func read<T>(_ body: () throws(FileError) -> T) throws(PackImporter.Failure) -> T {
            do throws(FileError) {
                return try body()
            } catch {
                throw .incomplete("'\(printable(entry.name))' in \(printable(error.description)).")
            }
        }
        let packed = Part(self, start..<(start + entry.packed), entry.method == 8 ? entry : nil)
        let source = try read { () throws(FileError) -> any ByteSource in
            guard entry.method == 8 else { return packed }
            return try Decompressor(.gzip, packed, path: path, maximumExpansion: Self.maximumRatio)
        }
        while true {
            let count = try read { () throws(FileError) in try source.read(chunk) }
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    /// The bytes of an entry. Those of a deflated one get the frame that makes gzip of them (RFC 1952): the same
    /// compressed data, checksum and length.
    private final class Part: ByteSource {
        private let archive: ZipArchive
        private var range: Range<Int>
        private var head: [UInt8] = []
        private var tail: [UInt8] = []

        init(_ archive: ZipArchive, _ range: Range<Int>, _ deflated: Entry?) {
            self.archive = archive
            self.range = range
            guard let deflated else { return }
            head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
            for value in [deflated.checksum, UInt32(truncatingIfNeeded: deflated.size)] {
                for shift in [0, 8, 16, 24] as [UInt32] { tail.append(UInt8(truncatingIfNeeded: value >> shift)) }
            }
        }

        func read(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
            if !head.isEmpty { return take(&head, buffer) }
            guard !range.isEmpty else { return take(&tail, buffer) }
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, range.count)])
            let count = try archive.file.read(wanted, at: range.lowerBound)
            guard count > 0 else { throw FileError(path: archive.path, reason: "it is cut short") }
            range = (range.lowerBound + count)..<range.upperBound
            return count
        }

        private func take(_ bytes: inout [UInt8], _ buffer: UnsafeMutableRawBufferPointer) -> Int {
            let count = min(bytes.count, buffer.count)
            buffer.copyBytes(from: bytes[..<count])
            bytes.removeFirst(count)
            return count
        }
    }

    /// - Throws: where the file does not have so many bytes there.
    private func bytes(at offset: Int, _ count: Int) throws -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= length, count <= length - offset else {
            throw broken("it is cut short")
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
        defer { buffer.deallocate() }
        var done = 0
        while done < count {
            do throws(FileError) {
                let got = try file.read(UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: offset + done)
                guard got > 0 else { throw FileError(path: path, reason: "it is cut short") }
                done += got
            } catch {
                throw PackImporter.Failure.incomplete("\(printable(error.description)).")
            }
        }
        return [UInt8](buffer)
    }
}
