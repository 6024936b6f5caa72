/* SPDX-License-Identifier: MIT */
/* S31 */
#include "support/failing_memory.h"
#include "value/instant.h"
#include "value/zone.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A TZif file in the making: two types, +1:00 and +2:00. */
typedef struct tzif {
    uint8_t bytes[512];
    size_t size;
} tzif;

static void put(tzif *file, const void *data, size_t size)
{
    memcpy(file->bytes + file->size, data, size);
    file->size += size;
}

static void put_number(tzif *file, int64_t number, size_t size)
{
    for (size_t i = size; i > 0; i--) {
        uint8_t byte = (uint8_t)((uint64_t)number >> (8 * (i - 1)));
        put(file, &byte, 1);
    }
}

static void put_header(tzif *file, char version, uint32_t leaps, uint32_t transitions, uint32_t types)
{
    const uint8_t reserved[15] = {0};
    put(file, "TZif", 4);
    put(file, &version, 1);
    put(file, reserved, sizeof reserved);
    put_number(file, 0, 4);
    put_number(file, 0, 4);
    put_number(file, leaps, 4);
    put_number(file, transitions, 4);
    put_number(file, types, 4);
    put_number(file, 4, 4);
}

static void put_block(tzif *file, char version, size_t time_size, const int64_t *times, uint32_t count)
{
    put_header(file, version, 0, count, 2);
    for (uint32_t i = 0; i < count; i++)
        put_number(file, times[i], time_size);
    for (uint32_t i = 0; i < count; i++)
        put_number(file, 1 - i % 2, 1);
    put_number(file, 3600, 4);
    put_number(file, 0, 2);
    put_number(file, 7200, 4);
    put_number(file, 256, 2);
    put(file, "ABC", 4);
}

static tzif version_1(const int64_t *times, uint32_t count)
{
    tzif file = {.size = 0};
    put_block(&file, '\0', 4, times, count);
    return file;
}

static tzif version_2(const int64_t *times, uint32_t count, const char *footer)
{
    tzif file = {.size = 0};
    put_block(&file, '2', 4, NULL, 0);
    put_block(&file, '2', 8, times, count);
    put(&file, footer, strlen(footer));
    return file;
}

static aftersale_status read_status(const tzif *file)
{
    as__zone *zone = NULL;
    aftersale_status status = as__zone_read(&as__memory_system, file->bytes, file->size, &zone);
    cr_assert_eq(zone == NULL, status != AFTERSALE_OK);
    as__zone_free(&as__memory_system, zone);
    return status;
}

static as__zone *zone_of(const tzif *file)
{
    as__zone *zone = NULL;
    cr_assert_eq(as__zone_read(&as__memory_system, file->bytes, file->size, &zone), AFTERSALE_OK);
    return zone;
}

Test(value_zone, version_1_ends_with_its_last_type)
{
    tzif file = version_1((int64_t[]){-100, 1000, 5000}, 3);
    as__zone *zone = zone_of(&file);
    cr_assert_eq(as__zone_offset(zone, INT64_MIN), 3600);
    cr_assert_eq(as__zone_offset(zone, -101), 3600);
    cr_assert_eq(as__zone_offset(zone, -100), 7200);
    cr_assert_eq(as__zone_offset(zone, 999), 7200);
    cr_assert_eq(as__zone_offset(zone, 1000), 3600);
    cr_assert_eq(as__zone_offset(zone, 5000), 7200);
    cr_assert_eq(as__zone_offset(zone, INT64_MAX), 7200);
    as__zone_free(&as__memory_system, zone);
}

Test(value_zone, footer_rules_after_the_last_transition)
{
    tzif file = version_2((int64_t[]){-5000000000}, 1, "\nAAA-5\n");
    as__zone *zone = zone_of(&file);
    cr_assert_eq(as__zone_offset(zone, -5000000001), 3600);
    cr_assert_eq(as__zone_offset(zone, -5000000000), 18000);
    cr_assert_eq(as__zone_to_civil(zone, 0), 18000);
    cr_assert_eq(as__zone_to_utc(zone, 18000), 0);
    as__zone_free(&as__memory_system, zone);
}

Test(value_zone, empty_footer_goes_on_with_the_last_type)
{
    tzif file = version_2((int64_t[]){0}, 1, "\n\n");
    as__zone *zone = zone_of(&file);
    cr_assert_eq(as__zone_offset(zone, INT64_MAX), 7200);
    as__zone_free(&as__memory_system, zone);
}

