/// Cuts chunks of text into lines, whose ends (LF or CR LF) are left off. A line longer than `limit` is passed over and
/// counted: no row of a published file is.
public struct PackLines {
    public static let limit = 1 << 16

    private var held: [UInt8] = []
    private var isTooLong = false
    /// Lines that were too long.
    public private(set) var broken = 0

    public init() {}

    /// - Parameter body: takes a line; its bytes are only valid during the call.
    public mutating func feed(
        _ chunk: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) rethrows {
        let bytes = chunk.bindMemory(to: UInt8.self)
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: 0x0a) else {
                hold(UnsafeBufferPointer(rebasing: bytes[start...]))
                return
            }
            let rest = UnsafeBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            if isTooLong {
                isTooLong = false
                held.removeAll(keepingCapacity: true)
            } else if held.isEmpty {
                try give(rest, body)
            } else {
                hold(rest)
                if !isTooLong { try held.withUnsafeBufferPointer { try give($0, body) } }
                isTooLong = false
                held.removeAll(keepingCapacity: true)
            }
        }
    }

    /// The last line, where no line end follows it.
    public mutating func finish(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        if !isTooLong, !held.isEmpty { try held.withUnsafeBufferPointer { try give($0, body) } }
        held = []
        isTooLong = false
    }

    private mutating func hold(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !isTooLong else { return }
        guard held.count + bytes.count <= Self.limit else {
            isTooLong = true
            broken += 1
            held.removeAll(keepingCapacity: true)
            return
        }
        held.append(contentsOf: bytes)
    }

    private func give(
        _ line: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) rethrows {
        let isReturn = line.last == 0x0d
        try body(isReturn ? UnsafeBufferPointer(rebasing: line.dropLast()) : line)
    }
}
