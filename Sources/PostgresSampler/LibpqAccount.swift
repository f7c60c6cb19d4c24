import CLibPQ
import Foundation
import Probes

/// How libpq logs in as the operator's own account: its own variables, service file and password file, as its
/// documentation has them, and bounds on what a password may cross.
public enum LibpqAccount {
    /// What says who one is and how to be sure of the server. Where to dial is not among them: that is the target's.
    private static let keywords: Set<String> = [
        "user", "password", "passfile", "sslmode", "sslrootcert", "sslcrl", "sslcrldir", "sslcert", "sslkey",
        "sslpassword", "sslcertmode", "ssl_min_protocol_version", "ssl_max_protocol_version", "channel_binding",
        "require_auth", "gssencmode", "krbsrvname", "gsslib",
    ]

    /// What libpq would take from the environment, and from its service file if that names a service: all that differs
    /// from its built-in defaults. To be called before the first connection, which clears the environment.
    ///
    /// - Parameter service: instead of `PGSERVICE`.
    public static func defaults(service: String? = nil) -> [String: String] {
        let before = ProcessInfo.processInfo.environment["PGSERVICE"]
        if let service { setenv("PGSERVICE", service, 1) }
        defer {
            if service != nil {
                if let before { setenv("PGSERVICE", before, 1) } else { unsetenv("PGSERVICE") }
            }
        }
        guard let first = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(first) }
        var found: [String: String] = [:]
        var option = first
        while let keyword = option.pointee.keyword {
            let value = option.pointee.val.map { String(cString: $0) } ?? ""
            let builtIn = option.pointee.compiled.map { String(cString: $0) } ?? ""
            if !value.isEmpty, value != builtIn { found[String(cString: keyword)] = value }
            option += 1
        }
        return found
    }

    /// Of what libpq knows, what belongs to an account.
    public static func parameters(of values: [String: String]) -> [String: Secret] {
        values.filter { keywords.contains($0.key) }.mapValues { Secret($0) }
    }

    /// Keywords and values for `PQconnectStartParams`.
    ///
    /// - Parameters:
    ///   - address: an address literal, which is dialled; nothing is looked up.
    ///   - name: the host's name, for the certificate and for the password file.
    ///   - tls: the server was found to speak TLS.
    ///   - supported: the keywords that this libpq knows.
    /// - Throws: `noSession` where the password could cross a network readable by others.
    static func list(
        _ account: [String: Secret], address: String, name: String?, port: Int, database: String, isLoopback: Bool,
        tls: Bool, applicationName: String, supported: Set<String>
    ) throws(PostgresFailure) -> [(String, String)] {
        var values = account.filter { keywords.contains($0.key) }.mapValues { $0.reveal() }
        values["host"] = name ?? address
        values["hostaddr"] = address
        values["port"] = String(port)
        values["dbname"] = database
        values["application_name"] = String(applicationName.prefix(63))
        values["client_encoding"] = "UTF8"
        values["connect_timeout"] = "10"
        values["target_session_attrs"] = "any"
        if values["gssencmode"] == nil { values["gssencmode"] = "disable" }
        if !isLoopback {
            try protect(&values, supported)
        } else if values["sslmode"] == nil {
            // Not `prefer`, by which libpq tries a password once more without TLS where it was refused inside.
            values["sslmode"] = tls ? "require" : "disable"
        }
        return values.filter { supported.contains($0.key) }
            .map { ($0.key, String(decoding: $0.value.utf8.filter { $0 != 0 }, as: UTF8.self)) }
            .sorted { $0.0 < $1.0 }
    }

    /// Off this machine: TLS with a verified certificate, unless the operator chose otherwise; and where that may mean
    /// no TLS, SCRAM only, which shows no password.
    private static func protect(_ values: inout [String: String], _ supported: Set<String>) throws(PostgresFailure) {
        switch values["sslmode"] {
        case "require", "verify-ca", "verify-full": return
        case nil:
            values["sslmode"] = "verify-full"
            if values["sslrootcert"] == nil, let authorities { values["sslrootcert"] = authorities }
        default:
            guard supported.contains("require_auth") else {
                throw .noSession(
                    "the account was not sent: with this sslmode the password could cross the network in clear, and "
                        + "libpq before 16 cannot be held to SCRAM; set PGSSLMODE to verify-full or require")
            }
            values["require_auth"] = "scram-sha-256"
        }
    }

    /// The system's certificate authorities, unless the operator has some for libpq in the home directory.
    private static var authorities: String? {
        let manager = FileManager.default
        if manager.fileExists(atPath: NSHomeDirectory() + "/.postgresql/root.crt") { return nil }
        if PQlibVersion() >= 160_000 { return "system" }
        let places = [
            ProcessInfo.processInfo.environment["SSL_CERT_FILE"] ?? "", "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
        ]
        return places.first { manager.isReadableFile(atPath: $0) }
    }

    /// Why there is no session, in words of our own: a server's could repeat the password that it was sent.
    static func failure(_ text: String) -> PostgresFailure {
        func has(_ words: String) -> Bool { text.contains(words) }
        if has("authentication failed") { return .loginRefused("the server refuses the user or the password") }
        if has("no password supplied") {
            return .loginRefused("the server asks for a password, and neither PGPASSWORD nor a password file has one")
        }
        if has("pg_hba.conf") { return .loginRefused("no rule of the server's lets this account in from here") }
        if has("role \"") && has("does not exist") { return .loginRefused("the role does not exist") }
        if has("database \"") && has("does not exist") { return .loginRefused("the database does not exist") }
        if has("not permitted to log in") { return .loginRefused("the role may not log in") }
        if has("requires a valid client certificate") {
            return .loginRefused("the server demands a client certificate; PGSSLCERT and PGSSLKEY name one")
        }
        if has("certificate verify failed") || has("does not match host name") {
            return .noSession("the account was not sent: the server's certificate is not verified")
        }
        if has("root certificate file") {
            return .noSession("the account was not sent: there is no root certificate to verify the server's with")
        }
        if has("server does not support SSL") { return .noSession("the account was not sent: the server has no TLS") }
        if has("authentication method requirement") || has("channel binding") {
            return .noSession("the server does not log in by the method that is required of it")
        }
        if has("certificate file") || has("private key file") {
            return .noSession("a certificate or key that PGSSLCERT or PGSSLKEY name cannot be used")
        }
        return .noSession("the login came to no session")
    }
}
