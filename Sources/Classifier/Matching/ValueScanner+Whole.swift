import Formats

/// People and places, and what a value is as a whole.
extension ValueScanner {
    func judgePerson(_ start: Int, _ end: Int, _ roles: UInt64, isCapital: Bool) {
        guard person >= 0, isCapital, let last = words.last, last.end < start, start - last.end <= 3,
            !isInsideAddress(start, end)
        else { return }
        let ordinary = against | common
        if last.roles & titles != 0, last.isCapital, roles & titles == 0, roles & streets == 0 || roles & surname != 0 {
            // "Major", "Private" and "Sister" are ordinary words too: then what follows must be a name and nothing else.
            let isCertain = last.roles & common == 0 || (roles & (given | surname) != 0 && roles & ordinary == 0)
            if isCertain { hit(person, last.start, end, weight: roles & ordinary == 0 ? 6 : 3) }
            return
        }
        let gap = bytes[last.end]
        let isOrdinary = last.roles & ordinary != 0 && roles & ordinary != 0
        if isOrdinary || !last.isCapital || last.isNumber { return }
        if gap == 0x20, start - last.end == 1, last.roles & given != 0, roles & surname != 0, roles & streets == 0,
            last.roles & (towns | common) == 0 || roles & common == 0
        {
            // In A Title All Words Are Capitals: whether this is a sentence shows at its end.
            if namePair == nil { namePair = (last.start, end) }
        } else if gap == UInt8(ascii: ","), last.roles & surname != 0, roles & given != 0, words.numbers == 0,
            last.roles & (streets | towns) == 0, roles & (common | towns) == 0
        {
            hit(person, last.start, end, weight: 4)
        } else if gap == UInt8(ascii: "^"), last.roles & (surname | given) != 0 || roles & given != 0 {
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
        if kind == .identifier || OpaqueKey.matches(bytes) { field.shape.opaqueKeys += 1 }
        if kind == .number || (count <= 2 && words.numbers > 0) { field.shape.numbers += 1 }

        if count > 0, count <= 12, length <= 120 {
            let phrase = lexicon.lookup(words.phrase)
            let isUndisclosed = (phrase?.roles ?? 0) & undisclosed != 0
            let roles = phrase.flatMap { Int($0.words) == count ? $0.roles : nil } ?? 0
            if !isUndisclosed {
                for detector in wholeTerms {
                    if roles & detector.roles != 0 {
                        // One ordinary word ("white", "other") says little; a phrase from a form says much.
                        let weight = count > 1 ? detector.weight : roles & common != 0 ? 0.8 : detector.weight * 0.6
                        pass(detector.index, 0, length, weight: weight)
                    } else if words.numbers == 0 {
                        field.fail(detector.index)
                    }
                }
            }
            judgeWholeName(isUndisclosed: isUndisclosed)
        }
        // "Anna well. BP taken.": a given name that is no other word begins the sentence.
        if let first = words.leadingName, words.hasLowerCase, count > 1, namePair == nil {
            hit(person, first.start, first.end, weight: 3.4)
        }
        if let pair = namePair, words.hasLowerCase { hit(person, pair.start, pair.end, weight: 5) }
        judgePassword()
        if birth >= 0, field.counters[birth].passes > 0, matches & (1 << UInt64(birth)) == 0 { field.fail(birth) }
    }

    func judgeWholeName(isUndisclosed: Bool) {
        guard person >= 0, !isUndisclosed else { return }
        guard words.numbers == 0, !words.hasOddMark, !words.isCompany, words.count <= 6, bytes.count <= 60,
            !words.isSentence,
            words.givenOrSurname > 0 || words.isTitled
        else {
            field.fail(person)
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
        } else if words.count == 1, isNamed(person) {
            weight = 0.8
        } else {
            field.fail(person)
            return
        }
        field.pass(person, weight: weight)
        mark(person, 0, bytes.count)
    }

    /// Whether something outside the value speaks for the detector.
    @inline(__always)
    private func isOuter(_ detector: Int) -> Bool {
        detector >= 0 && outerContext & (1 << UInt64(detector)) != 0
    }

    func judgePassword() {
        if hashes >= 0, isNamed(hashes) || isNamed(password), OpaqueKey.isHashDigest(bytes),
            matches & (1 << UInt64(hashes)) == 0
        {
            hit(hashes, 0, bytes.count, weight: 4)
            return
        }
        if namedSecret >= 0, isNamed(namedSecret) || isOuter(namedSecret) {
            if OpaqueKey.isRandom(bytes), !isPlaceholder(bytes) {
                pass(namedSecret, 0, bytes.count, weight: isOuter(namedSecret) ? 4 : 1.5)
            } else {
                field.fail(namedSecret)
            }
        }
        guard password >= 0, isNamed(password) || isOuter(password), bytes.count >= 4, bytes.count <= 128,
            words.count <= 3,
            hashes < 0 || matches & (1 << UInt64(hashes)) == 0
        else { return }
        if isPlaceholder(bytes) {
            field.fail(password)
        } else if isOuter(password) {
            hit(password, 0, bytes.count, weight: 8)
        } else {
            pass(password, 0, bytes.count, weight: 1)
        }
    }
}
