/* SPDX-License-Identifier: MIT */
#include "bench/subject.h"
#include <aftersale/sqlite.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEED 20261120
#define LOAD 1000
#define BLOCK 1000 /* rows of a block of columns */
#define PLAN 2000

static void die(const subject *s, const char *why)
{
    fprintf(stderr, "%s: %s\n", s->path == NULL ? "memory" : s->path, why);
    exit(1);
}

void subject_must(const subject *s, aftersale_status status)
{
    if (status < 0)
        die(s, s->book != NULL ? aftersale_book_error(s->book)->text : aftersale_status_name(status));
}

static aftersale_status read_clock(void *user, aftersale_time *out)
{
    aftersale_time *now = user;
    now->us += 10;
    *out = *now;
    return AFTERSALE_OK;
}

static aftersale_date date_of(int32_t day)
{
    static aftersale_date known[WORKLOAD_DAYS + 1];
    aftersale_date *date = &known[day - WORKLOAD_FIRST_DAY];
    if (date->year == 0) {
        time_t when = (time_t)day * 86400;
        struct tm tm;
        gmtime_r(&when, &tm);
        date->year = (int16_t)(tm.tm_year + 1900);
        date->month = (uint8_t)(tm.tm_mon + 1);
        date->day = (uint8_t)tm.tm_mday;
    }
    return *date;
}

static void write_plan(const subject *s, char out[PLAN])
{
    int at = snprintf(out, PLAN, "{\"plan\":\"bench\",\"name\":\"Eight touches\",\"steps\":");
    for (int i = 0; i < WORKLOAD_STEPS; i++) {
        at += snprintf(out + at, PLAN - (size_t)at,
                       "%c{\"key\":\"s%d\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P%dD\"",
                       i == 0 ? '[' : ',', i + 1, (int)workload_offsets[i]);
        if (s->is_passing)
            at += snprintf(out + at, PLAN - (size_t)at, ",\"not_after\":\"P%dD\"", WORKLOAD_PATIENCE);
        at += snprintf(out + at, PLAN - (size_t)at, "}");
    }
    snprintf(out + at, PLAN - (size_t)at, "]}");
}

static void fill_book(subject *s)
{
    char plan[PLAN];
    write_plan(s, plan);
    subject_must(s, aftersale_plan_publish(s->book, AFTERSALE_ARGS(plan_publish, .json = plan), NULL));
    for (uint32_t i = 1; i <= WORKLOAD_PRODUCTS; i++) {
        char ref[16];
        workload_product_ref(i, ref);
        subject_must(s, aftersale_product_put(s->book, AFTERSALE_ARGS(product_put, .ref = ref), NULL));
    }
}

static aftersale_status open_book(subject *s, uint32_t flags, aftersale_error *error)
{
    return aftersale_book_open(s->store,
                               AFTERSALE_ARGS(book_open, .name = "bench", .flags = flags,
                                              .zone = "Europe/London", .currency = "GBP"),
                               &s->book, error);
}

void subject_open(subject *s, const char *path, bool durable)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_status status;
    s->path = path;
    s->book = NULL;
    if (s->now.us == 0)
        s->now.us = workload_noon(WORKLOAD_FIRST_DAY);
    status = aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = read_clock, .clock_user = &s->now,
                                                  .memory = counted_memory_resize, .memory_user = &s->memory,
                                                  .seed = SEED + (uint64_t)s->now.us),
                                   &s->context, &error);
    if (status == AFTERSALE_OK)
        status = path == NULL ? aftersale_memory_open(s->context, &s->store, &error)
                              : aftersale_sqlite_open(s->context, path, durable ? 0 : AFTERSALE_SQLITE_OFF,
                                                      &s->store, &error);
    if (status == AFTERSALE_OK)
        status = open_book(s, 0, &error);
    if (status == AFTERSALE_OK)
        return;
    if (status == AFTERSALE_NOT_FOUND)
        status = open_book(s, AFTERSALE_BOOK_CREATE, &error);
    if (status != AFTERSALE_OK)
        die(s, error.text);
    fill_book(s);
}

