/* SPDX-License-Identifier: MIT */
/* The library under measurement, used as a vendor uses it: refs of their own, groups for loads, a row at a time.
 * What goes wrong ends the program with the library's own words. */
#ifndef TESTS_BENCH_SUBJECT_H
#define TESTS_BENCH_SUBJECT_H
#include "bench/counted_memory.h"
#include "bench/workload.h"
#include "support/counted_store.h"
#include <aftersale.h>
#include <stdbool.h>

typedef struct subject {
    const char *path; /* NULL: in memory */
    counted_memory memory;
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
    aftersale_time now; /* each look at the clock moves it on */
    bool is_passing;    /* set it before the book is made: its touches are missed WORKLOAD_PATIENCE days after they were due */
    counted_store counted; /* after subject_count_rows() */
    aftersale_id
        *customers; /* ids by number, and those of touches by sale and step: what a vendor has in hand */
    aftersale_id *touches;
} subject;

/* Opens the store and its book; made where they are not there, with a plan of eight touches and the catalogue. */
void subject_open(subject *s, const char *path, bool durable);
/* Closes; what lies in memory is gone. The ids in hand are kept. */
void subject_close(subject *s);
void subject_free(subject *s);
/* From now on the rows that the store hands over are counted. */
void subject_count_rows(subject *s);

/* It is noon of that day, or later. */
void subject_set_day(subject *s, int32_t day);

void subject_begin(subject *s);
void subject_commit(subject *s);
void subject_maintain(subject *s);

void subject_add_customer(subject *s, uint32_t number, const workload_customer *customer);
void subject_record_sale(subject *s, const workload_sale *sale);
void subject_complete(subject *s, workload_touch touch);

/* In groups of 1000; the ids are kept in `customers`. */
void subject_load_customers(subject *s, const workload *w);
/* Reads the ids of all touches into `touches`. */
void subject_collect_touches(subject *s, const workload *w);

void subject_owner_name(uint32_t owner, char out[16]);
/* Rows that are due now, at most `limit`; `owner` 0: everybody's. `sum` grows by what was read. */
uint32_t subject_worklist(subject *s, uint32_t owner, uint32_t limit, uint64_t *sum);
/* All of them without customer and sale, as columns. */
uint32_t subject_sweep(subject *s, uint64_t *sum);
/* Everything due before a day, in a simulation in which every touch reaches its customer; returns how many touches. */
uint64_t subject_simulate(subject *s, int32_t until);
/* One step of a run to now, of at most so many plans. Adds how many touches were missed, and how many plans are through;
 * returns whether nothing is left to be done. */
bool subject_advance(subject *s, int32_t most, uint64_t *missed, uint64_t *through);
/* One customer with sales, plans and touches; returns the number of touches. */
uint32_t subject_customer(subject *s, uint32_t customer, uint64_t *sum);

/* Ends the program with the error of the book where `status` is a failure. */
void subject_must(const subject *s, aftersale_status status);
#endif
