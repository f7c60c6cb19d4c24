import Classifier
import Formats
import Foundation
import Glibc

/// Makes a pack of the files of a code system, as its publisher hands them out, reading them as streams.
public struct PackImporter {
    private let kind: PackKind
    private let catalog: DetectorCatalog
    /// Told after each piece how many bytes have been read, of how many.
    private let progress: (_ read: Int, _ total: Int) -> Void

    /// Why nothing could be made of the files: the operator's mistake, or something that broke on the way.
    public enum Failure: Error, Equatable {
        /// Wrong files: exit code 2.
        case usage(UsageError)
        /// What could not be read or written: exit code 3.
        case incomplete(String)
    }

    /// What was made.
    public struct Result: Sendable {
        public var path: String
        public var information: PackInformation
        /// The files it was made from.
        public var files: [String]
        /// Rows that could not be read, and were passed over.
        public var broken: Int
    }

    public init(
        _ kind: PackKind, catalog: DetectorCatalog,
        progress: @escaping (_ read: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        self.kind = kind
        self.catalog = catalog
        self.progress = progress
    }

    /// - Parameters:
    ///   - paths: files, folders or zip archives.
    ///   - folder: where the pack goes; made where it is not there.
    ///   - name: the pack's name without suffix.
    ///   - now: seconds since 1970.
    /// - Throws: `Failure`.
    public func run(_ paths: [String], into folder: String, name: String, now: Int64) throws -> Result {
        let inputs = try PackInput.all(in: paths)
        var reading = Reading(kind, terms: catalog.packTerms(kind))
        let chosen = try choose(inputs, isNamed: Set(paths))
        guard !chosen.isEmpty else { throw Failure.usage(UsageError(missing(paths))) }
        let passes: [RF2Reader.Pass] = kind == .snomed ? [.scout, .gather] : [.gather]
        let total = passes.reduce(0) { sum, pass in sum + chosen.reduce(0) { $0 + (reads($1, pass) ? $1.size : 0) } }
        var read = 0
        progress(0, total)
        for pass in passes {
            for input in chosen where reads(input, pass) {
                reading.begin(input, pass)
                try input.read { chunk in
                    reading.feed(chunk)
                    read += chunk.count
                    progress(read, total)
                }
                reading.finish()
            }
        }
        let files = chosen.map(\.name)
        guard reading.rows > 0 else { throw Failure.usage(UsageError(missing(paths))) }
        return try write(&reading, files, folder: folder, name: name, now: now)
    }

    // MARK: - Which files

    /// Those of the inputs that hold what is looked for, in the order in which they must be read.
    private func choose(_ inputs: [PackInput], isNamed: Set<String>) throws -> [PackInput] {
        var chosen: [(order: Int, input: PackInput)] = []
        for var input in inputs {
            let lower = input.fileName.lowercased()
            let named = isNamed.contains(input.name)
            switch kind {
            case .snomed:
                // A release has its content three times: as it is now, with its history, and what is new.
                guard
                    named
                        || (lower.hasSuffix(".txt")
                            && !["full_", "full-", "delta_", "delta-"].contains(where: lower.contains)),
                    !lower.contains("textdefinition")
                else { continue }
                guard let table = RF2Reader.table(heading: try input.firstLine()) else { continue }
                switch table {
                case .concepts: input.table = table
                case .descriptions: input.table = table
                case .language:
                    // It is in every release; it is a choice only where it is named by itself.
                    guard named else { continue }
                    input.table = table
                }
                chosen.append((0, input))
            case .dmd:
                guard lower.hasSuffix(".xml") else { continue }
                let order = ["f_vtm", "f_ingredient", "f_vmp2", "f_amp2"].firstIndex { lower.hasPrefix($0) }
                guard let order = order ?? (named ? 4 : nil) else { continue }
                input.isXML = true
                chosen.append((order, input))
            case .icd10, .opcs4:
                guard named || lower.contains("codesandtitles") else { continue }
                input.isXML = lower.hasSuffix(".xml")
                guard input.isXML || [".txt", ".csv", ".tsv", ".tab"].contains(where: lower.hasSuffix) || named else {
                    continue
                }
                chosen.append((input.isXML ? 1 : 0, input))
            }
        }
        // The same list as text and as XML is read once.
        if kind == .icd10 || kind == .opcs4, chosen.contains(where: { $0.order == 0 }) {
            chosen.removeAll { $0.order == 1 && !isNamed.contains($0.input.name) }
        }
        return chosen.sorted { ($0.order, $0.input.name) < ($1.order, $1.input.name) }.map(\.input)
    }

    /// Descriptions are read in both passes, the other tables in the first.
    private func reads(_ input: PackInput, _ pass: RF2Reader.Pass) -> Bool {
        pass == .scout || kind != .snomed || input.table == .descriptions
    }

    private func missing(_ paths: [String]) -> String {
        let what =
            switch kind {
            case .snomed: "description file of an RF2 snapshot (sct2_Description_Snapshot-…txt)"
            case .dmd: "file of dm+d in XML (f_vtm2_…xml, f_vmp2_…xml, f_amp2_…xml)"
            case .icd10: "list of ICD-10 codes and titles (…CodesAndTitles…txt or .xml, or a file named by itself)"
            case .opcs4: "list of OPCS-4 codes and titles (…CodesAndTitles…txt, or a file named by itself)"
            }
        return "There is no \(what) in \(paths.map { "'\(printable($0))'" }.joined(separator: ", "))."
    }

    // MARK: - Writing

    private func write(
        _ reading: inout Reading, _ files: [String], folder: String, name: String, now: Int64
    ) throws -> Result {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure.usage(
                UsageError("Folder '\(printable(folder))' cannot be made: \(error.localizedDescription)"))
        }
        let path = "\(folder)/\(name)\(PackFile.suffix)"
        var template = Array("\(folder)/.\(name).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        func failure() -> Failure {
            .incomplete("'\(printable(path))' cannot be written: \(String(cString: strerror(errno)))")
        }
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var isDone = false
        defer { if !isDone { unlink(temporary) } }
        func put(_ words: [UInt64], at offset: Int) throws {
            try words.withUnsafeBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let count = pwrite(
                        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw failure() }
                    done += count
                }
            }
        }
        var offset = Pack.headerBytes
        let header: [UInt64]
        do {
            header = try reading.build(
                source: files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: ", "),
                created: now
            ) { words in
                try put(words, at: offset)
                offset += words.count * 8
            }
        } catch let error as PackError {
            throw Failure.usage(
                UsageError(
                    "No pack was made of \(files.map { "'\(printable($0))'" }.joined(separator: ", ")): \(error.reason)."
                ))
        }
        try put(header, at: 0)
        let mask = umask(0)
        umask(mask)
        _ = fchmod(descriptor, 0o644 & ~mask)
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw failure() }
        isDone = true
        let pack: Pack
        do throws(UsageError) {
            pack = try PackFile.open(path)
        } catch {
            throw Failure.incomplete(error.sentence)
        }
        return Result(path: path, information: pack.information, files: files, broken: reading.broken)
    }
}

