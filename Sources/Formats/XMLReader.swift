/// Reads XML (XML 1.0, fifth edition), chunk by chunk and without building a tree: each element at one depth is a record,
/// its attributes and the elements inside it are fields, and text is the value of the field it stands in.
///
/// No entity is fetched or expanded but the five that XML defines and numbers of characters; a document type is passed
/// over. Prefixes of names are left out. An attribute `value` is the value of its element, as in FHIR. What is not well
/// formed breaks the record it is in, whose values are handed on nevertheless; where a record begins inside another, the
/// first was cut, and the second is read. Memory is bounded: depth and names by limits, text by being handed on in pieces.
public struct XMLReader {
    /// Elements inside one another whose names are kept; further ones are passed through.
    static let maximumDepth = 256
    /// Bytes of a name that are kept.
    static let maximumName = 256

    /// Which elements are records.
    struct Plan: Equatable {
        /// 1 for the root.
        var depth = 1
        /// The name of the elements that are repeated at that depth; empty where that is unknown, or where such elements
        /// lie inside one another.
        var name: [UInt8] = []
    }

    private enum State {
        case text, entity, open, startName, inTag, attributeName, afterName, beforeValue, attribute, unquoted
        case selfClose, endName, afterEndName
        case markup, comment, cdata, doctype, instruction
    }

    private let plan: Plan
    private var state = State.text
    private var names: [[UInt8]] = []
    /// Elements inside the deepest whose name is kept.
    private var uncounted = 0
    private var isInRecord = false
    private var isBroken = false
    /// What was found to be not well formed.
    private(set) var faults = 0
    private(set) var elements = 0
    private var roots = 0
    private var name: [UInt8] = []
    private var attributeName: [UInt8] = []
    private var quote: UInt8 = 0
    private var text: ValuePieces
    private var hasText = false
    private var isInAttribute = false
    private var entity: [UInt8] = []
    /// The bytes of `<!…` that tell what it is; then the last bytes, to see the end by.
    private var recent: [UInt8] = []
    private var brackets = 0
    private var doctypeQuote: UInt8 = 0
    private var hasEntered = false
    private var mark = MarkSkipper()

    init(plan: Plan, pieceLimit: Int = ValuePieces.limit) {
        self.plan = plan
        text = ValuePieces(limit: pieceLimit)
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var mark = self.mark
        mark.pass(chunk) { part in
            var offset = 0
            while offset < part.count { offset = step(part, offset, into: sink) }
        }
        self.mark = mark
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        if state == .entity { endEntity(isWhole: false, into: sink) }
        if isInAttribute { endAttribute(into: sink) }
        endText(into: sink)
        let isCut = !names.isEmpty || state != .text
        if isInRecord {
            isBroken = true
            endRecord(into: sink)
        } else if isCut {
            sink.brokenRecord()
        }
        names = []
        state = .text
    }

