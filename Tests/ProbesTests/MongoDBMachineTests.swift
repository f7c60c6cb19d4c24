import Exposure
import Formats
import Foundation
import Testing

@testable import Probes

/// Gives the same bytes to whatever is sent, or ends the connection.
private struct Canned: MongoDBTestServer {
    var inClear: MongoDBTestReply
    var inTLS: MongoDBTestReply = .end(.closed(received: 0))
    var tls: ProbeEvent = .ended(.tlsFailed(.notTLS))

    func connect(tls: Bool) -> ProbeEvent { tls ? self.tls : .connected(tls: nil) }
    func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply { tls ? inTLS : inClear }
}

/// Another server, whose connections beyond the first end before they stand.
private struct Once<Base: MongoDBTestServer>: MongoDBTestServer {
    var base: Base
    var end: ConnectionEnd
    private var hasConnected = false

    init(_ base: Base, then end: ConnectionEnd) {
        self.base = base
        self.end = end
    }

    mutating func connect(tls: Bool) -> ProbeEvent {
        defer { hasConnected = true }
        return hasConnected ? .ended(end) : .connected(tls: tls ? TLSFacts(version: "TLSv1.3") : nil)
    }
    mutating func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply { base.answer(request, tls: tls) }
}

/// Answers by a function of what was asked.
private struct Scripted: MongoDBTestServer {
    var answer: (MongoDBAsked, [UInt8]) -> MongoDBTestReply
    func connect(tls: Bool) -> ProbeEvent { tls ? .ended(.tlsFailed(.notTLS)) : .connected(tls: nil) }
    func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
        request.starts(with: Array("GET".utf8)) ? .end(.closed(received: 0)) : answer(MongoDBAsked(request), request)
    }
}

/// A recorded server, with some answers changed.
private struct Altered: MongoDBTestServer {
    var base: MongoDBReplay
    var change: (MongoDBAsked, [UInt8]) -> MongoDBTestReply?
    func connect(tls: Bool) -> ProbeEvent { base.connect(tls: tls) }
    func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
        change(MongoDBAsked(request), request) ?? base.answer(request, tls: tls)
    }
}

private func refusal(_ request: [UInt8], _ code: Int32, _ text: String = "no") -> MongoDBTestReply {
    .bytes(
        MongoDBReplay.reply(to: request) {
            $0.append("ok", 0 as Int32)
            $0.append("errmsg", text)
            $0.append("code", code)
        })
}

private func open() throws -> MongoDBReplay { try MongoDBReplay("mongodb-6.0.27/open") }

private func patch(_ reply: [UInt8], to request: [UInt8]) -> [UInt8] {
    var reply = reply
    reply.replaceSubrange(8..<12, with: request[4..<8])
    return reply
}

@Suite struct MongoDBReplayTests {
    @Test func recordingsAreThere() {
        #expect(MongoDBReplay.all.count == 26)
    }

    @Test(arguments: MongoDBReplay.all)
    func chunksMakeNoDifference(path: String) throws {
        let whole = MongoDBConversation(try MongoDBReplay(path))
        for chunk in [1, 7] {
            let pieces = MongoDBConversation(try MongoDBReplay(path), chunk: chunk)
            #expect(pieces.outcome == whole.outcome)
            #expect(pieces.sent == whole.sent)
            #expect(pieces.sink.datasets.map(\.values) == whole.sink.datasets.map(\.values))
        }
    }

    @Test(arguments: ["mongodb-6.0.27/open", "mongodb-4.2.6/open", "mongodb-4.4.2/open", "mongodb-6.0.27/tls"])
    func openServerIsSampledPatientsFirst(path: String) throws {
        let conversation = MongoDBConversation(try MongoDBReplay(path))
        let names = conversation.sink.datasets.map(\.name)
        #expect(names.prefix(2) == ["clinic.patients", "shop.customers"])
        #expect(Set(names.dropFirst(2)) == ["shop.orders", "shop.odd.name é", "shop.v_mail"])
        let patients = try #require(conversation.sink["clinic.patients"])
        #expect(patients.records == 3)
        #expect(patients.fields == ["_id", "name", "born", "diagnosis"])
        let customers = try #require(conversation.sink["shop.customers"])
        #expect(customers.estimate == 500)
        #expect(customers.fields.contains("address.city"))
        #expect(customers.values == 3 * 10)
        // No count of a view: it would read all of it.
        #expect(conversation.sink["shop.v_mail"]?.estimate == nil)
        #expect(conversation.outcome.datasetsListed == 5)
        #expect(conversation.outcome.privileges == Privileges(read: true, write: true, administer: true))
        #expect(conversation.outcome.flags == [])
        #expect(conversation.outcome.incomplete == [])
    }

