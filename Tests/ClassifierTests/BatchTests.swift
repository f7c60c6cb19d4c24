import Exposure
import Formats
import Foundation
import Testing

@testable import Classifier

/// Values that wait for others of their field come to what they come to one by one.
@Suite struct BatchTests {
    @Test func labelledRecords() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../testdata/eval/data")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".ndjson") }
            .sorted()
        #expect(files.count >= 40)
        for file in files {
            let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
            let records = try lines.map { line in
                let start = try #require(line.range(of: "\"record\": ")).upperBound
                return String(line[start...].dropLast())
            }
            // Enough of them to fill a batch, with the same values again.
            try expectTheSame(records + records + records, file)
        }
    }

    /// Settings and their values, values inside values, arrays, what is written with escapes, nothing, and long texts.
    @Test func recordsOfEveryKind() throws {
        let long = String(repeating: "Anna Smith of 12 Mill Lane was seen. ", count: 3000)
        let encoded = Data("NHS number 943 476 5919 of Mrs Anna Smith".utf8).base64EncodedString()
        var records: [String] = []
        for number in 0..<3000 {
            let (a, b) = (number % 7, number % 11)
            var members = ["\"id\": \(100_000 + number)", "\"email\": \"anna.smith\(number % 40)@example.org\""]
            if a == 0 { members.append("\"setting\": \"password\", \"value\": \"kT9x\(number)Qz\"") }
            if a == 1 { members.append("\"setting\": \"colour\", \"value\": \"blue\"") }
            if a == 2 { members.append("\"payload\": \"{\\\"phone\\\": \\\"07700 900\(100 + number % 900)\\\"}\"") }
            if a == 3 { members.append("\"blob\": \"\(encoded)\"") }
            if a == 4 { members.append("\"notes\": \"Has type 2 diabetes,\\nsaw Dr Jones \\u2014 stable.\"") }
            if b == 0 { members.append("\"names\": [\"Anna\", \"Bob Brown\", null, true, 7]") }
            if b == 1 {
                members.append("\"contact\": {\"tel\": \"01632 960\(100 + number % 900)\", \"name\": \"Bob Brown\"}")
            }
            if b == 2 { members.append("\"\": \"  \", \"empty\": {}") }
            if number % 1000 == 5 { members.append("\"text\": \"\(long)\(number)\"") }
            if number % 13 == 0 { members.append("\"na\\u006de\": \"Smith, Anna\"") }
            records.append("{" + members.joined(separator: ", ") + (number % 97 == 3 ? "" : "}"))
        }
        try expectTheSame(records, "records of every kind")
    }

    /// A record may be cut anywhere by the chunks that it comes in.
    @Test(arguments: [1, 13, 4096])
    func chunks(size: Int) throws {
        let records = (0..<200).map {
            "{\"nhs\": \"943 476 5919\", \"a\": \"x\($0)\", \"b\": [{\"c\": \"Smith, Anna\"}, {\"c\": \"\($0)\"}]}"
        }
        try expectTheSame(records, "chunks of \(size)", chunk: size)
        try expectTheSame(records, "a list in chunks of \(size)", chunk: size, layout: .values)
    }

    private func expectTheSame(
        _ records: [String], _ name: String, chunk: Int = .max, layout: JSONReader.Layout = .lines
    ) throws {
        let alone = DatasetClassifier(catalog: catalog, explains: true)
        for record in records {
            var walker = JSONWalker(maximumDepth: 64)
            alone.beginRecord()
            let isWhole = Array(record.utf8).withUnsafeBytes {
                (try? walker.walk($0, from: 0, into: alone)) == $0.count
            }
            if isWhole { alone.endRecord() } else { alone.brokenRecord() }
        }
        let batched = DatasetClassifier(catalog: catalog, explains: true)
        var reader = JSONReader(layout: layout)
        var rest = Array(records.joined(separator: "\n").utf8)[...]
        while !rest.isEmpty {
            Array(rest.prefix(chunk)).withUnsafeBytes { reader.feed($0, into: batched) }
            rest = rest.dropFirst(chunk)
        }
        reader.finish(into: batched)
        let (one, other) = (alone.verdict(), batched.verdict())
        #expect(one.recordsSampled > 0)
        #expect(other == one, "\(name)")
    }
}
