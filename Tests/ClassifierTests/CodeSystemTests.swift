import Formats
import Testing

@testable import Classifier

/// Readers of published code systems: what they take of each row, and that nothing in a file can trap them.
@Suite struct CodeSystemTests {
    // MARK: - RF2

    private static let descriptions =
        "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId"
    private static let concepts = "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId"
    private static let language =
        "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId"
    private static let name = "900000000000003001"
    private static let synonym = "900000000000013009"

    @Test func tablesAreToldByTheirHeadings() {
        #expect(RF2Reader.table(heading: Array(Self.descriptions.utf8)) == .descriptions)
        #expect(RF2Reader.table(heading: Array(Self.concepts.utf8)) == .concepts)
        #expect(RF2Reader.table(heading: Array(Self.language.utf8)) == .language)
        #expect(RF2Reader.table(heading: Array("\u{feff}\(Self.concepts)".utf8)) == .concepts)
        #expect(RF2Reader.table(heading: Array("id\teffectiveTime".utf8)) == nil)
        #expect(RF2Reader.table(heading: []) == nil)
    }

    private static func row(
        _ id: Int, _ concept: Int, _ type: String, _ term: String, active: Int = 1, language: String = "en"
    )
        -> String
    {
        "\(id)\t20260401\t\(active)\t9\t\(concept)\t\(language)\t\(type)\t\(term)\t9"
    }

    /// Reads tables in both passes, as an import does.
    private func read(_ tables: [(RF2Reader.Table, [String])]) throws -> (set: PackSet, reader: RF2Reader) {
        var reader = RF2Reader()
        var terms = catalog.packTerms(.snomed)
        terms.add(code: 1, length: 1)
        for pass in [RF2Reader.Pass.scout, .gather] {
            for (table, rows) in tables {
                for var row in rows { row.withUTF8 { reader.take($0, of: table, pass, into: &terms) } }
            }
        }
        var sections: [UInt64] = []
        let header = try terms.build(source: "", version: "", created: 0) { sections += $0 }
        let memory = PackTests.Memory(header + sections)
        return (PackSet([try Pack(UnsafeRawBufferPointer(memory.words), owner: memory)]), reader)
    }

    @Test func descriptionsOfDiseasesAndProductsAreTaken() throws {
        let (set, reader) = try read([
            (
                .descriptions,
                [
                    // A synonym may stand before the name that says what it is.
                    Self.row(2, 100, Self.synonym, "Zorb fever"),
                    Self.row(1, 100, Self.name, "Zorbitis alta (disorder)"),
                    Self.row(3, 200, Self.name, "Zorbizole (medicinal product)"),
                    Self.row(4, 300, Self.name, "Zorbus magnus (organism)"),
                    Self.row(5, 300, Self.synonym, "Zorbus magnus"),
                    Self.row(6, 400, Self.name, "Zorbine salt (substance)"),
                ]
            )
        ])
        #expect(set.found(in: "zorb fever")?.meaning == .clinical)
        #expect(set.found(in: "zorbitis alta")?.meaning == .clinical)
        #expect(set.found(in: "zorbizole")?.meaning == .medication)
        #expect(set.found(in: "zorbus magnus") == nil)
        #expect(set.found(in: "zorbine salt")?.meaning == .ambiguousMedication)
        #expect(reader.latest == "20260401")
        #expect(reader.broken == 0)
    }

    @Test func inactiveOnesAndOtherLanguagesAreLeftOut() throws {
        let (set, _) = try read([
            (.concepts, ["100\t20250401\t1\t9\t9", "200\t20250401\t0\t9\t9"]),
            (
                .descriptions,
                [
                    Self.row(1, 100, Self.name, "Zorbitis alta (disorder)"),
                    Self.row(2, 100, Self.synonym, "Zorb plague", active: 0),
                    Self.row(3, 100, Self.synonym, "Zorbfieber", language: "de"),
                    Self.row(4, 200, Self.name, "Zorbosis mala (disorder)"),
                ]
            ),
        ])
        #expect(set.found(in: "zorbitis alta") != nil)
        #expect(set.found(in: "zorb plague") == nil)
        #expect(set.found(in: "zorbfieber") == nil)
        #expect(set.found(in: "zorbosis mala") == nil)
        // Old codes are in old records.
        #expect(set.weight(identifier: 200, digits: 3) != nil)
        #expect(set.weight(identifier: 300, digits: 3) == nil)
    }

