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
    private var isFirst = true

    private enum State { case cellStart, plain, quoted, quoteInQuoted }

    public init(delimiter: UInt8 = UInt8(ascii: ","), maximumRecord: Int = 16 << 20) {
        self.delimiter = delimiter
        self.maximumRecord = maximumRecord
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        var bytes = chunk
        if isFirst {
            isFirst = false
            if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf {
                bytes = UnsafeRawBufferPointer(rebasing: bytes[3...])
            }
        }
        for byte in bytes {
            if cells.count >= maximumRecord {
                isOverlong = true
                cells.removeAll(keepingCapacity: true)
                ends.removeAll(keepingCapacity: true)
            }
            switch state {
            case .cellStart where byte == UInt8(ascii: "\""):
                state = .quoted
            case .cellStart, .plain:
                take(plain: byte, into: sink)
            case .quoted:
                if byte == UInt8(ascii: "\"") { state = .quoteInQuoted } else { cells.append(byte) }
            case .quoteInQuoted:
                if byte == UInt8(ascii: "\"") {
                    cells.append(byte)
                    state = .quoted
                } else {
                    take(plain: byte, into: sink)
                }
            }
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        if state != .cellStart || !ends.isEmpty {
            if state == .quoted { isOverlong = true }
            endRow(into: sink)
        }
    }

    private mutating func take(plain byte: UInt8, into sink: some RecordSink) {
        switch byte {
        case delimiter:
            ends.append(cells.count)
            state = .cellStart
        case 0x0a:
            endRow(into: sink)
        case 0x0d:
            state = .plain
        default:
            cells.append(byte)
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
        }
        if isEmpty { return }
        if isOverlong {
            sink.brokenRecord()
            return
        }
        guard let names else {
            let row = cellBytes()
            if Self.looksLikeNames(row) {
                names = row
                return
            }
            names = (1...row.count).map { Array("column\($0)".utf8) }
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

    /// Names are short, distinct, not empty, start with a letter and hold no `@`, and are not mostly digits.
    static func looksLikeNames(_ row: [[UInt8]]) -> Bool {
        guard Set(row).count == row.count else { return false }
        return row.allSatisfy { cell in
            guard let first = cell.first, cell.count <= 64 else { return false }
            let isLetter = (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
            let digits = cell.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
            return (isLetter || first == UInt8(ascii: "_") || first >= 0x80) && digits * 2 <= cell.count
                && !cell.contains(UInt8(ascii: "@"))
        }
    }
}
