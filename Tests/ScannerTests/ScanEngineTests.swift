import Classifier
import Exposure
import Foundation
import PostgresSampler
import Probes
import Testing

@testable import Scanner

private func configuration(
    _ targets: [String], ports: [Int]? = nil, services: String? = nil, exclude: [String] = [], scope: ScopeFile? = nil,
    timeout: Duration = .seconds(30), maximumBytes: Int = 1_000, concurrency: Int = 8, failOn: Level? = nil
) throws -> ScanConfiguration {
    let parser = TargetParser(probes: testProbes)
    return ScanConfiguration(
        targets: try targets.flatMap { try parser.parse($0) }, ports: ports,
        probes: try services.map { try parser.services($0) } ?? testProbes, exclusions: try parser.exclusions(exclude),
        scope: scope, timeout: timeout, maximumBytes: maximumBytes, concurrency: concurrency, failOn: failOn,
        version: "0.0.0")
}

/// Compiled once for all tests.
private let catalog = Result { try DetectorCatalog() }

private struct Run {
    var endpoints: [EndpointFinding] = []
    var datasets: [DatasetFinding] = []
    var progress: [ScanProgress] = []
    var summary: Summary

    /// `127.0.0.1:5432 open`, in order.
    var verdicts: [String] { endpoints.map { "\($0.host):\($0.port) \($0.access.rawValue)" }.sorted() }
}

private func scan(
    _ configuration: ScanConfiguration, _ prober: ScriptedProber, names: [String: [String]] = [:]
) async throws -> Run {
    let engine = try ScanEngine(
        configuration, prober: prober, resolver: ScriptedResolver(names), catalog: catalog.get(),
        now: { Date(timeIntervalSince1970: 1_795_521_600) })
    var endpoints: [EndpointFinding] = []
    var datasets: [DatasetFinding] = []
    var progress: [ScanProgress] = []
    let summary = try await engine.run { event in
        switch event {
        case .endpoint(let finding): endpoints.append(finding)
        case .dataset(let finding): datasets.append(finding)
        case .progress(let state): progress.append(state)
        }
    }
    return Run(endpoints: endpoints, datasets: datasets, progress: progress, summary: summary)
}

/// The sentence that a scan is refused with before anything is dialled.
private func refusal(
    _ configuration: ScanConfiguration, names: [String: [String]] = [:]
) async throws -> String? {
    let prober = ScriptedProber([:])
    do {
        _ = try await scan(configuration, prober, names: names)
        return nil
    } catch let error as UsageError {
        #expect(prober.calls.isEmpty)
        return error.sentence
    }
}

