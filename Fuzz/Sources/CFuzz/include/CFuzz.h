#pragma once
// What the TLS targets need of libssl beyond what the command does: a server, and random numbers that repeat.
#ifdef __cplusplus
extern "C" {
#endif

/// Makes libcrypto draw from a stream that begins anew, the same for the same number.
void fuzz_random_begin(int stream);
/// Draws from another stream until `fuzz_random_resume`.
void fuzz_random_pause(void);
void fuzz_random_resume(void);

/// Makes key shares of an `SSL_CTX`'s sessions on the quickest curve.
void fuzz_context_make_quick(void *context);
/// The highest version that sessions of an `SSL_CTX` offer from here on; up to TLS 1.2 they make no key share.
void fuzz_context_offer(void *context, int highest);

/// Servers differ in version, key exchange, and whether they ask for a client certificate.
int fuzz_server_kinds(void);
/// The version that a kind of server speaks.
int fuzz_server_version(int kind);
/// NULL if there is none of that kind. To be freed with `fuzz_server_free`.
void *fuzz_server_make(int kind);
/// Takes bytes of the client; writes the server's into `answer`; their number. Once the handshake is done, also a few
/// plain bytes and a good-bye.
int fuzz_server_answer(void *server, const void *bytes, int count, unsigned char *answer, int room);
void fuzz_server_free(void *server);

#ifdef __cplusplus
}
#endif
