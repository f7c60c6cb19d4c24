/// Reads the characters of an identifier. Defined for any bytes and any index: what is no digit, or is not there, is
/// `nil` or `false`.
extension UnsafeBufferPointer<UInt8> {
    /// The digit at an index, 0…9.
    @inline(__always)
    func digit(_ index: Int) -> Int? {
        guard index >= 0, index < count, self[index] &- 0x30 < 10 else { return nil }
        return Int(self[index] - 0x30)
    }

    /// The capital at an index, 0…25.
    @inline(__always)
    func letter(_ index: Int) -> Int? {
        guard index >= 0, index < count, self[index] &- 0x41 < 26 else { return nil }
        return Int(self[index] - 0x41)
    }

    /// The digit or capital at an index in base 36: A is 10.
    @inline(__always)
    func base36(_ index: Int) -> Int? { digit(index) ?? letter(index).map { $0 + 10 } }

    func isDigits(_ range: Range<Int>) -> Bool { range.allSatisfy { digit($0) != nil } }
    var isDigits: Bool { isDigits(0..<count) }
    func isLetters(_ range: Range<Int>) -> Bool { range.allSatisfy { letter($0) != nil } }
    func isAlphanumeric(_ range: Range<Int>) -> Bool { range.allSatisfy { base36($0) != nil } }

    /// The number that up to 18 digits make.
    func number(_ range: Range<Int>) -> Int? {
        guard range.count <= 18 else { return nil }
        var number = 0
        for index in range {
            guard let digit = digit(index) else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// The sum of digits, each times its weight, from `start` on.
    func sum(from start: Int = 0, _ weights: [Int]) -> Int? {
        var sum = 0
        for (offset, weight) in weights.enumerated() {
            guard let digit = digit(start + offset) else { return nil }
            sum += digit * weight
        }
        return sum
    }

    /// Whether the byte at an index is one of these characters.
    func has(_ characters: StaticString, at index: Int) -> Bool { place(in: characters, at: index) != nil }

    /// The place of the byte at an index in an alphabet.
    func place(in alphabet: StaticString, at index: Int) -> Int? {
        guard index >= 0, index < count else { return nil }
        return alphabet.withUTF8Buffer { $0.firstIndex(of: self[index]) }
    }

    /// Whether it begins with these characters.
    func begins(with characters: StaticString) -> Bool {
        characters.withUTF8Buffer { prefix in count >= prefix.count && zip(self, prefix).allSatisfy { $0 == $1 } }
    }

    /// The part from an offset on; empty where there is none.
    func from(_ offset: Int) -> UnsafeBufferPointer<UInt8> { part(offset..<count) }

    /// A part, cut to what is there.
    func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range.clamped(to: 0..<count)])
    }

    /// Hands on the digits as numbers 0…9, where the text is digits alone and as many as allowed.
    func asDigits(_ allowed: ClosedRange<Int>, _ body: (Checks.Digits) -> Bool) -> Bool {
        guard allowed.contains(count), isDigits else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { digits in
            for index in 0..<count { digits.initializeElement(at: index, to: self[index] - 0x30) }
            return body(Checks.Digits(digits))
        }
    }
}
