import Classifier
import Exposure
import Foundation
import Probes
import Testing

@testable import Scanner

/// The second conversation: whether there is one, with whom, and what becomes of what it shows.
@Suite struct AccountScanTests {
    private struct Run {
        var endpoint: EndpointFinding
        var datasets: [DatasetFinding]
        var summary: Summary
        var requests: [ProbeRequest]
    }

    private static func scan(
        _ target: String, ports: [Int]? = nil, stranger: ProbeOutcome, account: ProbeOutcome? = nil,
        datasets: [String] = [], strangersDatasets: [String] = []
    ) async throws -> Run {
        let parser = TargetParser(probes: testProbes)
        let prober = ScriptedProber { request, sink in
            let isAccount = request.options.credential != nil
            for name in isAccount ? datasets : strangersDatasets {
                sink.beginDataset(name, recordsEstimated: nil)
                for number in 0..<30 {
                    sink.beginRecord()
                    for (field, value) in [
                        ("nhs_number", nhsNumber(number)), ("diagnosis", "type 2 diabetes"), ("name", "Mary Smith"),
                    ] {
                        Array(field.utf8).withUnsafeBytes { sink.enter($0) }
                        Array(value.utf8).withUnsafeBytes { sink.value($0, .string) }
                        sink.leave()
                    }
                    sink.endRecord()
                }
                sink.endDataset(skipped: nil)
            }
            return ProbeReport(outcome: isAccount ? account ?? ProbeOutcome() : stranger, bytesReceived: 100)
        }
        let configuration = ScanConfiguration(
            targets: try parser.parse(target), ports: ports, probes: testProbes, maximumBytes: 1_000, failOn: .high,
            version: "0.0.0")
        let engine = ScanEngine(
            configuration, prober: prober, resolver: ScriptedResolver(), catalog: try DetectorCatalog())
        var endpoints: [EndpointFinding] = []
        var found: [DatasetFinding] = []
        let summary = try await engine.run { event in
            switch event {
            case .endpoint(let finding): endpoints.append(finding)
            case .dataset(let finding): found.append(finding)
            case .progress: break
            }
        }
        return Run(
            endpoint: try #require(endpoints.first), datasets: found, summary: summary, requests: prober.requests)
    }

    private static let target = "mongodb://reader:hunter2@10.0.0.1/shop"
    private static let accepted = ProbeOutcome(
        access: .partial, privileges: Privileges(read: true, write: false), datasetsListed: 3,
        login: .accepted(method: "scram-sha-256"))

    @Test func theStrangerComesFirstAndItsVerdictStays() async throws {
        let run = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .authRequired), account: Self.accepted,
            datasets: ["shop.patients"])
        #expect(run.requests.map { $0.options.credential == nil } == [true, false])
        #expect(run.endpoint.access == .authRequired && run.endpoint.severity == .none)
        #expect(run.endpoint.datasetsRead == 0 && run.endpoint.datasetsListed == nil)
        #expect(
            run.endpoint.account
                == AccountFinding(
                    user: "reader", accepted: true, method: "scram-sha-256", access: .partial,
                    privileges: Privileges(read: true, write: false), datasetsListed: 3, datasetsRead: 1))
        let dataset = try #require(run.datasets.first)
        #expect(dataset.seenBy == .account && dataset.severity == .critical)
        // Whoever gives an account gates on what it sees.
        #expect(run.summary.worstSeverity == .critical)
        #expect(ExitCode.of(summary: run.summary, failOn: .high) == .found)
        #expect(run.summary.complete)
    }

    @Test func whatStrangersSeeTooIsTheirs() async throws {
        let run = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .partial, datasetsListed: 1), account: Self.accepted,
            datasets: ["shop.patients", "shop.staff"], strangersDatasets: ["shop.patients"])
        #expect(run.datasets.map(\.dataset) == ["shop.patients", "shop.staff"])
        #expect(run.datasets.map(\.seenBy) == [nil, .account])
        #expect(run.endpoint.datasetsRead == 1 && run.endpoint.account?.datasetsRead == 2)
    }

    @Test func aDatasetThatStrangersComeToSeeIsANewFinding() async throws {
        let own = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .authRequired), account: Self.accepted, datasets: ["shop.a"])
        let open = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .open), account: Self.accepted, strangersDatasets: ["shop.a"])
        #expect(own.datasets.map(\.id) != open.datasets.map(\.id))
        #expect(own.endpoint.id == open.endpoint.id)
    }

    @Test(arguments: [Access.closed, .filtered, .notThis, .lookAlike, .unknown])
    func nothingIsSentToWhatIsNotRecognised(access: Access) async throws {
        let run = try await Self.scan(Self.target, stranger: ProbeOutcome(access: access))
        #expect(run.requests.allSatisfy { $0.options.credential == nil })
        #expect(
            run.endpoint.account
                == AccountFinding(
                    user: "reader", reason: "the account was not sent: no server of its kind was recognised there"))
        #expect(!run.summary.complete)
        #expect(
            run.summary.incomplete.contains(
                "mongodb://reader@10.0.0.1/shop: what the account reader sees could not be told: "
                    + "the account was not sent: no server of its kind was recognised there."))
    }

    @Test func aRefusedAccountLeavesTheScanIncomplete() async throws {
        let run = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .authRequired),
            account: ProbeOutcome(login: .refused("the server refuses the user or the password (code 18)")),
            datasets: ["shop.read-without-a-login"])
        #expect(run.endpoint.account?.accepted == false)
        #expect(run.requests.count == 2)
        // What came without a login does not count.
        #expect(run.datasets.isEmpty)
        #expect(
            run.summary.incomplete == [
                "mongodb://reader@10.0.0.1/shop: the account reader was not let in: "
                    + "the server refuses the user or the password (code 18)."
            ])
        #expect(ExitCode.of(summary: run.summary, failOn: .high) == .incomplete)
    }

    @Test func theAccountHasWhatTheStrangerLeftOfTimeAndBytes() async throws {
        let run = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .authRequired), account: Self.accepted)
        #expect(run.requests.map(\.bytesLeft) == [1_000, 900])
    }

    @Test(arguments: [("mongodb://a:b@127.0.0.1", true), ("mongodb://a:b@[::1]", true), (target, false)])
    func whetherTheAddressIsThisMachinesIsSaid(target: String, isLoopback: Bool) async throws {
        let run = try await Self.scan(
            target, stranger: ProbeOutcome(access: .authRequired), account: Self.accepted)
        #expect(run.requests.last?.options.isLoopback == isLoopback)
    }

    @Test func whatTheStrangerFoundBehindTLSIsAskedInsideTLS() async throws {
        let run = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .authRequired, tls: TLSFacts(version: "TLSv1.3")),
            account: Self.accepted)
        #expect(run.requests.map(\.options.startsWithTLS) == [false, true])
    }

    @Test func severalPortsAreRefusedBeforeAnythingIsDialled() async throws {
        await #expect(
            throws: UsageError(
                "Target 'mongodb://reader@10.0.0.1/shop' names an account and no port, and --ports names several; "
                    + "an account is for one endpoint.")
        ) {
            _ = try await Self.scan(Self.target, ports: [1, 2], stranger: ProbeOutcome(access: .closed))
        }
    }

    @Test func thePasswordIsInNoFinding() async throws {
        let run = try await Self.scan(
            Self.target, stranger: ProbeOutcome(access: .authRequired), account: Self.accepted,
            datasets: ["shop.patients"])
        var text = ""
        dump(run.endpoint, to: &text)
        dump(run.datasets, to: &text)
        dump(run.summary, to: &text)
        dump(run.requests.map(\.options), to: &text)
        #expect(!text.contains("hunter2"))
    }
}

/// A valid NHS number: nine digits and the check digit of modulus 11; another for each `number`.
private func nhsNumber(_ number: Int) -> String {
    var candidate = 443_476_000 + number * 37
    while true {
        let digits = String(candidate).compactMap(\.wholeNumberValue)
        let sum = zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
        let check = (11 - sum % 11) % 11
        if check < 10 { return "\(candidate)\(check)" }
        candidate += 1
    }
}