struct ScanEngineTests {
    @Test("R2: a host is dialled on every port of every service")
    func aHostIsDialledOnEveryServicesPorts() async throws {
        let prober = ScriptedProber(["127.0.0.1:5432": .authRequired])
        let run = try await scan(try configuration(["127.0.0.1"]), prober)
        #expect(
            run.verdicts == [
                "127.0.0.1:27017 closed", "127.0.0.1:27018 closed", "127.0.0.1:5432 auth_required",
                "127.0.0.1:9200 closed",
            ])
        #expect(run.endpoints.first { $0.port == 5432 }?.service == .postgresql)
        #expect(run.endpoints.first { $0.port == 9200 }?.service == nil)
        #expect(run.summary.complete && run.summary.endpoints == 4)
        #expect(run.summary.access == ["auth_required": 1, "closed": 3])
        #expect(run.summary.startedAt == "2026-11-24T12:00:00Z")
    }

    @Test("T6: a closed port is dialled once")
    func aClosedPortIsDialledOnce() async throws {
        let prober = ScriptedProber(["127.0.0.1:4002": .filtered])
        let run = try await scan(try configuration(["127.0.0.1"], ports: [4001, 4002]), prober)
        #expect(prober.calls.count == 2)
        #expect(run.verdicts == ["127.0.0.1:4001 closed", "127.0.0.1:4002 filtered"])
        #expect(run.summary.complete)
    }

    @Test func anUnusualPortIsAskedAsEachServiceUntilOneIsRecognised() async throws {
        let prober = ScriptedProber { request, _ in
            ProbeReport(outcome: ProbeOutcome(access: request.service == .mongodb ? .open : .notThis))
        }
        let run = try await scan(try configuration(["127.0.0.1:4000"]), prober)
        // The third, because it is open: is it another database as well?
        #expect(
            prober.calls == [
                "127.0.0.1:4000 elasticsearch", "127.0.0.1:4000 mongodb", "127.0.0.1:4000 postgresql",
            ])
        #expect(run.endpoints.map(\.service) == [.mongodb])
    }

    @Test func aPortsOwnServiceIsAskedFirst() async throws {
        let prober = ScriptedProber { _, _ in ProbeReport(outcome: ProbeOutcome(access: .notThis)) }
        let run = try await scan(try configuration(["127.0.0.1:5432"]), prober)
        #expect(
            prober.calls == [
                "127.0.0.1:5432 postgresql", "127.0.0.1:5432 elasticsearch", "127.0.0.1:5432 mongodb",
            ])
        #expect(run.endpoints.map(\.access) == [.notThis] && run.endpoints[0].service == nil)
        #expect(run.summary.complete)
    }

    @Test func aURLIsOnlyAskedAsItsService() async throws {
        let prober = ScriptedProber { _, _ in ProbeReport(outcome: ProbeOutcome(access: .notThis)) }
        _ = try await scan(try configuration(["mongodb://reader@127.0.0.1:5432/shop?tls=true"]), prober)
        #expect(prober.calls == ["127.0.0.1:5432 mongodb"])
        let options = try #require(prober.requests.first?.options)
        #expect(options.user == "reader" && options.database == "shop" && options.startsWithTLS)
        #expect(options.host == "127.0.0.1" && options.clientName == "ajar/0.0.0" && options.contact == nil)
    }

    @Test func theConversationThatTellsMostIsReported() async throws {
        let table: [Service: Access] = [.elasticsearch: .unknown, .mongodb: .lookAlike, .postgresql: .notThis]
        let prober = ScriptedProber { request, _ in
            ProbeReport(outcome: ProbeOutcome(access: table[request.service] ?? .closed))
        }
        let run = try await scan(try configuration(["127.0.0.1:4000"]), prober)
        #expect(run.endpoints.map(\.access) == [.lookAlike] && run.endpoints[0].service == .mongodb)
        #expect(prober.calls.count == 3)
    }

    @Test func aServiceThatToldItsNameIsNotAnother() async throws {
        let prober = ScriptedProber { request, _ in
            ProbeReport(
                outcome: request.service == .mongodb
                    ? ProbeOutcome(access: .unknown, product: "MongoDB") : ProbeOutcome(access: .notThis))
        }
        let run = try await scan(try configuration(["127.0.0.1:4000"]), prober)
        #expect(run.endpoints.map(\.access) == [.unknown] && run.endpoints[0].service == .mongodb)
    }

    /// PostgreSQL from 17 takes a bare handshake too, so another service's probe may fail in it first.
    @Test(arguments: [Access.tlsRequired, .clientCertRequired])
    func tlsThatCouldNotBeEnteredIsTheServicesThatKnowsIt(access: Access) async throws {
        let prober = ScriptedProber { request, _ in
            switch request.service {
            case .elasticsearch: ProbeReport(outcome: ProbeOutcome(access: .tlsRequired))
            case .postgresql: ProbeReport(outcome: ProbeOutcome(access: access, product: "PostgreSQL"))
            default: ProbeReport(outcome: ProbeOutcome(access: .unknown))
            }
        }
        let run = try await scan(try configuration(["127.0.0.1:4000"]), prober)
        #expect(run.endpoints.map(\.access) == [access] && run.endpoints[0].service == .postgresql)
        let nobodys = ScriptedProber { request, _ in
            ProbeReport(outcome: ProbeOutcome(access: request.service == .elasticsearch ? access : .unknown))
        }
        let other = try await scan(try configuration(["127.0.0.1:4000"]), nobodys)
        #expect(other.endpoints.map(\.access) == [access])
    }

    @Test func whereNoServiceIsRecognisedEachAttemptIsTold() async throws {
        let prober = ScriptedProber { request, _ in
            ProbeReport(
                outcome: ProbeOutcome(
                    access: .unknown,
                    evidence: [Observation("connect", "no answer to \(request.service.rawValue.count)")]))
        }
        let run = try await scan(try configuration(["127.0.0.1:27017"]), prober)
        #expect(
            run.endpoints.first?.evidence.map(\.detail) == [
                "asked as mongodb: no answer to 7", "asked as elasticsearch: no answer to 13",
                "asked as postgresql: no answer to 10",
            ])
    }

    @Test("S3: never are more endpoints talked to at once than allowed")
    func neverMoreThanTheBoundAtOnce() async throws {
        let prober = ScriptedProber { _, _ in
            try? await Task.sleep(for: .milliseconds(2))
            return ProbeReport(outcome: ProbeOutcome(access: .closed))
        }
        let run = try await scan(try configuration(["10.0.0.0/25"], ports: [5432], concurrency: 5), prober)
        #expect(prober.mostRunning == 5)
        #expect(run.summary.endpoints == 128)
        #expect(run.progress.map(\.done) == Array(1...128) && run.progress.allSatisfy { $0.total == 128 })
    }

    @Test("S1: exclusions win")
    func exclusionsWin() async throws {
        let prober = ScriptedProber([:])
        let excluded = try configuration(
            ["10.0.0.0/29", "db.test", "old.test"], ports: [5432], exclude: ["10.0.0.2,10.0.0.4/31", "old.test"])
        let names = ["db.test": ["10.0.0.2", "10.0.0.7"], "old.test": ["10.0.0.6"]]
        _ = try await scan(excluded, prober, names: names)
        // 10.0.0.6 is old.test's address: an excluded name is not reached by its number either.
        #expect(
            Set(prober.calls.map { $0.prefix { $0 != " " } }) == [
                "10.0.0.0:5432", "10.0.0.1:5432", "10.0.0.3:5432", "10.0.0.7:5432",
            ])
    }

    @Test func endpointsNamedTwiceAreDialledOnce() async throws {
        let prober = ScriptedProber([:])
        _ = try await scan(
            try configuration(["10.0.0.1:5432", "10.0.0.0/31", "::ffff:10.0.0.1"], ports: [5432]), prober)
        #expect(prober.calls.sorted() == ["10.0.0.0:5432 postgresql", "10.0.0.1:5432 postgresql"])
    }

    @Test func allAddressesOfANameAreLookedAt() async throws {
        let prober = ScriptedProber(["10.0.0.1:5432": .open, "[fd00::1]:5432": .authRequired])
        let run = try await scan(
            try configuration(["db.test"], ports: [5432]), prober, names: ["db.test": ["fd00::1", "10.0.0.1"]])
        #expect(run.verdicts == ["10.0.0.1:5432 open", "fd00::1:5432 auth_required"])
        #expect(Set(run.endpoints.map(\.id)).count == 2 && run.endpoints.allSatisfy { $0.target == "db.test" })
        #expect(prober.requests.allSatisfy { $0.options.host == "db.test" })
    }

    @Test func localhostIsOneMachine() async throws {
        let prober = ScriptedProber(["[::1]:5432": .open, "127.0.0.1:27017": .open, "[::1]:27017": .open])
        let run = try await scan(
            try configuration(["localhost"], ports: [5432, 27017, 9200]), prober,
            names: ["localhost": ["::1", "127.0.0.1"]])
        #expect(run.verdicts == ["127.0.0.1:27017 open", "127.0.0.1:9200 closed", "::1:5432 open"])
    }

    @Test func anUnknownHostMakesTheScanIncomplete() async throws {
        let run = try await scan(
            try configuration(["nosuch.test", "db.test:5432"]), ScriptedProber([:]), names: ["db.test": ["10.0.0.1"]])
        #expect(run.summary.incomplete == ["nosuch.test could not be looked at: the name is not known."])
        #expect(!run.summary.complete && run.summary.endpoints == 1)

        let only = try await scan(try configuration(["nosuch.test"]), ScriptedProber([:]))
        #expect(!only.summary.complete && only.summary.endpoints == 0)
    }

    @Test(arguments: [
        (Access.unknown, ["127.0.0.1:5432: what a stranger may do there could not be told (it said nothing)."]),
        (.busy, ["127.0.0.1:5432: the server was busy or starting; ask again later."]),
        (.closed, []), (.filtered, []), (.notThis, []), (.authRequired, []), (.tlsRequired, []), (.open, []),
    ])
    func whatCouldNotBeToldMakesTheScanIncomplete(access: Access, expected: [String]) async throws {
        let prober = ScriptedProber { _, _ in
            ProbeReport(outcome: ProbeOutcome(access: access, evidence: [Observation("connect", "it said nothing")]))
        }
        let run = try await scan(try configuration(["127.0.0.1:5432"], services: "postgresql"), prober)
        #expect(run.summary.incomplete == expected)
        #expect(run.summary.complete == expected.isEmpty)
    }

    @Test func anEndpointsBytesAreSharedByItsConversations() async throws {
        let prober = ScriptedProber { _, _ in
            ProbeReport(outcome: ProbeOutcome(access: .notThis), bytesReceived: 600)
        }
        let run = try await scan(try configuration(["127.0.0.1:4000"], maximumBytes: 1_000), prober)
        #expect(prober.requests.map(\.bytesLeft) == [1_000, 400])
        #expect(run.endpoints.map(\.access) == [.unknown])
        #expect(
            run.summary.incomplete == [
                "127.0.0.1:4000: what a stranger may do there could not be told "
                    + "(the bytes allowed for the endpoint were used up before it was spoken to as postgresql)."
            ])
    }

    @Test("T3: an endpoint's time is shared by its conversations")
    func anEndpointsTimeIsSharedByItsConversations() async throws {
        let prober = ScriptedProber { _, _ in
            try? await Task.sleep(for: .milliseconds(30))
            return ProbeReport(outcome: ProbeOutcome(access: .notThis))
        }
        let run = try await scan(try configuration(["127.0.0.1:4000"], timeout: .milliseconds(20)), prober)
        #expect(prober.calls.count == 1)
        #expect(run.endpoints.map(\.access) == [.unknown] && !run.summary.complete)
    }

    @Test func datasetsAreFoundNamedAndJoined() async throws {
        let prober = ScriptedProber { _, sink in
            sink.beginDataset("shop.orders", recordsEstimated: 12)
            sink.beginRecord()
            sink.endRecord()
            sink.endDataset(skipped: nil)
            sink.beginDataset("shop.\u{1b}[31msecret", recordsEstimated: nil)
            sink.endDataset(skipped: "permission denied")
            sink.beginDataset("shop.left", recordsEstimated: -1)
            return ProbeReport(
                outcome: ProbeOutcome(access: .open, datasetsListed: 3, incomplete: ["two more were not read"]))
        }
        let run = try await scan(try configuration(["127.0.0.1:5432"]), prober)
        let endpoint = try #require(run.endpoints.first)
        #expect(run.datasets.map(\.dataset) == ["shop.orders"])
        #expect(run.datasets[0].endpoint == endpoint.id && run.datasets[0].recordsEstimated == 12)
        #expect(run.datasets[0].service == .postgresql)
        #expect(
            endpoint.evidence.map(\.detail) == [
                "shop.\u{fffd}[31msecret: permission denied", "shop.left: reading broke off",
            ])
        #expect(
            run.summary.incomplete == [
                "127.0.0.1:5432: reading shop.left broke off.", "127.0.0.1:5432: two more were not read.",
            ])
        #expect(run.summary.datasets == 1)
    }

    @Test func whatAServerSaysIsCleanedAndCut() async throws {
        let prober = ScriptedProber { _, _ in
            let evidence = (0..<200).map { Observation("hello", "\u{1b}[2J\($0)" + String(repeating: "x", count: 900)) }
            return ProbeReport(
                outcome: ProbeOutcome(
                    access: .authRequired, product: "a\u{7}b", version: "\u{202e}1", evidence: evidence))
        }
        let endpoint = try #require(
            try await scan(try configuration(["127.0.0.1:5432"]), prober).endpoints.first)
        #expect(endpoint.product == "a\u{fffd}b" && endpoint.version == "\u{fffd}1")
        #expect(endpoint.evidence.count == 50)
        #expect(endpoint.evidence.allSatisfy { $0.detail.count <= 301 && !$0.detail.contains("\u{1b}") })
    }

    @Test(
        arguments: [
            (Access.open, nil, nil, [String](), Level.moderate), (.open, 0, nil, [], .low),
            (.partial, 2, nil, [], .moderate),
            (.open, 0, Privileges(write: true), [], .moderate),
            (.open, 0, Privileges(create: true), [], .moderate), (.open, 0, Privileges(readFiles: true), [], .low),
            (.open, 0, Privileges(runCommands: true), [], .high), (.open, 0, Privileges(superuser: true), [], .high),
            (.partial, 2, Privileges(writeFiles: true), [], .high),
            (.authRequired, nil, Privileges(runCommands: true), [], .none),
            (.open, 0, Privileges(read: true, write: false), [], .low), (.open, 0, nil, ["ransomed"], .high),
            (.setup, nil, nil, [], .moderate), (.openRule, nil, nil, [], .low), (.authRequired, nil, nil, [], .none),
            (.lookAlike, nil, nil, ["ransomed"], .none), (.unknown, nil, nil, [], .none),
        ] as [(Access, Int?, Privileges?, [String], Level)])
    func anEndpointWithoutDataHasAFloor(
        access: Access, listed: Int?, privileges: Privileges?, flags: [String], expected: Level
    ) {
        let outcome = ProbeOutcome(access: access, privileges: privileges, flags: flags, datasetsListed: listed)
        #expect(EndpointResult.floor(outcome, datasetsRead: 0) == expected)
    }

    @Test func anOpenEndpointWhoseDataWasReadIsAtLeastLow() {
        #expect(EndpointResult.floor(ProbeOutcome(access: .open, datasetsListed: 3), datasetsRead: 3) == .low)
    }

    @Test func nothingIsDialledWhereOneAddressMayNotBe() async throws {
        let needsScope =
            "is a public address, and those are scanned only with a scope file (--scope FILE) that says who "
            + "authorised it."
        #expect(
            try await refusal(try configuration(["10.0.0.1", "203.0.113.7"]))
                == "Target '203.0.113.7': 203.0.113.7 \(needsScope)")
        #expect(
            try await refusal(try configuration(["db.test"]), names: ["db.test": ["10.0.0.1", "2001:db8::1"]])
                == "Target 'db.test': 2001:db8::1 (db.test) \(needsScope)")
        #expect(
            try await refusal(try configuration(["10.255.255.254/30", "11.0.0.0/30"]))
                == "Target '11.0.0.0/30': 11.0.0.0 \(needsScope)")
        #expect(
            try await refusal(try configuration(["[::ffff:8.8.8.8]:5432"]))
                == "Target '[::ffff:8.8.8.8]:5432': 8.8.8.8 \(needsScope)")
        #expect(
            try await refusal(try configuration(["0.0.0.0"]))
                == "Target '0.0.0.0': 0.0.0.0 is an unspecified address, which Ajar never dials.")
    }

    @Test func otherRefusalsBeforeTheFirstConnection() async throws {
        #expect(
            try await refusal(try configuration(["10.0.0.1"], exclude: ["10.0.0.0/24"]))
                == "Nothing is left to scan: every target is excluded.")
        #expect(
            try await refusal(try configuration(["10.0.0.1"], exclude: ["gone.test"]))
                == "Excluded host 'gone.test' could not be resolved (the name is not known); "
                + "name its address, so that it is left out for certain.")
        #expect(
            try await refusal(try configuration(["postgres://10.0.0.1"], services: "mongodb"))
                == "Target 'postgres://10.0.0.1' is postgres://, and --services leaves that service out.")
        #expect(try await refusal(try configuration([])) == "No target is named.")
    }

    @Test("S2: the scope is asked again for every connection")
    func theScopeIsAskedAgainForEveryConnection() async throws {
        let prober = ScriptedProber { request, _ in
            let public1 = IPAddress("198.51.100.1")
            let refused = public1.flatMap { request.refusal($0) } ?? ""
            return ProbeReport(
                outcome: ProbeOutcome(
                    access: .authRequired,
                    evidence: [
                        Observation("own", request.refusal(request.address) ?? "allowed"),
                        Observation("other", refused),
                    ]))
        }
        let run = try await scan(try configuration(["10.0.0.1:5432"]), prober)
        let details = try #require(run.endpoints.first).evidence.map(\.detail)
        #expect(details.first == "allowed")
        #expect(details.last?.hasPrefix("198.51.100.1 is a public address") == true)
    }

    @Test func aFailingOutputStopsTheScan() async throws {
        struct Full: Error {}
        let prober = ScriptedProber([:])
        let engine = try ScanEngine(
            configuration(["10.0.0.0/24"], ports: [5432], concurrency: 2), prober: prober,
            resolver: ScriptedResolver(), catalog: catalog.get())
        await #expect(throws: Full.self) { try await engine.run { _ in throw Full() } }
        #expect(prober.calls.count < 10)
    }

    @Test func aCancelledScanTellsWhatIsMissing() async throws {
        let prober = ScriptedProber { _, _ in
            try? await Task.sleep(for: .seconds(60))
            return ProbeReport(outcome: ProbeOutcome(access: .closed))
        }
        let asked = try configuration(["10.0.0.0/24"], ports: [5432], concurrency: 3)
        let task = Task { try await scan(asked, prober).summary }
        while prober.calls.count < 3 { await Task.yield() }
        task.cancel()
        let summary = try await task.value
        #expect(summary.endpoints == 3 && !summary.complete)
        #expect(summary.incomplete.last == "The scan was interrupted: 253 of 256 endpoints were not looked at.")
    }

    @Test func manyReasonsAreCountedAndNotListed() async throws {
        let prober = ScriptedProber { _, _ in ProbeReport(outcome: ProbeOutcome(access: .unknown)) }
        let run = try await scan(
            try configuration(["10.0.0.0/24"], ports: [5432], services: "postgresql"), prober)
        #expect(run.summary.incomplete.count == 101)
        #expect(run.summary.incomplete.last == "156 further reasons are not listed.")
    }
}

