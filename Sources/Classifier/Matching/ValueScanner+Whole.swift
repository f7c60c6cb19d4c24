import Formats

/// People and places, and what a value is as a whole.
extension ValueScanner {
    func judgePerson(_ start: Int, _ end: Int, _ roles: WordRoles, isCapital: Bool) {
        guard person >= 0, isCapital, let last = words.last, last.end < start, start - last.end <= 3,
            !isInsideAddress(start, end)
        else { return }
        let ordinary: WordRoles = [.against, .common]
        if last.roles.contains(.title), last.isCapital, !roles.contains(.title),
            !roles.contains(.street) || roles.contains(.surname)
        {
            // "Major", "Private" and "Sister" are ordinary words too: then what follows must be a name and nothing else.
            let isCertain =
                !last.roles.contains(.common)
                || (!roles.isDisjoint(with: [.given, .surname]) && roles.isDisjoint(with: ordinary))
            if isCertain { hit(person, last.start, end, weight: roles.isDisjoint(with: ordinary) ? 6 : 3) }
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
            if namePair == nil { namePair = (last.start, end) }
        } else if gap == UInt8(ascii: ","), last.roles.contains(.surname), roles.contains(.given), words.numbers == 0,
            last.roles.isDisjoint(with: [.street, .place]), roles.isDisjoint(with: [.common, .place])
        {
            hit(person, last.start, end, weight: 4)
        } else if gap == UInt8(ascii: "^"), !last.roles.isDisjoint(with: [.surname, .given]) || roles.contains(.given) {
            hit(person, last.start, end, weight: 4)
        }
    }

    /// A street: a house number, one to three words, and the word for a street.
    func judgeStreet(_ start: Int, _ end: Int) {
        guard address >= 0, let number = words.numberBefore(limit: 4), words.count > 0 else { return }
        if words.wordsSinceNumber >= 1 { hit(address, number.start, end, weight: 6) }
    }

    /// What the value is as a whole.
    func judgeWhole(_ kind: ValueKind) {
        let count = words.count
        let length = bytes.count
        let mayBeKey =
            summary.contains(.digit) && summary.isSubset(of: [.digit, .lower, .upper, .dash, .underscore, .high])
        if kind == .identifier || (mayBeKey && OpaqueKey.matches(bytes)) { field.pointee.shape.opaqueKeys += 1 }
        if kind == .number || (count <= 2 && words.numbers > 0) { field.pointee.shape.numbers += 1 }

        if count > 0, count <= 12, length <= 120 {
            let phrase = lexicon.lookup(words.phrase)
            let isUndisclosed = phrase?.roles.contains(.undisclosed) ?? false
            if !isUndisclosed, matcher.hasWholeTerms { judgeWholeTerms(phrase, count) }
            judgeWholeName(isUndisclosed: isUndisclosed)
        }
        // "Anna well. BP taken.": a given name that is no other word begins the sentence.
        if let first = words.leadingName, words.hasLowerCase, count > 1, namePair == nil {
            hit(person, first.start, first.end, weight: 3.4)
        }
        if let pair = namePair, words.hasLowerCase { hit(person, pair.start, pair.end, weight: 5) }
        judgePassword()
        if birth >= 0, field.pointee.counter(birth).passes > 0, !isMatched(birth) { field.pointee.fail(birth) }
    }

    func judgeWholeName(isUndisclosed: Bool) {
        guard person >= 0, !isUndisclosed else { return }
        guard words.numbers == 0, !words.hasOddMark, !words.isCompany, words.count <= 6, bytes.count <= 60,
            !words.isSentence,
            words.givenOrSurname > 0 || words.isTitled
        else {
            field.pointee.fail(person)
            return
        }
        let isOrdinary = words.ordinary >= words.count
        let weight: Float
        if words.isTitled, words.count > 1 {
            weight = 4
        } else if words.count > 1, words.hasGiven, words.hasSurname, !isOrdinary {
            weight = 3
        } else if words.count > 1, words.hasGiven || words.hasSurname, !isOrdinary, words.ordinary * 2 <= words.count {
            weight = words.hasGiven ? 1.5 : 0.8
        } else if words.count == 1, !isOrdinary, !words.isTown {
            weight = 1.2
        } else if words.count == 1, isNamed(.personName) {
            weight = 0.8
        } else {
            field.pointee.fail(person)
            return
        }
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
            let weight = count > 1 ? full : phrase.roles.contains(.common) ? 0.8 : full * 0.6
            pass(detector, 0, bytes.count, weight: weight, isCandidate: !isText)
        }
    }

    func judgePassword() {
        guard
            !outerContext.isEmpty
                || !field.pointee.namedRecognisers.isDisjoint(with: [.password, .passwordHash, .namedSecret])
        else { return }
        if hashes >= 0, isNamed(.passwordHash) || isNamed(.password), OpaqueKey.isHashDigest(bytes),
            !isMatched(hashes)
        {
            hit(hashes, 0, bytes.count, weight: 4)
            return
        }
        if namedSecret >= 0, isNamed(.namedSecret) || outerContext.contains(.key) {
            if OpaqueKey.isRandom(bytes), !isPlaceholder(bytes) {
                pass(namedSecret, 0, bytes.count, weight: outerContext.contains(.key) ? 4 : 1.5)
            } else {
                field.pointee.fail(namedSecret)
            }
        }
        guard password >= 0, isNamed(.password) || outerContext.contains(.password), bytes.count >= 4,
            bytes.count <= 128,
            words.count <= 3,
            hashes < 0 || !isMatched(hashes)
        else { return }
        if isPlaceholder(bytes) {
            field.pointee.fail(password)
        } else if outerContext.contains(.password) {
            hit(password, 0, bytes.count, weight: 8)
        } else {
            pass(password, 0, bytes.count, weight: 1)
        }
    }
}
