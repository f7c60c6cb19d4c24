import Foundation
import Glibc

/// How a file is compressed.
enum Compression: Equatable {
    case gzip
    case zstandard

    /// By the first bytes: RFC 1952, section 2.3.1 (deflate is the only method there is), and RFC 8878, section 3.1.1.
    init?(head: [UInt8]) {
        if head.starts(with: [0x1f, 0x8b, 0x08]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
            self = .zstandard
        } else {
            return nil
        }
    }

    /// The name without the ending that says how it is compressed.
    static func stripped(_ name: String) -> String {
        let lower = name.lowercased()
        for ending in [".gz", ".gzip", ".zst", ".zstd"] where lower.hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}

/// Decompresses gzip and Zstandard as a stream, with the system's libraries, which are only then loaded: Ajar can be built
/// and run without them. Members and frames that follow one another are read as one.
///
/// A file that expands without measure is stopped: beyond `allowance` bytes, at `maximumExpansion` times what was read.
final class Decompressor: ByteSource {
    /// Output up to which any expansion is taken.
    static let allowance = 64 << 20
    /// Of gzip, which expands a thousandfold at the most; text that people keep seldom expands fiftyfold.
    static let defaultMaximumExpansion = 200
    private static let inputSize = 256 << 10

    private let path: String
    private let source: any ByteSource
    private let stream: any CompressedStream
    private let maximumExpansion: Int
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: Decompressor.inputSize, alignment: 4096)
    private var rest = UnsafeRawBufferPointer(start: nil, count: 0)
    private var bytesIn = 0
    private var bytesOut = 0
    private var isAtEnd = false

    init(
        _ compression: Compression, _ source: any ByteSource, path: String, maximumExpansion: Int
    ) throws(FileError) {
        self.path = path
        self.source = source
        self.maximumExpansion = maximumExpansion
        switch compression {
        case .gzip: stream = try GzipStream(path)
        case .zstandard: stream = try ZstandardStream(path)
        }
    }

    deinit { input.deallocate() }

    func read(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while !isAtEnd {
            if rest.isEmpty {
                let count = try source.read(input)
                bytesIn += count
                rest = UnsafeRawBufferPointer(rebasing: input[..<count])
                if count == 0 {
                    isAtEnd = true
                    if !stream.isBetweenFrames {
                        throw FileError(
                            path: path, reason: "the compressed data end too early; what came before was read")
                    }
                    return 0
                }
            }
            if stream.isBetweenFrames, stream.hasEnded, try !beginsFrame() { return 0 }
            let (consumed, produced) = try stream.decompress(rest, into: buffer)
            rest = UnsafeRawBufferPointer(rebasing: rest[consumed...])
            bytesOut += produced
            if bytesOut > Self.allowance, bytesOut / maximumExpansion > bytesIn {
                isAtEnd = true
                throw FileError(
                    path: path,
                    reason: "it expands to more than \(maximumExpansion) times its size, so reading stopped after "
                        + "\(bytesOut >> 20) MB; --max-expansion sets the limit")
            }
            if produced > 0 { return produced }
        }
        return 0
    }

    /// What follows the end of a frame: another, zeros that fill a block, or something else.
    private func beginsFrame() throws(FileError) -> Bool {
        // A frame's magic may lie across two reads.
        if rest.count < 4 {
            var filled = rest.count
            input.copyMemory(from: rest)
            while filled < 4 {
                let count = try source.read(UnsafeMutableRawBufferPointer(rebasing: input[filled...]))
                if count == 0 { break }
                bytesIn += count
                filled += count
            }
            rest = UnsafeRawBufferPointer(rebasing: input[..<filled])
        }
        if stream.begins(rest) { return true }
        isAtEnd = true
        guard rest.allSatisfy({ $0 == 0 }) else {
            throw FileError(path: path, reason: "after the compressed data comes something else, which was not read")
        }
        return false
    }
}

/// What a library does with one compressed stream.
private protocol CompressedStream: AnyObject {
    /// Whether what has come so far is whole.
    var isBetweenFrames: Bool { get }
    /// Whether a frame has ended.
    var hasEnded: Bool { get }
    func begins(_ bytes: UnsafeRawBufferPointer) -> Bool
    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FileError) -> (consumed: Int, produced: Int)
}

/// A library that is loaded when it is first needed, and its functions.
private struct Library {
    let handle: UnsafeMutableRawPointer
    let name: String
    let path: String

    /// - Parameter package: what has it, in Debian.
    init(_ name: String, package: String, path: String) throws(FileError) {
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            throw FileError(
                path: path,
                reason: "it is compressed, and \(name) is not on this machine; install \(package), or unpack it")
        }
        self.handle = handle
        self.name = name
        self.path = path
    }

    func function<T>(_ symbol: String, as type: T.Type) throws(FileError) -> T {
        guard let address = dlsym(handle, symbol) else {
            throw FileError(path: path, reason: "it is compressed, and the \(name) of this machine has no \(symbol)")
        }
        return unsafeBitCast(address, to: type)
    }
}

/// zlib, by its C interface (zlib.h of zlib 1.2.13, `z_stream`): declared here, since its header need not be there.
private final class GzipStream: CompressedStream {
    private typealias Init = @convention(c) (UnsafeMutableRawPointer, Int32, UnsafePointer<CChar>, Int32) -> Int32
    private typealias Inflate = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
    private typealias Plain = @convention(c) (UnsafeMutableRawPointer) -> Int32

