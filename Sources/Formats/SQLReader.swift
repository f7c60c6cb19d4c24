/// Reads the rows of SQL dumps, chunk by chunk: `INSERT` statements with any number of rows, and PostgreSQL's `COPY`
/// blocks. Each table is a dataset. Columns are named by the statement's own list, or as `CREATE TABLE` named them before;
/// otherwise they are `column1`, `column2`, …. All other statements are passed over.
///
/// What it knows: comments of all kinds; names in double quotes, back quotes and brackets; strings with doubled quotes and,
/// in MySQL's dumps and in `E''`, backslashes (PostgreSQL manual, 4.1.2 Constants; MySQL manual, 9.1.1 String Literals);
/// introducers such as `_binary` and `N`; dollar quotes; blobs as `X''` and `0x`; psql's commands; `USE` and `\connect`,
/// whose database becomes part of the dataset's name.
///
/// What is torn must not take the rest: a row that a `;` ends, or a string in which the next statement begins, is broken,
/// and reading goes on there. Memory is bounded: strings go on in pieces, and of the tables' columns so many bytes are kept.
public struct SQLReader {
    /// Bytes of table and column names that are kept.
    static let maximumNames = 8 << 20
    /// A name longer than this is none.
    static let maximumName = 512
    /// Tables whose rows may have this many columns are told apart by name.
    static let maximumColumns = 10_000

    // MARK: Where the text stands

    private enum Lexical {
        case plain, word, lineComment, blockComment, string, identifier, dollarTag, dollarString, hexadecimal
        /// To the end of a line that is a command to psql.
        case command
        /// To the end of the line after which a block of `COPY` begins.
        case beforeCopy
        case copy
    }

    private enum StringKind { case plain, escaped, hexadecimal, other }

    private var lexical = Lexical.plain
    private var kind = StringKind.plain
    /// The byte before, where two bytes make a mark: `--`, `/*`, `*/`, `''`.
    private var previous: UInt8 = 0x0a
    private var word: [UInt8] = []
    private var isWordAtLineStart = false
    /// The byte that ends the quoted name.
    private var closing: UInt8 = 0
    private var mayEndQuote = false
    private var isEscaped = false
    private var tag: [UInt8] = []
    private var tagMatched = 0
    private var value: ValuePieces
    private var highDigit: UInt8?
    /// The beginning of the line within a string, to see the next statement by.
    private var line: [UInt8]?
    private(set) var hasBackslash: Bool

    // MARK: Where the statement stands

    private enum Statement {
        case start, skip
        case insert, insertColumns, insertBody, row, afterRow
        case create, createTable, createBody
        case copy, copyColumns, copyTail
        case use, set
    }

    private var statement = Statement.start
    private var name: [UInt8] = []
    private var awaitsNamePart = false
    private var columns: [[UInt8]] = []
    private var fields: FieldNames?
    private var depth = 0
    private var isItemStart = false
    private var readsStandardInput = false
    private var setsStrings = false
    /// The statement as it is written, as far as the table's name.
    private var head: [UInt8] = []
    private var isHeadOpen = false

    // MARK: The row

    private var isRowBegun = false
    private var column = 0
    private var isEntered = false
    private var isNegative = false
    private var database: [UInt8] = []
    private var tables: [[UInt8]: [[UInt8]]] = [:]
    private(set) var bytesOfNames = 0
    private var selected: [UInt8]?
    private var copy: DelimitedReader?
    private var copyLine: [UInt8] = []
    /// A line of `COPY` began, and has not ended.
    private var isMidLine = false
    /// The byte being taken.
    private var current: UInt8 = 0

    /// - Parameter hasBackslash: whether a backslash in an ordinary string takes the meaning from the byte after it, as
    ///   MySQL has it and PostgreSQL does not.
    public init(hasBackslash: Bool) {
        self.hasBackslash = hasBackslash
        value = ValuePieces()
    }

