/* SPDX-License-Identifier: MIT */
/* B, the hard case: one owner with a hundred thousand plans that are overdue, and as many whose customers have objected;
 * and then all of them have. A list that breaks off says so, and its bookmark goes on. */
#include "bench/measures.h"
#include <stdio.h>
#include <string.h>

enum { PLANS = 200000, PLANS_A_CUSTOMER = 10, BATCH = 1000, PAGE = 50, TRIES = 21, DAYS = 340 };

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

/* Every other customer, from the first of them. */
static void object(subject *s, uint32_t first, uint32_t customers)
{
    subject_begin(s);
    for (uint32_t i = first; i <= customers; i += 2) {
        char ref[16];
        workload_customer_ref(i, ref);
        subject_must(s,
                     aftersale_consent_set(s->book,
                                           AFTERSALE_ARGS(consent_set, .customer.ref = ref,
                                                          .purposes = AFTERSALE_PURPOSE_SERVICE,
                                                          .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                                           NULL));
        if (i / 2 % BATCH == BATCH - 1) {
            subject_commit(s);
            subject_begin(s);
        }
    }
    subject_commit(s);
}

typedef struct page {
    uint32_t rows;
    bool is_stale;
    size_t read, of_agenda; /* rows of the store */
    double millis;
} page;

static void read_page(subject *s, page *out)
{
    aftersale_cursor *list;
    const aftersale_work *work;
    double start = seconds_worked();
    s->counted.rows = s->counted.runs = 0;
    subject_must(s, aftersale_worklist(s->book, AFTERSALE_ARGS(worklist, .owner = "owner-001"), &list));
    for (out->rows = 0; out->rows < PAGE && aftersale_work_next(list, &work) == AFTERSALE_ROW;)
        out->rows++;
    out->is_stale = aftersale_cursor_is_stale(list) != 0;
    aftersale_cursor_free(list);
    out->read = s->counted.rows;
    out->of_agenda = s->counted.runs;
    out->millis = (seconds_worked() - start) * 1e3;
}

/* The first page after a run to now, again and again. */
static page first_page(subject *s)
{
    uint64_t missed = 0, through = 0;
    double millis[TRIES];
    page found;
    while (!subject_advance(s, BATCH, &missed, &through))
        continue;
    for (int i = 0; i < TRIES; i++) {
        read_page(s, &found);
        millis[i] = found.millis;
    }
    found.millis = median_of(millis, TRIES);
    return found;
}

static void tell_count(bench *b, side which, const char *what, size_t count, target wanted)
{
    measure_table_count(&b->table, what, side_name(which), "rows", (double)count, NULL, wanted);
}

static void measure_store(bench *b, side which, const char *path, uint32_t plans)
{
    uint32_t customers = plans / PLANS_A_CUSTOMER;
    subject s;
    page found;
    memset(&s, 0, sizeof s);
    subject_open(&s, path, false);
    fill(&s, &b->w, plans);
    subject_count_rows(&s);
    object(&s, 2, customers);
    found = first_page(&s);
    must_equal("first page, half of it blocked", found.rows, PAGE);
    measure_table_count(&b->table, "B many overdue and blocked", side_name(which), "ms", found.millis, NULL,
                        (target){OURS_AT_MOST, 1, 0});
    tell_count(b, which, "B rows of the agenda for 50", found.of_agenda, (target){OURS_AT_MOST, 2 * PAGE, 0});
    tell_count(b, which, "B rows in all for 50", found.read, (target){NO_TARGET, 0, 0});
    object(&s, 1, customers);
    found = first_page(&s);
    must_equal("first page of what is blocked", found.rows, 0);
    measure_table_count(&b->table, found.is_stale ? "B all blocked (it breaks off)" : "B all blocked",
                        side_name(which), "ms", found.millis, NULL,
                        (target){found.is_stale ? NO_TARGET : OURS_AT_MOST, found.is_stale ? 0 : 1, 0});
    tell_count(b, which, "B rows when all is blocked", found.read, (target){NO_TARGET, 0, 0});
    subject_free(&s);
}

void measure_blocked(bench *b)
{
    uint32_t plans = b->w.sales / PLANS_A_CUSTOMER * PLANS_A_CUSTOMER * 8;
    char path[600];
    if (!sides_asked(b, 'B'))
        return;
    snprintf(path, sizeof path, "%s/blocked.db", b->folder);
    if (plans > PLANS)
        plans = PLANS;
    measure_store(b, SIDE_MEMORY, NULL, plans);
    measure_store(b, SIDE_FILE, path, plans);
}
