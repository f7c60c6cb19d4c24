import Formats
import Foundation
import Glibc

@testable import Classifier

/// What the classifier does with a file, cut off at ever later places: what one stage takes more than the one before it is its cost.
struct Stage {
    var name: String
    /// Seconds of CPU.
    var seconds: Double

    /// Runs `body` so many times and keeps the shortest: what else the machine does only ever adds.
    init(_ name: String, runs: Int, _ body: () throws -> Void) rethrows {
        self.name = name
        var least = Double.infinity
        for _ in 0..<runs {
            let began = Self.processorTime
            try body()
            least = min(least, Self.processorTime - began)
        }
        seconds = least
    }

    static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Takes records and does nothing with them.
final class NoSink: RecordSink {
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {}
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
}
