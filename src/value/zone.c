/* SPDX-License-Identifier: MIT */
#include "value/zone.h"
#include "value/zone_rule.h"
#include <string.h>

#define HEADER_SIZE ((size_t)44)
#define OFFSET_MIN (-89999) /* RFC 9636, 3.2 */
#define OFFSET_MAX 93599
#define FAR INT64_C(1000000000000) /* outside years 1 to 9999 */
#define SPANS_TRIED ((size_t)4)

struct as__zone {
    size_t size;  /* of this allocation */
    size_t count; /* of the transitions */
    bool has_rule;
    as__zone_rule rule;
    int32_t *offsets; /* before the first transition, then after each */
    int64_t times[];
};

/* What a header says, and where its block begins. */
typedef struct block {
    uint8_t version;
    size_t time_size; /* 4 in the first block, 8 in the second */
    uint32_t ut_flags, standard_flags, leaps, transitions, types, letters;
    const uint8_t *data;
    size_t size;
} block;

static uint32_t load32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t load_time(const uint8_t *bytes, size_t size)
{
    if (size == 4)
        return (int32_t)load32(bytes);
    return (int64_t)((uint64_t)load32(bytes) << 32 | load32(bytes + 4));
}

/* All counts are of 32 bits, so a sum of a few cannot overflow 64. */
static bool read_block(const uint8_t *bytes, size_t size, size_t time_size, block *out)
{
    if (size < HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0)
        return false;
    *out = (block){
        .version = bytes[4],
        .time_size = time_size,
        .ut_flags = load32(bytes + 20),
        .standard_flags = load32(bytes + 24),
        .leaps = load32(bytes + 28),
        .transitions = load32(bytes + 32),
        .types = load32(bytes + 36),
        .letters = load32(bytes + 40),
        .data = bytes + HEADER_SIZE,
    };
    uint64_t needed = (uint64_t)out->transitions * (time_size + 1) + (uint64_t)out->types * 6 + out->letters +
                      (uint64_t)out->leaps * (time_size + 4) + out->standard_flags + out->ut_flags;
    if (needed > size - HEADER_SIZE)
        return false;
    out->size = (size_t)needed;
    return true;
}

static const uint8_t *types_of(const block *from)
{
    return from->data + (size_t)from->transitions * (from->time_size + 1);
}

static int32_t offset_of_type(const block *from, size_t type)
{
    return (int32_t)load32(types_of(from) + type * 6);
}

/* Leap seconds are refused: our instants have none. */
static bool is_sound(const block *from)
{
    if (from->types == 0 || from->leaps != 0)
        return false;
    for (size_t i = 0; i < from->types; i++) {
        int32_t offset = offset_of_type(from, i);
        if (offset < OFFSET_MIN || offset > OFFSET_MAX)
            return false;
    }
    const uint8_t *type_numbers = from->data + (size_t)from->transitions * from->time_size;
    int64_t before = INT64_MIN;
    for (size_t i = 0; i < from->transitions; i++) {
        int64_t time = load_time(from->data + i * from->time_size, from->time_size);
        if ((i > 0 && time <= before) || type_numbers[i] >= from->types)
            return false;
        before = time;
    }
    return true;
}

/* The footer stands between two line ends; empty, the last type goes on for ever. */
static bool read_footer(const uint8_t *bytes, size_t size, bool *has_rule, as__zone_rule *out)
{
    *has_rule = false;
    if (size < 2 || bytes[0] != '\n')
        return false;
    const uint8_t *text = bytes + 1;
    const uint8_t *end = memchr(text, '\n', size - 1);
    if (end == NULL)
        return false;
    *has_rule = end > text;
    return !*has_rule || as__zone_rule_read((const char *)text, (size_t)(end - text), out);
}

static as__zone *make_zone(const as__memory *memory, const block *from)
{
    size_t count = from->transitions;
    size_t size = sizeof(as__zone) + count * sizeof(int64_t) + (count + 1) * sizeof(int32_t);
    as__zone *zone = as__memory_take(memory, size);
    if (zone == NULL)
        return NULL;
    zone->size = size;
    zone->count = count;
    zone->offsets = (int32_t *)(void *)(zone->times + count);
    zone->offsets[0] = offset_of_type(from, 0);
    const uint8_t *type_numbers = from->data + count * from->time_size;
    for (size_t i = 0; i < count; i++) {
        zone->times[i] = load_time(from->data + i * from->time_size, from->time_size);
        zone->offsets[i + 1] = offset_of_type(from, type_numbers[i]);
    }
    return zone;
}

