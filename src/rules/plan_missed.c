/* SPDX-License-Identifier: MIT */
/* What a step does with touches that were missed over a pause (S24). */
#include "rules/plan_reader.h"

#define RULES "once=1 skip=2 spread=3"

typedef struct rule {
    int32_t way;
    as__period gap;
    const cJSON *gap_given;
} rule;

static as__read_fn read_do, read_gap;

static const as__key rule_keys[] = {
    {"do", read_do, 0, 0, 0, true},
    {"gap", read_gap, offsetof(rule, gap), 0, 0, false},
};

static void read_do(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    rule *found = into;
    found->way = as__read_choice(reader, value, RULES);
}

static void read_gap(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    rule *found = into;
    size_t seen = reader->problems->seen;
    found->gap_given = value;
    as__read_length(reader, value, key, into);
    if (reader->problems->seen == seen && found->gap.us != 0)
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_PERIOD,
                         "must be days, business days, weeks, months or years");
}

void as__read_missed(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__step *step = (void *)((char *)into + key->offset);
    rule found = {0};
    if (cJSON_IsObject(value))
        as__read_object(reader, value, rule_keys, sizeof rule_keys / sizeof *rule_keys, &found);
    else
        found.way = as__read_choice(reader, value, RULES);
    if (found.gap_given != NULL && found.way != 0 && found.way - 1 != AS__MISSED_SPREAD) {
        size_t mark = as__path_field(reader->problems, "gap");
        as__read_problem(reader, found.gap_given, AS__MESSAGE_NOT_A_CHOICE, "goes with spread alone");
        as__path_pop(reader->problems, mark);
    }
    step->missed = found.way == 0 ? AS__MISSED_ONCE : (as__missed)(found.way - 1);
    step->missed_gap = found.gap;
}
