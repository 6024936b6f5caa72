/* SPDX-License-Identifier: MIT */
/* S4, S67: what ids and digests are derived with is SipHash-2-4, as its authors and OpenSSL compute it. */
#include "value/keyed_hash.h"
#include <criterion/criterion.h>
#include <string.h>

static const struct {
    size_t size; /* of a text 00 01 02 ... under the key 00 01 ... 0f */
    uint8_t hash[16];
} known[] = {
    {0, {0xA3, 0x81, 0x7F, 0x04, 0xBA, 0x25, 0xA8, 0xE6, 0x6D, 0xF6, 0x72, 0x14, 0xC7, 0x55, 0x02, 0x93}},
    {8, {0x3B, 0x62, 0xA9, 0xBA, 0x62, 0x58, 0xF5, 0x61, 0x0F, 0x83, 0xE2, 0x64, 0xF3, 0x14, 0x97, 0xB4}},
    {16, {0x6E, 0xE2, 0xA4, 0xCA, 0x67, 0xB0, 0x54, 0xBB, 0xFD, 0x33, 0x15, 0xBF, 0x85, 0x23, 0x05, 0x77}},
    {56, {0x19, 0x38, 0xF2, 0xCF, 0x72, 0xD5, 0x4E, 0xE9, 0x7E, 0x94, 0x16, 0x6F, 0xA9, 0x1D, 0x2A, 0x36}},
};

static uint8_t text[64];

static void set_up(void)
{
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)i;
}

TestSuite(value_keyed_hash, .init = set_up);

Test(value_keyed_hash, known_answers)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint8_t out[16];
        as__keyed_hash hash;
        as__keyed_begin(&hash, text);
        as__keyed_bytes(&hash, text, known[i].size);
        as__keyed_end(&hash, out);
        cr_assert_arr_eq(out, known[i].hash, sizeof out, "%zu bytes", known[i].size);
    }
}

Test(value_keyed_hash, the_last_word_is_filled_up)
{
    uint8_t filled[16], whole[16];
    as__keyed_hash hash;
    as__keyed_begin(&hash, text);
    as__keyed_bytes(&hash, "abc", 3);
    as__keyed_end(&hash, filled);
    as__keyed_begin(&hash, text);
    as__keyed_word(&hash, 0x636261);
    as__keyed_end(&hash, whole);
    cr_assert_arr_eq(filled, whole, sizeof whole);
}
