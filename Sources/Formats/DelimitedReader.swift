/// Reads CSV and its relatives (RFC 4180, with tab, semicolon or bar too), chunk by chunk. The first row names the
/// fields where it looks like names beside the second; otherwise they are `column1`, `column2`, …. A list of people
/// without a header must not turn its first person into names of fields, which reports show.
public struct DelimitedReader {
    public let delimiter: UInt8
    /// A row longer than this is passed over and counted as broken.
    public let maximumRecord: Int
    private var names: [[UInt8]]?
    /// The first row, as long as it may be names.
    private var first: [[UInt8]]?
    private var cells: [UInt8] = []
    /// Ends of the cells of the row being read, as offsets of `cells`.
    private var ends: [Int] = []
    private var state = State.cellStart
    private var isOverlong = false
    /// Bytes of the row being read, delimiters and quotes included.
    private var rowLength = 0
    private var mark = MarkSkipper()

    private enum State { case cellStart, plain, quoted, quoteInQuoted }

    public init(delimiter: UInt8 = UInt8(ascii: ","), maximumRecord: Int = 16 << 20) {
        self.delimiter = delimiter
        self.maximumRecord = max(maximumRecord, 0)
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var mark = self.mark
        mark.pass(chunk) { take($0, into: sink) }
        self.mark = mark
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, into sink: some RecordSink) {
        for byte in bytes {
            rowLength += 1
            // The end of a row is no part of its length. A row of delimiters is as long as one of text.
            if rowLength > maximumRecord, !isOverlong, state == .quoted || (byte != 0x0a && byte != 0x0d) {
                isOverlong = true
                cells = []
                ends = []
            }
            switch state {
            case .cellStart where byte == UInt8(ascii: "\""):
                state = .quoted
            case .cellStart, .plain:
                take(plain: byte, into: sink)
            case .quoted:
                if byte == UInt8(ascii: "\"") { state = .quoteInQuoted } else { append(byte) }
            case .quoteInQuoted:
                if byte == UInt8(ascii: "\"") {
                    append(byte)
                    state = .quoted
                } else {
                    take(plain: byte, into: sink)
                }
            }
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        var mark = self.mark
        mark.finish { take($0, into: sink) }
        self.mark = mark
        if state != .cellStart || !ends.isEmpty || isOverlong {
            if state == .quoted { isOverlong = true }
            endRow(into: sink)
        }
        if let first { settle(first, isHeader: Self.isHeader(first, before: []), into: sink) }
    }

    private mutating func append(_ byte: UInt8) {
        if !isOverlong { cells.append(byte) }
    }

    private mutating func take(plain byte: UInt8, into sink: some RecordSink) {
        switch byte {
        case delimiter:
            if !isOverlong { ends.append(cells.count) }
            state = .cellStart
        case 0x0a, 0x0d:
            // The second of a CR LF ends an empty row, which is none. Old exports end rows with CR alone.
            endRow(into: sink)
        default:
            append(byte)
            state = .plain
        }
    }

    private mutating func endRow(into sink: some RecordSink) {
        let isEmpty = ends.isEmpty && cells.isEmpty && !isOverlong
        ends.append(cells.count)
        defer {
            cells.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            state = .cellStart
            isOverlong = false
            rowLength = 0
        }
        if isEmpty { return }
        if isOverlong {
            sink.brokenRecord()
            return
        }
        if names == nil {
            let row = cellBytes().map(Self.trimmed)
            guard let first else {
                if Self.looksLikeNames(row) || Self.mayBeNames(row) {
                    first = row
                } else {
                    names = Self.numbered(row.count)
                    emit(into: sink)
                }
                return
            }
            settle(first, isHeader: Self.isHeader(first, before: row), into: sink)
        }
        guard let names else { return }
        // More cells than names: the row is torn, or the delimiter is not what it seems.
        if ends.count > names.count {
            sink.brokenRecord()
        } else {
            emit(into: sink)
        }
    }

    /// Takes the first row for names, or for a record like any other.
    private mutating func settle(_ row: [[UInt8]], isHeader: Bool, into sink: some RecordSink) {
        first = nil
        if isHeader {
            names = row.enumerated().map { $1.isEmpty ? Array("column\($0 + 1)".utf8) : $1 }
            return
        }
        let numbered = Self.numbered(row.count)
        names = numbered
        sink.beginRecord()
        for (name, cell) in zip(numbered, row) {
            name.withUnsafeBytes { sink.enter($0) }
            cell.withUnsafeBytes { sink.value($0, .string) }
            sink.leave()
        }
        sink.endRecord()
    }

    private static func numbered(_ count: Int) -> [[UInt8]] {
        (0..<count).map { Array("column\($0 + 1)".utf8) }
    }

    private func cellBytes() -> [[UInt8]] {
        var start = 0
        return ends.map { end in
            defer { start = end }
            return Array(cells[start..<end])
        }
    }

    /// `id, name, born`: the spaces are no part of the names.
    private static func trimmed(_ name: [UInt8]) -> [UInt8] {
        guard let first = name.firstIndex(where: { $0 != 0x20 }), let last = name.lastIndex(where: { $0 != 0x20 })
        else {
            return []
        }
        return Array(name[first...last])
    }

    private mutating func emit(into sink: some RecordSink) {
        guard let names else { return }
        sink.beginRecord()
        cells.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in ends.enumerated() {
                names[index].withUnsafeBytes { sink.enter($0) }
                sink.value(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), .string)
                sink.leave()
                start = end
            }
        }
        sink.endRecord()
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