    @Test func cursorThatAViewLeavesIsClosedAndNoOther() throws {
        let conversation = MongoDBConversation(try open())
        let closing = zip(conversation.sent, conversation.requests).filter { $0.0 == "killCursors" }
        #expect(closing.count == 1)
        let request = try #require(closing.first?.1)
        #expect(MongoDBAsked(request).argument == "v_mail")
        // The cursor id of the recorded reply.
        let id = withUnsafeBytes(of: Int64(8_361_607_703_014_325_388).littleEndian) { Array($0) }
        #expect(request.indices.contains { request[$0...].starts(with: id) })
    }

    @Test("M2: an empty list of databases is not open")
    func emptyListWhileNoUserExistsIsNotOpen() throws {
        let conversation = MongoDBConversation(try MongoDBReplay("mongodb-6.0.27/nouser"))
        #expect(conversation.outcome.access == .authRequired)
        #expect(conversation.evidence("list").contains("no user exists yet"))
        #expect(conversation.sink.datasets.isEmpty)
    }

    @Test func serverWithoutHelloIsAskedIsMaster() throws {
        let conversation = MongoDBConversation(try MongoDBReplay("mongodb-4.2.6/auth"))
        #expect(conversation.sent.prefix(2) == ["hello", "isMaster"])
        #expect(conversation.outcome.access == .authRequired)
        #expect(conversation.connections == [false])
    }

    @Test func ferretDBTellsNothingOfWriting() throws {
        let conversation = MongoDBConversation(try MongoDBReplay("ferretdb-1.24.2/open"))
        #expect(conversation.outcome.privileges == Privileges(read: true))
    }

    @Test func mongodThatWantsACertificateIsKnownByItsHTTPNotice() throws {
        let conversation = MongoDBConversation(try MongoDBReplay("mongodb-6.0.27/tls-client"))
        #expect(conversation.connections == [false, true, true, false])
        #expect(conversation.evidence("hello").contains("MongoDB's notice"))
    }

    @Test func startsWithTLSWhereTheTargetSaysSo() throws {
        let options = ProbeOptions(samples: 3, startsWithTLS: true)
        let conversation = MongoDBConversation(try MongoDBReplay("mongodb-6.0.27/tls"), options: options)
        #expect(conversation.connections == [true])
        #expect(conversation.outcome.access == .open)
        let plain = MongoDBConversation(try open(), options: options)
        #expect(plain.connections == [true, false])
        #expect(plain.outcome.access == .open)
    }

    @Test(arguments: MongoDBReplay.all)
    func nothingSampledIsInTheOutcome(path: String) throws {
        let text = "\(MongoDBConversation(try MongoDBReplay(path)).outcome)"
        for value in ["Invented", "example.test", "4111", "J45", "Nowhere"] { #expect(!text.contains(value)) }
    }
}

@Suite struct MongoDBIdentityTests {
    @Test func echoOfTheRequestIsNotThis() {
        let conversation = MongoDBConversation(Scripted { _, request in .bytes(request) })
        #expect(conversation.outcome.access == .notThis)
        #expect(conversation.sent == ["hello"])
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n", "SSH-2.0-OpenSSH_9.2p1\r\n", "-ERR unknown command\r\n",
        "220 ftp ready\r\n", "+OK\r\n", "\u{4A}\0\0\0\n5.5.9\0\u{01}\0\0\0abcdefgh\0",
        "It looks like you are trying to access MongoDB over HTTP on the native driver port.",
    ])
    func greetingOfAnotherServiceIsNotThis(text: String) {
        for chunk in [Int.max, 1, 5] {
            let conversation = MongoDBConversation(Canned(inClear: .bytes(Array(text.utf8))), chunk: chunk)
            #expect(conversation.outcome.access == .notThis)
        }
    }

