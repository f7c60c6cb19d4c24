/// What is remembered of the words of a value while it is scanned: the last one, the context words not long ago, and
/// what they add up to.
struct WordWindow {
    struct Word {
        var start: Int
        var end: Int
        var roles: UInt64
        var isCapital: Bool
        var isNumber: Bool
    }

    private(set) var count = 0
    private(set) var numbers = 0
    private(set) var last: Word?
    /// The hash of all words so far, as a phrase.
    private(set) var phrase: UInt64 = 0
    private var contextBits: UInt64 = 0
    private var contextAt = 0
    private var lastNumber: (start: Int, at: Int)?
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
    /// Bits of the lexicons, in the order given, surname, titles, against or common, towns.
    var roles = Roles()

    struct Roles {
        var given: UInt64 = 0
        var surname: UInt64 = 0
        var titles: UInt64 = 0
        var against: UInt64 = 0
        var common: UInt64 = 0
        var towns: UInt64 = 0
        var companies: UInt64 = 0
    }

    /// How many words a context word reaches.
    private static let reach = 7

    mutating func reset() {
        count = 0
        numbers = 0
        last = nil
        phrase = 0
        contextBits = 0
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
    }

    /// Bits of the detectors that a word not long ago speaks for.
    var context: UInt64 { count - contextAt <= Self.reach ? contextBits : 0 }

    mutating func addContext(_ bits: UInt64) {
        if count - contextAt > Self.reach { contextBits = 0 }
        contextBits |= bits
        contextAt = count
    }

    mutating func add(hash: UInt64, start: Int, end: Int, roles word: UInt64, isCapital: Bool) {
        phrase = count == 0 ? hash : Lexicon.combine(phrase, hash)
        if !isCapital { hasLowerCase = true }
        if count == 0, isCapital, end - start > 2, word & roles.given != 0,
            word & (roles.against | roles.common | roles.towns) == 0
        {
            leadingName = (start, end)
        }
        if count == 0 {
            beginsCapital = isCapital
        } else if beginsCapital, !isCapital, end - start > 3 {
            isSentence = true
        }
        if word & roles.titles != 0, count == 0 { isTitled = true }
        if word & roles.given != 0 { hasGiven = true }
        if word & roles.surname != 0 { hasSurname = true }
        if word & (roles.given | roles.surname) != 0 { givenOrSurname += 1 }
        if word & (roles.against | roles.common) != 0 { ordinary += 1 }
        if word & roles.towns != 0 { isTown = true }
        if word & roles.companies != 0 { isCompany = true }
        count += 1
        last = Word(start: start, end: end, roles: word, isCapital: isCapital, isNumber: false)
    }

    /// Letters and digits in one token.
    mutating func addMixed(hash: UInt64, start: Int, end: Int) {
        phrase = count == 0 ? hash : Lexicon.combine(phrase, hash)
        numbers += 1
        count += 1
        last = Word(start: start, end: end, roles: 0, isCapital: false, isNumber: true)
    }

    mutating func addNumber(start: Int, end: Int) {
        phrase = count == 0 ? 1 : Lexicon.combine(phrase, 1)
        numbers += 1
        lastNumber = (start, count)
        count += 1
        last = Word(start: start, end: end, roles: 0, isCapital: false, isNumber: true)
    }

    mutating func endSentence() {
        if let word = last, word.end - word.start > 2 { last = nil }
    }

    var wordsSinceNumber: Int { lastNumber.map { count - $0.at - 1 } ?? 0 }

    /// The last number, if no more than `limit` words ago.
    func numberBefore(limit: Int) -> (start: Int, at: Int)? {
        guard let lastNumber, count - lastNumber.at <= limit else { return nil }
        return lastNumber
    }
}
