import Foundation
import Glibc
import NIOCore
import Probes
import TestSupport
import Testing

@testable import Net

/// TLS that an account is sent through: only with a certificate that an authority vouches for, and for the right host.
@Suite(.serialized, .timeLimit(.minutes(1)), .enabled(if: OpenSSLServer.isThere, "needs `openssl` in PATH"))
struct VerifiedTLSTests {
    private func converse(port: Int, host: String) async throws -> ScriptedMachine.Log {
        let log = ScriptedMachine.Log()
        let address = try ResolvedAddress(ip: "127.0.0.1", port: port)
        let ask = asking("/", tls: true)
        _ = await ProbeRunner(dialer: Dialer(addressGuard: { _, _ in }), limits: .ample).run(
            ScriptedMachine(log: log, decide: ask), framing: .http, address: address, host: host,
            clientName: "ajar/test", sink: NoSink(), budget: EndpointBudget(time: .seconds(8), bytes: 1 << 20),
            verifies: true)
        return log
    }

    /// One test, because libssl reads the variable once in a process, when the first verified session is made; no other
    /// test makes one.
    @Test func onlyATrustedCertificateForTheHostIsTaken() async throws {
        let trusted = try await OpenSSLServer(["-www"])
        defer { trusted.stop() }
        setenv("SSL_CERT_FILE", trusted.certificate, 1)
        defer { unsetenv("SSL_CERT_FILE") }
        for host in ["db.example", "a.db.example"] {
            let log = try await converse(port: trusted.port, host: host)
            #expect(log.responses.map(\.status) == [200], "\(host)")
        }
        for host in ["other.example", "a.b.db.example", "127.0.0.1", "192.0.2.7"] {
            let log = try await converse(port: trusted.port, host: host)
            guard case .tlsFailed(.notVerified(let why))? = log.end else {
                Issue.record("\(host): \(log.events)")
                continue
            }
            #expect(why.contains("mismatch"))
            #expect(log.responses.isEmpty)
        }
        let stranger = try await OpenSSLServer(["-www"])
        defer { stranger.stop() }
        let log = try await converse(port: stranger.port, host: "db.example")
        guard case .tlsFailed(.notVerified)? = log.end else {
            Issue.record("\(log.events)")
            return
        }
    }
}
