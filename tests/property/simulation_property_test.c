/* SPDX-License-Identifier: MIT */
/* Books drawn from a seed: what a simulation counts under mixed outcomes is what is then made in the same book, touch
 * after touch, by somebody who meets with exactly these outcomes (S23). */
#include "engine/engine.h"
#include "rules/assumption.h"
#include "support/drawn_book.h"
#include "value/date.h"

#define BOOKS 250
#define DAYS_AHEAD 90
#define LATER_DAYS 9
#define ROWS 1024

static const char *const customers[] = {"C", "D", NULL};

/* Work of one owner in one week. */
typedef struct load {
    char owner[24];
    aftersale_date week;
    int64_t touches;
} load;

typedef struct loads {
    load items[ROWS];
    size_t count;
} loads;

static void count_work(loads *all, const char *owner, aftersale_date week, int64_t touches)
{
    size_t i = 0;
    while (i < all->count &&
           (strcmp(all->items[i].owner, owner) != 0 || memcmp(&all->items[i].week, &week, sizeof week) != 0))
        i++;
    cr_assert_lt(i, (size_t)ROWS);
    if (i == all->count) {
        all->items[all->count++] = (load){.week = week};
        snprintf(all->items[i].owner, sizeof all->items[i].owner, "%s", owner);
    }
    all->items[i].touches += touches;
}

static int64_t work_of_week(const loads *all, const load *like)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].owner, like->owner) == 0 &&
            memcmp(&all->items[i].week, &like->week, sizeof like->week) == 0)
            return all->items[i].touches;
    return 0;
}

/* Several for any kind, and others for offers. */
static size_t draw_outcomes(aftersale_assumption *out)
{
    size_t count = 2 + draw(5), offers = draw(3);
    for (size_t i = 0; i < count + offers; i++)
        out[i] = (aftersale_assumption){.kind = i < offers ? "offer" : NULL,
                                        .outcome = 1 + (int32_t)draw(AFTERSALE_OUTCOME_BOUNCED),
                                        .parts = 1 + (int32_t)draw(4),
                                        .later_days = LATER_DAYS};
    out[count + offers] = (aftersale_assumption){.outcome = AFTERSALE_OUTCOME_REACHED, .parts = 6};
    return count + offers + 1;
}

static void simulate(const aftersale_assumptions *outcomes, aftersale_time until, loads *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_workload *row;
    aftersale_status status;
    MUST(aftersale_simulate(
        book, AFTERSALE_ARGS(simulate, .until = until, .outcomes = *outcomes, .seed = drawn_seed), &list));
    while ((status = aftersale_workload_next(list, &row)) == AFTERSALE_ROW)
        count_work(out, aftersale_workload_owner(row), aftersale_workload_week(row),
                   aftersale_workload_touches(row) + aftersale_workload_automatic(row));
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_cursor_free(list);
}

/* The touch that is made next, by a preview of each customer; NULL: none before `until`. */
static const aftersale_touch *next_touch(aftersale_time until)
{
    const aftersale_touch *first = NULL;
    for (size_t i = 0; customers[i] != NULL; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_touch *row;
        MUST(aftersale_preview(book, AFTERSALE_ARGS(preview, .customer.ref = customers[i], .until = until),
                               &list));
        if (aftersale_touch_next(list, &row) == AFTERSALE_ROW &&
            (first == NULL || aftersale_touch_made(row).us < aftersale_touch_made(first).us)) {
            aftersale_touch_free(first);
            first = (const aftersale_touch *)aftersale_record_keep((const aftersale_record *)row);
        }
        aftersale_cursor_free(list);
    }
    return first;
}

static int32_t day_in(const char *zone, aftersale_time time)
{
    const as__zone *found;
    cr_assert_eq(as__zones_find(on_trial.context->zones, zone, &found), AFTERSALE_OK);
    int64_t civil = as__zone_to_civil(found, time.us / AS__SECOND);
    return (int32_t)(civil / 86400);
}

static int32_t day_of_customer(const aftersale_touch *touch)
{
    const aftersale_customer *customer;
    MUST(aftersale_customer_get(book, aftersale_touch_customer(touch), &customer));
    int32_t day_there = day_in(aftersale_customer_zone(customer), on_trial.now);
    aftersale_customer_free(customer);
    return day_there;
}

