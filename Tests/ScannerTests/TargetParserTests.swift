import Probes
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
        "postgres://:hunter2@h", "me:hunter2@h",
        "postgres://me:hunter2/x@h/db", "postgres://me:hunter2?x@h/db", "postgres://me:hunter2#x@h/db",
        "postgres://me:x@hunter2@h/db", "hunter2@h", "redis://:hunter2@h", "http://hunter2@h:9200/",
        "http://me:hunter2/x@h", "postgres://h/db?password=hunter2", "postgres://h/?sslmode=require&PASSWORD=hunter2",
        "postgres://me:12/hunter2@h",
    ])
    func passwordsInOddPlacesAreRefusedAndNotRepeated(text: String) throws {
        let refusal = try #require(sentence { _ = try TargetParser(probes: testProbes).parse(text) })
        #expect(
            refusal.hasSuffix(
                "holds a password or token in a place where none is taken; name your own account by --account and the "
                    + "environment, or write scheme://user:password@host, percent-encoded."))
        #expect(!refusal.contains("hunter2"))
    }

    /// An account is for one host of a service that is known.
    @Test(arguments: [
        ("postgres://me:hunter2@h:0/db", "Target 'postgres://…@h:0/db' has port 0; ports are 1 to 65535."),
        ("mongodb://me:hunter2@a,b/db", "Target 'mongodb://…@a,b/db' lists several hosts; an account is for one host."),
        (
            "postgres://me:hunter2@10.0.0.0/24",
            "Target 'postgres://…@10.0.0.0/24' looks like a range; an account is for one host."
        ),
        (
            "https://me:hunter2@10.0.0.0/24",
            "Target 'https://…@10.0.0.0/24' looks like a range; an account is for one host."
        ),
        (
            "mongodb+srv://me:hunter2@h",
            "Target 'mongodb+srv://…@h' asks for a lookup of DNS SRV records, which Ajar does not do; name the hosts."
        ),
        (
            "nosuch://a:hunter2@h",
            "Target 'nosuch://…@h' has a scheme that no probe speaks; "
                + "known are http://, https://, mongodb://, postgres://, postgresql://."
        ),
        (
            "postgres://me:hunter2%zz@h",
            "Target 'postgres://…@h' has a '%' in its password that two hexadecimal digits do not follow."
        ),
        ("postgres://me:hunter2%ff@h", "Target 'postgres://…@h' has a password that is not UTF-8."),
        ("postgres://me:hunter2%00@h", "Target 'postgres://…@h' has a password that is not UTF-8."),
        (
            "mongodb://me:hunter2@h/?authMechanism=PLAIN",
            "Target 'mongodb://…@h/' asks for an authMechanism other than SCRAM, and no other is spoken."
        ),
    ])
    func anAccountIsForOneHost(text: String, expected: String) {
        #expect(sentence { _ = try TargetParser(probes: testProbes).parse(text) } == expected)
    }

    @Test(arguments: [
        (
            "postgres://me:hunter%202@h:5433/shop?sslmode=require", "postgres://me@h:5433/shop",
            Credential.libpq(["user": Secret("me"), "password": Secret("hunter 2"), "sslmode": Secret("require")])
        ),
        (
            "mongodb://me:hun:ter@h/shop", "mongodb://me@h/shop",
            .password(user: "me", Secret("hun:ter"), database: "shop")
        ),
        (
            "mongodb://me:p%2F%40@h/shop?authSource=users", "mongodb://me@h/shop",
            .password(user: "me", Secret("p/@"), database: "users")
        ),
        ("mongodb://me:p@h", "mongodb://me@h", .password(user: "me", Secret("p"))),
        ("https://me:p@h/", "https://me@h", .password(user: "me", Secret("p"))),
    ])
    func aPasswordInAURLIsTheAccountsAndNotInItsText(text: String, shown: String, account: Credential) throws {
        let target = try parseOne(text)
        #expect(target.account == account)
        #expect(target.text == shown)
        #expect(!"\(target)".contains("hunter") && !"\(target)".contains("p/@"))
    }

    @Test func withoutAPasswordAURLNamesNoAccount() throws {
        for text in ["postgres://me@h/shop", "postgres://me:@h/shop", "mongodb://me@h", "https://h/"] {
            #expect(try parseOne(text).account == nil)
        }
    }

    private static let environment = AccountEnvironment(
        variables: [
            "AJAR_MONGODB_USER": "mary", "AJAR_MONGODB_PASSWORD": "m-secret", "AJAR_ELASTICSEARCH_USER": "ella",
            "AJAR_ELASTICSEARCH_PASSWORD": "e-secret",
        ],
        libpq: { service in
            service == nil
                ? ["user": "paul", "password": "p-secret", "host": "elsewhere", "options": "-c x=1"]
                : service == "shop"
                    ? [
                        "host": "db.example.org", "port": "5433", "user": "sam", "dbname": "shop",
                        "password": "s-secret",
                    ]
                    : [:]
        })

    @Test(arguments: [
        ("postgres://h/shop", Credential.libpq(["user": Secret("paul"), "password": Secret("p-secret")])),
        ("postgres://ann@h", .libpq(["user": Secret("ann"), "password": Secret("p-secret")])),
        ("mongodb://h", .password(user: "mary", Secret("m-secret"))),
        ("mongodb://ann@h/shop", .password(user: "ann", Secret("m-secret"), database: "shop")),
        ("https://h", .password(user: "ella", Secret("e-secret"))),
        ("http://ann@h:9200", .password(user: "ann", Secret("e-secret"))),
        ("http://ann:own@h:9200", .password(user: "ann", Secret("own"))),
    ])
    func anAccountComesFromTheEnvironment(text: String, expected: Credential) throws {
        let target = try TargetParser(probes: testProbes, environment: Self.environment).parse(account: text)
        #expect(target.account == expected)
        #expect(target.host == .name("h"))
        // Named as an ordinary target the same URL has none.
        if !text.contains("own") {
            let parser = TargetParser(probes: testProbes, environment: Self.environment)
            if !text.contains("ann@h:9200") { #expect(try parser.parse(text).first?.account == nil) }
        }
    }

    @Test func anAPIKeyIsTakenWhereNoUserIsNamed() throws {
        let parser = TargetParser(
            probes: testProbes, environment: AccountEnvironment(variables: ["AJAR_ELASTICSEARCH_API_KEY": "id:key"]))
        #expect(try parser.parse(account: "https://h").account == .apiKey(Secret("id:key")))
        #expect(
            sentence { _ = try parser.parse(account: "https://ann@h") }
                == "Target 'https://…@h' has no password for the account; set AJAR_ELASTICSEARCH_PASSWORD.")
    }

    @Test func aServiceOfLibpqsIsATarget() throws {
        let parser = TargetParser(probes: testProbes, environment: Self.environment)
        let target = try parser.parse(account: "postgres:///?service=shop")
        #expect(target.text == "postgres://sam@db.example.org:5433/shop")
        #expect(target.host == .name("db.example.org") && target.port == 5433)
        #expect(target.account == .libpq(["user": Secret("sam"), "password": Secret("s-secret")]))
        #expect(
            sentence { _ = try parser.parse(account: "postgres:///?service=nosuch") }
                == "Service 'nosuch' names no host, or not one; it is looked for in ~/.pg_service.conf, "
                + "or in the file that PGSERVICEFILE names.")
    }

    @Test(arguments: [
        ("h", "--account takes a URL, like postgres://reader@db.example.org/shop; a host or a range is none."),
        (
            "10.0.0.0/24",
            "--account takes a URL, like postgres://reader@db.example.org/shop; a host or a range is none."
        ),
        ("mongodb://a,b", "Target 'mongodb://a,b' lists several hosts; an account is for one host."),
        ("mongodb://10.0.0.0/24", "Target 'mongodb://10.0.0.0/24' looks like a range; an account is for one host."),
        (
            "mongodb://h",
            "Target 'mongodb://h' has no user for the account; name it in the URL or in AJAR_MONGODB_USER."
        ),
        ("mongodb://ann@h", "Target 'mongodb://…@h' has no password for the account; set AJAR_MONGODB_PASSWORD."),
        (
            "https://h",
            "Target 'https://h' has no user for the account; name it in the URL or in AJAR_ELASTICSEARCH_USER."
        ),
        ("mongodb:///?service=x", "Target 'mongodb:///' names a service, which only PostgreSQL's library knows."),
    ])
    func anAccountThatCannotBeUsedIsRefused(text: String, expected: String) {
        #expect(sentence { _ = try TargetParser(probes: testProbes).parse(account: text) } == expected)
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
