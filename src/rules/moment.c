/* SPDX-License-Identifier: MIT */
#include "rules/moment.h"
#include "base/checked.h"
#include "rules/schedule.h"
#include "value/date.h"

#define DEFAULT_START (9 * 3600)
#define BUSINESS_DAYS_MOST 4000000 /* more than years 1 to 9999 have */

bool as__moment_is_skipped(const as__moment *moment, as__clock *clock)
{
    if (!moment->is_civil)
        return false;
    int64_t utc = as__clock_to_utc(clock, moment->civil);
    return as__clock_to_civil(clock, utc) != moment->civil;
}

int32_t as__start_of_day(aftersale_daytime day_start)
{
    return day_start.given ? as__daytime_seconds(day_start) : DEFAULT_START;
}

void as__moment_make_civil(as__moment *moment, as__clock *clock)
{
    if (moment->is_civil)
        return;
    int64_t below = moment->us % AS__SECOND;
    moment->below = (int32_t)(below < 0 ? below + AS__SECOND : below);
    moment->civil = as__clock_civil(clock, (aftersale_time){moment->us});
    moment->is_civil = true;
}

static bool add_months(as__moment *moment, int32_t months)
{
    int64_t day = as__civil_of(moment->civil).day;
    aftersale_date date;
    if (!as__date_from_days((int32_t)day, &date) || !as__date_add_months(date, months, &date))
        return false;
    moment->civil += (as__days_from_date(date) - day) * AS__DAY_SECONDS;
    return true;
}

static bool add_business_days(as__moment *moment, const as__calendar *calendar, int32_t count)
{
    if (count < -BUSINESS_DAYS_MOST || count > BUSINESS_DAYS_MOST)
        return false;
    int64_t day = as__civil_of(moment->civil).day;
    moment->civil += (as__calendar_add(calendar, day, count) - day) * AS__DAY_SECONDS;
    return true;
}

static bool is_in_range(const as__moment *moment)
{
    if (!moment->is_civil)
        return as__time_valid((aftersale_time){moment->us});
    return moment->civil >= AS__FIRST_SECOND && moment->civil <= AS__LAST_SECOND;
}

bool as__moment_add_parts(as__moment *moment, as__clock *clock, const as__calendar *calendar,
                          const as__period *period)
{
    if (period->months != 0 || period->days != 0 || period->business_days != 0) {
        as__moment_make_civil(moment, clock);
        if (period->months != 0 && !add_months(moment, period->months))
            return false;
        if (!as__moment_add_days(moment, period->days))
            return false;
        if (period->business_days != 0 && !add_business_days(moment, calendar, period->business_days))
            return false;
    }
    if (period->us != 0) {
        int64_t us = as__moment_instant(moment, clock).us;
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
    as__moment moment = as__moment_of_civil(date, second);
    as__clock clock = as__clock_of(zone);
    return as__moment_instant(&moment, &clock);
}
