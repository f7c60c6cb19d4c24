import ArgumentParser

@main
struct Ajar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ajar", abstract: "Finds databases left open to strangers, and says how bad it is.")
    func run() async throws {}
}
