/* SPDX-License-Identifier: MIT */
#include "engine/limits.h"
#include "aftersale/settings.h"
#include "rules/window.h"
#include <stdio.h>

#define OVERLAP_MOST 366 /* days */

static bool is_days(const char *text)
{
    as__period period;
    return as__period_parse(text, &period) && period.months == 0 && period.business_days == 0 &&
           period.us == 0 && period.days >= 1 && period.days <= OVERLAP_MOST;
}

aftersale_status as__limits_check(as__command *command, const aftersale_settings *draft)
{
    const aftersale_cap *caps = AS__ITEMS(aftersale_cap, draft->caps);
    char path[48];
    as__hours hours;
    if (draft->overlap != NULL && !is_days(draft->overlap))
        return as__fail_field(command->book, AFTERSALE_INVALID, "overlap", AS__MESSAGE_OUT_OF_RANGE,
                              "must be days or weeks, P1D to P366D");
    for (size_t i = 0; i < draft->caps.count; i++) {
        if (caps[i].most <= AS__CAP_MOST)
            continue;
        snprintf(path, sizeof path, "caps[%zu].most", i);
        return as__fail_field(command->book, AFTERSALE_INVALID, path, AS__MESSAGE_OUT_OF_RANGE,
                              "must be 64 at most");
    }
    for (size_t i = 0; i < draft->quiet.count; i++) {
        if (as__hours_parse(draft->quiet.items[i], &hours))
            continue;
        snprintf(path, sizeof path, "quiet[%zu]", i);
        return as__fail_field(command->book, AFTERSALE_INVALID, path, AS__MESSAGE_NOT_A_CHOICE,
                              "must be hours: mon-fri 20:00-24:00");
    }
    return AFTERSALE_OK;
}

static bool read_caps(const aftersale_settings *settings, as__cap *out)
{
    const aftersale_cap *caps = AS__ITEMS(aftersale_cap, settings->caps);
    bool is_read = true;
    for (size_t i = 0; i < settings->caps.count; i++) {
        out[i] = (as__cap){.most = caps[i].most, .channel = caps[i].channel, .class = caps[i].of_class};
        is_read = is_read && as__period_parse(caps[i].per, &out[i].per);
    }
    return is_read;
}

static bool read_quiet(const aftersale_settings *settings, as__hours *out)
{
    bool is_read = true;
    for (size_t i = 0; i < settings->quiet.count; i++)
        is_read = is_read && as__hours_parse(settings->quiet.items[i], &out[i]);
    return is_read;
}

/* The settings of a unit, read. */
typedef struct limits_read {
    const aftersale_settings *settings;
    as__limits limits;
} limits_read;

static aftersale_status read_limits(as__unit *unit, const aftersale_settings *settings, limits_read **out)
{
    limits_read *read = as__arena_take(&unit->arena, sizeof *read);
    as__cap *caps = as__arena_take(&unit->arena, settings->caps.count * sizeof *caps + 1);
    as__hours *quiet = as__arena_take(&unit->arena, settings->quiet.count * sizeof *quiet + 1);
    if (read == NULL || caps == NULL || quiet == NULL)
        return AFTERSALE_NO_MEMORY;
    read->settings = settings;
    read->limits.caps = (as__caps){caps, settings->caps.count};
    read->limits.quiet = (as__windows){quiet, settings->quiet.count};
    if (!read_caps(settings, caps) || !read_quiet(settings, quiet) ||
        (settings->min_gap != NULL && !as__period_parse(settings->min_gap, &read->limits.min_gap)))
        return AFTERSALE_CORRUPT;
    *out = read;
    return AFTERSALE_OK;
}

aftersale_status as__limits_of(as__unit *unit, const aftersale_settings *settings, const as__limits **out)
{
    limits_read *read = unit->beside;
    aftersale_status status = AFTERSALE_OK;
    *out = NULL;
    if (settings->caps.count == 0 && settings->quiet.count == 0 && settings->min_gap == NULL)
        return AFTERSALE_OK;
    if (read == NULL || read->settings != settings)
        status = read_limits(unit, settings, &read);
    if (status != AFTERSALE_OK)
        return status;
    unit->beside = read;
    *out = &read->limits;
    return AFTERSALE_OK;
}

int32_t as__limits_overlap(const aftersale_settings *settings)
{
    as__period period;
    return settings->overlap != NULL && as__period_parse(settings->overlap, &period) ? period.days : 0;
}

static int32_t later(int32_t reach, const char *text)
{
    as__period period;
    int32_t own = as__period_parse(text, &period) ? as__period_reach(&period) : 0;
    return own > reach ? own : reach;
}

int32_t as__limits_reach(const aftersale_settings *settings)
{
    const aftersale_cap *caps = AS__ITEMS(aftersale_cap, settings->caps);
    const as__plan_head *plans = AS__ITEMS(as__plan_head, settings->plans);
    int32_t reach = settings->min_gap != NULL ? later(0, settings->min_gap) : 0;
    for (size_t i = 0; i < settings->caps.count; i++) {
        if (caps[i].most != 0)
            reach = later(reach, caps[i].per);
    }
    for (size_t i = 0; i < settings->plans.count; i++) {
        if (plans[i].reach > reach)
            reach = plans[i].reach;
    }
    if (settings->overlap != NULL)
        reach = later(reach, settings->overlap);
    return reach;
}
