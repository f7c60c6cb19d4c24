/// How a delimited text is written.
public struct DelimitedDialect: Sendable, Equatable {
    public var delimiter: UInt8
    public var quote: UInt8
    /// Whether a backslash takes the meaning from the byte after it, and `\N` alone is no value, as in what MySQL writes.
    public var hasBackslash: Bool

    /// The text format of PostgreSQL's `COPY`: nothing is quoted.
    static let copy = DelimitedDialect(delimiter: 0x09, quote: 0, hasBackslash: true)

    public init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""), hasBackslash: Bool = false
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.hasBackslash = hasBackslash
    }
}

/// Reads CSV and its relatives (RFC 4180, with other delimiters and quotes too), chunk by chunk. The first row names the
/// fields where it looks like names beside the second; otherwise they are `column1`, `column2`, …. A list of people
/// without a header must not turn its first person into names of fields, which reports show.
///
/// A quote that is never closed must not take the rest of the file: where quotes with line breaks between them give a
/// row that cannot be (text after the closing quote, or more cells than there are names), only the first of
/// its lines is broken, and reading goes on with the second. Memory is bounded by `maximumRecord`.
public struct DelimitedReader {
    public let dialect: DelimitedDialect
    /// A row longer than this is handed on cell by cell as it comes, in parts; a shorter one from where it lies.
    public let maximumRecord: Int
    private var names: FieldNames?
    /// The first row, as long as it may be names.
    private var first: [[UInt8]]?
    /// The beginning of a row whose end has not come yet, as it is written.
    private var pending: [UInt8] = []
    private var scan = Scan()
    private var long: LongRow?
    private var isStrict = false
    private var hasHeader = true
    /// The rest of a line is passed over.
    private var isSkipping = false
    /// Whether quotes may hold line breaks. Not any more where so many were torn that reading twice costs too much.
    private var spansLines = true
    private var bytesRead = 0
    private var bytesReadAgain = 0
    private var cells: [Cell] = []
    private var scratch: [UInt8] = []
    private var mark = MarkSkipper()

    /// Where in a row reading stands.
    private struct Scan {
        var state = State.plain
        /// The byte before belongs to another cell.
        var isCellStart = true
        var hasQuotes = false
        /// The first line break between quotes, counted from the row's beginning.
        var lineBreak: Int?
        var cellHasBreak = false
    }

    private enum State { case plain, quoted, escaped, quoteInQuoted }

    private enum RowEnd {
        /// The row ends before this byte, a line break.
        case at(Int)
        case more
        case torn
    }

    private struct Cell {
        var start: Int
        var end: Int
        var isQuoted: Bool
    }

    public init(dialect: DelimitedDialect = DelimitedDialect(), maximumRecord: Int = 1 << 20) {
        self.dialect = dialect
        self.maximumRecord = max(maximumRecord, 0)
    }

    /// Rows without a header, whose names are known, or are to be numbers where there are none.
    /// - Parameter isStrict: whether a row with fewer cells than names is broken.
    init(dialect: DelimitedDialect, names: [[UInt8]], isStrict: Bool) {
        self.init(dialect: dialect)
        self.names = names.isEmpty ? nil : FieldNames(names)
        self.isStrict = isStrict
        hasHeader = false
        mark.finish { _ in }
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var mark = self.mark
        mark.pass(chunk) { take($0, into: sink) }
        self.mark = mark
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        var mark = self.mark
        mark.finish { take($0, into: sink) }
        self.mark = mark
        finishRows(into: sink)
        if let first { settle(first, isHeader: Self.isHeader(first, before: []), into: sink) }
    }

    /// Whether the fields' names are settled.
    var hasNames: Bool { names != nil }

    /// Whether the next byte begins a row.
    var isBetweenRows: Bool { pending.isEmpty && long == nil && !isSkipping && first == nil }

    /// A reader for rows further on in the same text.
    func continued() -> DelimitedReader {
        var other = DelimitedReader(dialect: dialect, maximumRecord: maximumRecord)
        other.names = names
        other.mark.finish { _ in }
        return other
    }

