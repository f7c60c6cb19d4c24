/// A regular expression of a detector file, as the positions that a match goes through (Glushkov 1961).
///
/// What can be written: characters, sets (`[A-Z2-7_]`, `[^"]`), `\d`, `\w`, `\s` and `.` (any byte but a line feed), groups,
/// alternatives with `|`, and repetition with `?`, `*`, `+`, `{m}`, `{m,}` and `{m,n}`; `\` takes any other character as it is. There
/// is nothing that would need more than one pass over the text: no anchors, no looking ahead or behind, no references back.
struct Pattern: Sendable, Equatable {
    /// A byte that a match can go through.
    struct Position: Sendable, Equatable {
        var bytes: ByteSet
        /// Positions that can come next.
        var next: [Int] = []
    }

    private(set) var positions: [Position] = []
    /// Where a match can begin.
    private(set) var first: [Int] = []
    /// Where it can end.
    private(set) var last: [Int] = []
    /// Bytes of the longest match; `nil` where there is no longest.
    let maximumLength: Int?

    /// Positions that one pattern may come to: `{…}` writes what it repeats out.
    static let maximumPositions = 2000
    /// Groups inside groups.
    static let maximumDepth = 32

    /// - Throws: `PatternError`, which says what is wrong and where.
    init(_ text: String, ignoringCase: Bool = false) throws(PatternError) {
        var parser = PatternParser(text, ignoringCase: ignoringCase)
        let tree = try parser.parse()
        maximumLength = tree.maximumLength
        if tree.minimumLength == 0 { throw PatternError(reason: "it would match nothing at all: \(text)") }
        if tree.size > Self.maximumPositions {
            throw PatternError(
                reason: "it is too long: written out it has \(tree.size) characters, and no more than "
                    + "\(Self.maximumPositions) are taken, in \(text)")
        }
        let ends = add(tree)
        first = ends.first
        last = ends.last
        for index in positions.indices { Self.settle(&positions[index].next) }
    }

    /// In ascending order, each once. They come in a few ascending runs, which sorting makes use of.
    private static func settle(_ places: inout [Int]) {
        guard places.count > 1 else { return }
        places.sort()
        var kept = 1
        for place in places where place != places[kept - 1] {
            places[kept] = place
            kept += 1
        }
        places.removeLast(places.count - kept)
    }

    private struct Ends {
        var isNullable: Bool
        var first: [Int]
        var last: [Int]
    }

    private mutating func add(_ tree: PatternTree) -> Ends {
        switch tree {
        case .bytes(let set):
            positions.append(Position(bytes: set))
            return Ends(isNullable: false, first: [positions.count - 1], last: [positions.count - 1])
        case .sequence(let parts):
            var whole = Ends(isNullable: true, first: [], last: [])
            for part in parts { whole = follow(whole, add(part)) }
            return whole
        case .choice(let parts):
            var whole = Ends(isNullable: false, first: [], last: [])
            for part in parts {
                let ends = add(part)
                whole.isNullable = whole.isNullable || ends.isNullable
                whole.first += ends.first
                whole.last += ends.last
            }
            return whole
        case .repeated(let part, let minimum, let maximum):
            var whole = Ends(isNullable: true, first: [], last: [])
            for _ in 0..<minimum { whole = follow(whole, add(part)) }
            if let maximum {
                for _ in minimum..<maximum {
                    var ends = add(part)
                    ends.isNullable = true
                    whole = follow(whole, ends)
                }
            } else {
                var ends = add(part)
                for end in ends.last { positions[end].next += ends.first }
                ends.isNullable = true
                whole = follow(whole, ends)
            }
            return whole
        }
    }

    private mutating func follow(_ before: Ends, _ after: Ends) -> Ends {
        for end in before.last { positions[end].next += after.first }
        return Ends(
            isNullable: before.isNullable && after.isNullable,
            first: before.isNullable ? before.first + after.first : before.first,
            last: after.isNullable ? before.last + after.last : after.last)
    }
}

/// What is wrong with a pattern's text.
struct PatternError: Error, Equatable {
    var reason: String
}

/// A set of bytes.
struct ByteSet: Sendable, Hashable {
    /// A bit for each byte.
    private(set) var bits: SIMD4<UInt64> = .zero

    static let digits = ByteSet(0x30...0x39)
    static let word = ByteSet(0x30...0x39).union(ByteSet(0x41...0x5a)).union(ByteSet(0x61...0x7a)).union(
        ByteSet(0x5f...0x5f))
    static let space = ByteSet(0x09...0x0d).union(ByteSet(0x20...0x20))

