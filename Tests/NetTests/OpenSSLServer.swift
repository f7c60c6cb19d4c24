import Foundation

/// `openssl s_server` with a certificate made for it, or `nil` where there is no such program.
final class OpenSSLServer {
    let port: Int
    private let process: Process
    private let input = Pipe()
    private let folder: URL

    static var program: URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { URL(fileURLWithPath: String($0)).appendingPathComponent("openssl") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    static let isThere: Bool = {
        if program == nil { print("Skipped: the tests against a TLS server need `openssl` in PATH.") }
        return program != nil
    }()

    enum Failure: Error { case noProgram, noCertificate, noPort(String) }

    /// - Parameters:
    ///   - arguments: further arguments of `s_server`.
    ///   - subject: of the self-signed certificate.
    init(
        _ arguments: [String], subject: String = "/O=Ajar Test/CN=db.example", days: [String] = ["-days", "30"]
    ) throws {
        guard let program = Self.program else { throw Failure.noProgram }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ajar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = folder.appendingPathComponent("key.pem").path
        let certificate = folder.appendingPathComponent("cert.pem").path
        let maker = Process()
        maker.executableURL = program
        maker.arguments =
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-subj", subject,
                "-addext", "subjectAltName=DNS:db.example,DNS:*.db.example,IP:192.0.2.7,IP:2001:db8::7",
            ] + days
        maker.standardOutput = FileHandle.nullDevice
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        guard maker.terminationStatus == 0 else { throw Failure.noCertificate }

        process = Process()
        process.executableURL = program
        process.arguments =
            ["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-naccept", "4"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = input
        try process.run()

        // It prints `ACCEPT 127.0.0.1:PORT` once it listens.
        var said = ""
        while !said.contains("ACCEPT") || !said.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            said += String(decoding: more, as: UTF8.self)
        }
        let line = said.split(separator: "\n").first { $0.hasPrefix("ACCEPT") } ?? ""
        guard let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
            process.terminate()
            throw Failure.noPort(said)
        }
        self.port = port
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
