/* SPDX-License-Identifier: MIT */
#include "rules/absence.h"
#include "value/date.h"
#include <string.h>

bool as__is_away(const aftersale_actor *actor, aftersale_date day)
{
    const aftersale_absence *absences = actor->absences.items;
    for (size_t i = 0; i < actor->absences.count; i++) {
        if (as__date_compare(absences[i].from, day) <= 0 && as__date_compare(day, absences[i].until) < 0)
            return true;
    }
    return false;
}

bool as__has_role(const aftersale_actor *actor, const char *role)
{
    for (size_t i = 0; i < actor->roles.count; i++) {
        if (strcmp(actor->roles.items[i], role) == 0)
            return true;
    }
    return false;
}
