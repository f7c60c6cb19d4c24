import Foundation

/// `openssl s_server` with a certificate made for it, or `nil` where there is no such program.
public final class OpenSSLServer {
    public private(set) var port = 0
    /// The path of its self-signed certificate.
    public let certificate: String
    private let process: Process
    private let input = Pipe()
    private let folder: URL

    static var program: URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { URL(fileURLWithPath: String($0)).appendingPathComponent("openssl") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    public static let isThere: Bool = {
        if program == nil { print("Skipped: the tests against a TLS server need `openssl` in PATH.") }
        return program != nil
    }()

    enum Failure: Error { case noProgram, noCertificate, doesNotListen }

    /// - Parameters:
    ///   - arguments: further arguments of `s_server`.
    ///   - subject: of the self-signed certificate.
    ///   - source: a file that is said to whoever connects.
    public init(
        _ arguments: [String], subject: String = "/O=Ajar Test/CN=db.example", days: [String] = ["-days", "30"],
        saying source: String? = nil
    ) async throws {
        guard let program = Self.program else { throw Failure.noProgram }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ajar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = folder.appendingPathComponent("key.pem").path
        certificate = folder.appendingPathComponent("cert.pem").path
        let maker = Process()
        maker.executableURL = program
        maker.arguments =
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-subj", subject,
                "-addext", "subjectAltName=DNS:db.example,DNS:*.db.example,IP:192.0.2.7,IP:2001:db8::7",
            ] + days
        maker.standardOutput = FileHandle.nullDevice
        maker.standardError = FileHandle.nullDevice
        try await maker.runToEnd()
        guard maker.terminationStatus == 0 else { throw Failure.noCertificate }

        process = Process()
        process.executableURL = program
        // It takes a port that the system gives it: one chosen for it could be another test's by the time it does.
        process.arguments = ["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = try source.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? input
        try process.run()
        port = try await Self.listeningPort(of: process)
    }

    /// Waits until the program listens. On a busy machine that takes seconds.
    private static func listeningPort(of process: Process) async throws -> Int {
        let deadline = ContinuousClock.now + .seconds(60)
        while process.isRunning, ContinuousClock.now < deadline {
            if let port = port(heldBy: process.processIdentifier) { return port }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw Failure.doesNotListen
    }

    /// The TCP port that a process listens on, as the kernel tells it (proc(5)): with `-quiet` the program does not say.
    private static func port(heldBy process: Int32) -> Int? {
        let folder = "/proc/\(process)/fd"
        let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sockets = open.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
        // Its size is said to be 0, and of such a file `String(contentsOfFile:)` reads the first block only.
        let table = try? FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/\(process)/net/tcp")).readToEnd()
        for line in String(decoding: table ?? Data(), as: UTF8.self).split(separator: "\n") {
            // Its own address is the second column, its state the fourth (`0A` is listening), its inode the tenth.
            let columns = line.split(separator: " ")
            guard columns.count > 9, columns[3] == "0A", sockets.contains("socket:[\(columns[9])]") else { continue }
            return Int(columns[1].suffix(4), radix: 16)
        }
        return nil
    }

    deinit { stop() }

    public func stop() {
        // The child inherits the blocked signals of the thread that started it, SIGTERM among them.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }
}

extension Process {
    /// Waits for the program's end without holding a thread.
    func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in continuation.resume() }
            do {
                try run()
            } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}
