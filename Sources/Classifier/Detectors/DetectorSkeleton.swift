extension Detector {
    /// The text of a detector file to begin with: it loads, and its examples come out as they should.
    ///
    /// - Parameter id: lower-case letters, digits and `_`.
    public static func skeleton(id: String) -> String {
        let words = id.split(separator: "_").joined(separator: " ")
        let name = words.prefix(1).uppercased() + words.dropFirst()
        return """
            {
              "id": "\(id)",
              "name": "\(name)",
              "category": "reference",
              "patterns": ["TR[0-9]{6}"],
              "prior": 0.01,
              "p0": 0.001,
              "field_names": {
                "strong": ["\(words)"],
                "weak": [],
                "against": []
              },
              "context": ["\(words)"],
              "mask": [2, 0],
              "examples": {
                "match": ["TR204518", "\(words) TR204518"],
                "no_match": ["TR20451", "TR2045189", "XTR204518"]
              },
              "sources": ["Where the form is published", "p0: how it was measured or computed"],
              "why": "Why it should hold on data that nobody has seen"
            }

            """
    }

    /// Whether a text can be a detector's id.
    public static func isID(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                    || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                    || $0 == UInt8(ascii: "_")
            }
    }
}
