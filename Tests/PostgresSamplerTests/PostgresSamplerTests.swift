import Exposure
import Formats
import Foundation
import Probes
import Synchronization
import Testing

@testable import PostgresSampler

/// Collects what a sampler pushes. Only tests keep values.
final class CollectingSink: SampleSink {
    struct Dataset {
        var name: String
        var estimated: Int?
        var records: [[String: (text: String, kind: ValueKind)]] = []
        var skipped: String?
        var stop: SamplingStop?
        var isEnded = false
    }
    var datasets: [Dataset] = []
    /// Records of a dataset that settle it.
    var settledAfter = Int.max
    private var record: [String: (text: String, kind: ValueKind)] = [:]
    private var field: [String] = []

    func beginDataset(_ name: String, recordsEstimated: Int?) {
        datasets.append(Dataset(name: name, estimated: recordsEstimated))
    }
    var isSettled: Bool { (datasets.last?.records.count ?? 0) >= settledAfter }
    func stopped(_ why: SamplingStop) { datasets[datasets.count - 1].stop = why }
    func endDataset(skipped: String?) {
        datasets[datasets.count - 1].skipped = skipped
        datasets[datasets.count - 1].isEnded = true
    }
    func beginRecord() { record = [:] }
    func enter(_ name: UnsafeRawBufferPointer) { field.append(String(decoding: name, as: UTF8.self)) }
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        record[field.joined(separator: ".")] = (String(decoding: bytes, as: UTF8.self), kind)
    }
    func leave() { field.removeLast() }
    func endRecord() { datasets[datasets.count - 1].records.append(record) }
    func brokenRecord() {}

    subscript(name: String) -> Dataset? { datasets.first { $0.name == name } }
}

/// A real server, named in the environment as `host:port`.
enum TestServer {
    /// Lets everybody in as `postgres`; loaded with `testdata/postgresql/sampler.sql` in its database `shop`.
    static let open = parse("AJAR_TEST_POSTGRES_SAMPLER")
    /// The same behind TLS only (`hostssl`), not loaded.
    static let tls = parse("AJAR_TEST_POSTGRES_SAMPLER_TLS")
    /// Asks for a password everywhere but in the database `shop`.
    static let oneDatabase = parse("AJAR_TEST_POSTGRES_ONEDB")
    /// `postgres` is a plain role there; loaded with `testdata/postgresql/sampler-lowpriv.sql` by the superuser.
    static let lowPrivilege = parse("AJAR_TEST_POSTGRES_LOWPRIV")

    private static func parse(_ name: String) -> (host: String, port: Int)? {
        let value = ProcessInfo.processInfo.environment[name] ?? ""
        guard let colon = value.lastIndex(of: ":"), let port = Int(value[value.index(after: colon)...]) else {
            print("skipped: tests of a real PostgreSQL need \(name)=host:port")
            return nil
        }
        return (String(value[..<colon]), port)
    }
}

private func limits(_ duration: Duration = .seconds(20)) -> PostgresLimits {
    PostgresLimits(deadline: ContinuousClock.now.advanced(by: duration))
}

private let entry = ProbeOutcome.Entry(user: "postgres", database: "postgres", tls: false)

@Suite(.serialized) struct PostgresSamplerTests {
    @Test(.enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"))
    func readsAnOpenServer() async throws {
        let server = try #require(TestServer.open)
        let sink = CollectingSink()
        let spent = Spent()
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: entry, options: ProbeOptions(samples: 25), limits: limits(),
            sink: sink, spend: spent.add)
        #expect(sample.access == .open)
        #expect(sample.incomplete == [])
        #expect(sample.version?.isEmpty == false)
        #expect(
            sample.privileges
                == Privileges(
                    role: "postgres", superuser: true, read: true, write: true, create: true, administer: true,
                    readFiles: true, writeFiles: true, runCommands: true))
        #expect(sample.databases.contains("shop"))
        #expect(sample.datasetsListed == sink.datasets.count)
        #expect(sink.datasets.allSatisfy { $0.isEnded })
        #expect(spent.bytes > 1000)

        let users = try #require(sink["shop.public.users"])
        #expect(users.records.count == 25)
        #expect(users.estimated == 500)
        #expect(users.records.first?["email"]?.text == "u1@x.test")
        #expect(users.records.first?["id"]?.kind == .number)

