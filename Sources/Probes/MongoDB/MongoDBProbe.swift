import Exposure

/// MongoDB and the servers that speak its wire protocol (FerretDB, DocumentDB).
public enum MongoDBProbe: Probe {
    public static let service = Service(rawValue: "mongodb")
    /// 27018 and 27019 are the defaults of shard and configuration servers.
    public static let defaultPorts = [27017, 27018, 27019]
    public static let schemes = ["mongodb"]
    public static let framing = Framing.bytes
    public static let commands = MongoDBCommand.descriptions

    public static func machine(_ options: ProbeOptions) -> any ProbeMachine {
        MongoDBMachine(options)
    }
}
