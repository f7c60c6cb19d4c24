import Exposure
import Formats

/// Takes the records of one dataset and tells, at the end, what they hold and how sensitive they are.
///
/// Values are looked at where they lie and dropped. What is kept is bounded whatever the input: for each field counts,
/// hashes and masks, and for the dataset the combinations of types that occurred together in a record.
public final class DatasetClassifier: RecordSink {
    private let catalog: DetectorCatalog
    private let dataset: String
    private let scanner: ValueScanner
    private let isSampling: Bool
    private let explains: Bool
    private let tree = FieldTree()
    private var current = FieldTree.root
    private var depth = 0
    private var records = 0
    private var broken = 0
    /// Values that wait, while members stay valid.
    private var batch = ValueBatch()
    private var isBatching = false
    private var isInRecord = false
    /// The record whose matches are noted.
    private var noted = 0
    /// The matches of the record, in room that grows to those of the longest.
    private var hits = UnsafeMutablePointer<Hit>.allocate(capacity: 64)
    private var hitCount = 0
    private var hitCapacity = 64
    private var combinations = RecordCombinations()
    /// What the name of a setting speaks for, until its value comes.
    private var settingContext = SettingContext() {
        didSet { hasSettingContext = !settingContext.isEmpty }
    }
    private var hasSettingContext = false
    /// Whether there is a field for the values of settings, and until then the last name.
    private var hasSettings = false
    private var pendingName: [UInt8] = []
    /// What names of settings were found to say, by their hash.
    private var settingContexts: [UInt64: SettingContext] = [:]
    private static let maximumSettingContexts = 4096
    /// How deep values inside values are being looked at.
    private var nesting = 0

    /// Which detectors matched in a field of the record.
    struct Hit: Equatable {
        var field: Int32
        var matches: MatchSets.ID
    }

    /// - Parameters:
    ///   - dataset: the dataset's name: what a table is called says whose `name` its column is. Empty where there is none.
    ///   - isSampling: whether `isSettled` will be asked; what that takes is only then kept.
    public init(catalog: DetectorCatalog, dataset: String = "", isSampling: Bool = false, explains: Bool = false) {
        self.catalog = catalog
        self.dataset = dataset
        self.isSampling = isSampling
        self.explains = explains
        scanner = ValueScanner(catalog)
    }

    deinit {
        hits.deallocate()
        batch.deallocate()
    }

    public func beginMembers() {
        guard !isSampling else { return }
        batch.open()
        isBatching = true
        if !isInRecord { beginHits() }
    }

    public func endMembers() {
        settle()
        isBatching = false
    }

    public func beginRecord() {
        current = FieldTree.root
        depth = 0
        isInRecord = true
        if !isBatching { beginHits() }
        if hasSettingContext { settingContext = SettingContext() }
        if !pendingName.isEmpty { pendingName.removeAll(keepingCapacity: true) }
        tree.restart(FieldTree.root)
    }

    @inline(__always)
    public func enter(_ name: UnsafeRawBufferPointer) {
        current = tree.child(name, of: current) ?? newField(name)
        tree.restart(current)
    }

    public func member(_ name: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        let node = tree.child(name, of: current) ?? newField(name)
        guard let text = Self.text(bytes, kind) else { return }
        let field = tree.evidence(of: node) ?? newEvidence(of: node)
        if isBatching, mayWait(text, kind, field) { return wait(text, kind, node, field) }
        let parent = current
        current = node
        tree.restart(node)
        take(text, kind, field)
        current = parent
    }

    public func leave() {
        if current > 0 { current = tree.parent(of: current) }
    }