        let types = try #require(sink["shop.ward.types"]?.records.first)
        #expect(types["j"]?.text == "{\"a\": {\"nhs\": \"943 476 5919\"}}")
        #expect(types["b"]?.kind == .binary)
        #expect(types["b"]?.text == "canary")
        #expect(types["born"]?.text == "1980-01-02")
        #expect(types["born"]?.kind == .timestamp)
        #expect(types["seen"]?.text == "2024-03-01 11:00:00+00")
        #expect(types["ok"]?.text == "true")
        #expect(types["key"]?.kind == .identifier)
        #expect(types["nothing"]?.kind == .null)
        #expect(types["long"]?.text.utf8.count == 2048)
        #expect(types["tagged"]?.kind == .number)

        let hostile = try #require(sink.datasets.first { $0.name.contains("DROP TABLE") })
        #expect(hostile.records.count == 3)
        #expect(hostile.records.first?.keys.sorted() == ["a\"b", "select"])
        #expect(!hostile.name.contains("\n"))

        let large = try #require(sink["shop.ward.large"])
        #expect(large.records.count == 25)
        #expect(large.estimated.map { $0 > 100_000 } == true)
        // From pages picked at random, so not all from the first page.
        #expect(large.records.contains { ($0["id"]?.text).flatMap { Int($0) } ?? 0 > 100 })

        // Arrays and composite types come as JSON, so that what is in them is told apart.
        let shapes = try #require(sink["shop.ward.shapes"]?.records.first)
        #expect(shapes["tags"]?.text == #"["asthma","x, \"y\""]"#)
        #expect(shapes["counts"]?.text == "[[1,2],[3,4]]")
        #expect(shapes["home"]?.text == #"{"street":"1 Test Street","postcode":"ZZ1 1ZZ"}"#)
        #expect(shapes["homes"]?.text == #"[{"street":"2 Test Street","postcode":null}]"#)
        #expect(shapes["doc"]?.text == #"{"a": [1, 2]}"#)
        #expect(shapes.values.allSatisfy { $0.kind == .string })

        // A partitioned table is read once, as a whole: large where its partitions are, and then from random pages.
        let events = try #require(sink["shop.ward.events"])
        #expect(events.records.count == 25)
        #expect(events.estimated == 40_000)
        let places = events.records.compactMap { ($0["id"]?.text).flatMap { Int($0) } }
        #expect(Set(places).count == 25)
        #expect(places.max().map { $0 > 10_000 } == true)
        #expect(!sink.datasets.contains { $0.name.hasPrefix("shop.ward.events_") })

