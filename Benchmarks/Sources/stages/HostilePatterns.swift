import Foundation

@testable import Classifier

/// Patterns and texts that are hard on an engine, in two lengths: time has to double, and each byte may take so long at the most.
enum HostilePatterns {
    /// Letters without an order, for automata with very many states.
    private static let noise: String = {
        var state: UInt64 = 1
        return String(
            (0..<(1 << 15)).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return "ab-ab "[String.Index(utf16Offset: Int(state >> 33) % 6, in: "ab-ab ")]
            })
    }()

    private static let cases: [(patterns: [String], unit: String)] = [
        (["[ab -]*a[ab -]{12}"], noise), (["[ab -]*a[ab -]{40}"], noise), (["([ab]+[ -])*a[ab -]{100}x"], noise),
        (["([ab]+[ -]?){1,60}x", "[ab -]*b[ab -]{30}y"], noise),
        (["(a|a)*b"], "a"), (["(a*)*b"], "a"), (["(a+)+b"], "a-"), (["([a-z]+)*[0-9]"], "abc"),
        (["a(-a)*b"], "a-"), (["a(-a)*"], "a-"), (["a(-a){0,20}"], "a-"), (["a(-a){0,900}"], "a-"),
        (["a(-a){0,20}"], String(repeating: "a-", count: 300) + "!"), (["(a-){1,50}x"], "a-"),
        (["a(-a){0,200}", "a(-a){0,300}x", "(-?a){5,400}"], String(repeating: "a-", count: 200) + "!"),
        (["[a-z](-[a-z]){0,999}"], String(repeating: "a-", count: 999) + "!"),
        (["xox[abprs]-[0-9A-Za-z-]{10,}"], "xoxb-"), (["eyJ[0-9A-Za-z_-]{8,}\\.eyJ[0-9A-Za-z_-]{8,}"], "eyJ-"),
        (["eyJ[0-9A-Za-z_-]+\\.eyJ[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+"], "eyJ.-"), ([".*x"], "a "), ([".+"], "a "),
        (["(.*a){10}b"], "a "), (["[ab]*a[ab]{12}"], "ab"), (["[ab]*a[ab]{12}"], "aab-"),
        (["([ab]+-)*a[ab-]{12}"], "ab-aa-"), (["(\\w+\\s?){1,100}!"], "ab cd "), (["\\d{3,}( \\d{3,})*x"], "123 "),
        (["(\\d ?){13,19}"], "1 "), (["(\\d[ -]?){4,}"], "1 2-"), (["[^ ]+@[^ ]+"], "a@"), (["\\s+a"], " "),
    ]

    /// - Returns: whether all is as it should be.
    static func run() -> Bool {
        var isFine = true
        FileHandle.standardOutput.write(
            Data("pattern engine: ns/byte at 16 KB and 32 KB, and how the time grew\n".utf8))
        for (patterns, unit) in cases {
            guard
                let members = try? patterns.map({ PatternSet.Member(detector: 0, check: nil, pattern: try Pattern($0)) }
                )
            else { fatalError("\(patterns) cannot be read") }
            let set = PatternSet(members)
            func seconds(_ length: Int) -> Double {
                let text = Array(String(repeating: unit, count: length / unit.utf8.count + 1).utf8.prefix(length))
                return Stage("", runs: 2) {
                    // A new one each time, as for a new file.
                    _ = text.withUnsafeBufferPointer { PatternRunner(set).matches(in: $0).count }
                }.seconds
            }
            let (short, long) = (seconds(1 << 14), seconds(1 << 15))
            let perByte = long / Double(1 << 15) * 1e9
            // Each byte of noise may make a state of its own.
            let isSlow = perByte > (unit == noise ? 20_000 : 500)
            let grows = long > 0.05 && long > 2.8 * short
            if isSlow || grows { isFine = false }
            let numbers = String(format: "%8.1f %8.1f %6.2f", short / Double(1 << 14) * 1e9, perByte, long / short)
            let remark = (isSlow ? " SLOW" : "") + (grows ? " GROWS" : "")
            let line = "\(numbers) \(patterns.joined(separator: "  ")) on \(unit.prefix(12))\(remark)\n"
            // At once: the next may take long.
            FileHandle.standardOutput.write(Data(line.utf8))
        }
        return isFine
    }
}
