import Formats

/// Tokenises one value in one pass and counts, in the field's evidence, what each detector sees in it.
///
/// A token's shape decides who looks at it: digits go to the number checks of their length, words to the lexicon, mixed
/// tokens to the codes. Time is linear in the value: each token is looked at by a bounded number of checks, each of
/// bounded length.
final class ValueScanner {
    let matcher: Matcher
    let lexicon: Lexicon.Reader
    let postcodes: PostcodeAreas.Reader
    let classes: UnsafeMutablePointer<UInt8>
    let traits: UnsafeMutablePointer<ByteTraits>
    let digits: UnsafeMutablePointer<UInt8>
    let passWeights: UnsafeMutablePointer<Float>
    let termWeights: UnsafeMutablePointer<Float>
    let needsContext: UnsafeMutablePointer<Bool>
    private let hasCheckDigits: UnsafeMutablePointer<Bool>
    static let digitCapacity = 40
    /// Digits are written eight at a time: what is behind the last is no matter.
    private static let digitRoom = digitCapacity + 8
    /// Where groups of digits that may be one number begin and end.
    let groups: UnsafeMutablePointer<(start: Int, end: Int)>
    static let groupCapacity = 8
    private let seeksMisspellings: Bool
    /// `nil` without packs.
    let packs: PackLookup?
    /// What the patterns that are looked for everywhere are walked with.
    let patterns: PatternRunner
    private let spaceBeginsPattern: Bool
    /// Whether the detector has patterns that are looked for only where something speaks for it.
    private let hasContextPatterns: UnsafeMutablePointer<Bool>
    /// What those are walked with, by detector; made when they are first needed.
    private let contextRunners: UnsafeMutablePointer<PatternRunner?>
    /// Those that something in or about the value speaks for, and up to where they have been followed. Belong to `contextRunners`.
    private let active: UnsafeMutablePointer<(detector: Int, runner: Unmanaged<PatternRunner>, end: Int)>
    private var activeCount = 0
    /// The sets of detectors that matched in values so far.
    let sets: MatchSets

    // Detectors by what they look for; -1 where there is none.
    let nhs, chi, hc, utr, card, phone, sort, passport, snomed: Int
    let nino, postcode, licence, iban, icd, opcs, read, email, ip, birth, person, address: Int
    let password, namedSecret, url, hashes, key, seed: Int

    // The value being scanned.
    var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// Belongs to the caller of `scan` for as long as that runs.
    var field: UnsafeMutablePointer<FieldEvidence>
    private let noField: UnsafeMutablePointer<FieldEvidence>
    /// All kinds of bytes in the value.
    var summary = ByteTraits()
    var words = WordWindow()
    /// The last word, where phrases begin with it; its end is -1 where none do.
    private var opening = (start: 0, end: -1, hash: UInt64(0))
    /// Where the `@` of a URL with a password stands.
    var credentialEnd = -1
    private(set) var outerContext = SettingContext()
    private(set) var hasOuterContext = false
    /// A given name and a surname side by side.
    var namePair: (start: Int, end: Int, isOrdinary: Bool, isIntroduced: Bool)?
    /// Words of seed phrases in a row.
    private var seedWords = (start: 0, end: 0, count: 0)
    /// Up to where patterns have been followed.
    private var patternsEnd = 0
    /// Where the token ends that is looked at.
    private var tokenEnd = 0

    // Which detectors matched in the value: a list, and for each detector the number of the value it matched in last.
    private let matched: UnsafeMutablePointer<UInt16>
    private(set) var matchedCount = 0
    private let matchedIn: UnsafeMutablePointer<UInt64>
    // For each detector the number of the value in which it last met a match of a test, and one that is none.
    private let testIn: UnsafeMutablePointer<UInt64>
    private let realIn: UnsafeMutablePointer<UInt64>
    private var hasTests = false
    private var serial: UInt64 = 1

    // Everyday terms of the value, by detector: how many different ones, and where the first stands. They count once the
    // whole is known, as a better match may follow.
    var everyday: [(detector: Int, count: Int, latest: UInt64, start: Int, end: Int)] = []
    /// Up to where a harmless phrase takes up the words, by detector: offsets counted over all values.
    private let harmlessEnd: UnsafeMutablePointer<Int>
    private var harmlessBase = 0

    // Words of context by detector: the place, counted over all values, up to which they reach.
    private let contextEnd: UnsafeMutablePointer<Int>
    private var contextBase = 0
    /// How many words a context word reaches.
    private static let contextReach = 7

