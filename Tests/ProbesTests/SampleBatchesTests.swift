import Exposure
import Testing

@testable import Probes

@Suite struct SampleBatchesTests {
    /// What is asked for, while every batch is full and nothing is settled.
    private static func asked(cap: Int) -> [Int] {
        var batches = SampleBatches(cap: cap)
        var asked: [Int] = []
        for _ in 0..<100 {
            asked.append(batches.next)
            if batches.took(batches.next, isSettled: false) != nil { break }
        }
        return asked
    }

    @Test(arguments: [
        (100, [20, 20, 40, 20]), (200, [20, 20, 40, 80, 40]), (20, [20]), (3, [3]), (21, [20, 1]), (1, [1]), (0, [1]),
        (-5, [1]), (320, [20, 20, 40, 80, 160]),
    ])
    func batchesDoubleUpToTheCap(cap: Int, batches: [Int]) {
        #expect(Self.asked(cap: cap) == batches)
    }

    @Test func aShortBatchIsTheEnd() {
        var batches = SampleBatches(cap: 100)
        #expect(batches.took(20, isSettled: false) == nil)
        #expect(batches.took(19, isSettled: false) == .all)
        #expect(batches.read == 39)
        var empty = SampleBatches(cap: 100)
        #expect(empty.took(0, isSettled: true) == .all)
        #expect(empty.read == 0)
    }

    @Test func aSettledSinkIsTheEnd() {
        var batches = SampleBatches(cap: 100)
        #expect(batches.took(20, isSettled: true) == .settled)
        #expect(batches.took(20, isSettled: false) == nil)
    }

    @Test(arguments: [Int.min, -1, Int.max])
    func countsThatCannotBeAreBounded(count: Int) {
        var batches = SampleBatches(cap: 100)
        _ = batches.took(count, isSettled: false)
        #expect((0...20).contains(batches.read))
    }

    @Test func promiseOrdersCareThenPeopleThenTraces() {
        let names = ["TELEMETRY", "things", "orders", "staff", "Patients"]
        #expect(names.map(Promise.of) == [-1, 0, 1, 2, 3])
        #expect(Promise.of("") == 0)
    }
}