        #expect(sink["shop.ward.parted"]?.records.count == 2)
        #expect(sink.datasets.contains { $0.name == "shop.ward.parted_1" } == false)
        #expect(sink["shop.ward.letters_view"]?.records.isEmpty == false)
        #expect(sink["shop.ward.letters_mat"]?.records.isEmpty == false)
        #expect(sink["shop.ward.far"]?.skipped == "a foreign table: reading it would make the server dial out")
        #expect(
            sink["shop.ward.far_view"]?.skipped
                == "reaches a foreign table: reading it would make the server dial out")
        #expect(sink["shop.ward.writes_view"]?.records.isEmpty == true)
        #expect(sink["shop.ward.writes_view"]?.skipped?.contains("25006") == true)
        let order = sink.datasets.map(\.name).filter { $0.hasPrefix("shop.") }
        let patients = try #require(order.firstIndex(of: "shop.ward.patients"))
        #expect(patients < (order.firstIndex(of: "shop.ward.large") ?? 0))
    }

    @Test(.enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"))
    func readsUntilSettled() async throws {
        let server = try #require(TestServer.open)
        let sink = CollectingSink()
        sink.settledAfter = 20
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: .init(user: "postgres", database: "shop", tls: false),
            options: ProbeOptions(samples: 100), limits: limits(), sink: sink, spend: { _ in true })
        #expect(sample.incomplete == [])
        for name in ["shop.public.users", "shop.ward.large", "shop.ward.events"] {
            let dataset = try #require(sink[name])
            #expect(dataset.records.count == 20, "\(name)")
            #expect(dataset.stop == .settled, "\(name)")
            #expect(Set(dataset.records.compactMap { $0["id"]?.text }).count == 20, "\(name)")
        }
        #expect(sink["shop.ward.letters"]?.records.count == 2)
        #expect(sink["shop.ward.letters"]?.stop == .all)
        #expect(sink["shop.ward.far"]?.stop == nil)
    }

    /// A server that is asked for more than it has settled goes on to the cap, without reading a record twice.
    @Test(.enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"))
    func readsUpToTheCap() async throws {
        let server = try #require(TestServer.open)
        let sink = CollectingSink()
        _ = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: .init(user: "postgres", database: "shop", tls: false),
            options: ProbeOptions(samples: 100), limits: limits(), sink: sink, spend: { _ in true })
        for name in ["shop.public.users", "shop.ward.large", "shop.ward.events"] {
            let dataset = try #require(sink[name])
            #expect(Set(dataset.records.compactMap { $0["id"]?.text }).count == 100, "\(name)")
            #expect(dataset.stop == .cap, "\(name)")
        }
        // In random order, so that stopping early does not mean reading the oldest records only.
        let first = try #require(sink["shop.ward.large"]?.records.prefix(10).compactMap { Int($0["id"]?.text ?? "") })
        #expect(first != first.sorted())
    }

    /// What is charged to the endpoint's budget is what came over the wire, as a relay between the two counts it.
    @Test(.enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"))
    func theBytesChargedAreThoseReceived() async throws {
        let server = try #require(TestServer.open)
        let relay = try Relay(to: server.port)
        let spent = Spent()
        let sample = await PostgresSampler().sample(
            host: "127.0.0.1", port: relay.port, entry: entry, options: ProbeOptions(samples: 100), limits: limits(),
            sink: CollectingSink(), spend: spent.add)
        relay.stop()
        #expect(sample.incomplete == [])
        #expect(relay.bytes > 30_000)
        #expect(abs(spent.bytes - relay.bytes) * 50 < relay.bytes, "charged \(spent.bytes) of \(relay.bytes)")
    }

    @Test(.enabled(if: TestServer.lowPrivilege != nil, "AJAR_TEST_POSTGRES_LOWPRIV is not set"))
    func tellsWhatAPlainRoleMayNotRead() async throws {
        let server = try #require(TestServer.lowPrivilege)
        let sink = CollectingSink()
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: entry, options: ProbeOptions(), limits: limits(), sink: sink,
            spend: { _ in true })
        #expect(sample.access == .partial)
        #expect(sample.datasetsDenied == 1)
        #expect(
            sample.privileges
                == Privileges(
                    role: "postgres", superuser: false, read: true, write: false, create: false, administer: false,
                    readFiles: false, writeFiles: false, runCommands: false))
        #expect(sink["shop.public.secret"]?.skipped == "this role may not read it")
        // Policies hide all records from this role, though the table holds some.
        #expect(
            sink["shop.public.hidden"]?.skipped
                == "row-level security shows this role no record, though the catalog estimates 10")
        // One column only may be read.
        #expect(sink["shop.public.narrow"]?.records.first?.keys.sorted() == ["shown"])
        #expect(sample.incomplete == [])
    }

    @Test(.enabled(if: TestServer.oneDatabase != nil, "AJAR_TEST_POSTGRES_ONEDB is not set"))
    func aDatabaseThatAsksForAPasswordIsLeftAlone() async throws {
        let server = try #require(TestServer.oneDatabase)
        let sink = CollectingSink()
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: .init(user: "postgres", database: "shop", tls: false),
            options: ProbeOptions(samples: 3), limits: limits(), sink: sink, spend: { _ in true })
        #expect(sample.access == .open)
        #expect(sample.databases == ["postgres", "shop"])
        #expect(sink.datasets.map(\.name) == ["shop.public.users"])
        #expect(sample.incomplete == [])
        #expect(
            sample.evidence.contains(Observation("list", "database postgres: a credential is demanded")))
    }

    @Test(.enabled(if: TestServer.tls != nil, "AJAR_TEST_POSTGRES_SAMPLER_TLS is not set"))
    func readsInsideTLS() async throws {
        let server = try #require(TestServer.tls)
        let sink = CollectingSink()
        let inside = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: .init(user: "postgres", database: "shop", tls: true),
            options: ProbeOptions(samples: 3), limits: limits(), sink: sink, spend: { _ in true })
        #expect(inside.access == .open)
        #expect(sink["shop.public.users"]?.records.count == 3)
        let outside = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: .init(user: "postgres", database: "shop", tls: false),
            options: ProbeOptions(samples: 3), limits: limits(), sink: CollectingSink(), spend: { _ in true })
        #expect(outside.access == nil)
        #expect(outside.incomplete.count == 1)
        #expect(outside.incomplete.first?.contains("127.0.0.1") == false)
    }

    @Test(
        .enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"),
        arguments: [0, 2000, 6000, 12000])
    func endsWhenTheBytesAreUsedUp(budget: Int) async throws {
        let server = try #require(TestServer.open)
        let sink = CollectingSink()
        let spent = Spent()
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: entry, options: ProbeOptions(), limits: limits(), sink: sink,
            spend: { count in
                _ = spent.add(count)
                return spent.bytes <= budget
            })
        #expect(sample.incomplete.contains { $0.contains("bytes were used up") })
        #expect(sink.datasets.allSatisfy { $0.isEnded })
        // One read of the socket may go over; no more than that.
        #expect(spent.bytes < budget + 100_000)
    }

    @Test(.enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"))
    func endsAtTheDeadline() async throws {
        let server = try #require(TestServer.open)
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: entry, options: ProbeOptions(), limits: limits(.zero),
            sink: CollectingSink(), spend: { _ in true })
        #expect(sample.access == nil)
        #expect(sample.incomplete == ["not everything was read: the endpoint's time was used up"])
    }

    @Test(.enabled(if: TestServer.open != nil, "AJAR_TEST_POSTGRES_SAMPLER is not set"))
    func keepsToTheNumberOfDatasets() async throws {
        let server = try #require(TestServer.open)
        let sink = CollectingSink()
        let sample = await PostgresSampler().sample(
            host: server.host, port: server.port, entry: entry, options: ProbeOptions(samples: 1, maximumDatasets: 2),
            limits: limits(), sink: sink, spend: { _ in true })
        #expect(sink.datasets.count == 2)
        #expect(sample.incomplete.count == 1)
        #expect(sample.incomplete.first?.hasSuffix("datasets were not sampled: the limit is 2 an endpoint") == true)
    }

    @Test func aClosedPortIsToldWithoutAnAddress() async {
        let sample = await PostgresSampler().sample(
            host: "127.0.0.1", port: 1, entry: entry, options: ProbeOptions(), limits: limits(),
            sink: CollectingSink(), spend: { _ in true })
        #expect(sample.access == nil)
        #expect(sample.datasetsListed == nil)
        #expect(sample.incomplete.first?.contains("no session") == true)
        #expect(sample.incomplete.first?.contains("127.0.0.1") == false)
    }

    @Test(
        "S5: whoever asks for a password gets none",
        arguments: [
            [UInt8](), [0x52, 0, 0, 0, 8, 0, 0, 0, 3], [0x52, 0, 0, 0, 12, 0, 0, 0, 5, 1, 2, 3, 4],
            [0x52, 0x7f, 0xff, 0xff, 0xff],
            Array("HTTP/1.1 200 OK\r\n\r\n".utf8),
            [0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49],
        ])
    func aHostileServerEndsItInTime(answer: [UInt8]) async throws {
        let server = try HostileServer(answer: answer)
        let clock = ContinuousClock.now
        let sample = await PostgresSampler().sample(
            host: "127.0.0.1", port: server.port, entry: entry, options: ProbeOptions(),
            limits: limits(.milliseconds(700)), sink: CollectingSink(), spend: { _ in true })
        #expect(clock.duration(to: .now) < .seconds(3))
        #expect(sample.access == nil)
        #expect(!sample.incomplete.isEmpty)
        // No password message ('p'), whatever was asked.
        #expect(!server.received.isEmpty)
        #expect(!server.saysPassword)
        if answer.starts(with: [0x52]), answer.count > 8, answer[4] < 16, answer[8] > 0 {
            #expect(sample.incomplete == ["not everything was read: a credential is demanded"])
        }
        server.stop()
    }

    @Test(arguments: [
        // ParameterStatus without end.
        [0x53, 0, 0, 0, 8, 0x61, 0, 0x62, 0],
        // A row description of a gibibyte.
        [0x54, 0x3f, 0xff, 0xff, 0xff] + [UInt8](repeating: 0x61, count: 1000),
    ])
    func aFloodEndsAtTheByteBudget(flood: [UInt8]) async throws {
        let session: [UInt8] = [0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]
        let server = try HostileServer(answer: session, flood: flood)
        let spent = Spent()
        let sample = await PostgresSampler().sample(
            host: "127.0.0.1", port: server.port, entry: entry, options: ProbeOptions(), limits: limits(.seconds(10)),
            sink: CollectingSink(),
            spend: { count in
                _ = spent.add(count)
                return spent.bytes < 1_000_000
            })
        #expect(sample.incomplete == ["not everything was read: the endpoint's bytes were used up"])
        #expect(spent.bytes < 50_000_000)
        server.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func aCancelledTaskStopsReading() async throws {
        let server = try HostileServer(answer: [])
        let port = server.port
        let task = Task {
            await PostgresSampler().sample(
                host: "127.0.0.1", port: port, entry: entry, options: ProbeOptions(), limits: limits(.seconds(50)),
                sink: CollectingSink(), spend: { _ in true })
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        let clock = ContinuousClock.now
        let sample = await task.value
        #expect(clock.duration(to: .now) < .seconds(5))
        #expect(sample.incomplete == ["not everything was read: cancelled"])
        server.stop()
    }

    @Test func theEnvironmentHasNoSay() {
        setenv("PGPASSWORD", "not to be sent", 1)
        setenv("PGOPTIONS", "-c default_transaction_read_only=off", 1)
        let parameters = PostgresConnectionParameters.list(
            host: "127.0.0.1", port: 5432, user: "u\0ser", database: "host=elsewhere", tls: true,
            applicationName: "ajar")
        let values = Dictionary(uniqueKeysWithValues: parameters)
        #expect(values["user"] == "user")
        #expect(values["password"] == nil)
        #expect(values["sslmode"] == "require")
        #expect(values["passfile"] == values["sslcert"])
        #expect(values["gssencmode"] == "disable")
    }
}

final class Spent: Sendable {
    private let total = Atomic(0)
    var bytes: Int { total.load(ordering: .relaxed) }
    @Sendable func add(_ count: Int) -> Bool {
        total.add(count, ordering: .relaxed)
        return true
    }
}

/// Accepts connections on loopback, reads what comes, gives one answer and then says nothing.
final class HostileServer: @unchecked Sendable {
    // `bytes` is only touched under `lock`; the rest is set once.
    private let lock = NSLock()
    private var bytes: [UInt8] = []
    private let listener: Int32
    let port: Int

    /// - Parameter flood: what is sent again and again after the answer.
    init(answer: [UInt8], flood: [UInt8] = []) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int? in
                guard bind(listener, generic, length) == 0, listen(listener, 8) == 0,
                    getsockname(listener, generic, &length) == 0
                else { return nil }
                return 0
            }
        }
        guard listener >= 0, port != nil else { throw CancellationError() }
        self.listener = listener
        self.port = Int(UInt16(bigEndian: address.sin_port))
        let thread = Thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    // Closed here and not by `stop`: its number could be another server's by the time of `accept`.
                    close(listener)
                    return
                }
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = read(client, &buffer, buffer.count)
                if count > 0 { self?.append(buffer.prefix(count)) }
                _ = write(client, answer, answer.count)
                while !flood.isEmpty, send(client, flood, flood.count, Int32(MSG_NOSIGNAL)) > 0 {}
                while read(client, &buffer, buffer.count) > 0 { self?.append(buffer.prefix(1)) }
                close(client)
            }
        }
        thread.start()
    }

    private func append(_ more: ArraySlice<UInt8>) {
        lock.lock()
        bytes += more
        lock.unlock()
    }

    var received: [UInt8] {
        lock.lock()
        defer { lock.unlock() }
        return bytes
    }

    /// Whether something came behind the startup message that a password message would start with.
    var saysPassword: Bool {
        let all = received
        guard all.count > 4 else { return false }
        let startup = Int(all[2]) << 8 | Int(all[3])
        return all.dropFirst(startup).contains(0x70)
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }
}