    /// The first bytes of a length, or of anything else.
    @Test(arguments: ["E", "\r\n", "+OK"])
    func tooLittleToTellWhatItIsIsUnknown(text: String) {
        for chunk in [Int.max, 1] {
            let conversation = MongoDBConversation(Canned(inClear: .bytes(Array(text.utf8))), chunk: chunk)
            #expect(conversation.outcome.access == .unknown)
        }
    }

    @Test func cannedReplyToAnotherRequestIsNotThis() throws {
        let recorded = try #require(try open().recorded["opmsg-hello"])
        let conversation = MongoDBConversation(Canned(inClear: .bytes(recorded.reply)))
        #expect(conversation.outcome.access == .notThis)
    }

    @Test("M6: ok alone makes no MongoDB")
    func okWithoutAnyFieldOfHelloIsNotThis() {
        let conversation = MongoDBConversation(
            Scripted { _, request in .bytes(MongoDBReplay.reply(to: request) { $0.append("ok", 1 as Int32) }) })
        #expect(conversation.outcome.access == .notThis)
    }

    @Test func everyTruncationOfHelloIsLeftOpen() throws {
        let hello = try #require(try open().recorded["opmsg-hello"]).reply
        for count in 0..<hello.count {
            let conversation = MongoDBConversation(
                Scripted { _, request in .bytes(Array(patch(hello, to: request).prefix(count))) })
            #expect(conversation.outcome.access == .unknown, "\(count)")
        }
    }

    private func withLength(_ length: Int32) -> Scripted {
        Scripted { _, request in
            var reply = MongoDBReplay.reply(to: request) { $0.append("ok", 1 as Int32) }
            withUnsafeBytes(of: length.littleEndian) { reply.replaceSubrange(0..<4, with: $0) }
            return .bytes(reply)
        }
    }

    @Test(
        "B7, B9: impossible lengths are no MongoDB",
        arguments: [
            Int32.min, -1, 0, 15, 16, 25, Int32(MongoDBFrames.maximumGreetingBytes) + 1,
            Int32(MongoDBFrames.maximumReplyBytes), .max,
        ])
    func impossibleLengthsAreNotThis(length: Int32) {
        #expect(MongoDBConversation(withLength(length)).outcome.access == .notThis)
    }

    @Test func lengthAtTheLimitWaits() {
        let conversation = MongoDBConversation(withLength(Int32(MongoDBFrames.maximumGreetingBytes)))
        #expect(conversation.outcome.access == .unknown)
        #expect(conversation.evidence("hello").contains("cut short"))
    }

    @Test func loginForEverythingIsAuthRequired() {
        let conversation = MongoDBConversation(Scripted { _, request in refusal(request, 13) })
        #expect(conversation.outcome.access == .authRequired)
        #expect(conversation.sent == ["hello", "isMaster", "isMaster"])
    }

    @Test("M1: a refusal of the old opcode says nothing about access")
    func refusedOldOpcodeFallsBackToOpMessage() throws {
        let conversation = MongoDBConversation(
            Altered(base: try MongoDBReplay("mongodb-4.2.6/auth")) { asked, request in
                asked.command == "isMaster" && asked.isQuery ? refusal(request, 303) : nil
            })
        #expect(conversation.sent.prefix(3) == ["hello", "isMaster", "isMaster"])
        #expect(conversation.outcome.access == .authRequired)
    }

    @Test func connectionThatFailsIsSaidSo() {
        let table: [(ProbeEvent, Access)] = [
            (.ended(.refused), .closed), (.ended(.unreachable("no route")), .filtered), (.ended(.outOfTime), .unknown),
            (.ended(.outOfBytes), .unknown), (.ended(.outOfScope("public")), .unknown),
        ]
        for (event, access) in table {
            var machine = MongoDBMachine(ProbeOptions())
            let sink = MongoDBTestSink()
            _ = machine.next(.start, into: sink)
            let action = machine.next(event, into: sink)
            guard case .finish = action else {
                Issue.record("goes on after \(event)")
                continue
            }
            #expect(machine.outcome.access == access)
            #expect(!machine.outcome.evidence.isEmpty)
        }
    }

