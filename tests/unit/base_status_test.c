/* SPDX-License-Identifier: MIT */
#include "aftersale/base.h"
#include "base/checked.h"
#include "base/message.h"
#include "base/wide.h"
#include <criterion/criterion.h>
#include <string.h>

Test(base_status, every_status_has_its_own_name)
{
    for (int32_t status = AFTERSALE_NEEDS_MIGRATION; status <= AFTERSALE_DONE; status++) {
        const char *name = aftersale_status_name(status);
        cr_assert_eq(strncmp(name, "AFTERSALE_", 10), 0, "%d is %s", status, name);
        for (int32_t other = AFTERSALE_NEEDS_MIGRATION; other < status; other++)
            cr_assert_str_neq(name, aftersale_status_name(other));
    }
    cr_assert_str_eq(aftersale_status_name(AFTERSALE_OK), "AFTERSALE_OK");
    cr_assert_str_eq(aftersale_status_name(AFTERSALE_NEEDS_MIGRATION), "AFTERSALE_NEEDS_MIGRATION");
    cr_assert_str_eq(aftersale_status_name(3), "not a status");
    cr_assert_str_eq(aftersale_status_name(INT32_MIN), "not a status");
}

/* 0.1.0 */
Test(base_status, version_is_packed_in_three_bytes)
{
    cr_assert_eq(aftersale_version(), UINT32_C(0x000100));
}

Test(base_message, texts_stand_by_their_numbers)
{
    cr_assert_str_eq(as__message_text(AS__MESSAGE_NONE), "");
    cr_assert_str_eq(as__message_text(AS__MESSAGE_REQUIRED), "must be given");
    cr_assert_str_eq(as__message_text((as__message)62), "internal fault");
    cr_assert_str_eq(as__message_text((as__message)9999), "");
}

Test(base_checked, says_when_it_overflows)
{
    int64_t out;
    size_t size;
    cr_assert(as__add_i64(INT64_MAX - 1, 1, &out));
    cr_assert_eq(out, INT64_MAX);
    cr_assert_not(as__add_i64(INT64_MAX, 1, &out));
    cr_assert(as__mul_i64(INT64_MIN, 1, &out));
    cr_assert_not(as__mul_i64(INT64_MIN, -1, &out));
    cr_assert(as__mul_size(SIZE_MAX, 1, &size));
    cr_assert_not(as__mul_size(SIZE_MAX / 2 + 1, 2, &size));
}

Test(base_wide, narrows_only_what_fits)
{
    int64_t out;
    cr_assert(as__wide_narrow(INT64_MAX, &out));
    cr_assert_eq(out, INT64_MAX);
    cr_assert(as__wide_narrow(INT64_MIN, &out));
    cr_assert_eq(out, INT64_MIN);
    cr_assert_not(as__wide_narrow((as__wide)INT64_MAX + 1, &out));
    cr_assert_not(as__wide_narrow((as__wide)INT64_MIN - 1, &out));
}

/* S5 */
Test(base_wide, half_goes_to_the_even_neighbour)
{
    static const struct {
        int64_t value, divisor, expected;
    } rows[] = {
        {0, 10, 0},    {4, 10, 0},
        {5, 10, 0},    {6, 10, 1},
        {14, 10, 1},   {15, 10, 2},
        {16, 10, 2},   {25, 10, 2},
        {26, 10, 3},   {35, 10, 4},
        {-5, 10, 0},   {-6, 10, -1},
        {-15, 10, -2}, {-25, 10, -2},
        {-26, 10, -3}, {7, 1, 7},
        {1, 3, 0},     {2, 3, 1},
        {3, 2, 2},     {5, 2, 2},
        {-3, 2, -2},   {INT64_MAX, INT64_MAX, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t got = (int64_t)as__wide_half_even(rows[i].value, rows[i].divisor);
        cr_assert_eq(got, rows[i].expected, "row %zu: %lld", i, (long long)got);
    }
}
