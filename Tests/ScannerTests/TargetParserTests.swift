import Testing

@testable import Scanner

struct TargetParserTests {
    struct Expected: Sendable {
        var host: String
        var port: Int?
        var scheme: String?
        var user: String?
        var database: String?
        var tls = false
        var text: String?
    }

    private static func shown(_ host: Target.Host) -> String {
        switch host {
        case .name(let name): "name \(name)"
        case .address(let address): "address \(address)"
        case .block(let block): "block \(block)"
        }
    }

    @Test(arguments: [
        ("db.example.org", Expected(host: "name db.example.org")),
        ("DB.Example.ORG.", Expected(host: "name db.example.org", text: "DB.Example.ORG.")),
        ("my_service", Expected(host: "name my_service")),
        ("localhost:5432", Expected(host: "name localhost", port: 5432)),
        ("h:1", Expected(host: "name h", port: 1)),
        ("h:65535", Expected(host: "name h", port: 65535)),
        ("127.0.0.1", Expected(host: "address 127.0.0.1")),
        ("127.0.0.1:9200", Expected(host: "address 127.0.0.1", port: 9200)),
        ("::1", Expected(host: "address ::1")),
        ("[::1]", Expected(host: "address ::1")),
        ("[::1]:27017", Expected(host: "address ::1", port: 27017)),
        ("[::ffff:127.0.0.1]:80", Expected(host: "address 127.0.0.1", port: 80)),
        ("2001:db8::1:5432", Expected(host: "address 2001:db8::1:5432")),
        ("10.0.0.0/16", Expected(host: "block 10.0.0.0/16")),
        ("10.0.0.9/24", Expected(host: "block 10.0.0.0/24")),
        ("fd00::/112", Expected(host: "block fd00::/112")),
        ("postgres://h", Expected(host: "name h", scheme: "postgres")),
        (
            "PostgreSQL://h:5433/",
            Expected(host: "name h", port: 5433, scheme: "postgresql", text: "postgresql://h:5433")
        ),
        (
            "postgres://reader@10.0.0.1:5433/shop?sslmode=require&application_name=x",
            Expected(
                host: "address 10.0.0.1", port: 5433, scheme: "postgres", user: "reader", database: "shop", tls: true,
                text: "postgres://reader@10.0.0.1:5433/shop")
        ),
        (
            "postgres://reader:@h/shop",
            Expected(
                host: "name h", scheme: "postgres", user: "reader", database: "shop", text: "postgres://reader@h/shop")
        ),
        ("postgres://h?sslmode=prefer", Expected(host: "name h", scheme: "postgres", text: "postgres://h")),
        (
            "postgres://re%61der@h/sh%20op",
            Expected(host: "name h", scheme: "postgres", user: "reader", database: "sh op")
        ),
        (
            "mongodb://[::1]:27018/?tls=true",
            Expected(host: "address ::1", port: 27018, scheme: "mongodb", tls: true, text: "mongodb://[::1]:27018")
        ),
        ("mongodb://h/?ssl=false", Expected(host: "name h", scheme: "mongodb", text: "mongodb://h")),
        ("http://h/", Expected(host: "name h", port: 80, scheme: "http", text: "http://h")),
        (
            "https://h/_cat/indices?token=abc#x",
            Expected(host: "name h", port: 443, scheme: "https", tls: true, text: "https://h")
        ),
        ("http://h:9200/a@b", Expected(host: "name h", port: 9200, scheme: "http", text: "http://h:9200")),
    ])
    func readsTargets(text: String, expected: Expected) throws {
        let target = try parseOne(text)
        #expect(Self.shown(target.host) == expected.host)
        #expect(target.port == expected.port)
        #expect(target.scheme == expected.scheme)
        #expect(target.user == expected.user)
        #expect(target.database == expected.database)
        #expect(target.startsWithTLS == expected.tls)
        #expect(target.text == expected.text ?? text)
    }

