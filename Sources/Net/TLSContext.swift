import COpenSSL

/// The settings that TLS sessions share.
///
/// A stranger's: any version from TLS 1.0, any cipher, no verification. Old exposed databases speak what current
/// defaults refuse, so the system's policy is set aside; nothing secret is sent on these connections, and the certificate
/// is reported instead of verified. An account's: the system's policy, TLS 1.2 or newer, and the system's authorities.
final class TLSContext: @unchecked Sendable {
    // Sendable: an SSL_CTX counts its references atomically and may be shared between threads as long as nothing
    // changes its settings; they are only changed in `init`.
    let pointer: OpaquePointer

    static let shared: TLSContext? = TLSContext(verifies: false)
    static let verifying: TLSContext? = TLSContext(verifies: true)

    /// `nil` if libssl cannot make a context.
    private init?(verifies: Bool) {
        guard let pointer = SSL_CTX_new(TLS_client_method()) else { return nil }
        self.pointer = pointer
        if !verifies, ajar_context_reach_old_servers(pointer) != 1 { return nil }
        ajar_context_keep_simple(pointer)
        if verifies, ajar_context_verify(pointer) != 1 { return nil }
        ajar_context_note_certificate_requests(pointer)
    }

    deinit { SSL_CTX_free(pointer) }
}
