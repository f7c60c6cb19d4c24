/// What the names of fields, and of the datasets they are in, say for and against each detector.
///
/// A name is read as people read it: `firstName`, `first_name` and `firstname` are the same two words, `name` in a table of
/// products is the product's, and of `company_contact_name` the last part decides.
struct FieldNameIndex: Sendable {
    private struct Phrase: Sendable {
        var detector: Int
        var words: [String]
        var nats: Float
    }

    private var phrases: [String: [Phrase]] = [:]
    /// Detectors of words and of dates of birth: theirs are names in which the last word says what it is.
    private var lastWordDecides: Set<Int> = []
    /// Detectors of clinical codes.
    private var codeDetectors: Set<Int> = []
    /// Every word that a phrase holds, and those that names are glued together with.
    private var vocabulary: Set<String>

    static let strong: Float = 5
    static let weak: Float = 2
    static let against: Float = -4

    /// Words that say what part of something a field is, not of what: `name`, of a customer or of a ward.
    private static let parts = partsOfPeople.union([
        "name", "names", "nm", "title", "number", "code", "full", "line", "text", "value", "description", "label",
        "display", "short", "long",
    ])
    private static let partsOfPeople: Set<String> = ["first", "last", "given", "family", "middle"]

    /// Words as they are cut short in names, and what they stand for.
    private static let abbreviations: [String: String] = [
        "nm": "name", "nam": "name", "nbr": "number", "num": "number", "numb": "number", "nr": "number", "no": "number",
        "adr": "address",
        "adrs": "address", "addr": "address", "eml": "email", "emailaddr": "email", "tele": "telephone",
        "tel": "telephone", "mob": "mobile",
        "cell": "mobile", "cust": "customer", "emp": "employee", "ptnt": "patient", "acct": "account", "acc": "account",
        "bnk": "bank",
        "cd": "code", "dt": "date", "desc": "description", "descr": "description", "descrip": "description",
        "org": "organisation",
        "organization": "organisation", "license": "licence", "offense": "offence", "pswd": "password",
        "passwd": "password",
        "passwrd": "password", "pwd": "password", "cntct": "contact", "cont": "contact", "supp": "supplier",
        "cmpny": "company",
        "comp": "company", "stud": "student", "mgr": "manager", "diag": "diagnosis", "dx": "diagnosis", "hm": "home",
        "wk": "work",
        "frst": "first", "lst": "last", "fst": "first", "surnm": "surname", "pcd": "postcode",
        "pcode": "postcode",
        "ttl": "title", "txn": "transaction",
    ]

    init(_ detectors: [Detector]) {
        vocabulary = Self.parts.union(Self.abbreviations.values).union([
            "user", "customer", "client", "account", "type", "date", "time", "info", "details", "list", "data",
        ])
        for (index, detector) in detectors.enumerated() {
            if detector.isMadeOfWords || detector.recogniser == .dateOfBirth { lastWordDecides.insert(index) }
            if detector.category == .clinical, !detector.isMadeOfWords { codeDetectors.insert(index) }
            for (list, nats) in [
                (detector.fieldNames?.strong, Self.strong), (detector.fieldNames?.weak, Self.weak),
                (detector.fieldNames?.against, Self.against),
            ] {
                for phrase in list ?? [] {
                    let written = Self.words(of: phrase)
                    let words = written.map(Self.spelledOut)
                    guard let first = words.first else { continue }
                    phrases[first, default: []].append(Phrase(detector: index, words: words, nats: nats))
                    // A word that another list has whole is not parted, so what is written in one is looked up in one too.
                    let whole = written.joined()
                    if words.count > 1, whole.utf8.count >= 6 {
                        phrases[whole, default: []].append(Phrase(detector: index, words: [whole], nats: nats))
                    }
                    vocabulary.formUnion(words)
                    vocabulary.formUnion(written)
                }
            }
        }
    }

    /// Nats of the detectors that the names say anything of. The words of the field itself count in full; those of the fields
    /// around it count as weak. Where the field's own name is but a part (`name`), it is read with the name around it, the
    /// dataset's where there is none.
    ///
    /// - Parameters:
    ///   - dataset: the dataset's name as the source has it: a table, a collection, a file.
    ///   - path: the names from the outermost field to the field itself.
    func evidence(dataset: String = "", path: [String]) -> [(detector: Int, nats: Float)] {
        // `$date`, `$oid` and the like are how a value is written, not what it is called.
        let components = path.filter { !$0.hasPrefix("$") }.map {
            joined(Self.words(of: $0), in: $0.lowercased()).flatMap(parted).map(Self.spelledOut)
        }
        var own = components.last ?? []
        let outer = components.dropLast()
        let isPart = own.allSatisfy(Self.parts.contains) || own == ["date"] && !outer.isEmpty
        if isPart {
            own =
                (outer.last ?? Self.datasetWords(dataset).flatMap(parted).suffix(1)).map {
                    Self.spelledOut(singular($0))
                } + own
        }
        var result = evidence(of: own)
        // The code in a table of OPCS-4 is one of OPCS-4.
        if isPart, outer.isEmpty {
            for (detector, nats) in evidence(of: Self.datasetWords(dataset))
            where nats > 0 && codeDetectors.contains(detector) {
                result[detector] = max(result[detector] ?? 0, nats)
            }
        }
        for words in outer {
            for (detector, nats) in evidence(of: words) {
                if nats > 0, (result[detector] ?? 0) >= 0 {
                    result[detector] = max(result[detector] ?? 0, min(nats, Self.weak))
                } else if nats < 0, result[detector] == nil {
                    // Below `currencies` or `demonyms` names are no people's, unless they say so themselves.
                    result[detector] = -Self.weak
                }
            }
        }
        return result.map { ($0.key, $0.value) }.sorted { $0.detector < $1.detector }
    }

