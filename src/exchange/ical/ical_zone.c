/* SPDX-License-Identifier: MIT */
/* A zone from what its clock shows, as the core reads the zone data: libical's own is neither asked nor named. */
#include "exchange/ical/ical_calendar.h"
#include "exchange/ical/ical_day.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)
/* Readers keep the first definition of a zone that they meet and use it for all calendars: so all of them have the same
 * one, from 2020 to 2037, and one that needs more has more. */
#define ALWAYS_FROM (INT64_C(1577836800) * SECOND)
#define ALWAYS_UNTIL (INT64_C(2145916800) * SECOND)

static int64_t covered_from(const as__ical_writer *to)
{
    return to->first.us < ALWAYS_FROM ? to->first.us / SECOND * SECOND : ALWAYS_FROM;
}

static int64_t covered_until(const as__ical_writer *to)
{
    return to->last.us > ALWAYS_UNTIL ? to->last.us : ALWAYS_UNTIL;
}

static aftersale_status offset_at(const as__ical_writer *to, int64_t us, int32_t *out)
{
    aftersale_time time = {us != 0 ? us : 1}; /* 0 would be now */
    aftersale_date day;
    aftersale_daytime shown;
    aftersale_status status = aftersale_book_local(to->book, to->zone, time, &day, &shown);
    if (status != AFTERSALE_OK)
        return status;
    int64_t local = as__ical_day_of(day.year, day.month, day.day) * INT64_C(86400) + shown.hour * 3600 +
                    shown.minute * 60 + shown.second;
    *out = (int32_t)(local - (us / SECOND - (us % SECOND < 0 ? 1 : 0)));
    return AFTERSALE_OK;
}

/* When the offset changes between two instants that differ in it, to the second: `early` and `late` are whole
 * seconds. */
static aftersale_status find_change(const as__ical_writer *to, int64_t early, int64_t late, int32_t before,
                                    int64_t *out)
{
    while (late - early > SECOND) {
        int64_t middle = (early + late) / 2 / SECOND * SECOND;
        int32_t offset;
        aftersale_status status = offset_at(to, middle, &offset);
        if (status != AFTERSALE_OK)
            return status;
        if (offset == before)
            early = middle;
        else
            late = middle;
    }
    *out = late;
    return AFTERSALE_OK;
}

/* From `onset` on, which is the last moment of the clock that shows the offset before it. */
static aftersale_status put_observance(icalcomponent *zone, icaltimetype onset, int32_t before, int32_t after)
{
    icalcomponent_kind kind = after > before ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT;
    icalcomponent *observance = icalcomponent_new(kind);
    aftersale_status status;
    if (observance == NULL)
        return AFTERSALE_NO_MEMORY;
    icalcomponent_add_component(zone, observance);
    status = as__ical_add(observance, icalproperty_new_dtstart(onset));
    if (status == AFTERSALE_OK)
        status = as__ical_add(observance, icalproperty_new_tzoffsetfrom(before));
    if (status == AFTERSALE_OK)
        status = as__ical_add(observance, icalproperty_new_tzoffsetto(after));
    return status;
}

static icaltimetype local_of(int64_t us, int32_t offset)
{
    int64_t seconds = us / SECOND + offset;
    int32_t day = (int32_t)(seconds / 86400 - (seconds % 86400 < 0 ? 1 : 0));
    int32_t rest = (int32_t)(seconds - day * INT64_C(86400));
    aftersale_daytime time = {1, (uint8_t)(rest / 3600), (uint8_t)(rest / 60 % 60), (uint8_t)(rest % 60)};
    return as__ical_time(as__ical_date_of(day), time);
}

/* No zone changes twice within a day. */
static aftersale_status put_changes(const as__ical_writer *to, icalcomponent *zone, int32_t before)
{
    int64_t at = covered_from(to), until = covered_until(to), change;
    while (at <= until) {
        int32_t after;
        aftersale_status status = offset_at(to, at + DAY, &after);
        if (status == AFTERSALE_OK && after != before) {
            status = find_change(to, at, at + DAY, before, &change);
            if (status == AFTERSALE_OK)
                status = put_observance(zone, local_of(change, before), before, after);
            before = after;
        }
        if (status != AFTERSALE_OK)
            return status;
        at += DAY;
    }
    return AFTERSALE_OK;
}

aftersale_status as__ical_put_zone(as__ical_writer *to)
{
    const icaltimetype long_ago =
        as__ical_time((aftersale_date){1970, 1, 1}, (aftersale_daytime){1, 0, 0, 0});
    icalcomponent *zone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    int32_t offset;
    aftersale_status status;
    if (zone == NULL)
        return AFTERSALE_NO_MEMORY;
    icalcomponent_add_component(to->calendar, zone);
    status = as__ical_add(zone, icalproperty_new_tzid(to->zone));
    if (status == AFTERSALE_OK)
        status = offset_at(to, covered_from(to), &offset);
    if (status == AFTERSALE_OK)
        status = put_observance(zone, long_ago, offset, offset);
    return status == AFTERSALE_OK ? put_changes(to, zone, offset) : status;
}
