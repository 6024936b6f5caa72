/* SPDX-License-Identifier: MIT */
#include "value/digest.h"
#include <stdbool.h>
#include <string.h>

#define BLOCK ((size_t)128)

static const uint64_t start[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

static uint64_t load(const uint8_t *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
           (uint64_t)bytes[3] << 24 | (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static uint64_t turned(uint64_t word, int bits)
{
    return word >> bits | word << (64 - bits);
}

/* Written out so that every message index is a constant: a table of them costs a third of the speed. */
#define MIX(a, b, c, d, x, y)                                                                                \
    do {                                                                                                     \
        v[a] += v[b] + m[x];                                                                                 \
        v[d] = turned(v[d] ^ v[a], 32);                                                                      \
        v[c] += v[d];                                                                                        \
        v[b] = turned(v[b] ^ v[c], 24);                                                                      \
        v[a] += v[b] + m[y];                                                                                 \
        v[d] = turned(v[d] ^ v[a], 16);                                                                      \
        v[c] += v[d];                                                                                        \
        v[b] = turned(v[b] ^ v[c], 63);                                                                      \
    } while (0)

#define ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15)                          \
    do {                                                                                                     \
        MIX(0, 4, 8, 12, s0, s1);                                                                            \
        MIX(1, 5, 9, 13, s2, s3);                                                                            \
        MIX(2, 6, 10, 14, s4, s5);                                                                           \
        MIX(3, 7, 11, 15, s6, s7);                                                                           \
        MIX(0, 5, 10, 15, s8, s9);                                                                           \
        MIX(1, 6, 11, 12, s10, s11);                                                                         \
        MIX(2, 7, 8, 13, s12, s13);                                                                          \
        MIX(3, 4, 9, 14, s14, s15);                                                                          \
    } while (0)

static void compress(as__digest *digest, const uint8_t *block, bool is_last)
{
    uint64_t m[16], v[16];
    for (size_t i = 0; i < 16; i++)
        m[i] = load(block + 8 * i);
    for (size_t i = 0; i < 8; i++) {
        v[i] = digest->h[i];
        v[i + 8] = start[i];
    }
    v[12] ^= digest->counted;
    if (is_last)
        v[14] = ~v[14];

    ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
    ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
    ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
    ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
    ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
    ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
    ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
    ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
    ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
    ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);

    for (size_t i = 0; i < 8; i++)
        digest->h[i] ^= v[i] ^ v[i + 8];
}

void as__digest_begin(as__digest *digest, size_t out_size, const void *key, size_t key_size)
{
    memcpy(digest->h, start, sizeof start);
    digest->h[0] ^= UINT64_C(0x01010000) ^ (uint64_t)key_size << 8 ^ (uint64_t)out_size;
    digest->counted = 0;
    digest->filled = 0;
    digest->out_size = out_size;
    if (key_size == 0)
        return;
    memset(digest->block, 0, BLOCK);
    memcpy(digest->block, key, key_size);
    digest->filled = BLOCK;
}

/* A full block waits in the buffer until more comes: the last one is compressed in its own way. */
void as__digest_add(as__digest *digest, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    if (size == 0)
        return;
    size_t space = BLOCK - digest->filled;
    if (size > space) {
        memcpy(digest->block + digest->filled, bytes, space);
        digest->counted += BLOCK;
        compress(digest, digest->block, false);
        digest->filled = 0;
        bytes += space;
        size -= space;
        while (size > BLOCK) {
            digest->counted += BLOCK;
            compress(digest, bytes, false);
            bytes += BLOCK;
            size -= BLOCK;
        }
    }
    memcpy(digest->block + digest->filled, bytes, size);
    digest->filled += size;
}

void as__digest_end(as__digest *digest, uint8_t *out)
{
    memset(digest->block + digest->filled, 0, BLOCK - digest->filled);
    digest->counted += digest->filled;
    compress(digest, digest->block, true);
    for (size_t i = 0; i < digest->out_size; i++)
        out[i] = (uint8_t)(digest->h[i / 8] >> (8 * (i % 8)));
}
