/// The five bands of sensitivity and of severity, from harmless to worst.
public enum Level: String, Sendable, Codable, CaseIterable, Comparable {
    case none, low, moderate, high, critical

    /// 0 for `none` to 4 for `critical`.
    public var rank: Int {
        switch self {
        case .none: 0
        case .low: 1
        case .moderate: 2
        case .high: 3
        case .critical: 4
        }
    }

    /// The band of a rank; ranks outside 0…4 are clamped.
    public init(rank: Int) {
        self = Level.allCases[min(max(rank, 0), Level.allCases.count - 1)]
    }

    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
}
