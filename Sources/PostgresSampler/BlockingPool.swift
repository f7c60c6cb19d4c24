import Foundation

/// A few threads for calls that block, so that neither event loops nor the shared pool of tasks wait for them.
///
/// Threads are started when there is work and end when there is none.
final class BlockingPool: @unchecked Sendable {
    // `waiting` and `running` are only touched under `lock`.
    private let lock = NSLock()
    private var waiting: [@Sendable () -> Void] = []
    private var running = 0
    private let width: Int

    init(width: Int) {
        self.width = max(1, width)
    }

    /// Runs `body` on one of the pool's threads; waits its turn if all are taken.
    func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: body()) }
        }
    }

    private func submit(_ job: @escaping @Sendable () -> Void) {
        lock.lock()
        waiting.append(job)
        let start = running < width
        if start { running += 1 }
        lock.unlock()
        guard start else { return }
        let thread = Thread { [self] in
            while let job = take() { job() }
        }
        thread.name = "postgres-sampler"
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func take() -> (@Sendable () -> Void)? {
        lock.lock()
        defer { lock.unlock() }
        guard !waiting.isEmpty else {
            running -= 1
            return nil
        }
        return waiting.removeFirst()
    }
}
