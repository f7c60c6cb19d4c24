import Formats
import Foundation

@testable import Classifier

/// What each stage of classifying a file costs.
struct StageTable {
    let path: String
    let runs: Int

    /// Reads the file as `ajar classify` does, into the sink, or nowhere.
    private func read(into sink: (some RecordSink)?) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { chunk.deallocate() }
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { fatalError("\(path) cannot be read") }
        defer { close(descriptor) }
        var reader: RecordReader?
        while true {
            let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
            guard count > 0 else { break }
            guard let sink else { continue }
            let part = UnsafeRawBufferPointer(rebasing: chunk[..<count])
            if reader == nil {
                reader = RecordReader(
                    head: UnsafeRawBufferPointer(rebasing: part.prefix(RecordReader.sniffLength)), fileName: path)
            }
            reader?.feed(part, into: sink)
        }
        if let sink { reader?.finish(into: sink) }
    }

    /// - Parameter detectors: the folder of the detector files.
    func print(detectors: String) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let size = Double((attributes[.size] as? NSNumber)?.intValue ?? 0)
        let catalogs = try Catalogs.all(detectors)
        let full = catalogs[catalogs.count - 1].catalog
        var stages = [
            Stage("read", runs: runs) { read(into: NoSink?.none) },
            Stage("+ split into records and fields", runs: runs) { read(into: NoSink()) },
            Stage("+ find each field", runs: runs) { read(into: CutSink(.fields, full)) },
            Stage("+ values seen lately", runs: runs) { read(into: CutSink(.values, full)) },
        ]
        var scanned = 0
        for (name, catalog) in catalogs {
            stages.append(
                Stage(name, runs: runs) {
                    let sink = CutSink(.scan, catalog)
                    read(into: sink)
                    scanned = sink.scanned
                })
        }
        var classifier = DatasetClassifier(catalog: full)
        stages.append(
            Stage("+ values in values, records together", runs: runs) {
                classifier = DatasetClassifier(catalog: full)
                read(into: classifier)
            })
        let whole = stages[stages.count - 1].seconds
        stages.append(Stage("+ verdict and rating", runs: runs) { _ = classifier.verdict() })
        stages[stages.count - 1].seconds += whole

        let kind = path.split(separator: ".").last.map(String.init) ?? path
        Swift.print(
            "\n\(kind), \(column(size / 1e6, 0)) MB, of which \(column(Double(scanned) / 1e6, 0)) MB were scanned;",
            "the shortest of \(runs) runs each")
        Swift.print(
            "stage".padding(toLength: 40, withPad: " ", startingAt: 0) + "   CPU s  MB/s so far   ns/byte   share")
        var before = 0.0
        for stage in stages {
            let own = stage.seconds - before
            Swift.print(
                stage.name.padding(toLength: 40, withPad: " ", startingAt: 0) + column(own, 3, 8)
                    + column(size / 1e6 / stage.seconds, 0, 13) + column(own / size * 1e9, 2, 10)
                    + column(own / stages[stages.count - 1].seconds * 100, 1, 7) + "%")
            before = stage.seconds
        }
    }

    private func column(_ value: Double, _ digits: Int, _ width: Int = 0) -> String {
        let text = String(format: "%.\(digits)f", value)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