    init() {}
    init(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool { bits[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

    mutating func insert(_ byte: UInt8) { bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    func union(_ other: ByteSet) -> ByteSet {
        var result = self
        result.bits |= other.bits
        return result
    }

    func subtracting(_ other: ByteSet) -> ByteSet {
        var set = self
        set.bits &= ~other.bits
        return set
    }

    func meets(_ other: ByteSet) -> Bool { bits & other.bits != .zero }

    var inverted: ByteSet {
        var result = self
        result.bits = ~bits
        return result
    }

    var isEmpty: Bool { bits == .zero }

    /// With the other case of each ASCII letter.
    var ignoringCase: ByteSet {
        var result = self
        for byte in UInt8(0x41)...0x5a where contains(byte) || contains(byte | 0x20) {
            result.insert(byte)
            result.insert(byte | 0x20)
        }
        return result
    }
}

/// What a pattern says, as its text is nested.
indirect enum PatternTree {
    case bytes(ByteSet)
    case sequence([PatternTree])
    case choice([PatternTree])
    case repeated(PatternTree, minimum: Int, maximum: Int?)

    /// Positions when written out; saturated, for counts that multiply.
    var size: Int {
        switch self {
        case .bytes: return 1
        case .sequence(let parts), .choice(let parts):
            return parts.reduce(0) { Self.bounded($0 + $1.size) }
        case .repeated(let part, let minimum, let maximum):
            return Self.bounded(part.size * (maximum ?? minimum + 1))
        }
    }

    var minimumLength: Int {
        switch self {
        case .bytes: 1
        case .sequence(let parts): parts.reduce(0) { Self.bounded($0 + $1.minimumLength) }
        case .choice(let parts): parts.map(\.minimumLength).min() ?? 0
        case .repeated(let part, let minimum, _): Self.bounded(part.minimumLength * minimum)
        }
    }

    var maximumLength: Int? {
        switch self {
        case .bytes: return 1
        case .sequence(let parts), .choice(let parts):
            var length = 0
            for part in parts {
                guard let one = part.maximumLength else { return nil }
                if case .choice = self { length = max(length, one) } else { length = Self.bounded(length + one) }
            }
            return length
        case .repeated(let part, _, let maximum):
            guard let maximum, let one = part.maximumLength else { return nil }
            return Self.bounded(one * maximum)
        }
    }

    private static func bounded(_ count: Int) -> Int { min(count, 1_000_000) }
}

/// Reads the text of a pattern.
private struct PatternParser {
    private let text: String
    private let bytes: [UInt8]
    private let ignoringCase: Bool
    private var offset = 0
    private var depth = 0

    /// Counts in `{…}` end here.
    private static let maximumRepeat = 4096

    init(_ text: String, ignoringCase: Bool) {
        self.text = text
        bytes = Array(text.utf8)
        self.ignoringCase = ignoringCase
    }

    mutating func parse() throws(PatternError) -> PatternTree {
        let tree = try choice()
        if offset < bytes.count { try fail("a ) without its (") }
        return tree
    }

    private func fail(_ reason: String) throws(PatternError) -> Never {
        throw PatternError(reason: "\(reason), at character \(offset + 1) of \(text)")
    }

    private mutating func choice() throws(PatternError) -> PatternTree {
        var parts = [try sequence()]
        while offset < bytes.count, bytes[offset] == UInt8(ascii: "|") {
            offset += 1
            parts.append(try sequence())
        }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var parts: [PatternTree] = []
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "|"), bytes[offset] != UInt8(ascii: ")") {
            parts.append(try repetition(of: try atom()))
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(PatternError) -> PatternTree {
        let byte = bytes[offset]
        switch byte {
        case UInt8(ascii: "("):
            depth += 1
            if depth > Pattern.maximumDepth { try fail("groups too deep inside groups") }
            offset += 1
            if offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "?") {
                guard bytes[offset + 1] == UInt8(ascii: ":") else {
                    try fail("looking ahead or behind, names and flags are not part of patterns")
                }
                offset += 2
            }
            let inner = try choice()
            guard offset < bytes.count else { try fail("a ( without its )") }
            offset += 1
            depth -= 1
            return inner
        case UInt8(ascii: "["): return .bytes(try set())
        case UInt8(ascii: "\\"): return .bytes(cased(try escape()))
        case UInt8(ascii: "."):
            offset += 1
            return .bytes(ByteSet(0x0a...0x0a).inverted)
        case UInt8(ascii: "^"), UInt8(ascii: "$"):
            try fail(
                "anchors are not part of patterns: a match begins and ends with a token (\\\(Character(UnicodeScalar(byte))) is the character)"
            )
        case UInt8(ascii: "{"), UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "*"):
            try fail("a repetition of nothing")
        default:
            guard byte < 128 else { try fail("only ASCII characters can stand in a pattern") }
            offset += 1
            return .bytes(cased(ByteSet(byte...byte)))
        }
    }

    private func cased(_ set: ByteSet) -> ByteSet { ignoringCase ? set.ignoringCase : set }

    /// `\d`, `\w`, `\s`, or the character itself.
    private mutating func escape() throws(PatternError) -> ByteSet {
        guard offset + 1 < bytes.count else { try fail("a \\ with nothing after it") }
        let byte = bytes[offset + 1]
        let set: ByteSet
        switch byte {
        case UInt8(ascii: "d"): set = .digits
        case UInt8(ascii: "w"): set = .word
        case UInt8(ascii: "s"): set = .space
        case UInt8(ascii: "t"): set = ByteSet(0x09...0x09)
        case UInt8(ascii: "n"): set = ByteSet(0x0a...0x0a)
        case UInt8(ascii: "r"): set = ByteSet(0x0d...0x0d)
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a:
            try fail("\\\(Character(UnicodeScalar(byte))) is not part of patterns")
        default:
            guard byte < 128 else { try fail("only ASCII characters can stand in a pattern") }
            set = ByteSet(byte...byte)
        }
        offset += 2
        return set
    }

    private mutating func set() throws(PatternError) -> ByteSet {
        let start = offset
        offset += 1
        var isInverted = false
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "^") {
            isInverted = true
            offset += 1
        }
        var set = ByteSet()
        while true {
            guard offset < bytes.count else {
                offset = start
                try fail("a [ without its ]")
            }
            if bytes[offset] == UInt8(ascii: "]") { break }
            let low = try member()
            guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "-"), bytes[offset + 1] != UInt8(ascii: "]")
            else {
                set = set.union(low.set)
                continue
            }
            guard let from = low.byte else { try fail("a range that begins with a class") }
            offset += 1
            guard let to = try member().byte else { try fail("a range that ends with a class") }
            guard from <= to else { try fail("a range that runs backwards") }
            set = set.union(ByteSet(from...to))
        }
        offset += 1
        if ignoringCase { set = set.ignoringCase }
        if isInverted { set = set.inverted }
        if set.isEmpty { try fail("an empty set") }
        return set
    }

    private mutating func member() throws(PatternError) -> (set: ByteSet, byte: UInt8?) {
        guard offset < bytes.count else { try fail("a [ without its ]") }
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\\") {
            let isClass =
                offset + 1 < bytes.count
                && [UInt8(ascii: "d"), UInt8(ascii: "w"), UInt8(ascii: "s")].contains(bytes[offset + 1])
            let set = try escape()
            return (set, isClass ? nil : (0...127).first { set.contains($0) })
        }
        guard byte < 128 else { try fail("only ASCII characters can stand in a pattern") }
        offset += 1
        return (ByteSet(byte...byte), byte)
    }