    private mutating func take(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        sink.beginMembers()
        defer { sink.endMembers() }
        guard process(chunk, from: 0, into: sink) else { return }
        // A row that began before this chunk was torn: it is read again from its second line, with what follows.
        var joined: [UInt8] = []
        swap(&joined, &pending)
        let start = (scan.lineBreak ?? joined.count) + 1
        joined.append(contentsOf: chunk)
        scan = Scan()
        joined.withUnsafeBytes { _ = process($0, from: min(start, $0.count), into: sink) }
    }

    /// - Returns: whether the row that `pending` begins was torn, and is to be read again.
    private mutating func process(
        _ bytes: UnsafeRawBufferPointer, from first: Int, into sink: some RecordSink
    ) -> Bool {
        var rowStart = first
        var offset = first
        while offset < bytes.count {
            if isSkipping {
                guard let end = bytes.firstOffset(of: 0x0a, from: offset) else { return false }
                isSkipping = false
                (rowStart, offset) = (end + 1, end + 1)
                continue
            }
            if long != nil {
                offset = feedLong(bytes, from: offset, into: sink)
                rowStart = offset
                continue
            }
            let limit = min(bytes.count, rowStart + max(maximumRecord - pending.count, 0) + 1)
            var isTorn = false
            switch rowEnd(bytes, &offset, to: limit, rowStart: rowStart) {
            case .at(let end):
                let part = UnsafeRawBufferPointer(rebasing: bytes[rowStart..<end])
                if pending.isEmpty {
                    isTorn = !row(part, into: sink)
                } else {
                    var taken: [UInt8] = []
                    swap(&taken, &pending)
                    let before = taken.count
                    taken.append(contentsOf: part)
                    isTorn = !taken.withUnsafeBytes { row($0, into: sink) }
                    if isTorn { taken.removeSubrange(before...) } else { taken.removeAll(keepingCapacity: true) }
                    swap(&taken, &pending)
                }
                if !isTorn {
                    bytesRead += offset - rowStart
                    scan = Scan()
                    rowStart = offset
                }
            case .torn:
                isTorn = true
            case .more:
                guard limit - rowStart > maximumRecord - pending.count else { break }
                isTorn = beginLong(UnsafeRawBufferPointer(rebasing: bytes[rowStart..<limit]), into: sink)
                if !isTorn { (rowStart, offset) = (limit, limit) }
            }
            if isTorn {
                sink.brokenRecord()
                guard let lineBreak = scan.lineBreak else {
                    // No second line to go on with: the rest of this one is passed over.
                    pending.removeAll(keepingCapacity: true)
                    scan = Scan()
                    rowStart = offset
                    continue
                }
                noteReadAgain(offset - rowStart + pending.count - lineBreak)
                guard pending.isEmpty else { return true }
                rowStart += lineBreak + 1
                offset = rowStart
                scan = Scan()
            }
        }
        if rowStart < bytes.count { pending.append(contentsOf: bytes[rowStart...]) }
        return false
    }

    private mutating func noteReadAgain(_ count: Int) {
        bytesReadAgain += count
        if bytesReadAgain > bytesRead * 4 + (1 << 20) { spansLines = false }
    }

