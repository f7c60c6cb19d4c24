import Testing

@testable import Scanner

struct IPAddressTests {
    private static let rows1: [(String, String)] = [
        ("127.0.0.1", "127.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"),
        ("::1", "::1"), ("2001:DB8:0:0::1", "2001:db8::1"), ("::", "::"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("::ffff:10.0.0.1", "10.0.0.1"), ("::ffff:7f00:1", "127.0.0.1"), ("0:0:0:0:0:ffff:c000:201", "192.0.2.1"),
    ]
    @Test(arguments: rows1)
    func readsAndWritesTheUsualForm(text: String, expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", " 1.2.3.4", "0x7f.0.0.1", "1.2.3.-4",
        ":", ":::", "1::2::3", "12345::", "::g", "[::1]", "fe80::1%eth0", "1.2.3.4\0", "::ffff:1.2.3.256",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
    ])
    func refusesEverythingElse(text: String) {
        #expect(IPAddress(text) == nil)
    }

    private static let rows2: [(String, String, String, Int)] = [
        ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", 16_777_216), ("192.0.2.7/24", "192.0.2.0", "192.0.2.255", 256),
        ("192.0.2.7/32", "192.0.2.7", "192.0.2.7", 1), ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", 4_294_967_296),
        ("2001:db8::5/112", "2001:db8::", "2001:db8::ffff", 65_536), ("::1/128", "::1", "::1", 1),
        ("::ffff:10.1.0.0/112", "10.1.0.0", "10.1.255.255", 65_536),
    ]
    @Test(arguments: rows2)
    func blocksSpanTheirAddresses(text: String, first: String, last: String, count: Int) throws {
        let block = try #require(CIDR(text))
        #expect(block.base == IPAddress(first))
        #expect(block.last == IPAddress(last))
        #expect(block.count == count)
        #expect(block.contains(block.base) && block.contains(block.last))
    }

    @Test func hugeBlocksHaveNoCount() throws {
        let all = try #require(CIDR("::/0"))
        #expect(all.count == nil)
        #expect(all.last.description == "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
        #expect(CIDR("2001:db8::/65")?.count == nil)
        #expect(CIDR("2001:db8::/66")?.count == 1 << 62)
    }

    @Test(arguments: [
        "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8",
        "::/129", "::/1000", "::/99999999999999999999", "10.0.0.0/a", "10.0.0.0/٨", "host/8", "::ffff:0.0.0.0/95",
    ])
    func refusesWhatIsNoBlock(text: String) {
        #expect(CIDR(text) == nil)
    }

    @Test func aBlockThatSpansTheMappedAddressesStaysIPv6() throws {
        let block = try #require(CIDR("::fffe:0:0/95"))
        #expect(block.base.family == .v6 && block.last.family == .v6)
        try #expect(!block.contains(address("10.0.0.1")))
    }

    @Test func setsJoinOverlapsAndKeepFamiliesApart() throws {
        let set = AddressSet(
            ["10.0.0.128/25", "10.0.0.0/24", "10.0.2.0/24", "::a00:0/120"].compactMap { CIDR($0) })
        for inside in ["10.0.0.0", "10.0.0.255", "10.0.2.0", "10.0.2.255", "::a00:ff"] {
            try #expect(set.contains(address(inside)), "\(inside)")
        }
        for outside in ["9.255.255.255", "10.0.1.0", "10.0.1.255", "10.0.3.0", "::a00:100", "::9ff:ffff"] {
            try #expect(!set.contains(address(outside)), "\(outside)")
        }
        #expect(AddressSet().isEmpty)
        try #expect(!AddressSet().contains(address("::")))
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (65_536, "65,536"), (-1_234_567, "-1,234,567")])
    func numbersAreGrouped(number: Int, text: String) {
        #expect(grouped(number) == text)
    }
}
