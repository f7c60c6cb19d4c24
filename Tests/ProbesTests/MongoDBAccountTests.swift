import Exposure
import Formats
import Foundation
import Testing

@testable import Probes

/// A MongoDB server with one user, and a way to misbehave. It knows the password, so it is no mere echo.
private struct LoginServer: MongoDBTestServer {
    enum Fault: CaseIterable {
        case none, wrongNonce, fewRounds, manyRounds, badBase64, huge, wrongSignature, noPayload, doneAtOnce
        case textPayload, oddConversation, neverDone, silentAtLogin, noMechanism, plainOnly
    }
    var mechanisms: [String]?
    var password = "pencil"
    var fault: Fault
    /// As before 4.4: one more, empty exchange.
    var wantsEmptyExchange: Bool
    /// Loses the connection once, when asked for this.
    var losesAt: String?

    init(
        mechanisms: [String]? = ["SCRAM-SHA-1", "SCRAM-SHA-256"], fault: Fault = .none,
        wantsEmptyExchange: Bool = false, losesAt: String? = nil
    ) {
        self.mechanisms = mechanisms
        self.fault = fault
        self.wantsEmptyExchange = wantsEmptyExchange
        self.losesAt = losesAt
    }

    private var clientFirst = ""
    private var challenge = ""
    private var mechanism = SCRAM.Mechanism.sha256
    private var isLoggedIn = false
    private var proofs = 0

    mutating func connect(tls: Bool) -> ProbeEvent {
        isLoggedIn = false
        return .connected(tls: tls ? TLSFacts(version: "TLSv1.3") : nil)
    }

    mutating func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
        let asked = MongoDBAsked(request)
        if asked.command == losesAt {
            losesAt = nil
            return .end(.closed(received: 0))
        }
        func reply(_ build: (inout BSONBuilder) -> Void) -> MongoDBTestReply {
            .bytes(MongoDBReplay.reply(to: request, build))
        }
        func refusal(_ code: Int32) -> MongoDBTestReply {
            reply {
                $0.append("ok", 0 as Int32)
                $0.append("errmsg", "the words of the server")
                $0.append("code", code)
            }
        }
        switch asked.command {
        case "hello":
            return reply {
                $0.append("isWritablePrimary", true)
                $0.append("maxWireVersion", 17 as Int32)
                switch fault {
                case .noMechanism: $0.append("saslSupportedMechs", texts: [])
                case .plainOnly: $0.append("saslSupportedMechs", texts: ["PLAIN", "MONGODB-X509"])
                default: if let mechanisms { $0.append("saslSupportedMechs", texts: mechanisms) }
                }
                $0.append("ok", 1 as Int32)
            }
        case "saslStart":
            if fault == .silentAtLogin { return .bytes([]) }
            clientFirst = String(String(decoding: Self.payload(request), as: UTF8.self).dropFirst(3))
            mechanism = request.firstRange(of: Array("SCRAM-SHA-256".utf8)) == nil ? .sha1 : .sha256
            let nonce = clientFirst.split(separator: ",").last?.dropFirst(2) ?? ""
            let rounds = fault == .fewRounds ? 1000 : fault == .manyRounds ? 2_000_000_000 : 4096
            let salt =
                fault == .badBase64
                ? "%%%" : fault == .huge ? String(repeating: "QUFB", count: 5000) : "W22ZaJ0SNY7soEsUEjb6gQ=="
            challenge = "r=\(fault == .wrongNonce ? "other" : nonce + "server"),s=\(salt),i=\(rounds)"
            return reply {
                if fault == .oddConversation {
                    $0.append("conversationId", "one")
                } else {
                    $0.append("conversationId", 1 as Int32)
                }
                $0.append("done", fault == .doneAtOnce)
                switch fault {
                case .noPayload: break
                case .textPayload: $0.append("payload", challenge)
                default: $0.append("payload", binary: Array(challenge.utf8))
                }
                $0.append("ok", 1 as Int32)
            }
        case "saslContinue":
            let proof = String(decoding: Self.payload(request), as: UTF8.self)
            if proof.isEmpty {
                isLoggedIn = true
                return reply {
                    $0.append("done", fault != .neverDone)
                    $0.append("payload", binary: [])
                    $0.append("ok", 1 as Int32)
                }
            }
            proofs += 1
            guard proofs <= 2, let signature = signature(proof) else { return refusal(18) }
            isLoggedIn = !wantsEmptyExchange && fault != .neverDone
            let verdict = "v=\(fault == .wrongSignature ? "AAAA" : Data(signature).base64EncodedString())"
            return reply {
                $0.append("conversationId", 1 as Int32)
                $0.append("done", isLoggedIn)
                $0.append("payload", binary: Array(verdict.utf8))
                $0.append("ok", 1 as Int32)
            }
        default: break
        }
        guard isLoggedIn else { return refusal(13) }
        switch asked.command {
        case "connectionStatus":
            return reply { reply in
                var status = BSONBuilder()
                status.append(
                    "authenticatedUsers",
                    documents: [
                        Self.document {
                            $0.append("user", "reader"); $0.append("db", "shop")
                        }
                    ])
                var resource = BSONBuilder()
                resource.append("db", "shop")
                resource.append("collection", "")
                status.append(
                    "authenticatedUserPrivileges",
                    documents: [
                        Self.document {
                            $0.append("resource", resource)
                            $0.append("actions", texts: ["find", "listCollections"])
                        }
                    ])
                reply.append("authInfo", status)
                reply.append("ok", 1 as Int32)
            }
        case "listDatabases":
            return reply {
                $0.append("databases", documents: [Self.document { $0.append("name", "shop") }])
                $0.append("ok", 1 as Int32)
            }
        case "listCollections", "find":
            return reply { reply in
                var cursor = BSONBuilder()
                cursor.append("id", 0 as Int64)
                cursor.append("ns", "shop.x")
                cursor.append("firstBatch", documents: [Self.document { $0.append("name", "orders") }])
                reply.append("cursor", cursor)
                reply.append("ok", 1 as Int32)
            }
        case "count":
            return reply {
                $0.append("n", 1 as Int32)
                $0.append("ok", 1 as Int32)
            }
        default:
            return refusal(59)
        }
    }

    /// The server's signature, if the proof is right.
    private func signature(_ proof: String) -> [UInt8]? {
        let digest: Digest = mechanism == .sha256 ? .sha256 : .sha1
        let text =
            mechanism == .sha256
            ? password
            : (Digest.md5.of(Array("reader:mongo:\(password)".utf8)) ?? []).map { String(format: "%02x", $0) }.joined()
        let parts = proof.components(separatedBy: ",p=")
        guard parts.count == 2, let proof = Data(base64Encoded: parts[1]),
            let salt = Data(base64Encoded: "W22ZaJ0SNY7soEsUEjb6gQ=="),
            let salted = digest.stretched(text, salt: Array(salt), rounds: 4096),
            let clientKey = digest.keyed(salted, Array("Client Key".utf8)), let stored = digest.of(clientKey),
            let signed = digest.keyed(stored, Array("\(clientFirst),\(challenge),\(parts[0])".utf8)),
            Array(proof) == zip(clientKey, signed).map({ $0 ^ $1 }),
            let serverKey = digest.keyed(salted, Array("Server Key".utf8))
        else { return nil }
        return digest.keyed(serverKey, Array("\(clientFirst),\(challenge),\(parts[0])".utf8))
    }

    private static func document(_ build: (inout BSONBuilder) -> Void) -> BSONBuilder {
        var document = BSONBuilder()
        build(&document)
        return document
    }

    private static func payload(_ request: [UInt8]) -> [UInt8] {
        var payload: [UInt8] = []
        Array(request[21...]).withUnsafeBytes { raw in
            if case .binary(_, let bytes)? = try? BSONDocument(raw).first("payload") { payload = Array(bytes) }
        }
        return payload
    }
}

