import Classifier
import Foundation
import Glibc

/// A file that a pack may be made from: one on the disk, or one in a zip archive.
struct PackInput {
    /// As the operator named it, with what stands below that folder or in that archive.
    var name: String
    /// Bytes when unpacked.
    var size: Int
    /// What it holds, once that is known.
    var table: RF2Reader.Table?
    var isXML = false
    private var source: Source

    private enum Source {
        case file(String)
        case entry(ZipArchive, ZipArchive.Entry)
    }

    /// Its name without folders.
    var fileName: String { name.split(separator: "/").last.map(String.init) ?? name }

    static let chunkSize = 1 << 20
    /// Files looked at, so that a folder named by mistake does not keep the command busy.
    static let maximumFiles = 10_000

    /// The files that the paths name: each file itself, all files below a folder, all in an archive.
    static func all(in paths: [String]) throws -> [PackInput] {
        var inputs: [PackInput] = []
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else {
                let reason = errno == ENOENT ? "there is no such file or folder" : String(cString: strerror(errno))
                throw PackImporter.Failure.usage(UsageError("'\(printable(path))' cannot be read: \(reason)."))
            }
            guard status.st_mode & S_IFMT == S_IFDIR else {
                inputs += try files(path, size: Int(status.st_size))
                continue
            }
            // Links are not followed: a loop of them would have no end.
            let names = FileManager.default.enumerator(atPath: path)
            while let name = names?.nextObject() as? String {
                let below = "\(path)/\(name)"
                var status = stat()
                guard lstat(below, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
                guard inputs.count < maximumFiles else {
                    throw PackImporter.Failure.usage(
                        UsageError("'\(printable(path))' has more than \(maximumFiles) files; name the release itself.")
                    )
                }
                inputs += try files(below, size: Int(status.st_size))
            }
        }
        return inputs
    }

    private static func files(_ path: String, size: Int) throws -> [PackInput] {
        guard path.lowercased().hasSuffix(".zip") else {
            return [PackInput(name: path, size: size, source: .file(path))]
        }
        let archive = try ZipArchive(path)
        return archive.entries.prefix(maximumFiles).map {
            PackInput(name: "\(path)/\($0.name)", size: $0.size, source: .entry(archive, $0))
        }
    }

    /// Gives the content piece by piece.
    func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        switch source {
        case .entry(let archive, let entry): try archive.read(entry, body)
        case .file(let path):
            let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 4096)
            defer { chunk.deallocate() }
            func reading<T>(_ body: () throws(FileError) -> T) throws(PackImporter.Failure) -> T {
                do throws(FileError) {
                    return try body()
                } catch {
                    throw .incomplete("\(printable(error.description)).")
                }
            }
            let source = try reading { () throws(FileError) in try FileSource(path) }
            while true {
                let count = try reading { () throws(FileError) in try source.read(chunk) }
                if count == 0 { return }
                try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            }
        }
    }

    /// The first line, or what stands in the first piece where that has no end.
    func firstLine() throws -> [UInt8] {
        struct Enough: Error {}
        var line: [UInt8] = []
        do {
            try read { chunk in
                line += chunk.prefix { $0 != 0x0a }.prefix(4096)
                throw Enough()
            }
        } catch is Enough {}
        if line.last == 0x0d { line.removeLast() }
        return line
    }

    /// The last run of six digits or more in a file's name, as publishers date their releases: `20260401`. dm+d has seven,
    /// a 3 and then day, month and year.
    static func date(in name: String) -> String {
        guard let digits = name.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).last(where: { $0.count >= 6 })
        else { return "" }
        guard digits.count == 7, digits.first == "3" else { return String(digits) }
        return "20" + digits.suffix(2) + digits.dropFirst(3).prefix(2) + digits.dropFirst().prefix(2)
    }
}
