import Testing

@testable import Classifier

@Suite struct PatternTests {
    /// Pattern, text, and what of it matches.
    private static let table: [(pattern: String, text: String, matches: [String])] = [
        ("AKIA[A-Z2-7]{16}", "AKIAO4PAX5Z4BZXNT2DA", ["AKIAO4PAX5Z4BZXNT2DA"]),
        ("AKIA[A-Z2-7]{16}", "AKIAO4PAX5Z4BZXNT2D", []),
        ("AKIA[A-Z2-7]{16}", "AKIAO4PAX5Z4BZXNT2DAB", []),
        ("AKIA[A-Z2-7]{16}", "xAKIAO4PAX5Z4BZXNT2DA", []),
        ("AKIA[A-Z2-7]{16}", "key=AKIAO4PAX5Z4BZXNT2DA;", ["AKIAO4PAX5Z4BZXNT2DA"]),
        ("a[bc]*d", "abcbcd ad a-d", ["abcbcd", "ad"]),
        ("ab?c", "ac abc abbc", ["ac", "abc"]),
        (#"SG\.[a-z]{2,}\.x"#, "SG.abc.x", ["SG.abc.x"]),
        ("x[a-]{2}", "x-a", ["x-a"]),
        ("x{2,3}", "x xx xxx xxxx", ["xx", "xxx"]),
        // What a set took is given back.
        ("[A-Z0-9]+7", "AB77", ["AB77"]),
        ("cat|dog|bird", "cat, birds, dog", ["cat", "dog"]),
        ("(ab|a)(c|bcd)", "abcd", ["abcd"]),
        ("(?:[A-Z]{2})+[0-9]", "AB1 ABC1 ABCD1", ["AB1", "ABCD1"]),
        (#"\d{3} \d{3} \d{4}"#, "943 476 5919", ["943 476 5919"]),
        // Of overlapping matches the leftmost counts, and there the longest.
        ("x|x y z|y", "x y z y", ["x y z", "y"]),
        ("a b|b c d|c d", "a b c d", ["a b", "c d"]),
        ("a( a)*", "a a a", ["a a a"]),
        ("a( a)?", "a a a", ["a a", "a"]),
        (#"[^ ]+@[^ ]+"#, "to ann@b.org, x", ["ann@b.org,"]),
        (#"\w+\s\w+"#, "one two three", ["one two"]),
        (".{3}", "ab\ncde", ["cde"]),
        ("é", "", []), (#"\[x\]"#, "[x]", ["[x]"]), ("[]", "", []),
        // Letters outside ASCII are letters.
        ("abc", "éabc abcé abc", ["abc"]),
    ]

    @Test func matchesAreThoseOfTheTable() throws {
        for (pattern, text, expected) in Self.table where (try? Pattern(pattern)) != nil {
            #expect(try matches(of: [pattern], in: text).map(\.text) == expected, "\(pattern) in \(text)")
        }
    }

    @Test func capitalsAndSmallLettersAreOneWhereAsked() throws {
        let pattern = try Pattern("[a-c]{2}x", ignoringCase: true)
        #expect(matches([pattern], "ABX abx AcX ADX").map(\.text) == ["ABX", "abx", "AcX"])
    }

    @Test func allPatternsAreFollowedAtOnce() throws {
        let found = try matches(of: ["[0-9]{3}", "[0-9]{3}-[A-Z]", "[A-Z]", "[A-Z] end"], in: "123-A end")
        #expect(found.map { "\($0.member) \($0.text)" } == ["0 123", "1 123-A", "2 A", "3 A end"])
    }

    /// States are forgotten when there are too many: the matches stay the same.
    @Test func forgettingStatesChangesNothing() throws {
        var random = SeededGenerator(seed: 5)
        let patterns = try ["[ab]{2,6}c", "a[ab ]{3}b", "(ab|ba)+", "b( [ab]+)*c", "[abc]+ [ab]{4}"].map {
            try Pattern($0)
        }
        let text = String((0..<20_000).map { _ in "abc ".randomElement(using: &random) ?? " " })
        let all = matches(patterns, text)
        #expect(all.count > 400)
        #expect(matches(patterns, text, maximumStates: 16).map(\.text) == all.map(\.text))
    }

    /// Time stays linear where a pattern can end at many places: one match stands for what is left.
    @Test func whereTellingMatchesApartTakesTooLongThePatternIsStillFound() throws {
        let patterns = try ["a(-a){0,20}", "[ab](-[ab])*"].map { try Pattern($0) }
        let set = PatternSet(patterns.map { PatternSet.Member(detector: 0, check: nil, pattern: $0) })
        let text = Array(String(repeating: "a-", count: 4000).utf8)
        let (exact, hasty) = text.withUnsafeBufferPointer { bytes in
            (
                PatternRunner(set, maximumSteps: .max).matches(in: bytes),
                PatternRunner(set, maximumSteps: 0).matches(in: bytes)
            )
        }
        #expect(exact.filter { $0.member == 0 }.map { $0.end - $0.start } == Array(repeating: 41, count: 190) + [19])
        #expect(exact.filter { $0.member == 1 } == [PatternMatch(member: 1, start: 0, end: 7999)])
        #expect(hasty.filter { $0.member == 0 }.count < 5)
        #expect(Set(hasty.map(\.member)) == [0, 1])
    }

    private static let refused: [(pattern: String, reason: String)] = [
        ("^a", "anchors"), ("a$", "anchors"), ("[a", "a [ without its ]"), ("[]", "empty set"),
        ("{2}", "repetition of nothing"),
        ("a{3,2}", "must rise"), ("a{x}", "one or two numbers"), ("a{9999}", "stay below"),
        ("*a", "repetition of nothing"),
        ("é", "only ASCII"), ("", "match nothing"), ("a?", "match nothing"), ("(a|)", "match nothing"),
        ("\\", "nothing after it"),
        ("(a", "a ( without its )"), ("a)", "a ) without its ("), ("(?=a)", "looking ahead"),
        ("a**", "repetition of a repetition"),
        ("[z-a]", "backwards"), (#"\b"#, #"\b is not part"#), (#"[\d-z]"#, "begins with a class"),
        ("a{99999999999}", "one or two numbers"),
        ("((a{1000}){1000}){1000}", "too long"), (String(repeating: "(", count: 100) + "a", "too deep"),
        ("a{1,", "a { without its }"),
    ]

    @Test func whatIsNoPatternIsRefusedWithItsReason() {
        for (pattern, reason) in Self.refused {
            do throws(PatternError) {
                _ = try Pattern(pattern)
                Issue.record("\(pattern.prefix(40)) was taken")
            } catch {
                #expect(error.reason.contains(reason), "\(pattern.prefix(40)): \(error.reason)")
            }
        }
    }

    private func matches(of patterns: [String], in text: String) throws -> [(member: Int, text: String)] {
        try matches(patterns.map { try Pattern($0) }, text)
    }

    private func matches(_ patterns: [Pattern], _ text: String, maximumStates: Int = 8192) -> [(
        member: Int, text: String
    )] {
        let set = PatternSet(patterns.map { PatternSet.Member(detector: 0, check: nil, pattern: $0) })
        let runner = PatternRunner(set, maximumStates: maximumStates, maximumSteps: 1 << 40)
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            runner.matches(in: buffer).map { match in
                (match.member, String(decoding: buffer[match.start..<match.end], as: UTF8.self))
            }
        }
    }
}
