/// Looks for single bytes, sixteen at a step.
enum ByteSearch {
    /// A comparison's result as two words, the first bytes lowest (as on every machine that Swift on Linux runs on): all
    /// bits of a byte are set where it was true.
    @inline(__always)
    static func halves(_ mask: SIMDMask<SIMD16<Int8>>) -> SIMD2<UInt64> {
        unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    }

    /// The offset of the first byte at or after `start` for which a comparison is true, or `end`.
    ///
    /// What is left at the end is compared as the last sixteen bytes, of which those before are left out of account.
    @inline(__always)
    static func first(
        in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int,
        where isFound: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>, _ isByteFound: (UInt8) -> Bool
    ) -> Int {
        var offset = start
        while offset &+ 16 <= end {
            let found = halves(isFound(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)))
            if found.x != 0 { return offset &+ found.x.trailingZeroBitCount / 8 }
            if found.y != 0 { return offset &+ 8 &+ found.y.trailingZeroBitCount / 8 }
            offset &+= 16
        }
        guard offset < end else { return end }
        if end >= 16 {
            let base = end &- 16
            var found = halves(isFound(bytes.loadUnaligned(fromByteOffset: base, as: SIMD16<UInt8>.self)))
            let before = offset &- base
            if before < 8 {
                found.x &= ~0 << UInt64(truncatingIfNeeded: before &* 8)
                if found.x != 0 { return base &+ found.x.trailingZeroBitCount / 8 }
            } else {
                found.y &= ~0 << UInt64(truncatingIfNeeded: (before &- 8) &* 8)
            }
            return found.y != 0 ? base &+ 8 &+ found.y.trailingZeroBitCount / 8 : end
        }
        while offset < end, !isByteFound(bytes[offset]) { offset &+= 1 }
        return offset
    }

    /// The offset of the first of three bytes at or after `start`, or `end`.
    @inline(__always)
    static func first(
        of a: UInt8, _ b: UInt8, _ c: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) -> Int {
        first(in: bytes, from: start, to: end) { block in
            (block .== SIMD16(repeating: a)) .| (block .== SIMD16(repeating: b)) .| (block .== SIMD16(repeating: c))
        } _: { byte in
            byte == a || byte == b || byte == c
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of the first such byte at or after `start`.
    @inline(__always)
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        var offset = start
        while offset &+ 32 <= count {
            let first = loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self) .== SIMD16(repeating: byte)
            let second = loadUnaligned(fromByteOffset: offset &+ 16, as: SIMD16<UInt8>.self) .== SIMD16(repeating: byte)
            let either = ByteSearch.halves(first .| second)
            if either.x | either.y != 0 { break }
            offset &+= 32
        }
        let found = ByteSearch.first(in: self, from: offset, to: count) { block in
            block .== SIMD16(repeating: byte)
        } _: {
            $0 == byte
        }
        return found < count ? found : nil
    }
}
