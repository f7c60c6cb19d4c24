import Formats

/// Writes down what a reader pushes, one word an event, and the values apart.
final class RecordingSink: RecordSink {
    enum Event: Equatable {
        case begin
        case enter(String)
        case value(String, ValueKind)
        case leave
        case end
        case broken
    }

    private(set) var events: [Event] = []
    /// Each record that ended well: its values with the path of names they stand at.
    private(set) var records: [[String]] = []
    private(set) var broken = 0
    private var path: [String] = []
    private var current: [String] = []

    func beginRecord() {
        events.append(.begin)
        path = []
        current = []
    }

    func enter(_ name: UnsafeRawBufferPointer) {
        let name = String(decoding: name, as: UTF8.self)
        events.append(.enter(name))
        path.append(name)
    }

    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        let text = String(decoding: bytes, as: UTF8.self)
        events.append(.value(text, kind))
        current.append((path + [text]).joined(separator: "="))
    }

    func leave() {
        events.append(.leave)
        path.removeLast()
    }

    func endRecord() {
        events.append(.end)
        records.append(current)
    }

    func brokenRecord() {
        events.append(.broken)
        broken += 1
        path = []
    }
}

/// What a reader made of a text: its good records, and how many were broken.
struct Reading: Equatable, CustomStringConvertible {
    var records: [[String]]
    var broken: Int
    var description: String { "\(records) broken \(broken)" }

    init(_ records: [[String]], broken: Int = 0) {
        self.records = records
        self.broken = broken
    }

    init(_ sink: RecordingSink) {
        records = sink.records
        broken = sink.broken
    }
}

extension [UInt8] {
    /// Hands the bytes over in these pieces.
    func inChunks(of size: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: size) {
                body(UnsafeRawBufferPointer(rebasing: bytes[start..<Swift.min(start + size, bytes.count)]))
            }
        }
    }
}

/// A small generator with a seed (SplitMix64), so that a failure can be had again.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
