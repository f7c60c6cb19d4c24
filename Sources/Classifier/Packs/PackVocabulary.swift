extension DetectorCatalog {
    /// What wordings of a code system are made terms with: the lists in use tell which words are everyday ones.
    public func packTerms(_ kind: PackKind) -> PackTerms {
        let lexicon = matcher.lexicon
        return PackTerms(kind) { hash in
            // The reader does not keep the lexicon; this closure does.
            let lexicon = lexicon.reader
            guard let found = lexicon.lookup(hash) else { return .special }
            var isAmbiguous = false
            for place in Int(found.usesStart)..<(Int(found.usesStart) + Int(found.termCount)) {
                switch lexicon.uses[place].kind {
                case .term: return .special
                case .ambiguous, .everyday, .abbreviation: isAmbiguous = true
                case .harmless, .whole, .context: break
                }
            }
            if isAmbiguous { return .ambiguous }
            if found.roles.contains(.common) { return .ordinary }
            return found.roles.isDisjoint(with: [.given, .surname, .place]) ? .special : .name
        }
    }
}
