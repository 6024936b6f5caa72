/* SPDX-License-Identifier: MIT */
#include "rules/calendar.h"
#include "value/date.h"

#define EVERY_DAY 0x7Fu
#define WORD_BITS 64

static const as__weekend saturday_and_sunday = {0, 1u << 5 | 1u << 6};
const as__calendar as__plain_week = {.weekends = &saturday_and_sunday, .weekend_count = 1};

/* Days far outside the years that dates have keep their weekday: weeks repeat. */
static unsigned weekday_of(int64_t day)
{
    return (unsigned)as__weekday((int32_t)(day % 7));
}

static const as__weekend *weekend_at(const as__calendar *calendar, int64_t day)
{
    const as__weekend *found = calendar->weekends;
    for (size_t i = 1; i < calendar->weekend_count && calendar->weekends[i].from <= day; i++)
        found = &calendar->weekends[i];
    return found;
}

static bool is_weekend(const as__calendar *calendar, int64_t day)
{
    return (weekend_at(calendar, day)->weekdays >> weekday_of(day) & 1u) != 0;
}

static bool is_sound(const as__calendar *rows)
{
    if (rows->weekend_count == 0 || rows->from > rows->until)
        return false;
    for (size_t i = 0; i < rows->weekend_count; i++) {
        if ((rows->weekends[i].weekdays & EVERY_DAY) == EVERY_DAY)
            return false;
        if (i > 0 && rows->weekends[i].from <= rows->weekends[i - 1].from)
            return false;
    }
    for (size_t i = 0; i < rows->holiday_count; i++) {
        int32_t day = rows->holidays[i].day;
        if (day < rows->from || day >= rows->until || (i > 0 && day <= rows->holidays[i - 1].day))
            return false;
    }
    return true;
}

static void mark(uint64_t *off, const as__calendar *calendar, int64_t day)
{
    size_t bit = (size_t)(day - calendar->from);
    off[bit / WORD_BITS] |= UINT64_C(1) << bit % WORD_BITS;
}

aftersale_status as__calendar_make(const as__calendar *rows, as__arena *arena, as__calendar *out)
{
    if (!is_sound(rows))
        return AFTERSALE_INVALID;
    size_t days = (size_t)((int64_t)rows->until - rows->from);
    uint64_t *off = as__arena_take(arena, (days / WORD_BITS + 1) * sizeof *off);
    int32_t *lost = as__arena_take(arena, (rows->holiday_count + 1) * sizeof *lost);
    if (off == NULL || lost == NULL)
        return AFTERSALE_NO_MEMORY;
    as__calendar made = *rows;
    made.lost_count = 0;
    for (int64_t day = rows->from; day < rows->until; day++) {
        if (is_weekend(rows, day))
            mark(off, rows, day);
    }
    for (size_t i = 0; i < rows->holiday_count; i++) {
        int32_t day = rows->holidays[i].day;
        mark(off, rows, day);
        if (!is_weekend(rows, day))
            lost[made.lost_count++] = day;
    }
    made.off = off;
    made.lost = lost;
    *out = made;
    return AFTERSALE_OK;
}

static inline bool is_off(const as__calendar *calendar, int64_t day)
{
    if (day < calendar->from || day >= calendar->until)
        return is_weekend(calendar, day);
    size_t bit = (size_t)(day - calendar->from);
    return (calendar->off[bit / WORD_BITS] >> bit % WORD_BITS & 1u) != 0;
}

bool as__calendar_is_off(const as__calendar *calendar, int64_t day)
{
    return is_off(calendar, day);
}

const char *as__calendar_holiday(const as__calendar *calendar, int64_t day)
{
    size_t first = 0, end = calendar->holiday_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (calendar->holidays[middle].day < day)
            first = middle + 1;
        else
            end = middle;
    }
    bool is_one = first < calendar->holiday_count && calendar->holidays[first].day == day;
    return is_one ? calendar->holidays[first].name : NULL;
}

/* How many of the days lost to holidays come before a day. */
static int64_t lost_before(const as__calendar *calendar, int64_t day)
{
    size_t first = 0, end = calendar->lost_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (calendar->lost[middle] < day)
            first = middle + 1;
        else
            end = middle;
    }
    return (int64_t)first;
}

/* Days from one to another, exclusive, that are not of the weekend. */
static int64_t weekdays_between(uint32_t weekend, int64_t from, int64_t until)
{
    int64_t working = 7, weeks = (until - from) / 7;
    for (unsigned i = 0; i < 7; i++)
        working -= weekend >> i & 1u;
    int64_t count = weeks * working;
    for (int64_t day = from + weeks * 7; day < until; day++)
        count += (weekend >> weekday_of(day) & 1u) == 0;
    return count;
}

int64_t as__calendar_working_days(const as__calendar *calendar, int64_t from, int64_t until)
{
    int64_t count = lost_before(calendar, from) - lost_before(calendar, until);
    int64_t begin = from;
    for (size_t i = 1; i < calendar->weekend_count && begin < until; i++) {
        int64_t change = calendar->weekends[i].from;
        int64_t end = change < until ? change : until;
        if (end <= begin)
            continue;
        count += weekdays_between(calendar->weekends[i - 1].weekdays, begin, end);
        begin = end;
    }
    if (begin < until)
        count += weekdays_between(weekend_at(calendar, begin)->weekdays, begin, until);
    return count;
}

/* A day holds one working day at most, so going on by what is left never goes too far. */
int64_t as__calendar_add(const as__calendar *calendar, int64_t day, int32_t n)
{
    int64_t at = day;
    for (int64_t left = n; left > 0;) {
        int64_t to = at + left;
        left -= as__calendar_working_days(calendar, at + 1, to + 1);
        at = to;
    }
    for (int64_t left = -(int64_t)n; left > 0;) {
        int64_t to = at - left;
        left -= as__calendar_working_days(calendar, to, at);
        at = to;
    }
    return at;
}

bool as__is_day_off(as__days_off days, int64_t day)
{
    return is_off(days.region, day) || (days.owner != NULL && is_off(days.owner, day));
}

bool as__working_day_after(as__days_off days, int64_t day, int64_t *out)
{
    for (int64_t next = day + 1; next <= day + AS__DAYS_ON_MOST; next++) {
        if (!as__is_day_off(days, next)) {
            *out = next;
            return true;
        }
    }
    return false;
}

bool as__working_day_before(as__days_off days, int64_t day, int64_t *out)
{
    for (int64_t before = day - 1; before >= day - AS__DAYS_BACK_MOST; before--) {
        if (!as__is_day_off(days, before)) {
            *out = before;
            return true;
        }
    }
    return false;
}
