/// Reads CSV and its relatives (RFC 4180, with tab, semicolon or bar too), chunk by chunk. The first row names the
/// fields where it looks like names; otherwise they are `column1`, `column2`, ….
public struct DelimitedReader {
    public let delimiter: UInt8
    /// A row longer than this is passed over and counted as broken.
    public let maximumRecord: Int
    private var names: [[UInt8]]?
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
        guard let names else {
            let cells = cellBytes()
            let row = cells.map(Self.trimmed)
            if Self.looksLikeNames(row) {
                names = row.enumerated().map { $1.isEmpty ? Array("column\($0 + 1)".utf8) : $1 }
                return
            }
            names = (1...cells.count).map { Array("column\($0)".utf8) }
            emit(into: sink)
            return
        }
        // More cells than names: the row is torn, or the delimiter is not what it seems.
        if ends.count > names.count {
            sink.brokenRecord()
        } else {
            emit(into: sink)
        }
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

    /// Names are short, distinct, start with a letter and hold no `@`, and are not mostly digits. One may be empty: an
    /// export's row number often has none.
    static func looksLikeNames(_ row: [[UInt8]]) -> Bool {
        guard Set(row).count == row.count, row.contains(where: { !$0.isEmpty }) else { return false }
        return row.allSatisfy { cell in
            guard let first = cell.first else { return true }
            let isLetter = (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
            let digits = cell.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
            return cell.count <= 64 && (isLetter || first == UInt8(ascii: "_") || first >= 0x80)
                && digits * 2 <= cell.count && !cell.contains(UInt8(ascii: "@"))
        }
    }
}
