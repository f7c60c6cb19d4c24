import Classifier
import Exposure
import Formats
import Foundation
import Probes
import Testing

@testable import Scanner

/// What stopping early saves, and that it costs nothing, on the labelled data of `testdata/eval`.
///
/// `scripts/eval --sampling` runs it over more orders of the records (`AJAR_SAMPLING_SEEDS`), and scores what it says
/// against the labels (`AJAR_SAMPLING_OUT`).
@Suite struct SequentialSamplingTests {
    private struct Way: Sendable {
        var name: String
        var cap: Int
        var isSequential: Bool
    }

    private static let ways = [
        Way(name: "fixed-100", cap: 100, isSequential: false),
        Way(name: "sequential-100", cap: 100, isSequential: true),
        Way(name: "fixed-200", cap: 200, isSequential: false),
        Way(name: "sequential-200", cap: 200, isSequential: true),
        Way(name: "everything", cap: .max, isSequential: false),
    ]

    private static let environment = ProcessInfo.processInfo.environment
    private static let folderForScores = environment["AJAR_SAMPLING_OUT"]
    /// 0 is the order of the file, which may be sorted; others shuffle.
    private static let seeds = environment["AJAR_SAMPLING_SEEDS"].flatMap { Int($0) } ?? 2

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("testdata/eval/data")

    private static func datasets() throws -> [(name: String, lines: [[UInt8]])] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { file in
            let text = try Data(contentsOf: folder.appendingPathComponent(file))
            let lines = text.split(separator: UInt8(ascii: "\n")).map { Array($0) }
            return (String(file.dropLast(".ndjson".count)), lines)
        }
    }

    /// Reads as a probe's machine does: in batches, asking after each.
    private static func read(
        _ lines: [[UInt8]], _ way: Way, into collector: DatasetCollector
    ) throws -> DatasetVerdict {
        collector.beginDataset("eval", recordsEstimated: lines.count)
        var batches = SampleBatches(cap: way.cap)
        var walker = JSONWalker()
        while true {
            let batch = lines[batches.read...].prefix(batches.next)
            for line in batch {
                try line.withUnsafeBytes { bytes in
                    let record = try #require(try JSONDocument(bytes).root.member("record"))
                    collector.beginRecord()
                    _ = try walker.walk(record.bytes, from: record.start, into: collector)
                    collector.endRecord()
                }
            }
            if batches.took(batch.count, isSettled: way.isSequential && collector.isSettled) != nil { break }
        }
        collector.endDataset(skipped: nil)
        return try #require(collector.sampled.last?.verdict)
    }

    @Test func stoppingEarlySavesRecordsAndLosesNoType() throws {
        let catalog = try DetectorCatalog()
        let datasets = try Self.datasets()
        var read: [String: Int] = [:]
        var types: [String: Int] = [:]
        var sensitivities: [String: [Level]] = [:]
        for seed in 0..<Self.seeds {
            var random = Shuffling(state: UInt64(seed))
            for (name, lines) in datasets {
                let order = seed == 0 ? lines : lines.shuffled(using: &random)
                // The order of everything makes no difference, and only the scorer asks for it.
                for way in Self.ways where way.cap < .max || (seed == 0 && Self.folderForScores != nil) {
                    let verdict = try Self.read(order, way, into: DatasetCollector(catalog: catalog))
                    read[way.name, default: 0] += verdict.recordsSampled
                    types[way.name, default: 0] += verdict.fields.map(\.types.count).reduce(0, +)
                    sensitivities[way.name, default: []].append(verdict.sensitivity)
                    try Self.write(name, verdict, "\(way.name).\(seed)")
                }
            }
        }
        for cap in ["100", "200"] {
            let (fixed, sequential) = ("fixed-\(cap)", "sequential-\(cap)")
            let (all, some) = (try #require(read[fixed]), try #require(read[sequential]))
            #expect(some * 4 < all * 3, "\(some) of \(all) records")
            // One type in a hundred, and one dataset in fifty, may differ.
            #expect(abs((types[fixed] ?? 0) - (types[sequential] ?? 0)) * 100 <= types[fixed] ?? 0)
            let pairs = zip(sensitivities[fixed] ?? [], sensitivities[sequential] ?? [])
            #expect(pairs.filter { $0 != $1 }.count * 50 <= datasets.count * Self.seeds)
        }
    }

    /// A line of predictions for `testdata/eval/score.py`.
    private struct Prediction: Encodable {
        var dataset: String
        var sensitivity: Level?
        var records: Int?
        var field: String?
        var types: [TypeFinding]?
    }

    private static func write(_ dataset: String, _ verdict: DatasetVerdict, _ file: String) throws {
        guard let folder = folderForScores else { return }
        var lines = [
            Prediction(dataset: dataset, sensitivity: verdict.sensitivity, records: verdict.recordsSampled)
        ]
        lines += verdict.fields.map { Prediction(dataset: dataset, field: $0.field, types: $0.types) }
        let path = "\(folder)/\(file).ndjson"
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        for line in lines { try handle.write(contentsOf: JSONEncoder().encode(line) + Data("\n".utf8)) }
        try handle.close()
    }
}

@Suite struct DatasetCollectorTests {
    private static func push(_ records: Int, into collector: DatasetCollector) {
        for place in 0..<records {
            collector.beginRecord()
            for (name, value) in [("order_no", "\(10_000 + place)"), ("colour", "red")] {
                Array(name.utf8).withUnsafeBytes { collector.enter($0) }
                Array(value.utf8).withUnsafeBytes { collector.value($0, .string) }
                collector.leave()
            }
            collector.endRecord()
        }
    }

    @Test func whyReadingStoppedIsKept() throws {
        let collector = DatasetCollector(catalog: try DetectorCatalog())
        #expect(!collector.isSettled)
        collector.stopped(.all)
        collector.beginDataset("a", recordsEstimated: nil)
        Self.push(10, into: collector)
        #expect(!collector.isSettled)
        Self.push(30, into: collector)
        #expect(collector.isSettled)
        collector.stopped(.settled)
        collector.endDataset(skipped: nil)
        #expect(!collector.isSettled)
        // Nothing of the one before is left.
        collector.beginDataset("b", recordsEstimated: nil)
        #expect(!collector.isSettled)
        Self.push(1, into: collector)
        collector.finish()
        #expect(collector.sampled.map(\.stop) == [.settled, nil])
    }
}

/// SplitMix64: the same order each time.
private struct Shuffling: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
