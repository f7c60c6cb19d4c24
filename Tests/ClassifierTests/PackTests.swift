import Exposure
import Formats
import Testing

@testable import Classifier

/// Packs of code systems: what goes in is found, nothing else is, and a file that is not as it was made is refused.
@Suite struct PackTests {
    // MARK: - What is in a pack

    @Test func termsAreFoundWordByWordAndCodesWhole() throws {
        let pack = try Self.pack(.snomed) { terms in
            terms.add("Zorbitis of left knee (disorder)", .clinical)
            terms.add(code: 1_234_567, length: 7)
        }
        let set = PackSet([pack])
        #expect(set.found(in: "zorbitis of left knee today")?.words == 4)
        #expect(set.found(in: "ZORBITIS  OF left-knee")?.meaning == .clinical)
        #expect(set.found(in: "zorbitis of right knee") == nil)
        #expect(set.found(in: "zorbitis") == nil)
        #expect(set.found(in: "of left knee") == nil)
        #expect(pack.contains(code: 1_234_567))
        #expect(!pack.contains(code: 1_234_568))
        #expect(pack.information.terms == 1)
        #expect(pack.information.codes == 1)
    }

    @Test func aHundredThousandTermsAreAllFoundAndOthersAreNot() throws {
        let pack = try Self.pack(.snomed) { terms in
            for index in 0..<100_000 {
                terms.add("zorb\(index % 300)itis grade\(index) lesion", .clinical)
                terms.add(code: UInt64(index) * 977 + 100_000, length: 8)
            }
        }
        let set = PackSet([pack])
        #expect((0..<100_000).allSatisfy { set.found(in: "zorb\($0 % 300)itis grade\($0) lesion")?.words == 3 })
        #expect((0..<100_000).allSatisfy { set.found(in: "zorb\(($0 + 1) % 300)itis grade\($0) lesion") == nil })
        #expect((0..<100_000).allSatisfy { pack.contains(code: UInt64($0) * 977 + 100_000) })
        #expect((0..<100_000).allSatisfy { !pack.contains(code: UInt64($0) * 977 + 100_001) })
    }

    @Test func theLongestTermWins() throws {
        let set = PackSet([
            try Self.pack(.snomed) { terms in
                terms.add("Zorbitis", .clinical)
                terms.add("Zorbitis nodosa", .clinical)
                terms.add("Zorbitis nodosa profunda media", .clinical)
            }
        ])
        #expect(set.found(in: "zorbitis nodosa profunda")?.words == 2)
        #expect(set.found(in: "zorbitis nodosa", longerThan: 2) == nil)
        #expect(set.found(in: "zorbitis nodosa profunda media", longerThan: 2)?.words == 4)
    }

    @Test(arguments: [
        // Wording, what text has, and what the pack makes of it.
        ("Zorbitis, acute form", "zorbitis acute form", PackMeaning.clinical),
        ("Other zorbitis of knee NEC", "zorbitis of knee", .clinical),
        ("Zorbitis [obsolete] of knee", "zorbitis of knee", .clinical),
        ("Pain", "pain", .ambiguousClinical),
        ("Table", "table", .ambiguousClinical),
        ("Walking upstairs", "walking upstairs", .ambiguousClinical),
        ("Going home", "going home", .ambiguousClinical),
        ("Smith", "smith", .ambiguousClinical),
        ("Smith fracture zorb", "smith fracture zorb", .clinical),
    ])
    func whatAWordingBecomes(wording: String, text: String, meaning: PackMeaning) throws {
        let set = PackSet([try Self.pack(.snomed) { $0.add(wording, .clinical) }])
        #expect(set.found(in: text)?.meaning == meaning)
    }

    /// Terms that begin with a word that says nothing, that have nothing but marks, or more words than a phrase has.
    @Test(arguments: [
        "On examination zorbitis", "No zorbitis", "(disorder)", "...", "", "a", String(repeating: "zorb ", count: 13),
    ])
    func wordingsThatAreNoTermsAreLeftOut(wording: String) throws {
        let pack = try Self.pack(.snomed) { terms in
            terms.add(wording, .clinical)
            terms.add(code: 1, length: 1)
        }
        #expect(pack.information.terms == 0)
    }

    @Test func aMedicineIsFoundWithoutItsStrength() throws {
        let set = PackSet([try Self.pack(.dmd) { $0.add("Zorbizole hydrate 20mg capsules", .medication) }])
        #expect(set.found(in: "zorbizole hydrate 20mg capsules")?.words == 4)
        #expect(set.found(in: "zorbizole hydrate")?.meaning == .medication)
        #expect(set.found(in: "zorbizole") == nil)
    }

    // MARK: - Files that are not as they were made

