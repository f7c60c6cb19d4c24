import Formats

/// What was seen for and against one detector in one field. Distinct values only, but for `matched`.
struct DetectorEvidence {
    /// Candidates with the outer shape, and those that pass the check: for checks and whole values.
    var candidates: UInt32 = 0
    var passes: UInt32 = 0
    /// Nats of the passing ones.
    var weight: Float = 0
    /// Values that hold at least one match somewhere, and the nats of these.
    var hits: UInt32 = 0
    var hitWeight: Float = 0
    /// All values with a match, repeated ones too.
    var matched: UInt32 = 0
}

/// What was seen in one field of a dataset. Keeps counts, hashes and one mask for each type; no value.
final class FieldEvidence {
    /// Values that are not empty.
    private(set) var values = 0
    /// Distinct ones of these, as far as the bounded memory of hashes tells.
    private(set) var distinct = 0
    let counters: UnsafeMutablePointer<DetectorEvidence>
    let detectorCount: Int
    /// Detectors that the field's name speaks for strongly enough to read bare values as theirs.
    let named: UInt64
    /// Nats that the field's name adds to each detector.
    let nameEvidence: [Float]
    var masks: [Int: String] = [:]
    var dates = DateSpread()
    var shape = ValueShape()
    /// Kept while sampling only.
    var kinds = ValueKinds()
    /// Distinct e-mail addresses, and those of roles (`info@`, `sales@`) among them.
    var mailboxes = (all: 0, roles: 0)
    /// What the field's own name makes it in a table of names and values.
    let part: SettingPart
    var ambiguousHits: [Int: (hits: UInt32, weight: Float)] = [:]
    /// Attempts at decoding values as base64 that came to nothing, and when to try again.
    var decodingFailures = 0

    /// Recent hashes and the mask of detectors that each matched, four to a set, so that a few values that meet in a
    /// set do not push one another out.
    private let seen: UnsafeMutablePointer<(hash: UInt64, matches: UInt64)>
    private static let sets = 128
    private static let ways = 4

    init(detectorCount: Int, nameEvidence: [Float], name: String = "") {
        part = SettingPart(fieldName: name)
        self.detectorCount = detectorCount
        self.nameEvidence = nameEvidence
        var named: UInt64 = 0
        for (index, nats) in nameEvidence.enumerated() where nats >= FieldNameIndex.strong {
            named |= 1 << UInt64(index)
        }
        self.named = named
        counters = .allocate(capacity: detectorCount)
        counters.initialize(repeating: DetectorEvidence(), count: detectorCount)
        seen = .allocate(capacity: Self.sets * Self.ways)
        seen.initialize(repeating: (0, 0), count: Self.sets * Self.ways)
    }

    deinit {
        counters.deallocate()
        seen.deallocate()
    }

    /// The matches of a value seen before, which are counted again; `nil` for a new one.
    @inline(__always)
    func repeated(_ hash: UInt64) -> UInt64? {
        values += 1
        let set = Self.set(of: hash)
        for way in 0..<Self.ways where seen[set + way].hash == hash {
            let matches = seen[set + way].matches
            count(matches)
            return matches
        }
        distinct += 1
        return nil
    }

    @inline(__always)
    func remember(_ hash: UInt64, _ matches: UInt64) {
        seen[Self.set(of: hash) + distinct & (Self.ways - 1)] = (hash, matches)
        count(matches)
    }

    @inline(__always)
    private static func set(of hash: UInt64) -> Int {
        (Int(truncatingIfNeeded: hash >> 16) & (sets - 1)) * ways
    }

    @inline(__always)
    private func count(_ matches: UInt64) {
        var rest = matches
        while rest != 0 {
            counters[rest.trailingZeroBitCount].matched &+= 1
            rest &= rest - 1
        }
    }

    @inline(__always)
    func pass(_ detector: Int, weight: Float) {
        counters[detector].candidates &+= 1
        counters[detector].passes &+= 1
        counters[detector].weight += weight
    }

    @inline(__always)
    func fail(_ detector: Int) {
        if detector >= 0 { counters[detector].candidates &+= 1 }
    }

    /// A match somewhere in a value; called once for each value and detector.
    @inline(__always)
    func hit(_ detector: Int, weight: Float) {
        counters[detector].hits &+= 1
        counters[detector].hitWeight += weight
    }
}

/// How the dates of a field spread over the years: births do over decades, events over the last few years.
struct DateSpread {
    var count = 0
    private var sum = 0.0
    private var squares = 0.0
    /// Dates of this year's end or later, and of the last twelve years.
    private(set) var future = 0
    private(set) var recent = 0
    private(set) var old = 0

    mutating func add(year: Int) {
        count += 1
        sum += Double(year)
        squares += Double(year) * Double(year)
        if year > Self.thisYear { future += 1 }
        if year > Self.thisYear - 12 { recent += 1 }
        if year < Self.thisYear - 25 { old += 1 }
    }

    var mean: Double { count == 0 ? 0 : sum / Double(count) }

    /// Standard deviation in years.
    var deviation: Double {
        guard count > 1 else { return 0 }
        return max(0, squares / Double(count) - mean * mean).squareRoot()
    }
}

/// What the values of a field look like as keys.
struct ValueShape {
    /// Distinct values that are opaque keys: hexadecimal of 12 or more, UUID, database ids, long random tokens.
    var opaqueKeys = 0
    /// Distinct values that are bare numbers or short codes with digits.
    var numbers = 0
    /// Distinct values with a time of day.
    var timestamps = 0
}

/// Settings are often kept as rows of a name and a value: what the name says holds for the value.
enum SettingPart {
    case name, value, neither

    init(fieldName: String) {
        switch FieldNameIndex.words(of: fieldName).last {
        case "name", "key", "setting", "variable", "var", "param", "parameter", "option": self = .name
        case "value", "val", "content", "data": self = .value
        default: self = .neither
        }
    }
}