void subject_count_rows(subject *s)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_book_free(s->book);
    s->book = NULL;
    if (counted_store_open(&s->counted, s->context, s->store, &error) != AFTERSALE_OK)
        die(s, error.text);
    s->store = &s->counted.base;
    if (open_book(s, 0, &error) != AFTERSALE_OK)
        die(s, error.text);
}

void subject_close(subject *s)
{
    aftersale_book_free(s->book);
    aftersale_store_free(s->store);
    aftersale_context_free(s->context);
    s->book = NULL;
    s->store = NULL;
    s->context = NULL;
}

void subject_free(subject *s)
{
    subject_close(s);
    free(s->customers);
    free(s->touches);
}

void subject_set_day(subject *s, int32_t day)
{
    if (workload_noon(day) > s->now.us)
        s->now.us = workload_noon(day);
}

void subject_begin(subject *s)
{
    subject_must(s, aftersale_group_begin(s->book, 0));
}

void subject_commit(subject *s)
{
    subject_must(s, aftersale_group_commit(s->book));
}

void subject_maintain(subject *s)
{
    subject_must(s, aftersale_book_maintain(s->book));
}

void subject_owner_name(uint32_t owner, char out[16])
{
    snprintf(out, 16, "owner-%03u", (unsigned)owner);
}

void subject_add_customer(subject *s, uint32_t number, const workload_customer *customer)
{
    char owner[16], introducer[16];
    subject_owner_name(customer->owner, owner);
    workload_customer_ref(customer->referred_by, introducer);
    subject_must(s,
                 aftersale_customer_put(
                     s->book,
                     AFTERSALE_ARGS(
                         customer_put, .ref = customer->ref, .name = customer->name, .owner = owner,
                         .referred_by.ref = customer->referred_by != 0 ? introducer : NULL,
                         .contacts = AFTERSALE_LIST(contact, {.channel = "email", .address = customer->email},
                                                    {.channel = "phone", .address = customer->phone})),
                     s->customers == NULL ? NULL : &s->customers[number]));
}

void subject_load_customers(subject *s, const workload *w)
{
    s->customers = calloc((size_t)w->customers + 1, sizeof *s->customers);
    if (s->customers == NULL)
        die(s, "out of memory");
    for (uint32_t i = 1; i <= w->customers; i++) {
        workload_customer customer;
        workload_customer_at(w, i, &customer);
        if (i % LOAD == 1)
            subject_begin(s);
        subject_add_customer(s, i, &customer);
        if (i % LOAD == 0 || i == w->customers)
            subject_commit(s);
    }
}

void subject_record_sale(subject *s, const workload_sale *sale)
{
    subject_set_day(s, sale->sold);
    subject_must(s,
                 aftersale_sale_record(
                     s->book,
                     AFTERSALE_ARGS(sale_record, .ref = sale->ref, .customer.ref = sale->customer_ref,
                                    .sold = date_of(sale->sold), .plan = "bench",
                                    .lines = AFTERSALE_LIST(sale_line, {.product.ref = sale->product_ref,
                                                                        .price = {sale->amount, "GBP", 2}})),
                     NULL));
}

