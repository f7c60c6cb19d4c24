/// Finds where top-level values, or the elements of a list, begin and end; looks only at brackets and strings.
///
/// What is torn must not take its neighbours with it. A bracket that closes what was not opened last closes everything
/// down to its own kind, so that a record with a bracket too few ends where its neighbours begin. A bracket that opens
/// in an object where a name must be begins a new record. After a string comes a mark; where something else does, what
/// seemed to be between strings is inside one, because a quote is missing before.
struct JSONSplitter {
    enum Step {
        /// A record lies at these offsets of the chunk (its beginning may have come with an earlier chunk).
        case record(from: Int, to: Int)
        /// The chunk ends inside a record, which begins (or goes on) at this offset.
        case more(from: Int)
        /// The list's end is before this offset; only where the splitter was begun inside one.
        case listEnd(to: Int)
    }

    private var depth = 0
    /// The kind of each level, 1 for an object, the outermost lowest. Levels above 64 are only counted: no record so
    /// deep is read.
    private var objects: UInt64 = 0
    private var isInString = false
    private var isEscaped = false
    private var isInRecord = false
    private var isInList = false
    private let beganInList: Bool
    /// The last byte of the record that was outside strings and no space; a string counts as its quote.
    private var previous: UInt8 = 0

    /// - Parameter isInList: whether the text begins after the `[` of a list; the splitter then stops at its `]`.
    init(isInList: Bool = false) {
        self.isInList = isInList
        beganInList = isInList
    }

    mutating func next(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Step {
        var begin = start
        var offset = start
        while offset < chunk.count {
            if isInString {
                if isEscaped {
                    isEscaped = false
                    offset += 1
                    continue
                }
                offset = JSONWalker.quoteOrBackslash(chunk, offset)
                guard offset < chunk.count else { break }
                isEscaped = chunk[offset] == UInt8(ascii: "\\")
                isInString = isEscaped
                offset += 1
                if !isInString {
                    previous = UInt8(ascii: "\"")
                    if depth == 0 { return endRecord(from: begin, to: offset) }
                }
                continue
            }
            let byte = chunk[offset]
            switch byte {
            case UInt8(ascii: "\""):
                if !isInRecord {
                    isInRecord = true
                    begin = offset
                }
                isInString = true
            case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ","):
                if isInRecord, depth == 0 { return endRecord(from: begin, to: offset) }
                if !isInRecord { begin = offset + 1 }
                if byte == UInt8(ascii: ",") { previous = byte }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if isInRecord, depth == 0 || isOutOfPlace { return endRecord(from: begin, to: offset) }
                if !isInRecord {
                    if byte == UInt8(ascii: "["), !isInList {
                        isInList = true
                        begin = offset + 1
                        break
                    }
                    begin = offset
                    isInRecord = true
                }
                open(isObject: byte == UInt8(ascii: "{"))
                previous = byte
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth > 0 {
                    close(isObject: byte == UInt8(ascii: "}"))
                    previous = byte
                    if depth == 0 { return endRecord(from: begin, to: offset + 1) }
                } else if isInRecord {
                    return endRecord(from: begin, to: offset)
                } else if byte == UInt8(ascii: "]"), isInList {
                    isInList = false
                    begin = offset + 1
                    if beganInList { return .listEnd(to: begin) }
                } else {
                    // A bracket that closes nothing: no JSON, and counted so.
                    return endRecord(from: offset, to: offset + 1)
                }
            default:
                if !isInRecord {
                    isInRecord = true
                    begin = offset
                }
                if depth > 0, previous == UInt8(ascii: "\""), byte != UInt8(ascii: ":") {
                    isInString = true
                }
                previous = byte
            }
            offset += 1
        }
        return .more(from: begin)
    }

    /// Whether a bracket cannot open here, since the innermost level is an object and no `:` came before.
    private var isOutOfPlace: Bool {
        depth <= 64 && objects >> UInt64(depth - 1) & 1 == 1 && previous != UInt8(ascii: ":")
    }

