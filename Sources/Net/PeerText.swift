/// Text that came from a stranger, made fit to be shown.
enum PeerText {
    /// Control characters left out, invalid UTF-8 replaced, cut at `limit` characters.
    static func clean(_ bytes: some Collection<UInt8>, limit: Int = 200) -> String {
        let text = String(decoding: bytes.prefix(limit * 4), as: UTF8.self)
        let shown = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
        return String(String(String.UnicodeScalarView(shown)).prefix(limit))
    }
}
