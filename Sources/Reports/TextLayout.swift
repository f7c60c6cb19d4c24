/// Lays text out in columns of a terminal.
enum TextLayout {
    /// Columns that a text without control characters takes.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// 2 for the wide blocks of East Asian scripts and emoji (Unicode annex 11), 0 for marks, else 1.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        if SafeText.isMark(scalar) { return 0 }
        return switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            2
        default: 1
        }
    }

    /// The text cut to at most `columns`; a cut text ends in `…`.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var out = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            used += width(scalar)
            if used > columns - 1 { break }
            out.append(scalar)
        }
        return String(out) + "…"
    }

    /// The text cut or filled with spaces to exactly `columns`.
    static func fit(_ text: String, to columns: Int) -> String {
        let short = cut(text, to: columns)
        return short + String(repeating: " ", count: max(0, columns - width(short)))
    }

    /// The words of a text in lines of at most `columns`; a word that is longer is broken.
    static func wrap(_ text: String, to columns: Int) -> [String] {
        let columns = max(columns, 10)
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            for piece in pieces(of: String(word), columns: columns) {
                let size = width(piece)
                if used > 0, used + 1 + size > columns {
                    lines.append(line)
                    line = ""
                    used = 0
                }
                line += used > 0 ? " " + piece : piece
                used += size + (used > 0 ? 1 : 0)
            }
        }
        if used > 0 { lines.append(line) }
        return lines
    }

    private static func pieces(of word: String, columns: Int) -> [String] {
        guard width(word) > columns else { return [word] }
        var out: [String] = []
        var piece = String.UnicodeScalarView()
        var used = 0
        for scalar in word.unicodeScalars {
            let size = width(scalar)
            if used + size > columns {
                out.append(String(piece))
                piece = String.UnicodeScalarView()
                used = 0
            }
            piece.append(scalar)
            used += size
        }
        if !piece.isEmpty { out.append(String(piece)) }
        return out
    }
}
