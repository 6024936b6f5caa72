/* SPDX-License-Identifier: MIT */
/* Business days by the calendars of real regions (S34): the n-th day after a day that is neither of the weekend nor a
 * holiday. */
#include "base/memory.h"
#include "csv_file.h"
#include "rules/calendar.h"
#include "value/date.h"
#include "vectors.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALENDARS_MOST 64

/* The rows of one calendar, in the order of the file. */
typedef struct region {
    char name[32];
    as__holiday *holidays;
    size_t count;
} region;

typedef struct regions {
    as__arena arena;
    region items[CALENDARS_MOST];
    size_t count;
} regions;

static bool day_of(const char *text, int32_t *out)
{
    aftersale_date date;
    if (aftersale_date_parse(text, &date) != AFTERSALE_OK)
        return false;
    *out = as__days_from_date(date);
    return true;
}

static region *find_region(regions *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].name, name) == 0)
            return &all->items[i];
    }
    return NULL;
}

static region *add_region(regions *all, const char *name)
{
    if (all->count == CALENDARS_MOST || strlen(name) >= sizeof all->items[0].name)
        return NULL;
    region *added = &all->items[all->count++];
    strcpy(added->name, name);
    return added;
}

static bool add_holiday(regions *all, const char *const *row)
{
    region *of = find_region(all, row[0]);
    int32_t day;
    if (of == NULL)
        of = add_region(all, row[0]);
    if (of == NULL || !day_of(row[1], &day))
        return false;
    as__holiday *grown = realloc(of->holidays, (of->count + 1) * sizeof *grown);
    const char *name = as__arena_text(&all->arena, row[2], strlen(row[2]));
    if (grown == NULL)
        return false;
    of->holidays = grown;
    of->holidays[of->count++] = (as__holiday){day, name};
    return name != NULL;
}

static void read_regions(regions *all, const char *path, tally *count)
{
    csv_file file;
    if (!csv_open(&file, path)) {
        vectors_unusable(count, strerror(errno));
        return;
    }
    if (!csv_row(&file) || !csv_row_is(&file, "calendar,date,name"))
        vectors_unusable(count, "the calendars have an unknown header");
    while (!count->unusable && csv_row(&file)) {
        if (file.count != 3 || !add_holiday(all, file.fields))
            vectors_unusable(count, "a calendar has a row of no use");
    }
    if (file.failed)
        vectors_unusable(count, "the calendars are damaged");
    csv_close(&file);
}

/* "Sat,Sun" */
static bool weekend_of(const char *text, uint32_t *out)
{
    static const char days[] = "Mon,Tue,Wed,Thu,Fri,Sat,Sun";
    *out = 0;
    for (const char *at = text; *at != '\0'; at += at[3] == ',' ? 4 : 3) {
        char day[4] = {0};
        memcpy(day, at, strnlen(at, 3));
        const char *found = strstr(days, day);
        if (strlen(day) != 3 || found == NULL)
            return false;
        *out |= 1u << (found - days) / 4;
    }
    return *out != 0;
}

/* And back again: so many days before the result is the last working day up to the start. */
static bool comes_back(const as__calendar *calendar, int64_t start, int32_t n, int64_t result)
{
    int64_t back = as__calendar_add(calendar, result, -n);
    return back <= start && !as__calendar_is_off(calendar, back) &&
           as__calendar_add(calendar, back, n) == result;
}

static void compare(regions *all, const char *const *row, tally *count)
{
    as__weekend weekend = {0};
    int32_t start, expected;
    const region *of = find_region(all, row[0]);
    int n = atoi(row[3]);
    if (of == NULL || !weekend_of(row[1], &weekend.weekdays) || !day_of(row[2], &start) || n < 1 ||
        !day_of(row[4], &expected)) {
        vectors_unusable(count, "has a row of no use");
        return;
    }
    const as__calendar rows = {.name = of->name,
                               .weekends = &weekend,
                               .weekend_count = 1,
                               .holidays = of->holidays,
                               .holiday_count = of->count,
                               .from = of->holidays[0].day,
                               .until = of->holidays[of->count - 1].day + 1};
    as__calendar calendar;
    if (as__calendar_make(&rows, &all->arena, &calendar) != AFTERSALE_OK) {
        vectors_unusable(count, of->name);
        return;
    }
    int64_t got = as__calendar_add(&calendar, start, n);
    count->all++;
    if (got == expected && comes_back(&calendar, start, n, got))
        count->agree++;
    else
        printf("%s %s %s %d: expected %s, got %+ld days from it\n", row[0], row[1], row[2], n, row[4],
               (long)(got - expected));
}

static void compare_all(regions *all, const char *path, tally *count)
{
    csv_file file;
    if (!csv_open(&file, path)) {
        vectors_unusable(count, strerror(errno));
        return;
    }
    if (!csv_row(&file) || !csv_row_is(&file, "calendar,weekend,start,n,result"))
        vectors_unusable(count, "has an unknown header");
    while (!count->unusable && csv_row(&file)) {
        if (file.count == 5)
            compare(all, file.fields, count);
        else
            vectors_unusable(count, "has a row of another width");
    }
    if (file.failed)
        vectors_unusable(count, "is damaged");
    csv_close(&file);
}

void vectors_holidays(const char *const *paths, tally *count)
{
    regions all = {.count = 0};
    as__arena_init(&all.arena, &as__memory_system);
    read_regions(&all, paths[1], count);
    if (!count->unusable)
        compare_all(&all, paths[0], count);
    for (size_t i = 0; i < all.count; i++)
        free(all.items[i].holidays);
    as__arena_free(&all.arena);
}