struct ExitCodeTests {
    @Test(
        arguments: [
            (Level.none, true, nil, ExitCode.clean), (.critical, true, nil, .clean),
            (.critical, false, nil, .incomplete),
            (.none, false, Level.high, .incomplete), (.moderate, true, .high, .clean), (.high, true, .high, .found),
            (.critical, true, .high, .found), (.high, false, .high, .found), (.moderate, false, .high, .incomplete),
            (.low, true, .low, .found), (.none, true, .low, .clean),
        ] as [(Level, Bool, Level?, ExitCode)])
    func theShellIsTold(worst: Level, complete: Bool, failOn: Level?, expected: ExitCode) {
        let summary = Summary(
            version: "0", startedAt: "", elapsedMs: 0, targets: 1, endpoints: 1, access: [:], datasets: 0,
            recordsSampled: 0, recordsBroken: 0, sensitivity: [:], worstSeverity: worst, failOn: failOn,
            complete: complete, incomplete: [])
        #expect(ExitCode.of(summary: summary, failOn: failOn) == expected)
    }

    @Test func theCodesAreThoseOfTheManual() {
        #expect([ExitCode.clean, .found, .usage, .incomplete].map(\.rawValue) == [0, 1, 2, 3])
    }
}

struct SystemResolverTests {
    @Test func findsThisMachineAndNotTheReservedName() async throws {
        let addresses = try await SystemResolver().addresses(of: "localhost")
        #expect(!addresses.isEmpty && addresses.allSatisfy { AddressKind($0) == .loopback })
        // RFC 6761 section 6.4: no name below `invalid` exists.
        await #expect(throws: NoAddress.self) { try await SystemResolver().addresses(of: "nosuch.invalid") }
    }
}

