/// Tells formats by their first bytes.
enum FormatSniffer {
    /// A zero byte, or one control character in ten, means binary.
    static func isBinary(_ head: UnsafeRawBufferPointer) -> Bool {
        if head.firstOffset(of: 0, from: 0) != nil { return true }
        let controls = head.reduce(into: 0) { count, byte in
            if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d, byte != 0x0c, byte != 0x1b { count += 1 }
        }
        return controls * 10 > head.count
    }

    /// Whether the text is JSON, and then how its records lie.
    ///
    /// Most lines being whole objects or arrays tells NDJSON, even if the first is broken. Otherwise what begins with a
    /// bracket is JSON if it is well formed as far as it goes, or got further than `[2024-01-02] started` or
    /// `[section]` would.
    static func jsonLayout(
        _ text: UnsafeRawBufferPointer, isWhole: Bool, name: String
    ) -> JSONReader.Layout? {
        let start = JSONWalker.skipSpace(text, 0)
        guard start < text.count else { return nil }
        let isNamedLines = name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl")
        let opening = text[start]
        if opening == UInt8(ascii: "{"), isWrapped(text, isWhole: isWhole) { return .wrapped }
        let hasBracket = opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[")

        var lines = 0
        var wholeLines = 0
        var offset = start
        while offset < text.count, lines < 32 {
            let newline = text.firstOffset(of: 0x0a, from: offset)
            if newline == nil, !isWhole, lines > 0 { break }
            let line = UnsafeRawBufferPointer(rebasing: text[offset..<(newline ?? text.count)])
            offset += line.count + 1
            let first = JSONWalker.skipSpace(line, 0)
            guard first < line.count else { continue }
            lines += 1
            if line[first] == UInt8(ascii: "{") || (line[first] == UInt8(ascii: "[")), isWholeValue(line) {
                wholeLines += 1
            }
        }
        // One line that is a whole array is an array of records.
        let isOneArray = opening == UInt8(ascii: "[") && lines == 1
        if !isOneArray, wholeLines * 2 > lines || (hasBracket && wholeLines > 0 && wholeLines * 2 == lines) {
            return .lines
        }
        guard hasBracket else { return isNamedLines ? .lines : nil }

        let seen = CountingSink()
        var walker = JSONWalker()
        do throws(ByteError) {
            let end = JSONWalker.skipSpace(text, try walker.walk(text, from: start, into: seen))
            let follows = end < text.count ? text[end] : opening
            if follows == UInt8(ascii: "{") || follows == UInt8(ascii: "[") || follows == UInt8(ascii: ",") {
                return .values
            }
        } catch {
            switch error {
            case .truncated:
                // A line longer than the head: more of its like may follow.
                return opening == UInt8(ascii: "{") && lines == 1 && !isWhole ? .lines : .values
            case .tooDeep: return .values
            default: break
            }
        }
        if seen.names > 0 || seen.strings > 0 || seen.values > 1 { return .values }
        return isNamedLines ? .lines : name.hasSuffix(".json") ? .values : nil
    }

    private static func isWholeValue(_ line: UnsafeRawBufferPointer) -> Bool {
        var walker = JSONWalker()
        guard let end = try? walker.walk(line, from: 0, into: NullSink()) else { return false }
        return JSONWalker.skipSpace(line, end) == line.count
    }

    /// Whether the text is an object around a list of records: a FHIR bundle, or one that says little itself while its
    /// list goes on beyond the head. Any other object is one record: what it says beside its lists may be about whom they
    /// are about.
    private static func isWrapped(_ text: UnsafeRawBufferPointer, isWhole: Bool) -> Bool {
        var wrapper = JSONWrapper()
        var splitter = JSONSplitter()
        var elements = 0
        var inside = 0
        var hasEntries = false
        var offset = 0
        while offset < text.count, !wrapper.isComplete {
            guard wrapper.isInList else {
                offset = wrapper.next(text, from: offset)
                guard wrapper.isInList else { continue }
                splitter = JSONSplitter(isInList: true)
                if wrapper.path.count == 1, wrapper.path[0].elementsEqual("entry".utf8) { hasEntries = true }
                continue
            }
            let start = offset
            switch splitter.next(text, from: offset) {
            case .more: offset = text.count
            case .record(_, let to):
                elements += 1
                offset = to
            case .listEnd(let to):
                wrapper.endList()
                offset = to
            }
            inside += offset - start
        }
        let seen = CountingSink()
        var walker = JSONWalker()
        wrapper.text.withUnsafeBytes { _ = try? walker.walk($0, from: 0, into: seen) }
        if hasEntries, wrapper.text.count < 16 << 10, seen.isBundle { return true }
        return wrapper.isInList && !isWhole && elements >= 8 && inside * 10 >= text.count * 9
            && wrapper.text.count < 1024 && seen.strings <= 2
    }

    /// The delimiter that splits the first rows into the same number of cells, two at the least, and how the cells are
    /// quoted.
    static func dialect(_ head: UnsafeRawBufferPointer, isWhole: Bool, name: String) -> DelimitedDialect? {
        let quote = hasSingleQuotes(head) ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        let found =
            spreadsheetDelimiter(head) ?? delimiter(head, quote: quote, isWhole: isWhole, name: name)
        return found.map {
            DelimitedDialect(delimiter: $0, quote: quote, hasBackslash: hasBackslashes(head, quote, $0))
        }
    }

    /// What a first line such as `sep=;` says, which spreadsheets write and read.
    private static func spreadsheetDelimiter(_ head: UnsafeRawBufferPointer) -> UInt8? {
        guard head.count >= 6, head.starts(with: "sep=".utf8), head[5] == 0x0a || head[5] == 0x0d else { return nil }
        return head[4]
    }

    /// Whether rows begin with cells in single quotes, and none with one in double quotes.
    private static func hasSingleQuotes(_ head: UnsafeRawBufferPointer) -> Bool {
        var counts = (single: 0, double: 0)
        var start = 0
        for _ in 0..<8 where start < head.count {
            if head[start] == UInt8(ascii: "'") { counts.single += 1 }
            if head[start] == UInt8(ascii: "\"") { counts.double += 1 }
            start = (head.firstOffset(of: 0x0a, from: start) ?? head.count) + 1
        }
        return counts.single >= 2 && counts.double == 0
    }

    /// Whether backslashes protect what follows them: before a quote that ends no cell, more often than quotes are
    /// doubled, or as `\N` alone.
    private static func hasBackslashes(_ head: UnsafeRawBufferPointer, _ quote: UInt8, _ delimiter: UInt8) -> Bool {
        let backslash = UInt8(ascii: "\\")
        func isEnd(_ byte: UInt8) -> Bool { byte == delimiter || byte == 0x0a || byte == 0x0d }
        var (escaped, doubled, nulls) = (0, 0, 0)
        var offset = head.firstOffset(of: backslash, from: 0)
        while let found = offset, found + 2 < head.count {
            if head[found + 1] == quote, !isEnd(head[found + 2]), head[found + 2] != quote { escaped += 1 }
            if head[found + 1] == UInt8(ascii: "N"), isEnd(head[found + 2]), found == 0 || isEnd(head[found - 1]) {
                nulls += 1
            }
            offset = head.firstOffset(of: backslash, from: found + 2)
        }
        guard escaped > 0 || nulls > 0 else { return false }
        offset = head.firstOffset(of: quote, from: 1)
        while let found = offset, found + 2 < head.count {
            if head[found + 1] == quote, !isEnd(head[found - 1]), head[found - 1] != backslash { doubled += 1 }
            offset = head.firstOffset(of: quote, from: found + 2)
        }
        return escaped + nulls > doubled
    }

    private static func delimiter(
        _ head: UnsafeRawBufferPointer, quote: UInt8, isWhole: Bool, name: String
    ) -> UInt8? {
        let isNamed = name.hasSuffix(".tsv") || name.hasSuffix(".csv") || name.hasSuffix(".tab")
        var best: (delimiter: UInt8, cells: Int)?
        for candidate: UInt8 in [0x2c, 0x09, 0x3b, 0x7c, 0x5e, 0x7e] {
            let rows = RowShapes(head, candidate, quote: quote, isWhole: isWhole)
            guard let first = rows.counts.first, first >= 2 else { continue }
            // `^` and `~` stand in text for other things.
            if candidate == 0x5e || candidate == 0x7e, first < 3 { continue }
            let same = rows.counts.reduce(into: 0) { $0 += $1 == first ? 1 : 0 }
            if isNamed {
                // The name says that there is a delimiter: a torn row or two do not matter.
                guard same * 2 > rows.counts.count else { continue }
            } else {
                guard same == rows.counts.count, same >= 2 else { continue }
                // In sentences a space follows the comma.
                if candidate == 0x2c, rows.spaced * 2 > same * (first - 1) { continue }
                // Prose, logs and code agree on one mark a line too: demand short cells, in both columns.
                if first == 2, candidate != 0x09 {
                    guard same >= 4, rows.words <= same * 6, rows.spaced < same, !rows.hasEmptyColumn else { continue }
                }
            }
            if first > best?.cells ?? 0 { best = (candidate, first) }
        }
        if let best { return best.delimiter }
        return !isNamed ? nil : name.hasSuffix(".csv") ? 0x2c : 0x09
    }

    // MARK: - Dumps

    /// Whether the bytes are BSON documents (`false`) or an archive of several collections (`true`).
    static func bson(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> Bool? {
        guard head.count >= 5 else { return nil }
        if head.starts(with: BSONReader.archiveMagic) { return true }
        let length = BSONReader.length(head, 0)
        guard BSONReader.isPossible(length) else { return nil }
        if Int(length) > head.count {
            // Longer than the head, or cut: the first element must do. Text has no zero in its fourth byte.
            return head.count > 16 && BSONReader.mayBegin(head, 4) && head[3] < 2 && head[7..<16].contains(0)
                ? false : nil
        }
        let document = UnsafeRawBufferPointer(rebasing: head[..<Int(length)])
        return (try? BSONWalker.validate(document)) != nil ? false : nil
    }

    /// Whether the text begins with the header of an HL7 v2 message or batch, in MLLP's frame or not.
    static func isHL7(_ head: UnsafeRawBufferPointer) -> Bool {
        let blank = head.prefix { $0 <= 0x20 }.count
        let text = UnsafeRawBufferPointer(rebasing: head[blank...]).bindMemory(to: UInt8.self)
        if HL7Reader.isMessage(text) { return true }
        return text.count > 8 && (text.starts(with: "FHS|".utf8) || text.starts(with: "BHS|".utf8))
    }

    /// Whether the text is an SQL dump, and then whether backslashes protect in its strings.
    static func sql(_ head: UnsafeRawBufferPointer, name: String) -> Bool? {
        let isNamed = name.hasSuffix(".sql")
        var isDump = false
        var isMySQL = false
        var start = 0
        var lines = 0
        while start < head.count, lines < 4096 {
            let end = head.firstOffset(of: 0x0a, from: start) ?? head.count
            let line = head[start..<end].prefix(512)
            start = end + 1
            lines += 1
            guard let first = line.first(where: { $0 > 0x20 }) else { continue }
            switch first {
            case UInt8(ascii: "-"), UInt8(ascii: "/"):
                guard lines <= 16, line.starts(with: "--".utf8) || line.starts(with: "/*".utf8) else { break }
                let text = String(decoding: line, as: UTF8.self)
                if text.hasPrefix("/*!")
                    || ["MySQL dump", "MariaDB dump", "phpMyAdmin SQL"].contains(where: text.contains)
                {
                    isMySQL = true
                    isDump = true
                }
                if text.contains("PostgreSQL database") && text.contains("dump") { isDump = true }
            case _ where first | 0x20 >= UInt8(ascii: "a") && first | 0x20 <= UInt8(ascii: "z"):
                isDump = isDump || isStatement(String(decoding: line, as: UTF8.self), isNamed: isNamed)
            default: break
            }
            // The first line that could not be in a dump ends the search, unless the name says it is one.
            if !isDump, !isNamed, lines > 256 { return nil }
        }
        guard isDump else { return nil }
        return isMySQL || head.firstOffset(of: UInt8(ascii: "`"), from: 0) != nil && isMySQLQuoted(head)
    }

    /// A statement that tells rows or columns, as a dump has it.
    private static func isStatement(_ line: String, isNamed: Bool) -> Bool {
        let text = line.uppercased()
        let isRows = ["INSERT INTO ", "REPLACE INTO ", "INSERT ["].contains(where: text.hasPrefix)
        // Prose says such words too: a table's name and a bracket or `VALUES` have to follow.
        if isRows { return isNamed || text.contains("VALUES") || text.contains("(") }
        if text.hasPrefix("CREATE TABLE ") { return isNamed || text.contains("(") }
        if text.hasPrefix("COPY ") { return text.contains(" FROM STDIN") }
        return false
    }

    /// Whether names stand in back quotes, as MySQL alone writes them.
    private static func isMySQLQuoted(_ head: UnsafeRawBufferPointer) -> Bool {
        let text = String(decoding: head.prefix(16 << 10), as: UTF8.self)
        return ["INSERT INTO `", "CREATE TABLE `", "REPLACE INTO `", "DROP TABLE IF EXISTS `"].contains(
            where: text.contains)
    }
}

/// How the first rows of a text look if it is delimited by that byte.
private struct RowShapes {
    /// Cells of each row; rows without text are left out.
    var counts: [Int] = []
    /// Words in all rows.
    var words = 0
    /// Delimiters that a space follows, as a comma in a sentence.
    var spaced = 0
    /// Whether the first, or the last, cell is empty in every row.
    var hasEmptyColumn: Bool { emptyFirst == counts.count || emptyLast == counts.count }
    private var emptyFirst = 0
    private var emptyLast = 0

    /// As the reader splits it: quotes count where a cell begins, and may hold line breaks.
    init(_ head: UnsafeRawBufferPointer, _ delimiter: UInt8, quote: UInt8, isWhole: Bool) {
        var cells = 1
        var cellLength = 0
        var firstLength = 0
        var rowLength = 0
        var isQuoted = false
        var previous: UInt8 = 0x20
        func isEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }
        for byte in head {
            if isQuoted {
                if byte == quote { isQuoted = false }
            } else if isEnd(byte) {
                endRow()
                if counts.count == 16 { return }
                continue
            } else if byte == delimiter {
                if cells == 1 { firstLength = cellLength }
                cells += 1
                cellLength = 0
                rowLength += 1
                previous = 0x20
                continue
            } else if byte == quote, cellLength == 0 || previous == quote {
                isQuoted = true
            }
            if byte > 0x20, previous <= 0x20 { words += 1 }
            if byte == 0x20, cellLength == 0, cells > 1 { spaced += 1 }
            previous = byte
            cellLength += 1
            rowLength += 1
        }
        if isWhole, !isQuoted { endRow() }

        func endRow() {
            if rowLength > 0 {
                if cells == 1 { firstLength = cellLength }
                counts.append(cells)
                emptyFirst += firstLength == 0 ? 1 : 0
                emptyLast += cellLength == 0 ? 1 : 0
            }
            cells = 1
            cellLength = 0
            firstLength = 0
            rowLength = 0
            previous = 0x20
        }
    }
}
