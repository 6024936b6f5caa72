/* SPDX-License-Identifier: MIT */
/* The library beside the hand-written reference, in one run and in turn: recording sales with their plan (A),
 * worklists (B), completing touches (C). Usage: bench_library [n [folder]] */
#define _POSIX_C_SOURCE 200809L /* clock_gettime and unlink */
#include "reference.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    SEED = 20261120,
    BATCH = 1000,
    ROUNDS = 10,
    LISTS = 400,
    PAGE = 50,
    SINGLES = 1000,
    MEMORY = 0,
    FILE_STORE = 1
};

static const char plan[] =
    "{\"plan\":\"bench\",\"name\":\"Eight touches\",\"steps\":["
    "{\"key\":\"s1\",\"kind\":\"thank-you\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P1D\"},"
    "{\"key\":\"s2\",\"kind\":\"follow-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P7D\"},"
    "{\"key\":\"s3\",\"kind\":\"check-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P30D\"},"
    "{\"key\":\"s4\",\"kind\":\"check-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P90D\"},"
    "{\"key\":\"s5\",\"kind\":\"check-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P180D\"},"
    "{\"key\":\"s6\",\"kind\":\"check-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P270D\"},"
    "{\"key\":\"s7\",\"kind\":\"check-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P365D\"},"
    "{\"key\":\"s8\",\"kind\":\"check-up\",\"purpose\":\"service\",\"anchor\":\"sale\",\"after\":\"P455D\"}]"
    "}";

/* One store of ours under measurement. */
typedef struct subject {
    const char *name;
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
    aftersale_time now;
} subject;

typedef struct bench {
    workload w;
    reference *ref;
    subject subjects[2];
    double ratio[ROUNDS];
} bench;

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static aftersale_status bench_clock(void *user, aftersale_time *out)
{
    aftersale_time *now = user;
    now->us += 10;
    *out = *now;
    return AFTERSALE_OK;
}

static void must(const subject *s, aftersale_status status)
{
    if (status >= 0)
        return;
    fprintf(stderr, "%s: %s\n", s->name,
            s->book != NULL ? aftersale_book_error(s->book)->text : "cannot open");
    exit(1);
}

static void open_subject(subject *s, const char *name, const char *path)
{
    aftersale_error error = {.struct_size = sizeof error};
    s->name = name;
    s->now.us = workload_noon(WORKLOAD_FIRST_DAY);
    must(s, aftersale_context_new(
                AFTERSALE_ARGS(context_new, .clock = bench_clock, .clock_user = &s->now, .seed = SEED),
                &s->context, &error));
    must(s, path == NULL ? aftersale_memory_open(s->context, &s->store, &error)
                         : aftersale_sqlite_open(s->context, path, AFTERSALE_SQLITE_OFF, &s->store, &error));
    must(s, aftersale_book_open(s->store,
                                AFTERSALE_ARGS(book_open, .name = "bench", .flags = AFTERSALE_BOOK_CREATE,
                                               .zone = "Europe/London", .currency = "GBP"),
                                &s->book, &error));
    must(s, aftersale_plan_publish(s->book, AFTERSALE_ARGS(plan_publish, .json = plan), NULL));
}

static void add_customers(const workload *w, subject *s)
{
    for (uint32_t i = 1; i <= w->customers; i++) {
        workload_customer customer;
        char owner[16];
        workload_customer_at(w, i, &customer);
        snprintf(owner, sizeof owner, "owner-%03u", (unsigned)customer.owner);
        if (i % BATCH == 1)
            must(s, aftersale_group_begin(s->book, 0));
        must(s, aftersale_customer_put(
                    s->book,
                    AFTERSALE_ARGS(customer_put, .ref = customer.ref, .name = customer.name, .owner = owner),
                    NULL));
        if (i % BATCH == 0 || i == w->customers)
            must(s, aftersale_group_commit(s->book));
    }
}

static aftersale_date date_of(int32_t day)
{
    int64_t us = workload_noon(day);
    time_t when = (time_t)(us / 1000000);
    struct tm tm;
    aftersale_date date = {0, 0, 0};
    gmtime_r(&when, &tm);
    date.year = (int16_t)(tm.tm_year + 1900);
    date.month = (uint8_t)(tm.tm_mon + 1);
    date.day = (uint8_t)tm.tm_mday;
    return date;
}

