import Classifier
import Exposure
import Foundation
import Testing

@testable import Scanner

/// Files in a folder of their own, which is removed at the end.
private final class Files {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ajar-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ bytes: [UInt8], _ name: String = "file") throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file.path
    }

    func write(_ text: String, _ name: String = "file") throws -> String { try write(Array(text.utf8), name) }
}

/// The same three people's rows, and a megabyte of one letter, compressed by gzip 1.12 and zstd 1.5.4.
private enum Compressed {
    static let gzip = bytes(
        "H4sIAAAAAAACAw3OMW7DMAyF4d2n0AEoQJIVyx6boHOHdDfoho0I2JQhKija01fzw/fwS9ZVXsdGFQQPggc2Wsv3unFtGR6MTynK"
            + "OixxjGm6LH6BN9aM5obHudG+g18mb120LsDn70kmmK42aqTm6Du3lw7ReRfG4McE18oo5uOHpMsYrfd2dPCuStIYd5P7R20kykWG"
            + "OM3xMk9pDnDDWnZzZ3nmDtNsXbI95v6V+a+cuZIwDv8bkepCzgAAAA==")
    static let zstandard = bytes(
        "KLUv/QBoJQUA4gwoGWDXA0Mo91svYhlZXdUMcq4Noo8lZ0lEKwcA/eu4WtX2FWJ6xlfAZxQzdp3uM85WmCYdGAVhDNIgJHCrz9cv"
            + "7JZWnaV/Xc9ZaSi8GJ+UM/b1bHGXPka6EGIgBDBCCWTsemudctkvf+hHLnBuaU0H8En4IjFjW+uPRdHE0Zr/6BnnQBRSkBPIn6s7"
            + "0Y+6XvgfR6ocv2jUTtHb2B8Ku06uNwA=")
    static let gzipRun = bytes(
        "H4sIAAAAAAACA+3NMQEAAAjAoN/Ei28KL6EAdW5yOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+Fw"
            + "OBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD"
            + "4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+Fw"
            + "OBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD"
            + "4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+Fw"
            + "OBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD"
            + "4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+Fw"
            + "OBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD"
            + "4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+Fw"
            + "OBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD"
            + "4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+Fw"
            + "OBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD"
            + "4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwO"
            + "h8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4"
            + "HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Ph"
            + "cDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6H"
            + "w+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgc"
            + "DofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8PhcDgcDofD4XA4HA6Hw+FwOBwOh8Px8lgWkw35GAAQAA==")
    static let zstandardRun = bytes(
        "KLUv/QBobAAAEHgKAgCZ/2fI5SdwBVQAAAABAP3/u/+5BgJEAAAAAQD9/zkAAkQAAAABAP3/OQACRAAAAAEA/f85AAJEAAAAAQD9"
            + "/zkAAkQAAAABAP3/OQACRAAAAAEA/f85AAI1AAAAAQAgAAI=")

    private static func bytes(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }
}

/// Bytes that come in pieces.
private final class MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>
    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        let part = rest.prefix(min(buffer.count, 333))
        buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}

/// A small generator with a seed, so that a failure can be had again.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

private let catalog = (try? DetectorCatalog(folder: nil))

