/* SPDX-License-Identifier: MIT */
/* Histories drawn from a seed, in which people make what the worklist gives and nothing else: no customer hears the same
 * kind from two plans within the days of the book, and nothing stays unmade for good (S27). */
#include "support/trial.h"

#define HISTORIES 60
#define PLANS 4
#define DAYS 40
#define DAYS_AFTER 90
#define CONTACTS 512

static uint64_t state, seed_of_history;

static uint32_t draw(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

/* A contact that reached the customer. */
typedef struct contact {
    int64_t day;
    char kind[16];
    aftersale_id enrolment;
} contact;

static contact contacts[CONTACTS];
static size_t contact_count;
static int64_t days_apart;

static void publish_drawn(size_t plan)
{
    static const char *const kinds[] = {"follow-up", "review"};
    static const char *const anchors[] = {"sale", "delivery", "enrolment", "previous_done"};
    static const char *const rest[] = {"", "", ",'repeat':{'every':'P1W','count':3}",
                                       ",'repeat':{'every':'P5D','count':4,'from':'done'}"};
    char json[2048];
    int size = snprintf(json, sizeof json, "{'plan':'p%zu','priority':%u,'steps':[", plan, 1 + draw(3));
    size_t count = 1 + draw(4);
    for (size_t i = 0; i < count; i++)
        size += snprintf(json + size, sizeof json - (size_t)size,
                         "%s{'key':'s%zu','kind':'%s','purpose':'service','channels':['phone'],'anchor':'%s',"
                         "'after':'P%uD'%s}",
                         i != 0 ? "," : "", i, kinds[draw(2)], anchors[draw(i == 0 ? 3 : 4)], draw(15),
                         rest[draw(COUNT(rest))]);
    snprintf(json + size, sizeof json - (size_t)size, "]}");
    MUST(try_publish(json, NULL));
}

/* The day it is, as a text; London has no summer time here. */
static const char *today(void)
{
    static char text[16];
    snprintf(text, sizeof text, "%.10s", text_of(on_trial.now));
    return text;
}

static void sell_drawn(size_t number)
{
    char ref[16], plan[8];
    snprintf(ref, sizeof ref, "S%zu", number);
    snprintf(plan, sizeof plan, "p%u", draw(PLANS));
    put_sale(ref, "C", plan, today(), draw(2) != 0 ? today() : NULL);
}

static void deliver(size_t number)
{
    char ref[16];
    snprintf(ref, sizeof ref, "S%zu", number);
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = ref, .delivered = day(today())), NULL));
}

/* May be refused: it has ended. */
static void end_drawn_plan(size_t sales)
{
    aftersale_plan_move_args args = {.struct_size = sizeof args, .reason = "drawn"};
    args.enrolment.id = enrolment_id("C", draw((uint32_t)sales));
    args.state = AFTERSALE_ENROLMENT_ENDED;
    (void)aftersale_plan_move(book, &args, NULL);
}

/* Nobody else told the customer the same within those days. */
static void note_contact(const aftersale_touch *made)
{
    contact *now = &contacts[contact_count];
    cr_assert_lt(contact_count, (size_t)CONTACTS);
    now->day = on_trial.now.us / INT64_C(86400000000);
    now->enrolment = aftersale_touch_enrolment(made);
    snprintf(now->kind, sizeof now->kind, "%s", aftersale_touch_kind(made));
    for (size_t i = 0; i < contact_count; i++)
        cr_assert(same_id(contacts[i].enrolment, now->enrolment) ||
                      strcmp(contacts[i].kind, now->kind) != 0 || now->day - contacts[i].day > days_apart,
                  "history %llu: %s on %s, and %d days before in another plan",
                  (unsigned long long)seed_of_history, now->kind, today(), (int)(now->day - contacts[i].day));
    contact_count++;
}

/* The first row that is not among those left for today. */
static const aftersale_touch *next_row(const aftersale_id *left, size_t count)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    const aftersale_touch *found = NULL;
    MUST(aftersale_worklist(book, NULL, &list));
    while (found == NULL && aftersale_work_next(list, &work) == AFTERSALE_ROW) {
        size_t i = 0;
        while (i < count && !same_id(left[i], aftersale_touch_id(aftersale_work_touch(work))))
            i++;
        if (i == count)
            MUST(aftersale_touch_get(book, aftersale_touch_id(aftersale_work_touch(work)), &found));
    }
    aftersale_cursor_free(list);
    return found;
}

