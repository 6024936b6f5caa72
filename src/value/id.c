/* SPDX-License-Identifier: MIT */
#include "value/id.h"
#include "value/digest.h"
#include "value/keyed_hash.h"
#include <string.h>

#define BOOK_MASK ((UINT64_C(1) << AS__BOOK_BITS) - 1)
#define LOW_BITS 62
#define LOW_MASK ((UINT64_C(1) << LOW_BITS) - 1)
#define TOUCH_BOOK_MASK ((UINT64_C(1) << 25) - 1)
#define STEP_MAX 1023u
#define OCCURRENCE_MAX 0xFFFFFFu
#define EPOCH_MS INT64_C(1577836800000) /* 2020-01-01 */
#define CLOCK_BITS 41
#define COUNTER_SHIFT 6
#define CLOCK_SHIFT 22

bool as__id_given(aftersale_id id)
{
    static const aftersale_id none;
    return memcmp(id.bytes, none.bytes, sizeof id.bytes) != 0;
}

static void store_big(uint8_t *bytes, uint64_t word)
{
    for (int i = 7; i >= 0; i--) {
        bytes[i] = (uint8_t)word;
        word >>= 8;
    }
}

static uint64_t load_big(const uint8_t *bytes)
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | bytes[i];
    return word;
}

/* A UUID of version 8 carries 60 bits before its variant and 62 after it; the version stands within the
 * 60. */
static aftersale_id uuid_make(uint64_t high, uint64_t low)
{
    aftersale_id id;
    store_big(id.bytes, high >> 12 << 16 | UINT64_C(8) << 12 | (high & 0xFFF));
    store_big(id.bytes + 8, UINT64_C(2) << LOW_BITS | (low & LOW_MASK));
    return id;
}

static bool uuid_split(aftersale_id id, uint64_t *high, uint64_t *low)
{
    uint64_t first = load_big(id.bytes), second = load_big(id.bytes + 8);
    if ((first >> 12 & 0xF) != 8 || second >> LOW_BITS != 2)
        return false;
    *high = first >> 16 << 12 | (first & 0xFFF);
    *low = second & LOW_MASK;
    return true;
}

aftersale_id as__id_make(uint64_t book, uint64_t local)
{
    return uuid_make((book & BOOK_MASK) << 1 | (local >> LOW_BITS & 1), local);
}

bool as__id_local(aftersale_id id, uint64_t *local)
{
    uint64_t high, low;
    if (!uuid_split(id, &high, &low))
        return false;
    *local = (high & 1) << LOW_BITS | low;
    return *local != 0;
}

bool as__id_split(aftersale_id id, uint64_t book, uint64_t *local)
{
    uint64_t high, low;
    return uuid_split(id, &high, &low) && high >> 1 == (book & BOOK_MASK) && as__id_local(id, local);
}

aftersale_id as__touch_id_make(uint64_t book, as__touch_key key)
{
    uint64_t enrolment = key.enrolment & AS__LOCAL_MAX;
    return uuid_make((book & TOUCH_BOOK_MASK) << 35 | enrolment >> 28,
                     enrolment << 34 | (uint64_t)(key.step & STEP_MAX) << 24 |
                         (key.occurrence & OCCURRENCE_MAX));
}

bool as__touch_id_split(aftersale_id id, uint64_t book, as__touch_key *out)
{
    uint64_t high, low;
    if (!uuid_split(id, &high, &low) || high >> 35 != (book & TOUCH_BOOK_MASK))
        return false;
    as__touch_key key = {
        .enrolment = (high & ((UINT64_C(1) << 35) - 1)) << 28 | low >> 34,
        .step = (uint32_t)(low >> 24) & STEP_MAX,
        .occurrence = (uint32_t)low & OCCURRENCE_MAX,
    };
    if (key.enrolment == 0 || key.step == 0 || key.occurrence == 0)
        return false;
    *out = key;
    return true;
}

static uint64_t number_of(const uint8_t *bytes, uint64_t mask)
{
    uint64_t number = load_big(bytes) & mask;
    return number == 0 ? 1 : number;
}

uint64_t as__book_of_name(const char *name)
{
    uint8_t bytes[8];
    as__digest digest;
    as__digest_begin(&digest, sizeof bytes, NULL, 0);
    as__digest_add(&digest, name, strlen(name));
    as__digest_end(&digest, bytes);
    return number_of(bytes, BOOK_MASK);
}

uint64_t as__local_of_ref(const uint8_t secret[16], int32_t kind, const char *ref)
{
    uint8_t bytes[16];
    as__keyed_hash hash;
    as__keyed_begin(&hash, secret);
    as__keyed_word(&hash, (uint64_t)kind);
    as__keyed_bytes(&hash, ref, strlen(ref));
    as__keyed_end(&hash, bytes);
    return number_of(bytes, AS__LOCAL_MAX);
}

bool as__id_next(as__id_source *source, aftersale_time now, uint16_t noise, uint64_t *out)
{
    int64_t ms = now.us / 1000 - EPOCH_MS;
    if (now.us < EPOCH_MS * 1000 || ms >= INT64_C(1) << CLOCK_BITS)
        return false;
    uint64_t next = (uint64_t)ms << CLOCK_SHIFT | (uint64_t)noise << COUNTER_SHIFT;
    /* Same millisecond, or the clock went back: count on; a full counter borrows from the next
     * millisecond. */
    if ((uint64_t)ms <= source->last >> CLOCK_SHIFT)
        next = source->last + (1u << COUNTER_SHIFT);
    if (next > AS__LOCAL_MAX)
        return false;
    source->last = next;
    *out = next;
    return true;
}

void aftersale_id_text(aftersale_id id, char out[37])
{
    static const char digits[] = "0123456789abcdef";
    char *next = out;
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *next++ = '-';
        *next++ = digits[id.bytes[i] >> 4];
        *next++ = digits[id.bytes[i] & 0xF];
    }
    *next = '\0';
}

static int hex_value(char sign)
{
    if (sign >= '0' && sign <= '9')
        return sign - '0';
    if (sign >= 'a' && sign <= 'f')
        return sign - 'a' + 10;
    if (sign >= 'A' && sign <= 'F')
        return sign - 'A' + 10;
    return -1;
}

aftersale_status aftersale_id_parse(const char *text, aftersale_id *out)
{
    if (text == NULL || out == NULL)
        return AFTERSALE_INVALID;
    aftersale_id id;
    const char *next = text;
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *next++ != '-')
            return AFTERSALE_INVALID;
        int high = hex_value(next[0]);
        int low = high < 0 ? -1 : hex_value(next[1]);
        if (low < 0)
            return AFTERSALE_INVALID;
        id.bytes[i] = (uint8_t)(high << 4 | low);
        next += 2;
    }
    if (*next != '\0')
        return AFTERSALE_INVALID;
    *out = id;
    return AFTERSALE_OK;
}
