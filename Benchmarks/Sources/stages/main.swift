import Foundation

// stages FILE DETECTORS [RUNS]: prints what each stage of classifying FILE costs; DETECTORS is the folder of the detector files.
// stages engine: prints how long the pattern engine takes on patterns and texts that are hard on it.
let arguments = CommandLine.arguments
if arguments.count == 2, arguments[1] == "engine" { exit(HostilePatterns.run() ? 0 : 1) }
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: stages FILE DETECTORS [RUNS] | stages engine\n".utf8))
    exit(2)
}
try StageTable(path: arguments[1], runs: arguments.count > 3 ? Int(arguments[3]) ?? 3 : 3).print(
    detectors: arguments[2])
