import Formats

/// Tokenises one value in one pass and counts, in the field's evidence, what each detector sees in it.
///
/// A token's shape decides who looks at it: digits go to the number checks of their length, words to the lexicon, mixed
/// tokens to the codes. Time is linear in the value: each token is looked at by a bounded number of checks, each of
/// bounded length.
final class ValueScanner {
    private let matcher: Matcher
    private let lexicon: Lexicon
    private let classes: UnsafeMutablePointer<UInt8>
    private let hasPattern: UnsafeMutablePointer<Bool>
    /// Whether a pattern can begin with these two bytes.
    private let pairs: UnsafeMutablePointer<Bool>
    private let digits: UnsafeMutablePointer<UInt8>
    private static let digitCapacity = 40

    // Detectors by what they look for; -1 where there is none.
    private let nhs, chi, hc, utr, card, phone, sort, passport, snomed: Int
    private let nino, postcode, licence, iban, icd, opcs, read, email, ip, birth, person, address: Int
    private let password, namedSecret, url, hashes, key: Int
    // Bits of the lexicons that names, addresses and dates are made of.
    private let given, surname, titles, against, common, towns, streets, undisclosed, placeholders, icdCodes, mailboxes: UInt64

    // The value being scanned.
    private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// Belongs to the caller of `scan` for as long as that runs.
    private unowned(unsafe) var field: FieldEvidence
    private let noField: FieldEvidence
    private var matches: UInt64 = 0
    private var words = WordWindow()
    /// The word that a phrase looked at last.
    private var ahead = WordScan.Word(start: -1, end: -1, hash: 0, hasDigit: false)
    /// Where the `@` of a URL with a password stands.
    private var credentialEnd = -1
    private var hasAt = false
    private var outerContext: UInt64 = 0
    /// A given name and a surname side by side.
    private var namePair: (start: Int, end: Int)?

    init(_ catalog: DetectorCatalog) {
        let matcher = catalog.matcher
        self.matcher = matcher
        lexicon = matcher.lexicon
        classes = .allocate(capacity: 256)
        for byte in 0...255 { classes[byte] = ByteClass.of(UInt8(byte)) }
        hasPattern = .allocate(capacity: 256)
        hasPattern.initialize(from: matcher.patterns.map { !$0.isEmpty }, count: 256)
        pairs = .allocate(capacity: 65536)
        pairs.initialize(repeating: false, count: 65536)
        for pattern in matcher.patterns.flatMap({ $0 }).map(\.pattern) {
            for (first, second) in pattern.firstPairs { pairs[Int(first) << 8 | Int(second)] = true }
        }
        digits = .allocate(capacity: Self.digitCapacity)
        digits.initialize(repeating: 0, count: Self.digitCapacity)
        nhs = matcher.slot(.nhsNumber)
        chi = matcher.slot(.chiNumber)
        hc = matcher.slot(.hcNumber)
        utr = matcher.slot(.utr)
        card = matcher.slot(.paymentCard)
        phone = matcher.slot(.phoneNumber)
        sort = matcher.slot(.sortCodeAccount)
        passport = matcher.slot(.passportNumber)
        snomed = matcher.slot(.snomedCode)
        nino = matcher.slot(.nino)
        postcode = matcher.slot(.ukPostcode)
        licence = matcher.slot(.drivingLicence)
        iban = matcher.slot(.iban)
        icd = matcher.slot(.icd10Code)
        opcs = matcher.slot(.opcs4Code)
        read = matcher.slot(.readCode)
        email = matcher.slot(.email)
        ip = matcher.slot(.ipAddress)
        birth = matcher.slot(.dateOfBirth)
        person = matcher.slot(.personName)
        address = matcher.slot(.postalAddress)
        password = matcher.slot(.password)
        namedSecret = matcher.slot(.namedSecret)
        url = matcher.slot(.credentialURL)
        hashes = matcher.slot(.passwordHash)
        key = matcher.slot(.privateKey)
        given = matcher.role("given_names")
        surname = matcher.role("surnames")
        titles = matcher.role("titles")
        against = matcher.role("name_words_against")
        common = matcher.role("common_words")
        towns = matcher.role("uk_towns") | matcher.role("uk_counties") | matcher.role("countries")
        streets = matcher.role("street_types")
        undisclosed = matcher.role("answer_nondisclosure")
        placeholders = matcher.role("secrets_placeholders")
        icdCodes = matcher.role("icd10_codes")
        mailboxes = matcher.role("role_mailboxes")
        noField = FieldEvidence(detectorCount: matcher.count, nameEvidence: [])
        field = noField
        words.roles = WordWindow.Roles(
            given: given, surname: surname, titles: titles, against: against, common: common, towns: towns)
    }

