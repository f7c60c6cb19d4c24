import Synchronization

/// The time and the bytes one endpoint may cost, shared by every connection made there.
///
/// Time runs from `init`. Safe to use from any thread.
public final class EndpointBudget: Sendable {
    private let remaining: @Sendable () -> Duration
    private let bytes: Int
    private let spent = Mutex(0)

    /// - Parameters:
    ///   - time: how long everything done at the endpoint may take.
    ///   - bytes: how many bytes may be received from it, as counted on the wire.
    ///   - clock: what tells the time; a test gives its own.
    public init<C: Clock>(time: Duration, bytes: Int, clock: C = ContinuousClock()) where C.Duration == Duration {
        let deadline = clock.now.advanced(by: time)
        self.remaining = { max(clock.now.duration(to: deadline), .zero) }
        self.bytes = max(bytes, 0)
    }

    /// Time left; never negative.
    public var remainingTime: Duration { remaining() }

    public var isOutOfTime: Bool { remainingTime <= .zero }

    /// Bytes that may still be received; never negative.
    public var remainingBytes: Int { max(bytes - spentBytes, 0) }

    /// Bytes received so far, the last ones over the limit included.
    public var spentBytes: Int { spent.withLock { $0 } }

    /// Takes note of bytes received.
    ///
    /// - Returns: whether they were within the budget. Once it was `false`, it stays `false` for any further byte.
    public func spend(bytes count: Int) -> Bool {
        spent.withLock { spent in
            let (sum, overflow) = spent.addingReportingOverflow(max(count, 0))
            spent = overflow ? .max : sum
            return spent <= bytes
        }
    }
}
