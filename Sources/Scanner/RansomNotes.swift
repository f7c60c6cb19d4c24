/// Tells, for every service alike, whether what lies there was taken for ransom: by names and by what records say.
///
/// Sources: the notes of the waves against MongoDB (2017 and since), Elasticsearch and MySQL as published: tables,
/// collections and indices called `READ_ME_TO_RECOVER_YOUR_DATA`, `README_TO_RECOVER`, `read_me`, whose one or two records
/// ask for a payment in Bitcoin for the data; and the Meow attack (2020), which left random names ending in `-meow` and no
/// note. Notes in English only. Names and words count as whole words: `homeowners` holds no `meow`. Of what is read, only
/// counts are kept.
struct RansomNotes {
    /// What was found, one sentence each.
    var signs: [String] {
        var signs = found
        if marked > 0, marked * 2 >= names {
            signs.append("\(marked) of \(names) names carry the mark of the Meow attack, which destroys what it finds")
        }
        return signs
    }

    private var found: [String] = []
    private var names = 0
    private var marked = 0
    private var dataset = ""
    private var records = 0
    private var notes = 0
    private var meaning = Meaning()
    private static let maximumSigns = 5

    // MARK: Names

    mutating func name(_ name: String) {
        if Self.isNote(name) { add("\(name): named like a ransom note") }
    }

    mutating func beginDataset(_ name: String) {
        (dataset, records, notes) = (name, 0, 0)
        self.name(name)
        names += 1
        if name.split(separator: ".").contains(where: { Self.isMeow($0) }) { marked += 1 }
    }

    private mutating func add(_ sign: String) {
        if found.count < Self.maximumSigns, !found.contains(sign) { found.append(sign) }
    }

    /// Whether a name asks its reader to read how to get the data back.
    static func isNote(_ name: String) -> Bool {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        func holds(_ wanted: [String]) -> Bool { wanted.contains { word in words.contains { $0 == word } } }
        let isReadMe = holds(["readme"]) || (holds(["read"]) && holds(["me"]))
        let isRescue = holds(["recover", "restore", "decrypt", "unlock", "return"])
        let isOfData = holds(["data", "database", "databases", "db", "files"])
        return isRescue && (isReadMe || (isOfData && holds(["your", "my"])))
    }

    /// `gs4kw5zj3x-meow`: a random word of letters and digits, and the mark.
    static func isMeow(_ name: Substring) -> Bool {
        let parts = name.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "meow", let word = parts.first, word.utf8.count >= 6 else { return false }
        return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    // MARK: Records

    mutating func beginRecord() { meaning = Meaning() }

    mutating func value(_ bytes: UnsafeRawBufferPointer) {
        // Shorter than any demand, and longer than any note.
        guard bytes.count >= 3, bytes.count <= 64 * 1024, !meaning.isDemand else { return }
        meaning.read(bytes)
    }

    mutating func endRecord() {
        records += 1
        if meaning.isDemand { notes += 1 }
    }

    /// A note stands alone or nearly so: letters and mails that speak of ransoms stand among others.
    mutating func endDataset() {
        guard notes > 0, notes * 2 >= records else { return }
        add("\(dataset): its records ask for a payment for the data")
    }

    /// What a record speaks of, word by word.
    private struct Meaning {
        private var isOfCoins = false
        private var isOfPaying = false
        private var isOfTheData = false
        /// Words since one that takes the data hostage (`your`, `recover`).
        private var distance = Int.max / 2

        var isDemand: Bool { isOfCoins && isOfPaying && isOfTheData }

        private static let coins = words("bitcoin bitcoins btc monero xmr usdt litecoin onion ransom")
        private static let paying = words("pay paid payment send transfer buy deposit")
        private static let taking = words("your all recover restore decrypt return leak leaked publish sell")
        private static let data = words(
            "data database databases db dbs file files backup backups table tables collection collections index indexes "
                + "indices records server")

        private static func words(_ text: String) -> [[UInt8]] {
            text.split(separator: " ").map { Array($0.utf8) }
        }

        /// ASCII letters make words; all else ends them.
        mutating func read(_ bytes: UnsafeRawBufferPointer) {
            var word: [UInt8] = []
            for byte in bytes {
                let lower = byte | 0x20
                if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) {
                    // Longer than the longest that is looked for: never one of them.
                    if word.count < 16 { word.append(lower) }
                } else if !word.isEmpty {
                    take(word)
                    word.removeAll(keepingCapacity: true)
                }
            }
            if !word.isEmpty { take(word) }
            distance = Int.max / 2
        }

        private mutating func take(_ word: [UInt8]) {
            distance += 1
            if Self.coins.contains(word) { isOfCoins = true }
            if Self.paying.contains(word) { isOfPaying = true }
            // Within four words: `your mongo databases`, `recover the lost data`.
            if distance <= 4, Self.data.contains(word) { isOfTheData = true }
            if Self.taking.contains(word) { distance = 0 }
        }
    }
}
