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
    /// Values whose matches are all set aside for tests (`TestData`): distinct ones, and all.
    /// Passing ones with a word before them that says so.
    var contexts: UInt32 = 0
    var tests: UInt32 = 0
    var testMatched: UInt32 = 0
}

/// How often terms of detectors were met, and the nats of these. A field meets few detectors' terms: they are searched one by one.
struct TermHits {
    private var all: [(detector: Int, hits: UInt32, weight: Float)] = []

    subscript(detector: Int) -> (hits: UInt32, weight: Float)? {
        all.first { $0.detector == detector }.map { ($0.hits, $0.weight) }
    }

    mutating func add(_ hits: UInt32, _ weight: Float, of detector: Int) {
        for place in all.indices where all[place].detector == detector {
            all[place].hits &+= hits
            all[place].weight += weight
            return
        }
        all.append((detector, hits, weight))
    }

    mutating func add(_ other: TermHits) {
        for more in other.all { add(more.hits, more.weight, of: more.detector) }
    }
}

/// What was seen in one field of a dataset. Keeps counts, hashes and one mask for each type; no value.
///
/// Lives where a `FieldTree` allocated it and is reached by pointer, so that the ways to it count no references.
struct FieldEvidence {
    /// Values that are not empty.
    private(set) var values = 0
    /// Distinct ones of these, as far as the bounded memory of hashes tells.
    private(set) var distinct = 0
    /// Those that the field's name speaks for strongly.
    let namedRecognisers: NamedRecognisers
    /// Whether they are among those whose bare values are judged as passwords and keys, or as numbers, addresses and dates.
    let isNamedSecret, isNamedContact: Bool
    /// What the field's own name makes it in a table of names and values.
    let part: SettingPart
    var shape = ValueShape()
    /// Distinct e-mail addresses, and those of roles (`info@`, `sales@`) among them.
    var mailboxes = (all: 0, roles: 0)
    /// Distinct values without digits that could be an answer out of a list: each is a candidate of every list.
    var wholeTexts: UInt32 = 0
    /// The first and the last value that wait in a batch, or -1.
    var waiting: (first: Int32, last: Int32) = (-1, -1)
    /// The record in which something matched last, counted from 1, and which of that record's matches it is.
    var lastHit = (record: 0, place: 0)
    /// Attempts at decoding values that came to nothing, and when to try again.
    var decodingFailures = 0
    var dates = DateSpread()
    private(set) var masks: [Int: String] = [:]
    /// The set of detectors that matched in the last value, and in how many in a row that are not counted yet.
    private var run = (matches: MatchSets.ID(0), count: UInt32(0))
    /// Kept while sampling only.
    var kinds = ValueKinds()
    var ambiguousHits = TermHits()
    /// Values that hold everyday terms and nothing better.
    private(set) var everydayHits = TermHits()

    /// What is kept of one detector.
    private struct Entry {
        var evidence = DetectorEvidence()
        /// Nats that the field's name adds.
        var name: Float = 0
        var detector: UInt16
        var hasMask = false
        /// Hashes of the numbers that were last seen within texts; 0 where none was.
        var recent: SIMD4<UInt32> = .zero
        var nextRecent: UInt8 = 0
    }

    /// The place of each detector in `entries`, 0 where it has none: of many detectors a field meets a few.
    private let places: UnsafeMutablePointer<UInt16>
    private let detectorCount: Int
    private var entries: UnsafeMutablePointer<Entry>
    private var entryCount = 1
    /// Detectors that the field's name speaks for strongly.
    let strong: UnsafeMutableBufferPointer<UInt16>
    private var entryCapacity = 8

    /// Recent hashes and the set of detectors that each matched, four to a set, so that a few values that meet in a
    /// set do not push one another out. Of a hash its upper half is kept, and its place says seven bits more: one value in a
    /// thousand million is taken for another.
    private let seen: UnsafeMutablePointer<(tag: UInt32, matches: MatchSets.ID)>
    private static let sets = 128
    private static let ways = 4

