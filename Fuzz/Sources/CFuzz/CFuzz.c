#define OPENSSL_SUPPRESS_DEPRECATED
#include "CFuzz.h"
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// MARK: Random numbers: splitmix64, one state for each stream.

static uint64_t client_state, server_state;
static uint64_t *state = &client_state;
static int installed;

static int random_bytes(unsigned char *bytes, int count) {
    for (int index = 0; index < count; index++) {
        uint64_t z = (*state += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        bytes[index] = (unsigned char)(z ^ (z >> 31));
    }
    return 1;
}

static int random_seed(const void *bytes, int count) { (void)bytes; (void)count; return 1; }
static int random_add(const void *bytes, int count, double entropy) { (void)bytes; (void)count; (void)entropy; return 1; }
static int random_status(void) { return 1; }

void fuzz_random_begin(int stream) {
    static const RAND_METHOD method = {random_seed, random_bytes, NULL, random_add, random_bytes, random_status};
    if (!installed) {
        RAND_set_rand_method(&method);
        installed = 1;
    }
    client_state = (uint64_t)stream;
    state = &client_state;
}

void fuzz_random_pause(void) { state = &server_state; }
void fuzz_random_resume(void) { state = &client_state; }

// MARK: Contexts

void fuzz_context_make_quick(void *context) { SSL_CTX_set1_groups_list(context, "P-256:X25519"); }
void fuzz_context_offer(void *context, int highest) { SSL_CTX_set_max_proto_version(context, highest); }

// MARK: Servers

struct kind {
    int version, rsa, asks_for_certificate;
    const char *ciphers;
};

static const struct kind kinds[] = {
    {TLS1_2_VERSION, 1, 0, "AES128-SHA256"},
    {TLS1_2_VERSION, 0, 0, "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {TLS1_2_VERSION, 1, 1, "AES128-SHA"},
    {TLS1_VERSION, 1, 0, "AES128-SHA"},
    {TLS1_2_VERSION, 0, 0, "AECDH-AES128-SHA"},
    {TLS1_3_VERSION, 0, 0, NULL},
    {TLS1_3_VERSION, 0, 1, NULL},
};

struct server {
    SSL_CTX *context;
    SSL *ssl;
    int is_done;
};

int fuzz_server_kinds(void) { return (int)(sizeof kinds / sizeof kinds[0]); }

int fuzz_server_version(int kind) { return kinds[kind].version; }

static int accept_any(int ok, X509_STORE_CTX *store) { (void)ok; (void)store; return 1; }

static X509 *make_certificate(EVP_PKEY *key) {
    X509 *certificate = X509_new();
    if (certificate == NULL) { return NULL; }
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20200101000000Z");
    ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20991231235959Z");
    X509_set_pubkey(certificate, key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)"db.example", -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION *names = X509V3_EXT_conf_nid(
        NULL, NULL, NID_subject_alt_name, "DNS:db.example,DNS:*.example,IP:127.0.0.1,IP:::1,email:a@b.example");
    if (names != NULL) {
        X509_add_ext(certificate, names, -1);
        X509_EXTENSION_free(names);
    }
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

void *fuzz_server_make(int number) {
    if (number < 0 || number >= fuzz_server_kinds()) { return NULL; }
    const struct kind *kind = &kinds[number];
    struct server *server = calloc(1, sizeof *server);
    EVP_PKEY *key = kind->rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    X509 *certificate = key == NULL ? NULL : make_certificate(key);
    if (server == NULL || certificate == NULL) { return NULL; }
    server->context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_security_level(server->context, 0);
    SSL_CTX_set_min_proto_version(server->context, kind->version);
    SSL_CTX_set_max_proto_version(server->context, kind->version);
    if (kind->ciphers != NULL) { SSL_CTX_set_cipher_list(server->context, kind->ciphers); }
    SSL_CTX_set_session_cache_mode(server->context, SSL_SESS_CACHE_OFF);
    SSL_CTX_use_certificate(server->context, certificate);
    SSL_CTX_use_PrivateKey(server->context, key);
    if (kind->asks_for_certificate) { SSL_CTX_set_verify(server->context, SSL_VERIFY_PEER, accept_any); }
    X509_free(certificate);
    EVP_PKEY_free(key);
    server->ssl = SSL_new(server->context);
    SSL_set_bio(server->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(server->ssl);
    return server;
}

int fuzz_server_answer(void *pointer, const void *bytes, int count, unsigned char *answer, int room) {
    struct server *server = pointer;
    if (count > 0) { BIO_write(SSL_get_rbio(server->ssl), bytes, count); }
    if (!server->is_done && SSL_do_handshake(server->ssl) == 1) {
        server->is_done = 1;
        SSL_write(server->ssl, "some plain bytes", 16);
        SSL_shutdown(server->ssl);
    }
    int written = BIO_read(SSL_get_wbio(server->ssl), answer, room);
    return written > 0 ? written : 0;
}

void fuzz_server_free(void *pointer) {
    struct server *server = pointer;
    SSL_free(server->ssl);
    SSL_CTX_free(server->context);
    free(server);
}

// MARK: Start

// SwiftPM points an executable's `main` at this name, and libFuzzer's own `main` is then left out.
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t count);
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *input, size_t count));
int Fuzz_main(int argc, char **argv);
int Fuzz_main(int argc, char **argv) { return LLVMFuzzerRunDriver(&argc, &argv, LLVMFuzzerTestOneInput); }
