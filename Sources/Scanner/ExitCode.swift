import Exposure

/// What the command tells the shell (`docs/output.md`).
public enum ExitCode: Int32, Sendable {
    /// All was done, and nothing is at or above the threshold.
    case clean = 0
    /// Something is at or above the threshold.
    case found = 1
    /// Wrong usage or configuration; nothing was scanned.
    case usage = 2
    /// The scan could not be completed. Never clean.
    case incomplete = 3

    /// A finding at the threshold outweighs an incomplete scan: what was found is certain, and a build that must fail
    /// fails for the better reason. Without a threshold nothing is `found`.
    public static func of(summary: Summary, failOn: Level?) -> ExitCode {
        if let failOn, summary.worstSeverity >= failOn { return .found }
        return summary.complete ? .clean : .incomplete
    }
}
