import Classifier
import Exposure
import Formats
import Foundation

/// What was found in one file.
public struct FileFindings: Sendable {
    /// One for the file, or one for each table of a dump, in the order in which they came.
    public var datasets: [DatasetFinding]
    /// Why not all of it could be read; what was found is then about what came before.
    public var incomplete: FileError?
}

/// Reads files, or standard input, chunk by chunk into classifiers.
public struct FileClassifier: Sendable {
    /// Bytes read at a time.
    public static let chunkSize = 1 << 20
    /// Layers of compression that are undone.
    static let maximumLayers = 3

    private let catalog: DetectorCatalog
    private let jobs: Int
    private let maximumExpansion: Int
    private let explains: Bool
    /// Bytes that are worth a part of their own.
    var minimumPart = FileParts.minimumPart

    /// - Parameters:
    ///   - jobs: threads that may be used, 1 or more. The findings do not depend on it.
    ///   - maximumExpansion: how many times its size a compressed file may expand to, beyond the first 64 MB.
    ///   - explains: whether each type comes with what counted for and against it.
    public init(
        catalog: DetectorCatalog, jobs: Int = 1, maximumExpansion: Int = Self.defaultMaximumExpansion,
        explains: Bool = false
    ) {
        self.catalog = catalog
        self.jobs = max(jobs, 1)
        self.maximumExpansion = max(maximumExpansion, 1)
        self.explains = explains
    }

    /// See `maximumExpansion`.
    public static let defaultMaximumExpansion = Decompressor.defaultMaximumExpansion

