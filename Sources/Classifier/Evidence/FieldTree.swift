/// The fields of a dataset as a tree of names, each with its evidence. Bounded: when the limit is reached, further
/// fields share one.
final class FieldTree {
    /// Fields that are told apart; all others share the overflow field.
    static let maximumFields = 4096
    static let overflowName = "(other fields)"
    /// Bytes of a name that are kept. Longer ones are no names; these are enough to tell them apart in a report.
    private static let maximumName = 256

    private struct Node {
        var nameStart: Int
        var nameCount: Int
        var hash: UInt64
        var parent: Int32
        var firstChild: Int32 = -1
        var lastChild: Int32 = -1
        var next: Int32 = -1
        /// The child entered last: records repeat the order of their fields, so its neighbour is likely next.
        var latest: Int32 = -1
        var children: Int32 = 0
        /// Below a value that was decoded; reported at the field that holds it.
        var isInner: Bool
        var evidence: UnsafeMutablePointer<FieldEvidence>?
    }

    /// Room for every field from the start, of which the system gives what is used.
    private let nodes: UnsafeMutablePointer<Node>
    private(set) var count = 0
    private var names: UnsafeMutablePointer<UInt8>
    private var namesCount = 0
    private var namesCapacity = 4096
    /// Children of fields that have many, by parent and hash.
    private var index: [UInt64: Int32] = [:]
    private var overflow: Int32 = -1

    static let root: Int32 = 0

    init() {
        nodes = .allocate(capacity: Self.maximumFields + 1)
        names = .allocate(capacity: namesCapacity)
        nodes.initialize(to: Node(nameStart: 0, nameCount: 0, hash: 0, parent: -1, isInner: false))
        count = 1
    }

    deinit {
        for node in 0..<count {
            guard let evidence = nodes[node].evidence else { continue }
            evidence.pointee.deallocate()
            evidence.deinitialize(count: 1)
            evidence.deallocate()
        }
        nodes.deallocate()
        names.deallocate()
    }

    /// The child of that name, or `nil` where there is none yet.
    @inline(__always)
    func child(_ name: UnsafeRawBufferPointer, of parent: Int32) -> Int32? {
        let latest = nodes[Int(parent)].latest
        let guess = latest >= 0 ? nodes[Int(latest)].next : nodes[Int(parent)].firstChild
        if guess >= 0, isNamed(guess, name) {
            nodes[Int(parent)].latest = guess
            return guess
        }
        return find(name, ValueHash.of(name), of: parent)
    }

    /// The child of that name, made where it is new.
    func child(making name: UnsafeRawBufferPointer, of parent: Int32, isInner: Bool) -> Int32 {
        let hash = ValueHash.of(name)
        return find(name, hash, of: parent) ?? add(name, hash, to: parent, isInner: isInner)
    }

    /// Forgets which child came last: a new record begins.
    @inline(__always)
    func restart(_ node: Int32) { nodes[Int(node)].latest = -1 }

    private func find(_ name: UnsafeRawBufferPointer, _ hash: UInt64, of parent: Int32) -> Int32? {
        if nodes[Int(parent)].children > 16 {
            if let found = index[Self.key(hash, parent)], isNamed(found, name) {
                nodes[Int(parent)].latest = found
                return found
            }
        } else {
            var node = nodes[Int(parent)].firstChild
            while node >= 0 {
                if nodes[Int(node)].hash == hash, isNamed(node, name) {
                    nodes[Int(parent)].latest = node
                    return node
                }
                node = nodes[Int(node)].next
            }
        }
        return nil
    }

    private static func key(_ hash: UInt64, _ parent: Int32) -> UInt64 {
        hash ^ UInt64(bitPattern: Int64(parent)) &* 0x9e37_79b9_7f4a_7c15
    }