    init(_ catalog: DetectorCatalog) {
        let matcher = catalog.matcher
        self.matcher = matcher
        lexicon = matcher.lexicon.reader
        postcodes = matcher.postcodes.reader
        seeksMisspellings = matcher.misspellings != nil
        packs = matcher.packs.map(PackLookup.init)
        patterns = PatternRunner(matcher.patterns)
        spaceBeginsPattern = matcher.patterns.mayBegin(with: 0x20)
        // Each detector has a second number, for matches that are of tests.
        sets = MatchSets(detectorCount: matcher.count * 2)
        classes = .allocate(capacity: 256)
        traits = .allocate(capacity: 256)
        for byte in 0...255 {
            (classes + byte).initialize(to: ByteClass.of(UInt8(byte)))
            (traits + byte).initialize(to: ByteTraits.of(UInt8(byte)))
        }
        digits = .allocate(capacity: Self.digitRoom)
        digits.initialize(repeating: 0, count: Self.digitRoom)
        groups = .allocate(capacity: Self.groupCapacity)
        groups.initialize(repeating: (0, 0), count: Self.groupCapacity)
        let count = max(matcher.count, 1)
        passWeights = .allocate(capacity: count)
        passWeights.initialize(from: matcher.passWeights + [0], count: count)
        termWeights = .allocate(capacity: count)
        termWeights.initialize(from: matcher.termWeights + [0], count: count)
        hasCheckDigits = .allocate(capacity: count)
        hasCheckDigits.initialize(from: matcher.hasCheckDigits + [false], count: count)
        needsContext = .allocate(capacity: count)
        needsContext.initialize(from: matcher.needsContext + [false], count: count)
        hasContextPatterns = .allocate(capacity: count)
        hasContextPatterns.initialize(repeating: false, count: count)
        for (detector, _) in matcher.contextPatterns { hasContextPatterns[detector] = true }
        contextRunners = .allocate(capacity: count)
        contextRunners.initialize(repeating: nil, count: count)
        active = .allocate(capacity: max(matcher.contextPatterns.count, 1))
        matched = .allocate(capacity: count * 2)
        testIn = .allocate(capacity: count)
        testIn.initialize(repeating: 0, count: count)
        realIn = .allocate(capacity: count)
        realIn.initialize(repeating: 0, count: count)
        matchedIn = .allocate(capacity: count)
        matchedIn.initialize(repeating: 0, count: count)
        contextEnd = .allocate(capacity: count)
        contextEnd.initialize(repeating: -1, count: count)
        harmlessEnd = .allocate(capacity: count)
        harmlessEnd.initialize(repeating: -1, count: count)
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
        seed = matcher.slot(.seedPhrase)
        noField = .allocate(capacity: 1)
        noField.initialize(to: FieldEvidence(detectorCount: matcher.count, nameEvidence: []))
        field = noField
    }

    deinit {
        classes.deallocate()
        traits.deallocate()
        digits.deallocate()
        groups.deallocate()
        passWeights.deallocate()
        termWeights.deallocate()
        needsContext.deallocate()
        hasCheckDigits.deallocate()
        hasContextPatterns.deallocate()
        contextRunners.deinitialize(count: max(matcher.count, 1))
        contextRunners.deallocate()
        active.deallocate()
        matched.deallocate()
        matchedIn.deallocate()
        testIn.deallocate()
        realIn.deallocate()
        contextEnd.deallocate()
        harmlessEnd.deallocate()
        noField.pointee.deallocate()
        noField.deinitialize(count: 1)
        noField.deallocate()
    }

    /// Scans a value as `scan` does, of which something outside says what it is.
    func scan(
        _ value: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: UnsafeMutablePointer<FieldEvidence>,
        context: SettingContext
    ) -> MatchSets.ID {
        outerContext = context
        hasOuterContext = !context.isEmpty
        defer {
            outerContext = SettingContext()
            hasOuterContext = false
        }
        return scan(value, kind, field)
    }