    private mutating func step(_ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink) -> Int {
        let byte = bytes[start]
        switch state {
        case .text:
            let open = UInt8(ascii: "<")
            let stop = ByteSearch.first(of: open, UInt8(ascii: "&"), open, in: bytes, from: start, to: bytes.count)
            append(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), into: sink)
            guard stop < bytes.count else { return stop }
            if bytes[stop] == open { state = .open } else { beginEntity() }
            return stop + 1
        case .attribute:
            let stop = ByteSearch.first(
                of: quote, UInt8(ascii: "&"), UInt8(ascii: "<"), in: bytes, from: start, to: bytes.count)
            append(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), into: sink)
            guard stop < bytes.count else { return stop }
            if bytes[stop] == quote {
                endAttribute(into: sink)
                state = .inTag
            } else if bytes[stop] == UInt8(ascii: "&") {
                beginEntity()
            } else {
                // No value holds a `<`: its closing quote is missing, and so is the end of the tag.
                fault()
                endAttribute(into: sink)
                state = .open
            }
            return stop + 1
        case .cdata:
            let close = UInt8(ascii: "]")
            if recent.isEmpty {
                let stop = bytes.firstOffset(of: close, from: start) ?? bytes.count
                append(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), into: sink)
                guard stop < bytes.count else { return stop }
                recent = [close]
                return stop + 1
            }
            takeCDATA(byte, into: sink)
            return start + 1
        case .comment:
            if recent.isEmpty, let stop = bytes.firstOffset(of: UInt8(ascii: "-"), from: start) {
                recent = [UInt8(ascii: "-")]
                return stop + 1
            }
            if recent.isEmpty { return bytes.count }
            takeComment(byte)
            return start + 1
        case .entity:
            return takeEntity(byte, into: sink) ? start + 1 : start
        default:
            return take(byte, into: sink) ? start + 1 : start
        }
    }

    /// - Returns: whether the byte was taken.
    private mutating func take(_ byte: UInt8, into sink: some RecordSink) -> Bool {
        let isSpace = byte <= 0x20
        switch state {
        case .open:
            switch byte {
            case UInt8(ascii: "/"):
                endText(into: sink)
                name.removeAll(keepingCapacity: true)
                state = .endName
            case UInt8(ascii: "!"):
                recent = []
                state = .markup
            case UInt8(ascii: "?"):
                recent = []
                state = .instruction
            case _ where Self.isNameStart(byte):
                endText(into: sink)
                name.removeAll(keepingCapacity: true)
                name.append(byte)
                state = .startName
            default:
                // A `<` that should have been `&lt;`.
                fault()
                append(UInt8(ascii: "<"), into: sink)
                state = .text
                return false
            }
        case .startName:
            if !isSpace, byte != UInt8(ascii: "/"), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "<") {
                if name.count < Self.maximumName { name.append(byte) }
            } else {
                startElement(into: sink)
                state = .inTag
                return false
            }
        case .inTag:
            switch byte {
            case _ where isSpace: break
            case UInt8(ascii: ">"): state = .text
            case UInt8(ascii: "/"): state = .selfClose
            case UInt8(ascii: "<"):
                fault()
                state = .open
            default:
                attributeName.removeAll(keepingCapacity: true)
                attributeName.append(byte)
                state = .attributeName
            }
        case .selfClose:
            guard byte == UInt8(ascii: ">") else {
                fault()
                state = .inTag
                return false
            }
            endElement(into: sink)
            state = .text
        case .attributeName:
            if byte == UInt8(ascii: "=") {
                state = .beforeValue
            } else if isSpace {
                state = .afterName
            } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "<") {
                fault()
                state = .inTag
                return false
            } else if attributeName.count < Self.maximumName {
                attributeName.append(byte)
            }
        case .afterName:
            if byte == UInt8(ascii: "=") {
                state = .beforeValue
            } else if !isSpace {
                fault()
                state = .inTag
                return false
            }
        case .beforeValue:
            if isSpace { break }
            beginAttribute(into: sink)
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                state = .attribute
            } else {
                fault()
                quote = 0
                state = .unquoted
                return false
            }
        case .unquoted:
            if isSpace || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                endAttribute(into: sink)
                state = .inTag
                return false
            }
            append(byte, into: sink)
        case .endName:
            if isSpace || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                endTag(into: sink)
                state = .afterEndName
                return false
            }
            if name.count < Self.maximumName { name.append(byte) }
        case .afterEndName:
            if byte == UInt8(ascii: ">") {
                state = .text
            } else if byte == UInt8(ascii: "<") {
                fault()
                state = .open
            } else if !isSpace {
                fault()
            }
        case .markup:
            takeMarkup(byte, into: sink)
        case .doctype:
            takeDoctype(byte)
        case .instruction:
            if byte == UInt8(ascii: ">"), recent == [UInt8(ascii: "?")] {
                state = .text
            } else {
                recent = byte == UInt8(ascii: "?") ? [byte] : []
            }
        case .text, .entity, .attribute, .comment, .cdata: break
        }
        return true
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ":") || byte >= 0x80
    }

    private mutating func fault() {
        faults += 1
        isBroken = true
    }

    // MARK: - Comments, sections, document types

    private mutating func takeMarkup(_ byte: UInt8, into sink: some RecordSink) {
        recent.append(byte)
        if recent == Array("--".utf8) {
            recent = []
            state = .comment
        } else if recent == Array("[CDATA[".utf8) {
            recent = []
            state = .cdata
        } else if !"--".utf8.starts(with: recent), !"[CDATA[".utf8.starts(with: recent) {
            state = .doctype
            brackets = 0
            doctypeQuote = 0
            let taken = recent
            recent = []
            for byte in taken where state == .doctype { takeDoctype(byte) }
        }
    }

    private mutating func takeComment(_ byte: UInt8) {
        if byte == UInt8(ascii: ">"), recent.count == 2 {
            recent = []
            state = .text
        } else if byte == UInt8(ascii: "-") {
            if recent.count < 2 { recent.append(byte) }
        } else {
            recent = []
        }
    }

    private mutating func takeCDATA(_ byte: UInt8, into sink: some RecordSink) {
        if byte == UInt8(ascii: ">"), recent.count == 2 {
            recent = []
            state = .text
        } else if byte == UInt8(ascii: "]"), recent.count < 2 {
            recent.append(byte)
        } else if byte == UInt8(ascii: "]") {
            append(byte, into: sink)
        } else {
            for held in recent { append(held, into: sink) }
            recent = []
            append(byte, into: sink)
        }
    }

    private mutating func takeDoctype(_ byte: UInt8) {
        if doctypeQuote != 0 {
            if byte == doctypeQuote { doctypeQuote = 0 }
            return
        }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): doctypeQuote = byte
        case UInt8(ascii: "["): brackets += 1
        case UInt8(ascii: "]"): brackets = max(0, brackets - 1)
        case UInt8(ascii: ">") where brackets == 0: state = .text
        default: break
        }
    }

    // MARK: - Entities

    private mutating func beginEntity() {
        entity.removeAll(keepingCapacity: true)
        state = .entity
    }

    /// - Returns: whether the byte was taken.
    private mutating func takeEntity(_ byte: UInt8, into sink: some RecordSink) -> Bool {
        if byte == UInt8(ascii: ";") {
            endEntity(isWhole: true, into: sink)
            return true
        }
        let isPart =
            byte == UInt8(ascii: "#") && entity.isEmpty || byte &- UInt8(ascii: "0") < 10
            || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
        if isPart, entity.count < 12 {
            entity.append(byte)
            return true
        }
        endEntity(isWhole: false, into: sink)
        return false
    }

    private mutating func endEntity(isWhole: Bool, into sink: some RecordSink) {
        state = !isInAttribute ? .text : .attribute
        if isWhole, let scalar = Self.character(entity) {
            for byte in String(scalar).utf8 { append(byte, into: sink) }
            return
        }
        // One that the document defines, or a bare `&`: handed on as it is written.
        append(UInt8(ascii: "&"), into: sink)
        for byte in entity { append(byte, into: sink) }
        if isWhole { append(UInt8(ascii: ";"), into: sink) } else { fault() }
    }

    private static func character(_ entity: [UInt8]) -> Unicode.Scalar? {
        switch String(decoding: entity, as: UTF8.self) {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case let other:
            guard other.hasPrefix("#") else { return nil }
            let isHexadecimal = other.dropFirst().hasPrefix("x")
            return UInt32(other.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
                .flatMap(Unicode.Scalar.init)
        }
    }

    // MARK: - Text

    private mutating func append(_ byte: UInt8, into sink: some RecordSink) {
        withUnsafeBytes(of: byte) { append($0, into: sink) }
    }

    private mutating func append(_ whole: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var part = whole
        if !isInAttribute, !hasText {
            // White space before the text is how the document is laid out.
            guard let first = part.firstIndex(where: { $0 > 0x20 }) else { return }
            part = UnsafeRawBufferPointer(rebasing: part[first...])
            hasText = true
            beginOutside(into: sink)
        }
        guard isInRecord || hasEntered else { return }
        text.append(part, into: sink)
    }

    private mutating func endText(into sink: some RecordSink) {
        guard hasText else { return }
        hasText = false
        if isInRecord || hasEntered { text.finish(into: sink) }
        text.clear()
        endOutside(into: sink)
    }

    /// Text and attributes of an element around the records are a small record of their own.
    private mutating func beginOutside(into sink: some RecordSink) {
        guard !isInRecord, let last = names.last else { return }
        hasEntered = true
        sink.beginRecord()
        last.withUnsafeBytes { sink.enter($0) }
    }

    private mutating func endOutside(into sink: some RecordSink) {
        guard hasEntered else { return }
        hasEntered = false
        sink.leave()
        sink.endRecord()
    }

    // MARK: - Attributes

    private mutating func beginAttribute(into sink: some RecordSink) {
        isInAttribute = true
        text.clear()
        guard !isPassedOver else { return }
        beginOutside(into: sink)
        if isInRecord || hasEntered, !isValue { Self.local(attributeName).withUnsafeBytes { sink.enter($0) } }
    }

    private mutating func endAttribute(into sink: some RecordSink) {
        isInAttribute = false
        defer { text.clear() }
        guard !isPassedOver, isInRecord || hasEntered else { return }
        text.finish(into: sink)
        if !isValue { sink.leave() }
        endOutside(into: sink)
    }

    /// The names of namespaces and schemas say nothing of people.
    private var isPassedOver: Bool {
        attributeName.starts(with: "xmlns".utf8) || attributeName.starts(with: "xsi:".utf8)
    }

    private var isValue: Bool { attributeName.elementsEqual("value".utf8) }

    private static func local(_ name: [UInt8]) -> [UInt8] {
        guard let colon = name.lastIndex(of: UInt8(ascii: ":")), colon + 1 < name.count else { return name }
        return Array(name[(colon + 1)...])
    }

    // MARK: - Elements

    private mutating func startElement(into sink: some RecordSink) {
        elements += 1
        if names.isEmpty { roots += 1 }
        let local = Self.local(name)
        // One record inside another: the first was cut.
        if isInRecord, !plan.name.isEmpty, local == plan.name {
            isBroken = true
            endRecord(into: sink)
            names.removeLast(names.count - (plan.depth - 1))
            uncounted = 0
        }
        guard names.count < Self.maximumDepth else {
            uncounted += 1
            return
        }
        names.append(local)
        if names.count == plan.depth {
            isInRecord = true
            isBroken = false
            sink.beginRecord()
        } else if isInRecord {
            local.withUnsafeBytes { sink.enter($0) }
        }
    }

    private mutating func endTag(into sink: some RecordSink) {
        if uncounted > 0 {
            uncounted -= 1
            return
        }
        let local = Self.local(name)
        guard let last = names.last else { return fault() }
        if last != local {
            fault()
            guard let level = names.lastIndex(of: local) else { return }
            while names.count > level + 1 { endElement(into: sink) }
            isBroken = true
        }
        endElement(into: sink)
    }

    private mutating func endElement(into sink: some RecordSink) {
        if uncounted > 0 {
            uncounted -= 1
            return
        }
        guard !names.isEmpty else { return }
        if isInRecord {
            if names.count == plan.depth { endRecord(into: sink) } else { sink.leave() }
        }
        names.removeLast()
    }

    private mutating func endRecord(into sink: some RecordSink) {
        isInRecord = false
        if isBroken { sink.brokenRecord() } else { sink.endRecord() }
        isBroken = false
    }
}