struct LiveProberTests {
    @Test func waitsFitIntoTheEndpointsTimeSeveralTimes() {
        let short = LiveProber.limits(within: .seconds(6))
        #expect(short.connect == .seconds(2) && short.firstByte == .milliseconds(1_500))
        let long = LiveProber.limits(within: .seconds(600))
        #expect(long.connect == .seconds(5) && long.firstByte == .seconds(10) && long.idle == .seconds(5))
    }

    /// Port 1 of loopback: nothing listens there, and nothing leaves the machine.
    @Test func aRealPortThatIsClosed() async throws {
        let engine = try ScanEngine(
            ScanConfiguration(
                targets: TargetParser(probes: ProbeInfo.all).parse("127.0.0.1:1"), probes: ProbeInfo.all,
                timeout: .seconds(5), version: "0.0.0"),
            prober: LiveProber(), catalog: catalog.get())
        var access: [Access] = []
        let summary = try await engine.run { event in
            if case .endpoint(let finding) = event { access.append(finding.access) }
        }
        #expect(access == [.closed] && summary.complete)
    }

    @Test func whatTheSamplerSawComesOverWhatTheProbeSaw() {
        var outcome = ProbeOutcome(access: .open, version: "1", evidence: [Observation("startup", "in")])
        var sample = PostgresSample()
        outcome.add(sample)
        #expect(outcome.access == .open && outcome.version == "1" && outcome.datasetsListed == nil)
        sample.access = .partial
        sample.datasetsListed = 4
        sample.incomplete = ["time"]
        sample.evidence = [Observation("list", "4 tables")]
        outcome.add(sample)
        #expect(outcome.access == .partial && outcome.version == "1" && outcome.datasetsListed == 4)
        #expect(outcome.incomplete == ["time"] && outcome.evidence.map(\.phase) == ["startup", "list"])
    }
}