    /// - Parameters:
    ///   - nameEvidence: nats that the field's name adds, of those detectors that it adds any to.
    ///   - slots: the detector of each recogniser.
    init(
        detectorCount: Int, nameEvidence: [(detector: Int, nats: Float)], slots: [Recogniser: Int] = [:],
        name: String = ""
    ) {
        part = SettingPart(fieldName: name)
        var named = NamedRecognisers()
        for (recogniser, detector) in slots
        where nameEvidence.contains(where: { $0.detector == detector && $0.nats >= FieldNameIndex.strong }) {
            named.formUnion(NamedRecognisers(recogniser))
        }
        if named.contains(.sortCodeAccount), NamedRecognisers.isAccountNumber(name) { named.insert(.accountNumber) }
        namedRecognisers = named
        isNamedSecret = !named.isDisjoint(with: [.password, .passwordHash, .namedSecret])
        isNamedContact = !named.isDisjoint(with: [.phoneNumber, .postalAddress, .dateOfBirth])
        self.detectorCount = detectorCount
        let strong = nameEvidence.filter { $0.nats >= FieldNameIndex.strong }.map { UInt16($0.detector) }
        self.strong = .allocate(capacity: strong.count)
        _ = self.strong.initialize(from: strong)
        places = .allocate(capacity: max(detectorCount, 1))
        places.initialize(repeating: 0, count: max(detectorCount, 1))
        entries = .allocate(capacity: entryCapacity)
        // The place 0 stands for detectors without one.
        entries.initialize(to: Entry(detector: 0))
        seen = .allocate(capacity: Self.sets * Self.ways)
        seen.initialize(repeating: (0, 0), count: Self.sets * Self.ways)
        for (detector, nats) in nameEvidence {
            // The place first: making one may move the entries.
            let place = place(of: detector)
            entries[place].name = nats
        }
    }

    /// To be called once, by the owner, when the field is not needed any more.
    func deallocate() {
        places.deallocate()
        strong.deallocate()
        entries.deallocate()
        seen.deallocate()
    }

    /// What was seen of a detector.
    @inline(__always)
    func counter(_ detector: Int) -> DetectorEvidence { entries[Int(places[detector])].evidence }

    /// Nats that the field's name adds to a detector.
    func nameNats(_ detector: Int) -> Float { entries[Int(places[detector])].name }

    /// Whether the field's name speaks for a detector strongly enough to read bare values as its.
    @inline(__always)
    func isNamed(_ detector: Int) -> Bool { entries[Int(places[detector])].name >= FieldNameIndex.strong }

    /// Detectors of which anything is known: a match, or the field's name.
    var detectors: [Int] { (1..<max(entryCount, 1)).map { Int(entries[$0].detector) }.sorted() }

    @inline(__always)
    private mutating func place(of detector: Int) -> Int {
        let place = Int(places[detector])
        return place != 0 ? place : addPlace(of: detector)
    }

    private mutating func addPlace(of detector: Int) -> Int {
        if entryCount == entryCapacity {
            entryCapacity *= 2
            entries.grow(to: entryCapacity, keeping: entryCount)
        }
        let place = entryCount
        (entries + place).initialize(to: Entry(detector: UInt16(detector)))
        places[detector] = UInt16(place)
        entryCount += 1
        return place
    }

    @inline(__always)
    mutating func countValue(isNew: Bool) {
        values &+= 1
        if isNew { distinct &+= 1 }
    }

    /// The matches of a value seen before; `nil` for a new one.
    @inline(__always)
    func matches(of hash: UInt64) -> MatchSets.ID? {
        let set = Self.set(of: hash)
        let tag = Self.tag(of: hash)
        if seen[set].tag == tag { return seen[set].matches }
        if seen[set &+ 1].tag == tag { return seen[set &+ 1].matches }
        if seen[set &+ 2].tag == tag { return seen[set &+ 2].matches }
        if seen[set &+ 3].tag == tag { return seen[set &+ 3].matches }
        return nil
    }

    @inline(__always)
    func remember(_ hash: UInt64, _ matches: MatchSets.ID) {
        seen[Self.set(of: hash) &+ distinct & (Self.ways &- 1)] = (Self.tag(of: hash), matches)
    }