Test(value_zone, no_transitions_at_all)
{
    tzif with_rule = version_2(NULL, 0, "\nUTC0\n"), without = version_1(NULL, 0);
    as__zone *zone = zone_of(&with_rule);
    cr_assert_eq(as__zone_offset(zone, -1), 0);
    as__zone_free(&as__memory_system, zone);
    zone = zone_of(&without);
    cr_assert_eq(as__zone_offset(zone, -1), 3600);
    as__zone_free(&as__memory_system, zone);
}

Test(value_zone, refuses_every_shortened_file)
{
    tzif file = version_2((int64_t[]){-100, 1000}, 2, "\nCET-1CEST,M3.5.0,M10.5.0/3\n");
    cr_assert_eq(read_status(&file), AFTERSALE_OK);
    for (size_t whole = file.size; file.size > 0;) {
        file.size--;
        cr_assert_eq(read_status(&file), AFTERSALE_CORRUPT, "%zu of %zu", file.size, whole);
    }
    file = version_1((int64_t[]){-100, 1000}, 2);
    while (file.size-- > 0)
        cr_assert_eq(read_status(&file), AFTERSALE_CORRUPT);
}

Test(value_zone, refuses_what_makes_no_sense)
{
    tzif unsorted = version_1((int64_t[]){5, 5}, 2);
    cr_assert_eq(read_status(&unsorted), AFTERSALE_CORRUPT);
    tzif unknown_type = version_1((int64_t[]){5}, 1);
    unknown_type.bytes[44 + 4] = 2;
    cr_assert_eq(read_status(&unknown_type), AFTERSALE_CORRUPT);
    tzif far_offset = version_1(NULL, 0);
    far_offset.bytes[44] = 0x7F;
    cr_assert_eq(read_status(&far_offset), AFTERSALE_CORRUPT);
    tzif no_magic = version_1(NULL, 0);
    no_magic.bytes[0] = 'X';
    cr_assert_eq(read_status(&no_magic), AFTERSALE_CORRUPT);
    tzif bad_footer = version_2(NULL, 0, "\nnonsense\n");
    cr_assert_eq(read_status(&bad_footer), AFTERSALE_CORRUPT);
    tzif huge_counts = version_1(NULL, 0);
    memset(huge_counts.bytes + 20, 0xFF, 24);
    cr_assert_eq(read_status(&huge_counts), AFTERSALE_CORRUPT);
}

Test(value_zone, refuses_leap_seconds_and_files_without_types)
{
    tzif leaps = {.size = 0}, no_types = {.size = 0};
    put_header(&leaps, '\0', 1, 0, 1);
    put_number(&leaps, 0, 6);
    put(&leaps, "ABC", 4);
    put_number(&leaps, 78796800, 4);
    put_number(&leaps, 1, 4);
    cr_assert_eq(read_status(&leaps), AFTERSALE_CORRUPT);
    put_header(&no_types, '\0', 0, 0, 0);
    put(&no_types, "ABC", 4);
    cr_assert_eq(read_status(&no_types), AFTERSALE_CORRUPT);
}

/* Nothing a damaged file holds may lead astray: the sanitizers watch. */
Test(value_zone, survives_any_changed_byte)
{
    tzif file = version_2((int64_t[]){-100, 1000}, 2, "\nCET-1CEST,M3.5.0,M10.5.0/3\n");
    for (size_t at = 0; at < file.size; at++) {
        uint8_t right = file.bytes[at];
        for (int wrong = 0; wrong < 256; wrong++) {
            as__zone *zone = NULL;
            file.bytes[at] = (uint8_t)wrong;
            if (as__zone_read(&as__memory_system, file.bytes, file.size, &zone) == AFTERSALE_OK) {
                as__zone_to_utc(zone, 2000000000);
                as__zone_to_civil(zone, 0);
            }
            as__zone_free(&as__memory_system, zone);
        }
        file.bytes[at] = right;
    }
}

Test(value_zone, tells_when_there_is_no_memory)
{
    tzif file = version_1((int64_t[]){5}, 1);
    failing_memory host = {.fail_at = 1};
    as__memory memory = {failing_memory_resize, &host};
    as__zone *zone = NULL;
    cr_assert_eq(as__zone_read(&memory, file.bytes, file.size, &zone), AFTERSALE_NO_MEMORY);
    cr_assert_null(zone);
    as__zone_free(&memory, NULL);
    cr_assert_eq(host.held, 0);
}

/* From here on with the zones of the system. */

