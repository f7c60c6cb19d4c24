import Exposure
import Testing

@testable import Classifier

/// What tables of places, products, surveys and measurements look like (`testdata/wild`), and what must be found beside them.
@Suite struct HarmlessTests {
    struct Column: Sendable, CustomTestStringConvertible {
        var name: String
        var values: [String]
        var testDescription: String { "\(name): \(values.first ?? "")" }
    }

    private static let harmless: [Column] = [
        Column(
            name: "name",
            values: [
                "Warren County", "Franklin County", "Taylor County", "Monroe County", "Clinton County", "Scott County",
                "Martin County", "Howard County", "Perry County", "Mason County", "Grant County", "Lewis County",
            ]),
        Column(
            name: "name",
            values: [
                "John Wayne Airport", "Will Rogers World Airport", "Charles Prince Airport",
                "Norman Manley International Airport",
                "George Bush Intercontinental Airport", "Louis Armstrong International Airport", "Bob Hope Airport",
                "Adams Field", "Logan Regional", "Rickenbacker International", "Mitchell Municipal", "Kelly Airstrip",
            ]),
        Column(
            name: "born in",
            values: [
                "Paris, Texas", "Florence, Alabama", "Aurora, Illinois", "Madison, Wisconsin", "Sebastian, Florida",
                "Helena, Montana", "Carson City, Nevada", "Jackson, Mississippi", "Lincoln, Nebraska", "Austin, Texas",
            ]),
        Column(
            name: "states", values: ["TX,LA", "NC,VA,MD", "FL", "GA,SC", "MA,ME", "NY,CT,RI", "AL,MS", "PA", "DE,NJ"]),
        Column(name: "parent", values: ["FR-ARA", "ES-CM", "IT-32", "BE-VLG", "GB-NIR", "PH-ABR", "MA-01", "CL-AR"]),
        Column(
            name: "colour name",
            values: [
                "pale olive", "olive brown", "greenish grey", "dark reddish grey", "olive", "pale brown", "rose",
                "hazel",
            ]),
        Column(
            name: "drive",
            values: ["2-Wheel Drive, Front", "All Wheel Drive", "4-Wheel Drive", "Part-time 4-Wheel Drive"]),
        Column(
            name: "play",
            values: [
                "Makes 2 free throws on the drive", "Misses 15-foot two point shot", "12 rebounds in a row",
                "7 points off the bench", "3 men on the court", "9 assists to the top of the square",
            ]),
        Column(name: "population", values: (1...60).map { "\($0 * 37)000" }),
        Column(
            name: "tail",
            values: (300...600).map { "N\($0)\(["AA", "JB", "MQ", "UW"][$0 % 4])" } + ["N395", "N182", "N201"]),
        Column(
            name: "hex",
            values: (0..<400).map { index in
                "\(["b", "c", "d", "e"][index % 4])\(index % 9 + 1)\(index / 9 % 10)\(["aa", "bd", "de", "fe"][index % 4])"
            }),
        Column(name: "area", values: (1000...1600).map { "\(Int32($0) * 4001 + 2_000_000)-\(100 + $0 % 900)" }),
        Column(name: "change", values: (0..<200).map { "-\(4_000_000_001 + $0 * 13_371)" }),
        Column(name: "fax", values: (0..<60).map { "+55 (11) 3055-81\(10 + $0)" }),
        Column(
            name: "demonym", values: ["Belgian", "French", "Italian", "Irish", "Polish", "Greek", "Spanish", "Danish"]),
        Column(name: "accounts_total", values: (1...40).map { "\($0 * 125)000" }),
        Column(name: "cell", values: (0..<40).map { "20.0\(41_312 + $0 * 7)" }),
        Column(
            name: "summary",
            values: ["The entity improved its physical safeguarding of laptops after the theft of one."]),
    ]

    @Test(arguments: harmless) func whatIsHarmlessIsNotFound(column: Column) {
        let classifier = DatasetClassifier(catalog: catalog)
        for (index, value) in column.values.enumerated() {
            record(classifier, [("rank", "\(index % 7)", .number), (column.name, value, .string)])
        }
        let found = types(classifier.verdict(), column.name)
        // Numbers abroad are numbers: only what they are not is asked here.
        #expect(found.filter { $0 != "phone_number" || column.name != "fax" } == [])
    }

    private static let found: [(column: Column, type: String)] = [
        (
            Column(
                name: "surname",
                values: [
                    "domkus", "matthas", "campbll", "nguyen", "fitt", "o'brian", "harjanta", "maelszka", "thorup",
                    "grosser",
                ]),
            "person_name"
        ),
        (
            Column(
                name: "nameLast", values: ["Avilan", "Barbeau", "Aiton", "Tomlinson", "De Aza", "Branom", "Higgins"]),
            "person_name"
        ),
        (
            Column(
                name: "full_name", values: ["Park Ji-sung", "Hong Gil-dong", "Anna Field", "Jon Church", "Sue Lake"]),
            "person_name"
        ),
        (
            Column(
                name: "address_1",
                values: [
                    "crozier circuit", "basedow street", "rooth place", "milford street", "poynton street",
                    "glebe close",
                ]),
            "postal_address"
        ),
        (
            Column(
                name: "note",
                values: (0..<12).map { "Visited at \($0 + 3) Acacia Avenue, nobody was in when we called." }),
            "postal_address"
        ),
        (
            Column(name: "race", values: (0..<40).map { ["1. White", "2. Black", "3. Asian", "4. Other"][$0 % 4] }),
            "ethnicity"
        ),
        (Column(name: "ethnicity", values: (0..<40).map { ["cauc", "afam", "hisp", "other"][$0 % 4] }), "ethnicity"),
        (
            Column(name: "child_dob", values: (0..<20).map { "20\(15 + $0 % 6)-0\(1 + $0 % 9)-1\($0 % 10)" }),
            "date_of_birth"
        ),
        (Column(name: "id", values: ["4010232137.0", "4505577104.0", "6328797966.0", "7069875207.0"]), "nhs_number"),
    ]

    @Test(arguments: found.indices) func whatIsThereIsFound(index: Int) {
        let (column, type) = Self.found[index]
        #expect(types(classify(column.name, column.values), column.name).contains(type), "\(column.name)")
    }

    /// In rows of names and values the names are read again and again; as evidence they count once.
    @Test func repeatedNamesOfAFieldCalledNameCountOnce() {
        let once = DatasetClassifier(catalog: catalog)
        record(once, [("csa_name", "Raleigh Cary", .string)])
        let often = DatasetClassifier(catalog: catalog)
        for _ in 0..<50 { record(often, [("csa_name", "Raleigh Cary", .string)]) }
        let confidence = often.verdict().fields.first?.types.first?.confidence ?? 0
        #expect(confidence <= once.verdict().fields.first?.types.first?.confidence ?? 0)
    }
}
