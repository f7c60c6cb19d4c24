import Testing

@testable import Net

struct ResolvedAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("2001:DB8::0:1", "2001:db8::1"),
        ("::ffff:10.1.2.3", "10.1.2.3"), ("::FFFF:0a01:0203", "10.1.2.3"),
    ])
    func addressIsGivenInOneForm(_ text: String, _ ip: String) throws {
        #expect(try ResolvedAddress(ip: text, port: 1).ip == ip)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "12345::1", "::1 "])
    func whatIsNoAddressIsRefused(_ text: String) {
        #expect(throws: ResolutionError.notAnAddress) { try ResolvedAddress(ip: text, port: 1) }
    }

    @Test(arguments: [-1, 0, 65536, Int.max, Int.min])
    func badPortIsRefused(_ port: Int) async {
        #expect(throws: ResolutionError.badPort(port)) { try ResolvedAddress(ip: "127.0.0.1", port: port) }
        await #expect(throws: ResolutionError.badPort(port)) { try await Resolver.resolve("localhost", port: port) }
    }

    @Test(arguments: [1, 65535])
    func portsAtTheLimitsAreTaken(_ port: Int) throws {
        #expect(try ResolvedAddress(ip: "127.0.0.1", port: port).port == port)
    }

    @Test func localhostIsResolvedToLoopback() async throws {
        let addresses = try await Resolver.resolve("localhost", port: 5432)
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { ["127.0.0.1", "::1"].contains($0.ip) && $0.port == 5432 })
        #expect(Set(addresses).count == addresses.count)
    }

    @Test(arguments: ["", "no such host", "local\u{0}host", "nothing.invalid", String(repeating: "a", count: 300)])
    func unknownNameIsAnError(_ name: String) async {
        await #expect(throws: ResolutionError.self) {
            try await Resolver.resolve(name, port: 1, timeout: .seconds(2))
        }
    }

    @Test func descriptionBracketsIPv6() throws {
        #expect("\(try ResolvedAddress(ip: "::1", port: 80))" == "[::1]:80")
        #expect("\(try ResolvedAddress(ip: "10.0.0.1", port: 80))" == "10.0.0.1:80")
    }
}
