/// Why no more records of a dataset were read.
public enum SamplingStop: String, Sendable, Codable, Equatable, CaseIterable {
    /// More records would not change what is said of it, as far as those that were read tell.
    case settled
    /// There are no more, as far as a stranger sees.
    case all
    /// As many as may be read of one dataset were read.
    case cap
}