    /// Scans a value that is not empty and has no white space at its ends.
    /// - Returns: the set of detectors that matched, as its number in `sets`.
    func scan(
        _ value: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ field: UnsafeMutablePointer<FieldEvidence>
    ) -> MatchSets.ID {
        bytes = value
        self.field = field
        defer {
            bytes = UnsafeBufferPointer(start: nil, count: 0)
            self.field = noField
        }
        harmlessBase &+= 1
        defer { harmlessBase &+= value.count }
        if !everyday.isEmpty { everyday.removeAll(keepingCapacity: true) }
        // Contexts of the last value do not reach into this one.
        contextBase &+= words.count &+ Self.contextReach &+ 1
        serial &+= 1
        matchedCount = 0
        hasTests = false
        words.reset()
        credentialEnd = -1
        opening.end = -1
        namePair = nil
        seedWords.count = 0
        patternsEnd = 0
        activeCount = 0
        if hasOuterContext {
            if outerContext.isPassword, password >= 0 { addContext(password) }
            if outerContext.isKey, namedSecret >= 0 { addContext(namedSecret) }
        }
        let strong = field.pointee.strong
        for place in 0..<strong.count { activate(Int(strong[place])) }
        summary = ByteTraits.of(value, traits)

        var offset = 0
        while offset < value.count {
            let byte = value[offset]
            let start = offset
            let kind = classes[Int(byte)]
            if kind == ByteClass.letter {
                offset = scanWord(from: offset)
            } else if kind == ByteClass.digit {
                let end = WordScan.digitsEnd(value, from: offset)
                if offset >= patternsEnd, patterns.mayBegin(value, at: offset, runUntil: end) {
                    matchPatterns(at: offset)
                }
                if activeCount > 0 { matchActive(at: offset) }
                offset = scanNumber(from: offset, to: end)
            } else {
                offset &+= 1
                if byte == 0x20, !spaceBeginsPattern { continue }
                if start >= patternsEnd, patterns.mayBegin(value, at: start) { matchPatterns(at: start) }
                if activeCount > 0 { matchActive(at: start) }
                scanMark(byte, at: start)
                continue
            }
            // What took more than its first token may have gone past places where a pattern begins.
            if offset > tokenEnd { matchPatterns(inside: max(start + 1, tokenEnd)..<offset) }
        }
        judgeWhole(kind)
        if !everyday.isEmpty { judgeEveryday() }
        if hasTests { countTests() }
        return sets.id(of: matched, count: matchedCount)
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
        var field = FieldEvidence(detectorCount: matcher.count, nameEvidence: [])
        defer { field.deallocate() }
        _ = scan(name, .string, &field)
        return [nhs, chi, hc, nino, card, iban, licence, phone, email, utr].first { $0 >= 0 && isMatched($0) }
    }

    /// What a value that the field has seen before says of a value that it is the name of. Counts nothing.
    ///
    /// - Parameter isName: whether it may be the name of a setting, and not only hold words of one.
    func settingContext(
        ofRepeated value: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, isName: Bool = false
    ) -> SettingContext {
        _ = scan(value, kind, noField)
        return settingContext(of: isName ? value : UnsafeBufferPointer(rebasing: value.prefix(0)))
    }

    /// What the value scanned last says of a value that it is the name of.
    func settingContext(of name: UnsafeBufferPointer<UInt8>) -> SettingContext {
        var context = SettingContext()
        context.isPassword = contextHas(password)
        context.isKey = contextHas(namedSecret)
        // Longer ones are texts, not names.
        if !name.isEmpty, name.count <= 64 {
            context.named = matcher.fieldNames.strong(String(decoding: name, as: UTF8.self))
        }
        return context
    }

    // MARK: - Counting

    @inline(__always)
    func contextHas(_ detector: Int) -> Bool {
        detector >= 0 && contextEnd[detector] >= contextBase &+ words.count
    }

    @inline(__always)
    func addContext(_ detector: Int) {
        contextEnd[detector] = contextBase &+ words.count &+ Self.contextReach
        activate(detector)
    }

    /// Begins to look for the patterns of a detector that something speaks for.
    private func activate(_ detector: Int) {
        guard hasContextPatterns[detector] else { return }
        for index in 0..<activeCount where active[index].detector == detector { return }
        if contextRunners[detector] == nil {
            guard let patterns = matcher.contextPatterns.first(where: { $0.detector == detector })?.patterns else {
                return
            }
            contextRunners[detector] = PatternRunner(patterns)
        }
        guard let runner = contextRunners[detector] else { return }
        (active + activeCount).initialize(to: (detector, Unmanaged.passUnretained(runner), 0))
        activeCount += 1
    }

    /// A word or phrase that speaks for what stands behind it.
    func addContext(_ found: Lexicon.Found) {
        let start = Int(found.usesStart) + Int(found.termCount) + Int(found.wholeCount)
        for place in start..<(start + Int(found.contextCount)) { addContext(Int(lexicon.uses[place].detector)) }
    }

