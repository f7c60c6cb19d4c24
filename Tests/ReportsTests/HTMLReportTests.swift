import Exposure
import Foundation
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
    @Test func thePolicyAllowsOnlyThePagesOwnStyle() {
        let digest = Data(SHA256.digest(of: Array(HTMLReport.style.utf8))).base64EncodedString()
        #expect(HTMLReport.styleHash == "sha256-\(digest)")
        let page = HTMLReport().page(of: Samples.findings)
        #expect(page.contains("<style>\(HTMLReport.style)</style>"))
        #expect(
            page.contains(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; "
                    + "style-src &#39;sha256-\(digest)&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\">"))
    }

    @Test func theTestsOwnDigestIsRight() {
        // FIPS 180-2, appendix B.1.
        let digest = SHA256.digest(of: Array("abc".utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        "<meta charset=\"utf-8\">", "<html lang=\"en-GB\">",
        "<h1>3 database servers are open to strangers, with data rated critical.</h1>", "Not completed",
        "What to do next",
        "may read, change and delete everything, and run programs on the server.", "<details>", "Method and limits",
        "24 November 2026, 12:18 UTC", "25 November 2026, 08:00 UTC", "943 ••• ••19", "200 of 200",
        "Nothing sensitive was found in 2 datasets", "critical</span>", "asks for a password (scram-sha-256)",
    ])
    func thePageSays(text: String) {
        #expect(HTMLReport(generatedAt: "2026-11-25T08:00:00Z").page(of: Samples.findings).contains(text))
    }

    @Test(arguments: [Samples.findings, Samples.clean, Samples.empty, Samples.files])
    func thePageIsWellFormedAndNeedsNothingElse(findings: Findings) {
        let page = HTMLReport().page(of: findings)
        #expect(Tags.problems(in: page) == [])
        for part in [
            "<script", "javascript:", "http:", "https:", "url(", "@import", " style=", "<link", "<img", "<iframe",
        ] {
            #expect(!page.contains(part))
        }
    }

    @Test(arguments: Samples.hostile)
    func hostileTextStaysText(text: String) {
        let page = HTMLReport().page(of: Samples.findings(naming: text))
        #expect(Tags.problems(in: page) == [])
        // The same elements as with a harmless name: nothing was added by the text.
        let harmless = HTMLReport().page(of: Samples.findings(naming: "name"))
        if !text.isEmpty { #expect(Tags.names(in: page) == Tags.names(in: harmless)) }
        #expect(!page.unicodeScalars.contains { SafeText.isInvisible($0) && $0 != "\n" })
        #expect(page.utf8.count < 80_000)
    }

    @Test(arguments: [
        (Samples.clean, "<h1>No database server let a stranger in.</h1>"),
        (Samples.empty, "<h1>Nothing was found to look at.</h1>"),
        (Samples.files, "<h1>Sensitive data was found in 1 of 2 datasets.</h1>"),
    ])
    func theHeadlineIsTheVerdict(findings: Findings, headline: String) {
        #expect(HTMLReport().page(of: findings).contains(headline))
    }

    @Test func thousandsOfClosedPortsAreCountedNotListed() {
        var findings = Samples.clean
        findings.endpoints += (1...20_000).map { Samples.endpoint("10.0.0.1", $0, nil, .closed) }
        let page = HTMLReport().page(of: findings)
        #expect(page.contains("Not shown one by one: 20,000: closed."))
        #expect(page.utf8.count < 40_000)
    }

    /// Writes the samples where `AJAR_SAMPLES` names a directory, to be looked at in a browser.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["AJAR_SAMPLES"] != nil))
    func samplesAreWritten() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["AJAR_SAMPLES"])
        let all = [
            ("open", Samples.findings), ("clean", Samples.clean), ("empty", Samples.empty), ("files", Samples.files),
            (
                "hostile",
                Samples.findings(naming: Samples.hostile[1] + "محمد \u{202E}" + String(repeating: "A", count: 900))
            ),
        ]
        for (name, findings) in all {
            for (format, ending) in [(ReportFormat.html, "html"), (.console, "txt"), (.jsonl, "jsonl")] {
                let text = try Report.render(
                    findings, format: format,
                    options: ReportOptions(width: name == "open" ? 100 : 80, generatedAt: "2026-11-25T08:00:00Z"))
                try text.write(toFile: "\(folder)/\(name).\(ending)", atomically: true, encoding: .utf8)
            }
        }
    }
}

/// Just enough of HTML to see that every element that is opened is closed, in order.
private enum Tags {
    static let void: Set<String> = ["meta", "rect", "!DOCTYPE"]

    static func names(in page: String) -> [String] {
        page.split(separator: "<", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.prefix { !" >\n".contains($0) })
        }
    }

    static func problems(in page: String) -> [String] {
        var open: [String] = []
        for name in names(in: page) where !void.contains(name) {
            if name.hasPrefix("/") {
                if open.popLast() != String(name.dropFirst()) { return ["\(name) closes nothing"] }
            } else {
                open.append(name)
            }
        }
        return open.map { "\($0) is not closed" }
    }
}

/// FIPS 180-4, to check one hash without a dependency.
private enum SHA256 {
    static func digest(of message: [UInt8]) -> [UInt8] {
        func primes(_ count: Int) -> [Int] {
            var found: [Int] = []
            var next = 2
            while found.count < count {
                if found.allSatisfy({ next % $0 != 0 }) { found.append(next) }
                next += 1
            }
            return found
        }
        // The first 32 bits of the fractional parts of the roots of the first primes.
        func fraction(_ root: Double) -> UInt32 { UInt32((root - root.rounded(.down)) * 4_294_967_296) }
        let constants = primes(64).map { fraction(cbrt(Double($0))) }
        var state = primes(8).map { fraction(Double($0).squareRoot()) }
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        let bits = UInt64(message.count) * 8
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        func rotate(_ value: UInt32, _ by: UInt32) -> UInt32 { value >> by | value << (32 - by) }
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var w = (0..<16).map { index in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + index * 4 + $1]) }
            }
            for index in 16..<64 {
                let (a, b) = (w[index - 15], w[index - 2])
                let s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)
                let s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10)
                w.append(w[index - 16] &+ s0 &+ w[index - 7] &+ s1)
            }
            var v = state
            for index in 0..<64 {
                let s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let t1 = v[7] &+ s1 &+ choice &+ constants[index] &+ w[index]
                let s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
                v = [t1 &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
            }
            for index in 0..<8 { state[index] = state[index] &+ v[index] }
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    }
}
