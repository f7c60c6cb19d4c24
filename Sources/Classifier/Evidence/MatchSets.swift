/// Some of the detectors of a catalog, by their place in it.
struct DetectorSet: Hashable, Sendable {
    private var bits: [UInt64] = []

    var isEmpty: Bool { bits.allSatisfy { $0 == 0 } }

    func contains(_ detector: Int) -> Bool {
        let word = detector >> 6
        return word < bits.count && bits[word] & (1 << UInt64(detector & 63)) != 0
    }

    mutating func insert(_ detector: Int) {
        let word = detector >> 6
        while bits.count <= word { bits.append(0) }
        bits[word] |= 1 << UInt64(detector & 63)
    }

    mutating func formUnion(_ other: DetectorSet) {
        while bits.count < other.bits.count { bits.append(0) }
        for (word, more) in other.bits.enumerated() { bits[word] |= more }
    }

    /// The members, rising.
    var members: [Int] {
        var result: [Int] = []
        for (word, start) in bits.enumerated() {
            var rest = start
            while rest != 0 {
                result.append(word << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return result
    }
}

/// The sets of detectors that matched in one value, each under a number: few occur, and a number is what a field remembers of a
/// value and a record of its fields. 0 is the empty set.
///
/// Not thread-safe: one for each scanner.
final class MatchSets {
    typealias ID = UInt32

    /// Sets that are told apart; further ones are taken for the set of their first member.
    static let maximum = 1 << 16

    /// Where each set's members are in `members`, by its number.
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var members: UnsafeMutablePointer<UInt16>
    private(set) var count = 0
    private var capacity = 256
    private var memberCapacity = 1024
    /// The number of the set of one detector; 0 where it was not met yet.
    private let singles: UnsafeMutablePointer<ID>
    /// Lists of two to four members that were asked for before, as they were given.
    private let recent: UnsafeMutablePointer<(key: UInt64, id: ID)>
    private let detectorCount: Int
    private var places: [[UInt16]: ID] = [:]
    private var unions: [UInt64: ID] = [:]

    init(detectorCount: Int) {
        self.detectorCount = detectorCount
        starts = .allocate(capacity: capacity + 1)
        members = .allocate(capacity: memberCapacity)
        singles = .allocate(capacity: max(detectorCount, 1))
        singles.initialize(repeating: 0, count: max(detectorCount, 1))
        recent = .allocate(capacity: 256)
        recent.initialize(repeating: (0, 0), count: 256)
        starts[0] = 0
        starts[1] = 0
        count = 1
        places[[]] = 0
    }

    deinit {
        starts.deallocate()
        members.deallocate()
        singles.deallocate()
        recent.deallocate()
    }

    /// The number of a set given by its members, in any order, each once.
    @inline(__always)
    func id(of list: UnsafeMutablePointer<UInt16>, count: Int) -> ID {
        if count == 0 { return 0 }
        if count == 1 {
            let known = singles[Int(list[0])]
            if known != 0 { return known }
        } else if count <= 4 {
            // Four numbers of sixteen bits fit into a word; members of longer lists are few.
            var key: UInt64 = 0
            for place in 0..<count { key = key << 16 | UInt64(list[place] &+ 1) }
            let place = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 56)
            if recent[place].key == key { return recent[place].id }
            let id = find(UnsafeMutableBufferPointer(start: list, count: count))
            recent[place] = (key, id)
            return id
        }
        return find(UnsafeMutableBufferPointer(start: list, count: count))
    }

    private func find(_ list: UnsafeMutableBufferPointer<UInt16>) -> ID {
        id(of: list.sorted())
    }

    func id(of sorted: [UInt16]) -> ID {
        if let known = places[sorted] { return known }
        guard count < Self.maximum || sorted.count == 1 else { return id(of: Array(sorted.prefix(1))) }
        let id = ID(count)
        if count == capacity {
            capacity *= 2
            starts.grow(to: capacity + 1, keeping: count + 1)
        }
        let start = Int(starts[count])
        while start + sorted.count > memberCapacity {
            memberCapacity *= 2
            members.grow(to: memberCapacity, keeping: start)
        }
        for (offset, member) in sorted.enumerated() { (members + start + offset).initialize(to: member) }
        count += 1
        starts[count] = UInt32(start + sorted.count)
        places[sorted] = id
        if sorted.count == 1 { singles[Int(sorted[0])] = id }
        return id
    }

    /// The number of the set of all that is in either.
    func union(_ left: ID, _ right: ID) -> ID {
        if left == right || right == 0 { return left }
        if left == 0 { return right }
        let key = UInt64(min(left, right)) << 32 | UInt64(max(left, right))
        if let known = unions[key] { return known }
        let both = id(of: Array(Set(list(left)).union(list(right))).sorted())
        if unions.count < Self.maximum { unions[key] = both }
        return both
    }

    /// The members of a set.
    @inline(__always)
    func list(_ id: ID) -> UnsafeBufferPointer<UInt16> {
        let start = starts[Int(id)]
        return UnsafeBufferPointer(start: members + Int(start), count: Int(starts[Int(id) + 1] - start))
    }

    func contains(_ id: ID, _ detector: Int) -> Bool { list(id).contains(UInt16(detector)) }
}