aftersale_status as__zone_read(const as__memory *memory, const void *data, size_t size, as__zone **out)
{
    const uint8_t *bytes = data;
    block from;
    bool has_rule = false;
    as__zone_rule rule = {0};
    if (!read_block(bytes, size, 4, &from))
        return AFTERSALE_CORRUPT;
    if (from.version >= '2') {
        size_t first = HEADER_SIZE + from.size;
        if (!read_block(bytes + first, size - first, 8, &from))
            return AFTERSALE_CORRUPT;
        size_t footer = first + HEADER_SIZE + from.size;
        if (!read_footer(bytes + footer, size - footer, &has_rule, &rule))
            return AFTERSALE_CORRUPT;
    }
    if (!is_sound(&from))
        return AFTERSALE_CORRUPT;

    as__zone *zone = make_zone(memory, &from);
    if (zone == NULL)
        return AFTERSALE_NO_MEMORY;
    zone->has_rule = has_rule;
    zone->rule = rule;
    *out = zone;
    return AFTERSALE_OK;
}

void as__zone_free(const as__memory *memory, as__zone *zone)
{
    if (zone != NULL)
        as__memory_give(memory, zone, zone->size);
}

/* What a clock showed, or would have shown, at a transition, taken by the larger of its two offsets: from
 * there on a civil moment is past a gap, and past both readings of an overlap. */
static int64_t shown_at(const as__zone *zone, size_t transition)
{
    int32_t before = zone->offsets[transition], after = zone->offsets[transition + 1];
    return zone->times[transition] + (before > after ? before : after);
}

/* How many transitions have come by then. Which way a step goes cannot be foretold, so it does not branch. */
static size_t transitions_by(const as__zone *zone, int64_t seconds, bool is_civil)
{
    size_t first = 0;
    for (size_t left = zone->count; left > 0;) {
        size_t half = (left + 1) / 2, last = first + half - 1;
        int64_t begins = is_civil ? shown_at(zone, last) : zone->times[last];
        first += begins <= seconds ? half : 0;
        left -= half;
    }
    return first;
}

static int32_t offset_at(const as__zone *zone, int64_t seconds, bool is_civil)
{
    size_t past = transitions_by(zone, seconds, is_civil);
    if (past == zone->count && zone->has_rule)
        return as__zone_rule_offset(&zone->rule, seconds, is_civil);
    return zone->offsets[past];
}

/* Dates that follow one another are mostly a span or two apart. */
static size_t transitions_near(const as__zone *zone, int64_t utc_seconds, const as__zone_span *near)
{
    if (near->from < near->until && utc_seconds >= near->from) {
        size_t end = near->past + SPANS_TRIED < zone->count ? near->past + SPANS_TRIED : zone->count;
        for (size_t past = near->past; past < end; past++) {
            if (utc_seconds < zone->times[past])
                return past;
        }
    }
    return transitions_by(zone, utc_seconds, false);
}

void as__zone_find_span(const as__zone *zone, int64_t utc_seconds, as__zone_span *span)
{
    size_t past = transitions_near(zone, utc_seconds, span);
    span->past = (uint32_t)past;
    if (past == zone->count && zone->has_rule) { /* a rule tells no ends: what is known is this second */
        span->from = utc_seconds;
        span->until = utc_seconds + 1;
        span->offset = as__zone_rule_offset(&zone->rule, utc_seconds, false);
        return;
    }
    span->from = past == 0 ? -FAR : zone->times[past - 1];
    span->until = past == zone->count ? FAR : zone->times[past];
    span->offset = zone->offsets[past];
}

int32_t as__zone_offset(const as__zone *zone, int64_t utc_seconds)
{
    return offset_at(zone, utc_seconds, false);
}

int64_t as__zone_to_utc(const as__zone *zone, int64_t civil_seconds)
{
    return civil_seconds - offset_at(zone, civil_seconds, true);
}

int64_t as__zone_to_civil(const as__zone *zone, int64_t utc_seconds)
{
    return utc_seconds + offset_at(zone, utc_seconds, false);
}
