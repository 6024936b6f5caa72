/* SPDX-License-Identifier: MIT */
/* The next touches of a list, for whoever asks first (S29). */
#include "support/trial.h"

#define TWO PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'sale','after':'P1D'"))

static aftersale_id ids[100];

static size_t claim(const char *actor, const char *owner, size_t most)
{
    size_t count = 99;
    MUST(aftersale_touch_claim_next(
        book, AFTERSALE_ARGS(touch_claim_next, .actor = actor, .owner = owner, .lease = "PT1H"), ids, most,
        &count));
    return count;
}

/* Three customers of sam with two due touches each. */
static void stage(void)
{
    static const char *const customers[] = {"A", "B", "C"};
    publish(TWO);
    for (int i = 0; i < 3; i++) {
        put_customer(customers[i]);
        put_sale(customers[i], customers[i], "p", "2026-11-10", NULL);
    }
}

/* S29 */
TRIAL(claim_next, in_the_order_of_the_list_and_nothing_twice)
{
    stage();
    cr_assert_eq(claim("sam", NULL, 2), 2);
    cr_assert_eq(claim("tina", "sam", 3), 3);
    cr_assert_eq(claim("sam", NULL, 10), 1, "what sam holds already is not given again");
    cr_assert_eq(claim("tina", "sam", 10), 0);
    now_is("2026-11-20T12:00:00Z");
    cr_assert_eq(claim("tina", "sam", 10), 6, "leases run out");
}

/* S29: what was claimed is what the list gave first. */
TRIAL(claim_next, gives_the_first_of_the_list)
{
    aftersale_cursor *list;
    const aftersale_work *work;
    aftersale_id first;
    stage();
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list));
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    first = aftersale_touch_id(aftersale_work_touch(work));
    aftersale_cursor_free(list);
    cr_assert_eq(claim("tina", "sam", 1), 1);
    cr_assert_arr_eq(ids[0].bytes, first.bytes, sizeof first.bytes);
}

TRIAL(claim_next, says_what_is_wrong)
{
    size_t count = 5;
    MUST_BE(AFTERSALE_INVALID,
            aftersale_touch_claim_next(
                book, AFTERSALE_ARGS(touch_claim_next, .actor = "sam", .lease = "soon"), ids, 1, &count));
    stage();
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_claim_next(
                                   book, AFTERSALE_ARGS(touch_claim_next, .owner = "sam"), ids, 1, &count));
    cr_assert_eq(count, 0);
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_claim_next(
                                   book, AFTERSALE_ARGS(touch_claim_next, .actor = "sam"), ids, 0, &count));
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_claim_next(
                                   book, AFTERSALE_ARGS(touch_claim_next, .actor = "sam"), ids, 101, &count));
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_claim_next(
                                   book, AFTERSALE_ARGS(touch_claim_next, .actor = "sam"), NULL, 1, &count));
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_claim_next(book, NULL, ids, 1, &count));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_touch_claim_next(
                book, AFTERSALE_ARGS(touch_claim_next, .actor = "sam", .lease = "soon"), ids, 1, &count));
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE, aftersale_touch_claim_next(
                                 book, AFTERSALE_ARGS(touch_claim_next, .actor = "sam"), ids, 1, &count));
    MUST(aftersale_group_commit(book));
    cr_assert_eq(claim("sam", NULL, 10), 6, "nothing was claimed");
}