    @Test func tlsAlertToPlainBytesLeadsToTLS() {
        let conversation = MongoDBConversation(
            Canned(
                inClear: .bytes([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]),
                inTLS: .bytes(Array("HTTP/1.1 400\r\n\r\n".utf8)), tls: .connected(tls: TLSFacts(version: "TLSv1.3"))))
        #expect(conversation.connections == [false, true])
        #expect(conversation.outcome.access == .notThis)
    }

    @Test func portThatClosesOnEverythingIsUnknown() {
        let conversation = MongoDBConversation(Canned(inClear: .end(.closed(received: 0))))
        #expect(conversation.outcome.access == .unknown)
        #expect(conversation.connections == [false, true, false, false])
    }

    @Test func tlsServiceThatClosesAndHasNoNoticeIsUnknown() {
        let conversation = MongoDBConversation(
            Canned(inClear: .end(.closed(received: 0)), tls: .connected(tls: TLSFacts(version: "TLSv1.2"))))
        #expect(conversation.outcome.access == .unknown)
    }

    @Test func mongodWhoseTLSCannotBeSetUpIsTLSRequired() throws {
        struct OldTLS: MongoDBTestServer {
            var base: MongoDBReplay
            func connect(tls: Bool) -> ProbeEvent {
                tls ? .ended(.tlsFailed(.other("tlsv1 alert protocol version"))) : .connected(tls: nil)
            }
            func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply { base.answer(request, tls: tls) }
        }
        let conversation = MongoDBConversation(OldTLS(base: try MongoDBReplay("mongodb-6.0.27/tls")))
        #expect(conversation.outcome.access == .tlsRequired)
    }
}

@Suite struct MongoDBSequentialTests {
    /// One database with one collection of so many records, each with a field of its own.
    private static func server(records: Int) -> Scripted {
        Scripted { asked, request in
            let one = element(0x10, "maxWireVersion", [17, 0, 0, 0])
            let content: [UInt8]
            switch asked.command {
            case "listDatabases":
                content = element(0x04, "databases", document(element(0x03, "0", document(string("name", "d")))))
            case "listCollections":
                let entry = document(string("name", "c") + string("type", "collection"))
                content = cursor(element(0x03, "0", entry))
            case "count": content = element(0x10, "n", number(records))
            case "find":
                let first = asked.number("skip")
                let batch = (first..<max(first, min(records, first + asked.number("limit")))).enumerated()
                content = cursor(
                    batch.flatMap { place, record in
                        element(0x03, "\(place)", document(element(0x10, "field\(record)", number(1))))
                    })
            default: content = []
            }
            return .bytes(MongoDBReplay.frame(to: request, document(one + content + element(0x10, "ok", number(1)))))
        }
    }

    private static func cursor(_ batch: [UInt8]) -> [UInt8] {
        let content =
            element(0x04, "firstBatch", document(batch)) + element(0x10, "id", number(0)) + string("ns", "d.c")
        return element(0x03, "cursor", document(content))
    }

    private static func document(_ content: [UInt8]) -> [UInt8] { number(content.count + 5) + content + [0] }
    private static func element(_ type: UInt8, _ name: String, _ value: [UInt8]) -> [UInt8] {
        [type] + Array(name.utf8) + [0] + value
    }
    private static func string(_ name: String, _ text: String) -> [UInt8] {
        element(0x02, name, number(text.utf8.count + 1) + Array(text.utf8) + [0])
    }
    private static func number(_ value: Int) -> [UInt8] {
        withUnsafeBytes(of: Int32(value).littleEndian) { Array($0) }
    }