    init(hasBackslash: Bool, pieceLimit: Int) {
        self.hasBackslash = hasBackslash
        value = ValuePieces(limit: pieceLimit)
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var offset = 0
        while offset < chunk.count { offset = step(chunk, offset, into: sink) }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        var isOpen = false
        switch lexical {
        case .word: endWord(into: sink)
        case .copy: endCopy(into: sink)
        case .hexadecimal: endValue(.binary, into: sink)
        case .string where mayEndQuote: endString(into: sink)
        case .string, .dollarString, .identifier, .blockComment: isOpen = true
        case .plain, .lineComment, .dollarTag, .command, .beforeCopy: break
        }
        if statement == .row { breakRow(into: sink) } else if isOpen { sink.brokenRecord() }
        statement = .start
        lexical = .plain
    }

    // MARK: - Bytes

    private mutating func step(_ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink) -> Int {
        switch lexical {
        case .plain, .word:
            take(bytes[start], into: sink)
            return start + 1
        case .lineComment, .command, .beforeCopy:
            guard let end = bytes.firstOffset(of: 0x0a, from: start) else {
                if lexical == .command { takeCommand(bytes, start, bytes.count) }
                return bytes.count
            }
            if lexical == .command {
                takeCommand(bytes, start, end)
                endCommand()
            }
            lexical = lexical == .beforeCopy ? .copy : .plain
            previous = 0x0a
            return end + 1
        case .blockComment:
            let byte = bytes[start]
            if previous == UInt8(ascii: "*"), byte == UInt8(ascii: "/") {
                lexical = .plain
                previous = 0x20
            } else {
                previous = byte
            }
            return start + 1
        case .string: return string(bytes, start, into: sink)
        case .identifier:
            identifier(bytes[start], into: sink)
            return start + 1
        case .dollarTag:
            return dollarTag(bytes[start], into: sink) ? start + 1 : start
        case .dollarString: return dollarString(bytes, start, into: sink)
        case .hexadecimal: return hexadecimal(bytes, start, into: sink)
        case .copy: return copyRows(bytes, start, into: sink)
        }
    }

