/* SPDX-License-Identifier: MIT */
#include "aftersale/book.h"
#include "rules/plan_reader.h"
#include "schema/words.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define PURPOSES "service=1 relationship=2 selling=4 asking=8 partner=16"
#define ANCHORS "sale=1 delivery=2 acceptance=3 previous_planned=4 previous_done=5 enrolment=8"
#define SNOOZES 3

static as__read_fn read_mode, read_purpose, read_on_closed, read_on_holiday, read_only, read_step_owner,
    read_not_after;

#define AT(field) offsetof(as__draft, field)
static const as__key step_keys[] = {
    {"key", as__read_word, AT(step.key), 0, 0, true},
    {"kind", as__read_word, AT(step.kind), 0, 0, true},
    {"mode", read_mode, 0, 0, 0, false},
    {"purpose", read_purpose, 0, 0, 0, false},
    {"objective", as__read_text, AT(step.objective), 1, 4096, false},
    {"review", as__read_texts, AT(step.review), 0, 0, false},
    {"guide", as__read_text, AT(step.guide), 1, 16384, false},
    {"materials", as__read_texts, AT(step.materials), 0, 0, false},
    {"text", as__read_wordings, AT(step.text), 0, 16384, false},
    {"promise", as__read_wordings, AT(step.promise), 0, 1000, false},
    {"role", as__read_word, AT(step.role), 0, 0, false},
    {"channels", as__read_later, AT(channels), 0, 0, false},
    {"windows", as__read_hours, AT(windows), 0, 0, false},
    {"on_closed", read_on_closed, 0, 0, 0, false},
    {"anchor", as__read_later, AT(anchor), 0, 0, false},
    {"after", as__read_period, AT(step.after), -1, 0, false},
    {"lead", as__read_period, AT(step.lead), -1, 0, false},
    {"not_after", read_not_after, AT(step.not_after), 0, 0, false},
    {"owner", read_step_owner, 0, 0, 0, false},
    {"required", as__read_flag, AT(step.required), 0, 0, false},
    {"cost", as__read_money, AT(step.cost), 0, 0, false},
    {"only", read_only, 0, 0, 0, false},
    {"snoozes", as__read_number, AT(step.snoozes), 0, 20, false},
    {"outcomes", as__read_later, AT(outcomes), 0, 0, false},
    {"repeat", as__read_repeat, AT(step.repeat), 0, 0, false},
    {"on_holiday", read_on_holiday, 0, 0, 0, false},
    {"quiet", as__read_hours, AT(step.quiet), 0, 0, false},
    {"min_gap", as__read_period, AT(step.min_gap), 0, 0, false},
    {"missed", as__read_missed, AT(step), 0, 0, false},
};
#undef AT

static void read_mode(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__draft *draft = into;
    draft->step.automatic = as__read_choice(reader, value, "person=1 automatic=2") == 2;
}

static void read_purpose(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__draft *draft = into;
    draft->step.purpose = as__read_choice(reader, value, PURPOSES);
}

static void read_on_closed(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__draft *draft = into;
    draft->step.abandon = as__read_choice(reader, value, "defer=1 abandon=2") == 2;
}

as__on_holiday as__read_on_holiday(as__plan_reader *reader, const cJSON *value)
{
    int32_t way = as__read_choice(reader, value, "stay=1 forward=2 back=3 nearest=4 skip=5");
    return way == 0 ? AS__HOLIDAY_STAYS : (as__on_holiday)(way - 1);
}

static void read_on_holiday(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__draft *draft = into;
    draft->step.on_holiday = as__read_on_holiday(reader, value);
}

static void read_only(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__draft *draft = into;
    draft->step.by_branch = as__read_choice(reader, value, "by_branch=1") == 1;
}

static void read_not_after(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__draft *draft = into;
    draft->step.has_not_after = true;
    as__read_period(reader, value, key, into);
}

typedef struct named_owner {
    const char *role, *user;
} named_owner;

static const as__key owner_keys[] = {
    {"role", as__read_word, offsetof(named_owner, role), 0, 0, false},
    {"user", as__read_text, offsetof(named_owner, user), 1, 200, false},
};

const char *as__read_owner(as__plan_reader *reader, const cJSON *value, bool is_role)
{
    if (cJSON_IsString(value)) {
        if (strcmp(value->valuestring, "seller") == 0)
            return "seller";
        if (strcmp(value->valuestring, "customer") == 0)
            return "customer";
        const char *role = NULL;
        if (is_role)
            as__read_word(reader, value, &(as__key){.name = "role"}, &role);
        else
            as__read_problem(reader, value, AS__MESSAGE_NOT_A_CHOICE,
                             "is none of seller, customer, {\"role\": …}, {\"user\": …}");
        return role == NULL ? "seller" : as__read_join(reader, "role:", role);
    }
    named_owner named = {0};
    as__read_object(reader, value, owner_keys, sizeof owner_keys / sizeof *owner_keys, &named);
    if (cJSON_IsObject(value) && cJSON_GetArraySize(value) != 1)
        as__read_problem(reader, value, AS__MESSAGE_REQUIRED, "must have either role or user");
    if (named.role != NULL)
        return as__read_join(reader, "role:", named.role);
    return named.user == NULL ? "seller" : as__read_join(reader, "user:", named.user);
}

