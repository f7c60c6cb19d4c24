import COpenSSL

/// The settings all TLS sessions share: any version from TLS 1.0, any cipher, no verification.
///
/// Old exposed databases speak what current defaults refuse, so the system's policy is set aside here. Nothing secret
/// is sent on these connections, and the certificate is reported instead of verified.
final class TLSContext: @unchecked Sendable {
    // Sendable: an SSL_CTX counts its references atomically and may be shared between threads as long as nothing
    // changes its settings; they are only changed in `init`.
    let pointer: OpaquePointer

    static let shared: TLSContext? = TLSContext()

    /// `nil` if libssl cannot make a context.
    init?() {
        guard let pointer = SSL_CTX_new(TLS_client_method()) else { return nil }
        self.pointer = pointer
        guard ajar_context_reach_old_servers(pointer) == 1 else { return nil }
        ajar_context_keep_simple(pointer)
        ajar_context_note_certificate_requests(pointer)
    }

    deinit { SSL_CTX_free(pointer) }
}