/// What is said in one conversation is held against what is said in another.
@Suite struct ContradictionTests {
    /// Answers as each of `services` with that access, and as nothing else.
    private static func prober(_ services: [Service: Access]) -> ScriptedProber {
        ScriptedProber { request, _ in
            guard let access = services[request.service] else {
                return ProbeReport(outcome: ProbeOutcome(access: .notThis))
            }
            return ProbeReport(outcome: ProbeOutcome(access: access, product: "Product of \(request.service)"))
        }
    }

    @Test func twoDatabasesOnOnePortAreSuspected() async throws {
        let prober = Self.prober([.postgresql: .open, .mongodb: .authRequired])
        let endpoint = try #require(try await scan(try configuration(["127.0.0.1:5432"]), prober).endpoints.first)
        #expect(endpoint.access == .open && endpoint.service == .postgresql)
        #expect(endpoint.flags == ["honeypot_suspected"])
        #expect(
            endpoint.evidence.map(\.detail) == [
                "the same port answers as mongodb (Product of mongodb): no database is both"
            ])
    }

    @Test func aPortThatIsOpenAsEverythingIsSuspectedOnceWithEachReason() async throws {
        let prober = Self.prober([.postgresql: .open, .mongodb: .open, .elasticsearch: .partial])
        let endpoint = try #require(try await scan(try configuration(["127.0.0.1:27017"]), prober).endpoints.first)
        #expect(endpoint.service == .mongodb)
        #expect(endpoint.flags == ["honeypot_suspected"])
        #expect(endpoint.evidence.count { $0.detail.contains("open there too") } == 2)
    }

    @Test(arguments: [Access.notThis, .unknown, .closed])
    func oneDatabaseIsNot(other: Access) async throws {
        let prober = Self.prober([.postgresql: .open, .mongodb: other])
        let endpoint = try #require(try await scan(try configuration(["127.0.0.1:5432"]), prober).endpoints.first)
        #expect(endpoint.access == .open && endpoint.flags.isEmpty)
    }

    /// The question costs connections: only exposed endpoints are asked, and those whose service was not named.
    @Test func onlyExposedEndpointsOfUnnamedServiceAreAskedAgain() async throws {
        let closed = Self.prober([.postgresql: .authRequired, .mongodb: .open])
        #expect(try await scan(try configuration(["127.0.0.1:5432"]), closed).endpoints.first?.flags == [])
        #expect(closed.calls.count == 1)
        let named = Self.prober([.postgresql: .open, .mongodb: .open])
        #expect(try await scan(try configuration(["postgres://127.0.0.1:5432"]), named).endpoints.first?.flags == [])
        #expect(named.calls.count == 1)
        let asked = Self.prober([.postgresql: .open])
        _ = try await scan(try configuration(["127.0.0.1:5432"]), asked)
        #expect(asked.requests.dropFirst().allSatisfy { $0.options.maximumDatasets == 0 && $0.timeLeft <= .seconds(2) })
        #expect(asked.calls.count == 3)
    }

    /// A server that was recognised, if not what it allows, is not hidden by what it is not.
    @Test func anUnknownVerdictOnAKnownServerIsKept() async throws {
        let prober = Self.prober([.mongodb: .unknown])
        let run = try await scan(try configuration(["127.0.0.1:27017"]), prober)
        #expect(run.endpoints.first?.access == .unknown && run.endpoints.first?.service == .mongodb)
        #expect(prober.calls.count == 1)
        #expect(!run.summary.complete)
    }

    @Test func aRansomNoteIsFlaggedAndItsTextIsNotShown() async throws {
        let note = "All your data is backed up. You must pay 0.01 BTC to recover it."
        let prober = ScriptedProber { _, sink in
            sink.beginDataset("read_me", recordsEstimated: 1)
            sink.beginRecord()
            Array("message".utf8).withUnsafeBytes { sink.enter($0) }
            Array(note.utf8).withUnsafeBytes { sink.value($0, .string) }
            sink.leave()
            sink.endRecord()
            sink.endDataset(skipped: nil)
            return ProbeReport(outcome: ProbeOutcome(access: .open, product: "Elasticsearch", datasetsListed: 1))
        }
        let endpoint = try #require(
            try await scan(try configuration(["http://127.0.0.1:9200"]), prober).endpoints.first)
        #expect(endpoint.flags == ["ransomed"] && endpoint.severity == .high)
        #expect(endpoint.evidence.map(\.detail) == ["read_me: its records ask for a payment for the data"])
    }
}