static int64_t seconds_of(const char *text)
{
    char with_zone[40];
    aftersale_time time;
    snprintf(with_zone, sizeof with_zone, "%sZ", text);
    cr_assert_eq(aftersale_time_parse(with_zone, &time), AFTERSALE_OK, "%s", text);
    return time.us / AS__SECOND;
}

typedef struct local_row {
    const char *zone, *civil, *utc;
} local_row;

static void check_rows(const local_row *rows, size_t count)
{
    as__zones *zones;
    cr_assert_eq(as__zones_new(&as__memory_system, NULL, NULL, NULL, &zones), AFTERSALE_OK);
    for (size_t i = 0; i < count; i++) {
        const as__zone *zone;
        cr_assert_eq(as__zones_find(zones, rows[i].zone, &zone), AFTERSALE_OK, "%s", rows[i].zone);
        char got[AFTERSALE_TIME_TEXT];
        aftersale_time_text(aftersale_time_from_seconds(as__zone_to_utc(zone, seconds_of(rows[i].civil))),
                            got);
        got[strlen(got) - 1] = '\0';
        cr_assert_str_eq(got, rows[i].utc, "%s %s: %s", rows[i].zone, rows[i].civil, got);
    }
    as__zones_free(zones);
}

Test(value_zone, nine_stays_nine_across_a_change)
{
    static const local_row rows[] = {
        {"Europe/London", "2026-03-28T09:00:00", "2026-03-28T09:00:00"},
        {"Europe/London", "2026-03-29T09:00:00", "2026-03-29T08:00:00"},
        {"Europe/London", "2026-10-24T09:00:00", "2026-10-24T08:00:00"},
        {"Europe/London", "2026-10-25T09:00:00", "2026-10-25T09:00:00"},
        {"America/New_York", "2070-07-01T09:00:00", "2070-07-01T13:00:00"},
        {"America/New_York", "2070-12-01T09:00:00", "2070-12-01T14:00:00"},
    };
    check_rows(rows, COUNT(rows));
}

Test(value_zone, time_that_does_not_exist_moves_on_by_the_gap)
{
    static const local_row rows[] = {
        {"America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59"},
        {"America/New_York", "2026-03-08T02:00:00", "2026-03-08T07:00:00"},
        {"America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00"},
        {"America/New_York", "2026-03-08T03:00:00", "2026-03-08T07:00:00"},
        {"Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00"},
        {"Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00"},
        {"Europe/Dublin", "2026-03-29T01:30:00", "2026-03-29T01:30:00"},
        {"Asia/Beirut", "2026-03-29T00:30:00", "2026-03-28T22:30:00"},
        {"America/Nuuk", "2050-03-26T23:30:00", "2050-03-27T01:30:00"},
        {"Europe/Berlin", "2199-03-31T02:30:00", "2199-03-31T01:30:00"},
    };
    check_rows(rows, COUNT(rows));
}

Test(value_zone, time_that_occurs_twice_is_the_first)
{
    static const local_row rows[] = {
        {"America/New_York", "2026-11-01T00:59:59", "2026-11-01T04:59:59"},
        {"America/New_York", "2026-11-01T01:00:00", "2026-11-01T05:00:00"},
        {"America/New_York", "2026-11-01T01:59:59", "2026-11-01T05:59:59"},
        {"America/New_York", "2026-11-01T02:00:00", "2026-11-01T07:00:00"},
        {"Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00"},
        {"Europe/Dublin", "2026-10-25T01:30:00", "2026-10-25T00:30:00"},
        {"Africa/Casablanca", "2026-02-15T02:30:00", "2026-02-15T01:30:00"},
        {"Europe/Berlin", "2199-10-27T02:30:00", "2199-10-27T00:30:00"},
    };
    check_rows(rows, COUNT(rows));
}

Test(value_zone, odd_offsets)
{
    static const local_row rows[] = {
        {"Asia/Kathmandu", "2026-01-01T09:00:00", "2026-01-01T03:15:00"},
        {"Pacific/Chatham", "2026-07-01T09:00:00", "2026-06-30T20:15:00"},
        {"Pacific/Kiritimati", "2026-01-01T09:00:00", "2025-12-31T19:00:00"},
        {"Etc/GMT+12", "2026-01-01T09:00:00", "2026-01-01T21:00:00"},
        {"UTC", "2026-01-01T09:00:00", "2026-01-01T09:00:00"},
        {"Europe/London", "1840-01-01T00:00:00", "1840-01-01T00:01:15"},
    };
    check_rows(rows, COUNT(rows));
}