extension BSONBuilder {
    fileprivate mutating func append(_ name: StaticString, texts: [String]) {
        append(name, list: texts) { $0.append($1, $2) }
    }

    fileprivate mutating func append(_ name: StaticString, documents: [BSONBuilder]) {
        append(name, list: documents) { $0.append($1, $2) }
    }

    private mutating func append<Element>(
        _ name: StaticString, list: [Element], _ add: (inout BSONBuilder, StaticString, Element) -> Void
    ) {
        var array = BSONBuilder()
        let positions: [StaticString] = ["0", "1", "2", "3", "4"]
        for (position, element) in zip(positions, list) { add(&array, position, element) }
        append(name, asArray: array)
    }
}

@Suite struct MongoDBAccountTests {
    private static func talk(_ server: LoginServer, password: String = "pencil", tls: Bool = false)
        -> MongoDBConversation
    {
        let credential = Credential.password(user: "reader", Secret(password), database: "shop")
        return MongoDBConversation(
            server, options: ProbeOptions(samples: 3, startsWithTLS: tls, credential: credential))
    }

    @Test(
        arguments: [
            (["SCRAM-SHA-1", "SCRAM-SHA-256"], "scram-sha-256"), (["SCRAM-SHA-256"], "scram-sha-256"),
            (["SCRAM-SHA-1"], "scram-sha-1"), (["PLAIN", "SCRAM-SHA-1"], "scram-sha-1"), (nil, "scram-sha-1"),
        ] as [([String]?, String)])
    func logsInByTheBestThatIsOffered(mechanisms: [String]?, method: String) {
        let conversation = Self.talk(LoginServer(mechanisms: mechanisms))
        #expect(conversation.outcome.login == .accepted(method: method))
        #expect(
            conversation.sent == [
                "hello", "saslStart", "saslContinue", "connectionStatus", "listDatabases", "listCollections", "count",
                "find",
            ])
        #expect(conversation.sink["shop.orders"]?.records == 1)
        // It reads all that it was shown, which is not all there is.
        #expect(conversation.outcome.access == .partial)
        #expect(
            conversation.outcome.privileges
                == Privileges(role: "reader@shop", read: true, write: false, administer: false))
        #expect(conversation.outcome.datasetsListed == 1)
    }

    @Test func anOlderServerIsAskedOnceMore() {
        let conversation = Self.talk(LoginServer(wantsEmptyExchange: true))
        #expect(conversation.outcome.login == .accepted(method: "scram-sha-256"))
        #expect(conversation.sent.filter { $0 == "saslContinue" }.count == 2)
    }

    @Test(arguments: [nil, ["SCRAM-SHA-1", "SCRAM-SHA-256"]] as [[String]?])
    func aWrongPasswordIsTriedOnce(mechanisms: [String]?) {
        let conversation = Self.talk(LoginServer(mechanisms: mechanisms), password: "wrong-one")
        #expect(conversation.outcome.login == .refused("the server refuses the user or the password (code 18)"))
        #expect(conversation.sent.filter { $0 == "saslStart" }.count == 1)
        #expect(conversation.sent.last == "saslContinue")
        #expect(conversation.sink.datasets.isEmpty)
    }

    private static let faults: [(LoginServer.Fault, String, String)] = [
        (.wrongNonce, "saslStart", "the server answers another login than this one: no proof was sent"),
        (.fewRounds, "saslStart", "the server asks for fewer than 4096 or more than 1000000 rounds: no proof was sent"),
        (
            .manyRounds, "saslStart",
            "the server asks for fewer than 4096 or more than 1000000 rounds: no proof was sent"
        ),
        (.badBase64, "saslStart", "the server's part of the login is no SCRAM: nothing more was sent"),
        (.huge, "saslStart", "the server's part of the login is no SCRAM: nothing more was sent"),
        (.noPayload, "saslStart", "the server's part of the login is no SCRAM: nothing more was sent"),
        (.textPayload, "saslStart", "the server's part of the login is no SCRAM: nothing more was sent"),
        (.oddConversation, "saslStart", "the server's part of the login is no SCRAM: nothing more was sent"),
        (
            .wrongSignature, "saslContinue",
            "the server did not prove that it knows the password: nothing more was asked of it"
        ),
        (.neverDone, "saslContinue", "the server does not come to the end of the login"),
        (.noMechanism, "hello", "the server offers this account no login by SCRAM, and no other is used"),
        (.plainOnly, "hello", "the server offers this account no login by SCRAM, and no other is used"),
    ]
    @Test(arguments: faults.indices)
    func aHostileServerGetsNothingMore(index: Int) {
        let (fault, last, why) = Self.faults[index]
        let conversation = Self.talk(LoginServer(fault: fault))
        #expect(conversation.outcome.login == .undecided(why))
        #expect(conversation.sent.last == last)
        #expect(conversation.sink.datasets.isEmpty)
        #expect(!conversation.outcome.access.isExposed)
    }

    @Test func aServerThatSaysDoneAtOnceHasToProveItselfAllTheSame() {
        let conversation = Self.talk(LoginServer(fault: .doneAtOnce))
        #expect(conversation.sent.prefix(3) == ["hello", "saslStart", "saslContinue"])
    }

    @Test func silenceAtTheLoginDecidesNothing() {
        let conversation = Self.talk(LoginServer(fault: .silentAtLogin))
        guard case .undecided? = conversation.outcome.login else {
            Issue.record("\(String(describing: conversation.outcome.login))")
            return
        }
    }

    @Test func aLostConnectionIsLoggedInToAgain() {
        let conversation = Self.talk(LoginServer(losesAt: "count"))
        #expect(conversation.outcome.login == .accepted(method: "scram-sha-256"))
        #expect(conversation.sent.filter { $0 == "saslStart" }.count == 2)
        #expect(conversation.sink["shop.orders"]?.records == 1)
    }

    @Test func aServerBehindTLSIsNotAskedInTheClear() {
        struct Closing: MongoDBTestServer {
            mutating func connect(tls: Bool) -> ProbeEvent { .ended(.tlsFailed(.notTLS)) }
            mutating func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply { .end(.closed(received: 0)) }
        }
        let credential = Credential.password(user: "reader", Secret("pencil"))
        let conversation = MongoDBConversation(
            Closing(), options: ProbeOptions(startsWithTLS: true, credential: credential))
        #expect(conversation.connections == [true])
        #expect(conversation.sent.isEmpty)
    }

    @Test func thePasswordIsInNoRequest() {
        for mechanism in ["SCRAM-SHA-1", "SCRAM-SHA-256"] {
            let conversation = Self.talk(LoginServer(mechanisms: [mechanism]))
            for request in conversation.requests {
                #expect(request.firstRange(of: Array("pencil".utf8)) == nil)
                #expect(request.firstRange(of: Array(Data("pencil".utf8).base64EncodedString().utf8)) == nil)
            }
        }
    }

    @Test func aStrangerNamesNoAccountAndDoesNotLogIn() {
        let conversation = MongoDBConversation(LoginServer())
        #expect(conversation.outcome.login == nil)
        #expect(!conversation.sent.contains("saslStart"))
        #expect(conversation.requests.allSatisfy { !MongoDBAsked($0).fields.contains("saslSupportedMechs") })
    }
}