    private func add(_ name: UnsafeRawBufferPointer, _ hash: UInt64, to parent: Int32, isInner: Bool) -> Int32 {
        guard count < Self.maximumFields else {
            if overflow < 0 {
                var text = Self.overflowName
                let start = text.withUTF8 { keep(UnsafeRawBufferPointer($0)) }
                overflow = append(
                    Node(
                        nameStart: start, nameCount: namesCount - start, hash: 0, parent: Self.root, isInner: false))
            }
            return overflow
        }
        let start = keep(UnsafeRawBufferPointer(rebasing: name.prefix(Self.maximumName)))
        let node = append(
            Node(
                nameStart: start, nameCount: namesCount - start, hash: hash, parent: parent,
                isInner: isInner || nodes[Int(parent)].isInner))
        let last = nodes[Int(parent)].lastChild
        if last >= 0 { nodes[Int(last)].next = node } else { nodes[Int(parent)].firstChild = node }
        nodes[Int(parent)].lastChild = node
        nodes[Int(parent)].latest = node
        nodes[Int(parent)].children += 1
        index[Self.key(hash, parent)] = node
        return node
    }

    private func append(_ node: Node) -> Int32 {
        (nodes + count).initialize(to: node)
        count += 1
        return Int32(count - 1)
    }

    private func keep(_ name: UnsafeRawBufferPointer) -> Int {
        while namesCount + name.count > namesCapacity {
            namesCapacity *= 2
            names.grow(to: namesCapacity, keeping: namesCount)
        }
        let start = namesCount
        for byte in name {
            (names + namesCount).initialize(to: byte)
            namesCount += 1
        }
        return start
    }

    @inline(__always)
    private func isNamed(_ node: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
        let count = nodes[Int(node)].nameCount
        guard count == name.count || count == Self.maximumName && name.count > count else { return false }
        let known = UnsafeRawPointer(names + nodes[Int(node)].nameStart)
        guard let base = name.baseAddress else { return count == 0 }
        @inline(__always)
        func differ<Word: FixedWidthInteger>(_ offset: Int, _ type: Word.Type) -> Bool {
            known.loadUnaligned(fromByteOffset: offset, as: type)
                != base.loadUnaligned(fromByteOffset: offset, as: type)
        }
        // The last word overlaps the one before.
        if count >= 8 {
            var offset = 0
            while offset &+ 8 < count {
                if differ(offset, UInt64.self) { return false }
                offset &+= 8
            }
            return !differ(count &- 8, UInt64.self)
        }
        if count >= 4 { return !differ(0, UInt32.self) && !differ(count &- 4, UInt32.self) }
        for offset in 0..<count where differ(offset, UInt8.self) { return false }
        return true
    }

    @inline(__always)
    func parent(of node: Int32) -> Int32 { nodes[Int(node)].parent }
    func isLeaf(_ node: Int32) -> Bool { nodes[Int(node)].children == 0 }
    func isInner(_ node: Int32) -> Bool { nodes[Int(node)].isInner }

    /// What was seen in a field; `nil` where it has had no value.
    @inline(__always)
    func evidence(of node: Int32) -> UnsafeMutablePointer<FieldEvidence>? { nodes[Int(node)].evidence }

    func setEvidence(_ made: FieldEvidence, of node: Int32) -> UnsafeMutablePointer<FieldEvidence> {
        let place = UnsafeMutablePointer<FieldEvidence>.allocate(capacity: 1)
        place.initialize(to: made)
        nodes[Int(node)].evidence = place
        return place
    }

    /// The names from the root to the field.
    func path(_ node: Int32) -> [String] {
        var parts: [String] = []
        var current = node
        while current > 0 {
            parts.append(String(decoding: name(of: current), as: UTF8.self))
            current = nodes[Int(current)].parent
        }
        return parts.reversed()
    }

    func name(of node: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: UnsafeRawPointer(names + nodes[Int(node)].nameStart), count: nodes[Int(node)].nameCount)
    }

    /// The field that a report names: the nearest one that is not inside a decoded value.
    func reported(_ node: Int32) -> Int32 {
        var current = node
        while current > 0, nodes[Int(current)].isInner { current = nodes[Int(current)].parent }
        return current
    }
}
