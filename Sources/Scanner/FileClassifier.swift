import Classifier
import Exposure
import Formats
import Foundation
import Glibc

/// Why a file could not be classified, for a person to read.
public struct FileError: Error, Equatable, CustomStringConvertible {
    /// The file as the operator named it.
    public var path: String
    public var reason: String

    public var description: String { "\(path): \(reason)" }
}

/// Reads files, or standard input, chunk by chunk into a classifier.
public struct FileClassifier {
    /// Bytes read at a time.
    public static let chunkSize = 1 << 20

    private let catalog: DetectorCatalog

    public init(catalog: DetectorCatalog) {
        self.catalog = catalog
    }

    /// - Parameter path: a file's path, or `-` for standard input. It becomes the dataset's name as it is.
    /// - Throws: `FileError` where the file cannot be read, is empty, or holds no text.
    public func classify(_ path: String) throws(FileError) -> DatasetFinding {
        let descriptor = try Self.open(path)
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 4096)
        defer { chunk.deallocate() }

        // The format is told from the first bytes, so the first chunk is filled as far as the input goes.
        var filled = 0
        while filled < RecordReader.sniffLength {
            let count = try Self.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: chunk[filled...]), path)
            if count == 0 { break }
            filled += count
        }
        guard filled > 0 else {
            throw FileError(path: path, reason: "the file is empty, so there is nothing to classify")
        }
        let first = UnsafeRawBufferPointer(rebasing: chunk[..<filled])
        let head = UnsafeRawBufferPointer(rebasing: first.prefix(RecordReader.sniffLength))
        guard var reader = RecordReader(head: head, fileName: path) else {
            throw FileError(
                path: path,
                reason: "the file is binary; Ajar reads NDJSON, JSON, CSV, TSV and text, so convert or unpack it first")
        }
        let classifier = DatasetClassifier(catalog: catalog, dataset: path)
        reader.feed(first, into: classifier)
        while true {
            let count = try Self.read(descriptor, chunk, path)
            if count == 0 { break }
            reader.feed(UnsafeRawBufferPointer(rebasing: chunk[..<count]), into: classifier)
        }
        reader.finish(into: classifier)
        return Self.finding(path, classifier.verdict())
    }

    private static func finding(_ path: String, _ verdict: DatasetVerdict) -> DatasetFinding {
        let severity = Severity.of(verdict.sensitivity, access: .open, records: nil, tests: verdict.tests)
        return DatasetFinding(
            id: StableID.of(path, "", path), target: path, service: nil, dataset: path,
            recordsSampled: verdict.recordsSampled, recordsBroken: verdict.recordsBroken,
            sensitivity: verdict.sensitivity, severity: severity.level, reasons: verdict.reasons + severity.reasons,
            fields: verdict.fields, testShare: verdict.tests.share)
    }

    private static func open(_ path: String) throws(FileError) -> Int32 {
        if path == "-" { return STDIN_FILENO }
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(path: path, reason: why(errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(path: path, reason: "this is a folder; name the files in it")
        }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, reason: why(errno)) }
        return descriptor
    }

    private static func read(
        _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ path: String
    ) throws(FileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(path: path, reason: why(errno)) }
        }
    }

    private static func why(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "the file may not be read; check its permissions"
        case let other: "the file cannot be read: \(String(cString: strerror(other)))"
        }
    }
}
