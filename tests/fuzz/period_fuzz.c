/* SPDX-License-Identifier: MIT */
/* Periods (S17): what is read is written so that it reads the same, and no sum of moments overflows (S32). */
#include "fuzz/fuzz.h"
#include "rules/moment.h"
#include "value/period.h"

static bool is_same(as__period a, as__period b)
{
    return a.months == b.months && a.days == b.days && a.business_days == b.business_days && a.us == b.us;
}

static void add_to(const as__zone *zone, const char *start, const as__period *period)
{
    aftersale_time from, to;
    ALWAYS(aftersale_time_parse(start, &from) == AFTERSALE_OK);
    as__clock clock = as__clock_of(zone);
    as__moment moment = as__moment_of_instant(from);
    if (!as__moment_add(&moment, &clock, &as__plain_week, period))
        return;
    to = as__moment_instant(&moment, &clock);
    if (as__period_is_zero(*period))
        ALWAYS(to.us == from.us);
    else if (!as__moment_is_skipped(&moment, &clock) && period->business_days == 0)
        ALWAYS(as__period_is_negative(*period) ? to.us <= from.us : to.us >= from.us);
}

static void add_everywhere(const as__period *period)
{
    static const char *const starts[] = {"0001-01-01T00:00:00Z", "2026-01-31T09:00:00Z",
                                         "2027-03-27T02:30:00.000001Z", "2028-02-29T23:59:59Z",
                                         "9999-12-31T23:59:59Z"};
    static as__zones *zones;
    const as__zone *zone;
    if (zones == NULL)
        ALWAYS(as__zones_new(&as__memory_system, NULL, NULL, "/usr/share/zoneinfo", &zones) == AFTERSALE_OK);
    if (as__zones_find(zones, "UTC", &zone) != AFTERSALE_OK)
        return;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        add_to(zone, starts[i], period);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), written[AS__PERIOD_TEXT];
    as__period period, again;
    if (as__period_parse(text, &period)) {
        as__period_text(period, written);
        ALWAYS(strlen(written) < AS__PERIOD_TEXT);
        ALWAYS(as__period_parse(written, &again) && is_same(period, again));
        add_everywhere(&period);
    }
    free(text);
    return 0;
}
