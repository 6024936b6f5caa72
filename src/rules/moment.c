/* SPDX-License-Identifier: MIT */
#include "rules/moment.h"
#include "base/checked.h"
#include "rules/calendar.h"
#include "rules/schedule.h"
#include "value/date.h"
#include "value/instant.h"

#define DAY_SECONDS 86400
#define DEFAULT_START (9 * 3600)

static int64_t divide_down(int64_t value, int64_t divisor)
{
    int64_t quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

aftersale_time as__moment_instant(const as__moment *moment)
{
    if (!moment->is_civil)
        return (aftersale_time){moment->us};
    return (aftersale_time){as__zone_to_utc(moment->zone, moment->civil) * AS__SECOND + moment->below};
}

bool as__moment_is_skipped(const as__moment *moment)
{
    if (!moment->is_civil)
        return false;
    int64_t utc = as__zone_to_utc(moment->zone, moment->civil);
    return as__zone_to_civil(moment->zone, utc) != moment->civil;
}

int64_t as__civil_of(const as__zone *zone, aftersale_time time)
{
    return as__zone_to_civil(zone, divide_down(time.us, AS__SECOND));
}

aftersale_date as__day_of(const as__zone *zone, aftersale_time time)
{
    aftersale_date date = {0};
    if (!as__date_from_days((int32_t)divide_down(as__civil_of(zone, time), DAY_SECONDS), &date))
        return (aftersale_date){0};
    return date;
}

int32_t as__start_of_day(aftersale_daytime day_start)
{
    return day_start.given ? as__daytime_seconds(day_start) : DEFAULT_START;
}

static void make_civil(as__moment *moment)
{
    if (moment->is_civil)
        return;
    int64_t seconds = divide_down(moment->us, AS__SECOND);
    moment->below = (int32_t)(moment->us - seconds * AS__SECOND);
    moment->civil = as__zone_to_civil(moment->zone, seconds);
    moment->is_civil = true;
}

static bool add_months(as__moment *moment, int32_t months)
{
    int64_t day = divide_down(moment->civil, DAY_SECONDS);
    aftersale_date date;
    if (!as__date_from_days((int32_t)day, &date) || !as__date_add_months(date, months, &date))
        return false;
    moment->civil += (as__days_from_date(date) - day) * DAY_SECONDS;
    return true;
}

static bool is_in_range(const as__moment *moment)
{
    if (!moment->is_civil)
        return as__time_valid((aftersale_time){moment->us});
    /* Far within what microseconds can count, and far outside year 9999. */
    const int64_t far = INT64_C(1000000000000);
    if (moment->civil < -far || moment->civil > far)
        return false;
    return as__time_valid((aftersale_time){moment->civil * AS__SECOND});
}

bool as__moment_add(as__moment *moment, const as__period *period)
{
    if (period->months != 0 || period->days != 0 || period->business_days != 0) {
        make_civil(moment);
        if (period->months != 0 && !add_months(moment, period->months))
            return false;
        moment->civil += (int64_t)period->days * DAY_SECONDS;
        if (!is_in_range(moment))
            return false;
        if (period->business_days != 0) {
            int64_t day = divide_down(moment->civil, DAY_SECONDS);
            moment->civil += (as__business_days_on((int32_t)day, period->business_days) - day) * DAY_SECONDS;
        }
    }
    if (period->us != 0) {
        int64_t us = as__moment_instant(moment).us;
        moment->is_civil = false;
        if (!as__add_i64(us, period->us, &moment->us))
            return false;
    }
    return is_in_range(moment);
}

aftersale_time as__instant_of(const as__zone *zone, aftersale_date date, aftersale_daytime time,
                              aftersale_daytime day_start)
{
    int32_t second = time.given ? as__daytime_seconds(time) : as__start_of_day(day_start);
    as__moment moment;
    as__moment_of_civil(&moment, zone, date, second);
    return as__moment_instant(&moment);
}
