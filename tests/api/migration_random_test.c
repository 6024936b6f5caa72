/* SPDX-License-Identifier: MIT */
/* Some hundreds of edits of a plan at random, in the middle of its life: each list matches what then happens (S21). */
#include "support/trial.h"

#define ROUNDS 150
#define EDITS 3
#define TOUCHES_MOST 512

static uint32_t chance_state;

static uint32_t chance(uint32_t below)
{
    chance_state = chance_state * 1664525u + 1013904223u;
    return (chance_state >> 8) % below;
}

static const char *one_of(const char *const *texts, size_t count)
{
    return texts[chance((uint32_t)count)];
}

static size_t write_step(char *out, size_t room, uint32_t key, bool is_first)
{
    static const char *const anchors[] = {"sale", "sale", "delivery", "acceptance", "enrolment"};
    static const char *const after_others[] = {"previous_planned", "previous_done"};
    static const char *const afters[] = {"PT0S", "P1D", "P4D", "P2W", "P1M", "P5B", "P3M"};
    static const char *const repeats[] = {
        "'every':'P1W'",
        "'every':'P2W','count':5",
        "'every':'P1M'",
        "'every':'P1D','until':'2027-02-10'",
        "'every':'P10D'",
        "'every':'P1M','from':'done'",
        "'every':'P1W','from':'done'",
        "'every':'P1M','on':['first mon','last fri']",
    };
    bool follows = !is_first && chance(3) == 0;
    size_t at = (size_t)snprintf(
        out, room, "%s{'key':'s%u','kind':'follow-up','anchor':'%s','after':'%s'", is_first ? "" : ",",
        (unsigned)key, follows ? one_of(after_others, COUNT(after_others)) : one_of(anchors, COUNT(anchors)),
        one_of(afters, COUNT(afters)));
    if (chance(3) == 0)
        at += (size_t)snprintf(out + at, room - at, ",'repeat':{%s}", one_of(repeats, COUNT(repeats)));
    if (chance(4) == 0)
        at += (size_t)snprintf(out + at, room - at, ",'not_after':'P%uD'", (unsigned)(2 + chance(20)));
    if (chance(4) == 0)
        at +=
            (size_t)snprintf(out + at, room - at, ",'on_holiday':'%s'", chance(2) == 0 ? "back" : "forward");
    return at + (size_t)snprintf(out + at, room - at, "}");
}

/* Of eight keys, in any order. */
static void publish_any(void)
{
    static int32_t edit;
    char json[8192];
    uint32_t first = chance(8), stride = 1 + 2 * chance(4);
    bool is_first = true;
    size_t at = (size_t)snprintf(json, sizeof json, "{'plan':'p','name':'edit %d','priority':%u,'steps':[",
                                 (int)edit++, (unsigned)(1 + chance(16)));
    for (uint32_t i = 0; i < 8; i++) {
        if (chance(3) == 0 && !(i == 7 && is_first))
            continue;
        at += write_step(json + at, sizeof json - at, (first + i * stride) % 8, is_first);
        is_first = false;
    }
    snprintf(json + at, sizeof json - at, "]}");
    publish(json);
}

typedef struct seen {
    aftersale_id id;
    int64_t due;
    int32_t state;
} seen;
typedef struct sight {
    seen touches[TOUCHES_MOST];
    size_t count;
} sight;

static void look(aftersale_id run, sight *out)
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

static const seen *find(const sight *in, aftersale_id id)
{
    for (size_t i = 0; i < in->count; i++)
        if (same_id(in->touches[i].id, id))
            return &in->touches[i];
    return NULL;
}

static bool is_to_come(int32_t state)
{
    return state != 0 && state <= AFTERSALE_TOUCH_STATE_SNOOZED;
}

/* A week or so of somebody's work: what is due is made, tried, put off or left. */
static void live(aftersale_id run)
{
    sight now;
    on_trial.now.us += (int64_t)(1 + chance(12)) * 86400 * 1000000 + (int64_t)chance(86400) * 1000000;
    look(run, &now);
    for (size_t i = 0; i < now.count; i++) {
        const seen *touch = &now.touches[i];
        bool is_due = touch->due != 0 && touch->due <= on_trial.now.us;
        if (touch->state != AFTERSALE_TOUCH_STATE_PLANNED || !is_due)
            continue;
        aftersale_time until = {on_trial.now.us + (int64_t)(1 + chance(9)) * 86400 * 1000000};
        uint32_t act = chance(6);
        if (act < 3)
            (void)aftersale_touch_done(book,
                                       AFTERSALE_ARGS(touch_done, .touch = touch->id,
                                                      .outcome = chance(3) == 0 ? AFTERSALE_OUTCOME_NO_ANSWER
                                                                                : AFTERSALE_OUTCOME_REACHED),
                                       NULL);
        else if (act == 3)
            (void)aftersale_touch_snooze(
                book, AFTERSALE_ARGS(touch_snooze, .touch = touch->id, .until = until), NULL);
        else if (act == 4)
            (void)aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch->id, .actor = "sam"),
                                        NULL);
    }
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

static void read_list(aftersale_id run, rows *out)
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

static bool agrees(const sight *in, const row *of, int32_t state, int64_t due)
{
    const seen *touch = find(in, of->touch);
    if (state == 0)
        return touch == NULL || (touch->state == AFTERSALE_TOUCH_STATE_CANCELLED && touch->due == 0);
    if (touch != NULL && state == touch->state && state == AFTERSALE_TOUCH_STATE_CANCELLED && due == 0)
        return true; /* never to be: what date it might have had is nobody's */
    return touch != NULL && touch->state == state && touch->due == due;
}

