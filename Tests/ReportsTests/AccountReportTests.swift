import Exposure
import TestSupport
import Testing

@testable import Reports

/// What the operator's own account sees, kept apart from what strangers see.
@Suite struct AccountReportTests {
    private static func findings(_ account: AccountFinding, datasets: [DatasetFinding] = []) -> Findings {
        var endpoint = Samples.others[1]
        endpoint.account = account
        let datasets = datasets.map { dataset in
            var dataset = dataset
            dataset.endpoint = endpoint.id
            dataset.seenBy = .account
            return dataset
        }
        var summary = Samples.clean.summary
        summary.datasets = datasets.count
        summary.worstSeverity = datasets.map(\.severity).max() ?? .none
        return Findings(endpoints: [endpoint], datasets: datasets, summary: summary)
    }

    private static let accepted = findings(
        AccountFinding(
            user: "audit", accepted: true, method: "scram-sha-256", access: .partial,
            privileges: Privileges(role: "audit@admin", read: true, write: false, administer: false), datasetsListed: 4,
            datasetsRead: 2),
        datasets: [Samples.datasets[0], Samples.datasets[3]])

    private static let refused = findings(
        AccountFinding(user: "audit", accepted: false, reason: "the server refuses the user or the password"))

    private static let unsent = findings(AccountFinding(reason: "the account was not sent: no TLS"))

    @Test(arguments: [
        "Your own account (1)\n", "CRITICAL  MongoDB 7.0.14 · 10.20.4.22:27017 · as the account audit\n",
        "The account audit (scram-sha-256) may read some of the data, but not change or delete data or administer the",
        "4 datasets listed, 2 read; 2 not read.\n", "Seen by the account audit, not by strangers:\n",
        "ehr.public.patients · 200 records sampled", "nothing sensitive found in 1 dataset: ehr.public.icd10_codes\n",
        // The stranger's verdict stands beside it, unchanged.
        "Protected (1)\n", "No database server let a stranger in.\n",
        "Your own account sees 1 sensitive dataset that strangers do not, the worst rated critical.\n",
        "Gate: not passed. The worst severity is critical; the threshold is high.\n",
    ])
    func theConsoleSaysWhatTheAccountSees(text: String) {
        let report = ConsoleReport(colour: false, width: 160).text(of: Self.accepted)
        #expect(report.contains(text))
        #expect(!report.contains("Open or left ajar"))
    }

    @Test func theConsoleSaysWhyAnAccountSeesNothing() {
        let refused = ConsoleReport(colour: false, width: 160).text(of: Self.refused)
        #expect(refused.contains("The account audit was not let in: the server refuses the user or the password.\n"))
        let unsent = ConsoleReport(colour: false, width: 160).text(of: Self.unsent)
        #expect(unsent.contains("What the account sees could not be told: the account was not sent: no TLS.\n"))
        #expect(!unsent.contains("not by strangers"))
    }

    @Test func thePageSaysTheSame() {
        let page = HTMLReport().page(of: Self.accepted)
        #expect(page.contains("The account audit (scram-sha-256) may read some of the data"))
        #expect(page.contains("not by strangers:"))
        #expect(page.contains("<h1>No database server let a stranger in.</h1>"))
        #expect(HTMLReport().page(of: Self.refused).contains("was not let in"))
    }

    @Test func theLinesKeepToTheirSchemas() throws {
        for findings in [Self.accepted, Self.refused, Self.unsent] {
            for line in try JSONLines.text(of: findings).split(separator: "\n") {
                let value = try JSON.parse(String(line))
                let validator = try SchemaValidator(kind: try #require(value["kind"]?.text))
                #expect(validator.problems(in: value) == [])
            }
        }
        #expect(try JSONLines.text(of: Self.accepted).contains(#""dataset":"ehr.public.patients","seen_by":"account""#))
    }

    @Test func anAccountBesideAnOpenServerTakesNothingFromTheStrangers() {
        var findings = Samples.findings
        findings.endpoints = findings.endpoints.map { endpoint in
            var endpoint = endpoint
            if endpoint.id == Samples.postgres.id {
                endpoint.account = AccountFinding(user: "audit", accepted: true, method: "password", datasetsRead: 0)
            }
            return endpoint
        }
        let report = ConsoleReport(colour: false, width: 160).text(of: findings)
        #expect(report.contains("3 database servers are open to strangers, with data rated critical."))
        #expect(report.contains("The account audit (password) was let in, and reads nothing."))
        #expect(!report.contains("Seen by the account audit"))
    }
}
