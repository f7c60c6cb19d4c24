/// Which indices are worth reading first.
enum IndexPromise {
    /// Parts of names that promise people, the weightiest first.
    private static let words: [[UInt8]] = [
        "patient", "safeguard", "medical", "clinic", "health", "nhs", "hospital", "prescri", "person", "people",
        "citizen", "identity", "user", "customer", "client", "member", "staff", "employee", "student", "pupil", "case",
        "legal", "court", "account", "contact", "payment", "card", "bank", "payroll", "record", "profile", "order",
        "booking", "appointment", "message", "mail", "ticket", "note", "letter", "document",
    ].map { Array($0.utf8) }

    /// In the order of reading: by what the name promises, then by size, then by name; the server's own come last.
    static func ordered(_ indices: [ListedIndex]) -> [ListedIndex] {
        indices.map { (index: $0, rank: rank($0.name)) }
            .sorted { left, right in
                if left.rank != right.rank { return left.rank < right.rank }
                let sizes = (left.index.documents ?? 0, right.index.documents ?? 0)
                if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
                return left.index.name.text < right.index.name.text
            }
            .map(\.index)
    }

    private static func rank(_ name: IndexName) -> Int {
        if name.isSystem { return words.count + 1 }
        // Over bytes: ten thousand names of 255 bytes from a hostile server must not cost seconds.
        return Array(name.text.utf8).withUnsafeBytes { text in words.firstIndex { holds(text, $0) } ?? words.count }
    }
}