    @Test(
        arguments: [
            (1000, Int.max, [20, 20, 40, 20], SamplingStop.cap), (1000, 40, [20, 20], .settled),
            (1000, 20, [20], .settled), (45, .max, [20, 20, 40], .all), (7, .max, [20], .all),
            (40, .max, [20, 20, 40], .all),
            (0, .max, [20], .all),
        ])
    func recordsAreAskedForUntilSettled(records: Int, settledAfter: Int, limits: [Int], stop: SamplingStop) throws {
        let conversation = MongoDBConversation(
            Self.server(records: records), options: ProbeOptions(samples: 100), settledAfter: settledAfter)
        let finds = conversation.requests.map(MongoDBAsked.init).filter { $0.command == "find" }
        #expect(finds.map { $0.number("limit") } == limits)
        #expect(finds.map { $0.number("skip") } == limits.indices.map { limits.prefix($0).reduce(0, +) })
        #expect(finds.allSatisfy { $0.number("batchSize") == $0.number("limit") + 1 })
        let dataset = try #require(conversation.sink["d.c"])
        #expect(conversation.sink.datasets.count == 1)
        #expect(dataset.records == min(records, limits.reduce(0, +)))
        // Each record has a field of its own, so none was read twice.
        #expect(dataset.fields.count == dataset.records)
        #expect(dataset.stop == stop)
        #expect(dataset.skipped == nil)
    }

    @Test func aLaterBatchThatFailsKeepsWhatWasRead() throws {
        let server = Self.server(records: 1000)
        let conversation = MongoDBConversation(
            Scripted { asked, request in
                asked.command == "find" && asked.number("skip") > 0
                    ? refusal(request, 50) : server.answer(request, tls: false)
            }, options: ProbeOptions(samples: 100))
        let dataset = try #require(conversation.sink["d.c"])
        #expect(dataset.records == 20)
        #expect(dataset.stop == nil)
        #expect(dataset.skipped?.contains("50") == true)
        #expect(dataset.ended)
    }

    @Test(arguments: [ConnectionEnd.outOfTime, .outOfBytes, .closed(received: 0)])
    func anEndBetweenBatchesEndsTheDataset(end: ConnectionEnd) throws {
        let server = Self.server(records: 1000)
        let conversation = MongoDBConversation(
            Scripted { asked, request in
                asked.command == "find" && asked.number("skip") > 0 ? .end(end) : server.answer(request, tls: false)
            }, options: ProbeOptions(samples: 100))
        let dataset = try #require(conversation.sink["d.c"])
        #expect(conversation.sink.datasets.count == 1)
        #expect(dataset.records == 20)
        #expect(dataset.ended)
        #expect(conversation.outcome.access == .open)
    }
}

