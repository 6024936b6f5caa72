/* SPDX-License-Identifier: MIT */
/* What an edit would touch, asked before it is published; and a book migrated in steps (S21, S22). */
#include "support/trial.h"

#define CUSTOMERS 300

#define AT_SALE(key, after) STEP(key, "'anchor':'sale','after':'" after "'")
#define FIRST PLAN("p", AT_SALE("a", "P1M") "," AT_SALE("b", "P2M") "," AT_SALE("c", "P3M"))
#define EDITED PLAN("p", AT_SALE("a", "P1M") "," AT_SALE("b", "P10W") "," AT_SALE("d", "P4M"))

static void sell(int i, const char *plan)
{
    char customer[16], sale[16];
    snprintf(customer, sizeof customer, "C-%d", i);
    snprintf(sale, sizeof sale, "S-%d", i);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = customer, .owner = "sam"), NULL));
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = sale, .customer.ref = customer,
                                              .sold = day("2026-11-16"), .plan = plan),
                               NULL));
}

static aftersale_cursor *impact_of(const char *single, const char *plan)
{
    aftersale_cursor *list = NULL;
    char *json = single != NULL ? real_json(single) : NULL;
    MUST(aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .json = json, .plan = plan), &list));
    free(json);
    return list;
}

static aftersale_impact_totals totals_of(aftersale_cursor *list)
{
    const aftersale_impact *row;
    aftersale_status status;
    while ((status = aftersale_impact_next(list, &row)) == AFTERSALE_ROW)
        continue;
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_impact_totals totals = *aftersale_impact_total(list);
    aftersale_cursor_free(list);
    return totals;
}

/* S22: how many and which enrolments and steps, before anything is published. */
TRIAL(impact, tells_before_publishing)
{
    publish(FIRST);
    publish(PLAN("q", AT_SALE("a", "P1M")));
    for (int i = 0; i < 5; i++)
        sell(i, i < 3 ? "p" : "q");
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C-1", 0),
                                            .reason = "asked", .state = AFTERSALE_ENROLMENT_ENDED),
                             NULL));
    aftersale_cursor *list = impact_of(EDITED, NULL);
    const aftersale_impact *row;
    MUST_BE(AFTERSALE_ROW, aftersale_impact_next(list, &row));
    cr_assert(same_id(aftersale_impact_enrolment(row), enrolment_id("C-0", 0)));
    cr_assert_str_eq(aftersale_impact_plan(row), "p");
    cr_assert_eq(aftersale_impact_version(row), 1);
    cr_assert_eq(aftersale_impact_kept(row), 1);
    cr_assert_eq(aftersale_impact_moved(row), 1);
    cr_assert_eq(aftersale_impact_added(row), 1);
    cr_assert_eq(aftersale_impact_dropped(row), 1);
    cr_assert_eq(aftersale_impact_held(row), 0);
    aftersale_impact_totals totals = totals_of(list);
    cr_assert_eq(totals.enrolments, 2, "one has ended, two are in another plan");
    cr_assert_eq(totals.changed, 2);
    cr_assert_eq(totals.held, 0);
    cr_assert_eq(totals.kept + totals.moved + totals.added + totals.dropped, 8);
    const aftersale_plan *found;
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_plan_find(book, "p", 2, &found));
}

/* S21, S22: what was made of a step that the edit does not have stays made. */
TRIAL(impact, of_an_edit_without_a_step_that_was_made)
{
    publish(FIRST);
    sell(0, "p");
    done("C-0", "c", AFTERSALE_OUTCOME_REACHED);
    aftersale_impact_totals asked = totals_of(impact_of(EDITED, NULL));
    cr_assert_eq(asked.enrolments, 1);
    publish(EDITED);
    aftersale_impact_totals published = totals_of(impact_of(NULL, "p"));
    cr_assert_eq(memcmp(&asked, &published, sizeof asked), 0);
}

/* S22: nothing is asked twice, and all problems of the document are told. */
TRIAL(impact, refuses_what_it_cannot_read)
{
    aftersale_cursor *list = NULL;
    publish(FIRST);
    MUST_BE(AFTERSALE_INVALID, aftersale_impact_list(book, NULL, &list));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .json = "{", .plan = "p"), &list));
    MUST_BE(AFTERSALE_INVALID, aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .json = "{}"), &list));
    cr_assert_eq(aftersale_book_error(book)->problem_count, 2);
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .plan = "x"), &list));
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .plan = "p", .version = 2), &list));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .plan = "p", .bookmark = "sale:0:0 7"),
                                  &list));
    cr_assert_null(list);
    cr_assert_null(aftersale_impact_total(NULL));
    MUST(aftersale_enrolment_list(book, NULL, &list));
    cr_assert_null(aftersale_impact_total(list));
    aftersale_cursor_free(list);
}