/* A day's work. `all`: nothing is left for tomorrow, and everybody is reached. */
static void work_off(bool all)
{
    aftersale_id left[64];
    size_t count = 0;
    const aftersale_touch *row;
    while ((row = next_row(left, count)) != NULL) {
        aftersale_id id = aftersale_touch_id(row);
        int32_t outcome = !all && draw(5) == 0 ? AFTERSALE_OUTCOME_NO_ANSWER : AFTERSALE_OUTCOME_REACHED;
        bool is_left = !all && draw(5) == 0;
        if (!is_left || draw(2) == 0)
            MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = "sam"), NULL));
        if (is_left) {
            cr_assert_lt(count, COUNT(left));
            left[count++] = id;
        } else {
            MUST(aftersale_touch_done(
                book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = outcome, .actor = "sam"), NULL));
            if (outcome == AFTERSALE_OUTCOME_REACHED)
                note_contact(row);
        }
        aftersale_touch_free(row);
        on_trial.now.us += INT64_C(60000000);
    }
}

static void begin_day(int which)
{
    on_trial.now = instant("2026-11-20T10:00:00Z");
    on_trial.now.us += which * INT64_C(86400000000);
}

static bool was_covered(aftersale_id id)
{
    const aftersale_explanation *why;
    bool found = false;
    MUST(aftersale_explain_touch(book, id, &why));
    for (size_t i = 0; i < aftersale_explanation_count(why); i++)
        found = found || aftersale_explanation_reason(why, i)->number == 26;
    aftersale_explanation_free(why);
    return found;
}

/* Every touch of a plan that nobody ended was made, missed because its next came, or is covered. */
static void check_nothing_is_lost(size_t sales)
{
    for (size_t i = 0; i < sales; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_touch *row;
        int32_t run = enrolment_state("C", i);
        cr_assert_geq(run, AFTERSALE_ENROLMENT_ENDED, "history %llu: run %zu stands in state %d",
                      (unsigned long long)seed_of_history, i, (int)run);
        if (run != AFTERSALE_ENROLMENT_COMPLETED)
            continue;
        MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .enrolment.id = enrolment_id("C", i)),
                                  &list));
        while (aftersale_touch_next(list, &row) == AFTERSALE_ROW) {
            int32_t stands = aftersale_touch_state(row);
            cr_assert(stands == AFTERSALE_TOUCH_STATE_DONE || stands == AFTERSALE_TOUCH_STATE_MISSED ||
                          (stands == AFTERSALE_TOUCH_STATE_CANCELLED && was_covered(aftersale_touch_id(row))),
                      "history %llu: run %zu, %s is %d", (unsigned long long)seed_of_history, i,
                      aftersale_touch_step(row), (int)stands);
        }
        aftersale_cursor_free(list);
    }
}

static void run_history(uint64_t seed)
{
    static const char *const periods[] = {"P1D", "P3D", "P1W"};
    static const int64_t lengths[] = {1, 3, 7};
    size_t sales = 0, which;
    int at = 0;
    seed_of_history = seed;
    state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    contact_count = 0;
    which = draw(COUNT(periods));
    days_apart = lengths[which];
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .overlap = periods[which]), NULL));
    for (size_t i = 0; i < PLANS; i++)
        publish_drawn(i);
    put_customer("C");
    for (; at < DAYS; at++) {
        begin_day(at);
        if (sales == 0 || draw(6) == 0)
            sell_drawn(sales++);
        if (draw(8) == 0)
            deliver(draw((uint32_t)sales));
        if (draw(30) == 0)
            end_drawn_plan(sales);
        work_off(false);
    }
    for (size_t i = 0; i < sales; i++)
        deliver(i);
    for (; at < DAYS + DAYS_AFTER; at++) {
        begin_day(at);
        work_off(true);
    }
    check_nothing_is_lost(sales);
    MUST(aftersale_event_verify(book, NULL));
}

/* S27 */
static void run_histories(bool in_sqlite, uint64_t count)
{
    for (uint64_t seed = 1; seed <= count; seed++) {
        trial_begin(in_sqlite);
        run_history(seed);
        trial_end();
    }
}

Test(overlap_random, one_of_a_kind_and_none_lost_in_memory)
{
    run_histories(false, HISTORIES);
}

Test(overlap_random, one_of_a_kind_and_none_lost_in_sqlite)
{
    run_histories(true, HISTORIES / 6);
}
