import Dispatch
import Glibc

/// Ctrl-C and TERM end a scan early instead of losing it: what was found is reported, as an incomplete scan.
enum Interruption {
    /// Runs `work` and cancels it at the first signal; a second one ends the process.
    static func cancelling(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task(operation: work)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if task.isCancelled { exit(128 + number) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        try await task.value
    }
}
