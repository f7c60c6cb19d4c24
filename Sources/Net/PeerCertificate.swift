import COpenSSL
import Exposure
import Glibc

/// The certificate a server showed. Owns the libssl object and frees it.
final class PeerCertificate {
    private let pointer: OpaquePointer
    private static let maximumNames = 100

    /// `nil` if the server showed none (anonymous ciphers).
    convenience init?(session: OpaquePointer) {
        guard let pointer = ajar_peer_certificate(session) else { return nil }
        self.init(owning: pointer)
    }

    /// - Parameter pointer: an `X509`, freed with this object.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { X509_free(pointer) }

    var facts: TLSFacts.Certificate {
        TLSFacts.Certificate(
            subject: name(issuer: false), issuer: name(issuer: true), names: alternativeNames,
            notBefore: time(after: false), notAfter: time(after: true),
            selfSigned: ajar_certificate_is_self_signed(pointer) == 1,
            expired: ajar_certificate_is_expired(pointer) == 1)
    }

    private func name(issuer: Bool) -> String {
        let bytes = [CChar](unsafeUninitializedCapacity: 1024) { buffer, count in
            count = Int(ajar_certificate_name(pointer, issuer ? 1 : 0, buffer.baseAddress, Int32(buffer.count)))
        }
        return PeerText.clean(bytes.map { UInt8(bitPattern: $0) })
    }

    /// ISO 8601 in UTC; empty if the certificate's time is malformed.
    private func time(after: Bool) -> String {
        var parts = tm()
        guard ajar_certificate_time(pointer, after ? 1 : 0, &parts) == 1 else { return "" }
        func padded(_ number: Int32, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(width - digits.count, 0)) + digits
        }
        let date = "\(padded(parts.tm_year &+ 1900, 4))-\(padded(parts.tm_mon &+ 1))-\(padded(parts.tm_mday))"
        return "\(date)T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
    }

    private var alternativeNames: [String] {
        guard let names = ajar_certificate_names(pointer) else { return [] }
        defer { GENERAL_NAMES_free(names) }
        var found: [String] = []
        for index in 0..<min(max(ajar_names_count(names), 0), Int32(Self.maximumNames)) {
            var start: UnsafePointer<UInt8>?
            var length: Int32 = 0
            let kind = ajar_names_at(names, index, &start, &length)
            guard kind != 0, length > 0 else { continue }
            let bytes = UnsafeBufferPointer(start: start, count: Int(length))
            if let text = kind == 1 ? PeerText.clean(bytes, limit: 253) : Self.address(bytes) { found.append(text) }
        }
        return found
    }

    private static func address(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes.baseAddress, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
