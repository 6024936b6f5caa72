/* SPDX-License-Identifier: MIT */
/* A plan that goes over to another version, held to the list of the migration: what it says was there before, and is
 * there afterwards (S21). Goes with support/trial.h. */
#ifndef MIGRATION_CHECK_H
#define MIGRATION_CHECK_H
#include "support/trial.h"

#define TOUCHES_MOST 512

static unsigned long long migration_case; /* for messages */

typedef struct seen {
    aftersale_id id;
    int64_t due;
    int32_t state;
} seen;
typedef struct sight {
    seen touches[TOUCHES_MOST];
    size_t count;
} sight;

static inline void look(aftersale_id run, sight *out)
{
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    out->count = 0;
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .enrolment.id = run), &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW) {
        cr_assert_lt(out->count, TOUCHES_MOST);
        out->touches[out->count++] =
            (seen){aftersale_touch_id(row), aftersale_touch_due(row).us, aftersale_touch_state(row)};
    }
    aftersale_cursor_free(list);
}

static inline const seen *find(const sight *in, aftersale_id id)
{
    for (size_t i = 0; i < in->count; i++)
        if (same_id(in->touches[i].id, id))
            return &in->touches[i];
    return NULL;
}

static inline bool is_to_come(int32_t state)
{
    return state != 0 && state <= AFTERSALE_TOUCH_STATE_SNOOZED;
}

typedef struct row {
    aftersale_id touch;
    int64_t before, after;
    int32_t what, was, will;
} row;
typedef struct rows {
    row items[64];
    size_t count;
    bool is_held;
} rows;

static inline void read_list(aftersale_id run, rows *out)
{
    const aftersale_migration *at;
    aftersale_cursor *list = NULL;
    out->count = 0;
    out->is_held = false;
    MUST(aftersale_migration_list(book, AFTERSALE_ARGS(migration_list, .enrolment.id = run), &list));
    while (aftersale_migration_next(list, &at) == AFTERSALE_ROW) {
        cr_assert_lt(out->count, COUNT(out->items));
        row *item = &out->items[out->count++];
        item->touch = aftersale_migration_touch(at);
        item->what = aftersale_migration_what(at);
        item->before = aftersale_migration_due_before(at).us;
        item->after = aftersale_migration_due_after(at).us;
        item->was = aftersale_migration_state_before(at);
        item->will = aftersale_migration_state_after(at);
        out->is_held = out->is_held || item->what == AFTERSALE_MIGRATION_HELD;
    }
    aftersale_cursor_free(list);
}

/* Dropped before it had a date: whether a list still shows it is nobody's business. */
static inline bool is_nothing(const seen *touch)
{
    return touch == NULL || (touch->state == AFTERSALE_TOUCH_STATE_CANCELLED && touch->due == 0);
}

static inline bool agrees(const sight *in, const row *of, int32_t state, int64_t due)
{
    const seen *touch = find(in, of->touch);
    if (state == 0)
        return is_nothing(touch);
    if (touch != NULL && state == touch->state && state == AFTERSALE_TOUCH_STATE_CANCELLED && due == 0)
        return true; /* never to be: what date it might have had is nobody's */
    return touch != NULL && touch->state == state && touch->due == due;
}

static inline const char *text_of_row(const row *of, const sight *in)
{
    static char words[256];
    const seen *touch = find(in, of->touch);
    snprintf(words, sizeof words, "what %d, state %d to %d, due %s to %s; there %d, %s", (int)of->what,
             (int)of->was, (int)of->will, text_of((aftersale_time){of->before}),
             text_of((aftersale_time){of->after}), touch != NULL ? (int)touch->state : 0,
             touch != NULL ? text_of((aftersale_time){touch->due}) : "-");
    return words;
}

/* What was made stays as it was; made before its date had come, it may have another one now. */
static inline void check_row(const row *of)
{
    if (of->was == AFTERSALE_TOUCH_STATE_DONE)
        cr_assert(of->will == of->was &&
                      (of->after == of->before || of->before == 0 || of->before > on_trial.now.us),
                  "case %llu", migration_case);
    if (of->what == AFTERSALE_MIGRATION_MOVED)
        cr_assert_neq(of->before, of->after);
}

