/* SPDX-License-Identifier: MIT */
#include "conformance/broken_store.h"
#include "conformance/checked_store.h"
#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct hunt {
    defect what;
    const char *check; /* that must find it */
    bool is_found;
    size_t others; /* checks of another name that found something */
} hunt;

static aftersale_status make(void *user, aftersale_store **out)
{
    return broken_store_new(((hunt *)user)->what, out);
}

static void checked(void *user, const char *check, int32_t result, const char *text)
{
    hunt *at = user;
    broken_store_forget();
    if (result != AFTERSALE_CHECK_FAILED)
        return;
    cr_expect(text[0] != '\0', "%s says nothing", check);
    if (strcmp(check, at->check) == 0)
        at->is_found = true;
    else
        at->others++;
}

static void check_found(defect what, const char *check)
{
    hunt at = {.what = what, .check = check};
    aftersale_conformance_run_args args = {
        .struct_size = sizeof args, .make = make, .checked = checked, .user = &at, .only = check, .seed = 1};
    cr_assert_eq(aftersale_conformance_run(&args, NULL), AFTERSALE_OK);
    cr_expect(at.is_found, "%s does not find defect %d", check, (int)what);
}

/* S3: the suite can fail, and names what is wrong. */
Test(conformance, S3_every_defect_is_found)
{
    static const struct {
        defect what;
        const char *check;
    } cases[] = {
        {FORGETS_UNIQUE, "unique.across_commits"},
        {FORGETS_UNIQUE, "unique.within_commit"},
        {FORGETS_UNIQUE, "rival.same_ref"},
        {IGNORES_EXPECTED, "commit.put_expects"},
        {IGNORES_EXPECTED, "commit.remove_expects"},
        {IGNORES_EXPECTED, "rival.same_record"},
        {IGNORES_EXPECT, "commit.expect"},
        {IGNORES_EXPECT, "rival.expected"},
        {IGNORES_ROOTS, "commit.expect_root"},
        {COMMITS_HALF, "commit.all_or_nothing"},
        {NAMES_NOBODY, "commit.names_the_change"},
        {REFUSES_MANY, "commit.thousand_changes"},
        {FORGETS_BOUNDS, "counter.bounds"},
        {FORGETS_BOUNDS, "rival.add_to_bound"},
        {ADDS_IN_TWO_STEPS, "thread.counters"},
        {FORGETS_UNKNOWN, "field.unknown"},
        {EMPTY_IS_ABSENT, "field.empty_text"},
        {CUTS_LISTS, "list.items"},
        {CUTS_LISTS, "field.sale"},
        {CUTS_TEXT, "field.largest_text"},
        {HOLDS_RECORDS, "handle.lets_go"},
        {MIXES_BOOKS, "get.neighbours"},
        {FORGETS_ORDER_OF_KEYS, "get.several_in_any_order"},
        {DROPS_LAST_KEY, "get.same_key_twice"},
        {FORGETS_ROOTS, "get.root"},
        {READS_IN_TWO_STEPS, "thread.whole_states"},
        {NOT_GIVEN_LAST, "scan.not_given_first"},
        {NOT_GIVEN_LAST, "range.customer.by_owner"},
        {EXCEEDS_LIMIT, "scan.limit"},
        {LIMITS_ALL_RANGES, "scan.several_ranges"},
        {NEVER_DESCENDS, "scan.not_given_first"},
        {NEVER_DESCENDS, "range.note.key"},
        {RESUMES_AT, "page.sale.by_ref"},
        {UPPER_IS_WITHIN, "range.customer.by_owner"},
        {UPPER_IS_WITHIN, "scan.text_by_bytes"},
        {IGNORES_CASE, "scan.text_by_bytes"},
        {LISTS_RECORDS_ONCE, "list.entries_move"},
        {LISTS_RECORDS_ONCE, "page.enrolment.agenda_by_owner"},
        {LEAVES_OUT_WANTED, "scan.wanted_fields"},
        {RIDES_WRONG, "scan.follow"},
        {LETS_GO_OF_EXPECT, "thread.expected"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_found(cases[i].what, cases[i].check);
}

static aftersale_status make_sound(void *user, aftersale_store **out)
{
    (void)user;
    return broken_store_new(DEFECT_NONE, out);
}

/* A store that is not attached, and forgets everything when it is closed. */
Test(conformance, S3_sound_without_defects)
{
    checked_store_run(&(checked_store){.make = make_sound});
}

Test(conformance, S3_reopen_without_its_data)
{
    hunt at = {.check = "handle.reopen"};
    aftersale_conformance_run_args args = {.struct_size = sizeof args,
                                           .make = make,
                                           .reopen = make,
                                           .rival = make,
                                           .checked = checked,
                                           .user = &at,
                                           .only = "handle."};
    size_t failed;
    cr_assert_eq(aftersale_conformance_run(&args, &failed), AFTERSALE_OK);
    cr_expect(at.is_found);
    cr_expect_eq(at.others, 1, "handle.two is to fail as well");
    cr_expect_eq(failed, 2);
}
