/// Text that is HTML already. What is interpolated into a literal is cleaned and escaped, unless it is `Markup` itself,
/// so that forgetting to escape does not compile into a hole.
struct Markup: ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    static func += (left: inout Markup, right: Markup) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { text += literal }

        /// A sentence, or text of our own wording.
        mutating func appendInterpolation(_ value: String) {
            text += Markup.escape(SafeText.clean(value, limit: SafeText.sentenceLimit))
        }

        /// A name from outside: isolated, so that right-to-left letters in it do not reorder what stands beside it.
        mutating func appendInterpolation(name: String) {
            text += "<bdi>" + Markup.escape(SafeText.clean(name)) + "</bdi>"
        }

        mutating func appendInterpolation(_ value: Int) { text += String(value) }

        mutating func appendInterpolation(_ value: Markup) { text += value.text }

        mutating func appendInterpolation(_ values: [Markup]) { for value in values { text += value.text } }
    }

    /// Escapes for element content and for attribute values in either quote.
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