@Suite struct FileClassifierTests {
    private func classify(
        _ path: String, jobs: Int = 1, maximumExpansion: Int = FileClassifier.defaultMaximumExpansion
    ) throws -> FileFindings {
        var classifier = try FileClassifier(
            catalog: #require(catalog), jobs: jobs, maximumExpansion: maximumExpansion)
        classifier.minimumPart = 120_000
        return try classifier.classify(path)
    }

    @Test(arguments: [1, 2])
    func compressedFilesAreReadLikeOthers(jobs: Int) throws {
        let files = try Files()
        for (bytes, records) in [
            (Compressed.gzip, 3), (Compressed.zstandard, 3), (Compressed.zstandard + Compressed.zstandard, 7),
            (Compressed.gzip + Compressed.gzip, 7), (Compressed.gzip + [0, 0, 0, 0, 0, 0], 3),
        ] {
            let found = try classify(files.write(bytes, "people.csv.gz"), jobs: jobs)
            #expect(found.incomplete == nil)
            #expect(found.datasets.map(\.recordsSampled) == [records])
            #expect(found.datasets.map(\.sensitivity) == [.critical])
            #expect(found.datasets.map(\.dataset) == [files.folder.path + "/people.csv.gz"])
        }
    }

    @Test func whatComesBeforeTheEndOfCutOrDamagedDataCounts() throws {
        let files = try Files()
        for bytes in [Compressed.gzip, Compressed.zstandard] {
            // Of so small a file nothing comes out before its end.
            let whole = bytes + bytes
            let cut = try classify(files.write(Array(whole.dropLast(9)), "people.csv"))
            #expect(cut.incomplete?.reason == "the compressed data end too early; what came before was read")
            #expect(cut.datasets.map(\.recordsSampled).first ?? 0 >= 3)
            let trailed = try classify(files.write(bytes + Array("more".utf8), "people.csv"))
            #expect(trailed.incomplete?.reason == "after the compressed data comes something else, which was not read")
            #expect(trailed.datasets.map(\.recordsSampled) == [3])
        }
        var damaged = Compressed.gzip + Compressed.gzip
        damaged[Compressed.gzip.count + 30] ^= 0xff
        let found = try classify(files.write(damaged, "people.csv"))
        #expect(found.incomplete?.reason.hasPrefix("the compressed data are damaged") == true)
        #expect(found.datasets.map(\.recordsSampled).first ?? 0 >= 3)
        #expect(throws: FileError.self) { try classify(files.write([0x1f, 0x8b, 0x08, 0, 0])) }
    }

    /// - Returns: the bytes that came out, and why no more did.
    private func expand(_ bytes: [UInt8], maximumExpansion: Int) throws -> (count: Int, problem: FileError?) {
        let compression = try #require(Compression(head: bytes))
        let source = try Decompressor(
            compression, MemorySource(bytes), path: "bomb", maximumExpansion: maximumExpansion)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var count = 0
        do throws(FileError) {
            while true {
                let read = try source.read(buffer)
                if read == 0 { return (count, nil) }
                count += read
            }
        } catch {
            return (count, error)
        }
    }

    @Test func whatExpandsWithoutMeasureIsStopped() throws {
        for run in [Compressed.gzipRun, Compressed.zstandardRun] {
            let bomb = Array(repeatElement(run, count: 100).joined())
            let stopped = try expand(bomb, maximumExpansion: 200)
            let reason = try #require(stopped.problem?.reason)
            #expect(
                reason.hasPrefix("it expands to more than 200 times its size, so reading stopped after 6"), "\(reason)")
            #expect(reason.hasSuffix("--max-expansion sets the limit"))
            #expect(stopped.count <= Decompressor.allowance + (2 << 20))
            // So much is taken from any file.
            #expect(try expand(Array(repeatElement(run, count: 60).joined()), maximumExpansion: 1).problem == nil)
            let all = try expand(bomb, maximumExpansion: 100_000)
            #expect(all.problem == nil)
            #expect(all.count == 104_860_000)
        }
    }

