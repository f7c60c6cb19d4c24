import Foundation
import PackagePlugin

/// Writes the list of probes (from the folders of `Sources/Probes`) and the detectors (from the files of
/// `detectors/`) as Swift source, so that neither has a central list to edit.
@main
struct EmbedIndex: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let tool = try context.tool(named: "embed-index").url
        let package = context.package.directoryURL
        switch target.name {
        case "Probes":
            let folder = package.appending(path: "Sources/Probes")
            return [
                command(
                    "probes", of: folder, inputs: files(below: folder, ending: ".swift"),
                    output: "ProbeIndex.swift", tool: tool, context: context)
            ]
        case "Classifier":
            // A link in the packages of the benchmarks and the fuzz targets, whose inputs the build would not see through.
            let folder = package.appending(path: "detectors").resolvingSymlinksInPath()
            return [
                command(
                    "detectors", of: folder, inputs: files(below: folder, ending: ".json", ".txt"),
                    output: "DetectorIndex.swift", tool: tool, context: context)
            ]
        default:
            return []
        }
    }

    private func command(
        _ kind: String, of folder: URL, inputs: [URL], output: String, tool: URL, context: PluginContext
    ) -> Command {
        let output = context.pluginWorkDirectoryURL.appending(path: output)
        return .buildCommand(
            displayName: "Listing \(kind)", executable: tool,
            arguments: [kind, folder.path(percentEncoded: false), output.path(percentEncoded: false)],
            inputFiles: inputs, outputFiles: [output])
    }

    private func files(below folder: URL, ending suffixes: String...) -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: [URL] = []
        while let url = all?.nextObject() as? URL {
            if suffixes.contains(where: { url.lastPathComponent.hasSuffix($0) }) { found.append(url) }
        }
        return found.sorted { $0.path < $1.path }
    }
}
