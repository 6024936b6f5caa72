/* SPDX-License-Identifier: MIT */
#include "aftersale/book.h"
#include "aftersale/touch.h"
#include "rules/plan_reader.h"
#include "schema/field.h"
#include "schema/words.h"
#include <string.h>

#define THEN_JUMP_OR "next=1 end=5 next_channel=3"
#define TIMES 2
#define TIMES_MAX 100
#define CASE_TIMES 1000

static const as__period a_day = {.days = 1};

/* A branch while it is read. */
typedef struct branch_draft {
    as__branch branch;
    const cJSON *word, *to, *then, *owner;
} branch_draft;

#define AT(field) offsetof(branch_draft, field)
#define DO "do", as__read_later, AT(word), 0, 0, true
#define THEN "then", as__read_later, AT(then), 0, 0, false
#define OWNER "owner", as__read_later, AT(owner), 0, 0, false
#define TO "to", as__read_later, AT(to), 0, 0, true
#define TRIES "times", as__read_number, AT(branch.times), 1, TIMES_MAX, false
#define AFTER(name) name, as__read_period, AT(branch.after), 0, 0, false
static const as__key plain_keys[] = {{DO}};
static const as__key retry_keys[] = {{DO}, {TRIES}, {AFTER("after")}, {THEN}};
static const as__key channel_keys[] = {{DO}, {THEN}};
static const as__key jump_keys[] = {{DO}, {TO}};
static const as__key case_keys[] = {{DO}, {OWNER}, {AFTER("within")}, {THEN}};
static const as__key follow_keys[] = {{DO}, {AFTER("after")}};
#undef AT

static const struct keys {
    const as__key *items;
    size_t count;
} keys_of[] = {
#define KEYS(list) list, sizeof list / sizeof *list
    [0] = {KEYS(plain_keys)},
    [AS__ACTION_NEXT] = {KEYS(plain_keys)},
    [AS__ACTION_RETRY] = {KEYS(retry_keys)},
    [AS__ACTION_NEXT_CHANNEL] = {KEYS(channel_keys)},
    [AS__ACTION_JUMP] = {KEYS(jump_keys)},
    [AS__ACTION_END] = {KEYS(plain_keys)},
    [AS__ACTION_OPEN_CASE] = {KEYS(case_keys)},
    [AS__ACTION_ESCALATE] = {KEYS(follow_keys)},
    [AS__ACTION_ASK_REFERRAL] = {KEYS(follow_keys)},
    [AS__ACTION_WAIT] = {KEYS(plain_keys)},
#undef KEYS
};

/* What a branch that adds a step adds. */
typedef struct addition {
    const char *suffix, *kind, *objective, *owner;
    int32_t purpose;
    as__period after;
} addition;

static const addition *addition_of(as__action action)
{
    static const addition opened = {".case",
                                    "recovery",
                                    "Put it right, and hear from the customer that it is right",
                                    NULL,
                                    AFTERSALE_PURPOSE_SERVICE,
                                    {.days = 1}};
    static const addition escalated = {
        ".escalation",
        "management-call",
        "Call as the one who answers for it: what went wrong, what would make it good",
        "role:manager",
        AFTERSALE_PURPOSE_RELATIONSHIP,
        {.days = 1}};
    static const addition asked = {".referral",
                                   "ask",
                                   "Ask whom else they know who would be glad of the same",
                                   NULL,
                                   AFTERSALE_PURPOSE_ASKING,
                                   {.days = 0}};
    switch (action) {
    case AS__ACTION_OPEN_CASE:
        return &opened;
    case AS__ACTION_ESCALATE:
        return &escalated;
    case AS__ACTION_ASK_REFERRAL:
        return &asked;
    default:
        return NULL;
    }
}

static as__action action_named(const cJSON *branch)
{
    const cJSON *word = cJSON_GetObjectItemCaseSensitive(branch, "do");
    if (!cJSON_IsString(word))
        return (as__action)0;
    return (as__action)as__choice_number(AS__ACTIONS, word->valuestring, strlen(word->valuestring));
}

size_t as__read_added(const cJSON *step)
{
    const cJSON *outcomes = cJSON_GetObjectItemCaseSensitive(step, "outcomes");
    const cJSON *branch;
    size_t count = 0;
    cJSON_ArrayForEach(branch, outcomes)
    {
        if (addition_of(action_named(branch)) != NULL)
            count++;
    }
    return count;
}

static void set_default(as__branch *branch, as__action action)
{
    if (branch->action == 0)
        *branch = (as__branch){.action = action, .then = AS__ACTION_NEXT};
}

static void set_retry(as__branch *branch, int32_t times)
{
    if (branch->action == 0)
        *branch =
            (as__branch){.action = AS__ACTION_RETRY, .times = times, .after = a_day, .then = AS__ACTION_NEXT};
}

