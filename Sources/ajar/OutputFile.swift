import Glibc
import Scanner

/// Where the report goes: standard output, or a file that appears only when it is whole.
///
/// A file is written under another name beside its place and renamed at the end, so that a run that fails leaves the
/// report of the run before.
final class OutputFile {
    private let descriptor: Int32
    private let place: String
    /// The name it has now, and the one it gets; `nil` where it is written in place (a terminal, a pipe, a device).
    private var pending: (temporary: String, final: String)?
    let isStandardOutput: Bool

    /// - Parameter path: `nil` or `-` for standard output.
    /// - Throws: `UsageError` if nothing can be written there.
    init(_ path: String?) throws(UsageError) {
        guard let path, path != "-" else {
            descriptor = STDOUT_FILENO
            place = "standard output"
            isStandardOutput = true
            return
        }
        place = "Output file '\(path)'"
        isStandardOutput = false
        var status = stat()
        let exists = stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        if path.isEmpty || path.hasSuffix("/") || (exists && kind == S_IFDIR) {
            throw UsageError("Output file '\(path)' is a directory; name a file in it.")
        }
        if exists, kind != S_IFREG {
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            if descriptor < 0 { throw Self.refusal(path) }
            return
        }
        if exists, access(path, W_OK) != 0 { throw Self.refusal(path) }
        // A symbolic link stays one: the file that it names is replaced.
        let final = exists ? Self.resolved(path) ?? path : path
        let slash = final.lastIndex(of: "/").map { final.index(after: $0) } ?? final.startIndex
        var name = Array((final[..<slash] + "." + final[slash...] + ".XXXXXX").utf8CString)
        descriptor = mkstemp(&name)
        if descriptor < 0 { throw Self.refusal(path) }
        // mkstemp makes it private; a report gets the rights that any new file would, or those it had.
        let mask = umask(0)
        umask(mask)
        _ = fchmod(descriptor, exists ? status.st_mode & 0o777 : 0o666 & ~mask)
        pending = (String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), final)
    }

    private static func refusal(_ path: String) -> UsageError {
        UsageError("Output file '\(path)' cannot be written: \(Terminal.reason(errno)).")
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    func write(_ text: String) throws(OutputError) {
        try Terminal.write(text, to: descriptor, place: place)
    }

    /// Gives the file its name. Nothing may be written after.
    func finish() throws(OutputError) {
        guard let pending else { return }
        guard fsync(descriptor) == 0, rename(pending.temporary, pending.final) == 0 else {
            throw .failed(place: place, reason: Terminal.reason(errno))
        }
        self.pending = nil
    }

    deinit {
        if let pending { unlink(pending.temporary) }
        if descriptor > STDERR_FILENO { close(descriptor) }
    }
}