    /// Goes on to the end of the row. Leaves `offset` after its line break, or where the bytes end.
    private mutating func rowEnd(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, to limit: Int, rowStart: Int
    ) -> RowEnd {
        let quote = dialect.quote
        while offset < limit {
            switch scan.state {
            case .plain:
                let stop = ByteSearch.first(of: quote, 0x0a, 0x0d, in: bytes, from: offset, to: limit)
                if stop > offset { scan.isCellStart = bytes[stop - 1] == dialect.delimiter }
                offset = stop
                guard stop < limit else { return .more }
                offset += 1
                guard bytes[stop] == quote else { return .at(stop) }
                if scan.isCellStart {
                    scan.state = .quoted
                    scan.hasQuotes = true
                    scan.cellHasBreak = false
                }
                scan.isCellStart = false
            case .quoted:
                let escape = dialect.hasBackslash ? UInt8(ascii: "\\") : quote
                let stop = ByteSearch.first(of: quote, escape, quote, in: bytes, from: offset, to: limit)
                if !scan.cellHasBreak {
                    let line = ByteSearch.first(of: 0x0a, 0x0d, 0x0a, in: bytes, from: offset, to: stop)
                    if line < stop {
                        scan.cellHasBreak = true
                        if scan.lineBreak == nil { scan.lineBreak = pending.count + line - rowStart }
                        if !spansLines {
                            offset = line + 1
                            return .torn
                        }
                    }
                }
                offset = stop
                guard stop < limit else { return .more }
                scan.state = bytes[stop] == quote ? .quoteInQuoted : .escaped
                offset += 1
            case .escaped:
                scan.state = .quoted
                // The byte may be a line break, which is looked for there.
                if bytes[offset] != 0x0a, bytes[offset] != 0x0d { offset += 1 }
            case .quoteInQuoted:
                if bytes[offset] == quote {
                    scan.state = .quoted
                    offset += 1
                    continue
                }
                scan.state = .plain
                if scan.cellHasBreak, bytes[offset] != dialect.delimiter, bytes[offset] != 0x0a, bytes[offset] != 0x0d {
                    return .torn
                }
            }
        }
        return .more
    }

    /// - Returns: whether the row can be; not where line breaks between quotes give it more cells than there are names.
    private mutating func row(_ bytes: UnsafeRawBufferPointer, into sink: some RecordSink) -> Bool {
        // The second of a CR LF ends an empty row, which is none. Old exports end rows with CR alone.
        guard !bytes.isEmpty else { return true }
        split(bytes)
        if names == nil {
            let row = cells.map { cell in
                var copy: [UInt8] = []
                text(of: cell, in: bytes) { copy = Array($0) }
                return Self.trimmed(copy)
            }
            guard let first else {
                if hasHeader, Self.looksLikeNames(row) || Self.mayBeNames(row) {
                    first = row
                    return true
                }
                names = FieldNames(numbered: row.count)
                emit(bytes, into: sink)
                return true
            }
            guard scan.lineBreak == nil || row.count <= first.count else { return false }
            settle(first, isHeader: Self.isHeader(first, before: row), into: sink)
        }
        guard let names else { return true }
        if scan.lineBreak != nil, cells.count > names.count { return false }
        // More cells than names: the row is torn, or the delimiter is not what it seems.
        if cells.count > names.count || isStrict && cells.count < names.count {
            sink.brokenRecord()
        } else {
            emit(bytes, into: sink)
        }
        return true
    }

    private mutating func split(_ bytes: UnsafeRawBufferPointer) {
        // Taken out and put back: a local is written to faster.
        var found: [Cell] = []
        swap(&found, &cells)
        found.removeAll(keepingCapacity: true)
        let hasQuotes = scan.hasQuotes
        let delimiter = dialect.delimiter
        let delimiters = SIMD16<UInt8>(repeating: delimiter)
        var start = 0
        var isQuoted = hasQuotes && bytes.first == dialect.quote
        // Delimiters before this offset stand between quotes.
        var quotedEnd = isQuoted ? afterQuotes(bytes, 0) : 0

        @inline(__always)
        func endCell(_ end: Int) {
            guard end >= quotedEnd else { return }
            found.append(Cell(start: start, end: end, isQuoted: isQuoted))
            start = end &+ 1
            guard hasQuotes else { return }
            isQuoted = start < bytes.count && bytes[start] == dialect.quote
            if isQuoted { quotedEnd = afterQuotes(bytes, start) }
        }
        @inline(__always)
        func endCells(at word: UInt64, _ base: Int) {
            var bits = word & 0x0101_0101_0101_0101
            while bits != 0 {
                endCell(base &+ bits.trailingZeroBitCount / 8)
                bits &= bits &- 1
            }
        }
        var offset = 0
        while offset + 16 <= bytes.count {
            let block = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            let marks = ByteSearch.halves(block .== delimiters)
            endCells(at: marks.x, offset)
            endCells(at: marks.y, offset + 8)
            offset += 16
        }
        while offset < bytes.count {
            if bytes[offset] == delimiter { endCell(offset) }
            offset += 1
        }
        found.append(Cell(start: start, end: bytes.count, isQuoted: isQuoted))
        swap(&found, &cells)
    }

