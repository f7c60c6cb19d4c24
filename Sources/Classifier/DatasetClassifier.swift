import Exposure
import Formats

/// Takes the records of one dataset and tells, at the end, what they hold and how sensitive they are.
///
/// Values are looked at where they lie and dropped. What is kept is bounded whatever the input: for each field counts,
/// hashes and masks, and for the dataset the combinations of types that occurred together in a record.
public final class DatasetClassifier: RecordSink {
    private let catalog: DetectorCatalog
    private let scanner: ValueScanner
    private let isSampling: Bool
    private var tree = FieldTree()
    private var current = FieldTree.root
    private var depth = 0
    private var records = 0
    private var broken = 0
    private var hits: [Hit] = []
    private var signature: UInt64 = 0
    private var combinations = RecordCombinations()
    /// Detectors that the name of a setting speaks for, until its value comes.
    private var settingContext: UInt64 = 0
    /// How deep values inside values are being looked at.
    private var nesting = 0

    /// Which detectors matched in a field of the record.
    struct Hit {
        var field: Int32
        var detectors: UInt64
    }

    /// - Parameter isSampling: whether `isSettled` will be asked; what that takes is only then kept.
    public init(catalog: DetectorCatalog, isSampling: Bool = false) {
        self.catalog = catalog
        self.isSampling = isSampling
        scanner = ValueScanner(catalog)
    }

    public func beginRecord() {
        current = FieldTree.root
        depth = 0
        hits.removeAll(keepingCapacity: true)
        signature = 0
        settingContext = 0
        tree.restart(FieldTree.root)
    }

    public func enter(_ name: UnsafeRawBufferPointer) {
        current = tree.child(name, of: current) ?? newField(name)
        tree.restart(current)
    }

    public func leave() {
        if current > 0 { current = tree.parent(of: current) }
    }

    public func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        guard kind != .null, kind != .boolean else { return }
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        guard start < end else { return }
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end]).bindMemory(to: UInt8.self)
        let field = evidence(of: current)
        if settingContext != 0, field.part == .value {
            let hash = ValueHash.of(text)
            _ = field.repeated(hash)
            let matches = scanner.scan(text, kind, field, context: settingContext)
            field.remember(hash, matches)
            note(matches, of: text, in: field)
            settingContext = 0
            return
        }
        if kind == .string || kind == .binary, nesting < 3, text.count >= 8, classifyInside(text, field) { return }
        let hash = ValueHash.of(text)
        if let matches = field.repeated(hash), field.part != .name {
            note(matches, of: text, in: field)
            return
        }
        let matches = kind == .binary && RecordReader.isBinaryValue(text) ? 0 : scanner.scan(text, kind, field)
        if field.part == .name { settingContext = scanner.settingContext }
        field.remember(hash, matches)
        note(matches, of: text, in: field)
    }

    public func endRecord() {
        records += 1
        combinations.add(signature, hits)
    }

    public func brokenRecord() {
        broken += 1
        current = FieldTree.root
    }

    /// What was found so far. May be asked for at any time.
    public func verdict() -> DatasetVerdict { builder.build() }

    /// Whether more records would change nothing in the verdict, as far as those so far tell.
    public var isSettled: Bool { Settlement(builder: builder).isSettled }

    var builder: VerdictBuilder {
        VerdictBuilder(catalog: catalog, tree: tree, records: records, broken: broken, combinations: combinations)
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

    private func note(_ matches: UInt64, of text: UnsafeBufferPointer<UInt8>, in field: FieldEvidence) {
        if isSampling { field.kinds.add(text, matches) }
        guard matches != 0 else { return }
        if let last = hits.last, last.field == current {
            hits[hits.count - 1].detectors |= matches
        } else {
            hits.append(Hit(field: current, detectors: matches))
        }
        signature = Lexicon.combine(signature, matches ^ UInt64(UInt32(bitPattern: current)) << 32)
    }

    private func evidence(of node: Int32) -> FieldEvidence {
        if let found = tree.evidence[Int(node)] { return found }
        let made = FieldEvidence(
            detectorCount: catalog.detectors.count,
            nameEvidence: catalog.matcher.fieldNames.evidence(path: tree.path(node)), name: tree.path(node).last ?? "")
        tree.setEvidence(made, of: node)
        return made
    }

    // MARK: - Values inside values

    /// Looks into JSON, HL7 v2 and base64 that a value holds.
    /// - Returns: whether it was such a value; then it has been classified.
    private func classifyInside(_ text: UnsafeBufferPointer<UInt8>, _ field: FieldEvidence) -> Bool {
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
        default:
            guard text.count >= 16, field.decodingFailures < 32, let decoded = Base64.text(text) else {
                return false
            }
            guard !decoded.isEmpty else {
                field.decodingFailures += 1
                return false
            }
            return inside {
                "base64".utf8.withContiguousStorageIfAvailable { enter(UnsafeRawBufferPointer($0)) }
                decoded.withUnsafeBytes { value($0, .string) }
                leave()
                return true
            }
        }
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

    public init(
        recordsSampled: Int, recordsBroken: Int, sensitivity: Level, reasons: [String], fields: [FieldFinding]
    ) {
        self.recordsSampled = recordsSampled
        self.recordsBroken = recordsBroken
        self.sensitivity = sensitivity
        self.reasons = reasons
        self.fields = fields
    }
}

/// How often each combination of types occurred in a record. Bounded: past the limit, records are counted under the
/// combination of all that they hold, without the fields.
struct RecordCombinations {
    static let maximum = 4096

    struct Combination {
        var hits: [DatasetClassifier.Hit]
        var count: Int
    }

    private var places: [UInt64: Int] = [:]
    private(set) var combinations: [Combination] = []

    mutating func add(_ signature: UInt64, _ hits: [DatasetClassifier.Hit]) {
        if let place = places[signature] {
            combinations[place].count += 1
        } else if combinations.count < Self.maximum {
            places[signature] = combinations.count
            combinations.append(Combination(hits: hits, count: 1))
        } else if let nearest = combinations.firstIndex(where: { $0.hits.count == hits.count }) {
            // Thousands of combinations mean that each is rare: one of the same size stands for it.
            combinations[nearest].count += 1
        }
    }
}

/// A hash that tells values apart well enough to count distinct ones. Not keyed, and never shown.
enum ValueHash {
    @inline(__always)
    static func of(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 { of(UnsafeRawBufferPointer(text)) }

    @inline(__always)
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        return mix(hash ^ rest) | 1
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low
    }
}