    /// Detectors that a name, standing alone, speaks for strongly.
    func strong(_ name: String) -> [Int] {
        evidence(path: [name]).filter { $0.nats >= Self.strong }.map(\.detector)
    }

    /// What the words of one name say. Of words for and against names and the like, the ones that come last decide: a
    /// `school_contact_name` is a person's, a `first_name_id` is none. A `csrf_token` is none in any case.
    private func evidence(of words: [String]) -> [Int: Float] {
        var found: [Int: (nats: Float, end: Int, words: Int, isOfItself: Bool)] = [:]
        var against: [Int: (end: Int, words: Int)] = [:]
        for start in words.indices {
            for phrase in phrases[words[start]] ?? [] where words[start...].starts(with: phrase.words) {
                let end = start + phrase.words.count
                if phrase.nats < 0 {
                    let last = against[phrase.detector] ?? (0, 0)
                    if (end, phrase.words.count) > last { against[phrase.detector] = (end, phrase.words.count) }
                } else if let before = found[phrase.detector], (before.nats, before.end) >= (phrase.nats, end) {
                    continue
                } else {
                    // A full name is that of what stands before it; a first name is a person's in any case.
                    let isOfItself = phrase.words.contains {
                        !Self.parts.contains($0) || Self.partsOfPeople.contains($0)
                    }
                    found[phrase.detector] = (phrase.nats, end, phrase.words.count, isOfItself)
                }
            }
        }
        var result = found.mapValues(\.nats)
        for (detector, last) in against {
            if lastWordDecides.contains(detector), let word = found[detector], word.nats >= Self.strong,
                (word.end, word.words) > last, word.isOfItself
            {
                continue
            }
            result[detector] = Self.against
        }
        return result
    }

    /// The words of what a dataset is called, without folder, schema and ending of a file.
    static func datasetWords(_ dataset: String) -> [String] {
        var name = dataset[...]
        if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
        for suffix in [".gz", ".zst", ".ndjson", ".jsonl", ".json", ".csv", ".tsv", ".txt", ".bson"]
        where name.hasSuffix(suffix) {
            name = name.dropLast(suffix.count)
        }
        if let dot = name.lastIndex(of: ".") { name = name[name.index(after: dot)...] }
        return words(of: String(name))
    }

    /// `DoB` and `PCode` are words with a capital inside: a letter or two that are no word go with what stands beside them where the
    /// two make one that is known, and nothing parts them: the letter of `s_name` stands for a table.
    private func joined(_ words: [String], in name: String) -> [String] {
        func isKnown(_ word: String) -> Bool { vocabulary.contains(word) || Self.abbreviations[word] != nil }
        guard words.count > 1, words.contains(where: { $0.utf8.count <= 2 }) else { return words }
        var result: [String] = []
        for word in words {
            let before = result.last ?? ""
            let shorter = min(before.utf8.count, word.utf8.count)
            if shorter == 1 || shorter == 2 && !(isKnown(before) && isKnown(word)),
                before.utf8.count + word.utf8.count > 2, isKnown(before + word), name.contains(before + word)
            {
                result[result.count - 1] = before + word
            } else {
                result.append(word)
            }
        }
        return result
    }

    /// The words of a name that was written without gaps: `lastname`, `phonenumber`. What is no such name stays whole.
    private func parted(_ word: String) -> [String] {
        guard word.utf8.count >= 6, word.utf8.count <= 40, !vocabulary.contains(word) else { return [word] }
        let characters = Array(word)
        // The fewest words that make it up, from each place on.
        var best = [[String]?](repeating: nil, count: characters.count + 1)
        best[characters.count] = []
        for start in stride(from: characters.count - 2, through: 0, by: -1) {
            for end in (start + 2)...characters.count {
                guard let rest = best[end] else { continue }
                let piece = String(characters[start..<end])
                guard end - start > 2 || piece == "id" || piece == "no" || piece == "ip", vocabulary.contains(piece)
                else { continue }
                if rest.count + 1 < best[start]?.count ?? 4 { best[start] = [piece] + rest }
            }
        }
        return best[0] ?? [singular(word)]
    }

    private static func spelledOut(_ word: String) -> String { abbreviations[word] ?? word }

    /// Without the ending of the plural, where that gives a word that is known or the name is a dataset's.
    private func singular(_ word: String) -> String {
        if vocabulary.contains(word) || word.utf8.count < 4 { return word }
        for (ending, replacement) in [("ies", "y"), ("ses", "s"), ("xes", "x"), ("s", "")] where word.hasSuffix(ending)
        {
            let stem = word.dropLast(ending.count) + replacement
            if vocabulary.contains(String(stem)) { return String(stem) }
        }
        return word
    }

    /// The words of a name: split at what is no letter or digit, at a change to upper case, and between letters and
    /// digits; in lower case. `patientNHSNumber_2` gives patient, nhs, number, 2.
    static func words(of name: String) -> [String] {
        var words: [String] = []
        var current = ""
        var previous: Character?
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            guard character.isLetter || character.isNumber else {
                if !current.isEmpty { words.append(current) }
                current = ""
                previous = nil
                continue
            }
            if let before = previous {
                let next = index + 1 < characters.count ? characters[index + 1] : nil
                let isBoundary =
                    (before.isLowercase && character.isUppercase) || (before.isNumber != character.isNumber)
                    || (before.isUppercase && character.isUppercase && next?.isLowercase == true)
                if isBoundary, !current.isEmpty {
                    words.append(current)
                    current = ""
                }
            }
            current.append(contentsOf: character.lowercased())
            previous = character
        }
        if !current.isEmpty { words.append(current) }
        return words
    }
}
