import Testing

@testable import Formats

@Suite struct JSONReaderTests {
    private func read(_ bytes: [UInt8], lines: Bool, maximum: Int = 1 << 20, chunk: Int? = nil) -> Reading {
        let sink = RecordingSink()
        var reader = JSONReader(layout: lines ? .lines : .values, maximumRecord: maximum)
        bytes.inChunks(of: chunk ?? max(bytes.count, 1)) { reader.feed($0, into: sink) }
        reader.finish(into: sink)
        return Reading(sink)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var lines: Bool
        var records: [[String]]
        var broken = 0
        var maximum = 1 << 20
        var testDescription: String { text.debugDescription }
    }

    static let cases: [Case] = [
        // One record a line.
        Case(text: "", lines: true, records: []),
        Case(text: "\n \n\r\n\t\r\n", lines: true, records: []),
        Case(text: #"{"a":1}"#, lines: true, records: [["a=1"]]),
        Case(text: "{\"a\":1}\n{\"a\":2}\n", lines: true, records: [["a=1"], ["a=2"]]),
        Case(text: "{\"a\":1}\r\n\r\n{\"a\":2}", lines: true, records: [["a=1"], ["a=2"]]),
        Case(text: "\u{feff}{\"a\":1}\n{\"a\":2}\n", lines: true, records: [["a=1"], ["a=2"]]),
        Case(text: "{\"a\":1}\n\u{feff}{\"a\":2}\n", lines: true, records: [["a=1"]], broken: 1),
        Case(text: "\u{fefe}\n{\"a\":2}\n", lines: true, records: [["a=2"]], broken: 1),
        Case(
            text: "{\"a\":1}\n{\"a\":\n{\"a\":3}\nx\n{\"a\":4}}\n{\"a\":5", lines: true, records: [["a=1"], ["a=3"]],
            broken: 4),
        Case(text: "{\"a\":\"1}\n{\"a\":\"2\"}\n", lines: true, records: [["a=2"]], broken: 1),
        Case(text: "{\"a\":1}{\"a\":2}\n{\"a\":3}\n", lines: true, records: [["a=3"]], broken: 1),
        Case(text: "[1,2]\n\"x\"\n3\nnull\n", lines: true, records: [["1", "2"], ["x"], ["3"], ["null"]]),
        Case(
            text: "{\"a\":1}\n{\"a\":12}\n{\"a\":3}\n", lines: true, records: [["a=1"], ["a=12"], ["a=3"]],
            maximum: 7),
        Case(text: "{\"a\":1}\n{\"a\":12}", lines: true, records: [["a=1"], ["a=12"]], maximum: 7),
        Case(
            text: "{\"a\":12\n{\"a\":3}\n{\"a\":123}x\n \n        \n{\"a\":4}", lines: true,
            records: [["a=3"], ["a=4"]],
            broken: 2, maximum: 7),
        Case(
            text: "{}\n{\"a\":\"" + String(repeating: "x", count: 300) + "\"}\n{\"a\":4}", lines: true,
            records: [[], ["a=" + String(repeating: "x", count: 300)], ["a=4"]], maximum: 40),

        // Values one after the other.
        Case(text: "", lines: false, records: []),
        Case(text: " \n ,", lines: false, records: []),
        Case(text: #"{"a":1}{"a":2} {"a":3},{"a":4}"#, lines: false, records: [["a=1"], ["a=2"], ["a=3"], ["a=4"]]),
        Case(
            text: "{\n  \"a\" : 1,\n  \"b\" : [\n    \"}\",\n    2 ]\n}\n{\n\"a\":2\n}\n", lines: false,
            records: [["a=1", "b=}", "b=2"], ["a=2"]]),
        Case(text: "[ {\"a\":1} ,\r\n{\"a\":[2,[3]]} , {} ]\n", lines: false, records: [["a=1"], ["a=2", "a=3"], []]),
        Case(text: "\u{feff}[{\"a\":1},{\"a\":2}]", lines: false, records: [["a=1"], ["a=2"]]),
        Case(text: "\u{feff}{\"a\":1}", lines: false, records: [["a=1"]]),
        Case(text: "[[1,2],[3]]", lines: false, records: [["1", "2"], ["3"]]),
        Case(text: "[1,\"a,]\",null,true]", lines: false, records: [["1"], ["a,]"], ["null"], ["true"]]),
        Case(text: "[{\"a\":1}][{\"a\":2}]\n[]\n{\"a\":3}", lines: false, records: [["a=1"], ["a=2"], ["a=3"]]),
        Case(
            text: "1 \"a\"\"b\"2{\"a\":3}true", lines: false, records: [["1"], ["a"], ["b"], ["2"], ["a=3"], ["true"]]),
        Case(text: #"{"a":"\\\"}"}{"a":"\\"}["\""]"#, lines: false, records: [["a=\\\"}"], ["a=\\"], ["\""]]),
        Case(text: "[{\"a\":1},{\"a\":2}", lines: false, records: [["a=1"], ["a=2"]]),
        Case(text: "[{\"a\":1},{\"a\":", lines: false, records: [["a=1"]], broken: 1),
        Case(
            text: "[{\"a\":1},{\"a\"},{a:2},{\"a\":x},{\"a\":4}]", lines: false, records: [["a=1"], ["a=4"]], broken: 3),
        Case(text: "[{\"a\":1},{\"a\":[2},{\"a\":3}]", lines: false, records: [["a=1"], ["a=3"]], broken: 1),
        Case(
            text: "[{\"a\":1},{\"a\":]},{\"a\":{\"b\":[2}},{\"a\":3}]", lines: false, records: [["a=1"], ["a=3"]],
            broken: 2),
        Case(
            text: "[{\"a\":1},x,{\"a\":2},y{\"a\":3}]", lines: false, records: [["a=1"], ["a=2"], ["a=3"]], broken: 2),
        Case(text: "[{\"a\":1}},[2],{\"a\":3}]", lines: false, records: [["a=1"], ["2"], ["a=3"]], broken: 1),
        Case(text: "]}", lines: false, records: [], broken: 2),
        Case(
            text: "[{\"a\":1},{\"a\":12},{\"a\":3}]", lines: false, records: [["a=1"], ["a=12"], ["a=3"]], maximum: 7),
        Case(
            text: "{\"a\":12}{\"a\":3}[{\"b\":[1,2,3]},{\"a\":4}]", lines: false,
            records: [["a=12"], ["a=3"], ["b=1", "b=2", "b=3"], ["a=4"]], maximum: 7),
        // What is torn costs itself and a neighbour, however much follows.
        Case(
            text: #"[{"a":"x},{"a":"y"},{"a":"z"},{"a":"w"}]"#, lines: false, records: [["a=z"], ["a=w"]], broken: 1),
        Case(
            text: #"{"a":{"b":1}{"a":{"b":2}}{"a":3}"#, lines: false, records: [["a=b=2"], ["a=3"]], broken: 1),
        Case(
            text: #"[{"a":{"b":1},{"a":2},{"a":3}]"#, lines: false, records: [["a=2"], ["a=3"]], broken: 1),
        Case(
            text: #"[{"a":NaN,"b":"x"},{"a":2}]"#, lines: false, records: [["a=2"]], broken: 1),
        Case(
            text: "[" + String(repeating: "[", count: 70) + String(repeating: "]", count: 70) + ",{\"a\":3}]",
            lines: false,
            records: [["a=3"]], broken: 1),
    ]

    @Test(arguments: cases)
    func readsRecordsAndCountsBrokenOnes(_ test: Case) {
        let expected = Reading(test.records, broken: test.broken)
        #expect(read(Array(test.text.utf8), lines: test.lines, maximum: test.maximum) == expected)
    }

    @Test(arguments: cases)
    func chunksMakeNoDifference(_ test: Case) {
        let bytes = Array(test.text.utf8)
        let whole = Reading(test.records, broken: test.broken)
        for size in 1...64 {
            let found = read(bytes, lines: test.lines, maximum: test.maximum, chunk: size)
            #expect(found == whole, "chunks of \(size)")
        }
        for cut in bytes.indices {
            let sink = RecordingSink()
            var reader = JSONReader(layout: test.lines ? .lines : .values, maximumRecord: test.maximum)
            bytes.withUnsafeBytes { all in
                reader.feed(UnsafeRawBufferPointer(rebasing: all[..<cut]), into: sink)
                reader.feed(UnsafeRawBufferPointer(rebasing: all[cut...]), into: sink)
            }
            reader.finish(into: sink)
            #expect(Reading(sink) == whole, "cut at \(cut)")
        }
    }

    @Test func anyBytesInAnyChunksGiveTheSame() {
        var random = Seeded(state: 11)
        let alphabet = Array("{}[]\",:\\a1 \n\u{feff}".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            for lines in [true, false] {
                let whole = read(bytes, lines: lines, maximum: 20)
                for size in [1, 2, 3, 7] {
                    #expect(read(bytes, lines: lines, maximum: 20, chunk: size) == whole, "\(bytes) \(lines) \(size)")
                }
            }
        }
    }
}
