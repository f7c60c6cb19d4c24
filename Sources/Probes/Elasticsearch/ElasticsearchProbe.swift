import Exposure

/// Elasticsearch, OpenSearch and their security plugins, over HTTP.
public enum ElasticsearchProbe: Probe {
    public static let service = Service(rawValue: "elasticsearch")
    public static let defaultPorts = [9200]
    public static let schemes = ["http", "https"]
    public static let framing = Framing.http
    public static let commands = ElasticsearchCommand.descriptions

    public static func machine(_ options: ProbeOptions) -> any ProbeMachine {
        ElasticsearchMachine(options)
    }
}
