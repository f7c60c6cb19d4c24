/// Letters and digits mixed: postcodes, national insurance numbers, IBANs, clinical codes.
extension ValueScanner {
    func scanMixed(from start: Int, to end: Int, hash: UInt64) -> Int {
        setTokenEnd(end)
        if isPhraseOpen { continuePhrase(at: start) }
        let length = end - start
        let isWhole = start == 0 && end == bytes.count
        words.addMixed(hash: hash, start: start, end: end)
        if let entry = lexicon.lookup(hash) {
            if entry.contextCount > 0 { addContext(entry) }
            if entry.isPrefix || entry.termCount > 0 { matchTerms(from: start, end, hash, entry) }
        }
        matchUnit(from: start, to: end)
        if length <= 4 || (length >= 5 && length <= 7), let postcodeEnd = scanPostcode(from: start, to: end) {
            return postcodeEnd
        }
        if length == 16 || length == 18 {
            let passes = withUpperCase(start, end, Checks.drivingLicence)
            if passes { hit(licence, start, end, weight: 11) }
        }
        if length >= 4, classes[Int(bytes[start + 1])] == ByteClass.letter {
            if let ibanEnd = scanIBAN(from: start) { return ibanEnd }
            if let ninoEnd = scanNationalInsurance(from: start) { return ninoEnd }
        }
        if isWhole, length == 7 || length == 9, let date = DateShape.joined(bytes) {
            take(date, start)
            return end
        }
        if length >= 3, length <= 7 { scanClinicalCode(from: start, to: end, isWhole: isWhole) }
        if length <= 4, end < bytes.count, bytes[end] == UInt8(ascii: ":"),
            let ipEnd = IPShape.version6(bytes, from: start)
        {
            hit(ip, start, ipEnd, weight: 9)
            note(ip, isTest: TestData.isDocumentationAddress(slice(start, ipEnd)))
            return ipEnd
        }
        if isNamed(.passportNumber) || contextHas(passport), length == 9, isPassportShape(start, end) {
            pass(passport, start, end, weight: 2)
        }
        return end
    }

    /// One letter and six or eight digits, or two letters and seven: passports of the UK before 1988 and of others.
    func isPassportShape(_ start: Int, _ end: Int) -> Bool {
        var letters = 0
        for offset in start..<end where classes[Int(bytes[offset])] == ByteClass.letter { letters += 1 }
        return letters <= 2
    }

    func scanPostcode(from start: Int, to end: Int) -> Int? {
        guard postcode >= 0 else { return nil }
        // The inward part begins with a digit.
        let inward = end &- start >= 5 ? end &- 3 : end &+ 1
        guard inward < bytes.count, classes[Int(bytes[inward])] == ByteClass.digit else { return nil }
        var count = 0
        var offset = start
        while offset < end, count < 8 {
            digits[count] = Self.upperCase(bytes[offset])
            count &+= 1
            offset &+= 1
        }
        var outward = count
        if count >= 5 {
            // Joined, it must stand by itself: `#f8b1b2` and `/img/2907a6` do not.
            if start > 0, bytes[start &- 1] != 0x20, bytes[start &- 1] != UInt8(ascii: ",") { return nil }
            outward = count &- 3
        } else {
            // The inward part follows after one space.
            guard end &+ 3 < bytes.count, bytes[end] == 0x20 || bytes[end] == UInt8(ascii: "-") else { return nil }
            for index in 1...3 {
                digits[count] = Self.upperCase(bytes[end &+ index])
                count &+= 1
            }
            offset = end &+ 4
            if offset < bytes.count, classes[Int(bytes[offset])] != ByteClass.other { return nil }
        }
        guard outward >= 2, outward <= 4, count == outward &+ 3, PostcodeShape.isInward(digits + outward),
            let area = PostcodeShape.areaLength(digits, count: outward)
        else { return nil }
        // `ab12cd` is a colour as well.
        if outward &+ 3 == offset &- start, !isNamed(.ukPostcode), !contextHas(postcode), isHexadecimal(start, offset) {
            return nil
        }
        if postcodes.contains(digits, count: outward, areaLength: area) {
            pass(postcode, start, offset)
            return offset
        }
        field.pointee.fail(postcode)
        return nil
    }

