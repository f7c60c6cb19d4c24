import Exposure
import Foundation

/// Turns the evidence of all fields into types with confidences, and these into the sensitivity of the dataset.
///
/// The confidence is the posterior of a field holding the type: prior, plus what the field's name says, plus what its
/// distinct values say, in nats (`docs/detectors.md`, "How evidence adds up").
struct VerdictBuilder {
    let catalog: DetectorCatalog
    let dataset: String
    let tree: FieldTree
    let records: Int
    let broken: Int
    let combinations: RecordCombinations
    let sets: MatchSets

    /// Below this, a type is not reported and does not count in the rating.
    static let threshold = 0.5

    /// What it weighs against names that a few values make up a whole column.
    static let answerNats = 3.0

    /// What it weighs against codes that all begin with one letter.
    static let labelNats = 6.0

    /// What words can weigh at the most against a field's name.
    static let contestedNats = 6.0

    /// One type in one field of the tree.
    struct Found {
        var node: Int32
        var detector: Int
        var confidence: Double
    }

    /// - Parameter explains: whether each type comes with what counted for and against it, those that are not reported too.
    func build(explains: Bool = false) -> DatasetVerdict {
        let accounts = accounts()
        let found = found(Self.logits(accounts))
        var rating = rating(of: found)
        let tests = TestShare(catalog: catalog, tree: tree, found: found)
        if let reason = tests.reason { rating.reasons.insert(reason, at: min(1, rating.reasons.count)) }
        return DatasetVerdict(
            recordsSampled: records, recordsBroken: broken, sensitivity: rating.level, reasons: rating.reasons,
            fields: fields(found, explaining: explains ? accounts : nil), tests: tests)
    }

    /// What is reported of the evidence.
    func found(_ logits: [Key: Double]) -> [Found] {
        var found: [Found] = []
        for (key, logit) in logits {
            let confidence = Self.confidence(logit)
            if confidence >= Self.threshold {
                found.append(Found(node: key.node, detector: key.detector, confidence: confidence))
            }
        }
        // The dictionary's order differs from run to run; reports of the same data must not.
        found.sort { ($0.node, $0.detector) < ($1.node, $1.detector) }
        return found
    }

    /// The posterior, but that in one field of fifty nothing that was seen bears on what it holds: there the odds are even.
    /// Without this lapse rate the surest would be sure beyond what they are right (`scripts/eval`, reliability).
    static func confidence(_ logit: Double) -> Double { lapses / 2 + (1 - lapses) / (1 + exp(-logit)) }

    private static let lapses = 0.02

    func rating(of found: [Found]) -> (level: Level, reasons: [String]) {
        DatasetRating(
            catalog: catalog, dataset: dataset, tree: tree, found: found, combinations: combinations, sets: sets,
            records: records
        ).rate()
    }

    /// Nats for and against each type in each field where anything matched.
    func logits() -> [Key: Double] { Self.logits(accounts()) }

    private static func logits(_ accounts: [Key: Account]) -> [Key: Double] {
        accounts.filter { !$0.value.isDropped }.mapValues(\.nats)
    }

    /// What these nats are made of.
    private func accounts() -> [Key: Account] {
        var accounts = evidenceAccounts()
        weighCompanions(&accounts)
        settleCodes(&accounts)
        settleRivals(&accounts)
        return accounts
    }

    struct Key: Hashable {
        var node: Int32
        var detector: Int
    }