    /// The offset after the quote that closes the one at `start`.
    private func afterQuotes(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        let quote = dialect.quote
        let escape = dialect.hasBackslash ? UInt8(ascii: "\\") : quote
        var offset = start + 1
        while true {
            offset = ByteSearch.first(
                of: quote, escape, escape, in: bytes, from: min(offset, bytes.count), to: bytes.count)
            guard offset < bytes.count else { break }
            if bytes[offset] == quote, offset + 1 >= bytes.count || bytes[offset + 1] != quote { return offset + 1 }
            offset += 2
        }
        return bytes.count
    }

    /// Hands over what the cell says: what is between its quotes, without what protects quotes there.
    private mutating func text(
        of cell: Cell, in bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[cell.start..<cell.end])
        if !cell.isQuoted {
            guard dialect.hasBackslash, raw.firstOffset(of: UInt8(ascii: "\\"), from: 0) != nil else {
                return body(raw)
            }
        } else if raw.count >= 2, raw[raw.count - 1] == dialect.quote {
            let inner = UnsafeRawBufferPointer(rebasing: raw[1..<(raw.count - 1)])
            if inner.firstOffset(of: dialect.quote, from: 0) == nil,
                !dialect.hasBackslash || inner.firstOffset(of: UInt8(ascii: "\\"), from: 0) == nil
            {
                return body(inner)
            }
        }
        scratch.removeAll(keepingCapacity: true)
        var isQuoted = cell.isQuoted
        var offset = isQuoted ? 1 : 0
        while offset < raw.count {
            let byte = raw[offset]
            offset += 1
            if dialect.hasBackslash, byte == UInt8(ascii: "\\"), offset < raw.count {
                scratch.append(BackslashEscape.meaning(of: raw[offset]))
                offset += 1
            } else if isQuoted, byte == dialect.quote {
                if offset < raw.count, raw[offset] == dialect.quote {
                    scratch.append(byte)
                    offset += 1
                } else {
                    isQuoted = false
                }
            } else {
                scratch.append(byte)
            }
        }
        scratch.withUnsafeBytes(body)
    }

    private mutating func emit(_ bytes: UnsafeRawBufferPointer, into sink: some RecordSink) {
        guard let names else { return }
        var found: [Cell] = []
        swap(&found, &cells)
        sink.beginRecord()
        names.withNames { name in
            for (index, cell) in found.enumerated() {
                sink.enter(name(index))
                if cell.isQuoted || dialect.hasBackslash {
                    let isNull =
                        dialect.hasBackslash && cell.end - cell.start == 2
                        && bytes[cell.start] == UInt8(ascii: "\\") && bytes[cell.start + 1] == UInt8(ascii: "N")
                    text(of: cell, in: bytes) { sink.value($0, isNull ? .null : .string) }
                } else {
                    sink.value(UnsafeRawBufferPointer(rebasing: bytes[cell.start..<cell.end]), .string)
                }
                sink.leave()
            }
        }
        sink.endRecord()
        swap(&found, &cells)
    }

    private mutating func finishRows(into sink: some RecordSink) {
        if var row = long {
            long = nil
            row.finish(isCut: true, into: sink)
            return
        }
        while !pending.isEmpty {
            var rest: [UInt8] = []
            swap(&rest, &pending)
            let isOpen = scan.state == .quoted || scan.state == .escaped
            if !isOpen, rest.withUnsafeBytes({ row($0, into: sink) }) { break }
            sink.brokenRecord()
            guard let lineBreak = scan.lineBreak, lineBreak < rest.count else { break }
            noteReadAgain(rest.count - lineBreak)
            scan = Scan()
            rest.withUnsafeBytes { _ = process($0, from: lineBreak + 1, into: sink) }
        }
        scan = Scan()
    }

    // MARK: - Long rows

    /// Takes a row that is longer than is kept.
    /// - Parameter part: what has come of it, beside `pending`.
    /// - Returns: whether it is no row but many, swallowed by a torn quote.
    private mutating func beginLong(_ part: UnsafeRawBufferPointer, into sink: some RecordSink) -> Bool {
        let before = pending.count
        pending.append(contentsOf: part)
        let isInQuotes = scan.state != .plain
        if isInQuotes, let lineBreak = scan.lineBreak, looksLikeRows(pending, from: lineBreak + 1) {
            pending.removeSubrange(before...)
            // What was put aside is read again with what follows it.
            return true
        }
        if let first { settle(first, isHeader: Self.isHeader(first, before: []), into: sink) }
        var row = LongRow(dialect: dialect, names: names)
        var taken: [UInt8] = []
        swap(&taken, &pending)
        sink.beginRecord()
        taken.withUnsafeBytes { _ = row.feed($0, from: 0, into: sink) }
        scan = Scan()
        long = row
        return false
    }

    private mutating func feedLong(
        _ bytes: UnsafeRawBufferPointer, from start: Int, into sink: some RecordSink
    ) -> Int {
        guard var row = long else { return start }
        long = nil
        let offset = row.feed(bytes, from: start, into: sink)
        if row.isComplete {
            row.finish(isCut: false, into: sink)
        } else if row.isTorn {
            sink.brokenRecord()
            isSkipping = true
        } else {
            long = row
        }
        return offset
    }

    private func looksLikeRows(_ text: [UInt8], from start: Int) -> Bool {
        let cells = names?.count ?? first?.count ?? 0
        return text.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[min(start, bytes.count)...])
            return Self.looksLikeRows(rest, dialect.delimiter, cells: cells)
        }
    }

    /// Whether most lines of what seems to be one cell have the number of cells that rows have.
    fileprivate static func looksLikeRows(_ text: UnsafeRawBufferPointer, _ delimiter: UInt8, cells: Int) -> Bool {
        guard cells >= 2 else { return false }
        var lines = 0
        var same = 0
        // Neither the first nor the last line need be whole.
        var start = (text.firstOffset(of: 0x0a, from: 0) ?? text.count) + 1
        while start < text.count, let end = text.firstOffset(of: 0x0a, from: start) {
            lines += 1
            if text[start..<end].reduce(into: 1, { $0 += $1 == delimiter ? 1 : 0 }) == cells { same += 1 }
            start = end + 1
        }
        return same >= 3 && same * 5 >= lines * 4
    }

    // MARK: - Names

    /// Takes the first row for names, or for a record like any other.
    private mutating func settle(_ row: [[UInt8]], isHeader: Bool, into sink: some RecordSink) {
        first = nil
        if isHeader {
            names = FieldNames(row.enumerated().map { $1.isEmpty ? Array("column\($0 + 1)".utf8) : $1 })
            return
        }
        let numbered = FieldNames(numbered: row.count)
        names = numbered
        sink.beginRecord()
        for (index, cell) in row.enumerated() {
            numbered.enter(index, into: sink)
            cell.withUnsafeBytes { sink.value($0, .string) }
            sink.leave()
        }
        sink.endRecord()
    }

    /// `id, name, born`: the spaces are no part of the names.
    private static func trimmed(_ name: [UInt8]) -> [UInt8] {
        guard let first = name.firstIndex(where: { $0 != 0x20 }), let last = name.lastIndex(where: { $0 != 0x20 })
        else {
            return []
        }
        return Array(name[first...last])
    }

    /// Whether a row that looks like names is a header: the row after it holds something that no name looks like, or
    /// half of the names are of the kind that only fields have.
    static func isHeader(_ row: [[UInt8]], before next: [[UInt8]]) -> Bool {
        let isData = next.contains { cell in
            isMostlyDigits(cell) || cell.contains(UInt8(ascii: "@")) || cell.count > 64
        }
        guard looksLikeNames(row) else {
            // Long headings and odd marks: then several columns must have numbers below these words.
            let numbers = next.filter { isMostlyDigits($0) }.count
            return numbers >= 2 && numbers * 4 >= row.count
        }
        if isData { return true }
        let named = row.filter { !$0.isEmpty }
        return named.filter(isFieldName).count * 2 >= named.count
    }

    /// `patient_id`, `firstName`, a name that holds one of the words below, or one too short to be a person's.
    private static func isFieldName(_ cell: [UInt8]) -> Bool {
        var hasHump = false
        for (before, byte) in zip(cell, cell.dropFirst()) where before &- 0x61 < 26 && byte &- 0x41 < 26 {
            hasHump = true
        }
        if hasHump || cell.contains(UInt8(ascii: "_")) || cell.count <= 2 { return true }
        return String(decoding: cell, as: UTF8.self).lowercased()
            .split(whereSeparator: { !$0.isLetter }).contains { fieldWords.contains(String($0)) }
    }

    private static let fieldWords: Set<String> = [
        "account", "address", "age", "amount", "birth", "born", "category", "city", "class", "clinic", "code", "colour",
        "color", "column", "comment", "comments", "company", "consultant", "country", "county", "date", "day",
        "department", "description", "diagnosis", "dob", "dose", "drug", "email", "ethnicity", "field", "first",
        "forename", "from", "gender", "given", "gp", "group", "id", "item", "job", "key", "label", "last", "login",
        "mail", "medication", "message", "mobile", "month", "name", "names", "nhs", "no", "note", "notes", "number",
        "offence", "organisation", "password", "patient", "phone", "postcode", "price", "product", "qty", "quantity",
        "reason", "ref", "reference", "region", "religion", "role", "sex", "size", "source", "staff", "state", "status",
        "street", "subject", "surname", "target", "tel", "telephone", "text", "time", "title", "to", "total", "town",
        "type", "user", "value", "ward", "year", "zip",
    ]

    private static func isMostlyDigits(_ cell: [UInt8]) -> Bool {
        let digits = cell.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
        return digits > 0 && digits * 3 >= cell.count
    }

    /// Headings of any kind: `% change`, `<$10k`, `RFCD.239901`, a question of a survey. Distinct, each with a letter, so that
    /// no record with a number, a date or an address in it is taken for one.
    static func mayBeNames(_ row: [[UInt8]]) -> Bool {
        guard row.count > 2, Set(row).count == row.count else { return false }
        return row.allSatisfy { cell in
            cell.isEmpty
                || cell.count <= 200 && !cell.contains(UInt8(ascii: "@"))
                    && cell.contains { ($0 | 0x20) &- 0x61 < 26 || $0 >= 0x80 }
        }
    }

    /// Names are short, distinct, start with a letter and hold no `@`, and are not mostly digits. One may be empty: an
    /// export's row number often has none.
    static func looksLikeNames(_ row: [[UInt8]]) -> Bool {
        guard Set(row).count == row.count, row.contains(where: { !$0.isEmpty }) else { return false }
        return row.allSatisfy { cell in
            guard let first = cell.first else { return true }
            let isLetter = (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
            let digits = cell.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
            // A sentence, or a number with words around it, is no name.
            if digits > 4 || cell.filter({ $0 == 0x20 }).count > 4 { return false }
            return cell.count <= 64 && (isLetter || first == UInt8(ascii: "_") || first >= 0x80)
                && digits * 2 <= cell.count && !cell.contains(UInt8(ascii: "@"))
        }
    }
}

