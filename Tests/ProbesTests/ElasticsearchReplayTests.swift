import Exposure
import Formats
import Testing

@testable import Probes

/// Every recorded state of every recorded server, asked by the machine. What is right to say of each is held over
/// sockets, by `ReplayMatrixTests`.
@Suite struct ElasticsearchReplayTests {
    @Test func recordingsAreThere() {
        #expect(ElasticsearchRecording.all.count == 101)
    }

    @Test(arguments: ElasticsearchRecording.all)
    func everyRecordIsWholeAndEveryDatasetEnded(_ recording: ElasticsearchRecording) {
        let play = ElasticsearchPlay(recording) { Issue.record("never recorded: \($0)") }
        #expect(play.finished)
        #expect(play.sink.mistakes.isEmpty)
        #expect(play.sink.datasets.allSatisfy { $0.broken == 0 && $0.isEnded })
        if let patients = play.sink["patients"], recording.state.readable.contains("patients") {
            #expect(patients.records == 2)
            #expect(patients.estimated == 60)
            #expect(patients.values.contains { $0.hasPrefix("nhs_number=") })
            #expect(patients.values.contains { $0.hasPrefix("address.") })
        }
    }

    @Test(arguments: [
        ("elasticsearch-6.8.23/security-secured", "basic", true),
        ("elasticsearch-8.16.6/security-secured", "basic, apikey", true),
        ("elasticsearch-8.16.6/security-tls", "basic, bearer, apikey", false),
        ("opensearch-2.19.4/secured", "basic", true),
        ("searchguard-7.5.1-38.0.0/secured-tls", "basic", false),
        ("elasticsearch-5.6.16/behind-nginx-basic", "basic", true),
    ])
    func loginDemandIsTold(_ file: String, _ schemes: String, _ crossesInClear: Bool) throws {
        let play = ElasticsearchPlay(try #require(ElasticsearchRecording.named(file))) { _ in }
        #expect(play.outcome.authentication == schemes)
        #expect(play.outcome.flags.contains("cleartext_password") == crossesInClear)
        // One question is enough where a credential is demanded.
        #expect(play.asked.allSatisfy { $0 == "/" })
    }

    @Test(arguments: [
        ("elasticsearch-1.7.6/open", Privileges(read: true, write: true, administer: true)),
        ("elasticsearch-5.6.16/open", Privileges(read: true, write: true, administer: true)),
        ("elasticsearch-6.8.23/security-disabled", Privileges(read: true, write: true, administer: true)),
        ("elasticsearch-8.16.6/security-disabled", Privileges(read: true, write: true, administer: true)),
        ("elasticsearch-9.4.3/security-disabled", Privileges(read: true, write: true, administer: true)),
        ("opensearch-3.4.0/open", Privileges(read: true, write: true, administer: true)),
        // A proxy may refuse what is not asked: it cannot be told.
        ("elasticsearch-5.6.16/behind-nginx-readonly", Privileges(read: true)),
        (
            "elasticsearch-8.16.6/security-anonymous-reader",
            Privileges(role: "anonymous_user: orders_reader", read: true, write: false, administer: false)
        ),
        (
            "elasticsearch-7.10.2/security-anonymous-superuser",
            Privileges(role: "_anonymous: superuser", read: true, write: true, administer: true)
        ),
        (
            "opensearch-2.19.4/anonymous-dnfof",
            Privileges(role: "opendistro_security_anonymous: own_index, orders_ro_monitor", read: true)
        ),
        ("searchguard-7.5.1-38.0.0/anonymous", Privileges(role: "sg_anonymous: SGS_OWN_INDEX, orders_ro")),
    ])
    func privilegesAreTold(_ file: String, _ expected: Privileges) throws {
        let play = ElasticsearchPlay(try #require(ElasticsearchRecording.named(file))) { _ in }
        #expect(play.outcome.privileges == expected)
    }

    /// The evidence is kept and shown; values that were read are not.
    @Test("B12: no value reaches the outcome", arguments: ElasticsearchRecording.all)
    func noValueReachesTheOutcome(_ recording: ElasticsearchRecording) {
        let play = ElasticsearchPlay(recording) { _ in }
        let shown = String(describing: play.outcome)
        for value in play.sink.datasets.flatMap(\.values) {
            let text = value.drop { $0 != "=" }.dropFirst()
            if text.count > 8 { #expect(!shown.contains(text)) }
        }
    }

    /// Each cut of each answer of some servers: the readers of replies give what is there, and never trap. What they
    /// say of a list grows with the bytes, and only the last one makes it whole.
    @Test(arguments: ["elasticsearch-1.7.6/open", "elasticsearch-8.16.6/security-anonymous-superuser"])
    func everyTruncationOfEveryReplyIsRead(_ file: String) throws {
        let recording = try #require(ElasticsearchRecording.named(file))
        for exchange in recording.exchanges {
            guard let body = HTTPResponse(recorded: exchange.response)?.body else { continue }
            var names = 0
            for cut in 0...body.count {
                body.prefix(cut).withUnsafeBytes { bytes in
                    _ = ElasticsearchRoot(bytes)
                    _ = ElasticsearchError(bytes)
                    _ = ElasticsearchAccount(bytes)
                    _ = ElasticsearchPrivileges(bytes)
                    _ = ElasticsearchSearch(bytes)?.indexNames(atMost: 10)
                    for list in [IndexList.resolved(bytes), IndexList.catalog(bytes)] {
                        guard let list else { continue }
                        #expect(list.indices.count >= names)
                        #expect(!list.isWhole || cut >= body.count - 1)
                        names = list.indices.count
                    }
                }
            }
        }
    }

    /// Whatever the cut, the machine ends, says so, and never calls a cut-off server open without a read.
    @Test(arguments: [
        "elasticsearch-1.7.6/open", "elasticsearch-8.16.6/security-anonymous-reader", "opensearch-2.19.4/open",
    ])
    func everyTruncationOfEveryAnswerEnds(_ file: String) throws {
        let recording = try #require(ElasticsearchRecording.named(file))
        var responses: [String: HTTPResponse] = [:]
        for cutPath in ["/", "/_resolve", "/_cat", "/orders/_search", "/_security"] {
            for cut in stride(from: 0, to: 700, by: cutPath == "/" ? 1 : 11) {
                let play = ElasticsearchPlay(answer: { path, tls in
                    let known = responses[path]
                    let recorded = known == nil ? recording.exchange(for: path, tls: tls)?.response : nil
                    guard var response = known ?? recorded.flatMap({ HTTPResponse(recorded: $0) })
                    else { return .ended(.closed(received: 0)) }
                    responses[path] = response
                    if path == cutPath || (cutPath != "/" && path.hasPrefix(cutPath)), cut < response.body.count {
                        response.body = Array(response.body.prefix(cut))
                        response.truncated = true
                    }
                    return .response(response)
                })
                #expect(play.finished)
                #expect(play.sink.mistakes.isEmpty)
                if play.outcome.access == .open { #expect(play.sink.datasets.contains { $0.isRead }) }
            }
        }
    }
}
