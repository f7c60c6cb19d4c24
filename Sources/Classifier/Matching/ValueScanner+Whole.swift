import Formats
import Foundation

/// People and places, and what a value is as a whole.
extension ValueScanner {
    func judgePerson(_ start: Int, _ end: Int, _ roles: WordRoles, isCapital: Bool) {
        guard person >= 0, isCapital, let last = words.last, last.end < start, start - last.end <= 3,
            !isInsideAddress(start, end)
        else { return }
        let ordinary: WordRoles = [.against, .common]
        if last.roles.contains(.title), last.isCapital, !roles.contains(.title),
            !roles.contains(.street) || roles.contains(.surname), isTitleGap(last.end, start)
        {
            // "Major", "Private" and "Sister" are ordinary words too: then what follows must be a name and nothing else.
            let isCertain =
                !last.roles.contains(.common)
                || (!roles.isDisjoint(with: [.given, .surname]) && roles.isDisjoint(with: ordinary))
            if isCertain { hit(person, last.start, end, weight: roles.isDisjoint(with: ordinary) ? 6 : 3) }
            return
        }
        if last.roles.contains(.relation), roles.contains(.given), roles.isDisjoint(with: ordinary.union(.place)),
            isTitleGap(last.end, start)
        {
            hit(person, start, end, weight: 4)
            return
        }
        let gap = bytes[last.end]
        let isOrdinary = !last.roles.isDisjoint(with: ordinary) && !roles.isDisjoint(with: ordinary)
        if isOrdinary || !last.isCapital || last.isNumber { return }
        if gap == 0x20, start - last.end == 1, last.roles.contains(.given), roles.contains(.surname),
            !roles.contains(.street),
            last.roles.isDisjoint(with: [.place, .common]) || !roles.contains(.common)
        {
            // In A Title All Words Are Capitals: whether this is a sentence shows at its end.
            if namePair == nil {
                let isPlain = last.roles.isDisjoint(with: ordinary) && roles.isDisjoint(with: ordinary)
                namePair = (last.start, end, !isPlain, contextHas(person))
            }
        } else if gap == UInt8(ascii: ","), last.roles.contains(.surname), roles.contains(.given), words.numbers == 0,
            last.roles.isDisjoint(with: [.street, .place]), roles.isDisjoint(with: [.common, .place])
        {
            hit(person, last.start, end, weight: 4)
        } else if gap == UInt8(ascii: "^"), !last.roles.isDisjoint(with: [.surname, .given]) || roles.contains(.given) {
            hit(person, last.start, end, weight: 4)
        }
    }

    /// `Mr Smith`, `Dr. Smith`: not `Captain - Army`.
    private func isTitleGap(_ end: Int, _ start: Int) -> Bool {
        (end..<start).allSatisfy { bytes[$0] == 0x20 || bytes[$0] == UInt8(ascii: ".") }
    }

    /// A street: a house number, a space, one to three words, and the word for a street. In text, where there are capitals at
    /// all, names of streets have them: `two point shot` and `30, 2024 On loan` are none.
    func judgeStreet(_ start: Int, _ end: Int) {
        guard address >= 0, let number = words.numberBefore(limit: 4), words.wordsSinceNumber >= 1 else { return }
        guard number.end - number.start <= 5, number.end + 1 < bytes.count, bytes[number.end] == 0x20,
            classes[Int(bytes[number.end + 1])] == ByteClass.letter
        else { return }
        let isLeading = number.start == 0 || bytes[number.start - 1] == 0x0a || isAfterComma(number.start)
        if summary.contains(.upper), summary.contains(.lower), !isNamed(.postalAddress),
            !words.isCapitalSinceNumber || !isCapital(at: start) && number.start > 0
        {
            return
        }
        if words.isSentenceSinceNumber, !isNamed(.postalAddress) { return }
        // A text with many numbers has many chances.
        let introduced = contextHas(address) ? Self.contextNats : 0
        hit(address, number.start, end, weight: (isLeading ? 6 : 4.5) + introduced - log(Float(max(words.numbers, 1))))
    }

    private func isAfterComma(_ start: Int) -> Bool {
        start >= 2 && bytes[start - 1] == 0x20 && bytes[start - 2] == UInt8(ascii: ",")
    }

    /// A number that is too short or too long for the identifiers of which the field has shown some.
    private func judgeOtherNumber() {
        // Nearly all fields have shown none: the digits are counted for the others only.
        guard
            hasPasses(nhs) || hasPasses(chi) || hasPasses(hc) || hasPasses(utr) || hasPasses(card) || hasPasses(snomed)
                || hasPasses(sort)
        else { return }
        let count = summary == .digit ? bytes.count : WordScan.digitCount(bytes)
        if count != 10 {
            if hasPasses(nhs) { field.pointee.fail(nhs) }
            if hasPasses(chi) { field.pointee.fail(chi) }
            if hasPasses(hc) { field.pointee.fail(hc) }
            if hasPasses(utr) { field.pointee.fail(utr) }
        }
        if count < 13 || count > 19, hasPasses(card) { field.pointee.fail(card) }
        if count < 6 || count > 18, hasPasses(snomed) { field.pointee.fail(snomed) }
        if count < 6 || count > 8, hasPasses(sort) { field.pointee.fail(sort) }
    }