    deinit {
        classes.deallocate()
        hasPattern.deallocate()
        pairs.deallocate()
        digits.deallocate()
    }

    /// Scans a value that is not empty and has no white space at its ends.
    /// - Returns: a bit for each detector that matched.
    /// - Parameter context: detectors that something outside the value speaks for.
    func scan(
        _ value: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: FieldEvidence, context: UInt64 = 0
    ) -> UInt64 {
        bytes = value
        self.field = field
        defer {
            bytes = UnsafeBufferPointer(start: nil, count: 0)
            self.field = noField
        }
        matches = 0
        words.reset()
        if context != 0 { words.addContext(context) }
        outerContext = context
        credentialEnd = -1
        ahead.start = -1
        hasAt = value.contains(UInt8(ascii: "@"))
        namePair = nil
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if hasPattern[Int(byte)], offset + 1 < bytes.count,
                pairs[Int(byte) << 8 | Int(bytes[offset + 1])]
            {
                matchPatterns(at: offset)
            }
            switch classes[Int(byte)] {
            case ByteClass.letter:
                offset = scanWord(from: offset)
            case ByteClass.digit:
                offset = scanNumber(from: offset)
            default:
                scanMark(byte, at: offset)
                offset += 1
            }
        }
        judgeWhole(kind)
        return matches
    }

    /// What the value scanned last says of a value that it is the name of.
    var settingContext: UInt64 {
        words.context & [password, namedSecret].reduce(0) { $1 >= 0 ? $0 | 1 << UInt64($1) : $0 }
    }

    // MARK: - Counting

    @inline(__always)
    private func contextHas(_ detector: Int) -> Bool {
        detector >= 0 && words.context & (1 << UInt64(detector)) != 0
    }

    @inline(__always)
    private func isNamed(_ detector: Int) -> Bool {
        detector >= 0 && field.named & (1 << UInt64(detector)) != 0
    }

    /// A candidate that passes its check.
    @inline(__always)
    private func pass(_ detector: Int, _ start: Int, _ end: Int, weight: Float? = nil) {
        guard detector >= 0 else { return }
        let bit: UInt64 = 1 << UInt64(detector)
        var nats = weight ?? matcher.passWeights[detector]
        if words.context & bit != 0 { nats += 4 }
        if matcher.needsContext & bit != 0, (words.context | field.named) & bit == 0 { return }
        field.pass(detector, weight: nats)
        mark(detector, start, end)
    }

    /// A match inside a value that proves itself to the degree of its weight.
    @inline(__always)
    private func hit(_ detector: Int, _ start: Int, _ end: Int, weight: Float) {
        guard detector >= 0, matches & (1 << UInt64(detector)) == 0 else { return }
        let bit: UInt64 = 1 << UInt64(detector)
        if matcher.needsContext & bit != 0, (words.context | field.named) & bit == 0 { return }
        field.hit(detector, weight: weight)
        mark(detector, start, end)
    }

    @inline(__always)
    private func mark(_ detector: Int, _ start: Int, _ end: Int) {
        matches |= 1 << UInt64(detector)
        if field.counters[detector].matched == 0, field.masks[detector] == nil {
            field.masks[detector] = Mask.of(
                UnsafeBufferPointer(rebasing: bytes[start..<end]), keep: matcher.masks[detector])
        }
    }

    // MARK: - Marks

    private func scanMark(_ byte: UInt8, at offset: Int) {
        switch byte {
        case UInt8(ascii: "@"):
            words.hasOddMark = true
            if offset != credentialEnd, let range = EmailShape.match(bytes, at: offset) {
                hit(email, range.start, range.end, weight: 11)
                field.mailboxes.all += 1
                let local = UnsafeBufferPointer(rebasing: bytes[range.start..<offset])
                if roles(ofWhole: local) & mailboxes != 0 { field.mailboxes.roles += 1 }
            }
        case UInt8(ascii: "="):
            words.hasOddMark = true
            scanPasswordAfter(offset)
        case UInt8(ascii: ":"):
            words.hasOddMark = true
            scanPasswordAfter(offset)
            if let range = URLShape.credentials(bytes, at: offset) {
                let secret = UnsafeBufferPointer(rebasing: bytes[range.secret])
                if !isPlaceholder(secret) { hit(url, range.start, range.secret.upperBound, weight: 10) }
                // What stands before this @ is no e-mail address.
                credentialEnd = range.secret.upperBound
            } else if offset == 0 || classes[Int(bytes[offset - 1])] == ByteClass.other,
                let end = IPShape.version6(bytes, from: offset)
            {
                hit(ip, offset, end, weight: 9)
            }
        case UInt8(ascii: "-"):
            if let end = PEMShape.privateKey(bytes, at: offset) { hit(key, offset, end, weight: 14) }
        case UInt8(ascii: "."), UInt8(ascii: ";"), 0x0a, 0x0d:
            words.endSentence()
        case 0x20, UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "^"): break
        default: words.hasOddMark = true
        }
    }

    /// `password: hunter22`, `pwd=hunter22`: what follows the mark, up to white space.
    private func scanPasswordAfter(_ mark: Int) {
        guard contextHas(password) || contextHas(namedSecret), let last = words.last, last.end == mark else { return }
        var start = mark + 1
        while start < bytes.count, start - mark < 3, bytes[start] == 0x20 { start += 1 }
        var end = start
        while end < bytes.count, end - start <= 64, bytes[end] > 0x20, bytes[end] != UInt8(ascii: ","),
            bytes[end] != UInt8(ascii: "\"")
        {
            end += 1
        }
        guard end - start >= 6, end - start <= 64 else { return }
        let secret = UnsafeBufferPointer(rebasing: bytes[start..<end])
        if contextHas(namedSecret), OpaqueKey.isRandom(secret), !isPlaceholder(secret) {
            hit(namedSecret, start, end, weight: 8)
            return
        }
        // A word alone is talk of passwords ("password: required").
        guard password >= 0, contextHas(password), secret.contains(where: { classes[Int($0)] == ByteClass.digit }), !isPlaceholder(secret) else { return }
        hit(password, start, end, weight: 6)
    }

    private func matchPatterns(at offset: Int) {
        if offset > 0, classes[Int(bytes[offset])] != ByteClass.other,
            classes[Int(bytes[offset - 1])] != ByteClass.other
        {
            return
        }
        for candidate in matcher.patterns[Int(bytes[offset])] {
            if let end = candidate.pattern.match(bytes, from: offset) {
                hit(candidate.detector, offset, end, weight: matcher.passWeights[candidate.detector])
            }
        }
    }

    private func isPlaceholder(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "{") || first == UInt8(ascii: "<")
            || first == UInt8(ascii: "*") || first == UInt8(ascii: "%")
        {
            return true
        }
        if text.allSatisfy({ $0 == first }) { return true }
        return roles(ofWhole: text) & placeholders != 0
    }

    private func roles(ofWhole text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var offset = 0
        var hash: UInt64 = 0
        var count = 0
        while count < 12, let word = WordScan.next(text, &offset) {
            hash = count == 0 ? word.hash : Lexicon.combine(hash, word.hash)
            count += 1
        }
        guard count > 0, let entry = lexicon.lookup(hash), Int(entry.pointee.words) == count else { return 0 }
        return entry.pointee.roles
    }

    // MARK: - Words and mixed tokens

    private func scanWord(from start: Int) -> Int {
        // A phrase may have looked at this word already.
        let found = ahead.start == start ? ahead : WordScan.word(bytes, from: start)
        let offset = found.end
        let word = found.hash
        if found.hasDigit { return scanMixed(from: start, to: offset, hash: word) }

        if offset - start == 2, offset < bytes.count, bytes[offset] == 0x20 {
            // Two letters and a space may begin a spaced national insurance number.
            if let end = scanNationalInsurance(from: start) { return end }
        }
        let entry = lexicon.lookup(word)
        let roles = entry?.pointee.roles ?? 0
        let isCapital = bytes[start] &- 0x41 < 26 || bytes[start] == 0xc3
        if let entry {
            if entry.pointee.context != 0 { words.addContext(entry.pointee.context) }
            if entry.pointee.isPrefix || roles & matcher.termRoles != 0 { matchTerms(from: start, offset, word, entry) }
        }
        if roles & streets != 0 { judgeStreet(start, offset) }
        judgePerson(start, offset, roles, isCapital: isCapital)
        words.add(hash: word, start: start, end: offset, roles: roles, isCapital: isCapital)
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ":"), offset - start <= 4,
            let end = IPShape.version6(bytes, from: start)
        {
            hit(ip, start, end, weight: 9)
            return end
        }
        return offset
    }

    /// Follows phrases that begin with this word, and counts the longest match of each detector.
    private func matchTerms(
        from start: Int, _ firstEnd: Int, _ first: UInt64, _ firstEntry: UnsafePointer<Lexicon.Entry>
    ) {
        var entry: UnsafePointer<Lexicon.Entry>? = firstEntry
        var hash = first
        var offset = firstEnd
        var end = firstEnd
        var roles: UInt64 = 0
        var length = 0
        while let current = entry {
            let found = current.pointee.roles & matcher.termRoles
            if found != 0, current.pointee.words > 0 {
                if Int(current.pointee.words) > length {
                    roles = found
                    length = Int(current.pointee.words)
                    end = offset
                }
            }
            if current.pointee.context != 0, current.pointee.words > 1 { words.addContext(current.pointee.context) }
            guard current.pointee.isPrefix else { break }
            var next = offset
            guard let word = WordScan.next(bytes, &next), word.start - offset <= 3 else { break }
            if offset == firstEnd { ahead = word }
            hash = Lexicon.combine(hash, word.hash)
            offset = word.end
            entry = lexicon.lookup(hash)
        }
        guard length > 0, !isInsideAddress(start, end) else { return }
        for detector in matcher.termDetectors {
            if roles & detector.abbreviations != 0, !isWrittenAsAbbreviation(start, end) {
                noteAmbiguous(detector.index)
            } else if roles & detector.roles != 0 {
                // A phrase of several words, or a long word, does not stand in harmless text by chance.
                let bonus: Float = length > 1 ? 2 : end - start >= 9 ? 1 : 0
                hit(detector.index, start, end, weight: detector.weight + bonus)
            } else if roles & detector.ambiguousRoles != 0 {
                noteAmbiguous(detector.index)
            }
        }
    }

    /// Whether an `@` stands in the same run without white space: words of e-mail addresses and handles say nothing.
    private func isInsideAddress(_ start: Int, _ end: Int) -> Bool {
        guard hasAt else { return false }
        var offset = end
        while offset < bytes.count, bytes[offset] > 0x20 {
            if bytes[offset] == UInt8(ascii: "@") { return true }
            offset += 1
        }
        offset = start
        while offset > 0, bytes[offset - 1] > 0x20 {
            if bytes[offset - 1] == UInt8(ascii: "@") { return true }
            offset -= 1
        }
        return false
    }

    /// A term that counts only beside others that are not ambiguous.
    private func noteAmbiguous(_ detector: Int) {
        guard matches & (1 << UInt64(detector)) == 0 else { return }
        let before = field.ambiguousHits[detector] ?? (0, 0)
        field.ambiguousHits[detector] = (before.hits &+ 1, before.weight + 3)
    }

    /// Whether the letters are capitals in a value that is not written in capitals altogether: `COPD` in a note, not
    /// `mews` in an address, nor a code among codes.
    private func isWrittenAsAbbreviation(_ start: Int, _ end: Int) -> Bool {
        for offset in start..<end where bytes[offset] >= 0x61 && bytes[offset] <= 0x7a { return false }
        return bytes.contains { $0 >= 0x61 && $0 <= 0x7a }
    }

    private func scanMixed(from start: Int, to end: Int, hash: UInt64) -> Int {
        let length = end - start
        let isWhole = start == 0 && end == bytes.count
        words.addMixed(hash: hash, start: start, end: end)
        if let entry = lexicon.lookup(hash) {
            if entry.pointee.context != 0 { words.addContext(entry.pointee.context) }
            if entry.pointee.isPrefix || entry.pointee.roles & matcher.termRoles != 0 {
                matchTerms(from: start, end, hash, entry)
            }
        }
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
        if length >= 3, length <= 7 { scanClinicalCode(from: start, to: end, isWhole: isWhole) }
        if length <= 4, end < bytes.count, bytes[end] == UInt8(ascii: ":"), let ipEnd = IPShape.version6(bytes, from: start)
        {
            hit(ip, start, ipEnd, weight: 9)
            return ipEnd
        }
        if isNamed(passport) || contextHas(passport), length == 9, isPassportShape(start, end) {
            pass(passport, start, end, weight: 2)
        }
        return end
    }

    /// One letter and six or eight digits, or two letters and seven: passports of the UK before 1988 and of others.
    private func isPassportShape(_ start: Int, _ end: Int) -> Bool {
        var letters = 0
        for offset in start..<end where classes[Int(bytes[offset])] == ByteClass.letter { letters += 1 }
        return letters <= 2
    }

    private func scanPostcode(from start: Int, to end: Int) -> Int? {
        guard postcode >= 0 else { return nil }
        var text: (UInt64, UInt64) = (0, 0)
        return withUnsafeMutableBytes(of: &text) { buffer -> Int? in
            var count = 0
            var offset = start
            while offset < end, count < 8 {
                buffer[count] = bytes[offset] & 0xdf | (bytes[offset] & 0x10 == 0x10 && bytes[offset] < 0x40 ? 0x20 : 0)
                if bytes[offset] >= 0x30, bytes[offset] <= 0x39 { buffer[count] = bytes[offset] }
                count += 1
                offset += 1
            }
            var outward = count
            if count >= 5 {
                // Joined, it must stand by itself: `#f8b1b2` and `/img/2907a6` do not.
                if start > 0, bytes[start - 1] != 0x20, bytes[start - 1] != UInt8(ascii: ",") { return nil }
                outward = count - 3
            } else {
                // The inward part follows after one space.
                guard end < bytes.count, bytes[end] == 0x20 || bytes[end] == UInt8(ascii: "-"), end + 3 < bytes.count else {
                    return nil
                }
                for index in 1...3 {
                    let byte = bytes[end + index]
                    buffer[count] = byte >= 0x61 ? byte & 0xdf : byte
                    count += 1
                }
                offset = end + 4
                if offset < bytes.count, classes[Int(bytes[offset])] != ByteClass.other { return nil }
            }
            let view = Array(buffer[0..<count])
            guard outward >= 2, outward <= 4, count == outward + 3, PostcodeShape.isInward(view[outward...]) else {
                return nil
            }
            guard let split = PostcodeShape.areaLength(view[..<outward]) else { return nil }
            if matcher.postcodes.contains(area: view[..<split], district: view[split..<outward]) {
                pass(postcode, start, offset)
                return offset
            }
            field.fail(postcode)
            return nil
        }
    }

    private func scanNationalInsurance(from start: Int) -> Int? {
        guard nino >= 0, let (end, _) = gather(from: start, count: 9, digitsAt: 2..<8) else { return nil }
        let text = UnsafeBufferPointer<UInt8>(start: digits, count: 9)
        if Checks.nino(text) {
            pass(nino, start, end)
            return end
        }
        if digits[8] >= 0x41 { field.fail(nino) }
        return nil
    }

    private func scanIBAN(from start: Int) -> Int? {
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
            if Checks.iban(UnsafeBufferPointer(start: digits, count: count)) {
                hit(iban, start, offset, weight: 9)
                return offset
            }
        }
        return nil
    }

    /// Collects `count` letters and digits into `digits`, in upper case, single spaces left out; the range given must
    /// be digits and a letter or digit must not follow.
    private func gather(from start: Int, count: Int, digitsAt: Range<Int>) -> (end: Int, spaced: Bool)? {
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

    private func withUpperCase(_ start: Int, _ end: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        let length = end - start
        guard length <= Self.digitCapacity else { return false }
        for index in 0..<length {
            let byte = bytes[start + index]
            digits[index] = byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte
        }
        return body(UnsafeBufferPointer(start: digits, count: length))
    }

    /// ICD-10, OPCS-4 and Read codes: a letter and two digits with or without more, and five characters with dots.
    private func scanClinicalCode(from start: Int, to end: Int, isWhole: Bool) {
        // The whole token including a dot and what follows it.
        var stop = end
        if stop < bytes.count, bytes[stop] == UInt8(ascii: ".") {
            stop += 1
            while stop < bytes.count, stop - start < 7, classes[Int(bytes[stop])] != ByteClass.other || bytes[stop] == UInt8(ascii: ".")
            {
                stop += 1
            }
        }
        let isValue = start == 0 && stop == bytes.count
        if read >= 0, stop - start == 5, bytes[stop - 1] == UInt8(ascii: "."), isValue { pass(read, start, stop, weight: 4) }
        guard bytes[start] | 0x20 >= 0x61, bytes[start] | 0x20 <= 0x7a, start + 2 < bytes.count,
            classes[Int(bytes[start + 1])] == ByteClass.digit, classes[Int(bytes[start + 2])] == ByteClass.digit,
            isValue || contextHas(icd) || contextHas(opcs)
        else {
            if isValue, read >= 0, end - start == 5, stop == end, isNamed(read) { pass(read, start, stop, weight: 1) }
            return
        }
        if isValue, read >= 0, end - start == 5, stop == end, isNamed(read) { pass(read, start, stop, weight: 1) }
        let length = stop - start
        let isShort = length == 3
        let isDotted = end - start == 3 && length >= 5 && length <= 6 && bytes[end] == UInt8(ascii: ".")
            && classes[Int(bytes[end + 1])] == ByteClass.digit
        let isJoined = end - start == length && (length == 4 || length == 5)
        guard isShort || isDotted || isJoined else { return }
        if isDotted || (isJoined && length == 4) { pass(opcs, start, stop, weight: 0.5) }
        guard icd >= 0 else { return }
        let category = WordScan.hash(bytes, start, start + 3)
        let isKnown = (lexicon.lookup(category)?.pointee.roles ?? 0) & icdCodes != 0
        if isKnown {
            // Three characters exist in four of five cases; a fourth after a dot is rarely written by chance.
            pass(icd, start, stop, weight: isDotted ? 1.2 : 0.05)
        } else {
            field.fail(icd)
        }
    }

    // MARK: - Numbers

    private func scanNumber(from start: Int) -> Int {
        var end = start
        while end < bytes.count, classes[Int(bytes[end])] == ByteClass.digit { end += 1 }
        if end < bytes.count, classes[Int(bytes[end])] == ByteClass.letter {
            // A token that begins with digits: `3AE`, `1Z12.`, `2nd`, hexadecimal.
            let word = WordScan.word(bytes, from: start)
            return scanMixed(from: start, to: word.end, hash: word.hash)
        }
        let length = end - start
        defer { words.addNumber(start: start, end: end) }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: ":") {
            if length <= 3, let stop = IPShape.version4(bytes, from: start) {
                hit(ip, start, stop, weight: 8)
                return stop
            }
            if length <= 4, bytes[end] == UInt8(ascii: ":"), let stop = IPShape.version6(bytes, from: start) {
                hit(ip, start, stop, weight: 9)
                return stop
            }
        }
        if length <= 4 || length == 8, let date = DateShape.match(bytes, from: start) {
            take(date, start)
            return date.end
        }
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), classes[Int(bytes[end + 1])] == ByteClass.digit {
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
        return scanGroups(from: start, firstEnd: end)
    }

    /// Runs of digits parted by single spaces, hyphens or brackets, taken together where they make up an identifier.
    private func scanGroups(from start: Int, firstEnd: Int) -> Int {
        var starts = GroupBounds()
        var ends = GroupBounds()
        var total = firstEnd - start
        starts.append(start)
        ends.append(firstEnd)
        var offset = firstEnd
        while starts.count < 8, total < 24, offset < bytes.count {
            var next = offset
            while next < bytes.count, next - offset < 2,
                bytes[next] == 0x20 || bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: ")")
                    || bytes[next] == UInt8(ascii: "(")
            {
                next += 1
            }
            guard next > offset, next < bytes.count, classes[Int(bytes[next])] == ByteClass.digit else { break }
            var stop = next
            while stop < bytes.count, classes[Int(bytes[stop])] == ByteClass.digit { stop += 1 }
            // `3AE` after `1` is no group of a number.
            if stop < bytes.count, classes[Int(bytes[stop])] == ByteClass.letter { break }
            starts.append(next)
            ends.append(stop)
            total += stop - next
            offset = stop
        }
        var first = 0
        var passedUntil = firstEnd
        groups: while first < starts.count {
            var last = starts.count - 1
            while last >= first {
                var count = 0
                var isFull = false
                for group in first...last {
                    for position in starts[group]..<ends[group] {
                        if count >= Self.digitCapacity {
                            isFull = true
                            break
                        }
                        digits[count] = bytes[position] &- 0x30
                        count += 1
                    }
                }
                if !isFull,
                    judgeNumber(
                        count, start: starts[first], end: ends[last], groups: last - first + 1,
                        firstGroup: ends[first] - starts[first], isAlone: first == last || starts.count == last - first + 1)
                {
                    passedUntil = ends[last]
                    first = last + 1
                    continue groups
                }
                last -= 1
            }
            passedUntil = ends[first]
            first += 1
        }
        return passedUntil
    }

    /// Holds a number of so many digits (in `digits`) against every check of that length.
    /// - Returns: whether one of them passed.
    private func judgeNumber(
        _ count: Int, start: Int, end: Int, groups: Int, firstGroup: Int, isAlone: Bool
    ) -> Bool {
        let number = UnsafeBufferPointer<UInt8>(start: digits, count: count)
        let before = matches
        let isPlus = start > 0 && bytes[start - 1] == UInt8(ascii: "+")
        // Only a number that stands for itself can fail: windows over neighbouring groups are guesses.
        let mayFail = isAlone
        if count == 10, !isPlus {
            if Checks.isNHSRange(number) {
                if Checks.nhsNumber(number) {
                    let grouped: Float = groups == 3 && firstGroup == 3 ? 2 : 0
                    pass(nhs, start, end, weight: nhs >= 0 ? matcher.passWeights[nhs] + grouped : nil)
                } else if mayFail, !Checks.isRepeated(number) {
                    field.fail(nhs)
                }
            } else if number[0] <= 3 {
                if Checks.chiNumber(number) { pass(chi, start, end) } else if mayFail { field.fail(chi) }
                if number[0] == 3, number[1] >= 2 {
                    if Checks.hcNumber(number) { pass(hc, start, end) } else if mayFail { field.fail(hc) }
                }
            }
            if groups <= 2 {
                if Checks.utr(number) { pass(utr, start, end) } else if mayFail { field.fail(utr) }
            }
        }
        if phone >= 0 { judgePhone(number, start, end, groups: groups, isPlus: isPlus, mayFail: mayFail) }
        if count >= 13, count <= 19, Checks.isCardPrefix(number) {
            if Checks.luhn(number), !Checks.isRepeated(number) {
                let grouped: Float = groups == 4 || (groups == 3 && count == 15) ? 2 : 0
                pass(card, start, end, weight: card >= 0 ? matcher.passWeights[card] + grouped : nil)
            } else if mayFail {
                field.fail(card)
            }
        }
        if groups == 1, count >= 6, count <= 18 {
            if Checks.snomedCode(number) { pass(snomed, start, end) } else if mayFail { field.fail(snomed) }
        }
        if sort >= 0 {
            let isSortCode = count == 6 && (groups == 1 || (groups == 3 && firstGroup == 2))
            if isSortCode || (count == 8 && groups == 1) {
                if isNamed(sort) || contextHas(sort) { pass(sort, start, end, weight: 1) }
            }
        }
        if passport >= 0, count == 9, groups == 1, isNamed(passport) || contextHas(passport) {
            pass(passport, start, end, weight: 1)
        }
        return matches != before
    }

    /// National numbers as Ofcom's plan has them, and numbers with a country code.
    private func judgePhone(
        _ number: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, groups: Int, isPlus: Bool, mayFail: Bool
    ) {
        let isBracketed = start > 0 && bytes[start - 1] == UInt8(ascii: "(")
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
            return
        } else {
            if number.count == 10, number[0] == 7, isNamed(phone), mayFail { pass(phone, start, end, weight: 0.5) }
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
        } else if mayFail {
            field.fail(phone)
        }
    }

    private func take(_ date: DateShape.Match, _ start: Int) {
        guard birth >= 0 else { return }
        let isWhole = start == 0 && date.end == bytes.count
        if contextHas(birth), !isWhole {
            hit(birth, start, date.end, weight: 8)
            return
        }
        guard start == 0 else { return }
        if date.hasTime {
            field.shape.timestamps += 1
            return
        }
        guard isWhole || date.isMidnight else { return }
        // Eight digits alone are a date only where the name says so.
        if date.isBare, !isNamed(birth) { return }
        field.dates.add(year: date.year)
        pass(birth, 0, date.end, weight: 0.3)
    }

    // MARK: - People and places

    private func judgePerson(_ start: Int, _ end: Int, _ roles: UInt64, isCapital: Bool) {
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
    private func judgeStreet(_ start: Int, _ end: Int) {
        guard address >= 0, let number = words.numberBefore(limit: 4), words.count > 0 else { return }
        if words.wordsSinceNumber >= 1 { hit(address, number.start, end, weight: 6) }
    }

    /// What the value is as a whole.
    private func judgeWhole(_ kind: ValueKind) {
        let count = words.count
        let length = bytes.count
        if count > 5 { field.shape.prose += 1 }
        if kind == .identifier || OpaqueKey.matches(bytes) { field.shape.opaqueKeys += 1 }
        if kind == .number || (count <= 2 && words.numbers > 0) { field.shape.numbers += 1 }

        if count > 0, count <= 12, length <= 120 {
            let isUndisclosed = lexicon.lookup(words.phrase).map { $0.pointee.roles & undisclosed != 0 } ?? false
            let roles = lexicon.lookup(words.phrase).flatMap { Int($0.pointee.words) == count ? $0.pointee.roles : nil } ?? 0
            if !isUndisclosed {
                for detector in matcher.wholeTermDetectors {
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

    private func judgeWholeName(isUndisclosed: Bool) {
        guard person >= 0, !isUndisclosed else { return }
        guard words.numbers == 0, !words.hasOddMark, words.count <= 6, bytes.count <= 60, !words.isSentence,
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

    private func judgePassword() {
        if hashes >= 0, isNamed(hashes) || isNamed(password), OpaqueKey.isHashDigest(bytes),
            matches & (1 << UInt64(hashes)) == 0
        {
            hit(hashes, 0, bytes.count, weight: 4)
            return
        }
        let isOuter: (Int) -> Bool = { $0 >= 0 && self.outerContext & (1 << UInt64($0)) != 0 }
        if namedSecret >= 0, isNamed(namedSecret) || isOuter(namedSecret) {
            if OpaqueKey.isRandom(bytes), !isPlaceholder(bytes) {
                pass(namedSecret, 0, bytes.count, weight: isOuter(namedSecret) ? 4 : 1.5)
            } else {
                field.fail(namedSecret)
            }
        }
        guard password >= 0, isNamed(password) || isOuter(password), bytes.count >= 4, bytes.count <= 128, words.count <= 3,
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

/// Up to eight offsets, without an allocation.
private struct GroupBounds {
    private var values: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
    private(set) var count = 0

    mutating func append(_ value: Int) {
        guard count < 8 else { return }
        let index = count
        withUnsafeMutableBytes(of: &values) { $0.bindMemory(to: Int.self)[index] = value }
        count += 1
    }

    subscript(index: Int) -> Int {
        withUnsafeBytes(of: values) { $0.bindMemory(to: Int.self)[index] }
    }
}