    @Test func aURLWithSeveralHostsIsSeveralTargets() throws {
        let targets = try TargetParser(probes: testProbes).parse("mongodb://a,b:27018,[::1]:27019/shop?ssl=true")
        #expect(targets.map(\.text) == ["mongodb://a/shop", "mongodb://b:27018/shop", "mongodb://[::1]:27019/shop"])
        #expect(targets.map(\.port) == [nil, 27018, 27019])
        #expect(targets.allSatisfy { $0.startsWithTLS && $0.database == "shop" })
    }

    private static let notAName =
        "is not a host name or an address; a name has letters, digits and hyphens, with dots between its parts."
    private static let looksNumeric =
        "looks like an IPv4 address and is not one; write four numbers from 0 to 255 with dots."

    private static let rows1: [(String, String)] = [
        ("", "A target is empty; name a host, an address, a range or a URL."),
        ("h:0", "Target 'h:0' has port 0; ports are 1 to 65535."),
        ("h:65536", "Target 'h:65536' has port 65536; ports are 1 to 65535."),
        (
            "h:99999999999999999999",
            "Target 'h:99999999999999999999' has port 99999999999999999999; ports are 1 to 65535."
        ),
        ("h:", "Target 'h:' has a port that is not a number; ports are 1 to 65535."),
        ("h:-1", "Target 'h:-1' has a port that is not a number; ports are 1 to 65535."),
        ("h:http", "Target 'h:http' has a port that is not a number; ports are 1 to 65535."),
        ("[::1]:0", "Target '[::1]:0' has port 0; ports are 1 to 65535."),
        ("[::1", "Target '[::1' opens a bracket and does not close it; write [2001:db8::1]:5432."),
        ("[::1]5432", "Target '[::1]5432' goes on after its bracket without a colon; write [2001:db8::1]:5432."),
        ("[10.0.0.1]:1", "Target '[10.0.0.1]:1' has no IPv6 address between its brackets."),
        ("[]", "Target '[]' has no IPv6 address between its brackets."),
        ("a:b:c", "Target 'a:b:c' is not an IPv6 address; write host:port, or [2001:db8::1]:5432 for IPv6."),
        (
            "fe80::1%eth0",
            "Target 'fe80::1%eth0' names a zone (%), which Ajar does not support; use another address of the host."
        ),
        ("-h", "Target '-h' \(notAName)"), ("a..b", "Target 'a..b' \(notAName)"), ("a b", "Target 'a b' \(notAName)"),
        (":5432", "Target ':5432' \(notAName)"), (".", "Target '.' \(notAName)"),
        ("a\nb", "Target 'a\u{fffd}b' \(notAName)"),
        ("127.1", "Target '127.1' \(looksNumeric)"), ("010.0.0.1", "Target '010.0.0.1' \(looksNumeric)"),
        ("0x7f000001", "Target '0x7f000001' \(looksNumeric)"), ("2130706433", "Target '2130706433' \(looksNumeric)"),
        ("256.1.1.1:80", "Target '256.1.1.1:80' \(looksNumeric)"),
        (
            "bücher.example",
            "Target 'bücher.example' has letters outside ASCII; write an international name in its xn-- form."
        ),
        (
            "10.0.0.0/33", "Target '10.0.0.0/33' has a prefix longer than 32 bits; write it like 192.0.2.0/24."
        ),
        ("::/129", "Target '::/129' has a prefix longer than 128 bits; write it like 2001:db8::/112."),
        (
            "10.0.0/8", "Target '10.0.0/8' is not a range of addresses; write it like 192.0.2.0/24 or 2001:db8::/112."
        ),
        (
            "10.0.0.0/8:80",
            "Target '10.0.0.0/8:80' is not a range of addresses; write it like 192.0.2.0/24 or 2001:db8::/112."
        ),
        (
            "10.0.0.0/15",
            "Target '10.0.0.0/15' has 131,072 addresses, and the most is 65,536; split it into blocks of /16 or smaller."
        ),
        (
            "fd00::/64",
            "Target 'fd00::/64' has more addresses than can be scanned, and the most is 65,536; "
                + "split it into blocks of /112 or smaller."
        ),
        (
            "redis://h",
            "Target 'redis://h' has a scheme that no probe speaks; "
                + "known are http://, https://, mongodb://, postgres://, postgresql://."
        ),
        (
            "mongodb+srv://h",
            "Target 'mongodb+srv://h' asks for a lookup of DNS SRV records, which Ajar does not do; name the hosts."
        ),
        ("postgres://", "Target 'postgres://' has no host."),
        ("mongodb://a,,b", "Target 'mongodb://a,,b' has no host."),
        ("http://a,b", "Target 'http://a,b' lists several hosts, and a web address has one."),
        ("http://h:0/", "Target 'http://h:0/' has port 0; ports are 1 to 65535."),
        (
            "postgres://h/a%zz",
            "Target 'postgres://h/a%zz' has a '%' in its database that two hexadecimal digits do not follow."
        ),
        (
            "postgres://h/a%00b", "Target 'postgres://h/a%00b' has a database that is not a name of at most 128 bytes."
        ),
    ]
    @Test("L2: a malformed target is refused with a sentence, before anything is dialled", arguments: rows1)
    func refusesWithASentence(text: String, expected: String) {
        #expect(sentence { _ = try TargetParser(probes: testProbes).parse(text) } == expected)
    }