// MARK: - What the records are

extension XMLReader {
    /// Tells from the first bytes whether the text is XML, and which of its elements are records: the shallowest ones that
    /// are repeated, have parts, and hold at least half of the values. Where there are none, the whole is one record.
    static func plan(_ head: UnsafeRawBufferPointer, isWhole: Bool, name: String) -> Plan? {
        let blank = head.prefix { $0 <= 0x20 }.count
        let text = UnsafeRawBufferPointer(rebasing: head[blank...])
        guard text.first == UInt8(ascii: "<") else { return nil }
        let survey = Survey()
        var reader = XMLReader(plan: Plan())
        reader.feed(text, into: survey)
        let isDeclared = text.starts(with: "<?xml".utf8) || name.hasSuffix(".xml")
        guard let root = reader.names.first ?? survey.ended.map({ _ in reader.lastRoot }) else {
            return isDeclared && reader.elements > 0 ? Plan() : nil
        }
        if String(decoding: root, as: UTF8.self).lowercased() == "html" { return nil }
        guard isDeclared || (reader.faults == 0 && (reader.elements > 1 || survey.ended != nil)) else { return nil }
        // A clinical document has many parts, and is about one person (HL7 CDA, release 2).
        if root.elementsEqual("ClinicalDocument".utf8) { return Plan() }
        return survey.plan
    }

