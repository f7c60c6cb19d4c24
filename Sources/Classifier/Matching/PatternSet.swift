/// The patterns of all detectors as one automaton. Immutable; each scanner walks it with a `PatternRunner` of its own.
final class PatternSet: Sendable {
    /// One pattern, and what a match of it is for.
    struct Member: Sendable {
        var detector: Int
        /// What a match must pass to count, where its detector names one.
        var check: Check?
        var pattern: Pattern
    }

    let members: [Member]
    /// Bytes that no position of any pattern tells apart are of one class; letters are never of one class with digits, nor either with others.
    let classOfByte: [UInt8]
    let classCount: Int
    /// For each position of all patterns together: the classes it takes, the positions that follow, the member that ends there or -1.
    let classes: [ByteSet]
    let following: [[Int32]]
    let ends: [Int32]
    /// Positions in which a match can begin.
    let first: [Int32]
    /// A bit for each pair of bytes that a match can begin with.
    let pairs: [UInt64]
    /// For each class of the byte that follows a run of letters or of digits, and each class of the byte that the run begins with: a bit
    /// for each length that such a run may have where a match begins with it.
    let runs: [UInt32]
    /// Runs that are told apart by their length are shorter.
    static let longestRun = 32

    /// Positions of all patterns together.
    static let maximumPositions = 200_000

    init(_ members: [Member]) {
        self.members = members
        // Refine the partition of bytes by each distinct set.
        var classOf = [UInt8](repeating: 0, count: 256)
        var count = 1
        func refine(by set: ByteSet) {
            var renamed: [Int: UInt8] = [:]
            var isInside = [Bool](repeating: false, count: 256)
            var inside = [Int](repeating: 0, count: 256)
            var whole = [Int](repeating: 0, count: 256)
            for byte in 0..<256 {
                whole[Int(classOf[byte])] += 1
                if set.contains(UInt8(byte)) {
                    isInside[byte] = true
                    inside[Int(classOf[byte])] += 1
                }
            }
            for byte in 0..<256 where isInside[byte] {
                let old = Int(classOf[byte])
                guard inside[old] < whole[old] else { continue }
                if let name = renamed[old] {
                    classOf[byte] = name
                } else {
                    renamed[old] = UInt8(count)
                    classOf[byte] = UInt8(count)
                    count += 1
                }
            }
        }
        var words = ByteSet(0x80...0xff)
        for byte in UInt8(0)..<0x80 where ByteClass.of(byte) != ByteClass.other { words.insert(byte) }
        var seen: Set<ByteSet> = []
        for set in [words, .digits] + members.flatMap({ $0.pattern.positions.map(\.bytes) })
        where seen.insert(set).inserted {
            refine(by: set)
        }
        classOfByte = classOf
        classCount = count
        // Few sets differ.
        var known: [ByteSet: ByteSet] = [:]
        func classesOf(_ set: ByteSet) -> ByteSet {
            if let classes = known[set] { return classes }
            var classes = ByteSet()
            for byte in UInt8.min...UInt8.max where set.contains(byte) { classes.insert(classOf[Int(byte)]) }
            known[set] = classes
            return classes
        }

        var classes: [ByteSet] = []
        var following: [[Int32]] = []
        var ends: [Int32] = []
        var first: [Int32] = []
        var pairs = [UInt64](repeating: 0, count: 65536 / 64)
        for (index, member) in members.enumerated() {
            let base = classes.count
            for position in member.pattern.positions {
                classes.append(classesOf(position.bytes))
                following.append(position.next.map { Int32(base + $0) })
                ends.append(-1)
            }
            for end in member.pattern.last { ends[base + end] = Int32(index) }
            let isEnd = Set(member.pattern.last)
            for start in member.pattern.first {
                first.append(Int32(base + start))
                let position = member.pattern.positions[start]
                var second = ByteSet()
                for next in position.next { second = second.union(member.pattern.positions[next].bytes) }
                // A match of one byte ends before anything that is no letter or digit.
                if isEnd.contains(start) { second = second.union(words.inverted) }
                for byte in UInt8.min...UInt8.max where position.bytes.contains(byte) {
                    for part in 0..<4 { pairs[Int(byte) << 2 | part] |= second.bits[part] }
                }
            }
        }
        self.classes = classes
        self.following = following
        self.ends = ends
        self.first = first
        self.pairs = pairs
        runs = Self.runs(
            classes: classes, following: following, ends: ends, first: first, count: count, digits: classesOf(.digits),
            words: classesOf(words))
    }

