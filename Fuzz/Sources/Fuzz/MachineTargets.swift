import Exposure

@testable import Probes

/// The first byte chooses what the operator asked for and, in its lower bits, how the peer ends; the rest is the script.
private func options(_ choice: UInt8) -> ProbeOptions {
    ProbeOptions(
        samples: 3, maximumDatasets: choice & 0x80 != 0 ? 1 : 4, contact: choice & 0x40 != 0 ? "a@b.example\r\n" : nil,
        user: choice & 0x20 != 0 ? "someone" : nil, database: choice & 0x20 != 0 ? "shop" : nil,
        startsWithTLS: choice & 0x10 != 0)
}

private let postgresNames = PostgresProbe.commands.map(\.name)
private let mongoDBNames = MongoDBProbe.commands.map(\.name)
private let elasticsearchNames = ElasticsearchProbe.commands.map(\.name)

func fuzzPostgres(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    var conversation = Conversation(
        PostgresMachine(options(first), nonce: "a1b2c3d4"), framing: .bytes, names: postgresNames,
        script: Script(UnsafeRawBufferPointer(rebasing: input.dropFirst())), lastEnd: first)
    conversation.hold()
    let outcome = conversation.machine.outcome
    if outcome.access == .open || outcome.entry != nil {
        precondition(conversation.sawReadyForQuery, "open without ReadyForQuery")
    }
}

func fuzzMongoDB(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    var conversation = Conversation(
        MongoDBMachine(options(first)), framing: .bytes, names: mongoDBNames,
        script: Script(UnsafeRawBufferPointer(rebasing: input.dropFirst())), lastEnd: first)
    conversation.hold()
    if conversation.machine.outcome.access == .open {
        precondition(conversation.wasAnswered("listDatabases"), "open without a list of databases")
        precondition(conversation.wasAnswered("listCollections"), "open without a list of collections")
    }
}

func fuzzElasticsearch(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    var conversation = Conversation(
        ElasticsearchMachine(options(first)), framing: .http, names: elasticsearchNames,
        script: Script(UnsafeRawBufferPointer(rebasing: input.dropFirst())), lastEnd: first)
    conversation.hold()
    if conversation.machine.outcome.access == .open {
        precondition(conversation.hasSucceeded("GET /"), "open without an answer to GET /")
        precondition(
            ["GET _resolve/index", "GET _cat/indices", "GET index/_search", "GET pattern/_search"]
                .contains(where: conversation.hasSucceeded),
            "open without a list or a search")
    }
}
