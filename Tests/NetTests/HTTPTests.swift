import NIOCore
import Probes
import Synchronization
import TestSupport
import Testing

@testable import Net

@Suite(.serialized, .timeLimit(.minutes(1)))
struct HTTPTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nx-a: 2\r\n\r\nhi"

    @Test func responseHasStatusLowerCaseHeadersAndBody() async throws {
        let server = try await HostileServer(.answer(Self.ok))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        #expect(
            run.log.responses == [
                HTTPResponse(status: 200, headers: ["content-length": "2", "x-a": "1,2"], body: [0x68, 0x69])
            ])
        await server.stop()
    }

    @Test("B3: the request says who asks, and wants no compression: there is no decoder")
    func requestSaysWhoAsksAndWantsNoCompression() async throws {
        let request = Mutex("")
        let server = try await HostileServer(
            .init(onBytes: { channel, bytes in
                request.withLock { $0 += String(buffer: bytes) }
                channel.say(Self.ok)
            }))
        try await converse(port: server.port, host: "db.example", framing: .http, asking("/_cat/indices?h=index"))
        let text = request.withLock { $0 }
        #expect(text.hasPrefix("GET /_cat/indices?h=index HTTP/1.1\r\n"))
        #expect(text.contains("Host: db.example:\(server.port)\r\n"))
        #expect(text.contains("User-Agent: ajar/test\r\n"))
        #expect(text.contains("Accept-Encoding: identity\r\n"))
        await server.stop()
    }

    @Test func connectionIsKeptForTheNextRequest() async throws {
        let server = try await HostileServer(.answer(Self.ok))
        let run = try await converse(port: server.port, framing: .http, asking("/a", "/b", "/c"))
        #expect(run.log.responses.count == 3)
        #expect(server.accepted == 1)
        await server.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\n\r\nhi",
    ])
    func anotherConnectionIsMadeWhereTheServerEndsEach(_ answer: String) async throws {
        let server = try await HostileServer(.answer(answer, thenClose: true))
        let run = try await converse(port: server.port, framing: .http, asking("/a", "/b", "/c"))
        #expect(run.log.responses.map(\.status) == [200, 200, 200])
        #expect(run.log.responses.allSatisfy { $0.body == [0x68, 0x69] && !$0.truncated })
        #expect(server.accepted == 3)
        await server.stop()
    }

    @Test func manyRequestsWithoutKeepAliveAreNotTakenForCircles() async throws {
        let server = try await HostileServer(.answer("HTTP/1.0 200 OK\r\n\r\n", thenClose: true))
        let asked = Mutex(0)
        let run = try await converse(port: server.port, framing: .http) { _, seen in
            if case .start = seen { return .connect(tls: false) }
            let count = asked.withLock { count in
                count += 1
                return count
            }
            return count > 40 ? .finish : .send(Get("/"))
        }
        #expect(run.log.responses.count == 40)
        #expect(run.outcome.incomplete.isEmpty)
        await server.stop()
    }

    @Test func idleConnectionThatTheServerClosedIsReplacedOnce() async throws {
        // Promises to keep the connection and closes it all the same.
        let server = try await HostileServer(.answer(Self.ok, thenClose: true))
        let run = try await converse(port: server.port, framing: .http, asking("/a", "/b"))
        #expect(run.log.responses.count == 2)
        #expect(server.accepted == 2)
        await server.stop()
    }

    @Test func endlessBodyIsCut() async throws {
        let server = try await HostileServer(
            .endless(String(repeating: "x", count: 8192), after: "HTTP/1.1 200 OK\r\n\r\n", onRequest: true))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        #expect(run.log.responses.map(\.truncated) == [true])
        #expect(run.log.responses.map(\.body.count) == [64 * 1024])
        #expect(run.took < .seconds(2))
        await server.stop()
    }

    @Test(
        "B2: a body is cut at the limit and not before", arguments: [(65_535, false), (65_536, false), (65_537, true)])
    func bodyIsCutAtTheLimitAndNotBefore(_ length: Int, _ truncated: Bool) async throws {
        let body = String(repeating: "x", count: length)
        let server = try await HostileServer(.answer("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n\(body)"))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        #expect(run.log.responses.map(\.truncated) == [truncated])
        #expect(run.log.responses.map(\.body.count) == [min(length, 64 * 1024)])
        await server.stop()
    }

    @Test func bodyThatBreaksOffIsMarked() async throws {
        let server = try await HostileServer(
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", thenClose: true))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        #expect(run.log.responses.map(\.truncated) == [true])
        #expect(run.log.responses.map(\.body.count) == [5])
        await server.stop()
    }

    @Test func endlessHeadersAreCut() async throws {
        let server = try await HostileServer(
            .endless("X-Y: zzzzzzzz\r\n", after: "HTTP/1.1 200 OK\r\n", onRequest: true))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        guard case .notHTTP = run.log.end else {
            Issue.record("\(String(describing: run.log.end))")
            return
        }
        #expect(run.budget.spentBytes < 1 << 20)
        await server.stop()
    }

    @Test func oneHugeHeaderIsCut() async throws {
        let server = try await HostileServer(
            .endless(String(repeating: "z", count: 8192), after: "HTTP/1.1 200 OK\r\nX: ", onRequest: true))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        guard case .notHTTP = run.log.end else {
            Issue.record("\(String(describing: run.log.end))")
            return
        }
        await server.stop()
    }

    @Test func endlessInterimResponsesAreCut() async throws {
        let server = try await HostileServer(.endless("HTTP/1.1 100 Continue\r\n\r\n", onRequest: true))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        guard case .notHTTP = run.log.end else {
            Issue.record("\(String(describing: run.log.end))")
            return
        }
        await server.stop()
    }

    @Test("B1: a compressed body is left out")
    func compressedBodyIsLeftOut() async throws {
        let server = try await HostileServer(
            .answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n12345"))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        #expect(run.log.responses.map(\.body) == [[]])
        #expect(run.log.responses.map(\.truncated) == [true])
        #expect(run.log.responses.map { $0.headers["content-encoding"] } == ["gzip"])
        await server.stop()
    }

    @Test func redirectIsHandedOverAndNotFollowed() async throws {
        let server = try await HostileServer(
            .answer("HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        #expect(run.log.responses.map(\.status) == [302])
        #expect(server.accepted == 1)
        await server.stop()
    }

    @Test func headHasNoBodyWhateverItsLength() async throws {
        let server = try await HostileServer(.answer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"))
        let run = try await converse(port: server.port, framing: .http, asking("/", "/", method: .head))
        #expect(run.log.responses.map(\.truncated) == [false, false])
        await server.stop()
    }

    private static let nonsense: [String] = [
        "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{0}\u{0}\u{1}", "HTTP/1.1 200", "HTTP/9.9 999 ?\r\n\r\n",
        "HTTP/1.1 -1 x\r\n\r\n",
        "HTTP/1.1 99999999999999999999 x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: novalue\r\n\r\n", "HTTP/1.1 200 OK\r\nA\r\n\r\n", "HTTP/1.1 200 OK\r\n A: b\r\n\r\n",
        "\r\n\r\n\r\n",
        "HTTP/1.1 200 \u{fffd}\u{0}\r\nA: \u{0}\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "<html>", "H",
    ]

    /// Each ends the conversation in time, whichever way; none may trap.
    @Test(arguments: nonsense, [true, false])
    func nonsenseEndsInTime(_ answer: String, thenClose: Bool) async throws {
        let server = try await HostileServer(.answer(answer, thenClose: thenClose))
        let run = try await converse(port: server.port, framing: .http, limits: .short, asking("/a", "/b"))
        #expect(run.log.events.count >= 3)
        #expect(run.took < .seconds(2))
        try await waitUntil { server.open == 0 }
        await server.stop()
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "<html>\r\n\r\n", "+PONG\r\n"])
    func whatIsNotHTTPIsSaidToBeSo(_ answer: String) async throws {
        let server = try await HostileServer(.answer(answer))
        let run = try await converse(port: server.port, framing: .http, asking("/"))
        guard case .notHTTP = run.log.end else {
            Issue.record("\(String(describing: run.log.end))")
            return
        }
        await server.stop()
    }

    @Test(arguments: ["", "a", "/a b", "/\r\nX: y", "/\u{e9}", "/\u{7f}"])
    func pathThatCouldBreakTheRequestIsNotSent(_ path: String) async throws {
        let server = try await HostileServer(.answer(Self.ok))
        let run = try await converse(port: server.port, framing: .http, asking(path))
        #expect(run.log.end == .notHTTP("the path of a request is not percent-encoded"))
        await server.stop()
    }

    @Test func silentServerEndsAfterTheFirstByteLimit() async throws {
        let server = try await HostileServer(.silence)
        let run = try await converse(port: server.port, framing: .http, limits: .short, asking("/"))
        #expect(run.log.end == .silent(received: 0))
        #expect(run.took < .milliseconds(1500))
        await server.stop()
    }

    @Test func drippingBodyIsCutByTheEndpointsTime() async throws {
        let server = try await HostileServer(
            .init(onBytes: { channel, _ in
                channel.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(50)) { task in
                    guard channel.isActive else { return task.cancel() }
                    channel.say("x")
                }
            }))
        let run = try await converse(port: server.port, framing: .http, time: .milliseconds(700), asking("/"))
        #expect(run.log.end == .outOfTime)
        #expect(run.took >= .milliseconds(690) && run.took < .milliseconds(1500))
        await server.stop()
    }

    @Test func byteBudgetEndsABodyWithoutAResponse() async throws {
        let server = try await HostileServer(
            .endless(String(repeating: "x", count: 4096), after: "HTTP/1.1 200 OK\r\n\r\n", onRequest: true))
        let run = try await converse(port: server.port, framing: .http, bytes: 20_000, asking("/"))
        #expect(run.log.end == .outOfBytes)
        #expect(run.log.responses.isEmpty)
        await server.stop()
    }
}
