/* SPDX-License-Identifier: MIT */
#include "rules/plan_document.h"
#include "aftersale/enrolment.h"
#include "schema/field.h"
#include <string.h>

#define PRIORITY 8
#define CHANNEL_HOURS_MAX 64
#define AGAIN "never=1 after_end=2 per_sale=4"
#define DAYS_MAX 36500

static as__read_fn read_again, read_elsewhere, read_quiet, read_min_gap, read_on_holiday;

#define AT(field) offsetof(as__template, field)
static const as__key plan_keys[] = {
    {"plan", as__read_word, AT(key), 0, 0, true},
    {"name", as__read_text, AT(name), 1, 200, false},
    {"title", as__read_wordings, AT(title), 0, 200, false},
    {"priority", as__read_number, AT(priority), 1, 16, false},
    {"again", read_again, AT(again), 0, 0, false},
    {"windows", read_elsewhere, 0, 0, 0, false},
    {"steps", read_elsewhere, 0, 0, 0, true},
    {"caps", as__read_caps, AT(caps), 0, 0, false},
    {"quiet", read_quiet, 0, 0, 0, false},
    {"min_gap", read_min_gap, 0, 0, 0, false},
    {"on_holiday", read_on_holiday, 0, 0, 0, false},
};
#undef AT

/* Read by itself: windows before steps, steps after all else. */
static void read_elsewhere(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)reader, (void)value, (void)key, (void)into;
}

static void read_quiet(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key, (void)into;
    as__read_hours(reader, value, &(as__key){.name = "quiet"}, &reader->habits.quiet);
}

static void read_min_gap(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key, (void)into;
    as__read_period(reader, value, &(as__key){.name = "min_gap"}, &reader->habits.min_gap);
}

static void read_on_holiday(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key, (void)into;
    reader->habits.on_holiday = as__read_on_holiday(reader, value);
}

static const as__key days_keys[] = {
    {"days", as__read_number, offsetof(as__reentry, days), 1, DAYS_MAX, true}};

/* A word, or {"days": n}. */
static void read_reentry(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__reentry *out = (void *)((char *)into + key->offset);
    if (cJSON_IsObject(value)) {
        out->again = AS__AGAIN_AFTER_DAYS;
        as__read_object(reader, value, days_keys, 1, out);
        return;
    }
    out->again = (as__again)as__read_choice(reader, value, AGAIN);
}

static const as__key left_keys[] = {
    {"removed", read_reentry, AFTERSALE_LEFT_REMOVED * sizeof(as__reentry), 0, 0, false},
    {"left", read_reentry, AFTERSALE_LEFT_LEFT * sizeof(as__reentry), 0, 0, false},
    {"finished", read_reentry, AFTERSALE_LEFT_FINISHED * sizeof(as__reentry), 0, 0, false},
};

static void read_again(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__template *plan = into;
    if (cJSON_IsObject(value) && cJSON_GetObjectItemCaseSensitive(value, "days") == NULL) {
        as__read_object(reader, value, left_keys, sizeof left_keys / sizeof *left_keys, plan->again);
        return;
    }
    as__reentry one = {AS__AGAIN_PER_SALE, 0};
    read_reentry(reader, value, &(as__key){.name = "again"}, &one);
    for (size_t i = 0; i < sizeof plan->again / sizeof *plan->again; i++)
        plan->again[i] = one;
}

static void read_channel_hours(as__plan_reader *reader, const cJSON *value)
{
    if (!cJSON_IsObject(value)) {
        as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be an object");
        return;
    }
    size_t count = (size_t)cJSON_GetArraySize(value);
    if (count > CHANNEL_HOURS_MAX) {
        as__read_problem(reader, value, AS__MESSAGE_TOO_MANY, NULL);
        return;
    }
    reader->hours = as__read_take(reader, count, sizeof *reader->hours);
    if (reader->hours == NULL)
        return;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_field(reader->problems, item->string);
        as__channel *channel = &reader->hours[reader->hours_count++];
        channel->name = item->string;
        if (!as__read_is_word(item->string))
            as__read_problem(reader, item, AS__MESSAGE_NOT_A_CHOICE, "is not the name of a channel");
        as__read_hours(reader, item, &(as__key){.offset = offsetof(as__channel, windows)}, channel);
        as__path_pop(reader->problems, mark);
    }
}

