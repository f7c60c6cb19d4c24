import Exposure

/// All that a scan or a classification found, in any order.
public struct Findings: Sendable, Codable, Equatable {
    public var endpoints: [EndpointFinding]
    public var datasets: [DatasetFinding]
    public var summary: Summary

    public init(endpoints: [EndpointFinding], datasets: [DatasetFinding], summary: Summary) {
        self.endpoints = endpoints
        self.datasets = datasets
        self.summary = summary
    }
}

/// The forms a report comes in; the raw values are those of `--format`.
public enum ReportFormat: String, Sendable, CaseIterable {
    /// For a person at a terminal.
    case console
    /// One JSON object a line, for programs.
    case jsonl
    /// One self-contained page, for reading, printing and handing on.
    case html
}

/// What a report needs to know beside the findings.
public struct ReportOptions: Sendable {
    /// Whether the console report may use ANSI colours.
    public var colour: Bool
    /// Columns of the terminal.
    public var width: Int
    /// When the report was written, ISO 8601, UTC; shown in the HTML report where given.
    public var generatedAt: String?

    public init(colour: Bool = false, width: Int = 100, generatedAt: String? = nil) {
        self.colour = colour
        self.width = width
        self.generatedAt = generatedAt
    }
}

/// The one entry to every format.
public enum Report {
    /// The whole report as text that ends with a line feed.
    ///
    /// - Throws: `EncodingError`, for `jsonl` only, where a number is not finite.
    public static func render(
        _ findings: Findings, format: ReportFormat, options: ReportOptions = ReportOptions()
    ) throws -> String {
        switch format {
        case .console: ConsoleReport(colour: options.colour, width: options.width).text(of: findings)
        case .jsonl: try JSONLines.text(of: findings)
        case .html: HTMLReport(generatedAt: options.generatedAt).page(of: findings)
        }
    }
}
