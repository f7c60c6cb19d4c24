import Exposure
import Foundation
import Probes
import Synchronization
import Testing

@testable import Scanner

extension Service {
    static let postgresql = Service(rawValue: "postgresql")
    static let mongodb = Service(rawValue: "mongodb")
    static let elasticsearch = Service(rawValue: "elasticsearch")
}

/// Probes as the engine sees them, independent of those that exist.
let testProbes = [
    ProbeInfo(service: .elasticsearch, defaultPorts: [9200], schemes: ["http", "https"]),
    ProbeInfo(service: .mongodb, defaultPorts: [27017, 27018], schemes: ["mongodb"]),
    ProbeInfo(service: .postgresql, defaultPorts: [5432], schemes: ["postgres", "postgresql"]),
]

func parseOne(_ text: String) throws -> Target {
    let targets = try TargetParser(probes: testProbes).parse(text)
    #expect(targets.count == 1)
    return try #require(targets.first)
}

/// The sentence that an operation is refused with; records an issue if it is not refused.
func sentence(_ work: () throws -> Void) -> String? {
    do {
        try work()
        return nil
    } catch let error as UsageError {
        return error.sentence
    } catch {
        return "another error: \(error)"
    }
}

func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

/// Answers from a table; counts what it was asked.
final class ScriptedResolver: NameResolver {
    private let names: [String: [String]]
    init(_ names: [String: [String]] = [:]) { self.names = names }

    func addresses(of name: String) async throws(NoAddress) -> [IPAddress] {
        guard let found = names[name] else { throw NoAddress("the name is not known") }
        return found.compactMap { IPAddress($0) }
    }
}

/// Plays servers: says for `address:port` and service what a probe would, and writes down what it was asked.
final class ScriptedProber: EndpointProber {
    typealias Answer = @Sendable (ProbeRequest, DatasetCollector) async -> ProbeReport

    struct Log {
        var calls: [String] = []
        var running = 0
        var mostRunning = 0
        var requests: [ProbeRequest] = []
    }
    private let log = Mutex(Log())
    private let answer: Answer

    init(_ answer: @escaping Answer) { self.answer = answer }

    /// Each endpoint's access, for any service; `closed` where the table has none.
    convenience init(_ table: [String: Access]) {
        self.init { request, _ in
            ProbeReport(
                outcome: ProbeOutcome(access: table["\(request.address.bracketed):\(request.port)"] ?? .closed))
        }
    }

    var calls: [String] { log.withLock(\.calls) }
    var mostRunning: Int { log.withLock(\.mostRunning) }
    var requests: [ProbeRequest] { log.withLock(\.requests) }

    func probe(_ request: ProbeRequest, into sink: DatasetCollector) async -> ProbeReport {
        log.withLock {
            $0.calls.append("\(request.address.bracketed):\(request.port) \(request.service)")
            $0.requests.append(request)
            $0.running += 1
            $0.mostRunning = max($0.mostRunning, $0.running)
        }
        let report = await answer(request, sink)
        log.withLock { $0.running -= 1 }
        return report
    }
}
