/* SPDX-License-Identifier: MIT */
#include "aftersale/settings.h"
#include "engine/limits.h"
#include "engine/plans.h"
#include "engine/rebound.h"
#include <stdio.h>
#include <string.h>

static aftersale_status write_settings(as__command *command, aftersale_settings *draft, int32_t type)
{
    aftersale_event event;
    aftersale_status status = as__unit_put(command->unit, AFTERSALE_KIND_SETTINGS, draft, NULL);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_SETTINGS, AS__BOOK_ROOT, type, &event);
    if (status == AFTERSALE_OK)
        status = as__event_put(command, &event);
    command->did = AFTERSALE_DID_CHANGE;
    return status;
}

aftersale_status as__do_settings_put(as__command *command)
{
    const aftersale_settings_put_args *args = command->args;
    const aftersale_record *before = (const aftersale_record *)command->settings;
    aftersale_settings draft = *command->settings;
    bool differs;
    aftersale_status status;
    as__put_fields(command, AFTERSALE_KIND_SETTINGS, &draft);
    if (draft.presume == 0)
        draft.presume = AFTERSALE_PURPOSE_SERVICE;
    differs = as__put_differs(AFTERSALE_KIND_SETTINGS, &draft, before);
    status = as__put_allowed(command, before, 0, args->expect, differs);
    command->out = as__id_make(command->book->tenant->book, AS__BOOK_ROOT);
    if (status == AFTERSALE_OK)
        status = as__limits_check(command, &draft);
    if (status != AFTERSALE_OK || !differs)
        return status;
    if (as__rebound_is_needed(command->settings, &draft))
        status = as__rebound_ask(command, &draft);
    return status == AFTERSALE_OK ? write_settings(command, &draft, AS__EVENT_SETTINGS_PUT) : status;
}

static aftersale_status check_rules(as__command *command, const as__list *rules)
{
    const aftersale_rule *items = rules->items;
    char path[48];
    for (size_t i = 0; i < rules->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(items[i].key, items[j].key) == 0) {
                snprintf(path, sizeof path, "rules[%zu].key", i);
                return as__fail_field(command->book, AFTERSALE_INVALID, path, AS__MESSAGE_DUPLICATE_KEY,
                                      NULL);
            }
        }
        if (strcmp(items[i].plan, "-") != 0 && !as__plan_is_known(command->settings, items[i].plan)) {
            snprintf(path, sizeof path, "rules[%zu].plan", i);
            return as__fail_field(command->book, AFTERSALE_INVALID, path, AS__MESSAGE_NOT_FOUND, NULL);
        }
    }
    return AFTERSALE_OK;
}

aftersale_status as__do_rules_put(as__command *command)
{
    const aftersale_rules_put_args *args = command->args;
    const aftersale_record *before = (const aftersale_record *)command->settings;
    const as__field *field =
        as__kind_field(as__kind_of(AFTERSALE_KIND_SETTINGS), AFTERSALE_FIELD_SETTINGS_RULES);
    aftersale_settings draft = *command->settings;
    aftersale_status status = as__put_allowed(command, before, 0, args->expect, true);
    draft.rules = (as__list){args->rules.items, args->rules.count};
    command->out = as__id_make(command->book->tenant->book, AS__BOOK_ROOT);
    if (status == AFTERSALE_OK)
        status = check_rules(command, &draft.rules);
    if (status != AFTERSALE_OK || as__field_same(field, &draft, before))
        return status;
    return write_settings(command, &draft, AS__EVENT_RULES_PUT);
}