static void record_one(const workload *w, subject *s, uint32_t number)
{
    workload_sale sale;
    workload_customer customer;
    char product[16];
    aftersale_sale_line line;
    workload_sale_at(w, number, &sale);
    workload_customer_at(w, sale.customer, &customer);
    snprintf(product, sizeof product, "P%03u", (unsigned)sale.product);
    memset(&line, 0, sizeof line);
    line.product.ref = product;
    line.price = (aftersale_price){sale.amount, "GBP", 2};
    if (workload_noon(sale.sold) > s->now.us)
        s->now.us = workload_noon(sale.sold);
    must(s, aftersale_sale_record(s->book,
                                  AFTERSALE_ARGS(sale_record, .ref = sale.ref, .customer.ref = customer.ref,
                                                 .sold = date_of(sale.sold), .plan = "bench",
                                                 .lines = {&line, 1, sizeof line}),
                                  NULL));
}

static double record_ours(const workload *w, subject *s, uint32_t from, uint32_t until, uint32_t group)
{
    double start = seconds();
    for (uint32_t i = from; i < until; i++) {
        bool first = (i - from) % group == 0, last = (i - from) % group == group - 1 || i == until - 1;
        if (first && group > 1)
            must(s, aftersale_group_begin(s->book, 0));
        record_one(w, s, i);
        if (last && group > 1)
            must(s, aftersale_group_commit(s->book));
    }
    return (until - from) / (seconds() - start);
}

static double record_reference(bench *b, uint32_t from, uint32_t until, uint32_t group)
{
    double start = seconds();
    for (uint32_t i = from; i < until; i++) {
        workload_sale sale;
        workload_sale_at(&b->w, i, &sale);
        if ((i - from) % group == 0)
            reference_begin(b->ref);
        if (!reference_record_sale(b->ref, i, &sale))
            exit(1);
        if ((i - from) % group == group - 1 || i == until - 1)
            reference_commit(b->ref);
    }
    return (until - from) / (seconds() - start);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_ratios(const char *what, const char *who, double *ratios, size_t count, double absolute,
                         const char *unit)
{
    qsort(ratios, count, sizeof *ratios, by_size);
    printf("%-22s %-8s %6.2f x (%.2f to %.2f)   last round %.0f %s\n", what, who, ratios[count / 2],
           ratios[0], ratios[count - 1], absolute, unit);
}

static void bench_record(bench *b)
{
    double ratios[2][ROUNDS], ours = 0, last[2] = {0, 0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t from = (uint32_t)((uint64_t)b->w.sales * round / ROUNDS) + 1;
        uint32_t until = (uint32_t)((uint64_t)b->w.sales * (round + 1) / ROUNDS) + 1;
        double theirs = record_reference(b, from, until, BATCH);
        for (int i = 0; i < 2; i++) {
            ours = record_ours(&b->w, &b->subjects[i], from, until, BATCH);
            ratios[i][round] = ours / theirs;
            last[i] = ours;
        }
    }
    for (int i = 0; i < 2; i++)
        print_ratios("A batch 1000", b->subjects[i].name, ratios[i], ROUNDS, last[i], "sales/s");
}

static void bench_single(bench *b)
{
    double ratios[2][ROUNDS], last[2] = {0, 0};
    uint32_t next = b->w.sales + 1;
    for (uint32_t round = 0; round < ROUNDS; round++, next += SINGLES / ROUNDS) {
        double theirs = record_reference(b, next, next + SINGLES / ROUNDS, 1);
        for (int i = 0; i < 2; i++) {
            last[i] = record_ours(&b->w, &b->subjects[i], next, next + SINGLES / ROUNDS, 1);
            ratios[i][round] = last[i] / theirs;
        }
    }
    for (int i = 0; i < 2; i++)
        print_ratios("A one a commit, OFF", b->subjects[i].name, ratios[i], ROUNDS, last[i], "sales/s");
}

/* Completes what was done by the day of the worklists, on all three; timed, since it is C in batches. */
static void bench_complete(bench *b, uint32_t most)
{
    double theirs, start = seconds();
    uint32_t done = 0;
    reference_load_done(b->ref, &b->w);
    for (uint32_t sale = 1; sale <= b->w.sales; sale++)
        for (uint32_t step = 0; step < WORKLOAD_STEPS; step++)
            done += workload_is_done(&b->w, sale, step);
    theirs = done / (seconds() - start);
    for (int i = 0; i < 2; i++) {
        subject *s = &b->subjects[i];
        uint32_t count = 0;
        double ratio;
        s->now.us = workload_noon(WORKLOAD_TODAY);
        start = seconds();
        for (int owner = 1; owner <= WORKLOAD_OWNERS; owner++) {
            aftersale_cursor *list;
            const aftersale_work *work;
            char name[16];
            snprintf(name, sizeof name, "owner-%03d", owner);
            must(s, aftersale_group_begin(s->book, 0));
            must(s, aftersale_worklist(s->book, AFTERSALE_ARGS(worklist, .owner = name), &list));
            while (count < most && aftersale_work_next(list, &work) == AFTERSALE_ROW) {
                aftersale_id id = aftersale_touch_id(aftersale_work_touch(work));
                if (count % 33 == 0) { /* 3 % stay overdue */
                    count++;
                    continue;
                }
                must(s, aftersale_touch_done(
                            s->book,
                            AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED),
                            NULL));
                count++;
                if (count % BATCH == 0) {
                    must(s, aftersale_group_commit(s->book));
                    must(s, aftersale_group_begin(s->book, 0));
                }
            }
            aftersale_cursor_free(list);
            must(s, aftersale_group_commit(s->book));
        }
        ratio = count / (seconds() - start) / theirs;
        print_ratios("C batch, worked off", s->name, &ratio, 1, count / (seconds() - start), "touches/s");
    }
}

