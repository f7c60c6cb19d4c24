import COpenSSL
import Exposure
import NIOCore
import Probes

/// One client side TLS session over memory: encrypted bytes in and out, plain bytes in and out. Does no I/O.
///
/// Owns the libssl object and frees it. Must be used by one thread at a time, because libssl's error queue belongs to
/// the thread; `TLSHandler` keeps it on its event loop.
final class TLSSession {
    private let ssl: OpaquePointer
    // Both BIOs belong to `ssl`.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    enum Step: Equatable {
        case done
        /// Needs bytes from the peer.
        case wantsBytes
        /// The peer said good-bye.
        case closed
        case failed(TLSFailure)
    }

    /// - Parameters:
    ///   - serverName: sent as SNI; `nil` for an address in numbers, which SNI must not hold (RFC 6066 section 3).
    ///   - expected: whom the certificate must be for, a DNS name or an address in numbers, where the context verifies.
    ///   - alpn: protocol names in order of preference; none are sent if it is empty.
    /// - Returns: `nil` if libssl has no memory for it, or a name is not fit to be sent.
    init?(context: TLSContext, serverName: String?, expected: String? = nil, alpn: [String] = []) {
        guard let ssl = SSL_new(context.pointer) else { return nil }
        guard let incoming = BIO_new(BIO_s_mem()) else {
            SSL_free(ssl)
            return nil
        }
        guard let outgoing = BIO_new(BIO_s_mem()) else {
            BIO_free(incoming)
            SSL_free(ssl)
            return nil
        }
        ajar_bio_empty_means_later(incoming)
        ajar_bio_empty_means_later(outgoing)
        SSL_set_bio(ssl, incoming, outgoing)
        SSL_set_connect_state(ssl)
        self.ssl = ssl
        self.incoming = incoming
        self.outgoing = outgoing

        if let serverName, ajar_set_server_name(ssl, serverName) != 1 { return nil }
        if let expected, ajar_session_expect(ssl, expected, serverName == nil ? 1 : 0) != 1 { return nil }
        var protocols: [UInt8] = []
        for name in alpn {
            guard let count = UInt8(exactly: name.utf8.count), count > 0 else { return nil }
            protocols.append(count)
            protocols.append(contentsOf: name.utf8)
        }
        // Zero means success in this call alone.
        if !protocols.isEmpty, SSL_set_alpn_protos(ssl, protocols, UInt32(clamping: protocols.count)) != 0 {
            return nil
        }
    }

    deinit { SSL_free(ssl) }

    /// Whether the server asked for a client certificate.
    var clientCertificateRequested: Bool { ajar_certificate_was_requested(ssl) == 1 }

    /// Takes encrypted bytes from the peer.
    ///
    /// - Returns: `false` if there is no memory for them.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let written = BIO_write(incoming, rest.baseAddress, Int32(clamping: rest.count))
            guard written > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(written)))
        }
        return true
    }

    /// Encrypted bytes that are to go to the peer, moved into `buffer`.
    func takeOutgoing(into buffer: inout ByteBuffer) {
        var pending = Int(ajar_bio_pending(outgoing))
        while pending > 0 {
            let read = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: pending) { target in
                max(Int(BIO_read(outgoing, target.baseAddress, Int32(clamping: target.count))), 0)
            }
            guard read > 0 else { return }
            pending = Int(ajar_bio_pending(outgoing))
        }
    }

    func handshake() -> Step {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        return result == 1 ? .done : step(after: result)
    }

    /// Appends plain bytes to `buffer`; at most one TLS record, 16 KiB.
    func read(into buffer: inout ByteBuffer) -> Step {
        ERR_clear_error()
        var result: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 16 * 1024) { target in
            result = SSL_read(ssl, target.baseAddress, Int32(clamping: target.count))
            return max(Int(result), 0)
        }
        return result > 0 ? .done : step(after: result)
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> Step {
        var rest = bytes
        while !rest.isEmpty {
            ERR_clear_error()
            let written = SSL_write(ssl, rest.baseAddress, Int32(clamping: rest.count))
            guard written > 0 else { return step(after: written) }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(written)))
        }
        return .done
    }

    /// Says good-bye; the peer's answer is not waited for.
    func shutDown() {
        ERR_clear_error()
        _ = SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// What the finished handshake showed.
    var facts: TLSFacts {
        let cipher = SSL_get_current_cipher(ssl).flatMap { SSL_CIPHER_get_name($0) }.map { String(cString: $0) }
        let certificate = PeerCertificate(session: ssl)
        return TLSFacts(
            version: SSL_get_version(ssl).map { String(cString: $0) } ?? "unknown", cipher: cipher,
            certificate: certificate?.facts, clientCertificateRequested: clientCertificateRequested)
    }

    private func step(after result: Int32) -> Step {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsBytes
        case SSL_ERROR_ZERO_RETURN: return .closed
        default: return .failed(failure(of: ERR_get_error()))
        }
    }

    private func failure(of error: UInt) -> TLSFailure {
        ERR_clear_error()
        guard error != 0 else { return .closed }
        let reason = ajar_error_reason(error)
        if reason == SSL_R_CERTIFICATE_VERIFY_FAILED, let words = ajar_verify_failure(ssl) {
            return .notVerified(String(cString: words))
        }
        switch Int(reason) - Int(ajar_alert_offset()) {
        // RFC 8446 section 6: certificate_required.
        case 116: return .clientCertificateRequired
        // handshake_failure, no_certificate, bad_certificate: what servers answer to an empty client certificate
        // (OpenSSL and Java up to TLS 1.2). We have sent none, so after a request they can mean nothing else.
        case 40, 41, 42:
            if clientCertificateRequested { return .clientCertificateRequired }
        default: break
        }
        if reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST { return .notTLS }
        guard let words = ERR_reason_error_string(error) else { return .other("libssl error \(reason)") }
        return .other(String(cString: words))
    }
}
