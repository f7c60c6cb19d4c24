/// Makes text that came from outside (servers, files, arguments) fit to be shown.
///
/// A name may hold escape sequences that repaint a terminal, or bidi overrides that show another name than the one
/// that is there. Every report passes every such string through here.
enum SafeText {
    /// Longest name that is shown whole, in Unicode scalars.
    static let nameLimit = 160
    /// Longest sentence that is shown whole, in Unicode scalars.
    static let sentenceLimit = 1000

    /// The text on one line: line breaks and tabs become spaces, other characters that cannot be seen become `�`,
    /// and what is longer than `limit` scalars ends in `…`. Reads no more of the text than it keeps.
    static func clean(_ text: String, limit: Int = nameLimit) -> String {
        var out = String.UnicodeScalarView()
        var count = 0
        var marks = 0
        for scalar in text.unicodeScalars {
            if count >= limit {
                out.append("…")
                break
            }
            count += 1
            switch scalar {
            case "\n", "\r", "\t": out.append(" ")
            case _ where isInvisible(scalar): out.append("\u{FFFD}")
            case _ where isMark(scalar):
                // Heaps of combining marks would paint over the lines around them.
                marks += 1
                if marks <= 2 { out.append(scalar) }
                continue
            default: out.append(scalar)
            }
            marks = 0
        }
        return String(out)
    }

    /// Controls (C0, DEL, C1), format characters (bidi, zero width, tags), separators of lines, and what Unicode has
    /// not given a meaning.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }

    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return false }
        return switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }
}
