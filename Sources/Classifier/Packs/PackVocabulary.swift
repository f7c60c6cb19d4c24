extension DetectorCatalog {
    /// What wordings of a code system are made terms with: the lists in use tell which words are everyday ones.
    public func packTerms(_ kind: PackKind) -> PackTerms {
        let lexicon = matcher.lexicon
        let common = matcher.role("common_words")
        let names = ["given_names", "surnames", "uk_towns", "uk_counties", "countries"].reduce(0) {
            $0 | matcher.role($1)
        }
        let ambiguous = matcher.role("clinical_ambiguous") | matcher.role("clinical_everyday")
        let strong = matcher.role("clinical_terms") | matcher.role("medications")
        return PackTerms(kind) { hash in
            let roles = lexicon.lookup(hash)?.roles ?? 0
            if roles & strong != 0 { return .special }
            if roles & ambiguous != 0 { return .ambiguous }
            if roles & common != 0 { return .ordinary }
            return roles & names != 0 ? .name : .special
        }
    }
}
