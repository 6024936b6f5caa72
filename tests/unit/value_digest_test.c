/* SPDX-License-Identifier: MIT */
#include "value/digest.h"
#include <criterion/criterion.h>
#include <string.h>

#define LARGEST ((size_t)1024)

static void digest_at_once(const void *data, size_t size, const void *key, size_t key_size, uint8_t *out,
                           size_t out_size)
{
    as__digest digest;
    as__digest_begin(&digest, out_size, key, key_size);
    as__digest_add(&digest, data, size);
    as__digest_end(&digest, out);
}

/* RFC 7693, appendix A */
Test(value_digest, abc)
{
    static const uint8_t expected[64] = {
        0xba, 0x80, 0xa5, 0x3f, 0x98, 0x1c, 0x4d, 0x0d, 0x6a, 0x27, 0x97, 0xb6, 0x9f, 0x12, 0xf6, 0xe9,
        0x4c, 0x21, 0x2f, 0x14, 0x68, 0x5a, 0xc4, 0xb7, 0x4b, 0x12, 0xbb, 0x6f, 0xdb, 0xff, 0xa2, 0xd1,
        0x7d, 0x87, 0xc5, 0x39, 0x2a, 0xab, 0x79, 0x2d, 0xc2, 0x52, 0xd5, 0xde, 0x45, 0x33, 0xcc, 0x95,
        0x18, 0xd3, 0x8a, 0xa8, 0xdb, 0xf1, 0x92, 0x5a, 0xb9, 0x23, 0x86, 0xed, 0xd4, 0x00, 0x99, 0x23,
    };
    uint8_t out[64];
    digest_at_once("abc", 3, NULL, 0, out, sizeof out);
    cr_assert_arr_eq(out, expected, sizeof out);
}

static void fill(uint8_t *out, size_t size)
{
    uint32_t before = UINT32_C(0xDEAD4BAD) * (uint32_t)size, now = 1;
    for (size_t i = 0; i < size; i++) {
        uint32_t next = before + now;
        before = now;
        now = next;
        out[i] = (uint8_t)(next >> 24);
    }
}

/* RFC 7693, appendix E: one digest over those of all kinds of lengths, with and without a key. */
Test(value_digest, self_test)
{
    static const uint8_t expected[32] = {
        0xc2, 0x3a, 0x78, 0x00, 0xd9, 0x81, 0x23, 0xbd, 0x10, 0xf5, 0x06, 0xc6, 0x1e, 0x29, 0xda, 0x56,
        0x03, 0xd7, 0x63, 0xb8, 0xbb, 0xad, 0x2e, 0x73, 0x7f, 0x5e, 0x76, 0x5a, 0x7b, 0xcc, 0xd4, 0x75,
    };
    static const size_t out_sizes[] = {20, 32, 48, 64};
    static const size_t sizes[] = {0, 3, 128, 129, 255, LARGEST};
    uint8_t data[LARGEST], key[64], part[64], out[32];
    as__digest all;
    as__digest_begin(&all, sizeof out, NULL, 0);
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 6; j++) {
            fill(data, sizes[j]);
            digest_at_once(data, sizes[j], NULL, 0, part, out_sizes[i]);
            as__digest_add(&all, part, out_sizes[i]);
            fill(key, out_sizes[i]);
            digest_at_once(data, sizes[j], key, out_sizes[i], part, out_sizes[i]);
            as__digest_add(&all, part, out_sizes[i]);
        }
    }
    as__digest_end(&all, out);
    cr_assert_arr_eq(out, expected, sizeof out);
}

Test(value_digest, pieces_make_no_difference)
{
    uint8_t data[LARGEST], whole[32], pieces[32];
    fill(data, sizeof data);
    digest_at_once(data, sizeof data, "key", 3, whole, sizeof whole);
    for (size_t step = 1; step < 300; step++) {
        as__digest digest;
        as__digest_begin(&digest, sizeof pieces, "key", 3);
        for (size_t at = 0; at < sizeof data; at += step) {
            as__digest_add(&digest, data + at, at + step < sizeof data ? step : sizeof data - at);
            as__digest_add(&digest, NULL, 0);
        }
        as__digest_end(&digest, pieces);
        cr_assert_arr_eq(pieces, whole, sizeof whole, "in steps of %zu", step);
    }
}