    @Test func overlongTargetsAreCut() throws {
        let text = sentence { _ = try TargetParser(probes: testProbes).parse(String(repeating: "a", count: 5_000)) }
        #expect(text == "Target '\(String(repeating: "a", count: 200))…' is longer than 2048 bytes.")
    }

    /// Whatever else is wrong with them, the word `hunter2` is not repeated.
    @Test(arguments: [
        "postgres://me:hunter2@h/db", "postgres://me:hunter2@h:0/db", "postgres://:hunter2@h", "me:hunter2@h",
        "postgres://me:hunter2/x@h/db", "postgres://me:hunter2?x@h/db", "postgres://me:hunter2#x@h/db",
        "postgres://me:x@hunter2@h/db", "mongodb://me:hunter2@a,b/db", "mongodb+srv://me:hunter2@h", "hunter2@h",
        "redis://:hunter2@h", "http://hunter2@h:9200/", "https://me:hunter2@h/", "http://me:hunter2/x@h",
        "postgres://h/db?password=hunter2", "postgres://h/?sslmode=require&PASSWORD=hunter2", "nosuch://a:hunter2@h",
        "postgres://me:12/hunter2@h",
    ])
    func passwordsAreRefusedAndNotRepeated(text: String) throws {
        let refusal = try #require(sentence { _ = try TargetParser(probes: testProbes).parse(text) })
        #expect(
            refusal.hasSuffix(
                "holds a password or token: Ajar looks as a stranger and takes no credentials; leave it out."))
        #expect(!refusal.contains("hunter2"))
    }

    @Test func theSentenceForAPassword() {
        let text = sentence {
            _ = try TargetParser(probes: testProbes).parse("postgres://me:pw@db.example.org:5433/shop")
        }
        #expect(
            text == "Target 'postgres://…@db.example.org:5433/shop' holds a password or token: "
                + "Ajar looks as a stranger and takes no credentials; leave it out.")
    }

    @Test(arguments: [
        ("5432", [5432]), ("5432,27017", [5432, 27017]), ("9200-9203, 80", [9200, 9201, 9202, 9203, 80]),
        ("1,1,1-2", [1, 2]), ("65535", [65535]), ("80-80", [80]),
    ])
    func readsPorts(list: String, expected: [Int]) throws {
        #expect(try TargetParser(probes: testProbes).ports(list) == expected)
    }

    private static let rows2: [(String, String)] = [
        ("", "--ports '' has an empty entry; write it like 5432,9200-9210."),
        ("80,", "--ports '80,' has an empty entry; write it like 5432,9200-9210."),
        ("0", "--ports '0' has port 0; ports are 1 to 65535."),
        ("1-65536", "--ports '1-65536' has port 65536; ports are 1 to 65535."),
        ("9-1", "--ports '9-1' has a range that ends before it starts; write 1-9."),
        ("x", "--ports 'x' has a port that is not a number; ports are 1 to 65535."),
        ("1-2-3", "--ports '1-2-3' has a port that is not a number; ports are 1 to 65535."),
        ("-5", "--ports '-5' has a port that is not a number; ports are 1 to 65535."),
    ]
    @Test(arguments: rows2)
    func refusesPorts(list: String, expected: String) {
        #expect(sentence { _ = try TargetParser(probes: testProbes).ports(list) } == expected)
    }

    @Test func readsServices() throws {
        let parser = TargetParser(probes: testProbes)
        #expect(try parser.services("mongodb, PostgreSQL,mongodb").map(\.service) == [.mongodb, .postgresql])
        #expect(
            sentence { _ = try parser.services("mongodb,oracle") }
                == "--services has 'oracle', which no probe speaks; known are elasticsearch, mongodb, postgresql.")
        #expect(
            sentence { _ = try parser.services("") }
                == "--services has '', which no probe speaks; known are elasticsearch, mongodb, postgresql.")
    }

    @Test func readsExclusions() throws {
        let exclusions = try TargetParser(probes: testProbes)
            .exclusions(["10.0.0.1, 10.1.0.0/16", "[::1]", "*.internal.example, db.example.org"])
        for excluded in ["10.0.0.1", "10.1.255.255", "::1", "::ffff:10.0.0.1", "64:ff9b::10.1.2.3"] {
            try #expect(exclusions.contains(address(excluded), name: nil), "\(excluded)")
        }
        try #expect(!exclusions.contains(address("10.0.0.2"), name: "example.org"))
        try #expect(exclusions.contains(address("10.0.0.2"), name: "db.example.org"))
        #expect(exclusions.contains(name: "a.b.internal.example") && !exclusions.contains(name: "internal.example"))
    }

    @Test("T7: a long list of exclusions is read and looked up at once")
    func aLongListOfExclusionsIsReadAtOnce() throws {
        // Every second address, in no order.
        let addresses = (0..<30_000).map { number in
            let place = number * 7919 % 30_000 * 2
            return "10.\(place >> 16).\(place >> 8 & 255).\(place & 255)"
        }
        let start = ContinuousClock.now
        let exclusions = try TargetParser(probes: testProbes).exclusions([addresses.joined(separator: ",")])
        try #expect(exclusions.contains(address("10.0.233.4"), name: nil))
        try #expect(!exclusions.contains(address("10.0.233.5"), name: nil))
        #expect(start.duration(to: .now) < .seconds(10))
    }

    private static let rows3: [(String, String)] = [
        ("10.0.0.1,", "--exclude has an empty entry; write it like 192.0.2.7,198.51.100.0/24,db.example.org."),
        ("10.0.0.0/40", "--exclude '10.0.0.0/40' has a prefix longer than 32 bits; write it like 192.0.2.0/24."),
        ("a b", "--exclude 'a b' \(notAName)"), ("*.org", "--exclude '*.org' \(notAName)"),
        ("10.0.1", "--exclude '10.0.1' \(looksNumeric)"),
    ]
    @Test(arguments: rows3)
    func refusesExclusions(list: String, expected: String) {
        #expect(sentence { _ = try TargetParser(probes: testProbes).exclusions([list]) } == expected)
    }

    @Test func wildcardsCoverWhatIsBelowAndNotTheDomain() throws {
        let pattern = try #require(NamePattern("*.Example.org"))
        #expect(pattern.matches("a.example.org") && pattern.matches("a.b.example.org"))
        #expect(!pattern.matches("example.org") && !pattern.matches("badexample.org"))
        #expect(pattern.description == "*.example.org")
    }
}
