import Exposure
import NIOCore
import Probes
import TestSupport
import Testing

@testable import Net

@Suite(.serialized, .timeLimit(.minutes(1)))
struct HostileServerTests {
    @Test func silentServerEndsAfterTheFirstByteLimit() async throws {
        let server = try await HostileServer(.silence)
        let run = try await converse(port: server.port, limits: .short, listening(saying: "hello"))
        #expect(run.log.events == [.start, .connected(tls: nil), .ended(.silent(received: 0))])
        #expect(run.took >= .milliseconds(290) && run.took < .milliseconds(1500))
        await server.stop()
    }

    @Test func serverThatStopsInTheMiddleEndsAfterTheIdleLimit() async throws {
        let server = try await HostileServer(.answer("half"))
        let run = try await converse(port: server.port, limits: .short, listening(saying: "hello"))
        #expect(run.log.events.suffix(2) == [.bytes([UInt8]("half".utf8)), .ended(.silent(received: 4))])
        #expect(run.took < .milliseconds(1500))
        await server.stop()
    }

    @Test("T4: the first byte may take longer than a pause between bytes")
    func theFirstByteMayTakeLongerThanAPause() async throws {
        let server = try await HostileServer(
            .init(onBytes: { channel, _ in
                channel.eventLoop.scheduleTask(in: .milliseconds(500)) { channel.say("late") }
            }))
        var limits = ConnectionLimits.ample
        limits.idle = .milliseconds(200)
        let run = try await converse(port: server.port, limits: limits, listening(saying: "hello"))
        #expect(run.log.events.suffix(2) == [.bytes([UInt8]("late".utf8)), .ended(.silent(received: 4))])
        await server.stop()
    }

    @Test func drippingServerIsCutByTheEndpointsTime() async throws {
        let server = try await HostileServer(.drip(0x41, every: .milliseconds(50)))
        let run = try await converse(port: server.port, time: .milliseconds(600), listening())
        #expect(run.log.end == .outOfTime)
        #expect(run.log.events.count > 4)
        #expect(run.took >= .milliseconds(590) && run.took < .milliseconds(1500))
        await server.stop()
    }

    @Test func endlessStreamIsCutByTheByteBudget() async throws {
        let server = try await HostileServer(.endless(String(repeating: "x", count: 8192), onRequest: false))
        let run = try await converse(port: server.port, bytes: 1_000_000, listening())
        #expect(run.log.end == .outOfBytes)
        #expect(run.budget.remainingBytes == 0)
        #expect(run.took < .seconds(3))
        await server.stop()
    }

    @Test func endlessStreamThatIsNeverConsumedIsCutByTheAccumulationLimit() async throws {
        let server = try await HostileServer(.endless(String(repeating: "x", count: 8192), onRequest: false))
        let run = try await converse(port: server.port, bytes: .max) { _, seen in
            switch seen {
            case .start: .connect(tls: false)
            case .ended: .finish
            default: .receive(consumed: 0)
            }
        }
        #expect(run.log.end == .outOfBytes)
        #expect(run.budget.spentBytes < 4 << 20)
        await server.stop()
    }

    @Test func serverThatClosesAtOnce() async throws {
        let server = try await HostileServer(.closeAtOnce)
        let run = try await converse(port: server.port, listening())
        #expect(run.log.end == .closed(received: 0))
        await server.stop()
    }

    @Test func serverThatClosesAfterAnswerGivesTheBytesFirst() async throws {
        let server = try await HostileServer(.answer("bye", thenClose: true))
        let run = try await converse(port: server.port, listening(saying: "hello"))
        #expect(run.log.events.suffix(2) == [.bytes([UInt8]("bye".utf8)), .ended(.closed(received: 3))])
        await server.stop()
    }

    @Test func serverThatResets() async throws {
        let server = try await HostileServer(.resetAtOnce)
        let run = try await converse(port: server.port, listening())
        #expect(run.log.end == .reset(received: 0))
        await server.stop()
    }

    @Test func closedPortIsRefused() async throws {
        let server = try await HostileServer(.silence)
        let port = server.port
        await server.stop()
        let run = try await converse(port: port, listening())
        #expect(run.log.events == [.start, .ended(.refused)])
        #expect(run.took < .seconds(1))
    }

    @Test("T5: an address that does not answer is given up within the connect limit")
    func addressThatDoesNotAnswerIsUnreachableWithinTheConnectLimit() async throws {
        let deaf = try DeafPort()
        let limits = ConnectionLimits(connect: .milliseconds(400))
        let run = try await converse(port: deaf.port, limits: limits, listening())
        #expect(run.log.end == .unreachable("no answer to the connection attempt within 0.4 seconds"))
        #expect(run.took >= .milliseconds(390) && run.took < .milliseconds(1500))
    }

    @Test func attemptCutShortByTheEndpointsTimeProvesNothing() async throws {
        let deaf = try DeafPort()
        let run = try await converse(port: deaf.port, time: .milliseconds(300), listening())
        #expect(run.log.end == .outOfTime)
        #expect(run.took < .milliseconds(1500))
    }

