/* SPDX-License-Identifier: MIT */
/* Books drawn from a seed, with all that moves a touch in time, in which plans are edited mid-life: each list of a
 * migration is what then happens (S21). */
#include "support/drawn_book.h"
#include "support/migration_check.h"

#define BOOKS 300
#define EDITS 3
#define PLANS 3

/* Every second edit has a step less, and one with another key in its place. */
static void edit_drawn_plan(size_t plan)
{
    text json = draw_plan(plan);
    if (draw(2) == 0) {
        char from[] = "'s0'";
        from[2] = (char)('0' + draw(5));
        for (char *at = json.items; (at = strstr(at, from)) != NULL; at++)
            at[1] = 't';
    }
    (void)try_publish(json.items, NULL);
}

/* How many runs went over, and how many were held. */
typedef struct outcome {
    size_t migrated, held;
} outcome;

static void migrate_runs(outcome *so_far)
{
    for (size_t i = 0, count = enrolment_count("C"); i < count; i++) {
        aftersale_id run = enrolment_id("C", i);
        if (is_over(run))
            continue;
        if (migrated_as_listed(run))
            so_far->migrated++;
        else
            so_far->held++;
    }
}

static outcome follow_books(bool in_sqlite, uint64_t first, uint64_t count)
{
    static const char *const customers[] = {"C", NULL};
    outcome so_far = {0, 0};
    for (uint64_t seed = first; seed < first + count; seed++) {
        trial_begin(in_sqlite);
        migration_case = seed;
        draw_book(seed, customers);
        for (int edit = 0; edit < EDITS; edit++) {
            for (size_t plan = 0; plan < PLANS; plan++)
                edit_drawn_plan(plan);
            for (uint32_t left = draw(5); left != 0; left--)
                happen_drawn("C");
            migrate_runs(&so_far);
        }
        MUST(aftersale_event_verify(book, NULL));
        trial_end();
    }
    return so_far;
}

/* S21, and with it S18, S19, S24, S27, S29, S33 to S36 */
Test(migration_property, the_list_matches_what_happens_in_memory)
{
    outcome all = follow_books(false, 1, BOOKS);
    cr_assert_gt(all.migrated, (size_t)BOOKS, "only %zu", all.migrated);
    cr_assert_gt(all.held, (size_t)0);
}

Test(migration_property, the_list_matches_what_happens_in_sqlite)
{
    (void)follow_books(true, 1001, BOOKS / 20);
}
