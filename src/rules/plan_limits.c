/* SPDX-License-Identifier: MIT */
#include "rules/plan_reader.h"

#define CAPS_MAX 16

static as__read_fn read_class;

#define AT(field) offsetof(as__cap, field)
static const as__key cap_keys[] = {
    {"most", as__read_number, AT(most), 0, AS__CAP_MOST, true},
    {"per", as__read_length, AT(per), 0, 0, true},
    {"channel", as__read_word, AT(channel), 0, 0, false},
    {"class", read_class, AT(class), 0, 0, false},
};
#undef AT

static void read_class(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__cap *cap = into;
    cap->class = as__read_choice(reader, value, "service=1 relationship=2 selling=3");
}

void as__read_length(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__period *out = (void *)((char *)into + key->offset);
    size_t seen = reader->problems->seen;
    as__read_period(reader, value, key, into);
    if (reader->problems->seen == seen && as__period_is_zero(*out))
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_PERIOD, "must be above zero");
}

void as__read_caps(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__caps *out = (void *)((char *)into + key->offset);
    if (!cJSON_IsArray(value)) {
        as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be a list");
        return;
    }
    if (cJSON_GetArraySize(value) > CAPS_MAX) {
        as__read_problem(reader, value, AS__MESSAGE_TOO_MANY, NULL);
        return;
    }
    as__cap *items = as__read_take(reader, (size_t)cJSON_GetArraySize(value), sizeof *items);
    if (items == NULL)
        return;
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_item(reader->problems, count);
        as__read_object(reader, item, cap_keys, sizeof cap_keys / sizeof *cap_keys, &items[count++]);
        as__path_pop(reader->problems, mark);
    }
    *out = (as__caps){items, count};
}

static int32_t later(int32_t reach, const as__period *period)
{
    int32_t own = as__period_is_zero(*period) ? 0 : as__period_reach(period);
    return own > reach ? own : reach;
}

int32_t as__template_reach(const as__template *plan)
{
    int32_t reach = 0;
    for (size_t i = 0; i < plan->caps.count; i++) {
        if (plan->caps.items[i].most != 0)
            reach = later(reach, &plan->caps.items[i].per);
    }
    for (size_t i = 0; i < plan->step_count; i++)
        reach = later(reach, &plan->steps[i].min_gap);
    return reach;
}
