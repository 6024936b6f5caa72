/* SPDX-License-Identifier: MIT */
/* Holds the library to tables of known answers: `vectors tz FILE.csv`. Prints what disagrees and ends with 0 only
 * when all agree; 2 when the table is of no use. */
#include "base/memory.h"
#include "csv_file.h"
#include "vectors.h"
#include "value/instant.h"
#include "value/zone.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSABLE 2

void vectors_unusable(tally *count, const char *why)
{
    fprintf(stderr, "vectors: %s: %s\n", count->path, why);
    count->unusable = true;
}

static bool number(const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    long long found = strtoll(text, &end, 10);
    *out = found;
    return errno == 0 && end != text && *end == '\0';
}

static const as__zone *zone_of(as__zones *zones, tally *count, const char *name)
{
    const as__zone *zone = NULL;
    if (as__zones_find(zones, name, &zone) != AFTERSALE_OK)
        vectors_unusable(count, name);
    return zone;
}

/* "2024-03-10T02:30:00" on the clock of some zone. */
static bool civil_of(const char *text, int64_t *out)
{
    char with_zone[40];
    aftersale_time time;
    snprintf(with_zone, sizeof with_zone, "%sZ", text);
    if (aftersale_time_parse(with_zone, &time) != AFTERSALE_OK)
        return false;
    *out = time.us / AS__SECOND;
    return true;
}

/* The first reading of an overlap, and a gap by the offset before it, is what Python calls fold 0 (S31). */
static void compare_local(as__zones *zones, const char *const *row, tally *count)
{
    int64_t civil, expected;
    const as__zone *zone = zone_of(zones, count, row[0]);
    if (zone == NULL)
        return;
    if (!civil_of(row[1], &civil) || !number(row[3], &expected)) {
        vectors_unusable(count, row[1]);
        return;
    }
    int64_t got = as__zone_to_utc(zone, civil);
    count->all++;
    if (got == expected)
        count->agree++;
    else
        printf("%s %s %s: expected %lld, got %lld\n", row[0], row[1], row[2], (long long)expected,
               (long long)got);
}

static void compare_transition(as__zones *zones, const char *const *row, tally *count)
{
    int64_t epoch, before, after;
    const as__zone *zone = zone_of(zones, count, row[0]);
    if (zone == NULL)
        return;
    if (!number(row[1], &epoch) || !number(row[3], &before) || !number(row[4], &after)) {
        vectors_unusable(count, row[2]);
        return;
    }
    int32_t got_before = as__zone_offset(zone, epoch - 1), got_after = as__zone_offset(zone, epoch);
    count->all++;
    if (got_before == before && got_after == after)
        count->agree++;
    else
        printf("%s %s: expected %lld and %lld, got %d and %d\n", row[0], row[2], (long long)before,
               (long long)after, got_before, got_after);
}

static void compare_zones(as__zones *zones, csv_file *file, tally *count)
{
    static const char local_header[] = "zone,local,kind,epoch_fold0,epoch_fold1";
    static const char transition_header[] =
        "zone,epoch_s,utc,offset_before_s,offset_after_s,abbrev_after,is_dst_after";
    if (!csv_row(file)) {
        vectors_unusable(count, "is empty or cannot be read");
        return;
    }
    bool is_local = csv_row_is(file, local_header);
    if (!is_local && !csv_row_is(file, transition_header)) {
        vectors_unusable(count, "has an unknown header");
        return;
    }
    size_t columns = file->count;
    while (!count->unusable && csv_row(file)) {
        if (file->count != columns)
            vectors_unusable(count, "has a row of another width");
        else if (is_local)
            compare_local(zones, file->fields, count);
        else
            compare_transition(zones, file->fields, count);
    }
    if (file->failed)
        vectors_unusable(count, "is damaged");
}

static void run_zones(const char *const *paths, tally *count)
{
    csv_file file;
    as__zones *zones;
    count->path = paths[0];
    if (!csv_open(&file, paths[0])) {
        vectors_unusable(count, strerror(errno));
        return;
    }
    if (as__zones_new(&as__memory_system, NULL, NULL, NULL, &zones) == AFTERSALE_OK) {
        compare_zones(zones, &file, count);
        as__zones_free(zones);
    } else {
        vectors_unusable(count, "out of memory");
    }
    csv_close(&file);
}

/* One kind of table. */
typedef struct subject {
    const char *name, *usage;
    int files;
    void (*run)(const char *const *paths, tally *count);
} subject;

static const subject subjects[] = {
    {"holidays", "VECTORS.csv CALENDARS.csv", 2, vectors_holidays},
#ifdef VECTORS_RRULE
    {"rrule", "FILE.csv", 1, vectors_rrule},
#endif
    {"tz", "FILE.csv", 1, run_zones},
};

static int usage(void)
{
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
        fprintf(stderr, "usage: vectors %s %s\n", subjects[i].name, subjects[i].usage);
    return UNUSABLE;
}

int main(int argc, char **argv)
{
    const subject *chosen = NULL;
    for (size_t i = 0; argc > 1 && i < sizeof subjects / sizeof subjects[0]; i++) {
        if (strcmp(argv[1], subjects[i].name) == 0)
            chosen = &subjects[i];
    }
    if (chosen == NULL || argc != 2 + chosen->files)
        return usage();
    tally count = {.path = argv[2]};
    chosen->run((const char *const *)(argv + 2), &count);
    if (count.unusable)
        return UNUSABLE;
    printf("%ld of %ld agree\n", count.agree, count.all);
    return count.all > 0 && count.agree == count.all ? EXIT_SUCCESS : EXIT_FAILURE;
}
