/* hyperscan LIBRARY PATTERNS block|stream FILE: counts the matches of all patterns with the Hyperscan interface of the
 * shared library named (Hyperscan's own, or Vectorscan's), in parts of 1 MB. In block mode a part ends with a line, in
 * stream mode the parts are one stream. Prints the library's version and the number of matches. Start offsets are not
 * asked for, which is what the engine is fastest at. The declarations are those of Hyperscan's documented interface. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CASELESS 1u
#define BLOCK 1u
#define STREAM 2u
enum { CHUNK = 1 << 20, MAXIMUM = 256 };

typedef int (*on_match)(unsigned, unsigned long long, unsigned long long, unsigned, void *);
typedef struct {
    char *message;
    int expression;
} compile_error;
typedef const char *(*version_f)(void);
typedef int (*compile_f)(const char *const *, const unsigned *, const unsigned *, unsigned, unsigned, const void *, void **,
                         compile_error **);
typedef int (*scratch_f)(const void *, void **);
typedef int (*scan_f)(const void *, const char *, unsigned, unsigned, void *, on_match, void *);
typedef int (*open_f)(const void *, unsigned, void **);
typedef int (*feed_f)(void *, const char *, unsigned, unsigned, void *, on_match, void *);
typedef int (*close_f)(void *, void *, on_match, void *);

static int count(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *counter) {
    (void)id, (void)from, (void)to, (void)flags;
    ++*(unsigned long long *)counter;
    return 0;
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "hyperscan: %s: %s\n", what, why);
    exit(2);
}

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (!found) fail(name, dlerror());
    return found;
}

int main(int argc, char **argv) {
    if (argc != 5) fail("usage", "LIBRARY PATTERNS block|stream FILE");
    void *library = dlopen(argv[1], RTLD_NOW);
    if (!library) fail(argv[1], dlerror());
    int is_stream = strcmp(argv[3], "stream") == 0;

    char *expressions[MAXIMUM];
    unsigned flags[MAXIMUM], ids[MAXIMUM], number = 0;
    FILE *patterns = fopen(argv[2], "r");
    if (!patterns) fail(argv[2], "cannot be read");
    char line[4096];
    while (number < MAXIMUM && fgets(line, sizeof line, patterns)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '#' || strlen(line) < 3) continue;
        expressions[number] = strdup(line + 2);
        flags[number] = line[0] == 'i' ? CASELESS : 0;
        ids[number] = number;
        number++;
    }
    fclose(patterns);

    void *database = NULL, *scratch = NULL, *stream = NULL;
    compile_error *error = NULL;
    if (((compile_f)symbol(library, "hs_compile_multi"))((const char *const *)expressions, flags, ids, number,
                                                         is_stream ? STREAM : BLOCK, NULL, &database, &error))
        fail(error && error->expression >= 0 ? expressions[error->expression] : "patterns", error ? error->message : "?");
    if (((scratch_f)symbol(library, "hs_alloc_scratch"))(database, &scratch)) fail("scratch", "cannot be had");
    scan_f scan = (scan_f)symbol(library, "hs_scan");
    feed_f feed = (feed_f)symbol(library, "hs_scan_stream");
    if (is_stream && ((open_f)symbol(library, "hs_open_stream"))(database, 0, &stream)) fail("stream", "cannot be opened");

    int file = open(argv[4], O_RDONLY);
    if (file < 0) fail(argv[4], "cannot be read");
    char *buffer = malloc(2 * CHUNK);
    unsigned long long matches = 0;
    size_t held = 0;
    ssize_t got;
    while ((got = read(file, buffer + held, CHUNK)) > 0) {
        size_t filled = held + (size_t)got, end = filled;
        if (is_stream) {
            feed(stream, buffer, (unsigned)filled, 0, scratch, count, &matches);
        } else {
            char *newline = memrchr(buffer, '\n', filled);
            if (newline) end = (size_t)(newline - buffer) + 1;
            scan(database, buffer, (unsigned)end, 0, scratch, count, &matches);
        }
        held = filled - end;
        if (held > CHUNK) held = 0;
        memmove(buffer, buffer + end, held);
    }
    if (!is_stream && held) scan(database, buffer, (unsigned)held, 0, scratch, count, &matches);
    if (is_stream) ((close_f)symbol(library, "hs_close_stream"))(stream, scratch, count, &matches);
    printf("%s: %u patterns, %llu matches\n", ((version_f)symbol(library, "hs_version"))(), number, matches);
    return 0;
}
