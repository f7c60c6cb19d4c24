import Exposure
import Formats
import Testing

@testable import Classifier

/// What names of fields and datasets say.
@Suite struct FieldNameTests {
    /// Dataset, path, type, and what the name says of it.
    static let names: [(dataset: String, path: [String], type: String, nats: Float)] = [
        ("", ["first_name"], "person_name", 5), ("", ["firstName"], "person_name", 5),
        ("", ["FIRSTNAME"], "person_name", 5), ("", ["cust_nm"], "person_name", 5), ("", ["CustNm"], "person_name", 5),
        ("", ["school_contact_name"], "person_name", 5), ("", ["first_name_id"], "person_name", -4),
        ("", ["product_name"], "person_name", -4), ("products", ["name"], "person_name", -4),
        ("shop.products.ndjson", ["name"], "person_name", -4), ("dir.d/Patients.csv", ["Name"], "person_name", 5),
        ("", ["company", "name"], "person_name", -4), ("", ["name", "family"], "person_name", 5),
        ("", ["course_full_name"], "person_name", -4), ("", ["phonenumber"], "phone_number", 5),
        ("", ["EMP_TEL_NO"], "phone_number", 5), ("", ["phone_verified"], "phone_number", -4),
        ("", ["dob", "$date"], "date_of_birth", 5), ("", ["date_of_joining"], "date_of_birth", -4),
        ("", ["userpass"], "password", 5), ("", ["password_reset_at"], "password", -4),
        ("", ["csrf_token"], "named_secret", -4), ("", ["addr1"], "postal_address", 5),
        ("", ["address_id"], "postal_address", -4), ("", ["compass"], "password", 0), ("", ["x"], "person_name", 0),
        ("", ["DoB"], "date_of_birth", 5), ("", ["PCode"], "uk_postcode", 5), ("", ["pWHinf"], "password", 0),
        ("", ["m_name"], "person_name", 2), ("", ["MName"], "person_name", 5),
        ("", ["shipTo", "name"], "person_name", 5), ("", ["LineMgr"], "person_name", 5),
        ("", ["birth_certificate_issued"], "date_of_birth", -4), ("", ["password", "$base64"], "password", 5),
        ("opcs_codes", ["code"], "opcs4_code", 5), ("patients", ["code"], "opcs4_code", 2),
        ("", [""], "person_name", 0), ("/", ["$"], "person_name", 0),
    ]

    @Test func aNameIsReadAsPeopleReadIt() throws {
        let index = catalog.matcher.fieldNames
        for (dataset, path, type, nats) in Self.names {
            let detector = try #require(catalog.detectors.firstIndex { $0.id == type })
            let found = index.evidence(dataset: dataset, path: path).first { $0.detector == detector }?.nats ?? 0
            #expect(found == nats, "\(dataset) \(path) \(type)")
        }
    }

    @Test func aTableSaysWhoseNameItsColumnHolds() {
        let values = ["Roxanne", "Angie", "Julia", "Emily", "Charlotte", "Stacey"]
        func verdict(_ dataset: String) -> DatasetVerdict {
            let classifier = DatasetClassifier(catalog: catalog, dataset: dataset)
            for value in values { record(classifier, [("name", value, .string)]) }
            return classifier.verdict()
        }
        #expect(types(verdict("students"), "name") == ["person_name"])
        #expect(types(verdict("songs"), "name") == [])
    }

    @Test func whatASettingIsCalledHoldsForItsValue() {
        let classifier = DatasetClassifier(catalog: catalog)
        for (index, surname) in ["Okonkwo", "Prydderch", "Zieliński", "Barraclough", "Xu"].enumerated() {
            record(classifier, [("attribute", "surname", .string), ("value", surname, .string)])
            record(classifier, [("attribute", "shoe_size", .string), ("value", "\(index + 4)", .string)])
            record(classifier, [("attribute", "home_address", .string), ("value", "Storgatan \(index)", .string)])
        }
        #expect(Set(types(classifier.verdict(), "value")) == ["person_name", "postal_address"])
    }

    /// Where the name says so, the outline decides, and only the outline.
    static let outlines: [(field: String, value: String, type: String, isFound: Bool)] = [
        ("phone", "(425) 555-0182", "phone_number", true), ("phone", "030-0074321", "phone_number", true),
        ("phone", "425-555-0182 x12", "phone_number", true), ("phone", "yes", "phone_number", false),
        ("phone", "1", "phone_number", false), ("phone", "2024-05-01T10:00:00", "phone_number", false),
        ("address", "Hauptstraße 12", "postal_address", true), ("address", "ul. Długa 4/12", "postal_address", true),
        ("address", "17", "postal_address", false), ("address", "a@b.example", "postal_address", false),
        ("street", "ALBERT CRESCENT", "postal_address", true),
        ("address", "00:1a:2b:3c:4d:5e", "postal_address", false),
        ("password", "ddRB2tkGaWNOWJkn5x1uZ5XGIEqMihIxGBcmPITUZqQ=", "password_hash", true),
        ("password", "horse Battery 9", "password_hash", false),
    ]

    @Test func anOutlineNeedsItsName() {
        for (field, value, type, isFound) in Self.outlines {
            let values = (0..<6).map { value.replacingLastDigit(with: $0) }
            #expect(types(classify(field, values), field).contains(type) == isFound, "\(field) \(value)")
            if isFound, type != "password_hash", value.hasPrefix("(") == false {
                #expect(!types(classify("c1", values), "c1").contains(type), "\(value)")
            }
        }
    }

    @Test func arbitraryBytesInNamedFieldsDoNotTrap() {
        var random = SeededGenerator(seed: 21)
        let alphabet: [UInt8] = Array("0123456789 abzAZ@.:/-_$'^,()+\\{}[]\"=\n".utf8) + [0x00, 0x80, 0xc3, 0xe2, 0xff]
        let names = [
            "phone", "address", "dob", "password", "surname", "attribute", "value", "secret", "snomed", "name",
        ]
        let classifier = DatasetClassifier(catalog: catalog, dataset: "\u{0}/..//.patients.ndjson")
        for index in 0..<20_000 {
            let length = Int.random(in: 0...40, using: &random)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            var name = names[index % names.count]
            classifier.beginRecord()
            name.withUTF8 { classifier.enter(UnsafeRawBufferPointer($0)) }
            bytes.withUnsafeBytes { classifier.value($0, .string) }
            classifier.leave()
            classifier.endRecord()
        }
        #expect(classifier.verdict().recordsSampled == 20_000)
    }

    @Test func arbitraryNamesDoNotTrap() {
        var random = SeededGenerator(seed: 22)
        let characters = Array("nameNAMEphoneid_$.-0129é王\u{0} ")
        for _ in 0..<2_000 {
            let path = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 0...60, using: &random)).map { _ in
                        characters.randomElement(using: &random) ?? "x"
                    })
            }
            for (_, nats) in catalog.matcher.fieldNames.evidence(dataset: path.joined(separator: "/"), path: path) {
                #expect(nats.isFinite)
            }
        }
    }
}

extension String {
    /// So that values of one outline are distinct.
    fileprivate func replacingLastDigit(with digit: Int) -> String {
        guard let place = lastIndex(where: { $0.isNumber }) else { return self }
        return String(self[..<place]) + "\(digit)" + String(self[index(after: place)...])
    }
}