    /// Whether values of the field have passed the detector's check.
    @inline(__always)
    private func hasPasses(_ detector: Int) -> Bool { detector >= 0 && field.pointee.counter(detector).passes > 0 }

    func isCapital(at start: Int) -> Bool { bytes[start] &- 0x41 < 26 || bytes[start] == 0xc3 }

    /// Words that make a value running text.
    private static let proseWords = 8

    /// What the value is as a whole.
    func judgeWhole(_ kind: ValueKind) {
        let count = words.count
        let length = bytes.count
        let hasLetters = !summary.isDisjoint(with: [.lower, .upper, .high])
        let mayBeKey =
            hasLetters && length >= OpaqueKey.minimumLength && summary.contains(.digit)
            && summary.isSubset(of: [.digit, .lower, .upper, .dash, .underscore, .high])
        if kind == .identifier || (mayBeKey && OpaqueKey.matches(bytes)) { field.pointee.shape.opaqueKeys += 1 }
        if kind == .number || (count <= 2 && words.numbers > 0) { field.pointee.shape.numbers += 1 }
        if words.isCompany, count <= 6, !words.isSentence { field.pointee.shape.companies += 1 }
        if count >= Self.proseWords { field.pointee.shape.prose += 1 }

        if count > 0, count <= WordWindow.judgedWords, length <= 120 {
            if hasLetters { judgeWords(count) } else { field.pointee.fail(person) }
        }
        // "Anna well. BP taken.": a given name that is no other word begins the sentence.
        if let first = words.leadingName, words.lowerWords > 0, count > 3 || words.sentences > 0, namePair == nil {
            hit(person, first.start, first.end, weight: 3.4)
        }
        if namePair != nil { judgeNamePair() }
        if hasOuterContext || field.pointee.isNamedSecret { judgePassword() }
        // A field of codes has codes only: tails of aircraft that happen to look like some are others'.
        if icd >= 0, words.count <= 2, length <= 12, field.pointee.counter(icd).passes > 0, !isMatched(icd),
            !isNamed(.clinicalCode) || !summary.isSubset(of: [.digit, .dot])
        {
            field.pointee.fail(icd)
        }
        if hasOuterContext || field.pointee.isNamedContact { judgeNamed(kind) }
        if kind == .number || (words.count == 1 && words.numbers == 1) { judgeOtherNumber() }
        if birth >= 0, field.pointee.counter(birth).passes > 0, !isMatched(birth) { field.pointee.fail(birth) }
    }

    /// What the few words of a value are together.
    private func judgeWords(_ count: Int) {
        let phrase = lexicon.lookup(words.phrase)
        if phrase?.roles.contains(.undisclosed) ?? false { return }
        if matcher.hasWholeTerms { judgeWholeTerms(phrase, count) }
        if person >= 0 { judgeWholeName(phrase) }
    }

    /// A given name and a surname side by side in a sentence. In Titles And Lists Of Things each pair of capitals could be
    /// one by chance, so the more of them there are, the less one says.
    private func judgeNamePair() {
        guard let pair = namePair, words.lowerWords > 0, words.lowerWords > 1 || words.count <= 5 else { return }
        let chances = Float(max(words.capitalPairs, 1))
        let weight = 5 - log(chances) - (pair.isOrdinary ? 1.5 : 0)
        hit(person, pair.start, pair.end, weight: weight + (pair.isIntroduced ? Self.contextNats : 0))
    }

    /// `Albert Crescent`: no surname is the word for a street. `Emily Lane` may be either.
    private var isStreet: Bool {
        guard words.count > 1, let last = words.last else { return false }
        return last.roles.contains(.street) && !last.roles.contains(.surname)
    }

    /// `Abdul218`: made-up patients have their number behind each name (Synthea). Where the field's name speaks for names only.
    private var isNumberedName: Bool {
        guard field.pointee.nameNats(person) > 0, isCapital(at: 0), bytes.count > 3, bytes[bytes.count - 1] &- 0x30 < 10
        else {
            return false
        }
        let letters = bytes.firstIndex { $0 &- 0x30 < 10 } ?? 0
        guard letters > 1, bytes.count - letters <= 4, bytes[letters...].allSatisfy({ $0 &- 0x30 < 10 }) else {
            return false
        }
        let roles = roles(ofWhole: slice(0, letters))
        return !roles.isDisjoint(with: [.given, .surname]) && roles.isDisjoint(with: [.against, .common])
    }

    /// `kettle-quick-clock`: words for an address on the web.
    private var isSlug: Bool { summary.contains(.dash) && !summary.contains(.upper) && !bytes.contains(0x20) }

    /// `FR-ARA`, `BOS-NYY`: a code.
    private var isCode: Bool {
        words.longest <= 3 && summary.contains(.dash) && !summary.contains(.lower) && !summary.contains(.space)
    }

