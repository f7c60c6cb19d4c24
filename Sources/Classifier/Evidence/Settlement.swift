/// Whether what was read of a dataset settles what will be said of it: a sequential test, asked after each batch.
///
/// Two things keep it open. A type whose evidence is near the threshold: the odds must be so far on one side that, were
/// the other true, they would get there once in twenty datasets at the most (`nats`; Ville 1939, the bound behind Wald's
/// sequential test). And a field that may yet show something else: the chance that the next record shows a kind of
/// value not seen yet is estimated by the kinds seen once (`ValueKinds`), and how small it must be depends on how much
/// the field promises. `docs/sampling.md` has both, and what they save.
struct Settlement {
    private let builder: VerdictBuilder

    /// How far the log-odds of each type must be from even: e³ is 20.
    static let nats = 3.0
    /// Share of a field's values that must be of a type, or be keys, numbers or times, for the field to be told.
    static let toldShare = 0.9

    /// The chance that the next record shows a new kind of value: it must be below one in so many.
    private enum Chance {
        /// Fields that are told, and fields that were not seen before.
        static let told = 20
        static let other = 40
        /// Fields that may hold much and have shown little: empty so far, prose by their name, or named for a type that
        /// was not found. More than fit below the usual cap, so that all of it is used.
        static let silent = 160
        /// Any field, whatever was seen once, where the dataset is rated as high as can be: more could be found, but not
        /// a worse rating.
        static let atTop = 80
    }

    init(builder: VerdictBuilder) {
        self.builder = builder
    }

    var isSettled: Bool {
        let tree = builder.tree
        // First what costs least: a dataset may have thousands of fields.
        let fresh = (0..<Int32(tree.count)).count { tree.evidence(of: $0)?.pointee.values == 1 }
        guard isRare(fresh, Chance.told) else { return false }
        let logits = builder.logits()
        guard logits.values.allSatisfy({ abs($0) >= Self.nats }) else { return false }
        var reported: [Int32: DetectorSet] = [:]
        for (key, logit) in logits where logit > 0 { reported[key.node, default: DetectorSet()].insert(key.detector) }
        let isAtTop = builder.rating(of: builder.found(logits)).level == .critical
        if isAtTop, isRare(0, Chance.atTop) { return true }

        for node in 1..<Int32(max(tree.count, 1)) {
            guard let field = tree.evidence(of: node)?.pointee, field.values > 0 else {
                guard !tree.isLeaf(node) || isRare(0, Chance.silent) else { return false }
                continue
            }
            let types = reported[node] ?? DetectorSet()
            let chance = self.chance(field, named: tree.path(node).last ?? "", types)
            guard isRare(field.kinds.singletons(believed: types, of: builder.sets), chance) else { return false }
        }
        return true
    }

    /// Whether less than one in so many records shows a new kind, of which `singletons` were seen once. One is added, as
    /// if the next record had shown a new one: that none came of few says little.
    private func isRare(_ singletons: Int, _ oneIn: Int) -> Bool {
        (singletons + 1) * oneIn <= builder.records + 1
    }

    private func chance(_ field: FieldEvidence, named name: String, _ reported: DetectorSet) -> Int {
        for detector in reported.members {
            let matched = field.counter(detector).matched
            if Double(matched) >= Self.toldShare * Double(field.values) { return Chance.told }
        }
        let isNamedForMore = field.detectors.contains { field.isNamed($0) && !reported.contains($0) }
        if isNamedForMore || Self.isProse(name) { return Chance.silent }
        let shape = field.shape
        let uniform = shape.opaqueKeys + shape.numbers + max(shape.timestamps, field.dates.count)
        return Double(uniform) >= Self.toldShare * Double(field.distinct) ? Chance.told : Chance.other
    }

    private static func isProse(_ name: String) -> Bool {
        FieldNameIndex.words(of: name).contains(where: proseNames.contains)
    }

    private static let proseNames: Set<String> = [
        "comment", "comments", "note", "notes", "memo", "remark", "remarks", "text", "message", "body", "description",
        "detail", "details", "reason", "reasons", "narrative", "history", "summary", "letter", "feedback", "answer",
        "observation", "observations", "free", "content",
    ]
}