static bool take_drafts(as__plan_reader *reader, const cJSON *steps)
{
    size_t room = (size_t)cJSON_GetArraySize(steps);
    if (room == 0) {
        as__read_problem(reader, steps, AS__MESSAGE_REQUIRED, "must hold a step");
        return false;
    }
    const cJSON *step;
    cJSON_ArrayForEach(step, steps) room += as__read_added(step);
    if (room > AS__STEPS_MAX) {
        as__read_problem(reader, steps, AS__MESSAGE_TOO_MANY, NULL);
        return false;
    }
    reader->drafts = as__arena_take(reader->scratch, room * sizeof *reader->drafts);
    if (reader->drafts == NULL)
        reader->failed = true;
    return reader->drafts != NULL;
}

static void check_key(as__plan_reader *reader, size_t index)
{
    const char *key = reader->drafts[index].step.key;
    if (*key == '\0' || as__read_find(reader, key) == index)
        return;
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(reader->drafts[index].json, "key");
    size_t mark = as__path_field(reader->problems, "key");
    as__read_problem(reader, value, AS__MESSAGE_STEP_KEY_TWICE, NULL);
    as__path_pop(reader->problems, mark);
}

static void read_steps(as__plan_reader *reader, const cJSON *steps)
{
    if (!cJSON_IsArray(steps)) {
        as__read_problem(reader, steps, AS__MESSAGE_WRONG_TYPE, "must be a list");
        return;
    }
    if (!take_drafts(reader, steps))
        return;
    const cJSON *step;
    cJSON_ArrayForEach(step, steps)
    {
        size_t mark = as__path_item(reader->problems, reader->written);
        as__read_step(reader, step, &reader->drafts[reader->written++]);
        as__path_pop(reader->problems, mark);
    }
    reader->draft_count = reader->written;
    for (size_t i = 0; i < reader->written && !reader->failed; i++) {
        size_t mark = as__path_item(reader->problems, i);
        check_key(reader, i);
        as__read_step_links(reader, i);
        as__path_pop(reader->problems, mark);
    }
}

static bool is_in_days(as__period period)
{
    return period.months == 0 && period.business_days == 0 && period.us == 0;
}

static bool is_plain(const as__step *step)
{
    bool moves_back = step->on_holiday == AS__HOLIDAY_BACK || step->on_holiday == AS__HOLIDAY_NEAREST;
    return step->anchor <= AS__ANCHOR_ACCEPTANCE && is_in_days(step->after) &&
           as__period_is_zero(step->lead) && !step->by_branch && !step->is_case && !step->repeat.is_given &&
           !step->has_not_after && !moves_back;
}

static void keep_steps(as__plan_reader *reader, as__template *plan)
{
    as__step *steps = as__read_take(reader, reader->draft_count, sizeof *steps);
    size_t *cases = as__read_take(reader, reader->draft_count, sizeof *cases);
    if (steps == NULL || cases == NULL)
        return;
    for (size_t i = 0; i < reader->draft_count; i++) {
        steps[i] = reader->drafts[i].step;
        steps[i].is_plain = is_plain(&steps[i]);
        if (steps[i].is_case)
            cases[plan->case_count++] = i;
    }
    plan->steps = steps;
    plan->step_count = reader->draft_count;
    plan->cases = cases;
    as__plan_reach(reader, plan);
}

void as__plan_document_read(as__plan_reader *reader, const cJSON *root, as__template *plan)
{
    size_t before = reader->problems->seen;
    plan->name = "";
    plan->priority = PRIORITY;
    for (size_t i = 0; i < sizeof plan->again / sizeof *plan->again; i++)
        plan->again[i] = (as__reentry){AS__AGAIN_PER_SALE, 0};
    as__read_object(reader, root, plan_keys, sizeof plan_keys / sizeof *plan_keys, plan);
    if (!cJSON_IsObject(root))
        return;
    const cJSON *windows = cJSON_GetObjectItemCaseSensitive(root, "windows");
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(root, "steps");
    size_t mark = as__path_field(reader->problems, "windows");
    if (windows != NULL)
        read_channel_hours(reader, windows);
    as__path_pop(reader->problems, mark);
    mark = as__path_field(reader->problems, "steps");
    if (steps != NULL)
        read_steps(reader, steps);
    as__path_pop(reader->problems, mark);
    if (reader->problems->seen == before && !reader->failed)
        keep_steps(reader, plan);
}