static const char *text_of_row(const row *of, const sight *in)
{
    static char text[256];
    const seen *touch = find(in, of->touch);
    snprintf(text, sizeof text, "what %d, state %d to %d, due %s to %s; there %d, %s", (int)of->what,
             (int)of->was, (int)of->will, text_of((aftersale_time){of->before}),
             text_of((aftersale_time){of->after}), touch != NULL ? (int)touch->state : 0,
             touch != NULL ? text_of((aftersale_time){touch->due}) : "-");
    return text;
}

/* What was made stays as it was; made before it had a date, it may have one now. */
static void check_row(const row *of)
{
    if (of->was == AFTERSALE_TOUCH_STATE_DONE)
        cr_assert(of->will == of->was && (of->after == of->before || of->before == 0));
    if (of->what == AFTERSALE_MIGRATION_MOVED)
        cr_assert_neq(of->before, of->after);
}

static const row *row_of(const rows *list, aftersale_id touch)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_id(list->items[i].touch, touch))
            return &list->items[i];
    return NULL;
}

/* Every touch that the list does not name is what it was. */
static void check_rest(const rows *list, const sight *before, const sight *after)
{
    for (size_t i = 0; i < after->count; i++) {
        const seen *touch = &after->touches[i], *was = find(before, touch->id);
        if (row_of(list, touch->id) == NULL)
            cr_assert(was != NULL && was->due == touch->due && was->state == touch->state,
                      "state %d at %s, was %d at %s", (int)touch->state,
                      text_of((aftersale_time){touch->due}), was != NULL ? (int)was->state : 0,
                      was != NULL ? text_of((aftersale_time){was->due}) : "-");
    }
    for (size_t i = 0; i < before->count; i++)
        if (row_of(list, before->touches[i].id) == NULL)
            cr_assert_not_null(find(after, before->touches[i].id));
}

/* Whether the version before had a touch of the same step; ids end in 24 bits of the occurrence. */
static bool was_there(const rows *list, aftersale_id touch)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].was != 0 && memcmp(&list->items[i].touch, &touch, sizeof touch - 3) == 0)
            return true;
    return false;
}

/* What the command says it did stands in the list; nothing that was not there before is overdue by surprise. */
static void check_effects(const rows *list)
{
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++) {
        const row *item = row_of(list, effects[i]->subject);
        if (effects[i]->what > AFTERSALE_EFFECT_CANCELLED)
            continue;
        cr_assert_not_null(item);
        if (effects[i]->what == AFTERSALE_EFFECT_PLANNED && !was_there(list, item->touch))
            cr_assert_geq(effects[i]->after.us, on_trial.now.us);
    }
}

static bool is_over(aftersale_id run)
{
    const aftersale_enrolment *found;
    MUST(aftersale_enrolment_get(book, run, &found));
    bool over = aftersale_enrolment_state(found) >= AFTERSALE_ENROLMENT_ENDED;
    aftersale_enrolment_free(found);
    return over;
}

/* @return whether it went over */
static bool edit_and_migrate(aftersale_id run)
{
    sight before, after;
    rows list;
    publish_any();
    look(run, &before);
    read_list(run, &list);
    aftersale_status status =
        aftersale_plan_migrate(book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = run), NULL);
    if (list.is_held) {
        cr_assert_eq(status, AFTERSALE_STATE);
        return false;
    }
    MUST_BE(AFTERSALE_OK, status);
    check_effects(&list);
    look(run, &after);
    if (is_over(run)) { /* nothing was left: what passed unmade is cancelled with the plan */
        for (size_t i = 0; i < list.count; i++)
            cr_assert(!is_to_come(list.items[i].will));
        return true;
    }
    for (size_t i = 0; i < list.count; i++) {
        const row *item = &list.items[i];
        cr_assert(agrees(&before, item, item->was, item->before), "before: %s", text_of_row(item, &before));
        cr_assert(agrees(&after, item, item->will, item->after), "after: %s", text_of_row(item, &after));
        check_row(item);
    }
    check_rest(&list, &before, &after);
    read_list(run, &list);
    for (size_t i = 0; i < list.count; i++)
        cr_assert_eq(list.items[i].what, AFTERSALE_MIGRATION_KEPT, "a second time changes nothing");
    return true;
}

static void live_through(uint32_t seed)
{
    int migrated = 0, held = 0;
    chance_state = seed;
    publish_any();
    for (int round = 0; round < ROUNDS; round++) {
        char ref[16];
        aftersale_id run;
        snprintf(ref, sizeof ref, "C-%d", round);
        now_is("2026-11-20T10:00:00Z");
        put_customer(ref);
        MUST(aftersale_sale_record(
            book,
            AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = ref, .sold = day("2026-11-02"),
                           .delivered = day(chance(2) == 0 ? "2026-11-09" : NULL), .plan = "-"),
            NULL));
        MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .sale.ref = ref), &run));
        for (int edit = 0; edit < EDITS && !is_over(run); edit++) {
            for (uint32_t days = 1 + chance(4); days > 0; days--)
                live(run);
            if (is_over(run))
                break;
            if (edit_and_migrate(run))
                migrated++;
            else
                held++;
        }
    }
    cr_assert_gt(migrated, 200);
    cr_assert_gt(held, 0);
}

/* S21 */
TRIAL(migration_random, the_list_matches_what_happens)
{
    live_through(7);
}

/* S21: an occurrence that was begun, waits for the step before, and is dropped */
TRIAL(migration_random, the_list_matches_what_is_dropped)
{
    live_through(13);
}

/* S21: a step that was put off, dropped, and comes again in a series whose days off move it back */
TRIAL(migration_random, the_list_matches_what_comes_again)
{
    live_through(6);
}

/* S21: a touch made before it had a date has one in the other version */
TRIAL(migration_random, the_list_matches_what_was_made_early)
{
    live_through(104);
}
