/* SPDX-License-Identifier: MIT */
/* Some hundreds of edits of a plan at random, in the middle of its life: each list matches what then happens (S21). */
#include "support/migration_check.h"

#define ROUNDS 150
#define EDITS 3

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

static void live_through(uint32_t seed)
{
    int migrated = 0, held = 0;
    chance_state = seed;
    migration_case = seed;
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
            publish_any();
            if (migrated_as_listed(run))
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
