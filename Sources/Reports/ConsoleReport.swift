import Exposure

/// The report for a person at a terminal, worst first.
///
/// Every string from outside is cleaned before it is shown, so that no server paints on the terminal.
public struct ConsoleReport: Sendable {
    private let colour: Bool
    private let width: Int

    /// - Parameters:
    ///   - colour: whether ANSI colours may be used; never in a pipe.
    ///   - width: columns of the terminal; 60 to 160 are used.
    public init(colour: Bool, width: Int) {
        self.colour = colour
        self.width = min(max(width, 60), 160)
    }

    /// The whole report; ends with a line feed.
    public func text(of findings: Findings) -> String {
        let grouping = Grouping(findings)
        var lines: [String] = []
        func section(_ title: String, _ content: [String]) {
            guard !content.isEmpty else { return }
            lines.append(bold(title))
            lines += content
            lines.append("")
        }
        for (index, entry) in grouping.exposed.enumerated() {
            if index == 0 { lines += [bold("Open or left ajar (\(Wording.number(grouping.exposed.count)))"), ""] }
            lines += block(entry) + [""]
        }
        for (index, entry) in grouping.accounts.enumerated() {
            if index == 0 { lines += [bold("Your own account (\(Wording.number(grouping.accounts.count)))"), ""] }
            lines += account(entry) + [""]
        }
        let looseTitle = grouping.exposed.isEmpty ? "Datasets" : "Other datasets"
        section("\(looseTitle) (\(Wording.number(grouping.loose.count)))", blocks(grouping.loose, indent: 2))
        section(
            "Protected (\(Wording.number(grouping.protected.count)))", short(grouping.protected, limit: 20, why: false))
        section(
            "Could not be told (\(Wording.number(grouping.undecided.count)))",
            short(grouping.undecided, limit: 20, why: true))
        section("Nothing there (\(Wording.number(grouping.nothing.count)))", nothing(grouping.nothing))
        section("Evidence", findings.datasets.flatMap(explanation))
        lines += closing(Verdict(grouping, findings.summary))
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Endpoints

    private func block(_ entry: Grouping.Entry) -> [String] {
        let endpoint = entry.endpoint
        var lines = headed(endpoint.severity, head(endpoint), indent: 0)
        let target = Wording.target(of: endpoint)
        if !target.isEmpty { lines += paragraph("named by " + target, indent: 10) }
        let stranger = Wording.stranger(at: endpoint)
        if !stranger.isEmpty { lines += paragraph(stranger, indent: 10) }
        lines += paragraph("TLS: " + Wording.tls(of: endpoint) + ".", indent: 10)
        for flag in endpoint.flags.prefix(10) { lines += paragraph(Wording.flag(flag), indent: 10) }
        let coverage = Wording.coverage(of: endpoint)
        if !coverage.isEmpty { lines += paragraph(coverage, indent: 10) }
        let datasets = blocks(entry.datasets, indent: 2)
        return datasets.isEmpty ? lines : lines + [""] + datasets
    }

    /// What the operator's own account sees there and strangers do not.
    private func account(_ entry: Grouping.Entry) -> [String] {
        guard let account = entry.endpoint.account else { return [] }
        let endpoint = entry.endpoint
        let title = [Wording.title(endpoint), Wording.address(endpoint), "as " + Wording.accountName(account)]
        var lines = headed(entry.severity, title.joined(separator: " · "), indent: 0)
        lines += paragraph(Wording.account(account, at: endpoint), indent: 10)
        let datasets = blocks(entry.datasets, indent: 2)
        guard !datasets.isEmpty else { return lines }
        lines += paragraph("Seen by \(Wording.accountName(account)), not by strangers:", indent: 10)
        return lines + [""] + datasets
    }

    private func head(_ endpoint: EndpointFinding) -> String {
        [Wording.title(endpoint), Wording.address(endpoint), Wording.access(of: endpoint)].joined(separator: " · ")
    }

    private func short(_ endpoints: [EndpointFinding], limit: Int, why: Bool) -> [String] {
        var lines: [String] = []
        for endpoint in endpoints.prefix(limit) {
            var text = head(endpoint)
            if why, let reason = Wording.why(endpoint) { text += ": " + reason }
            if endpoint.flags.contains("cleartext_password") { text += " · passwords would cross in clear" }
            lines += paragraph(text, indent: 2)
        }
        if endpoints.count > limit { lines.append("  and \(Wording.number(endpoints.count - limit)) more") }
        return lines
    }

    /// A few are named; of many, such as the closed ports of a range, only the number is told.
    private func nothing(_ endpoints: [EndpointFinding]) -> [String] {
        var lines: [String] = []
        for access in [Access.lookAlike, .notThis, .closed, .filtered] {
            let some = endpoints.filter { $0.access == access }
            guard !some.isEmpty else { continue }
            let names = some.count <= 6 ? some.map(Wording.address).joined(separator: ", ") : Wording.number(some.count)
            lines += paragraph("\(Wording.access(access)): \(names)", indent: 2)
        }
        return lines
    }

    // MARK: Datasets

    private func blocks(_ datasets: [DatasetFinding], indent: Int) -> [String] {
        let limit = 20
        let notable = datasets.notable
        var blocks = notable.prefix(limit).map { block($0, indent: indent) }
        if notable.count > limit {
            let more = Wording.count(notable.count - limit, "more dataset")
            blocks.append(paragraph("and \(more) with sensitive data, none worse than these", indent: indent + 10))
        }
        blocks.append(fold(datasets.harmless, datasets.unread, indent: indent))
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private func block(_ dataset: DatasetFinding, indent: Int) -> [String] {
        var head = Wording.dataset(dataset) + " · " + Wording.records(of: dataset)
        head += " · sensitivity " + dataset.sensitivity.rawValue + Wording.tests(dataset)
        var lines = headed(dataset.severity, head, indent: indent)
        for reason in dataset.reasons.prefix(4) {
            lines += paragraph(SafeText.clean(reason, limit: 300), indent: indent + 10, first: "- ")
        }
        if dataset.reasons.count > 4 {
            let more = dataset.reasons.count - 4
            lines.append(spaces(indent + 10) + "- and \(Wording.count(more, "more reason", "more reasons"))")
        }
        return lines + table(dataset.fields, indent: indent + 10)
    }

    private func table(_ fields: [FieldFinding], indent: Int) -> [String] {
        let limit = 14
        var rows: [[String]] = []
        for field in fields.prefix(limit) {
            for (index, type) in field.types.prefix(8).enumerated() {
                rows.append([
                    index == 0 ? Wording.field(field) : "", Wording.type(type.type), Wording.percent(type.confidence),
                    (type.mask.map { SafeText.clean($0, limit: 60) } ?? "") + Wording.tests(type),
                ])
            }
        }
        guard !rows.isEmpty else { return [] }
        rows.insert(["field", "type", "sure", "masked example"], at: 0)
        let room = width - indent - 6
        let type = min(rows.map { TextLayout.width($0[1]) }.max() ?? 0, min(24, room / 3))
        let name = min(rows.map { TextLayout.width($0[0]) }.max() ?? 0, (room - type - 5) / 2)
        let mask = max(8, room - type - name - 5)
        var lines = rows.enumerated().map { index, row in
            let cells = [
                TextLayout.fit(row[0], to: name), TextLayout.fit(row[1], to: type), TextLayout.fit(row[2], to: 5),
                TextLayout.cut(row[3], to: mask),
            ]
            let line = cells.joined(separator: "  ")
            return spaces(indent) + (index == 0 ? faint(trimmed(line)) : trimmed(line))
        }
        if fields.count > limit {
            lines.append(spaces(indent) + "and \(Wording.count(fields.count - limit, "more field"))")
        }
        return lines
    }

    /// What counted for and against each type, where that was asked for.
    private func explanation(_ dataset: DatasetFinding) -> [String] {
        var lines: [String] = []
        for field in dataset.fields {
            for type in field.types + (field.considered ?? []) {
                guard let evidence = type.evidence else { continue }
                let name = field.field.isEmpty ? "(text)" : Wording.field(field)
                lines.append("")
                lines += paragraph(
                    "\(name) · \(Wording.type(type.type)) · \(Wording.percent(type.confidence)) sure", indent: 2)
                for item in evidence {
                    let nats = (item.nats > 0 ? "+" : "") + String(describing: item.nats)
                    lines += paragraph(
                        SafeText.clean(item.because, limit: 300), indent: 4,
                        first: TextLayout.fit(nats, to: 7) + " ")
                }
            }
        }
        return lines.isEmpty ? [] : paragraph(Wording.dataset(dataset), indent: 0) + lines + [""]
    }

    private func fold(_ harmless: [DatasetFinding], _ unread: [DatasetFinding], indent: Int) -> [String] {
        func names(_ datasets: [DatasetFinding]) -> String {
            let some = datasets.prefix(5).map(Wording.dataset).joined(separator: ", ")
            return datasets.count > 5 ? some + ", and \(Wording.number(datasets.count - 5)) more" : some
        }
        var lines: [String] = []
        if !harmless.isEmpty {
            let text = "nothing sensitive found in \(Wording.count(harmless.count, "dataset")): \(names(harmless))"
            lines += headed(.none, text, indent: indent)
        }
        if !unread.isEmpty {
            lines += paragraph(
                "no record was read from \(Wording.count(unread.count, "dataset")): \(names(unread))",
                indent: indent + 10)
        }
        return lines
    }

    // MARK: Closing

    private func closing(_ verdict: Verdict) -> [String] {
        let summary = verdict.summary
        var lines = [faint(String(repeating: "─", count: width))]
        let headline = verdict.headline + "."
        lines += TextLayout.wrap(headline, to: width).map(bold)
        if let worst = verdict.worst { lines += paragraph(worst, indent: 0) }
        for detail in verdict.details { lines += paragraph(detail, indent: 0) }
        if summary.endpoints > 0 {
            let parts = verdict.endpointCounts.map { "\(Wording.number($0.count)) \(Wording.label($0.access))" }
            lines += paragraph(
                Wording.count(summary.endpoints, "endpoint")
                    + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
                    + ".", indent: 2)
        }
        if summary.datasets > 0 {
            let parts = verdict.datasetCounts.map { "\(Wording.number($0.count)) \($0.level.rawValue)" }
            lines += paragraph(
                Wording.count(summary.datasets, "dataset") + (parts.isEmpty ? "" : " by sensitivity: ")
                    + parts.joined(separator: ", ") + ".", indent: 2)
        }
        let broken = summary.recordsBroken > 0 ? ", \(Wording.number(summary.recordsBroken)) could not be parsed" : ""
        let took = Wording.duration(milliseconds: summary.elapsedMs)
        let read =
            summary.recordsSampled > 0
            ? "\(Wording.count(summary.recordsSampled, "record")) read\(broken), in \(took). No value was kept."
            : "No record was read\(broken); it took \(took)."
        lines += paragraph(read, indent: 2)
        if !summary.complete {
            lines += ["", bold("Not completed because")]
            let reasons = summary.incomplete.isEmpty ? ["the reason was not given"] : summary.incomplete
            for reason in reasons.prefix(20) {
                lines += paragraph(SafeText.clean(reason, limit: 300), indent: 2, first: "- ")
            }
            if reasons.count > 20 { lines.append("  - and \(Wording.number(reasons.count - 20)) more") }
        }
        let steps = verdict.nextSteps
        if !steps.isEmpty {
            lines += ["", bold("What to do next")]
            for (index, step) in steps.enumerated() { lines += paragraph(step, indent: 2, first: "\(index + 1). ") }
        }
        return lines
    }

    // MARK: Layout

    /// A line that begins with a band; what follows wraps beside it.
    private func headed(_ level: Level, _ text: String, indent: Int) -> [String] {
        let label = TextLayout.fit(level == .none ? "-" : Wording.band(level), to: 8)
        let wrapped = TextLayout.wrap(text, to: width - indent - 10)
        return wrapped.enumerated().map { index, line in
            index == 0
                ? spaces(indent) + paint(label, level) + "  " + (level == .none ? line : bold(line))
                : spaces(indent + 10) + (level == .none ? line : bold(line))
        }
    }

    private func paragraph(_ text: String, indent: Int, first: String = "") -> [String] {
        let hanging = TextLayout.width(first)
        return TextLayout.wrap(text, to: width - indent - hanging).enumerated().map { index, line in
            spaces(indent) + (index == 0 ? first : spaces(hanging)) + line
        }
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line = line.dropLast() }
        return String(line)
    }

    private func bold(_ text: String) -> String { colour ? "\u{1b}[1m\(text)\u{1b}[0m" : text }

    private func faint(_ text: String) -> String { colour ? "\u{1b}[2m\(text)\u{1b}[0m" : text }

    private func paint(_ text: String, _ level: Level) -> String {
        guard colour else { return text }
        let code =
            switch level {
            case .none: "2"
            case .low: "36"
            case .moderate: "33"
            case .high: "1;31"
            case .critical: "1;97;41"
            }
        return "\u{1b}[\(code)m\(text)\u{1b}[0m"
    }
}