/* Enters what the simulation assumes of this touch at this moment. */
static void make(const aftersale_assumptions *outcomes, const aftersale_touch *touch)
{
    const as__assumed_touch assumed = {.plan = aftersale_touch_plan(touch),
                                       .kind = aftersale_touch_kind(touch),
                                       .id = aftersale_touch_id(touch),
                                       .at = on_trial.now};
    const aftersale_assumption *one = as__assumption_of(outcomes, drawn_seed, &assumed);
    aftersale_touch_done_args args = {.struct_size = sizeof args,
                                      .touch = assumed.id,
                                      .outcome = one != NULL ? one->outcome : AFTERSALE_OUTCOME_REACHED};
    if (args.outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
        cr_assert(as__date_from_days(day_of_customer(touch) + LATER_DAYS, &args.later));
    if (aftersale_touch_state(touch) != AFTERSALE_TOUCH_STATE_CLAIMED)
        MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = assumed.id, .actor = "walker"),
                                   NULL));
    MUST(aftersale_touch_done(book, &args, NULL));
}

static void work_off(const aftersale_assumptions *outcomes, aftersale_time until, loads *out)
{
    const aftersale_touch *touch;
    while ((touch = next_touch(until)) != NULL) {
        aftersale_date monday;
        cr_assert_geq(aftersale_touch_made(touch).us, on_trial.now.us);
        on_trial.now = aftersale_touch_made(touch);
        int32_t made = day_in("UTC", on_trial.now);
        cr_assert(as__date_from_days(made - as__weekday(made), &monday));
        count_work(out, aftersale_touch_owner(touch), monday, 1);
        make(outcomes, touch);
        aftersale_touch_free(touch);
    }
}

static void must_be_alike(const loads *foretold, const loads *made)
{
    for (size_t i = 0; i < foretold->count; i++)
        cr_assert_eq(work_of_week(made, &foretold->items[i]), foretold->items[i].touches,
                     "book %llu: %s, week of %d-%02d-%02d: %d foretold, %d made",
                     (unsigned long long)drawn_seed, foretold->items[i].owner, foretold->items[i].week.year,
                     foretold->items[i].week.month, foretold->items[i].week.day,
                     (int)foretold->items[i].touches, (int)work_of_week(made, &foretold->items[i]));
    for (size_t i = 0; i < made->count; i++)
        cr_assert_eq(work_of_week(foretold, &made->items[i]), made->items[i].touches,
                     "book %llu: %s, week of %d-%02d-%02d: %d foretold, %d made",
                     (unsigned long long)drawn_seed, made->items[i].owner, made->items[i].week.year,
                     made->items[i].week.month, made->items[i].week.day,
                     (int)work_of_week(foretold, &made->items[i]), (int)made->items[i].touches);
    cr_assert_eq(foretold->count, made->count, "book %llu", (unsigned long long)drawn_seed);
}

static size_t follow_books(bool in_sqlite, uint64_t first, uint64_t count)
{
    size_t weeks = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        aftersale_assumption items[10];
        loads foretold = {.count = 0}, made = {.count = 0};
        trial_begin(in_sqlite);
        draw_book(seed, customers);
        aftersale_assumptions outcomes = {items, draw_outcomes(items), sizeof *items};
        aftersale_time until = hours_from_now(DAYS_AHEAD * 24);
        simulate(&outcomes, until, &foretold);
        work_off(&outcomes, until, &made);
        must_be_alike(&foretold, &made);
        weeks += made.count;
        trial_end();
    }
    return weeks;
}

/* S23, and with it S18, S19, S24, S27, S33 to S36 */
Test(simulation_property, counts_what_is_then_made_in_memory)
{
    size_t weeks = follow_books(false, 1, BOOKS);
    cr_assert_gt(weeks, (size_t)(5 * BOOKS), "only %zu", weeks);
}

Test(simulation_property, counts_what_is_then_made_in_sqlite)
{
    (void)follow_books(true, 1001, BOOKS / 20);
}