/* S22: what somebody holds, or a step that a day has passed. */
TRIAL(impact, counts_what_is_held)
{
    publish(FIRST);
    sell(0, "p");
    now_is("2026-12-20T10:00:00Z");
    MUST(aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C-0", "a"), .actor = "sam"), NULL));
    aftersale_impact_totals totals = totals_of(impact_of(PLAN("p", AT_SALE("b", "P2M")), NULL));
    cr_assert_eq(totals.held, 1);
    cr_assert_eq(totals.changed, 1);
    cr_assert_eq(totals.dropped, 1);
}

/* Takes over up to `most` of those concerned, from a bookmark on. @return how many */
static int migrate_some(char *bookmark, size_t size, int most)
{
    const aftersale_impact *row;
    aftersale_cursor *list = NULL;
    int count = 0;
    MUST(aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .plan = "p", .bookmark = bookmark), &list));
    while (count < most && aftersale_impact_next(list, &row) == AFTERSALE_ROW) {
        MUST(aftersale_plan_migrate(
            book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = aftersale_impact_enrolment(row)), NULL));
        count++;
    }
    (void)aftersale_cursor_bookmark(list, bookmark, size);
    aftersale_cursor_free(list);
    return count;
}

/* S21, S3: a book migrated mid-year in bounded steps, stopped in between, gone on from a bookmark or from the start;
 * what the impact said is what happens, and a second time there is nothing. */
TRIAL(impact, a_book_is_migrated_in_steps)
{
    char bookmark[64] = "";
    publish(FIRST);
    for (int i = 0; i < CUSTOMERS; i++)
        sell(i, "p");
    aftersale_impact_totals before = totals_of(impact_of(EDITED, NULL));
    cr_assert_eq(before.enrolments, CUSTOMERS);
    publish(EDITED);
    aftersale_impact_totals published = totals_of(impact_of(NULL, "p"));
    cr_assert_eq(memcmp(&before, &published, sizeof before), 0);
    cr_assert_eq(migrate_some(bookmark, sizeof bookmark, 70), 70);
    cr_assert_eq(migrate_some(bookmark, sizeof bookmark, 100), 100);
    bookmark[0] = '\0'; /* lost: from the start there is only what is left */
    cr_assert_eq(totals_of(impact_of(NULL, "p")).enrolments, CUSTOMERS - 170);
    cr_assert_eq(migrate_some(bookmark, sizeof bookmark, CUSTOMERS), CUSTOMERS - 170);
    bookmark[0] = '\0';
    cr_assert_eq(migrate_some(bookmark, sizeof bookmark, CUSTOMERS), 0);
    cr_assert_eq(totals_of(impact_of(NULL, "p")).enrolments, 0);
    for (int i = 0; i < CUSTOMERS; i += 37) {
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        cr_assert_eq(aftersale_enrolment_version(enrolment(ref, 0)), 2);
        cr_assert_str_eq(touch_due(ref, "b"), "2027-01-25T09:00:00Z");
        cr_assert_null(find_touch(ref, 0, "c"));
    }
}

/* S21, S77: many at once, as data. */
TRIAL(impact, rows_become_commands)
{
    const aftersale_impact *row;
    aftersale_plan_migrate_args args[3];
    aftersale_command commands[3];
    size_t count = 0;
    publish(FIRST);
    for (int i = 0; i < 3; i++)
        sell(i, "p");
    publish(EDITED);
    aftersale_cursor *list = impact_of(NULL, "p");
    for (; aftersale_impact_next(list, &row) == AFTERSALE_ROW; count++) {
        args[count] = (aftersale_plan_migrate_args){.struct_size = sizeof args[0],
                                                    .enrolment.id = aftersale_impact_enrolment(row)};
        commands[count] = (aftersale_command){.command = AFTERSALE_DO_PLAN_MIGRATE, .args = &args[count]};
    }
    aftersale_cursor_free(list);
    cr_assert_eq(count, 3);
    MUST(aftersale_book_apply(book, commands, count, AFTERSALE_APPLY_EACH_ALONE));
    cr_assert_eq(totals_of(impact_of(NULL, "p")).enrolments, 0);
}
