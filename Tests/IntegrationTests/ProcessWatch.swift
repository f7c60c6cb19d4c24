import Foundation
import Synchronization

/// What a process uses while it runs, as Linux tells it.
///
/// The kernel keeps the peak of the memory but not of the descriptors, and forgets both when the process ends: so it is
/// asked every five milliseconds. `ru_maxrss` of `wait4` would not do, because it includes the size of the process that
/// started it.
final class ProcessWatch: Sendable {
    private let state = Mutex<(peak: Int, descriptors: Int)>((0, 0))

    /// MiB of memory at the peak (`VmHWM` of proc(5)).
    var mebibytes: Int { state.withLock { ($0.peak + 1023) / 1024 } }
    /// The most descriptors that were open at once.
    var descriptors: Int { state.withLock { $0.descriptors } }

    /// Looks at the process until it is gone.
    func start(_ process: Int32) {
        Thread.detachNewThread { [self] in
            while let peak = Self.peak(process) {
                let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd"))?.count ?? 0
                state.withLock { state in
                    state.peak = max(state.peak, peak)
                    state.descriptors = max(state.descriptors, open)
                }
                usleep(5_000)
            }
        }
    }

    /// KiB; `nil` when the process has ended.
    private static func peak(_ process: Int32) -> Int? {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }
}
