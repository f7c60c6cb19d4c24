import Glibc

/// An IPv4 or IPv6 address as a number, so that ranges are arithmetic.
///
/// An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2) reaches the IPv4 host, so it becomes
/// that IPv4 address as it is read: no rule about IPv4 can be passed by writing an address the long way.
public struct IPAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    public enum Family: Int, Sendable {
        case v4 = 4
        case v6 = 6

        /// 32 or 128.
        public var bits: Int { self == .v4 ? 32 : 128 }
        /// The number of the last address.
        var last: UInt128 { self == .v4 ? UInt128(UInt32.max) : .max }
    }

    public let family: Family
    /// The address as a number, most significant byte first; below 2³² for IPv4.
    public let number: UInt128

    init(family: Family, number: UInt128) {
        if family == .v6, number >> 32 == 0xffff {
            self.family = .v4
            self.number = number & UInt128(UInt32.max)
        } else {
            self.family = family
            self.number = min(number, family.last)
        }
    }

    /// The number as it is, for the ends of a block.
    fileprivate init(endOf family: Family, number: UInt128) {
        self.family = family
        self.number = number
    }

    /// Reads what `inet_pton` reads: four decimal parts without leading zeros, or RFC 4291 text. No zone, no brackets.
    public init?(_ text: some StringProtocol) {
        guard let (family, number) = Self.parse(String(text)) else { return nil }
        self.init(family: family, number: number)
    }

    /// The address as written, before an IPv4 address mapped into IPv6 is taken for what it is.
    static func parse(_ text: String) -> (Family, UInt128)? {
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            var bytes = in6_addr()
            guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
            return (.v6, withUnsafeBytes(of: bytes) { $0.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } })
        }
        var bytes = in_addr()
        guard inet_pton(AF_INET, text, &bytes) == 1 else { return nil }
        return (.v4, UInt128(UInt32(bigEndian: bytes.s_addr)))
    }

    public var description: String {
        switch family {
        case .v4:
            return (0..<4).map { String(number >> (24 - 8 * $0) & 0xff) }.joined(separator: ".")
        case .v6:
            var bytes = in6_addr()
            withUnsafeMutableBytes(of: &bytes) { target in
                for index in target.indices { target[index] = UInt8(truncatingIfNeeded: number >> (120 - 8 * index)) }
            }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count)) != nil else { return "::" }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// The address as it stands in front of a port: IPv6 in brackets.
    public var bracketed: String { family == .v4 ? description : "[\(description)]" }

    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        (left.family.rawValue, left.number) < (right.family.rawValue, right.number)
    }

    /// The IPv4 address that a NAT64 gateway reaches by this one (`64:ff9b::/96`, RFC 6052 section 2.1).
    var embeddedIPv4: IPAddress? {
        guard family == .v6, number >> 32 == 0x64_ff9b_0000_0000_0000_0000 else { return nil }
        return IPAddress(family: .v4, number: number & UInt128(UInt32.max))
    }
}

/// A block of addresses: `192.0.2.0/24`, `2001:db8::/32`.
public struct CIDR: Hashable, Sendable, CustomStringConvertible {
    /// The lowest address.
    public let base: IPAddress
    /// Leading bits that all addresses of the block share.
    public let prefixLength: Int

    /// The block that holds `address`. The prefix length is clamped to what the family has.
    public init(_ address: IPAddress, prefixLength: Int) {
        let length = min(max(prefixLength, 0), address.family.bits)
        self.prefixLength = length
        base = IPAddress(endOf: address.family, number: address.number & ~Self.hostMask(address.family, length))
    }

    /// Why a text is no block of addresses.
    enum Fault: Error, Equatable {
        case malformed
        case prefixTooLong(limit: Int)
        /// The address is not the block's lowest; the block that it lies in.
        case hostBits(CIDR)
    }

    /// - Parameter strict: refuse an address that is not the lowest of its block.
    init(parsing text: some StringProtocol, strict: Bool) throws(Fault) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let (family, number) = IPAddress.parse(String(parts[0])),
            (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            var length = Int(parts[1])
        else { throw .malformed }
        guard length <= family.bits else { throw .prefixTooLong(limit: family.bits) }
        let address = IPAddress(family: family, number: number)
        if address.family != family {
            // A block of mapped IPv4 addresses: its prefix counts from the mapped form's 96 bits.
            guard length >= 96 else { throw .malformed }
            length -= 96
        }
        self.init(address, prefixLength: length)
        if strict, base != address { throw .hostBits(self) }
    }

    public init?(_ text: some StringProtocol) {
        guard let block = try? CIDR(parsing: text, strict: false) else { return nil }
        self = block
    }

    public var last: IPAddress {
        IPAddress(endOf: base.family, number: base.number | Self.hostMask(base.family, prefixLength))
    }

    /// Addresses in the block; `nil` where they are more than 2⁶².
    public var count: Int? {
        let hostBits = base.family.bits - prefixLength
        return hostBits <= 62 ? 1 << hostBits : nil
    }

    public func contains(_ address: IPAddress) -> Bool {
        address.family == base.family && address >= base && address <= last
    }

    public var description: String { "\(base)/\(prefixLength)" }

    private static func hostMask(_ family: IPAddress.Family, _ length: Int) -> UInt128 {
        length >= family.bits ? 0 : family.last >> UInt128(length)
    }
}

/// A set of addresses as disjoint ascending ranges; asking is a binary search.
public struct AddressSet: Sendable, Equatable {
    private struct Range: Sendable, Equatable {
        var first: IPAddress
        var last: IPAddress
    }
    private var ranges: [Range] = []

    public init(_ blocks: some Sequence<CIDR> = []) {
        for range in blocks.map({ Range(first: $0.base, last: $0.last) }).sorted(by: { $0.first < $1.first }) {
            if let open = ranges.last, open.first.family == range.first.family, range.first <= open.last {
                ranges[ranges.count - 1].last = max(open.last, range.last)
            } else {
                ranges.append(range)
            }
        }
    }

    public var isEmpty: Bool { ranges.isEmpty }

    public func contains(_ address: IPAddress) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = low + (high - low) / 2
            if ranges[middle].last < address { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].first <= address
    }
}
