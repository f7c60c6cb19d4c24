import ArgumentParser
import Classifier
import Foundation
import Scanner

@main
struct Ajar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ajar", abstract: "Finds databases left open to strangers, and says how bad it is.")
    @Argument var files: [String]
    func run() async throws {
        let catalog = try DetectorCatalog()
        let e = JSONEncoder(); e.keyEncodingStrategy = .convertToSnakeCase; e.outputFormatting = [.withoutEscapingSlashes]
        for f in files {
            do { print(String(decoding: try e.encode(try FileClassifier(catalog: catalog).classify(f)), as: UTF8.self)) } catch { print("ERR", error) }
        }
    }
}
