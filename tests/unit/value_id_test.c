/* SPDX-License-Identifier: MIT */
#include "value/id.h"
#include "value/instant.h"
#include <criterion/criterion.h>
#include <string.h>

#define BOOK UINT64_C(0x123456789ABCDEF)
#define FIRST_US INT64_C(1577836800000000)

static bool same(aftersale_id a, aftersale_id b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state ^ *state >> 29;
}

Test(value_id, zero_is_not_given)
{
    cr_assert_not(as__id_given((aftersale_id){{0}}));
    for (size_t i = 0; i < 16; i++) {
        aftersale_id id = {{0}};
        id.bytes[i] = 1;
        cr_assert(as__id_given(id));
    }
}

Test(value_id, comes_back_in_parts)
{
    uint64_t state = 1;
    for (int i = 0; i < 10000; i++) {
        uint64_t book = next_random(&state) >> 5;
        uint64_t local = (next_random(&state) >> 1) | 1, got;
        aftersale_id id = as__id_make(book, local);
        cr_assert_eq(id.bytes[6] >> 4, 8);
        cr_assert_eq(id.bytes[8] >> 6, 2);
        cr_assert(as__id_split(id, book, &got));
        cr_assert_eq(got, local);
        cr_assert_not(as__id_split(id, book ^ 1, &got));
        cr_assert_not(as__id_split(id, book ^ UINT64_C(1) << 58, &got));
    }
}

Test(value_id, layout_is_book_then_local)
{
    char text[AFTERSALE_ID_TEXT];
    aftersale_id_text(as__id_make((UINT64_C(1) << 59) - 1, 1), text);
    cr_assert_str_eq(text, "ffffffff-ffff-8ffe-8000-000000000001");
    aftersale_id_text(as__id_make(0, AS__LOCAL_MAX), text);
    cr_assert_str_eq(text, "00000000-0000-8001-bfff-ffffffffffff");
    aftersale_id_text(as__id_make(BOOK, 0x42), text);
    cr_assert_str_eq(text, "2468acf1-3579-8bde-8000-000000000042");
}

Test(value_id, refuses_what_is_no_id_of_ours)
{
    uint64_t local = 77;
    aftersale_id id = as__id_make(BOOK, 5);
    aftersale_id random = id, other = id;
    random.bytes[6] = 0x4F & (random.bytes[6] | 0xF0);
    other.bytes[8] = (uint8_t)(other.bytes[8] | 0xC0);
    cr_assert_not(as__id_split(random, BOOK, &local));
    cr_assert_not(as__id_split(other, BOOK, &local));
    cr_assert_not(as__id_split((aftersale_id){{0}}, 0, &local));
    cr_assert_not(as__id_split(as__id_make(BOOK, 0), BOOK, &local));
}

Test(value_id, touch_names_its_place)
{
    uint64_t state = 2;
    for (int i = 0; i < 10000; i++) {
        uint64_t book = next_random(&state) >> 5;
        as__touch_key key = {
            .enrolment = (next_random(&state) >> 1) | 1,
            .step = 1 + (uint32_t)(next_random(&state) % 1023),
            .occurrence = 1 + (uint32_t)(next_random(&state) % 0xFFFFFF),
        };
        as__touch_key got;
        aftersale_id id = as__touch_id_make(book, key);
        cr_assert_eq(id.bytes[6] >> 4, 8);
        cr_assert_eq(id.bytes[8] >> 6, 2);
        cr_assert(as__touch_id_split(id, book, &got));
        cr_assert_eq(got.enrolment, key.enrolment);
        cr_assert_eq(got.step, key.step);
        cr_assert_eq(got.occurrence, key.occurrence);
        cr_assert_not(as__touch_id_split(id, book ^ 1, &got));
    }
}

Test(value_id, touch_keeps_its_extremes)
{
    as__touch_key last = {AS__LOCAL_MAX, 1023, 0xFFFFFF}, first = {1, 1, 1}, got;
    cr_assert(as__touch_id_split(as__touch_id_make(BOOK, last), BOOK, &got));
    cr_assert(got.enrolment == last.enrolment && got.step == 1023 && got.occurrence == 0xFFFFFF);
    cr_assert(as__touch_id_split(as__touch_id_make(BOOK, first), BOOK, &got));
    cr_assert(got.enrolment == 1 && got.step == 1 && got.occurrence == 1);
    cr_assert_not(as__touch_id_split(as__touch_id_make(BOOK, (as__touch_key){0, 1, 1}), BOOK, &got));
    cr_assert_not(as__touch_id_split(as__touch_id_make(BOOK, (as__touch_key){1, 0, 1}), BOOK, &got));
    cr_assert_not(as__touch_id_split(as__touch_id_make(BOOK, (as__touch_key){1, 1, 0}), BOOK, &got));
}

/* Stored books depend on these numbers. */
Test(value_id, derived_numbers_never_change)
{
    uint8_t secret[16];
    for (size_t i = 0; i < sizeof secret; i++)
        secret[i] = (uint8_t)i;
    cr_assert_eq(as__book_of_name("main"), UINT64_C(0x26e63cb9e60d1ef));
    cr_assert_eq(as__local_of_ref(secret, 3, "INV-1"), UINT64_C(0x2cbb9794d91a643d));
}