static void fill_branches(as__step *step)
{
    if (!step->automatic) {
        set_retry(&step->branches[AFTERSALE_OUTCOME_NO_ANSWER], TIMES);
        set_retry(&step->branches[AFTERSALE_OUTCOME_OUT_OF_OFFICE], TIMES);
    }
    set_default(&step->branches[AFTERSALE_OUTCOME_CONTACT_LATER], AS__ACTION_WAIT);
    set_default(&step->branches[AFTERSALE_OUTCOME_BOUNCED], AS__ACTION_NEXT_CHANNEL);
    set_default(&step->branches[AFTERSALE_OUTCOME_WRONG_PERSON], AS__ACTION_NEXT_CHANNEL);
}

/* A case stays open until somebody was reached and is content, or wants no more. */
static void fill_case_branches(as__step *step)
{
    static const int32_t unsettled[] = {
        AFTERSALE_OUTCOME_NO_ANSWER, AFTERSALE_OUTCOME_WRONG_PERSON,  AFTERSALE_OUTCOME_PROBLEM,
        AFTERSALE_OUTCOME_LUKEWARM,  AFTERSALE_OUTCOME_OUT_OF_OFFICE, AFTERSALE_OUTCOME_BOUNCED,
    };
    for (size_t i = 0; i < sizeof unsettled / sizeof *unsettled; i++)
        set_retry(&step->branches[unsettled[i]], CASE_TIMES);
    set_default(&step->branches[AFTERSALE_OUTCOME_CONTACT_LATER], AS__ACTION_WAIT);
}

static bool same_period(as__period a, as__period b)
{
    return a.months == b.months && a.days == b.days && a.business_days == b.business_days && a.us == b.us;
}

static void check_same(as__plan_reader *reader, const as__draft *added, const branch_draft *draft,
                       const char *owner)
{
    const as__step *step = &added->step;
    bool same = strcmp(step->owner, owner) == 0 &&
                same_period(step->is_case ? step->not_after : step->after, draft->branch.after);
    if (!same)
        as__read_problem(reader, draft->word, AS__MESSAGE_DISAGREE,
                         "differs from another branch of this step");
}

/* The step that this branch adds: one of each sort for a step, whichever of its branches leads there. */
static size_t add_step(as__plan_reader *reader, size_t index, const branch_draft *draft, const char *owner)
{
    const as__step *step = &reader->drafts[index].step;
    const addition *sort = addition_of(draft->branch.action);
    for (size_t i = reader->written; i < reader->draft_count; i++) {
        const as__draft *added = &reader->drafts[i];
        if (added->step.anchor_step == index && strcmp(added->step.kind, sort->kind) == 0) {
            check_same(reader, added, draft, owner);
            return i;
        }
    }
    size_t at = reader->draft_count++;
    as__step *added = &reader->drafts[at].step;
    *added = (as__step){
        .key = as__read_join(reader, step->key, sort->suffix),
        .kind = sort->kind,
        .objective = sort->objective,
        .purpose = sort->purpose,
        .role = step->role,
        .by_branch = true,
        .channel_count = step->channel_count,
        .anchor = AS__ANCHOR_OUTCOME,
        .anchor_step = index,
        .waits_for = as__read_join(reader, "step ", step->key),
        .owner = owner,
        .snoozes = step->snoozes,
    };
    memcpy(added->channels, step->channels, sizeof added->channels);
    if (draft->branch.action == AS__ACTION_OPEN_CASE) {
        added->is_case = true;
        added->required = true;
        added->has_not_after = true;
        added->not_after = draft->branch.after;
        fill_case_branches(added);
    } else {
        added->after = draft->branch.after;
        fill_branches(added);
    }
    return at;
}

static size_t read_jump(as__plan_reader *reader, size_t index, const cJSON *to)
{
    if (to == NULL)
        return index;
    if (!cJSON_IsString(to)) {
        as__read_problem(reader, to, AS__MESSAGE_WRONG_TYPE, "must be a text");
        return index;
    }
    size_t found = as__read_find(reader, to->valuestring);
    if (found == reader->written)
        as__read_problem(reader, to, AS__MESSAGE_NO_SUCH_STEP, NULL);
    else if (found == index)
        as__read_problem(reader, to, AS__MESSAGE_NO_SUCH_STEP, "is the step itself");
    return found;
}

static const as__key then_jump_keys[] = {{"jump", as__read_later, 0, 0, 0, true}};