    public func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        guard let text = Self.text(bytes, kind) else { return }
        let field = tree.evidence(of: current) ?? newEvidence(of: current)
        if isBatching, mayWait(text, kind, field) {
            if let copy = batch.copy(text) { return wait(copy, kind, current, field) }
            settle()
            if let copy = batch.copy(text) { return wait(copy, kind, current, field) }
        }
        take(text, kind, field)
    }

    /// The text without white space at its ends; `nil` where there is none.
    @inline(__always)
    static func text(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) -> UnsafeBufferPointer<UInt8>? {
        guard kind != .null, kind != .boolean else { return nil }
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start &+= 1 }
        while end > start, bytes[end &- 1] <= 0x20 { end &-= 1 }
        guard start < end else { return nil }
        // Not bound: the readers hand out raw bytes, and these are bytes too.
        return UnsafeBufferPointer<UInt8>(
            start: (bytes.baseAddress.unsafelyUnwrapped + start).assumingMemoryBound(to: UInt8.self),
            count: end &- start)
    }

    // MARK: - Values that wait

    /// Whether the value has nothing to do with others of its record, and holds no values.
    @inline(__always)
    private func mayWait(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: UnsafeMutablePointer<FieldEvidence>
    ) -> Bool {
        nesting == 0 && !hasSettingContext && (field.pointee.part != .name || areSettingsOver)
            && !(mayHoldMore(text, kind) && holdsMore(text, field))
    }

    @inline(__always)
    private func wait(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ node: Int32,
        _ field: UnsafeMutablePointer<FieldEvidence>
    ) {
        batch.add(text, kind, node, field)
        if batch.isFull { settle() }
    }

    /// Classifies the values that wait, field by field, and then notes what matched, record by record.
    private func settle() {
        guard !batch.isEmpty else { return }
        batch.eachByField { entry, field in entry.matches = matches(entry.text, entry.kind, field) }
        var place = 0
        for end in 0..<batch.endCount {
            count(place..<batch.ends[end].count)
            place = batch.ends[end].count
            if batch.ends[end].isWhole { combinations.add(UnsafeBufferPointer(start: hits, count: hitCount)) }
            beginHits()
        }
        count(place..<batch.count)
        batch.removeAll()
    }

    private func count(_ places: Range<Int>) {
        for place in places where batch.entries[place].matches != 0 {
            let entry = batch.entries[place]
            if let field = tree.evidence(of: entry.node) { count(entry.matches, of: entry.node, in: field) }
        }
    }

    /// What matches in a value of a field that is none of settings'.
    @inline(__always)
    private func matches(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: UnsafeMutablePointer<FieldEvidence>
    ) -> MatchSets.ID {
        let hash = ValueHash.of(text)
        if let repeated = field.pointee.matches(of: hash) {
            field.pointee.countValue(isNew: false)
            return repeated
        }
        field.pointee.countValue(isNew: true)
        let matches = kind == .binary && RecordReader.isBinaryValue(text) ? 0 : scanner.scan(text, kind, field)
        field.pointee.remember(hash, matches)
        return matches
    }

    // MARK: - Values at once

    private func take(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: UnsafeMutablePointer<FieldEvidence>
    ) {
        // What came before it in the same field is counted before it.
        if field.pointee.waiting.first >= 0 { settle() }
        let hash = ValueHash.of(text)
        // What was looked into is not remembered: a value that is was scanned as text, and would be again.
        let repeated = field.pointee.matches(of: hash)
        if let repeated, !hasSettingContext, field.pointee.part != .name || areSettingsOver {
            field.pointee.countValue(isNew: false)
            note(repeated, of: text, in: field)
        } else {
            further(text, hash, repeated, kind, field)
        }
    }

    /// A value that was not seen before, or may be the name or the value of a setting.
    ///
    /// - Parameter repeated: what matched in the value where it was seen before.
    private func further(
        _ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ repeated: MatchSets.ID?, _ kind: ValueKind,
        _ field: UnsafeMutablePointer<FieldEvidence>
    ) {
        if hasSettingContext, field.pointee.part == .value {
            field.pointee.countValue(isNew: repeated == nil)
            let matches = scanner.scan(text, kind, field, context: settingContext)
            field.pointee.remember(hash, matches)
            note(matches, of: text, in: field)
            settingContext = SettingContext()
            return
        }
        if nesting < 3, mayHoldMore(text, kind), classifyInside(text, field) { return }
        field.pointee.countValue(isNew: repeated == nil)
        if let repeated {
            if field.pointee.part == .name, isSetting(text) {
                settingContext = settingContexts[hash] ?? scanner.settingContext(ofRepeated: text, kind)
            }
            note(repeated, of: text, in: field)
            return
        }
        let matches = kind == .binary && RecordReader.isBinaryValue(text) ? 0 : scanner.scan(text, kind, field)
        if field.pointee.part == .name, isSetting(text) {
            // Names of settings are few; where they are not, they are no names.
            let isKept = settingContexts.count < Self.maximumSettingContexts
            settingContext = scanner.settingContext(of: isKept ? text : UnsafeBufferPointer(rebasing: text.prefix(0)))
            if isKept { settingContexts[hash] = settingContext }
        }
        field.pointee.remember(hash, matches)
        note(matches, of: text, in: field)
    }

    /// Whether a value of a field of names may be the name of a setting: there must be fields for the values of such. Until there is
    /// one, the name is kept for it.
    @inline(__always)
    private func isSetting(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if hasSettings { return true }
        if records < Self.recordsForSettings, name.count <= 64 {
            pendingName.removeAll(keepingCapacity: true)
            pendingName.append(contentsOf: name)
        }
        return false
    }

    /// Whether it is too late for the first field of settings' values.
    private var areSettingsOver: Bool { !hasSettings && records >= Self.recordsForSettings }

    /// A field of values is expected in as many records.
    private static let recordsForSettings = 64

    public func endRecord() {
        records += 1
        isInRecord = false
        if isBatching {
            batch.endRecord(isWhole: true)
            if batch.isFull { settle() }
            return
        }
        combinations.add(UnsafeBufferPointer(start: hits, count: hitCount))
    }

    public func brokenRecord() {
        broken += 1
        current = FieldTree.root
        isInRecord = false
        if isBatching {
            batch.endRecord(isWhole: false)
            if batch.isFull { settle() }
        }
    }

    /// What was found so far. May be asked for at any time.
    public func verdict() -> DatasetVerdict { builder.build(explains: explains) }

    /// Whether more records would change nothing in the verdict, as far as those so far tell.
    public var isSettled: Bool { Settlement(builder: builder).isSettled }

    var builder: VerdictBuilder {
        settle()
        for node in 0..<Int32(tree.count) { tree.evidence(of: node)?.pointee.countRun(of: scanner.sets) }
        return VerdictBuilder(
            catalog: catalog, dataset: dataset, tree: tree, records: records, broken: broken,
            combinations: combinations,
            sets: scanner.sets)
    }

    /// A field that is not known yet. Where records are kept under the numbers of people, the name is a value: it is
    /// counted as one, and all such fields share a name that says what they are named by.
    private func newField(_ name: UnsafeRawBufferPointer) -> Int32 {
        guard let detector = scanner.identifier(in: name.bindMemory(to: UInt8.self)) else {
            return tree.child(making: name, of: current, isInner: nesting > 0)
        }
        var shared = "(\(catalog.detectors[detector].name))"
        let node = shared.withUTF8 {
            tree.child(making: UnsafeRawBufferPointer($0), of: current, isInner: nesting > 0)
        }
        let parent = current
        current =
            "(key)".utf8.withContiguousStorageIfAvailable {
                tree.child(making: UnsafeRawBufferPointer($0), of: node, isInner: nesting > 0)
            } ?? node
        value(name, .string)
        current = parent
        return node
    }

    /// The matches noted from here on are of another record.
    private func beginHits() {
        hitCount = 0
        noted &+= 1
    }

    private func note(
        _ matches: MatchSets.ID, of text: UnsafeBufferPointer<UInt8>, in field: UnsafeMutablePointer<FieldEvidence>
    ) {
        if isSampling { field.pointee.kinds.add(text, matches) }
        guard matches != 0 else { return }
        if isBatching {
            batch.add(matches, current)
            if batch.isFull { settle() }
        } else {
            count(matches, of: current, in: field)
        }
    }

    /// Counts what matched in a value of the record whose hits are being gathered.
    @inline(__always)
    private func count(_ matches: MatchSets.ID, of node: Int32, in field: UnsafeMutablePointer<FieldEvidence>) {
        if !field.pointee.countsAgain(matches) { count(matches, in: field) }
        // The values of an array count as one.
        let last = field.pointee.lastHit
        if last.record == noted, last.place < hitCount, hits[last.place].field == node {
            join(matches, to: last.place)
        } else {
            field.pointee.lastHit = (noted, hitCount)
            if hitCount == hitCapacity { growHits() }
            (hits + hitCount).initialize(to: Hit(field: node, matches: matches))
            hitCount &+= 1
        }
    }

    // What is seldom called is kept apart: where it was inlined, each value would count references for it.

    @inline(never)
    private func count(_ matches: MatchSets.ID, in field: UnsafeMutablePointer<FieldEvidence>) {
        field.pointee.count(matches, of: scanner.sets)
    }

    @inline(never)
    private func join(_ matches: MatchSets.ID, to place: Int) {
        hits[place].matches = scanner.sets.union(hits[place].matches, matches)
    }

    @inline(never)
    private func growHits() {
        hitCapacity *= 2
        hits.grow(to: hitCapacity, keeping: hitCount)
    }

    private func newEvidence(of node: Int32) -> UnsafeMutablePointer<FieldEvidence> {
        let path = tree.path(node)
        let evidence = tree.setEvidence(
            FieldEvidence(
                detectorCount: catalog.detectors.count,
                nameEvidence: catalog.matcher.fieldNames.evidence(dataset: dataset, path: path),
                slots: catalog.matcher.slots, name: path.last { !$0.hasPrefix("$") } ?? ""), of: node)
        if evidence.pointee.part == .value, !hasSettings {
            hasSettings = true
            if !pendingName.isEmpty {
                pendingName.withUnsafeBufferPointer { name in
                    settingContext = scanner.settingContext(ofRepeated: name, .string, isName: true)
                    settingContexts[ValueHash.of(name)] = settingContext
                }
            }
        }
        return evidence
    }

    /// Takes in what another classifier, of the same catalog, found in other records of the same dataset.
    ///
    /// What both count is added up; values that both saw are counted as distinct once, as far as the bounded memory of either goes.
    public func merge(_ other: DatasetClassifier) {
        settle()
        other.settle()
        var nodes = [Int32](repeating: FieldTree.root, count: other.tree.count)
        var sets: [MatchSets.ID: MatchSets.ID] = [0: 0]
        func translate(_ id: MatchSets.ID) -> MatchSets.ID {
            if let known = sets[id] { return known }
            let here = scanner.sets.id(of: Array(other.scanner.sets.list(id)))
            sets[id] = here
            return here
        }
        for node in 0..<Int32(other.tree.count) {
            other.tree.evidence(of: node)?.pointee.countRun(of: other.scanner.sets)
            if node > 0 {
                let parent = nodes[Int(other.tree.parent(of: node))]
                nodes[Int(node)] = tree.child(
                    making: other.tree.name(of: node), of: parent, isInner: other.tree.isInner(node))
            }
            guard let theirs = other.tree.evidence(of: node) else { continue }
            let mine = tree.evidence(of: nodes[Int(node)]) ?? newEvidence(of: nodes[Int(node)])
            mine.pointee.merge(theirs.pointee, of: other.scanner.sets, translate: translate)
        }
        records += other.records
        broken += other.broken
        for combination in other.combinations.combinations {
            let hits = combination.hits.map { Hit(field: nodes[Int($0.field)], matches: translate($0.matches)) }
            hits.withUnsafeBufferPointer { combinations.add($0, count: combination.count) }
        }
    }

    // MARK: - Values inside values

    /// Whether the text begins as something does that holds values, or is long enough for encoded ones.
    @inline(__always)
    private func mayHoldMore(_ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind) -> Bool {
        guard kind == .string || kind == .binary, text.count >= 8 else { return false }
        switch text[0] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "M"), UInt8(ascii: "<"): return true
        default: return mayBeEncoded(text)
        }
    }

    /// Whether it may well. Where not, `classifyInside` would do nothing.
    private func holdsMore(
        _ text: UnsafeBufferPointer<UInt8>, _ field: UnsafeMutablePointer<FieldEvidence>
    ) -> Bool {
        switch text[0] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<"): return true
        case UInt8(ascii: "M") where HL7Reader.isMessage(text): return true
        default: break
        }
        guard mayBeEncoded(text) else { return false }
        let marks = InnerText.marks(text)
        if marks.percent || marks.equals { return true }
        return field.pointee.decodingFailures < 32 && !InnerText.isAddress(text)
            && (InnerText.hexadecimal(text) != nil || Base64.text(text) != nil)
    }

    /// A space soon tells text from what is encoded.
    @inline(__always)
    private func mayBeEncoded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count >= 16
            && UnsafeRawPointer(text.baseAddress.unsafelyUnwrapped).loadUnaligned(as: SIMD16<UInt8>.self).min() > 0x20
    }

    /// Looks into JSON, HL7 v2, XML and encoded text that a value holds.
    /// - Returns: whether it was such a value; then it has been classified.
    private func classifyInside(_ text: UnsafeBufferPointer<UInt8>, _ field: UnsafeMutablePointer<FieldEvidence>)
        -> Bool
    {
        switch text[0] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard text[text.count - 1] == UInt8(ascii: "}") || text[text.count - 1] == UInt8(ascii: "]") else {
                return false
            }
            return inside {
                var walker = JSONWalker(maximumDepth: 32)
                // A text that only begins like JSON is scanned as text afterwards; what was counted stays.
                guard let end = try? walker.walk(UnsafeRawBufferPointer(text), from: 0, into: self) else {
                    return false
                }
                return end == text.count
            }
        case UInt8(ascii: "M") where HL7Reader.isMessage(text):
            return inside {
                HL7Reader.read(text, into: self)
                return true
            }
        case UInt8(ascii: "<"):
            return inside { InnerText.xml(text, into: self) }
        default: return mayBeEncoded(text) && classifyEncoded(text, field)
        }
    }

    /// Looks into hexadecimal text, base64, URL encoding and query strings.
    private func classifyEncoded(_ text: UnsafeBufferPointer<UInt8>, _ field: UnsafeMutablePointer<FieldEvidence>)
        -> Bool
    {
        if field.pointee.decodingFailures < 32, !InnerText.isAddress(text) {
            if let decoded = InnerText.hexadecimal(text) { return inside { classify(decoded, under: "$hex") } }
            if let decoded = Base64.text(text) {
                if !decoded.isEmpty { return inside { classify(decoded, under: "$base64") } }
                field.pointee.decodingFailures += 1
                return false
            }
        }
        let marks = InnerText.marks(text)
        guard marks.percent || marks.equals else { return false }
        // A URL is looked at as a whole too, a query is what its parameters are.
        if marks.equals, inside({ InnerText.query(text, into: self) ?? false }) { return true }
        guard let decoded = InnerText.percentDecoded(text, isForm: false) else { return false }
        return inside { classify(decoded, under: "$url") }
    }

    private func classify(_ decoded: [UInt8], under name: StaticString) -> Bool {
        enter(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        decoded.withUnsafeBytes { value($0, .string) }
        leave()
        return true
    }

    private func inside(_ body: () -> Bool) -> Bool {
        let node = current
        nesting += 1
        defer {
            nesting -= 1
            current = node
        }
        return body()
    }
}