    /// Prior, name and values, for each detector that matched anything in a field.
    private func evidenceAccounts() -> [Key: Account] {
        var accounts: [Key: Account] = [:]
        let role = TableRole(tree: tree)
        for node in 0..<Int32(tree.count) {
            guard let evidence = tree.evidence(of: node)?.pointee, evidence.values > 0 else { continue }
            for index in evidence.detectors {
                let detector = catalog.detectors[index]
                var counter = evidence.counter(index)
                if detector.recogniser == .wholeTerm { counter.candidates += evidence.wholeTexts }
                guard counter.matched > 0 else { continue }
                let prior = detector.prior ?? 0.02
                var account = Account()
                account.add(.prior(prior), log(prior / (1 - prior)))
                account.add(.name, Double(evidence.nameNats(index)))
                let values = valueArguments(detector, index, counter, evidence)
                let nats = values.reduce(0) { $0 + $1.nats }
                // Any date is a candidate for a birth, so being dates says little; how they spread says more.
                let isBirth = detector.recogniser == .dateOfBirth
                for (argument, weight) in values {
                    account.add(argument, isBirth && nats > 2 ? weight * 2 / nats : weight)
                }
                // Words are not independent draws: a list of towns or films is full of surnames and crimes. Nor are codes of
                // a form that anything has. Where the field's name says so, they cannot outvote it; check digits can.
                if evidence.nameNats(index) < 0, detector.isMadeOfWords || detector.hasCommonForm,
                    nats > Self.contestedNats, !isTitled(counter, evidence, detector)
                {
                    account.add(.contested, Self.contestedNats - nats)
                }
                // `V100`, `V101`: numbers behind a letter of their own, as things are labelled.
                if detector.recogniser == .icd10Code || detector.recogniser == .opcs4Code,
                    evidence.nameNats(index) < FieldNameIndex.strong, evidence.distinct >= 8,
                    evidence.shape.codeLetters.nonzeroBitCount == 1
                {
                    account.add(.labels, -Self.labelNats)
                }
                if detector.recogniser == .personName {
                    let role = role.nats(named: evidence.nameNats(index), node: node)
                    // What people write may name somebody in any table.
                    if role > 0 || role < 0 && evidence.shape.prose * 2 <= evidence.distinct {
                        account.add(.table, role)
                    }
                    // Where a quarter of them are firms, the others are firms too that are called after people.
                    if evidence.shape.companies * 4 > evidence.distinct { account.add(.companies, -Self.contestedNats) }
                    // A handful of words, over and over, are answers out of a list.
                    if evidence.distinct <= 8, evidence.values >= 16 * evidence.distinct {
                        account.add(.answers, -Self.answerNats)
                    }
                }
                if isBirth {
                    let births = birthNats(evidence.dates, isNamed: evidence.isNamed(index))
                    if births != 0 { account.add(.dates(evidence.dates), births) }
                }
                accounts[Key(node: node, detector: index)] = account
            }
        }
        return accounts
    }

    /// Whether a title stands before a name in nearly every value, as in no list of anything else.
    private func isTitled(_ counter: DetectorEvidence, _ evidence: FieldEvidence, _ detector: Detector) -> Bool {
        detector.recogniser == .personName && counter.hits >= 5
            && Double(counter.hits) >= 0.8 * Double(evidence.distinct)
            && counter.hitWeight >= Self.titleNats * Float(counter.hits)
    }

    private static let titleNats: Float = 5.5

    /// What the distinct values say: the better of two readings. Either they are candidates for a check, of which
    /// some pass, or they are texts, of which some hold a match.
    private func valueArguments(
        _ detector: Detector, _ index: Int, _ counter: DetectorEvidence, _ evidence: FieldEvidence
    ) -> [(Argument, nats: Double)] {
        var best: (nats: Double, arguments: [(Argument, nats: Double)]) = (-.infinity, [])
        let texts = Double(max(evidence.distinct, 1))
        if counter.passes > 0 {
            let passes = Double(counter.passes)
            let candidates = Double(counter.candidates)
            let nats =
                detector.recogniser == .personName
                ? Self.wordNats(passes: passes, candidates: candidates, weight: Double(counter.weight))
                : Self.checkNats(
                    passes: passes, candidates: candidates, weight: Double(counter.weight), p0: detector.p0,
                    minimumShare: detector.minimumShare ?? 0.15)
            let context = Double(counter.contexts) * Double(ValueScanner.contextNats)
            let seen = Argument.candidates(
                passes: Int(counter.passes), candidates: Int(counter.candidates), byChance: candidates * detector.p0)
            best = (nats, [(seen, nats - context)])
            if context > 0 { best.arguments.append((.context(Int(counter.contexts)), context)) }
        }
        if counter.hits > 0 {
            var weight = Double(counter.hitWeight)
            var hits = Double(counter.hits)
            // Ambiguous terms count beside as many unambiguous ones.
            if let ambiguous = evidence.ambiguousHits[index] {
                let share = min(1, hits / Double(ambiguous.hits))
                weight += Double(ambiguous.weight) * share * 0.5
                hits += Double(ambiguous.hits) * share * 0.5
            }
            let nats = Self.textNats(hits: hits, texts: texts, weight: weight)
            if nats > best.nats {
                best = (
                    nats,
                    [(.texts(hits: Int(counter.hits), texts: Int(texts), byChance: texts * exp(-weight / hits)), nats)]
                )
            }
        }
        // Everyday terms have a rate of their own: where they are few, they take nothing from what the others say.
        if let everyday = evidence.everydayHits[index] {
            let nats = Self.textNats(hits: Double(everyday.hits), texts: texts, weight: Double(everyday.weight))
            let weight = Double(everyday.weight) / Double(max(everyday.hits, 1))
            best.arguments.append(
                (
                    .texts(hits: Int(everyday.hits), texts: Int(texts), byChance: texts * exp(-weight)),
                    best.nats.isFinite ? max(nats, 0) : nats
                ))
        }
        return best.arguments
    }