static void count_work(void *user, const reference_work *work)
{
    *(int64_t *)user += work->amount;
}

static void bench_worklist(bench *b)
{
    static double times[3][LISTS];
    uint64_t state = SEED;
    int64_t sum = 0;
    for (int i = 0; i < LISTS; i++) {
        uint32_t owner = (uint32_t)(workload_draw(&state) % WORKLOAD_OWNERS) + 1;
        char name[16];
        double start = seconds();
        reference_worklist(b->ref, owner, WORKLOAD_TODAY, PAGE, count_work, &sum);
        times[2][i] = (seconds() - start) * 1e6;
        snprintf(name, sizeof name, "owner-%03u", (unsigned)owner);
        for (int k = 0; k < 2; k++) {
            subject *s = &b->subjects[k];
            aftersale_cursor *list;
            const aftersale_work *work;
            start = seconds();
            must(s, aftersale_worklist(s->book, AFTERSALE_ARGS(worklist, .owner = name), &list));
            for (int row = 0; row < PAGE && aftersale_work_next(list, &work) == AFTERSALE_ROW; row++)
                sum += aftersale_customer_name(aftersale_work_customer(work))[0];
            aftersale_cursor_free(list);
            times[k][i] = (seconds() - start) * 1e6;
        }
    }
    for (int k = 0; k < 3; k++)
        qsort(times[k], LISTS, sizeof times[k][0], by_size);
    for (int k = 0; k < 2; k++)
        printf("%-22s %-8s %6.2f of the reference's time   p50 %.0f us, p99 %.0f us (reference %.0f us)\n",
               "B first 50", b->subjects[k].name, times[k][LISTS / 2] / times[2][LISTS / 2],
               times[k][LISTS / 2], times[k][LISTS * 99 / 100], times[2][LISTS / 2]);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 10000;
    const char *folder = argc > 2 ? argv[2] : ".";
    char reference_path[512], library_path[512];
    bench *b = calloc(1, sizeof *b);
    snprintf(reference_path, sizeof reference_path, "%s/bench_reference.db", folder);
    snprintf(library_path, sizeof library_path, "%s/bench_library.db", folder);
    b->w = workload_of(n, SEED);
    b->ref = reference_create(reference_path);
    if (b->ref == NULL) {
        fprintf(stderr, "cannot create %s\n", reference_path);
        return 1;
    }
    printf("n = %u, seed %d; ratios are medians (least to most) of %d rounds in turn\n", n, SEED, ROUNDS);
    reference_load_customers(b->ref, &b->w);
    open_subject(&b->subjects[MEMORY], "memory", NULL);
    open_subject(&b->subjects[FILE_STORE], "sqlite", library_path);
    for (int i = 0; i < 2; i++)
        add_customers(&b->w, &b->subjects[i]);
    bench_record(b);
    bench_single(b);
    bench_complete(b, UINT32_MAX);
    bench_worklist(b);
    for (int i = 0; i < 2; i++) {
        aftersale_book_free(b->subjects[i].book);
        aftersale_store_free(b->subjects[i].store);
        aftersale_context_free(b->subjects[i].context);
    }
    reference_close(b->ref);
    free(b);
    unlink(reference_path);
    unlink(library_path);
    return 0;
}
