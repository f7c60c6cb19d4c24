import Formats

/// Tokenises one value in one pass and counts, in the field's evidence, what each detector sees in it.
///
/// A token's shape decides who looks at it: digits go to the number checks of their length, words to the lexicon, mixed
/// tokens to the codes. Time is linear in the value: each token is looked at by a bounded number of checks, each of
/// bounded length.
final class ValueScanner {
    let matcher: Matcher
    let lexicon: Lexicon
    let classes: UnsafeMutablePointer<UInt8>
    let hasPattern: UnsafeMutablePointer<Bool>
    /// Whether a pattern can begin with these two bytes.
    let pairs: UnsafeMutablePointer<Bool>
    let digits: UnsafeMutablePointer<UInt8>
    /// Copies of the matcher's lists, so that walking them counts no references.
    let terms: UnsafeMutableBufferPointer<Matcher.TermDetector>
    let wholeTerms: UnsafeMutableBufferPointer<Matcher.TermDetector>
    static let digitCapacity = 40

    // Detectors by what they look for; -1 where there is none.
    let nhs, chi, hc, utr, card, phone, sort, passport, snomed: Int
    let nino, postcode, licence, iban, icd, opcs, read, email, ip, birth, person, address: Int
    let password, namedSecret, url, hashes, key: Int
    // Bits of the lexicons that names, addresses and dates are made of.
    let given, surname, titles, against, common, towns, streets, undisclosed, placeholders, icdCodes, mailboxes: UInt64