    /// Never 0, which stands for no value.
    @inline(__always)
    private static func tag(of hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) | 1 }

    @inline(__always)
    private static func set(of hash: UInt64) -> Int {
        (Int(truncatingIfNeeded: hash >> 8) & (sets &- 1)) &* ways
    }

    /// Counts a value in which the same detectors matched as in the one before, as in one field they nearly always do. Such values are
    /// added up by `countRun`, which is to be called before anything is read of them.
    /// - Returns: whether they are the same; if not, nothing was counted.
    @inline(__always)
    mutating func countsAgain(_ matches: MatchSets.ID) -> Bool {
        guard run.matches == matches else { return false }
        run.count &+= 1
        return true
    }

    /// Counts a value in which other detectors matched than in the one before.
    mutating func count(_ matches: MatchSets.ID, of sets: MatchSets) {
        countRun(of: sets)
        run = (matches, 1)
    }

    /// A number past the detectors says of the one that it is so much past that its matches are of tests.
    mutating func countRun(of sets: MatchSets) {
        guard run.count > 0 else { return }
        for detector in sets.list(run.matches).map(Int.init) {
            let isTest = detector >= detectorCount
            let place = place(of: isTest ? detector - detectorCount : detector)
            if isTest {
                entries[place].evidence.testMatched &+= run.count
            } else {
                entries[place].evidence.matched &+= run.count
            }
        }
        run.count = 0
    }

    /// Whether there is a mask of a match of the detector.
    @inline(__always)
    func hasMask(_ detector: Int) -> Bool { entries[Int(places[detector])].hasMask }

    mutating func setMask(_ mask: String, of detector: Int) {
        masks[detector] = mask
        entries[place(of: detector)].hasMask = true
    }

    /// A new value whose matches are all of tests.
    mutating func countTest(_ detector: Int) {
        let place = place(of: detector)
        entries[place].evidence.tests &+= 1
    }

    @inline(__always)
    mutating func pass(_ detector: Int, weight: Float, isCandidate: Bool = true, hasContext: Bool = false) {
        let place = place(of: detector)
        if isCandidate { entries[place].evidence.candidates &+= 1 }
        entries[place].evidence.passes &+= 1
        entries[place].evidence.weight += weight
        if hasContext { entries[place].evidence.contexts &+= 1 }
    }

    /// Whether a number within a text is one of the last few that the detector met: the same one in other words proves nothing more.
    mutating func isRepeated(_ detector: Int, _ hash: UInt64) -> Bool {
        let place = place(of: detector)
        let tag = Self.tag(of: hash)
        if any(entries[place].recent .== tag) { return true }
        entries[place].recent[Int(entries[place].nextRecent & 3)] = tag
        entries[place].nextRecent &+= 1
        return false
    }

    @inline(__always)
    mutating func fail(_ detector: Int) {
        guard detector >= 0 else { return }
        let place = place(of: detector)
        entries[place].evidence.candidates &+= 1
    }

    /// A match somewhere in a value; called once for each value and detector.
    @inline(__always)
    mutating func hit(_ detector: Int, weight: Float) {
        let place = place(of: detector)
        entries[place].evidence.hits &+= 1
        entries[place].evidence.hitWeight += weight
    }

    /// Everyday terms in a value that holds nothing better; called once for each value and detector.
    mutating func everyday(_ detector: Int, weight: Float) {
        _ = place(of: detector)
        everydayHits.add(1, weight, of: detector)
    }

    /// Takes in what was seen of the same field elsewhere. Values that both remember count once.
    ///
    /// - Parameter translate: the number here of a set of matches there.
    mutating func merge(_ other: FieldEvidence, of sets: MatchSets, translate: (MatchSets.ID) -> MatchSets.ID) {
        // What of the other is known to have been seen here too, by the detectors that matched in it.
        var repeatedValues = 0
        var repeatedMatches: [Int: Int] = [:]
        for slot in 0..<(Self.sets * Self.ways) where other.seen[slot].tag != 0 {
            let (tag, matches) = other.seen[slot]
            let set = slot / Self.ways * Self.ways
            if (0..<Self.ways).contains(where: { seen[set + $0].tag == tag }) {
                repeatedValues += 1
                for detector in sets.list(matches) { repeatedMatches[Int(detector), default: 0] += 1 }
            } else if let free = (0..<Self.ways).first(where: { seen[set + $0].tag == 0 }) {
                seen[set + free] = (tag, translate(matches))
            }
        }
        let theirs = max(other.distinct, 1)
        values += other.values
        distinct += max(other.distinct - repeatedValues, 0)
        for detector in other.detectors {
            let more = other.counter(detector)
            let place = place(of: detector)
            entries[place].name = other.nameNats(detector)
            var mine = entries[place].evidence
            mine.matched &+= more.matched
            mine.testMatched &+= more.testMatched
            mine.tests &+= UInt32(max(Int(more.tests) - (repeatedMatches[detector + detectorCount] ?? 0), 0))
            // Of the repeated values those that matched take a match with them, the others a candidate.
            let theirRecent = other.entries[Int(other.places[detector])].recent
            let shared = (0..<4).count { theirRecent[$0] != 0 && any(entries[place].recent .== theirRecent[$0]) }
            let matches = min((repeatedMatches[detector] ?? 0) + shared, Int(max(more.passes, more.hits)))
            func share(_ count: UInt32) -> Float { count == 0 ? 0 : Float(max(Int(count) - matches, 0)) / Float(count) }
            let passes = share(more.passes)
            let hits = share(more.hits)
            let failures =
                Double(more.candidates &- min(more.passes, more.candidates))
                * Double(max(theirs - repeatedValues, 0)) / Double(theirs)
            mine.passes &+= UInt32(Float(more.passes) * passes)
            mine.weight += more.weight * passes
            mine.candidates &+= UInt32(Float(more.passes) * passes) &+ UInt32(failures)
            mine.hits &+= UInt32(Float(more.hits) * hits)
            mine.hitWeight += more.hitWeight * hits
            mine.contexts &+= UInt32(Float(more.contexts) * passes)
            entries[place].evidence = mine
        }
        ambiguousHits.add(other.ambiguousHits)
        everydayHits.add(other.everydayHits)
        for (detector, mask) in other.masks where !hasMask(detector) { setMask(mask, of: detector) }
        wholeTexts &+= UInt32(max(Int(other.wholeTexts) - repeatedValues, 0))
        shape.add(other.shape)
        dates.add(other.dates)
        mailboxes.all += other.mailboxes.all
        mailboxes.roles += other.mailboxes.roles
    }
}

