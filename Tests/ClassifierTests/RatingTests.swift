import Exposure
import Formats
import Testing

@testable import Classifier

/// Whom the records are about, and what that comes to.
@Suite struct RatingTests {
    private static let people = [
        "Emily Hargreaves", "Rhys Llewellyn", "Fatima Hussain", "Callum Buchanan", "Zofia Nowak", "Ngozi Okafor",
    ]

    private func rate(_ dataset: String, _ rows: [[(String, String)]]) -> DatasetVerdict {
        let classifier = DatasetClassifier(catalog: catalog, dataset: dataset)
        for row in rows { record(classifier, row.map { ($0.0, $0.1, .string) }) }
        return classifier.verdict()
    }

    private func rows(_ fields: (Int, String) -> [(String, String)]) -> [[(String, String)]] {
        Self.people.enumerated().map { fields($0.offset, $0.element) }
    }

    @Test func aContactBesideItsFirmIsLow() {
        let verdict = rate(
            "",
            rows { [("company_name", Self.firms[$0]), ("contact_name", $1), ("phone", "020 7946 01\($0)9")] })
        #expect(verdict.sensitivity == .low)
        let home = rate(
            "",
            rows { [("company_name", Self.firms[$0]), ("contact_name", $1), ("home_phone", "020 7946 01\($0)9")] })
        #expect(home.sensitivity == .moderate)
    }

    private static let firms = [
        "Northgate Foods Ltd", "Apex Motors plc", "Oakfield Joinery Limited", "Solway Marine LLP", "Kestrel Energy Inc",
        "Vertex Group",
    ]

