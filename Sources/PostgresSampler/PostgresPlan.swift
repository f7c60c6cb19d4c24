import Probes

/// What of a database is read, in which order, and how much of it.
enum PostgresPlan {
    /// Tables of more pages than this (of 8 KiB) are sampled by random pages; smaller ones from their start.
    static let manyPages = 200
    /// Pages that are picked of these, or more where so few hold too few records: the records of one page are often
    /// alike.
    static let pickedPages = 50
    /// Records of the picked pages that are put in random order at the most.
    static let maximumPicked = 10_000

    /// The most promising first; then tables before views, by the number of pages.
    static func ordered(_ relations: [PostgresRelation]) -> [PostgresRelation] {
        func key(_ relation: PostgresRelation) -> (Int, Int, Int) {
            (-Promise.of(relation.name), relation.kind == .view ? 1 : 0, -max(relation.pages, 0))
        }
        return relations.sorted { left, right in
            let (first, second) = (key(left), key(right))
            if first != second { return first < second }
            return (left.schema, left.name) < (right.schema, right.name)
        }
    }

    /// The share of pages, in percent, that holds about twice the records asked for; `nil` where the first records
    /// are read instead.
    static func percent(_ relation: PostgresRelation, samples: Int) -> Double? {
        guard relation.pages > manyPages, relation.kind != .view, relation.kind != .foreign else { return nil }
        let pages = Double(relation.pages)
        let perPage = max(1, Double(relation.records ?? relation.pages) / pages)
        let wanted = max(Double(pickedPages), 2 * Double(max(samples, 1)) / perPage)
        return min(100, max(0.0001, wanted / pages * 100))
    }

    /// A number as SQL text, without an exponent.
    static func decimal(_ value: Double) -> String {
        let clamped = value.isFinite ? min(max(value, 0.0001), 100) : 100
        let tenThousandths = Int((clamped * 10000).rounded())
        let fraction = String(tenThousandths % 10000)
        return "\(tenThousandths / 10000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }

    /// `reltuples` as an estimate. Minus one means never counted (from 14 on); before, zero records on zero pages did.
    static func estimate(records: Double, pages: Int, version: Int) -> Int? {
        guard records.isFinite, records >= 0, records < 9e15 else { return nil }
        if version < 140000, records == 0, pages == 0 { return nil }
        return Int(records)
    }
}

/// One line of `pg_class`.
struct PostgresRelation: Equatable {
    enum Kind: String, Equatable {
        case table = "r"
        case partitioned = "p"
        case materializedView = "m"
        case view = "v"
        case foreign = "f"
    }

    var oid: UInt32
    var schema: String
    var name: String
    var kind: Kind
    /// The catalog's estimate.
    var records: Int?
    var pages: Int
    var readable: Bool
    var writable: Bool
    /// Policies decide which records this role sees.
    var rowSecurity: Bool
}