    /// Whatever is cut or changed ends with what came before, and with a reason or none.
    @Test func noCompressedBytesTrap() throws {
        var random = Seeded(state: 2)
        for bytes in [Compressed.gzip, Compressed.zstandard] {
            for cut in 1..<(bytes.count - 4) {
                #expect(
                    try expand(Array(bytes.prefix(cut + 4)), maximumExpansion: 200).problem != nil
                        || cut + 4 == bytes.count)
            }
            for _ in 0..<500 {
                var changed = bytes + bytes
                changed[Int.random(in: 4..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                #expect(try expand(changed, maximumExpansion: 200).count < 4 << 20)
            }
        }
    }

    @Test(
        arguments: [
            ("empty", [], "the file is empty, so there is nothing to classify"),
            (
                "table.parquet", Array("PAR1".utf8) + [0, 1, 2, 3],
                "Parquet files are not read; export the table as CSV or NDJSON"
            ),
        ] as [(String, [UInt8], String)])
    func whatCannotBeReadIsSaid(_ name: String, _ bytes: [UInt8], _ reason: String) throws {
        let files = try Files()
        let path = try files.write(bytes, name)
        #expect(throws: FileError(path: path, reason: reason)) { try classify(path) }
    }

    @Test func eachTableOfADumpIsADataset() throws {
        let files = try Files()
        let path = try files.write(
            """
            -- PostgreSQL database dump
            COPY public.patients (nhs_number, name, diagnosis) FROM stdin;
            9434765919\tAisha Campbell\tType 2 diabetes mellitus
            4010232137\tBrian Owen\tEssential hypertension
            \\.
            INSERT INTO public.colours (name) VALUES ('red'), ('green');
            INSERT INTO public.patients VALUES ('4684586782', 'Carol Singh', 'Schizophrenia'), ('torn;
            """)
        let found = try classify(path)
        #expect(found.datasets.map(\.dataset) == ["\(path):public.patients", "\(path):public.colours"])
        #expect(found.datasets.map(\.target) == [path, path])
        #expect(Set(found.datasets.map(\.id)).count == 2)
        #expect(found.datasets.map(\.recordsSampled) == [3, 2])
        #expect(found.datasets.map(\.recordsBroken) == [1, 0])
        #expect(found.datasets.map(\.sensitivity) == [.critical, .none])
    }

    @Test func aDumpWithoutRowsIsOneDatasetWithoutRecords() throws {
        let files = try Files()
        let path = try files.write("CREATE TABLE t (a int);\n")
        let found = try classify(path)
        #expect(found.datasets.map(\.dataset) == [path])
        #expect(found.datasets.map(\.recordsSampled) == [0])
    }

    /// More tables than are open at a time, taking turns.
    @Test func tablesThatTakeTurnsAreToldApart() throws {
        let files = try Files()
        let tables = FileDatasets.maximumOpen * 3
        var text = ""
        for round in 0..<2 {
            for table in 0..<tables { text += "INSERT INTO t\(table) (email) VALUES ('anna\(round)@mail.example');\n" }
        }
        let found = try classify(files.write(text))
        #expect(found.datasets.count == tables)
        #expect(found.datasets.allSatisfy { $0.recordsSampled == 2 })
        #expect(found.datasets.allSatisfy { $0.fields.first?.types.first?.type == "email" })
    }

    @Test func verdictsOnPartsOfADatasetAreAddedUp() {
        func verdict(_ level: Level, _ type: TypeFinding, field: String = "a") -> DatasetVerdict {
            DatasetVerdict(
                recordsSampled: 2, recordsBroken: 1, sensitivity: level, reasons: [level.rawValue],
                fields: [FieldFinding(field: field, types: [type])])
        }
        let first = verdict(.low, TypeFinding(type: "email", confidence: 0.6, tested: 2, matched: 1))
        let second = verdict(.high, TypeFinding(type: "email", confidence: 0.9, tested: 3, matched: 3))
        let both = FileDatasets.joined(first, second)
        #expect(both.recordsSampled == 4)
        #expect(both.recordsBroken == 2)
        #expect(both.sensitivity == .high)
        #expect(both.reasons == ["high"])
        #expect(both.fields.first?.types == [TypeFinding(type: "email", confidence: 0.9, tested: 5, matched: 4)])
        let third = verdict(.low, TypeFinding(type: "nino", confidence: 1, tested: 1, matched: 1), field: "b")
        #expect(FileDatasets.joined(first, third).fields.map(\.field) == ["a", "b"])
    }

    // MARK: - Jobs

    private static func rows(_ count: Int, _ row: (Int) -> String) -> String { (0..<count).map(row).joined() }

    private static let name = ["Anna Smith", "Brian Owen", "Carol Singh", "Dai Hughes", "Eilidh Fraser"]

    /// Formats that are split, each large enough for three parts, with line breaks where a part must not begin.
    static let large: [(name: String, text: String)] = [
        (
            "lines.ndjson",
            rows(8000) {
                "{\"id\":\($0),\"name\":\"\(name[$0 % 5])\",\"mail\":\"a\($0)@mail.example\",\"note\":\"seen in clinic\"}\n"
            }
                + "{\"torn\n"
        ),
        (
            "quoted.csv",
            "id,name,note\n"
                + rows(6000) {
                    "\($0),\(name[$0 % 5]),\"seen\n\($0 % 7),\(name[$0 % 3]),again\nand, \"\"well\"\", was content with it\"\n"
                }
        ),
        (
            "letters.txt",
            rows(6000) {
                "Dear \(name[$0 % 5]), your appointment number \($0) is on a Monday in the clinic of the town.\n"
            }
        ),
    ]

    @Test(arguments: ["lines.ndjson", "quoted.csv", "letters.txt"])
    func findingsDoNotDependOnTheNumberOfJobs(_ name: String) throws {
        let files = try Files()
        let text = try #require(Self.large.first { $0.name == name }?.text)
        #expect(text.utf8.count > 3 * 120_000)
        let path = try files.write(text, name)
        let one = try #require(classify(path, jobs: 1).datasets.first)
        for jobs in [2, 3] {
            let several = try #require(classify(path, jobs: jobs).datasets.first)
            #expect(several.recordsSampled == one.recordsSampled)
            #expect(several.recordsBroken == one.recordsBroken)
            #expect(several.sensitivity == one.sensitivity)
            #expect(several.reasons == one.reasons)
            #expect(several.fields.map(\.field) == one.fields.map(\.field))
            #expect(several.fields.map { $0.types.map(\.type) } == one.fields.map { $0.types.map(\.type) })
            #expect(several.fields.map { $0.types.map(\.matched) } == one.fields.map { $0.types.map(\.matched) })
        }
    }

    @Test func severalFilesComeInTheirOrder() throws {
        let files = try Files()
        var paths: [String] = []
        for index in 0..<9 {
            paths.append(try files.write(Self.rows(index * 40 + 1) { "{\"a\":\($0)}\n" }, "\(index).ndjson"))
        }
        paths.insert("/nowhere/at/all", at: 4)
        for jobs in [1, 2, 5, 20] {
            var seen: [String] = []
            try FileClassifier(catalog: #require(catalog), jobs: jobs).classify(paths) { result in
                switch result {
                case .success(let found): seen += found.datasets.map { "\($0.dataset) \($0.recordsSampled)" }
                case .failure(let error): seen.append(error.description)
                }
            }
            #expect(seen.count == 10)
            #expect(seen[0] == "\(paths[0]) 1")
            #expect(seen[4] == "/nowhere/at/all: there is no such file")
            #expect(seen[9] == "\(paths[9]) 321")
        }
    }
}