    private var lastRoot: [UInt8] { Self.local(name) }

    /// Whether what has come is one well-formed document, and nothing else.
    var isWholeDocument: Bool {
        faults == 0 && elements > 0 && names.isEmpty && state == .text && !hasText && roots == 1
    }

    /// The last root's name, in lower case.
    var rootName: String { String(decoding: lastRoot, as: UTF8.self).lowercased() }

    /// Counts how often each path occurs, and what is in it.
    private final class Survey: RecordSink {
        private struct Path {
            var depth: Int
            var name: [UInt8]
            var count = 0
            var parts = 0
            var values = 0
            var isRecursive = false
        }

        private(set) var ended: Bool?
        private var paths: [UInt64: Path] = [:]
        private var stack: [UInt64] = []
        private var values = 0

        var plan: Plan {
            let repeated = paths.values.filter { $0.count >= 2 && $0.parts >= 2 * $0.count && $0.values * 2 >= values }
            guard let best = repeated.min(by: { ($0.depth, -$0.values) < ($1.depth, -$1.values) }) else {
                return Plan()
            }
            return Plan(depth: best.depth, name: best.isRecursive ? [] : best.name)
        }

        func beginRecord() {}

        func enter(_ name: UnsafeRawBufferPointer) {
            var hash: UInt64 = stack.last ?? 0xcbf2_9ce4_8422_2325
            for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = hash &* 31 &+ 1
            if let parent = stack.last { paths[parent]?.parts += 1 }
            for outer in stack where paths[outer].map({ $0.name.elementsEqual(name) }) ?? false {
                paths[outer]?.isRecursive = true
            }
            // The root is at depth 1, and is not entered.
            paths[hash, default: Path(depth: stack.count + 2, name: Array(name))].count += 1
            stack.append(hash)
        }

        func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
            values += 1
            for path in stack { paths[path]?.values += 1 }
        }

        func leave() { _ = stack.popLast() }
        func endRecord() { ended = true }
        func brokenRecord() { stack = [] }
    }
}