    /// Classifies several files, as many at a time as there are jobs; the results come in the order of the paths.
    /// - Parameter each: takes the findings of each file as soon as those of the files before it are there.
    public func classify(_ paths: [String], each: (Result<FileFindings, FileError>) throws -> Void) rethrows {
        let width = min(jobs, paths.count)
        guard width > 1 else {
            for path in paths { try each(Result { () throws(FileError) in try classify(path) }) }
            return
        }
        let one = FileClassifier(
            catalog: catalog, jobs: jobs / width, maximumExpansion: maximumExpansion, explains: explains)
        let board = ResultBoard(count: paths.count)
        for _ in 0..<width {
            let thread = Thread {
                while let index = board.next() {
                    board.set(Result { () throws(FileError) in try one.classify(paths[index]) }, at: index)
                }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        for index in paths.indices { try each(board.result(at: index)) }
    }

    /// - Parameter path: a file's path, or `-` for standard input. It becomes the dataset's name as it is, and begins the
    ///   names of a dump's tables.
    /// - Throws: `FileError` where the file cannot be read, is empty, or holds nothing that can be classified.
    public func classify(_ path: String) throws(FileError) -> FileFindings {
        let file = try FileSource(path)
        var source = try HeadedSource(file, count: RecordReader.sniffLength)
        guard !source.head.isEmpty else {
            throw FileError(path: path, reason: "the file is empty, so there is nothing to classify")
        }
        var name = path
        var layers = 0
        while let compression = Compression(head: source.head) {
            layers += 1
            guard layers <= Self.maximumLayers else {
                throw FileError(
                    path: path, reason: "it is compressed more than \(Self.maximumLayers) times; unpack it first")
            }
            let inner = try Decompressor(compression, source, path: path, maximumExpansion: maximumExpansion)
            source = try HeadedSource(inner, count: RecordReader.sniffLength)
            name = Compression.stripped(name)
        }
        guard !source.head.isEmpty else {
            throw FileError(path: path, reason: "what it expands to is empty, so there is nothing to classify")
        }
        let reader = source.head.withUnsafeBytes { RecordReader(head: $0, fileName: name) }
        guard let reader else { throw FileError(path: path, reason: Self.whyNot(source.head)) }
        if layers == 0, let size = file.size {
            let parts = min(jobs, size / minimumPart)
            if parts > 1, reader.canBeSplit {
                return split(file, size: size, into: parts, reader)
            }
        }
        return read(source, with: reader, path, layers: layers)
    }

    private static func whyNot(_ head: [UInt8]) -> String {
        if head.starts(with: "PAR1".utf8) {
            return "Parquet files are not read; export the table as CSV or NDJSON"
        }
        return
            "the file is binary; Ajar reads NDJSON, JSON, CSV, TSV, SQL and BSON dumps, HL7 v2, XML and text, also as gzip "
            + "and Zstandard, so convert or unpack it first"
    }

    private func read(_ source: HeadedSource, with first: RecordReader, _ path: String, layers: Int) -> FileFindings {
        var reader = first
        let (catalog, explains) = (catalog, explains)
        // Only dumps name datasets; what need not pass through the switch does not.
        let datasets =
            reader.namesDatasets
            ? FileDatasets { DatasetClassifier(catalog: catalog, dataset: $0, explains: explains) } : nil
        let classifier = DatasetClassifier(catalog: catalog, dataset: path, explains: explains)
        func take(_ chunk: UnsafeRawBufferPointer) {
            if let datasets { reader.feed(chunk, into: datasets) } else { reader.feed(chunk, into: classifier) }
        }
        var incomplete: FileError?
        do throws(FileError) {
            if jobs > 1 {
                let ahead = ReadAhead(source, chunkSize: Self.chunkSize)
                while true {
                    let chunk = try ahead.next()
                    if chunk.isEmpty { break }
                    take(chunk)
                }
            } else {
                let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 4096)
                defer { chunk.deallocate() }
                while true {
                    let count = try source.read(chunk)
                    if count == 0 { break }
                    take(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
                }
            }
        } catch {
            incomplete = error
        }
        guard let datasets else {
            reader.finish(into: classifier)
            return FileFindings(datasets: [Self.finding(path, nil, classifier.verdict())], incomplete: incomplete)
        }
        reader.finish(into: datasets)
        var found = datasets.finish().map { Self.finding(path, $0.name, $0.verdict) }
        if found.isEmpty { found = [Self.finding(path, nil, classifier.verdict())] }
        return FileFindings(datasets: found, incomplete: incomplete)
    }

    private func split(_ file: FileSource, size: Int, into parts: Int, _ reader: RecordReader) -> FileFindings {
        let (catalog, explains) = (catalog, explains)
        let joined = FileParts(file: file, size: size, reader: reader, chunkSize: Self.chunkSize) {
            DatasetClassifier(catalog: catalog, dataset: file.path, explains: explains)
        }
        let (classifier, incomplete) = joined.classify(in: parts)
        return FileFindings(datasets: [Self.finding(file.path, nil, classifier.verdict())], incomplete: incomplete)
    }

    private static func finding(_ path: String, _ table: String?, _ verdict: DatasetVerdict) -> DatasetFinding {
        let severity = Severity.of(verdict.sensitivity, access: .open, records: nil, tests: verdict.tests)
        let dataset = table.map { "\(path):\($0)" } ?? path
        return DatasetFinding(
            id: StableID.of(path, "", dataset), target: path, service: nil, dataset: dataset,
            recordsSampled: verdict.recordsSampled, recordsBroken: verdict.recordsBroken,
            sensitivity: verdict.sensitivity, severity: severity.level, reasons: verdict.reasons + severity.reasons,
            fields: verdict.fields, testShare: verdict.tests.share)
    }
}

/// Results that threads put in as they have them, and one takes out in order.
private final class ResultBoard: @unchecked Sendable {
    // All that is mutable is only touched while the condition's lock is held.
    private let condition = NSCondition()
    private var results: [Result<FileFindings, FileError>?]
    private var begun = 0

    init(count: Int) { results = Array(repeating: nil, count: count) }

    /// The next file to begin with.
    func next() -> Int? {
        condition.withLock {
            guard begun < results.count else { return nil }
            begun += 1
            return begun - 1
        }
    }

    func set(_ result: Result<FileFindings, FileError>, at index: Int) {
        condition.withLock {
            results[index] = result
            condition.broadcast()
        }
    }

    func result(at index: Int) -> Result<FileFindings, FileError> {
        condition.withLock {
            while true {
                if let result = results[index] { return result }
                condition.wait()
            }
        }
    }
}
