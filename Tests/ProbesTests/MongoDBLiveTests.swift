import Exposure
import Foundation
import Glibc
import Testing

@testable import Probes

/// A real server on a blocking socket, one request and one reply at a time. Plain connections only.
private final class LiveServer: MongoDBTestServer {
    private let host: String
    private let port: UInt16
    private var descriptor: Int32 = -1

    init?(_ place: String) {
        let parts = place.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
        host = String(parts[0])
        self.port = port
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func connect(tls: Bool) -> ProbeEvent {
        if tls { return .ended(.tlsFailed(.notTLS)) }
        if descriptor >= 0 { close(descriptor) }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return result == 0 ? .connected(tls: nil) : .ended(.refused)
    }

    func answer(_ request: [UInt8], tls: Bool) -> MongoDBTestReply {
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return .end(.reset(received: 0))
        }
        var reply: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            if reply.count >= 4 {
                let length = reply.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
                if reply.count >= length { return .bytes(reply) }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return reply.isEmpty ? .end(.closed(received: 0)) : .bytes(reply) }
            reply += buffer.prefix(count)
        }
    }
}

/// Set `AJAR_TEST_MONGODB_OPEN`, `AJAR_TEST_MONGODB_AUTH`, … to `address:port` of a server in that state.
private func live(_ state: String) -> String? {
    ProcessInfo.processInfo.environment["AJAR_TEST_MONGODB_\(state)"]
}

private let closedAreLive = ["AUTH", "NOUSER", "REPLSET_NEW"].allSatisfy { live($0) != nil }

@Suite struct MongoDBLiveTests {
    @Test(
        .enabled(if: live("OPEN") != nil, "AJAR_TEST_MONGODB_OPEN names no server"))
    func realOpenServerIsOpenAndSampled() throws {
        let server = try #require(LiveServer(live("OPEN") ?? ""))
        let conversation = MongoDBConversation(server, options: ProbeOptions(samples: 100, clientName: "ajar/test"))
        #expect(conversation.outcome.access == .open)
        #expect(conversation.outcome.privileges == Privileges(read: true, write: true, administer: true))
        #expect(conversation.outcome.product == "MongoDB")
        #expect(conversation.outcome.flags == [])
        // Only a batch that the server cut at its 16 MiB leaves a cursor, which is then closed.
        let cut = conversation.sink.datasets.filter { $0.records < min(100, $0.estimate ?? 0) }
        #expect(conversation.sent.filter { $0 == "killCursors" }.count == cut.count)
        #expect(conversation.sink.datasets.allSatisfy { $0.skipped == nil && $0.broken == 0 })
    }

    @Test(
        .enabled(if: closedAreLive, "one of AJAR_TEST_MONGODB_AUTH, _NOUSER and _REPLSET_NEW names no server"),
        arguments: [("AUTH", .authRequired), ("NOUSER", .authRequired), ("REPLSET_NEW", .unknown)] as [(String, Access)]
    )
    func realServerOfEachStateIsJudgedRightly(state: String, access: Access) throws {
        let place = try #require(live(state))
        let conversation = MongoDBConversation(try #require(LiveServer(place)))
        #expect(conversation.outcome.access == access)
        #expect(conversation.sink.datasets.isEmpty)
    }

    @Test(.enabled(if: live("KINDS") != nil, "AJAR_TEST_MONGODB_KINDS names no server"))
    func everyKindOfCollectionIsReadOrLeftWithItsReason() throws {
        let server = try #require(LiveServer(live("KINDS") ?? ""))
        let conversation = MongoDBConversation(server, options: ProbeOptions(samples: 100))
        let sink = conversation.sink
        #expect(conversation.outcome.access == .open)
        #expect(sink["ward.visits"]?.records == 100)
        #expect(sink["ward.visits"]?.estimate == 300)
        #expect(sink["ward.visits"]?.stop == .cap)
        // A view and a time series have no size of their own, and are not counted.
        #expect(sink["ward.v_visits"]?.records == 100)
        #expect(sink["ward.v_visits"]?.estimate == nil)
        #expect(sink["ward.ring"]?.records == 50)
        #expect(sink["ward.ring"]?.stop == .all)
        #expect(sink["ward.beats"]?.records == 60)
        #expect(sink["ward.beats"]?.fields.contains("rate") == true)
        #expect(sink["ward.beats"]?.estimate == nil)
        // Of GridFS the descriptions are read, not the pieces; by the name alone nothing is left out.
        #expect(sink["ward.scans.files"]?.fields.contains("filename") == true)
        #expect(sink["ward.scans.chunks"] == nil)
        #expect(conversation.evidence("read").contains("ward.scans.chunks: pieces of files, kept by GridFS"))
        #expect(sink["ward.bait.chunks"]?.records == 1)
        #expect(!sink.datasets.contains { $0.name.contains("system.") })
        #expect(sink.datasets.allSatisfy { $0.skipped == nil && $0.broken == 0 })
        // No batch left a cursor behind.
        #expect(!conversation.sent.contains("killCursors"))
        #expect(conversation.outcome.incomplete == [])
    }

    @Test(.enabled(if: live("SECONDARY") != nil, "AJAR_TEST_MONGODB_SECONDARY names no server"))
    func aSecondaryIsRead() throws {
        let server = try #require(LiveServer(live("SECONDARY") ?? ""))
        let conversation = MongoDBConversation(server, options: ProbeOptions(samples: 100))
        #expect(conversation.outcome.access == .open)
        #expect(conversation.evidence("hello").contains("not a primary"))
        #expect(conversation.sink["ward.visits"]?.records == 100)
        #expect(conversation.sink["ward.v_visits"]?.records == 100)
        #expect(conversation.sink.datasets.allSatisfy { $0.skipped == nil })
        #expect(conversation.outcome.incomplete == [])
    }
}
