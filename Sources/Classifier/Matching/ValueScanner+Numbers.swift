/// Digits: dates, addresses of machines, and the checks of each length.
extension ValueScanner {
    /// Looks at the digits from `start` to `end`, and what belongs to them.
    /// - Returns: where to go on.
    func scanNumber(from start: Int, to end: Int) -> Int {
        if end < bytes.count, classes[Int(bytes[end])] == ByteClass.letter {
            // A token that begins with digits: `3AE`, `1Z12.`, `2nd`, hexadecimal.
            let word = WordScan.word(bytes, from: start)
            return scanMixed(from: start, to: word.end, hash: word.hash)
        }
        setTokenEnd(end)
        if isPhraseOpen { continuePhrase(at: start) }
        if start == 0, isLabel(end) { return end + 1 }
        let length = end - start
        defer { words.addNumber(start: start, end: end) }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: ":") {
            if length <= 3, let stop = IPShape.version4(bytes, from: start) {
                hit(ip, start, stop, weight: 8)
                note(ip, isTest: TestData.isDocumentationAddress(slice(start, stop)))
                return stop
            }
            if length <= 4, bytes[end] == UInt8(ascii: ":"), let stop = IPShape.version6(bytes, from: start) {
                hit(ip, start, stop, weight: 9)
                note(ip, isTest: TestData.isDocumentationAddress(slice(start, stop)))
                return stop
            }
        }
        if OpaqueKey.isUUID(bytes) { return end }
        if length <= 4 || length == 8, let date = DateShape.match(bytes, from: start) {
            take(date, start)
            return date.end
        }
        // A negative number is a quantity. So is one with decimals, but for the `.0` that whole numbers get in passing.
        if start == 1, bytes[0] == UInt8(ascii: "-"), end == bytes.count { return end }
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), classes[Int(bytes[end + 1])] == ByteClass.digit,
            start > 0 || end + 2 != bytes.count || bytes[end + 1] != 0x30
        {
            var stop = end + 1
            while stop < bytes.count, classes[Int(bytes[stop])] == ByteClass.digit || bytes[stop] == UInt8(ascii: ".") {
                stop += 1
            }
            return stop
        }
        if read >= 0, length >= 2, length <= 4, end < bytes.count, bytes[end] == UInt8(ascii: "."), start == 0,
            bytes.count == 5, bytes[4] == UInt8(ascii: ".")
        {
            pass(read, 0, 5, weight: 4)
            return 5
        }
        if end < bytes.count, length < 24, Self.partsGroups(bytes[end]) {
            return scanGroups(from: start, firstEnd: end)
        }
        if length <= Self.digitCapacity {
            write(start, end, at: 0)
            _ = judgeNumber(length, start: start, end: end, groups: 1, firstGroup: length, isAlone: true)
        }
        return end
    }

    @inline(__always)
    private static func partsGroups(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "(")
    }

    /// `1. White`, `2: Asian`: surveys number their answers. What follows is the answer.
    private func isLabel(_ end: Int) -> Bool {
        guard end <= 2, end + 2 < bytes.count, classes[Int(bytes[end + 2])] == ByteClass.letter, bytes[end + 1] == 0x20
        else { return false }
        return bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: ":") || bytes[end] == UInt8(ascii: ")")
    }

    /// Runs of digits parted by single spaces, hyphens or brackets, taken together where they make up an identifier.
    func scanGroups(from start: Int, firstEnd: Int) -> Int {
        groups[0] = (start, firstEnd)
        var count = 1
        var total = firstEnd - start
        var offset = firstEnd
        while count < Self.groupCapacity, total < 24, offset < bytes.count {
            var next = offset
            while next < bytes.count, next - offset < 2, Self.partsGroups(bytes[next]) { next += 1 }
            guard next > offset, next < bytes.count, classes[Int(bytes[next])] == ByteClass.digit else { break }
            let stop = WordScan.digitsEnd(bytes, from: next)
            // `3AE` after `1` is no group of a number.
            if stop < bytes.count, classes[Int(bytes[stop])] == ByteClass.letter { break }
            groups[count] = (next, stop)
            count += 1
            total += stop - next
            offset = stop
        }
        // What follows a `+` is one number, or none: its parts are not numbers of their own.
        if start > 0, bytes[start - 1] == UInt8(ascii: "+"), count > 1 {
            let length = gather(0, count)
            guard length <= Self.digitCapacity else { return offset }
            _ = judgeNumber(
                length, start: start, end: offset, groups: count, firstGroup: firstEnd - start, isAlone: true)
            return offset
        }
        var first = 0
        var passedUntil = firstEnd
        groups: while first < count {
            var end = count
            while end > first {
                let length = gather(first, end)
                if length <= Self.digitCapacity,
                    judgeNumber(
                        length, start: groups[first].start, end: groups[end - 1].end, groups: end - first,
                        firstGroup: groups[first].end - groups[first].start,
                        isAlone: end - first == 1 || end - first == count)
                {
                    passedUntil = groups[end - 1].end
                    first = end
                    continue groups
                }
                end -= 1
            }
            passedUntil = groups[first].end
            first += 1
        }
        return passedUntil
    }

    /// Writes the digits of the groups from `first` to before `end` one behind the other into `digits`.
    /// - Returns: how many they are; more than `digitCapacity` where they do not fit.
    private func gather(_ first: Int, _ end: Int) -> Int {
        var count = 0
        for group in first..<end {
            let (start, stop) = groups[group]
            guard stop &- start <= Self.digitCapacity &- count else { return Self.digitCapacity + 1 }
            write(start, stop, at: count)
            count &+= stop &- start
        }
        return count
    }

    /// Writes the digits from `start` to `end` as values into `digits`, where there must be room for them.
    @inline(__always)
    private func write(_ start: Int, _ end: Int, at place: Int) {
        var offset = start
        while offset < end {
            UnsafeMutableRawPointer(digits + (place &+ offset &- start)).storeBytes(
                of: WordScan.load(bytes, offset) ^ 0x3030_3030_3030_3030, as: UInt64.self)
            offset &+= 8
        }
    }

    /// Nats of a round number that passes SNOMED's check.
    private static let roundNats: Float = 0.3

    /// Holds a number of so many digits (in `digits`) against every check of that length.
    /// - Returns: whether one of them passed.
    func judgeNumber(
        _ count: Int, start: Int, end: Int, groups: Int, firstGroup: Int, isAlone: Bool
    ) -> Bool {
        let number = UnsafeBufferPointer<UInt8>(start: digits, count: count)
        let before = matchedCount
        let isPlus =
            start > 0 && bytes[start - 1] == UInt8(ascii: "+")
            && (start == 1 || classes[Int(bytes[start - 2])] == ByteClass.other)
        // Only a number that stands for itself can fail: windows over neighbouring groups are guesses.
        let mayFail = isAlone
        if count == 10, !isPlus {
            // As these numbers are written: in one, as 3 3 4 or as 6 4.
            let isShaped = groups == 1 || firstGroup == 3 || firstGroup == 6
            if Checks.isNHSRange(number), isShaped {
                if Checks.nhsNumber(number) {
                    let grouped: Float = groups == 3 && firstGroup == 3 ? 2 : 0
                    pass(nhs, start, end, weight: nhs >= 0 ? matcher.passWeights[nhs] + grouped : nil)
                    note(nhs, isTest: TestData.isTestNHSNumber(number))
                } else if mayFail, !Checks.isRepeated(number) {
                    field.pointee.fail(nhs)
                }
            } else if number[0] <= 3, isShaped {
                if Checks.chiNumber(number) { pass(chi, start, end) } else if mayFail { field.pointee.fail(chi) }
                if number[0] == 3, number[1] >= 2 {
                    if Checks.hcNumber(number) { pass(hc, start, end) } else if mayFail { field.pointee.fail(hc) }
                }
                if mayFail, matchedCount == before { field.pointee.fail(nhs) }
            } else if mayFail {
                field.pointee.fail(nhs)
            }
            if groups == 1 || (groups == 2 && firstGroup == 5) {
                if Checks.utr(number) { pass(utr, start, end) } else if mayFail { field.pointee.fail(utr) }
            }
        }
        if phone >= 0 { judgePhone(number, start, end, groups: groups, isPlus: isPlus, mayFail: mayFail) }
        if count >= 13, count <= 19, Checks.isCardPrefix(number) {
            if Checks.luhn(number), !Checks.isRepeated(number) {
                let grouped: Float = groups == 4 || (groups == 3 && count == 15) ? 2 : 0
                pass(card, start, end, weight: card >= 0 ? matcher.passWeights[card] + grouped : nil)
                note(card, isTest: TestData.isTestCard(number))
            } else if mayFail {
                field.pointee.fail(card)
            }
        }
        // Numbers of eleven to fourteen digits are times in milliseconds rather: SNOMED's are shorter, or have a namespace. A round
        // number has the partition 00 by being round, and a check digit of 0 once in ten times: it says next to nothing.
        let isRound = count > 3 && number[count - 1] == 0 && number[count - 2] == 0 && number[count - 3] == 0
        if groups == 1, count >= 6, count <= 18, count < 11 || count > 14 || isNamed(.snomedCode) {
            if Checks.snomedCode(number) {
                let known = packs == nil ? nil : packWeight(number)
                pass(snomed, start, end, weight: isRound && !isNamed(.snomedCode) ? Self.roundNats : known)
            } else if mayFail {
                field.pointee.fail(snomed)
            }
        }
        if sort >= 0 {
            let isSortCode = count == 6 && (groups == 1 && !isNamed(.accountNumber) || (groups == 3 && firstGroup == 2))
            if isSortCode, groups == 3, start == 0, end == bytes.count, bytes[2] == UInt8(ascii: "-"),
                !isNamed(.sortCodeAccount),
                !isTime(number)
            {
                passBare(sort, weight: 1)
            } else if isSortCode || (count == 8 && groups == 1), isNamed(.sortCodeAccount) || contextHas(sort) {
                // A sum is round, a number of an account is not.
                if isRound { field.pointee.fail(sort) } else { pass(sort, start, end, weight: 1) }
            }
        }
        if passport >= 0, count == 9, groups == 1, isNamed(.passportNumber) || contextHas(passport) {
            pass(passport, start, end, weight: 1)
        }
        return matchedCount != before
    }

    /// `14-45-30`: three pairs that are a time of day. Those that are a date never come here.
    private func isTime(_ number: UnsafeBufferPointer<UInt8>) -> Bool {
        number[0] * 10 + number[1] < 24 && number[2] < 6 && number[4] < 6
    }

    /// National numbers as Ofcom's plan has them, and numbers with a country code.
    func judgePhone(
        _ number: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, groups: Int, isPlus: Bool, mayFail: Bool
    ) {
        let isBracketed = start > 0 && bytes[start - 1] == UInt8(ascii: "(")
        // `E-00962-245308`: a reference that begins with a letter of its own.
        if start == 2, bytes[1] == UInt8(ascii: "-"), classes[Int(bytes[0])] == ByteClass.letter { return }
        var national = 0
        var isInternational = isPlus
        if number.count >= 11, number.count <= 13, number[0] == 4, number[1] == 4, isPlus || number.count == 12 {
            national = number[2] == 0 ? 3 : 2
        } else if number[0] == 0, number.count == 10 || number.count == 11 {
            national = 1
        } else if number.count >= 13, number[0] == 0, number[1] == 0, number[2] == 4, number[3] == 4 {
            national = 4
            isInternational = true
        } else if isPlus, number.count >= 9, number.count <= 15, number[0] != 0 {
            pass(phone, start, end, weight: 4)
            note(phone, isTest: TestData.isFictitiousNorthAmerican(number))
            return
        } else {
            if isNamed(.phoneNumber) {
                if number.count == 10, number[0] == 7, mayFail {
                    pass(phone, start, end, weight: 0.5)
                    note(phone, isTest: TestData.isDramaNumber(number))
                }
            } else if groups == 1, number.count >= 10, number.count <= 12, mayFail {
                // Numbers of that length that begin anyhow are no telephone numbers, and some begin with 0 by chance.
                field.pointee.fail(phone)
            }
            return
        }
        let significant = number.count - national
        let isValid: Bool
        switch number[national] {
        case 1: isValid = (significant == 10 || significant == 9) && number[national + 1] != 0
        case 2: isValid = significant == 10
        case 3: isValid = significant == 10
        case 7: isValid = significant == 10
        case 8: isValid = significant == 10 || significant == 9
        case 9: isValid = significant == 10
        default: isValid = false
        }
        if isValid {
            // Written as people write telephone numbers, it is one; bare digits after a 0 are weaker.
            let written: Float = isInternational ? 4 : isBracketed || groups > 1 ? 4 : number[national] == 7 ? 1.8 : 1.3
            pass(phone, start, end, weight: written)
            note(phone, isTest: TestData.isDramaNumber(UnsafeBufferPointer(rebasing: number[national...])))
        } else if mayFail, !isNamed(.phoneNumber) {
            field.pointee.fail(phone)
        }
    }

    func take(_ date: DateShape.Match, _ start: Int) {
        guard birth >= 0 else { return }
        let isWhole = start == 0 && date.end == bytes.count
        if contextHas(birth), !isWhole {
            hit(birth, start, date.end, weight: 8)
            return
        }
        guard start == 0 else { return }
        if date.hasTime {
            field.pointee.shape.timestamps += 1
            return
        }
        guard isWhole || date.isMidnight else { return }
        // Eight digits alone are a date only where the name says so.
        if date.isBare, !isNamed(.dateOfBirth) { return }
        field.pointee.dates.add(year: date.year)
        pass(birth, 0, date.end, weight: 0.3)
    }
}