    private mutating func repetition(of atom: PatternTree) throws(PatternError) -> PatternTree {
        guard offset < bytes.count else { return atom }
        let tree: PatternTree
        switch bytes[offset] {
        case UInt8(ascii: "?"): tree = .repeated(atom, minimum: 0, maximum: 1)
        case UInt8(ascii: "*"): tree = .repeated(atom, minimum: 0, maximum: nil)
        case UInt8(ascii: "+"): tree = .repeated(atom, minimum: 1, maximum: nil)
        case UInt8(ascii: "{"):
            guard let close = bytes[offset...].firstIndex(of: UInt8(ascii: "}")) else { try fail("a { without its }") }
            let parts = String(decoding: bytes[(offset + 1)..<close], as: UTF8.self)
                .split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count <= 2, let low = Self.count(parts[0]) else { try fail("{…} holds one or two numbers") }
            var high: Int? = low
            if parts.count == 2 {
                high = nil
                if !parts[1].isEmpty {
                    guard let count = Self.count(parts[1]) else { try fail("{…} holds one or two numbers") }
                    high = count
                }
            }
            if let high, high < max(low, 1) || high > Self.maximumRepeat {
                try fail("{…} must rise, and stay below \(Self.maximumRepeat)")
            }
            guard low <= Self.maximumRepeat else { try fail("{…} must rise, and stay below \(Self.maximumRepeat)") }
            offset = close
            tree = .repeated(atom, minimum: low, maximum: high)
        default: return atom
        }
        offset += 1
        if offset < bytes.count,
            [UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{")].contains(bytes[offset])
        {
            try fail("a repetition of a repetition (the longest match is always taken)")
        }
        return tree
    }

    private static func count(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(text)
    }
}
