import Foundation
import Testing

@testable import Classifier

/// The pattern engine against RE2 (and through the oracle against Hyperscan): the same matches in random and adversarial texts.
/// `scripts/lib/engine_oracle.py` writes the patterns, the texts and what is to be found in them.
@Suite("Engine against RE2 and Hyperscan")
struct EngineDifferentialTests {
    static let file = ProcessInfo.processInfo.environment["AJAR_TEST_ENGINES"]

    @Test(.enabled(if: file != nil, "AJAR_TEST_ENGINES is not set"))
    func findsWhatIndependentEnginesFind() throws {
        let lines = try String(contentsOfFile: #require(Self.file), encoding: .utf8).split(separator: "\n")
        var differential = EngineDifferential()
        for line in lines { try differential.run(Data(line.utf8)) }
        #expect(differential.texts > 100)
        #expect(differential.matches > 1000)
        #expect(differential.differences == [])
    }
}

/// Runs the engine over what the oracle wrote and collects where the two differ.
struct EngineDifferential {
    private struct Group: Decodable {
        struct Written: Decodable {
            var text: String
            var ignore_case: Bool
            var takes_space: Bool
        }
        struct Subject: Decodable {
            var hex: String
            var matches: [[Int]]
        }
        var patterns: [Written]
        var texts: [Subject]
    }

    private(set) var texts = 0
    private(set) var matches = 0
    /// The first few.
    private(set) var differences: [String] = []

    mutating func run(_ line: Data) throws {
        let group = try JSONDecoder().decode(Group.self, from: line)
        let patterns = try group.patterns.map { try Pattern($0.text, ignoringCase: $0.ignore_case) }
        let set = PatternSet(patterns.map { PatternSet.Member(detector: 0, check: nil, pattern: $0) })
        // One that keeps its states, one that has to forget them all the time, and one with the limits of a scan.
        let runner = PatternRunner(set, maximumSteps: 1 << 40)
        let forgetful = PatternRunner(set, maximumStates: 16, maximumSteps: 1 << 40)
        let limited = PatternRunner(set)
        let alone = patterns.map { pattern in
            PatternRunner(
                PatternSet([PatternSet.Member(detector: 0, check: nil, pattern: pattern)]), maximumSteps: 1 << 40)
        }
        for (number, subject) in group.texts.enumerated() {
            let text = Self.bytes(subject.hex)
            let expected = subject.matches.map { PatternMatch(member: $0[0], start: $0[1], end: $0[2]) }
            texts += 1
            matches += expected.count
            compare(Self.matches(runner, text), expected, "together", group, number)
            compare(Self.matches(forgetful, text), expected, "with few states", group, number)
            // Within its limits a scan may tell places apart less well, but it misses no pattern and finds none too many.
            let found = Set(Self.matches(limited, text).map(\.member))
            if found != Set(expected.map(\.member)) { note("with the limits of a scan", group, number) }
            // A part of the texts suffices for what is costly.
            guard number % 4 == 0 else { continue }
            for (member, runner) in alone.enumerated() {
                let mine = Self.matches(runner, text).map {
                    PatternMatch(member: member, start: $0.start, end: $0.end)
                }
                compare(mine, expected.filter { $0.member == member }, "alone", group, number)
            }
            // Cut at any white space, a pattern that takes none matches the same in the parts.
            let unbroken = Set(group.patterns.indices.filter { !group.patterns[$0].takes_space })
            for cut in text.indices where text[cut] == 0x20 || text[cut] == 0x0a || text[cut] == 0x09 {
                let head = Self.matches(runner, Array(text[..<cut]))
                let tail = Self.matches(runner, Array(text[cut...])).map {
                    PatternMatch(member: $0.member, start: $0.start + cut, end: $0.end + cut)
                }
                let whole = (head + tail).sorted { ($0.member, $0.start) < ($1.member, $1.start) }
                compare(
                    whole.filter { unbroken.contains($0.member) }, expected.filter { unbroken.contains($0.member) },
                    "cut at \(cut)", group, number)
            }
        }
    }

    private mutating func compare(
        _ found: [PatternMatch], _ expected: [PatternMatch], _ how: String, _ group: Group, _ number: Int
    ) {
        guard found != expected else { return }
        let differing = Set(found.map(\.member)).union(expected.map(\.member)).filter { member in
            found.filter { $0.member == member } != expected.filter { $0.member == member }
        }
        let member = differing.min() ?? 0
        func places(_ matches: [PatternMatch]) -> String {
            matches.filter { $0.member == member }.map { "\($0.start)..<\($0.end)" }.joined(separator: " ")
        }
        note("\(how): \(group.patterns[member].text) found \(places(found)), not \(places(expected))", group, number)
    }

    private mutating func note(_ what: String, _ group: Group, _ number: Int) {
        if differences.count < 20 { differences.append("\(what), in \(group.texts[number].hex)") }
    }

    private static func matches(_ runner: PatternRunner, _ text: [UInt8]) -> [PatternMatch] {
        text.withUnsafeBufferPointer { runner.matches(in: $0) }
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