    /// Log-likelihood ratio of `passes` of `candidates` passing a check: a share of true values among others, against
    /// passing by chance. The share is the one seen, but never taken for so small that chance would explain it.
    static func checkNats(
        passes: Double, candidates: Double, weight: Double, p0: Double, minimumShare: Double
    ) -> Double {
        let floor = min(p0 + minimumShare * (1 - p0), 0.97)
        let share = min(max(passes / candidates, floor), 0.98)
        return weight + passes * log(share / 0.98) + (candidates - passes) * log((1 - share) / (1 - p0))
    }

    /// Log-likelihood ratio of `passes` of `candidates` whole values that look like names of people, of a column of names against
    /// a column of other words. Each column has its own share of such values, as the words in it are of one kind: in names it is
    /// near 1, in titles, places or products anything, more often little. So the counts are beta-binomial, and more of the
    /// same proves no more. What the matches are like (a given name and a surname, a title) counts for a few of them.
    static func wordNats(passes: Double, candidates: Double, weight: Double) -> Double {
        let names = betaBinomial(passes, candidates, 6, 1.2)
        let mixed = betaBinomial(passes, candidates, 1, 1)
        let others = betaBinomial(passes, candidates, 1, 6)
        let likeness = (weight / passes - typicalNameNats) * min(passes, 6)
        return log(0.85 * exp(names - others) + 0.15 * exp(mixed - others)) + likeness
    }

    /// What a single given name or surname weighs.
    private static let typicalNameNats = 1.2

    /// Logarithm of the beta-binomial probability of `passes` of `candidates`, but for the binomial coefficient.
    private static func betaBinomial(_ passes: Double, _ candidates: Double, _ a: Double, _ b: Double) -> Double {
        func logBeta(_ x: Double, _ y: Double) -> Double { lgamma(x) + lgamma(y) - lgamma(x + y) }
        return logBeta(passes + a, max(candidates - passes, 0) + b) - logBeta(a, b)
    }

    /// Log-likelihood ratio of matches in texts, as counts of rare events: the rate seen against the background rate
    /// that each match's weight is the negative logarithm of.
    static func textNats(hits: Double, texts: Double, weight: Double) -> Double {
        let rate = min(hits / texts, 1)
        return weight + hits * log(rate) - hits
    }

    /// Births spread over decades and end in the past; events lie close together, or ahead. Children's lie close together too,
    /// where the field's name says that they are births.
    private func birthNats(_ dates: DateSpread, isNamed: Bool) -> Double {
        guard dates.count > 2 else { return 0 }
        let count = Double(dates.count)
        // A few placeholders such as 9999-12-31 do not decide.
        let hasFuture = Double(dates.future) > 0.02 * count
        if dates.deviation >= 8, !hasFuture, Double(dates.old) > 0.2 * count { return 2 }
        if isNamed, !hasFuture { return 0 }
        return hasFuture || Double(dates.recent) > 0.95 * count ? -8 : -3
    }

    /// Types that speak for one another: dates spread over decades are births where people are named, and words are names beside
    /// the numbers of people.
    private func weighCompanions(_ accounts: inout [Key: Account]) {
        let logits = Self.logits(accounts)
        let hasPeople = logits.contains { key, logit in
            switch catalog.detectors[key.detector].category {
            case .name, .healthIdentifier, .governmentIdentifier: logit > 1
            default: false
            }
        }
        let hasNumbers = logits.contains { key, logit in
            switch catalog.detectors[key.detector].category {
            case .healthIdentifier, .governmentIdentifier: logit > 3
            default: false
            }
        }
        for key in logits.keys where catalog.detectors[key.detector].recogniser == .dateOfBirth {
            // A field that is called so needs no names beside it: pseudonyms leave the dates of birth.
            let isNamed = tree.evidence(of: key.node)?.pointee.isNamed(key.detector) ?? false
            let nats: Double = hasPeople ? 3 : isNamed ? 0 : -2
            if nats != 0 { accounts[key]?.add(.people(hasPeople), nats) }
        }
        guard hasNumbers else { return }
        for key in logits.keys where catalog.detectors[key.detector].recogniser == .personName {
            if let name = tree.evidence(of: key.node)?.pointee.nameNats(key.detector), name >= 0 {
                accounts[key]?.add(.numbers, 1.5)
            }
        }
    }

    /// ICD-10 and OPCS-4 share their shape: a field is the one that more speaks for.
    private func settleCodes(_ accounts: inout [Key: Account]) {
        let codes = catalog.detectors.indices.filter {
            catalog.detectors[$0].recogniser == .icd10Code || catalog.detectors[$0].recogniser == .opcs4Code
        }
        for node in 0..<Int32(tree.count) {
            let rivals = codes.compactMap { code in
                accounts[Key(node: node, detector: code)].map { (code, $0.nats) }
            }
            // The field's name decides before the values: most codes of one exist in the other.
            func name(_ code: Int) -> Float { tree.evidence(of: node)?.pointee.nameNats(code) ?? 0 }
            guard rivals.count > 1, let best = rivals.max(by: { (name($0.0), $0.1) < (name($1.0), $1.1) }) else {
                continue
            }
            for rival in rivals where rival.0 != best.0 {
                accounts[Key(node: node, detector: rival.0)]?.drop(.otherCode)
            }
        }
    }

