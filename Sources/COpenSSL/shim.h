#pragma once
// Macros of OpenSSL, and the few calls whose C types are awkward in Swift, as functions. Names begin with `ajar_`.
#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

/// TLS 1.0 and up, every cipher the library still has: old exposed databases speak nothing else.
static inline int ajar_context_reach_old_servers(SSL_CTX *context) {
    SSL_CTX_set_security_level(context, 0);
    return SSL_CTX_set_min_proto_version(context, TLS1_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, 0) == 1
        && SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0") == 1;
}

/// Makes the same the default of every context that sets nothing itself, in the whole process: libpq makes its own contexts
/// and leaves no other way to their ciphers. 1, or 0 if libssl refuses. To be called before other threads make contexts.
static inline int ajar_reach_old_servers_by_default(void) {
    static const char settings[] =
        "openssl_conf = ajar\n[ajar]\nssl_conf = ssl\n[ssl]\nsystem_default = old\n"
        "[old]\nMinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\nOptions = UnsafeLegacyServerConnect\n";
    // The system's own file comes first, so that it is not read over these settings later.
    if (OPENSSL_init_ssl(OPENSSL_INIT_LOAD_CONFIG, NULL) != 1) { return 0; }
    BIO *bio = BIO_new_mem_buf(settings, -1);
    CONF *conf = NCONF_new(NULL);
    int done = bio != NULL && conf != NULL && NCONF_load_bio(conf, bio, NULL) > 0
        && CONF_modules_load(conf, NULL, 0) > 0;
    NCONF_free(conf);
    BIO_free(bio);
    return done;
}

/// Nothing is decompressed, nothing is renegotiated, no session is kept.
static inline void ajar_context_keep_simple(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_LEGACY_SERVER_CONNECT);
#ifdef SSL_OP_NO_RX_CERTIFICATE_COMPRESSION
    SSL_CTX_set_options(context, SSL_OP_NO_RX_CERTIFICATE_COMPRESSION);
#endif
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
}

/// Called when the server asks for a client certificate; notes that in the session and sends none.
static inline int ajar_note_certificate_request(SSL *session, X509 **certificate, EVP_PKEY **key) {
    (void)certificate;
    (void)key;
    SSL_set_app_data(session, session);
    return 0;
}

static inline void ajar_context_note_certificate_requests(SSL_CTX *context) {
    SSL_CTX_set_client_cert_cb(context, ajar_note_certificate_request);
}

static inline int ajar_certificate_was_requested(const SSL *session) {
    return SSL_get_app_data(session) != NULL;
}

static inline int ajar_set_server_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}

/// Reading from an empty memory BIO means "later", not "end".
static inline void ajar_bio_empty_means_later(BIO *bio) { BIO_set_mem_eof_return(bio, -1); }

static inline int ajar_bio_pending(BIO *bio) { return (int)BIO_pending(bio); }

static inline int ajar_error_reason(unsigned long error) { return ERR_GET_REASON(error); }

/// Reason codes of received alerts are this plus the alert's number (`SSL_AD_REASON_OFFSET` of ssl.h).
static inline int ajar_alert_offset(void) { return SSL_AD_REASON_OFFSET; }

/// The server's certificate, to be freed by the caller, or NULL.
static inline X509 *ajar_peer_certificate(const SSL *session) {
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    return SSL_get1_peer_certificate(session);
#else
    return SSL_get_peer_certificate(session);
#endif
}

/// Writes a name's text as RFC 2253 in UTF-8 into `text`, cut at `length`; the count written. `issuer` 0 or 1.
static inline int ajar_certificate_name(X509 *certificate, int issuer, char *text, int length) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio == NULL) { return 0; }
    unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    int count = 0;
    if (X509_NAME_print_ex(
            bio, issuer ? X509_get_issuer_name(certificate) : X509_get_subject_name(certificate), 0, flags) >= 0) {
        count = BIO_read(bio, text, length);
    }
    BIO_free(bio);
    return count > 0 ? count : 0;
}

/// 1 and the broken-down UTC time, or 0 if the certificate's time is malformed. `after` 0 or 1.
static inline int ajar_certificate_time(const X509 *certificate, int after, struct tm *time) {
    memset(time, 0, sizeof *time);
    return ASN1_TIME_to_tm(after ? X509_get0_notAfter(certificate) : X509_get0_notBefore(certificate), time);
}

static inline int ajar_certificate_is_expired(const X509 *certificate) {
    return X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
}

static inline int ajar_certificate_is_self_signed(X509 *certificate) {
    return X509_check_issued(certificate, certificate) == X509_V_OK;
}

/// The subject alternative names, to be freed with `GENERAL_NAMES_free`, or NULL.
static inline GENERAL_NAMES *ajar_certificate_names(X509 *certificate) {
    return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline int ajar_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

/// 1 for a DNS name, 2 for an address, 0 for another kind or none at that place. The bytes belong to `names`.
static inline int ajar_names_at(
    const GENERAL_NAMES *names, int index, const unsigned char **bytes, int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL) { return 0; }
    int type = 0;
    const ASN1_STRING *string = (const ASN1_STRING *)GENERAL_NAME_get0_value(name, &type);
    if (string == NULL || (type != GEN_DNS && type != GEN_IPADD)) { return 0; }
    *bytes = ASN1_STRING_get0_data(string);
    *length = ASN1_STRING_length(string);
    return type == GEN_DNS ? 1 : 2;
}

/// For connections that carry an account: TLS 1.2 or newer, keys and signatures of 112 bits or more (level 2), and the
/// system's authorities (`SSL_CERT_FILE` and `SSL_CERT_DIR` where they are set). All of it is said here, because what
/// lets libpq reach old servers has become this process's default. 1, or 0 on failure.
static inline int ajar_context_verify(SSL_CTX *context) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_security_level(context, 2);
    SSL_CTX_clear_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
    return SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=2") == 1
        && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 && SSL_CTX_set_default_verify_paths(context) == 1;
}

/// What the certificate must be for: a DNS name or an address in numbers. 1, or 0 on failure.
static inline int ajar_session_expect(SSL *session, const char *host, int is_address) {
    if (is_address) { return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host); }
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(session, host);
}

/// Why the certificate was not believed, or NULL if it was. The text is a constant.
static inline const char *ajar_verify_failure(const SSL *session) {
    long result = SSL_get_verify_result(session);
    return result == X509_V_OK ? NULL : X509_verify_cert_error_string(result);
}

/// The length of the digest written to `digest` (64 bytes are enough), or 0.
static inline unsigned ajar_digest(const EVP_MD *kind, const void *bytes, size_t count, unsigned char *digest) {
    unsigned length = 0;
    return EVP_Digest(bytes, count, digest, &length, kind, NULL) == 1 ? length : 0;
}
