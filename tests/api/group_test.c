/* SPDX-License-Identifier: MIT */
/* Groups: several commands, one commit (S77). */
#include "support/refusal.h"

static aftersale_status put_tier(const char *ref, const char *tier)
{
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .tier = tier), NULL);
}

/* "": no such customer. */
static const char *tier_of(aftersale_book *in, const char *ref)
{
    const aftersale_customer *found;
    return aftersale_customer_find(in, ref, &found) == AFTERSALE_OK ? aftersale_customer_tier(hold(found))
                                                                    : "";
}

TRIAL(group, sees_its_own_writes_and_nobody_else_does)
{
    aftersale_book *other = open_book("acme");
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "gold"));
    put_sale("INV-1", "C-1", "-", "2026-11-01", NULL);
    MUST(put_tier("C-1", "iron"));
    cr_assert_str_eq(tier_of(book, "C-1"), "iron");
    cr_assert_str_eq(tier_of(other, "C-1"), "");
    MUST(aftersale_group_commit(book));
    cr_assert_str_eq(tier_of(other, "C-1"), "iron");
    aftersale_book_free(other);
}

TRIAL(group, a_failure_dooms_it)
{
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "gold"));
    MUST_NAME(AFTERSALE_NOT_FOUND, "customer",
              aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "INV-1", .customer.ref = "C-9"),
                                    NULL));
    MUST_BE(AFTERSALE_NOT_FOUND, put_tier("C-2", "gold"));
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_group_commit(book));
    cr_assert_eq(aftersale_book_error(book)->status, AFTERSALE_NOT_FOUND);
    cr_assert_neq(aftersale_book_error(book)->text[0], 0);
    cr_assert_str_eq(tier_of(book, "C-1"), "");
    MUST_DO(AFTERSALE_DID_MAKE, put_tier("C-1", "gold"));
}

/* What is wrong with the arguments dooms it as well. */
TRIAL(group, a_wrong_argument_dooms_it)
{
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "gold"));
    MUST_BE(AFTERSALE_INVALID, put_tier("", "gold"));
    MUST_BE(AFTERSALE_INVALID, aftersale_group_commit(book));
    cr_assert_str_eq(tier_of(book, "C-1"), "");
}

TRIAL(group, goes_on_when_asked)
{
    MUST(aftersale_group_begin(book, AFTERSALE_GROUP_GO_ON));
    MUST(put_tier("C-1", "gold"));
    MUST_BE(
        AFTERSALE_NOT_FOUND,
        aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-9"), NULL));
    MUST_BE(AFTERSALE_INVALID, put_tier("", "gold"));
    MUST_BE(
        AFTERSALE_NOT_FOUND,
        aftersale_sale_record(
            book, AFTERSALE_ARGS(sale_record, .ref = "B", .customer.ref = "C-1", .plan = "no-plan"), NULL));
    MUST(put_tier("C-2", "gold"));
    MUST(aftersale_group_commit(book));
    cr_assert_str_eq(tier_of(book, "C-1"), "gold");
    cr_assert_str_eq(tier_of(book, "C-2"), "gold");
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_sale_record(
                book, AFTERSALE_ARGS(sale_record, .ref = "B", .customer.ref = "C-1", .plan = "-"), NULL));
}

/* S3: the failed command left nothing in the group, not even the plan it published on the way. */
TRIAL(group, a_failed_command_leaves_nothing_behind)
{
    uint64_t good = 0;
    MUST(aftersale_group_begin(book, AFTERSALE_GROUP_GO_ON));
    put_customer("C-1");
    MUST_BE(AFTERSALE_INVALID,
            aftersale_sale_record(
                book,
                AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1", .plan = "one-off-sale",
                               .lines = AFTERSALE_LIST(sale_line, {.product.ref = "X", .amount = {1, "GBP"}}),
                               .total = {2, "GBP"}),
                NULL));
    put_sale("A", "C-1", "one-off-sale", "2026-11-01", NULL);
    MUST(aftersale_group_commit(book));
    cr_assert_eq(enrolment_count("C-1"), 1);
    MUST(aftersale_event_verify(book, &good));
}

TRIAL(group, dropped_it_never_was)
{
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "gold"));
    MUST(aftersale_group_drop(book));
    cr_assert_str_eq(tier_of(book, "C-1"), "");
    MUST_BE(AFTERSALE_STATE, aftersale_group_commit(book));
    MUST_BE(AFTERSALE_STATE, aftersale_group_drop(book));
}

TRIAL(group, one_at_a_time)
{
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE, aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "gold"));
    MUST(aftersale_group_commit(book));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    MUST_BE(AFTERSALE_INVALID, aftersale_group_begin(book, 8));
    MUST(aftersale_group_begin(book, 0));
    MUST(aftersale_group_commit(book));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
}

/* Freed with its book, an open group is dropped. */
TRIAL(group, goes_with_its_book)
{
    aftersale_book *other = open_book("acme"), *mine = book;
    book = other;
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "gold"));
    aftersale_book_free(book);
    book = mine;
    cr_assert_str_eq(tier_of(book, "C-1"), "");
}

/* Nothing is written when somebody else was faster, and the host begins again. */
TRIAL(group, conflicts_tell_the_host)
{
    aftersale_book *other = open_book("acme"), *mine = book;
    MUST(put_tier("C-1", "gold"));
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "iron"));
    MUST(put_tier("C-2", "iron"));
    book = other;
    MUST(put_tier("C-1", "lead"));
    book = mine;
    MUST_BE(AFTERSALE_CONFLICT, aftersale_group_commit(book));
    cr_assert_str_eq(tier_of(book, "C-1"), "lead");
    cr_assert_str_eq(tier_of(book, "C-2"), "");
    MUST(aftersale_group_begin(book, 0));
    MUST(put_tier("C-1", "iron"));
    MUST(aftersale_group_commit(book));
    cr_assert_str_eq(tier_of(book, "C-1"), "iron");
    aftersale_book_free(other);
}

/* Alone, a command is run again: both effects stand. */
TRIAL(group, single_commands_are_run_again)
{
    aftersale_book *other = open_book("acme"), *mine = book;
    const aftersale_customer *found;
    for (int i = 0; i < 10; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        book = i % 2 == 0 ? mine : other;
        MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = name), NULL));
    }
    book = mine;
    MUST(aftersale_customer_find(book, "C-1", &found));
    cr_assert_eq(aftersale_customer_revision(hold(found)), 10);
    aftersale_book_free(other);
}

TRIAL(group, a_thousand_commands)
{
    uint64_t good = 0;
    MUST(aftersale_group_begin(book, 0));
    for (int i = 0; i < 500; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        MUST(put_tier(ref, "gold"));
        put_sale(ref, ref, "one-off-sale", "2026-11-01", NULL);
    }
    MUST(aftersale_group_commit(book));
    cr_assert_eq(enrolment_count("C-0"), 1);
    cr_assert_eq(enrolment_count("C-499"), 1);
    MUST(aftersale_event_verify(book, &good));
}

/* What the last command of the group did besides can be asked before the commit and after it. */
TRIAL(group, effects)
{
    const aftersale_effect *const *effects;
    size_t count;
    put_customer("C-1");
    MUST(aftersale_group_begin(book, 0));
    put_sale("A", "C-1", "one-off-sale", "2026-11-19", "2026-11-19");
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_gt(count, 1);
    MUST(put_tier("C-1", "gold"));
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 0);
    MUST(aftersale_group_commit(book));
}