    /// A column of telephone numbers holds no card numbers, and digests no codes: where a field is named for a type that nearly all
    /// of its values are of, what else a check of numbers or codes finds in it needs a name too.
    private func settleRivals(_ accounts: inout [Key: Account]) {
        for node in 0..<Int32(tree.count) {
            guard let evidence = tree.evidence(of: node)?.pointee, evidence.values > 0 else { continue }
            let owner = evidence.detectors.contains { index in
                guard catalog.detectors[index].isWholeValue else { return false }
                let matched = Double(evidence.counter(index).matched) / Double(evidence.values)
                if evidence.nameNats(index) >= FieldNameIndex.strong { return matched >= Self.ownedShare }
                return matched >= Self.clearShare
                    && (accounts[Key(node: node, detector: index)]?.nats ?? 0) >= Self.sureNats
            }
            guard owner else { continue }
            for index in evidence.detectors
            where catalog.detectors[index].isWholeValue && evidence.nameNats(index) < FieldNameIndex.strong
                && Double(evidence.counter(index).matched) < Self.ownedShare * Double(evidence.values)
            {
                accounts[Key(node: node, detector: index)]?.add(.rival, -Self.rivalNats)
            }
        }
    }

    private static let ownedShare = 0.6
    /// Where the name does not say so, as good as all values must be of the type, and it must be sure.
    private static let clearShare = 0.9
    private static let sureNats = 5.0
    private static let rivalNats = 8.0

    private func fields(_ found: [Found], explaining accounts: [Key: Account]?) -> [FieldFinding] {
        var byField: [Int32: [String: TypeFinding]] = [:]
        var considered: [Int32: [TypeFinding]] = [:]
        for (key, account) in accounts ?? [:]
        where !found.contains(where: { $0.node == key.node && $0.detector == key.detector }) {
            guard let evidence = tree.evidence(of: key.node)?.pointee else { continue }
            let confidence = account.isDropped ? 0 : Self.confidence(account.nats)
            considered[tree.reported(key.node), default: []].append(
                TypeFinding(
                    type: catalog.detectors[key.detector].reportedType,
                    confidence: (confidence * 1000).rounded() / 1000, tested: evidence.values,
                    matched: Int(evidence.counter(key.detector).matched), evidence: words(key, account)))
        }
        for item in found {
            let field = tree.reported(item.node)
            guard let evidence = tree.evidence(of: item.node)?.pointee else { continue }
            let key = Key(node: item.node, detector: item.detector)
            let counter = evidence.counter(item.detector)
            let tellsTests = TestData.canTell(catalog.detectors[item.detector].recogniser)
            let finding = TypeFinding(
                type: catalog.detectors[item.detector].reportedType,
                confidence: (item.confidence * 1000).rounded() / 1000,
                tested: evidence.values, matched: Int(counter.matched),
                mask: evidence.masks[item.detector],
                testValues: tellsTests ? Int(counter.testMatched) : nil,
                testDistinct: tellsTests ? Int(counter.tests) : nil,
                evidence: accounts?[key].map { words(key, $0) })
            let before = byField[field]?[finding.type]
            if before == nil || (before?.confidence ?? 0) < finding.confidence {
                byField[field, default: [:]][finding.type] = finding
            }
        }
        return Set(byField.keys).union(considered.keys).sorted().map { node in
            func sorted(_ types: [TypeFinding]) -> [TypeFinding] {
                types.sorted { ($0.confidence, $1.type) > ($1.confidence, $0.type) }
            }
            return FieldFinding(
                field: tree.path(node).joined(separator: "."), types: sorted(Array((byField[node] ?? [:]).values)),
                considered: accounts == nil ? nil : sorted(considered[node] ?? []))
        }
    }

    private func words(_ key: Key, _ account: Account) -> [EvidenceFinding] {
        let field = tree.path(key.node).joined(separator: ".")
        let name = tree.evidence(of: key.node)?.pointee.nameNats(key.detector) ?? 0
        return account.arguments.map { argument, nats in
            EvidenceFinding(
                because: argument.words(catalog.detectors[key.detector], field: field, name: name),
                nats: (nats * 10).rounded() / 10)
        }
    }
}

extension DateSpread {
    static let thisYear: Int = Calendar(identifier: .gregorian).component(.year, from: Date())
}
