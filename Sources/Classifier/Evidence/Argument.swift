import Exposure

/// One thing that counted for or against a type in a field. Holds counts only; the words are made where they are asked for.
enum Argument {
    /// How many fields in general hold the type.
    case prior(Double)
    /// What the field's name says.
    case name
    /// Of so many distinct candidates so many pass; by chance so many would.
    case candidates(passes: Int, candidates: Int, byChance: Double)
    /// Of so many distinct values so many hold a match; by chance so many would.
    case texts(hits: Int, texts: Int, byChance: Double)
    /// Words before so many of the values say what they are.
    case context(Int)
    /// How the dates of the field spread.
    case dates(DateSpread)
    /// Words cannot outvote a field's name, so they are held at less.
    case contested
    /// What the table and its other fields are about.
    case table
    case companies
    case answers
    /// All codes begin with one letter.
    case labels
    /// Whether names or numbers of people stand beside it.
    case people(Bool)
    case numbers
    /// The field is another type's.
    case rival
    case otherCode

    /// Plain words; of data only counts, and the name of the field.
    func words(_ detector: Detector, field: String, name: Float) -> String {
        switch self {
        case .prior(let prior): return "about 1 field in \(Int((1 / max(prior, 1e-6)).rounded())) holds it"
        case .name:
            let shown = "the field's name \"\(field)\""
            if name >= FieldNameIndex.strong { return "\(shown) says so" }
            if name > 0 { return "\(shown), or one around it, hints at it" }
            return name < 0 ? "\(shown) speaks against it" : "\(shown) says nothing"
        case .candidates(let passes, let candidates, let chance):
            let verb =
                detector.isMadeOfWords ? "look like it" : detector.hasCheckDigits ? "pass its check" : "have its form"
            return "\(passes) of \(candidates) distinct values \(verb); \(Self.chance(chance)) would by chance"
        case .texts(let hits, let texts, let chance):
            return "\(hits) of \(texts) distinct values hold it; \(Self.chance(chance)) would by chance"
        case .context(let count): return "words before \(count) of them say what they are"
        case .dates(let dates):
            return dates.deviation >= 8
                ? "the dates spread over decades, as births do" : "the dates lie close together or ahead, as events do"
        case .contested: return "words do not outvote the field's name"
        case .table: return "what the table and the fields beside it are called"
        case .companies: return "many of the values are firms"
        case .answers: return "a few values come over and over, like answers out of a list"
        case .labels: return "all begin with one letter, like labels of things"
        case .people(let isThere):
            return isThere ? "people are named or numbered beside it" : "nobody is named or numbered beside it"
        case .numbers: return "numbers of people stand beside it"
        case .rival: return "the field is of another type"
        case .otherCode: return "another code system explains the codes better"
        }
    }

    private static func chance(_ count: Double) -> String {
        count < 1 ? "fewer than 1" : "\(Int(min(count, 1e15).rounded()))"
    }
}

/// What counted for and against one type in one field, and what it comes to in nats.
struct Account {
    private(set) var nats = 0.0
    private(set) var arguments: [(argument: Argument, nats: Double)] = []
    /// Whether another type has taken the field.
    private(set) var isDropped = false

    mutating func add(_ argument: Argument, _ nats: Double) {
        self.nats += nats
        arguments.append((argument, nats))
    }

    mutating func drop(_ argument: Argument) {
        isDropped = true
        arguments.append((argument, 0))
    }
}