/// What the classifier found in one dataset.
public struct DatasetVerdict: Sendable, Equatable {
    public var recordsSampled: Int
    public var recordsBroken: Int
    public var sensitivity: Level
    /// Plain words, the weightiest first.
    public var reasons: [String]
    public var fields: [FieldFinding]
    public var tests: TestShare

    public init(
        recordsSampled: Int, recordsBroken: Int, sensitivity: Level, reasons: [String], fields: [FieldFinding],
        tests: TestShare = TestShare()
    ) {
        self.recordsSampled = recordsSampled
        self.recordsBroken = recordsBroken
        self.sensitivity = sensitivity
        self.reasons = reasons
        self.fields = fields
        self.tests = tests
    }
}

/// How often each combination of types occurred in a record. Bounded: past the limits, a record is counted under one that has
/// matches in as many fields.
struct RecordCombinations {
    static let maximum = 4096
    /// Matches that are kept of all combinations together.
    static let maximumHits = 1 << 19

    struct Combination {
        var hits: [DatasetClassifier.Hit]
        var count: Int
    }

    private var places: [UInt64: Int] = [:]
    private(set) var combinations: [Combination] = []
    /// The combination counted last: records repeat one another.
    private var latest = (signature: UInt64(0), place: -1)
    /// For each number of matches the first combination that has it.
    private var placeBySize: [Int: Int] = [:]
    private var hitCount = 0

