import Exposure

/// How many of the identifiers in a dataset are set aside for tests and examples (`TestData`).
public struct TestShare: Sendable, Equatable {
    /// Values of the identifiers of which it can be told, repeated ones too, and those of tests among them.
    public private(set) var identifiers = 0
    public private(set) var tests = 0
    /// Distinct ones among the tests.
    public private(set) var distinct = 0
    /// There are keys, or identifiers of which it cannot be told.
    private var hasOthers = false
    /// Some number patients, citizens, accounts or cards.
    private var isNumbered = false
    private var names: [String] = []

    public init() {}

    init(catalog: DetectorCatalog, tree: FieldTree, found: [VerdictBuilder.Found]) {
        for item in found {
            let detector = catalog.detectors[item.detector]
            guard let counter = tree.evidence(of: item.node)?.pointee.counter(item.detector) else { continue }
            if TestData.canTell(detector.recogniser) {
                identifiers += Int(counter.matched)
                tests += Int(counter.testMatched)
                distinct += Int(counter.tests)
                if !names.contains(detector.name) { names.append(detector.name) }
                switch detector.category {
                case .healthIdentifier, .governmentIdentifier, .financial: isNumbered = true
                default: break
                }
            } else {
                switch detector.category {
                case .healthIdentifier, .governmentIdentifier, .financial, .secret, .passwordHash: hasOthers = true
                default: break
                }
            }
        }
    }

    /// `tests` of `identifiers`, to three places; `nil` where there are none of which it could be told.
    public var share: Double? {
        identifiers == 0 ? nil : (Double(tests) / Double(identifiers) * 1000).rounded(.down) / 1000
    }

    /// Every identifier is one of a test, and there are some.
    public var isWhole: Bool { identifiers > 0 && tests == identifiers && !hasOthers }

    /// Whether the people behind the numbers are made up: there are numbers that only test systems give out. Addresses and
    /// telephone numbers do not tell that: in copies of real databases these are often rewritten, and all else is real.
    public var isOfTestSystem: Bool { isWhole && isNumbered && distinct >= Self.enough }

    /// Fewer could be examples that somebody typed.
    private static let enough = 5

    /// In plain words, where every identifier is one of a test.
    var reason: String? {
        guard isWhole else { return nil }
        let list = names.joined(separator: ", ")
        let count = distinct == 1 ? "The only identifier" : "All \(distinct) identifiers"
        let verb = distinct == 1 ? "looks" : "look"
        return isOfTestSystem
            ? "\(count) \(verb) like test data, from ranges that are never issued: \(list)"
            : "\(count) \(verb) like test data, but the rest of the records may be real: \(list)"
    }
}
