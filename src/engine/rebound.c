/* SPDX-License-Identifier: MIT */
#include "engine/rebound.h"
#include "aftersale/settings.h"

bool as__rebound_is_needed(const aftersale_settings *before, const aftersale_settings *after)
{
    static const int32_t tags[] = {AFTERSALE_FIELD_SETTINGS_ZONE,      AFTERSALE_FIELD_SETTINGS_PRESUME,
                                   AFTERSALE_FIELD_SETTINGS_DAY_START, AFTERSALE_FIELD_SETTINGS_CAPS,
                                   AFTERSALE_FIELD_SETTINGS_MIN_GAP,   AFTERSALE_FIELD_SETTINGS_QUIET,
                                   AFTERSALE_FIELD_SETTINGS_OVERLAP};
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_SETTINGS);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (!as__field_same(as__kind_field(kind, tags[i]), before, after))
            return true;
    return false;
}

static aftersale_status has_runs(as__unit *unit, bool *out)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, unit->book, AFTERSALE_KIND_ENROLMENT, 0, 1);
    status = as__unit_scan(unit, &range, &found);
    *out = status == AFTERSALE_OK && found.count != 0;
    return status;
}

aftersale_status as__rebound_ask(as__command *command, aftersale_settings *draft)
{
    const aftersale_event *last;
    bool is_entered;
    aftersale_status status = has_runs(command->unit, &is_entered);
    if (status == AFTERSALE_OK)
        status = as__unit_last_event(command->unit, AS__BOOK_ROOT, &last);
    if (status == AFTERSALE_OK && is_entered)
        draft->rebound = (last != NULL ? last->number : 0) + 1;
    return status;
}