/// What the readers of the code systems have in common: pieces of a file in, terms out.
private struct Reading {
    private let kind: PackKind
    /// Takes elements of XML, and has the terms of all.
    private let elements: CodeElements
    private var xml: RecordReader?
    private var rf2 = RF2Reader()
    private var list: CodeListReader
    private var lines = PackLines()
    private var input: PackInput?
    private var pass = RF2Reader.Pass.gather
    private var isHeading = false
    private var listRows = 0
    private var listBroken = 0
    /// The release's date in the names of the files, where the rows have none.
    private var version = ""

    init(_ kind: PackKind, terms: PackTerms) {
        self.kind = kind
        elements = CodeElements(kind, terms: terms)
        list = CodeListReader(kind)
    }

    var rows: Int { rf2.rows + listRows + list.rows + elements.rows }
    var broken: Int { rf2.broken + list.broken + listBroken + lines.broken }

    mutating func begin(_ input: PackInput, _ pass: RF2Reader.Pass) {
        self.input = input
        self.pass = pass
        isHeading = kind == .snomed
        xml = nil
        listRows += list.rows
        listBroken += list.broken
        list = CodeListReader(kind)
        elements.begin()
        version = max(version, PackInput.date(in: input.fileName))
    }

    mutating func feed(_ chunk: UnsafeRawBufferPointer) {
        if input?.isXML == true {
            let head = UnsafeRawBufferPointer(rebasing: chunk.prefix(RecordReader.sniffLength))
            if xml == nil { xml = RecordReader(head: head, fileName: "codes.xml") }
            xml?.feed(chunk, into: elements)
            return
        }
        var splitter = PackLines()
        swap(&splitter, &lines)
        splitter.feed(chunk) { take($0) }
        swap(&splitter, &lines)
    }

    mutating func finish() {
        if xml != nil {
            xml?.finish(into: elements)
            xml = nil
            return
        }
        var splitter = PackLines()
        swap(&splitter, &lines)
        splitter.finish { take($0) }
        swap(&splitter, &lines)
    }

    private mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        if isHeading {
            isHeading = false
        } else if kind == .snomed {
            if let table = input?.table { rf2.take(line, of: table, pass, into: &elements.terms) }
        } else {
            list.take(line, into: &elements.terms)
        }
    }

    mutating func build(source: String, created: Int64, write: ([UInt64]) throws -> Void) throws -> [UInt64] {
        try elements.terms.build(
            source: source, version: rf2.latest.isEmpty ? version : rf2.latest, created: created, write: write)
    }
}
