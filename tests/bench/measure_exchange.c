/* SPDX-License-Identifier: MIT */
/* H: JSON Lines in, beside the same commands called one by one; out, beside a loop of snprintf over rows that lie in
 * memory; and whether the memory that it takes stays flat. */
#include "bench/measures.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS_MOST = 5000, GROUP = 100, PIECE = 65536, LINE = 640, DATE = 32 };

typedef struct exchange {
    workload w;
    workload_customer *customers; /* from 0 */
    workload_sale *sales;
    char *text; /* lines to import */
    size_t size, sold_from;
    uint64_t written;
} exchange;

static void civil_text(int32_t day, char out[DATE])
{
    /* The workload's days lie in 2026. */
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = 0, rest = day - WORKLOAD_FIRST_DAY;
    for (; rest >= lengths[month]; month++)
        rest -= lengths[month];
    snprintf(out, DATE, "2026-%02d-%02d", month + 1, rest + 1);
}

static size_t customer_line(const workload_customer *customer, char out[LINE])
{
    return (size_t)snprintf(
        out, LINE,
        "{\"kind\":\"customer\",\"ref\":\"%s\",\"name\":\"%s\",\"owner\":\"owner-%03" PRIu32
        "\",\"contacts\":[{\"channel\":\"email\",\"address\":\"%s\"},{\"channel\":\"phone\","
        "\"address\":\"%s\"}]}\n",
        customer->ref, customer->name, customer->owner, customer->email, customer->phone);
}

static size_t sale_line(const workload_sale *sale, char out[LINE])
{
    char sold[DATE];
    civil_text(sale->sold, sold);
    return (size_t)snprintf(out, LINE,
                            "{\"kind\":\"sale\",\"ref\":\"%s\",\"customer\":\"%s\",\"sold\":\"%s\",\"plan\":"
                            "\"bench\",\"lines\":[{\"product\":\"%s\",\"price\":\"%" PRId64
                            ".%02d GBP\"}]}\n",
                            sale->ref, sale->customer_ref, sold, sale->product_ref, sale->amount / 100,
                            (int)(sale->amount % 100));
}

/* A call of snprintf a field, since most fields may be left out: */
#define PUT(...) at += (size_t)snprintf(out + at, at < 2 * LINE ? 2 * LINE - at : 0, __VA_ARGS__)

/* What a hand-written export writes of a sale and its plan: the fields that ours has. */
static size_t exported_sale(const workload_sale *sale, uint32_t owner, char out[2 * LINE])
{
    char sold[DATE];
    int pounds = (int)(sale->amount / 100), pence = (int)(sale->amount % 100);
    size_t at = 0;
    civil_text(sale->sold, sold);
    PUT("{\"kind\":\"sale\",\"id\":\"5be86cff-2dcb-809e-8ca8-%012" PRIx32 "\"", sale->number);
    PUT(",\"revision\":%d", 1);
    PUT(",\"ref\":\"%s\"", sale->ref);
    PUT(",\"customer\":\"%s\"", sale->customer_ref);
    PUT(",\"stage\":\"%s\"", "after");
    PUT(",\"lines\":[{\"product\":\"%s\"", sale->product_ref);
    PUT(",\"quantity\":\"%d\"", 1);
    PUT(",\"price\":\"%d.%02d GBP\"", pounds, pence);
    PUT(",\"amount\":\"%d.%02d GBP\"}]", pounds, pence);
    PUT(",\"total\":\"%d.%02d GBP\"", pounds, pence);
    PUT(",\"sold\":\"%s\"", sold);
    PUT(",\"owner\":\"owner-%03" PRIu32 "\"", owner);
    PUT(",\"created\":\"%sT12:00:00.%06dZ\"", sold, 10);
    PUT(",\"at\":\"%sT12:00:00.%06dZ\"}\n", sold, 10);
    PUT("{\"kind\":\"enrolment\",\"id\":\"5be86cff-2dcb-809e-8ca8-%012" PRIx32 "\"", sale->number);
    PUT(",\"revision\":%d", 1);
    PUT(",\"customer\":\"%s\"", sale->customer_ref);
    PUT(",\"sale\":\"%s\"", sale->ref);
    PUT(",\"plan\":\"%s\"", "bench");
    PUT(",\"version\":%d", 1);
    PUT(",\"state\":\"%s\"", "active");
    PUT(",\"run\":%d", 1);
    PUT(",\"owner\":\"owner-%03" PRIu32 "\"", owner);
    PUT(",\"begun\":\"%sT12:00:00.%06dZ\"", sold, 10);
    PUT(",\"sold\":\"%s\"", sold);
    PUT(",\"agenda\":[{\"owner\":\"owner-%03" PRIu32 "\"", owner);
    PUT(",\"priority\":%d", 8);
    PUT(",\"earliest\":\"%sT07:00:00Z\"}]", sold);
    PUT(",\"priority\":%d}\n", 8);
    return at;
}

static void prepare(exchange *x, uint32_t customers)
{
    char line[LINE];
    x->w = workload_of(customers, 1);
    x->customers = calloc(x->w.customers, sizeof *x->customers);
    x->sales = calloc(x->w.sales, sizeof *x->sales);
    x->text = malloc((size_t)LINE * (x->w.customers + x->w.sales));
    must_work("memory for an exchange", x->customers != NULL && x->sales != NULL && x->text != NULL);
    for (uint32_t i = 0; i < x->w.customers; i++) {
        workload_customer_at(&x->w, i + 1, &x->customers[i]);
        x->customers[i].referred_by = 0;
        x->size += customer_line(&x->customers[i], line);
        memcpy(x->text + x->size - strlen(line), line, strlen(line));
    }
    x->sold_from = x->size;
    for (uint32_t i = 0; i < x->w.sales; i++) {
        workload_sale_at(&x->w, i + 1, &x->sales[i]);
        x->size += sale_line(&x->sales[i], line);
        memcpy(x->text + x->size - strlen(line), line, strlen(line));
    }
}

