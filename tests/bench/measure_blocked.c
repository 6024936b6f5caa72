/* SPDX-License-Identifier: MIT */
/* B, the hard case: one owner with a hundred thousand plans that are overdue, and then with as many whose customers
 * have objected. A list that breaks off says so, and its bookmark goes on. */
#include "bench/measures.h"
#include <stdio.h>
#include <string.h>

enum { PLANS = 100000, PLANS_A_CUSTOMER = 10, BATCH = 1000, PAGE = 50, TRIES = 21, DAYS = 340 };

static void fill(subject *s, const workload *w, uint32_t plans)
{
    for (uint32_t i = 1; i <= plans; i++) {
        workload_sale sale;
        workload_sale_at(w, i, &sale);
        sale.customer = (i - 1) / PLANS_A_CUSTOMER + 1;
        sale.sold = WORKLOAD_FIRST_DAY + (int32_t)((uint64_t)i * DAYS / plans);
        workload_customer_ref(sale.customer, sale.customer_ref);
        if (i % BATCH == 1)
            subject_begin(s);
        if (i % PLANS_A_CUSTOMER == 1) {
            workload_customer customer;
            workload_customer_at(w, sale.customer, &customer);
            customer.owner = 1;
            customer.referred_by = 0;
            subject_add_customer(s, sale.customer, &customer);
        }
        subject_record_sale(s, &sale);
        if (i % BATCH == 0 || i == plans)
            subject_commit(s);
    }
    subject_set_day(s, WORKLOAD_TODAY);
}

static void object(subject *s, uint32_t customers)
{
    for (uint32_t i = 1; i <= customers; i++) {
        char ref[16];
        workload_customer_ref(i, ref);
        if (i % BATCH == 1)
            subject_begin(s);
        subject_must(s,
                     aftersale_consent_set(s->book,
                                           AFTERSALE_ARGS(consent_set, .customer.ref = ref,
                                                          .purposes = AFTERSALE_PURPOSE_SERVICE,
                                                          .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                                           NULL));
        if (i % BATCH == 0 || i == customers)
            subject_commit(s);
    }
}

/* Milliseconds of the first page, again and again. */
static double first_page(subject *s, uint32_t *rows, bool *is_stale)
{
    double millis[TRIES];
    for (int i = 0; i < TRIES; i++) {
        double start = seconds_worked();
        aftersale_cursor *list;
        const aftersale_work *work;
        subject_must(s, aftersale_worklist(s->book, AFTERSALE_ARGS(worklist, .owner = "owner-001"), &list));
        for (*rows = 0; *rows < PAGE && aftersale_work_next(list, &work) == AFTERSALE_ROW;)
            ++*rows;
        *is_stale = aftersale_cursor_is_stale(list) != 0;
        aftersale_cursor_free(list);
        millis[i] = (seconds_worked() - start) * 1e3;
    }
    return median_of(millis, TRIES);
}

static void measure_store(bench *b, side which, const char *path, uint32_t plans)
{
    subject s;
    bool is_stale;
    uint32_t rows;
    double millis;
    memset(&s, 0, sizeof s);
    subject_open(&s, path, false);
    fill(&s, &b->w, plans);
    millis = first_page(&s, &rows, &is_stale);
    must_equal("first page of what is overdue", rows, PAGE);
    measure_table_count(&b->table, "B many overdue, first 50", side_name(which), "ms", millis, NULL,
                        (target){OURS_AT_MOST, 1, 0});
    object(&s, plans / PLANS_A_CUSTOMER);
    millis = first_page(&s, &rows, &is_stale);
    must_equal("first page of what is blocked", rows, 0);
    measure_table_count(&b->table, is_stale ? "B many blocked (it breaks off)" : "B many blocked",
                        side_name(which), "ms", millis, NULL,
                        (target){is_stale ? NO_TARGET : OURS_AT_MOST, is_stale ? 0 : 1, 0});
    subject_free(&s);
}

void measure_blocked(bench *b)
{
    uint32_t plans = b->w.sales / PLANS_A_CUSTOMER * PLANS_A_CUSTOMER * 4;
    char path[600];
    if (!sides_asked(b, 'B'))
        return;
    snprintf(path, sizeof path, "%s/blocked.db", b->folder);
    if (plans > PLANS)
        plans = PLANS;
    measure_store(b, SIDE_MEMORY, NULL, plans);
    measure_store(b, SIDE_FILE, path, plans);
}
