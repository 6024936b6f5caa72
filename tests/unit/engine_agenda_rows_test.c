/* SPDX-License-Identifier: MIT */
/* What a worklist reads of the agenda, counted in the rows that the store hands over: no more than it gives, whatever is
 * held back (S29; PERFORMANCE B). */
#include "store/seam.h"
#include "support/trial.h"

#define PLANS 1500 /* of each sort, all of one owner */
#define ROWS 50

static struct {
    aftersale_store base; /* first */
    aftersale_store *inner;
    size_t runs; /* rows of enrolments */
} counted;

static void count(const aftersale_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        counted.runs += rows->items[i].key.kind == AFTERSALE_KIND_ENROLMENT;
}

static aftersale_status get(aftersale_store *store, const aftersale_key *keys, size_t asked,
                            aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = counted.inner->methods->get(counted.inner, keys, asked, out, call);
    (void)store;
    count(out);
    return status;
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t asked,
                             aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = counted.inner->methods->scan(counted.inner, ranges, asked, out, call);
    (void)store;
    count(out);
    return status;
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t asked,
                               aftersale_call *call)
{
    (void)store;
    return counted.inner->methods->commit(counted.inner, changes, asked, call);
}

static void close_inner(aftersale_store *store)
{
    (void)store;
    aftersale_store_free(counted.inner);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof methods,
    .caps = AFTERSALE_STORE_THREADS,
    .name = "counted",
    .get = get,
    .scan = scan,
    .commit = commit,
    .close = close_inner,
};

static void count_from_here(void)
{
    memset(&counted, 0, sizeof counted);
    counted.base.methods = &methods;
    counted.inner = on_trial.store;
    aftersale_book_free(book);
    cr_assert_eq(aftersale_store_attach(on_trial.context, &counted.base, NULL), AFTERSALE_OK);
    on_trial.store = &counted.base;
    book = open_book("acme");
}

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