    private mutating func take(_ byte: UInt8, into sink: some RecordSink) {
        current = byte
        noteHead(byte)
        if Self.isWordByte(byte) || (byte == UInt8(ascii: ".") && isNumber(word)) {
            if lexical == .plain {
                lexical = .word
                isWordAtLineStart = previous == 0x0a
            }
            if word.count < Self.maximumName { word.append(byte) }
            previous = byte
            if statement == .row, word.count == 2, word[0] == UInt8(ascii: "0"), byte | 0x20 == UInt8(ascii: "x") {
                word.removeAll(keepingCapacity: true)
                beginHexadecimal(into: sink)
            }
            return
        }
        // `1e-5`
        if lexical == .word, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), isNumber(word),
            word.last.map({ $0 | 0x20 }) == UInt8(ascii: "e"), word.count < Self.maximumName
        {
            word.append(byte)
            return
        }
        if lexical == .word, byte == UInt8(ascii: "'"), let prefix = stringPrefix() {
            word.removeAll(keepingCapacity: true)
            beginString(prefix, into: sink)
            return
        }
        if lexical == .word { endWord(into: sink) }
        switch byte {
        case UInt8(ascii: "'"):
            beginString(hasBackslash ? .escaped : .plain, into: sink)
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            if byte == UInt8(ascii: "`") { hasBackslash = true }
            // In MySQL's own mode, double quotes hold strings too, but its dumps never do so.
            begin(identifierUntil: byte)
        case UInt8(ascii: "[") where statement != .row && statement != .skip:
            begin(identifierUntil: UInt8(ascii: "]"))
        case UInt8(ascii: "-") where previous == UInt8(ascii: "-"):
            lexical = .lineComment
            isNegative = false
        case UInt8(ascii: "#") where hasBackslash && previous == 0x0a:
            lexical = .lineComment
        case UInt8(ascii: "*") where previous == UInt8(ascii: "/"):
            lexical = .blockComment
            previous = 0
            return
        case UInt8(ascii: "$") where !hasBackslash && !Self.isWordByte(previous):
            lexical = .dollarTag
            tag.removeAll(keepingCapacity: true)
        case UInt8(ascii: "\\") where statement == .start && previous == 0x0a:
            lexical = .command
            word.removeAll(keepingCapacity: true)
        case 0x20, 0x09, 0x0d, 0x0a: break
        default: mark(byte, into: sink)
        }
        // Spaces at a line's beginning leave it one.
        if byte != 0x0d, !(byte <= 0x20 && byte != 0x0a && previous == 0x0a) { previous = byte }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xff:
            true
        default: false
        }
    }

    private func isNumber(_ word: [UInt8]) -> Bool {
        word.first.map { $0 &- UInt8(ascii: "0") < 10 } ?? false
    }

    /// What the word directly before a quote says about the string; `nil` where it says nothing.
    private func stringPrefix() -> StringKind? {
        guard let first = word.first else { return nil }
        if first == UInt8(ascii: "_") { return hasBackslash ? .escaped : .plain }
        guard word.count == 1 else { return nil }
        switch first | 0x20 {
        case UInt8(ascii: "e"): return .escaped
        case UInt8(ascii: "n"): return hasBackslash ? .escaped : .plain
        case UInt8(ascii: "x"): return .hexadecimal
        case UInt8(ascii: "b"): return .other
        default: return nil
        }
    }

    /// Keeps how the statement is written as far as the table's name: the next one for it begins so too.
    private mutating func noteHead(_ byte: UInt8) {
        guard isHeadOpen else { return }
        if head.count < 128 { head.append(byte) } else { isHeadOpen = false }
    }

    // MARK: - Strings

    private mutating func beginString(_ kind: StringKind, into sink: some RecordSink) {
        self.kind = kind
        lexical = .string
        mayEndQuote = false
        isEscaped = false
        line = nil
        highDigit = nil
        value.clear()
        if statement == .row { enterColumn(into: sink) }
    }

    private mutating func string(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        let quote = UInt8(ascii: "'")
        let escape = kind == .escaped ? UInt8(ascii: "\\") : quote
        var offset = start
        if mayEndQuote {
            mayEndQuote = false
            guard bytes[offset] == quote else {
                endString(into: sink)
                return offset
            }
            append(quote, into: sink)
            offset += 1
        } else if isEscaped {
            isEscaped = false
            if bytes[offset] != 0x0a { append(BackslashEscape.meaning(of: bytes[offset]), into: sink) }
            if bytes[offset] != 0x0a { offset += 1 }
        } else if line != nil {
            let byte = bytes[offset]
            if byte != quote, byte != escape, byte != 0x0a {
                append(byte, into: sink)
                if noteLine(byte) { restart(into: sink) }
                return offset + 1
            }
            line = nil
        }
        let stop = ByteSearch.first(of: quote, escape, 0x0a, in: bytes, from: offset, to: bytes.count)
        append(UnsafeRawBufferPointer(rebasing: bytes[offset..<stop]), into: sink)
        guard stop < bytes.count else { return stop }
        switch bytes[stop] {
        case quote: mayEndQuote = true
        case 0x0a:
            append(0x0a, into: sink)
            line = []
        default: isEscaped = true
        }
        return stop + 1
    }

    private mutating func append(_ byte: UInt8, into sink: some RecordSink) {
        withUnsafeBytes(of: byte) { append($0, into: sink) }
    }

    private mutating func append(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) {
        guard isEntered, kind != .other else { return }
        guard kind == .hexadecimal else { return value.append(part, into: sink) }
        for byte in part { decode(byte, into: sink) }
    }

    private mutating func decode(_ byte: UInt8, into sink: some RecordSink) {
        guard let digit = Hexadecimal.digit(byte) else { return }
        if let high = highDigit {
            highDigit = nil
            value.append(high << 4 | digit, .binary, into: sink)
        } else {
            highDigit = digit
        }
    }

    private mutating func endString(into sink: some RecordSink) {
        lexical = .plain
        previous = UInt8(ascii: "'")
        line = nil
        if isEntered, kind != .other { value.finish(kind == .hexadecimal ? .binary : .string, into: sink) }
        value.clear()
    }

    private mutating func endValue(_ kind: ValueKind, into sink: some RecordSink) {
        lexical = .plain
        if isEntered { value.finish(kind, into: sink) }
        value.clear()
    }

    private mutating func beginHexadecimal(into sink: some RecordSink) {
        lexical = .hexadecimal
        highDigit = nil
        value.clear()
        enterColumn(into: sink)
    }

    private mutating func hexadecimal(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        var offset = start
        while offset < bytes.count {
            guard Hexadecimal.digit(bytes[offset]) != nil else {
                endValue(.binary, into: sink)
                previous = UInt8(ascii: "0")
                return offset
            }
            decode(bytes[offset], into: sink)
            offset += 1
        }
        return offset
    }

    // MARK: - The next statement in a string

    /// How lines begin that a dump has between its tables.
    private static let landmarks: [[UInt8]] = [
        "-- Table structure for ", "-- Dumping data for ", "-- Data for Name: ", "-- Name: ", "DROP TABLE IF EXISTS ",
        "UNLOCK TABLES;", "LOCK TABLES `", "/*!40000 ALTER TABLE ",
    ].map { Array($0.utf8) }

    /// - Returns: whether the line in the string is one of the dump's own.
    private mutating func noteLine(_ byte: UInt8) -> Bool {
        guard var text = line else { return false }
        line = nil
        text.append(byte)
        // A short head says too little.
        if head.count >= 8, text == head {
            line = text
            return true
        }
        for landmark in Self.landmarks where text == landmark {
            line = text
            return true
        }
        let mayBe = (head.count >= 8 && head.starts(with: text)) || Self.landmarks.contains { $0.starts(with: text) }
        if mayBe { line = text }
        return false
    }

    /// Goes on with the statement that begins in what was taken for a string.
    private mutating func restart(into sink: some RecordSink) {
        let text = line ?? []
        line = nil
        value.clear()
        lexical = .plain
        breakRow(into: sink)
        beginStatement()
        previous = 0x0a
        text.withUnsafeBytes { feed($0, into: sink) }
    }

    // MARK: - Names in quotes

    private mutating func begin(identifierUntil closing: UInt8) {
        self.closing = closing
        lexical = .identifier
        mayEndQuote = false
        word.removeAll(keepingCapacity: true)
    }

    private mutating func identifier(_ byte: UInt8, into sink: some RecordSink) {
        if mayEndQuote {
            mayEndQuote = false
            guard byte == closing else {
                lexical = .plain
                previous = closing
                quotedName(into: sink)
                take(byte, into: sink)
                return
            }
        } else if byte == closing {
            mayEndQuote = true
            noteHead(byte)
            return
        }
        noteHead(byte)
        if byte == 0x0a || word.count >= Self.maximumName {
            // No name goes on so.
            word.removeAll(keepingCapacity: true)
            lexical = .plain
            previous = byte
            if statement == .row { breakRow(into: sink) } else if statement != .skip { sink.brokenRecord() }
            statement = .skip
            return
        }
        word.append(byte)
    }

    private mutating func quotedName(into sink: some RecordSink) {
        defer { word.removeAll(keepingCapacity: true) }
        switch statement {
        case .row:
            // SQLite takes a double-quoted name that is none for a string, and so do its users.
            if depth == 1, closing == UInt8(ascii: "\"") {
                enterColumn(into: sink)
                word.withUnsafeBytes { sink.value($0, .string) }
            }
        default: name(word, into: sink)
        }
    }

    // MARK: - Dollar quotes

    /// - Returns: whether the byte was taken.
    private mutating func dollarTag(_ byte: UInt8, into sink: some RecordSink) -> Bool {
        if byte == UInt8(ascii: "$") {
            lexical = .dollarString
            tagMatched = 0
            value.clear()
            if statement == .row { enterColumn(into: sink) }
            return true
        }
        if Self.isWordByte(byte), tag.count < 63 {
            tag.append(byte)
            return true
        }
        lexical = .plain
        previous = UInt8(ascii: "$")
        return false
    }

    /// The end is `$`, the tag and `$`; `tagMatched` bytes of it have come.
    private mutating func dollarString(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        let dollar = UInt8(ascii: "$")
        var offset = start
        while offset < bytes.count {
            if tagMatched == 0 {
                let stop = bytes.firstOffset(of: dollar, from: offset) ?? bytes.count
                if isEntered { value.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<stop]), into: sink) }
                offset = stop
                guard stop < bytes.count else { return offset }
                tagMatched = 1
                offset += 1
            } else if tagMatched <= tag.count, bytes[offset] == tag[tagMatched - 1] {
                tagMatched += 1
                offset += 1
            } else if tagMatched == tag.count + 1, bytes[offset] == dollar {
                endValue(.string, into: sink)
                previous = dollar
                return offset + 1
            } else {
                // Not the end: what seemed to be belongs to the text.
                if isEntered {
                    value.append(dollar, into: sink)
                    tag[..<(tagMatched - 1)].withUnsafeBytes { value.append($0, into: sink) }
                }
                tagMatched = 0
            }
        }
        return offset
    }

    // MARK: - psql's commands

    private mutating func takeCommand(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        word.append(contentsOf: bytes[start..<end].prefix(max(0, Self.maximumName - word.count)))
    }

    private mutating func endCommand() {
        let parts = word.split { $0 <= 0x20 }
        word.removeAll(keepingCapacity: true)
        guard parts.count >= 2, parts[0].elementsEqual("connect".utf8) || parts[0].elementsEqual("c".utf8) else {
            return
        }
        database = Array(parts[1].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }.prefix(128))
    }

    // MARK: - Statements

    private mutating func beginStatement() {
        statement = .start
        name.removeAll(keepingCapacity: true)
        awaitsNamePart = false
        columns = []
        fields = nil
        depth = 0
        readsStandardInput = false
        setsStrings = false
        isHeadOpen = false
    }

    private mutating func endWord(into sink: some RecordSink) {
        lexical = .plain
        defer { word.removeAll(keepingCapacity: true) }
        // A statement that nothing ended, as in scripts whose batches end with GO.
        if isWordAtLineStart, beginsStatement(word) {
            switch statement {
            case .skip, .afterRow, .set, .use: beginStatement()
            default: break
            }
        }
        switch statement {
        case .start: first(word)
        case .skip: break
        case .insert where name.isEmpty && isOne(of: Self.insertModifiers, word): break
        case .create:
            if isSame(word, "table") {
                statement = .createTable
            } else if !isOne(of: Self.createModifiers, word) {
                statement = .skip
            }
        case .createTable where name.isEmpty && isOne(of: ["if", "not", "exists"], word): break
        case .copy where !name.isEmpty && !awaitsNamePart, .copyTail:
            statement = .copyTail
            if isSame(word, "stdin") { readsStandardInput = true }
        case .insert where !name.isEmpty && !awaitsNamePart, .insertBody:
            insertWord(word)
        case .createBody where isItemStart && depth == 1 && isOne(of: Self.constraints, word):
            isItemStart = false
        case .set:
            if isSame(word, "standard_conforming_strings") { setsStrings = true }
            if setsStrings, isSame(word, "off") { hasBackslash = true }
            if setsStrings, isSame(word, "on") { hasBackslash = false }
        case .row: rowWord(into: sink)
        case .afterRow: statement = .skip
        case .insert, .createTable, .copy, .insertColumns, .copyColumns, .createBody, .use:
            name(word, into: sink)
        }
    }

    private static let insertModifiers = [
        "into", "ignore", "low_priority", "delayed", "high_priority", "or", "replace", "abort", "fail", "rollback",
        "overwrite", "table",
    ]
    private static let createModifiers = [
        "temporary", "temp", "unlogged", "global", "local", "or", "replace", "foreign",
    ]
    private static let constraints = [
        "primary", "key", "unique", "constraint", "foreign", "check", "index", "fulltext", "spatial", "exclude", "like",
        "period",
    ]

    private func isSame(_ word: [UInt8], _ keyword: String) -> Bool {
        word.count == keyword.utf8.count && zip(word, keyword.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    private func isOne(of keywords: [String], _ word: [UInt8]) -> Bool { keywords.contains { isSame(word, $0) } }

    private func beginsStatement(_ word: [UInt8]) -> Bool {
        isOne(of: ["insert", "replace", "copy", "create", "use"], word)
    }

    private mutating func first(_ word: [UInt8]) {
        head.removeAll(keepingCapacity: true)
        head.append(contentsOf: word)
        head.append(current)
        isHeadOpen = true
        if isSame(word, "insert") || isSame(word, "replace") {
            statement = .insert
        } else if isSame(word, "copy") {
            statement = .copy
        } else if isSame(word, "create") {
            statement = .create
        } else if isSame(word, "use") {
            statement = .use
        } else if isSame(word, "set") {
            statement = .set
        } else if !isSame(word, "go") {
            statement = .skip
        }
        if statement != .insert { isHeadOpen = false }
    }

    private mutating func insertWord(_ word: [UInt8]) {
        isHeadOpen = false
        if isSame(word, "values") || isSame(word, "value") {
            if fields == nil { fields = known().map(FieldNames.init) }
            statement = .afterRow
        } else if isOne(of: ["select", "set", "default", "table", "with"], word) {
            statement = .skip
        } else {
            statement = .insertBody
        }
    }

    /// A name, quoted or not, where the statement has one.
    private mutating func name(_ word: [UInt8], into sink: some RecordSink) {
        switch statement {
        case .insert, .createTable, .copy:
            if !name.isEmpty {
                // `INSERT INTO t AS u`: the first is the name.
                guard awaitsNamePart else { return }
                name.append(UInt8(ascii: "."))
            }
            name.append(contentsOf: word)
            name = Array(name.prefix(Self.maximumName))
            awaitsNamePart = false
        case .insertColumns, .copyColumns:
            if columns.count < Self.maximumColumns { columns.append(word) }
        case .createBody:
            guard isItemStart, depth == 1 else { return }
            isItemStart = false
            if columns.count < Self.maximumColumns { columns.append(word) }
        case .use:
            if database != word { database = Array(word.prefix(128)) }
            statement = .skip
        case .start: statement = .skip
        case .skip, .insertBody, .row, .afterRow, .create, .copyTail, .set: break
        }
    }

    private mutating func mark(_ byte: UInt8, into sink: some RecordSink) {
        switch (statement, byte) {
        case (.row, UInt8(ascii: ";")):
            breakRow(into: sink)
            beginStatement()
        case (.row, _): rowMark(byte, into: sink)
        case (.afterRow, UInt8(ascii: "(")):
            statement = .row
            depth = 1
            column = 0
            isRowBegun = false
        case (.copy, UInt8(ascii: ";")), (.copyTail, UInt8(ascii: ";")):
            if readsStandardInput { beginCopy(into: sink) } else { beginStatement() }
        case (_, UInt8(ascii: ";")):
            beginStatement()
        case (.insert, UInt8(ascii: ".")), (.createTable, UInt8(ascii: ".")), (.copy, UInt8(ascii: ".")):
            awaitsNamePart = true
        case (.insert, UInt8(ascii: "(")), (.insertBody, UInt8(ascii: "(")):
            isHeadOpen = false
            statement = .insertColumns
        case (.insertColumns, UInt8(ascii: ")")):
            fields = FieldNames(columns)
            statement = .insertBody
        case (.copy, UInt8(ascii: "(")):
            statement = .copyColumns
        case (.copyColumns, UInt8(ascii: ")")):
            statement = .copyTail
        case (.createTable, UInt8(ascii: "(")):
            statement = .createBody
            depth = 1
            isItemStart = true
        case (.createBody, UInt8(ascii: "(")): depth += 1
        case (.createBody, UInt8(ascii: ")")):
            depth -= 1
            if depth == 0 {
                remember()
                statement = .skip
            }
        case (.createBody, UInt8(ascii: ",")) where depth == 1: isItemStart = true
        default: break
        }
    }

    /// The columns that `CREATE TABLE` gave the table.
    private func known() -> [[UInt8]]? { tables[Self.key(qualified(name))] }

    private mutating func remember() {
        let key = Self.key(qualified(name))
        let size = key.count + columns.reduce(0) { $0 + $1.count + 32 } + 64
        guard !columns.isEmpty, bytesOfNames + size <= Self.maximumNames else { return }
        bytesOfNames += size
        tables[key] = columns
    }

    private func qualified(_ name: [UInt8]) -> [UInt8] {
        database.isEmpty ? name : database + [UInt8(ascii: ".")] + name
    }

    private static func key(_ name: [UInt8]) -> [UInt8] {
        name.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    }

    private mutating func select(into sink: some RecordSink) {
        let table = qualified(name)
        guard table != selected else { return }
        selected = table
        table.withUnsafeBytes { sink.selectDataset($0) }
    }

    // MARK: - Rows of INSERT

    /// A row begins with its first value: one that holds expressions alone is none.
    private mutating func enterColumn(into sink: some RecordSink) {
        if !isRowBegun {
            isRowBegun = true
            select(into: sink)
            sink.beginRecord()
        }
        guard !isEntered else { return }
        isEntered = true
        if let fields { fields.enter(column, into: sink) } else { FieldNames.enter(numbered: column, into: sink) }
    }

    private mutating func leaveColumn(into sink: some RecordSink) {
        if isEntered { sink.leave() }
        isEntered = false
        isNegative = false
    }

    private mutating func rowWord(into sink: some RecordSink) {
        guard depth == 1 else { return }
        if isNumber(word) {
            enterColumn(into: sink)
            if isNegative { word.insert(UInt8(ascii: "-"), at: 0) }
            word.withUnsafeBytes { sink.value($0, .number) }
        } else if isSame(word, "null") {
            enterColumn(into: sink)
            sink.value(UnsafeRawBufferPointer(start: nil, count: 0), .null)
        } else if isOne(of: ["true", "false"], word) {
            enterColumn(into: sink)
            word.withUnsafeBytes { sink.value($0, .boolean) }
        }
        isNegative = false
    }

    private mutating func rowMark(_ byte: UInt8, into sink: some RecordSink) {
        switch byte {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"):
            depth -= 1
            guard depth == 0 else { return }
            leaveColumn(into: sink)
            statement = .afterRow
            guard isRowBegun else { return }
            isRowBegun = false
            if column >= fields?.count ?? .max { sink.brokenRecord() } else { sink.endRecord() }
        case UInt8(ascii: ",") where depth == 1:
            leaveColumn(into: sink)
            column += 1
        case UInt8(ascii: "-"): isNegative = true
        default: break
        }
    }

    private mutating func breakRow(into sink: some RecordSink) {
        isRowBegun = false
        isEntered = false
        isNegative = false
        sink.brokenRecord()
    }

    // MARK: - Blocks of COPY

    private mutating func beginCopy(into sink: some RecordSink) {
        if columns.isEmpty { columns = known() ?? [] }
        copy = DelimitedReader(dialect: .copy, names: columns, isStrict: true)
        copyLine.removeAll(keepingCapacity: true)
        select(into: sink)
        lexical = .beforeCopy
    }

    /// Hands the lines over as far as `\.`, or the next statement where that is missing.
    private mutating func copyRows(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        if isMidLine {
            let end = bytes.firstOffset(of: 0x0a, from: start)
            isMidLine = end == nil
            let next = end.map { $0 + 1 } ?? bytes.count
            copy?.feed(UnsafeRawBufferPointer(rebasing: bytes[start..<next]), into: sink)
            return next
        }
        if !copyLine.isEmpty { return heldLine(bytes, start, into: sink) }
        var offset = start
        while offset < bytes.count {
            let end = bytes.firstOffset(of: 0x0a, from: offset)
            if mayEndCopy(bytes[offset]) {
                guard let end else {
                    copy?.feed(UnsafeRawBufferPointer(rebasing: bytes[start..<offset]), into: sink)
                    return heldLine(bytes, offset, into: sink)
                }
                if let isMark = endsCopy(UnsafeRawBufferPointer(rebasing: bytes[offset..<end])) {
                    copy?.feed(UnsafeRawBufferPointer(rebasing: bytes[start..<offset]), into: sink)
                    endCopy(into: sink)
                    return isMark ? end + 1 : offset
                }
            }
            isMidLine = end == nil
            offset = end.map { $0 + 1 } ?? bytes.count
        }
        copy?.feed(UnsafeRawBufferPointer(rebasing: bytes[start...]), into: sink)
        return offset
    }

    /// Keeps the beginning of a line that may not be a row, until its end shows whether it is one.
    private mutating func heldLine(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, into sink: some RecordSink
    ) -> Int {
        let end = bytes.firstOffset(of: 0x0a, from: start) ?? bytes.count
        let room = Self.maximumHeldLine - copyLine.count
        copyLine.append(contentsOf: bytes[start..<end].prefix(room))
        let isLong = end - start > room
        guard isLong || end < bytes.count else { return bytes.count }
        var taken: [UInt8] = []
        swap(&taken, &copyLine)
        guard !isLong else {
            isMidLine = true
            taken.withUnsafeBytes { copy?.feed($0, into: sink) }
            return start + room
        }
        switch taken.withUnsafeBytes({ endsCopy($0) }) {
        case nil:
            taken.append(0x0a)
            taken.withUnsafeBytes { copy?.feed($0, into: sink) }
        case true?:
            endCopy(into: sink)
        case false?:
            endCopy(into: sink)
            taken.append(0x0a)
            taken.withUnsafeBytes { feed($0, into: sink) }
        }
        return end + 1
    }

    private static let maximumHeldLine = 4096

    private func mayEndCopy(_ first: UInt8) -> Bool {
        first == UInt8(ascii: "\\") || first == UInt8(ascii: "C") || first == UInt8(ascii: "I")
    }

    /// Whether the line ends the block, as its mark (`true`) or because the next statement begins (`false`).
    private func endsCopy(_ line: UnsafeRawBufferPointer) -> Bool? {
        let text = line.last == 0x0d ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
        if text.count == 2 { return text.elementsEqual(#"\."#.utf8) ? true : nil }
        guard text.count <= Self.maximumHeldLine,
            text.starts(with: "COPY ".utf8) || text.starts(with: "INSERT INTO ".utf8),
            text.firstOffset(of: 0x09, from: 0) == nil
        else { return nil }
        let isCopy = text[0] == UInt8(ascii: "C")
        return !isCopy || text.suffix(11).elementsEqual("FROM stdin;".utf8) ? false : nil
    }

    private mutating func endCopy(into sink: some RecordSink) {
        if !copyLine.isEmpty {
            var taken: [UInt8] = []
            swap(&taken, &copyLine)
            if taken.withUnsafeBytes({ endsCopy($0) }) == nil { taken.withUnsafeBytes { copy?.feed($0, into: sink) } }
        }
        copy?.finish(into: sink)
        copy = nil
        isMidLine = false
        lexical = .plain
        previous = 0x0a
        beginStatement()
    }
}
