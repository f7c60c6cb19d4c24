/// Whether the rows of a dataset are people or things, by the names of its fields: beside a price and a weight, `name` is a
/// product's; beside a date of birth and a telephone number, a person's.
struct TableRole {
    /// Fields that people have, less those that things have.
    private let balance: Int
    /// Fields called `first` and `last`, where both are there.
    private let nameParts: Set<Int32>

    private static let people: Set<String> = [
        "forename", "surname", "firstname", "lastname", "dob", "birth", "birthdate", "birthday", "born", "gender",
        "sex", "phone", "mobile",
        "tel", "telephone", "email", "mail", "fax", "marital", "salary", "password", "passwd", "username", "login",
        "nationality",
        "occupation", "spouse", "ethnicity", "race", "religion", "passport", "ssn", "nino", "nhs", "age", "homephone",
        "hired", "hire",
        "salutation", "address", "addr", "postcode", "postalcode", "zip", "kin", "gp", "maiden", "suffix", "prefix",
        "student", "patient",
        "employee", "member",
    ]
    private static let things: Set<String> = [
        "price", "cost", "sku", "qty", "quantity", "stock", "weight", "barcode", "ean", "isbn", "unit", "units",
        "brand", "model", "album",
        "genre", "track", "duration", "milliseconds", "bytes", "composer", "rating", "colour", "color", "width",
        "height", "length",
        "capacity", "population", "latitude", "lat", "lon", "longitude", "discount", "shipping", "serial",
        "manufacturer", "supplier",
        "vendor", "version", "category", "product", "item", "size", "volume", "film", "runtime", "edition", "publisher",
        "pages", "score",
        "pot", "variety", "species", "depth", "temperature", "temp", "slug", "mime", "checksum", "sha", "priority",
        "bin", "shelf",
        "warranty", "mileage", "engine", "fuel", "beds", "calories", "kcal", "ingredients", "credits", "semester",
        "format", "lane", "venue",
        "attendance", "fluid", "iata", "icao", "elevation", "area", "gdp", "continent",
    ]

    init(tree: FieldTree) {
        var balance = 0
        var parts: [String: [Int32]] = [:]
        for node in 0..<Int32(tree.count) where tree.evidence(of: node) != nil {
            let words = FieldNameIndex.words(of: tree.path(node).last ?? "")
            if words.count == 1, Self.nameWords.contains(words[0]) { parts[words[0], default: []].append(node) }
            if words.contains(where: Self.people.contains) { balance += 1 }
            if words.contains(where: Self.things.contains) { balance -= 1 }
        }
        self.balance = balance
        nameParts = parts.count > 1 ? Set(parts.values.joined()) : []
    }

    /// Rows are products, places, measurements: more of their fields than of people's are there.
    var isOfThings: Bool { balance <= -2 }

    /// Rows are people: several of their fields are what people have.
    var isOfPeople: Bool { balance >= 3 }

    private static let nameWords: Set<String> = ["first", "last", "middle", "given", "family"]

    /// Nats that this adds to what a field's name says of names of people. Names that say it themselves need no help.
    func nats(named nats: Float, node: Int32) -> Double {
        guard nats < FieldNameIndex.strong else { return 0 }
        if nameParts.contains(node) { return Double(FieldNameIndex.strong - FieldNameIndex.weak) }
        if isOfThings { return -3 }
        return balance >= 3 && nats > 0 ? 2 : 0
    }
}
