/* SPDX-License-Identifier: MIT */
/* SipHash-2-4 with 128 bits (Aumasson and Bernstein, 2012): numbers and digests that nobody can foretell or collide
 * without the key, at a tenth of the cost of BLAKE2b for the short texts of commands. */
#ifndef AS_VALUE_KEYED_HASH_H
#define AS_VALUE_KEYED_HASH_H
#include <stddef.h>
#include <stdint.h>

typedef struct as__keyed_hash {
    uint64_t v[4];
    size_t words; /* added so far */
} as__keyed_hash;

void as__keyed_begin(as__keyed_hash *hash, const uint8_t key[16]);
void as__keyed_word(as__keyed_hash *hash, uint64_t word);
/* The last word is filled up with zeros: where that could be mistaken, say the size in a word before. */
void as__keyed_bytes(as__keyed_hash *hash, const void *data, size_t size);
void as__keyed_end(as__keyed_hash *hash, uint8_t out[16]);
#endif
