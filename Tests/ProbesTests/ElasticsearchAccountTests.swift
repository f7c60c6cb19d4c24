import Exposure
import Testing

@testable import Probes

/// The same server with the operator's own account: what is sent, and when nothing is.
@Suite struct ElasticsearchAccountTests {
    private static let credential = Credential.password(user: "reader", Secret("hunter2"))

    private static func play(
        _ credential: Credential = Self.credential, loopback: Bool = true, tls: Bool = false,
        connect: (Bool) -> ProbeEvent = { .connected(tls: $0 ? TLSFacts(version: "TLSv1.3") : nil) },
        answer: (String, Bool) -> ProbeEvent = ElasticsearchMachineTests.open()
    ) -> ElasticsearchPlay {
        ElasticsearchPlay(
            ProbeOptions(samples: 2, startsWithTLS: tls, credential: credential, isLoopback: loopback),
            connect: connect, answer: answer)
    }

    @Test(
        arguments: [
            (Credential.password(user: "reader", Secret("hunter2")), "Basic cmVhZGVyOmh1bnRlcjI="),
            (.password(user: "r", Secret("a:b")), "Basic cjphOmI="), (.apiKey(Secret("id:key")), "ApiKey aWQ6a2V5"),
            (.apiKey(Secret("aWQ6a2V5")), "ApiKey aWQ6a2V5"), (.apiKey(Secret("two\r\nlines")), nil),
            (.apiKey(Secret("")), nil), (.password(user: "a:b", Secret("x")), nil),
            (.password(user: "", Secret("x")), nil),
            (.libpq([:]), nil),
        ] as [(Credential, String?)])
    func theHeaderIsBasicOrAnAPIKey(credential: Credential, header: String?) throws {
        var options = ProbeOptions()
        options.credential = credential
        for command in [ElasticsearchCommand.root, .resolve, .catalog(hidden: true)] {
            guard case .http(let request) = ElasticsearchRequest(command, options: options).message else {
                Issue.record("not HTTP")
                return
            }
            #expect(request.headers["Authorization"] == header)
        }
    }

    @Test func aStrangerSendsNoHeader() {
        guard case .http(let request) = ElasticsearchRequest(.root, options: ProbeOptions()).message else { return }
        #expect(request.headers["Authorization"] == nil)
    }

    @Test func anAcceptedAccountReads() {
        let play = Self.play()
        #expect(play.outcome.login == .accepted(method: "basic"))
        #expect(play.outcome.access == .open)
        #expect(play.sink.datasets.map(\.name) == ["people"])
        #expect(Self.play(.apiKey(Secret("id:key"))).outcome.login == .accepted(method: "api_key"))
    }

    @Test func aRefusedAccountIsTriedOnce() {
        let play = Self.play(answer: { _, _ in
            .response(HTTPResponse(401, "{}", headers: ["www-authenticate": "Basic"]))
        })
        #expect(play.outcome.login == .refused("the server refuses the account (401)"))
        #expect(play.asked == ["/"])
    }

    @Test(arguments: [302, 400, 404, 500, 503])
    func otherAnswersDecideNothing(status: Int) {
        let play = Self.play(answer: { _, _ in .response(HTTPResponse(status, "")) })
        #expect(play.outcome.login == .undecided("GET / as the account answered \(status)"))
    }

    @Test func withoutTLSNothingIsSentToAnotherMachine() {
        let play = Self.play(loopback: false)
        #expect(play.asked.isEmpty)
        #expect(
            play.outcome.login
                == .undecided("the account was not sent: without TLS it would cross the network in clear"))
    }

    @Test func insideTLSItIsSent() {
        let play = Self.play(loopback: false, tls: true)
        #expect(play.outcome.login == .accepted(method: "basic"))
        #expect(play.connections == [true])
    }

    @Test(arguments: [
        (
            TLSFailure.notVerified("self-signed certificate"),
            "the account was not sent: the server's certificate is not verified (self-signed certificate)"
        ),
        (.notTLS, "the account was not sent: no TLS that could be verified (TLS is not spoken)"),
        (.closed, "the account was not sent: no TLS that could be verified (the handshake was closed)"),
    ])
    func whereTheCertificateIsNotVerifiedNothingIsSent(failure: TLSFailure, why: String) {
        let play = Self.play(loopback: false, tls: true, connect: { _ in .ended(.tlsFailed(failure)) })
        #expect(play.outcome.login == .undecided(why))
        #expect(play.asked.isEmpty)
        // Not in the clear either.
        #expect(play.connections == [true])
    }

    @Test func theAccountIsNotAskedForInAnotherDialect() {
        // A plain port that asks for TLS, after the stranger found it plain.
        let play = Self.play(answer: { _, _ in
            .response(HTTPResponse(400, "The plain HTTP request was sent to HTTPS port"))
        })
        #expect(play.connections == [false])
    }
}
