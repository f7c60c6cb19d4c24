// Run by the EmbedIndex plugin: `embed-index probes|detectors FOLDER OUTPUT`.
import Foundation

/// Swift source for a list of the probe folders: `Sources/Probes/<Name>/` holds `<Name>Probe`.
func probeIndex(folder: URL) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { name in
            name != "Kit"
                && FileManager.default.fileExists(atPath: folder.appending(path: "\(name)/\(name)Probe.swift").path)
        }
        .sorted()
    return """
        extension ProbeIndex {
            /// Every probe that has a folder in `Sources/Probes`.
            public static let all: [any Probe.Type] = [\(names.map { "\($0)Probe.self" }.joined(separator: ", "))]
        }

        """
}

/// Swift source that holds each detector and lexicon file as a `StaticString`: literals of that type cost the
/// compiler next to nothing, where byte arrays of the same size cost seconds.
func detectorIndex(folder: URL) throws -> String {
    func entries(in folder: URL, ending suffix: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(suffix) }.sorted()
        return try names.map { name in
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            let literal = "###\"\"\"\n\(text)\n\"\"\"###"
            return "        EmbeddedFile(name: \"\(name)\", text: \(literal)),\n"
        }.joined()
    }
    return """
        extension EmbeddedFile {
            static let detectors: [EmbeddedFile] = [
        \(try entries(in: folder, ending: ".json"))
            ]
            static let lexicons: [EmbeddedFile] = [
        \(try entries(in: folder.appending(path: "lexicons"), ending: ".txt"))
            ]
        }

        """
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
    FileHandle.standardError.write(Data("usage: embed-index probes|detectors FOLDER OUTPUT\n".utf8))
    exit(2)
}
do {
    let folder = URL(fileURLWithPath: arguments[2])
    let source =
        switch arguments[1] {
        case "probes": try probeIndex(folder: folder)
        default: try detectorIndex(folder: folder)
        }
    try source.write(to: URL(fileURLWithPath: arguments[3]), atomically: true, encoding: .utf8)
} catch {
    FileHandle.standardError.write(Data("embed-index: \(arguments[2]): \(error)\n".utf8))
    exit(1)
}
