import Exposure
import Formats
import Foundation
import Testing

@testable import Probes

/// Servers of versions and settings that nobody has recorded: the recorded ones, changed in what no protocol guarantees.
/// The verdict must stay what it was, or become less certain; never open or closed without proof.
@Suite struct UnseenElasticsearchTests {
    /// Answers with the recorded response as `change` makes it.
    private static func play(
        _ recording: ElasticsearchRecording, change: (String, inout HTTPResponse) -> Void
    ) -> ElasticsearchPlay {
        ElasticsearchPlay(recording, change: change, missing: { _ in })
    }

    /// Body and headers put differently: words, order, what stands in front.
    enum Change: String, CaseIterable, CustomTestStringConvertible {
        case reordered, reworded, renumbered, proxied, withoutProductHeader

        var testDescription: String { rawValue }

        func apply(_ path: String, _ response: inout HTTPResponse) {
            switch self {
            case .reordered:
                guard let object = try? JSONSerialization.jsonObject(with: Data(response.body)),
                    let data = try? JSONSerialization.data(
                        withJSONObject: object, options: [.sortedKeys, .prettyPrinted])
                else { return }
                response.body = Array(data)
            case .reworded:
                let words = [
                    ("missing authentication", "there is no proof of authentication"), ("credentials", "proof"),
                    ("token", "proof"), ("is unauthorized", "is not granted"), ("no permissions for", "not granted:"),
                    ("blocked by:", "held by"), ("state not recovered / initialized", "not ready"),
                    ("You have no", "None"), ("Unauthorized", "Log in"),
                ]
                replace(words, in: &response)
            case .renumbered:
                replace(
                    [(#""number":"8.16.6""#, #""number":"8.99.1""#), (#""number":"7.10.2""#, #""number":"7.3.0""#)],
                    in: &response)
            case .proxied:
                response.headers["server"] = "envoy"
                response.headers["via"] = "1.1 cache.example"
                response.headers["x-cache"] = "MISS"
                response.headers["strict-transport-security"] = "max-age=1"
            case .withoutProductHeader:
                response.headers["x-elastic-product"] = nil
                response.headers["x-opensearch-version"] = nil
            }
        }

        private func replace(_ words: [(String, String)], in response: inout HTTPResponse) {
            var text = String(decoding: response.body, as: UTF8.self)
            for (word, other) in words { text = text.replacingOccurrences(of: word, with: other) }
            response.body = Array(text.utf8)
        }
    }

    @Test(arguments: Change.allCases)
    func verdictDoesNotHangOnWordsOrOrder(_ change: Change) {
        for recording in ElasticsearchRecording.all {
            let play = Self.play(recording) { change.apply($0, &$1) }
            #expect(play.outcome.access == recording.state.access, "\(recording.file): \(play.outcome.evidence)")
            #expect(!play.outcome.flags.contains("honeypot_suspected"))
        }
    }

    /// One question left without its answer, in three ways. What is then said is what was proved without it.
    @Test(arguments: [
        HTTPResponse(404, "<html>Not Found</html>"), HTTPResponse(403, "<html>Forbidden</html>"),
        HTTPResponse(500, #"{"error":{"type":"exception","reason":"x"},"status":500}"#),
        HTTPResponse(200, "<html>Welcome</html>"),
    ])
    func anAnswerThatIsLackingMakesNoServerOpenAndNoOpenOneClosed(_ other: HTTPResponse) {
        for recording in ElasticsearchRecording.all {
            let state = recording.state
            let questions = ElasticsearchPlay(recording, missing: { _ in }).asked
            for question in Set(questions) where question != "/" {
                let play = Self.play(recording) { path, response in if path == question { response = other } }
                let access = play.outcome.access
                #expect(play.finished)
                if state.access != .open { #expect(access != .open, "\(recording.file) \(question)") }
                if state.access.isExposed {
                    #expect([.open, .partial, .unknown].contains(access), "\(recording.file) \(question): \(access)")
                }
            }
        }
    }

    /// `GET /` of one version, and all else of another, in the same state.
    @Test func versionsOfAStateMayBeMixed() {
        for recording in ElasticsearchRecording.all {
            for other in ElasticsearchRecording.all
            where other.state.product == recording.state.product && other.state.state == recording.state.state
                && other.state.access == recording.state.access && other.file != recording.file
            {
                let roots = ["/"].compactMap { other.exchange(for: $0, tls: other.state.tls) }
                guard let root = roots.first.flatMap({ HTTPResponse(recorded: $0.response) }) else { continue }
                let play = Self.play(recording) { path, response in if path == "/" { response = root } }
                #expect(play.outcome.access == recording.state.access, "\(recording.file) with / of \(other.file)")
            }
        }
    }

    private static func security(_ status: Int, _ reason: String) -> HTTPResponse {
        HTTPResponse(status, #"{"error":{"type":"security_exception","reason":"\#(reason)"},"status":\#(status)}"#)
    }

    /// Search Guard and Open Distro are plugins of Elasticsearch and keep its tagline. With access control on and an
    /// account that could not be told, what may be read is not all.
    @Test func accessControlWithoutAKnownAccountIsNeverOpen() {
        let refused = Self.security(403, "no permissions for [indices:data/read/get] and User [name=x]")
        let play = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open([
                "/_security": refused, "/_searchguard": refused, "/_opendistro": refused,
            ]))
        #expect(play.outcome.access == .partial)
    }

    @Test func accountIsToldByWhicheverImplementationHasOne() {
        let refused = Self.security(403, "worded in a way that nobody has seen")
        let account = #"{"user":"User [name=sg_anonymous, backend_roles=[]]","sg_roles":["SGS_ALL_ACCESS"]}"#
        let play = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open(["/_security": refused, "/_searchguard": HTTPResponse(200, account)])
        )
        #expect(play.outcome.access == .open)
        #expect(play.outcome.product == "Search Guard")
        #expect(play.outcome.privileges?.role == "sg_anonymous: SGS_ALL_ACCESS")
    }

    /// One index with its metadata blocked makes the whole of `_cat/indices` 403; before 7.9 there is no other list.
    @Test func blockedMetadataDoNotHideAnOpenServer() {
        let blocked = HTTPResponse(
            403,
            #"{"error":{"type":"cluster_block_exception","reason":"blocked by: [FORBIDDEN/9/index metadata (api)];"},"status":403}"#
        )
        let old = ElasticsearchMachineTests.root.replacingOccurrences(of: "8.16.6", with: "6.2.4")
        let play = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open([
                "/": HTTPResponse(200, old), "/_cat": blocked,
                "/_search?": HTTPResponse(200, ElasticsearchMachineTests.hits("{}")),
            ]))
        #expect(play.outcome.access == .open)
        let read = ElasticsearchPlay(answer: ElasticsearchMachineTests.open(["/people": blocked]))
        #expect(read.outcome.access == .partial)
    }

    /// A cluster that lost its master after it had one keeps its identity, and lists nothing.
    @Test(arguments: [
        #"{"error":{"type":"master_not_discovered_exception","reason":null},"status":503}"#,
        #"{"error":{"type":"cluster_manager_not_discovered_exception","reason":null},"status":503}"#,
        #"{"error":{"type":"cluster_block_exception","reason":"blocked by: [SERVICE_UNAVAILABLE/2/no cluster-manager];"},"status":503}"#,
        #"{"error":"MasterNotDiscoveredException[waited for [30s]]","status":503}"#,
    ])
    func anEmptyListWithoutAMasterIsBusy(_ error: String) {
        let play = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open([
                "/_resolve": HTTPResponse(200, #"{"indices":[],"aliases":[],"data_streams":[]}"#),
                "/_cat": HTTPResponse(503, error),
            ]))
        #expect(play.outcome.access == .busy)
    }

    @Test func anEmptyListThatTheOtherListDoesNotConfirmIsNoProof() {
        let play = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open([
                "/_resolve": HTTPResponse(200, #"{"indices":[],"aliases":[],"data_streams":[]}"#),
                "/_cat": HTTPResponse(500, ""),
            ]))
        #expect(play.outcome.access == .unknown)
    }

    @Test(arguments: [
        ("Open Distro Security not initialized.", "OpenSearch"),
        ("Search Guard not initialized (SG11).", "Search Guard"),
        ("Security plugin is not yet initialized", "OpenSearch"),
    ])
    func pluginsThatAreNotReadyAreBusy(_ words: String, _ product: String) {
        let play = ElasticsearchPlay { _, _ in .response(HTTPResponse(503, words)) }
        #expect(play.outcome.access == .busy)
        #expect(play.outcome.product == product)
    }

    /// Where the product names itself in a header only.
    @Test(arguments: [(503, Access.busy), (429, .busy), (400, .unknown), (404, .unknown)])
    func theProductsHeaderIsIdentity(_ status: Int, _ access: Access) {
        let play = ElasticsearchPlay { _, _ in
            .response(HTTPResponse(status, "", headers: ["x-elastic-product": "Elasticsearch"]))
        }
        #expect(play.outcome.product == "Elasticsearch")
        #expect(play.outcome.access == access)
    }

    /// A refusal in unknown words: either there is an account, which the other paths tell, or a login is wanted.
    @Test func anUnknownRefusalIsFollowedUp() {
        let refused = Self.security(401, "you may not")
        let account = HTTPResponse(200, #"{"username":"guest","roles":["reader"],"authentication_type":"anonymous"}"#)
        let all = ElasticsearchPlay { _, _ in .response(refused) }
        #expect(all.outcome.access == .authRequired)
        let some = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open([
                "/": refused, "/_resolve": refused, "/_cat": refused, "/_search": refused,
                "/_security/_authenticate": account,
                "/_security/user": HTTPResponse(
                    200, #"{"cluster":[],"indices":[{"names":["people"],"privileges":["indices:data/read/*"]}]}"#),
            ]))
        #expect(some.outcome.access == .partial)
        #expect(some.sink["people"]?.records == 1)
    }

    /// In TLS 1.3 the demand for a certificate follows the handshake, and is lost where the server closes on our request.
    @Test(arguments: [
        (ConnectionEnd.tlsFailed(.clientCertificateRequired), Access.clientCertRequired),
        (.silent(received: 0), .unknown), (.closed(received: 0), .unknown),
    ])
    func aLostDemandForACertificateIsListenedFor(_ end: ConnectionEnd, _ access: Access) {
        var machine = ElasticsearchMachine(ProbeOptions(startsWithTLS: true))
        let sink = ElasticsearchCollectingSink()
        _ = machine.next(.start, into: sink)
        let facts = TLSFacts(version: "TLSv1.3", clientCertificateRequested: true)
        _ = machine.next(.connected(tls: facts), into: sink)
        guard case .connect(tls: true) = machine.next(.ended(.reset(received: 0)), into: sink),
            case .receive = machine.next(.connected(tls: facts), into: sink),
            case .finish = machine.next(.ended(end), into: sink)
        else {
            Issue.record("it does not listen")
            return
        }
        #expect(machine.outcome.access == access)
    }

    // MARK: Decoys

    @Test func aServerThatKnowsEveryPathIsSuspected() {
        let play = ElasticsearchPlay(
            answer: ElasticsearchMachineTests.open([
                "/_ajar_no_such_endpoint": HTTPResponse(200, #"{"acknowledged":true}"#)
            ]))
        #expect(play.outcome.flags == ["honeypot_suspected"])
        #expect(play.outcome.evidence.contains { $0.detail.contains("a path that no server has") })
    }

    @Test func aServerWithOneAnswerToEverythingIsSuspected() {
        let play = ElasticsearchPlay { _, _ in .response(HTTPResponse(200, ElasticsearchMachineTests.root)) }
        #expect(play.outcome.flags == ["honeypot_suspected"])
        #expect(play.outcome.evidence.contains { $0.detail.contains("the same answer") })
        #expect(play.outcome.access != .open)
    }
}

@Suite struct UnseenPostgresTests {
    private static func frame(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0, 0, UInt8((body.count + 4) >> 8), UInt8((body.count + 4) & 0xff)] + body
    }

    /// Another language, no source lines, a field that is not known, and a notice in front: all that a version may change.
    private static func translated(_ answer: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = answer[...]
        while rest.count >= 5, let type = rest.first {
            let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let body = rest.dropFirst(5).prefix(length - 4)
            rest = rest.dropFirst(length + 1)
            guard type == UInt8(ascii: "E") else {
                result += frame(type, Array(body))
                continue
            }
            var fields: [UInt8] = []
            for field in body.split(separator: 0) {
                guard let code = field.first else { continue }
                switch code {
                case UInt8(ascii: "S"): fields += Array("SSCHWERWIEGEND\0".utf8)
                case UInt8(ascii: "M"):
                    let isOfRules = String(decoding: field, as: UTF8.self).contains("pg_hba.conf")
                    fields += Array((isOfRules ? "Mkein pg_hba.conf-Eintrag für Host »x«\0" : "MÜbersetzt.\0").utf8)
                case UInt8(ascii: "C"): fields += Array(field) + [0]
                default: break
                }
            }
            result += frame(UInt8(ascii: "N"), Array("SHINWEIS\0C00000\0Mx\0\0".utf8))
            result += frame(type, fields + Array("Zneu\0\0".utf8))
        }
        return result
    }

    @Test(arguments: PostgresRecording.all)
    func verdictDoesNotHangOnTheLanguage(recording: PostgresRecording) throws {
        let request = try #require(recording.conversations.first { $0.name == "sslrequest" })
        let asksForCertificate = recording.header.state == "cert"
        func play(_ change: @escaping ([UInt8]) -> [UInt8]) -> ProbeOutcome {
            PostgresPlay(
                answerToSSLRequest: request.bytes("s").last ?? [],
                answerToStartup: { user, database, tls in
                    guard let answer = recording.answer(user: user, database: database, tls: tls) else {
                        return ([], nil)
                    }
                    let bytes = change(answer.bytes)
                    return (bytes, answer.end == "server-closed" ? .closed(received: bytes.count) : nil)
                },
                handshake: .connected(
                    tls: TLSFacts(version: "TLSv1.3", clientCertificateRequested: asksForCertificate))
            ).run().outcome
        }
        #expect(play(Self.translated).access == play { $0 }.access)
    }

    /// A method that asks the client's machine fails in the same code as a rule, and names no file.
    @Test func aFailedMethodInAnotherLanguageIsALogin() {
        let said = Self.frame(
            0x45,
            Array("SFATAL\0VFATAL\0C28000\0MIdent-Authentifizierung für Benutzer »postgres« fehlgeschlagen\0\0".utf8))
        let play = PostgresPlay(
            answerToSSLRequest: [0x4e], answerToStartup: { _, _, _ in (said, .closed(received: said.count)) })
        #expect(play.run().outcome.access == .authRequired)
    }
}

@Suite struct UnseenMongoDBTests {
    /// Words of errors overwritten where they stand: only codes are left to go by.
    private struct Reworded: MongoDBTestServer {
        var base: MongoDBReplay
        func connect(tls: Bool) -> ProbeEvent { base.connect(tls: tls) }
        func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
            guard case .bytes(var reply) = base.answer(request, tls: tls), !request.starts(with: Array("GET".utf8))
            else {
                return base.answer(request, tls: tls)
            }
            for field in ["errmsg", "codeName", "info", "msg"] {
                let name = [2] + Array(field.utf8) + [0]
                guard let at = reply.firstRange(of: name)?.upperBound, reply[at...].count > 4 else { continue }
                let length = Int(reply[at]) | Int(reply[at + 1]) << 8
                for position in (at + 4)..<(at + 4 + length - 1) { reply[position] = UInt8(ascii: "x") }
            }
            return .bytes(reply)
        }
    }

    @Test(arguments: MongoDBReplay.all)
    func verdictDoesNotHangOnWords(path: String) throws {
        let server = try MongoDBReplay(path)
        let access = MongoDBConversation(Reworded(base: server)).outcome.access
        #expect(access == MongoDBConversation(server).outcome.access)
        #expect(access.rawValue == server.state.access)
    }

    @Test(
        arguments: [
            ("6.0.5", 17, true), ("6.3.1", 20, true), ("4.2.6", 8, true), ("8.2.11", 27, true), ("5.0.0", 13, true),
            ("3.4.0", 2, true), ("12.1.0", 40, true), ("6.0.5", 8, false), ("4.2.6", 17, false), ("7.0.0", 0, false),
        ] as [(String, Int64, Bool)])
    func versionsGoWithTheirWireVersions(version: String, wireVersion: Int64, fits: Bool) {
        #expect(MongoDBVersions.fits(version, wireVersion: wireVersion) == fits)
    }

    private struct Other: MongoDBTestServer {
        var base: MongoDBReplay
        var build: @Sendable (MongoDBAsked, inout BSONBuilder) -> Bool
        func connect(tls: Bool) -> ProbeEvent { base.connect(tls: tls) }
        func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
            let asked = MongoDBAsked(request)
            var isOwn = false
            let reply = MongoDBReplay.reply(to: request) { isOwn = build(asked, &$0) }
            return isOwn ? .bytes(reply) : base.answer(request, tls: tls)
        }
    }

    @Test func aVersionThatItsWireVersionDeniesIsSuspected() throws {
        let server = Other(base: try MongoDBReplay("mongodb-6.0.27/open")) { asked, reply in
            guard asked.command == "buildInfo" else { return false }
            reply.append("version", "4.2.8")
            reply.append("ok", 1 as Int32)
            return true
        }
        let outcome = MongoDBConversation(server).outcome
        #expect(outcome.flags == ["honeypot_suspected"])
        #expect(outcome.evidence.contains { $0.detail.contains("wire version") })
    }

    @Test func oneAnswerToEverythingIsSuspected() throws {
        let server = Other(base: try MongoDBReplay("mongodb-6.0.27/open")) { asked, reply in
            guard ["hello", "buildInfo"].contains(asked.command) else { return false }
            reply.append("isWritablePrimary", true)
            reply.append("maxWireVersion", 17 as Int32)
            reply.append("version", "6.0.5")
            reply.append("ok", 1 as Int32)
            return true
        }
        let outcome = MongoDBConversation(server).outcome
        #expect(outcome.flags == ["honeypot_suspected"])
        #expect(outcome.evidence.contains { $0.detail.contains("the same answer") })
    }
}
