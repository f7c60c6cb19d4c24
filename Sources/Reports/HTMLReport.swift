import Exposure

/// The report as one page that needs nothing else: no script, no font, no picture, no network.
///
/// The page forbids itself everything but its own style sheet, by hash, so that even markup that slipped through would
/// not run.
public struct HTMLReport: Sendable {
    private let generatedAt: String?

    /// - Parameter generatedAt: when the page was written, ISO 8601, UTC; left out where it is `nil`.
    public init(generatedAt: String? = nil) {
        self.generatedAt = generatedAt
    }

    /// The whole page; ends with a line feed.
    public func page(of findings: Findings) -> String {
        let grouping = Grouping(findings)
        let verdict = Verdict(grouping, findings.summary)
        let policy = "default-src 'none'; style-src '\(HTMLReport.styleHash)'; base-uri 'none'; form-action 'none'"
        let body: [Markup] = [
            masthead(verdict), figures(verdict), incomplete(findings.summary), steps(verdict),
            endpoints(grouping), exposed(grouping), accounts(grouping), files(grouping), evidence(grouping),
            method(findings, grouping),
        ]
        // The style sheet is the one text that goes in unescaped; it is a constant, and its hash is in the policy.
        let head: Markup = """
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex, nofollow">
            <meta name="color-scheme" content="light dark">
            <title>Ajar: \(verdict.headline)</title>
            <style>
            """
        let rest: Markup = """
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
        return head.text + HTMLReport.style + rest.text
    }

    // MARK: Above the fold

    private func masthead(_ verdict: Verdict) -> Markup {
        let summary = verdict.summary
        let kind = verdict.isFilesOnly && !verdict.isEmpty ? "Data classification report" : "Database exposure report"
        var note: Markup = ""
        if let worst = verdict.worst { note += "<p class=\"lead\"><bdi>\(worst)</bdi></p>\n" }
        for detail in verdict.details { note += "<p class=\"lead\">\(detail)</p>\n" }
        var facts: [Markup] = ["<span>Checked \(Wording.time(summary.startedAt))</span>"]
        facts.append("<span>took \(Wording.duration(milliseconds: summary.elapsedMs))</span>")
        // A report that is written right after the scan needs no second time.
        if let generatedAt, Wording.time(generatedAt) != Wording.time(summary.startedAt) {
            facts.append("<span>report written \(Wording.time(generatedAt))</span>")
        }
        facts.append("<span>Ajar \(name: summary.version)</span>")
        return """
            <header>
            <p class="kind">\(kind)</p>
            <h1>\(verdict.headline).</h1>
            <p class="worst">Worst severity \(badge(summary.worstSeverity))</p>
            \(note)<p class="facts">\(facts)</p>
            </header>

            """
    }

    private func figures(_ verdict: Verdict) -> Markup {
        let summary = verdict.summary
        let grouping = verdict.grouping
        var cells: [(number: Int, label: String)] = []
        if !verdict.isFilesOnly {
            cells.append((verdict.open, "open to strangers"))
            if verdict.nearly > 0 { cells.append((verdict.nearly, "left ajar")) }
            cells.append((grouping.protected.count, "protected"))
            cells.append((grouping.undecided.count, "could not be told"))
        }
        cells.append((verdict.notable, verdict.notable == 1 ? "sensitive dataset" : "sensitive datasets"))
        cells.append((summary.recordsSampled, "records sampled"))
        var items: Markup = ""
        for cell in cells {
            items += "<div><dd>\(Wording.number(cell.number))</dd><dt>\(cell.label)</dt></div>\n"
        }
        return """
            <dl class="figures">
            \(items)</dl>
            \(spread(grouping.datasets))
            """
    }

    /// One bar: how the datasets that were read spread over the bands.
    private func spread(_ datasets: [DatasetFinding]) -> Markup {
        guard !datasets.isEmpty else { return "" }
        var bars: Markup = ""
        var legend: Markup = ""
        var start = 0
        for level in Level.allCases.reversed() {
            let share = datasets.count { $0.sensitivity == level }
            guard share > 0 else { continue }
            let (from, to) = (start * 1000 / datasets.count, (start + share) * 1000 / datasets.count)
            bars +=
                "<rect class=\"fill-\(level.rawValue)\" x=\"\(from)\" width=\"\(max(to - from - 3, 2))\" height=\"14\"/>"
            legend += "<li>\(badge(level)) \(Wording.number(share))</li>"
            start += share
        }
        return """
            <figure class="spread">
            <figcaption>Datasets by sensitivity of what was read in them</figcaption>
            <svg viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-hidden="true">\(bars)</svg>
            <ul class="legend">\(legend)</ul>
            </figure>

            """
    }

    private func steps(_ verdict: Verdict) -> Markup {
        let steps = verdict.nextSteps
        guard !steps.isEmpty else { return "" }
        var items: Markup = ""
        for step in steps { items += "<li>\(step)</li>\n" }
        return "<section class=\"steps\">\n<h2>What to do next</h2>\n<ol>\n\(items)</ol>\n</section>\n"
    }

    private func incomplete(_ summary: Summary) -> Markup {
        guard !summary.complete else { return "" }
        var items: Markup = ""
        for reason in summary.incomplete.isEmpty ? ["The reason was not given."] : summary.incomplete {
            items += "<li>\(SafeText.clean(reason, limit: 300))</li>\n"
        }
        return """
            <section class="notice">
            <h2>Not completed</h2>
            <p>What follows is a part. What was not reached may be open.</p>
            <ul>
            \(items)</ul>
            </section>

            """
    }

    // MARK: Endpoints

    /// Closed and silent ports beyond this many are told as a number only.
    private static let rowLimit = 25

    private func endpoints(_ grouping: Grouping) -> Markup {
        let others = grouping.protected + grouping.undecided + grouping.nothing
        guard !grouping.exposed.isEmpty || !others.isEmpty else { return "" }
        var rows: Markup = ""
        for (index, entry) in grouping.exposed.enumerated() { rows += row(entry.endpoint, link: index + 1) }
        for endpoint in grouping.protected + grouping.undecided { rows += row(endpoint, link: nil) }
        var rest: [String] = []
        for access in [Access.lookAlike, .notThis, .closed, .filtered] {
            let some = grouping.nothing.filter { $0.access == access }
            if some.count > HTMLReport.rowLimit {
                rest.append("\(Wording.number(some.count)): \(Wording.access(access))")
            } else {
                for endpoint in some { rows += row(endpoint, link: nil) }
            }
        }
        let tail: Markup = rest.isEmpty ? "" : "<p>Not shown one by one: \(rest.joined(separator: "; ")).</p>\n"
        return """
            <section>
            <h2>Endpoints</h2>
            <div class="scroll"><table class="endpoints">
            <thead><tr><th>Severity</th><th>Endpoint</th><th>Service</th><th>Access</th><th>TLS</th></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table></div>
            \(tail)</section>

            """
    }

    private func row(_ endpoint: EndpointFinding, link: Int?) -> Markup {
        let address: Markup =
            if let link {
                "<a href=\"#endpoint-\(link)\">\(name: Wording.address(endpoint))</a>"
            } else {
                "\(name: Wording.address(endpoint))"
            }
        let what = Wording.product(endpoint) ?? (endpoint.service == nil ? "" : Wording.service(endpoint.service))
        let tls =
            endpoint.tls.map { SafeText.clean($0.version, limit: 20) }
            ?? (endpoint.access.isIdentified ? "not seen" : "")
        return """
            <tr><td>\(badge(endpoint.severity))</td><td class="address">\(address)</td><td>\(name: what)</td>\
            <td>\(Wording.access(of: endpoint))</td><td>\(tls)</td></tr>

            """
    }

    private func exposed(_ grouping: Grouping) -> Markup {
        var out: Markup = ""
        for (index, entry) in grouping.exposed.enumerated() {
            let endpoint = entry.endpoint
            var facts: Markup = ""
            func fact(_ title: String, _ text: String) {
                if !text.isEmpty { facts += "<div><dt>\(title)</dt><dd>\(text)</dd></div>\n" }
            }
            fact("Access", Wording.sentence(Wording.access(of: endpoint)))
            fact("What a stranger may do", Wording.stranger(at: endpoint))
            fact("TLS", Wording.sentence(Wording.tls(of: endpoint)))
            fact("Named by the operator", Wording.target(of: endpoint))
            fact("Datasets", Wording.coverage(of: endpoint))
            var flags: Markup = ""
            for flag in endpoint.flags.prefix(10) { flags += "<p class=\"flag\">\(Wording.flag(flag))</p>\n" }
            out += """
                <section class="endpoint" id="endpoint-\(index + 1)">
                <h2>\(badge(endpoint.severity)) \(Wording.title(endpoint)) at \(name: Wording.address(endpoint))</h2>
                \(flags)<dl class="sheet">
                \(facts)</dl>
                \(datasets(entry.datasets))\(details(endpoint))</section>

                """
        }
        return out
    }

    /// What the operator's own accounts see and strangers do not.
    private func accounts(_ grouping: Grouping) -> Markup {
        var out: Markup = ""
        for entry in grouping.accounts {
            guard let account = entry.endpoint.account else { continue }
            let endpoint = entry.endpoint
            let name = Wording.accountName(account)
            let seen: Markup =
                entry.datasets.isEmpty ? "" : "<p>Seen by \(name: name), not by strangers:</p>\n"
            out += """
                <section class="endpoint">
                <h2>\(badge(entry.severity)) \(Wording.title(endpoint)) at \(name: Wording.address(endpoint)), \
                as \(name: name)</h2>
                <p><bdi>\(Wording.account(account, at: endpoint))</bdi></p>
                \(seen)\(datasets(entry.datasets))</section>

                """
        }
        return out
    }

    private func details(_ endpoint: EndpointFinding) -> Markup {
        var items: Markup = ""
        for observation in endpoint.evidence.prefix(60) {
            let detail = SafeText.clean(observation.detail, limit: 300)
            items += "<li><b>\(SafeText.clean(observation.phase, limit: 30))</b> \(detail)</li>\n"
        }
        if endpoint.evidence.count > 60 { items += "<li>and \(endpoint.evidence.count - 60) more</li>\n" }
        if endpoint.evidence.isEmpty { items = "<li>None was recorded.</li>\n" }
        return """
            <details>
            <summary>Evidence for the verdict</summary>
            <ul class="evidence">
            \(items)</ul>
            <p class="id">Finding \(name: endpoint.id), \(Wording.duration(milliseconds: endpoint.elapsedMs)) spent here</p>
            </details>

            """
    }

    private func evidence(_ grouping: Grouping) -> Markup {
        let endpoints = grouping.protected + grouping.undecided
        guard !endpoints.isEmpty else { return "" }
        var items: Markup = ""
        for endpoint in endpoints.prefix(200) {
            items += "<h3>\(Wording.title(endpoint)) at \(name: Wording.address(endpoint))</h3>\n"
            items += "<p>\(Wording.sentence(Wording.access(of: endpoint)))"
            if let facts = endpoint.tls { items += " TLS: \(Wording.sentence(Wording.tls(facts)))" }
            items += "</p>\n"
            for flag in endpoint.flags.prefix(10) { items += "<p class=\"flag\">\(Wording.flag(flag))</p>\n" }
            items += details(endpoint)
        }
        if endpoints.count > 200 { items += "<p>\(Wording.number(endpoints.count - 200)) more are not shown.</p>\n" }
        return "<section class=\"others\">\n<h2>Protected and undecided</h2>\n\(items)</section>\n"
    }

    // MARK: Datasets

    private func files(_ grouping: Grouping) -> Markup {
        guard !grouping.loose.isEmpty else { return "" }
        let title = grouping.exposed.isEmpty ? "Datasets" : "Other datasets"
        return "<section>\n<h2>\(title)</h2>\n\(datasets(grouping.loose))</section>\n"
    }

    private func datasets(_ datasets: [DatasetFinding]) -> Markup {
        var out: Markup = ""
        let notable = datasets.notable
        for dataset in notable.prefix(200) { out += article(dataset) }
        if notable.count > 200 {
            let more = Wording.count(notable.count - 200, "more dataset")
            out += "<p>\(more) with sensitive data, none worse than these.</p>\n"
        }
        func fold(_ some: [DatasetFinding], _ text: String) {
            guard !some.isEmpty else { return }
            var names: [Markup] = []
            for dataset in some.prefix(40) {
                names.append(
                    names.isEmpty ? "\(name: Wording.dataset(dataset))" : ", \(name: Wording.dataset(dataset))")
            }
            let more: Markup = some.count > 40 ? ", and \(Wording.number(some.count - 40)) more" : ""
            out += "<p class=\"folded\">\(text) \(Wording.count(some.count, "dataset")): \(names)\(more).</p>\n"
        }
        fold(datasets.harmless, "Nothing sensitive was found in")
        fold(datasets.unread, "No record was read from")
        return out
    }

    private func article(_ dataset: DatasetFinding) -> Markup {
        var reasons: Markup = ""
        for reason in dataset.reasons.prefix(12) { reasons += "<li>\(SafeText.clean(reason, limit: 300))</li>\n" }
        if !reasons.text.isEmpty { reasons = "<ul class=\"reasons\">\n\(reasons)</ul>\n" }
        let sensitivity: Markup =
            dataset.sensitivity == dataset.severity ? "" : " · sensitivity \(dataset.sensitivity.rawValue)"
        return """
            <article class="dataset edge-\(dataset.severity.rawValue)">
            <h3>\(badge(dataset.severity)) <code>\(name: Wording.dataset(dataset))</code></h3>
            <p class="counts">\(Wording.records(of: dataset))\(sensitivity)\(Wording.tests(dataset))</p>
            \(reasons)\(table(dataset.fields))</article>

            """
    }

    private func table(_ fields: [FieldFinding]) -> Markup {
        var rows: Markup = ""
        for field in fields.prefix(80) {
            for (index, type) in field.types.prefix(12).enumerated() {
                let title: Markup = index == 0 ? "<code>\(name: Wording.field(field))</code>" : ""
                let mask: Markup = if let mask = type.mask { "<code>\(name: mask)</code>" } else { "" }
                rows += """
                    <tr><td>\(title)</td><td>\(Wording.type(type.type))</td>\
                    <td class="number">\(Wording.percent(type.confidence))</td>\
                    <td class="number">\(Wording.number(type.matched)) of \(Wording.number(type.tested))\(Wording.tests(type))</td>\
                    <td>\(mask)</td></tr>

                    """
            }
        }
        guard !rows.text.isEmpty else { return "" }
        let more: Markup =
            fields.count > 80 ? "<p>\(Wording.count(fields.count - 80, "more field")) not shown.</p>\n" : ""
        return """
            <div class="scroll"><table class="fields">
            <thead><tr><th>Field</th><th>Holds</th><th class="number">Sure</th><th class="number">Matched</th>\
            <th>Masked example</th></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table></div>
            \(more)
            """
    }

    // MARK: Method

    private func method(_ findings: Findings, _ grouping: Grouping) -> Markup {
        var limits: [String] = []
        var unread = 0
        for entry in grouping.exposed {
            guard let listed = entry.endpoint.datasetsListed else { continue }
            unread = max(0, unread.saturatingAdd(max(0, listed.saturatingAdd(-max(0, entry.endpoint.datasetsRead)))))
        }
        if unread > 0 {
            limits.append(
                "\(Wording.count(unread, "dataset")) that a stranger may list, but of which no record was read.")
        }
        if findings.summary.recordsBroken > 0 {
            limits.append("\(Wording.count(findings.summary.recordsBroken, "record")) could not be parsed.")
        }
        let silent = grouping.nothing.count { $0.access == .filtered }
        if silent > 0 {
            limits.append(
                "\(Wording.count(silent, "endpoint")) gave no answer from where this was run; others may get one.")
        }
        limits.append("A sample is not a census: data that was not in it was not seen.")
        limits.append("Types are recognised by form, checks and context; a confidence is a probability, not a proof.")
        var items: Markup = ""
        for limit in limits { items += "<li>\(limit)</li>\n" }
        let how =
            grouping.exposed.isEmpty && findings.summary.endpoints == 0
            ? "Records were read one after another, classified in memory and dropped. No value was kept; examples are masked."
            : "Each endpoint was reached as a stranger would reach it, and with read-only commands. "
                + "A few records of each dataset were read, classified in memory and dropped. No value was kept; "
                + "examples are masked. No password was guessed and nothing was written."
        return """
            <section class="method">
            <h2>Method and limits</h2>
            <p>\(how)</p>
            <p>Severity is sensitivity weighed with access and volume. Sensitivity bands: <b>critical</b>, health, sexuality,
            religion, ethnicity or offences of people who are identified, child protection, live secrets; <b>high</b>,
            national, health or bank identifiers; <b>moderate</b>, private contact details; <b>low</b>, online
            identifiers and names in public; <b>none</b>, not about people.</p>
            <ul>
            \(items)</ul>
            </section>

            """
    }

    // MARK: Pieces

    /// The band in words, with its rank as filled marks: readable without colour, on paper, and aloud.
    private func badge(_ level: Level) -> Markup {
        var pips: Markup = ""
        for index in 0..<4 {
            let on: Markup = index < level.rank ? "on" : "off"
            pips +=
                "<rect class=\"\(on)\" x=\"\(index * 5)\" y=\"\(6 - index * 2)\" width=\"3.5\" height=\"\(4 + index * 2)\"/>"
        }
        return """
            <span class="badge band-\(level.rawValue)"><svg viewBox="0 0 19 10" aria-hidden="true">\(pips)</svg>\
            \(level.rawValue)</span>
            """
    }
}

extension Int {
    fileprivate func saturatingAdd(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
