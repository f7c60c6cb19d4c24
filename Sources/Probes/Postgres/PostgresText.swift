/// Makes a server's texts fit to be shown: bounded, printable, and without addresses.
public enum PostgresText {
    /// Text of at most `limit` characters without control and formatting characters, and with IP addresses replaced:
    /// `no pg_hba.conf entry for host "192.0.2.7"` tells the reader where the scan came from.
    public static func sanitised(_ bytes: UnsafeRawBufferPointer, limit: Int = 200) -> String {
        // Four bytes a character is the most that UTF-8 takes; what is behind could not be shown anyway.
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(max(0, limit) * 4 + 64))
        return sanitised(String(decoding: head, as: UTF8.self), limit: limit)
    }

    /// The same for text that is decoded already.
    public static func sanitised(_ text: String, limit: Int = 200) -> String {
        var shown = ""
        var word = ""
        func flush() {
            shown += isAddress(word) ? "(address)" : word
            word = ""
        }
        for scalar in text.unicodeScalars.prefix(max(0, limit) * 4 + 64) {
            if isAddressPart(scalar) {
                word.unicodeScalars.append(scalar)
                continue
            }
            flush()
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                if scalar == "\n" || scalar == "\t" { shown += " " }
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
        flush()
        // Combining marks could pile any number of scalars on one character, so scalars are counted.
        var cut = ""
        cut.unicodeScalars.append(contentsOf: shown.unicodeScalars.prefix(limit))
        while cut.hasSuffix(" ") { cut.removeLast() }
        return cut
    }

    private static func isAddressPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "a"..."f", "A"..."F", ":", ".": true
        default: false
        }
    }

    /// Whether a run of hexadecimal digits, dots and colons looks like an IPv4 or IPv6 address.
    private static func isAddress(_ word: String) -> Bool {
        let dots = word.utf8.lazy.filter { $0 == UInt8(ascii: ".") }.count
        let colons = word.utf8.lazy.filter { $0 == UInt8(ascii: ":") }.count
        let digits = word.utf8.contains { (48...57).contains($0) }
        return (colons >= 2 && word.utf8.count > 2) || (dots >= 3 && digits)
    }
}
