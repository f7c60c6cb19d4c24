/// Names as they stand in a statement.
enum PostgresIdentifier {
    /// `name` as a quoted identifier: in double quotes, with those inside it doubled (documentation, "Identifiers and
    /// Key Words"). `nil` for names that no server can have: empty, or with a zero byte.
    ///
    /// Safe in every database: the connection's client encoding is UTF-8, and no byte of a longer UTF-8 sequence is
    /// a quotation mark.
    static func quoted(_ name: String) -> String? {
        guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
        var quoted = "\""
        for scalar in name.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