@Suite struct MongoDBHostileTests {
    @Test("H1: a server that says yes to everything is flagged, and its grants are ignored")
    func serverThatSaysYesToAllIsFlaggedAndItsGrantsIgnored() throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                guard asked.command == "ajarNoSuchCommand" else { return nil }
                return .bytes(MongoDBReplay.reply(to: request) { $0.append("ok", 1 as Int32) })
            })
        #expect(conversation.outcome.flags == ["honeypot_suspected"])
        #expect(conversation.outcome.privileges == Privileges(read: true))
    }

    @Test func listedButNotReadableIsPartial() throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in asked.command == "find" ? refusal(request, 13) : nil })
        #expect(conversation.outcome.access == .partial)
        #expect(conversation.sink.datasets.allSatisfy { $0.skipped?.contains("code 13") == true })
    }

    @Test func someReadableIsPartial() throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                asked.command == "find" && asked.database == "clinic" ? refusal(request, 13) : nil
            })
        #expect(conversation.outcome.access == .partial)
        #expect(conversation.sink["shop.customers"]?.records == 3)
    }

    @Test(arguments: [(13435, .busy), (13436, .busy), (59, .unknown)] as [(Int32, Access)])
    func namesAloneAreNotOpen(code: Int32, access: Access) throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                asked.command == "find" || asked.command == "count" ? refusal(request, code) : nil
            })
        #expect(conversation.outcome.access == access)
    }

    @Test func errorOfAReadIsNotQuoted() throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                asked.command == "find" ? refusal(request, 241, "Failed to parse number 'SECRET 943' in $convert") : nil
            })
        #expect(!"\(conversation.outcome)".contains("SECRET"))
        #expect(!conversation.sink.datasets.contains { $0.skipped?.contains("SECRET") == true })
    }

    @Test func serverMessagesAreStrippedAndCut() throws {
        let text = "\u{1B}[31m\r\n" + String(repeating: "x", count: 5000)
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                asked.command == "listDatabases" ? refusal(request, 13, text) : nil
            })
        let detail = conversation.evidence("list")
        #expect(conversation.outcome.access == .authRequired)
        #expect(!detail.contains("\u{1B}") && !detail.contains("\n") && detail.count < 300)
    }

    @Test func everyTruncationOfAFindReplyKeepsTheVerdict() throws {
        let base = try open()
        let reply = try #require(base.recorded["opmsg-cmd-find-patients"]).reply
        for count in 0..<reply.count {
            let conversation = MongoDBConversation(
                Altered(base: base) { asked, request in
                    guard asked.command == "find", asked.argument == "patients" else { return nil }
                    return .bytes(Array(patch(reply, to: request).prefix(count)))
                })
            #expect(conversation.outcome.access == .open)
            #expect(conversation.sink["clinic.patients"]?.skipped != nil)
            #expect(conversation.sink["shop.customers"]?.records == 3)
        }
    }

    @Test func everyByteOfAFindReplyMayBeHostile() throws {
        let base = try open()
        let reply = try #require(base.recorded["opmsg-cmd-find-patients"]).reply
        for position in 0..<reply.count where !(8..<12).contains(position) {
            for byte: UInt8 in [0x00, 0x7F, 0xFF] {
                let conversation = MongoDBConversation(
                    Altered(base: base) { asked, request in
                        guard asked.command == "find", asked.argument == "patients" else { return nil }
                        var changed = patch(reply, to: request)
                        changed[position] = byte
                        return .bytes(changed)
                    })
                #expect(conversation.sink.datasets.allSatisfy { $0.ended })
            }
        }
    }

    private func wrap(_ name: String, _ type: UInt8, _ value: [UInt8], then rest: [UInt8] = []) -> [UInt8] {
        let content = [type] + Array(name.utf8) + [0] + value + rest
        return withUnsafeBytes(of: Int32(content.count + 5).littleEndian) { Array($0) } + content + [0]
    }

    private func bomb(_ depth: Int) -> [UInt8] {
        (0..<depth).reduce([5, 0, 0, 0, 0]) { inner, _ in wrap("a", 0x03, inner) }
    }

    private let ok: [UInt8] = [0x08] + Array("ok".utf8) + [0, 1]

    @Test func nestingBombIsOneBrokenRecord() throws {
        let document = wrap("cursor", 0x03, wrap("firstBatch", 0x04, wrap("0", 0x03, bomb(3000))), then: ok)
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                guard asked.command == "find", asked.argument == "patients" else { return nil }
                return .bytes(MongoDBReplay.frame(to: request, document))
            })
        #expect(conversation.sink["clinic.patients"]?.broken == 1)
        #expect(conversation.outcome.access == .open)
    }

    @Test func nestingBombInHelloIsNotThis() {
        let version: [UInt8] = [0x10] + Array("maxWireVersion".utf8) + [0, 17, 0, 0, 0]
        let document = wrap("x", 0x03, bomb(200), then: ok + version)
        let conversation = MongoDBConversation(
            Scripted { _, request in .bytes(MongoDBReplay.frame(to: request, document)) })
        #expect(conversation.outcome.access == .notThis)
    }

    @Test func moreRecordsThanAskedForAreNotTaken() throws {
        let conversation = MongoDBConversation(try open(), options: ProbeOptions(samples: 2))
        #expect(conversation.sink["shop.customers"]?.records == 2)
    }

    @Test func endlessListingEnds() throws {
        var name = BSONBuilder()
        name.append("name", "c")
        let id: [UInt8] = [0x12] + Array("id".utf8) + [0, 9, 0, 0, 0, 0, 0, 0, 0]
        let batch = wrap("firstBatch", 0x04, wrap("0", 0x03, name.finished()), then: id)
        let document = wrap("cursor", 0x03, batch, then: ok)
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, request in
                guard asked.command == "listCollections" || asked.command == "getMore" else { return nil }
                return .bytes(MongoDBReplay.frame(to: request, document))
            }, options: ProbeOptions(samples: 1, maximumDatasets: 2))
        #expect(conversation.sent.filter { $0 == "getMore" }.count < 60)
        #expect(conversation.sent.contains("killCursors"))
        #expect(conversation.sink.datasets.count == 2)
    }

    @Test func connectionLostWhileReadingGoesOnWithTheNext() throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, _ in
                asked.command == "find" && asked.argument == "patients" ? .end(.reset(received: 900)) : nil
            })
        #expect(conversation.connections.count == 2)
        #expect(conversation.sink["clinic.patients"]?.skipped == "the connection was lost")
        #expect(conversation.outcome.incomplete == ["A collection could not be read: the connection was lost."])
        #expect(conversation.sink["shop.customers"]?.records == 3)
        #expect(conversation.outcome.access == .open)
    }

    @Test(arguments: [false, true])
    func furtherConnectionThatNeverStandsEndsIt(startsWithTLS: Bool) {
        let refuses = Scripted { asked, request in
            asked.command == "hello" ? refusal(request, 13) : .end(.closed(received: 0))
        }
        for end: ConnectionEnd in [
            .silent(received: 0), .closed(received: 0), .reset(received: 0), .refused, .tlsFailed(.closed),
        ] {
            let conversation = MongoDBConversation(
                Once(refuses, then: end), options: ProbeOptions(startsWithTLS: startsWithTLS), maximumEvents: 100)
            #expect(conversation.connections.count <= 6)
        }
    }

    @Test func datasetWhoseConnectionDoesNotComeBackIsSaidOnce() throws {
        let lost = Altered(base: try open()) { asked, _ in
            asked.command == "find" ? .end(.reset(received: 900)) : nil
        }
        let conversation = MongoDBConversation(Once(lost, then: .refused))
        let names = conversation.sink.datasets.map(\.name)
        #expect(!names.isEmpty)
        #expect(Set(names).count == names.count)
    }

    @Test func timeUsedUpKeepsWhatIsKnown() throws {
        let conversation = MongoDBConversation(
            Altered(base: try open()) { asked, _ in
                asked.command == "find" && asked.argument == "customers" ? .end(.outOfTime) : nil
            })
        #expect(conversation.outcome.access == .open)
        #expect(conversation.outcome.incomplete == ["The time for this endpoint was used up."])
    }

    @Test func anyEventInAnyStateIsAnsweredAndProvesNothing() {
        let events: [ProbeEvent] = [
            .start, .connected(tls: nil), .connected(tls: TLSFacts(version: "x")), .response(HTTPResponse(status: 200)),
            .ended(.closed(received: 0)), .ended(.closed(received: 5)), .ended(.reset(received: 0)),
            .ended(.silent(received: 0)), .ended(.refused), .ended(.tlsFailed(.notTLS)), .ended(.bytesBeforeTLS),
            .ended(.notHTTP("x")), .ended(.outOfTime),
        ]
        for first in events {
            for second in events {
                var machine = MongoDBMachine(ProbeOptions())
                let sink = MongoDBTestSink()
                for event in [.start, .connected(tls: nil), first, second] as [ProbeEvent] {
                    _ = machine.next(event, into: sink)
                }
                [UInt8](repeating: 0xFF, count: 40).withUnsafeBytes { _ = machine.next(.bytes($0), into: sink) }
                #expect(!machine.outcome.access.isExposed)
            }
        }
    }
}

