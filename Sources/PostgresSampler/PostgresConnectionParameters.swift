import CLibPQ
import Foundation

/// The parameters of a connection: all of them said, so that nothing of the environment slips in.
enum PostgresConnectionParameters {
    /// A path that does not exist, for files that libpq would otherwise look up in the home directory: a password
    /// file, a client certificate that would tell who we are, a root certificate that would turn verification on.
    private static let noFile = "/nonexistent/ajar"

    /// Keywords and values for `PQconnectStartParams`. `host` is an address literal: nothing is looked up.
    static func list(
        host: String, port: Int, user: String, database: String, tls: Bool, applicationName: String
    ) -> [(String, String)] {
        _ = cleared
        var parameters = [
            ("host", host), ("hostaddr", host), ("port", String(port)), ("user", clean(user)),
            ("dbname", clean(database)), ("application_name", String(clean(applicationName).prefix(63))),
            ("client_encoding", "UTF8"), ("connect_timeout", "10"), ("sslmode", tls ? "require" : "disable"),
            ("gssencmode", "disable"), ("channel_binding", "disable"), ("target_session_attrs", "any"),
            ("passfile", noFile), ("sslcert", noFile), ("sslkey", noFile), ("sslrootcert", noFile), ("sslcrl", noFile),
            ("sslsni", "0"),
            // Old exposed servers speak old TLS; `PostgresSampler.init` has the rest.
            ("ssl_min_protocol_version", "TLSv1"),
        ]
        // From libpq 16 and 17 on. `require_auth=none` ends the connection where the server asks for a credential.
        let newer = [
            ("require_auth", "none"), ("sslcertmode", "disable"), ("load_balance_hosts", "disable"),
            ("sslnegotiation", "postgres"),
        ]
        parameters += newer
        return parameters.filter { supported.contains($0.0) }
    }

    /// Without zero bytes, and never a connection string.
    private static func clean(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 != 0 }, as: UTF8.self)
    }

    /// The keywords that this libpq knows; an unknown one would be an error.
    static let supported: Set<String> = {
        guard let first = PQconndefaults() else { return [] }
        defer { PQconninfoFree(first) }
        var keywords: Set<String> = []
        var option = first
        while let keyword = option.pointee.keyword {
            keywords.insert(String(cString: keyword))
            option += 1
        }
        return keywords
    }()

    /// Takes PGPASSWORD, PGSERVICE, PGOPTIONS and their kin out of this process's environment, once, before the first
    /// connection: libpq reads them where a parameter is missing, and some have no parameter that could hide them.
    static let cleared: Void = {
        for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("PG") {
            unsetenv(name)
        }
    }()
}
