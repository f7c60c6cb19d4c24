import Foundation
import Testing

@testable import Scanner

private let good = """
    {
        // who said yes
        "authorised_by": "Dr. R. Example, CIO",
        "contact": "security@example.org",
        "expires": "2026-12-31",
        "ranges": ["203.0.113.0/24", "2001:db8:7::/48", "198.51.100.7"],
        "names": ["db.example.org", "*.data.example.org",],
        "exclude": ["203.0.113.9", "old.example.org"]
    }
    """

private func parse(_ text: String, today: String = "2026-11-24") throws -> ScopeFile {
    try ScopeFile.parse(Data(text.utf8), file: "scope.json", today: try day(today))
}

struct ScopeFileTests {
    @Test func readsAScopeWithComments() throws {
        let scope = try parse(good)
        #expect(scope.authorisedBy == "Dr. R. Example, CIO")
        #expect(scope.contact == "security@example.org")
        #expect(scope.expires.description == "2026-12-31")
        try #expect(scope.ranges.contains(address("198.51.100.7")))
        try #expect(!scope.ranges.contains(address("198.51.100.8")))
        #expect(scope.names.map(\.description) == ["db.example.org", "*.data.example.org"])
        try #expect(scope.exclusions.contains(address("203.0.113.9"), name: nil))
    }

    @Test func holdsOnItsLastDayAndNotAfter() throws {
        _ = try parse(good, today: "2026-12-31")
        #expect(
            sentence { _ = try parse(good, today: "2027-01-01") }
                == "Scope file scope.json expired on 2026-12-31; have the authorisation renewed, then change 'expires'."
        )
    }

    private static let notJSON =
        "Scope file scope.json is not a JSON object; docs/scope.md shows one, and a comma or quote may be missing."
    private static func with(_ old: String, _ new: String) -> String { good.replacingOccurrences(of: old, with: new) }

    private static let refusals: [(String, String)] = [
        ("", notJSON), ("[]", notJSON), ("{\"contact\": \"a\"", notJSON), ("\u{0}\u{1}", notJSON),
        ("{}", "Scope file scope.json lacks the key 'authorised_by'."),
        (
            with("\"contact\"", "\"Contact\""),
            "Scope file scope.json has the unknown key 'Contact'; "
                + "known are authorised_by, contact, exclude, expires, names, ranges."
        ),
        (with("\"contact\": \"security@example.org\",", ""), "Scope file scope.json lacks the key 'contact'."),
        (with("\"expires\": \"2026-12-31\",", ""), "Scope file scope.json lacks the key 'expires'."),
        (with("\"security@example.org\"", "7"), "Scope file scope.json: 'contact' must be a text in quotes."),
        (with("\"security@example.org\"", "null"), "Scope file scope.json: 'contact' must be a text in quotes."),
        (with("security@example.org", " "), "Scope file scope.json: 'contact' is empty."),
        (
            with("security@example.org", "a\\r\\nHost: b"),
            "Scope file scope.json: 'contact' is longer than 200 characters or has control characters."
        ),
        (
            with("2026-12-31", "31/12/2026"),
            "Scope file scope.json: 'expires' is '31/12/2026', which is no date; write it like 2026-12-31."
        ),
        (
            with("2026-12-31", "2026-02-29"),
            "Scope file scope.json: 'expires' is '2026-02-29', which is no date; write it like 2026-12-31."
        ),
        (
            with("203.0.113.0/24", "203.0.113.7/24"),
            "Scope file scope.json: 'ranges' entry '203.0.113.7/24' does not start its range; "
                + "did you mean 203.0.113.0/24?"
        ),
        (
            with("203.0.113.0/24", "example.org"),
            "Scope file scope.json: 'ranges' entry 'example.org' is not a range of addresses; "
                + "write it like 192.0.2.0/24 or 2001:db8::/112."
        ),
        (
            with("203.0.113.0/24", "0.0.0.0/0"),
            "Scope file scope.json: 'ranges' entry '0.0.0.0/0' is wider than /8, "
                + "more than one organisation can authorise."
        ),
        (
            with("2001:db8:7::/48", "2000::/3"),
            "Scope file scope.json: 'ranges' entry '2000::/3' is wider than /16, "
                + "more than one organisation can authorise."
        ),
        (
            with("\"db.example.org\"", "\"*.org\""),
            "Scope file scope.json: 'names' has '*.org', which is not a host name; "
                + "write it like db.example.org or *.example.org."
        ),
        (
            with("\"db.example.org\"", "5"),
            "Scope file scope.json: 'names' must be a list of texts, like [\"…\", \"…\"]."
        ),
        (
            with("[\"203.0.113.9\", \"old.example.org\"]", "\"203.0.113.9\""),
            "Scope file scope.json: 'exclude' must be a list of texts, like [\"…\", \"…\"]."
        ),
        (
            with("203.0.113.9", "203.0.113.9/"),
            "Scope file scope.json: 'exclude' entry '203.0.113.9/' is not a range of addresses; "
                + "write it like 192.0.2.0/24 or 2001:db8::/112."
        ),
        (
            "{\"authorised_by\": \"a\", \"contact\": \"b\", \"expires\": \"2026-12-31\"}",
            "Scope file scope.json allows nothing: 'ranges' or 'names' needs an entry."
        ),
    ]
    @Test(arguments: refusals)
    func refusesWithASentence(text: String, expected: String) {
        #expect(sentence { _ = try parse(text) } == expected)
    }

    @Test func filesThatCannotBeRead() {
        #expect(
            sentence { _ = try ScopeFile.read("no/such/scope.json") }
                == "Scope file no/such/scope.json cannot be read: it does not exist.")
        #expect(
            sentence { _ = try ScopeFile.read("/") } == "Scope file / cannot be read: it is not a readable file.")
    }

    @Test(arguments: [
        (0.0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (951_782_400, "2000-02-29"),
        (1_798_761_599, "2026-12-31"), (1_798_761_600, "2027-01-01"), (-1, "1969-12-31"), (4_107_542_400, "2100-03-01"),
    ])
    func daysAreCountedInUTC(seconds: Double, expected: String) {
        #expect(CalendarDay(Date(timeIntervalSince1970: seconds)).description == expected)
    }

    @Test(arguments: ["2026-13-01", "2026-00-01", "2026-01-32", "2026-04-31", "1900-02-29", "26-1-1", "2026-1-01", "x"])
    func daysThatDoNotExist(text: String) {
        #expect(CalendarDay(text) == nil)
    }
}

