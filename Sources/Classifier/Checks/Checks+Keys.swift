import Formats

/// Tokens, wallets and phrases that open something: taken as they are written.
extension Checks {
    /// JSON Web Token: the first of its three parts decodes to a JSON object that names an algorithm (RFC 7519, RFC 7515).
    static func jwt(_ text: Text) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count >= 8, parts[0].count <= 2048, !parts[1].isEmpty else { return false }
        guard parts.allSatisfy({ $0.allSatisfy { base64URLValue($0) != nil } }), let header = base64URL(parts[0]),
            header.first == UInt8(ascii: "{"), header.last == UInt8(ascii: "}")
        else {
            return false
        }
        let sink = AlgorithmSink()
        let isWhole = header.withUnsafeBytes { bytes in
            var walker = JSONWalker(maximumDepth: 8)
            return (try? walker.walk(bytes, from: 0, into: sink)) == header.count
        }
        return isWhole && sink.hasAlgorithm
    }

    /// Bytes of base64url without padding; `nil` where a character is none of its alphabet (RFC 4648, section 5).
    private static func base64URL(_ text: Slice<Text>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            guard let value = base64URLValue(byte) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func base64URLValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 0x41)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 0x61 + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30 + 52)
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

/// Looks for `alg` among the fields of a JSON object.
private final class AlgorithmSink: RecordSink {
    var hasAlgorithm = false
    private var depth = 0

    func beginRecord() {}
    func endRecord() {}
    func brokenRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {
        if depth == 0, name.elementsEqual("alg".utf8) { hasAlgorithm = true }
        depth += 1
    }
    func leave() { depth -= 1 }
    func value(_ text: UnsafeRawBufferPointer, _ kind: ValueKind) {}
}

/// Addresses of the Bitcoin network.
enum BitcoinAddress {
    /// Base58Check of a version byte and 20 bytes of hash (addresses that begin with 1, 3, or m, n, 2 of the test network),
    /// or Bech32 and Bech32m of a witness program (BIP-173, BIP-350).
    static func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        isBase58Check(text) || isSegregatedWitness(text)
    }

    private static func isBase58Check(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (26...35).contains(text.count), text.has("13mn2", at: 0) else { return false }
        let alphabet: StaticString = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
        // 25 bytes, most significant first.
        var bytes = [UInt8](repeating: 0, count: 25)
        for index in text.indices {
            guard var carry = text.place(in: alphabet, at: index) else { return false }
            for place in bytes.indices.reversed() {
                carry += Int(bytes[place]) * 58
                bytes[place] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            if carry != 0 { return false }
        }
        // Each zero byte at the start is written as a 1.
        let ones = text.prefix { $0 == UInt8(ascii: "1") }.count
        guard [0, 5, 111, 196].contains(bytes[0]), ones == bytes.prefix(while: { $0 == 0 }).count else { return false }
        return SHA256.digest(SHA256.digest(bytes[..<21])[...]).prefix(4).elementsEqual(bytes[21...])
    }

    private static func isSegregatedWitness(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (14...90).contains(text.count) else { return false }
        let isUpper = text.has("BT", at: 0)
        let lower = text.map { isUpper && $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        let prefix = lower.prefix(3)
        guard prefix.elementsEqual("bc1".utf8) || prefix.elementsEqual("tb1".utf8) else { return false }
        let alphabet: StaticString = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
        return lower.withUnsafeBufferPointer { text in
            var values: [UInt32] = [text[0], text[1]].map { UInt32($0) >> 5 } + [0]
            values += [text[0], text[1]].map { UInt32($0) & 31 }
            for index in 3..<text.count {
                guard let value = text.place(in: alphabet, at: index) else { return false }
                values.append(UInt32(value))
            }
            let version = values[5]
            // A program of 20 or 32 bytes in version 0, of 2 to 40 in others: 5 bits a character, 6 characters of check.
            let bytes = (text.count - 10) * 5 / 8
            guard version <= 16, version == 0 ? bytes == 20 || bytes == 32 : (2...40).contains(bytes) else {
                return false
            }
            return polynomial(values) == (version == 0 ? 1 : 0x2bc8_30a3)
        }
    }

    /// The checksum of BIP-173: a BCH code over GF(32).
    private static func polynomial(_ values: [UInt32]) -> UInt32 {
        let generators: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        var check: UInt32 = 1
        for value in values {
            let top = check >> 25
            check = (check & 0x1ff_ffff) << 5 ^ value
            for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 == 1 { check ^= generator }
        }
        return check
    }
}

/// Phrases of words that hold the key of a wallet (BIP-39).
enum SeedPhrase {
    /// Places of the English words, by what they hash to. Empty where the list is not there.
    private static let words: [[UInt8]: Int] = {
        guard let file = EmbeddedFile.lexicons.first(where: { "\($0.name)" == "\(lexicon).txt" }) else { return [:] }
        var places: [[UInt8]: Int] = [:]
        file.text.withUTF8Buffer { bytes in
            for line in bytes.split(separator: 0x0a) where line.first != UInt8(ascii: "#") {
                places[Array(line)] = places.count
            }
        }
        return places
    }()

    /// The list's name: 2,048 words in the order of BIP-39, which is that of the alphabet.
    static let lexicon = "bip39_words"

    /// 12, 15, 18, 21 or 24 words of the list, parted by white space, whose last bits are the first of the SHA-256 of
    /// those before them.
    static func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count <= 24 * 10 else { return false }
        var places: [Int] = []
        for word in text.split(whereSeparator: { $0 <= 0x20 }) {
            let lower = word.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            guard places.count < 24, let place = words[lower] else { return false }
            places.append(place)
        }
        guard [12, 15, 18, 21, 24].contains(places.count) else { return false }
        let bits = places.flatMap { place in (0..<11).reversed().map { UInt8(truncatingIfNeeded: place >> $0 & 1) } }
        // One bit of check for each 32 of entropy.
        let checkCount = bits.count / 33
        let entropy = stride(from: 0, to: bits.count - checkCount, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
        }
        let digest = SHA256.digest(entropy[...])
        return (0..<checkCount).allSatisfy { digest[0] >> UInt8(7 - $0) & 1 == bits[bits.count - checkCount + $0] }
    }
}

/// SHA-256 of short texts (FIPS 180-4), for checksums: this module links no library of cryptography.
enum SHA256 {
    /// - Returns: 32 bytes.
    static func digest(_ message: ArraySlice<UInt8>) -> [UInt8] {
        var padded = Array(message)
        padded.append(0x80)
        while padded.count % 64 != 56 { padded.append(0) }
        let length = UInt64(message.count) &* 8
        for shift in stride(from: 56, through: 0, by: -8) {
            padded.append(UInt8(truncatingIfNeeded: length >> UInt64(shift)))
        }
        var state = initial
        for block in stride(from: 0, to: padded.count, by: 64) { compress(&state, padded[block..<block + 64]) }
        return state.flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }

    private static func compress(_ state: inout [UInt32], _ block: ArraySlice<UInt8>) {
        var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
            block[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        for index in 16..<64 {
            let (before, recent) = (words[index - 15], words[index - 2])
            let small = rotated(before, 7) ^ rotated(before, 18) ^ before >> 3
            let large = rotated(recent, 17) ^ rotated(recent, 19) ^ recent >> 10
            words.append(words[index - 16] &+ small &+ words[index - 7] &+ large)
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let first =
                h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ (e & f ^ ~e & g) &+ constants[index]
                &+ words[index]
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }

    private static func rotated(_ word: UInt32, _ places: UInt32) -> UInt32 { word >> places | word << (32 - places) }

    /// Fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64.
    private static let initial: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
