/* SPDX-License-Identifier: MIT */
/* What a worklist reads of the agenda, counted in the rows that the store hands over: no more than it gives, whatever is
 * held back (S29; PERFORMANCE B). */
#include "support/counted_rows.h"

#define PLANS 1500 /* of each sort, all of one owner */
#define ROWS 50

/* Every other plan is held: by an answer, by a pause, for want of an answer. */
static void hold_back(const char *ref, int i)
{
    switch (i % 3) {
    case 0:
        MUST(aftersale_consent_set(book,
                                   AFTERSALE_ARGS(consent_set, .customer.ref = ref,
                                                  .purposes = AFTERSALE_PURPOSE_SERVICE,
                                                  .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                                   NULL));
        return;
    case 1:
        MUST(aftersale_plan_move(book,
                                 AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id(ref, 0),
                                                .state = AFTERSALE_ENROLMENT_PAUSED),
                                 NULL));
        return;
    default:
        return;
    }
}

static void fill(void)
{
    publish(PLAN("due", STEP("a", "'anchor':'sale','purpose':'service'")));
    publish(PLAN("asked", STEP("x", "'anchor':'sale','purpose':'selling'")));
    for (int i = 0; i < 2 * PLANS; i++) {
        bool is_held = i % 2 == 1;
        char ref[16];
        aftersale_sale_record_args args = {.struct_size = sizeof args, .ref = ref};
        snprintf(ref, sizeof ref, "C%d", i);
        if (i % 500 == 0)
            MUST(aftersale_group_begin(book, 0));
        MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .owner = "sam"), NULL));
        args.customer.ref = ref;
        args.plan = is_held && (i / 2) % 3 == 2 ? "asked" : "due";
        args.sold = (aftersale_date){2026, 10, (uint8_t)(1 + i % 31)};
        MUST(aftersale_sale_record(book, &args, NULL));
        if (is_held)
            hold_back(ref, i / 2);
        if (i % 500 == 499)
            MUST(aftersale_group_commit(book));
    }
}

static int first_rows(void)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    int rows = 0;
    counted.runs = 0;
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list));
    while (rows < ROWS && aftersale_work_next(list, &work) == AFTERSALE_ROW)
        rows++;
    aftersale_cursor_free(list);
    return rows;
}

TRIAL(agenda_rows, are_those_of_the_list)
{
    fill();
    count_from_here();
    cr_assert_eq(first_rows(), ROWS);
    cr_assert_leq(counted.runs, 2 * (size_t)ROWS);
    printf("figure: B: %zu rows of the agenda for the first %d, with %d overdue and %d held back\n",
           counted.runs, ROWS, PLANS, PLANS);
}

/* Of a customer's other plans none is read that has no cases to be shown. */
TRIAL(agenda_rows, leave_out_other_plans_without_cases)
{
    publish(PLAN("due", STEP("a", "'anchor':'sale','purpose':'service'")));
    for (int i = 0; i < 8 * ROWS; i++) {
        char customer[16], ref[16];
        snprintf(customer, sizeof customer, "C%d", i % ROWS);
        snprintf(ref, sizeof ref, "S%d", i);
        if (i < ROWS)
            MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = customer, .owner = "sam"),
                                        NULL));
        put_sale(ref, customer, "due", "2026-10-20", NULL);
    }
    count_from_here();
    cr_assert_eq(first_rows(), ROWS);
    cr_assert_leq(counted.runs, 2 * (size_t)ROWS);
}
