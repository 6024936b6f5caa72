/* SPDX-License-Identifier: MIT */
/* BLAKE2b (RFC 7693): digests of commands, hash chains, and numbers derived from a key. */
#ifndef AS_VALUE_DIGEST_H
#define AS_VALUE_DIGEST_H
#include <stddef.h>
#include <stdint.h>

typedef struct as__digest {
    uint64_t h[8];
    uint64_t counted;
    uint8_t block[128];
    size_t filled;
    size_t out_size;
} as__digest;

/* out 1..64, key 0..64 */
void as__digest_begin(as__digest *digest, size_t out_size, const void *key, size_t key_size);
void as__digest_add(as__digest *digest, const void *data, size_t size);
void as__digest_end(as__digest *digest, uint8_t *out);
#endif
