/// Looks for single bytes, sixteen at a step.
enum ByteSearch {
    /// A comparison's result as two words, the first bytes lowest (as on every machine that Swift on Linux runs on): all
    /// bits of a byte are set where it was true.
    @inline(__always)
    static func halves(_ mask: SIMDMask<SIMD16<Int8>>) -> SIMD2<UInt64> {
        unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    }

    /// The offset of the first of three bytes at or after `start`, or `end`.
    @inline(__always)
    static func first(
        of a: UInt8, _ b: UInt8, _ c: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) -> Int {
        var offset = start
        while offset + 16 <= end {
            let block = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            let found = halves(
                (block .== SIMD16(repeating: a)) .| (block .== SIMD16(repeating: b)) .| (block .== SIMD16(repeating: c))
            )
            if found.x != 0 { return offset + found.x.trailingZeroBitCount / 8 }
            if found.y != 0 { return offset + 8 + found.y.trailingZeroBitCount / 8 }
            offset += 16
        }
        while offset < end, bytes[offset] != a, bytes[offset] != b, bytes[offset] != c { offset += 1 }
        return offset
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of the first such byte at or after `start`.
    @inline(__always)
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        var offset = start
        while offset + 32 <= count {
            let first = loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self) .== SIMD16(repeating: byte)
            let second = loadUnaligned(fromByteOffset: offset + 16, as: SIMD16<UInt8>.self) .== SIMD16(repeating: byte)
            let either = ByteSearch.halves(first .| second)
            if either.x | either.y != 0 { break }
            offset += 32
        }
        while offset + 16 <= count {
            let found = ByteSearch.halves(
                loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self) .== SIMD16(repeating: byte))
            if found.x != 0 { return offset + found.x.trailingZeroBitCount / 8 }
            if found.y != 0 { return offset + 8 + found.y.trailingZeroBitCount / 8 }
            offset += 16
        }
        while offset < count {
            if self[offset] == byte { return offset }
            offset += 1
        }
        return nil
    }
}