    mutating func add(_ hits: UnsafeBufferPointer<DatasetClassifier.Hit>, count: Int = 1) {
        var signature: UInt64 = 0x51_7cc1_b727_2202
        for hit in hits {
            signature = Lexicon.combine(signature, UInt64(hit.matches) | UInt64(UInt32(bitPattern: hit.field)) << 32)
        }
        if latest.place >= 0, latest.signature == signature {
            combinations[latest.place].count += count
        } else if let place = places[signature] {
            combinations[place].count += count
            latest = (signature, place)
        } else if combinations.count < Self.maximum, hitCount + hits.count <= Self.maximumHits {
            places[signature] = combinations.count
            latest = (signature, combinations.count)
            if placeBySize[hits.count] == nil { placeBySize[hits.count] = combinations.count }
            hitCount += hits.count
            combinations.append(Combination(hits: Array(hits), count: count))
        } else if let nearest = placeBySize[hits.count] {
            // Thousands of combinations mean that each is rare: one of the same size stands for it.
            combinations[nearest].count += count
        }
    }
}

/// A hash that tells values apart well enough to count distinct ones. Not keyed, and never shown.
enum ValueHash {
    @inline(__always)
    static func of(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 { of(UnsafeRawBufferPointer(text)) }

    @inline(__always)
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: count)
        if count >= 8 {
            var offset = 0
            while offset &+ 8 < count {
                hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                offset &+= 8
            }
            // The last eight bytes, some of them perhaps once more.
            return mix(hash ^ bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)) | 1
        }
        var rest: UInt64 = 0
        if count >= 4 {
            rest =
                UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)) << 32
                | UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        } else if count > 0 {
            rest = UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count &- 1])
        }
        return mix(hash ^ rest) | 1
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low
    }
}
