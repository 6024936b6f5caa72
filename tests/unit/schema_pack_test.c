/* SPDX-License-Identifier: MIT */
/* S1, S3: what is packed comes back whole, and what a library does not know is carried along. */
#include "schema/pack.h"
#include "schema_sample.h"
#include "support/failing_memory.h"

static as__arena arena;

static void set_up(void)
{
    as__arena_init(&arena, &as__memory_system);
}

static void tear_down(void)
{
    as__arena_free(&arena);
}

TestSuite(schema_pack, .init = set_up, .fini = tear_down);

static aftersale_bytes bytes_of(const as__buffer *buffer)
{
    return (aftersale_bytes){buffer->data, buffer->size};
}

Test(schema_pack, round_trip_of_every_kind)
{
    sample from = {.state = 42, .arena = &arena, .text_max = 200};
    for (int round = 0; round < 200; round++) {
        for (size_t k = 0; k < aftersale_kind_count(); k++) {
            const as__kind *kind = as__kind_of(aftersale_kind_at(k));
            from.given = (unsigned)sample_below(&from, 9);
            void *draft = sample_draft(&from, kind, 7);
            void *back = as__arena_take(&arena, kind->size);
            as__buffer packed;
            as__buffer_init(&packed, &as__memory_system);
            as__pack_record(draft, &packed);
            cr_assert_not(packed.failed);
            cr_assert_eq(as__unpack_record(bytes_of(&packed), kind, &arena, back), AFTERSALE_OK, "%s",
                         kind->name);
            sample_same(kind->fields, kind->field_count, draft, back);
            as__buffer again;
            as__buffer_init(&again, &as__memory_system);
            ((as__head *)back)->kind = (int16_t)kind->kind;
            as__pack_record(back, &again);
            cr_assert(again.size == packed.size && memcmp(again.data, packed.data, packed.size) == 0, "%s",
                      kind->name);
            as__buffer_free(&again);
            as__buffer_free(&packed);
        }
        as__arena_reset(&arena);
    }
}

Test(schema_pack, ends_of_ranges)
{
    static const int64_t ends[] = {INT64_MIN, INT64_MAX, -1, 1, 63, 64, -64, -65};
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_COUNTER);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        as__counter counter = {.head = {.kind = AFTERSALE_KIND_COUNTER}, .id = INT64_MAX, .amount = ends[i]};
        as__counter back = {.id = 0};
        as__buffer packed;
        as__buffer_init(&packed, &as__memory_system);
        as__pack_record((const aftersale_record *)&counter, &packed);
        cr_assert_eq(as__unpack_record(bytes_of(&packed), kind, &arena, &back), AFTERSALE_OK);
        cr_assert_eq(back.amount, ends[i]);
        cr_assert_eq(back.id, INT64_MAX);
        as__buffer_free(&packed);
    }
}

/* Tag 100 of a newer library: read, packed and read again, it stands at the end, byte by byte. */
Test(schema_pack, unknown_fields_are_carried_along)
{
    static const uint8_t content[] = {1, 1, 5, 100, 3, 'n', 'e', 'w', 4, 1, 'Z', 101, 0};
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_CUSTOMER);
    aftersale_customer customer = {.id = 0};
    as__buffer packed;
    cr_assert_eq(as__unpack_record((aftersale_bytes){content, sizeof content}, kind, &arena, &customer),
                 AFTERSALE_OK);
    cr_assert_eq(customer.id, 5);
    cr_assert_str_eq(customer.name, "Z");
    cr_assert_eq(customer.head.unknown.size, 7);
    customer.head.kind = AFTERSALE_KIND_CUSTOMER;
    as__buffer_init(&packed, &as__memory_system);
    as__pack_record((const aftersale_record *)&customer, &packed);
    static const uint8_t expected[] = {1, 1, 5, 4, 1, 'Z', 100, 3, 'n', 'e', 'w', 101, 0};
    cr_assert(packed.size == sizeof expected && memcmp(packed.data, expected, sizeof expected) == 0);
    as__buffer_free(&packed);
}

static void is_corrupt(aftersale_kind kind, const uint8_t *content, size_t size)
{
    const as__kind *of = as__kind_of(kind);
    void *draft = as__arena_take(&arena, of->size);
    cr_assert_eq(as__unpack_record((aftersale_bytes){content, size}, of, &arena, draft), AFTERSALE_CORRUPT,
                 "of %zu bytes, tag %d", size, content[0]);
}

