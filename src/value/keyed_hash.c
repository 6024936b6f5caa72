/* SPDX-License-Identifier: MIT */
#include "value/keyed_hash.h"
#include <string.h>

static uint64_t turned(uint64_t word, int bits)
{
    return word << bits | word >> (64 - bits);
}

static uint64_t load(const uint8_t *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
           (uint64_t)bytes[3] << 24 | (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static void rounds(uint64_t v[4], int count)
{
    uint64_t a = v[0], b = v[1], c = v[2], d = v[3];
    for (int i = 0; i < count; i++) {
        a += b;
        b = turned(b, 13) ^ a;
        a = turned(a, 32);
        c += d;
        d = turned(d, 16) ^ c;
        a += d;
        d = turned(d, 21) ^ a;
        c += b;
        b = turned(b, 17) ^ c;
        c = turned(c, 32);
    }
    v[0] = a;
    v[1] = b;
    v[2] = c;
    v[3] = d;
}

void as__keyed_begin(as__keyed_hash *hash, const uint8_t key[16])
{
    uint64_t low = load(key), high = load(key + 8);
    hash->v[0] = low ^ UINT64_C(0x736f6d6570736575);
    hash->v[1] = high ^ UINT64_C(0x646f72616e646f6d) ^ 0xee; /* 128 bits will be asked for */
    hash->v[2] = low ^ UINT64_C(0x6c7967656e657261);
    hash->v[3] = high ^ UINT64_C(0x7465646279746573);
    hash->words = 0;
}

void as__keyed_word(as__keyed_hash *hash, uint64_t word)
{
    hash->v[3] ^= word;
    rounds(hash->v, 2);
    hash->v[0] ^= word;
    hash->words++;
}

void as__keyed_bytes(as__keyed_hash *hash, const void *data, size_t size)
{
    const uint8_t *at = data;
    uint8_t last[8] = {0};
    for (; size >= 8; size -= 8, at += 8)
        as__keyed_word(hash, load(at));
    if (size == 0)
        return;
    memcpy(last, at, size);
    as__keyed_word(hash, load(last));
}

static void store(uint8_t *out, const uint64_t v[4])
{
    uint64_t word = v[0] ^ v[1] ^ v[2] ^ v[3];
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(word >> (8 * i));
}

void as__keyed_end(as__keyed_hash *hash, uint8_t out[16])
{
    as__keyed_word(hash, (uint64_t)hash->words << 59); /* the size in bytes, of which eight bits stand */
    hash->v[2] ^= 0xee;
    rounds(hash->v, 4);
    store(out, hash->v);
    hash->v[1] ^= 0xdd;
    rounds(hash->v, 4);
    store(out + 8, hash->v);
}