static inline const row *row_of(const rows *list, aftersale_id touch)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_id(list->items[i].touch, touch))
            return &list->items[i];
    return NULL;
}

/* Every touch that the list does not name is what it was. */
static inline void check_rest(const rows *list, const sight *before, const sight *after)
{
    for (size_t i = 0; i < after->count; i++) {
        const seen *touch = &after->touches[i], *was = find(before, touch->id);
        if (row_of(list, touch->id) == NULL && !(is_nothing(was) && is_nothing(touch)))
            cr_assert(was != NULL && was->due == touch->due && was->state == touch->state,
                      "case %llu: state %d at %s, was %d at %s", migration_case, (int)touch->state,
                      text_of((aftersale_time){touch->due}), was != NULL ? (int)was->state : 0,
                      was != NULL ? text_of((aftersale_time){was->due}) : "-");
    }
    for (size_t i = 0; i < before->count; i++)
        if (row_of(list, before->touches[i].id) == NULL && !is_nothing(&before->touches[i]))
            cr_assert_not_null(find(after, before->touches[i].id), "case %llu", migration_case);
}

/* Ids end in 24 bits of the occurrence. */
static inline bool is_of_step(const row *of, aftersale_id touch)
{
    return memcmp(&of->touch, &touch, sizeof touch - 3) == 0;
}

static inline bool names_step(const rows *list, aftersale_id touch)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_of_step(&list->items[i], touch))
            return true;
    return false;
}

/* Whether the version before had a touch of the same step. */
static inline bool was_there(const rows *list, aftersale_id touch)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].was != 0 && is_of_step(&list->items[i], touch))
            return true;
    return false;
}

/* What the command says it did stands in the list, though of a step that repeats caps, hours and other plans may leave
 * another occurrence open; nothing that was not there before is overdue by surprise. */
static inline void check_effects(const rows *list)
{
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++) {
        const row *item = row_of(list, effects[i]->subject);
        if (effects[i]->what > AFTERSALE_EFFECT_CANCELLED)
            continue;
        cr_assert(item != NULL || names_step(list, effects[i]->subject), "case %llu: effect %d", migration_case,
                  (int)effects[i]->what);
        if (effects[i]->what == AFTERSALE_EFFECT_PLANNED && !was_there(list, effects[i]->subject))
            cr_assert_geq(effects[i]->after.us, on_trial.now.us, "case %llu: overdue by surprise",
                          migration_case);
    }
}

static inline bool is_over(aftersale_id run)
{
    const aftersale_enrolment *found;
    MUST(aftersale_enrolment_get(book, run, &found));
    bool over = aftersale_enrolment_state(found) >= AFTERSALE_ENROLMENT_ENDED;
    aftersale_enrolment_free(found);
    return over;
}

/* @return whether it went over; false: it was held, as its list says */
static inline bool migrated_as_listed(aftersale_id run)
{
    sight before, after;
    rows list;
    look(run, &before);
    read_list(run, &list);
    aftersale_status status =
        aftersale_plan_migrate(book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = run), NULL);
    if (list.is_held) {
        cr_assert_eq(status, AFTERSALE_STATE, "case %llu", migration_case);
        return false;
    }
    MUST_BE(AFTERSALE_OK, status);
    check_effects(&list);
    look(run, &after);
    if (is_over(run)) { /* nothing was left: what passed unmade is cancelled with the plan */
        for (size_t i = 0; i < list.count; i++)
            cr_assert(!is_to_come(list.items[i].will), "case %llu: %s", migration_case,
                      text_of_row(&list.items[i], &after));
        return true;
    }
    for (size_t i = 0; i < list.count; i++) {
        const row *item = &list.items[i];
        cr_assert(agrees(&before, item, item->was, item->before), "case %llu, before: %s", migration_case,
                  text_of_row(item, &before));
        cr_assert(agrees(&after, item, item->will, item->after), "case %llu, after: %s", migration_case,
                  text_of_row(item, &after));
        check_row(item);
    }
    check_rest(&list, &before, &after);
    read_list(run, &list);
    for (size_t i = 0; i < list.count; i++)
        cr_assert_eq(list.items[i].what, AFTERSALE_MIGRATION_KEPT, "case %llu: a second time changes it: %s",
                     migration_case, text_of_row(&list.items[i], &after));
    return true;
}
#endif