    private static func runs(
        classes: [ByteSet], following: [[Int32]], ends: [Int32], first: [Int32], count: Int, digits: ByteSet,
        words: ByteSet
    ) -> [UInt32] {
        let others = words.inverted
        // What a match can go on with behind each position; one that ends there does so before what is no letter or digit.
        let next = classes.indices.map { position in
            following[position].reduce(ends[position] < 0 ? ByteSet() : others) { $0.union(classes[Int($1)]) }
        }
        var runs = [UInt32](repeating: 0, count: count * count)
        for kind in [digits, words.subtracting(digits)] {
            // The positions that take bytes of such a run, each with the place of those that follow it there.
            var slots = [Int32](repeating: -1, count: classes.count)
            var reached: [Int32] = []
            func reach(_ position: Int32) {
                guard slots[Int(position)] < 0, classes[Int(position)].meets(kind) else { return }
                slots[Int(position)] = Int32(reached.count)
                reached.append(position)
            }
            first.forEach(reach)
            var slot = 0
            while slot < reached.count {
                following[Int(reached[slot])].forEach(reach)
                slot += 1
            }
            let further = reached.map { position in
                following[Int(position)].compactMap { slots[Int($0)] < 0 ? nil : slots[Int($0)] }
            }
            let begins = (0..<count).filter { kind.contains(UInt8($0)) }.map { begin in
                (begin, first.filter { classes[Int($0)].contains(UInt8(begin)) }.map { Int(slots[Int($0)]) })
            }
            // What may follow a run of so many bytes of which each position takes the first.
            var after = reached.map { next[Int($0)] }
            for length in 1..<longestRun {
                let longer = further.map { $0.reduce(ByteSet()) { $0.union(after[Int($1)]) } }
                // Once nothing changes any more, it holds of all longer runs.
                let isLast = longer == after
                let bits = isLast ? UInt32.max << UInt32(length) : 1 << UInt32(length)
                for (begin, slots) in begins {
                    let ends = slots.reduce(ByteSet()) { $0.union(after[$1]) }
                    for end in 0..<count where ends.contains(UInt8(end)) { runs[end * count + begin] |= bits }
                }
                if isLast { break }
                after = longer
            }
        }
        return runs
    }

    /// Whether a match can begin with that byte.
    func mayBegin(with byte: UInt8) -> Bool {
        (0..<256).contains { pairs[(Int(byte) << 8 | $0) >> 6] & (1 << UInt64($0 & 63)) != 0 }
    }
}

/// A place in a text that a pattern matches.
struct PatternMatch: Equatable {
    /// Place in `PatternSet.members`.
    var member: Int
    var start: Int
    var end: Int
}

/// Walks the automaton of a `PatternSet` over texts, as a deterministic one whose states are made when they are first reached.
///
/// A match begins where a token begins (the byte before is no letter or digit) and ends where one ends (nor is the byte after it). Of
/// the matches of one pattern that overlap, the leftmost counts, and of those that begin there the longest.
///
/// Each byte is looked at once, by all patterns that are under way: time is linear in the text whatever the patterns. States are
/// kept up to a limit; past it all are forgotten, and made again as they are reached.
///
/// Not thread-safe: one for each scanner.
final class PatternRunner {
    let set: PatternSet
    /// The detector of each member, and whether a match of it proves itself without a check.
    let detectors: UnsafeMutablePointer<Int32>
    let provesItself: UnsafeMutablePointer<Bool>
    private let stride: Int
    private let classOfByte: UnsafeMutablePointer<UInt8>
    private let pairs: UnsafeMutablePointer<UInt64>
    private let isWord: UnsafeMutablePointer<Bool>
    private let runs: UnsafeMutablePointer<UInt32>