struct ScopeGuardTests {
    private static let needsScope =
        "is a public address, and those are scanned only with a scope file (--scope FILE) that says who authorised it."
    private static func never(_ what: String) -> String { "is \(what), which Ajar never dials." }

    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1",
        "169.254.1.1", "::1", "fd12:3456::1", "fc00::", "fe80::1", "febf::1", "::ffff:127.0.0.1", "::ffff:192.168.1.1",
    ])
    func loopbackAndPrivateAddressesNeedNoScope(text: String) throws {
        try #expect(ScopeGuard(scope: nil, exclusions: Exclusions()).decide(address(text)) == .allowed)
    }

    private static let notPrivate: [(String, String)] = [
        ("8.8.8.8", needsScope), ("172.15.255.255", needsScope), ("172.32.0.0", needsScope), ("11.0.0.0", needsScope),
        ("192.167.255.255", needsScope), ("192.169.0.0", needsScope), ("126.255.255.255", needsScope),
        ("128.0.0.0", needsScope), ("169.253.255.255", needsScope), ("100.64.0.1", needsScope),
        ("192.0.2.1", needsScope), ("203.0.113.1", needsScope), ("2001:db8::1", needsScope), ("::2", needsScope),
        ("fbff::1", needsScope), ("fe00::1", needsScope), ("fec0::1", needsScope), ("::ffff:8.8.8.8", needsScope),
        ("64:ff9b::10.0.0.1", needsScope), ("2002:a00:1::", needsScope), ("::127.0.0.1", needsScope),
        ("0.0.0.0", never("an unspecified address")), ("0.1.2.3", never("an unspecified address")),
        ("::", never("an unspecified address")), ("::ffff:0.0.0.0", never("an unspecified address")),
        ("224.0.0.1", never("a multicast address")), ("239.255.255.255", never("a multicast address")),
        ("ff02::1", never("a multicast address")), ("255.255.255.255", never("the broadcast address")),
        ("240.0.0.1", never("a reserved address")), ("255.255.255.254", never("a reserved address")),
        ("64:ff9b::224.0.0.1", never("a multicast address")),
    ]
    @Test(arguments: notPrivate)
    func everythingElseIsRefusedWithoutScope(text: String, reason: String) throws {
        let address = try address(text)
        let decision = ScopeGuard(scope: nil, exclusions: Exclusions()).decide(address)
        #expect(decision == .refused("\(address) \(reason)"))
    }

    private static let covered: [(String, String?, Bool)] = [
        ("203.0.113.1", nil, true), ("203.0.114.1", nil, false), ("::ffff:203.0.113.1", nil, true),
        ("2001:db8:7::9", nil, true), ("2001:db8:8::9", nil, false), ("198.51.100.7", nil, true),
        ("192.0.2.1", "db.example.org", true), ("192.0.2.1", "a.data.example.org", true),
        ("192.0.2.1", "data.example.org", false), ("192.0.2.1", "db.example.org.evil.example", false),
        ("192.0.2.1", nil, false), ("10.0.0.1", "other.example", true), ("203.0.113.5", "other.example", true),
    ]
    @Test(arguments: covered)
    func publicAddressesAreAllowedByRangeOrName(text: String, name: String?, allowed: Bool) throws {
        let today = try day("2026-11-24")
        let scopeGuard = ScopeGuard(scope: try parse(good), exclusions: Exclusions(), today: { today })
        let decision = scopeGuard.decide(try address(text), name: name)
        #expect((decision == .allowed) == allowed, "\(decision)")
    }

    @Test func theSentenceForAnAddressTheScopeDoesNotCover() throws {
        let today = try day("2026-11-24")
        let scopeGuard = ScopeGuard(scope: try parse(good), exclusions: Exclusions(), today: { today })
        try #expect(
            scopeGuard.decide(address("192.0.2.1"), name: "www.example.org")
                == .refused(
                    "192.0.2.1 (www.example.org) is a public address that the scope file scope.json does not cover."))
    }

    @Test func neverDialledAddressesStaySoInScope() throws {
        let scope = try parse(good.replacingOccurrences(of: "203.0.113.0/24", with: "224.0.0.0/8"))
        let today = try day("2026-11-24")
        let decision = ScopeGuard(scope: scope, exclusions: Exclusions(), today: { today }).decide(
            try address("224.0.0.5"))
        #expect(decision == .refused("224.0.0.5 is a multicast address, which Ajar never dials."))
    }

    @Test func aScopeThatExpiresDuringTheScanStopsIt() throws {
        let later = try day("2027-01-01")
        let scopeGuard = ScopeGuard(scope: try parse(good), exclusions: Exclusions(), today: { later })
        try #expect(
            scopeGuard.decide(address("203.0.113.1"))
                == .refused("203.0.113.1 is a public address, and the scope file scope.json expired on 2026-12-31."))
        try #expect(scopeGuard.decide(address("10.0.0.1")) == .allowed)
    }

    @Test func exclusionsWinOverScopeAndPrivateRanges() throws {
        var exclusions = Exclusions()
        try exclusions.add(["127.0.0.1", "*.data.example.org"], whose: "--exclude")
        let today = try day("2026-11-24")
        let scopeGuard = ScopeGuard(scope: try parse(good), exclusions: exclusions, today: { today })
        try #expect(scopeGuard.decide(address("127.0.0.1")) == .excluded)
        try #expect(scopeGuard.decide(address("::ffff:127.0.0.1")) == .excluded)
        try #expect(scopeGuard.decide(address("203.0.113.9")) == .excluded)
        try #expect(scopeGuard.decide(address("203.0.113.1"), name: "a.data.example.org") == .excluded)
        try #expect(scopeGuard.decide(address("203.0.113.1"), name: "old.example.org") == .excluded)
        try #expect(scopeGuard.decide(address("203.0.113.1")) == .allowed)
    }
}