    private mutating func endRecord(from begin: Int, to end: Int) -> Step {
        isInRecord = false
        depth = 0
        previous = 0
        return .record(from: begin, to: end)
    }

    private mutating func open(isObject: Bool) {
        if depth < 64 {
            let bit: UInt64 = 1 << UInt64(depth)
            objects = isObject ? objects | bit : objects & ~bit
        }
        depth += 1
    }

    private mutating func close(isObject: Bool) {
        guard depth <= 64 else {
            depth -= 1
            return
        }
        for level in stride(from: depth - 1, through: 0, by: -1) where (objects >> UInt64(level) & 1 == 1) == isObject {
            depth = level
            return
        }
    }
}

/// What is around the lists of records in a top-level object: keeps its text without them, and the names that lead to
/// the list being read. A list is the first array on the way down whose first element is an object.
struct JSONWrapper {
    /// What is kept of the text around the lists.
    static let maximumText = 4 << 20
    /// Levels of objects around a list.
    static let maximumDepth = 8

    /// The names of the fields that lead to the list.
    private(set) var path: [[UInt8]] = []
    private(set) var text: [UInt8] = []
    /// The next byte is the first of a list's content.
    private(set) var isInList = false
    /// The object has ended.
    private(set) var isComplete = false
    /// There is more around the lists than is kept.
    private(set) var isBroken = false
    private var depth = 0
    /// Arrays around where the text stands; in one, no list is looked for.
    private var arrays = 0
    private var isInString = false
    private var isEscaped = false
    /// The last string, or what of it may be a name.
    private var name: [UInt8] = []
    /// An array has begun that may be a list: its first element is awaited.
    private var mayBeList = false

    var isEmpty: Bool { text.isEmpty && !isBroken }

    /// - Returns: where to go on: at the first byte of a list, after the object, or at the chunk's end.
    mutating func next(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var offset = start
        while offset < chunk.count {
            let byte = chunk[offset]
            if mayBeList, byte > 0x20 {
                mayBeList = false
                if byte == UInt8(ascii: "{") {
                    isInList = true
                    return offset
                }
            }
            offset += 1
            // White space and commas may stand between objects.
            if isEmpty, byte <= 0x20 || byte == UInt8(ascii: ",") { continue }
            if text.count < Self.maximumText {
                text.append(byte)
            } else {
                isBroken = true
            }
            if isInString {
                take(inString: byte)
            } else if take(byte) {
                return offset
            }
        }
        return offset
    }

    private mutating func take(inString byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return
        }
        if name.count < 256 { name.append(byte) }
    }

    /// - Returns: whether the object is complete.
    private mutating func take(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            name.removeAll(keepingCapacity: true)
        case UInt8(ascii: "{"):
            if arrays == 0, depth > 0, path.count < Self.maximumDepth { path.append(name) }
            depth += 1
        case UInt8(ascii: "["):
            mayBeList = arrays == 0 && depth > 0 && depth <= Self.maximumDepth
            if arrays == 0, depth > 0, path.count < Self.maximumDepth { path.append(name) }
            arrays += 1
        case UInt8(ascii: "]"):
            endArray()
        case UInt8(ascii: "}"):
            if depth > 0 { depth -= 1 }
            if arrays == 0, !path.isEmpty, path.count >= depth { path.removeLast() }
            isComplete = depth == 0
        default:
            // A top-level value that is no object ends where a line does.
            isComplete = depth == 0 && arrays == 0 && byte == 0x0a
        }
        return isComplete
    }

    /// The list has ended, with its `]`.
    mutating func endList() {
        isInList = false
        if text.count < Self.maximumText { text.append(UInt8(ascii: "]")) } else { isBroken = true }
        endArray()
    }

    private mutating func endArray() {
        if arrays > 0 { arrays -= 1 }
        if arrays == 0, !path.isEmpty, path.count >= depth { path.removeLast() }
    }
}