    private func isHexadecimal(_ start: Int, _ end: Int) -> Bool {
        for offset in start..<end {
            let byte = bytes[offset] | 0x20
            guard classes[Int(bytes[offset])] == ByteClass.digit || byte >= 0x61 && byte <= 0x66 else { return false }
        }
        return true
    }

    @inline(__always)
    private static func upperCase(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte }

    func scanNationalInsurance(from start: Int) -> Int? {
        // Two letters stand there.
        guard nino >= 0, start + 2 < bytes.count,
            classes[Int(bytes[start + 2])] == ByteClass.digit || bytes[start + 2] == 0x20,
            let (end, _) = gather(from: start, count: 9, digitsAt: 2..<8)
        else { return nil }
        let text = UnsafeBufferPointer<UInt8>(start: digits, count: 9)
        let isExample = TestData.isExampleNationalInsurance(text)
        if isExample || Checks.nino(text) {
            pass(nino, start, end)
            note(nino, isTest: isExample)
            return end
        }
        if digits[8] >= 0x41 { field.pointee.fail(nino) }
        return nil
    }

    func scanIBAN(from start: Int) -> Int? {
        guard iban >= 0, start + 4 <= bytes.count, classes[Int(bytes[start + 2])] == ByteClass.digit,
            classes[Int(bytes[start + 3])] == ByteClass.digit
        else { return nil }
        var count = 0
        var offset = start
        while offset < bytes.count, count < 34 {
            let byte = bytes[offset]
            if classes[Int(byte)] == ByteClass.other {
                guard byte == 0x20, offset + 1 < bytes.count, classes[Int(bytes[offset + 1])] != ByteClass.other,
                    count % 4 == 0
                else { break }
                offset += 1
                continue
            }
            guard byte < 0x80 else { break }
            digits[count] = byte >= 0x61 ? byte & 0xdf : byte
            count += 1
            offset += 1
            // It ends where a token ends: inside a long run of letters and digits it is chance.
            if offset == bytes.count || classes[Int(bytes[offset])] == ByteClass.other,
                Checks.iban(UnsafeBufferPointer(start: digits, count: count))
            {
                hit(iban, start, offset, weight: 9)
                note(iban, isTest: TestData.isExampleIBAN(UnsafeBufferPointer(start: digits, count: count)))
                return offset
            }
        }
        return nil
    }

    /// Collects `count` letters and digits into `digits`, in upper case, single spaces left out; the range given must
    /// be digits and a letter or digit must not follow.
    func gather(from start: Int, count: Int, digitsAt: Range<Int>) -> (end: Int, spaced: Bool)? {
        var filled = 0
        var offset = start
        var spaced = false
        while filled < count {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            if byte == 0x20 {
                guard filled > 0, bytes[offset - 1] != 0x20 else { return nil }
                spaced = true
                offset += 1
                continue
            }
            let isDigit = byte >= 0x30 && byte <= 0x39
            guard classes[Int(byte)] != ByteClass.other, byte < 0x80, isDigit == digitsAt.contains(filled) else {
                return nil
            }
            digits[filled] = byte >= 0x61 ? byte & 0xdf : byte
            filled += 1
            offset += 1
        }
        if offset < bytes.count, classes[Int(bytes[offset])] != ByteClass.other { return nil }
        return (offset, spaced)
    }

    func withUpperCase(_ start: Int, _ end: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        let length = end - start
        guard length <= Self.digitCapacity else { return false }
        for index in 0..<length {
            let byte = bytes[start + index]
            digits[index] = byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte
        }
        return body(UnsafeBufferPointer(start: digits, count: length))
    }

