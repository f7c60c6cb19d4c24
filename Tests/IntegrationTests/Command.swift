import Foundation
import TestSupport
import Testing

/// The built command, run as a person or a pipeline would run it.
enum Command {
    /// `AJAR_BINARY`, which `scripts/test` sets.
    static let binary: String? = {
        let path = ProcessInfo.processInfo.environment["AJAR_BINARY"] ?? ""
        if path.isEmpty { print("skipped: tests of the command need AJAR_BINARY=path") }
        return path.isEmpty ? nil : path
    }()

    static var isThere: Bool { binary != nil }
    static let why: Comment = "AJAR_BINARY is not set; scripts/test sets it"

    /// What came of a run.
    struct Run: Sendable {
        var code: Int32
        var output: String
        var errors: String

        /// The lines of its output as JSON.
        func lines() throws -> [JSON] {
            try output.split(separator: "\n").map { try JSON.parse(String($0)) }
        }
    }

    /// Runs `ajar` and waits for its end, two minutes at the most.
    ///
    /// - Parameters:
    ///   - input: what is on its standard input.
    ///   - folder: where it runs; paths in `arguments` may be relative to it.
    ///   - asStranger: permissions hold, also where root runs the tests.
    ///   - watch: sees what it uses.
    static func run(
        _ arguments: [String], input: String = "", in folder: Folder? = nil, asStranger: Bool = false,
        watch: ProcessWatch? = nil
    ) async throws -> Run {
        let binary = try #require(Command.binary)
        let dropped = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
        return try await execute(
            (asStranger && geteuid() == 0 ? dropped : []) + [binary] + arguments, input: input, in: folder, watch: watch
        )
    }

    /// Runs a shell command line in which `$AJAR` is the command.
    static func shell(_ line: String, in folder: Folder? = nil) async throws -> Run {
        try await execute(["sh", "-c", "AJAR='\(try #require(binary))'; \(line)"], input: "", in: folder)
    }

    private static func execute(
        _ words: [String], input: String, in folder: Folder?, watch: ProcessWatch? = nil
    ) async throws -> Run {
        // Files and not pipes: nothing has to be read while it runs.
        let own = try Folder()
        await Places.shared.take()
        defer { Task { await Places.shared.giveBack() } }
        try own.write(input, to: "in")
        try own.write("", to: "out")
        try own.write("", to: "err")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: (folder ?? own).path)
        process.standardInput = try FileHandle(forReadingFrom: own.url("in"))
        process.standardOutput = try FileHandle(forWritingTo: own.url("out"))
        process.standardError = try FileHandle(forWritingTo: own.url("err"))
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
                watch?.start(process.processIdentifier)
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
                return
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + 120) { [weak process] in
                if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
            }
        }
        return Run(
            code: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try own.read("out"), errors: try own.read("err"))
    }
}

/// Lets a few commands run at a time: they have time limits of their own, which many at once would use up waiting for
/// each other.
private actor Places {
    static let shared = Places()
    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// A directory of its own, removed with everything in it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/ajar-tests." + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func url(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }

    func write(_ text: String, to name: String, mode: Int? = nil) throws {
        try write(Data(text.utf8), to: name, mode: mode)
    }

    func write(_ data: Data, to name: String, mode: Int? = nil) throws {
        try data.write(to: url(name))
        if let mode {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url(name).path)
        }
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url(name)), as: UTF8.self)
    }

    func makeFolder(_ name: String, mode: Int = 0o755) throws {
        try FileManager.default.createDirectory(at: url(name), withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url(name).path)
    }

    /// The names of what is in it.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