/// Passes bytes between clients and a server on loopback, and counts what the server sends.
final class Relay: @unchecked Sendable {
    private let listener: Int32
    private let count = Atomic(0)
    let port: Int
    var bytes: Int { count.load(ordering: .relaxed) }

    init(to server: Int) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard let port = Relay.bound(listener, 0, { bind($0, $1, $2) == 0 && listen($0, 8) == 0 }) else {
            throw CancellationError()
        }
        self.listener = listener
        self.port = port
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    close(listener)
                    return
                }
                let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                guard Relay.bound(upstream, server, { connect($0, $1, $2) == 0 }) != nil else {
                    close(upstream)
                    close(client)
                    continue
                }
                Thread.detachNewThread { Relay.pass(from: client, to: upstream, { _ in }) }
                Thread.detachNewThread { [self] in
                    Relay.pass(from: upstream, to: client, { count.add($0, ordering: .relaxed) })
                    close(upstream)
                    close(client)
                }
            }
        }
    }

    /// Calls `use` with a loopback address, and gives the socket's own port.
    private static func bound(
        _ descriptor: Int32, _ port: Int, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Int? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                use(descriptor, generic, length) && getsockname(descriptor, generic, &length) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    private static func pass(from source: Int32, to target: Int32, _ note: (Int) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            note(count)
            guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(target, Int32(SHUT_WR))
    }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }
}