    @Test func usedUpTimeIsToldBeforeDialling() async throws {
        let server = try await HostileServer(.silence)
        let run = try await converse(port: server.port, time: .zero, listening())
        #expect(run.log.events == [.start, .ended(.outOfTime)])
        #expect(server.accepted == 0)
        await server.stop()
    }

    @Test func usedUpBytesAreToldBeforeDialling() async throws {
        let server = try await HostileServer(.silence)
        let run = try await converse(port: server.port, bytes: 0, listening())
        #expect(run.log.events == [.start, .ended(.outOfBytes)])
        #expect(server.accepted == 0)
        await server.stop()
    }

    @Test func addressOutOfScopeIsNeverDialled() async throws {
        let server = try await HostileServer(.silence)
        let run = try await converse(
            port: server.port, addressGuard: { ip, port in throw OutOfScope(reason: "\(ip) is not listed") },
            listening())
        #expect(run.log.events == [.start, .ended(.outOfScope("127.0.0.1 is not listed"))])
        #expect(server.accepted == 0)
        await server.stop()
    }

    @Test func machineMayNotGoOnAfterTheScopeForbids() async throws {
        let forbids: AddressGuard = { _, _ in throw OutOfScope(reason: "no") }
        let run = try await converse(port: 9, addressGuard: forbids) { _, _ in .connect(tls: false) }
        #expect(run.log.events == [.start, .ended(.outOfScope("no"))])
    }

    @Test func machineThatReconnectsForeverIsBrokenOff() async throws {
        let server = try await HostileServer(.closeAtOnce)
        let run = try await converse(port: server.port) { _, seen in
            if case .connected = seen { .receive(consumed: 0) } else { .connect(tls: false) }
        }
        #expect(run.outcome.incomplete == ["The conversation was broken off after 8 connections."])
        await server.stop()
    }

    @Test("T8: a machine that goes in circles is broken off")
    func machineThatGoesInCirclesIsBrokenOff() async throws {
        let run = try await converse(port: 9) { _, _ in .receive(consumed: 5) }
        #expect(run.outcome.incomplete == ["The conversation was broken off: it went in circles."])
        let other = try await converse(port: 9) { _, _ in .receive(consumed: -5) }
        #expect(other.outcome.incomplete == ["The conversation was broken off: it went in circles."])
    }

    @Test func whatIsNotConsumedComesAgainWithMoreBehind() async throws {
        let server = try await HostileServer(
            .init(onConnect: { channel in
                channel.say("ab")
                channel.eventLoop.scheduleTask(in: .milliseconds(400)) { channel.say("cd") }
            }))
        let run = try await converse(port: server.port) { _, seen in
            switch seen {
            case .start: .connect(tls: false)
            case .bytes([UInt8(ascii: "d")]), .ended: .finish
            case .bytes(let bytes): bytes.count == 1 ? .receive(consumed: 0) : .receive(consumed: 1)
            default: .receive(consumed: 0)
            }
        }
        let bytes = run.log.events.compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
        // The rest is shown once more after something was consumed, and then again only with more behind it.
        #expect(bytes.map { String(decoding: $0, as: UTF8.self) } == ["ab", "b", "bcd", "cd", "d"])
        await server.stop()
    }

    @Test func answerThatIsAlreadyThereIsShownAfterSending() async throws {
        let server = try await HostileServer(.greet("onetwo"))
        let run = try await converse(port: server.port) { _, seen in
            switch seen {
            case .start: .connect(tls: false)
            case .connected: .receive(consumed: 0)
            case .bytes(let bytes): bytes.count == 6 ? .send(Say("x"), consumed: 3) : .finish
            default: .finish
            }
        }
        #expect(run.log.events.last == .bytes([UInt8]("two".utf8)))
        await server.stop()
    }

    @Test func cancelledTaskClosesTheSocketAtOnce() async throws {
        let server = try await HostileServer(.silence)
        let port = server.port
        let start = ContinuousClock.now
        let limits = ConnectionLimits()
        let task = Task { try await converse(port: port, limits: limits, time: .seconds(60), listening()).outcome }
        while server.accepted == 0 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        let outcome = try await task.value
        #expect(outcome.incomplete == ["The conversation was cancelled."])
        #expect(start.duration(to: .now) < .seconds(2))
        try await waitUntil { server.open == 0 }
        await server.stop()
    }

    @Test func noSocketIsLeftOpen() async throws {
        let servers = [
            try await HostileServer(.silence), try await HostileServer(.greet("hello")),
            try await HostileServer(.resetAtOnce), try await HostileServer(.closeAtOnce),
        ]
        var limits = ConnectionLimits.short
        limits.firstByte = .milliseconds(30)
        limits.idle = .milliseconds(10)
        limits.handshake = .milliseconds(30)
        let before = openDescriptors()
        for server in servers {
            for round in 0..<30 {
                try await converse(port: server.port, limits: limits, listening(tls: round.isMultiple(of: 2)))
            }
        }
        for server in servers { try await waitUntil { server.open == 0 } }
        // Other tests open a few of their own meanwhile; a leak would show as a hundred and more.
        #expect(openDescriptors() - before < 60)
        for server in servers { await server.stop() }
    }
}

func waitUntil(_ condition: () -> Bool) async throws {
    for _ in 0..<1000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    #expect(condition())
}
