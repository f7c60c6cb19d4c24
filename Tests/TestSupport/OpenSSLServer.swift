import Foundation
import NIOCore
import NIOPosix

/// `openssl s_server` with a certificate made for it, or `nil` where there is no such program.
public final class OpenSSLServer {
    public let port: Int
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

        // The port is not known until it listens, and with `-quiet` it does not say: a free one is chosen for it.
        port = try await Self.freePort()
        process = Process()
        process.executableURL = program
        process.arguments =
            ["s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = try source.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? input
        try process.run()
        // A client that says nothing is one failed handshake to it, and it goes on to the next. On a busy machine it takes long.
        for _ in 0..<2400 {
            if let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            {
                try? await channel.close().get()
                // What answered is another server, if this one could not have the port and is gone.
                guard process.isRunning else { throw Failure.doesNotListen }
                return
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw Failure.doesNotListen
    }

    /// A port that the system gave and that nothing holds any more.
    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port
        try await channel.close().get()
        guard let port else { throw Failure.doesNotListen }
        return port
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
