import Exposure

/// Severity: sensitivity × access × volume.
public enum Severity {
    /// Records from which on a dataset weighs one band more.
    public static let largeVolume = 10_000

    /// - Parameters:
    ///   - sensitivity: of the dataset.
    ///   - access: what a stranger may do at its endpoint; `.open` for a file given to `ajar classify`.
    ///   - records: the server's estimate, where there is one.
    ///   - tests: how many of the identifiers are of tests.
    /// - Returns: the band, and what moved it, in plain words.
    public static func of(_ sensitivity: Level, access: Access, records: Int?, tests: TestShare = TestShare())
        -> (level: Level, reasons: [String])
    {
        // What nobody can read from outside harms nobody from outside.
        guard sensitivity > .none, access.isExposed else { return (.none, []) }
        if tests.isOfTestSystem, sensitivity > .low {
            return (
                Level(rank: sensitivity.rank - 1),
                ["That every identifier looks like test data makes it one band less severe than its content."]
            )
        }
        if let records, records >= largeVolume, sensitivity >= .moderate, sensitivity < .critical {
            return (Level(rank: sensitivity.rank + 1), ["There are about \(records) records, which makes it worse."])
        }
        return (sensitivity, [])
    }
}
