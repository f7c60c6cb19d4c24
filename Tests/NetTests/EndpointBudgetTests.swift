import Synchronization
import Testing

@testable import Net

/// A clock that moves only when told.
final class ManualClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Swift.Duration
        func advanced(by duration: Swift.Duration) -> Self { Self(offset: offset + duration) }
        func duration(to other: Self) -> Swift.Duration { other.offset - offset }
        static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    private let time = Mutex(Swift.Duration.zero)
    var now: Instant { Instant(offset: time.withLock { $0 }) }
    var minimumResolution: Swift.Duration { .zero }
    func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {}
    func advance(by duration: Swift.Duration) { time.withLock { $0 += duration } }
}

struct EndpointBudgetTests {
    @Test func timeRunsDownToZeroAndNotBelow() {
        let clock = ManualClock()
        let budget = EndpointBudget(time: .seconds(10), bytes: 1, clock: clock)
        #expect(budget.remainingTime == .seconds(10))
        clock.advance(by: .seconds(4))
        #expect(budget.remainingTime == .seconds(6))
        #expect(!budget.isOutOfTime)
        clock.advance(by: .seconds(6))
        #expect(budget.isOutOfTime)
        clock.advance(by: .seconds(60))
        #expect(budget.remainingTime == .zero)
    }

    @Test(arguments: [
        ([100], true), ([101], false), ([99, 1], true), ([99, 2], false), ([0, 0], true), ([-1, 100], true),
        ([Int.max], false), ([50, Int.max, 1], false), ([101, 0], false),
    ])
    func bytesAreCountedOverAllConnections(_ counts: [Int], _ isWithin: Bool) {
        let budget = EndpointBudget(time: .seconds(1), bytes: 100)
        var last = true
        for count in counts { last = budget.spend(bytes: count) }
        #expect(last == isWithin)
        #expect(budget.remainingBytes >= 0)
    }

    @Test func concurrentSpendersShareOneBudget() async {
        let budget = EndpointBudget(time: .seconds(1), bytes: 1000)
        let granted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).count { _ in budget.spend(bytes: 1) } }
            }
            return await group.reduce(0, +)
        }
        #expect(granted == 1000)
        #expect(budget.spentBytes == 4000)
    }
}