static void read_step_owner(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__draft *draft = into;
    draft->step.owner = as__read_owner(reader, value, false);
}

static int32_t purpose_of_kind(const char *kind)
{
    static const char *const serving[] = {"thank-you",   "thank",    "follow-up", "service",
                                          "service-due", "training", "notice",    "recovery"};
    if (strcmp(kind, "offer") == 0)
        return AFTERSALE_PURPOSE_SELLING;
    if (strcmp(kind, "ask") == 0)
        return AFTERSALE_PURPOSE_ASKING;
    for (size_t i = 0; i < sizeof serving / sizeof *serving; i++) {
        if (strcmp(kind, serving[i]) == 0)
            return AFTERSALE_PURPOSE_SERVICE;
    }
    return AFTERSALE_PURPOSE_RELATIONSHIP;
}

static as__windows hours_of(const as__plan_reader *reader, const as__draft *draft, const char *channel)
{
    if (draft->windows.count > 0)
        return draft->windows;
    for (size_t i = 0; i < reader->hours_count; i++) {
        if (strcmp(reader->hours[i].name, channel) == 0)
            return reader->hours[i].windows;
    }
    return (as__windows){0};
}

/* The same channel of the step before has the same pointer, by which scheduling knows it. */
static const char *shared_name(const as__plan_reader *reader, const as__draft *draft, const char *name)
{
    if (draft == reader->drafts)
        return name;
    const as__step *before = &(draft - 1)->step;
    for (size_t i = 0; i < before->channel_count; i++) {
        if (strcmp(before->channels[i].name, name) == 0)
            return before->channels[i].name;
    }
    return name;
}

static void read_channels(as__plan_reader *reader, as__draft *draft)
{
    as__step *step = &draft->step;
    if (!cJSON_IsArray(draft->channels)) {
        as__read_problem(reader, draft->channels, AS__MESSAGE_WRONG_TYPE, "must be a list");
        return;
    }
    if (cJSON_GetArraySize(draft->channels) > AS__CHANNELS_MAX) {
        as__read_problem(reader, draft->channels, AS__MESSAGE_TOO_MANY, NULL);
        return;
    }
    size_t index = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, draft->channels)
    {
        size_t mark = as__path_item(reader->problems, index++);
        const char *name = NULL;
        as__read_word(reader, item, &(as__key){.name = "channel"}, &name);
        for (size_t i = 0; name != NULL && i < step->channel_count; i++) {
            if (strcmp(step->channels[i].name, name) == 0) {
                as__read_problem(reader, item, AS__MESSAGE_DUPLICATE_KEY, NULL);
                name = NULL;
            }
        }
        if (name != NULL)
            step->channels[step->channel_count++] =
                (as__channel){shared_name(reader, draft, name), hours_of(reader, draft, name)};
        as__path_pop(reader->problems, mark);
    }
}

void as__read_step(as__plan_reader *reader, const cJSON *value, as__draft *draft)
{
    as__step *step = &draft->step;
    *draft = (as__draft){.json = value,
                         .step = {.snoozes = SNOOZES,
                                  .quiet = reader->habits.quiet,
                                  .min_gap = reader->habits.min_gap,
                                  .on_holiday = reader->habits.on_holiday}};
    as__read_object(reader, value, step_keys, sizeof step_keys / sizeof *step_keys, draft);
    if (step->owner == NULL)
        step->owner = "seller";
    if (step->key == NULL)
        step->key = "";
    if (step->kind == NULL)
        step->kind = "";
    if (step->purpose == 0)
        step->purpose = purpose_of_kind(step->kind);
    if (draft->channels != NULL) {
        size_t mark = as__path_field(reader->problems, "channels");
        read_channels(reader, draft);
        as__path_pop(reader->problems, mark);
    }
}

size_t as__read_find(const as__plan_reader *reader, const char *key)
{
    size_t i = 0;
    while (i < reader->written && strcmp(reader->drafts[i].step.key, key) != 0)
        i++;
    return i;
}

typedef struct named_anchor {
    const char *self; /* key of the step that has it */
    const char *date, *of;
    int32_t outcome;
} named_anchor;

static void read_outcome(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    named_anchor *named = into;
    named->outcome = as__read_choice(reader, value, AS__OUTCOMES);
}

static void read_of(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    named_anchor *named = into;
    as__read_word(reader, value, key, into);
    if (named->of == NULL)
        return;
    if (as__read_find(reader, named->of) == reader->written)
        as__read_problem(reader, value, AS__MESSAGE_NO_SUCH_STEP, NULL);
    else if (strcmp(named->of, named->self) == 0)
        as__read_problem(reader, value, AS__MESSAGE_NO_SUCH_STEP, "is the step itself");
}

