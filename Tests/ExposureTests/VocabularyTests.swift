import Exposure
import Testing

@Suite struct VocabularyTests {
    @Test func levelsAreOrderedFromHarmlessToWorst() {
        #expect(Level.allCases == Level.allCases.sorted())
        #expect(Level.allCases.map(\.rank) == [0, 1, 2, 3, 4])
    }

    @Test(arguments: [
        (-1, Level.none), (0, .none), (3, .high), (4, .critical), (5, .critical), (.max, .critical), (.min, .none),
    ])
    func ranksOutsideTheBandsAreClamped(rank: Int, level: Level) { #expect(Level(rank: rank) == level) }

    @Test func onlyStatesInWhichDataIsReadAreExposed() {
        #expect(Access.allCases.filter(\.isExposed) == [.open, .partial])
        #expect(Access.allCases.filter { !$0.isIdentified } == [.lookAlike, .notThis, .closed, .filtered, .unknown])
    }

    @Test func stableIDsAreSixteenDigitsAndKeepTheBoundariesOfTheirParts() {
        // FNV-1a of nothing is its offset basis (draft-eastlake-fnv).
        #expect(StableID.of() == "cbf29ce484222325")
        #expect(StableID.of("a", "b") == StableID.of("a", "b"))
        #expect(StableID.of("ab", "c") != StableID.of("a", "bc"))
        #expect(StableID.of("a") != StableID.of("a", ""))
        for number in 0..<2_000 { #expect(StableID.of(String(number)).utf8.count == 16) }
    }
}