@Suite struct MongoDBCommandTests {
    /// Read-only commands of the MongoDB manual, those of a login, our own made-up name, and HTTP's GET.
    private static let readOnly: Set = [
        "saslStart", "saslContinue", "hello", "isMaster", "buildInfo", "connectionStatus", "listDatabases", "usersInfo",
        "listCollections",
        "getMore", "count", "find", "killCursors", "ajarNoSuchCommand", "GET /",
    ]

    private static let every: [MongoDBCommand] = [
        .hello(applicationName: "ajar/0.1"), .isMaster(applicationName: "ajar/0.1"),
        .saslStart(database: "d", mechanism: .sha1, payload: [1]),
        .saslContinue(database: "d", conversation: 1, payload: [1]), .buildInfo, .connectionStatus(),
        .listDatabases, .noSuchCommand, .usersInfo, .listCollections(database: "d", batchSize: 10),
        .getMore(database: "d", collection: "c", cursor: 1, batchSize: 10), .count(database: "d", collection: "c"),
        .find(database: "d", collection: "c", skip: 0, limit: 5),
        .killCursors(database: "d", collection: "c", cursor: 1),
        .httpNotice,
    ]

    @Test func everyCommandIsDocumentedAndReadOnly() {
        #expect(Set(Self.every.map(\.name)) == Self.readOnly)
        #expect(Set(MongoDBProbe.commands.map(\.name)) == Self.readOnly)
        #expect(MongoDBProbe.commands.count == Self.readOnly.count)
    }

