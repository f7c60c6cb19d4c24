import Exposure
import Formats

@testable import Classifier

/// Patterns and a text. The first byte says how they are run, the second how long the patterns are, which line feeds part; the rest
/// is the text.
///
/// Whatever the patterns' text, it is taken or refused; whatever they match is what a walk from each place where a token begins
/// matches, which looks at no table and keeps nothing.
func fuzzEngine(_ input: UnsafeRawBufferPointer) {
    var script = Script(input)
    guard let options = script.next(), let length = script.next() else { return }
    let written = script.take(Int(length)).split(separator: 0x0a, maxSplits: 7)
    let members = written.compactMap { text in
        try? PatternSet.Member(
            detector: 0, check: nil,
            pattern: Pattern(String(decoding: text, as: UTF8.self), ignoringCase: options & 1 != 0))
    }
    let text = Array(script.take(256))
    guard !members.isEmpty, !text.isEmpty else { return }
    for member in members { precondition(member.pattern.positions.count <= Pattern.maximumPositions) }
    let set = PatternSet(members)

    var expected: [PatternMatch] = []
    for (index, member) in members.enumerated() {
        // The walk takes the product of the text's length squared and the pattern's. Most runs are of short ones, to be many.
        guard member.pattern.positions.count <= (options & 0x30 == 0 ? NaiveWalk.maximumPositions : 48) else { return }
        expected += NaiveWalk(member.pattern, text).matches.map {
            PatternMatch(member: index, start: $0.start, end: $0.end)
        }
    }
    text.withUnsafeBufferPointer { bytes in
        let runner = PatternRunner(set, maximumStates: options & 2 != 0 ? 16 : 8192, maximumSteps: 1 << 40)
        precondition(runner.matches(in: bytes) == expected, "the engine does not match what the patterns say")
        precondition(runner.matches(in: bytes) == expected, "it matches otherwise with the states it has made")
        // Within a scan's limits places may be told apart less well, but no pattern is missed.
        let limited = Set(PatternRunner(set).matches(in: bytes).map(\.member))
        precondition(limited == Set(expected.map(\.member)), "a scan's limits hide a match")
    }
    // Long enough that time which grows with the square shows as a hang.
    if options & 0x4c == 0x4c {
        let long = [UInt8]((0..<max(1, 8192 / text.count)).map { _ in text }.joined())
        _ = long.withUnsafeBufferPointer { PatternRunner(set).matches(in: $0).count }
    }
}

/// All matches of one pattern, by its positions alone: from each place where a token begins, the longest that ends where one ends.
private struct NaiveWalk {
    /// A bit for each position.
    private typealias Places = SIMD4<UInt64>
    static let maximumPositions = 256
    private(set) var matches: [(start: Int, end: Int)] = []

    init(_ pattern: Pattern, _ text: [UInt8]) {
        func isWord(_ place: Int) -> Bool {
            switch text[place] {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x80...0xff: true
            default: false
            }
        }
        func places(_ list: [Int]) -> Places {
            var places = Places.zero
            for place in list { places[place >> 6] |= 1 << UInt64(place & 63) }
            return places
        }
        let next = pattern.positions.map { places($0.next) }
        let first = places(pattern.first)
        let last = places(pattern.last)
        var holding: [UInt8: Places] = [:]
        for byte in text where holding[byte] == nil {
            holding[byte] = places(pattern.positions.indices.filter { pattern.positions[$0].bytes.contains(byte) })
        }
        var start = 0
        while start < text.count {
            var longest: Int?
            if start == 0 || !isWord(start - 1) {
                var current = first
                var place = start
                while place < text.count {
                    current &= holding[text[place]] ?? .zero
                    if current == .zero { break }
                    place += 1
                    if current & last != .zero, place == text.count || !isWord(place) { longest = place }
                    var following = Places.zero
                    for index in 0..<4 {
                        var bits = current[index]
                        while bits != 0 {
                            following |= next[index << 6 | bits.trailingZeroBitCount]
                            bits &= bits - 1
                        }
                    }
                    current = following
                }
            }
            if let end = longest { matches.append((start, end)) }
            start = longest ?? start + 1
        }
    }
}

private let catalog: DetectorCatalog = {
    do { return try DetectorCatalog() } catch { fatalError("\(error)") }
}()

/// A file of any bytes through its reader into the classifier, with all detectors. The first byte says what the file is called and
/// whether two halves are read apart, the second the size of the chunks.
func fuzzClassifier(_ input: UnsafeRawBufferPointer) {
    guard input.count > 2 else { return }
    let (options, chunk) = (input[0], Int(input[1]) * 4 + 1)
    let text = UnsafeRawBufferPointer(rebasing: input[2...])
    let names = ["x", "x.csv", "x.ndjson", "x.json", "x.txt", "x.log", "x.sql", "x.xml"]
    let classifier = DatasetClassifier(catalog: catalog, isSampling: options & 0x10 != 0)
    read(text, as: names[Int(options & 7)], chunk: chunk, into: classifier)
    check(classifier.verdict(), at: text.count)
    if options & 0x10 != 0 { _ = classifier.isSettled }
    if options & 8 != 0 {
        let other = DatasetClassifier(catalog: catalog)
        read(
            UnsafeRawBufferPointer(rebasing: text[(text.count / 2)...]), as: names[Int(options >> 5)], chunk: chunk,
            into: other)
        let records = classifier.verdict().recordsSampled + other.verdict().recordsSampled
        classifier.merge(other)
        precondition(classifier.verdict().recordsSampled == records, "a merge lost records")
        check(classifier.verdict(), at: text.count * 2)
    }
}

private func read(
    _ text: UnsafeRawBufferPointer, as name: String, chunk: Int, into classifier: DatasetClassifier
) {
    guard var reader = RecordReader(head: text, fileName: name) else { return }
    for offset in stride(from: 0, to: text.count, by: chunk) {
        reader.feed(UnsafeRawBufferPointer(rebasing: text[offset..<min(offset + chunk, text.count)]), into: classifier)
    }
    reader.finish(into: classifier)
}

/// - Parameter length: bytes that were read.
private func check(_ verdict: DatasetVerdict, at length: Int) {
    precondition(verdict.recordsSampled >= 0 && verdict.recordsBroken >= 0)
    precondition(verdict.recordsSampled + verdict.recordsBroken <= length, "more records than bytes")
    precondition(!verdict.reasons.isEmpty, "a rating without a reason")
    for reason in verdict.reasons { precondition(reason.utf8.count <= 8192, "a reason without bounds") }
    for field in verdict.fields {
        for type in field.types {
            precondition((0...1).contains(type.confidence), "a confidence that is no probability")
            precondition(type.matched >= 0 && type.matched <= type.tested, "more values matched than were tested")
            precondition(type.tested <= length * 2, "more values than bytes")
            guard let mask = type.mask else { continue }
            precondition(mask.count <= Mask.maximumLength + 1, "a mask without bounds")
            precondition(mask.utf8.count <= 512, "a mask without bounds")
            // Letters and digits that are shown, among those and the ones that are hidden.
            let shown = mask.filter { $0.isLetter || $0.isNumber }.count
            let hidden = mask.filter { $0 == "•" }.count
            precondition(shown <= hidden || mask.hasSuffix("…"), "a mask shows more than half of the value")
            precondition(shown <= 16, "a mask shows too much")
        }
    }
}