    // The value being scanned.
    var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// Belongs to the caller of `scan` for as long as that runs.
    unowned(unsafe) var field: FieldEvidence
    let noField: FieldEvidence
    var matches: UInt64 = 0
    var words = WordWindow()
    /// The word that a phrase looked at last.
    var ahead = WordScan.Word(start: -1, end: -1, hash: 0, hasDigit: false)
    /// Where the `@` of a URL with a password stands.
    var credentialEnd = -1
    var hasAt = false
    var outerContext: UInt64 = 0
    /// A given name and a surname side by side.
    var namePair: (start: Int, end: Int)?

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
        terms = .allocate(capacity: matcher.termDetectors.count)
        _ = terms.initialize(from: matcher.termDetectors)
        wholeTerms = .allocate(capacity: matcher.wholeTermDetectors.count)
        _ = wholeTerms.initialize(from: matcher.wholeTermDetectors)
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
            given: given, surname: surname, titles: titles, against: against, common: common, towns: towns,
            companies: matcher.role("company_words"))
    }

    deinit {
        classes.deallocate()
        hasPattern.deallocate()
        pairs.deallocate()
        terms.deallocate()
        wholeTerms.deallocate()
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

    /// The detector of an identifier, address or secret that a field's name holds, if it does.
    func identifier(in name: UnsafeBufferPointer<UInt8>) -> Int? {
        // Names of fields are words; only what has digits enough, or an @, can be anything else.
        var digits = 0
        var hasAt = false
        for byte in name {
            if classes[Int(byte)] == ByteClass.digit { digits += 1 }
            if byte == UInt8(ascii: "@") { hasAt = true }
        }
        guard digits >= 6 || hasAt else { return nil }
        let field = FieldEvidence(detectorCount: matcher.count, nameEvidence: [])
        let matches = scan(name, .string, field)
        for detector in [nhs, chi, hc, nino, card, iban, licence, phone, email, utr] where detector >= 0 {
            if matches & (1 << UInt64(detector)) != 0 { return detector }
        }
        return nil
    }

    /// What the value scanned last says of a value that it is the name of.
    var settingContext: UInt64 {
        words.context & [password, namedSecret].reduce(0) { $1 >= 0 ? $0 | 1 << UInt64($1) : $0 }
    }

    // MARK: - Counting

    @inline(__always)
    func contextHas(_ detector: Int) -> Bool {
        detector >= 0 && words.context & (1 << UInt64(detector)) != 0
    }

    @inline(__always)
    func isNamed(_ detector: Int) -> Bool {
        detector >= 0 && field.named & (1 << UInt64(detector)) != 0
    }

    /// A candidate that passes its check.
    @inline(__always)
    func pass(_ detector: Int, _ start: Int, _ end: Int, weight: Float? = nil) {
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
    func hit(_ detector: Int, _ start: Int, _ end: Int, weight: Float) {
        guard detector >= 0, matches & (1 << UInt64(detector)) == 0 else { return }
        let bit: UInt64 = 1 << UInt64(detector)
        if matcher.needsContext & bit != 0, (words.context | field.named) & bit == 0 { return }
        field.hit(detector, weight: weight)
        mark(detector, start, end)
    }

    @inline(__always)
    func mark(_ detector: Int, _ start: Int, _ end: Int) {
        matches |= 1 << UInt64(detector)
        if field.counters[detector].matched == 0, field.masks[detector] == nil {
            field.masks[detector] = Mask.of(
                UnsafeBufferPointer(rebasing: bytes[start..<end]), keep: matcher.masks[detector])
        }
    }

    // MARK: - Marks

    func scanMark(_ byte: UInt8, at offset: Int) {
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
    func scanPasswordAfter(_ mark: Int) {
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
        guard password >= 0, contextHas(password), secret.contains(where: { classes[Int($0)] == ByteClass.digit }),
            !isPlaceholder(secret)
        else { return }
        hit(password, start, end, weight: 6)
    }

    func matchPatterns(at offset: Int) {
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

    func isPlaceholder(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "{") || first == UInt8(ascii: "<")
            || first == UInt8(ascii: "*") || first == UInt8(ascii: "%")
        {
            return true
        }
        if text.allSatisfy({ $0 == first }) { return true }
        return roles(ofWhole: text) & placeholders != 0
    }

    func roles(ofWhole text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var offset = 0
        var hash: UInt64 = 0
        var count = 0
        while count < 12, let word = WordScan.next(text, &offset) {
            hash = count == 0 ? word.hash : Lexicon.combine(hash, word.hash)
            count += 1
        }
        guard count > 0, let entry = lexicon.lookup(hash), Int(entry.words) == count else { return 0 }
        return entry.roles
    }

    // MARK: - Words

    func scanWord(from start: Int) -> Int {
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
        let roles = entry?.roles ?? 0
        let isCapital = bytes[start] &- 0x41 < 26 || bytes[start] == 0xc3
        if let entry {
            if entry.context != 0 { words.addContext(entry.context) }
            if entry.isPrefix || roles & matcher.termRoles != 0 { matchTerms(from: start, offset, word, entry) }
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
    func matchTerms(
        from start: Int, _ firstEnd: Int, _ first: UInt64, _ firstEntry: Lexicon.Found
    ) {
        var entry: Lexicon.Found? = firstEntry
        var hash = first
        var offset = firstEnd
        var end = firstEnd
        var roles: UInt64 = 0
        var length = 0
        while let current = entry {
            let found = current.roles & matcher.termRoles
            if found != 0, current.words > 0 {
                if Int(current.words) > length {
                    roles = found
                    length = Int(current.words)
                    end = offset
                }
            }
            if current.context != 0, current.words > 1 { words.addContext(current.context) }
            guard current.isPrefix else { break }
            var next = offset
            guard let word = WordScan.next(bytes, &next), word.start - offset <= 3 else { break }
            if offset == firstEnd { ahead = word }
            hash = Lexicon.combine(hash, word.hash)
            offset = word.end
            entry = lexicon.lookup(hash)
        }
        guard length > 0, !isInsideAddress(start, end) else { return }
        for detector in terms {
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
    func isInsideAddress(_ start: Int, _ end: Int) -> Bool {
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
    func noteAmbiguous(_ detector: Int) {
        guard matches & (1 << UInt64(detector)) == 0 else { return }
        let before = field.ambiguousHits[detector] ?? (0, 0)
        field.ambiguousHits[detector] = (before.hits &+ 1, before.weight + 3)
    }

    /// Whether the letters are capitals in a value that is not written in capitals altogether: `COPD` in a note, not
    /// `mews` in an address, nor a code among codes.
    func isWrittenAsAbbreviation(_ start: Int, _ end: Int) -> Bool {
        for offset in start..<end where bytes[offset] >= 0x61 && bytes[offset] <= 0x7a { return false }
        return bytes.contains { $0 >= 0x61 && $0 <= 0x7a }
    }
}