    /// What follows in each state on each class: `dead`, `unknown` yet, or twice the place of the next state's row, and one more where a
    /// match can end in it.
    private var transitions: UnsafeMutablePointer<Int32>
    private var capacity: Int
    private var count = 0
    private var states: [State] = []
    /// Members of which a match can end in the state.
    private var endings: [[Int32]] = []
    private var index: [State: Int32] = [:]

    /// States that are kept at the most.
    private let maximumStates: Int
    /// Steps that finding where matches begin may take, for each byte of a run.
    private let maximumSteps: Int

    private struct State: Hashable {
        var positions: [Int32]
        /// Whether the last byte was a letter or digit, so that no match can begin here.
        var isInWord: Bool
    }

    /// The state in which no pattern is under way.
    private static let dead: Int32 = 0
    private static let unknown: Int32 = -1
    private static let start: Int32 = 1

    // What is needed to make states and to find where a match began.
    private var mark: [UInt32]
    private var serial: UInt32 = 0
    private let firstOfMember: [Int32]

    /// Whether a match ended in the last run.
    private(set) var hasMatches = false
    /// Members of which a match ended in the run, and where the last one of each did; -1 for all others.
    private var reached: [Int32] = []
    private var lastEnd: [Int]

    /// A match under way: the position that took the last byte, and where it began.
    private struct Thread {
        var position: Int32
        var start: Int
    }
    private var threads: [Thread] = []
    private var nextThreads: [Thread] = []

    /// - Parameter maximumSteps: see `matches(in:)`; the default keeps the time for it near that of the automaton.
    init(_ set: PatternSet, maximumStates: Int = 8192, maximumSteps: Int = 64) {
        self.maximumSteps = maximumSteps
        self.set = set
        self.maximumStates = max(maximumStates, 16)
        stride = max(set.classCount, 1)
        detectors = .allocate(capacity: max(set.members.count, 1))
        provesItself = .allocate(capacity: max(set.members.count, 1))
        for (index, member) in set.members.enumerated() {
            (detectors + index).initialize(to: Int32(member.detector))
            (provesItself + index).initialize(to: member.check == nil)
        }
        classOfByte = .allocate(capacity: 256)
        classOfByte.initialize(from: set.classOfByte, count: 256)
        pairs = .allocate(capacity: set.pairs.count)
        pairs.initialize(from: set.pairs, count: set.pairs.count)
        runs = .allocate(capacity: max(set.runs.count, 1))
        runs.initialize(from: set.runs, count: set.runs.count)
        isWord = .allocate(capacity: 256)
        for byte in 0..<256 { (isWord + byte).initialize(to: ByteClass.of(UInt8(byte)) != ByteClass.other) }
        capacity = 64
        transitions = .allocate(capacity: capacity * stride)
        mark = [UInt32](repeating: 0, count: set.classes.count)
        var bases: [Int32] = []
        var base: Int32 = 0
        for member in set.members {
            bases.append(base)
            base += Int32(member.pattern.positions.count)
        }
        firstOfMember = bases
        lastEnd = [Int](repeating: -1, count: set.members.count)
        forget()
    }

    deinit {
        detectors.deallocate()
        provesItself.deallocate()
        classOfByte.deallocate()
        pairs.deallocate()
        isWord.deallocate()
        runs.deallocate()
        transitions.deallocate()
    }

