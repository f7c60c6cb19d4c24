import Probes
import Testing

@testable import PostgresSampler

@Suite struct LibpqAccountTests {
    private static let modern: Set<String> = [
        "host", "hostaddr", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "require_auth",
        "application_name", "channel_binding", "gssencmode", "passfile", "sslcert", "sslkey",
    ]

    private static func list(
        _ account: [String: String], loopback: Bool, tls: Bool = false, name: String? = "db.example.org",
        supported: Set<String> = modern
    ) throws(PostgresFailure) -> [String: String] {
        let list = try LibpqAccount.list(
            account.mapValues { Secret($0) }, address: "192.0.2.7", name: name, port: 5433, database: "shop",
            isLoopback: loopback, tls: tls, applicationName: "ajar/test", supported: supported)
        return Dictionary(uniqueKeysWithValues: list.map { ($0.0, $0.1) })
    }

    @Test func theAddressThatWasCheckedIsDialledWhateverTheAccountSays() throws {
        let account = ["user": "u", "host": "198.51.100.1", "hostaddr": "198.51.100.1", "port": "1", "dbname": "other"]
        let list = try Self.list(account, loopback: true)
        #expect(list["hostaddr"] == "192.0.2.7" && list["host"] == "db.example.org")
        #expect(list["port"] == "5433" && list["dbname"] == "shop" && list["user"] == "u")
        #expect(try Self.list(account, loopback: true, name: nil)["host"] == "192.0.2.7")
    }

    @Test func ofTheEnvironmentOnlyWhatBelongsToAnAccountIsTaken() {
        let taken = LibpqAccount.parameters(of: [
            "user": "u", "password": "p", "host": "h", "hostaddr": "a", "port": "1", "dbname": "d", "options": "-c x=y",
            "application_name": "n", "sslcert": "c", "service": "s",
        ])
        #expect(Set(taken.keys) == ["user", "password", "sslcert"])
    }

    @Test func toAnotherMachineTheCertificateIsVerified() throws {
        let list = try Self.list(["user": "u"], loopback: false)
        #expect(list["sslmode"] == "verify-full")
        #expect(list["require_auth"] == nil)
        #expect(try Self.list(["sslrootcert": "/own/ca"], loopback: false)["sslrootcert"] == "/own/ca")
    }

    @Test(arguments: ["require", "verify-ca", "verify-full"])
    func whatTheOperatorChoseHolds(mode: String) throws {
        #expect(try Self.list(["sslmode": mode], loopback: false)["sslmode"] == mode)
    }

    @Test(arguments: ["disable", "allow", "prefer"])
    func whereTLSMayBeMissingOnlySCRAMIsAnswered(mode: String) throws {
        let list = try Self.list(["sslmode": mode, "require_auth": "password"], loopback: false)
        #expect(list["require_auth"] == "scram-sha-256")
    }

    @Test(arguments: ["disable", "allow", "prefer"])
    func anOldLibpqThatCannotBeHeldToSCRAMSendsNothing(mode: String) {
        do {
            _ = try Self.list(["sslmode": mode], loopback: false, supported: Self.modern.subtracting(["require_auth"]))
            Issue.record("not refused")
        } catch {
            #expect(error.reason.contains("the account was not sent: with this sslmode the password could cross"))
        }
    }

    @Test func onThisMachineTheModeIsTheOperators() throws {
        #expect(try Self.list(["sslmode": "verify-full"], loopback: true)["sslmode"] == "verify-full")
        #expect(try Self.list(["sslmode": "disable"], loopback: true)["require_auth"] == nil)
    }

    /// With `prefer` libpq tries a refused password once more.
    @Test func thereIsOneTryOnly() throws {
        #expect(try Self.list([:], loopback: true)["sslmode"] == "disable")
        #expect(try Self.list([:], loopback: true, tls: true)["sslmode"] == "require")
    }

    /// Servers repeat what they were sent; none of their words is kept.
    @Test(arguments: [
        ("FATAL:  password authentication failed for user \"hunter2\"", "the server refuses the user or the password"),
        (
            "fe_sendauth: no password supplied",
            "the server asks for a password, and neither PGPASSWORD nor a password file has one"
        ),
        ("FATAL:  no pg_hba.conf entry for host \"hunter2\"", "no rule of the server's lets this account in from here"),
        ("FATAL:  role \"hunter2\" does not exist", "the role does not exist"),
        ("FATAL:  database \"hunter2\" does not exist", "the database does not exist"),
        ("FATAL:  hunter2", "no session: the login came to no session"),
        (
            "SSL error: certificate verify failed",
            "no session: the account was not sent: the server's certificate is not verified"
        ),
        (
            "root certificate file \"/x\" does not exist",
            "no session: the account was not sent: there is no root certificate to verify the server's with"
        ),
        (
            "server does not support SSL, but SSL was required",
            "no session: the account was not sent: the server has no TLS"
        ),
    ])
    func failuresAreToldInWordsOfOurOwn(text: String, reason: String) {
        #expect(LibpqAccount.failure(text).reason == reason)
    }
}
