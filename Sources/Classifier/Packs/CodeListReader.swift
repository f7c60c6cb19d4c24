/// Reads lists of ICD-10 or OPCS-4 codes with their wording, one a line: TRUD's text files ("codes and titles", with a
/// heading or without) and simple tables with tabs, commas, semicolons or bars.
///
/// Where a heading names the columns (`CODE`, `DESCRIPTION`, `TITLE`, …) these are taken; else, of each line, the first
/// field that is a code and the longest other one.
public struct CodeListReader {
    private let kind: PackKind
    private var separator: UInt8?
    private var codeColumn: Int?
    private var wordingColumn: Int?
    /// Columns whose text is added to the wording, as `MODIFIER_4` in TRUD's ICD-10.
    private var modifierColumns: [Int] = []
    private var isBegun = false
    public private(set) var rows = 0
    /// Lines without a code.
    public private(set) var broken = 0

    /// - Parameter kind: `icd10` or `opcs4`.
    public init(_ kind: PackKind) {
        self.kind = kind
    }

    private static let maximumFields = 64

    /// Takes a line, without its end.
    public mutating func take(_ line: UnsafeBufferPointer<UInt8>, into terms: inout PackTerms) {
        var line = line
        if !isBegun, line.starts(with: [0xef, 0xbb, 0xbf]) { line = UnsafeBufferPointer(rebasing: line.dropFirst(3)) }
        guard line.contains(where: { $0 > 0x20 }) else { return }
        if !isBegun {
            isBegun = true
            separator = [UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: ",")]
                .first { line.contains($0) }
            if readHeading(line) { return }
        }
        rows += 1
        let fields = Self.fields(line, separator)
        guard let column = codeColumn ?? fields.firstIndex(where: { Self.code($0) != nil }), column < fields.count,
            let code = Self.code(fields[column])
        else {
            broken += 1
            return
        }
        terms.add(code: code.code, length: code.length)
        let wording: Int?
        if let wordingColumn {
            wording = wordingColumn
        } else {
            wording = fields.indices.filter { $0 != column }.max { fields[$0].count < fields[$1].count }
        }
        guard let wording, wording < fields.count, !fields[wording].isEmpty else { return }
        terms.countRead()
        var text = fields[wording]
        text.withUnsafeBufferPointer { terms.add($0, .clinical) }
        for column in modifierColumns where column < fields.count && !fields[column].isEmpty {
            text += [0x20] + fields[column]
            text.withUnsafeBufferPointer { terms.add($0, .clinical) }
        }
    }

    /// - Returns: whether the line is a heading.
    private mutating func readHeading(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        let names = Self.fields(line, separator).map { String(decoding: $0, as: UTF8.self).lowercased() }
        guard !Self.fields(line, separator).contains(where: { Self.code($0) != nil }) else { return false }
        func column(_ wanted: [String]) -> Int? {
            wanted.lazy.compactMap { name in names.firstIndex { $0 == name } }.first
                ?? names.firstIndex { name in wanted.contains { name.contains($0) } }
        }
        codeColumn = column(["code", "icd10", "icd_10", "icd", "opcs4", "opcs"])
        wordingColumn = column(["description", "title", "term", "desc", "wording", "meaning", "name"])
        modifierColumns = names.indices.filter { names[$0].hasPrefix("modifier_") }
        return codeColumn != nil || wordingColumn != nil
    }

    private static func code(_ field: [UInt8]) -> (code: UInt64, length: Int)? {
        guard field.count <= 8 else { return nil }
        return field.withUnsafeBufferPointer(PackCode.classification)
    }

    /// The fields of a line, without quotes and white space around them. Where nothing parts them, the first word and
    /// the rest.
    static func fields(_ line: UnsafeBufferPointer<UInt8>, _ separator: UInt8?) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var current: [UInt8] = []
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\""), isQuoted || current.allSatisfy({ $0 <= 0x20 }) {
                isQuoted.toggle()
            } else if !isQuoted, fields.count < maximumFields,
                byte == separator || (separator == nil && byte <= 0x20 && fields.isEmpty && !current.isEmpty)
            {
                fields.append(trimmed(current))
                current.removeAll(keepingCapacity: true)
            } else {
                current.append(byte)
            }
        }
        fields.append(trimmed(current))
        return fields
    }

    private static func trimmed(_ field: [UInt8]) -> [UInt8] {
        guard let first = field.firstIndex(where: { $0 > 0x20 }), let last = field.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        return Array(field[first...last])
    }
}