/// A row that does not fit: read byte by byte, each cell in parts.
private struct LongRow {
    private let dialect: DelimitedDialect
    private let names: FieldNames?
    private var state = State.cellStart
    private var index = 0
    private var text = ValuePieces()
    private(set) var isComplete = false
    /// Whether the cell being read is rows that a torn quote swallowed.
    private(set) var isTorn = false

    private enum State { case cellStart, plain, escapedPlain, quoted, escaped, quoteInQuoted }

    init(dialect: DelimitedDialect, names: FieldNames?) {
        self.dialect = dialect
        self.names = names
    }

    /// - Returns: the offset after the row's line break, or where the bytes end.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, from start: Int, into sink: some RecordSink) -> Int {
        var offset = start
        while offset < bytes.count, !isComplete, !isTorn {
            let byte = bytes[offset]
            switch state {
            case .cellStart where byte == dialect.quote:
                begin(into: sink)
                state = .quoted
                offset += 1
            case .cellStart:
                begin(into: sink)
                state = .plain
            case .plain:
                var stop = ByteSearch.first(of: dialect.delimiter, 0x0a, 0x0d, in: bytes, from: offset, to: bytes.count)
                if dialect.hasBackslash {
                    let escape = UInt8(ascii: "\\")
                    stop = ByteSearch.first(of: escape, escape, escape, in: bytes, from: offset, to: stop)
                }
                text.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<stop]), into: sink)
                offset = stop
                guard stop < bytes.count else { return offset }
                offset += 1
                if dialect.hasBackslash, bytes[stop] == UInt8(ascii: "\\") {
                    state = .escapedPlain
                    continue
                }
                end(into: sink)
                isComplete = bytes[stop] != dialect.delimiter
            case .quoted:
                let escape = dialect.hasBackslash ? UInt8(ascii: "\\") : dialect.quote
                // One byte more than there is room for makes a piece.
                let limit = min(bytes.count, offset + text.limit - text.bytes.count + 1)
                let stop = ByteSearch.first(of: dialect.quote, escape, escape, in: bytes, from: offset, to: limit)
                text.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<stop])) { piece in
                    isTorn =
                        isTorn || DelimitedReader.looksLikeRows(piece, dialect.delimiter, cells: names?.count ?? 0)
                    sink.value(piece, .string)
                }
                offset = stop
                guard stop < limit else { continue }
                state = bytes[stop] == dialect.quote ? .quoteInQuoted : .escaped
                offset += 1
            case .escapedPlain:
                text.append(BackslashEscape.meaning(of: byte), into: sink)
                state = .plain
                offset += 1
            case .escaped:
                text.append(BackslashEscape.meaning(of: byte), into: sink)
                state = .quoted
                offset += 1
            case .quoteInQuoted:
                if byte == dialect.quote {
                    text.append(byte, into: sink)
                    state = .quoted
                    offset += 1
                } else {
                    state = .plain
                }
            }
        }
        return offset
    }

    /// - Parameter isCut: whether the input ended inside the row.
    mutating func finish(isCut: Bool, into sink: some RecordSink) {
        let isOpen = state == .quoted || state == .escaped
        if !isComplete {
            if state == .cellStart { begin(into: sink) }
            end(into: sink)
        }
        if isCut && isOpen || index > names?.count ?? .max { sink.brokenRecord() } else { sink.endRecord() }
    }

    private mutating func begin(into sink: some RecordSink) {
        if let names { names.enter(index, into: sink) } else { FieldNames.enter(numbered: index, into: sink) }
    }

    private mutating func end(into sink: some RecordSink) {
        text.finish(into: sink)
        sink.leave()
        index += 1
        state = .cellStart
    }
}