static void read_date(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    aftersale_date date;
    as__read_text(reader, value, key, into);
    if (cJSON_IsString(value) && aftersale_date_parse(value->valuestring, &date) != AFTERSALE_OK)
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_DATE, NULL);
}

static const as__key outcome_anchor_keys[] = {
    {"outcome", read_outcome, 0, 0, 0, true},
    {"of", read_of, offsetof(named_anchor, of), 0, 0, true},
};
static const as__key date_anchor_keys[] = {
    {"date", read_date, offsetof(named_anchor, date), 0, 64, true},
};

static void read_anchor_object(as__plan_reader *reader, as__step *step, const cJSON *anchor)
{
    named_anchor named = {.self = step->key};
    if (cJSON_GetObjectItemCaseSensitive(anchor, "date") != NULL) {
        step->anchor = AS__ANCHOR_DATE;
        as__read_object(reader, anchor, date_anchor_keys, sizeof date_anchor_keys / sizeof *date_anchor_keys,
                        &named);
        if (named.date != NULL)
            (void)aftersale_date_parse(named.date, &step->anchor_date);
        return;
    }
    step->anchor = AS__ANCHOR_OUTCOME;
    step->by_branch = true;
    as__read_object(reader, anchor, outcome_anchor_keys,
                    sizeof outcome_anchor_keys / sizeof *outcome_anchor_keys, &named);
    if (named.of == NULL)
        return;
    step->anchor_step = as__read_find(reader, named.of);
    step->anchor_outcome = named.outcome;
    step->waits_for = as__read_join(reader, "step ", named.of);
}

static void read_anchor_word(as__plan_reader *reader, as__step *step, const cJSON *anchor)
{
    static const char *const later[] = {"contract_start", "contract_end", "renewal_notice", "each_delivery"};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (strcmp(anchor->valuestring, later[i]) == 0) {
            as__read_not_yet(reader, anchor, &(as__key){.name = later[i]}, NULL);
            return;
        }
    }
    step->anchor = (as__anchor)as__read_choice(reader, anchor, ANCHORS);
}

/* The step before that is not reached by a branch. */
static void find_before(as__plan_reader *reader, size_t index)
{
    size_t before = index;
    while (before > 0 && reader->drafts[before - 1].step.by_branch)
        before--;
    reader->drafts[index].step.before = before;
}

static void count_from_before(as__plan_reader *reader, as__draft *draft)
{
    if (draft->step.before == 0) {
        as__read_problem(reader, draft->anchor, AS__MESSAGE_NO_SUCH_STEP, "there is no step before this one");
        return;
    }
    draft->step.anchor_step = draft->step.before - 1;
    draft->step.waits_for = as__read_join(reader, "step ", reader->drafts[draft->step.anchor_step].step.key);
}

static void read_anchor(as__plan_reader *reader, size_t index)
{
    as__draft *draft = &reader->drafts[index];
    as__step *step = &draft->step;
    if (draft->anchor == NULL && step->by_branch) {
        step->anchor = AS__ANCHOR_OUTCOME;
        step->anchor_step = index;
        step->waits_for = "branch";
    } else if (draft->anchor == NULL) {
        as__read_problem(reader, draft->json, AS__MESSAGE_REQUIRED, NULL);
    } else if (cJSON_IsObject(draft->anchor)) {
        read_anchor_object(reader, step, draft->anchor);
    } else if (cJSON_IsString(draft->anchor)) {
        read_anchor_word(reader, step, draft->anchor);
    } else {
        as__read_problem(reader, draft->anchor, AS__MESSAGE_WRONG_TYPE, "must be a word or an object");
    }
    if (step->anchor == AS__ANCHOR_PREVIOUS_PLANNED || step->anchor == AS__ANCHOR_PREVIOUS_DONE)
        count_from_before(reader, draft);
}

void as__read_step_links(as__plan_reader *reader, size_t index)
{
    const as__draft *draft = &reader->drafts[index];
    if (!cJSON_IsObject(draft->json))
        return;
    size_t mark = as__path_field(reader->problems, "anchor");
    find_before(reader, index);
    read_anchor(reader, index);
    as__path_pop(reader->problems, mark);
    if (draft->step.anchor == AS__ANCHOR_DATE && (draft->step.after.us != 0 || draft->step.lead.us != 0)) {
        const char *name = draft->step.after.us != 0 ? "after" : "lead";
        mark = as__path_field(reader->problems, name);
        as__read_problem(reader, cJSON_GetObjectItemCaseSensitive(draft->json, name),
                         AS__MESSAGE_NOT_A_PERIOD, "hours are counted from an instant, and a date is none");
        as__path_pop(reader->problems, mark);
    }
    as__read_branches(reader, index);
}
