import Formats
import Foundation

/// Where things stand in the text of a detector file, to say so where one is wrong.
struct DetectorText {
    /// Lines, from 1, of keys by their path: `field_names.strong`.
    private(set) var lines: [String: Int] = [:]
    /// What is no JSON, and where, from 1.
    private(set) var fault: (reason: String, line: Int, column: Int)?

    init(_ data: Data) {
        data.withUnsafeBytes { bytes in
            let sink = KeySink(bytes)
            var walker = JSONWalker(maximumDepth: 16)
            do throws(ByteError) {
                let end = try walker.walk(bytes, from: 0, into: sink)
                if let more = bytes[end...].firstIndex(where: { $0 > 0x20 }) {
                    note("something after the end", more, bytes)
                }
            } catch {
                switch error {
                case .malformed(let reason, let offset): note(reason, offset, bytes)
                case .tooDeep: note("nested too deeply", bytes.count, bytes)
                default: note("it ends too early", bytes.count, bytes)
                }
            }
            lines = sink.offsets.mapValues { Self.place(of: $0, in: bytes).line }
        }
    }

    private mutating func note(_ reason: String, _ offset: Int, _ bytes: UnsafeRawBufferPointer) {
        let place = Self.place(of: offset, in: bytes)
        fault = (reason, place.line, place.column)
    }

    /// Line and column, from 1, of an offset.
    private static func place(of offset: Int, in bytes: UnsafeRawBufferPointer) -> (line: Int, column: Int) {
        let before = bytes[..<min(max(offset, 0), bytes.count)]
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return (before.count { $0 == 0x0a } + 1, before.count - lineStart + 1)
    }

    /// The line of a key, or of the nearest one around it.
    func line(of key: String) -> Int? {
        var parts = key.split(separator: ".")
        while !parts.isEmpty {
            if let line = lines[parts.joined(separator: ".")] { return line }
            parts.removeLast()
        }
        return nil
    }
}

/// Notes where each key of a JSON text stands.
private final class KeySink: RecordSink {
    var offsets: [String: Int] = [:]
    private let text: UnsafeRawBufferPointer
    private var path: [String] = []

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    func enter(_ name: UnsafeRawBufferPointer) {
        path.append(String(decoding: name, as: UTF8.self))
        // A name with an escape is not read in place; none of a detector's has one.
        guard let start = text.baseAddress, let place = name.baseAddress, place >= start, place - start <= text.count
        else {
            return
        }
        offsets[path.joined(separator: "."), default: place - start] = place - start
    }
    func leave() { _ = path.popLast() }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func beginRecord() {}
    func endRecord() {}
    func brokenRecord() {}
}
