/* SPDX-License-Identifier: MIT */
/* Books drawn from a seed: what a preview foretells is what then happens, moment by moment, to whoever makes each touch
 * when it is due (S23). */
#include "support/drawn_book.h"

#define BOOKS 1000
#define ROWS 2048
#define DAYS_AHEAD 150

typedef struct foretold {
    aftersale_id id;
    aftersale_time due, made;
    int32_t state;
    char channel[16], owner[16], step[24];
} foretold;

static foretold rows[ROWS];
static size_t row_count;

static void foretell(aftersale_time until)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    aftersale_status status;
    row_count = 0;
    MUST(aftersale_preview(book, AFTERSALE_ARGS(preview, .customer.ref = "C", .until = until), &list));
    while ((status = aftersale_touch_next(list, &row)) == AFTERSALE_ROW) {
        foretold *one = &rows[row_count++];
        cr_assert_lt(row_count, (size_t)ROWS);
        *one = (foretold){.id = aftersale_touch_id(row),
                          .due = aftersale_touch_due(row),
                          .made = aftersale_touch_made(row),
                          .state = aftersale_touch_state(row)};
        snprintf(one->channel, sizeof one->channel, "%s", aftersale_touch_channel(row));
        snprintf(one->owner, sizeof one->owner, "%s", aftersale_touch_owner(row));
        snprintf(one->step, sizeof one->step, "%s", aftersale_touch_step(row));
    }
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_cursor_free(list);
}

/* The first touch that waits to be made; false: there is none. */
static bool first_of_worklist(foretold *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    aftersale_status status;
    MUST(aftersale_worklist(book, NULL, &list));
    status = aftersale_work_next(list, &work);
    if (status == AFTERSALE_ROW) {
        const aftersale_touch *touch = aftersale_work_touch(work);
        *out = (foretold){.id = aftersale_touch_id(touch), .due = aftersale_touch_due(touch)};
        snprintf(out->channel, sizeof out->channel, "%s", aftersale_touch_channel(touch));
        snprintf(out->owner, sizeof out->owner, "%s", aftersale_touch_owner(touch));
        snprintf(out->step, sizeof out->step, "%s", aftersale_touch_step(touch));
    }
    aftersale_cursor_free(list);
    return status == AFTERSALE_ROW;
}

static void must_be_idle(aftersale_time at, size_t i)
{
    foretold first;
    on_trial.now = at;
    if (first_of_worklist(&first))
        cr_assert(false, "book %llu: before row %zu of %zu, at %s, %s is due since %s",
                  (unsigned long long)drawn_seed, i, row_count, text_of(at), first.step, text_of(first.due));
}

/* Nothing else is due from now up to a moment. */
static void idle_until(aftersale_time until, size_t i)
{
    int64_t apart = until.us - on_trial.now.us;
    if (apart <= 1)
        return;
    for (int probe = 0; probe < 2; probe++)
        must_be_idle(
            (aftersale_time){on_trial.now.us + (int64_t)draw(1000) * ((until.us - on_trial.now.us) / 1001)},
            i);
    must_be_idle((aftersale_time){until.us - 1}, i);
}

/* What the book says of a touch now. */
static const char *why_text(aftersale_id touch)
{
    static char words[4096];
    const aftersale_explanation *why = NULL;
    const aftersale_touch *one = NULL;
    MUST(aftersale_touch_get(book, touch, &one));
    MUST(aftersale_explain_touch(book, touch, &why));
    snprintf(words, sizeof words, "state %d, due %s\n%s", (int)aftersale_touch_state(one),
             text_of(aftersale_touch_due(one)), aftersale_explanation_text(why));
    aftersale_explanation_free(why);
    aftersale_touch_free(one);
    return words;
}

/* Of several worklists a claimed touch stands in that of its holder alone. */
static void must_be_first(const foretold *row, size_t i)
{
    foretold first;
    cr_assert(first_of_worklist(&first), "book %llu: row %zu of %zu: %s of %s is not due at %s: %s",
              (unsigned long long)drawn_seed, i, row_count, row->step, text_of(row->due), text_of(row->made),
              why_text(row->id));
    cr_assert(same_id(first.id, row->id), "book %llu: row %zu at %s is %s of %s, and was to be %s of %s",
              (unsigned long long)drawn_seed, i, text_of(row->made), first.step, text_of(first.due),
              row->step, text_of(row->due));
    cr_assert_eq(first.due.us, row->due.us, "book %llu: row %zu, %s is due %s, and was to be %s",
                 (unsigned long long)drawn_seed, i, row->step, text_of(first.due), text_of(row->due));
    cr_assert_str_eq(first.channel, row->channel);
    cr_assert_str_eq(first.owner, row->owner);
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = row->id, .actor = "walker"), NULL));
}

/* Makes each touch when it is due, and nothing else comes up. */
static void follow(aftersale_time until)
{
    for (size_t i = 0; i < row_count; i++) {
        if (i == 0 || rows[i].made.us != rows[i - 1].made.us) {
            cr_assert_geq(rows[i].made.us, on_trial.now.us);
            idle_until(rows[i].made, i);
            on_trial.now = rows[i].made;
        }
        if (rows[i].state != AFTERSALE_TOUCH_STATE_CLAIMED)
            must_be_first(&rows[i], i);
        MUST(aftersale_touch_done(
            book, AFTERSALE_ARGS(touch_done, .touch = rows[i].id, .outcome = AFTERSALE_OUTCOME_REACHED),
            NULL));
    }
    idle_until(until, row_count);
}

typedef void draw_fn(uint64_t seed);

static void draw_one_customer(uint64_t seed)
{
    static const char *const customers[] = {"C", NULL};
    draw_book(seed, customers);
}

static void draw_one_of_two(uint64_t seed)
{
    draw_changed_book(seed, "D", "C");
}

static size_t follow_books(bool in_sqlite, draw_fn *draw_one, uint64_t first, uint64_t count)
{
    size_t touches = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        trial_begin(in_sqlite);
        draw_one(seed);
        aftersale_time until = hours_from_now(DAYS_AHEAD * 24);
        foretell(until);
        follow(until);
        touches += row_count;
        trial_end();
    }
    return touches;
}

/* S23, and with it S18, S19, S24, S33 to S36 */
Test(preview_property, is_what_then_happens_in_memory)
{
    size_t touches = follow_books(false, draw_one_customer, 1, BOOKS);
    cr_assert_gt(touches, (size_t)(5 * BOOKS), "only %zu touches", touches);
}

Test(preview_property, is_what_then_happens_in_sqlite)
{
    (void)follow_books(true, draw_one_customer, 1001, BOOKS / 20);
}

/* S13, S21, S25: of customers who were merged, plans that went over to another version, and work that was handed over */
Test(preview_property, is_what_then_happens_to_changed_books_in_memory)
{
    size_t touches = follow_books(false, draw_one_of_two, 1, BOOKS);
    cr_assert_gt(touches, (size_t)(5 * BOOKS), "only %zu touches", touches);
}

Test(preview_property, is_what_then_happens_to_changed_books_in_sqlite)
{
    (void)follow_books(true, draw_one_of_two, 1001, BOOKS / 20);
}
