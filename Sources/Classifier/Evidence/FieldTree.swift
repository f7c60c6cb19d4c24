/// The fields of a dataset as a tree of names, each with its evidence. Bounded: when the limit is reached, further
/// fields share one.
struct FieldTree {
    /// Fields that are told apart; all others share the overflow field.
    static let maximumFields = 4096
    static let overflowName = "(other fields)"

    private struct Node {
        var name: Range<Int>
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
    }

    private var nodes: [Node] = [Node(name: 0..<0, hash: 0, parent: -1, isInner: false)]
    private var names: [UInt8] = []
    /// Children of fields that have many, by parent and hash.
    private var index: [UInt64: Int32] = [:]
    private var overflow: Int32 = -1
    private(set) var evidence: [FieldEvidence?] = [nil]

    static let root: Int32 = 0

    /// The child of that name, or `nil` where there is none yet.
    @inline(__always)
    mutating func child(_ name: UnsafeRawBufferPointer, of parent: Int32) -> Int32? {
        let latest = nodes[Int(parent)].latest
        let guess = latest >= 0 ? nodes[Int(latest)].next : nodes[Int(parent)].firstChild
        if guess >= 0, isNamed(guess, name) {
            nodes[Int(parent)].latest = guess
            return guess
        }
        return find(name, Self.hash(name), of: parent)
    }

    /// The child of that name, made where it is new.
    mutating func child(making name: UnsafeRawBufferPointer, of parent: Int32, isInner: Bool) -> Int32 {
        let hash = Self.hash(name)
        return find(name, hash, of: parent) ?? add(name, hash, to: parent, isInner: isInner)
    }

    /// Forgets which child came last: a new record begins.
    @inline(__always)
    mutating func restart(_ node: Int32) { nodes[Int(node)].latest = -1 }

    private mutating func find(_ name: UnsafeRawBufferPointer, _ hash: UInt64, of parent: Int32) -> Int32? {
        if nodes[Int(parent)].children > 16 {
            if let found = index[hash ^ UInt64(bitPattern: Int64(parent)) &* 0x9e37_79b9_7f4a_7c15] {
                if isNamed(found, name) {
                    nodes[Int(parent)].latest = found
                    return found
                }
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

    private mutating func add(
        _ name: UnsafeRawBufferPointer, _ hash: UInt64, to parent: Int32, isInner: Bool
    ) -> Int32 {
        guard nodes.count < Self.maximumFields else {
            if overflow < 0 {
                overflow = Int32(nodes.count)
                let start = names.count
                names.append(contentsOf: Self.overflowName.utf8)
                nodes.append(Node(name: start..<names.count, hash: 0, parent: Self.root, isInner: false))
                evidence.append(nil)
            }
            return overflow
        }
        let node = Int32(nodes.count)
        let start = names.count
        // Names longer than this are no names; what is kept of them is enough to tell them apart in a report.
        names.append(contentsOf: name.prefix(256))
        nodes.append(
            Node(name: start..<names.count, hash: hash, parent: parent, isInner: isInner || nodes[Int(parent)].isInner))
        evidence.append(nil)
        let last = nodes[Int(parent)].lastChild
        if last >= 0 { nodes[Int(last)].next = node } else { nodes[Int(parent)].firstChild = node }
        nodes[Int(parent)].lastChild = node
        nodes[Int(parent)].latest = node
        nodes[Int(parent)].children += 1
        index[hash ^ UInt64(bitPattern: Int64(parent)) &* 0x9e37_79b9_7f4a_7c15] = node
        return node
    }

    @inline(__always)
    private func isNamed(_ node: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
        let range = nodes[Int(node)].name
        guard range.count == min(name.count, 256) else { return false }
        for offset in 0..<range.count where names[range.lowerBound + offset] != name[offset] { return false }
        return true
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        ValueHash.of(name)
    }

    func parent(of node: Int32) -> Int32 { nodes[Int(node)].parent }
    func isLeaf(_ node: Int32) -> Bool { nodes[Int(node)].children == 0 }
    func isInner(_ node: Int32) -> Bool { nodes[Int(node)].isInner }

    mutating func setEvidence(_ found: FieldEvidence, of node: Int32) { evidence[Int(node)] = found }

    var count: Int { nodes.count }

    /// The names from the root to the field.
    func path(_ node: Int32) -> [String] {
        var parts: [String] = []
        var current = node
        while current > 0 {
            parts.append(String(decoding: names[nodes[Int(current)].name], as: UTF8.self))
            current = nodes[Int(current)].parent
        }
        return parts.reversed()
    }

    /// The field that a report names: the nearest one that is not inside a decoded value.
    func reported(_ node: Int32) -> Int32 {
        var current = node
        while current > 0, nodes[Int(current)].isInner { current = nodes[Int(current)].parent }
        return current
    }
}