    /// Offsets of `z_stream` where pointers and `unsigned long` have eight bytes.
    private enum Layout {
        static let nextIn = 0
        static let availableIn = 8
        static let nextOut = 24
        static let availableOut = 32
        static let size = 112
    }

    private let path: String
    private let state = UnsafeMutableRawPointer.allocate(byteCount: Layout.size, alignment: 16)
    private let inflate: Inflate
    private let reset: Plain
    private let end: Plain
    private(set) var isBetweenFrames = false
    private(set) var hasEnded = false

    init(_ path: String) throws(FileError) {
        self.path = path
        let library = try Library("libz.so.1", package: "zlib1g", path: path)
        let begin = try library.function("inflateInit2_", as: Init.self)
        inflate = try library.function("inflate", as: Inflate.self)
        reset = try library.function("inflateReset", as: Plain.self)
        end = try library.function("inflateEnd", as: Plain.self)
        state.initializeMemory(as: UInt8.self, repeating: 0, count: Layout.size)
        // 15 bits of window, and 16 for gzip's own header and checksum. Of the version the first digit is compared.
        guard begin(state, 15 + 16, "1.2.13", Int32(Layout.size)) == 0 else {
            state.deallocate()
            throw FileError(path: path, reason: "it is compressed, and zlib does not start")
        }
    }

    deinit {
        _ = end(state)
        state.deallocate()
    }

    func begins(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FileError) -> (consumed: Int, produced: Int) {
        if hasEnded, isBetweenFrames { _ = reset(state) }
        isBetweenFrames = false
        let room = UInt32(clamping: output.count)
        let given = UInt32(clamping: input.count)
        state.storeBytes(of: input.baseAddress, toByteOffset: Layout.nextIn, as: UnsafeRawPointer?.self)
        state.storeBytes(of: given, toByteOffset: Layout.availableIn, as: UInt32.self)
        state.storeBytes(of: output.baseAddress, toByteOffset: Layout.nextOut, as: UnsafeMutableRawPointer?.self)
        state.storeBytes(of: room, toByteOffset: Layout.availableOut, as: UInt32.self)
        let status = inflate(state, 0)
        let consumed = Int(given) - Int(state.load(fromByteOffset: Layout.availableIn, as: UInt32.self))
        let produced = Int(room) - Int(state.load(fromByteOffset: Layout.availableOut, as: UInt32.self))
        switch status {
        // Z_OK; Z_BUF_ERROR is no error: there is nothing to do until more comes.
        case 0, -5: break
        case 1:
            isBetweenFrames = true
            hasEnded = true
        default:
            throw FileError(path: path, reason: "the compressed data are damaged; what came before was read")
        }
        return (consumed, produced)
    }
}

/// Zstandard, by its C interface (zstd.h of zstd 1.5.4: `ZSTD_inBuffer`, `ZSTD_outBuffer` and the streaming functions).
private final class ZstandardStream: CompressedStream {
    private typealias Create = @convention(c) () -> UnsafeMutableRawPointer?
    private typealias Free = @convention(c) (UnsafeMutableRawPointer) -> Int
    private typealias SetParameter = @convention(c) (UnsafeMutableRawPointer, Int32, Int32) -> Int
    private typealias Decompress =
        @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
    private typealias IsError = @convention(c) (Int) -> UInt32

    /// `ZSTD_d_windowLogMax`.
    private static let windowParameter: Int32 = 100
    /// 64 MB: what `--ultra` and `--long` ask for beyond it would not fit into the memory that Ajar allows itself.
    private static let windowLog: Int32 = 26

    private let path: String
    private let state: UnsafeMutableRawPointer
    private let free: Free
    private let run: Decompress
    private let isError: IsError
    private(set) var isBetweenFrames = true
    private(set) var hasEnded = false

    init(_ path: String) throws(FileError) {
        self.path = path
        let library = try Library("libzstd.so.1", package: "libzstd1", path: path)
        let create = try library.function("ZSTD_createDStream", as: Create.self)
        let setParameter = try library.function("ZSTD_DCtx_setParameter", as: SetParameter.self)
        free = try library.function("ZSTD_freeDStream", as: Free.self)
        run = try library.function("ZSTD_decompressStream", as: Decompress.self)
        isError = try library.function("ZSTD_isError", as: IsError.self)
        guard let state = create() else {
            throw FileError(path: path, reason: "it is compressed, and libzstd does not start")
        }
        self.state = state
        _ = setParameter(state, Self.windowParameter, Self.windowLog)
    }

    deinit { _ = free(state) }

    /// A frame, or one to be passed over (RFC 8878, sections 3.1.1 and 3.1.2).
    func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd])
            || (bytes.count >= 4 && bytes[0] & 0xf0 == 0x50 && bytes[1...3].elementsEqual([0x2a, 0x4d, 0x18]))
    }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FileError) -> (consumed: Int, produced: Int) {
        // Each is a pointer, a size and a position.
        var from = (input.baseAddress, input.count, 0)
        var into = (output.baseAddress, output.count, 0)
        let status = withUnsafeMutablePointer(to: &from) { from in
            withUnsafeMutablePointer(to: &into) { into in run(state, into, from) }
        }
        guard isError(status) == 0 else {
            throw FileError(
                path: path,
                reason:
                    "the compressed data are damaged, or need a window of more than 64 MB; what came before was read")
        }
        isBetweenFrames = status == 0
        if isBetweenFrames { hasEnded = true }
        return (from.2, into.2)
    }
}