void subject_complete(subject *s, workload_touch touch)
{
    aftersale_id id = s->touches[(size_t)touch.sale * WORKLOAD_STEPS + touch.step];
    subject_must(
        s, aftersale_touch_done(
               s->book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
}

void subject_collect_touches(subject *s, const workload *w)
{
    s->touches = calloc(((size_t)w->sales + 1) * WORKLOAD_STEPS, sizeof *s->touches);
    if (s->touches == NULL)
        die(s, "out of memory");
    for (uint32_t number = 1; number <= w->sales; number++) {
        workload_sale sale;
        aftersale_cursor *list;
        const aftersale_touch *touch;
        uint32_t step = 0;
        workload_sale_at(w, number, &sale);
        subject_must(s,
                     aftersale_touch_list(s->book, AFTERSALE_ARGS(touch_list, .sale.ref = sale.ref), &list));
        for (; step < WORKLOAD_STEPS && aftersale_touch_next(list, &touch) == AFTERSALE_ROW; step++)
            s->touches[(size_t)number * WORKLOAD_STEPS + step] = aftersale_touch_id(touch);
        aftersale_cursor_free(list);
        if (step < WORKLOAD_STEPS)
            die(s, "a sale without its eight touches");
    }
}

uint32_t subject_worklist(subject *s, uint32_t owner, uint32_t limit, uint64_t *sum)
{
    aftersale_cursor *list;
    const aftersale_work *work;
    aftersale_status status = AFTERSALE_DONE;
    uint32_t rows = 0;
    char name[16];
    subject_owner_name(owner, name);
    subject_must(
        s, aftersale_worklist(s->book, AFTERSALE_ARGS(worklist, .owner = owner != 0 ? name : NULL), &list));
    while (rows < limit && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW) {
        *sum += (uint8_t)aftersale_customer_name(aftersale_work_customer(work))[0];
        *sum += (uint64_t)aftersale_sale_total(aftersale_work_sale(work)).minor;
        rows++;
    }
    subject_must(s, status);
    aftersale_cursor_free(list);
    return rows;
}

uint32_t subject_sweep(subject *s, uint64_t *sum)
{
    aftersale_cursor *list;
    const aftersale_columns *block;
    aftersale_status status;
    uint32_t rows = 0;
    subject_must(s, aftersale_worklist(s->book, NULL, &list));
    while ((status = aftersale_cursor_columns(list, "id,due,priority", BLOCK, &block)) == AFTERSALE_ROW) {
        const int64_t *due = block->columns[1]->values;
        for (size_t i = 0; i < block->rows; i++)
            *sum += (uint64_t)due[i];
        rows += (uint32_t)block->rows;
    }
    subject_must(s, status);
    aftersale_cursor_free(list);
    return rows;
}

uint64_t subject_simulate(subject *s, int32_t until)
{
    const int64_t half_a_day = INT64_C(12) * 3600 * 1000000;
    aftersale_time midnight = {workload_noon(until) - half_a_day};
    aftersale_cursor *list;
    const aftersale_workload *row;
    aftersale_status status;
    uint64_t touches = 0;
    subject_must(s, aftersale_simulate(s->book, AFTERSALE_ARGS(simulate, .until = midnight), &list));
    while ((status = aftersale_workload_next(list, &row)) == AFTERSALE_ROW)
        touches += (uint64_t)(aftersale_workload_touches(row) + aftersale_workload_automatic(row));
    subject_must(s, status);
    aftersale_cursor_free(list);
    return touches;
}

bool subject_advance(subject *s, int32_t most, uint64_t *missed, uint64_t *through)
{
    aftersale_advanced done = {.struct_size = sizeof done};
    subject_must(s, aftersale_book_advance(s->book, AFTERSALE_ARGS(book_advance, .most = most), &done));
    *missed += done.missed;
    *through += done.completed;
    return done.is_done != 0;
}

uint32_t subject_customer(subject *s, uint32_t customer, uint64_t *sum)
{
    aftersale_id id = s->customers[customer];
    const aftersale_customer *record;
    const aftersale_sale *sale;
    const aftersale_enrolment *run;
    const aftersale_touch *touch;
    aftersale_cursor *list;
    uint32_t rows = 0;
    subject_must(s, aftersale_customer_get(s->book, id, &record));
    *sum += (uint8_t)aftersale_customer_name(record)[0];
    aftersale_customer_free(record);
    subject_must(s, aftersale_sale_list(s->book, AFTERSALE_ARGS(sale_list, .customer.id = id), &list));
    while (aftersale_sale_next(list, &sale) == AFTERSALE_ROW)
        *sum += (uint64_t)aftersale_sale_total(sale).minor;
    aftersale_cursor_free(list);
    subject_must(s,
                 aftersale_enrolment_list(s->book, AFTERSALE_ARGS(enrolment_list, .customer.id = id), &list));
    while (aftersale_enrolment_next(list, &run) == AFTERSALE_ROW)
        *sum += (uint64_t)aftersale_enrolment_state(run);
    aftersale_cursor_free(list);
    subject_must(s, aftersale_touch_list(s->book, AFTERSALE_ARGS(touch_list, .customer.id = id), &list));
    for (; aftersale_touch_next(list, &touch) == AFTERSALE_ROW; rows++)
        *sum += (uint64_t)aftersale_touch_due(touch).us;
    aftersale_cursor_free(list);
    return rows;
}