Test(value_id, derived_numbers_tell_kind_ref_and_secret_apart)
{
    const uint8_t secret[16] = {1}, other[16] = {2};
    uint64_t number = as__local_of_ref(secret, 3, "INV-1");
    cr_assert_neq(number, as__local_of_ref(secret, 4, "INV-1"));
    cr_assert_neq(number, as__local_of_ref(secret, 3, "INV-2"));
    cr_assert_neq(number, as__local_of_ref(other, 3, "INV-1"));
    cr_assert_neq(as__book_of_name("a"), as__book_of_name("b"));
    cr_assert_leq(number, AS__LOCAL_MAX);
    cr_assert_lt(as__book_of_name(""), UINT64_C(1) << AS__BOOK_BITS);
}

Test(value_id_source, rises_whatever_the_clock_does)
{
    as__id_source source = {0};
    uint64_t last = 0, state = 3, got;
    int64_t now = FIRST_US;
    for (int i = 0; i < 100000; i++) {
        now += (int64_t)(next_random(&state) % 3000) - 1000;
        if (now < FIRST_US)
            now = FIRST_US;
        cr_assert(as__id_next(&source, (aftersale_time){now}, (uint16_t)next_random(&state), &got));
        cr_assert_gt(got, last);
        cr_assert_eq(got & 63, 0);
        last = got;
    }
}

Test(value_id_source, carries_the_clock_and_the_noise)
{
    as__id_source source = {0};
    uint64_t got;
    cr_assert(as__id_next(&source, (aftersale_time){FIRST_US + 5999}, 0xFFFF, &got));
    cr_assert_eq(got, UINT64_C(5) << 22 | UINT64_C(0xFFFF) << 6);
    cr_assert(as__id_next(&source, (aftersale_time){FIRST_US + 5000}, 9, &got));
    cr_assert_eq(got, UINT64_C(6) << 22);
    cr_assert(as__id_next(&source, (aftersale_time){FIRST_US + 7000}, 9, &got));
    cr_assert_eq(got, UINT64_C(7) << 22 | 9 << 6);
}

Test(value_id_source, is_never_zero)
{
    as__id_source source = {0};
    uint64_t got = 0;
    cr_assert(as__id_next(&source, (aftersale_time){FIRST_US}, 0, &got));
    cr_assert_neq(got, 0);
}

Test(value_id_source, refuses_a_clock_that_is_off)
{
    as__id_source source = {0};
    uint64_t got = 0;
    int64_t end = FIRST_US + (INT64_C(1) << 41) * 1000;
    cr_assert_not(as__id_next(&source, (aftersale_time){FIRST_US - 1}, 0, &got));
    cr_assert_not(as__id_next(&source, (aftersale_time){0}, 0, &got));
    cr_assert_not(as__id_next(&source, (aftersale_time){INT64_MIN}, 0, &got));
    cr_assert_not(as__id_next(&source, (aftersale_time){end}, 0, &got));
    cr_assert_not(as__id_next(&source, (aftersale_time){INT64_MAX}, 0, &got));
    cr_assert_eq(source.last, 0);
    cr_assert(as__id_next(&source, (aftersale_time){end - 1}, 0xFFFF, &got));
    cr_assert_leq(got, AS__LOCAL_MAX);
    cr_assert_not(as__id_next(&source, (aftersale_time){end - 1}, 0, &got));
}

Test(value_id_text, comes_back)
{
    char text[AFTERSALE_ID_TEXT];
    aftersale_id id = as__id_make(BOOK, UINT64_C(0x7EDCBA9876543210)), got = {{0}};
    aftersale_id_text(id, text);
    cr_assert_eq(aftersale_id_parse(text, &got), AFTERSALE_OK);
    cr_assert(same(id, got));
    cr_assert_eq(aftersale_id_parse("2468ACF1-3579-8BDE-BEDC-BA9876543210", &got), AFTERSALE_OK);
    aftersale_id_text(got, text);
    cr_assert_str_eq(text, "2468acf1-3579-8bde-bedc-ba9876543210");
}

Test(value_id_text, refuses_other_forms)
{
    static const char *const bad[] = {
        "",
        "2468acf1",
        "2468acf1-3579-8bde-bedc-ba987654321",
        "2468acf1-3579-8bde-bedc-ba98765432100",
        "2468acf135798bdebedcba9876543210",
        "{2468acf1-3579-8bde-bedc-ba9876543210}",
        "2468acf1-3579-8bde-bedc-ba987654321g",
        "2468acf1_3579-8bde-bedc-ba9876543210",
        " 2468acf1-3579-8bde-bedc-ba9876543210",
        "2468acf1-3579-8bde-bedcb-a9876543210",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        aftersale_id got = {{42}};
        cr_assert_eq(aftersale_id_parse(bad[i], &got), AFTERSALE_INVALID, "%s", bad[i]);
        cr_assert_eq(got.bytes[0], 42);
    }
    aftersale_id got;
    cr_assert_eq(aftersale_id_parse(NULL, &got), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_id_parse("2468acf1-3579-8bde-bedc-ba9876543210", NULL), AFTERSALE_INVALID);
}