    @inline(__always)
    func isNamed(_ recogniser: NamedRecognisers) -> Bool { field.pointee.namedRecognisers.contains(recogniser) }

    @inline(__always)
    func setTokenEnd(_ end: Int) { tokenEnd = end }

    @inline(__always)
    func isMatched(_ detector: Int) -> Bool { matchedIn[detector] == serial }

    /// Whether the detector is one that proves nothing here: it needs a word that says so, and there is none.
    @inline(__always)
    private func lacksContext(_ detector: Int) -> Bool {
        needsContext[detector] && !contextHas(detector) && !field.pointee.isNamed(detector)
    }

    /// A candidate that passes its check.
    @inline(__always)
    func pass(_ detector: Int, _ start: Int, _ end: Int, weight: Float? = nil, isCandidate: Bool = true) {
        guard detector >= 0, !lacksContext(detector) else { return }
        if end &- start < bytes.count, hasCheckDigits[detector],
            field.pointee.isRepeated(detector, WordScan.hash(bytes, start, end))
        {
            mark(detector, start, end)
            return
        }
        let hasContext = contextHas(detector)
        let nats = (weight ?? passWeights[detector]) + (hasContext ? Self.contextNats : 0)
        field.pointee.pass(detector, weight: nats, isCandidate: isCandidate, hasContext: hasContext)
        mark(detector, start, end)
    }

    /// A whole value whose form says what it is, though nothing around it does.
    func passBare(_ detector: Int, weight: Float) {
        field.pointee.pass(detector, weight: weight)
        mark(detector, 0, bytes.count)
    }

    /// Nats that a word before the value adds.
    static let contextNats: Float = 4

    /// A match inside a value that proves itself to the degree of its weight.
    @inline(__always)
    func hit(_ detector: Int, _ start: Int, _ end: Int, weight: Float) {
        guard detector >= 0, !isMatched(detector), !lacksContext(detector) else { return }
        field.pointee.hit(detector, weight: weight)
        mark(detector, start, end)
    }

    @inline(__always)
    func mark(_ detector: Int, _ start: Int, _ end: Int) {
        guard matchedIn[detector] != serial else { return }
        matchedIn[detector] = serial
        matched[matchedCount] = UInt16(truncatingIfNeeded: detector)
        matchedCount &+= 1
        if !field.pointee.hasMask(detector) { keepMask(detector, start, end) }
    }

    /// Says of a match whether it is set aside for tests. A value is counted as one of tests where all of its matches are.
    @inline(__always)
    func note(_ detector: Int, isTest: Bool) {
        guard detector >= 0 else { return }
        if isTest {
            testIn[detector] = serial
            hasTests = true
        } else {
            realIn[detector] = serial
        }
    }

    private func countTests() {
        for index in 0..<matchedCount {
            let detector = Int(matched[index])
            guard testIn[detector] == serial, realIn[detector] != serial else { continue }
            matched[matchedCount] = UInt16(truncatingIfNeeded: detector + matcher.count)
            matchedCount &+= 1
            field.pointee.countTest(detector)
        }
    }

    private func keepMask(_ detector: Int, _ start: Int, _ end: Int) {
        let mask = Mask.of(UnsafeBufferPointer(rebasing: bytes[start..<end]), keep: matcher.masks[detector])
        field.pointee.setMask(mask, of: detector)
    }

    // MARK: - Patterns

    /// Follows the patterns that may begin at `offset`, unless it is in the middle of a token.
    private func matchPatterns(at offset: Int) {
        guard beginsToken(at: offset) else { return }
        patternsEnd = follow(patterns, from: offset)
    }

    /// The same of the patterns that something in or about the value speaks for.
    private func matchActive(at offset: Int) {
        guard beginsToken(at: offset) else { return }
        for index in 0..<activeCount where offset >= active[index].end {
            active[index].runner._withUnsafeGuaranteedRef { runner in
                if runner.mayBeginRun(bytes, at: offset) { active[index].end = follow(runner, from: offset) }
            }
        }
    }

    @inline(__always)
    private func follow(_ runner: PatternRunner, from offset: Int) -> Int {
        let end = runner.run(bytes, from: offset)
        if runner.hasMatches { take(runner, from: offset) }
        return end
    }