    /// Whether the value is a name of a person and nothing else.
    private func judgeWholeName(_ phrase: Lexicon.Found?) {
        let isSingle = words.count == 1
        if isSingle, words.numbers == 1, isNumberedName {
            passName(0.7)
            return
        }
        let isNamed = isNamed(.personName)
        guard words.numbers == 0, !words.hasOddMark, !words.isCompany, words.count <= 6, bytes.count <= 60,
            !words.isSentence, words.alien == 0, bytes.count > 1, !isSlug, !isStreet, !isCode,
            words.longest > 2 || isSingle,
            words.givenOrSurname > 0 || words.isTitled || isNamed
        else {
            field.pointee.fail(person)
            return
        }
        // Towns and countries are called as people are: alone such a word says nothing, with its country it is a place.
        let isPlace = phrase.map { $0.roles.contains(.place) && Int($0.words) == words.count } ?? false
        if isPlace || endsInPlace {
            if isSingle, words.givenOrSurname > 0 {
                if isNamed { passName(0.8) }
                return
            }
            field.pointee.fail(person)
            return
        }
        // Colours and the like: names in lower case throughout hold no ordinary words.
        let isLower = !summary.contains(.upper) && words.ordinary > 0
        let isOrdinary = words.ordinary >= words.count || (isLower && !isNamed)
        if words.isTitled, !isSingle {
            passName(4)
        } else if !isSingle, words.hasGiven, words.hasSurname, !isOrdinary {
            passName(2.2)
        } else if !isSingle, words.givenOrSurname > 0, !isOrdinary, words.ordinary * 2 <= words.count {
            passName(words.hasGiven ? 1.2 : 0.7)
        } else if isSingle, !isOrdinary, words.givenOrSurname > 0 {
            passName(1.2)
        } else if isNamed {
            // No list holds all names: where the field's name says that these are, a word that is no other may be one.
            passName(words.givenOrSurname > 0 ? 0.8 : 0.4)
        } else {
            field.pointee.fail(person)
        }
    }

    /// Whether a place stands behind the last comma: `Paris, Texas`; or a street at the end of what the field's name calls
    /// addresses.
    private var endsInPlace: Bool {
        if words.count > 1, isNamed(.postalAddress), words.last?.roles.contains(.street) ?? false { return true }
        guard words.part.commas > 0, words.part.words > 0, let found = lexicon.lookup(words.part.hash) else {
            return false
        }
        return Int(found.words) == words.part.words && found.roles.contains(.place)
    }

    private func passName(_ weight: Float) {
        field.pointee.pass(person, weight: weight)
        mark(person, 0, bytes.count)
    }

    /// Answers as forms have them: the whole value is a term of a list.
    private func judgeWholeTerms(_ phrase: Lexicon.Found?, _ count: Int) {
        // A value without digits that is none of a list's is counted once for all lists (`wholeTexts`).
        let isText = words.numbers == 0
        if isText { field.pointee.wholeTexts &+= 1 }
        guard let phrase, Int(phrase.words) == count, phrase.wholeCount > 0 else { return }
        let start = Int(phrase.usesStart) + Int(phrase.termCount)
        for place in start..<(start + Int(phrase.wholeCount)) {
            let detector = Int(lexicon.uses[place].detector)
            // One ordinary word ("white", "other") says little; a phrase from a form says much.
            let full = termWeights[detector]
            let ordinary: Float = field.pointee.isNamed(detector) ? 1.6 : 0.8
            let weight = count > 1 ? full : phrase.roles.contains(.common) ? ordinary : full * 0.6
            pass(detector, 0, bytes.count, weight: weight, isCandidate: !isText)
        }
    }

    private var isQuantity: Bool {
        summary == .digit ? bytes.count < 5 : summary == [.digit, .dot] && bytes.count < 12
    }

    private func judgePassword() {
        if hashes >= 0, isNamed(.passwordHash) || isNamed(.password), OpaqueKey.isHashDigest(bytes),
            !isMatched(hashes)
        {
            hit(hashes, 0, bytes.count, weight: 4)
            return
        }
        if namedSecret >= 0, isNamed(.namedSecret) || outerContext.isKey {
            if OpaqueKey.isRandom(bytes), !isPlaceholder(bytes) {
                pass(namedSecret, 0, bytes.count, weight: outerContext.isKey ? 4 : 1.5)
            } else {
                field.pointee.fail(namedSecret)
            }
        }
        guard password >= 0, isNamed(.password) || outerContext.isPassword, bytes.count >= 4,
            bytes.count <= 128,
            words.count <= 3,
            hashes < 0 || !isMatched(hashes)
        else { return }
        // A short number, or one with decimals, is a quantity far oftener than a password.
        if isPlaceholder(bytes) || (isQuantity && !outerContext.isPassword) {
            field.pointee.fail(password)
        } else if outerContext.isPassword {
            hit(password, 0, bytes.count, weight: 8)
        } else {
            pass(password, 0, bytes.count, weight: 1)
        }
    }
}