    /// Whether a match may begin at `offset`, as far as two bytes tell; a token must begin there.
    @inline(__always)
    func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        // At the end of the text any byte that is no letter or digit would do as the second.
        let second = offset + 1 < bytes.count ? bytes[offset + 1] : 0x0a
        let pair = Int(bytes[offset]) << 8 | Int(second)
        return pairs[pair >> 6] & (1 << UInt64(pair & 63)) != 0
    }

    /// The same where the letters, or the digits, that begin at `offset` end at `end`: most words and numbers of a text are too short, too
    /// long, or followed by the wrong byte for any pattern.
    @inline(__always)
    func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, runUntil end: Int) -> Bool {
        let length = end &- offset
        guard length < PatternSet.longestRun else { return mayBegin(bytes, at: offset) }
        // At the end of the text any byte that is no letter or digit would do.
        let next = classOfByte[Int(end < bytes.count ? bytes[end] : 0x0a)]
        return runs[Int(next) &* stride &+ Int(classOfByte[Int(bytes[offset])])] >> UInt32(truncatingIfNeeded: length)
            & 1 != 0
            && mayBegin(bytes, at: offset)
    }

    /// The same, looking for the end of the run.
    @inline(__always)
    func mayBeginRun(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        switch ByteClass.of(bytes[offset]) {
        case ByteClass.digit: mayBegin(bytes, at: offset, runUntil: WordScan.digitsEnd(bytes, from: offset))
        case ByteClass.letter: mayBegin(bytes, at: offset, runUntil: WordScan.lettersEnd(bytes, from: offset))
        default: mayBegin(bytes, at: offset)
        }
    }

    /// Follows all patterns from `offset`, where a token begins, for as long as one of them is under way. What matched is then told by
    /// `resolve`, to be called where `hasMatches` says that there is something: nearly always there is not.
    /// - Returns: the offset up to which no match can begin any more.
    @inline(__always)
    func run(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int) -> Int {
        var row = Int(Self.start) &* stride
        var place = offset
        while place < bytes.count {
            let name = classOfByte[Int(bytes[place])]
            var next = transitions[row &+ Int(name)]
            if next == Self.unknown { next = make(Int32(row / stride), name) }
            place &+= 1
            if next == Self.dead { break }
            row = Int(next >> 1)
            if next & 1 != 0, place == bytes.count || !isWord[Int(bytes[place])] { reach(row / stride, place) }
        }
        return place
    }

    /// All matches in a text, by member and place.
    ///
    /// No member that matches is missed. Where telling its matches apart would take more than `maximumSteps` for each byte, one match
    /// stands for what is left of them in that run.
    func matches(in bytes: UnsafeBufferPointer<UInt8>) -> [PatternMatch] {
        var all: [PatternMatch] = []
        var place = 0
        while place < bytes.count {
            let start = place
            let begins = (place == 0 || !isWord[Int(bytes[place - 1])]) && mayBeginRun(bytes, at: place)
            place = begins ? run(bytes, from: place) : place + 1
            if hasMatches { resolve(bytes, from: start, skip: { _ in false }, found: { all.append($0) }) }
        }
        return all.sorted { ($0.member, $0.start) < ($1.member, $1.start) }
    }

    private func reach(_ state: Int, _ place: Int) {
        hasMatches = true
        for member in endings[state] {
            if lastEnd[Int(member)] < 0 { reached.append(member) }
            lastEnd[Int(member)] = place
        }
    }

    /// Tells apart the matches of a run that began at `offset`, and calls `found` with each. `skip` says whether the matches of a member
    /// are of no interest.
    func resolve(
        _ bytes: UnsafeBufferPointer<UInt8>, from offset: Int, skip: (Int) -> Bool, found: (PatternMatch) -> Void
    ) {
        hasMatches = false
        var tokenEnd = offset + 1
        while tokenEnd < bytes.count, isWord[Int(bytes[tokenEnd &- 1])], isWord[Int(bytes[tokenEnd])] { tokenEnd &+= 1 }
        reached.sort()
        var steps = Self.stepsAlways
        for member in reached {
            let end = lastEnd[Int(member)]
            lastEnd[Int(member)] = -1
            if skip(Int(member)) { continue }
            // Most matches are one token, and then there is no question where it began.
            if end == tokenEnd {
                found(PatternMatch(member: Int(member), start: offset, end: end))
                continue
            }
            let (allowed, isOver) = (end - offset).multipliedReportingOverflow(by: maximumSteps)
            steps = isOver ? .max : steps.addingReportingOverflow(allowed).overflow ? .max : steps + allowed
            tellApart(Int(member), bytes, offset..<end, &steps, found)
        }
        reached.removeAll(keepingCapacity: true)
    }

    /// Steps for each run, however short.
    private static let stepsAlways = 4096

    /// Follows the positions of one member through a range that holds a match, from its beginning and again from the end of each match.
    /// Of two matches under way at one position the one that began first is kept: it can end wherever the other can.
    private func tellApart(
        _ member: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ steps: inout Int,
        _ found: (PatternMatch) -> Void
    ) {
        let base = firstOfMember[member]
        let first = set.members[member].pattern.first
        var from = range.lowerBound
        while from < range.upperBound {
            var best: PatternMatch?
            var place = from
            threads.removeAll(keepingCapacity: true)
            while place < range.upperBound {
                let name = classOfByte[Int(bytes[place])]
                let mayEnd = place &+ 1 == bytes.count || !isWord[Int(bytes[place &+ 1])]
                unmark()
                nextThreads.removeAll(keepingCapacity: true)
                var ended: Int?
                func take(_ position: Int32, _ start: Int) {
                    guard mark[Int(position)] != serial, set.classes[Int(position)].contains(name) else { return }
                    mark[Int(position)] = serial
                    nextThreads.append(Thread(position: position, start: start))
                    if mayEnd, ended == nil, set.ends[Int(position)] >= 0 { ended = start }
                }
                // In the order of their beginnings, so that the first to reach a position is the one to keep.
                for thread in threads {
                    if let best, thread.start > best.start { break }
                    steps &-= 1 &+ set.following[Int(thread.position)].count
                    for position in set.following[Int(thread.position)] { take(position, thread.start) }
                }
                if best == nil, place == 0 || !isWord[Int(bytes[place &- 1])] {
                    steps &-= first.count
                    for position in first { take(base + Int32(position), place) }
                }
                swap(&threads, &nextThreads)
                place &+= 1
                if let start = ended, best.map({ start <= $0.start }) ?? true {
                    best = PatternMatch(member: member, start: start, end: place)
                }
                steps &-= 1
                if threads.isEmpty, best != nil { break }
                if steps < 0 {
                    found(best ?? PatternMatch(member: member, start: from, end: range.upperBound))
                    return
                }
            }
            guard let best else { return }
            found(best)
            from = best.end
        }
    }

    private func unmark() {
        serial &+= 1
        guard serial == 0 else { return }
        for index in mark.indices { mark[index] = 0 }
        serial = 1
    }

    // MARK: - States

    /// The state that follows `state` on a byte of that class.
    /// - Returns: it as `transitions` holds it.
    private func make(_ state: Int32, _ name: UInt8) -> Int32 {
        let from = states[Int(state)]
        unmark()
        var positions: [Int32] = []
        func take(_ position: Int32) {
            guard mark[Int(position)] != serial, set.classes[Int(position)].contains(name) else { return }
            mark[Int(position)] = serial
            positions.append(position)
        }
        for position in from.positions { for next in set.following[Int(position)] { take(next) } }
        if !from.isInWord { for position in set.first { take(position) } }
        let place: Int32
        if positions.isEmpty {
            place = Self.dead
        } else {
            positions.sort()
            let isInWord = isWordClass(name)
            let made = State(positions: positions, isInWord: isInWord)
            if let known = index[made] {
                place = known
            } else {
                if count >= maximumStates {
                    forget()
                    return transition(to: add(made))
                }
                place = add(made)
            }
        }
        let next = transition(to: place)
        transitions[Int(state) * stride + Int(name)] = next
        return next
    }

    private func transition(to state: Int32) -> Int32 {
        2 * state * Int32(stride) | (endings[Int(state)].isEmpty ? 0 : 1)
    }

    private func isWordClass(_ name: UInt8) -> Bool {
        for byte in 0..<256 where classOfByte[byte] == name { return isWord[byte] }
        return false
    }

    private func add(_ state: State) -> Int32 {
        if count == capacity { grow() }
        let place = Int32(count)
        count += 1
        states.append(state)
        index[state] = place
        (transitions + Int(place) * stride).initialize(repeating: Self.unknown, count: stride)
        let members = Set(state.positions.compactMap { set.ends[Int($0)] < 0 ? nil : set.ends[Int($0)] }).sorted()
        endings.append(members)
        return place
    }

    private func grow() {
        capacity *= 2
        transitions.grow(to: capacity * stride, keeping: count * stride)
    }

    /// Forgets every state but the first two.
    private func forget() {
        states.removeAll(keepingCapacity: true)
        endings.removeAll(keepingCapacity: true)
        index.removeAll(keepingCapacity: true)
        count = 0
        _ = add(State(positions: [], isInWord: true))
        _ = add(State(positions: [], isInWord: false))
    }
}
