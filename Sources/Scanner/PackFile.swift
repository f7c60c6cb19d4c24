import Classifier
import Foundation
import Glibc

/// Packs of licensed code systems, as files.
public enum PackFile {
    public static let suffix = ".ajarpack"

    /// Where packs are looked for and put where no folder is named: `$XDG_DATA_HOME/ajar/packs`, else
    /// `~/.local/share/ajar/packs` (XDG Base Directory Specification). `nil` where there is no home.
    public static func defaultFolder(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/ajar/packs" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.local/share/ajar/packs"
    }

    /// The packs of the default folder and of `packs/` in a folder of detectors; one of the latter replaces one of the
    /// same name.
    /// - Returns: their paths in the order of their names.
    public static func paths(detectors: String?, environment: [String: String] = ProcessInfo.processInfo.environment)
        -> [String]
    {
        var byName: [String: String] = [:]
        for folder in [defaultFolder(environment: environment), detectors.map { "\($0)/packs" }].compactMap({ $0 }) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where name.hasSuffix(suffix) && !name.hasPrefix(".") {
                byName[name] = "\(folder)/\(name)"
            }
        }
        return byName.keys.sorted().compactMap { byName[$0] }
    }

    /// - Throws: `UsageError` for the first pack that cannot be used.
    public static func load(_ paths: [String]) throws(UsageError) -> PackSet? {
        var packs: [Pack] = []
        for path in paths { packs.append(try open(path)) }
        return packs.isEmpty ? nil : PackSet(packs)
    }

    /// Maps a pack into memory. It must not be written to while it is in use; `ajar detectors import` puts a new file in
    /// its place instead.
    /// - Throws: `UsageError` that names the file and says what is wrong with it.
    public static func open(_ path: String) throws(UsageError) -> Pack {
        func refusal(_ reason: String) -> UsageError {
            UsageError("Pack '\(printable(path))' cannot be used: \(reason).")
        }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw refusal(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal("it is not a regular file")
        }
        guard status.st_size > 0 else { throw refusal("it is too short for a pack; import it again") }
        let size = Int(status.st_size)
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0), start != MAP_FAILED
        else {
            throw refusal(String(cString: strerror(errno)))
        }
        let mapping = Mapping(start, size)
        do throws(PackError) {
            return try Pack(UnsafeRawBufferPointer(start: start, count: size), owner: mapping)
        } catch {
            throw refusal(error.reason)
        }
    }

    /// Memory that a file is mapped to, for as long as somebody holds this.
    private final class Mapping {
        private let start: UnsafeMutableRawPointer
        private let size: Int

        init(_ start: UnsafeMutableRawPointer, _ size: Int) {
            self.start = start
            self.size = size
        }

        deinit { munmap(start, size) }
    }
}
