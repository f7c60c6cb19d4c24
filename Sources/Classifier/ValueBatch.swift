import Formats

/// Values of some records in a row that wait to be classified, field by field.
///
/// Values of one field are alike: what the scanner does with one it does with the next, so that its code and its branches are still at
/// hand. Value by value as records hold them, each begins anew: the code for a whole record does not fit into the processor's first
/// cache.
///
/// Holds addresses of values, and copies of those that do not stay where they are; for no longer than the reader's chunk.
struct ValueBatch {
    struct Entry {
        let text: UnsafeBufferPointer<UInt8>
        let kind: ValueKind
        let node: Int32
        /// The next value of the same field, or -1.
        fileprivate(set) var next: Int32 = -1
        /// What matched in it, once it is classified.
        var matches: MatchSets.ID = 0
    }

    /// Values, and records, that wait at the most.
    private static let capacity = 2048
    /// Bytes of those that are copied.
    private static let room = 1 << 16

    private(set) var entries = UnsafeMutablePointer<Entry>.allocate(capacity: 0)
    private(set) var count = 0
    /// For each record that ended how many values there were then, and whether it is whole.
    private(set) var ends = UnsafeMutablePointer<(count: Int, isWhole: Bool)>.allocate(capacity: 0)
    private(set) var endCount = 0
    /// The fields that the values are of, as these first came.
    private var fields = UnsafeMutablePointer<UnsafeMutablePointer<FieldEvidence>>.allocate(capacity: 0)
    private var fieldCount = 0
    private var copies = UnsafeMutablePointer<UInt8>.allocate(capacity: 0)
    private var copied = 0
    private var isOpen = false

    /// Makes room, which most datasets of a dump never need.
    mutating func open() {
        guard !isOpen else { return }
        deallocate()
        entries = .allocate(capacity: Self.capacity)
        ends = .allocate(capacity: Self.capacity)
        fields = .allocate(capacity: Self.capacity)
        copies = .allocate(capacity: Self.room)
        isOpen = true
    }

    func deallocate() {
        entries.deallocate()
        ends.deallocate()
        fields.deallocate()
        copies.deallocate()
    }

    var isEmpty: Bool { count == 0 && endCount == 0 }
    var isFull: Bool { count == Self.capacity || endCount == Self.capacity }

    /// Adds a value that stays where it is; there must be room.
    @inline(__always)
    mutating func add(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ node: Int32,
        _ field: UnsafeMutablePointer<FieldEvidence>
    ) {
        (entries + count).initialize(to: Entry(text: text, kind: kind, node: node))
        let place = Int32(truncatingIfNeeded: count)
        if field.pointee.waiting.first < 0 {
            field.pointee.waiting.first = place
            (fields + fieldCount).initialize(to: field)
            fieldCount &+= 1
        } else {
            entries[Int(field.pointee.waiting.last)].next = place
        }
        field.pointee.waiting.last = place
        count &+= 1
    }

    /// Adds what matched in a value of a field that was classified at once; there must be room.
    @inline(__always)
    mutating func add(_ matches: MatchSets.ID, _ node: Int32) {
        (entries + count).initialize(
            to: Entry(text: UnsafeBufferPointer(start: nil, count: 0), kind: .null, node: node, matches: matches))
        count &+= 1
    }

    /// A copy that stays, or `nil` where there is no room for one.
    mutating func copy(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard text.count <= Self.room - copied, let source = text.baseAddress else { return nil }
        let place = copies + copied
        place.initialize(from: source, count: text.count)
        copied += text.count
        return UnsafeBufferPointer(start: place, count: text.count)
    }

    /// There must be room.
    @inline(__always)
    mutating func endRecord(isWhole: Bool) {
        (ends + endCount).initialize(to: (count, isWhole))
        endCount &+= 1
    }

    /// Gives the values that wait, field by field, for `matches` to be set.
    @inline(__always)
    func eachByField(_ body: (inout Entry, UnsafeMutablePointer<FieldEvidence>) -> Void) {
        for place in 0..<fieldCount {
            let field = fields[place]
            var next = field.pointee.waiting.first
            field.pointee.waiting = (-1, -1)
            while next >= 0 {
                let entry = entries + Int(next)
                body(&entry.pointee, field)
                next = entry.pointee.next
            }
        }
    }

    mutating func removeAll() {
        count = 0
        endCount = 0
        fieldCount = 0
        copied = 0
    }
}
