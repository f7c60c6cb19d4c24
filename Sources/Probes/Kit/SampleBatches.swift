import Exposure

/// How the records of one dataset are asked for: a few first, then each time as many again as were read, until the sink
/// is settled, the records end, or the cap is reached. So there are few requests, and at most twice the records needed.
public struct SampleBatches: Sendable, Equatable {
    /// Records of the first batch: as many as it takes to settle anything.
    public static let first = 20

    /// Records at the most.
    public let cap: Int
    /// Records that came so far; also where the next batch begins.
    public private(set) var read = 0

    public init(cap: Int) {
        self.cap = max(cap, 1)
    }

    /// Records to ask for next, at least one.
    public var next: Int { max(1, min(max(Self.first, read), cap - read)) }

    /// Takes note of a batch, asked for as `next` said.
    ///
    /// - Parameters:
    ///   - count: records in it, broken ones too.
    ///   - isSettled: the sink's answer, asked for only where it matters.
    /// - Returns: why no further batch is needed; `nil` where one is.
    public mutating func took(_ count: Int, isSettled: @autoclosure () -> Bool) -> SamplingStop? {
        let asked = next
        read += max(0, min(count, asked))
        if count < asked { return .all }
        if isSettled() { return .settled }
        return read >= cap ? .cap : nil
    }
}
