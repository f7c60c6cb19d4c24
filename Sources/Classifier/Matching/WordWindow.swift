/// What is remembered of the words of a value while it is scanned: the last one, the context words not long ago, and
/// what they add up to.
struct WordWindow {
    struct Word {
        var start: Int
        var end: Int
        var roles: WordRoles
        var isCapital: Bool
        var isNumber: Bool
    }

    private(set) var count = 0
    private(set) var numbers = 0
    private(set) var last: Word?
    /// The hash of all words so far, as a phrase.
    private(set) var phrase: UInt64 = 0
    private var lastNumber: (start: Int, end: Int, at: Int)?
    /// Whether all words since the last number begin with a capital.
    private(set) var isCapitalSinceNumber = true
    /// Whether a small word of sentences stands since then: `in`, `of`, `to`.
    private(set) var isSentenceSinceNumber = false
    // Sums over the value that the whole is judged by. The bits are set once by the scanner's roles.
    /// A mark that stands in no name of a person.
    var hasOddMark = false
    /// A word that stands in names of firms, not of people: `Ltd`, `and`.
    private(set) var isCompany = false
    /// Capital first, then longer words in lower case: a sentence, not a name.
    private(set) var isSentence = false
    private var beginsCapital = false
    /// The first word, where it is a given name and nothing else.
    private(set) var leadingName: (start: Int, end: Int)?
    /// A word that begins with a small letter.
    private(set) var hasLowerCase = false
    private(set) var isTitled = false
    private(set) var hasGiven = false
    private(set) var hasSurname = false
    private(set) var isTown = false
    private(set) var givenOrSurname = 0
    private(set) var ordinary = 0
    /// Words that are ordinary and no names: they stand in no name of a person.
    private(set) var alien = 0
    /// Words of three letters or more that begin with a small letter and are no particles of names.
    private(set) var lowerWords = 0
    /// Words with a capital that follow such a word: each pair of them could be a name by chance.
    private(set) var capitalPairs = 0
    /// The longest word, in bytes.
    private(set) var longest = 0
    /// The hash of the words since the last comma, as a phrase, and how many they are.
    private(set) var part: (hash: UInt64, words: Int, commas: Int) = (0, 0, 0)

    @_transparent
    mutating func reset() {
        count = 0
        numbers = 0
        last = nil
        phrase = 0
        lastNumber = nil
        hasOddMark = false
        isCompany = false
        isSentence = false
        hasLowerCase = false
        leadingName = nil
        isTitled = false
        hasGiven = false
        hasSurname = false
        isTown = false
        givenOrSurname = 0
        ordinary = 0
        alien = 0
        sentences = 0
        lowerWords = 0
        capitalPairs = 0
        longest = 0
        part = (0, 0, 0)
    }

    /// A comma: what follows it may be a place, a given name, or anything.
    mutating func beginPart() { part = (0, 0, part.commas &+ 1) }

    /// Words of the longest value that is judged as a whole.
    static let judgedWords = 12

    /// A word of a text that is too long to be judged as a whole.
    @inline(__always)
    private mutating func addFurther(start: Int, end: Int, roles word: WordRoles, isCapital: Bool) {
        if isCapital {
            if let last, last.isCapital { capitalPairs &+= 1 }
        } else {
            isCapitalSinceNumber = false
            if end &- start <= 3 {
                if word.contains(.common) { isSentenceSinceNumber = true }
                if end &- start > 2, !word.contains(.particle) { lowerWords &+= 1 }
            } else if !word.contains(.particle) {
                lowerWords &+= 1
            }
        }
        count &+= 1
        last = Word(start: start, end: end, roles: word, isCapital: isCapital, isNumber: false)
    }

    @inline(__always)
    mutating func add(hash: UInt64, start: Int, end: Int, roles word: WordRoles, isCapital: Bool) {
        if count > Self.judgedWords, hasLowerCase {
            addFurther(start: start, end: end, roles: word, isCapital: isCapital)
        } else {
            addJudged(hash: hash, start: start, end: end, roles: word, isCapital: isCapital)
        }
    }

    private mutating func addJudged(hash: UInt64, start: Int, end: Int, roles word: WordRoles, isCapital: Bool) {
        phrase = count == 0 ? hash : Lexicon.combine(phrase, hash)
        part.hash = part.words == 0 ? hash : part.words == count ? phrase : Lexicon.combine(part.hash, hash)
        part.words &+= 1
        longest = max(longest, end - start)
        if !isCapital {
            hasLowerCase = true
            isCapitalSinceNumber = false
            if end - start <= 3, word.contains(.common) { isSentenceSinceNumber = true }
            if end - start > 2, !word.contains(.particle) { lowerWords &+= 1 }
        } else if let last, last.isCapital {
            capitalPairs &+= 1
        }
        if count == 0, isCapital, end - start > 2, word.contains(.given),
            word.isDisjoint(with: [.against, .common, .place])
        {
            leadingName = (start, end)
        }
        if count == 0 {
            beginsCapital = isCapital
        } else if beginsCapital, !isCapital, end - start > 3 {
            isSentence = true
        }
        if !word.isEmpty { add(word, length: end - start) }
        count &+= 1
        last = Word(start: start, end: end, roles: word, isCapital: isCapital, isNumber: false)
    }

    /// What a word is in names, and against them.
    @inline(__always)
    private mutating func add(_ word: WordRoles, length: Int) {
        if word.contains(.title), count == 0 { isTitled = true }
        let isName = !word.isDisjoint(with: [.given, .surname])
        let isOrdinary = !word.isDisjoint(with: [.against, .common])
        // `van` is a name too, but beside others it says nothing.
        if isName, !word.contains(.particle) {
            if word.contains(.given) { hasGiven = true }
            if word.contains(.surname) { hasSurname = true }
            givenOrSurname &+= 1
        }
        if isOrdinary {
            ordinary &+= 1
            if !isName, word.isDisjoint(with: [.title, .particle]), length > 1 { alien &+= 1 }
        }
        if word.contains(.place) { isTown = true }
        if word.contains(.company) { isCompany = true }
    }

    /// Letters and digits in one token.
    mutating func addMixed(hash: UInt64, start: Int, end: Int) {
        phrase = count == 0 ? hash : Lexicon.combine(phrase, hash)
        numbers &+= 1
        count &+= 1
        last = Word(start: start, end: end, roles: [], isCapital: false, isNumber: true)
    }

    mutating func addNumber(start: Int, end: Int) {
        phrase = count == 0 ? 1 : Lexicon.combine(phrase, 1)
        numbers &+= 1
        lastNumber = (start, end, count)
        isCapitalSinceNumber = true
        isSentenceSinceNumber = false
        count &+= 1
        last = Word(start: start, end: end, roles: [], isCapital: false, isNumber: true)
    }

    /// Ends of sentences after longer words.
    private(set) var sentences = 0

    mutating func endSentence() {
        if let word = last, word.end - word.start > 2 { sentences &+= 1 }
        if let word = last, word.end - word.start > 2 { last = nil }
    }

    var wordsSinceNumber: Int { lastNumber.map { count - $0.at - 1 } ?? 0 }

    /// The last number, if no more than `limit` words ago.
    func numberBefore(limit: Int) -> (start: Int, end: Int, at: Int)? {
        guard let lastNumber, count - lastNumber.at <= limit else { return nil }
        return lastNumber
    }
}
