import Foundation
import Synchronization

/// Counts the bytes that the kernel receives on one connection, and cuts the connection when the endpoint's budget is
/// used up.
///
/// A thread of its own looks every two milliseconds, because libpq does not come back in between: one call reads a
/// message of a gibibyte for as long as the server keeps sending, and only then could its caller count.
final class PostgresByteMeter: Sendable {
    private struct State {
        var counted = 0
        var isOver = false
        var isDone = false
    }

    /// A duplicate, so that it stays this socket's whatever libpq does with its own.
    private let socket: Int32
    private let budget: PostgresBudget
    private let state = Mutex(State())

    /// `nil` where the socket cannot be duplicated.
    init?(_ socket: Int32, budget: PostgresBudget) {
        let duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return nil }
        self.socket = duplicate
        self.budget = budget
    }

    deinit { close(socket) }

    /// Looks until `stop`. The thread holds the meter, and lets go of it within two milliseconds.
    func start() {
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isDone || $0.isOver }) {
                _ = try? count()
                usleep(2000)
            }
        }
    }

    func stop() {
        state.withLock { $0.isDone = true }
    }

    /// Charges the bytes that came since last time.
    /// - Returns: all bytes of the connection so far; 0 where the kernel does not say.
    /// - Throws: `outOfBytes` from the moment on that the budget is used up.
    @discardableResult
    func count() throws(PostgresFailure) -> Int {
        let (counted, isOver) = state.withLock { state -> (Int, Bool) in
            if !state.isOver, let total = bytesReceived(), total > state.counted {
                let fresh = total - state.counted
                state.counted = total
                do {
                    try budget.take(fresh)
                } catch {
                    state.isOver = true
                    // Whatever comes now is answered by the kernel with a reset, and libpq's reading ends.
                    shutdown(socket, Int32(SHUT_RDWR))
                }
            }
            return (state.counted, state.isOver)
        }
        guard !isOver else { throw .outOfBytes }
        return counted
    }

    /// Bytes that the kernel received on this connection, TLS and protocol included; `nil` where it does not say.
    private func bytesReceived() -> Int? {
        #if os(Linux)
            // struct tcp_info of linux/tcp.h: tcpi_bytes_received is a 64-bit field at offset 128, since Linux 4.1.
            let offset = 128
            return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 8) { buffer -> Int? in
                guard let base = buffer.baseAddress else { return nil }
                var length = socklen_t(buffer.count)
                let tcpInfo: Int32 = 11
                guard getsockopt(socket, Int32(IPPROTO_TCP), tcpInfo, base, &length) == 0,
                    Int(length) >= offset + 8
                else { return nil }
                return Int(exactly: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
        #else
            return nil
        #endif
    }
}
