import Exposure
import Formats
import Foundation
import Testing

@testable import Probes

/// Answers that no recording holds: other servers, proxies, endings, hostile replies.
@Suite struct ElasticsearchMachineTests {
    static let root = """
        {"name":"n","cluster_name":"c","cluster_uuid":"u","version":{"number":"8.16.6"},"tagline":"You Know, for Search"}
        """
    static let missing = #"{"error":"no handler found for uri"}"#

    /// An open server of one index, `answers` first.
    static func open(_ answers: [String: HTTPResponse] = [:]) -> (String, Bool) -> ProbeEvent {
        { path, _ in
            for (prefix, response) in answers where path == prefix || (prefix != "/" && path.hasPrefix(prefix)) {
                return .response(response)
            }
            if path == "/" { return .response(HTTPResponse(200, root)) }
            if path.hasPrefix("/_resolve") {
                return .response(HTTPResponse(200, #"{"indices":[{"name":"people"}],"aliases":[],"data_streams":[]}"#))
            }
            if path.hasPrefix("/_cat") {
                return .response(HTTPResponse(200, #"[{"index":"people","status":"open","docs.count":"7"}]"#))
            }
            if path.hasPrefix("/people/_search") { return .response(HTTPResponse(200, hits(#"{"name":"A"}"#))) }
            return .response(HTTPResponse(400, missing))
        }
    }

    static func hits(_ sources: String...) -> String {
        let hits = sources.map { #"{"_index":"people","_id":"1","_source":\#($0)}"# }.joined(separator: ",")
        return #"{"_shards":{"total":1,"successful":1},"hits":{"total":{"value":2},"hits":[\#(hits)]}}"#
    }

    @Test func openServerIsOpen() {
        let play = ElasticsearchPlay(answer: Self.open())
        #expect(play.outcome.access == .open)
        #expect(
            play.sink.datasets == [
                .init(name: "people", estimated: 7, records: 1, values: ["name=A"], stop: .all, isEnded: true)
            ])
        #expect(play.outcome.datasetsListed == 1)
        #expect(play.outcome.incomplete.isEmpty)
        #expect(
            play.asked == [
                "/", "/_security/_authenticate", "/_searchguard/authinfo", "/_opendistro/_security/authinfo",
                "/_ajar_no_such_endpoint", "/_resolve/index/*?expand_wildcards=all",
                "/_cat/indices?format=json&bytes=b&h=index,status,health,docs.count,store.size&expand_wildcards=all",
                "/people/_search?size=2",
            ])
    }

    /// E2: a port number proves nothing, and neither does a 200.
    @Test(
        "E2: other web servers are not Elasticsearch",
        arguments: [
            (HTTPResponse(200, "<html><title>Welcome to nginx!</title></html>"), Access.notThis),
            (HTTPResponse(200, ""), .notThis),
            (HTTPResponse(200, "{}"), .notThis),
            (HTTPResponse(200, "[]"), .notThis),
            (HTTPResponse(200, "You Know, for Search"), .notThis),
            (HTTPResponse(200, #"{"couchdb":"Welcome","version":"3.3.2"}"#), .notThis),
            (
                HTTPResponse(200, #"{"version":{"number":"1.0"},"cluster_name":"x","tagline":"Something else"}"#),
                .lookAlike
            ),
            (HTTPResponse(404, "<html>not found</html>"), .notThis),
            (HTTPResponse(302, "", headers: ["location": "/login"]), .notThis),
            (HTTPResponse(500, "oops"), .notThis),
            (HTTPResponse(503, "<html>Service Unavailable</html>"), .unknown),
            (HTTPResponse(502, "<html>Bad Gateway</html>"), .unknown),
            (HTTPResponse(403, "<html>Forbidden</html>"), .unknown),
            (HTTPResponse(429, "slow down"), .unknown),
            (
                HTTPResponse(401, "<html>401</html>", headers: ["www-authenticate": #"Basic realm="restricted""#]),
                .authRequired
            ),
            (HTTPResponse(-1, ""), .notThis),
            (HTTPResponse(.max, "{"), .notThis),
        ])
    func otherServersAreNotElasticsearch(_ response: HTTPResponse, _ access: Access) {
        let play = ElasticsearchPlay { _, _ in .response(response) }
        #expect(play.finished)
        #expect(play.outcome.access == access)
        #expect(play.outcome.product == nil)
        #expect(!play.outcome.evidence.isEmpty)
        #expect(play.sink.datasets.isEmpty)
    }

    /// E1: a protected server is recognised by its refusal.
    @Test(
        "E1: a refusal is identity",
        arguments: [
            (
                HTTPResponse(
                    401,
                    #"{"error":{"root_cause":[],"type":"security_exception","reason":"missing authentication credentials for REST request [/]"},"status":401}"#
                ), "Elasticsearch"
            ),
            (
                HTTPResponse(401, "Unauthorized", headers: ["www-authenticate": #"Basic realm="OpenSearch Security""#]),
                "OpenSearch"
            ),
            (
                HTTPResponse(401, "Unauthorized", headers: ["x-opensearch-version": "OpenSearch/3.9.0 (opensearch)"]),
                "OpenSearch"
            ),
            (
                HTTPResponse(401, "Unauthorized", headers: ["www-authenticate": #"Basic realm="Search Guard""#]),
                "Search Guard"
            ),
        ])
    func refusalIsIdentity(_ response: HTTPResponse, _ product: String) {
        let play = ElasticsearchPlay { _, _ in .response(response) }
        #expect(play.outcome.access == .authRequired)
        #expect(play.outcome.product == product)
        #expect(play.asked == ["/"])
    }

    /// E1: behind TLS it is found too, whichever way a plain request is turned away.
    @Test func plainRequestToTLSPortIsAskedAgainInTLS() {
        let facts = TLSFacts(version: "TLSv1.3")
        let refusals: [ProbeEvent] = [
            .ended(.closed(received: 0)), .ended(.reset(received: 0)), .ended(.notHTTP("the answer is a TLS alert")),
            .response(HTTPResponse(400, "<html>The plain HTTP request was sent to HTTPS port</html>")),
            .response(HTTPResponse(400, "Client sent an HTTP request to an HTTPS server.\n")),
        ]
        for refusal in refusals {
            let play = ElasticsearchPlay(
                connect: { .connected(tls: $0 ? facts : nil) },
                answer: { path, tls in tls ? Self.open()(path, tls) : refusal })
            #expect(play.connections == [false, true])
            #expect(play.outcome.access == .open)
            #expect(play.outcome.tls == facts)
        }
    }

    @Test(arguments: [
        (TLSFailure.clientCertificateRequired, Access.clientCertRequired), (.notTLS, .unknown), (.closed, .unknown),
        (.other("alert handshake failure"), .tlsRequired),
    ])
    func failedHandshakeIsTold(_ failure: TLSFailure, _ access: Access) {
        let play = ElasticsearchPlay(
            connect: { $0 ? .ended(.tlsFailed(failure)) : .connected(tls: nil) },
            answer: { _, _ in .ended(.closed(received: 0)) })
        #expect(play.outcome.access == access)
        #expect(play.connections == [false, true])
    }

    /// TLS 1.3 lets the client finish before the server asks for its certificate.
    @Test func certificateDemandAfterTheHandshakeIsTold() {
        let play = ElasticsearchPlay(
            connect: { .connected(tls: $0 ? TLSFacts(version: "TLSv1.3") : nil) },
            answer: { _, tls in
                tls ? .ended(.tlsFailed(.clientCertificateRequired)) : .ended(.closed(received: 0))
            })
        #expect(play.outcome.access == .clientCertRequired)
    }

    @Test func targetNamedHTTPSFallsBackToPlain() {
        let play = ElasticsearchPlay(
            ProbeOptions(samples: 2, startsWithTLS: true),
            connect: { $0 ? .ended(.tlsFailed(.notTLS)) : .connected(tls: nil) }, answer: Self.open())
        #expect(play.connections == [true, false])
        #expect(play.outcome.access == .open)
    }

    @Test(arguments: [
        (ConnectionEnd.refused, Access.closed), (.unreachable("no route"), .filtered), (.silent(received: 0), .unknown),
        (.outOfTime, .unknown), (.outOfBytes, .unknown), (.outOfScope("excluded"), .unknown),
        (.bytesBeforeTLS, .unknown), (.notHTTP("220 ftp.example"), .notThis),
        (.notHTTP("This is not a HTTP port"), .notThis), (.notHTTP("This is not an HTTP port"), .notThis),
        (.closed(received: 5), .unknown), (.tlsFailed(.closed), .unknown),
    ])
    func endOfTheFirstConnectionIsTold(_ end: ConnectionEnd, _ access: Access) {
        let whenDialled = ElasticsearchPlay(connect: { _ in .ended(end) }, answer: { _, _ in .ended(.outOfTime) })
        #expect(whenDialled.finished)
        #expect(whenDialled.outcome.access == access)
        let whenAsked = ElasticsearchPlay { _, _ in .ended(end) }
        #expect(whenAsked.finished)
        #expect(whenAsked.outcome.access == access)
    }

    @Test func transportPortIsNamed() {
        let play = ElasticsearchPlay { _, _ in .ended(.notHTTP("not HTTP: This is not a HTTP port")) }
        #expect(play.outcome.evidence.contains { $0.detail.contains("transport port") })
    }

    static let ends: [ConnectionEnd] = [
        .refused, .unreachable("x"), .closed(received: 0), .reset(received: 3), .silent(received: 0),
        .tlsFailed(.other("x")), .bytesBeforeTLS, .notHTTP("x"), .outOfTime, .outOfBytes, .outOfScope("x"),
    ]

    /// Whatever ends whichever question, and however often, the machine comes to an end with what it knows.
    @Test(arguments: ends, [1, 2, 100])
    func anyEndAtAnyQuestionIsSurvived(_ end: ConnectionEnd, _ times: Int) {
        let questions = ElasticsearchPlay(answer: Self.open()).asked
        for question in questions {
            var left = times
            let play = ElasticsearchPlay { path, tls in
                if path == question, left > 0 {
                    left -= 1
                    return .ended(end)
                }
                return Self.open()(path, tls)
            }
            #expect(play.finished)
            #expect(play.sink.mistakes.isEmpty)
            if play.outcome.access == .open { #expect(play.sink["people"]?.records == 1) }
            if question.hasPrefix("/people"), times == 100 { #expect(play.outcome.access != .open) }
        }
    }

    /// A connection that is closed after each answer costs nothing but another one.
    @Test(arguments: [true, false])
    func connectionsThatCloseAfterEachAnswerAreReplaced(_ announced: Bool) {
        var isFresh = true
        let play = ElasticsearchPlay(
            connect: { _ in
                isFresh = true
                return .connected(tls: nil)
            },
            answer: { path, tls in
                guard isFresh else { return .ended(.closed(received: 0)) }
                isFresh = false
                guard case .response(var response) = Self.open()(path, tls) else { return .ended(.outOfTime) }
                if announced { response.headers["connection"] = "close" }
                return .response(response)
            })
        #expect(play.outcome.access == .open)
        #expect(play.outcome.incomplete.isEmpty)
    }

    @Test(arguments: [
        // A proxy that protects all but the front page.
        (["/_": HTTPResponse(401, "<html>"), "/people": HTTPResponse(401, "<html>")], Access.partial),
        (["/_resolve": HTTPResponse(403, "{}"), "/_cat": HTTPResponse(403, "{}")], .partial),
        (["/people": HTTPResponse(403, #"{"error":{"type":"security_exception","reason":"no"}}"#)], .partial),
        // Looks readable and is not: no shard was searched.
        (
            ["/people": HTTPResponse(200, #"{"_shards":{"total":0,"successful":0},"hits":{"total":0,"hits":[]}}"#)],
            .partial
        ),
        (["/people": HTTPResponse(200, #"{"error":{"type":"x"}}"#)], .partial),
        (["/people": HTTPResponse(200, "<html>")], .partial),
        // A search that the cluster cannot answer without a master.
        (
            [
                "/people": HTTPResponse(
                    503,
                    #"{"error":{"type":"cluster_block_exception","reason":"blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];"},"status":503}"#
                )
            ], .busy
        ),
        // Neither list answers as one: no proof either way.
        (
            ["/_resolve": HTTPResponse(500, ""), "/_cat": HTTPResponse(500, ""), "/_search": HTTPResponse(500, "")],
            .unknown
        ),
    ])
    func openTakesThreeProofs(_ answers: [String: HTTPResponse], _ access: Access) {
        let play = ElasticsearchPlay(answer: Self.open(answers))
        #expect(play.outcome.access == access, "\(play.outcome.evidence)")
    }

    @Test func namesComeFromASearchWhereNoListIsHad() {
        let play = ElasticsearchPlay(
            answer: Self.open([
                "/_resolve": HTTPResponse(403, "{}"), "/_cat": HTTPResponse(403, "{}"),
                "/_search": HTTPResponse(200, Self.hits("{}", "{}")),
            ]))
        #expect(play.outcome.access == .partial)
        #expect(play.outcome.datasetsListed == nil)
        #expect(play.sink.datasets.map(\.name) == ["people"])
        #expect(play.sink["people"]?.records == 1)
    }

    @Test func hostileNamesAreNeverAskedFor() {
        let names = [
            "../_shutdown", "_all", "a/b", "x?y=1", "a,b", "other:people", "-x", "..", "a b",
            String(repeating: "x", count: 256),
        ]
        let list = names.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
        let play = ElasticsearchPlay(
            answer: Self.open(["/_resolve": HTTPResponse(200, #"{"indices":[\#(list),{"name":"people"}]}"#)]))
        #expect(play.asked.filter { $0.contains("_search?") } == ["/people/_search?size=2"])
        #expect(play.outcome.incomplete == ["10 indices have names that are not asked for"])
    }

    @Test func indicesArePickedByPromiseUpToTheLimit() {
        let names = [".kibana", "zebra", "metrics", "hr-staff", "patients-2019"]
        let list = names.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
        let play = ElasticsearchPlay(
            ProbeOptions(samples: 2, maximumDatasets: 3),
            answer: Self.open(["/_resolve": HTTPResponse(200, #"{"indices":[\#(list)]}"#)]))
        #expect(
            play.asked.filter { $0.contains("_search?") } == [
                "/patients-2019/_search?size=2", "/hr-staff/_search?size=2", "/zebra/_search?size=2",
            ])
        #expect(play.outcome.incomplete == ["3 of 5 indices were read: the limit"])
        #expect(play.outcome.datasetsListed == 5)
    }

    /// An index of so many documents, behind a path that takes `size` and `from`.
    private static func paged(_ documents: Int, startsAgain: Bool = false, overlap: Int = 0) -> (String, Bool) ->
        ProbeEvent
    {
        let others = open(["/_cat": HTTPResponse(200, #"[{"index":"people","docs.count":"\#(documents)"}]"#)])
        return { path, tls in
            guard path.hasPrefix("/people/_search?"), let query = URLComponents(string: path)?.queryItems else {
                return others(path, tls)
            }
            func number(_ name: String) -> Int { query.first { $0.name == name }?.value.flatMap { Int($0) } ?? 0 }
            let from = startsAgain ? 0 : max(0, number("from") - overlap)
            let ids = (0..<documents).dropFirst(from).prefix(number("size"))
            let hits = ids.map { #"{"_id":"\#($0)","_source":{"place\#($0)":1}}"# }.joined(separator: ",")
            return .response(HTTPResponse(200, #"{"_shards":{"total":1,"successful":1},"hits":{"hits":[\#(hits)]}}"#))
        }
    }

    @Test(
        arguments: [
            (
                1000, Int.max, ["size=20", "size=20&from=20", "size=40&from=40", "size=20&from=80"],
                .cap
            ),
            (1000, 40, ["size=20", "size=20&from=20"], .settled),
            (45, .max, ["size=20", "size=20&from=20", "size=40&from=40"], .all),
            (7, .max, ["size=20"], .all), (0, .max, ["size=20"], .all),
        ] as [(Int, Int, [String], SamplingStop)])
    func documentsAreAskedForUntilSettled(
        documents: Int, settledAfter: Int, queries: [String], stop: SamplingStop
    ) throws {
        let play = ElasticsearchPlay(
            ProbeOptions(samples: 100), settledAfter: settledAfter, answer: Self.paged(documents))
        #expect(play.asked.filter { $0.contains("_search?") } == queries.map { "/people/_search?" + $0 })
        let people = try #require(play.sink["people"])
        #expect(play.sink.datasets.count == 1)
        #expect(Set(people.values).count == people.records)
        #expect(people.stop == stop)
        #expect(people.skipped == nil)
        #expect(play.sink.mistakes == [])
    }

    @Test func documentsThatComeAgainAreNotReadAgain() throws {
        let overlapping = ElasticsearchPlay(ProbeOptions(samples: 100), answer: Self.paged(1000, overlap: 3))
        let people = try #require(overlapping.sink["people"])
        #expect(Set(people.values).count == people.records)
        // Three of the second batch came in the first; the copy lags behind from then on.
        #expect(people.records == 97)
        // One that knows no `from` gives the first ones again, and then is asked no further.
        let deaf = ElasticsearchPlay(ProbeOptions(samples: 100), answer: Self.paged(1000, startsAgain: true))
        #expect(deaf.sink["people"]?.records == 20)
        #expect(deaf.sink["people"]?.stop == .all)
        #expect(deaf.asked.count { $0.contains("_search?") } == 2)
    }

    /// What has several names is read under one; what cannot be read says why.
    @Test func aliasesAndBackingIndicesAreNotReadTwice() {
        let list = #"""
            {"indices":[{"name":"people","aliases":["everyone"],"attributes":["open"]},
            {"name":".ds-logs-000001","attributes":["hidden","open"],"data_stream":"logs"},
            {"name":"shy","attributes":["hidden","open"]},{"name":"shut","attributes":["closed"]}],
            "aliases":[{"name":"everyone","indices":["people"]}],
            "data_streams":[{"name":"logs","backing_indices":[".ds-logs-000001"]}]}
            """#
        let one = HTTPResponse(200, Self.hits(#"{"name":"A"}"#))
        let play = ElasticsearchPlay(
            answer: Self.open(["/_resolve": HTTPResponse(200, list), "/logs": one, "/shy": one]))
        let searched = play.asked.filter { $0.contains("_search?") }
        #expect(searched.sorted() == ["/logs/_search?size=2", "/people/_search?size=2", "/shy/_search?size=2"])
        #expect(play.sink["shut"]?.skipped == "the index is closed")
        #expect(play.outcome.datasetsListed == 4)
        #expect(play.outcome.access == .open)
    }

    @Test func documentsWithoutASourceAreAskedForOnce() {
        let hits = (0..<20).map { #"{"_id":"\#($0)"}"# }.joined(separator: ",")
        let body = #"{"_shards":{"total":1,"successful":1},"hits":{"total":500,"hits":[\#(hits)]}}"#
        let play = ElasticsearchPlay(
            ProbeOptions(samples: 100), answer: Self.open(["/people": HTTPResponse(200, body)]))
        #expect(play.asked.count { $0.contains("_search?") } == 1)
        #expect(play.sink["people"]?.skipped == "documents are kept without their source")
    }

    @Test(arguments: [ConnectionEnd.outOfTime, .outOfBytes, .silent(received: 0)])
    func anEndBetweenBatchesEndsTheIndex(end: ConnectionEnd) throws {
        let server = Self.paged(1000)
        let play = ElasticsearchPlay(ProbeOptions(samples: 100)) { path, tls in
            path.contains("&from=") ? .ended(end) : server(path, tls)
        }
        let people = try #require(play.sink["people"])
        #expect(people.records == 20)
        #expect(people.isEnded)
        #expect(people.stop == nil)
        #expect(!play.outcome.incomplete.isEmpty)
    }

    /// Each cut of a search's answer: whole documents are read, the cut one is not, and the cut is said.
    @Test func cutOffHitsAreReadUpToTheCut() {
        let body = Self.hits(#"{"a":"1"}"#, #"{"b":{"c":[1,2]}}"#, #"{"d":null}"#)
        let bytes = Array(body.utf8)
        var seen: Set<Int> = []
        for cut in 0...bytes.count {
            let response = HTTPResponse(status: 200, body: Array(bytes.prefix(cut)), truncated: cut < bytes.count)
            let play = ElasticsearchPlay(ProbeOptions(samples: 5), answer: Self.open(["/people": response]))
            let people = play.sink["people"]
            #expect(people?.broken == 0)
            seen.insert(people?.records ?? 0)
            #expect(play.outcome.flags.contains("truncated") == (cut < bytes.count))
        }
        #expect(seen == [0, 1, 2, 3])
    }

    @Test(
        arguments: [
            (#"{"value":12,"relation":"eq"}"#, 12), ("12", 12), ("0", 0), ("-1", nil), (#""12""#, nil), ("null", nil),
            ("1.5", nil), ("99999999999999999999", nil), (#"{"value":-1}"#, nil), ("9223372036854775807", Int.max),
        ] as [(String, Int?)])
    func totalIsReadInEveryForm(_ total: String, _ expected: Int?) {
        let body = #"{"_shards":{"total":1},"hits":{"total":\#(total),"hits":[]}}"#
        let play = ElasticsearchPlay(
            answer: Self.open(["/people": HTTPResponse(200, body), "/_cat": HTTPResponse(403, "{}")]))
        #expect(play.sink["people"]?.estimated == expected)
    }

    /// One independent server writes its members in the order of the alphabet, another may leave the shards out.
    @Test(
        arguments: [
            (
                #"{"hits":{"hits":[{"_source":{"a":1}}],"total":{"value":9}},"_shards":{"total":1,"successful":1}}"#, 1,
                9
            ),
            (#"{"hits":{"hits":[{"_source":{"a":1}},{"_source":{"a":2}}]}}"#, 2, nil),
        ] as [(String, Int, Int?)])
    func orderOfMembersDoesNotMatter(_ body: String, _ records: Int, _ estimated: Int?) {
        let answers = ["/people": HTTPResponse(200, body), "/_cat": HTTPResponse(500, "")]
        let play = ElasticsearchPlay(answer: Self.open(answers))
        #expect(play.outcome.access == .open)
        #expect(play.sink["people"]?.records == records)
        #expect(play.sink["people"]?.estimated == estimated)
    }

    @Test func tooDeepDocumentIsBrokenOrLeftOut() {
        let deep = String(repeating: #"{"a":"#, count: 5000) + "1" + String(repeating: "}", count: 5000)
        let play = ElasticsearchPlay(answer: Self.open(["/people": HTTPResponse(200, Self.hits(#"{"a":"1"}"#, deep))]))
        #expect(play.sink["people"]?.records == 1)
        #expect(play.outcome.incomplete.count == 1)
    }

    @Test func timeRunningOutLeavesWhatIsKnown() {
        let play = ElasticsearchPlay { path, tls in
            path.hasPrefix("/_cat") ? .ended(.outOfTime) : Self.open()(path, tls)
        }
        #expect(play.outcome.access == .unknown)
        #expect(play.outcome.product == "Elasticsearch")
        #expect(play.outcome.incomplete == ["the time for this endpoint ran out"])
    }

    @Test func privilegesByPatternLeadToNames() {
        let play = ElasticsearchPlay(
            answer: Self.open([
                "/_security/_authenticate": HTTPResponse(200, #"{"username":"_anonymous","roles":["r"]}"#),
                "/_security/user/_privileges": HTTPResponse(
                    200, #"{"cluster":[],"indices":[{"names":["peo*","/x.*/"],"privileges":["read"]}]}"#),
                "/": HTTPResponse(
                    403, #"{"error":{"type":"security_exception","reason":"action [x] is unauthorized"}}"#),
                "/_resolve": HTTPResponse(403, "{}"), "/_cat": HTTPResponse(403, "{}"),
                "/peo*/_search": HTTPResponse(200, Self.hits("{}")),
            ]))
        #expect(play.asked.suffix(2) == ["/peo*/_search?size=20", "/people/_search?size=2"])
        #expect(play.outcome.access == .partial)
    }
}

@Suite struct ElasticsearchCommandTests {
    static let every: [ElasticsearchCommand] =
        [
            .root, .accountPrivileges, .noSuchEndpoint, .resolve, .catalog(hidden: true), .catalog(hidden: false),
            .discover(nil, size: 5),
        ]
        + ElasticsearchCommand.AccountEndpoint.allCases.map { .account($0) }
        + [IndexName("patients")].compactMap { $0 }.map { .search($0, from: 0, size: 5) }
        + [IndexPattern("pat*")].compactMap { $0 }.map { .discover($0, size: 5) }

    /// Held against the read-only APIs of the reference; nothing here has another method or a body.
    @Test func everythingSentIsADocumentedRead() {
        let reads: Set<String> = [
            "/", "/_security/user/_privileges", "/_ajar_no_such_endpoint", "/_resolve/index/*", "/_cat/indices",
            "/_search", "/pat*/_search",
            "/patients/_search", "/_security/_authenticate", "/_plugins/_security/authinfo",
            "/_opendistro/_security/authinfo", "/_searchguard/authinfo",
        ]
        var paths: Set<String> = []
        for command in Self.every {
            guard case .http(let request) = ElasticsearchRequest(command, options: ProbeOptions()).message else {
                Issue.record("not HTTP")
                continue
            }
            #expect(request.method == .get)
            paths.insert(String(request.path.prefix { $0 != "?" }))
            for parameter in ["scroll", "source=", "keep_alive", "ignore_unavailable"] {
                #expect(!request.path.contains(parameter))
            }
        }
        #expect(paths == reads)
        #expect(Set(Self.every.map(\.name)) == Set(ElasticsearchProbe.commands.map(\.name)))
    }

    @Test func requestSaysWhoAsks() {
        let options = ProbeOptions(
            clientName: "ajar/0.1", contact: "security@trust.example\r\nX-Evil: 1", host: "db.example")
        guard case .http(let request) = ElasticsearchRequest(.root, options: options).message else { return }
        #expect(
            request.headers == [
                "Host": "db.example", "User-Agent": "ajar/0.1", "From": "security@trust.exampleX-Evil: 1",
                "Accept": "application/json", "Accept-Encoding": "identity",
            ])
    }

    @Test(arguments: [
        ("patients", "patients"), (".security-7", ".security-7"), ("caf\u{e9}", "caf%C3%A9"), ("a%2f", "a%252f"),
        ("a&b=c", "a%26b%3Dc"), ("a+b", "a%2Bb"),
        (String(repeating: "x", count: 255), String(repeating: "x", count: 255)),
    ])
    func namesAreEncoded(_ name: String, _ encoded: String) {
        #expect(IndexName(name)?.encoded == encoded)
    }

    @Test(arguments: [
        "", ".", "..", "_all", "-x", "+x", "a/b", "a\\b", "a*", "a?b", "a\"b", "a<b", "a>b", "a|b", "a b", "a,b", "a#b",
        "a:b", "a\u{0}b", "a\nb", "a\u{7f}", String(repeating: "x", count: 256),
        String(repeating: "\u{e9}", count: 128),
    ])
    func unsafeNamesAreRefused(_ name: String) {
        #expect(IndexName(name) == nil)
    }

    @Test(arguments: [(Int.min, 1), (-1, 1), (0, 1), (1, 1), (10_000, 10_000), (10_001, 10_000), (Int.max, 10_000)])
    func sizeIsBounded(_ asked: Int, _ sent: Int) {
        #expect(ElasticsearchCommand.discover(nil, size: asked).path == "/_search?size=\(sent)")
    }

    @Test(
        arguments: [
            (#"Basic realm="security" charset="UTF-8""#, ["basic"], "security"),
            (
                #"Basic realm="security", charset="UTF-8", Bearer realm="x", ApiKey"#, ["basic", "bearer", "apikey"],
                "security"
            ),
            (#"Negotiate"#, ["negotiate"], nil), ("", [], nil), (#"Basic realm="a, b""#, ["basic"], "a, b"),
            (#"Basic realm="unclosed"#, ["basic"], "unclosed"), (",,,", [], nil),
            (#"basic Realm = "a b""#, ["basic"], "a b"), ("BASIC REALM=plain", ["basic"], "plain"),
        ] as [(String, [String], String?)])
    func challengesAreRead(_ header: String, _ schemes: [String], _ realm: String?) {
        let challenge = ElasticsearchChallenge(header)
        #expect(challenge.schemes == schemes)
        #expect(challenge.realm == realm)
    }
}