/// The names of a row's fields, in one piece of memory.
struct FieldNames {
    /// Names further on share one, so that a row of delimiters does not make as many.
    static let maximumNumber = 10_000
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    init(_ names: [[UInt8]]) {
        for name in names {
            bytes.append(contentsOf: name)
            ends.append(bytes.count)
        }
    }

    /// `column1`, `column2`, …
    init(numbered count: Int) {
        self.init((0..<count).map { Array(Self.name(of: $0).utf8) })
    }

    @inline(__always)
    func enter(_ index: Int, into sink: some RecordSink) {
        guard index < ends.count else { return Self.enter(numbered: index, into: sink) }
        let start = index == 0 ? 0 : ends[index - 1]
        bytes.withUnsafeBytes { sink.enter(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]])) }
    }

    /// Gives the names of fields by their place, which must be below `count`.
    @inline(__always)
    func withNames(_ body: (_ name: (Int) -> UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            ends.withUnsafeBufferPointer { ends in
                body { index in
                    UnsafeRawBufferPointer(rebasing: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
                }
            }
        }
    }

    static func enter(numbered index: Int, into sink: some RecordSink) {
        Array(name(of: index).utf8).withUnsafeBytes { sink.enter($0) }
    }

    private static func name(of index: Int) -> String { "column\(min(index, maximumNumber) + 1)" }
}

/// What a byte after a backslash stands for, in MySQL's strings and exports (MySQL manual, 9.1.1 String
/// Literals) and in PostgreSQL's COPY (its manual, COPY, Text Format).
enum BackslashEscape {
    static func meaning(of byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): 0
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "Z"): 0x1a
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "v"): 0x0b
        default: byte
        }
    }
}
