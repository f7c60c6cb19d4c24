/// How likely a dataset of some name holds something about people. Only the order of reading depends on it, never
/// whether something is read: what promises most is read first, because time, bytes and the number of datasets are bounded.
public enum Promise {
    /// 3 for care and justice, 2 for people, 1 for what people leave behind, 0 for the rest, -1 for what machines do.
    public static func of(_ name: String) -> Int {
        // Over bytes: ten thousand long names from a hostile server must not cost seconds.
        let bytes = name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        for (weight, words) in weighted where words.contains(where: { holds(bytes, $0) }) { return weight }
        return 0
    }

    private static let weighted: [(weight: Int, words: [[UInt8]])] = [
        (
            3,
            [
                "patient", "nhs", "clinic", "medic", "health", "diagnos", "prescri", "referral", "appointment",
                "hospital", "therap", "safeguard", "child", "offen", "victim", "convict", "court", "legal",
            ]
        ),
        (
            2,
            [
                "person", "people", "citizen", "resident", "identity", "customer", "client", "user", "member", "staff",
                "employee", "payroll", "salary", "student", "pupil", "case", "contact", "account", "applicant",
                "tenant", "profile", "record",
            ]
        ),
        (
            1,
            [
                "payment", "card", "bank", "invoice", "order", "booking", "address", "mail", "message", "ticket",
                "letter", "document", "note", "form", "login", "session", "token", "credential", "secret",
            ]
        ),
        (-1, ["metric", "telemetry", "cache", "tmp", "temp", "migration", "lock", "job", "queue", "log"]),
    ].map { ($0.0, $0.1.map { Array($0.utf8) }) }

    private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        for start in 0...(text.count - word.count) where text[start] == word[0] {
            if text[start..<(start + word.count)].elementsEqual(word) { return true }
        }
        return false
    }
}