static void read_then(as__plan_reader *reader, size_t index, branch_draft *draft)
{
    as__branch *branch = &draft->branch;
    branch->then = AS__ACTION_NEXT;
    if (draft->then == NULL)
        return;
    size_t mark = as__path_field(reader->problems, "then");
    if (branch->action == AS__ACTION_OPEN_CASE) {
        branch->then = (as__action)as__read_choice(reader, draft->then, "hold=10 next=1");
    } else if (cJSON_IsObject(draft->then)) {
        const cJSON *to = NULL;
        as__read_object(reader, draft->then, then_jump_keys, 1, &to);
        branch->then = AS__ACTION_JUMP;
        size_t deeper = as__path_field(reader->problems, "jump");
        branch->then_to = read_jump(reader, index, to);
        as__path_pop(reader->problems, deeper);
    } else {
        const char *words = branch->action == AS__ACTION_RETRY ? THEN_JUMP_OR : "next=1 end=5";
        branch->then = (as__action)as__read_choice(reader, draft->then, words);
    }
    as__path_pop(reader->problems, mark);
}

static const char *read_case_owner(as__plan_reader *reader, const as__step *step, const cJSON *owner)
{
    if (owner == NULL)
        return step->owner;
    size_t mark = as__path_field(reader->problems, "owner");
    const char *read = as__read_owner(reader, owner, true);
    as__path_pop(reader->problems, mark);
    return read;
}

static void finish_branch(as__plan_reader *reader, size_t index, int32_t outcome, branch_draft *draft)
{
    as__step *step = &reader->drafts[index].step;
    as__branch *branch = &draft->branch;
    const addition *sort = addition_of(branch->action);
    if (branch->action == AS__ACTION_WAIT && outcome != AFTERSALE_OUTCOME_CONTACT_LATER) {
        size_t mark = as__path_field(reader->problems, "do");
        as__read_problem(reader, draft->word, AS__MESSAGE_NOT_A_CHOICE, "is for contact_later alone");
        as__path_pop(reader->problems, mark);
    }
    if (branch->action == AS__ACTION_JUMP) {
        size_t mark = as__path_field(reader->problems, "to");
        branch->to = read_jump(reader, index, draft->to);
        as__path_pop(reader->problems, mark);
    }
    read_then(reader, index, draft);
    if (sort != NULL) {
        const char *owner = sort->owner == NULL ? step->owner : sort->owner;
        if (branch->action == AS__ACTION_OPEN_CASE)
            owner = read_case_owner(reader, step, draft->owner);
        branch->to = add_step(reader, index, draft, owner);
    }
    step->branches[outcome] = *branch;
}

static void read_branch(as__plan_reader *reader, size_t index, int32_t outcome, const cJSON *value)
{
    branch_draft draft = {.branch = {.action = action_named(value)}};
    const addition *sort = addition_of(draft.branch.action);
    if (sort != NULL)
        draft.branch.after = sort->after;
    if (draft.branch.action == AS__ACTION_RETRY) {
        draft.branch.times = TIMES;
        draft.branch.after = a_day;
    }
    const cJSON *word = cJSON_GetObjectItemCaseSensitive(value, "do");
    if (draft.branch.action == 0 && word != NULL) {
        size_t mark = as__path_field(reader->problems, "do");
        as__read_choice(reader, word, AS__ACTIONS);
        as__path_pop(reader->problems, mark);
        return;
    }
    as__read_object(reader, value, keys_of[draft.branch.action].items, keys_of[draft.branch.action].count,
                    &draft);
    if (draft.branch.action != 0)
        finish_branch(reader, index, outcome, &draft);
}

static void read_outcomes(as__plan_reader *reader, size_t index, const cJSON *outcomes)
{
    if (!cJSON_IsObject(outcomes)) {
        as__read_problem(reader, outcomes, AS__MESSAGE_WRONG_TYPE, "must be an object");
        return;
    }
    const cJSON *value;
    cJSON_ArrayForEach(value, outcomes)
    {
        size_t deeper = as__path_field(reader->problems, value->string);
        int32_t outcome = as__choice_number(AS__OUTCOMES, value->string, strlen(value->string));
        if (outcome == 0)
            as__read_problem(
                reader, value, AS__MESSAGE_UNKNOWN_KEY,
                "is not known here; known are reached, no_answer, wrong_person, contact_later, problem, "
                "lukewarm, delighted, refused, out_of_office, bounced");
        else
            read_branch(reader, index, outcome, value);
        as__path_pop(reader->problems, deeper);
    }
}

void as__read_branches(as__plan_reader *reader, size_t index)
{
    const cJSON *outcomes = reader->drafts[index].outcomes;
    size_t mark = as__path_field(reader->problems, "outcomes");
    if (outcomes != NULL)
        read_outcomes(reader, index, outcomes);
    as__path_pop(reader->problems, mark);
    fill_branches(&reader->drafts[index].step);
}
