import Exposure
import Testing

@testable import Classifier

/// What schemas of other authors (`testdata/blind`) taught: each row is a kind of field, not one of theirs.
@Suite struct OtherAuthorsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var field: String
        var values: [String]
        var types: [String]
        var testDescription: String { "\(field): \(values.first ?? "")" }

        init(_ field: String, _ values: [String], _ types: [String] = []) {
            (self.field, self.values, self.types) = (field, values, types)
        }
    }

    private static let births = ["12", "03", "27", "19", "08", "30"].enumerated().map { ($0.offset, $0.element) }
    private static let digests = (0..<6).map { index in
        "hmac-sha256:" + (0..<4).map { "7f3a9c0e5b2d84\($0)\(index)" }.joined()
    }

    static let rows: [Row] = [
        // A word with a capital inside is one word.
        Row("DoB", births.map { "\($1)/04/19\(20 + $0 * 13)" }, ["date_of_birth"]),
        Row("entered_birth_date", births.map { "\($1)/04/19\(20 + $0 * 13)" }, ["date_of_birth"]),
        Row("dob", births.map { "\($1)Mar\(20 + $0 * 13)" }, ["date_of_birth"]),
        Row("dob", births.map { "\($1)MAR19\(20 + $0 * 13)" }, ["date_of_birth"]),
        // Titles outvote what the name of the field says, other words do not.
        Row(
            "client_title_name", ["Mr Lee", "Mrs Obi", "Dr Nowak", "Ms Rhys", "Miss Patel", "Sir Alan Boyd"],
            ["person_name"]),
        Row("product_name", ["Emily", "Rhys", "Fatima", "Callum", "Zofia", "Ngozi"]),
        Row(
            "recordedBy", ["Imran Hussain", "Nigel Day|Grace Sutcliffe", "Orla Byrne|Ewan Reid", "Kiran Banerjee"],
            ["person_name"]),
        // What somebody is to somebody says who is meant.
        Row(
            "log",
            [
                "spoke to wife Kirsty, no answer", "brought in by son Imran", "collected by neighbour Huw",
                "lives with brother Yusuf",
                "no cooker, kettle pack", "partner Sanjay attended",
            ], ["person_name"]),
        Row(
            "log",
            ["see sister site", "the father figure", "mother lode found", "a friend request", "partner portal down"]),
        // Sort codes have a form, numbers of accounts a length.
        Row(
            "payee.sc", ["30-74-57", "82-90-42", "60-83-71", "40-47-82", "77-63-41", "90-65-88"], ["sort_code_account"]),
        Row("refund_ac", ["28868245", "69793227", "45029646", "65501596", "37427288"], ["sort_code_account"]),
        Row("lap", ["14-45-30", "09-12-58", "22-33-44", "17-51-09", "03-40-21"]),
        Row("due", ["12-05-20", "30-11-19", "01-01-21", "28-02-20", "17-06-18"]),
        Row("ACCT", ["807313", "996071", "327894", "707363", "140747", "932498"]),
        // Labels of things are no codes of diseases, and lists of codes are.
        Row("fleetNo", (100..<140).map { "V\($0)" }),
        Row("site_cd", (10..<60).map { "S0\($0)" }),
        Row("Primary_Diagnosis", ["I64", "E149", "A162", "F009", "J459", "I10"], ["icd10_code"]),
        Row(
            "Diagnosis_All", ["||J459 ,H669 ,I802", "||M819", "||K900 ,E039 ,I10", "||I64", "||E109 ,M819"],
            ["icd10_code"]),
        Row("Procedure_All", ["||A559 ,M421", "||H229 ,R182", "||T202 ,W401", "||W822 ,B274"], ["opcs4_code"]),
        Row("diag_recorded", ["2023-04-05T10:30:00", "2023-05-06T11:31:00", "2023-06-07T12:32:00"]),
        Row("readcode", ["H33..00", "C10F.00", "G30..00", "F25..00", "E2B..00"], ["read_code"]),
        Row(
            "offenceTitle", ["Assault by beating", "Theft from a shop", "Drink driving", "Criminal damage"],
            ["criminal_offence"]),
        Row("death.date", births.map { "19\(30 + $0 * 11)-04-\($1)" }),
        // Numbers inside what is no number.
        Row("id", (0..<6).map { "2469000\($0)-7ee4-4e1e-9e99-10030000\($0)000" }),
        Row("stamp", (0..<6).map { "host.example+99089543618\($0)+hEGSqC" }),
        Row("voucher", (0..<8).map { "E-0096\($0)-245308" }),
        Row("fingerprint", (0..<5).map { "67:AA:D6:6D:AD:BE:2E:BB:5A:5C:22:D9:76:B5:41:6E:D8:93:D3:2\($0)" }),
        Row("route", (1..<6).map { "gateway 2001:db8:0:0:1:0:0:\($0): unreachable" }, ["ip_address"]),
        // Encoded values are what their field is called; digests that say so open nothing.
        Row(
            "password", ["Y29yZ2kkOTc3eUp1", "NlIqU05hQnJlMGY4JWEldF5DcS1MT08h", "bWFuZ28hNDQzdW5x"], ["secret_api_key"]
        ),
        Row("client_token", digests),
        Row("password", ["not cached", "not cached"]),
        Row("api_token", ["AykLsLarnRa9yQaujrTb", "m4PaNcPjuHdHVyRtoALd", "KIBZ4hcNmuoHAledhEdq"], ["secret_api_key"]),
        // Made-up patients have numbers behind their names.
        Row("LAST", ["Green651", "Hughes621", "Clarke340", "Patel431", "Nowak356", "Okafor553"]),
        Row("last_name", ["Green651", "Hughes621", "Clarke340", "Patel431", "Nowak356", "Okafor553"], ["person_name"]),
        Row("room_name", ["Marsh101", "Lewis102", "Taylor103", "Hughes104", "Clarke105"]),
    ]

    @Test(arguments: rows)
    func aFieldHolds(row: Row) {
        #expect(types(classify(row.field, row.values), row.field) == row.types)
    }

    @Test func theSameNumberInOtherWordsProvesNothingMore() {
        var random = SeededGenerator(seed: 71)
        let number = nhsNumber(using: &random)
        func lines(_ number: (Int) -> String) -> [String] {
            (0..<20).map { "10:\(10 + $0) GET /products/\(number($0)) 200" }
        }
        #expect(types(classify("line", lines { _ in number }), "line") == [])
        let numbers = (0..<20).map { _ in nhsNumber(using: &random) }
        #expect(types(classify("line", lines { numbers[$0] }), "line") == ["nhs_number"])
    }

    @Test func aTableOfCodesSaysWhichTheyAre() {
        let codes = ["W37.1", "W40.1", "K40.1", "K49.1", "H22.9", "H20.4", "G45.1", "C71.2"]
        func verdict(_ dataset: String) -> DatasetVerdict {
            let classifier = DatasetClassifier(catalog: catalog, dataset: dataset)
            for code in codes { record(classifier, [("code", code, .string)]) }
            return classifier.verdict()
        }
        #expect(types(verdict("OPCS410_CodesAndTitles"), "code") == ["opcs4_code"])
        #expect(types(verdict("icd10_chapters"), "code") == ["icd10_code"])
    }

    @Test func beliefsInWords() {
        #expect(
            types(classify("bio", ["Proudly gay and looking", "Hindu girl who hikes", "tea"]), "bio").sorted() == [
                "religion", "sexual_orientation",
            ])
        #expect(
            types(classify("t", ["Converted to Christianity", "Member of Oromo minority"]), "t").sorted() == [
                "ethnicity", "religion",
            ])
        #expect(
            types(classify("t", ["Member of staff", "converted to metric", "gay street", "a minority share"]), "t")
                == [])
    }
}