static void release(exchange *x)
{
    free(x->customers);
    free(x->sales);
    free(x->text);
}

static double command(exchange *x, subject *s)
{
    double start = seconds_worked();
    for (uint32_t i = 0; i < x->w.customers + x->w.sales; i++) {
        if (i % GROUP == 0)
            subject_begin(s);
        if (i < x->w.customers)
            subject_add_customer(s, i + 1, &x->customers[i]);
        else
            subject_record_sale(s, &x->sales[i - x->w.customers]);
        if (i % GROUP == GROUP - 1 || i == x->w.customers + x->w.sales - 1)
            subject_commit(s);
    }
    return (x->w.customers + x->w.sales) / (seconds_worked() - start);
}

static double import(exchange *x, subject *s)
{
    aftersale_importer *importer;
    aftersale_import_counts counts;
    double start = seconds_worked(), taken;
    subject_set_day(s, WORKLOAD_TODAY);
    subject_must(s, aftersale_import_begin(s->book, NULL, &importer));
    for (size_t at = 0; at < x->size; at += PIECE)
        subject_must(
            s, aftersale_import_feed(importer, x->text + at, x->size - at < PIECE ? x->size - at : PIECE));
    subject_must(s, aftersale_import_end(importer, &counts));
    taken = seconds_worked() - start;
    must_equal("lines that were imported", counts.made, x->w.customers + x->w.sales);
    return (double)counts.lines / taken;
}

static int take(void *user, const char *text, size_t size)
{
    exchange *x = user;
    x->written += size + (unsigned char)text[0] % 2;
    return 0;
}

static double export(exchange *x, subject *s)
{
    double start = seconds_worked();
    x->written = 0;
    subject_must(s, aftersale_export(s->book, NULL, take, x));
    return (double)x->written / 1e6 / (seconds_worked() - start);
}

static double print(exchange *x)
{
    double start = seconds_worked();
    char lines[2 * LINE];
    x->written = 0;
    for (uint32_t i = 0; i < x->w.customers; i++)
        take(x, lines, customer_line(&x->customers[i], lines));
    for (uint32_t i = 0; i < x->w.sales; i++)
        take(x, lines, exported_sale(&x->sales[i], x->customers[x->sales[i].customer - 1].owner, lines));
    return (double)x->written / 1e6 / (seconds_worked() - start);
}

static void measure_rates(bench *b, exchange *x)
{
    double rates[4][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        subject commanded, imported;
        memset(&commanded, 0, sizeof commanded);
        memset(&imported, 0, sizeof imported);
        subject_open(&commanded, NULL, false);
        subject_open(&imported, NULL, false);
        if (round % 2 == 0)
            rates[1][round] = command(x, &commanded);
        rates[0][round] = import(x, &imported);
        if (round % 2 == 1)
            rates[1][round] = command(x, &commanded);
        rates[2][round] = export(x, &imported);
        rates[3][round] = print(x);
        subject_free(&commanded);
        subject_free(&imported);
    }
    measure_table_line(&b->table, "H import, to direct commands", "memory", "lines/s", rates[0], rates[1],
                       ROUNDS, (target){RATIO_AT_LEAST, 0.5, 0.7});
    measure_table_line(&b->table, "H export, to snprintf", "memory", "MB/s", rates[2], rates[3], ROUNDS,
                       (target){RATIO_AT_LEAST, 2, 0});
}

/* Bytes that import and export take at most beyond what they found, into and out of a file. */
static void find_peaks(bench *b, exchange *x, const char *name, double *in, double *out)
{
    subject s;
    size_t held;
    char path[600];
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    memset(&s, 0, sizeof s);
    subject_open(&s, path, false);
    held = s.memory.peak = s.memory.held;
    (void)import(x, &s);
    *in = (double)(s.memory.peak - held) / 1024;
    held = s.memory.peak = s.memory.held;
    (void)export(x, &s);
    *out = (double)(s.memory.peak - held) / 1024;
    subject_free(&s);
}

static void measure_peaks(bench *b, exchange *x, uint32_t customers)
{
    exchange tenth = {.size = 0};
    double in[2], out[2];
    prepare(&tenth, customers / 10 > 0 ? customers / 10 : 1);
    find_peaks(b, &tenth, "exchange_tenth.db", &in[0], &out[0]);
    find_peaks(b, x, "exchange_whole.db", &in[1], &out[1]);
    measure_table_count(&b->table, "H import peak, to a tenth of it", "sqlite", "KiB", in[1], &in[0],
                        (target){RATIO_AT_MOST, 1.1, 0});
    measure_table_count(&b->table, "H export peak, to a tenth of it", "sqlite", "KiB", out[1], &out[0],
                        (target){RATIO_AT_MOST, 1.1, 0});
    release(&tenth);
}

void measure_exchange(bench *b)
{
    uint32_t customers = b->w.customers < CUSTOMERS_MOST ? b->w.customers : CUSTOMERS_MOST;
    exchange x = {.size = 0};
    if (!sides_asked(b, 'H'))
        return;
    prepare(&x, customers);
    measure_rates(b, &x);
    measure_peaks(b, &x, customers);
    release(&x);
}