    @Test func whatIsAboutOrganisationsOnlyIsAboutNobody() {
        let verdict = rate(
            "", rows { place, _ in [("company_name", Self.firms[place]), ("phone", "020 7946 01\(place)9")] })
        #expect(verdict.sensitivity == .none)
        #expect(
            verdict.reasons.first
                == "All 6 records hold addresses and telephone numbers of organisations: Telephone number (phone)")
        let mail = rate(
            "", rows { place, _ in [("company_name", Self.firms[place]), ("email", "info@firm\(place).example")] })
        #expect(mail.sensitivity == .low)
        let customers = rate(
            "",
            rows { place, _ in
                [("customer_id", "\(place + 771)"), ("shop", Self.firms[place]), ("phone", "020 7946 01\(place)9")]
            })
        #expect(customers.sensitivity == .low)
        // Orders in a shop are its customers'.
        let orders = rate("shop_orders", rows { place, _ in [("ship", "no"), ("phone", "020 7946 01\(place)9")] })
        #expect(orders.sensitivity == .moderate)
    }

    @Test func whereAMedicineIsDispensedIsNotToWhom() {
        let verdict = rate(
            "",
            rows { place, _ in
                [
                    ("practice_name", "Mill Lane Surgery \(place)"), ("address", "\(place + 2) Mill Lane"),
                    ("items", "\(place)"),
                    ("chemical_substance", ["Sertraline", "Metformin", "Amoxicillin"][place % 3]),
                ]
            })
        #expect(verdict.sensitivity == .none)
        // A patient's practice is named beside the patient's own telephone.
        let referrals = rate(
            "",
            rows { place, _ in
                [
                    ("practice_name", "Mill Lane Surgery \(place)"), ("patient_phone", "020 7946 01\(place)9"),
                    ("diagnosis", Self.conditions[place]),
                ]
            })
        #expect(referrals.sensitivity == .critical)
    }

    @Test func addressesWithoutPeopleAreLow() {
        let sold = rate(
            "price_paid", rows { place, _ in [("street", "\(place + 2) Mill Lane"), ("price", "\(place)50000")] })
        #expect(sold.sensitivity == .low)
        let customers = rate(
            "t", rows { place, _ in [("street", "\(place + 2) Mill Lane"), ("customer_id", "\(place + 771)")] })
        #expect(customers.sensitivity == .moderate)
    }

    @Test func beliefsOfUnnamedPeopleAreTheirs() {
        let beliefs = ["Muslim", "Hindu", "Roman Catholic", "Sikh", "Jewish", "Buddhist"]
        let people = rate(
            "profiles", rows { place, _ in [("age", "\(place + 30)"), ("sex", "f"), ("religion", beliefs[place])] })
        #expect(people.sensitivity == .moderate)
        #expect(rate("list", rows { place, _ in [("religion", beliefs[place])] }).sensitivity == .none)
    }

    @Test func anOfficersAppointmentIsNoPatients() {
        let officers = rate(
            "officers",
            rows { [("name", $1), ("appointments", "/officers/\($0)"), ("appointed_on", "2016-02-0\($0 + 1)")] })
        #expect(officers.sensitivity == .low)
        #expect(rate("appointment", rows { [("name", $1), ("at", "2016-02-0\($0 + 1)")] }).sensitivity == .high)
    }

    @Test func aFirmThatFewHaveMakesNoBusinessContacts() {
        let verdict = rate(
            "",
            rows {
                [("first_name", $1), ("company", $0 == 0 ? "Apex Motors plc" : ""), ("phone", "020 7946 01\($0)9")]
            })
        #expect(verdict.sensitivity == .moderate)
    }

    @Test func whoIsAccusedIsHigh() {
        let verdict = rate("court.defendants", rows { [("full_name", $1), ("hearing", "2024-05-0\($0 + 1)")] })
        #expect(verdict.sensitivity == .high)
        #expect(verdict.reasons.first?.hasPrefix("All 6 records show who is accused, convicted or in custody") == true)
        #expect(
            rate("choir.singers", rows { [("full_name", $1), ("hearing", "2024-05-0\($0 + 1)")] }).sensitivity == .low)
    }

    private static let conditions = [
        "Asthma", "Epilepsy", "Psoriasis", "Migraine", "Gout", "Type 2 diabetes mellitus", "Atrial fibrillation",
        "Rheumatoid arthritis",
        "Coeliac disease", "Bipolar disorder",
    ]

    private static func key(_ index: Int) -> String { "5f2b1c90-1111-4222-8333-9444559\(10_000 + index * 77)" }

    @Test func aListOfTermsUnderOpaqueKeysIsHarmless() {
        let terms = Self.conditions.enumerated().map { [("uuid", Self.key($0)), ("term", $1)] }
        #expect(rate("concepts", terms).sensitivity == .none)
        // The same terms again and again are a history.
        let history = (0..<40).map { [("uuid", Self.key($0)), ("term", Self.conditions[$0 % 10])] }
        #expect(rate("entries", history).sensitivity == .moderate)
    }

    @Test func aStockOfMedicinesIsHarmless() {
        let drugs = [
            "Metformin 500 mg tablets", "Amlodipine 5 mg tablets", "Sertraline 50 mg tablets",
            "Ramipril 10 mg capsules",
        ]
        let stock = (0..<12).map {
            [
                ("item", drugs[$0 % 4]), ("price", "\($0).50"), ("qty", "\($0 * 3)"),
                ("batch_date", "2024-01-1\($0 % 10)"),
            ]
        }
        #expect(rate("stock", stock).sensitivity == .none)
    }

    @Test(arguments: [-60.0, -2, -0.1, 0, 0.1, 2, 60])
    func confidenceStaysShortOfCertainAndKeepsItsMiddle(logit: Double) {
        let confidence = VerdictBuilder.confidence(logit)
        #expect(confidence >= 0.01 && confidence <= 0.99)
        #expect((confidence >= 0.5) == (logit >= 0))
    }

    @Test func moreOfTheSameWordsProveNoMore() {
        // Two in five look like names: so do two in five of ten thousand.
        let few = VerdictBuilder.wordNats(passes: 40, candidates: 100, weight: 48)
        let many = VerdictBuilder.wordNats(passes: 4000, candidates: 10_000, weight: 4800)
        #expect(abs(few - many) < 0.5)
        #expect(many < 1)
        #expect(VerdictBuilder.wordNats(passes: 95, candidates: 100, weight: 114) > 4)
        #expect(VerdictBuilder.wordNats(passes: 1, candidates: 0, weight: 1.2).isFinite)
    }

    @Test func telephoneNumbersThatPassByChanceAreTelephoneNumbers() {
        var random = SeededGenerator(seed: 31)
        let values = (0..<200).map { _ in "4\(Int.random(in: 100_000_000...999_999_999, using: &random))" }
        #expect(types(classify("phone_office", values), "phone_office") == ["phone_number"])
    }
}