#define CORRUPT(kind, ...)                                                                                   \
    is_corrupt(AFTERSALE_KIND_##kind, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

Test(schema_pack, damage_is_seen)
{
    CORRUPT(CUSTOMER, 1);                                        /* no size */
    CORRUPT(CUSTOMER, 1, 2, 5);                                  /* cut off */
    CORRUPT(CUSTOMER, 1, 2, 5, 5);                               /* more than a number */
    CORRUPT(CUSTOMER, 1, 1, 0x80);                               /* a number without an end */
    CORRUPT(CUSTOMER, 4, 1, 0xFF);                               /* not UTF-8 */
    CORRUPT(CUSTOMER, 4, 1, 0);                                  /* NUL in a text */
    CORRUPT(CUSTOMER, 5, 1, 9);                                  /* a list that is none */
    CORRUPT(SALE, 6, 2, 'G', 'B');                               /* half a currency */
    CORRUPT(SALE, 8, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);           /* a day beyond all years */
    CORRUPT(SALE, 13, 3, 0x80, 0xA3, 0x05);                      /* 86400 seconds into a day */
    CORRUPT(EVENT, 25, 3, 1, 2, 3);                              /* a short digest */
    CORRUPT(EVENT, 25, 0);                                       /* none */
    CORRUPT(PRODUCT, 6, 5, 'G', 'B', 'P', 2, 100);               /* a price of 100 decimals */
    CORRUPT(CUSTOMER, 3, 6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F); /* more than 32 bits */
}

/* Any cut of packed bytes is read or refused, never overrun; a sanitizer looks on. */
Test(schema_pack, every_cut)
{
    sample from = {.state = 7, .arena = &arena, .given = 8, .text_max = 40};
    for (size_t k = 0; k < aftersale_kind_count(); k++) {
        const as__kind *kind = as__kind_of(aftersale_kind_at(k));
        as__buffer packed;
        as__buffer_init(&packed, &as__memory_system);
        as__pack_record(sample_draft(&from, kind, 7), &packed);
        for (size_t size = 0; size < packed.size; size++) {
            void *draft = as__arena_take(&arena, kind->size);
            aftersale_status status =
                as__unpack_record((aftersale_bytes){packed.data, size}, kind, &arena, draft);
            cr_assert(status == AFTERSALE_OK || status == AFTERSALE_CORRUPT);
        }
        for (size_t at = 0; at < packed.size; at++) {
            packed.data[at] ^= (uint8_t)(1 + sample_below(&from, 255));
            void *draft = as__arena_take(&arena, kind->size);
            (void)as__unpack_record(bytes_of(&packed), kind, &arena, draft);
        }
        as__buffer_free(&packed);
        as__arena_reset(&arena);
    }
}

static const as__field *list_of(const as__kind *kind, const char *name)
{
    return as__kind_field_named(kind, name);
}

Test(schema_pack, one_list_alone)
{
    sample from = {.state = 3, .arena = &arena, .given = 6, .text_max = 40};
    const as__field *steps = list_of(as__kind_of(AFTERSALE_KIND_ENROLMENT), "steps");
    aftersale_enrolment run = {.id = 1}, back = {.id = 0};
    as__buffer packed;
    sample_value(&from, steps, &run);
    as__buffer_init(&packed, &as__memory_system);
    as__pack_list(steps, &run, &packed);
    cr_assert_eq(as__unpack_list(bytes_of(&packed), steps, &arena, &back), AFTERSALE_OK);
    cr_assert(as__field_same(steps, &run, &back));
    packed.data[0] ^= 0x40;
    cr_assert_eq(as__unpack_list(bytes_of(&packed), steps, &arena, &back), AFTERSALE_CORRUPT);
    as__buffer_free(&packed);
}

/* S1: every allocation may fail; then there is a status, and no leak. */
Test(schema_pack, no_memory)
{
    sample from = {.state = 11, .arena = &arena, .given = 8, .text_max = 40};
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_CUSTOMER);
    void *draft = sample_draft(&from, kind, 7);
    static const uint8_t extra[] = {100, 1, 1};
    ((as__head *)draft)->unknown = (aftersale_bytes){extra, sizeof extra};
    bool through = false;
    for (size_t n = 1; !through; n++) {
        failing_memory memory = {.fail_at = n};
        as__memory failing = {failing_memory_resize, &memory};
        as__arena own;
        as__buffer packed;
        void *back = as__arena_take(&arena, kind->size);
        as__arena_init(&own, &failing);
        as__buffer_init(&packed, &failing);
        as__pack_record(draft, &packed);
        aftersale_status status = AFTERSALE_NO_MEMORY;
        if (!packed.failed)
            status = as__unpack_record(bytes_of(&packed), kind, &own, back);
        through = memory.calls < n;
        cr_assert_eq(status, through ? AFTERSALE_OK : AFTERSALE_NO_MEMORY, "allocation %zu", n);
        as__buffer_free(&packed);
        as__arena_free(&own);
        cr_assert_eq(memory.held, 0);
        cr_assert_eq(memory.faults, 0);
    }
}