    @Test func everyRequestIsWhatItsNameSays() {
        for command in Self.every where command != .httpNotice {
            for dialect in [MongoDBRequest.Dialect.message, .query] {
                let request = MongoDBRequest(command, id: 5, dialect: dialect, secondaryPreferred: true)
                guard case .bytes(let bytes) = request.message else {
                    Issue.record("not bytes")
                    return
                }
                let asked = MongoDBAsked(bytes)
                #expect(asked.command == command.name)
                #expect(asked.database == command.database)
                #expect(asked.secondary == (dialect == .message))
                #expect(Int(bytes[0]) | Int(bytes[1]) << 8 == bytes.count)
            }
        }
    }

    @Test func readsHaveATimeLimit() {
        let fromMemory: Set = ["hello", "isMaster", "buildInfo", "connectionStatus", "ajarNoSuchCommand", "GET /"]
        // A time limit of getMore is for tailable cursors only; killCursors takes none, and drivers send none to log in.
        let without = fromMemory.union(["getMore", "killCursors", "saslStart", "saslContinue"])
        for command in Self.every where !without.contains(command.name) {
            let fields = MongoDBAsked(MongoDBFrames.message(id: 1, document: command.document.finished())).fields
            #expect(fields.contains("maxTimeMS"), "\(command.name)")
        }
    }

    @Test(arguments: [(Int32.min, 1), (0, 1), (5, 5), (.max, 100_000)] as [(Int32, Int64)])
    func findAsksForABatchLargerThanItsLimit(limit: Int32, expected: Int64) throws {
        let document = MongoDBCommand.find(database: "d", collection: "c", skip: 0, limit: limit).document.finished()
        try document.withUnsafeBytes { raw in
            let view = try BSONDocument(raw)
            #expect(try view.first("limit")?.integer == expected)
            #expect(try view.first("batchSize")?.integer == expected + 1)
            #expect(try view.first("singleBatch") == nil)
        }
    }

    @Test func clientMetadataKeepsItsLimits() throws {
        let name = String(repeating: "é", count: 500)
        let document = MongoDBCommand.hello(applicationName: name).document.finished()
        try document.withUnsafeBytes { raw in
            guard case .document(let client)? = try BSONDocument(raw).first("client"),
                case .document(let application)? = try client.first("application")
            else {
                Issue.record("no client metadata")
                return
            }
            #expect(client.bytes.count <= 512)
            #expect(try application.first("name")?.text(limit: 128) == String(repeating: "é", count: 64))
        }
    }

    @Test func probeIsListed() {
        #expect(ProbeIndex.all.contains { $0.service == MongoDBProbe.service })
        #expect(MongoDBProbe.service.rawValue == "mongodb")
    }
}

@Suite struct MongoDBCatalogTests {
    @Test(arguments: [
        ("admin", "system.users", true), ("shop", "system.views", true), ("local", "startup_log", true),
        ("local", "oplog.rs", true), ("config", "transactions", true), ("admin", "patients", false),
        ("shop", "startup_log", false), ("local", "notes", false), ("shop", "systematic", false),
    ])
    func serversOwnCollectionsArePassedOver(database: String, collection: String, isOwn: Bool) {
        #expect(MongoDBCatalog.isServersOwn(database: database, collection: collection) == isOwn)
    }

    @Test(arguments: [("", false), ("a\0b", false), (String(repeating: "x", count: 256), false), ("odd.name é", true)])
    func unusableNamesAreRefused(name: String, usable: Bool) {
        #expect(MongoDBCatalog.isUsable(name) == usable)
    }
}
