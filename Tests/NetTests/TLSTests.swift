import Exposure
import Foundation
import NIOCore
import Probes
import TestSupport
import Testing

@testable import Net

@Suite(.serialized, .timeLimit(.minutes(1)))
struct TLSHostileServerTests {
    @Test func handshakeThatNeverEndsIsCut() async throws {
        let server = try await HostileServer(.silence)
        let run = try await converse(port: server.port, limits: .short, listening(tls: true))
        #expect(run.log.end == .silent(received: 0))
        #expect(run.took >= .milliseconds(590) && run.took < .milliseconds(1500))
        await server.stop()
    }

    @Test func drippedHandshakeIsCut() async throws {
        // The beginning of a record of 16 KiB, one byte at a time.
        let server = try await HostileServer(.drip(0x16, every: .milliseconds(30)))
        let run = try await converse(port: server.port, listening(tls: true))
        #expect(run.log.end == .tlsFailed(.notTLS))
        await server.stop()

        let other = try await HostileServer(
            .init(onConnect: { channel in
                channel.writeAndFlush(ByteBuffer(bytes: [0x16, 3, 3, 0x40, 0]), promise: nil)
                channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(30)) { task in
                    guard channel.isActive else { return task.cancel() }
                    channel.writeAndFlush(ByteBuffer(bytes: [2]), promise: nil)
                }
            }))
        let slow = try await converse(port: other.port, limits: .short, listening(tls: true))
        #expect(slow.log.end == .silent(received: 0))
        #expect(slow.took < .milliseconds(1500))
        await other.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n\r\n", "garbage", "\u{0}", "\u{16}\u{2}xxxxxxxx", "E", "SSH-2.0-x\r\n",
    ])
    func garbageAfterTheHelloIsNotTLS(_ answer: String) async throws {
        let server = try await HostileServer(.answer(answer))
        let run = try await converse(port: server.port, listening(tls: true))
        #expect(run.log.events == [.start, .ended(.tlsFailed(.notTLS))])
        await server.stop()
    }

    @Test func endlessHandshakeMessagesAreCut() async throws {
        // HelloRequests, which a client in a handshake passes over (RFC 5246 section 7.4.1.1).
        let record = ByteBuffer(bytes: [0x16, 3, 3, 0, 4, 0, 0, 0, 0])
        let server = try await HostileServer(.init(onBytes: { channel, _ in channel.sayForever(record) }))
        let run = try await converse(port: server.port, limits: .short, listening(tls: true))
        #expect(run.log.end != nil)
        #expect(run.took < .seconds(2))
        await server.stop()
    }

    @Test func closeInTheHandshake() async throws {
        let server = try await HostileServer(.init(onBytes: { channel, _ in channel.close(promise: nil) }))
        let run = try await converse(port: server.port, listening(tls: true))
        #expect(run.log.end == .tlsFailed(.closed))
        await server.stop()
    }

    @Test func resetInTheHandshake() async throws {
        let server = try await HostileServer(.init(onBytes: { channel, _ in channel.reset() }))
        let run = try await converse(port: server.port, listening(tls: true))
        #expect(run.log.end == .tlsFailed(.closed))
        await server.stop()
    }

    private static let alerts: [(UInt8, TLSFailure)] = [
        (40, .other("")), (42, .other("")), (70, .other("")), (116, .clientCertificateRequired),
    ]

    /// An alert record in the clear, as a server sends it before any key is agreed on.
    @Test(arguments: alerts)
    func alertIsNamed(_ alert: UInt8, _ failure: TLSFailure) async throws {
        let server = try await HostileServer(
            .init(onBytes: { channel, _ in
                channel.writeAndFlush(ByteBuffer(bytes: [0x15, 3, 3, 0, 2, 2, alert]), promise: nil)
            }))
        let run = try await converse(port: server.port, listening(tls: true))
        guard case .tlsFailed(let seen) = run.log.end else {
            Issue.record("\(String(describing: run.log.end))")
            return
        }
        // The wording of libssl changes from version to version.
        if case .other = failure {
            guard case .other(let text) = seen else {
                Issue.record("\(seen)")
                return
            }
            #expect(text.contains("alert"))
        } else {
            #expect(seen == failure)
        }
        await server.stop()
    }

    @Test func bytesBeforeTLSEndTheConnection() async throws {
        let server = try await HostileServer(.answer("Sinjected"))
        let run = try await converse(port: server.port) { _, seen in
            switch seen {
            case .start: .connect(tls: false)
            case .connected: .send(Say("ssl?"))
            case .bytes: .startTLS(consumed: 1)
            default: .finish
            }
        }
        #expect(run.log.end == .bytesBeforeTLS)
        await server.stop()
    }

    @Test func startTLSWithoutAConnectionIsAnswered() async throws {
        let run = try await converse(port: 9) { _, seen in
            if case .start = seen { .startTLS(consumed: 3) } else { .finish }
        }
        #expect(run.log.events == [.start, .ended(.closed(received: 0))])
    }

    private static let openings: [([UInt8], Bool)] = [
        ([], true), ([21], true), ([22], true), ([22, 3], true), ([22, 2], false), ([23], false), ([0], false),
        ([72, 84], false),
    ]

    @Test(arguments: openings)
    func firstBytesTellARecord(_ bytes: [UInt8], _ may: Bool) {
        #expect(TLSHandler.mayBeginRecord(bytes) == may)
    }
}

