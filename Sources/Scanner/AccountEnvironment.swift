import Foundation
import PostgresSampler

/// Where `--account` finds what must not stand on a command line, which every user of the machine can read.
public struct AccountEnvironment: Sendable {
    /// MongoDB's and Elasticsearch's: a variable for each service, so that no secret reaches another service.
    var variables: [String: String]
    /// What libpq would log in by, given the name of a service of its service file or none.
    var libpq: @Sendable (_ service: String?) -> [String: String]

    public init(
        variables: [String: String] = [:],
        libpq: @escaping @Sendable (_ service: String?) -> [String: String] = { _ in [:] }
    ) {
        self.variables = variables
        self.libpq = libpq
    }

    /// This process's.
    public static var process: AccountEnvironment {
        let own = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("AJAR_") }
        return AccountEnvironment(variables: own) { LibpqAccount.defaults(service: $0) }
    }

    /// `nil` where it is not set or empty.
    subscript(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
