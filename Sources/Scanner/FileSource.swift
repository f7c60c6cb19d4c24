import Foundation
import Glibc

/// Why a file could not be classified, or not as a whole, for a person to read.
public struct FileError: Error, Equatable, CustomStringConvertible {
    /// The file as the operator named it.
    public var path: String
    public var reason: String

    public var description: String { "\(path): \(reason)" }
}

/// Bytes that come one after the other.
protocol ByteSource: AnyObject {
    /// - Returns: how many bytes were read into the buffer, which is not empty; 0 at the end.
    func read(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int
}

/// A file, or standard input.
final class FileSource: ByteSource {
    let path: String
    /// Bytes of a regular file; `nil` for standard input, a pipe or a device.
    let size: Int?
    private let descriptor: Int32

    /// - Parameter path: a file's path, or `-` for standard input.
    init(_ path: String) throws(FileError) {
        self.path = path
        var status = stat()
        if path == "-" {
            descriptor = STDIN_FILENO
            size = nil
            return
        }
        guard stat(path, &status) == 0 else { throw FileError(path: path, reason: Self.why(errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(path: path, reason: "this is a folder; name the files in it")
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, reason: Self.why(errno)) }
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    func read(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(path: path, reason: Self.why(errno)) }
        }
    }

    /// Reads from an offset of a regular file; other reads are not moved by it.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(path: path, reason: Self.why(errno)) }
        }
    }

    private static func why(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "the file may not be read; check its permissions"
        case let other: "the file cannot be read: \(String(cString: strerror(other)))"
        }
    }
}

/// A source whose first bytes can be looked at before they are read.
final class HeadedSource: ByteSource {
    private let source: any ByteSource
    private(set) var head: [UInt8] = []
    private var given = 0
    private var problem: FileError?

    /// Reads so many bytes ahead, or what there is.
    init(_ source: any ByteSource, count: Int) throws(FileError) {
        self.source = source
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            // An error after the first bytes is told when they have been read.
            let got: Int
            do throws(FileError) {
                got = try Self.fill(&bytes, from: filled, source)
            } catch {
                if filled == 0 { throw error }
                problem = error
                break
            }
            if got == 0 { break }
            filled += got
        }
        head = Array(bytes[..<filled])
    }

    private static func fill(
        _ bytes: inout [UInt8], from start: Int, _ source: any ByteSource
    ) throws(FileError) -> Int {
        let result: Result<Int, FileError> = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(FileError) in
                try source.read(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
            }
        }
        return try result.get()
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        guard given < head.count else {
            if let problem { throw problem }
            return try source.read(buffer)
        }
        let count = min(buffer.count, head.count - given)
        head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<(given + count)])) }
        given += count
        return count
    }
}

/// Reads a source in a thread of its own, a few chunks ahead of who takes them, so that reading and decompressing go on
/// while what was read is classified.
final class ReadAhead: @unchecked Sendable {
    // What is shared is handed over by the semaphores: a chunk belongs to the reading thread until it is filled, then to
    // the other until it is free again.
    private static let chunks = 4
    private let source: any ByteSource
    private let buffers: [UnsafeMutableRawBufferPointer]
    private var results: [Result<Int, FileError>]
    private let free = DispatchSemaphore(value: ReadAhead.chunks)
    private let filled = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let lock = NSLock()
    private var isCancelled = false
    private var place = 0
    private var isHeld = false

    init(_ source: any ByteSource, chunkSize: Int) {
        self.source = source
        buffers = (0..<Self.chunks).map { _ in .allocate(byteCount: chunkSize, alignment: 4096) }
        results = Array(repeating: .success(0), count: Self.chunks)
        let thread = Thread { [unowned self] in self.run() }
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit {
        lock.withLock { isCancelled = true }
        free.signal()
        ended.wait()
        for buffer in buffers { buffer.deallocate() }
        // A semaphore must not be freed below the value it was made with.
        for _ in 0..<Self.chunks { free.signal() }
    }

    private func run() {
        var place = 0
        while true {
            free.wait()
            if lock.withLock({ isCancelled }) { break }
            let buffer = buffers[place]
            let result = Result { () throws(FileError) in try source.read(buffer) }
            results[place] = result
            filled.signal()
            if case .success(let count) = result, count > 0 { place = (place + 1) % Self.chunks } else { break }
        }
        ended.signal()
    }

    /// The next chunk, valid until the one after it is asked for; empty at the end.
    func next() throws(FileError) -> UnsafeRawBufferPointer {
        if isHeld {
            free.signal()
            place = (place + 1) % Self.chunks
        }
        filled.wait()
        let result = results[place]
        guard case .success(let count) = result, count > 0 else {
            // Said again, should it be asked for again.
            isHeld = false
            filled.signal()
            _ = try result.get()
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        isHeld = true
        return UnsafeRawBufferPointer(rebasing: buffers[place][..<count])
    }
}