    /// Whether a field that is named for codes holds nothing else before this one and after it: `J459, H669`, `||I64`.
    private func isListedCode(_ start: Int, _ end: Int) -> Bool {
        isNamed(.clinicalCode) && words.count == words.numbers && !summary.contains(.lower)
            && (start == 0 || classes[Int(bytes[start - 1])] == ByteClass.other)
            && (end == bytes.count || classes[Int(bytes[end])] == ByteClass.other)
    }

    /// ICD-10, OPCS-4 and Read codes: a letter and two digits with or without more, and five characters with dots.
    func scanClinicalCode(from start: Int, to end: Int, isWhole: Bool) {
        // The whole token including a dot and what follows it.
        var stop = end
        if stop < bytes.count, bytes[stop] == UInt8(ascii: ".") {
            stop += 1
            while stop < bytes.count, stop - start < 7,
                classes[Int(bytes[stop])] != ByteClass.other || bytes[stop] == UInt8(ascii: ".")
            {
                stop += 1
            }
        }
        let isValue = start == 0 && stop == bytes.count
        if read >= 0, stop - start == 5, bytes[stop - 1] == UInt8(ascii: "."), isValue {
            pass(read, start, stop, weight: 4)
        }
        // General practice research data write the two characters of the term behind the five of the code: `H33..00`.
        if read >= 0, isValue, stop - start == 7, bytes[start] < 0x80, bytes[start + 4] == UInt8(ascii: "."),
            bytes[start + 5] &- 0x30 < 10
        {
            pass(read, start, stop, weight: 4)
        }
        guard bytes[start] | 0x20 >= 0x61, bytes[start] | 0x20 <= 0x7a, start + 2 < bytes.count,
            classes[Int(bytes[start + 1])] == ByteClass.digit, classes[Int(bytes[start + 2])] == ByteClass.digit,
            isValue || contextHas(icd) || contextHas(opcs) || isListedCode(start, stop)
        else {
            if isValue, read >= 0, end - start == 5, stop == end, isNamed(.readCode) {
                pass(read, start, stop, weight: 1)
            }
            return
        }
        if isValue, read >= 0, end - start == 5, stop == end, isNamed(.readCode) { pass(read, start, stop, weight: 1) }
        let length = stop - start
        let isShort = length == 3
        let isDotted =
            end - start == 3 && length >= 5 && length <= 6 && bytes[end] == UInt8(ascii: ".")
            && classes[Int(bytes[end + 1])] == ByteClass.digit
        let isJoined = end - start == length && (length == 4 || length == 5)
        // Commissioning data sets pad three characters with an X: `I10X`.
        let isPadded = isJoined && bytes[end - 1] | 0x20 == UInt8(ascii: "x")
        guard isShort || isDotted || isJoined else { return }
        field.pointee.shape.codeLetters |= 1 << UInt32((bytes[start] | 0x20) &- 0x61)
        // What imported code systems know of it.
        let inOPCS = packs == nil ? PackAnswer.unasked : packAnswer(.opcs4, start, stop)
        let inICD = packs == nil ? PackAnswer.unasked : packAnswer(.icd10, start, stop)
        if isDotted || (isJoined && length == 4) {
            if inOPCS.isUnknown { field.pointee.fail(opcs) } else { pass(opcs, start, stop, weight: 0.5 + inOPCS.nats) }
        }
        guard icd >= 0 else { return }
        let category = WordScan.hash(bytes, start, start + 3)
        let isKnown = lexicon.lookup(category)?.roles.contains(.icdCategory) ?? false
        if inICD.isUnasked ? isKnown : !inICD.isUnknown {
            // Three characters exist in four of five cases; a fourth after a dot is rarely written by chance.
            let written: Float = isDotted ? 1.2 : isPadded ? 1.5 : isJoined ? 0.1 : 0.05
            pass(icd, start, stop, weight: written + inICD.nats)
        } else {
            field.pointee.fail(icd)
        }
    }
}