    @Test func aLanguageFileRestrictsTheDescriptions() throws {
        let (set, _) = try read([
            (.language, ["x\t20260401\t1\t9\t9\t1\t9", "y\t20260401\t0\t9\t9\t2\t9"]),
            (
                .descriptions,
                [
                    Self.row(1, 100, Self.name, "Zorbitis alta (disorder)"),
                    Self.row(2, 100, Self.synonym, "Zorb plague"),
                ]
            ),
        ])
        #expect(set.found(in: "zorbitis alta") != nil)
        #expect(set.found(in: "zorb plague") == nil)
    }

    @Test(arguments: [
        "", "\t", "x\ty", "1\t2",
        "99999999999999999999\t20260401\t1\t9\t100\ten\t900000000000003001\tZorb (disorder)\t9",
        "-1\t20260401\t1\t9\t100\ten\t1\tZorb\t9", "1\t20260401\t1\t9\tx\ten\t1\tZorb\t9", "\u{0}\u{0}",
        "1\t\t\t\t1\t\t1\t",
    ])
    func brokenRowsAreCountedAndPassedOver(row: String) throws {
        let good = Self.row(7, 700, Self.name, "Zorbalgia maior (disorder)")
        let tables =
            [RF2Reader.Table.descriptions, .concepts, .language].map { ($0, [row]) } + [(.descriptions, [good])]
        let (set, reader) = try read(tables)
        #expect(reader.broken > 0 || row.isEmpty || row.hasPrefix("1\t\t"))
        if reader.rows > 0, !row.hasPrefix("x\ty") { #expect(set.weight(identifier: 700, digits: 3) == nil) }
    }

    @Test func randomRowsCannotTrap() throws {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("0123456789\t\t\t\t()enx\u{feff}\u{e9}".utf8)
        var reader = RF2Reader()
        var terms = catalog.packTerms(.snomed)
        for _ in 0..<20_000 {
            let row = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            row.withUnsafeBufferPointer { bytes in
                for table in [RF2Reader.Table.concepts, .descriptions, .language] {
                    for pass in [RF2Reader.Pass.scout, .gather] { reader.take(bytes, of: table, pass, into: &terms) }
                }
            }
        }
        #expect(reader.broken > 0)
    }

    // MARK: - Lists

    private func list(_ kind: PackKind, _ lines: [String]) throws -> (set: PackSet, reader: CodeListReader) {
        var reader = CodeListReader(kind)
        var terms = catalog.packTerms(kind)
        terms.add(code: 1, length: 1)
        for var line in lines { line.withUTF8 { reader.take($0, into: &terms) } }
        var sections: [UInt64] = []
        let header = try terms.build(source: "", version: "", created: 0) { sections += $0 }
        let memory = PackTests.Memory(header + sections)
        return (PackSet([try Pack(UnsafeRawBufferPointer(memory.words), owner: memory)]), reader)
    }

    /// The ways in which lists are handed out and exported, all with the code Q55.1 of "Zorbitis of knee".
    @Test(arguments: [
        ["CODE\tALT_CODE\tUSAGE\tUSAGE_UK\tDESCRIPTION\tMODIFIER_4", "Q55.1\tQ551\tDEFAULT\t3\tZorbitis of knee\t"],
        ["Q55.1\tZorbitis of knee"],
        ["Q551\tZorbitis of knee"],
        ["code,description", "Q55.1,\"Zorbitis of knee, acute\""],
        ["Q55.1,Zorbitis of knee"],
        ["\u{feff}ICD10_Code;Title", "Q55.1;Zorbitis of knee"],
        ["Q55.1|x|Zorbitis of knee"],
        ["Q55.1 Zorbitis of knee"],
        ["id,chapter,icd10,name", "1,Q,Q551,Zorbitis of knee"],
    ])
    func listsAreReadHoweverTheirColumnsAreParted(lines: [String]) throws {
        let (set, reader) = try list(.icd10, lines)
        #expect(reader.rows == 1)
        #expect(reader.broken == 0)
        #expect(set.answer(.icd10, "Q55.1") != nil)
        #expect(set.found(in: "zorbitis of knee") != nil)
    }

    @Test func aModifierIsPartOfTheWording() throws {
        let (set, _) = try list(
            .icd10, ["CODE\tDESCRIPTION\tMODIFIER_4", "E11.0\tZorbetes mellitus\tWith zorbine coma"])
        #expect(set.found(in: "zorbetes mellitus with zorbine coma")?.words == 5)
        #expect(set.found(in: "zorbetes mellitus")?.words == 2)
    }

    @Test func linesWithoutACodeAreCounted() throws {
        let (_, reader) = try list(
            .opcs4, ["A01\tZorbotomy", "Chapter A\tBrain", "", "  ", "\u{0}\u{1}", ",,,,", "A0"])
        #expect(reader.rows == 4)
        #expect(reader.broken == 3)
    }

    @Test func randomListsCannotTrap() throws {
        var random = SeededGenerator(seed: 4)
        let alphabet = Array("AQ019.-X\t,;|\"\" zorb\u{e9}\r".utf8)
        for _ in 0..<300 {
            var reader = CodeListReader(.icd10)
            var terms = catalog.packTerms(.icd10)
            for _ in 0..<30 {
                let line = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
                line.withUnsafeBufferPointer { reader.take($0, into: &terms) }
            }
        }
    }

    @Test(arguments: [
        ("I10", 3), ("i10x", 3), ("E11.4", 4), ("E114", 4), ("M80.08", 5), ("A15.-", 3), ("W37.1", 4),
        ("10", nil), ("II0", nil), ("I1", nil), ("I10.1.2.3.4", nil), ("Zorb", nil), ("", nil), ("A1B", nil),
    ])
    func codesOfClassifications(text: String, length: Int?) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { PackCode.classification($0)?.length } == length)
    }

    // MARK: - Elements

    private func elements(_ kind: PackKind, _ files: [String]) throws -> (set: PackSet, elements: CodeElements) {
        let elements = CodeElements(kind, terms: catalog.packTerms(kind))
        elements.terms.add(code: 1, length: 1)
        for file in files {
            elements.begin()
            Array(file.utf8).withUnsafeBytes { bytes in
                var reader = RecordReader(head: bytes, fileName: "f.xml")
                reader?.feed(bytes, into: elements)
                reader?.finish(into: elements)
            }
        }
        var sections: [UInt64] = []
        let header = try elements.terms.build(source: "", version: "", created: 0) { sections += $0 }
        let memory = PackTests.Memory(header + sections)
        return (PackSet([try Pack(UnsafeRawBufferPointer(memory.words), owner: memory)]), elements)
    }

    private static let vmp = """
        <?xml version="1.0" encoding="utf-8" ?>
        <VIRTUAL_MED_PRODUCTS xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><VMPS>
        <VMP><VPID>39113311000001107</VPID><VTMID>774656009</VTMID><NM>Zorbizole 20mg tablets</NM></VMP>
        <VMP><VPID>39113311000001108</VPID><NM>Zorb tape &amp; pad 5cm</NM></VMP>
        </VMPS><VIRTUAL_PRODUCT_INGREDIENT><VPI><VPID>39113311000001107</VPID><ISID>1</ISID></VPI>
        </VIRTUAL_PRODUCT_INGREDIENT></VIRTUAL_MED_PRODUCTS>
        """
    private static let amp = """
        <ACTUAL_MEDICINAL_PRODUCTS><AMPS>
        <AMP><APID>1001</APID><VPID>39113311000001107</VPID><NM>Zorbex 20mg tablets</NM>
        <DESC>Zorbex 20mg tablets (Zorb Ltd)</DESC></AMP>
        <AMP><APID>1002</APID><VPID>39113311000001108</VPID><NM>Zorbopad dressing</NM></AMP>
        </AMPS></ACTUAL_MEDICINAL_PRODUCTS>
        """
    private static let vtm = """
        <VIRTUAL_THERAPEUTIC_MOIETIES><VTM><VTMID>774656009</VTMID><NM>Zorbizole</NM></VTM>
        <VTM><VTMID>774656010</VTMID><INVALID>1</INVALID><NM>Zorbinol</NM></VTM></VIRTUAL_THERAPEUTIC_MOIETIES>
        """

    @Test func medicinesAreToldFromAppliances() throws {
        let (set, elements) = try elements(.dmd, [Self.vtm, Self.vmp, Self.amp])
        #expect(elements.rows == 6)
        #expect(set.found(in: "zorbizole")?.meaning == .medication)
        #expect(set.found(in: "zorbizole 20mg tablets")?.words == 3)
        #expect(set.found(in: "zorbinol")?.meaning == .medication)
        #expect(set.found(in: "zorbex 20mg")?.meaning == .medication)
        #expect(set.found(in: "zorb tape & pad")?.meaning == .ambiguousMedication)
        #expect(set.found(in: "zorbopad dressing")?.meaning == .ambiguousMedication)
        for (code, digits) in [(774_656_009, 9), (39_113_311_000_001_107, 17), (1001, 4), (1002, 4)] {
            #expect(set.weight(identifier: UInt64(code), digits: digits) != nil, "\(code)")
        }
    }

    @Test func aClassificationInXMLIsRead() throws {
        let (set, _) = try elements(
            .icd10,
            [
                "<ICD10><ROW><CODE>Q55.1</CODE><DESCRIPTION>Zorbitis of knee</DESCRIPTION><MODIFIER_4>with fever</MODIFIER_4></ROW>"
                    + "<ROW><CODE>Q56</CODE><DESCRIPTION>Zorbosis</DESCRIPTION></ROW></ICD10>"
            ])
        #expect(set.answer(.icd10, "Q551") != nil)
        #expect(set.answer(.icd10, "Q56") != nil)
        #expect(set.found(in: "zorbitis of knee with fever")?.words == 5)
    }

    /// Files that are cut anywhere, or hold anything.
    @Test func brokenXMLCannotTrap() throws {
        let whole = Array(Self.vmp.utf8)
        for end in stride(from: 0, to: whole.count, by: 7) {
            _ = try elements(.dmd, [String(decoding: whole[..<end], as: UTF8.self), Self.vtm])
        }
        let deep = String(repeating: "<VMP><NM>", count: 500)
        let (set, _) = try elements(.dmd, [deep, "</VMP></VMP></NM>", Self.vtm])
        #expect(set.found(in: "zorbizole")?.meaning == .medication)
    }

    // MARK: - Lines

    @Test(arguments: [1, 2, 3, 7, 64]) func linesAreTheSameHoweverTheyAreCut(size: Int) {
        let text = Array("one\r\ntwo\n\nthree\nfour".utf8)
        var lines: [String] = []
        var splitter = PackLines()
        for start in stride(from: 0, to: text.count, by: size) {
            text[start..<min(start + size, text.count)].withUnsafeBytes {
                splitter.feed($0) { lines.append(String(decoding: $0, as: UTF8.self)) }
            }
        }
        splitter.finish { lines.append(String(decoding: $0, as: UTF8.self)) }
        #expect(lines == ["one", "two", "", "three", "four"])
    }

    @Test func aLineWithoutEndIsPassedOver() {
        var splitter = PackLines()
        var lines = 0
        let piece = [UInt8](repeating: 0x61, count: 10_000)
        for _ in 0..<100 { piece.withUnsafeBytes { splitter.feed($0) { _ in lines += 1 } } }
        Array("\nnext\n".utf8).withUnsafeBytes { splitter.feed($0) { _ in lines += 1 } }
        #expect(lines == 1)
        #expect(splitter.broken == 1)
    }
}
