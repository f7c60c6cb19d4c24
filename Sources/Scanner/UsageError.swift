/// What the operator asked for cannot be done, in one sentence: what, where, and what to do about it. Exit code 2.
public struct UsageError: Error, Equatable, Sendable, CustomStringConvertible {
    public let sentence: String

    public init(_ sentence: String) {
        self.sentence = sentence
    }

    public var description: String { sentence }
}

/// Text of others' making as it may stand in a sentence: no control characters, no longer than `limit`.
func printable(_ text: some StringProtocol, limit: Int = 200) -> String {
    var result = ""
    var length = 0
    for scalar in text.unicodeScalars {
        guard length < limit else { return result + "…" }
        switch scalar.properties.generalCategory {
        // Format characters turn the reading direction or hide text; surrogates and private use show as nothing.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            result.unicodeScalars.append("\u{fffd}")
        default:
            result.unicodeScalars.append(scalar)
        }
        length += 1
    }
    return result
}