    /// Checks and counts what matched in the runner's last run.
    private func take(_ runner: PatternRunner, from offset: Int) {
        runner.resolve(
            bytes, from: offset,
            skip: { runner.provesItself[$0] && isMatched(Int(runner.detectors[$0])) },
            found: { match in
                guard !isPartOfDecimal(match) else { return }
                let detector = Int(runner.detectors[match.member])
                guard let check = runner.set.members[match.member].check else {
                    hit(detector, match.start, match.end, weight: passWeights[detector])
                    return
                }
                if passes(check, match) {
                    pass(detector, match.start, match.end)
                } else if !lacksContext(detector) {
                    field.pointee.fail(detector)
                }
            })
    }

    /// Whether the match is the digits before or behind a decimal point. Whole numbers may have been written out as `978.0`.
    @inline(__always)
    private func isPartOfDecimal(_ match: PatternMatch) -> Bool {
        func isDigit(_ offset: Int) -> Bool { bytes[offset] &- 0x30 < 10 }
        let (start, end) = (match.start, match.end)
        if start >= 2, bytes[start - 1] == UInt8(ascii: "."), isDigit(start), isDigit(start - 2) { return true }
        guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), isDigit(end - 1) else { return false }
        var place = end + 1
        while place < bytes.count, bytes[place] == UInt8(ascii: "0") { place += 1 }
        return place < bytes.count && isDigit(place)
    }

    /// Whether no token goes on at `offset`.
    @inline(__always)
    private func beginsToken(at offset: Int) -> Bool {
        offset == 0 || classes[Int(bytes[offset &- 1])] == ByteClass.other
    }

    /// Tries each place of the range in which a token begins.
    private func matchPatterns(inside range: Range<Int>) {
        for offset in range where beginsToken(at: offset) {
            if offset >= patternsEnd, patterns.mayBeginRun(bytes, at: offset) { matchPatterns(at: offset) }
            if activeCount > 0 { matchActive(at: offset) }
        }
    }

    /// Longest match that a check is given, separators left out.
    private static let checkedLength = 128

    private func passes(_ check: Check, _ match: PatternMatch) -> Bool {
        let text = UnsafeBufferPointer(rebasing: bytes[match.start..<match.end])
        if check.takesTextAsWritten { return check.passes(text) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.checkedLength) { buffer in
            var count = 0
            for byte in text {
                switch byte {
                case 0x20, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"): continue
                default:
                    guard count < Self.checkedLength else { return false }
                    (buffer.baseAddress.unsafelyUnwrapped + count).initialize(
                        to: byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte)
                    count += 1
                }
            }
            return check.passes(UnsafeBufferPointer(rebasing: buffer[0..<count]))
        }
    }

    // MARK: - Marks

    /// Bytes of the longest name of a mailbox that may be a role's.
    private static let longestMailbox = 24

    func scanMark(_ byte: UInt8, at offset: Int) {
        switch byte {
        case UInt8(ascii: "@"):
            words.hasOddMark = true
            if offset != credentialEnd, let range = EmailShape.match(bytes, at: offset, classes: classes) {
                hit(email, range.start, range.end, weight: 11)
                note(email, isTest: TestData.isExampleDomain(slice(offset + 1, range.end)))
                field.pointee.mailboxes.all += 1
                let local = UnsafeBufferPointer(rebasing: bytes[range.start..<offset])
                if local.count <= Self.longestMailbox, roles(ofWhole: local).contains(.mailbox) {
                    field.pointee.mailboxes.roles += 1
                }
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
                note(ip, isTest: TestData.isDocumentationAddress(slice(offset, end)))
            }
        case UInt8(ascii: "-"):
            if let end = PEMShape.privateKey(bytes, at: offset) { hit(key, offset, end, weight: 14) }
        case UInt8(ascii: ";"), UInt8(ascii: "|"):
            words.endSentence()
            words.beginPart()
        case UInt8(ascii: "."), 0x0a, 0x0d:
            words.endSentence()
        case UInt8(ascii: ","): words.beginPart()
        case 0x20, UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "^"): break
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

    func isPlaceholder(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "{") || first == UInt8(ascii: "<")
            || first == UInt8(ascii: "*") || first == UInt8(ascii: "%")
        {
            return true
        }
        if text.allSatisfy({ $0 == first }) { return true }
        return roles(ofWhole: text).contains(.placeholder)
    }

    func roles(ofWhole text: UnsafeBufferPointer<UInt8>) -> WordRoles {
        var offset = 0
        var hash: UInt64 = 0
        var count = 0
        var last: Lexicon.Found?
        while count < Lexicon.maximumWords, let word = WordScan.next(text, &offset) {
            // What no phrase begins with needs no further word.
            if count > 0, !(last?.isPrefix ?? false) { return [] }
            hash = count == 0 ? word.hash : Lexicon.combine(hash, word.hash)
            count += 1
            last = lexicon.lookup(hash)
        }
        guard let last, Int(last.words) == count else { return [] }
        return last.roles
    }

    // MARK: - Words

    private func scanWord(from start: Int) -> Int {
        let bytes = bytes
        let word = WordScan.word(bytes, from: start)
        let end = word.end
        if start >= patternsEnd,
            word.kind == .letters
                ? patterns.mayBegin(bytes, at: start, runUntil: end) : patterns.mayBegin(bytes, at: start)
        {
            matchPatterns(at: start)
        }
        if activeCount > 0 { matchActive(at: start) }
        setTokenEnd(end)
        if word.hasDigit { return scanMixed(from: start, to: end, hash: word.hash) }
        if isPhraseOpen { continuePhrase(with: word.hash, at: start) }
        let isShort = end &- start <= 4
        if isShort, end &- start == 2, end &+ 1 < bytes.count, bytes[end] == 0x20,
            classes[Int(bytes[end &+ 1])] == ByteClass.digit
        {
            // Two letters and a space may begin a spaced national insurance number.
            if let end = scanNationalInsurance(from: start) { return end }
        }
        var roles: WordRoles = []
        var length = 0
        if let entry = lexicon.lookup(word.hash) {
            roles = entry.roles
            if entry.contextCount > 0 { addContext(entry) }
            if entry.termCount > 0 {
                length = matchTerms(from: start, end, word.hash, entry)
            } else if entry.isPrefix {
                // Most words that begin a phrase do not here, and the next one will tell.
                opening = (start, end, word.hash)
            }
        } else if seeksMisspellings, end &- start >= Misspellings.minimumLength &- 1 {
            matchMisspelling(start, end)
        }
        if let packs {
            let beginnings = packs.beginnings(with: word.hash)
            if !beginnings.isEmpty {
                matchPacks(in: packs, beginnings, from: start, end, word.hash, longerThan: length)
            }
        }
        if !roles.isDisjoint(with: [.street, .seed]) {
            if roles.contains(.street) { judgeStreet(start, end) }
            if roles.contains(.seed) { judgeSeed(start, end) }
        }
        let isCapital = bytes[start] &- 0x41 < 26 || bytes[start] == 0xc3
        if isCapital { judgePerson(start, end, roles, isCapital: true) }
        words.add(hash: word.hash, start: start, end: end, roles: roles, isCapital: isCapital)
        if isShort, end < bytes.count, bytes[end] == UInt8(ascii: ":"), let end = IPShape.version6(bytes, from: start) {
            hit(ip, start, end, weight: 9)
            note(ip, isTest: TestData.isDocumentationAddress(slice(start, end)))
            return end
        }
        return end
    }

    /// Whether phrases begin with the last word.
    @inline(__always)
    var isPhraseOpen: Bool { opening.end >= 0 }

    /// Follows the phrases that the last word may begin, where the next one is a word of theirs.
    private func continuePhrase(with hash: UInt64, at start: Int) {
        let first = opening
        opening.end = -1
        guard start - first.end <= Self.phraseGap, lexicon.mayHold(Lexicon.combine(first.hash, hash)) else { return }
        if let entry = lexicon.lookup(first.hash) { matchTerms(from: first.start, first.end, first.hash, entry) }
    }

    /// The same where no word but a number stands at `start`.
    func continuePhrase(at start: Int) {
        let first = opening
        opening.end = -1
        guard start - first.end <= Self.phraseGap, let entry = lexicon.lookup(first.hash) else { return }
        matchTerms(from: first.start, first.end, first.hash, entry)
    }

    /// Bytes between two words of a phrase, at the most.
    private static let phraseGap = 3

    func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    /// A word of BIP-39's list: as many in a row as a phrase has may be one.
    private func judgeSeed(_ start: Int, _ end: Int) {
        guard seed >= 0 else { return }
        let isNext = seedWords.count > 0 && start - seedWords.end == 1 && bytes[seedWords.end] <= 0x20
        seedWords = isNext ? (seedWords.start, end, seedWords.count + 1) : (start, end, 1)
        guard seedWords.count >= 12, seedWords.count % 3 == 0, seedWords.count <= 24 else { return }
        // Words out of running text go on, and one run in sixteen has the checksum: a phrase stands apart.
        if end < bytes.count, bytes[end] == 0x20 { return }
        var before = seedWords.start - 1
        while before >= 0, bytes[before] == 0x20 { before -= 1 }
        if before >= 0, classes[Int(bytes[before])] != ByteClass.other { return }
        guard bytes[seedWords.start] >= 0x61 else { return }
        if SeedPhrase.passes(UnsafeBufferPointer(rebasing: bytes[seedWords.start..<end])) {
            hit(seed, seedWords.start, end, weight: 13)
        }
    }

    /// Follows phrases that begin with this word, and counts the longest match of each detector.
    /// - Returns: how many words the longest one has; 0 where none begins here.
    @discardableResult
    func matchTerms(
        from start: Int, _ firstEnd: Int, _ first: UInt64, _ firstEntry: Lexicon.Found
    ) -> Int {
        let bytes = bytes
        var current = firstEntry
        var hash = first
        var offset = firstEnd
        var longest: Lexicon.Found?
        var end = firstEnd
        var harmless: Lexicon.Found?
        while true {
            if current.termCount > 0, current.words > longest?.words ?? 0 {
                if isHarmless(current) {
                    harmless = current
                    markHarmless(current, until: offset)
                } else {
                    longest = current
                    end = offset
                }
            }
            if current.contextCount > 0, current.words > 1 { addContext(current) }
            guard current.isPrefix else { break }
            var next = offset
            while next < bytes.count, next &- offset <= Self.phraseGap, classes[Int(bytes[next])] == ByteClass.other {
                next &+= 1
            }
            guard next < bytes.count, next &- offset <= Self.phraseGap else { break }
            let word = WordScan.word(bytes, from: next)
            hash = Lexicon.combine(hash, word.hash)
            offset = word.end
            guard let found = lexicon.lookup(hash) else { break }
            current = found
        }
        let words = Int(max(longest?.words ?? 0, harmless?.words ?? 0))
        guard let longest, !isInsideAddress(start, end) else { return words }
        // A phrase of several words, or a long word, does not stand in harmless text by chance.
        let bonus: Float = longest.words > 1 ? 2 : end - start >= 9 ? 1 : 0
        var place = Int(longest.usesStart)
        let placesEnd = place + Int(longest.termCount)
        while place < placesEnd {
            let detector = Int(lexicon.uses[place].detector)
            var isTerm = false
            var isAbbreviation = false
            var isEveryday = false
            while place < placesEnd, Int(lexicon.uses[place].detector) == detector {
                switch lexicon.uses[place].kind {
                case .term: isTerm = true
                case .abbreviation: isAbbreviation = true
                case .everyday: isEveryday = true
                default: break
                }
                place += 1
            }
            if isTakenUp(detector, at: end) { continue }
            if isAbbreviation ? isWrittenAsAbbreviation(start, end) : isTerm {
                hit(detector, start, end, weight: termWeights[detector] + bonus)
            } else if isEveryday {
                noteEveryday(detector, start, end)
            } else {
                noteAmbiguous(detector)
            }
        }
        return words
    }

    /// Whether all that a phrase is to detectors is harmless.
    private func isHarmless(_ found: Lexicon.Found) -> Bool {
        for place in Int(found.usesStart)..<(Int(found.usesStart) + Int(found.termCount))
        where lexicon.uses[place].kind != .harmless {
            return false
        }
        return true
    }

    private func markHarmless(_ found: Lexicon.Found, until end: Int) {
        for place in Int(found.usesStart)..<(Int(found.usesStart) + Int(found.termCount)) {
            harmlessEnd[Int(lexicon.uses[place].detector)] = harmlessBase &+ end
        }
    }

    /// Whether a harmless phrase that began earlier, or a longer one that begins here, takes up the word or phrase that ends
    /// there.
    @inline(__always)
    func isTakenUp(_ detector: Int, at end: Int) -> Bool { harmlessEnd[detector] >= harmlessBase &+ end }

    /// Whether an `@` stands in the same run without white space: words of e-mail addresses and handles say nothing.
    @inline(__always)
    func isInsideAddress(_ start: Int, _ end: Int) -> Bool {
        summary.contains(.at) && stands(nextToAt: start, end)
    }

    private func stands(nextToAt start: Int, _ end: Int) -> Bool {
        var offset = end
        while offset < bytes.count, offset - end < EmailShape.maximumLocal, bytes[offset] > 0x20 {
            if bytes[offset] == UInt8(ascii: "@") { return true }
            offset += 1
        }
        offset = start
        while offset > 0, start - offset < EmailShape.maximumDomain, bytes[offset - 1] > 0x20 {
            if bytes[offset - 1] == UInt8(ascii: "@") { return true }
            offset -= 1
        }
        return false
    }

    /// A term that counts only beside others that are not ambiguous.
    func noteAmbiguous(_ detector: Int) {
        guard !isMatched(detector) else { return }
        field.pointee.ambiguousHits.add(1, 3, of: detector)
    }

    /// Nats of an everyday term, and how many different ones of a value count. One harmless text in twelve may hold one.
    private static let everydayNats: Float = 2.5
    private static let everydayLimit = 3

    private func noteEveryday(_ detector: Int, _ start: Int, _ end: Int) {
        let hash = WordScan.hash(bytes, start, end)
        guard let place = everyday.firstIndex(where: { $0.detector == detector }) else {
            everyday.append((detector, 1, hash, start, end))
            return
        }
        if everyday[place].latest != hash { everyday[place].count += 1 }
        everyday[place].latest = hash
    }

    /// The value is read: where nothing better was found, everyday terms count.
    private func judgeEveryday() {
        for found in everyday where !isMatched(found.detector) && !lacksContext(found.detector) {
            field.pointee.everyday(
                found.detector, weight: Self.everydayNats * Float(min(found.count, Self.everydayLimit)))
            mark(found.detector, found.start, found.end)
        }
    }

    /// Whether the letters are capitals in a value that is not written in capitals altogether: `COPD` in a note, not
    /// `mews` in an address, nor a code among codes. An `s` of the plural may follow: `UTIs`.
    func isWrittenAsAbbreviation(_ start: Int, _ end: Int) -> Bool {
        let isPlural = end - start > 3 && bytes[end - 1] == UInt8(ascii: "s")
        for offset in start..<(isPlural ? end - 1 : end) where bytes[offset] >= 0x61 && bytes[offset] <= 0x7a {
            return false
        }
        return summary.contains(.lower)
    }
}