@Suite(.serialized, .timeLimit(.minutes(1)), .enabled(if: OpenSSLServer.isThere, "needs `openssl` in PATH"))
struct TLSServerTests {
    private static let limits = ConnectionLimits(
        connect: .seconds(2), handshake: .seconds(3), firstByte: .seconds(1), idle: .milliseconds(300))

    @Test func factsOfAHandshake() async throws {
        let server = try await OpenSSLServer(["-tls1_3", "-quiet"])
        defer { server.stop() }
        let run = try await converse(port: server.port, host: "db.example", limits: Self.limits, listening(tls: true))
        let facts = try #require(run.log.facts)
        #expect(facts.version == "TLSv1.3")
        #expect(facts.cipher?.hasPrefix("TLS_") == true)
        #expect(!facts.clientCertificateRequested)
        let certificate = try #require(facts.certificate)
        #expect(certificate.subject == "CN=db.example,O=Ajar Test")
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.names == ["db.example", "*.db.example", "192.0.2.7", "2001:db8::7"])
        #expect(certificate.selfSigned)
        #expect(!certificate.expired)
        #expect(certificate.notBefore < certificate.notAfter)
        for time in [certificate.notBefore, certificate.notAfter] {
            #expect(time.wholeMatch(of: /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
        }
    }

    @Test func subjectIsBoundedAndFreeOfControlCharacters() async throws {
        let subject = "/CN=a\u{1b}[31m\u{202e}é/O=" + String(repeating: "x", count: 60)
        let server = try await OpenSSLServer(["-quiet"], subject: subject)
        defer { server.stop() }
        let run = try await converse(port: server.port, limits: Self.limits, listening(tls: true))
        let shown = try #require(run.log.facts?.certificate?.subject)
        #expect(shown.count <= 200)
        #expect(!shown.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202e })
    }

    @Test(arguments: ["-tls1", "-tls1_1", "-tls1_2", "-tls1_3"])
    func oldVersionsAreReached(_ version: String) async throws {
        let server = try await OpenSSLServer([version, "-quiet", "-cipher", "ALL:@SECLEVEL=0"])
        defer { server.stop() }
        let run = try await converse(port: server.port, limits: Self.limits, listening(tls: true))
        let names = ["-tls1": "TLSv1", "-tls1_1": "TLSv1.1", "-tls1_2": "TLSv1.2", "-tls1_3": "TLSv1.3"]
        #expect(run.log.facts?.version == names[version])
    }

    @Test(arguments: ["-tls1", "-tls1_1", "-tls1_2", "-tls1_3"])
    func missingClientCertificateIsTold(_ version: String) async throws {
        // `-Verify`: the client must show a certificate.
        let server = try await OpenSSLServer([version, "-quiet", "-Verify", "1", "-cipher", "ALL:@SECLEVEL=0"])
        defer { server.stop() }
        let run = try await converse(port: server.port, limits: Self.limits, listening(saying: "hello", tls: true))
        #expect(run.log.end == .tlsFailed(.clientCertificateRequired))
        if let facts = run.log.facts { #expect(facts.clientCertificateRequested) }
    }

    @Test func certificateRequestThatMayBeIgnoredIsNoted() async throws {
        let server = try await OpenSSLServer(["-quiet", "-verify", "1"])
        defer { server.stop() }
        let run = try await converse(port: server.port, limits: Self.limits, listening(tls: true))
        #expect(run.log.facts?.clientCertificateRequested == true)
    }

    @Test func bytesGoThroughTLSBothWays() async throws {
        // `-rev` sends each line back reversed.
        let server = try await OpenSSLServer(["-rev"])
        defer { server.stop() }
        let run = try await converse(port: server.port, limits: Self.limits) { _, seen in
            switch seen {
            case .start: .connect(tls: true)
            case .connected: .send(Say("hello\n"))
            default: .finish
            }
        }
        #expect(run.log.events.last == .bytes([UInt8]("olleh\n".utf8)))
    }

    @Test func httpGoesThroughTLS() async throws {
        let server = try await OpenSSLServer(["-www"])
        defer { server.stop() }
        let run = try await converse(port: server.port, framing: .http, limits: Self.limits, asking("/", tls: true))
        #expect(run.log.responses.map(\.status) == [200])
        #expect(run.log.responses.allSatisfy { !$0.body.isEmpty })
    }
}