    @Test func everyShorterFileIsRefused() throws {
        let words = try Self.words()
        for count in stride(from: 0, to: words.count * 8, by: 97) {
            #expect(Self.refusal(Array(words[..<(count / 8)]), dropping: 0) != nil)
            #expect(Self.refusal(Array(words[...(count / 8)]), dropping: 8 - count % 8) != nil)
        }
        #expect(Self.refusal(words, dropping: 0) == nil)
    }

    @Test func everyFlippedBitIsSeen() throws {
        let words = try Self.words()
        for index in (0..<64).map({ $0 }) + Array(stride(from: 64, to: words.count, by: 131)) {
            var damaged = words
            damaged[index] ^= 1 << UInt64(index % 64)
            #expect(Self.refusal(damaged, dropping: 0) != nil, "word \(index)")
        }
    }

    @Test func theReasonSaysWhatIsWrong() throws {
        var words = try Self.words()
        #expect(Self.refusal([1, 2, 3], dropping: 0) == "it is too short for a pack; import it again")
        #expect(Self.refusal(Array(words.dropLast()), dropping: 0) == "it is cut short or has grown; import it again")
        words[words.count - 1] ^= 1
        #expect(
            Self.refusal(words, dropping: 0)
                == "its content is damaged (the checksum does not agree); import it again")
        words[PackFormat.Word.version] = 9
        #expect(Self.refusal(words, dropping: 0) == "it was made by another version of Ajar; import it again")
        words[0] = 0
        #expect(Self.refusal(words, dropping: 0) == "it is not a pack; ajar detectors import makes them")
    }

    /// Somebody who makes a false pack makes its checksum right: it is refused, or it answers, and nothing traps.
    @Test func aForgedPackCannotTrap() throws {
        let words = try Self.words()
        var random = SeededGenerator(seed: 5)
        for round in 0..<400 {
            var forged = words
            for _ in 0..<(1 + round % 4) {
                let index =
                    round % 2 == 0
                    ? Int.random(in: 3..<64, using: &random) : Int.random(in: 3..<words.count, using: &random)
                forged[index] =
                    [0, 1, UInt64.max, UInt64(words.count), .random(in: 0...UInt64.max, using: &random)][round % 5]
            }
            forged[PackFormat.Word.size] = UInt64(forged.count * 8)
            Self.sign(&forged)
            Self.with(forged) { bytes in
                guard let pack = try? Pack(bytes, owner: nil) else { return }
                let set = PackSet([pack])
                _ = set.found(in: "zorbitis of left knee")
                _ = set.weight(identifier: 12_345, digits: 5)
                _ = set.weight(.opcs4, code: 1, length: 18)
            }
        }
    }

    /// The last places of a table that is full to the brim.
    @Test func aTableWithoutAnEmptyPlaceEndsTheSearch() throws {
        var words = try Self.words()
        let start = Int(words[PackFormat.Word.table])
        for index in start..<(start + Int(words[PackFormat.Word.table + 1])) { words[index] = 32 }
        Self.sign(&words)
        Self.with(words) { bytes in
            guard let pack = try? Pack(bytes, owner: nil) else {
                Issue.record("it was refused")
                return
            }
            #expect(PackSet([pack]).found(in: "zorbitis of left knee") == nil)
        }
    }

    // MARK: - In the classifier

    @Test func importedTermsCountAsClinicalAndAsMedication() throws {
        let packs = PackSet([
            try Self.pack(.snomed) { $0.add("Zorbitis of left knee", .clinical) },
            try Self.pack(.dmd) { $0.add("Zorbizole 20mg capsules", .medication) },
        ])
        let catalog = try DetectorCatalog(packs: packs)
        let values = (1...5).map { "Seen \($0) times, zorbitis of left knee, zorbizole 20mg" }
        #expect(types(classify("c1", values), "c1") == [])
        #expect(
            Set(types(classify("c1", values, catalog: catalog), "c1")) == ["clinical_term", "medication"])
    }

    /// The lists know better what is ambiguous, however a code system has it.
    @Test func importedEverydayWordsAreNoTerms() throws {
        let packs = PackSet([
            try Self.pack(.snomed) { terms in
                for word in ["Stroke", "Depression", "Cold", "Visual aids", "Going home", "Shock absorber"] {
                    terms.add(word, .clinical)
                }
            }
        ])
        let catalog = try DetectorCatalog(packs: packs)
        for sentence in [
            "cold storage", "butterfly stroke", "tropical depression", "visual aids", "shock absorber", "going home",
        ] {
            let values = (1...5).map { "\(sentence) \($0)" }
            #expect(types(classify("c1", values, catalog: catalog), "c1") == [], "\(sentence)")
        }
    }

    @Test func aKnownIdentifierWeighsFarMoreThanOneThatOnlyPasses() throws {
        // Of made-up content; the check digits are right.
        let packs = PackSet([try Self.pack(.snomed) { $0.add(code: 999_003_041_000_000_105, length: 18) }])
        #expect((packs.weight(identifier: 999_003_041_000_000_105, digits: 18) ?? 0) > 12)
        #expect(packs.weight(identifier: 999_003_041_000_000_106, digits: 18) == nil)
    }

    @Test func importedClassificationsDecideWhatIsACode() throws {
        let packs = PackSet([
            try Self.pack(.icd10) { terms in
                for code in ["E114", "J459", "I10"] { terms.add(code) }
            },
            try Self.pack(.opcs4) { terms in
                for code in ["W371", "H012"] { terms.add(code) }
            },
        ])
        #expect(packs.answer(.icd10, "E11.4") ?? 0 > 2)
        #expect(packs.answer(.icd10, "I10X") ?? 0 > 2)
        #expect(packs.answer(.icd10, "E11.5") == nil)
        #expect(packs.answer(.opcs4, "w37.1") ?? 0 > 2)
        #expect(packs.answer(.snomed, "E11.4") == nil)
        let catalog = try DetectorCatalog(packs: packs)
        let known = ["E11.4", "J45.9", "I10X"]
        #expect(types(classify("v", known, catalog: catalog), "v") == ["icd10_code"])
        let unknown = (10..<60).map { "F\($0).\($0 % 10)" }
        #expect(types(classify("v", unknown, catalog: catalog), "v") == [])
    }

    // MARK: - Helpers

    static func pack(_ kind: PackKind, _ fill: (inout PackTerms) -> Void) throws -> Pack {
        let words = try words(kind, fill)
        let memory = Memory(words)
        return try Pack(UnsafeRawBufferPointer(memory.words), owner: memory)
    }

    static func words(
        _ kind: PackKind = .snomed,
        _ fill: (inout PackTerms) -> Void = { terms in
            for index in 0..<500 { terms.add("zorbitis of left knee \(index)", .clinical) }
            terms.add("zorbitis of left knee", .clinical)
            for index in 0..<500 { terms.add(code: UInt64(index) * 31, length: 5) }
        }
    ) throws -> [UInt64] {
        var terms = catalog.packTerms(kind)
        fill(&terms)
        var sections: [UInt64] = []
        let header = try terms.build(source: "made up", version: "20260401", created: 7) { sections += $0 }
        return header + sections
    }

    /// Gives a changed pack the checksum that it would have.
    static func sign(_ words: inout [UInt64]) {
        var sum = PackFormat.Checksum()
        for index in [PackFormat.Word.words, PackFormat.Word.filter, PackFormat.Word.table, PackFormat.Word.codes] {
            guard let start = Int(exactly: words[index]), let count = Int(exactly: words[index + 1]), start >= 64,
                start <= words.count, count <= words.count - start
            else { return }
            words[start..<(start + count)].withUnsafeBufferPointer { sum.add($0) }
        }
        words[..<64].withUnsafeBufferPointer { sum.add(header: $0) }
        words[PackFormat.Word.checksum] = sum.value
    }

    static func with(_ words: [UInt64], _ body: (UnsafeRawBufferPointer) -> Void) { words.withUnsafeBytes(body) }

    static func refusal(_ words: [UInt64], dropping: Int) -> String? {
        words.withUnsafeBytes { bytes in
            do throws(PackError) {
                _ = try Pack(UnsafeRawBufferPointer(rebasing: bytes.dropLast(dropping)), owner: nil)
                return nil
            } catch {
                return error.reason
            }
        }
    }

    final class Memory {
        let words: UnsafeMutableBufferPointer<UInt64>

        init(_ content: [UInt64]) {
            words = .allocate(capacity: content.count)
            _ = words.initialize(from: content)
        }

        deinit { words.deallocate() }
    }
}

extension PackTerms {
    mutating func add(_ wording: String, _ role: Role) {
        var wording = wording
        wording.withUTF8 { add($0, role) }
    }

    mutating func add(_ code: String) {
        var code = code
        if let found = code.withUTF8(PackCode.classification) { add(code: found.code, length: found.length) }
    }
}

extension PackSet {
    func found(in text: String, longerThan minimum: Int = 0) -> (meaning: PackMeaning, words: Int)? {
        var text = text
        let lookup = PackLookup(self)
        return text.withUTF8 { bytes in
            var offset = 0
            guard let word = WordScan.next(bytes, &offset) else { return nil }
            let beginnings = lookup.beginnings(with: word.hash)
            guard !beginnings.isEmpty,
                let found = lookup.longest(
                    bytes, first: word.hash, beginnings, firstEnd: word.end, longerThan: minimum)
            else { return nil }
            return (found.meaning, found.words)
        }
    }

    func answer(_ kind: PackKind, _ code: String) -> Float? {
        var code = code
        return code.withUTF8(PackCode.classification).flatMap { weight(kind, code: $0.code, length: $0.length) }
    }
}