/// What something outside a value says it is: the name of a setting.
struct SettingContext {
    var isPassword = false
    var isKey = false
    /// Detectors that the name speaks for as strongly as the name of a field would.
    var named: [Int] = []

    var isEmpty: Bool { !isPassword && !isKey && named.isEmpty }
}

/// Kinds of bytes. Those of a whole value tell which checks need not look at it.
struct ByteTraits: OptionSet {
    var rawValue: UInt16

    static let lower = ByteTraits(rawValue: 1 << 0)
    static let upper = ByteTraits(rawValue: 1 << 1)
    static let digit = ByteTraits(rawValue: 1 << 2)
    static let space = ByteTraits(rawValue: 1 << 3)
    static let at = ByteTraits(rawValue: 1 << 4)
    /// Outside ASCII.
    static let high = ByteTraits(rawValue: 1 << 5)
    static let dash = ByteTraits(rawValue: 1 << 6)
    /// `_`, which stands in keys and names.
    static let underscore = ByteTraits(rawValue: 1 << 7)
    static let colon = ByteTraits(rawValue: 1 << 8)
    static let dot = ByteTraits(rawValue: 1 << 9)
    static let other = ByteTraits(rawValue: 1 << 10)

    /// Those of all bytes together; four at a time, so that none waits for the one before.
    @inline(__always)
    static func of(_ value: UnsafeBufferPointer<UInt8>, _ traits: UnsafePointer<ByteTraits>) -> ByteTraits {
        var all: (UInt16, UInt16) = (0, 0)
        var index = 0
        while index &+ 4 <= value.count {
            all.0 |= traits[Int(value[index])].rawValue | traits[Int(value[index &+ 1])].rawValue
            all.1 |= traits[Int(value[index &+ 2])].rawValue | traits[Int(value[index &+ 3])].rawValue
            index &+= 4
        }
        while index < value.count {
            all.0 |= traits[Int(value[index])].rawValue
            index &+= 1
        }
        return ByteTraits(rawValue: all.0 | all.1)
    }

    static func of(_ byte: UInt8) -> ByteTraits {
        switch byte {
        case 0x61...0x7a: .lower
        case 0x41...0x5a: .upper
        case 0x30...0x39: .digit
        case 0x20: .space
        case 0x80...0xff: .high
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: "-"): .dash
        case UInt8(ascii: "_"): .underscore
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "."): .dot
        default: .other
        }
    }
}
