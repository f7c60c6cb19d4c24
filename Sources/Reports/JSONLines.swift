import Exposure

/// JSON Lines: one object a line, as `docs/output.md` and `docs/schema/` describe.
///
/// Keys are snake_case and come in the order in which the type declares its properties (`kind` and `id` first);
/// those of a dictionary are sorted. A property that is `nil` is left out. Slashes are not escaped. Control, bidi and
/// other invisible characters are written as `\u` escapes, so that a line may be shown on a terminal.
public enum JSONLines {
    /// One value as one line, without a line feed at its end.
    ///
    /// - Throws: `EncodingError.invalidValue` where a number is not finite.
    public static func line(of value: some Encodable) throws -> String {
        let root = try JSONNode(encoding: value, path: [])
        var out = ""
        root.write(to: &out)
        return out
    }

    /// Endpoints, then datasets, then the summary; each line ends with a line feed.
    public static func text(of findings: Findings) throws -> String {
        var out = ""
        for endpoint in findings.endpoints { out += try line(of: endpoint) + "\n" }
        for dataset in findings.datasets { out += try line(of: dataset) + "\n" }
        out += try line(of: findings.summary) + "\n"
        return out
    }
}