/// Recognisers that read bare values as theirs where the field's name speaks for them strongly.
struct NamedRecognisers: OptionSet {
    var rawValue: UInt16

    // Computed, so that they cost nothing where every value is asked for them.
    static var passportNumber: Self { Self(rawValue: 1 << 0) }
    static var readCode: Self { Self(rawValue: 1 << 1) }
    static var sortCodeAccount: Self { Self(rawValue: 1 << 2) }
    static var phoneNumber: Self { Self(rawValue: 1 << 3) }
    static var dateOfBirth: Self { Self(rawValue: 1 << 4) }
    static var personName: Self { Self(rawValue: 1 << 5) }
    static var passwordHash: Self { Self(rawValue: 1 << 6) }
    static var password: Self { Self(rawValue: 1 << 7) }
    static var namedSecret: Self { Self(rawValue: 1 << 8) }
    static var postalAddress: Self { Self(rawValue: 1 << 9) }
    static var ukPostcode: Self { Self(rawValue: 1 << 10) }
    static var snomedCode: Self { Self(rawValue: 1 << 11) }
    /// A name of accounts that says nothing of sort codes.
    static var accountNumber: Self { Self(rawValue: 1 << 12) }
    /// ICD-10 or OPCS-4.
    static var clinicalCode: Self { Self(rawValue: 1 << 13) }

    init(rawValue: UInt16) { self.rawValue = rawValue }

    static func isAccountNumber(_ name: String) -> Bool {
        let written = name.lowercased()
        return (written.contains("acc") || FieldNameIndex.words(of: name).contains("ac")) && !written.contains("sort")
            && !written.contains("srt")
    }

    init(_ recogniser: Recogniser) {
        switch recogniser {
        case .icd10Code, .opcs4Code: self = .clinicalCode
        case .passportNumber: self = .passportNumber
        case .readCode: self = .readCode
        case .sortCodeAccount: self = .sortCodeAccount
        case .phoneNumber: self = .phoneNumber
        case .dateOfBirth: self = .dateOfBirth
        case .personName: self = .personName
        case .passwordHash: self = .passwordHash
        case .password: self = .password
        case .namedSecret: self = .namedSecret
        case .postalAddress: self = .postalAddress
        case .ukPostcode: self = .ukPostcode
        case .snomedCode: self = .snomedCode
        default: self = []
        }
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

    mutating func add(_ other: DateSpread) {
        count += other.count
        sum += other.sum
        squares += other.squares
        future += other.future
        recent += other.recent
        old += other.old
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
    /// Distinct values with a word that stands in names of firms.
    var companies = 0
    /// Distinct values that are running text.
    var prose = 0
    /// The letters that codes of a letter and digits begin with, one bit each.
    var codeLetters: UInt32 = 0

    mutating func add(_ other: ValueShape) {
        opaqueKeys += other.opaqueKeys
        numbers += other.numbers
        timestamps += other.timestamps
        companies += other.companies
        prose += other.prose
        codeLetters |= other.codeLetters
    }
}

/// Settings are often kept as rows of a name and a value: what the name says holds for the value.
enum SettingPart {
    case name, value, neither

    init(fieldName: String) {
        switch FieldNameIndex.words(of: fieldName).last {
        case "name", "key", "setting", "variable", "var", "param", "parameter", "option", "attribute", "attr",
            "property", "prop",
            "question":
            self = .name
        case "value", "val", "content", "data", "answer", "response": self = .value
        default: self = .neither
        }
    }
}
